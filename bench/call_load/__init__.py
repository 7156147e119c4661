"""The call benchmark's crowd: real ICE, DTLS and SDP for every leg in Python, then its sound in C.

One crowd for every server, so that what differs between two figures is the server.
"""
