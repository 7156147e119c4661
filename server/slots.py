"""Keeps every Agent's slots equal to the Conversations they have: what a Conversation's events imply for a shift becomes a Command.

Idempotent by the event's number; a sweep repairs what a crash left between the two streams.
"""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import suppress
from datetime import datetime, timedelta

from domain import commands as c
from domain import events as e
from domain.conversation import Conversation
from domain.refusal import Refused
from domain.shift import shift_of
from domain.stream import Unavailable
from server.board import Board
from server.clock import Clock
from server.desk import Desk, Told

SWEEP_EVERY_SECONDS = 15.0
LEASE_GRACE = timedelta(seconds=5)

log = logging.getLogger("parley.slots")


class Slots:
    """The subscriber that gives slots and takes them back."""

    def __init__(self, desk: Desk, board: Board, clock: Clock) -> None:
        self._desk = desk
        self._board = board
        self._clock = clock
        self._commands: asyncio.Queue[c.Command] = asyncio.Queue()

    def hear(self, told: Told) -> None:
        """Queue the commands that the events imply."""
        if not isinstance(told.after, Conversation):
            return
        before = told.before if isinstance(told.before, Conversation) else None
        holder = before.agent if before else None
        for event in told.events:
            for command in implied(event, holder, told.after.channel):
                self._commands.put_nowait(command)
            if isinstance(event.body, e.OfferAccepted | e.ConversationAssigned):
                holder = event.body.agent

    async def run(self) -> None:
        """Carry the commands out in order, and sweep now and then."""
        loop = asyncio.get_running_loop()
        sweep_at = loop.time()
        while True:
            if loop.time() >= sweep_at and self._commands.empty():
                await self.sweep()
                sweep_at = loop.time() + SWEEP_EVERY_SECONDS
            with suppress(TimeoutError):
                async with asyncio.timeout_at(sweep_at):
                    await self._carry_out(await self._commands.get())

    async def sweep(self) -> None:
        """Release slots of Conversations their Agent no longer has, and reserve those that are missing."""
        at = self._clock.now()
        for agent, shift in list(self._board.shifts.items()):
            for item, slot in shift.slots.items():
                leased = slot.until_at is not None and at < slot.until_at + LEASE_GRACE
                if not leased and not self._has(agent, item):
                    await self._carry_out(_release(f"sweep|{agent}|{item}|{shift.number}", agent, item, at, "swept"))
        for state in list(self._board.live.values()):
            missing = state.agent and state.state == "open" and not self._slot(state.agent, state.id)
            if missing and state.agent:
                await self._carry_out(
                    _give(f"sweep|{state.id}|{state.number}", state.agent, state.id, at, state.channel)
                )

    def _has(self, agent: str, item: str) -> bool:
        state = self._board.live.get(item)
        if state is None:
            return False
        offered = state.offer is not None and state.offer.agent == agent
        return offered or (state.state == "open" and state.agent == agent)

    def _slot(self, agent: str, item: str) -> bool:
        shift = self._board.shifts.get(agent)
        return shift is not None and item in shift.slots

    async def _carry_out(self, command: c.Command) -> None:
        while True:
            try:
                await self._desk.do(command)
                return
            except Refused as refused:
                log.debug("%s: %s", command.id, refused.sentence)
                return
            except Unavailable:
                await asyncio.sleep(1.0)


def implied(event: e.Event, holder: str | None, channel: str) -> Iterator[c.Command]:
    """What ``event`` means for shifts; ``holder`` had the Conversation before it."""
    item, at, key = event.conversation, event.at, f"s|{event.conversation}|{event.number}"
    match event.body:
        case e.OfferAccepted(agent=agent):
            yield c.KeepSlot(id=key, conversation=shift_of(agent), at=at, item=item)
        case e.OfferDeclined(agent=agent) | e.OfferWithdrawn(agent=agent):
            yield _release(key, agent, item, at, "offer_ended")
        case e.OfferExpired(agent=agent):
            yield _release(key, agent, item, at, "offer_ended")
            yield c.SetPresence(id=f"{key}|m", conversation=shift_of(agent), at=at, state="busy", reason="missed")
        case e.ConversationAssigned(agent=agent):
            if holder is not None and holder != agent:
                yield _release(f"{key}|r", holder, item, at, "transferred")
            yield _give(key, agent, item, at, channel)
        case e.ConversationWoken() if holder is not None:
            yield _give(key, holder, item, at, channel)
        case e.ConversationQueued() | e.ConversationClosed() | e.ConversationSnoozed() if holder is not None:
            yield _release(key, holder, item, at, "left")
        case _:
            return


def _release(key: str, agent: str, item: str, at: datetime, reason: str) -> c.Command:
    return c.ReleaseSlot(id=key, conversation=shift_of(agent), at=at, item=item, reason=reason)


def _give(key: str, agent: str, item: str, at: datetime, channel: str) -> c.Command:
    return c.ReserveSlot(id=key, conversation=shift_of(agent), at=at, item=item, in_channel=channel, capacity=0)
