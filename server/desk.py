"""The one door: every change is a Command given to the Desk, which decides, stores, and only then tells.

One lock per stream keeps this process's commands in order; another process's are noticed as Stale and read before deciding again.
"""

import asyncio
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from domain import call_decisions, conversation, shift
from domain import commands as c
from domain.call_commands import CallCommand
from domain.conversation import Conversation
from domain.events import Body, Event
from domain.refusal import Refused
from domain.shift import Shift
from domain.stream import MAX_EVENTS, AlreadyDone, Record, Stale
from server.codec import events_of, state_of, stored_event

REMEMBERED_STREAMS = 20_000
"""How many folds stay in memory; about 3 KB each."""

log = logging.getLogger("parley.desk")

MESSAGES = frozenset({"MessageReceived", "MessageSent", "NoteAdded"})


class Stream(Protocol):
    """The little the Desk needs of the store's stream."""

    async def append(
        self, stream: str, after: int, command: str, at: datetime, events: Sequence[dict[str, Any]]
    ) -> Record:
        """Store durably, or raise Stale, AlreadyDone or Unavailable."""

    async def read(self, stream: str, after: int, limit: int = 200) -> list[Record]:
        """Records that hold an event numbered above ``after``."""

    async def find(self, command: str) -> Record | None:
        """What a command added, if it was stored."""


class Folds(Protocol):
    """Where folds are kept between starts, by stream id."""

    async def get(self, document_id: str) -> dict[str, Any] | None:
        """The kept fold, which may lag behind its stream."""


@dataclass(frozen=True, slots=True)
class Told:
    """What subscribers hear, in order, once it is durable: the events and the fold before and after them.

    Not ``ours`` is what another node appended and told us of.
    """

    events: tuple[Event, ...]
    before: Conversation | Shift | None
    after: Conversation | Shift
    ours: bool = True

    @property
    def only_words(self) -> bool:
        """Whether nothing but messages and notes came: nobody got, lost or waits for the Conversation by it."""
        return all(event.type in MESSAGES for event in self.events)


@dataclass(frozen=True, slots=True)
class Done:
    """A Command's answer: the number of its message, or else of its last event; not ``fresh`` if it had been done before."""

    number: int
    state: Conversation | Shift
    fresh: bool


@dataclass(slots=True)
class _Held:
    """A stream this process works on: its fold, the lock that orders work on it, and the last number subscribers heard."""

    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    state: Conversation | Shift | None = None
    loaded: bool = False
    told: int = 0


class Desk:
    """Gives Commands to ``decide``, appends what it answers, and tells subscribers."""

    def __init__(self, stream: Stream, conversations: Folds, shifts: Folds) -> None:
        self._stream = stream
        self._conversations = conversations
        self._shifts = shifts
        self._held: OrderedDict[str, _Held] = OrderedDict()
        self._subscribers: list[Callable[[Told], None]] = []

    def subscribe(self, hear: Callable[[Told], None]) -> None:
        """``hear`` is called for everything stored, in each stream's order; it must not raise and cannot wait."""
        self._subscribers.append(hear)

    async def do(self, command: c.Command) -> Done:
        """Carry out ``command``. Raises Refused, or Unavailable when nothing may be acknowledged."""
        held = self._hold(command.conversation)
        async with held.lock:
            await self._load(command.conversation, held)
            while True:
                try:
                    return await self._attempt(command, held)
                except Stale:
                    await self._catch_up(command.conversation, held)

    async def conversation(self, id: str) -> Conversation | None:
        """The present fold of a Conversation, or None."""
        held = self._hold(id)
        if not held.loaded:
            async with held.lock:
                await self._load(id, held)
        return held.state if isinstance(held.state, Conversation) else None

    async def shift(self, agent: str) -> Shift:
        """The present fold of an Agent's shift."""
        id = shift.shift_of(agent)
        held = self._hold(id)
        if not held.loaded:
            async with held.lock:
                await self._load(id, held)
        return held.state if isinstance(held.state, Shift) else Shift(id)

    async def events(self, id: str, after: int, limit: int) -> list[Event]:
        """Up to ``limit`` events numbered above ``after``, in order."""
        records = await self._stream.read(id, after, limit)
        numbered = [event for record in records for event in events_of(record) if event.number > after]
        return numbered[:limit]

    async def follow(self, id: str, first: int, last: int) -> None:
        """Tell what another node appended as events ``first`` to ``last``, unless it was told here already.

        A fold that was read here before the hint came knows the events but nobody was told of them: they are told then.
        """
        held = self._hold(id)
        async with held.lock:
            await self._load(id, held)
            await self._catch_up(id, held, ours=False)
            unheard = [
                event for event in await self.events(id, first - 1, last - first + 1) if event.number > held.told
            ]
            if unheard:
                self._announce(held, Told(tuple(unheard), None, _state(id, held), ours=False))

    async def refold(self, id: str, seen: Callable[[Event], Event]) -> Conversation | Shift | None:
        """Fold a stream from its beginning with each event as ``seen`` makes it, and hold that: for words that must be gone. Nobody is told."""
        held = self._hold(id)
        async with held.lock:
            held.state, held.loaded = None, False
            for events in await self._tail(id, held):
                held.state = _folded(id, held.state, [seen(event) for event in events])
            held.loaded = True
            return held.state

    async def answered(self, command: str) -> int | None:
        """The number that answered a Command, if it was carried out before."""
        record = await self._stream.find(command)
        return answer_number(record) if record else None

    async def _attempt(self, command: c.Command, held: _Held) -> Done:
        try:
            bodies = _decide(held.state, command)
        except Refused as refused:
            return await self._done_before(command, held, refused)
        if not bodies:
            return await self._done_before(command, held, None)
        events = _enveloped(command, held.state, bodies)
        try:
            record = await self._stream.append(
                command.conversation, events[0].number - 1, command.id, command.at, [stored_event(e) for e in events]
            )
        except AlreadyDone as done:
            await self._catch_up(command.conversation, held)
            return Done(answer_number(done.record), _state(command.conversation, held), fresh=False)
        self._tell(held, events)
        return Done(answer_number(record), _state(command.conversation, held), fresh=True)

    async def _done_before(self, command: c.Command, held: _Held, refused: Refused | None) -> Done:
        """A resent command must answer as it did the first time, even where the rules would now say no."""
        record = await self._stream.find(command.id)
        if record is not None and record.stream == command.conversation:
            await self._catch_up(command.conversation, held)
            return Done(answer_number(record), _state(command.conversation, held), fresh=False)
        if refused is not None:
            raise refused
        return Done(_state(command.conversation, held).number, _state(command.conversation, held), fresh=False)

    def _hold(self, id: str) -> _Held:
        held = self._held.get(id)
        if held is None:
            held = self._held[id] = _Held()
            self._forget_oldest()
        else:
            self._held.move_to_end(id)
        return held

    def _forget_oldest(self) -> None:
        """Drop folds nobody works on; what is dropped is read again when asked for."""
        while len(self._held) > REMEMBERED_STREAMS:
            id, held = next(iter(self._held.items()))
            if held.lock.locked():
                self._held.move_to_end(id)
                return
            del self._held[id]

    async def _load(self, id: str, held: _Held) -> None:
        if held.loaded:
            return
        is_shift = id.startswith(shift.PREFIX)
        document = await (self._shifts if is_shift else self._conversations).get(id)
        if document is not None:
            held.state = state_of(document, Shift) if is_shift else state_of(document, Conversation)
        for events in await self._tail(id, held):
            held.state = _folded(id, held.state, events)
        held.loaded = True

    async def _catch_up(self, id: str, held: _Held, ours: bool = True) -> None:
        """Fold and tell what is stored but was not heard here: another node's, or ours whose answer was lost."""
        for events in await self._tail(id, held):
            self._tell(held, events, ours)

    async def _tail(self, id: str, held: _Held) -> list[list[Event]]:
        after = held.state.number if held.state else 0
        batches: list[list[Event]] = []
        while records := await self._stream.read(id, after):
            fresh = [[event for event in events_of(record) if event.number > after] for record in records]
            batches += [events for events in fresh if events]
            after = records[-1].last
        return batches

    def _tell(self, held: _Held, events: Sequence[Event], ours: bool = True) -> None:
        before = held.state
        held.state = _folded(events[0].conversation, before, events)
        self._announce(held, Told(tuple(events), before, held.state, ours))

    def _announce(self, held: _Held, told: Told) -> None:
        held.told = told.events[-1].number
        for hear in self._subscribers:
            try:
                hear(told)
            except Exception:
                log.exception("a subscriber failed on %s %d", told.after.id, held.told)


def answer_number(record: Record) -> int:
    """The number that answers a Command: its message's where it carried one, else that of its last event."""
    for index, event in enumerate(record.events):
        if event["type"] in MESSAGES:
            return record.number + index
    return record.last


def _state(id: str, held: _Held) -> Conversation | Shift:
    """The fold that there is; somebody who never began a shift has an empty one."""
    if held.state is None and id.startswith(shift.PREFIX):
        return Shift(id)
    assert held.state is not None
    return held.state


def _decide(state: Conversation | Shift | None, command: c.Command) -> Sequence[Body]:
    if command.conversation.startswith(shift.PREFIX):
        return shift.decide(state if isinstance(state, Shift) else Shift(command.conversation), command)
    known = state if isinstance(state, Conversation) else None
    if isinstance(command, CallCommand):
        return call_decisions.decide(known, command)
    return conversation.decide(known, command)


def _enveloped(command: c.Command, state: Conversation | Shift | None, bodies: Sequence[Body]) -> list[Event]:
    if len(bodies) > MAX_EVENTS:
        raise ValueError(f"{type(command).__name__} made {len(bodies)} events; a record holds {MAX_EVENTS}")
    first = state.number + 1 if state else 1
    return [
        Event(command.conversation, first + index, command.at, command.channel, command.actor, body)
        for index, body in enumerate(bodies)
    ]


def _folded(id: str, state: Conversation | Shift | None, events: Sequence[Event]) -> Conversation | Shift:
    if id.startswith(shift.PREFIX):
        folded = state if isinstance(state, Shift) else Shift(id)
        for event in events:
            folded = shift.evolve(folded, event)
        return folded
    current = state if isinstance(state, Conversation) else Conversation(id)
    for event in events:
        current = conversation.evolve(current, event)
    return current
