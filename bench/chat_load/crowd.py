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
RECEIVED = b'"type":"MessageReceived"'
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
            start = text.index(b"[")
            self._tally.acked(int(text[2:start]), at, b'"ok":true' in text)
        elif text[:1] == b"2":
            self.send(b"3")
        elif text[:1] == b"0":
            self.send(b"40" + self._auth.encode())
        elif kind == b"44":
            self.lost_with(ConnectionError(text.decode()))

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

    def say(self, index: int, text: str = WORDS) -> None:
        """Send message ``index``; its acknowledgement carries the same number."""
        self.send(b'42%d["message",{"id":"b%d","text":"%b"}]' % (index, index, text.encode()))


class Agent(Tab):
    """One agent's tab."""

    def event(self, text: bytes, at: float) -> None:
        """A message has come to the agent who serves its conversation."""
        if text.startswith(EVENT):
            if RECEIVED in text:
                start = text.index(MESSAGE) + len(MESSAGE)
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

    async def open_conversations(self, visitors: Sequence[Visitor], together: int = 100) -> list[str]:
        """Let each of ``visitors`` write a first message; the answer is their conversations, in order."""
        conversations = []
        for start in range(0, len(visitors), together):
            some = visitors[start : start + together]
            firsts = [FirstMessage(self.tally, visitor) for visitor in some]
            conversations += [await asyncio.wait_for(first.conversation, 30) for first in firsts]
        return conversations

    def write(self, index: int) -> None:
        """Message ``index`` from the writer whose turn it is; the first ``writers`` visitors take turns."""
        self._turn = (self._turn + 1) % self.writers
        self.visitors[self._turn].say(index)

    async def return_all(self) -> None:
        """Drop every visitor's connection, and connect each again with the token they were given."""
        tokens = [visitor.welcome.result()["token"] for visitor in self.visitors]
        for visitor in self.visitors:
            visitor.transport.abort()
        auths = [{"widget": self._widget, "token": token} for token in tokens]
        self.visitors = [Visitor(self._host, "socket/visitor", auth, self.tally) for auth in auths]
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
                await asyncio.wait_for(tab.welcome, 60)

        await asyncio.gather(*(one(tab) for tab in tabs))


class FirstMessage:
    """A visitor's first message and the conversation that its acknowledgement names."""

    def __init__(self, tally: Tally, visitor: Visitor) -> None:
        self.conversation: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._visitor = visitor
        self._heard = visitor.heard
        visitor.heard = self._listen  # type: ignore[method-assign]  # for this one answer
        visitor.send(b'420["message",{"id":"first","text":"Hello"}]')

    def _listen(self, text: bytes, at: float) -> None:
        if text.startswith(b"430["):
            answer = json.loads(text[3:])[0]
            self._visitor.heard = self._heard  # type: ignore[method-assign]
            if answer["ok"]:
                self.conversation.set_result(answer["conversation"])
            else:
                self.conversation.set_exception(RuntimeError(str(answer)))
        else:
            self._heard(text, at)
