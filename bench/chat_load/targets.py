"""The three servers under the same crowd: each is started, given writers and agents, and stopped."""

import asyncio
import socket
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from sys import executable
from typing import Any

import aiohttp

from bench.chat_load.crowd import Crowd, Visitor
from bench.chat_load.processes import Process

ADMINISTRATOR = ("admin@bench.example", "a bench password")
AGENTS = 5
AT_ONCE = 100


@dataclass
class Target:
    """A server that runs, and the crowd on it."""

    server: Process
    crowd: Crowd

    async def ready(self, writers: int) -> None:
        """Let there be so many visitors with a conversation that an agent serves."""
        raise NotImplementedError


class ParleyTarget(Target):
    """Parley, asked to assign over HTTP as a program would."""

    http: aiohttp.ClientSession
    agents: list[str]

    async def ready(self, writers: int) -> None:
        """See ``Target.ready``."""
        crowd = self.crowd
        while crowd.writers < writers:
            new = crowd.visitors[crowd.writers : min(crowd.writers + AT_ONCE, writers)]
            if not new:
                new = await crowd.add_visitors(min(AT_ONCE, writers - crowd.writers))
            await self._assign(new, await crowd.begin(new))
            crowd.writers += len(new)
        await self._settle(writers)

    async def _assign(self, visitors: Sequence[Visitor], conversations: Sequence[str]) -> None:
        first = self.crowd.writers
        await asyncio.gather(
            *(
                self.ask("PUT", f"/conversations/{conversation}/assignment", {"agent": self.agents[index % AGENTS]})
                for index, conversation in enumerate(conversations, first)
            )
        )

    async def _settle(self, writers: int) -> None:
        """Return once the agents' shifts, which follow their conversations, carry them all."""
        async with asyncio.timeout(120):
            while sum([(await self.ask("GET", f"/agents/{agent}"))["load"]["chat"] for agent in self.agents]) < writers:
                await asyncio.sleep(0.2)

    async def messages_of(self, conversation: str) -> list[str]:
        """The ids of a conversation's messages from the visitor, in the order in which they are stored."""
        messages: list[str] = []
        after: int | None = 0
        while after is not None:
            page = await self.ask("GET", f"/conversations/{conversation}/events?after={after}&limit=200")
            messages += [event["message"] for event in page["events"] if event["type"] == "MessageReceived"]
            after = page["next"]
        return messages

    async def ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Call the API; fails on anything but success."""
        async with self.http.request(method, f"/api/v1{path}", json=body) as answer:
            if answer.status >= 300:
                raise RuntimeError(f"{method} {path}: {answer.status} {await answer.text()}")
            return await answer.json()


@asynccontextmanager
async def parley(memory: bool) -> AsyncIterator[ParleyTarget]:
    """Parley on the embedded database, or on a store that keeps nothing."""
    port = free_port()
    host = f"127.0.0.1:{port}"
    email, password = ADMINISTRATOR
    with tempfile.TemporaryDirectory(prefix="parley-bench-", ignore_cleanup_errors=True) as folder:
        settings = {"PARLEY_PORT": str(port), "PARLEY_DATA": f"{folder}/data"}
        settings |= {"PARLEY_ADMIN_EMAIL": email, "PARLEY_ADMIN_PASSWORD": password}
        command = [executable, "-m", "bench.peers.parley", *(["--memory"] if memory else [])]
        server = Process(command, settings, Path(folder) / "server.log")
        try:
            await server.says("Parley serves")
            server.move_children()
            async with aiohttp.ClientSession(f"http://{host}") as http:
                yield await _opened(server, host, http)
        finally:
            server.stop()


async def _opened(server: Process, host: str, http: aiohttp.ClientSession) -> ParleyTarget:
    email, password = ADMINISTRATOR
    target = ParleyTarget(server, Crowd(host, ""))
    target.http, target.agents = http, []
    session = await target.ask("POST", "/session", {"email": email, "password": password})
    http.headers["Authorization"] = f"Bearer {session['token']}"
    queue = (await target.ask("POST", "/queues", {"name": "Bench"}))["id"]
    widget = await target.ask("POST", "/widgets", {"name": "Shop", "sites": ["*"], "queue": queue})
    target.crowd = Crowd(host, widget["key"])
    tokens = []
    for number in range(AGENTS):
        fields = {"name": f"Agent {number}", "email": f"agent{number}@bench.example", "password": password}
        agent = await target.ask("POST", "/agents", {**fields, "queues": [queue], "role": "agent"})
        signed_in = await target.ask("POST", "/session", {"email": fields["email"], "password": password})
        target.agents.append(agent["id"])
        tokens.append(signed_in["token"])
    await target.crowd.add_agents(tokens)
    return target


class NodeTarget(Target):
    """Node's Socket.IO; its server gives every conversation to the next agent as it begins."""

    async def ready(self, writers: int) -> None:
        """See ``Target.ready``."""
        new = await self.crowd.add_visitors(writers - self.crowd.writers)
        await self.crowd.begin(new)
        self.crowd.writers = writers


@asynccontextmanager
async def node() -> AsyncIterator[NodeTarget]:
    """The same path on Node's Socket.IO, its store a list."""
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        server = Process(["node", "bench/peers/socketio.mjs", str(port)], {}, Path(folder) / "server.log")
        try:
            await server.says("listens")
            target = NodeTarget(server, Crowd(f"127.0.0.1:{port}", "bench"))
            await target.crowd.add_agents(str(number) for number in range(AGENTS))
            yield target
        finally:
            server.stop()


def free_port() -> int:
    """A port nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
