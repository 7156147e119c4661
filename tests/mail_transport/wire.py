"""A wire between a client and a real server that can be cut after so many bytes, or go silent."""

import asyncio
from types import TracebackType


class Wire:
    """Listens at ``port`` and passes everything on to ``target``; each entry of ``cuts`` cuts one connection after so many server bytes."""

    def __init__(self, target: int) -> None:
        self._target = target
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._open: set[asyncio.StreamWriter] = set()
        self.cuts: list[int] = []
        self.connections = 0
        self.silent = False

    async def __aenter__(self) -> "Wire":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server
        self._server.close()
        self.cut_all()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def port(self) -> int:
        assert self._server
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def cut_all(self) -> None:
        for writer in self._open:
            writer.transport.abort()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        budget = self.cuts.pop(0) if self.cuts else None
        there, there_writer = await asyncio.open_connection("127.0.0.1", self._target)
        self._open |= {writer, there_writer}
        both = [
            asyncio.create_task(self._pass(reader, there_writer, None)),
            asyncio.create_task(self._pass(there, writer, budget)),
        ]
        self._tasks |= set(both)
        await asyncio.wait(both, return_when=asyncio.FIRST_COMPLETED)
        for end in (writer, there_writer):
            end.transport.abort()
            self._open.discard(end)
        await asyncio.wait(both)
        self._tasks -= set(both)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, budget: int | None) -> None:
        try:
            while piece := await reader.read(65536):
                if self.silent:
                    continue
                if budget is not None:
                    piece, budget = piece[:budget], budget - len(piece)
                writer.write(piece)
                await writer.drain()
                if budget is not None and budget <= 0:
                    return
        except (ConnectionError, OSError):
            return
