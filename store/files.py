"""Files as streams of bytes: written and read piece by piece, so that memory stays flat whatever their size.

Who may read a file and what it is called are facts of the ``files`` table; here a file is an id and its bytes.
"""

from collections.abc import AsyncIterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Protocol, Self

from pymongo.errors import DuplicateKeyError

from domain.stream import Unavailable
from store.connection import Collection, Connection, reachable
from store.tables import Taken

PIECE = 255 * 1024
"""Bytes moved at once: what one stored piece holds."""


class TooLarge(Exception):
    """The source gave more than ``limit`` bytes; nothing of it is kept."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class NoSuchFile(Exception):
    """There is no file with this id."""


class Files(Protocol):
    """Every method may raise ``domain.stream.Unavailable``."""

    async def create(self, file_id: str, source: AsyncIterator[bytes], limit: int) -> int:
        """Store what ``source`` gives under a new id; the answer is its size in bytes. Raises TooLarge, Taken."""

    async def open(self, file_id: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """The bytes from ``start`` to before ``end``, in pieces. Raises NoSuchFile before the first piece."""

    async def delete(self, file_id: str) -> None:
        """Remove the file; a file that is not there is no error."""


class MongoFiles:
    """``Files`` as GridFS lays them out, so that MongoDB's tools can read them.

    The driver's own GridFS gathers 48 MB before it writes and 16 MB when it reads, for each of many uploads at once; here
    a transfer never holds more than one piece.
    """

    def __init__(self, connection: Connection) -> None:
        self._files = connection.collection("blobs.files")
        self._pieces = connection.collection("blobs.chunks")

    async def ensure(self) -> Self:
        """Make the index that finds a file's pieces and lets nobody write them twice."""
        with reachable():
            await self._pieces.create_index([("files_id", 1), ("n", 1)], unique=True, name="files_id_1_n_1")
        return self

    async def create(self, file_id: str, source: AsyncIterator[bytes], limit: int) -> int:
        """See ``Files.create``."""
        size, written = 0, 0
        try:
            async for piece in _evenly(source):
                size += len(piece)
                if size > limit:
                    raise TooLarge(limit)
                await self._insert(self._pieces, {"files_id": file_id, "n": written, "data": piece})
                written += 1
            facts = {"length": size, "chunkSize": PIECE, "uploadDate": datetime.now(UTC), "filename": file_id}
            await self._insert(self._files, {"_id": file_id, **facts})
        except BaseException:
            if written:  # else the id may be another file's, whose pieces stay
                with suppress(Unavailable), reachable():
                    await self._pieces.delete_many({"files_id": file_id})
            raise
        return size

    async def open(self, file_id: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See ``Files.open``."""
        with reachable():
            stored = await self._files.find_one({"_id": file_id})
        if stored is None:
            raise NoSuchFile(file_id)
        length: int = stored["length"]
        return self._read(file_id, start, length if end is None else min(end, length), stored["chunkSize"])

    async def delete(self, file_id: str) -> None:
        """See ``Files.delete``."""
        with reachable():
            await self._files.delete_one({"_id": file_id})
            await self._pieces.delete_many({"files_id": file_id})

    async def _insert(self, collection: Collection, document: dict[str, Any]) -> None:
        try:
            with reachable():
                await collection.insert_one(document)
        except DuplicateKeyError as error:
            raise Taken("_id") from error

    async def _read(self, file_id: str, start: int, end: int, size: int) -> AsyncIterator[bytes]:
        while start < end:
            number, offset = divmod(start, size)
            with reachable():
                piece = await self._pieces.find_one({"files_id": file_id, "n": number})
            if piece is None:
                raise NoSuchFile(file_id)  # deleted while it was read
            data: bytes = piece["data"][offset : offset + end - start]
            start += len(data)
            yield data


async def _evenly(source: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    """The same bytes in pieces of PIECE; only the last is shorter."""
    gathered = bytearray()
    async for some in source:
        gathered += some
        while len(gathered) >= PIECE:
            yield bytes(gathered[:PIECE])
            del gathered[:PIECE]
    if gathered:
        yield bytes(gathered)
