"""What changes often is told now and then: of each thing the latest, all that waited at once.

A list row that ten messages changed is encoded and sent once, and the sockets it goes to get one write for many rows.
"""

import asyncio
from collections.abc import Callable
from itertools import islice
from typing import Generic, TypeVar

Thing = TypeVar("Thing")

AT_ONCE = 50
"""The most that is told in one turn of the event loop, so that a thousand rows do not keep a message waiting."""


class Pace(Generic[Thing]):
    """Calls ``tell`` with the latest of each thing that was noted, about once in ``seconds``."""

    def __init__(self, seconds: float, tell: Callable[[Thing], None]) -> None:
        self._seconds = seconds
        self._tell = tell
        self._noted: dict[str, Thing] = {}
        self._due = 0
        self._asleep = True

    def note(self, id: str, thing: Thing) -> None:
        """Tell of ``thing`` soon, instead of whatever was noted under its id."""
        self._noted[id] = thing
        if self._asleep:
            self._asleep = False
            asyncio.get_running_loop().call_later(self._seconds, self._wake)

    def at_once(self, id: str, thing: Thing) -> None:
        """Tell of ``thing`` now; what was noted under its id is out of date."""
        self._noted.pop(id, None)
        self._tell(thing)

    def _wake(self) -> None:
        """All that is noted now is due; what is noted meanwhile waits for the next time."""
        self._due = len(self._noted)
        self._tell_some()

    def _tell_some(self) -> None:
        some = list(islice(self._noted, min(AT_ONCE, self._due)))
        self._due -= len(some)
        try:
            for id in some:
                self._tell(self._noted.pop(id))
        finally:
            self._go_on()

    def _go_on(self) -> None:
        loop = asyncio.get_running_loop()
        if self._noted and self._due > 0:
            loop.call_soon(self._tell_some)
        elif self._noted:
            loop.call_later(self._seconds, self._wake)
        else:
            self._asleep = True
