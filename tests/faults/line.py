"""Calls on a real server in a process of its own: phones that play tones, its media process by number, and a network that can be cut."""

import asyncio
import os
import re
import signal
import time
from collections import deque
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import aiohttp

from tests.centre import SITE, Json, Socket, becomes_true
from tests.faults.storm import ADMINISTRATOR, Server
from tests.journeys.centre import free_port
from tests.server.phones import ANN_HZ, VISITOR_HZ, Phone
from webrtc.caller import Caller, tone

MANY = 20_000
"""Packets that a phone keeps when its gaps are looked for: minutes."""


@dataclass
class Line:
    """A server that records its calls, its administrator who answers them, and the widget they come from."""

    server: Server
    token: str
    key: str
    data: Path
    phones: list[Phone] = field(default_factory=list)
    relays: list["Relay"] = field(default_factory=list)

    async def desk(self) -> Phone:
        """A tab of the Agent, ready for calls."""
        socket = Socket(self.server.http)
        await socket.connect(self.server.url, "socket/agent", {"token": self.token})
        assert await socket.ask("presence", {"state": "available"}) == {"ok": True}
        return self._phone(socket, ANN_HZ)

    async def visitor(self, token: str | None = None) -> Phone:
        """A tab of a visitor."""
        asked = {"widget": self.key, **({"token": token} if token else {})}
        socket = Socket(self.server.http)
        await socket.connect(self.server.url, "socket/visitor", asked, {"Origin": SITE})
        return self._phone(socket, VISITOR_HZ)

    def _phone(self, socket: Socket, hz: float) -> Phone:
        self.phones.append(Phone(socket, hz))
        return self.phones[-1]

    async def talking(self) -> tuple[Phone, Phone]:
        """A visitor who talks with the Agent."""
        await becomes_true(self.takes_calls, 60)
        desk, visitor = await self.desk(), await self.visitor()
        await visitor.starts()
        await desk.accepts()
        assert await visitor.hears(ANN_HZ)
        assert await desk.hears(VISITOR_HZ)
        return visitor, desk

    async def takes_calls(self) -> bool:
        """Whether the server has media, and the media process answers."""
        socket = (await self.desk()).socket
        ack = await socket.ask("call.start", {"agent": "agt_nobody"})
        if ack["code"] != "unavailable":
            ack = await socket.ask("call.test", {"sdp": "v=0"})
            if ack["code"] != "invalid":
                await asyncio.sleep(0.5)  # such tests are limited
        await socket.close()
        return bool(ack["code"] == "invalid")

    async def close(self) -> None:
        """Everybody hangs up, and the media process ends."""
        for phone in self.phones:
            await phone.vanishes()
        for relay in self.relays:
            relay.transport.close()
        pid = self.media()
        if pid is not None:
            os.kill(pid, signal.SIGTERM)

    async def cuttable(self, phone: Phone) -> "Relay":
        """Their sound again, through a network that can be cut."""
        before = phone.caller
        relay = await _connected_through(phone)
        self.relays.append(relay)
        if before is not None:
            await before.close()
        return relay

    def media(self) -> int | None:
        """The process that carries calls, if there is one."""
        socket = str(self.data.resolve() / "media" / "media-0.sock").encode()
        for process in Path("/proc").iterdir():
            with suppress(OSError):
                if process.name.isdigit() and socket in (process / "cmdline").read_bytes().split(b"\0"):
                    return int(process.name)
        return None

    async def kill_media(self) -> None:
        """End the media process without a word."""
        pid = self.media()
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await becomes_true(lambda: self.media() != pid)

    async def call(self, id: str) -> Json:
        """A call as the API shows it."""
        status, shown = await self.server.ask("GET", f"/calls/{id}", None, self.token)
        assert status == 200, shown
        found: Json = shown
        return found

    async def recording(self, call: str, number: int) -> tuple[Json, bytes]:
        """One of a call's recordings once it is stored, and its bytes."""

        async def stored() -> bool:
            return len((await self.call(call))["recordings"]) >= number

        await becomes_true(stored, 30)
        recording = (await self.call(call))["recordings"][number - 1]
        headers = {"Authorization": f"Bearer {self.token}"}
        async with self.server.http.get(f"{self.server.url}{recording['url']}", headers=headers) as answer:
            assert answer.status == 200
            return recording, await answer.read()


@asynccontextmanager
async def line(data: Path) -> AsyncIterator[Line]:
    """A started server; its media process ends with the block as well."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        server = Server(data, free_port(), http)
        await server.start()
        try:
            email, password = ADMINISTRATOR
            _, session = await server.ask("POST", "/session", {"email": email, "password": password})
            token = session["token"]
            wanted = {"name": "Phones", "record_calls": True, "wrap_up_seconds": 0}
            _, queue = await server.ask("POST", "/queues", wanted, token)
            shown = {"name": "P", "sites": ["*"], "kind": "call", "queue": queue["id"]}
            _, widget = await server.ask("POST", "/widgets", shown, token)
            there = Line(server, token, widget["key"], data)
            try:
                yield there
            finally:
                await there.close()
        finally:
            await server.end(signal.SIGTERM)


def keep_all(phone: Phone) -> None:
    """Keep all that a phone hears from now on."""
    assert phone.caller is not None
    phone.caller.heard[0] = deque(phone.caller.heard[0], maxlen=MANY)


def longest_gap(phone: Phone) -> float:
    """Seconds without a packet, from the first that was kept until now."""
    assert phone.caller is not None
    times = [packet.at for packet in phone.caller.heard[0]] + [time.monotonic()]
    return max(after - before for before, after in pairwise(times))


class Relay(asyncio.DatagramProtocol):
    """The network between one phone and the media process; while it is cut, every datagram of either direction is lost."""

    transport: asyncio.DatagramTransport

    def __init__(self, port: int) -> None:
        self.cut = False
        self._to = ("127.0.0.1", port)
        self._phone: tuple[str, int] | None = None

    def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
        if address != self._to:
            self._phone = address
        to = self._phone if address == self._to else self._to
        if to is not None and not self.cut:
            self.transport.sendto(data, to)


CANDIDATE = re.compile(r"(a=candidate:\S+ 1 udp \d+ 127\.0\.0\.1 )(\d+)")


async def _connected_through(phone: Phone) -> Relay:
    phone.caller = Caller(tone(phone.hz))
    answer = await phone.asks("call.offer", call=phone.call, leg=phone.leg, sdp=await phone.caller.offer())
    found = CANDIDATE.search(answer["sdp"])
    assert found is not None
    loop = asyncio.get_running_loop()
    transport, relay = await loop.create_datagram_endpoint(lambda: Relay(int(found[2])), ("127.0.0.1", 0))
    relay.transport = transport
    port = transport.get_extra_info("sockname")[1]
    await phone.caller.accept(CANDIDATE.sub(rf"\g<1>{port}", answer["sdp"]))
    return relay
