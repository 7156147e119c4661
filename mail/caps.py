"""How much of one mail is read: the caps that turn a bomb into a short answer.

They are checked on the raw bytes, before anything is decoded; what lies beyond one is left out and said so in ``Mail.problems``.
"""

MAIL_BYTES = 35 * 1024 * 1024
"""A larger mail is not parsed at all."""
HEADER_BYTES = 256 * 1024
HEADER_LINES = 1_000
HEADER_VALUE = 16_000
"""Characters of one decoded header value: far beyond every real one, far below what hurts to show or store."""
ADDRESSES = 200
LEVELS = 100
PARTS = 1_000
TEXT_CHARACTERS = 2 * 1024 * 1024
HTML_CHARACTERS = 2 * 1024 * 1024
REPLY_CHARACTERS = 256 * 1024
"""Of a longer text only this much is searched for quotes; the rest counts as the newest words."""
REFERENCES = 500
