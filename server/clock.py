"""Time as an input: the program asks a Clock, so that tests can move it."""

from datetime import UTC, datetime
from typing import Protocol

from domain.times import milliseconds


class Clock(Protocol):
    """Says what time it is."""

    def now(self) -> datetime:
        """The present instant, aware UTC, whole milliseconds."""


class SystemClock:
    """The machine's own time."""

    def now(self) -> datetime:
        """The present instant, aware UTC, whole milliseconds."""
        return milliseconds(datetime.now(UTC))
