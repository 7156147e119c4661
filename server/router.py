"""Routing at work: whenever something waits and somebody is free, it reserves the Agent's slot, offers, and keeps the deadline.

Who gets what is decided in ``domain.routing``; here are only the commands, and the rule that room is reserved before it is offered.
"""

import asyncio
import logging
import time
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

from domain import commands as c
from domain.carrying import served_as
from domain.conversation import Conversation
from domain.ids import unguessable
from domain.refusal import Refused
from domain.routing import Free, offers
from domain.shift import Shift, holds, load, shift_of
from domain.stream import Unavailable
from server.board import Board
from server.clock import Clock
from server.desk import Desk, Told
from server.timers import Timers

LOOK_EVERY_SECONDS = 2.0
"""Longest time a declined Conversation waits unseen once its pause is over."""

REST = 4.0
"""How many times as long as it looked the router then rests: with thousands of waiting mails a look takes a while, and chats go on meanwhile."""

log = logging.getLogger("parley.router")


class Directory(Protocol):
    """What routing asks about Agents and Queues."""

    def queues_of(self, agent: str) -> frozenset[str]:
        """The queues an Agent serves; empty for one who is gone."""

    def capacity(self, agent: str, channel: str) -> int:
        """How many Conversations of a channel an Agent can carry."""

    def agent_name(self, agent: str) -> str:
        """An Agent's name."""

    def offer_seconds(self, queue: str) -> float:
        """How long an offer of a queue lasts."""


class Router:
    """Offers what waits to who is free."""

    def __init__(self, desk: Desk, board: Board, directory: Directory, timers: Timers, clock: Clock) -> None:
        self._desk = desk
        self._board = board
        self._directory = directory
        self._timers = timers
        self._clock = clock
        self._look = asyncio.Event()

    def hear(self, told: Told) -> None:
        """Something changed that routing goes by: look again; an offer or a snooze starts its timer."""
        if not told.only_words:
            self.remember(told.after)
            self._look.set()

    def look(self) -> None:
        """Look again: an Agent's queues or capacity changed."""
        self._look.set()

    def remember(self, state: Conversation | Shift) -> None:
        """Keep the deadlines of ``state``."""
        if not isinstance(state, Conversation):
            return
        if state.offer is not None:
            offer = state.offer.id
            self._timers.set(f"offer {state.id}", state.offer.deadline_at, lambda: self._expire(state.id, offer))
        elif state.snoozed_until_at is not None:
            until_at = state.snoozed_until_at
            self._timers.set(f"snooze {state.id}", until_at, lambda: self._wake(state.id, until_at))
        else:
            self._timers.cancel(f"offer {state.id}")
            self._timers.cancel(f"snooze {state.id}")

    async def run(self) -> None:
        """Offer until cancelled."""
        while True:
            try:
                async with asyncio.timeout(LOOK_EVERY_SECONDS):
                    await self._look.wait()
            except TimeoutError:
                pass
            self._look.clear()
            try:
                await asyncio.sleep(REST * await self._round())
            except Unavailable:
                log.warning("the store is away; routing waits")
                await asyncio.sleep(1.0)
                self._look.set()

    async def _round(self) -> float:
        """Make every offer that can be made; the answer is how many seconds finding them took."""
        at, began = self._clock.now(), time.monotonic()
        found = offers(self._board.waiting(at), self._free(at))
        took = time.monotonic() - began
        for conversation, agent in found:
            try:
                await self._offer(conversation, agent)
            except Refused as refused:
                log.debug("no offer of %s to %s: %s", conversation, agent, refused.sentence)
        return took

    def _free(self, at: datetime) -> Iterable[Free]:
        for agent, shift in self._board.shifts.items():
            queues = self._directory.queues_of(agent)
            if shift.state == "available" and queues:
                room = {
                    channel: self._directory.capacity(agent, channel) - load(shift, channel)
                    for channel in ("chat", "call", "email")
                }
                yield Free(agent, queues, room, shift.idle_since_at or at, holds(shift))

    async def _offer(self, conversation: str, agent: str) -> None:
        state = self._board.live.get(conversation)
        if state is None:
            return
        at = self._clock.now()
        deadline_at = at + timedelta(seconds=self._directory.offer_seconds(state.queue))
        offer, channel = unguessable("off"), served_as(state)
        await self._desk.do(
            c.ReserveSlot(
                id=f"r|{offer}",
                conversation=shift_of(agent),
                at=at,
                item=conversation,
                in_channel=channel,
                capacity=self._directory.capacity(agent, channel),
                until_at=deadline_at,
            )
        )
        try:
            await self._desk.do(
                c.OfferConversation(
                    id=f"o|{offer}",
                    conversation=conversation,
                    at=at,
                    channel=state.channel,
                    offer=offer,
                    agent=agent,
                    agent_name=self._directory.agent_name(agent),
                    deadline_at=deadline_at,
                )
            )
        except (Refused, Unavailable):
            await self._desk.do(
                c.ReleaseSlot(
                    id=f"u|{offer}",
                    conversation=shift_of(agent),
                    at=at,
                    item=conversation,
                    reason="not_offered",
                    until_at=deadline_at,
                )
            )
            raise

    async def _expire(self, conversation: str, offer: str) -> None:
        at = self._clock.now()
        await self._desk.do(c.ExpireOffer(id=f"x|{offer}", conversation=conversation, at=at, offer=offer))

    async def _wake(self, conversation: str, until_at: datetime) -> None:
        id = f"w|{conversation}|{until_at.timestamp()}"
        await self._desk.do(c.WakeConversation(id=id, conversation=conversation, at=self._clock.now(), reason="due"))
