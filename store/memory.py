"""The store over plain dicts: the same promises, except that it forgets when the process ends.

Fast tests run on it, and benchmarks use it to see what everything but the database costs.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from domain.stream import AlreadyDone, Record, Stale
from store.files import PIECE, NoSuchFile, TooLarge
from store.schema import SCHEMA, Index
from store.stream import check_count, new_record
from store.tables import Conflict, Document, Tables, Taken, place, scalar, wanted


class MemoryStream:
    """``store.stream.Stream`` over a list of records per stream."""

    def __init__(self) -> None:
        self._streams: dict[str, list[Record]] = defaultdict(list)
        self._commands: dict[str, Record] = {}

    async def append(
        self, stream: str, after: int, command: str, at: datetime, events: Sequence[Mapping[str, Any]]
    ) -> Record:
        """See ``store.stream.Stream.append``."""
        done = self._commands.get(command)
        if done is not None:
            raise AlreadyDone(done)
        record = new_record(stream, after, command, at, events)
        records = self._streams[stream]
        if after != (records[-1].last if records else 0):
            raise Stale(stream)
        records.append(record)
        self._commands[command] = record
        return record

    async def read(self, stream: str, after: int, limit: int = 200) -> list[Record]:
        """See ``store.stream.Stream.read``."""
        records = self._streams.get(stream, [])
        first = bisect_right(records, after, key=lambda record: record.last)
        return records[first : first + limit]

    async def find(self, command: str) -> Record | None:
        """See ``store.stream.Stream.find``."""
        return self._commands.get(command)

    async def redact(self, command: str, events: Sequence[Mapping[str, Any]]) -> bool:
        """See ``store.stream.Stream.redact``."""
        record = self._commands.get(command)
        if record is None:
            return False
        check_count(record, events)
        self._commands[command] = changed = replace(record, events=tuple(events))
        records = self._streams[record.stream]
        records[records.index(record)] = changed
        return True

    async def since(self, at: datetime) -> AsyncIterator[Record]:
        """See ``store.stream.Stream.since``."""
        later = [record for record in self._commands.values() if record.at >= at]
        for record in sorted(later, key=lambda record: record.at):
            yield record


class MemoryTable:
    """``store.tables.Table`` over a dict of documents, with a set of ids per value of each index's first field."""

    def __init__(self, indexes: Iterable[Index] = ()) -> None:
        self._documents: dict[str, Document] = {}
        self._unique = [index for index in indexes if index.unique]
        self._holders: dict[tuple[str, tuple[Any, ...]], str] = {}
        self._ids: dict[str, dict[Any, dict[str, None]]] = {index.fields[0]: defaultdict(dict) for index in indexes}

    async def get(self, document_id: str) -> Document | None:
        """See ``store.tables.Table.get``."""
        document = self._documents.get(scalar(document_id))
        return None if document is None else _copy(document)

    async def get_many(self, document_ids: Iterable[str]) -> dict[str, Document]:
        """See ``store.tables.Table.get_many``."""
        ids = [scalar(one) for one in document_ids]
        return {one: _copy(self._documents[one]) for one in ids if one in self._documents}

    async def insert(self, document: Document) -> None:
        """See ``store.tables.Table.insert``."""
        if scalar(document["_id"]) in self._documents:
            raise Taken("_id")
        self._store(document)

    async def replace(self, document: Document) -> Document:
        """See ``store.tables.Table.replace``."""
        stored = self._documents.get(scalar(document["_id"]))
        if stored is None or stored["rv"] != scalar(document["rv"]):
            raise Conflict(document["_id"])
        changed = {**document, "rv": document["rv"] + 1}
        self._store(changed)
        return changed

    async def put_many(self, documents: Sequence[Document]) -> None:
        """See ``store.tables.Table.put_many``."""
        for document in documents:
            stored, number = self._documents.get(scalar(document["_id"])), scalar(document.get("number"))
            if stored is None or number is None or number > stored["number"]:
                self._store(document)

    async def add_many(self, documents: Sequence[Document]) -> None:
        """See ``store.tables.Table.add_many``."""
        for document in documents:
            if scalar(document["_id"]) not in self._documents:
                self._store(document)

    async def delete(self, document_id: str) -> bool:
        """See ``store.tables.Table.delete``."""
        return self._remove(scalar(document_id))

    async def remove_untouched(self, document_ids: Iterable[str], rv: int) -> None:
        """See ``store.tables.Table.remove_untouched``."""
        for document_id in document_ids:
            if self._documents.get(scalar(document_id), {}).get("rv") == rv:
                self._remove(document_id)

    async def find(
        self,
        equal: Mapping[str, Any],
        *,
        by: str | None = None,
        above: Any = None,
        below: Any = None,
        limit: int = 100,
        descending: bool = False,
    ) -> list[Document]:
        """See ``store.tables.Table.find``."""
        found = self._matching(wanted(equal))
        lower, upper = scalar(above), scalar(below)
        if by is not None:
            found = [one for one in found if _between(one.get(by), lower, upper)]
            found.sort(key=lambda one: place(one.get(by)), reverse=descending)
        return [_copy(one) for one in found[:limit]]

    async def newest(self, equal: Mapping[str, Any], *, by: str, before: datetime | None, limit: int) -> list[Document]:
        """See ``store.tables.Table.newest``."""
        end = scalar(before)
        found = [one for one in self._matching(wanted(equal)) if one.get(by) is not None]
        found = [one for one in found if end is None or one[by] < end]
        found.sort(key=lambda one: one[by], reverse=True)
        page = found[:limit]
        same_instant = [one for one in found[limit:] if page and one[by] == page[-1][by]]
        return [_copy(one) for one in page + same_instant]

    async def every(self) -> AsyncIterator[Document]:
        """See ``store.tables.Table.every``."""
        for document in list(self._documents.values()):
            yield _copy(document)

    async def raise_to(self, document_id: str, fields: Mapping[str, int]) -> None:
        """See ``store.tables.Table.raise_to``."""
        document = self._documents.get(scalar(document_id), {"_id": document_id})
        raised = {name: scalar(value) for name, value in fields.items()}
        higher = {name: value for name, value in raised.items() if document.get(name) is None or value > document[name]}
        self._store({**document, **higher})

    def _store(self, document: Document) -> None:
        document_id = document["_id"]
        keys = [_key(index, document) for index in self._unique if _covers(index, document)]
        for key in keys:
            if self._holders.get(key, document_id) != document_id:
                raise Taken(key[0].split("+")[0])
        self._remove(document_id)
        self._documents[document_id] = kept = _copy(document)
        for key in keys:
            self._holders[key] = document_id
        for name, ids in self._ids.items():
            for value in _values(kept.get(name)):
                ids[value][document_id] = None

    def _remove(self, document_id: str) -> bool:
        document = self._documents.pop(document_id, None)
        if document is None:
            return False
        for index in self._unique:
            if _covers(index, document):
                self._holders.pop(_key(index, document), None)
        for name, ids in self._ids.items():
            for value in _values(document.get(name)):
                del ids[value][document_id]
        return True

    def _matching(self, equal: Mapping[str, Any]) -> list[Document]:
        indexed = next((name for name in equal if name in self._ids), None)
        if indexed is None:
            candidates: Iterable[Document] = self._documents.values()
        else:
            values = _values(equal[indexed])
            ids = {one: None for value in values for one in self._ids[indexed].get(value, ())}
            candidates = (self._documents[one] for one in ids)
        return [one for one in candidates if all(_equals(one.get(name), value) for name, value in equal.items())]


class MemoryFiles:
    """``store.files.Files`` over bytes in memory."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}

    async def create(self, file_id: str, source: AsyncIterator[bytes], limit: int) -> int:
        """See ``store.files.Files.create``."""
        if file_id in self._files:
            raise Taken("_id")
        content = bytearray()
        async for piece in source:
            content += piece
            if len(content) > limit:
                raise TooLarge(limit)
        self._files[file_id] = bytes(content)
        return len(content)

    async def open(self, file_id: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See ``store.files.Files.open``."""
        if file_id not in self._files:
            raise NoSuchFile(file_id)
        return _pieces(self._files[file_id][start:end])

    async def delete(self, file_id: str) -> None:
        """See ``store.files.Files.delete``."""
        self._files.pop(file_id, None)


def memory_tables() -> Tables:
    """Every table of SCHEMA, empty."""
    return Tables({name: MemoryTable(indexes) for name, indexes in SCHEMA.items()})


async def _pieces(content: bytes) -> AsyncIterator[bytes]:
    for start in range(0, len(content), PIECE):
        yield content[start : start + PIECE]


def _copy(value: Any) -> Any:
    """``value`` as a database would give it back: nothing shared, tuples as lists, times in UTC to the millisecond."""
    if isinstance(value, dict):
        return {name: _copy(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_copy(one) for one in value]
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise TypeError("a stored time must say its zone")
        return value.astimezone(UTC).replace(microsecond=value.microsecond // 1000 * 1000)
    if value is None or isinstance(value, str | int | float | bytes):
        return value
    raise TypeError(f"a document cannot hold a {type(value).__name__}")


def _values(value: Any) -> tuple[Any, ...]:
    return tuple(dict.fromkeys(value)) if isinstance(value, list | tuple) else (value,)


def _equals(stored: Any, asked: Any) -> bool:
    return not set(_values(stored)).isdisjoint(_values(asked))


def _between(value: Any, above: Any, below: Any) -> bool:
    if value is None:
        return above is None and below is None
    return (above is None or value > above) and (below is None or value < below)


def _covers(index: Index, document: Document) -> bool:
    return all(document.get(name) == value for name, value in index.where.items())


def _key(index: Index, document: Document) -> tuple[str, tuple[Any, ...]]:
    return index.name, tuple(document.get(name) for name in index.fields)
