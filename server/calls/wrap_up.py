"""After a call an Agent has a while for what is left to write down, before anything more is offered to them.

The while belongs to the queue; it ends by itself, or when the Agent says that they are available.
"""

import asyncio
import logging
from datetime import timedelta

from domain import commands as c
from domain.calls import Call
from domain.conversation import Conversation
from domain.events import PresenceState
from domain.ids import unguessable
from domain.refusal import Refused
from domain.shift import Shift, agent_of, shift_of
from domain.stream import Unavailable
from server.board import Board
from server.clock import Clock
from server.desk import Desk, Told
from server.directory import Directory
from server.timers import Timers

USUAL_SECONDS = 30
AGAIN_SECONDS = 1.0

log = logging.getLogger("parley.calls")


class WrapUps:
    """The subscriber that gives Agents their while, and ends it."""

    def __init__(self, desk: Desk, board: Board, directory: Directory, timers: Timers, clock: Clock) -> None:
        self._desk, self._board, self._directory = desk, board, directory
        self._timers, self._clock = timers, clock
        self._work: asyncio.Queue[tuple[str, str]] = asyncio.Queue()
        self._seconds: dict[str, float] = {}

    def hear(self, told: Told) -> None:
        """Somebody who served a call is in it no longer; or is wrapping up now."""
        if isinstance(told.after, Shift):
            self.remember(told.after)
        elif isinstance(told.before, Conversation) and told.before.call is not None and told.after.call is not None:
            for agent in _served(told.before.call) - _served(told.after.call):
                self._work.put_nowait((agent, told.after.queue))

    def remember(self, shift: Shift) -> None:
        """Keep the end of a wrap-up."""
        agent = agent_of(shift.id)
        if shift.state != "wrap_up" or shift.since_at is None:
            self._timers.cancel(f"wrap-up {agent}")
            return
        due_at = shift.since_at + timedelta(seconds=self._seconds.get(agent, USUAL_SECONDS))
        self._timers.set(f"wrap-up {agent}", due_at, lambda: self._over(agent))

    async def run(self) -> None:
        """Do it until cancelled; while the store is away, wait."""
        while True:
            agent, queue = await self._work.get()
            while True:
                try:
                    await self._begin(agent, queue)
                    break
                except Unavailable:
                    await asyncio.sleep(AGAIN_SECONDS)
                except Refused as refused:
                    log.debug("no wrap-up for %s: %s", agent, refused.sentence)
                    break

    async def _begin(self, agent: str, queue: str) -> None:
        shift = await self._desk.shift(agent)
        document = self._directory.get("queues", queue, even_hidden=True)
        seconds = float(document.get("wrap_up_seconds", USUAL_SECONDS))
        if seconds and shift.state == "available":
            self._seconds[agent] = seconds
            await self._set(agent, "wrap_up")

    async def _over(self, agent: str) -> None:
        if (await self._desk.shift(agent)).state == "wrap_up":
            await self._set(agent, "available")

    async def _set(self, agent: str, state: PresenceState) -> None:
        id = f"wu|{unguessable('prs')}"
        await self._desk.do(c.SetPresence(id=id, conversation=shift_of(agent), at=self._clock.now(), state=state))


def _served(call: Call) -> set[str]:
    """The Agents who are in a call that was answered, and do not only listen."""
    if call.answered_at is None:
        return set()
    return {leg.party for leg in call.legs if leg.role == "agent" and leg.joined}
