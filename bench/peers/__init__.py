"""What the chat benchmark measures: Parley itself, Node's Socket.IO and Prosody, each started with nothing it does not need.

Each answers the same question: a message is stored, acknowledged to its sender and delivered to the other side.
"""
