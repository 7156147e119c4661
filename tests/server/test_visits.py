"""What a site or a program tells of a Customer is in their timeline: with consent, within limits, once, and after a crash."""

from typing import Any

import pytest

from server.app import Parley
from tests.centre import Centre, Json, Person, Socket

PAGE = {
    "url": "https://shop.example/pots?utm_source=letter&token=1",
    "title": "Pots",
    "referrer": "https://search.example/?q=pots",
}


@pytest.fixture
async def agent(centre: Centre) -> Person:
    return await centre.agent("Ada")


async def timeline(centre: Centre, customer: str, agent: Person, kinds: str = "page,event,purchase,form") -> list[Json]:
    found = await centre.api("GET", f"/customers/{customer}/timeline?kinds={kinds}", by=agent)
    items: list[Json] = found["items"]
    return items


async def begun(centre: Centre, widget: Json) -> tuple[str, Socket]:
    id, tab = await centre.conversation(widget)
    return (await centre.state(id)).customer, tab


async def test_pages_are_kept_with_consent_without_secrets_and_once(centre: Centre, agent: Person) -> None:
    widget = await centre.widget()
    customer, tab = await begun(centre, widget)
    refused = await tab.ask("visit", PAGE)
    assert (refused["ok"], refused["code"]) == (False, "forbidden")
    for _ in range(3):
        assert await tab.ask("visit", {**PAGE, "consent": "site"}) == {"ok": True}
    (row,) = await timeline(centre, customer, agent)
    assert (row["kind"], row["type"], row["title"], row["by"]) == ("page", "PageVisited", "Pots", "customer")
    assert row["text"] == "https://shop.example/pots\nreferrer https://search.example/\nutm_source=letter"
    centre.clock.pass_(minutes=31)
    await tab.ask("visit", {**PAGE, "consent": "site"})
    await tab.ask("visit", {"url": "https://shop.example/soil", "consent": "site"})
    assert len(await timeline(centre, customer, agent)) == 3


async def test_the_consent_is_to_the_text_that_the_widget_has(centre: Centre, agent: Person) -> None:
    text = {"required": True, "text": "We look.", "version": "2", "policy_url": ""}
    widget = await centre.widget(consent=text)
    tab = await centre.visitor(widget)
    await tab.ask("introduce", {"consent": "2"})
    ack = await tab.ask("message", {"id": "m1", "text": "hello"})
    customer = (await centre.state(ack["conversation"])).customer
    for version, ok in (("site", False), ("1", False), ("2", True)):
        assert (await tab.ask("visit", {**PAGE, "consent": version}))["ok"] is ok
    assert len(await timeline(centre, customer, agent)) == 1


async def test_of_nobody_nothing_is_kept(centre: Centre) -> None:
    tab = await centre.visitor(await centre.widget())
    for event, data in (
        ("visit", {**PAGE, "consent": "site"}),
        ("event", {"id": "e", "name": "x"}),
        ("form", {"id": "f", "name": "x"}),
    ):
        assert (await tab.ask(event, data))["code"] == "not_found"
    assert await centre.parley.store.tables.visits.find({}) == []


async def test_events_purchases_and_forms(centre: Centre, agent: Person) -> None:
    customer, tab = await begun(centre, await centre.widget())
    event = {"id": "e1", "name": "basket", "data": {"items": 2, "gift": True, "note": "for\nAnna"}}
    for data in (event, event, {"id": "e2", "name": "purchase", "data": {"order": "A-1", "amount": 12.5}}):
        assert await tab.ask("event", data) == {"ok": True}
    assert await tab.ask("form", {"id": "f1", "name": "survey", "values": {"how": "well", "why": ""}}) == {"ok": True}
    rows = {row["kind"]: row for row in await timeline(centre, customer, agent)}
    assert {kind: (row["title"], row["text"]) for kind, row in rows.items()} == {
        "event": ("basket", "items: 2\ngift: yes\nnote: for Anna"),
        "purchase": ("purchase", "order: A-1\namount: 12.5"),
        "form": ("survey", "how: well"),
    }
    found = await centre.api("GET", "/search?in=messages&q=A-1", by=agent)
    assert found["messages"] == []  # in nobody's Conversation, so within nobody's reach by its words


async def test_a_page_that_a_program_tells_of_has_an_address(centre: Centre, agent: Person) -> None:
    customer, _ = await begun(centre, await centre.widget())
    codes = []
    for data in ({}, {"url": "javascript:alert(1)"}, {"url": "https://shop.example/lamps"}):
        page = {"name": "Lamps", "kind": "page", "data": data}
        codes.append((await centre.ask("POST", f"/api/v1/customers/{customer}/events", page, by=agent)).status)
    assert codes == [400, 400, 201]
    assert [row["text"] for row in await timeline(centre, customer, agent)] == ["https://shop.example/lamps"]


@pytest.mark.parametrize(
    "data",
    [
        {"name": ""},
        {"name": "x" * 121},
        {"name": "x", "data": {f"k{n}": 1 for n in range(21)}},
        {"name": "x", "data": {"k": "v" * 501}},
        {"name": "x", "data": {"k": {"$gt": ""}}},
        {"name": "x", "data": {"$where": "1"}},
        {"name": "x", "customer": "cus_other"},
    ],
)
async def test_what_is_too_large_or_odd_is_refused(centre: Centre, agent: Person, data: Json) -> None:
    customer, tab = await begun(centre, await centre.widget())
    assert (await tab.ask("event", {"id": "e1", **data}))["code"] == "invalid"
    answer = await centre.ask("POST", f"/api/v1/customers/{customer}/events", data, by=agent)
    assert answer.status == 400
    assert await timeline(centre, customer, agent) == []


async def test_a_visitor_who_tells_too_much_is_slowed_down(centre: Centre) -> None:
    _, tab = await begun(centre, await centre.widget())
    codes = [(await tab.ask("event", {"id": f"e{n}", "name": "x"})).get("code", "ok") for n in range(101)]
    assert codes == ["ok"] * 100 + ["rate_limited"]


async def test_a_program_tells_of_purchases(centre: Centre, agent: Person) -> None:
    customer, _ = await begun(centre, await centre.widget())
    path = f"/api/v1/customers/{customer}/events"
    told: Json = {
        "id": "o1",
        "kind": "purchase",
        "name": "Order A-1",
        "at": "2026-11-01T10:00:00Z",
        "data": {"amount": 30, "currency": "EUR"},
    }
    first, again = [await centre.ask("POST", path, told, by=agent) for _ in range(2)]
    assert (first.status, again.status, first.json["id"]) == (201, 200, again.json["id"])
    (row,) = await timeline(centre, customer, agent, "purchase")
    assert (row["at"], row["by"], row["title"]) == ("2026-11-01T10:00:00.000Z", "system", "Order A-1")
    assert row["text"] == "amount: 30\ncurrency: EUR"
    page = {"kind": "page", "name": "Help", "data": {"url": "https://shop.example/help#a"}}
    assert (await centre.ask("POST", path, page, by=agent)).status == 201
    assert (await timeline(centre, customer, agent, "page"))[0]["text"] == "https://shop.example/help"
    for at in ("yesterday", "2026-11-21T10:00:00", "2026-11-21T12:06:00Z"):
        assert (await centre.ask("POST", path, {**told, "at": at}, by=agent)).status == 400
    assert (await centre.ask("POST", "/api/v1/customers/cus_none/events", told, by=agent)).status == 404


async def test_of_who_was_erased_nothing_is_kept_any_more(centre: Centre) -> None:
    boss = await centre.agent("Boss", "administrator")
    customer = (await centre.api("POST", "/customers", {"name": "Vera"}, by=boss))["id"]
    told = {"name": "bought", "data": {"what": "a fern"}}
    assert (await centre.ask("POST", f"/api/v1/customers/{customer}/events", told, by=boss)).status == 201
    await centre.api("POST", f"/customers/{customer}/erase", {"name": "Vera"}, by=boss)
    await centre.parley.erasure.look()
    assert (await centre.ask("POST", f"/api/v1/customers/{customer}/events", told, by=boss)).code == "conflict"


async def test_what_was_stored_is_shown_after_a_crash(
    centre: Centre, agent: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    customer, tab = await begun(centre, await centre.widget())
    parley = centre.parley
    monkeypatch.setattr(parley.touchpoints, "add", lambda rows: None)
    await tab.ask("event", {"id": "e1", "name": "basket"})
    monkeypatch.undo()
    assert await timeline(centre, customer, agent) == []
    again: Any = Parley(parley.settings, parley.store, centre.clock)
    await again.visits.load()
    assert [row["title"] for row in await timeline(centre, customer, agent)] == ["basket"]
