"""The channel of live chat: visitors' sockets become Commands, and Events go back to their browsers.

It knows the domain and nothing of the store, the server or any other channel.
"""
