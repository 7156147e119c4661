"""A centre for one test: Parley as it is, on a clock the test moves, listening on loopback; its visitors and its agents.

Passwords are hashed with the cheapest cost and sessions start without one, because only the tests of signing in are about it.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import count
from typing import Any, Self
from unittest.mock import patch

import aiohttp
import socketio
from aiohttp import web
from argon2 import PasswordHasher
from yarl import URL

from chat.visitors import USUAL, VisitorLimits
from domain.conversation import Conversation
from domain.ids import unguessable
from domain.shift import shift_of
from mail.authentication import Resolver
from server.app import Parley
from server.calls.telephone import MediaPlane
from server.settings import Settings
from store.opening import Store, memory_store
from tests.mail_transport.names import Names

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
ORIGIN = "http://parley.example"
SITE = "https://shop.example"
PATIENCE_SECONDS = 20.0

Json = dict[str, Any]


class HandClock:
    """Time that stands still until a test moves it."""

    def __init__(self, now: datetime = NOON) -> None:
        self._now = now

    def now(self) -> datetime:
        """The present instant."""
        return self._now

    def pass_(self, **span: float) -> None:
        """Let time go on by ``span``, named as ``timedelta`` names it."""
        self._now += timedelta(**span)


@dataclass(frozen=True)
class Answer:
    """What an HTTP request came back with."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    json: Any

    @property
    def code(self) -> str | None:
        """The code of a refusal."""
        return self.json.get("code") if isinstance(self.json, dict) else None


@dataclass(frozen=True)
class Person:
    """An Agent who is signed in."""

    id: str
    email: str
    token: str


class Socket:
    """One connected tab, visitor's or agent's, that keeps all it hears."""

    def __init__(self, http: aiohttp.ClientSession) -> None:
        self.heard: list[tuple[str, Any]] = []
        self.client = socketio.AsyncClient(reconnection=False, handle_sigint=False, http_session=http)
        self._news = asyncio.Event()
        self.client.on("*", self._hear)
        self.client.on("connect_error", lambda data: self._hear("connect_error", data))
        self.client.on("disconnect", lambda reason=None: self._hear("disconnect", reason))

    def _hear(self, event: str, data: Any = None) -> None:
        self.heard.append((event, data))
        self._news.set()

    async def connect(self, url: str, path: str, auth: Any, headers: Mapping[str, str] | None = None) -> Self:
        """Connect and wait for the welcome. Raises socketio's ConnectionError when refused."""
        await self.client.connect(
            url,
            headers=dict(headers or {}),
            auth=auth,
            transports=["websocket"],
            socketio_path=path,
            wait_timeout=PATIENCE_SECONDS,
        )
        await self.until("welcome")
        return self

    async def ask(self, event: str, data: Any = None) -> Any:
        """Emit, and wait for the acknowledgement."""
        return await self.client.call(event, data, timeout=PATIENCE_SECONDS)

    async def until(self, event: str, matches: Callable[[Any], bool] = lambda data: True) -> Any:
        """The first ``event`` heard, before or from now on, whose data ``matches``."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                self._news.clear()
                for data in self.all(event):
                    if matches(data):
                        return data
                await self._news.wait()

    def all(self, event: str) -> list[Any]:
        """The data of every ``event`` heard so far."""
        return [data for name, data in self.heard if name == event]

    def forget(self) -> None:
        """Begin listening anew."""
        self.heard.clear()

    @property
    def welcome(self) -> Json:
        """What the server said first."""
        welcome: Json = self.all("welcome")[0]
        return welcome

    @property
    def numbers(self) -> list[int]:
        """The numbers of the events heard."""
        return [event["number"] for event in self.all("event")]

    async def close(self) -> None:
        """Go away."""
        if self.client.connected:
            await self.client.disconnect()


@dataclass
class Centre:
    """A running Parley and how to ask it."""

    parley: Parley
    clock: HandClock
    http: aiohttp.ClientSession
    url: str
    sockets: list[Socket] = field(default_factory=list)
    _serial: Any = field(default_factory=count)

    # What there is

    async def queue(self, name: str, **fields: Any) -> str:
        """A queue's id."""
        defaults = {"offer_seconds": 30, "reopen_days": 7, "target_seconds": 60, "away_text": ""}
        return await self._add("queues", {"name": name, **defaults, **fields})

    async def widget(self, queue: str | None = None, **fields: Any) -> Json:
        """A widget's document."""
        look = {"colour": "#0B5F5C", "position": "right", "launcher": ""}
        defaults = {"name": "Shop", "sites": ["*"], "kind": "chat", "active": True, "look": look, "texts": {}}
        lists = {"locales": ["en"], "form": [], "consent": None, "queue": queue or self.parley.directory.first_queue()}
        key = {"key": unguessable("key")[4:20]}
        id = await self._add("widgets", {**defaults, **lists, **key, **fields})
        return self.parley.directory.get("widgets", id)

    async def mailbox(self, address: str = "", **fields: Any) -> Json:
        """A mailbox's document; its servers, if any, as they are entered."""
        switches = {"transcripts": False, "active": True, "signature": "", "acknowledgement": ""}
        defaults = {"name": "Help", "locale": "en", "authserv_id": None, "imap": None, "smtp": None, **switches}
        own = {"address": address or f"help-{next(self._serial)}@parley.example"}
        entered = {**defaults, **own, "queue": self.parley.directory.first_queue(), **fields}
        id = await self._add("mailboxes", self.parley.mailboxes.checked(entered, None))
        return self.parley.directory.get("mailboxes", id)

    async def agent(self, name: str, role: str = "agent", queues: list[str] | None = None, **fields: Any) -> Person:
        """An Agent with a session."""
        email = f"{name.lower()}-{next(self._serial)}@parley.example"
        defaults: Json = {
            "email": email,
            "email_key": email,
            "password_hash": None,
            "locale": "en",
            "teams": [],
            "capacity": {"chat": 3, "call": 1, "email": 5},
            "active": True,
        }
        id = await self._add("agents", {"name": name, "role": role, "queues": queues, **defaults, **fields})
        return Person(id, email, await self.session(id))

    async def session(self, agent: str) -> str:
        """A new session's token, as signing in would make it."""
        return await self.parley.sessions._start(agent)

    async def role(self, name: str, rights: Iterable[str]) -> str:
        """A role's id."""
        return await self._add("roles", {"name": name, "rights": sorted(rights)})

    async def _add(self, kind: str, fields: Json) -> str:
        return str((await self.parley.directory.add(kind, fields))["_id"])

    # HTTP

    async def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        by: Person | str | None = None,
        raw: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """One request, by an Agent, or with a visitor's token, or by nobody; ``path`` is sent as it is written."""
        sent = dict(headers or {})
        if by is not None:
            sent["Authorization"] = f"Bearer {by.token if isinstance(by, Person) else by}"
        url = URL(f"{self.url}{path}", encoded=True)
        content = {"data": BytesIO(raw)} if raw is not None else {"json": body} if body is not None else {}
        async with self.http.request(method, url, headers=sent, allow_redirects=False, **content) as answer:
            data = await answer.read()
            shown = await answer.json() if answer.content_type == "application/json" and data else None
            return Answer(answer.status, answer.headers, data, shown)

    async def api(self, method: str, path: str, body: Any = None, *, by: Person) -> Any:
        """The JSON of a request to the API that must succeed."""
        answer = await self.ask(method, f"/api/v1{path}", body, by=by)
        assert answer.status < 300, f"{method} {path}: {answer.status} {answer.body!r}"
        return answer.json

    # Sockets

    async def visitor(self, widget: Json, token: str | None = None, **auth: Any) -> Socket:
        """A visitor's tab on the widget's site."""
        socket = Socket(self.http)
        self.sockets.append(socket)
        asked = {"widget": widget["key"], **({"token": token} if token else {}), **auth}
        return await socket.connect(self.url, "socket/visitor", asked, {"Origin": SITE})

    async def desktop(self, agent: Person, state: str | None = None) -> Socket:
        """An Agent's tab; with ``state`` they also say what they can take."""
        socket = Socket(self.http)
        self.sockets.append(socket)
        await socket.connect(self.url, "socket/agent", {"token": agent.token})
        if state is not None:
            assert await socket.ask("presence", {"state": state}) == {"ok": True}
        return socket

    # Shortcuts

    async def conversation(self, widget: Json, text: str = "hello") -> tuple[str, Socket]:
        """A new visitor's Conversation that begins with ``text``, and their tab."""
        visitor = await self.visitor(widget)
        ack = await visitor.ask("message", {"id": unguessable("msg"), "text": text})
        assert ack["ok"], ack
        return ack["conversation"], visitor

    async def given(self, widget: Json, agent: Person, text: str = "hello") -> tuple[str, Socket]:
        """The same, already assigned to ``agent``."""
        id, visitor = await self.conversation(widget, text)
        await self.api("PUT", f"/conversations/{id}/assignment", {"agent": "me"}, by=agent)
        return id, visitor

    async def state(self, id: str) -> Conversation:
        """A Conversation's present fold."""
        state = await self.parley.desk.conversation(id)
        assert state is not None
        return state

    async def events(self, id: str) -> list[str]:
        """The types of a Conversation's events, in order."""
        return [event.type for event in await self.parley.desk.events(id, 0, 1000)]

    async def slots(self, agent: Person) -> set[str]:
        """The Conversations an Agent's shift has room taken for."""
        return set((await self.parley.desk.shift(agent.id)).slots)

    async def presence(self, agent: Person) -> tuple[str, str | None]:
        """What an Agent can take now, and the reason."""
        shift = await self.parley.desk.shift(agent.id)
        assert shift.id == shift_of(agent.id)
        return shift.state, shift.reason


async def becomes_true(holds: Callable[[], Any], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait until ``holds()`` (or what it awaits) is true."""
    async with asyncio.timeout(seconds):
        while True:
            found = holds()
            if await found if asyncio.iscoroutine(found) else found:
                return
            await asyncio.sleep(0.01)


@asynccontextmanager
async def open_centre(
    store: Store | None = None,
    clock: HandClock | None = None,
    visitor_limits: VisitorLimits = USUAL,
    resolver: Resolver | None = None,
    media: MediaPlane | None = None,
    **settings: Any,
) -> AsyncIterator[Centre]:
    """A centre on ``store`` (else in memory) with one administrator; everything it started is stopped when the block ends."""
    clock, store = clock or HandClock(), store or memory_store()
    wanted = Settings(**{"public_url": ORIGIN, "secret": "s" * 40, "admin_password": "an administrator", **settings})
    with patch("server.sessions.PasswordHasher", cheap_hasher):
        parley = Parley(wanted, store, clock, visitor_limits, resolver or Names({}), media)
    runner = web.AppRunner(parley.app(), access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
            centre = Centre(parley, clock, http, url)
            yield centre
            await asyncio.gather(*(socket.close() for socket in centre.sockets))
    finally:
        await runner.cleanup()


def cheap_hasher() -> PasswordHasher:
    """argon2id at its lowest cost."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
