"""The one owner of deadlines: what is due becomes a Command.

Deadlines live in the events (an offer's, a snooze's); here they are only remembered, so a start rebuilds them from the views.
"""

import asyncio
import heapq
import itertools
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime

from domain.refusal import Refused
from domain.stream import Unavailable
from server.clock import Clock

LOOK_EVERY_SECONDS = 0.5
"""Longest sleep: a clock that was set, or moved by a test, is noticed after this."""

log = logging.getLogger("parley.timers")

Due = Callable[[], Awaitable[object]]


class Timers:
    """Runs each named action once its time has come; setting a name again replaces it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._heap: list[tuple[datetime, int, str]] = []
        self._due: dict[str, tuple[int, Due]] = {}
        self._serial = itertools.count()
        self._changed = asyncio.Event()

    def set(self, name: str, at: datetime, due: Due) -> None:
        """Run ``due`` at ``at``; an earlier timer of this name no longer runs."""
        serial = next(self._serial)
        self._due[name] = (serial, due)
        heapq.heappush(self._heap, (at, serial, name))
        self._changed.set()

    def cancel(self, name: str) -> None:
        """Forget the timer of this name, if there is one."""
        self._due.pop(name, None)

    async def run(self) -> None:
        """Serve until cancelled."""
        while True:
            for due in self._ripe():
                await self._fire(due)
            await self._sleep()

    def _ripe(self) -> list[Due]:
        now = self._clock.now()
        ripe = []
        while self._heap and self._heap[0][0] <= now:
            _, serial, name = heapq.heappop(self._heap)
            kept = self._due.get(name)
            if kept is not None and kept[0] == serial:
                del self._due[name]
                ripe.append(kept[1])
        return ripe

    async def _fire(self, due: Due) -> None:
        """A refusal means somebody was faster; while the store is away the timer is put back."""
        try:
            await due()
        except Refused as refused:
            log.debug("a timer came too late: %s", refused.sentence)
        except Unavailable:
            self.set(f"retry-{next(self._serial)}", self._clock.now(), due)
            await asyncio.sleep(1.0)

    async def _sleep(self) -> None:
        self._changed.clear()
        seconds = LOOK_EVERY_SECONDS
        if self._heap:
            seconds = min(seconds, max(0.0, (self._heap[0][0] - self._clock.now()).total_seconds()))
        try:
            async with asyncio.timeout(seconds):
                await self._changed.wait()
        except TimeoutError:
            pass
