"""Timelines: everything a family did, by kind and by time, within reach; written behind, and again after a crash or a flood."""

import asyncio
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import quote

import pytest

from domain.touchpoints import Touchpoint
from server.timelines import touchpoints as module
from store.opening import Store, memory_store
from tests.centre import NOON, Centre, HandClock, Json, becomes_true, open_centre


async def timeline(centre: Centre, customer: str, by: Any, **query: str) -> Json:
    asked = "&".join(f"{name}={value}" for name, value in {"kinds": "", **query}.items())
    answer: Json = await centre.api("GET", f"/customers/{customer}/timeline?{asked}", by=by)
    return answer


def many(customer: str, count: int, seed: int = 7) -> list[Touchpoint]:
    """Rows of a long story: busy days, a burst, quiet months, several of one instant."""
    chance = Random(seed)
    at, rows = datetime(2024, 1, 1, tzinfo=UTC), []
    for number in range(count):
        at += timedelta(
            seconds=chance.choice([0, 1, 30, 4_000, 90_000]) if number % 10 else chance.choice([0, 3_000_000])
        )
        kind: Any = chance.choice(["event", "page"])
        rows.append(
            Touchpoint(f"x|{customer}|{number}", customer, at, kind, "Odd", "web", "customer", "Vera", "", str(number))
        )
    return rows


async def pages(centre: Centre, customer: str, by: Any, way: str, **query: str) -> list[str]:
    """The texts of every page, one page after the other."""
    found: list[str] = []
    page = await timeline(
        centre, customer, by, **({"after": "2000-01-01T00:00:00Z"} if way == "newer" else {}), **query
    )
    while True:
        texts = [row["text"] for row in page["items"]]
        found = found + texts if way == "older" else texts + found
        if page[way] is None:
            return found
        page = await timeline(centre, customer, by, **{"before" if way == "older" else "after": page[way]}, **query)


async def test_what_happened_is_there_at_once_newest_first(centre: Centre) -> None:
    ann = await centre.agent("Ann", "administrator")
    id, visitor = await centre.given(await centre.widget(), ann, "where is my lamp")
    centre.clock.pass_(seconds=5)
    await centre.api(
        "POST", f"/conversations/{id}/messages", {"id": "n1", "channel": "note", "text": "careful"}, by=ann
    )
    customer = (await centre.state(id)).customer
    page = await timeline(centre, customer, ann)
    assert [(row["kind"], row["text"]) for row in page["items"]][:2] == [
        ("note", "careful"),
        ("message", "where is my lamp"),
    ]
    assert {row["conversation"] for row in page["items"]} == {id}
    assert await centre.api("GET", f"/customers/{customer}/timeline", by=ann) == page
    only = await timeline(centre, customer, ann, kinds="note,call")
    assert [row["text"] for row in only["items"]] == ["careful"]
    refused = await centre.ask("GET", f"/api/v1/customers/{customer}/timeline?kinds=odd", by=ann)
    assert refused.code == "invalid"
    await visitor.close()


async def test_what_is_out_of_reach_is_not_in_it(centre: Centre) -> None:
    own, foreign = await centre.queue("Own"), await centre.queue("Foreign")
    id, _ = await centre.conversation(await centre.widget(foreign), "foreign words")
    customer = (await centre.state(id)).customer
    bob, boss = await centre.agent("Bob", queues=[own]), await centre.agent("Boss", "administrator")
    assert (await timeline(centre, customer, bob))["items"] == []
    assert "foreign words" in str(await timeline(centre, customer, boss))


@pytest.mark.parametrize("limit", ["1", "7", "200"])
async def test_pages_both_ways_have_every_row_once(each_store: Store, limit: str) -> None:
    async with open_centre(each_store) as centre:
        ann = await centre.agent("Ann", "administrator")
        id, _ = await centre.conversation(await centre.widget())
        customer = (await centre.state(id)).customer
        rows = many(customer, 60 if limit == "1" else 600)
        centre.parley.touchpoints.add(rows)
        for kinds in ("event", "event,page"):
            wanted = [row.text for row in rows if row.kind in kinds]
            for way in ("older", "newer"):
                found = await pages(centre, customer, ann, way, kinds=kinds, limit=limit)
                assert sorted(found, key=int) == wanted, (kinds, way)
                times = [rows[int(text)].at for text in found]
                assert times == sorted(times, reverse=True)


async def test_a_family_is_read_as_one(centre: Centre) -> None:
    boss, widget = await centre.agent("Boss", "administrator"), await centre.widget()
    ids = [(await centre.conversation(widget, text))[0] for text in ("first words", "second words")]
    one, other = [(await centre.state(id)).customer for id in ids]
    centre.parley.customers.families.follow(other, one)
    for customer in (one, other):
        shown = str(await timeline(centre, customer, boss))
        assert "first words" in shown
        assert "second words" in shown


async def test_a_jump_to_a_date(centre: Centre) -> None:
    boss = await centre.agent("Boss", "administrator")
    id, _ = await centre.conversation(await centre.widget())
    customer = (await centre.state(id)).customer
    rows = many(customer, 300)
    centre.parley.touchpoints.add(rows)
    middle = rows[150].at + timedelta(milliseconds=1)
    before = await timeline(centre, customer, boss, before=middle.isoformat().replace("+00:00", "Z"), limit="10")
    after = await timeline(centre, customer, boss, after=middle.isoformat().replace("+00:00", "Z"), limit="10")
    assert before["items"][0]["at"] <= middle.isoformat() < after["items"][-1]["at"]
    both = await centre.ask(
        "GET", f"/api/v1/customers/{customer}/timeline?before=2026-01-01T00:00:00Z&after=2026-01-01T00:00:00Z", by=boss
    )
    assert both.code == "invalid"


async def test_rows_that_a_crash_cut_off_are_written_at_the_next_start() -> None:
    store = memory_store()
    async with open_centre(store) as centre:
        id, visitor = await centre.conversation(await centre.widget(), "before the crash")
        await visitor.close()
    for table in (store.tables.touchpoints, store.tables.words):
        for row in await table.find({}, limit=1000):
            await table.delete(row["_id"])
    clock = HandClock(NOON + timedelta(minutes=5))
    await store.tables.checkpoints.put_many([{"_id": "touchpoints", "at": NOON}])
    async with open_centre(store, clock) as centre:

        async def written() -> bool:
            return "before the crash" in str(await store.tables.touchpoints.find({"conversation": id}))

        await becomes_true(written)


async def test_a_rebuild_makes_the_same_rows(centre: Centre) -> None:
    tables, widget = centre.parley.store.tables, await centre.widget()
    for text in ("one", "two", "three"):
        await centre.conversation(widget, text)
    touchpoints = centre.parley.touchpoints
    await touchpoints.flush()
    before = {name: await tables[name].find({}, limit=1000) for name in ("touchpoints", "words")}
    assert len(before["touchpoints"]) >= 6
    for name, rows in before.items():
        for row in rows:
            await tables[name].delete(row["_id"])
    await tables.checkpoints.delete("touchpoints")
    await touchpoints.load()
    await touchpoints.read_again(centre.parley.store.stream, centre.parley.desk)
    for name, rows in before.items():
        assert sorted(await tables[name].find({}, limit=1000), key=str) == sorted(rows, key=str)


async def test_a_flood_is_read_from_the_stream_again(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WAITING", 2)
    widget = await centre.widget()
    ids = await asyncio.gather(*(centre.conversation(widget, f"flood {number}") for number in range(8)))
    monkeypatch.setattr(module, "MOST_WAITING", 50_000)

    async def written() -> bool:
        rows = await centre.parley.store.tables.touchpoints.find({"kind": "message"}, limit=100)
        return len({row["text"] for row in rows}) == len(ids)

    await becomes_true(written)


async def test_what_is_searched_in_it_and_its_channels(centre: Centre) -> None:
    boss = await centre.agent("Boss", "administrator")
    id, visitor = await centre.conversation(await centre.widget(), "Где моя лампа?")
    await visitor.ask("message", {"id": "m2", "text": "The lamp is broken"})
    customer = (await centre.state(id)).customer

    async def texts(**query: str) -> list[str]:
        return [row["text"] for row in (await timeline(centre, customer, boss, **query))["items"] if row["text"]]

    assert await texts(q=quote("лам")) == ["Где моя лампа?"]
    assert await texts(q=quote("broken LAMP")) == ["The lamp is broken"]
    assert await texts(q=quote("lamp nowhere")) == []
    assert await texts(channels="email,call") == []
    assert {"Где моя лампа?", "The lamp is broken"} <= set(await texts(channels="chat,call"))
