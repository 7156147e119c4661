"""Plain documents beside the stream: read by id or through an index, changed by compare-and-set, claimed by deletion.

A value given to a query is only ever a value: what a browser sent can never become an operator, because anything but
a scalar is refused here.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise, product
from math import prod
from typing import Any, Protocol

from pymongo import ReplaceOne, UpdateOne
from pymongo.errors import BulkWriteError, DuplicateKeyError

from store.connection import Collection, Connection, duplicates, reachable
from store.schema import SCHEMA, Index

__all__ = ["SCHEMA", "Conflict", "Document", "Index", "MongoTable", "Table", "Tables", "Taken", "mongo_tables"]

Document = dict[str, Any]
"""A stored document: ``_id`` is a str, times are aware UTC with millisecond precision."""

WINDOWS = (timedelta(hours=1), timedelta(days=1), timedelta(days=7), timedelta(days=90))
"""How far back ``newest`` looks, step by step, before it looks everywhere: an empty range costs a millisecond, a full
one 0.03 for each document in it, wanted or not."""


READ_AT_ONCE = 100
"""Documents that ``every`` holds."""
MOST_QUESTIONS = 8
"""The most questions one ``find`` may become."""


class Taken(Exception):
    """Another document already has this value of the unique ``field`` (``_id`` included)."""

    def __init__(self, field: str) -> None:
        super().__init__(f"{field} is taken")
        self.field = field


class Conflict(Exception):
    """The document was changed (or removed) since it was read: read it again, decide again."""

    def __init__(self, document_id: str) -> None:
        super().__init__(f"{document_id} was changed meanwhile")
        self.document_id = document_id


class Table(Protocol):
    """One kind of document. Every method may raise ``domain.stream.Unavailable``."""

    async def get(self, document_id: str) -> Document | None:
        """The document, or None."""

    async def get_many(self, document_ids: Iterable[str]) -> dict[str, Document]:
        """The documents that exist, by id."""

    async def insert(self, document: Document) -> None:
        """Store a new document, durably. Raises Taken."""

    async def replace(self, document: Document) -> Document:
        """Store ``document`` if its ``rv`` is still the stored one; the answer has ``rv + 1``. Raises Conflict, Taken."""

    async def put_many(self, documents: Sequence[Document]) -> None:
        """Store whole documents of a view; one that carries ``number`` never overwrites an equal or higher number."""

    async def add_many(self, documents: Sequence[Document]) -> None:
        """Store those that are not there yet: for rows that never change, a third of what ``put_many`` costs."""

    async def delete(self, document_id: str) -> bool:
        """Remove it; True for exactly one of all who try, which makes deletion a claim."""

    async def remove_untouched(self, document_ids: Iterable[str], rv: int) -> None:
        """Remove those of them that are still at ``rv``: whoever changes one first keeps it."""

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
        """At most ``limit`` documents whose fields equal ``equal``, ordered by ``by``, strictly between the two bounds.

        A list or tuple in ``equal`` means any of its values. An array field equals each value it contains. Documents
        without ``by`` come first, unless a bound is given: then they are left out. Raises TypeError for a value that is
        not a scalar.
        """

    async def newest(self, equal: Mapping[str, Any], *, by: str, before: datetime | None, limit: int) -> list[Document]:
        """The latest ``limit`` documents strictly before ``before`` (None: of all), newest first by the time ``by``.

        Documents of one instant are never split over two pages, so a page may be longer than ``limit`` by those; asking
        again with ``before`` = the last one's time misses nothing.
        """

    def every(self) -> AsyncIterator[Document]:
        """Every document in one pass, in no order; what changes meanwhile may come as it was or as it is."""

    async def raise_to(self, document_id: str, fields: Mapping[str, int]) -> None:
        """Raise each field to at least this value, making the document if need be; late and repeated calls do nothing."""


class Tables:
    """Every table of SCHEMA by name, whatever keeps them."""

    agents: Table
    teams: Table
    queues: Table
    widgets: Table
    templates: Table
    tags: Table
    roles: Table
    fields: Table
    organisations: Table
    lookups: Table
    customers: Table
    visitors: Table
    merges: Table
    erasures: Table
    conversations: Table
    calls: Table
    cursors: Table
    shifts: Table
    sessions: Table
    drafts: Table
    settings: Table
    checkpoints: Table
    files: Table
    audit: Table
    consents: Table
    holds: Table
    retention_rules: Table
    retention_runs: Table
    mailboxes: Table
    mails: Table
    threads: Table
    addresses: Table
    proofs: Table
    codes: Table
    outbox: Table
    automatic: Table
    imports: Table
    import_pieces: Table
    touchpoints: Table
    words: Table
    visits: Table
    tallies: Table

    def __init__(self, tables: Mapping[str, Table]) -> None:
        for name in SCHEMA:
            setattr(self, name, tables[name])

    def __getitem__(self, name: str) -> Table:
        """The table called ``name``, as a path may write it: "retention-rules"."""
        name = name.replace("-", "_")
        if name not in SCHEMA:
            raise KeyError(name)
        table: Table = getattr(self, name)
        return table


def scalar(value: Any) -> Any:
    """``value`` itself if it can only mean itself in a query; TypeError for dicts, lists, patterns and the like."""
    if value is None or isinstance(value, str | int | float | datetime):
        return value
    raise TypeError(f"a query takes plain values, not {type(value).__name__}")


def wanted(equal: Mapping[str, Any]) -> dict[str, Any]:
    """``equal`` checked: each field names a field, each value is a scalar or a tuple of them."""
    checked: dict[str, Any] = {}
    for name, value in equal.items():
        if name.startswith("$"):
            raise TypeError("a query's field cannot be an operator")
        checked[name] = tuple(scalar(one) for one in value) if isinstance(value, list | tuple) else scalar(value)
    return checked


class MongoTable:
    """``Table`` in a MongoDB collection."""

    def __init__(self, collection: Collection) -> None:
        self._collection = collection

    async def ensure(self, indexes: Iterable[Index]) -> None:
        """Make the indexes that are not there yet."""
        for index in indexes:
            options: dict[str, Any] = {"unique": True} if index.unique else {}
            if index.where:
                options["partialFilterExpression"] = dict(index.where)
            if index.expires:
                options["expireAfterSeconds"] = 0
            with reachable():
                await self._collection.create_index([(name, 1) for name in index.fields], name=index.name, **options)

    async def get(self, document_id: str) -> Document | None:
        """See ``Table.get``."""
        with reachable():
            return await self._collection.find_one({"_id": scalar(document_id)})

    async def get_many(self, document_ids: Iterable[str]) -> dict[str, Document]:
        """See ``Table.get_many``."""
        ids = [scalar(one) for one in document_ids]
        with reachable():
            documents = await self._collection.find({"_id": {"$in": ids}}).to_list(None) if ids else []
        return {document["_id"]: document for document in documents}

    async def insert(self, document: Document) -> None:
        """See ``Table.insert``."""
        scalar(document["_id"])
        try:
            with reachable():
                await self._collection.insert_one(document)
        except DuplicateKeyError as error:
            raise _taken(error.details) from error

    async def replace(self, document: Document) -> Document:
        """See ``Table.replace``."""
        changed = {**document, "rv": document["rv"] + 1}
        read = {"_id": scalar(document["_id"]), "rv": scalar(document["rv"])}
        try:
            with reachable():
                result = await self._collection.replace_one(read, changed)
        except DuplicateKeyError as error:
            raise _taken(error.details) from error
        if result.matched_count == 0:
            raise Conflict(document["_id"])
        return changed

    async def put_many(self, documents: Sequence[Document]) -> None:
        """See ``Table.put_many``."""
        latest: dict[str, Document] = {}
        for document in documents:
            known = latest.get(scalar(document["_id"]))
            if known is None or "number" not in document or document["number"] > known["number"]:
                latest[document["_id"]] = document
        if not latest:
            return
        try:
            with reachable():
                await self._collection.bulk_write([_put(document) for document in latest.values()], ordered=False)
        except BulkWriteError as error:
            raise _taken(duplicates(error)[0]) from error

    async def add_many(self, documents: Sequence[Document]) -> None:
        """See ``Table.add_many``."""
        if not documents:
            return
        for document in documents:
            scalar(document["_id"])
        try:
            with reachable():
                await self._collection.insert_many(documents, ordered=False)
        except BulkWriteError as error:
            duplicates(error)

    async def delete(self, document_id: str) -> bool:
        """See ``Table.delete``."""
        with reachable():
            result = await self._collection.delete_one({"_id": scalar(document_id)})
        return result.deleted_count == 1

    async def remove_untouched(self, document_ids: Iterable[str], rv: int) -> None:
        """See ``Table.remove_untouched``."""
        ids = [scalar(one) for one in document_ids]
        if ids:
            with reachable():
                await self._collection.delete_many({"_id": {"$in": ids}, "rv": scalar(rv)})

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
        """See ``Table.find``."""
        bounds = {}
        if above is not None:
            bounds["$gt"] = scalar(above)
        if below is not None:
            bounds["$lt"] = scalar(below)
        return await self._find(equal, by, bounds, limit, descending=descending)

    async def newest(self, equal: Mapping[str, Any], *, by: str, before: datetime | None, limit: int) -> list[Document]:
        """See ``Table.newest``."""
        page: list[Document] = []
        for bounds in _windows(before):
            page += await self._find(equal, by, bounds, limit + 1 - len(page), descending=True)
            if len(page) > limit:
                break
        if len(page) <= limit or page[-1][by] != page[-2][by]:
            return page[:limit]
        instant = page[-1][by]
        earlier = [document for document in page if document[by] != instant]
        return earlier + await self._find({**equal, by: instant}, None, {}, None, descending=True)

    async def every(self) -> AsyncIterator[Document]:
        """See ``Table.every``."""
        with reachable():
            async for document in self._collection.find({}, batch_size=READ_AT_ONCE):
                yield document

    async def raise_to(self, document_id: str, fields: Mapping[str, int]) -> None:
        """See ``Table.raise_to``."""
        change = {"$max": {name: scalar(value) for name, value in fields.items()}}
        with reachable():
            try:
                await self._collection.update_one({"_id": scalar(document_id)}, change, upsert=True)
            except DuplicateKeyError:  # two made the document at once; it is there now
                await self._collection.update_one({"_id": document_id}, change)

    async def _find(
        self,
        equal: Mapping[str, Any],
        by: str | None,
        bounds: Mapping[str, Any],
        limit: int | None,
        *,
        descending: bool,
    ) -> list[Document]:
        questions = [self._ask(question, by, bounds, limit, descending) for question in _questions(wanted(equal))]
        answers = await asyncio.gather(*questions)
        if len(answers) == 1:
            return answers[0]
        found = list({document["_id"]: document for answer in answers for document in answer}.values())
        if by is not None:
            found.sort(key=lambda document: place(document.get(by)), reverse=descending)
        return found[:limit]

    async def _ask(
        self, question: dict[str, Any], by: str | None, bounds: Mapping[str, Any], limit: int | None, descending: bool
    ) -> list[Document]:
        if by is not None and bounds:
            question[by] = dict(bounds)
        cursor = self._collection.find(question)
        if by is not None:
            cursor = cursor.sort(by, -1 if descending else 1)
        if limit is not None:
            cursor = cursor.limit(limit)
        with reachable():
            return await cursor.to_list(None)


async def mongo_tables(connection: Connection) -> Tables:
    """Every table of SCHEMA, its indexes made."""
    tables: dict[str, Table] = {}
    for name, indexes in SCHEMA.items():
        table = MongoTable(connection.collection(name))
        await table.ensure(indexes)
        tables[name] = table
    return Tables(tables)


def place(value: Any) -> tuple[Any, ...]:
    """What documents are ordered by: those without a value first, as the database has it."""
    return (0,) if value is None else (1, value)


def _questions(equal: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One question for each combination of "any of" values, because after ``$in`` the embedded database uses no range.

    Two questions of 1.6 ms stand for one of 16. Long lists (of ids) stay one question.
    """
    any_of = {name: values for name, values in equal.items() if isinstance(values, tuple)}
    if prod(map(len, any_of.values())) > MOST_QUESTIONS:
        return [{**equal, **{name: {"$in": list(values)} for name, values in any_of.items()}}]
    return [{**equal, **dict(zip(any_of, values, strict=True))} for values in product(*any_of.values())]


def _taken(details: Mapping[str, Any] | None) -> Taken:
    return Taken(next(iter((details or {})["keyPattern"])))


def _put(document: Document) -> UpdateOne | ReplaceOne[Document]:
    """The write that stores ``document`` unless its number is not higher than the stored one's.

    The comparison is in the update, not in the filter: a filter on more than ``_id`` costs the embedded database half as
    much again, and would make an upsert fail where a later version is stored.
    """
    same = {"_id": scalar(document["_id"])}
    if "number" not in document:
        return ReplaceOne(same, document, upsert=True)
    later = {"$lt": ["$number", scalar(document["number"])]}
    return UpdateOne(same, [{"$replaceWith": {"$cond": [later, {"$literal": document}, "$$ROOT"]}}], upsert=True)


def _windows(before: datetime | None) -> list[dict[str, datetime]]:
    """Ranges of time that follow each other backwards from ``before`` and together leave nothing out."""
    start = before or datetime.now(UTC)
    edges = [before, *(start - width for width in WINDOWS), None]
    bounds = [{"$lt": later, "$gte": earlier} for later, earlier in pairwise(edges)]
    return [{name: edge for name, edge in bound.items() if edge is not None} for bound in bounds]
