"""Stand-ins for what a past is written through one by one: they take a document at once and put it into the real tables many together.

What is stored is what the server would have stored, word for word; only the waiting for the disk after each append is left out.
"""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from itertools import count
from pathlib import Path
from typing import Any

from domain.stream import Record, Unavailable
from store.connection import Connection
from store.embedded import Embedded
from store.files import MongoFiles
from store.opening import Store
from store.stream import MongoStream, new_record
from store.tables import Document, MongoTable, Table, mongo_tables

AT_ONCE = 128
"""Documents of one insert: with more the embedded database is slower again."""
MOST_TRIES = 5


@asynccontextmanager
async def open_embedded(data: Path) -> AsyncIterator[tuple[Store, Connection]]:
    """The embedded database under ``data`` as the server opens it, and the connection below the store."""
    async with (
        Embedded(data) as database,
        Connection(database.uri, embedded=True) as connection,
        MongoStream(connection) as stream,
    ):
        files = await MongoFiles(connection).ensure()
        yield Store(stream, await mongo_tables(connection), files, connection.ping), connection


async def put(table: Table, documents: Sequence[Document]) -> None:
    """Add the documents, so many at once; again where a busy machine let the database seem away. Raises Unavailable."""
    for start in range(0, len(documents), AT_ONCE):
        for tries in count(1):
            try:
                await table.add_many(documents[start : start + AT_ONCE])
                break
            except Unavailable:
                if tries == MOST_TRIES:
                    raise
                await asyncio.sleep(1.0)


class BulkStream:
    """What the Desk needs of a stream, for Conversations that nobody else writes."""

    def __init__(self, connection: Connection) -> None:
        self._table = MongoTable(connection.collection("stream"))
        self._facts = connection.collection("stream_facts")
        self._waiting: list[Record] = []

    async def append(
        self, stream: str, after: int, command: str, at: datetime, events: Sequence[Mapping[str, Any]]
    ) -> Record:
        """Take a record; it is stored by ``write``."""
        record = new_record(stream, after, command, at, events)
        self._waiting.append(record)
        return record

    async def read(self, stream: str, after: int, limit: int = 200) -> list[Record]:
        """Nothing: the Desk still remembers every Conversation that is being made."""
        return []

    async def find(self, command: str) -> Record | None:
        """Nothing: no command is given twice."""
        return None

    async def write(self) -> None:
        """Store everything that was taken."""
        records, self._waiting = self._waiting, []
        await put(self._table, [_document(record) for record in records])
        if records:
            earliest_at = min(record.at for record in records)
            await self._facts.update_one({"_id": "earliest"}, {"$min": {"at": earliest_at}}, upsert=True)


class BulkPeople:
    """What ``Customers.add`` needs of a table."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._waiting: list[Document] = []

    async def insert(self, document: Document) -> None:
        """Take a document; it is stored by ``write``."""
        self._waiting.append(document)

    async def write(self) -> None:
        """Store everything that was taken."""
        documents, self._waiting = self._waiting, []
        await put(self._table, documents)


def _document(record: Record) -> Document:
    return {
        "_id": record.command,
        "stream": record.stream,
        "number": record.number,
        "at": record.at,
        "events": list(record.events),
    }
