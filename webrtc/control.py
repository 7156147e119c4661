"""The control socket of a worker: JSON lines over a unix socket that only its owner may open.

Whoever connects may ask, and hears events. A reader that is too slow is hung up on: it adopts the calls anew when it is back.
"""

import asyncio
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from webrtc.plan import LONGEST_LINE, Asked, Event, Said
from webrtc.switchboard import Switchboard

MOST_UNREAD = 8 << 20
LONGEST_NAME = 100
"""Bytes that a unix socket's name may surely have."""

log = logging.getLogger("parley.media")
_asked = msgspec.json.Decoder(Asked)
_encode = msgspec.json.Encoder().encode


@contextmanager
def short_name(path: Path) -> Iterator[str]:
    """A name for a unix socket however deep its folder is: a longer one is reached through an open folder (Linux)."""
    if len(os.fsencode(path)) <= LONGEST_NAME:
        yield str(path)
        return
    folder = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{folder}/{path.name}"
    finally:
        os.close(folder)


class Control:
    """Serves the control socket of one switchboard."""

    def __init__(self, switchboard: Switchboard) -> None:
        self._switchboard = switchboard
        self._connected: set[asyncio.StreamWriter] = set()

    async def open(self, path: Path) -> None:
        """Listen at ``path``, where a dead worker may have left its socket."""
        path.unlink(missing_ok=True)
        umask = os.umask(0o177)
        try:
            with short_name(path) as name:
                self._server = await asyncio.start_unix_server(self._serve, name, limit=LONGEST_LINE)
        finally:
            os.umask(umask)

    async def close(self) -> None:
        """Listen no more and hang up."""
        self._server.close()
        for writer in self._connected:
            writer.close()
        await asyncio.gather(*(writer.wait_closed() for writer in self._connected), return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._connected.add(writer)

        def tell(event: Event, serial: int | None) -> None:
            self._write(writer, Said(event=event, serial=serial))

        self._switchboard.listen(tell)
        asks: set[asyncio.Task[None]] = set()
        try:
            while line := await reader.readline():
                asked = asyncio.create_task(self._answer(writer, _asked.decode(line)), name="media ask")
                asks.add(asked)
                asked.add_done_callback(asks.discard)
        except (ValueError, OSError) as error:
            log.warning("the control connection said something impossible: %s", error)
        finally:
            self._switchboard.unlisten(tell)
            for asked in asks:
                asked.cancel()
            writer.close()
            self._connected.discard(writer)

    async def _answer(self, writer: asyncio.StreamWriter, asked: Asked) -> None:
        self._write(writer, Said(number=asked.number, reply=await self._switchboard.carry_out(asked.ask)))

    def _write(self, writer: asyncio.StreamWriter, said: Said) -> None:
        if writer.is_closing():
            return
        writer.write(_encode(said) + b"\n")
        if writer.transport.get_write_buffer_size() > MOST_UNREAD:
            writer.transport.abort()
