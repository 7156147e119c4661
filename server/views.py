"""Folds kept as documents, so that lists can be searched and a start need not read every stream.

They are written behind the stream, many changes of one Conversation at once; ``flush`` waits until what was told is in them.
"""

import asyncio
import logging
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import islice
from typing import Any, Protocol

from domain.conversation import Conversation
from domain.shift import Shift
from domain.stream import Record, Unavailable
from domain.words import tokens
from server.clock import Clock
from server.codec import stored_state
from server.desk import Desk, Told

WRITE_EVERY_SECONDS = 0.2
SLICE = 32
"""The most that is written at once: the embedded database takes a twentieth of a second for it, and appends wait meanwhile."""
REST = 4.0
"""How many times as long as it wrote the writer then rests, so that views never have more than a fifth of the store."""
CHECKPOINT_EVERY_SECONDS = 5.0
OVERLAP = timedelta(seconds=60)
"""How far before its checkpoint a start reads again: more than any clock step or slow write between nodes."""

log = logging.getLogger("parley.views")


class Folds(Protocol):
    """A table of whole documents by id, where a higher ``number`` wins."""

    async def put_many(self, documents: list[dict[str, Any]]) -> None:
        """Store whole documents, or raise Unavailable."""

    async def delete(self, document_id: str) -> bool:
        """Remove one, or raise Unavailable."""


class Checkpoints(Protocol):
    """A table that remembers how far a subscriber has come."""

    async def get(self, document_id: str) -> dict[str, Any] | None:
        """The checkpoint, or None."""

    async def put_many(self, documents: list[dict[str, Any]]) -> None:
        """Store it."""


class Feed(Protocol):
    """Everything stored since a time."""

    def since(self, at: datetime) -> AsyncIterator[Record]:
        """Records stored at or after ``at``, in order."""


class Views:
    """The subscriber that keeps ``conversations`` and ``shifts`` up to date.

    What changed waits in the order in which it first changed, and is written a slice at a time with rests between: under load a
    busy Conversation is written once for many messages, and the store's time goes to the stream.
    """

    def __init__(self, conversations: Folds, shifts: Folds, checkpoints: Checkpoints, clock: Clock) -> None:
        self._tables: dict[type[Conversation | Shift], Folds] = {Conversation: conversations, Shift: shifts}
        self._checkpoints = checkpoints
        self._clock = clock
        self._changed: dict[str, _Changed] = {}
        self._work = asyncio.Event()
        self._writing = asyncio.Lock()
        self._checkpoint_due_at = clock.now()

    def hear(self, told: Told) -> None:
        """Note what changed; it is written soon."""
        self._note(told.after, told.events[0].at)

    async def catch_up(self, feed: Feed, desk: Desk, also: Callable[[Record], None] = lambda record: None) -> None:
        """Fold again every stream that may have moved since the last checkpoint; ``also`` gets what moved it."""
        kept = await self._checkpoints.get("views")
        since_at = kept["at"] - OVERLAP if kept else datetime.min.replace(year=1970, tzinfo=self._clock.now().tzinfo)
        streams = set()
        async for record in feed.since(since_at):
            streams.add(record.stream)
            also(record)
        for stream in streams:
            fold = await (
                desk.shift(stream.removeprefix("shf_")) if stream[:4] == "shf_" else desk.conversation(stream)
            )
            if fold is not None:
                self._note(fold, since_at)
        await self.flush()

    async def flush(self) -> None:
        """Return once everything told until now is in the tables. Raises Unavailable."""
        await self._write(list(self._changed))

    async def settled(self, visitor: str) -> None:
        """Return once the tables know what was told of a visitor's Conversations; at once where nothing waits."""
        waiting = (one.state for one in self._changed.values())
        ids = [state.id for state in waiting if isinstance(state, Conversation) and state.visitor == visitor]
        if ids:
            await self._write(ids)

    async def rewrite(self, state: Conversation) -> None:
        """Put a Conversation's document in the place of one with the same number, whose words must be gone. Raises Unavailable."""
        async with self._writing:
            waiting = self._changed.get(state.id)
            if waiting is not None and waiting.state.number <= state.number:
                del self._changed[state.id]
            table = self._tables[Conversation]
            await table.delete(state.id)
            await table.put_many([document_of(state)])

    async def run(self) -> None:
        """Write what changed, again and again; while the store is away, keep it and try later."""
        while True:
            await self._work.wait()
            started = time.monotonic()
            try:
                await self._write(list(islice(self._changed, SLICE)))
            except Unavailable:
                log.warning("the store is away; %d views wait to be written", len(self._changed))
                await asyncio.sleep(1.0)
            if not self._changed:
                self._work.clear()
            await asyncio.sleep(max(WRITE_EVERY_SECONDS, REST * (time.monotonic() - started)))

    def _note(self, state: Conversation | Shift, at: datetime) -> None:
        waiting = self._changed.get(state.id)
        self._changed[state.id] = _Changed(state, waiting.since_at if waiting else at)
        self._work.set()

    async def _write(self, ids: list[str]) -> None:
        """Write these, one slice after the other; what waits stays noted until it is stored."""
        async with self._writing:
            for start in range(0, len(ids), SLICE):
                states = [self._changed[id].state for id in ids[start : start + SLICE] if id in self._changed]
                await self._put(states)
            await self._checkpoint()

    async def _put(self, states: list[Conversation | Shift]) -> None:
        started_at = self._clock.now()
        for kind, table in self._tables.items():
            documents = [document_of(state) for state in states if isinstance(state, kind)]
            if documents:
                await table.put_many(documents)
        for state in states:
            latest = self._changed.pop(state.id).state
            if latest is not state:  # it changed meanwhile, and waits again behind the others
                self._changed[state.id] = _Changed(latest, started_at)

    async def _checkpoint(self) -> None:
        """Remember that everything before the longest waiting change is written."""
        now = self._clock.now()
        if now < self._checkpoint_due_at:
            return
        reached_at = min((one.since_at for one in self._changed.values()), default=now)
        await self._checkpoints.put_many([{"_id": "views", "at": reached_at}])
        self._checkpoint_due_at = now + timedelta(seconds=CHECKPOINT_EVERY_SECONDS)


@dataclass(frozen=True, slots=True)
class _Changed:
    """The latest of what waits to be written, and the time of its first change since it was last written."""

    state: Conversation | Shift
    since_at: datetime


def document_of(state: Conversation | Shift) -> dict[str, Any]:
    """A fold as its table keeps it, with the words a Conversation is found by."""
    document = stored_state(state)
    if isinstance(state, Conversation):
        document["tokens"] = list(_words(state.customer_name, state.subject, state.tags))
    return document


@lru_cache(maxsize=10_000)
def _words(customer_name: str, subject: str, tags: tuple[str, ...]) -> tuple[str, ...]:
    """Remembered, because a Conversation's words stay while its messages come and go."""
    return tokens(f"{customer_name} {subject} {' '.join(tags)}")
