"""The two official Socket.IO clients behind one face: python-socketio's, and Node's run as a child process."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from typing import Any, Protocol

from tests.centre import PATIENCE_SECONDS, SITE, Centre, Json, Person, Socket
from tests.repository.tree import ROOT

SCRIPT = ROOT / "tests" / "chat" / "sockets.mjs"


class Tab(Protocol):
    """What a test does with a connected tab, whichever client it is."""

    async def ask(self, event: str, data: Any = None) -> Any:
        """Emit, and wait for the acknowledgement."""

    async def until(self, event: str, matches: Any = ...) -> Any:
        """Wait for an event whose data matches."""

    def all(self, event: str) -> list[Any]:
        """The data of every such event so far."""

    async def close(self) -> None:
        """Go away."""

    @property
    def welcome(self) -> Json:
        """What the server said first."""


class Clients(Protocol):
    """Opens tabs."""

    async def visitor(self, widget: Json, token: str | None = None, **auth: Any) -> Tab:
        """A visitor's tab."""

    async def desktop(self, agent: Person) -> Tab:
        """An Agent's tab."""


class NodeTab(Socket):
    """A tab of Node's client; it hears like the other one, but what it does is written to the child."""

    def __init__(self, node: "NodeClients", tab: int) -> None:
        self.heard = []
        self._news = asyncio.Event()
        self._node, self._tab = node, tab

    async def ask(self, event: str, data: Any = None) -> Any:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await self._node.ask(self._tab, event, data)

    async def close(self) -> None:
        self._node.say("close", tab=self._tab)


class NodeClients:
    """One child process with any number of tabs."""

    def __init__(self, centre: Centre, process: asyncio.subprocess.Process) -> None:
        self._centre, self._process = centre, process
        self._tabs: dict[int, NodeTab] = {}
        self._answers: dict[int, asyncio.Future[Any]] = {}
        self._serials = count()

    def say(self, act: str, **fields: Any) -> None:
        """Give the child something to do."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"act": act, **fields}).encode() + b"\n")

    async def ask(self, tab: int, event: str, data: Any) -> Any:
        """Emit from a tab and wait for the answer."""
        serial = next(self._serials)
        self._answers[serial] = asyncio.get_running_loop().create_future()
        self.say("ask", tab=tab, event=event, data=data, serial=serial)
        return await self._answers[serial]

    async def listen(self) -> None:
        """Pass on what the child says, until it ends."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            said = json.loads(line)
            if "serial" in said:
                self._answers.pop(said["serial"]).set_result(said.get("answer"))
            else:
                self._tabs[said["tab"]]._hear(said["event"], said.get("data"))

    async def visitor(self, widget: Json, token: str | None = None, **auth: Any) -> Tab:
        asked = {"widget": widget["key"], **({"token": token} if token else {}), **auth}
        return await self._open("socket/visitor", asked, SITE)

    async def desktop(self, agent: Person) -> Tab:
        return await self._open("socket/agent", {"token": agent.token}, None)

    async def _open(self, path: str, auth: Json, origin: str | None) -> NodeTab:
        tab = next(self._serials)
        opened = self._tabs[tab] = NodeTab(self, tab)
        self.say("open", tab=tab, url=self._centre.url, path=path, auth=auth, origin=origin)
        await opened.until("welcome")
        return opened


@asynccontextmanager
async def node_clients(centre: Centre) -> AsyncIterator[Clients]:
    """Node's client, run for one test."""
    process = await asyncio.create_subprocess_exec(
        "node",
        str(SCRIPT),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        limit=4 * 1024 * 1024,
    )
    clients = NodeClients(centre, process)
    listening = asyncio.create_task(clients.listen())
    try:
        yield clients
    finally:
        process.terminate()
        await process.wait()
        await listening
