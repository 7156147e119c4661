"""The email channel: raw mail on one side, Commands and Events on the other.

What arrives is stored raw before it is parsed; what leaves comes back as a receipt.
"""
