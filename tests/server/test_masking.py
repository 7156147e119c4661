"""Masking: what is masked never leaves the server unasked, on any route or socket; whoever asks for it leaves a line."""

from dataclasses import dataclass
from typing import Any

import pytest

from domain import commands as c
from domain.events import Actor
from domain.ids import unguessable
from server.api.calls import FIELDS
from server.customers.custom_fields import MASK
from server.customers.masking import without
from tests.centre import Centre, Json, Person, Socket, becomes_true

PASSPORT, PHONE, ACCOUNT = "AB1234567", "+48601234567", "account-4711"
WRITTEN = "+48 601 234 567"
SECRETS = tuple(text.encode() for text in (PASSPORT, PHONE, ACCOUNT, WRITTEN, "601234567"))


@dataclass(frozen=True)
class Vera:
    """A Customer with a masked field and two masked addresses, who said one of them in a form and in words."""

    id: str
    conversation: str
    admin: Person
    ann: Person
    desk: Socket
    template: str


@pytest.fixture
async def vera(centre: Centre) -> Vera:
    admin, ann = await centre.agent("Admin", "administrator"), await centre.agent("Ann")
    passport = {"name": "Passport", "key": "Passport", "kind": "text", "masked": True}
    await centre.api("POST", "/fields", passport, by=admin)
    template = {"name": "Hello", "shortcut": "hello", "text": "{name} {email}"}
    made = await centre.api("POST", "/templates", template, by=admin)
    parley, visitor, id = centre.parley, unguessable("vis"), unguessable("cnv")
    widget = await centre.widget()
    claims = {"name": "Vera", "phone": WRITTEN}
    customer = (await parley.customers.of_visitor(visitor, widget["_id"], claims, "en"))["_id"]
    account = {"kind": "external", "value": ACCOUNT, "verified": True, "source": "site"}

    def proved(document: Json) -> Json:
        return {**document, "addresses": [*document["addresses"], account], "fields": {"Passport": PASSPORT}}

    await parley.customers.change(customer, proved)
    shown = await centre.api("GET", f"/customers/{customer}", by=admin)
    for address in shown["addresses"]:
        if address["kind"] in ("phone", "external"):
            await centre.api(
                "POST", f"/customers/{customer}/mask", {"address": address["id"], "masked": True}, by=admin
            )
    desk = await centre.desktop(ann, "available")
    form = {"Telephone": WRITTEN}
    opening = c.Opening(
        customer=customer,
        customer_name=f"Vera {PHONE}",
        queue=parley.directory.first_queue(),
        visitor=visitor,
        widget=widget["_id"],
        form=form,
    )
    actor, now = Actor("customer", customer, "Vera"), centre.clock.now()
    said = f"Call me: {PHONE}, I am {ACCOUNT}"
    await parley.desk.do(
        c.ReceiveMessage(id="c1", conversation=id, at=now, actor=actor, message="m1", text=said, opening=opening)
    )
    introduced = c.IntroduceCustomer(id="c2", conversation=id, at=now, actor=actor, phone=WRITTEN, form=form)
    await parley.desk.do(introduced)
    await parley.touchpoints.flush()
    return Vera(customer, id, admin, ann, desk, made["id"])


async def told(centre: Centre, vera: Vera, by: Person) -> dict[str, bytes]:
    """Everything that any GET route says of the customer and the conversation to somebody."""
    ids = {"customers": vera.id, "conversations": vera.conversation, "templates": vera.template}
    queries = {
        "/api/v1/search": ("?q=vera&in=customers", "?q=call&in=messages", f"?q={PHONE[1:]}&in=messages"),
        "/api/v1/customers": ("", "?q=vera", "?q=%2B48601234567", f"?q={ACCOUNT}"),
        "/api/v1/conversations": ("", "?q=vera", f"?customer={vera.id}"),
        "/api/v1/customers/{id}/timeline": ("", "?kinds=message", "?kinds="),
        "/api/v1/customers/{id}/compare": (f"?with={vera.id}",),
        "/api/v1/templates/{id}/filled": (f"?conversation={vera.conversation}",),
    }
    found = {}
    for route in centre.parley.routes():
        kind = route.path.removeprefix("/api/v1/").split("/")[0]
        if route.method != "GET" or not route.path.startswith("/api/v1/") or ("{id}" in route.path and kind not in ids):
            continue
        for query in queries.get(route.path, ("",)):
            path = route.path.replace("{id}", ids.get(kind, "")) + query
            found[path] = (await centre.ask("GET", path, by=by)).body
    page = await centre.ask("GET", "/workspace", headers={"Cookie": f"parley_session={by.token}"})
    return {**found, "page": page.body}


async def heard(centre: Centre, vera: Vera) -> bytes:
    """Everything that the agents' socket says about them: the offer before it is accepted, rows, events."""
    await vera.desk.until("offer")
    await vera.desk.ask("subscribe", {"conversation": vera.conversation, "after": 0})
    listened = await vera.desk.ask("subscribe", {"conversation": vera.conversation, "after": 0})
    actor = Actor("customer", vera.id, "Vera")
    words = c.ReceiveMessage(
        id="c3", conversation=vera.conversation, at=centre.clock.now(), actor=actor, message="m3", text=f"or {PHONE}"
    )
    await centre.parley.desk.do(words)
    await vera.desk.until("event", lambda event: event.get("text", "").startswith("or "))
    await becomes_true(lambda: bool(vera.desk.all("conversation")))
    return str([vera.desk.heard, listened]).encode()


def leaks(found: dict[str, bytes]) -> list[str]:
    return [where for where, said in found.items() if any(secret in said for secret in SECRETS)]


async def test_no_route_tells_what_is_masked(centre: Centre, vera: Vera) -> None:
    for by in (vera.ann, vera.admin):
        found = await told(centre, vera, by)
        assert len(found) > 30
        assert "••••".encode() in found[f"/api/v1/customers/{vera.id}"]
        assert leaks(found) == []


async def test_no_name_tells_it(centre: Centre, vera: Vera) -> None:
    """Whoever calls themselves by their number is called so by calls, suggestions, comparisons and examples too."""
    name, parley = f"Vera {WRITTEN}", centre.parley
    await parley.customers.change(vera.id, lambda document: {**document, "name": name})
    lists = {"legs": [], "agents": [], "recordings": [], "parties": [{"role": "customer", "name": name}]}
    facts = {"customer": vera.id, "customer_name": name, "conversation": vera.conversation, "live": False}
    call = {"_id": "cal_1", **dict.fromkeys(FIELDS), **facts, **lists, "call": "cal_1", "started": centre.clock.now()}
    await parley.store.tables.calls.insert(call)
    alike = {"name": "V.", "addresses": [{"kind": "phone", "value": PHONE}]}
    other = await centre.api("POST", "/customers", alike, by=vera.ann)
    await centre.api("PUT", f"/conversations/{vera.conversation}/closure", {}, by=vera.admin)
    centre.clock.pass_(days=2)
    admin = Person(vera.admin.id, vera.admin.email, await centre.session(vera.admin.id))
    trial = {"channel": "chat", "what": "words", "days": 1}
    said = {
        "calls": await centre.ask("GET", "/api/v1/calls", by=admin),
        "call": await centre.ask("GET", "/api/v1/calls/cal_1", by=admin),
        "compare": await centre.ask("GET", f"/api/v1/customers/{vera.id}/compare?with={vera.id}", by=admin),
        "example": await centre.ask("POST", "/api/v1/retention-rules/dry-run", trial, by=admin),
    }
    assert {where: answer.status for where, answer in said.items()} == dict.fromkeys(said, 200)
    (suggestion,) = (await centre.api("GET", f"/customers/{other['id']}", by=admin))["suggestions"]
    assert leaks({"suggestion": str(suggestion).encode(), **{where: one.body for where, one in said.items()}}) == []
    assert (suggestion["name"], b"Vera" in said["call"].body) == (f"Vera {MASK}", True)


async def test_no_push_tells_it(centre: Centre, vera: Vera) -> None:
    said = await heard(centre, vera)
    assert leaks({"socket": said}) == []
    assert MASK.encode() in said


async def test_these_tests_notice_a_missing_guard(centre: Centre, vera: Vera, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.customers.custom_fields._masked", lambda field: False)
    assert f"/api/v1/customers/{vera.id}" in leaks(await told(centre, vera, vera.ann))
    monkeypatch.undo()
    monkeypatch.setattr("server.customers.customers.Customers.hidden", lambda customers, id: ())
    found = leaks(await told(centre, vera, vera.ann))
    for path in ("/api/v1/conversations", f"/api/v1/conversations/{vera.conversation}/events"):
        assert path in found
    assert leaks({"socket": await heard(centre, vera)}) == ["socket"]


async def test_one_value_is_shown_to_who_may_and_written_down(centre: Centre, vera: Vera) -> None:
    path = f"/customers/{vera.id}/reveal"
    assert (await centre.ask("POST", f"/api/v1{path}", {"field": "Passport"}, by=vera.ann)).status == 403
    assert (await centre.api("POST", path, {"field": "Passport"}, by=vera.admin)) == {"value": PASSPORT}
    addresses = (await centre.api("GET", f"/customers/{vera.id}", by=vera.admin))["addresses"]
    phone = next(one for one in addresses if one["kind"] == "phone")
    assert (phone["value"], phone["masked"]) == (MASK, True)
    assert (await centre.api("POST", path, {"address": phone["id"]}, by=vera.admin)) == {"value": PHONE}
    found = await centre.api("GET", f"/audit?subject={vera.id}&act=customers.reveal", by=vera.admin)
    lines = [(line["agent"], line["details"]) for line in reversed(found["items"])]
    assert sorted(map(str, lines)) == sorted(
        map(str, [(vera.admin.id, {"field": "Passport"}), (vera.admin.id, {"address": "phone"})])
    )
    assert not any(secret in str(found).encode() for secret in SECRETS)


async def test_nothing_is_shown_that_the_audit_could_not_keep(
    centre: Centre, vera: Vera, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(*given: Any) -> None:
        raise OSError

    monkeypatch.setattr(centre.parley.store.tables.audit, "insert", away)
    answer = await centre.ask("POST", f"/api/v1/customers/{vera.id}/reveal", {"field": "Passport"}, by=vera.admin)
    assert answer.status == 500
    assert PASSPORT.encode() not in answer.body


@pytest.mark.parametrize(
    "wrong", [{}, {"field": "Hat"}, {"address": "adr_none"}, {"field": "Passport", "address": "x"}]
)
async def test_what_is_not_there_is_not_shown(centre: Centre, vera: Vera, wrong: Json) -> None:
    answer = await centre.ask("POST", f"/api/v1/customers/{vera.id}/reveal", wrong, by=vera.admin)
    assert answer.status in (400, 404)


async def test_a_field_of_another_right_is_not_shown_even_so(centre: Centre, vera: Vera) -> None:
    field = next(one for one in centre.parley.directory.all("fields") if one["key"] == "Passport")
    await centre.api("PATCH", f"/fields/{field['_id']}", {"rv": 1, "right": "roles.write"}, by=vera.admin)
    eve = await centre.agent("Eve", await centre.role("Eve", ["customers.read", "customers.unmask"]))
    path = f"/api/v1/customers/{vera.id}/reveal"
    assert (await centre.ask("POST", path, {"field": "Passport"}, by=eve)).status == 404


async def test_a_masked_number_is_found_whole_and_by_no_beginning(centre: Centre, vera: Vera) -> None:
    async def finds(words: str) -> bool:
        found = await centre.api("GET", f"/customers?q={words}", by=vera.ann)
        return vera.id in [one["id"] for one in found["items"]]

    assert await finds("%2B48601234567")
    assert await finds("%2B48%20601%20234%20567")
    for guess in ("48", "4860123", "48601234567%20vera", "vera%2048", "account", "4711"):
        assert not await finds(guess), guess


async def test_a_masked_number_is_not_guessed_by_the_messages_it_is_in(centre: Centre, vera: Vera) -> None:
    async def finds(words: str) -> bool:
        await centre.parley.touchpoints.flush()
        return bool((await centre.api("GET", f"/search?q={words}&in=messages", by=vera.ann))["messages"])

    assert await finds("call%20me")
    for guess in ("48601234567", "call%20601", "call%2048601234567", "4711", "call%20account"):
        assert not await finds(guess), guess


async def test_a_mask_outlives_a_merge_a_claim_and_a_restart(centre: Centre, vera: Vera) -> None:
    other = await centre.api(
        "POST", "/customers", {"name": "V.", "addresses": [{"kind": "phone", "value": PHONE}]}, by=vera.ann
    )
    await centre.api("POST", f"/customers/{other['id']}/merge", {"from": vera.id}, by=vera.ann)
    await centre.parley.customers.claim(vera.id, {"phone": WRITTEN})
    await centre.parley.customers.load()
    shown = await centre.api("GET", f"/customers/{other['id']}", by=vera.ann)
    assert [one["value"] for one in shown["addresses"] if one["kind"] == "phone"] == [MASK]
    assert centre.parley.customers.hidden(other["id"])


async def test_an_email_is_not_masked_but_pretended(centre: Centre, vera: Vera) -> None:
    await centre.parley.customers.claim(vera.id, {"email": "vera@mail.example"})
    addresses = (await centre.api("GET", f"/customers/{vera.id}", by=vera.admin))["addresses"]
    email = next(one for one in addresses if one["kind"] == "email")
    body = {"address": email["id"], "masked": True}
    assert (await centre.ask("POST", f"/api/v1/customers/{vera.id}/mask", body, by=vera.admin)).code == "invalid"


async def test_unmasking_shows_it_again(centre: Centre, vera: Vera) -> None:
    addresses = (await centre.api("GET", f"/customers/{vera.id}", by=vera.admin))["addresses"]
    phone = next(one for one in addresses if one["kind"] == "phone")
    body = {"address": phone["id"], "masked": False}
    assert (await centre.ask("POST", f"/api/v1/customers/{vera.id}/mask", body, by=vera.ann)).status == 403
    shown = await centre.api("POST", f"/customers/{vera.id}/mask", body, by=vera.admin)
    assert PHONE in [one["value"] for one in shown["addresses"]]
    assert PHONE not in centre.parley.customers.hidden(vera.id)


def test_dots_stand_wherever_a_hidden_text_stood() -> None:
    said = {"a": f"x {PHONE} y", "b": [WRITTEN, 3, None], "c": {"d": "7"}}
    assert without(said, (PHONE, "7")) == {"a": f"x {MASK} y", "b": [MASK, 3, None], "c": {"d": MASK}}
    assert without(said, ()) is said
    assert without("a 7 b", ("7",)) == "a 7 b"
