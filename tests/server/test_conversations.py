"""Conversations over HTTP: written to once, moved about, and listed without losing one between two pages."""

import re
from dataclasses import replace
from urllib.parse import quote

import pytest

from tests.centre import Centre, Json, Person, Socket


@pytest.fixture
async def widget(centre: Centre) -> Json:
    return await centre.widget()


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


async def pages(centre: Centre, path: str, by: Person, most: int = 50) -> list[str]:
    """The ids of every item, following ``next`` to its end."""
    found: list[str] = []
    cursor: str | None = ""
    while cursor is not None:
        assert most, "the pages do not end"
        most -= 1
        page = await centre.api("GET", f"{path}{'&cursor=' + quote(cursor) if cursor else ''}", by=by)
        found += [item["id"] for item in page["items"]]
        cursor = page["next"]
    return found


async def crowd(centre: Centre, widget: Json, count: int, seconds: float = 1) -> list[str]:
    """So many Conversations, begun one after the other."""
    ids = []
    for number in range(count):
        ids.append((await centre.conversation(widget, f"order {number}"))[0])
        centre.clock.pass_(seconds=seconds)
    return ids


async def test_a_message_is_stored_once(centre: Centre, widget: Json, ann: Person) -> None:
    id, visitor = await centre.given(widget, ann)
    path, message = f"/api/v1/conversations/{id}/messages", {"id": "m1", "channel": "chat", "text": "Hello"}
    first = await centre.ask("POST", path, message, by=ann)
    again = await centre.ask("POST", path, message, by=ann)
    assert (first.status, again.status, first.json, again.json) == (201, 200, {"number": 5}, {"number": 5})
    assert (await visitor.until("event", lambda event: event["type"] == "MessageSent"))["text"] == "Hello"
    assert (await centre.events(id)).count("MessageSent") == 1


async def test_a_note_stays_inside(centre: Centre, widget: Json, ann: Person) -> None:
    id, visitor = await centre.given(widget, ann)
    note = {"id": "n1", "channel": "note", "text": "careful", "mentions": [ann.id]}
    await centre.api("POST", f"/conversations/{id}/messages", note, by=ann)
    await centre.api("POST", f"/conversations/{id}/messages", {"id": "m1", "text": "Hello"}, by=ann)
    seen = await visitor.until("event", lambda event: event["type"] == "MessageSent")
    assert (seen["number"], seen["before"]) == (6, 4)
    resumed = await visitor.ask("resume", {"conversation": id, "after": 0})
    assert "careful" not in str(resumed)
    assert "careful" not in (await centre.ask("GET", f"/api/v1/conversations/{id}/transcript", by=ann)).body.decode()


async def test_its_life_over_http(centre: Centre, widget: Json, ann: Person) -> None:
    id, _ = await centre.given(widget, ann)
    one = f"/conversations/{id}"
    await centre.api("PUT", f"{one}/tags", {"tags": ["vip", "refund"]}, by=ann)
    await centre.api("PUT", f"{one}/snooze", {"until": "2026-11-22T08:00:00+01:00"}, by=ann)
    shown = await centre.api("GET", one, by=ann)
    assert (shown["state"], shown["snoozed_until_at"]) == ("snoozed", "2026-11-22T07:00:00.000Z")
    await centre.api("DELETE", f"{one}/snooze", by=ann)
    await centre.api("PUT", f"{one}/closure", {"outcome": "solved"}, by=ann)
    shown = await centre.api("GET", one, by=ann)
    assert (shown["state"], shown["outcome"], shown["tags"]) == ("closed", "solved", ["vip", "refund"])
    await centre.api("DELETE", f"{one}/closure", by=ann)
    shown = await centre.api("GET", one, by=ann)
    assert (shown["state"], shown["agent"], shown["outcome"]) == ("open", ann.id, None)
    queue = await centre.queue("Support")
    await centre.api("PUT", f"{one}/assignment", {"queue": queue, "note": "for you"}, by=ann)
    shown = await centre.api("GET", one, by=ann)
    assert (shown["state"], shown["queue"], shown["agent"]) == ("waiting", queue, None)


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("snooze", {"until": "2026-11-20T12:00:00Z"}, "invalid"),
        ("snooze", {"until": "2026-11-22T12:00:00"}, "invalid"),
        ("snooze", {"until": "9999-12-31T23:59:59-12:00"}, "invalid"),
        ("snooze", {"until": "0001-01-01T00:00:00+12:00"}, "invalid"),
        ("snooze", {"until": "tomorrow"}, "invalid"),
        ("assignment", {}, "invalid"),
        ("assignment", {"agent": "me", "queue": "que_1"}, "invalid"),
        ("assignment", {"agent": "agt_none"}, "not_found"),
        ("assignment", {"queue": "que_none"}, "not_found"),
        ("tags", {"tags": [""]}, "invalid"),
        ("tags", {"tags": ["x"] * 31}, "invalid"),
        ("closure", {"outcome": "x" * 201}, "invalid"),
        ("closure", {"result": "solved"}, "invalid"),
    ],
)
async def test_what_makes_no_sense_is_refused(
    centre: Centre, widget: Json, ann: Person, path: str, body: Json, code: str
) -> None:
    id, _ = await centre.given(widget, ann)
    before = await centre.events(id)
    assert (await centre.ask("PUT", f"/api/v1/conversations/{id}/{path}", body, by=ann)).code == code
    assert await centre.events(id) == before


async def test_nobody_is_given_what_they_cannot_answer(centre: Centre, widget: Json, ann: Person) -> None:
    id, _ = await centre.given(widget, ann)
    reader = await centre.agent("Reader", await centre.role("Reader", ["customers.read"]))
    off = await centre.agent("Off", active=False)
    for person in (reader, off):
        answer = await centre.ask("PUT", f"/api/v1/conversations/{id}/assignment", {"agent": person.id}, by=ann)
        assert answer.code == "invalid"


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
@pytest.mark.parametrize(
    "query", ["", "state=open", "agent=me", "agent=me&state=open", "channel=chat", "state=open,closed"]
)
async def test_pages_lose_nothing_and_end(centre: Centre, widget: Json, ann: Person, query: str, limit: int) -> None:
    ids = await crowd(centre, widget, 7)
    for id in ids:
        await centre.api("PUT", f"/conversations/{id}/assignment", {"agent": "me"}, by=ann)
        centre.clock.pass_(seconds=1)
    assert await pages(centre, f"/conversations?limit={limit}&{query}", ann) == ids[::-1]


async def test_pages_of_what_happened_at_one_instant(centre: Centre, widget: Json, ann: Person) -> None:
    ids = await crowd(centre, widget, 6, seconds=0)
    found = await pages(centre, "/conversations?limit=2", ann)
    assert sorted(found) == sorted(ids)


@pytest.mark.parametrize("limit", [1, 2, 50])
async def test_pages_that_are_filtered_go_on_behind_what_is_left_out(
    centre: Centre, widget: Json, ann: Person, limit: int
) -> None:
    """One customer's Conversations, every other one closed: a page may be short, the list may not."""
    visitor = await centre.visitor(widget)
    closed = []
    for number in range(5):
        ack = await visitor.ask("message", {"id": f"m{number}", "text": "again"})
        centre.clock.pass_(seconds=1)
        await centre.api("PUT", f"/conversations/{ack['conversation']}/closure", {}, by=ann)
        closed.append(ack["conversation"])
        centre.clock.pass_(days=9)
        ann = replace(ann, token=await centre.session(ann.id))
    await visitor.ask("message", {"id": "now", "text": "and now"})
    customer = (await centre.state(closed[0])).customer
    assert len(set(closed)) == 5
    found = await pages(centre, f"/conversations?customer={customer}&state=closed&limit={limit}", ann)
    assert found == closed[::-1]


@pytest.mark.parametrize("limit", [1, 2, 3, 50])
async def test_who_waits_is_listed_longest_waiting_first_to_the_end(
    centre: Centre, widget: Json, ann: Person, limit: int
) -> None:
    ids = await crowd(centre, widget, 5)
    assert await pages(centre, f"/conversations?state=waiting&limit={limit}", ann) == ids


async def test_lists_hold_what_is_in_reach(centre: Centre, ann: Person) -> None:
    sales, support = await centre.queue("Sales"), await centre.queue("Support")
    ben = await centre.agent("Ben", queues=[sales])
    boss = await centre.agent("Boss", "manager", queues=[])
    mine, _ = await centre.conversation(await centre.widget(sales), "in sales")
    foreign, _ = await centre.conversation(await centre.widget(support), "in support")
    customer = (await centre.state(foreign)).customer
    for query in ("", "state=waiting", f"queue={support}", f"customer={customer}", "q=support", "agent=me", "q=in"):
        found = await pages(centre, f"/conversations?{query}", ben)
        assert foreign not in found, query
    assert await pages(centre, "/conversations?", ben) == [mine]
    assert sorted(await pages(centre, "/conversations?", boss)) == sorted([mine, foreign])


async def test_words_find(centre: Centre, widget: Json, ann: Person) -> None:
    zipper, _ = await centre.conversation(widget, "The ŻIPPER is broken")
    await centre.conversation(widget, "Where is my parcel?")
    assert await pages(centre, f"/conversations?q={quote('zipper')}", ann) == [zipper]
    assert await pages(centre, f"/conversations?q={quote('broken żipper')}", ann) == [zipper]
    assert await pages(centre, "/conversations?q=nothing", ann) == []
    assert await pages(centre, f"/conversations?q={quote('.* $gt')}", ann) == []


@pytest.mark.parametrize("limit", [1, 2, 5, 500])
async def test_events_are_paged_both_ways(centre: Centre, widget: Json, ann: Person, limit: int) -> None:
    id, visitor = await centre.conversation(widget)
    for number in range(8):
        await visitor.ask("message", {"id": f"m{number}", "text": "x"})
    numbers: list[int] = []
    after: int | None = 0
    while after is not None:
        page = await centre.api("GET", f"/conversations/{id}/events?after={after}&limit={limit}", by=ann)
        numbers += [event["number"] for event in page["events"]]
        after = page["next"]
    assert numbers == list(range(1, 12))
    numbers = []
    before: int | None = 12
    while before is not None:
        page = await centre.api("GET", f"/conversations/{id}/events?before={before}&limit={limit}", by=ann)
        numbers = [event["number"] for event in page["events"]] + numbers
        before = page["next"]
    assert numbers == list(range(1, 12))


@pytest.mark.parametrize(
    "query", ["limit=x", "limit=-1", "after=1.5", "after=99999999999", "cursor=then", "state=lost"]
)
async def test_odd_queries_are_refused(centre: Centre, widget: Json, ann: Person, query: str) -> None:
    id, _ = await centre.conversation(widget)
    path = f"/api/v1/conversations/{id}/events" if "after" in query else "/api/v1/conversations"
    assert (await centre.ask("GET", f"{path}?{query}", by=ann)).code == "invalid"


async def test_a_draft_is_ones_own(centre: Centre, widget: Json, ann: Person) -> None:
    ben = await centre.agent("Ben")
    id, _ = await centre.given(widget, ann)
    await centre.api("PUT", f"/conversations/{id}/draft", {"channel": "note", "text": "half a th"}, by=ann)
    assert (await centre.api("GET", f"/conversations/{id}", by=ann))["draft"] == {
        "channel": "note",
        "text": "half a th",
    }
    assert (await centre.api("GET", f"/conversations/{id}", by=ben))["draft"] is None
    await centre.api("PUT", f"/conversations/{id}/draft", {"text": ""}, by=ann)
    assert (await centre.api("GET", f"/conversations/{id}", by=ann))["draft"] is None


async def test_a_transcript_is_its_words(centre: Centre, widget: Json, ann: Person) -> None:
    id, visitor = await centre.given(widget, ann, "Is it in stock?")
    await centre.api("POST", f"/conversations/{id}/messages", {"id": "m1", "text": "It is."}, by=ann)
    for path, by in ((f"conversations/{id}/transcript", ann), ("visitor/transcript", visitor.welcome["token"])):
        text = (await centre.ask("GET", f"/api/v1/{path}", by=by)).body.decode()
        assert re.fullmatch(
            r"2026-11-21 12:00 UTC  Visitor \w+: Is it in stock\?\n2026-11-21 12:00 UTC  Ann: It is\.\n", text
        )
    stranger = await centre.visitor(widget)
    assert (await centre.ask("GET", "/api/v1/visitor/transcript", by=stranger.welcome["token"])).status == 404


async def test_customers_are_found_changed_and_shown_with_their_past(centre: Centre, widget: Json, ann: Person) -> None:
    visitor = await centre.visitor(widget)
    await visitor.ask("introduce", {"name": "Żaneta Łoś", "email": "z.los@mail.example"})
    await visitor.ask("message", {"id": "m1", "text": "hello"})
    (found,) = (await centre.api("GET", "/customers?q=zaneta", by=ann))["items"]
    assert await centre.api("GET", "/customers?q=z.lo", by=ann) == {"items": [found], "next": None}
    assert [one["verified"] for one in found["addresses"] if one["kind"] == "email"] == [False]
    one = f"/customers/{found['id']}"
    changed = await centre.api("PATCH", one, {"rv": found["rv"], "note": "likes red", "fields": {"Size": "L"}}, by=ann)
    assert (changed["note"], changed["fields"], changed["name"]) == ("likes red", {"Size": "L"}, "Żaneta Łoś")
    late = await centre.ask("PATCH", f"/api/v1{one}", {"rv": found["rv"], "note": "late"}, by=ann)
    assert (late.status, late.code) == (409, "conflict")
    assert len((await centre.api("GET", f"{one}/conversations", by=ann))["items"]) == 1
    foreign = await centre.agent("Ben", queues=[await centre.queue("Elsewhere")])
    assert (await centre.api("GET", f"{one}/conversations", by=foreign))["items"] == []


async def test_what_two_visitors_claim_does_not_make_them_one(centre: Centre, widget: Json, ann: Person) -> None:
    tabs: list[Socket] = [await centre.visitor(widget) for _ in range(2)]
    for tab in tabs:
        await tab.ask("introduce", {"name": "Vera", "email": "vera@mail.example"})
        await tab.ask("message", {"id": "m1", "text": "it is me"})
    assert len((await centre.api("GET", "/customers?q=vera", by=ann))["items"]) == 2
    assert [len((await tab.ask("history", {}))["conversations"]) for tab in tabs] == [1, 1]


@pytest.mark.parametrize("limit", [1, 2, 50])
async def test_customers_are_paged(centre: Centre, widget: Json, ann: Person, limit: int) -> None:
    ids = [(await centre.state(id)).customer for id in await crowd(centre, widget, 5)]
    assert await pages(centre, f"/customers?limit={limit}", ann) == ids[::-1]


async def test_marks_only_rise(centre: Centre, widget: Json, ann: Person) -> None:
    id, visitor = await centre.given(widget, ann)
    desktop = await centre.desktop(ann)
    for number in (2, 1, 3, 99):
        await visitor.ask("read", {"number": number})
    await desktop.ask("read", {"conversation": id, "number": 2})
    await desktop.ask("delivered", {"conversation": id, "number": 4})
    shown = await centre.api("GET", f"/conversations/{id}", by=ann)
    assert shown["marks"] == {"customer": {"delivered": 4, "read": 4}, "agent": {"delivered": 4, "read": 2}}
    assert shown["unread"] == 0
    await visitor.until("marks", lambda marks: marks["agent"] == {"delivered": 4, "read": 2})
    assert [marks["customer"]["read"] for marks in desktop.all("marks")] == sorted(
        marks["customer"]["read"] for marks in desktop.all("marks")
    )


async def test_an_address_that_a_visitor_gives_is_no_mail(centre: Centre) -> None:
    ann, widget = await centre.agent("Ann"), await centre.widget()
    id, visitor = await centre.given(widget, ann)
    assert await visitor.ask("introduce", {"email": "vera@mail.example"}) == {"ok": True}
    shown = await centre.api("GET", f"/conversations/{id}/events", by=ann)
    assert shown["events"][-1]["email"] == "vera@mail.example"
