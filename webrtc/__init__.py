"""The call channel: WebRTC on one side, Commands and Events on the other, and the media processes in between.

Calls join a Conversation's stream as facts only; sound never enters the web process.
"""
