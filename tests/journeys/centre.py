"""A contact centre for one journey: Parley as a process of its own, on the embedded database, that can be killed and started again."""

import asyncio
import json
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp

from server.demo_story import PEOPLE
from tests.repository.tree import ROOT

ADMINISTRATOR = ("admin@journey.example", "a long journey 1")
START_SECONDS = 60


@dataclass(frozen=True)
class Account:
    """How an Agent signs in."""

    id: str
    name: str
    email: str
    password: str


@dataclass
class Centre:
    """Where the centre is, how to ask it, and how to break it."""

    folder: Path
    port: int
    http: aiohttp.ClientSession
    program: tuple[str, ...] = ()
    process: asyncio.subprocess.Process | None = None
    token: str = ""
    accounts: dict[str, Account] = field(default_factory=dict)
    key: str = ""
    widget: str = ""
    queue: str = ""

    @property
    def url(self) -> str:
        """The centre's address, as browsers write it."""
        return f"http://localhost:{self.port}"

    @property
    def log(self) -> Path:
        """What the server printed."""
        return self.folder / "server.log"

    # Its life

    async def start(self) -> None:
        """Start the server and return once it is ready."""
        with self.log.open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                *(self.program or ("tests.journeys.serve", str(self._clock))),
                cwd=ROOT,
                env=self._environment(),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        async with asyncio.timeout(START_SECONDS):
            while not await self._is_ready():
                assert self.process.returncode is None, self.log.read_text()
                await asyncio.sleep(0.05)

    async def kill(self) -> None:
        """Kill -9, as a machine that loses its power would."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        await self.process.wait()

    async def stop(self) -> None:
        """Ask it to end, and wait."""
        if self.process is not None and self.process.returncode is None:
            self.process.terminate()
            await self.process.wait()

    def pass_time(self, seconds: float) -> None:
        """Let the server's clock go on by so much more."""
        moved = self._clock.with_suffix(".new")
        moved.write_text(str(float(self._clock.read_text()) + seconds))
        moved.rename(self._clock)

    # What it is asked

    async def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> Any:
        """Call the API as the administrator; fails on anything but success."""
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        async with self.http.request(method, f"{self.url}/api/v1{path}", json=body, headers=headers) as answer:
            assert answer.status < 300, f"{method} {path}: {answer.status} {await answer.text()}"
            return await answer.json() if answer.status != 204 else None

    async def conversations(self) -> list[dict[str, Any]]:
        """Every conversation there is, newest first."""
        items: list[dict[str, Any]] = (await self.ask("GET", "/conversations?limit=50"))["items"]
        return items

    async def events(self, conversation: str) -> list[dict[str, Any]]:
        """The stored events of a conversation, in order."""
        events: list[dict[str, Any]] = []
        after: int | None = 0
        while after is not None:
            page = await self.ask("GET", f"/conversations/{conversation}/events?after={after}&limit=200")
            events += page["events"]
            after = page["next"]
        assert [event["number"] for event in events] == list(range(1, len(events) + 1)), "the stream has a gap"
        return events

    async def tidy(self) -> None:
        """Close what a journey left open, so that the next one meets an empty line and a running server."""
        if self.process is None or self.process.returncode is not None:
            await self.start()
        for conversation in (await self.ask("GET", "/conversations?state=waiting,offered,open,snoozed&limit=50"))[
            "items"
        ]:
            await self.ask("PUT", f"/conversations/{conversation['id']}/closure", {})

    async def prepare(self) -> None:
        """Sign in, and make a queue, a widget and three agents; Cleo is there but never has room."""
        email, password = ADMINISTRATOR
        session = await self.ask("POST", "/session", {"email": email, "password": password})
        self.token = session["token"]
        self.accounts["admin"] = Account(session["agent"]["id"], session["agent"]["name"], email, password)
        self.queue = (await self.ask("POST", "/queues", {"name": "Journeys", "offer_seconds": 60}))["id"]
        for key, name, capacity in (("ada", "Ada Quill", 50), ("ben", "Ben Farrow", 50), ("cleo", "Cleo Marsh", 0)):
            self.accounts[key] = await self._hire(key, name, capacity)
        widget = await self.ask("POST", "/widgets", self._widget())
        self.widget, self.key = widget["id"], widget["key"]

    async def _hire(self, key: str, name: str, chats: int) -> Account:
        email, password = f"{key}@journey.example", f"{key} is on a journey"
        fields = {
            "name": name,
            "email": email,
            "password": password,
            "queues": [self.queue],
            "capacity": {"chat": chats},
        }
        return Account((await self.ask("POST", "/agents", fields))["id"], name, email, password)

    def _widget(self) -> dict[str, Any]:
        return {
            "name": "Shop",
            "sites": ["*"],
            "queue": self.queue,
            "form": [{"name": "name", "kind": "text", "label": "Your name", "required": True}],
            "consent": {"required": True, "text": "We keep what you write.", "version": "1", "policy_url": ""},
        }

    # How it runs

    @property
    def _clock(self) -> Path:
        return self.folder / "clock"

    def _environment(self) -> dict[str, str]:
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "MONGODB", "REDIS"))
        }
        email, password = ADMINISTRATOR
        return {
            **kept,
            "PARLEY_PORT": str(self.port),
            "PARLEY_DATA": str(self.folder / "data"),
            "PARLEY_ADMIN_EMAIL": email,
            "PARLEY_ADMIN_PASSWORD": password,
            "PYTHONUNBUFFERED": "1",
        }

    async def _is_ready(self) -> bool:
        with suppress(aiohttp.ClientError):
            async with self.http.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        return False


@asynccontextmanager
async def open_centre(folder: Path) -> AsyncIterator[Centre]:
    """A prepared centre with its data in ``folder``; it is stopped when the block ends."""
    (folder / "clock").write_text("0")
    async with aiohttp.ClientSession() as http:
        centre = Centre(folder, free_port(), http)
        try:
            await centre.start()
            await centre.prepare()
            yield centre
        finally:
            await centre.stop()


@asynccontextmanager
async def open_demo(folder: Path) -> AsyncIterator[Centre]:
    """The demo centre as ``./run`` starts it, with the accounts that it made."""
    async with aiohttp.ClientSession() as http:
        centre = Centre(folder, free_port(), http, ("server", "--demo"))
        try:
            await centre.start()
            kept = json.loads((folder / "data" / "demo.json").read_text())["passwords"]
            for person in PEOPLE:
                centre.accounts[person.key] = Account("", person.name, person.email, kept[person.key])
            yield centre
        finally:
            await centre.stop()


def free_port() -> int:
    """A port nobody has at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
