"""Folds kept as documents, so that lists can be searched and a start need not read every stream.

They are written behind the stream, many changes of one Conversation at once; ``flush`` waits until what was told is in them.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Protocol

from domain.conversation import Conversation
from domain.shift import Shift
from domain.stream import Record, Unavailable
from domain.words import tokens
from server.clock import Clock
from server.codec import stored_state
from server.desk import Desk, Told

WRITE_EVERY_SECONDS = 0.2
CHECKPOINT_EVERY_SECONDS = 5.0
OVERLAP = timedelta(seconds=60)
"""How far before its checkpoint a start reads again: more than any clock step or slow write between nodes."""

log = logging.getLogger("parley.views")


class Folds(Protocol):
    """A table of whole documents by id, where a higher ``number`` wins."""

    async def put_many(self, documents: list[dict[str, Any]]) -> None:
        """Store whole documents, or raise Unavailable."""


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
    """The subscriber that keeps ``conversations`` and ``shifts`` up to date."""

    def __init__(self, conversations: Folds, shifts: Folds, checkpoints: Checkpoints, clock: Clock) -> None:
        self._tables: dict[type[Conversation | Shift], Folds] = {Conversation: conversations, Shift: shifts}
        self._checkpoints = checkpoints
        self._clock = clock
        self._changed: dict[str, Conversation | Shift] = {}
        self._work = asyncio.Event()
        self._writing = asyncio.Lock()
        self._checkpoint_due_at = clock.now()

    def hear(self, told: Told) -> None:
        """Note what changed; it is written soon."""
        self._changed[told.after.id] = told.after
        self._work.set()

    async def catch_up(self, feed: Feed, desk: Desk) -> None:
        """Fold again every stream that may have moved since the last checkpoint."""
        kept = await self._checkpoints.get("views")
        since_at = kept["at"] - OVERLAP if kept else datetime.min.replace(year=1970, tzinfo=self._clock.now().tzinfo)
        streams = {record.stream async for record in feed.since(since_at)}
        for stream in streams:
            fold = await (
                desk.shift(stream.removeprefix("shf_")) if stream[:4] == "shf_" else desk.conversation(stream)
            )
            if fold is not None:
                self._changed[stream] = fold
        await self.flush()

    async def flush(self) -> None:
        """Return once everything told until now is in the tables. Raises Unavailable."""
        async with self._writing:
            await self._write()

    async def settled(self, visitor: str) -> None:
        """Return once the tables know what was told of a visitor's Conversations; at once where nothing waits."""
        waiting = self._changed.values()
        if self._writing.locked() or any(isinstance(s, Conversation) and s.visitor == visitor for s in waiting):
            await self.flush()

    async def run(self) -> None:
        """Write what changed, again and again; while the store is away, keep it and try later."""
        while True:
            await self._work.wait()
            self._work.clear()
            try:
                await self.flush()
            except Unavailable:
                self._work.set()
                log.warning("the store is away; %d views wait to be written", len(self._changed))
                await asyncio.sleep(1.0)
            await asyncio.sleep(WRITE_EVERY_SECONDS)

    async def _write(self) -> None:
        reached_at = self._clock.now()
        changed, self._changed = self._changed, {}
        try:
            for kind, table in self._tables.items():
                documents = [document_of(state) for state in changed.values() if isinstance(state, kind)]
                if documents:
                    await table.put_many(documents)
            await self._checkpoint(reached_at)
        except Unavailable:
            self._changed = {**changed, **self._changed}
            raise

    async def _checkpoint(self, reached_at: datetime) -> None:
        if reached_at < self._checkpoint_due_at:
            return
        await self._checkpoints.put_many([{"_id": "views", "at": reached_at}])
        self._checkpoint_due_at = reached_at + timedelta(seconds=CHECKPOINT_EVERY_SECONDS)


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
