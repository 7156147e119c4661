"""Whose page asks: forty origins by polling, WebSocket, REST and preflight, and a browser's cookie that alone changes nothing."""

import json

import pytest

from server.access import Access
from tests.centre import ORIGIN, Answer, Centre, Json, Person
from tests.security.world import World

HOST = ORIGIN.removeprefix("http://")
ALLOWED = "https://shop.example"
EVIL = [
    "null",
    "",
    "*",
    "http://evil.example",
    "https://evil.example",
    f"https://{HOST}",
    f"http://{HOST}:80",
    f"http://{HOST}:8080",
    f"http://{HOST}.evil.example",
    f"http://evil.example.{HOST}",
    f"http://www.{HOST}",
    f"http://{HOST}.",
    f"http://{HOST}/",
    f"http://{HOST}/x",
    f"http://{HOST}?",
    f"http://{HOST}#",
    f"http://{HOST}@evil.example",
    f"http://evil.example@{HOST}",
    f"http://evil.example#{HOST}",
    f"http://evil.example/{ORIGIN}",
    f"http://{HOST.upper()}",
    f"HTTP://{HOST}",
    f"http://{HOST}%00.evil.example",
    f"http://{HOST}%09",
    f"http:/{HOST}",
    f"http:{HOST}",
    f"//{HOST}",
    HOST,
    f"ftp://{HOST}",
    f"file://{HOST}",
    f"ws://{HOST}",
    "file://",
    "data:text/html,x",
    "chrome-extension://abcdefghijklmnop",
    "http://localhost",
    "http://127.0.0.1",
    "http://[::1]",
    "http://parley",
    "http://parley.examp1e",
    "http://pаrley.example",
]
"""The last one's first a is Cyrillic."""
SHOPS = [
    "https://shop.example.evil.example",
    "https://evilshop.example",
    "http://shop.example",
    "https://shop.example:8443",
    "https://shop.example/",
    "https://www.shop.example",
    "null",
]
PLAIN = {"Content-Type": "text/plain;charset=UTF-8"}


async def cookie_of(centre: Centre, agent: Person) -> dict[str, str]:
    """What a browser of the Agent holds."""
    return {"Cookie": f"parley_session={agent.token}"}


async def page_token(centre: Centre, agent: Person) -> str:
    """What the Agent's pages know and other pages do not."""
    token: str = (await centre.api("GET", "/session", by=agent))["token"]
    return token


def test_there_are_forty() -> None:
    assert len(set(EVIL)) == 40


@pytest.mark.parametrize("origin", EVIL)
async def test_the_workspace_is_for_its_own_page(centre: Centre, world: World, origin: str) -> None:
    """With the cookie and even the page's token: only the exact origin may."""
    admin = world.people["administrator"]
    assert admin is not None
    token = await page_token(centre, admin)
    sent = {**await cookie_of(centre, admin), "Origin": origin.encode().decode("latin-1")}
    assert await by_websocket(centre, "socket/agent", {"token": token}, sent) == "forbidden"
    assert await by_polling(centre, "socket/agent", {"token": token}, sent) == "forbidden"
    rest = await centre.ask("POST", "/api/v1/tags", {"name": "evil"}, headers={**sent, "X-Parley-Token": token})
    assert (rest.status, rest.code) == (403, "forbidden")
    shown = await centre.ask("GET", "/api/v1/session", headers=sent)
    preflight = await centre.ask("OPTIONS", "/api/v1/tags", headers={**sent, "Access-Control-Request-Method": "POST"})
    for answer in (rest, shown, preflight):
        assert not [name for name in answer.headers if name.lower().startswith("access-control-")]
    assert preflight.status >= 400
    assert "evil" not in [tag["name"] for tag in centre.parley.directory.all("tags")]


async def test_its_own_page_may(centre: Centre, world: World) -> None:
    admin = world.people["administrator"]
    assert admin is not None
    token = await page_token(centre, admin)
    sent = {**await cookie_of(centre, admin), "Origin": ORIGIN}
    assert await by_websocket(centre, "socket/agent", {"token": token}, sent) == "welcome"
    assert await by_polling(centre, "socket/agent", {"token": token}, sent) == "welcome"
    rest = await centre.ask("POST", "/api/v1/tags", {"name": "good"}, headers={**sent, "X-Parley-Token": token})
    assert rest.status == 201


@pytest.mark.parametrize("origin", [*EVIL, *SHOPS])
async def test_a_widget_is_for_its_sites(centre: Centre, origin: str) -> None:
    auth = {"widget": (await centre.widget(sites=[ALLOWED]))["key"]}
    sent = {"Origin": origin.encode().decode("latin-1")}
    assert await by_websocket(centre, "socket/visitor", auth, sent) == "forbidden"
    assert await by_polling(centre, "socket/visitor", auth, sent) == "forbidden"


@pytest.mark.parametrize("origin", [ALLOWED, ORIGIN])
async def test_its_sites_may_carry_it(centre: Centre, origin: str) -> None:
    """The site itself, and Parley: the panel in its frame is Parley's page."""
    auth = {"widget": (await centre.widget(sites=[ALLOWED]))["key"]}
    assert await by_websocket(centre, "socket/visitor", auth, {"Origin": origin}) == "welcome"
    assert await by_polling(centre, "socket/visitor", auth, {"Origin": origin}) == "welcome"


async def test_the_matrix_of_origins_notices_a_missing_guard(
    centre: Centre, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Access, "own_origin", lambda access, origin: True)
    admin = world.people["administrator"]
    assert admin is not None
    sent = {**await cookie_of(centre, admin), "Origin": "http://evil.example"}
    auth = {"token": await page_token(centre, admin)}
    assert await by_websocket(centre, "socket/agent", auth, sent) == "welcome"
    assert await by_polling(centre, "socket/agent", auth, sent) == "welcome"


async def by_websocket(centre: Centre, path: str, auth: Json, headers: dict[str, str]) -> str:
    """Connect by WebSocket: ``welcome``, or the code it was refused with."""
    url = f"{centre.url}/{path}/?EIO=4&transport=websocket"
    async with centre.http.ws_connect(url, headers=headers) as socket:
        await socket.receive_str()
        await socket.send_str("40" + json.dumps(auth))
        return verdict(await socket.receive_str())


async def by_polling(centre: Centre, path: str, auth: Json, headers: dict[str, str]) -> str:
    """The same by polling."""
    address = f"/{path}/?EIO=4&transport=polling"
    opened = await centre.ask("GET", address, headers=headers)
    assert "Access-Control-Allow-Origin" not in opened.headers
    address += f"&sid={json.loads(opened.body[1:])['sid']}"
    await centre.ask("POST", address, raw=b"40" + json.dumps(auth).encode(), headers={**headers, **PLAIN})
    return verdict((await centre.ask("GET", address, headers=headers)).body.decode())


def verdict(packet: str) -> str:
    if packet.startswith("44"):
        code: str = json.loads(packet[2:])["data"]["code"]
        return code
    assert packet.startswith("40"), packet
    return "welcome"


# CSRF


async def forged(world: World, **headers: str) -> list[str]:
    """Every changing route that a request with the administrator's cookie and these headers gets through."""
    centre, admin = world.centre, world.people["administrator"]
    assert admin is not None
    through = []
    for route in world.routes():
        if route.method in ("GET", "HEAD") or "/visitor/" in route.path or route.path == "/api/v1/session":
            continue
        id = await world.target(route, "own") if "{id}" in route.path else ""
        path = route.path.replace("{id}", id).replace("{number}", "1").replace("{address}", "adr_1")
        sent = {**await cookie_of(centre, admin), **headers}
        for raw in (None, json.dumps(world.body(route, id)).encode()):
            body = world.body(route, id) if raw is None else None
            answer: Answer = await centre.ask(route.method, path, body, raw=raw, headers=sent)
            if answer.status != 403:
                through.append(f"{route.method} {route.path}: {answer.status}")
    return through


@pytest.mark.parametrize(
    "shown", ["nothing", "another session's token", "the session's own token", "the cookie itself"]
)
async def test_a_cookie_alone_changes_nothing(centre: Centre, world: World, shown: str) -> None:
    admin, other = world.people["administrator"], world.people["manager"]
    assert admin is not None
    assert other is not None
    tokens = {
        "nothing": {},
        "another session's token": {"X-Parley-Token": await page_token(centre, other)},
        "the session's own token": {"X-Parley-Token": await page_token(centre, admin), "Origin": "http://evil.example"},
        "the cookie itself": {"X-Parley-Token": admin.token},
    }
    assert await forged(world, **tokens[shown]) == []


async def test_the_forgeries_notice_a_missing_guard(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Access, "_own_page", lambda access, request, caller: None)
    assert "POST /api/v1/agents: 201" in await forged(world)


async def test_a_page_elsewhere_signs_nobody_in(centre: Centre) -> None:
    """Signing a victim in as the attacker would collect what they write."""
    eve = await centre.agent("Eve", password_hash=await centre.parley.sessions.hash("a long password"))
    credentials = {"email": eve.email, "password": "a long password"}
    answer = await centre.ask("POST", "/api/v1/session", credentials, headers={"Origin": "http://evil.example"})
    assert (answer.status, "Set-Cookie" in answer.headers) == (403, False)
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": ORIGIN}
    answer = await centre.ask("POST", "/api/v1/session", raw=b"email=x&password=y", headers=form)
    assert answer.status == 415


async def test_a_socket_needs_more_than_the_cookie(centre: Centre, world: World) -> None:
    admin = world.people["administrator"]
    assert admin is not None
    sent = {**await cookie_of(centre, admin), "Origin": ORIGIN}
    for token in ("", "x", admin.token[::-1]):
        assert await by_websocket(centre, "socket/agent", {"token": token}, sent) == "unauthorised"


async def test_pages_may_not_be_framed_and_say_what_they_may_load(centre: Centre) -> None:
    widget = await centre.widget(sites=[ALLOWED])
    api = await centre.ask("GET", "/api/v1/session")
    assert "frame-ancestors 'none'" in api.headers["Content-Security-Policy"]
    panel = await centre.ask("GET", f"/panel/{widget['key']}")
    hosted = await centre.ask("GET", f"/p/{widget['key']}")
    if panel.status == 200:
        assert f"frame-ancestors {ALLOWED};" in panel.headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in hosted.headers["Content-Security-Policy"]
    for answer in (api, panel, hosted, await centre.ask("GET", "/signin")):
        policy = answer.headers.get("Content-Security-Policy", "")
        assert "unsafe" not in policy
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
