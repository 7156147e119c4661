"""The one connection to the database, and the one place where the driver's troubles become ``Unavailable``.

A small pool is deliberate: the embedded database serves each connection by a thread, so more of them only add waiting.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import TracebackType
from typing import Any, Self

from motor.motor_asyncio import AsyncIOMotorClient, AsyncIOMotorCollection, AsyncIOMotorDatabase
from pymongo.errors import BulkWriteError, ConnectionFailure, ExecutionTimeout, WriteConcernError

from domain.stream import Unavailable

Collection = AsyncIOMotorCollection[dict[str, Any]]

PATIENCE_MS = 3_000
"""How long a call looks for a database before it is Unavailable: a sender's widget waits no longer for its answer."""

STALLED_MS = 10_000
"""How long a connected database may keep silent before it counts as gone."""

_ALWAYS: Mapping[str, Any] = {
    "maxPoolSize": 8,
    "maxIdleTimeMS": 240_000,
    "serverSelectionTimeoutMS": PATIENCE_MS,
    "connectTimeoutMS": PATIENCE_MS,
    "socketTimeoutMS": STALLED_MS,
    "waitQueueTimeoutMS": STALLED_MS,
    "journal": True,
    "appname": "parley",
}

# The embedded database runs a write again when the driver repeats it, and the repetition would look like a resend.
_EMBEDDED: Mapping[str, Any] = {"directConnection": True, "w": 1, "retryWrites": False}

_SERVER: Mapping[str, Any] = {"w": "majority", "retryWrites": True}

_DUPLICATE_KEY = 11000


class CannotOpen(Exception):
    """There is no database to be had; the message is one sentence for the operator."""


class Connection:
    """A client of the database ``uri`` names (``parley`` if it names none); an async context manager that closes it."""

    def __init__(self, uri: str, *, embedded: bool = False) -> None:
        options = {**_ALWAYS, **(_EMBEDDED if embedded else _SERVER)}
        self._client: AsyncIOMotorClient[dict[str, Any]] = AsyncIOMotorClient(uri, tz_aware=True, **options)
        self.database: AsyncIOMotorDatabase[dict[str, Any]] = self._client.get_default_database("parley")

    def collection(self, name: str) -> Collection:
        """The collection called ``name``."""
        return self.database[name]

    async def ping(self) -> None:
        """Return when the database answers. Raises Unavailable."""
        with reachable():
            await self.database.command("ping")

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()


@contextmanager
def reachable() -> Iterator[None]:
    """Around every call of the driver: what says that the database is away or did not confirm raises Unavailable."""
    try:
        yield
    except (ConnectionFailure, ExecutionTimeout, WriteConcernError) as error:
        raise Unavailable(str(error)) from error


def duplicates(error: BulkWriteError) -> list[dict[str, Any]]:
    """The writes that broke a unique index. Raises Unavailable if anything else went wrong: then nothing is confirmed."""
    errors: list[dict[str, Any]] = error.details["writeErrors"]
    if error.details["writeConcernErrors"] or any(one["code"] != _DUPLICATE_KEY for one in errors):
        raise Unavailable(str(error)) from error
    return errors
