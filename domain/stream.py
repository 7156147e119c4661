"""The append-only stream as the domain sees it: records of numbered events, and the three ways an append can end.

A record is what one command added; its events are numbered from ``number`` without a gap, so a reader that knows its
last number can never miss one unknowingly.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

MAX_EVENTS = 8
"""The most events one command may add; a reader looks this far back for the record that holds a number."""


@dataclass(frozen=True, slots=True)
class Record:
    """What one command added to one stream: ``events`` numbered ``number``, ``number + 1``, ... (plain JSON-like dicts)."""

    stream: str
    command: str
    number: int
    at: datetime
    events: tuple[Mapping[str, Any], ...]

    @property
    def last(self) -> int:
        """The number of the record's last event."""
        return self.number + len(self.events) - 1


class Stale(Exception):
    """Somebody else appended first: reload, decide again."""

    def __init__(self, stream: str) -> None:
        super().__init__(f"{stream} has moved on")
        self.stream = stream


class AlreadyDone(Exception):
    """The command was stored before; ``record`` is what it added then."""

    def __init__(self, record: Record) -> None:
        super().__init__(f"{record.command} is already stored")
        self.record = record


class Unavailable(Exception):
    """The store cannot be reached or did not confirm: nothing may be acknowledged, the same command may be sent again."""
