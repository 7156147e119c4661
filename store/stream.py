"""The one append-only stream: numbered without gaps, each command stored at most once, durable before it returns.

Two unique indexes carry the promise: ``_id`` is the command, so it is stored once; (stream, number) is the sequencer, so
of two writers who decided on the same state one is told Stale. Appends that wait together are written together.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from types import TracebackType
from typing import Any, Protocol, Self

from bson import encode
from bson.raw_bson import RawBSONDocument
from pymongo.errors import BulkWriteError

from domain.stream import MAX_EVENTS, AlreadyDone, Record, Stale, Unavailable
from store.connection import Connection, duplicates, reachable
from store.tables import Document

ROUND = 128
"""The most records written in one round: about 40 ms of the embedded database's time."""

PACE_SECONDS = 0.008
"""Rounds start at least this far apart. In quiet times nothing waits for it; in busy ones those that do share a round, which
at 500 a second halves what the database and this process spend."""

PAGE = 500
"""The records ``since`` aims to hold at once."""

FIRST_WINDOW, NARROWEST_WINDOW, WIDEST_WINDOW = timedelta(minutes=1), timedelta(milliseconds=100), timedelta(hours=6)
"""How much time ``since`` reads at once: to begin with, where much happened, and where nothing did."""

_EARLIEST = "earliest"


class Stream(Protocol):
    """Every method may raise ``domain.stream.Unavailable``."""

    async def append(
        self, stream: str, after: int, command: str, at: datetime, events: Sequence[Mapping[str, Any]]
    ) -> Record:
        """Add ``events`` (1 to MAX_EVENTS) numbered from ``after + 1``; it is on disk when this returns.

        Raises AlreadyDone with the stored record when ``command`` was stored before, whatever ``after`` says now, and
        Stale when ``after`` is no longer the stream's last number. After Unavailable it may or may not be stored: the
        same command sent again answers which.
        """

    async def read(self, stream: str, after: int, limit: int = 200) -> list[Record]:
        """At most ``limit`` records that contain an event numbered above ``after``, in order.

        The first may begin at or before ``after``. Fewer than ``limit`` means the stream ends there.
        """

    async def find(self, command: str) -> Record | None:
        """What ``command`` stored, or None."""

    async def redact(self, command: str, events: Sequence[Mapping[str, Any]]) -> bool:
        """Put ``events`` in the place of what ``command`` stored: as many, for their numbers stay. False where it stored nothing.

        The one exception to append-only, for words and addresses that must be gone. Only ``domain.redaction`` makes such events, and an
        event behind them says that it was done. Raises ValueError for others than were there.
        """

    def since(self, at: datetime) -> AsyncIterator[Record]:
        """Every record with a time at or after ``at``, in order of time; memory stays bounded however many there are.

        A record's time is its command's, so a reader that resumes must step back by the longest a command can take.
        """


def new_record(stream: str, after: int, command: str, at: datetime, events: Sequence[Mapping[str, Any]]) -> Record:
    """The record an append makes, its time as the database keeps it: UTC, to the millisecond."""
    if not 1 <= len(events) <= MAX_EVENTS:
        raise ValueError(f"a record holds 1 to {MAX_EVENTS} events, not {len(events)}")
    if at.tzinfo is None:
        raise ValueError("a record's time must say its zone")
    moment = at.astimezone(UTC).replace(microsecond=at.microsecond // 1000 * 1000)
    return Record(stream, command, after + 1, moment, tuple(events))


def check_count(record: Record, events: Sequence[Mapping[str, Any]]) -> None:
    """Raises ValueError where redacted events are not as many, or not of the same types, as those they replace."""
    if [one["type"] for one in events] != [one["type"] for one in record.events]:
        raise ValueError("a redacted record keeps its events' number and types")


@dataclass(slots=True, eq=False)
class _Waiting:
    record: Record
    document: RawBSONDocument
    answer: asyncio.Future[Record]


class MongoStream:
    """``Stream`` in a MongoDB collection; an async context manager that owns the one writer.

    The writer inserts whatever has gathered while the last round was on its way to the disk: one flush for all of it.
    A round holds at most one record of a stream, and a refused one takes those behind it along: what was decided on top
    of a record that is not stored is never stored either.
    """

    def __init__(self, connection: Connection) -> None:
        self._collection = connection.collection("stream")
        self._facts = connection.collection("stream_facts")
        self._earliest: datetime | None = None
        self._waiting: list[_Waiting] = []
        self._arrived = asyncio.Event()

    async def __aenter__(self) -> Self:
        with reachable():
            await self._collection.create_index([("stream", 1), ("number", 1)], unique=True, name="stream+number")
            await self._collection.create_index([("at", 1)], name="at")
        self._earliest = await self._earliest_at()
        self._writer = asyncio.create_task(self._write_rounds(), name="stream writer")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._writer.cancel()
        with suppress(asyncio.CancelledError):
            await self._writer

    async def append(
        self, stream: str, after: int, command: str, at: datetime, events: Sequence[Mapping[str, Any]]
    ) -> Record:
        """See ``Stream.append``."""
        record = new_record(stream, after, command, at, events)
        # Encoded here, so that what cannot be stored fails its own append and not all of its round.
        waiting = _Waiting(record, _document(record), asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._arrived.set()
        return await waiting.answer

    async def read(self, stream: str, after: int, limit: int = 200) -> list[Record]:
        """See ``Stream.read``."""
        records: list[Record] = []
        while len(records) < limit:
            # A bounded range, because the embedded database decodes every match before it applies a limit.
            end = after + limit
            page = await self._range(stream, after, end)
            records += page
            if not page or page[-1].last < end:
                break
            after = page[-1].last
        return records[:limit]

    async def find(self, command: str) -> Record | None:
        """See ``Stream.find``."""
        with reachable():
            document = await self._collection.find_one({"_id": command})
        return None if document is None else _record(document)

    async def redact(self, command: str, events: Sequence[Mapping[str, Any]]) -> bool:
        """See ``Stream.redact``."""
        record = await self.find(command)
        if record is None:
            return False
        check_count(record, events)
        with reachable():
            await self._collection.update_one({"_id": command}, {"$set": {"events": list(events)}})
        return True

    async def since(self, at: datetime) -> AsyncIterator[Record]:
        """See ``Stream.since``."""
        earliest = await self._earliest_at()
        if earliest is None:
            return
        start, width = max(at, earliest), FIRST_WINDOW
        while True:
            # Windows of time: the embedded database holds a whole result, whatever is read of it, and stalls others
            # while it makes one.
            end = start + width if start + width < datetime.now(UTC) else None
            page = await self._window(start, end)
            for record in page:
                yield record
            if end is None:
                return
            start, width = end, _next_width(width, len(page))

    async def _range(self, stream: str, after: int, end: int) -> list[Record]:
        """The records holding events numbered ``after + 1`` to ``end``, whole."""
        query = {"stream": stream, "number": {"$gt": after - MAX_EVENTS, "$lte": end}}
        with reachable():
            documents = await self._collection.find(query).sort("number", 1).to_list(None)
        return [record for record in map(_record, documents) if record.last > after]

    async def _window(self, start: datetime, end: datetime | None) -> list[Record]:
        bounds = {"$gte": start} if end is None else {"$gte": start, "$lt": end}
        with reachable():
            documents = await self._collection.find({"at": bounds}).sort("at", 1).to_list(None)
        return [_record(document) for document in documents]

    async def _write_rounds(self) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time() - PACE_SECONDS
        while True:
            await self._arrived.wait()
            await asyncio.sleep(started + PACE_SECONDS - loop.time())
            started = loop.time()
            batch = self._next_round()
            try:
                await self._write(batch)
            except asyncio.CancelledError:
                self._refuse_all(batch, Unavailable("the store is closing"))
                raise
            except Exception as error:  # noqa: BLE001 -- it is raised where each append waits, and the next round is due
                self._refuse_all(batch, error)

    def _refuse_all(self, batch: list[_Waiting], error: Exception) -> None:
        """Nothing of this round is confirmed. What waits behind it would only run into the same, and wait longer for it."""
        waiting, self._waiting = self._waiting, []
        for one in batch + waiting:
            _refuse(one, Unavailable(str(error)) if isinstance(error, Unavailable) else error)

    def _next_round(self) -> list[_Waiting]:
        batch: dict[str, _Waiting] = {}
        later: list[_Waiting] = []
        for one in self._waiting:
            if one.answer.done():
                continue
            if one.record.stream in batch or len(batch) == ROUND:
                later.append(one)
            else:
                batch[one.record.stream] = one
        self._waiting = later
        if not later:
            self._arrived.clear()
        return list(batch.values())

    async def _write(self, batch: list[_Waiting]) -> None:
        if not batch:  # whoever waited gave up
            return
        refused: list[_Waiting] = []
        await self._note_earliest(min(one.record.at for one in batch))
        try:
            with reachable():
                await self._collection.insert_many([one.document for one in batch], ordered=False)
        except BulkWriteError as error:
            refused = [batch[one["index"]] for one in duplicates(error)]
        for one in batch:
            if one not in refused and not one.answer.done():
                one.answer.set_result(one.record)
        if refused:
            await self._explain(refused)

    async def _note_earliest(self, at: datetime) -> None:
        """Keep the time of the oldest record: no query finds it without reading them all."""
        if self._earliest is None or at < self._earliest:
            with reachable():
                await self._facts.update_one({"_id": _EARLIEST}, {"$min": {"at": at}}, upsert=True)
            self._earliest = at

    async def _earliest_at(self) -> datetime | None:
        with reachable():
            fact = await self._facts.find_one({"_id": _EARLIEST})
        return None if fact is None else fact["at"]

    async def _explain(self, refused: list[_Waiting]) -> None:
        """Say why each was refused. Which index complained is no answer: a resend may break both."""
        while refused:
            commands = [one.record.command for one in refused]
            with reachable():
                found = await self._collection.find({"_id": {"$in": commands}}).to_list(None)
            stored = {document["_id"]: _record(document) for document in found}
            for one in refused:
                done = stored.get(one.record.command)
                _refuse(one, AlreadyDone(done) if done else Stale(one.record.stream))
            refused = self._behind({one.record.stream for one in refused if one.record.command not in stored})

    def _behind(self, streams: set[str]) -> list[_Waiting]:
        behind = [one for one in self._waiting if one.record.stream in streams]
        self._waiting = [one for one in self._waiting if one.record.stream not in streams]
        return behind


def _refuse(one: _Waiting, error: Exception) -> None:
    if not one.answer.done():
        one.answer.set_exception(error)


def _document(record: Record) -> RawBSONDocument:
    return RawBSONDocument(
        encode(
            {
                "_id": record.command,
                "stream": record.stream,
                "number": record.number,
                "at": record.at,
                "events": record.events,
            }
        )
    )


def _record(document: Document) -> Record:
    return Record(document["stream"], document["_id"], document["number"], document["at"], tuple(document["events"]))


def _next_width(width: timedelta, found: int) -> timedelta:
    if found < PAGE // 2:
        return min(width * 2, WIDEST_WINDOW)
    return max(width / 2, NARROWEST_WINDOW) if found > PAGE else width
