"""Ids: unguessable, prefixed with what they name, so that a stray one in a log says what it is.

128 random bits each; a prefix is never parsed to decide anything.
"""

import base64
import secrets
from typing import NewType

ConversationId = NewType("ConversationId", str)
CustomerId = NewType("CustomerId", str)
VisitorId = NewType("VisitorId", str)
AgentId = NewType("AgentId", str)
QueueId = NewType("QueueId", str)
OfferId = NewType("OfferId", str)
WidgetId = NewType("WidgetId", str)
FileId = NewType("FileId", str)


def unguessable(prefix: str, random: bytes | None = None) -> str:
    """``prefix_`` and 128 bits as 26 lower-case letters and digits; ``random`` (16 bytes) makes it reproducible."""
    sixteen = secrets.token_bytes(16) if random is None else random
    return f"{prefix}_{base64.b32encode(sixteen).decode().rstrip('=').lower()}"
