"""When an Agent or a queue goes for good, what they had goes on: back to a line where somebody serves.

Nobody would notice otherwise: an Agent who is gone reads nothing, and a queue that is hidden is served by nobody. Nor would a call:
its sound needs no socket, so whoever may no longer be in one is taken out of it.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from domain import call_commands as cc
from domain import commands as c
from domain.calls import Leg
from domain.conversation import Conversation, calling
from domain.events import SYSTEM
from domain.ids import unguessable
from domain.refusal import Refused
from domain.stream import Unavailable
from server.board import Board
from server.clock import Clock
from server.desk import Desk, Told
from server.directory import Directory, Document
from server.presence import Presences

AGAIN_SECONDS = 1.0

log = logging.getLogger("parley.departures")


class Departures:
    """Puts back what a departed Agent had, and moves on what a hidden queue is given."""

    def __init__(self, desk: Desk, board: Board, directory: Directory, presences: Presences, clock: Clock) -> None:
        self._desk, self._board, self._directory = desk, board, directory
        self._presences, self._clock = presences, clock
        self._work: asyncio.Queue[Callable[[], Awaitable[None]]] = asyncio.Queue()

    def directory_changed(self, kind: str, document: Document) -> None:
        """An Agent may have been switched off or removed, or may do less than before."""
        if kind in ("agents", "roles"):
            self._shut_out()
        if kind == "agents" and (document.get("hidden") or not document["active"]):
            self._work.put_nowait(lambda: self._agent_gone(document["_id"]))

    def hear(self, told: Told) -> None:
        """Something may wait in a queue that is hidden."""
        state = told.after
        if (
            isinstance(state, Conversation)
            and state.state == "waiting"
            and self._directory.is_hidden("queues", state.queue)
        ):
            self._work.put_nowait(lambda: self._requeue(state))

    async def run(self) -> None:
        """Do it until cancelled; while the store is away, wait and do it then."""
        while True:
            work = await self._work.get()
            try:
                await work()
            except Refused as refused:
                log.debug("%s", refused.sentence)
            except Unavailable:
                await asyncio.sleep(AGAIN_SECONDS)
                self._work.put_nowait(work)

    async def _agent_gone(self, agent: str) -> None:
        await self._presences.set(agent, "offline", "removed", SYSTEM)
        for state in [state for state in self._board.live.values() if state.agent == agent]:
            await self._requeue(state)

    def _shut_out(self) -> None:
        """Take whoever may no longer be in a call out of it."""
        for state in self._board.live.values():
            call = calling(state)
            for leg in call.legs if call is not None else ():
                if leg.role != "customer" and not self._may_take_part(leg):
                    self._work.put_nowait(partial(self._remove, state.id, leg.id))

    def _may_take_part(self, leg: Leg) -> bool:
        rights = self._directory.rights(self._directory.get("agents", leg.party, even_hidden=True))
        return ("calls.supervise" if leg.role == "supervisor" else "conversations.handle") in rights

    async def _remove(self, conversation: str, leg: str) -> None:
        state = await self._desk.conversation(conversation)
        call = calling(state) if state is not None else None
        if call is None:
            return
        await self._desk.do(
            cc.RemoveLeg(
                id=f"out|{leg}",
                conversation=conversation,
                at=self._clock.now(),
                call=call.id,
                leg=leg,
                new_leg=unguessable("leg"),
                new_offer=unguessable("off"),
            )
        )

    async def _requeue(self, state: Conversation) -> None:
        hidden = self._directory.is_hidden("queues", state.queue)
        queue = self._directory.get("queues", self._directory.first_queue() if hidden else state.queue)
        await self._desk.do(
            c.QueueConversation(
                id=f"gone|{state.id}|{state.number}",
                conversation=state.id,
                at=self._clock.now(),
                channel=state.channel,
                queue=queue["_id"],
                queue_name=queue["name"],
            )
        )
