"""A real server, killed with -9 again and again while visitors and an agent write, reconnect and send again what was not acknowledged.

What everybody sent, was answered and was shown is written down; ``verdict`` compares it with what is stored: I1 every acknowledged
message is there exactly once, I2 all readers saw one order without a gap, I3 nothing is there that nobody sent.
"""

import asyncio
import os
import random
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

import aiohttp
import socketio
from socketio.exceptions import SocketIOError

from domain.stream import Unavailable
from tests.journeys.centre import free_port
from tests.repository.tree import ROOT

ADMINISTRATOR = ("storm@parley.example", "a storm is coming")
READY_SECONDS = 60.0
ANSWER_SECONDS = 10.0

Json = dict[str, Any]


@dataclass
class Server:
    """``python -m server`` on its own embedded database."""

    data: Path
    port: int
    http: aiohttp.ClientSession
    process: asyncio.subprocess.Process | None = None

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def environment(self) -> dict[str, str]:
        """Its settings."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("PARLEY_", "MONGODB_"))}
        email, password = ADMINISTRATOR
        admin = {"PARLEY_ADMIN_EMAIL": email, "PARLEY_ADMIN_PASSWORD": password}
        return {**kept, **admin, "PARLEY_DATA": str(self.data), "PARLEY_PORT": str(self.port)}

    async def start(self) -> None:
        """Start it and return once it is ready."""
        with (self.data / "server.log").open("ab") as log:
            self.process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "server"), cwd=ROOT, env=self.environment(), stdout=log, stderr=log
            )
        async with asyncio.timeout(READY_SECONDS):
            while not await self._ready():
                assert self.process.returncode is None, (self.data / "server.log").read_text()[-3000:]
                await asyncio.sleep(0.05)

    async def end(self, how: signal.Signals) -> None:
        """Send it a signal and wait until it is gone."""
        assert self.process is not None
        with suppress(ProcessLookupError):
            self.process.send_signal(how)
        await self.process.wait()

    async def check(self) -> tuple[int, str]:
        """What ``check-history`` says of the stopped server's data."""
        checker = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "server", "check-history"),
            cwd=ROOT,
            env=self.environment(),
            stdout=asyncio.subprocess.PIPE,
        )
        said, _ = await checker.communicate()
        return checker.returncode or 0, said.decode()

    async def ask(self, method: str, path: str, body: Any = None, token: str = "") -> tuple[int, Any]:
        """One request to the API."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        async with self.http.request(method, f"{self.url}/api/v1{path}", json=body, headers=headers) as answer:
            return answer.status, await answer.json() if answer.content_type == "application/json" else None

    async def _ready(self) -> bool:
        try:
            async with self.http.get(f"{self.url}/readyz") as answer:
                return answer.status == 200
        except aiohttp.ClientError:
            return False


@dataclass
class Book:
    """What was sent, by message id; what was acknowledged, as (conversation, number); what each visitor was shown."""

    sent: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, tuple[str, int]] = field(default_factory=dict)
    shown: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    violations: list[str] = field(default_factory=list)
    acknowledged_at: dict[str, float] = field(default_factory=dict)
    """When each visitor was last answered, monotonic."""

    def answered(self, message: str, conversation: str, number: int) -> None:
        """An acknowledgement; one message is never answered twice with different numbers."""
        before = self.acknowledged.setdefault(message, (conversation, number))
        if before != (conversation, number):
            self.violations.append(f"I1 {message}: answered {before}, then {(conversation, number)}")


class Visitor:
    """A tab that writes, and after every cut comes back, resumes by number and sends again."""

    def __init__(self, server: Server, book: Book, key: str, name: str) -> None:
        self._server, self._book, self._key, self.name = server, book, key, name
        self._token: str | None = None
        self.conversation = ""
        self._serial = count()
        self._client: Any = None
        self._gone = asyncio.Event()

    async def write(self, pause: float, until: asyncio.Event) -> None:
        """Write one message after the other until told to end; the last one is acknowledged too."""
        while not until.is_set():
            await self.say_something()
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))

    async def say_something(self) -> None:
        """One new message, sent until it is acknowledged."""
        message = f"{self.name}-{next(self._serial)}"
        self._book.sent[message] = f"words of {message}"
        await self._deliver(message)

    async def catch_up(self) -> None:
        """Be connected and have everything there is."""
        await self._connected()
        await self._resume()

    async def close(self) -> None:
        """Go away."""
        if self._client is not None:
            await self._client.disconnect()

    async def _deliver(self, message: str) -> None:
        while True:
            with suppress(SocketIOError, TimeoutError, aiohttp.ClientError, OSError, Unavailable):
                await self._connected()
                ack = await self._call("message", {"id": message, "text": self._book.sent[message]})
                if ack.get("ok"):
                    self.conversation = ack["conversation"]
                    self._book.answered(message, ack["conversation"], ack["number"])
                    self._book.acknowledged_at[self.name] = time.monotonic()
                    return
            await asyncio.sleep(0.1)

    async def _connected(self) -> None:
        if self._client is not None and self._client.connected and not self._gone.is_set():
            return
        self._gone = gone = asyncio.Event()
        welcome: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        self._client = client = socketio.AsyncClient(
            reconnection=False, handle_sigint=False, http_session=self._server.http
        )
        client.on("welcome", welcome.set_result)
        client.on("event", self._show)
        client.on("disconnect", lambda *reason: gone.set())
        auth = {"widget": self._key, **({"token": self._token} if self._token else {})}
        await client.connect(
            self._server.url,
            auth=auth,
            transports=["websocket"],
            socketio_path="socket/visitor",
            wait_timeout=ANSWER_SECONDS,
        )
        async with asyncio.timeout(ANSWER_SECONDS):
            self._token = (await welcome)["token"]
        await self._resume()

    async def _resume(self) -> None:
        while self.conversation:
            shown = self._book.shown[self.name]
            asked = {"conversation": self.conversation, "after": shown[-1]["number"] if shown else 0}
            ack = await self._call("resume", asked)
            if not ack.get("events"):
                return
            for event in ack["events"]:
                self._show(event)

    def _show(self, event: Json) -> None:
        """As the widget does: what is known already is dropped, what would leave a gap waits for the resume that closes it."""
        shown = self._book.shown[self.name]
        last = shown[-1]["number"] if shown else 0
        if event["number"] > last and event["before"] == last:
            shown.append(event)

    async def _call(self, event: str, data: Json) -> Json:
        """Emit and wait for the answer, or for the connection's end."""
        call = asyncio.ensure_future(self._client.call(event, data, timeout=ANSWER_SECONDS))
        gone = asyncio.ensure_future(self._gone.wait())
        try:
            await asyncio.wait({call, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not call.done():
                raise Unavailable("the connection has gone")
            answer: Json = call.result()
            return answer
        finally:
            for task in (call, gone):
                task.cancel()
            await asyncio.gather(call, gone, return_exceptions=True)


class Agent:
    """A program that answers everybody over HTTP, with messages and notes, and sends again what was not answered."""

    def __init__(self, server: Server, book: Book, token: str) -> None:
        self._server, self._book, self._token = server, book, token
        self._serial = count()

    async def write(self, visitors: list[Visitor], pause: float, until: asyncio.Event) -> None:
        """Answer one visitor after the other until told to end."""
        while not until.is_set():
            known = [visitor for visitor in visitors if visitor.conversation]
            if known:
                await self._deliver(random.choice(known).conversation)
            await asyncio.sleep(pause * random.uniform(0.5, 1.5))

    async def _deliver(self, conversation: str) -> None:
        message = f"agent-{next(self._serial)}"
        self._book.sent[message] = f"words of {message}"
        channel = "note" if message.endswith("7") else "chat"
        body = {"id": message, "channel": channel, "text": self._book.sent[message]}
        while True:
            with suppress(aiohttp.ClientError, TimeoutError, OSError):
                async with asyncio.timeout(ANSWER_SECONDS):
                    status, answer = await self._server.ask(
                        "POST", f"/conversations/{conversation}/messages", body, self._token
                    )
                if status in (200, 201):
                    self._book.answered(message, conversation, answer["number"])
                    return
                assert status == 503, (status, answer)
            await asyncio.sleep(0.1)


@dataclass
class Storm:
    """The server, everybody who writes, and their book."""

    server: Server
    book: Book
    visitors: list[Visitor]
    agent: Agent
    token: str
    back_seconds: list[float] = field(default_factory=list)
    """After each start: until every visitor had been answered again."""

    async def rage(self, kills: int, pause: float = 0.3) -> None:
        """Let everybody write, kill and start the server ``kills`` times, then let everything settle."""
        calm = asyncio.Event()
        writers = [asyncio.create_task(visitor.write(pause, calm)) for visitor in self.visitors]
        writers.append(asyncio.create_task(self.agent.write(self.visitors, pause / 2, calm)))
        for _ in range(kills):
            await asyncio.sleep(random.uniform(0.1, 0.8))
            await self.server.end(signal.SIGKILL)
            await self.server.start()
            await self._everybody_is_back(time.monotonic())
        calm.set()
        await asyncio.gather(*writers)
        for visitor in self.visitors:
            await visitor.catch_up()

    async def _everybody_is_back(self, started: float) -> None:
        async with asyncio.timeout(READY_SECONDS):
            while not all(self.book.acknowledged_at.get(v.name, 0) > started for v in self.visitors):
                await asyncio.sleep(0.02)
        self.back_seconds.append(time.monotonic() - started)

    async def verdict(self) -> list[str]:
        """Every violation of I1 to I3."""
        stored = {visitor.name: await self._events(visitor.conversation) for visitor in self.visitors}
        book, found = self.book, list(self.book.violations)
        messages = [event for events in stored.values() for event in events if "message" in event]
        times = Counter(event["message"] for event in messages)
        at = {event["message"]: (event["conversation"], event["number"]) for event in messages}
        for message, where in book.acknowledged.items():
            if times[message] != 1 or at[message] != where:
                found.append(f"I1 {message}: answered {where}, stored {times[message]} times, at {at.get(message)}")
        strange = [event for event in messages if book.sent.get(event["message"]) != event["text"]]
        found += [f"I3 nobody sent {event['message']} {event['text']!r}" for event in strange]
        for name, events in stored.items():
            if [event["number"] for event in events] != list(range(1, len(events) + 1)):
                found.append(f"I2 {name}: the stream has a gap")
            visible = [event["number"] for event in events if event["type"] not in HIDDEN]
            if [event["number"] for event in book.shown[name]] != visible:
                found.append(f"I2 {name}: was not shown what is stored")
        return found

    async def _events(self, conversation: str) -> list[Json]:
        events: list[Json] = []
        after: int | None = 0
        while after is not None:
            _, page = await self.server.ask(
                "GET", f"/conversations/{conversation}/events?after={after}&limit=500", None, self.token
            )
            events += page["events"]
            after = page["next"]
        return events


HIDDEN = {"NoteAdded", "OfferMade", "OfferDeclined", "OfferExpired", "OfferWithdrawn"}


@asynccontextmanager
async def gathering(data: Path, visitors: int) -> AsyncIterator[Storm]:
    """A started server, an administrator who writes, and visitors who have said their first words."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        server = Server(data, free_port(), http)
        await server.start()
        try:
            email, password = ADMINISTRATOR
            _, session = await server.ask("POST", "/session", {"email": email, "password": password})
            token = session["token"]
            _, widget = await server.ask("POST", "/widgets", {"name": "Storm", "sites": ["*"]}, token)
            book = Book()
            crowd = [Visitor(server, book, widget["key"], f"visitor{number}") for number in range(visitors)]
            storm = Storm(server, book, crowd, Agent(server, book, token), token)
            yield storm
            await asyncio.gather(*(visitor.close() for visitor in crowd))
        finally:
            await server.end(signal.SIGTERM)
