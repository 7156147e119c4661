"""Look-ups: who is asked by what, what is shown of the answer and how old it is, and what happens when there is none."""

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web

from server.customers.lookups import best_address, facts_of
from server.outbound import Outbound
from tests.centre import Centre, Json, Person, open_centre

SECRET = "between us two"
SAID = {
    "name": "Vera",
    "account": {"limit": 1500.0, "open": [12, 13], "blocked": False},
    "nothing": None,
    "deep": {"a": 1},
}


@dataclass
class Crm:
    """A system of the company, on loopback."""

    url: str = ""
    asked: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    status: int = 200
    body: bytes = json.dumps(SAID).encode()

    async def answer(self, request: web.Request) -> web.Response:
        self.asked.append((dict(request.headers), await request.read()))
        headers = {"Location": "http://127.0.0.1:1/"} if self.status == 302 else {}
        return web.Response(status=self.status, body=self.body, headers=headers)


@pytest.fixture
async def crm() -> AsyncIterator[Crm]:
    crm, app = Crm(), web.Application()
    app.router.add_post("/ask", crm.answer)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    crm.url = f"http://127.0.0.1:{runner.addresses[0][1]}/ask"
    yield crm
    await runner.cleanup()


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    async with open_centre(lookup_hosts=("127.0.0.1",)) as running:
        yield running


@pytest.fixture
async def boss(centre: Centre) -> Person:
    return await centre.agent("Boss", "administrator")


async def somebody(centre: Centre, boss: Person) -> str:
    """A Customer with an address that nobody proved."""
    addresses = [{"kind": "email", "value": "vera@mail.example"}]
    return str((await centre.api("POST", "/customers", {"name": "Vera", "addresses": addresses}, by=boss))["id"])


async def lookup(centre: Centre, boss: Person, crm: Crm, **fields: Any) -> Json:
    made: Json = await centre.api(
        "POST", "/lookups", {"name": "Shop", "url": crm.url, "secret": SECRET, **fields}, by=boss
    )
    return made


async def card(centre: Centre, boss: Person, customer: str, query: str = "") -> Json:
    (found,) = (await centre.api("GET", f"/customers/{customer}/lookups{query}", by=boss))["items"]
    return dict(found)


async def test_it_asks_signed_and_shows_what_it_is_told_to(centre: Centre, boss: Person, crm: Crm) -> None:
    facts = [
        "Limit = account.limit",
        "Second order=account.open.1",
        "Blocked = account.blocked",
        "Gone = account.gone.x",
        "name",
    ]
    made = await lookup(centre, boss, crm, facts=facts)
    assert (made["secret_set"], made["facts"][-1]) == (True, "name = name")
    customer = await somebody(centre, boss)
    shown = await card(centre, boss, customer)
    assert shown["facts"] == [
        {"label": "Limit", "value": "1500"},
        {"label": "Second order", "value": "13"},
        {"label": "Blocked", "value": "no"},
        {"label": "name", "value": "Vera"},
    ]
    assert (shown["by"], shown["proved"], shown["found"], shown["error"], shown["age_seconds"]) == (
        "vera@mail.example",
        False,
        True,
        None,
        0,
    )
    ((headers, body),) = crm.asked
    assert json.loads(body) == {"customer": customer, "match": "email", "value": "vera@mail.example", "verified": False}
    signed = headers["X-Parley-Timestamp"].encode() + b"." + body
    assert headers["X-Parley-Signature"] == hmac.new(SECRET.encode(), signed, hashlib.sha256).hexdigest()
    assert SECRET not in json.dumps(await centre.api("GET", "/lookups", by=boss))
    assert SECRET not in str(await centre.parley.store.tables.lookups.find({}))


async def test_an_answer_is_kept_for_a_while_and_shown_when_no_other_can_be_had(
    centre: Centre, boss: Person, crm: Crm
) -> None:
    await lookup(centre, boss, crm)
    customer = await somebody(centre, boss)
    for _ in range(3):
        await card(centre, boss, customer)
    assert len(crm.asked) == 1
    crm.status = 500
    shown = await card(centre, boss, customer, "?fresh=1")
    assert (len(crm.asked), shown["found"], shown["error"]) == (2, True, "127.0.0.1 answered with error 500.")
    assert shown["age_seconds"] is not None


@pytest.mark.parametrize(
    ("status", "body", "words"),
    [
        (404, b"", None),
        (204, b"", None),
        (500, b"", "answered with error 500"),
        (302, b"", "sends on to another address"),
        (200, b"[1]", "no JSON object"),
        (200, b"\xff", "no JSON object"),
        (200, b"[" * 50_000, "no JSON object"),
        (200, b" " * 66_000, "sent more than 64 KB"),
    ],
)
async def test_what_goes_wrong_is_said_in_words(
    centre: Centre, boss: Person, crm: Crm, status: int, body: bytes, words: str | None
) -> None:
    crm.status, crm.body = status, body
    await lookup(centre, boss, crm)
    shown = await card(centre, boss, await somebody(centre, boss))
    assert (shown["found"], shown["facts"]) == (False, [])
    assert words in shown["error"] if words else shown["error"] is None


async def test_it_has_two_seconds(centre: Centre, boss: Person, crm: Crm, monkeypatch: pytest.MonkeyPatch) -> None:
    seconds: list[float] = []
    fetch = Outbound.fetch

    async def watched(self: Outbound, url: str, **options: Any) -> Any:
        seconds.append(options["seconds"])
        return await fetch(self, url, **{**options, "seconds": 0.0})

    monkeypatch.setattr(Outbound, "fetch", watched)
    await lookup(centre, boss, crm)
    shown = await card(centre, boss, await somebody(centre, boss))
    assert (seconds, shown["error"]) == ([2.0], "127.0.0.1 did not answer within 0 seconds.")


async def test_ones_own_network_is_asked_only_where_the_operator_says_so(crm: Crm) -> None:
    async with open_centre() as centre:
        boss = await centre.agent("Boss", "administrator")
        await lookup(centre, boss, crm)
        shown = await card(centre, boss, await somebody(centre, boss))
        assert (shown["error"], crm.asked) == ("127.0.0.1 is not on the internet.", [])


async def test_a_frame_carries_who_is_shown_and_who_looks(centre: Centre, boss: Person) -> None:
    page = {"name": "Orders", "kind": "frame", "url": "https://crm.example/panel?a=1", "secret": SECRET}
    made = await centre.api("POST", "/lookups", page, by=boss)
    customer = await somebody(centre, boss)
    shown = await card(centre, boss, customer)
    address, _, token = shown["url"].partition("&parley=")
    assert address == "https://crm.example/panel?a=1"
    head, claims, mark = token.split(".")
    right = hmac.new(SECRET.encode(), f"{head}.{claims}".encode(), hashlib.sha256).digest()
    assert mark == base64.urlsafe_b64encode(right).decode().rstrip("=")
    said = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    assert (said["sub"], said["email"], said["verified"], said["aud"]) == (
        customer,
        "vera@mail.example",
        False,
        made["id"],
    )
    assert said["exp"] - said["iat"] == 300
    assert said["agent"] == {"id": boss.id, "name": "Boss"}
    assert centre.parley.lookups.frame_origins == ["https://crm.example"]
    await centre.api("PATCH", f"/lookups/{made['id']}", {"rv": made["rv"], "active": False}, by=boss)
    assert centre.parley.lookups.frame_origins == []


async def test_what_is_masked_is_asked_by_but_shown_nowhere(centre: Centre, boss: Person, crm: Crm) -> None:
    number = "+48601234567"
    addresses = [{"kind": "phone", "value": number}]
    made = await centre.api("POST", "/customers", {"name": "Vera", "addresses": addresses}, by=boss)
    crm.body = json.dumps({"Line": f"calls from {number}", "Lists": [[[number]], "one"]}).encode()
    await lookup(centre, boss, crm)
    await lookup(centre, boss, crm, kind="frame", name="Orders")

    async def body() -> bytes:
        return (await centre.ask("GET", f"/api/v1/customers/{made['id']}/lookups", by=boss)).body

    assert number.encode() in await body()
    mask = {"address": made["addresses"][0]["id"], "masked": True}
    await centre.api("POST", f"/customers/{made['id']}/mask", mask, by=boss)
    said = await body()
    assert number.encode() not in said
    frame, card = json.loads(said)["items"]
    assert (card["found"], card["facts"][0]["value"], card["facts"][1]["value"]) == (True, "calls from ••••", "one")
    assert (frame["url"], frame["by"]) == (None, None)  # its token would say the number


@pytest.mark.parametrize(
    "fields",
    [
        {"url": "ftp://crm.example/"},
        {"url": "https://user@crm.example/"},
        {"url": "https://crm.example/#a"},
        {"url": "https://crm.example;script-src/x"},
        {"url": "javascript:alert(1)"},
        {"url": "http://parley.example/api"},
        {"kind": "frame", "secret": None},
        {"facts": ["= nothing"]},
        {"facts": ["Label ="]},
    ],
)
async def test_what_cannot_be_asked_is_refused(centre: Centre, boss: Person, fields: Json) -> None:
    usual = {"name": "A", "url": "https://crm.example/ask", "secret": SECRET}
    assert (await centre.ask("POST", "/api/v1/lookups", {**usual, **fields}, by=boss)).status == 400


async def test_a_secret_stays_with_its_server(centre: Centre, boss: Person, crm: Crm) -> None:
    made = await lookup(centre, boss, crm)
    path, other = f"/api/v1/lookups/{made['id']}", "https://other.example/ask"
    assert (await centre.ask("PATCH", path, {"rv": 1, "url": other}, by=boss)).status == 400
    kept = await centre.ask("PATCH", path, {"rv": 1, "url": f"{crm.url}/2"}, by=boss)
    assert (kept.status, kept.json["secret_set"]) == (200, True)
    moved = await centre.ask("PATCH", path, {"rv": 2, "url": other, "secret": "another"}, by=boss)
    assert (moved.status, moved.json["secret_set"]) == (200, True)


def test_the_best_address() -> None:
    def address(kind: str, value: str, verified: bool) -> Json:
        return {"kind": kind, "value": value, "verified": verified}

    known = [
        address("email", "a", False),
        address("email", "b", True),
        address("email", "c", False),
        address("visitor", "v", True),
    ]
    best = best_address(known, "any")
    assert best is not None
    assert (best.kind, best.value, best.proved) == ("email", "b", True)
    assert best_address(known, "phone") is None
    external = best_address([*known, address("external", "u", True)], "any")
    assert external is not None
    assert external.kind == "external"


def test_without_facts_the_plain_values_are_shown() -> None:
    assert [(one.label, one.value) for one in facts_of({**SAID, "list": ["a", 2, {"x": 1}]}, [])] == [
        ("name", "Vera"),
        ("list", "a, 2"),
    ]


async def test_no_answer_is_kept_of_somebody_who_is_erased(centre: Centre, boss: Person, crm: Crm) -> None:
    await lookup(centre, boss, crm)
    customer = await somebody(centre, boss)
    assert (await card(centre, boss, customer))["found"]
    assert "vera@mail.example" in str(centre.parley.lookups._kept), "the control"
    await centre.api("POST", f"/customers/{customer}/erase", {"name": "Vera"}, by=boss)
    await centre.parley.erasure.look()
    assert not centre.parley.lookups._kept
