"""Parley's media worker as it is, for the call benchmark: started on its own and told over its control socket what the server would tell it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from sys import executable

import msgspec

from bench.chat_load.processes import Process
from domain.refusal import Refused
from webrtc.plan import LONGEST_LINE, Ask, Asked, Refusal, Reply, Said

_said = msgspec.json.Decoder(Said)
_encode = msgspec.json.Encoder().encode


class Controls:
    """The web process's end of a worker's control socket; events are read and not kept."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer
        self._waiting: dict[int, asyncio.Future[Reply]] = {}
        self._number = 0

    async def read(self) -> None:
        """Take what the worker says until it hangs up."""
        while line := await self._reader.readline():
            said = _said.decode(line)
            if said.number is not None and said.reply is not None:
                self._waiting.pop(said.number).set_result(said.reply)

    async def ask(self, ask: Ask) -> Reply:
        """The worker's answer. Raises Refused."""
        self._number += 1
        waiting = self._waiting[self._number] = asyncio.get_running_loop().create_future()
        self._writer.write(_encode(Asked(self._number, ask)) + b"\n")
        async with asyncio.timeout(20):
            reply: Reply = await waiting
        if isinstance(reply, Refusal):
            raise Refused(reply.code, reply.sentence)
        return reply


@asynccontextmanager
async def worker(host: str, report_seconds: float | None) -> AsyncIterator[tuple[Process, Controls, Path]]:
    """A worker offering media on ``host``, its controls, and a folder for recordings and sounds."""
    with tempfile.TemporaryDirectory(prefix="parley-bench-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        command = [executable, "-m", "webrtc.worker", "--socket", name + "/media", "--offer", host, "--port", "0"]
        if report_seconds is not None:
            command += ["--report-seconds", f"{report_seconds:.3f}"]
        server = Process(command, {}, folder / "media.log")
        try:
            await server.says("media on UDP port")
            controls = Controls(*await asyncio.open_unix_connection(name + "/media", limit=LONGEST_LINE))
            reading = asyncio.create_task(controls.read())
            yield server, controls, folder
            reading.cancel()
        finally:
            server.stop()
