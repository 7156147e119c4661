"""Operators, wrong types and broken text into every parameter there is, over the real database: refused or harmless, never a fault.

The database matters: what it cannot hold, or would take for an operator, a dict would not notice.
"""

from collections.abc import AsyncIterator, Iterator, Mapping
from itertools import product
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
import pytest_asyncio
from aiohttp import web
from socketio.exceptions import ConnectionError as NotConnected

from server import wire
from server.api import directory_wire
from server.customers import lookup_wire
from server.customers import wire as customer_wire
from server.mail import wire as mail_wire
from server.privacy import wire as privacy_wire
from server.routes import Route
from server.visitors import visit_wire
from store.opening import open_store
from tests.centre import Answer, Centre, Json, Person, Socket, open_centre
from tests.chat.raw import RawSocket
from tests.security.world import SERVER, World

pytestmark = [pytest.mark.wire, pytest.mark.asyncio(loop_scope="module")]

DEEP: Any = "x"
for _ in range(60):
    DEEP = [DEEP]

HOSTILE: list[Any] = [
    {"$gt": ""},
    {"$ne": None},
    {"$regex": ".*"},
    {"$where": "sleep(1000)"},
    ["a", {"$gt": ""}],
    [],
    {},
    7,
    -1,
    10**30,
    1.5,
    True,
    None,
    DEEP,
    "",
    "$where",
    "a\0b",
    "\u2028\u202e\ufeff",
    "a\n",
    "../../etc/passwd",
    "x" * 300,
]
RAW = [
    b'"\\ud800"',
    b'"\\udfff\\ud800"',
    b'"\xff\xfe"',
    b"[" * 100_000,
    b'{"a":' * 50_000,
    b"NaN",
    b"1e999",
    b"-0",
    b"\x00",
]
KEYS = ["$gt", "a.b", "a\0b", "", "__proto__", "x" * 300, "_id"]
QUERIES = [
    "%00",
    "%ff%fe",
    "%ed%a0%80",
    "[$gt]=",
    "$ne",
    "%7B%22$gt%22:%22%22%7D",
    ".*",
    "x" * 5000,
    "%0d%0aX-Evil:1",
    "-1",
    "1e9",
]
TIMES = ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59-12:00", "0001-01-01T00:00:00%2B12:00", "2026-02-30", "0"]
HEADERS = [
    b"\xff\xfe",
    b"\xed\xa0\x80",
    b"Bearer \xff\xfe",
    b"Bearer ",
    b"x" * 5000,
    b"'; drop",
    b"vis_\xff.\xfe",
    b"Bearer vis_\xff.\xff",
    b"\xc3\xa9",
]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def world(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[World]:
    async with open_store(None, tmp_path_factory.mktemp("injection")) as store, open_centre(store) as centre:
        yield await World(centre).populate()


@pytest.fixture
def centre(world: World) -> Centre:
    return world.centre


@pytest.fixture
def admin(world: World) -> Person:
    admin = world.people["administrator"]
    assert admin is not None
    return admin


@pytest.fixture(autouse=True)
def nothing_is_logged_as_a_bug(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    yield
    bugs = [record.getMessage() for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")]
    assert bugs == []


def spoiled(valid: Any) -> Iterator[Any]:
    """The valid JSON with each value in turn replaced by each hostile one, and each object given odd keys."""
    if isinstance(valid, dict):
        for name, value in valid.items():
            for other in [*HOSTILE, *spoiled(value)]:
                yield {**valid, name: other}
        for key in KEYS:
            yield {**valid, key: "x"}
    if isinstance(valid, list) and valid:
        for other in [*HOSTILE, *spoiled(valid[0])]:
            yield [other, *valid[1:]]


FULL: dict[type[Any], Json] = {
    directory_wire.AgentInput: {
        "name": "A",
        "email": "a@b.example",
        "role": "agent",
        "locale": "en",
        "queues": ["q"],
        "teams": ["t"],
        "capacity": {"chat": 1},
        "active": True,
    },
    directory_wire.AgentPatch: {
        "rv": 1,
        "name": "A",
        "email": "a@b.example",
        "role": "agent",
        "queues": ["q"],
        "teams": ["t"],
        "capacity": {"chat": 1},
    },
    directory_wire.WidgetInput: {
        "name": "A",
        "sites": ["*"],
        "queue": "q",
        "look": {"colour": "#000000"},
        "texts": {"en": {"title": "x"}},
        "locales": ["en"],
        "form": [{"name": "a", "label": "x", "choices": ["y"]}],
        "consent": {"text": "x", "version": "1", "policy_url": ""},
    },
    directory_wire.WidgetPatch: {
        "rv": 1,
        "sites": ["*"],
        "look": {"launcher": "x"},
        "texts": {"en": {"title": "x"}},
        "form": [{"name": "a"}],
        "consent": {"text": "x"},
    },
    customer_wire.CustomerPatch: {
        "rv": 1,
        "name": "A",
        "language": "en",
        "note": "x",
        "fields": {"Size": "L"},
        "tags": ["vip"],
    },
    customer_wire.CustomerInput: {
        "name": "A",
        "addresses": [{"kind": "email", "value": "a@b.example"}],
        "timezone": "Europe/Warsaw",
        "fields": {"Size": "L"},
        "tags": ["vip"],
        "lifecycle": "lead",
        "owner": "a",
        "organisation": "o",
        "consents": {"marketing": True},
    },
    customer_wire.AddressInput: {"kind": "external", "value": "a"},
    customer_wire.FieldInput: {
        "name": "A",
        "key": "a",
        "kind": "choice",
        "choices": ["x"],
        "right": "customers.unmask",
    },
    customer_wire.FieldPatch: {"rv": 1, "choices": ["x"], "right": "customers.unmask"},
    customer_wire.OrganisationInput: {"name": "A", "domains": ["a.example"], "note": "x"},
    customer_wire.OrganisationPatch: {"rv": 1, "domains": ["a.example"], "note": "x"},
    customer_wire.MergeInput: {"from": "c", "fields": ["name"]},
    customer_wire.UnmergeInput: {"merge": "m"},
    customer_wire.Reveal: {"field": "Size", "address": "a"},
    customer_wire.Mask: {"address": "a", "masked": True},
    privacy_wire.ConsentInput: {
        "name": "post",
        "given": True,
        "source": "paper",
        "text": "x",
        "version": "1",
        "conversation": "c",
    },
    privacy_wire.HoldInput: {"subject": "cus_a", "reason": "Case 7"},
    privacy_wire.RetentionRuleInput: {
        "name": "A",
        "channel": "chat",
        "what": "words",
        "days": 1,
        "queue": "q",
        "enabled": True,
    },
    privacy_wire.RetentionRulePatch: {
        "rv": 1,
        "name": "A",
        "channel": "chat",
        "what": "words",
        "days": 1,
        "enabled": True,
    },
    privacy_wire.RetentionTrial: {"channel": "chat", "what": "words", "days": 1, "queue": "q", "rule": "r"},
    lookup_wire.LookupInput: {
        "name": "A",
        "url": "https://crm.example/ask",
        "kind": "frame",
        "match": "email",
        "secret": "x",
        "facts": ["A = a.b"],
        "cache_seconds": 60,
    },
    lookup_wire.LookupPatch: {"rv": 1, "url": "https://crm.example/ask", "facts": ["A = a.b"], "secret": "x"},
    visit_wire.EventInput: {
        "name": "A",
        "kind": "purchase",
        "id": "x",
        "at": "2026-11-21T12:00:00Z",
        "data": {"order": "A-1", "amount": 12.5, "paid": True},
    },
    wire.NewMessage: {
        "id": "m1",
        "channel": "email",
        "text": "x",
        "files": ["f"],
        "mentions": ["a"],
        "html": "<p>x</p>",
        "subject": "x",
        "to": ["vera@mail.example"],
        "cc": ["Vera <vera@mail.example>"],
        "bcc": ["vera@mail.example"],
        "send_at": "2026-12-24T12:00:00Z",
    },
    mail_wire.NewConversation: {
        "id": "m1",
        "text": "x",
        "subject": "x",
        "customer": "c",
        "queue": "q",
        "mailbox": "m",
        "to": ["vera@mail.example"],
    },
    mail_wire.MailboxInput: {
        "name": "A",
        "address": "a@b.example",
        "queue": "q",
        "locale": "en",
        "authserv_id": "mx",
        "imap": {**SERVER, "folder": "INBOX"},
        "smtp": SERVER,
        "signature": "x",
        "acknowledgement": "x",
    },
    mail_wire.MailboxPatch: {"rv": 1, "address": "a@b.example", "smtp": SERVER, "signature": "x"},
    wire.Assignment: {"agent": "me", "note": "x"},
    directory_wire.RoleInput: {"name": "A", "rights": ["customers.read"]},
    directory_wire.RolePatch: {"rv": 1, "rights": ["customers.read"]},
    directory_wire.QueueInput: {
        "name": "A",
        "offer_seconds": 30,
        "reopen_days": 7,
        "target_seconds": 60,
        "favoured": ["tag:a"],
    },
    directory_wire.QueuePatch: {"rv": 1, "name": "A", "offer_seconds": 30, "away_text": "x", "favoured": ["tag:a"]},
    directory_wire.TemplateInput: {"name": "A", "shortcut": "a", "text": "x", "queue": "q"},
    directory_wire.TemplatePatch: {"rv": 1, "shortcut": "a", "text": "x", "queue": "q"},
}


def harmless(answer: Answer) -> bool:
    """Refused by a rule, or done as any other value would be."""
    return answer.status < 500 and (answer.status < 400 or isinstance(answer.code, str))


def bodied(world: World) -> list[Route]:
    return [route for route in world.routes() if route.takes is not None and route.path != "/api/v1/session"]


async def test_bodies(world: World, admin: Person) -> None:
    tried = 0
    for route in bodied(world):
        id = await world.target(route, "own") if "{id}" in route.path else ""
        valid = {**world.body(route, id), **FULL.get(route.takes, {})}
        for body in [*HOSTILE, *spoiled(valid)]:
            answer = await world.call(route, admin, id, body)
            assert harmless(answer), f"{route.method} {route.path} {body!r:.200}: {answer.status} {answer.body!r}"
            tried += 1
    assert tried > 2500


async def test_bytes_that_are_no_json(world: World, admin: Person) -> None:
    for route in bodied(world):
        id = await world.target(route, "own") if "{id}" in route.path else ""
        path = route.path.replace("{id}", id)
        names = [field.encode_name for field in msgspec.structs.fields(route.takes)]
        spoiled_fields = [b'{"%b":%b}' % (name.encode(), raw) for name in names for raw in RAW[:3]]
        for raw in [*RAW, *spoiled_fields, b'{"text":"' + b"x" * 1_000_000 + b'"}']:
            answer = await world.centre.ask(route.method, path, raw=raw, by=admin)
            assert harmless(answer), f"{route.method} {path} {raw[:60]!r}: {answer.status}"
            assert answer.status >= 400, f"{route.method} {path} {raw[:60]!r}"


PATHS = ["%00", "%ff", "$gt", "%7B%22$gt%22%3A1%7D", "..%2f..%2fetc", "x" * 3000, "cnv_%00", "%0d%0a"]
NAMES = {
    *("state", "queue", "agent", "customer", "channel", "channels", "q", "limit", "cursor", "after", "before", "name"),
    *(
        "expires",
        "signature",
        "mailbox",
        "wait",
        "images",
        "conversation",
        "locale",
        "with",
        "kinds",
        "in",
        "from",
        "to",
    ),
}
"""Of parameters, to begin with: a route may read some only where another one is given."""


class Watched:
    """A query that notes which names somebody asks it for."""

    def __init__(self, query: Mapping[str, str], read: set[str]) -> None:
        self._query, self._read = query, read

    def __contains__(self, name: str) -> bool:
        self._read.add(name)
        return name in self._query

    def __iter__(self) -> Iterator[str]:
        return iter(self._query)

    def __getattr__(self, way: str) -> Any:
        def ask(name: str, *default: Any) -> Any:
            self._read.add(name)
            return getattr(self._query, way)(name, *default)

        return ask if way in ("get", "getone", "getall") else getattr(self._query, way)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """The names of parameters that routes have read so far."""
    names: set[str] = set()
    watched = property(lambda request: Watched(request.rel_url.query, names))
    monkeypatch.setattr(web.BaseRequest, "query", watched)
    return names


def everywhere(world: World) -> list[Route]:
    return [one for one in world.routes() if (one.method, one.path) != ("DELETE", "/api/v1/session")]


async def test_paths(world: World, admin: Person) -> None:
    for route in everywhere(world):
        for odd in PATHS if "{id}" in route.path else []:
            answer = await world.call(route, admin, odd)
            where = f"{route.method} {route.path} {odd[:20]}"
            assert answer.status in (400, 401, 404, 405, 409, 414), f"{where}: {answer.status}"


async def test_queries(world: World, admin: Person, read: set[str]) -> None:
    """Each parameter that a route reads gets each odd value alone; those that it does not read, all at once."""
    tried = 0
    for route in everywhere(world):
        if route.method != "GET" and not route.path.endswith(("/files", "/mail/import")):
            continue
        path = route.path.replace("{id}", await world.target(route, "own") if "{id}" in route.path else "")
        read.clear()
        for name in sorted(NAMES):  # what is refused for one parameter has not read those after it
            await queried(world, admin, route, path, given(name, "1"))
        for odd in [*QUERIES, *TIMES]:
            await queried(world, admin, route, path, "&".join(given(name, odd[:200]) for name in sorted(NAMES)))
        done: set[str] = set()
        while due := read - done:
            done |= due
            for name, odd in product(sorted(due), [*QUERIES, *TIMES]):
                await queried(world, admin, route, path, given(name, odd))
                tried += 1
    assert tried > 1000


def given(name: str, odd: str) -> str:
    return f"{name}{'' if odd.startswith('[') else '='}{odd}"


async def queried(world: World, admin: Person, route: Route, path: str, query: str) -> None:
    raw = b"x" if route.method == "POST" else None
    answer = await world.centre.ask(route.method, f"{path}?{query}", by=admin, raw=raw)
    assert answer.status < 500, f"{route.method} {path}?{query[:200]}: {answer.status} {answer.body!r}"


async def test_a_parameter_that_falls_over_would_be_noticed(
    world: World, admin: Person, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("server.api.calls.number", lambda request, name, *_: int(request.query.get(name, "1")))
    route = next(one for one in world.routes() if (one.method, one.path) == ("GET", "/api/v1/calls"))
    with pytest.raises(AssertionError, match="500"):
        await queried(world, admin, route, route.path, given("limit", "x"))
    caplog.clear()


async def test_operators_in_queries_find_nothing_foreign(world: World) -> None:
    agent = world.people["agent"]
    assert agent is not None
    foreign = await world.conversation(world.foreign)
    customer = (await world.centre.state(foreign)).customer
    for query in (
        "queue[$ne]=x",
        "queue[$regex]=.*",
        "agent[$gt]=",
        "customer[$ne]=x",
        "q[$regex]=.*",
        "state[$ne]=closed",
        "q=.*",
        "queue=.*",
    ):
        answer = await world.centre.ask("GET", f"/api/v1/conversations?{query}", by=agent)
        assert foreign not in answer.body.decode(), query
    for query in ("q[$regex]=.*", "q[$gt]="):
        answer = await world.centre.ask("GET", f"/api/v1/customers?{query}", by=agent)
        assert (answer.status, customer in answer.body.decode()) == (400, False)


async def test_the_store_takes_no_operator_for_a_value(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last guard, should a handler ever pass one on. Without it the database would obey."""
    await world.conversation(world.foreign)
    customers, anyone = world.centre.parley.store.tables.customers, {"$gt": ""}
    with pytest.raises(TypeError):
        await customers.get(anyone)  # type: ignore[arg-type]  # the attack
    with pytest.raises(TypeError):
        await customers.find({"listed": anyone})
    monkeypatch.setattr("store.tables.scalar", lambda value: value)
    assert await customers.get(anyone) is not None  # type: ignore[arg-type]  # the attack


async def test_bodies_without_types_would_be_noticed(
    world: World, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    async def untyped(request: web.Request, kind: type[Any]) -> Any:
        return SimpleNamespace(**await request.json())

    monkeypatch.setattr("server.api.session.body", untyped)
    answer = await world.centre.ask("POST", "/api/v1/session", {"email": {"$gt": ""}, "password": {"$gt": ""}})
    assert not harmless(answer)
    caplog.clear()


@pytest.mark.parametrize(
    "credentials",
    [
        {"email": {"$gt": ""}, "password": {"$gt": ""}},
        {"email": ["a"], "password": "x"},
        {"email": {"$regex": ".*"}, "password": "x" * 20},
        {"email": "a\0b@x.example", "password": "x"},
        {"email": "a@x.example", "password": "x" * 201},
        {},
    ],
)
async def test_signing_in_with_operators(world: World, credentials: Json) -> None:
    answer = await world.centre.ask("POST", "/api/v1/session", credentials)
    assert answer.status in (400, 401)


async def test_headers(world: World) -> None:
    """Bytes that are no text come in as lone surrogates, which cannot be encoded again."""
    names = [
        "Authorization",
        "Cookie",
        "Origin",
        "X-Parley-Token",
        "Accept-Language",
        "If-None-Match",
        "X-Forwarded-For",
        "Content-Type",
        "User-Agent",
    ]
    widget = await world.centre.widget(world.own)
    file = await world.file(await world.conversation(world.own))
    requests = [
        *[
            ("GET", path)
            for path in (
                "/api/v1/session",
                "/api/v1/conversations",
                "/workspace",
                "/signin",
                f"/p/{widget['key']}",
                f"/w/{widget['key']}.js",
            )
        ],
        *[("GET", f"/api/v1/files/{file}"), ("GET", "/api/v1/visitor/transcript"), ("DELETE", "/api/v1/session")],
        *[("POST", "/api/v1/tags"), ("POST", "/api/v1/session"), ("POST", "/api/v1/visitor/files?name=a")],
    ]
    for method, path in requests:
        for name in names:
            for value in HEADERS:
                sent = value if name != "Cookie" else b"parley_session=" + value + b"; parley_theme=" + value
                status = await raw_status(world.centre, method, path, name, sent)
                assert status < 500, f"{method} {path} {name}: {value[:20]!r} gave {status}"


async def raw_status(centre: Centre, method: str, path: str, name: str, value: bytes) -> int:
    """The status of a request written byte by byte."""
    head = f"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 2\r\n{name}: ".encode()
    answer = await RawSocket.exchange(centre.url, head + value + b"\r\n\r\n{}")
    return int(answer.split(b" ", 2)[1])


VISITOR_PAYLOADS: dict[str, Json] = {
    "message": {"id": "m1", "text": "x", "files": ["f"], "leave": False},
    "introduce": {"name": "x", "email": "x", "phone": "x", "form": {"a": "b"}, "consent": "1"},
    "typing": {"on": True},
    "read": {"number": 1},
    "delivered": {"number": 1},
    "resume": {"conversation": "cnv_1", "after": 0},
    "leave": {},
    "history": {},
}


async def test_visitors_payloads(world: World) -> None:
    widget = await world.centre.widget(world.own)
    id, tab = await world.centre.conversation(widget)
    VISITOR_PAYLOADS["resume"]["conversation"] = id
    await expect_no_fault(world, tab, VISITOR_PAYLOADS, lambda: world.centre.visitor(widget, tab.welcome["token"]))


async def test_agents_payloads(world: World, admin: Person) -> None:
    id = await world.conversation(world.own)
    payloads: dict[str, Json] = {
        "presence": {"state": "busy", "reason": "x"},
        "subscribe": {"conversation": id, "after": 0},
        "unsubscribe": {"conversation": id},
        "message": {"conversation": id, "id": "m1", "channel": "note", "text": "x", "files": ["f"], "mentions": ["a"]},
        "accept": {"offer": "off_1"},
        "decline": {"offer": "off_1"},
        "typing": {"conversation": id, "on": True},
        "viewing": {"conversation": id, "on": True},
        "read": {"conversation": id, "number": 1},
        "delivered": {"conversation": id, "number": 1},
    }
    await expect_no_fault(world, await world.centre.desktop(admin), payloads, lambda: world.centre.desktop(admin))


async def expect_no_fault(world: World, tab: Socket, payloads: dict[str, Json], again: Any) -> None:
    """Every spoiled payload is acknowledged with a code of the contract, or done."""
    for event, valid in payloads.items():
        for payload in [*HOSTILE, *spoiled(valid)]:
            loosen(world)
            ack = await tab.ask(event, payload)
            assert ack["ok"] or ack["code"] in ("invalid", "not_found", "offer_expired", "forbidden"), (
                f"{event} {payload!r:.200}: {ack}"
            )
    assert tab.client.connected
    await again()


def loosen(world: World) -> None:
    """Fresh buckets: this is about what is said, not how fast."""
    for endpoint in (world.centre.parley.visitors, world.centre.parley.workspace):
        for buckets in (endpoint._messages, endpoint._others):
            buckets._buckets.clear()


@pytest.mark.parametrize("path", ["socket/visitor", "socket/agent"])
async def test_connecting_payloads(world: World, path: str) -> None:
    widget = await world.centre.widget(world.own)
    page = {"url": "x", "title": "x", "referrer": "x"}
    full = (
        {"widget": widget["key"], "token": "x", "locale": "en", "page": page} if "visitor" in path else {"token": "x"}
    )
    whole = [value for value in HOSTILE if value != 1.5]  # as a packet it would read "401.5", which is no packet
    for auth in [*whole, *spoiled(full)]:
        tab = Socket(world.centre.http)
        try:
            await tab.connect(world.centre.url, path, auth)
            assert tab.welcome.get("conversation") is None
            await tab.close()
        except NotConnected:
            code = (await tab.until("connect_error"))["data"]["code"]
            assert code in ("invalid", "not_found", "unauthorised"), f"{auth!r:.100}: {code}"


async def test_no_pattern_lets_a_line_break_in(world: World, admin: Person) -> None:
    """``$`` also matches before a final line break; ids, sites, addresses and colours end up in headers and policies."""
    for route in bodied(world):
        id = await world.target(route, "own") if "{id}" in route.path else ""
        valid = {**world.body(route, id), **FULL.get(route.takes, {})}
        broken = {
            "email": "a@b.example\n",
            "shortcut": "a\n",
            "sites": ["https://a.example\n"],
            "role": "agent\n",
            "id": "m1\n",
        }
        for field in broken.keys() & valid.keys():
            answer = await world.call(route, admin, id, {**valid, field: broken[field]})
            assert answer.code == "invalid", f"{route.method} {route.path} {field}"
    nested = {
        "look": {"colour": "#000000\n"},
        "consent": {"policy_url": "https://a.example\n"},
        "form": [{"name": "a\n"}],
    }
    for field, value in nested.items():
        answer = await world.centre.ask(
            "POST", "/api/v1/widgets", {"name": "A", "sites": ["*"], field: value}, by=admin
        )
        assert answer.code == "invalid", field
