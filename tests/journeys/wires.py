"""A wire between one browser and the world that can be cut: a forward proxy whose sockets really break.

A browser's own offline switch leaves open WebSockets alone; here each connection is reset and new ones die at once until
the wire is mended.
"""

import asyncio
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

CHUNK = 64 * 1024


class Wire:
    """An HTTP forward proxy on a free loopback port; every host it is asked for is this machine."""

    def __init__(self) -> None:
        self.is_cut = False
        self.is_deaf = False
        self._server: asyncio.Server | None = None
        self._streams: set[asyncio.StreamWriter] = set()

    @property
    def url(self) -> str:
        """What a browser context takes as its proxy."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server is not None
        self._server.close()
        self.cut()
        await self._server.wait_closed()

    def cut(self) -> None:
        """Reset everything that is open, and refuse the rest until ``mend``."""
        self.is_cut = True
        for stream in self._streams:
            stream.transport.abort()

    def deafen(self) -> None:
        """Let questions through and lose every answer, until ``mend``: what was asked is done, and nobody learns it."""
        self.is_deaf = True

    def mend(self) -> None:
        """Let everything through again; what lost bytes while deaf is reset, for it can never be whole again."""
        if self.is_deaf:
            self.cut()
        self.is_cut = self.is_deaf = False

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._streams.add(writer)
        try:
            if self.is_cut:
                writer.transport.abort()
            else:
                await self._connect(reader, writer)
        except (OSError, asyncio.IncompleteReadError, ValueError):
            writer.transport.abort()
        finally:
            self._streams.discard(writer)
            writer.close()

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        tunnel = method == "CONNECT"
        port = urlsplit(f"//{target}" if tunnel else target).port or 80
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", port)
        self._streams.add(far_writer)
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connected\r\n\r\n")
            else:
                far_writer.write(head)
            await asyncio.gather(self._pour(reader, far_writer), self._pour(far_reader, writer, answers=True))
        finally:
            self._streams.discard(far_writer)
            far_writer.close()

    async def _pour(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, answers: bool = False) -> None:
        """Copy until either end is gone."""
        with suppress(OSError):
            while chunk := await source.read(CHUNK):
                if not (answers and self.is_deaf):
                    sink.write(chunk)
                    await sink.drain()
        with suppress(OSError):
            sink.close()
