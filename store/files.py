"""Files as streams of bytes: written and read piece by piece, so that memory stays flat whatever their size.

Who may read a file and what it is called are facts of the ``files`` table; here a file is an id and its bytes.
"""

from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any, Protocol

from gridfs.errors import NoFile
from motor.motor_asyncio import AsyncIOMotorGridFSBucket

from domain.stream import Unavailable
from store.connection import Connection, reachable
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
    """``Files`` in GridFS."""

    def __init__(self, connection: Connection) -> None:
        self._bucket = AsyncIOMotorGridFSBucket(connection.database, bucket_name="blobs", chunk_size_bytes=PIECE)

    async def create(self, file_id: str, source: AsyncIterator[bytes], limit: int) -> int:
        """See ``Files.create``."""
        if await self._bucket.find({"_id": file_id}).to_list(1):
            raise Taken("_id")  # undoing a second upload would delete the pieces of the first
        size = 0
        target = self._bucket.open_upload_stream_with_id(file_id, file_id)
        try:
            async for piece in source:
                size += len(piece)
                if size > limit:
                    raise TooLarge(limit)
                with reachable():
                    await target.write(piece)
            with reachable():
                await target.close()
        except BaseException:
            with suppress(Unavailable), reachable():  # pieces of a file that never was, if even that fails
                await target.abort()
            raise
        return size

    async def open(self, file_id: str, start: int = 0, end: int | None = None) -> AsyncIterator[bytes]:
        """See ``Files.open``."""
        try:
            with reachable():
                stored = await self._bucket.open_download_stream(file_id)
        except NoFile as error:
            raise NoSuchFile(file_id) from error
        stored.seek(start)
        return _pieces(stored, start, stored.length if end is None else min(end, stored.length))

    async def delete(self, file_id: str) -> None:
        """See ``Files.delete``."""
        with suppress(NoFile), reachable():
            await self._bucket.delete(file_id)


# Any: Motor's type hints say that reading never returns.
async def _pieces(stored: Any, start: int, end: int) -> AsyncIterator[bytes]:
    while start < end:
        with reachable():
            piece: bytes = await stored.read(min(PIECE, end - start))
        start += len(piece)
        yield piece
