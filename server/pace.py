"""What changes often is told now and then: of each thing the latest, all that waited at once.

A list row that ten messages changed is encoded and sent once, and the sockets it goes to get one write for many rows.
"""

import asyncio
from collections.abc import Callable
from typing import Generic, TypeVar

Thing = TypeVar("Thing")


class Pace(Generic[Thing]):
    """Calls ``tell`` with the latest of each thing that was noted, at most once in ``seconds``."""

    def __init__(self, seconds: float, tell: Callable[[Thing], None]) -> None:
        self._seconds = seconds
        self._tell = tell
        self._noted: dict[str, Thing] = {}

    def note(self, id: str, thing: Thing) -> None:
        """Tell of ``thing`` soon, instead of whatever was noted under its id."""
        if not self._noted:
            asyncio.get_running_loop().call_later(self._seconds, self._tell_all)
        self._noted[id] = thing

    def at_once(self, id: str, thing: Thing) -> None:
        """Tell of ``thing`` now; what was noted under its id is out of date."""
        self._noted.pop(id, None)
        self._tell(thing)

    def _tell_all(self) -> None:
        noted, self._noted = self._noted, {}
        for thing in noted.values():
            self._tell(thing)
