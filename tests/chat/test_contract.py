"""Every event of docs/wire.md over the real wire, with each of the official clients."""

import asyncio
from typing import Any

import pytest

from chat.visitors import PAGE
from domain.commands import CloseConversation
from store.memory import MemoryTable
from tests.centre import Centre, Json, Person
from tests.chat.clients import Clients, Tab


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


async def said(tab: Tab, id: str, text: str = "hello", **more: Any) -> Json:
    ack: Json = await tab.ask("message", {"id": id, "text": text, **more})
    assert ack["ok"], ack
    return ack


async def test_the_first_words_reach_an_agent_and_the_answer_comes_back(
    centre: Centre, clients: Clients, widget: Json, ann: Person
) -> None:
    desktop = await clients.desktop(ann)
    assert desktop.welcome == {"agent": ann.id, "presence": centre.parley.workspace.presence_of(ann.id), "offers": []}
    assert await desktop.ask("presence", {"state": "available"}) == {"ok": True}
    visitor = await clients.visitor(widget, page={"url": "https://shop.example/bags", "title": "Bags"}, locale="pl")
    assert visitor.welcome["available"] is True
    assert await visitor.ask("introduce", {"name": "Vera", "email": "vera@mail.example"}) == {"ok": True}
    ack = await said(visitor, "m1")
    conversation = ack["conversation"]
    assert ack == {"ok": True, "conversation": conversation, "number": 2}
    assert await visitor.until("queue", lambda queue: queue["place"] == 1)
    offer = await desktop.until("offer")
    assert (offer["conversation"], offer["summary"]["customer"]["name"]) == (conversation, "Vera")
    assert (offer["summary"]["page"]["title"], offer["summary"]["locale"]) == ("Bags", "pl")
    assert await desktop.ask("accept", {"offer": offer["offer"]}) == {"ok": True, "conversation": conversation}
    taken = await visitor.until("event", lambda event: event["type"] == "OfferAccepted")
    assert taken["agent_name"] == "Ann"
    answer = {"conversation": conversation, "id": "m2", "channel": "chat", "text": "Hi Vera"}
    sent = await desktop.ask("message", answer)
    assert await desktop.ask("message", answer) == sent
    heard = await visitor.until("event", lambda event: event["type"] == "MessageSent")
    assert (heard["text"], heard["number"]) == ("Hi Vera", sent["number"])
    assert (await desktop.until("event", lambda event: event["type"] == "MessageSent"))["number"] == sent["number"]


async def test_what_visitors_hear_has_no_gap_by_before(
    centre: Centre, clients: Clients, widget: Json, ann: Person
) -> None:
    visitor = await clients.visitor(widget)
    id = (await said(visitor, "m1"))["conversation"]
    await centre.api("PUT", f"/conversations/{id}/assignment", {"agent": "me"}, by=ann)
    for number in range(4):
        note = {"id": f"n{number}", "channel": "note", "text": "secret"}
        await centre.api("POST", f"/conversations/{id}/messages", note, by=ann)
        await centre.api("POST", f"/conversations/{id}/messages", {"id": f"a{number}", "text": "shown"}, by=ann)
    await visitor.until("event", lambda event: event.get("message") == "a3")
    events = visitor.all("event")
    assert [event["before"] for event in events] == [0, *(event["number"] for event in events[:-1])]
    assert "secret" not in str(events)


async def test_typing_and_marks_go_both_ways(centre: Centre, clients: Clients, widget: Json, ann: Person) -> None:
    desktop, visitor = await clients.desktop(ann), await clients.visitor(widget)
    id = (await said(visitor, "m1"))["conversation"]
    await centre.api("PUT", f"/conversations/{id}/assignment", {"agent": "me"}, by=ann)
    assert (await desktop.ask("subscribe", {"conversation": id, "after": 2}))["last"] == 4
    assert await visitor.ask("typing", {"on": True}) == {"ok": True}
    assert (await desktop.until("typing"))["on"] is True
    assert await desktop.ask("typing", {"conversation": id, "on": True}) == {"ok": True}
    assert await visitor.until("typing") == {"on": True, "name": "Ann"}
    assert await desktop.ask("read", {"conversation": id, "number": 2}) == {"ok": True}
    assert (await visitor.until("marks"))["agent"] == {"delivered": 2, "read": 2}
    assert await visitor.ask("delivered", {"number": 4}) == {"ok": True}
    assert await visitor.ask("read", {"number": 3}) == {"ok": True}
    marks = await desktop.until("marks", lambda marks: marks["customer"]["read"] == 3)
    assert marks["customer"] == {"delivered": 4, "read": 3}
    assert await desktop.ask("viewing", {"conversation": id, "on": True}) == {"ok": True}
    assert await desktop.until("viewers", lambda seen: seen["viewers"]) == {
        "conversation": id,
        "viewers": [{"id": ann.id, "name": "Ann", "typing": True}],
    }


async def test_a_desktop_hears_of_queues_presence_and_rows(
    centre: Centre, clients: Clients, widget: Json, ann: Person
) -> None:
    ben = await centre.agent("Ben")
    hers, his = await clients.desktop(ann), await clients.desktop(ben)
    await his.ask("presence", {"state": "break", "reason": "lunch"})
    assert (await hers.until("presence"))["reason"] == "lunch"
    visitor = await clients.visitor(widget)
    id = (await said(visitor, "m1"))["conversation"]
    assert (await hers.until("queue", lambda queue: queue["waiting"] == 1))["queue"] == widget["queue"]
    assert (await hers.until("conversation", lambda row: row["id"] == id))["state"] == "waiting"
    assert await visitor.ask("leave", {}) == {"ok": True}
    row = await hers.until("conversation", lambda row: row["number"] == 4)
    assert row["preview"]["text"] == "hello"
    elsewhere = await centre.queue("Elsewhere")
    await centre.parley.directory.change("agents", ben.id, {"queues": [widget["queue"]]})
    await centre.api("PUT", f"/conversations/{id}/assignment", {"queue": elsewhere}, by=ann)
    assert await his.until("gone") == {"conversation": id}
    assert hers.all("gone") == []


async def test_availability_is_told_as_it_changes(centre: Centre, clients: Clients, ann: Person) -> None:
    queue = await centre.queue("Day", away_text="Back at nine.")
    visitor = await clients.visitor(await centre.widget(queue))
    assert (visitor.welcome["available"], visitor.welcome["away_text"]) == (False, "Back at nine.")
    desktop = await clients.desktop(ann)
    await desktop.ask("presence", {"state": "available"})
    assert await visitor.until("availability") == {"available": True, "away_text": None}
    await desktop.ask("presence", {"state": "offline"})
    told = await visitor.until("availability", lambda told: not told["available"])
    assert told["away_text"] == "Back at nine."


async def test_a_token_brings_the_history_back(centre: Centre, clients: Clients, widget: Json, ann: Person) -> None:
    first = await clients.visitor(widget)
    id = (await said(first, "m1", "the first"))["conversation"]
    await centre.api("PUT", f"/conversations/{id}/closure", {}, by=ann)
    await first.close()
    again = await clients.visitor(widget, first.welcome["token"])
    assert (again.welcome["visitor"], again.welcome["conversation"]) == (first.welcome["visitor"], id)
    assert (again.welcome["last"], again.welcome["state"]) == (4, "closed")
    assert (await again.ask("history", {}))["conversations"] == [
        {"id": id, "state": "closed", "last_at": "2026-11-21T12:00:00.000Z", "preview": "the first"}
    ]
    centre.clock.pass_(days=6)
    assert (await said(again, "m2"))["conversation"] == id, "it is reopened"
    await centre.parley.desk.do(CloseConversation(id="close", conversation=id, at=centre.clock.now()))
    centre.clock.pass_(days=7)
    assert (await said(again, "m3"))["conversation"] != id, "too long ago"


async def test_resuming_gives_what_was_missed_page_by_page(
    centre: Centre, clients: Clients, widget: Json, ann: Person
) -> None:
    first = await clients.visitor(widget)
    id = (await said(first, "m1"))["conversation"]
    await centre.api("PUT", f"/conversations/{id}/assignment", {"agent": "me"}, by=ann)
    await first.close()
    for number in range(PAGE + 50):
        body = {"id": f"a{number}", "channel": "note" if number % 10 == 0 else "chat", "text": str(number)}
        await centre.api("POST", f"/conversations/{id}/messages", body, by=ann)
    again = await clients.visitor(widget, first.welcome["token"])
    events, after = [], 4
    while page := (await again.ask("resume", {"conversation": id, "after": after}))["events"]:
        assert len(page) <= PAGE
        events += page
        after = page[-1]["number"]
    assert [event["before"] for event in events] == [4, *(event["number"] for event in events[:-1])]
    assert [event["text"] for event in events] == [str(n) for n in range(PAGE + 50) if n % 10]
    assert again.welcome["last"] == events[-1]["number"]


@pytest.fixture
def slow_store(monkeypatch: pytest.MonkeyPatch) -> None:
    """Memory answers at once, so nothing could come between two steps; a database takes its time."""
    get = MemoryTable.get

    async def slowly(table: MemoryTable, document_id: str) -> Any:
        await asyncio.sleep(0.01)
        return await get(table, document_id)

    monkeypatch.setattr(MemoryTable, "get", slowly)


@pytest.mark.usefixtures("slow_store")
async def test_three_tabs_are_one_visitor(centre: Centre, clients: Clients, widget: Json, ann: Person) -> None:
    first = await clients.visitor(widget)
    second, third = [await clients.visitor(widget, first.welcome["token"]) for _ in range(2)]
    acks = await asyncio.gather(*(said(tab, f"m{n}") for n, tab in enumerate([first, second, third] * 4)))
    assert len({ack["conversation"] for ack in acks}) == 1
    for tab in (first, second, third):
        await tab.until("event", lambda event: event["number"] == 14)
        assert [event["number"] for event in tab.all("event")] == list(range(1, 15))
    assert len((await first.ask("history", {}))["conversations"]) == 1


@pytest.mark.usefixtures("slow_store")
async def test_two_tabs_begin_anew_together_after_a_long_time(
    centre: Centre, clients: Clients, widget: Json, ann: Person
) -> None:
    """Both still hold the Conversation that was closed too long ago to go on."""
    first = await clients.visitor(widget)
    id = (await said(first, "m0"))["conversation"]
    second = await clients.visitor(widget, first.welcome["token"])
    await centre.api("PUT", f"/conversations/{id}/closure", {}, by=ann)
    centre.clock.pass_(days=30)
    acks = await asyncio.gather(*(said(tab, f"m{n}") for n, tab in enumerate([first, second] * 3, 1)))
    assert len({ack["conversation"] for ack in acks} - {id}) == 1
    assert len((await first.ask("history", {}))["conversations"]) == 2


async def test_a_message_sent_again_is_stored_once_whatever_happened_between(
    centre: Centre, clients: Clients, widget: Json, ann: Person
) -> None:
    first = await clients.visitor(widget)
    ack = await said(first, "m1")
    assert await said(first, "m1") == ack
    await first.close()
    again = await clients.visitor(widget, first.welcome["token"])
    assert await said(again, "m1") == ack
    await centre.api("PUT", f"/conversations/{ack['conversation']}/closure", {}, by=ann)
    assert await said(again, "m1") == ack, "and it reopens nothing"
    assert (await centre.state(ack["conversation"])).state == "closed"
    assert (await centre.events(ack["conversation"])).count("MessageReceived") == 1


async def test_a_message_sent_again_after_the_end_begins_nothing_new(
    centre: Centre, clients: Clients, widget: Json, ann: Person
) -> None:
    """Its answer was lost, the tab slept for a month, and the Conversation can no longer be reopened."""
    first = await clients.visitor(widget)
    ack = await said(first, "m1")
    await centre.api("PUT", f"/conversations/{ack['conversation']}/closure", {}, by=ann)
    centre.clock.pass_(days=30)
    assert await said(first, "m1") == ack
    await first.close()
    again = await clients.visitor(widget, first.welcome["token"])
    assert await said(again, "m1") == ack
    assert len((await again.ask("history", {}))["conversations"]) == 1


async def test_the_prechat_form_and_consent_are_kept(centre: Centre, clients: Clients, ann: Person) -> None:
    consent = {"required": True, "text": "We keep it.", "version": "3", "policy_url": ""}
    visitor = await clients.visitor(await centre.widget(consent=consent))
    refused = await visitor.ask("message", {"id": "m1", "text": "hi"})
    assert (refused["ok"], refused["code"]) == (False, "forbidden")
    await visitor.ask("introduce", {"name": "Vera", "form": {"order": "A-1"}, "consent": "2"})
    assert (await visitor.ask("message", {"id": "m1", "text": "hi"}))["code"] == "forbidden"
    await visitor.ask("introduce", {"name": "Vera", "form": {"order": "A-1"}, "consent": "3"})
    id = (await said(visitor, "m1", leave=True))["conversation"]
    (event, *_) = (await centre.api("GET", f"/conversations/{id}/events", by=ann))["events"]
    assert (event["form"], event["consent"], event["left_message"]) == ({"order": "A-1"}, "3", True)


@pytest.mark.parametrize(
    ("event", "data"),
    [
        ("message", {"id": "m1"}),
        ("message", {"id": "m1", "text": " \n "}),
        ("message", {"id": "m 1", "text": "x"}),
        ("message", {"id": "m1", "text": "x" * 8001}),
        ("message", {"id": "m1", "text": "x", "agent": "agt_1"}),
        ("message", {"id": "m1", "text": "x", "files": ["f"] * 11}),
        ("message", {"id": {"$gt": ""}, "text": "x"}),
        ("message", "hello"),
        ("message", None),
        ("typing", {"on": "yes"}),
        ("read", {}),
        ("read", {"number": -1}),
        ("read", {"number": 1.5}),
        ("resume", {"conversation": ["a"]}),
        ("introduce", {"form": {"a": {"$ne": 1}}}),
        ("introduce", {"name": "x" * 255}),
        ("leave", {"now": True}),
        ("history", []),
    ],
)
async def test_what_is_not_of_the_contract_is_refused(clients: Clients, widget: Json, event: str, data: Any) -> None:
    visitor = await clients.visitor(widget)
    ack = await visitor.ask(event, data)
    assert (ack["ok"], ack["code"]) == (False, "invalid")
