"""The ledger of consents: what visitors agreed to, in which words, and what Agents were told, each once and for good."""

from typing import Any

import pytest

from domain import commands as c
from domain.call_commands import StartCall
from domain.events import Actor
from domain.ids import unguessable
from domain.stream import Unavailable
from server.visitors.widget_pages import notice
from tests.centre import Centre, Json, Person, becomes_true, open_centre

TEXT = "I agree that you keep what I write."
CONSENT = {"required": True, "text": TEXT, "version": "2026-1", "policy_url": ""}
PAGE = {"url": "https://shop.example/ferns?q=1", "title": "Ferns", "referrer": ""}


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


async def ledger(centre: Centre, customer: str, by: Person) -> list[Json]:
    found: list[Json] = (await centre.api("GET", f"/customers/{customer}/consents", by=by))["items"]
    return found


async def agreed(centre: Centre, version: str = "2026-1", **widget: Any) -> tuple[str, str, Json]:
    """A visitor who agreed before they wrote: their Customer, the Conversation and the widget."""
    made = await centre.widget(consent=CONSENT, **widget)
    visitor = await centre.visitor(made, page=PAGE, locale="pl")
    assert await visitor.ask("introduce", {"name": "Vera", "consent": version}) == {"ok": True}
    ack = await visitor.ask("message", {"id": "m1", "text": "hello"})
    assert ack["ok"], ack
    return (await centre.state(ack["conversation"])).customer, ack["conversation"], made


async def test_what_a_visitor_agrees_to_is_kept_with_its_words(centre: Centre, ann: Person) -> None:
    customer, conversation, widget = await agreed(centre)
    (row,) = await ledger(centre, customer, ann)
    assert (row["name"], row["given"], row["text"], row["version"]) == ("chat", True, TEXT, "2026-1")
    assert (row["channel"], row["source"], row["by"]) == ("chat", "widget", None)
    assert (row["widget"], row["page"], row["locale"]) == (widget["_id"], PAGE["url"], "pl")
    assert (row["conversation"], row["at"]) == (conversation, "2026-11-21T12:00:00.000Z")


async def test_words_that_were_changed_meanwhile_are_not_said_to_be_those_agreed_to(
    centre: Centre, ann: Person
) -> None:
    made, state = await centre.widget(consent={**CONSENT, "version": "2026-2"}), unguessable("cnv")
    parley = centre.parley
    customer = (await parley.customers.of_visitor("vis_1", made["_id"], {}, "en"))["_id"]
    opening = c.Opening(
        customer=customer,
        customer_name="Vera",
        queue=parley.directory.first_queue(),
        widget=made["_id"],
        consent="2026-1",
    )
    actor, now = Actor("customer", customer, "Vera"), centre.clock.now()
    said = c.ReceiveMessage(id="c1", conversation=state, at=now, actor=actor, message="m", text="hi", opening=opening)
    await parley.desk.do(said)
    (row,) = await ledger(centre, customer, ann)
    assert (row["version"], row["text"]) == ("2026-1", "")


async def test_who_agreed_to_nothing_has_no_row(centre: Centre, ann: Person) -> None:
    id, _ = await centre.conversation(await centre.widget())
    assert await ledger(centre, (await centre.state(id)).customer, ann) == []


async def test_the_notice_of_a_recorded_call_is_kept_with_its_words(centre: Centre, ann: Person) -> None:
    widget = await centre.widget()
    id, visitor = await centre.conversation(widget)
    state, shown = await centre.state(id), notice(widget, "it")
    start = StartCall(
        id="v1",
        conversation=id,
        at=centre.clock.now(),
        actor=Actor("customer", state.customer, "Vera"),
        call=unguessable("cal"),
        direction="in",
        leg=unguessable("leg"),
        party=state.visitor or "",
        notice=shown["version"],
    )
    await centre.parley.desk.do(start)
    (row,) = await ledger(centre, state.customer, ann)
    assert (row["name"], row["channel"], row["conversation"]) == ("call-recording", "call", id)
    assert (row["version"], row["text"]) == (shown["version"], shown["text"])
    assert shown["text"]
    await visitor.close()


async def test_a_start_writes_what_a_crash_left_out_and_nothing_twice(
    centre: Centre, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    table = centre.parley.store.tables.consents

    async def away(rows: Any) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(table, "add_many", away)
        customer, _, _ = await agreed(centre)
        with pytest.raises(Unavailable):
            await centre.parley.consents.settled(centre.parley.desk)
        assert await table.find({}) == []
        centre.parley.consents._waiting.clear()
    async with open_centre(centre.parley.store, centre.clock) as again:
        after = await again.agent("Eve")
        await becomes_true(lambda: again.parley.consents is not None)
        assert len(await ledger(again, customer, after)) == 1
    async with open_centre(centre.parley.store, centre.clock) as once_more:
        after = await once_more.agent("Eva")
        assert len(await ledger(once_more, customer, after)) == 1


async def test_what_an_agent_is_told_sets_the_flag_and_names_its_source(centre: Centre, ann: Person) -> None:
    customer = (await centre.api("POST", "/customers", {"name": "Vera"}, by=ann))["id"]
    path = f"/customers/{customer}/consents"
    given = {"name": "marketing-email", "given": True, "source": "call", "text": "Newsletter", "version": "3"}
    row = await centre.api("POST", path, given, by=ann)
    assert (row["by"], row["source"], row["channel"], row["text"]) == (ann.id, "call", "call", "Newsletter")
    assert (await centre.api("GET", f"/customers/{customer}", by=ann))["consents"] == {"marketing-email": True}
    centre.clock.pass_(minutes=1)
    await centre.api("POST", path, {"name": "marketing-email", "given": False, "source": "email"}, by=ann)
    assert (await centre.api("GET", f"/customers/{customer}", by=ann))["consents"] == {"marketing-email": False}
    assert [one["given"] for one in await ledger(centre, customer, ann)] == [False, True]
    lines = await centre.parley.store.tables.audit.find({"act": "consents.record"}, by="at")
    assert [line["details"]["given"] for line in lines] == [True, False]


async def test_an_edit_of_the_profile_is_entered_too(centre: Centre, ann: Person) -> None:
    made = await centre.api("POST", "/customers", {"name": "Vera", "consents": {"post": True}}, by=ann)
    one = f"/customers/{made['id']}"
    changed = await centre.api("PATCH", one, {"rv": made["rv"], "consents": {"post": False, "sms": True}}, by=ann)
    await centre.api("PATCH", one, {"rv": changed["rv"], "note": "x"}, by=ann)
    rows = [(row["name"], row["given"], row["source"], row["by"]) for row in await ledger(centre, made["id"], ann)]
    assert sorted(rows) == [
        ("post", False, "profile", ann.id),
        ("post", True, "profile", ann.id),
        ("sms", True, "profile", ann.id),
    ]


async def test_a_merge_shows_both_ledgers_and_its_undoing_each_ones_own(centre: Centre, ann: Person) -> None:
    one, other = [(await centre.api("POST", "/customers", {"name": name}, by=ann))["id"] for name in ("Vera", "V.")]
    for id, name in ((one, "post"), (other, "sms")):
        await centre.api("POST", f"/customers/{id}/consents", {"name": name, "given": True, "source": "paper"}, by=ann)
    merged = await centre.api("POST", f"/customers/{one}/merge", {"from": other}, by=ann)
    assert sorted(row["name"] for row in await ledger(centre, other, ann)) == ["post", "sms"]
    await centre.api("POST", f"/customers/{one}/unmerge", {"merge": merged["merges"][0]["id"]}, by=ann)
    assert [[row["name"] for row in await ledger(centre, id, ann)] for id in (one, other)] == [["post"], ["sms"]]


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "a.b", "given": True, "source": "call"},
        {"name": "sms", "given": "yes", "source": "call"},
        {"name": "sms", "given": True, "source": "rumour"},
        {"name": "sms", "given": True},
        {"name": "sms", "given": True, "source": "call", "at": "2020-01-01T00:00:00Z"},
    ],
)
async def test_what_is_no_consent_is_refused(centre: Centre, ann: Person, wrong: Json) -> None:
    customer = (await centre.api("POST", "/customers", {"name": "Vera"}, by=ann))["id"]
    assert (await centre.ask("POST", f"/api/v1/customers/{customer}/consents", wrong, by=ann)).code == "invalid"


async def test_pages_of_the_ledger_follow_each_other(centre: Centre, ann: Person) -> None:
    customer = (await centre.api("POST", "/customers", {"name": "Vera"}, by=ann))["id"]
    for each in range(5):
        body = {"name": f"n{each}", "given": True, "source": "paper"}
        await centre.api("POST", f"/customers/{customer}/consents", body, by=ann)
        centre.clock.pass_(minutes=1)
    first = await centre.api("GET", f"/customers/{customer}/consents?limit=3", by=ann)
    rest = await centre.api("GET", f"/customers/{customer}/consents?limit=3&before={first['next']}", by=ann)
    assert [row["name"] for row in first["items"] + rest["items"]] == ["n4", "n3", "n2", "n1", "n0"]
    assert rest["next"] is None
