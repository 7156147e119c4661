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
from domain.carrying import carried, written_as
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
        lease_at = before.offer.deadline_at if before and before.offer else None
        for event in told.events:
            for command in implied(event, holder, written_as(told.after), lease_at):
                self._commands.put_nowait(command)
            if isinstance(event.body, e.OfferAccepted | e.ConversationAssigned):
                holder = event.body.agent
        for command in changes(before, told.after, told.events[-1].at):
            self._commands.put_nowait(command)

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
                    key = f"sweep|{agent}|{item}|{shift.number}"
                    await self._carry_out(_release(key, agent, item, at, "swept", slot.until_at))
        for state in list(self._board.live.values()):
            for agent, place in carried(state).items():
                if place.until_at is None and self._channel(agent, state.id) != place.channel:
                    key = f"sweep|{state.id}|{state.number}|{agent}"
                    await self._carry_out(_give(key, agent, state.id, at, place.channel))

    def _has(self, agent: str, item: str) -> bool:
        state = self._board.live.get(item)
        return state is not None and agent in carried(state)

    def _channel(self, agent: str, item: str) -> str | None:
        """The channel of the place that an Agent has for ``item``."""
        shift = self._board.shifts.get(agent)
        slot = shift.slots.get(item) if shift is not None else None
        return slot.channel if slot is not None else None

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


def implied(event: e.Event, holder: str | None, channel: str, lease_at: datetime | None) -> Iterator[c.Command]:
    """What ``event`` means for shifts; ``holder`` had the Conversation before it, and its offer ran until ``lease_at``.

    An offer that ended gives back its own lease only: by the time this is carried out, there may be another one.
    """
    item, at, key = event.conversation, event.at, f"s|{event.conversation}|{event.number}"
    match event.body:
        case e.OfferAccepted(agent=agent):
            yield c.KeepSlot(id=key, conversation=shift_of(agent), at=at, item=item)
        case e.OfferDeclined(agent=agent) | e.OfferWithdrawn(agent=agent):
            yield _release(key, agent, item, at, "offer_ended", lease_at)
        case e.OfferExpired(agent=agent):
            yield _release(key, agent, item, at, "offer_ended", lease_at)
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


def changes(before: Conversation | None, after: Conversation, at: datetime) -> Iterator[c.Command]:
    """What a call's coming, going and growing means for shifts: Agents who joined, left, or are on the phone no longer."""
    if after.call is None:
        return
    was, now = carried(before) if before is not None else {}, carried(after)
    key = f"s|{after.id}|{after.number}|call"
    for agent, place in now.items():
        if place.until_at is None and (agent not in was or was[agent].channel != place.channel):
            yield _give(f"{key}|{agent}", agent, after.id, at, place.channel)
    for agent, place in was.items():
        if place.until_at is None and agent not in now:
            yield _release(f"{key}|{agent}", agent, after.id, at, "left")


def _release(key: str, agent: str, item: str, at: datetime, reason: str, until_at: datetime | None = None) -> c.Command:
    return c.ReleaseSlot(id=key, conversation=shift_of(agent), at=at, item=item, reason=reason, until_at=until_at)


def _give(key: str, agent: str, item: str, at: datetime, channel: str) -> c.Command:
    return c.ReserveSlot(id=key, conversation=shift_of(agent), at=at, item=item, in_channel=channel, capacity=0)
