"""The program: settings, wiring, HTTP API, sessions and rights, pages and the workspace socket.

It imports everyone and is imported by no one.
"""
