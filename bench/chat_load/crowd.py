"""A crowd on Socket.IO: visitors who write and agents who hear them, speaking Engine.IO 4 and Socket.IO 5 by hand.

Packets are recognised by their first bytes; only what happens once per connection is parsed as JSON.
"""

import asyncio
import json
from collections.abc import Iterable, Sequence
from typing import Any

from bench.chat_load.tally import Tally
from bench.chat_load.wire import Socket

EVENT = b'42["event",'
MESSAGE = b'"message":"b'
HANDSHAKES = 400
"""Connections on their way at once: more only fills the kernel's backlog."""
WORDS = "Good morning, my parcel has not come yet and the courier's page says it was delivered. Could you look?"


class Tab(Socket):
    """One Socket.IO connection; ``welcome`` is what it was greeted with."""

    def __init__(self, host: str, path: str, auth: dict[str, Any], tally: Tally) -> None:
        super().__init__(host, f"/{path}/?EIO=4&transport=websocket")
        self._auth = json.dumps(auth)
        self._tally = tally
        self.welcome: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()

    def heard(self, text: bytes, at: float) -> None:
        """Answer what the protocols ask, hand on what was said."""
        self._tally.packets += 1
        self._tally.bytes += len(text)
        kind = text[:2]
        if kind == b"42":
            self.event(text, at)
        elif kind == b"43":
            self.answered(text, at)
        elif text[:1] == b"2":
            self.send(b"3")
        elif text[:1] == b"0":
            self.send(b"40" + self._auth.encode())
        elif kind == b"44":
            self.lost_with(ConnectionError(text.decode()))

    def answered(self, text: bytes, at: float) -> None:
        """An acknowledgement; its number is the message's."""
        start = text.index(b"[")
        self._tally.acked(int(text[2:start]), at, b'"ok":true' in text)

    def event(self, text: bytes, at: float) -> None:
        """Something was pushed."""
        if text.startswith(b'42["welcome"') and not self.welcome.done():
            self.welcome.set_result(json.loads(text[2:])[1])

    def lost(self) -> None:
        """Whoever waits for the welcome learns that it will not come."""
        self.lost_with(ConnectionError("the server hung up"))

    def lost_with(self, error: Exception) -> None:
        """As ``lost``, and why."""
        if not self.welcome.done():
            self.welcome.set_exception(error)


class Visitor(Tab):
    """One visitor's tab."""

    def __init__(self, host: str, path: str, auth: dict[str, Any], tally: Tally) -> None:
        super().__init__(host, path, auth, tally)
        self.conversation: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.said: list[int] = []

    def begin(self) -> None:
        """Write the first message; ``conversation`` will be the one it began."""
        self.send(b'420["message",{"id":"first","text":"Hello"}]')

    def answered(self, text: bytes, at: float) -> None:
        """The first answer is the first message's."""
        if self.conversation.done():
            super().answered(text, at)
            return
        answer = json.loads(text[text.index(b"[") :])[0]
        if answer["ok"]:
            self.conversation.set_result(answer["conversation"])
        else:
            self.conversation.set_exception(RuntimeError(answer["error"]))

    def say(self, index: int, text: str = WORDS) -> None:
        """Send message ``index``; its acknowledgement carries the same number."""
        self.said.append(index)
        self.send(b'42%d["message",{"id":"b%d","text":"%b"}]' % (index, index, text.encode()))


class Agent(Tab):
    """One agent's tab."""

    def event(self, text: bytes, at: float) -> None:
        """A message has come to the agent who serves its conversation."""
        if text.startswith(EVENT):
            found = text.find(MESSAGE)
            if found >= 0:
                start = found + len(MESSAGE)
                self._tally.delivered(int(text[start : text.index(b'"', start)]), at)
        else:
            super().event(text, at)


class Crowd:
    """Visitors and agents of one server at ``host`` (name:port)."""

    def __init__(self, host: str, widget: str) -> None:
        self.tally = Tally()
        self.visitors: list[Visitor] = []
        self.agents: list[Agent] = []
        self._host = host
        self._address, _, port = host.partition(":")
        self._port = int(port)
        self._widget = widget
        self._turn = 0
        self.writers = 0

    async def add_visitors(self, count: int) -> list[Visitor]:
        """Connect so many more."""
        added = [Visitor(self._host, "socket/visitor", {"widget": self._widget}, self.tally) for _ in range(count)]
        await self._connect(added)
        self.visitors += added
        return added

    async def add_agents(self, tokens: Iterable[str]) -> list[Agent]:
        """Connect an agent for each token."""
        added = [Agent(self._host, "socket/agent", {"token": token}, self.tally) for token in tokens]
        await self._connect(added)
        self.agents += added
        return added

    async def begin(self, visitors: Sequence[Visitor]) -> list[str]:
        """Let each of ``visitors`` write a first message; the answer is their conversations, in order."""
        for visitor in visitors:
            visitor.begin()
        async with asyncio.timeout(60):
            return [await visitor.conversation for visitor in visitors]

    def write(self, index: int) -> None:
        """Message ``index`` from the writer whose turn it is; the first ``writers`` visitors take turns."""
        self._turn = (self._turn + 1) % self.writers
        self.visitors[self._turn].say(index)

    async def return_all(self) -> None:
        """Drop every visitor's connection, and connect each again with the token they were given."""
        tokens = [visitor.welcome.result()["token"] for visitor in self.visitors]
        for visitor in self.visitors:
            visitor.transport.abort()
        gone, self.visitors = self.visitors, []
        for visitor, token in zip(gone, tokens, strict=True):
            auth = {"widget": self._widget, "token": token}
            self.visitors.append(Visitor(self._host, "socket/visitor", auth, self.tally))
            self.visitors[-1].conversation = visitor.conversation
        await self._connect(self.visitors)

    def leave(self) -> None:
        """Hang up everywhere."""
        for tab in (*self.visitors, *self.agents):
            tab.transport.abort()

    async def _connect(self, tabs: Sequence[Tab]) -> None:
        """Return once each has its welcome."""
        free = asyncio.Semaphore(HANDSHAKES)
        loop = asyncio.get_running_loop()

        async def one(tab: Tab) -> None:
            async with free:
                await loop.create_connection(lambda: tab, self._address, self._port)
                async with asyncio.timeout(60):
                    await tab.welcome

        await asyncio.gather(*(one(tab) for tab in tabs))
