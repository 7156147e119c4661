"""What the chat benchmark drives its servers with: sockets by hand, a crowd of visitors and agents, rising load, and the processes.

One process for every peer, so that what differs between two figures is the server.
"""
