"""What an append promises: gapless numbers, each command once, the same answer to a resend, and Stale to whoever lost."""

import asyncio
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from domain.stream import MAX_EVENTS, AlreadyDone, Record, Stale
from store.opening import Store
from store.stream import Stream
from tests.store.conftest import NOW

HELLO = {"type": "MessageReceived", "text": "hello"}


async def add(stream: Stream, name: str, after: int, command: str, *, events: int = 1, at: datetime = NOW) -> Record:
    return await stream.append(name, after, command, at, [HELLO] * events)


async def outcome(stream: Stream, name: str, after: int, command: str) -> Record | type[Exception]:
    try:
        return await add(stream, name, after, command)
    except (Stale, AlreadyDone) as error:
        return type(error)


async def test_an_append_is_read_back_as_it_was_answered(store: Store) -> None:
    event = {"type": "NoteAdded", "text": "naïve ☕", "files": ["a", "b"], "actor": {"kind": "agent", "id": "agt_1"}}
    appended = await store.stream.append("s", 0, "c1", NOW + timedelta(microseconds=7), [event, HELLO])
    assert appended == Record("s", "c1", 1, NOW, (event, HELLO))
    assert await store.stream.read("s", 0) == [appended]
    assert await store.stream.find("c1") == appended
    assert await store.stream.find("c2") is None


async def test_streams_are_numbered_apart(store: Store) -> None:
    await add(store.stream, "a", 0, "c1", events=3)
    assert (await add(store.stream, "b", 0, "c2")).number == 1
    assert (await add(store.stream, "a", 3, "c3")).number == 4


@pytest.mark.parametrize("events", [0, MAX_EVENTS + 1])
async def test_a_record_holds_one_to_eight_events(store: Store, events: int) -> None:
    with pytest.raises(ValueError, match="1 to 8"):
        await add(store.stream, "s", 0, "c", events=events)
    assert (await add(store.stream, "s", 0, "c", events=MAX_EVENTS)).last == MAX_EVENTS


async def test_a_time_says_its_zone(store: Store) -> None:
    with pytest.raises(ValueError, match="zone"):
        await add(store.stream, "s", 0, "c", at=NOW.replace(tzinfo=None))


@pytest.mark.wire
async def test_what_cannot_be_stored_fails_alone(wire: Store) -> None:
    unstorable: Any = {"text": object()}
    appends = [wire.stream.append("a", 0, "c1", NOW, [unstorable]), add(wire.stream, "b", 0, "c2")]
    failed, stored = await asyncio.gather(*appends, return_exceptions=True)
    assert "cannot encode" in str(failed)
    assert isinstance(stored, Record)


async def test_who_decided_on_an_old_state_is_stale(store: Store) -> None:
    await add(store.stream, "s", 0, "c1", events=2)
    with pytest.raises(Stale):
        await add(store.stream, "s", 0, "c2")
    assert await store.stream.find("c2") is None


@pytest.mark.parametrize("after", [0, 1, 2, 7])
async def test_a_resend_changes_nothing_and_answers_the_same(store: Store, after: int) -> None:
    first = await add(store.stream, "s", 0, "c1")
    await add(store.stream, "s", 1, "c2")
    with pytest.raises(AlreadyDone) as resent:
        await add(store.stream, "s", after, "c1", events=3)
    assert resent.value.record == first
    assert [record.command for record in await store.stream.read("s", 0)] == ["c1", "c2"]


async def test_a_resend_that_races_its_first_append_answers_the_same(store: Store) -> None:
    racing = [outcome(store.stream, "s", 0, "c1") for _ in range(5)]
    answers = await asyncio.gather(*racing, outcome(store.stream, "other", 0, "c1"))
    assert [type(one) for one in answers].count(Record) == 1
    assert answers.count(AlreadyDone) == 5


async def test_appends_given_at_once_keep_their_order(store: Store) -> None:
    records = await asyncio.gather(*(add(store.stream, "s", number, f"c{number}") for number in range(20)))
    assert [record.number for record in records] == list(range(1, 21))
    assert await store.stream.read("s", 0) == records


@pytest.mark.wire
async def test_nothing_is_stored_on_top_of_a_refused_record(wire: Store) -> None:
    await add(wire.stream, "s", 0, "c1")
    # "lost" wants to be number 1 and is refused, so "after it", decided on top of it, must not become number 2.
    answers = await asyncio.gather(outcome(wire.stream, "s", 0, "lost"), outcome(wire.stream, "s", 1, "after it"))
    assert list(answers) == [Stale, Stale]
    assert [record.command for record in await wire.stream.read("s", 0)] == ["c1"]


async def test_a_caller_that_gave_up_holds_nobody_back(store: Store) -> None:
    waiting = asyncio.create_task(add(store.stream, "s", 0, "c1"))
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    assert (await add(store.stream, "t", 0, "c2")).number == 1


async def test_a_thousand_appends_on_many_streams_at_once(store: Store) -> None:
    names = [f"s{n}" for n in range(50)]

    async def converse(name: str) -> None:
        for number in range(20):
            await add(store.stream, name, number, f"{name}-{number}")

    await asyncio.gather(*map(converse, names))
    for name in names:
        assert [record.number for record in await store.stream.read(name, 0)] == list(range(1, 21))


@pytest.mark.parametrize("limit", [1, 7, 200])
@pytest.mark.parametrize("after", [0, 1, 2, 3, 5, 40, 60, 61])
async def test_a_reader_gets_every_record_above_its_number(store: Store, after: int, limit: int) -> None:
    records, end = [], 0
    for size in (2, 8, 1, 1, 8, 8, 3, 8, 8, 8, 5):
        records.append(await add(store.stream, "s", end, f"c{end}", events=size))
        end += size
    await add(store.stream, "t", 0, "elsewhere")
    assert end == 60
    assert await store.stream.read("s", after, limit) == [one for one in records if one.last > after][:limit]


async def test_since_gives_every_record_in_order_of_time(store: Store) -> None:
    hours = [0.0, 0.001, 0.001, 5, 30, 30.01, 400, 4000]
    stored = [
        await add(store.stream, f"s{n}", 0, f"c{n}", at=NOW - timedelta(hours=ago)) for n, ago in enumerate(hours)
    ]
    stored.sort(key=lambda record: record.at)
    for first in (0, 1, 4, 7):
        found = [record async for record in store.stream.since(stored[first].at)]
        assert [record.at for record in found] == [record.at for record in stored[first:]]
    everything = [record async for record in store.stream.since(NOW - timedelta(days=20_000))]
    assert {record.command for record in everything} == {record.command for record in stored}
    assert [one async for one in store.stream.since(NOW + timedelta(milliseconds=1))] == []


async def test_since_gives_nothing_of_an_empty_store_and_what_lies_in_the_future(store: Store) -> None:
    assert [one async for one in store.stream.since(NOW)] == []
    tomorrow = await add(store.stream, "s", 0, "c", at=datetime.now(NOW.tzinfo) + timedelta(days=1))
    assert [one async for one in store.stream.since(NOW)] == [tomorrow]


async def test_since_gets_through_a_burst(store: Store) -> None:
    numbers = count()
    burst = [
        add(store.stream, f"s{n}", 0, f"c{next(numbers)}", at=NOW + timedelta(microseconds=n)) for n in range(1500)
    ]
    await asyncio.gather(*burst)
    assert len([one async for one in store.stream.since(NOW - timedelta(days=400))]) == 1500


async def test_a_redacted_record_keeps_its_place_its_time_and_its_command(store: Store) -> None:
    await add(store.stream, "s", 0, "c1", events=2)
    await add(store.stream, "s", 2, "c2")
    bare = [{"type": "MessageReceived", "text": ""}] * 2
    assert await store.stream.redact("c1", bare)
    assert await store.stream.find("c1") == Record("s", "c1", 1, NOW, tuple(bare))
    assert [record.number for record in await store.stream.read("s", 0)] == [1, 3]
    assert [record.events[0]["text"] async for record in store.stream.since(NOW)] == ["", "hello"]
    assert await outcome(store.stream, "s", 3, "c1") is AlreadyDone
    assert not await store.stream.redact("c3", bare)


@pytest.mark.parametrize("events", [[], [HELLO], [HELLO, {"type": "NoteAdded", "text": ""}]])
async def test_redaction_changes_neither_number_nor_types_of_events(store: Store, events: list[Any]) -> None:
    await add(store.stream, "s", 0, "c1", events=2)
    with pytest.raises(ValueError, match="number and types"):
        await store.stream.redact("c1", events)
