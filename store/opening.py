"""Opens the store the settings name and closes it again: one context manager, so what started is what stops."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from pymongo.errors import ConfigurationError, OperationFailure

from domain.stream import Unavailable
from store.connection import CannotOpen, Connection
from store.embedded import Embedded
from store.files import Files, MongoFiles
from store.memory import MemoryFiles, MemoryStream, memory_tables
from store.stream import MongoStream, Stream
from store.tables import Tables, mongo_tables


@dataclass(frozen=True, slots=True)
class Store:
    """Everything Parley keeps. ``ping`` returns when the store answers and raises ``Unavailable`` when it does not."""

    stream: Stream
    tables: Tables
    files: Files
    ping: Callable[[], Awaitable[None]]


@asynccontextmanager
async def open_store(mongodb_uri: str | None, data: Path | None) -> AsyncIterator[Store]:
    """The MongoDB at ``mongodb_uri``; without one the embedded database under ``data``; without either plain dicts.

    Raises ``store.connection.CannotOpen`` with a sentence for the operator when there is no store to be had.
    """
    if mongodb_uri is not None:
        async with _over(_connection(mongodb_uri)) as store:
            yield store
    elif data is not None:
        async with Embedded(data) as database, _over(Connection(database.uri, embedded=True)) as store:
            yield store
    else:
        yield memory_store()


def memory_store() -> Store:
    """A store that forgets when the process ends; it needs no closing."""

    async def ping() -> None:
        """Memory always answers."""

    return Store(MemoryStream(), memory_tables(), MemoryFiles(), ping)


def _connection(uri: str) -> Connection:
    try:
        return Connection(uri)
    except (ConfigurationError, ValueError) as error:
        raise CannotOpen(f"MONGODB_URI is not an address of a MongoDB: {error}.") from error


@asynccontextmanager
async def _over(connection: Connection) -> AsyncIterator[Store]:
    async with connection:
        try:
            await connection.ping()
        except Unavailable as error:
            raise CannotOpen(f"The database does not answer: {str(error).partition(' (')[0]}.") from error
        except OperationFailure as error:
            raise CannotOpen(f"The database refuses us: {str(error).partition(', full error')[0]}") from error
        async with MongoStream(connection) as stream:
            yield Store(stream, await mongo_tables(connection), await MongoFiles(connection).ensure(), connection.ping)
