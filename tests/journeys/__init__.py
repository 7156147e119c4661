"""Real browsers against a real Parley: people are contexts of one Chromium, and their networks can be cut.

Everything waits for what a person would see; nothing waits for a time.
"""
