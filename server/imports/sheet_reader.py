"""Reads a table in a child process with limits on time and memory, so that a hostile file costs one child and nobody's chat.

The child takes the whole file, answers with its head and then with its rows in pieces, as fast as they are taken; it has no settings, no
secrets and no connection.
"""

import asyncio
import contextlib
import os
import resource
import struct
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import BinaryIO, Final

import msgspec

from server.imports.sheets import Unreadable, opened

CPU_SECONDS = 120
"""For a file; the largest takes about a third of it."""
WALL_SECONDS = 120.0
"""Until the head, and between two pieces."""
MEMORY_BYTES = 768 * 1024 * 1024
PIECE = 250
"""Rows of a piece."""

_HEAD, _ROWS, _END, _UNREADABLE = b"H", b"R", b"E", b"U"
_FRAME: Final = struct.Struct(">cI")
_CHUNK = 256 * 1024
_ROOT = Path(__file__).resolve().parents[2]
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")
_STOPPED = "The file could not be read: it takes too much time or memory."

Row = tuple[int, list[str]]
"""Its number as a spreadsheet shows it (the header is 1), and its cells."""


class Head(msgspec.Struct, frozen=True):
    """What a file is, its header's cells, and how many rows with words follow."""

    format: str
    encoding: str
    delimiter: str
    header: list[str]
    rows: int


class Reading:
    """A file that is being read."""

    def __init__(self, process: Process) -> None:
        assert process.stdout
        self._answers = process.stdout
        self.head: Head

    async def begin(self) -> None:
        """Raises Unreadable."""
        self.head = msgspec.msgpack.decode(await self._frame(_HEAD) or b"", type=Head)

    async def pieces(self) -> AsyncIterator[list[Row]]:
        """The rows with words, in order. Raises Unreadable."""
        while piece := await self._frame(_ROWS):
            yield msgspec.msgpack.decode(piece, type=list[Row])

    async def _frame(self, wanted: bytes) -> bytes | None:
        """The next frame of the wanted kind, None at the end."""
        try:
            async with asyncio.timeout(WALL_SECONDS):
                kind, length = _FRAME.unpack(await self._answers.readexactly(_FRAME.size))
                content = await self._answers.readexactly(length)
        except (TimeoutError, asyncio.IncompleteReadError):
            raise Unreadable(_STOPPED) from None
        if kind == _UNREADABLE:
            raise Unreadable(content.decode())
        return content if kind == wanted else None


@asynccontextmanager
async def reading(source: AsyncIterator[bytes], after: int = 0) -> AsyncIterator[Reading]:
    """Read the file whose bytes ``source`` gives, the rows numbered above ``after``; the child is gone when the block ends. Raises Unreadable."""
    process = await _started(after)
    try:
        await _feed(process, source)
        found = Reading(process)
        await found.begin()
        yield found
    finally:
        await _end(process)


async def _feed(process: Process, source: AsyncIterator[bytes]) -> None:
    assert process.stdin
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # then its answer says why
        async for piece in source:
            process.stdin.write(piece)
            await process.stdin.drain()
    process.stdin.close()


async def _end(process: Process) -> None:
    """Kill the child and wait until it is gone, also if we are cancelled meanwhile."""
    assert process.stdin
    with contextlib.suppress(ProcessLookupError):
        process.kill()
    process.stdin.close()
    gone = asyncio.ensure_future(_gone(process))
    try:
        await asyncio.shield(gone)
    except asyncio.CancelledError:
        await gone
        raise


async def _gone(process: Process) -> None:
    """A pipe is closed only once what is still in it has been read."""
    assert process.stdout
    await process.stdout.read()
    await process.wait()


async def _started(after: int) -> Process:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"PYTHONUTF8": "1"}
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "server.imports.sheet_reader", str(after), str(CPU_SECONDS), str(MEMORY_BYTES)),
        stdin=PIPE,
        stdout=PIPE,
        cwd=_ROOT,
        env=environment,
        limit=_CHUNK,
    )


# ---- in the child


def main() -> None:
    """Read a file from standard input and write its frames."""
    after, seconds, memory = map(int, sys.argv[1:])
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    os.nice(5)  # people who chat come first
    raw, out = sys.stdin.buffer.read(), sys.stdout.buffer
    try:
        _answer(raw, after, out)
    except Unreadable as why:
        _write(out, _UNREADABLE, str(why).encode())
    except MemoryError:
        _write(out, _UNREADABLE, _STOPPED.encode())


def _answer(raw: bytes, after: int, out: BinaryIO) -> None:
    sheet = opened(raw)
    numbered = _numbered(sheet.rows)
    first, header = next(numbered, (0, []))
    if not header:
        raise Unreadable("The file is empty.")
    count = sum(1 for _ in numbered)
    _write(out, _HEAD, msgspec.msgpack.encode(Head(sheet.format, sheet.encoding, sheet.delimiter, header, count)))
    piece: list[Row] = []
    for number, cells in _numbered(opened(raw).rows):  # again, because what was counted was not kept
        if number > max(first, after):
            piece.append((number, cells))
        if len(piece) == PIECE:
            _write(out, _ROWS, msgspec.msgpack.encode(piece))
            piece = []
    if piece:
        _write(out, _ROWS, msgspec.msgpack.encode(piece))
    _write(out, _END, b"")


def _numbered(rows: Iterator[list[str]]) -> Iterator[Row]:
    """Those that have words."""
    return ((number, cells) for number, cells in enumerate(rows, 1) if any(cells))


def _write(out: BinaryIO, kind: bytes, content: bytes) -> None:
    out.write(_FRAME.pack(kind, len(content)))
    out.write(content)
    out.flush()


if __name__ == "__main__":
    main()
