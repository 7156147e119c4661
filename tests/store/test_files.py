"""What files promise: the same bytes back, any range of them, nothing kept of one that is too large, and flat memory."""

import os
from collections.abc import AsyncIterator

import psutil
import pytest

from store.files import PIECE, MongoFiles, NoSuchFile, TooLarge
from store.memory import MemoryFiles
from store.opening import Store
from store.tables import Taken

CONTENT = os.urandom(2 * PIECE + 1000)


async def source(content: bytes = CONTENT, step: int = 64 * 1024) -> AsyncIterator[bytes]:
    for start in range(0, len(content), step):
        yield content[start : start + step]


async def read(store: Store, file_id: str, start: int = 0, end: int | None = None) -> bytes:
    return b"".join([piece async for piece in await store.files.open(file_id, start, end)])


async def leftovers(store: Store) -> int:
    """Pieces kept of anything."""
    if isinstance(store.files, MongoFiles):
        return await store.files._pieces.count_documents({})
    assert isinstance(store.files, MemoryFiles)
    return len(store.files._files)


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, len(CONTENT)])
async def test_a_file_comes_back_as_it_was(store: Store, size: int) -> None:
    assert await store.files.create("f", source(CONTENT[:size]), limit=len(CONTENT)) == size
    assert await read(store, "f") == CONTENT[:size]


@pytest.mark.parametrize(
    ("start", "end"),
    [(0, 1), (5, PIECE), (PIECE, PIECE), (PIECE - 1, PIECE + 1), (PIECE + 7, None), (3, 10**9), (10**9, None)],
)
async def test_any_range_of_it(store: Store, start: int, end: int | None) -> None:
    await store.files.create("f", source(), limit=len(CONTENT))
    assert await read(store, "f", start, end) == CONTENT[start:end]


@pytest.mark.parametrize("beyond", [0, 1, PIECE])
async def test_a_file_over_the_limit_leaves_nothing_behind(store: Store, beyond: int) -> None:
    limit = len(CONTENT) - beyond
    if beyond == 0:
        assert await store.files.create("f", source(), limit) == limit
        return
    with pytest.raises(TooLarge):
        await store.files.create("f", source(), limit)
    assert await leftovers(store) == 0
    with pytest.raises(NoSuchFile):
        await store.files.open("f")


async def test_a_broken_upload_leaves_nothing_behind(store: Store) -> None:
    async def cut() -> AsyncIterator[bytes]:
        yield CONTENT
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        await store.files.create("f", cut(), limit=len(CONTENT))
    assert await leftovers(store) == 0


async def test_an_id_is_used_once(store: Store) -> None:
    for first in (CONTENT, b"small", b""):
        await store.files.create("f", source(first), limit=len(CONTENT))
        for second in (CONTENT, b""):
            with pytest.raises(Taken):
                await store.files.create("f", source(second), limit=len(CONTENT))
        assert await read(store, "f") == first
        await store.files.delete("f")


async def test_a_deleted_file_is_gone(store: Store) -> None:
    await store.files.create("f", source(), limit=len(CONTENT))
    await store.files.delete("f")
    await store.files.delete("f")
    assert await leftovers(store) == 0
    with pytest.raises(NoSuchFile):
        await store.files.open("f")


@pytest.mark.wire
async def test_memory_stays_flat(wire: Store) -> None:
    process = psutil.Process()
    size, step = 100 * PIECE, bytes(PIECE // 4)

    async def long() -> AsyncIterator[bytes]:
        for _ in range(size // len(step)):
            yield step

    await wire.files.create("warm", source(), limit=len(CONTENT))
    before = process.memory_info().rss
    await wire.files.create("f", long(), limit=size)
    highest = process.memory_info().rss
    received = 0
    async for piece in await wire.files.open("f"):
        received += len(piece)
        highest = max(highest, process.memory_info().rss)
    assert received == size
    assert highest - before < size / 5
