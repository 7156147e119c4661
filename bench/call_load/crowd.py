"""The legs of a run: made and connected here, heard and counted by the engine."""

import asyncio
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import psutil

from bench.call_load.connection import Connection, Identity
from bench.call_load.engine import Engine
from bench.call_load.speech import Track


class Crowd:
    """Every browser of one server."""

    def __init__(self, engine: Engine, cipher: str, host: str) -> None:
        self.engine = engine
        self.host = host
        self.identity = Identity(cipher)
        self._connections: dict[int, Connection] = {}

    def browser(self) -> Connection:
        """One more, to be connected."""
        return Connection(self.identity, self.host)

    def hand_over(self, connection: Connection, call: int) -> int:
        """A connected leg goes to the engine; what is not sound comes back to it through ``answer_returned``."""
        leg = connection.hand_over(self.engine, call)
        self._connections[leg] = connection
        return leg

    def answer_returned(self) -> None:
        """Deal with checks and DTLS that came between the sound."""
        while True:
            try:
                datagram = self.engine.returned.recv(4096, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            connection = self._connections.get(int.from_bytes(datagram[:4], "little"))
            if connection is not None:
                connection.take(datagram[4:])


@asynccontextmanager
async def crowd(tracks: Sequence[Track], cipher: str, host: str) -> AsyncIterator[Crowd]:
    """Nobody yet."""
    loop = asyncio.get_running_loop()
    with Engine(tracks) as engine:
        gathered = Crowd(engine, cipher, host)
        loop.add_reader(engine.returned, gathered.answer_returned)
        try:
            yield gathered
        finally:
            loop.remove_reader(engine.returned)


def own_address() -> str:
    """An address of this machine that every server offers. Packets to it stay inside; Janus does not use 127.0.0.1."""
    found = [
        address.address
        for addresses in psutil.net_if_addrs().values()
        for address in addresses
        if address.family == socket.AF_INET and not address.address.startswith("127.")
    ]
    return min(found, default="127.0.0.1")
