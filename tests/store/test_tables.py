"""What a table promises: claims, compare-and-set, queries by index, and that a value is only ever a value."""

import asyncio
import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any, get_type_hints

import pytest

from store.opening import Store
from store.schema import SCHEMA
from store.tables import Conflict, Tables, Taken
from tests.store.conftest import NOW


def test_every_table_of_the_schema_is_an_attribute() -> None:
    assert set(get_type_hints(Tables)) == set(SCHEMA)


async def test_a_document_comes_back_as_it_was(store: Store) -> None:
    document = {"_id": "a", "name": "Zoë", "at": NOW, "tags": ["x"], "fields": {"size": 4, "$odd": None}, "on": True}
    await store.tables.customers.insert(document)
    assert await store.tables.customers.get("a") == document
    assert await store.tables.customers.get("b") is None
    assert await store.tables.customers.get_many(["a", "b"]) == {"a": document}
    assert await store.tables.customers.get_many([]) == {}


async def test_times_are_utc_to_the_millisecond(store: Store) -> None:
    await store.tables.settings.insert({"_id": "a", "at": NOW + timedelta(microseconds=999)})
    found = await store.tables.settings.get("a")
    assert found is not None
    assert found["at"] == NOW
    assert found["at"].utcoffset() == timedelta(0)


async def test_nothing_is_shared_with_the_caller(store: Store) -> None:
    document = {"_id": "a", "tags": ["x"]}
    await store.tables.queues.insert(document)
    document["tags"] = ["changed"]
    found = await store.tables.queues.get("a")
    assert found == {"_id": "a", "tags": ["x"]}
    found["tags"].append("more")
    assert await store.tables.queues.get("a") == {"_id": "a", "tags": ["x"]}


async def test_an_id_and_a_unique_field_are_taken_once(store: Store) -> None:
    agents = store.tables.agents
    await agents.insert({"_id": "a", "email_key": "anna@shop.example", "rv": 1})
    await agents.insert({"_id": "b", "email_key": "ben@shop.example", "rv": 1})
    with pytest.raises(Taken) as taken:
        await agents.insert({"_id": "a", "email_key": "else@shop.example"})
    assert taken.value.field == "_id"
    with pytest.raises(Taken) as taken:
        await agents.insert({"_id": "c", "email_key": "anna@shop.example"})
    assert taken.value.field == "email_key"
    with pytest.raises(Taken) as taken:
        await agents.replace({"_id": "b", "email_key": "anna@shop.example", "rv": 1})
    assert taken.value.field == "email_key"
    await agents.replace({"_id": "a", "email_key": "new@shop.example", "rv": 1})
    await agents.insert({"_id": "c", "email_key": "anna@shop.example"})


async def test_replace_is_compare_and_set(store: Store) -> None:
    await store.tables.queues.insert({"_id": "q", "name": "Sales", "rv": 1})
    changed = await store.tables.queues.replace({"_id": "q", "name": "Orders", "rv": 1})
    assert changed == {"_id": "q", "name": "Orders", "rv": 2} == await store.tables.queues.get("q")
    with pytest.raises(Conflict):
        await store.tables.queues.replace({"_id": "q", "name": "Late", "rv": 1})
    with pytest.raises(Conflict):
        await store.tables.queues.replace({"_id": "absent", "rv": 1})


async def test_of_many_who_replace_at_once_one_wins(store: Store) -> None:
    await store.tables.queues.insert({"_id": "q", "rv": 7})
    attempts = [store.tables.queues.replace({"_id": "q", "by": n, "rv": 7}) for n in range(20)]
    answers = await asyncio.gather(*attempts, return_exceptions=True)
    assert [type(one) for one in answers].count(Conflict) == 19


async def test_of_many_who_delete_at_once_one_gets_it(store: Store) -> None:
    await store.tables.drafts.insert({"_id": "d"})
    answers = await asyncio.gather(*(store.tables.drafts.delete("d") for _ in range(20)))
    assert answers.count(True) == 1
    assert await store.tables.drafts.get("d") is None


async def test_views_keep_the_highest_number(store: Store) -> None:
    views = store.tables.conversations
    await views.put_many([{"_id": "a", "number": 5, "state": "open"}, {"_id": "b", "number": 1}])
    await views.put_many([{"_id": "a", "number": 4, "state": "late"}, {"_id": "b", "number": 2}])
    await views.put_many([{"_id": "a", "number": 5, "state": "again"}])
    assert await views.get("a") == {"_id": "a", "number": 5, "state": "open"}
    assert await views.get("b") == {"_id": "b", "number": 2}
    await views.put_many([{"_id": "a", "number": 9, "x": {"text": "$number"}}, {"_id": "a", "number": 6}])
    assert await views.get("a") == {"_id": "a", "number": 9, "x": {"text": "$number"}}
    await views.put_many([])


async def test_of_many_views_written_at_once_the_highest_number_stays(store: Store) -> None:
    puts = [store.tables.conversations.put_many([{"_id": "a", "number": n}]) for n in (3, 9, 1, 8, 2)]
    await asyncio.gather(*puts)
    assert await store.tables.conversations.get("a") == {"_id": "a", "number": 9}


async def test_documents_without_a_number_are_put_as_they_come(store: Store) -> None:
    await store.tables.checkpoints.put_many([{"_id": "views", "at": NOW}])
    await store.tables.checkpoints.put_many([{"_id": "views", "at": NOW - timedelta(days=1)}])
    assert await store.tables.checkpoints.get("views") == {"_id": "views", "at": NOW - timedelta(days=1)}


async def test_a_unique_field_is_taken_in_views_too(store: Store) -> None:
    await store.tables.widgets.put_many([{"_id": "a", "key": "k"}])
    with pytest.raises(Taken) as taken:
        await store.tables.widgets.put_many([{"_id": "b", "key": "k"}])
    assert taken.value.field == "key"


async def test_marks_only_rise(store: Store) -> None:
    cursors = store.tables.cursors
    await asyncio.gather(*(cursors.raise_to("c", {"read": n, "delivered": n + 1}) for n in (3, 7, 5)))
    await cursors.raise_to("c", {"read": 2, "seen": 1})
    assert await cursors.get("c") == {"_id": "c", "read": 7, "delivered": 8, "seen": 1}


async def fill(store: Store) -> None:
    documents: list[dict[str, Any]] = [
        {
            "_id": f"c{n}",
            "state": ("open", "waiting", "closed")[n % 3],
            "agent": f"a{n % 2}" if n % 3 == 0 else None,
            "tokens": [f"t{n % 5}", f"u{n % 4}"],
            "last_at": NOW - timedelta(hours=n),
            "waiting_since_at": NOW - timedelta(minutes=n) if n % 3 == 1 else None,
        }
        for n in range(60)
    ]
    await store.tables.conversations.put_many(documents)


@pytest.mark.parametrize(
    ("equal", "options", "found"),
    [
        ({"_id": "c7"}, {}, ["c7"]),
        ({"state": "open", "agent": "a0"}, {"by": "last_at", "limit": 3}, ["c54", "c48", "c42"]),
        ({"state": "open", "agent": "a0"}, {"by": "last_at", "limit": 2, "descending": True}, ["c0", "c6"]),
        ({"agent": ["a0", "a1"]}, {"by": "last_at", "limit": 3, "descending": True}, ["c0", "c3", "c6"]),
        ({"state": ("open", "waiting")}, {"by": "last_at", "limit": 3, "descending": True}, ["c0", "c1", "c3"]),
        ({"state": "waiting"}, {"by": "waiting_since_at", "limit": 2}, ["c58", "c55"]),
        ({"state": "open", "agent": None}, {}, []),
        ({"tokens": "t2"}, {"by": "last_at", "descending": True, "limit": 2}, ["c2", "c7"]),
        ({"tokens": ["t2", "u3"]}, {"by": "last_at", "descending": True, "limit": 3}, ["c2", "c3", "c7"]),
        ({"tokens": "t2", "state": "open"}, {"by": "last_at", "descending": True, "limit": 2}, ["c12", "c27"]),
        ({"state": "open"}, {"by": "last_at", "above": NOW - timedelta(hours=6)}, ["c3", "c0"]),
        (
            {"state": "open"},
            {"by": "last_at", "above": NOW - timedelta(hours=12), "below": NOW - timedelta(hours=3)},
            ["c9", "c6"],
        ),
        ({"state": "gone"}, {"by": "last_at"}, []),
        ({}, {"by": "_id", "above": "c5", "below": "c52"}, ["c50", "c51"]),
    ],
)
async def test_find(store: Store, equal: dict[str, Any], options: dict[str, Any], found: list[str]) -> None:
    await fill(store)
    assert [one["_id"] for one in await store.tables.conversations.find(equal, **options)] == found


async def test_documents_without_the_field_come_first_and_are_in_no_range(store: Store) -> None:
    await store.tables.conversations.put_many(
        [{"_id": "none", "state": "x"}, {"_id": "some", "state": "x", "last_at": NOW}]
    )
    find = store.tables.conversations.find
    assert [one["_id"] for one in await find({"state": "x"}, by="last_at")] == ["none", "some"]
    assert [one["_id"] for one in await find({"state": "x"}, by="last_at", below=NOW + timedelta(1))] == ["some"]
    assert [
        one["_id"]
        for one in await store.tables.conversations.newest({"state": "x"}, by="last_at", before=None, limit=5)
    ] == ["some"]


async def test_pages_of_the_newest_miss_nothing(store: Store) -> None:
    now = datetime.now(UTC).replace(microsecond=0)
    ages = [-1, 0, 0, 0, 2, 20, 26, 100, 300, 300, 3000, 9000, 9000]  # hours, some at one instant, one in the future
    documents = [
        {"_id": f"c{n}", "agent": "a", "state": "closed", "last_at": now - timedelta(hours=h)}
        for n, h in enumerate(ages)
    ]
    await store.tables.conversations.put_many([*documents, {"_id": "other", "state": "open", "last_at": now}])
    for limit in (1, 2, 3, 5, 50):
        seen: list[str] = []
        before = None
        while page := await store.tables.conversations.newest(
            {"state": "closed"}, by="last_at", before=before, limit=limit
        ):
            assert len(page) >= min(limit, len(ages) - len(seen))
            seen += [one["_id"] for one in page]
            before = page[-1]["last_at"]
        assert sorted(seen) == sorted(str(one["_id"]) for one in documents)
        times = [now - timedelta(hours=ages[int(one[1:])]) for one in seen]
        assert times == sorted(times, reverse=True)


OPERATORS = [
    {"$gt": ""},
    {"$ne": None},
    {"$regex": ".*"},
    re.compile(".*"),
    {"a": 1},
    b"x",
    pytest.param(object(), id="object"),
]


@pytest.mark.parametrize("value", OPERATORS, ids=repr)
async def test_an_operator_is_never_a_value(store: Store, value: Any) -> None:
    table = store.tables.agents
    await table.insert({"_id": "a", "email_key": "k", "rv": 1})
    attempts: list[Callable[[], Awaitable[Any]]] = [
        lambda: table.get(value),
        lambda: table.get_many([value]),
        lambda: table.delete(value),
        lambda: table.find({"email_key": value}),
        lambda: table.find({"email_key": [value]}),
        lambda: table.find({"email_key": [["k"]]}),
        lambda: table.find({"$where": "true"}),
        lambda: table.find({}, by="email_key", above=value),
        lambda: table.find({}, by="email_key", below=value),
        lambda: table.newest({"email_key": value}, by="at", before=None, limit=1),
        lambda: table.newest({}, by="at", before=value, limit=1),
        lambda: table.raise_to(value, {"n": 1}),
        lambda: table.raise_to("a", {"n": value}),
        lambda: table.replace({"_id": value, "rv": 1}),
        lambda: table.put_many([{"_id": value, "number": 1}]),
        lambda: table.put_many([{"_id": "a", "number": value}]),
        lambda: table.insert({"_id": value}),
    ]
    for attempt in attempts:
        with pytest.raises(TypeError):
            await attempt()
    assert await table.get("a") == {"_id": "a", "email_key": "k", "rv": 1}


@pytest.mark.wire
async def test_control_the_database_itself_would_obey_the_operator(wire: Store) -> None:
    await wire.tables.agents.insert({"_id": "a", "email_key": "k"})
    collection = wire.tables.agents._collection  # type: ignore[attr-defined] # past the guard, to show what it guards
    assert await collection.find({"email_key": {"$ne": None}}).to_list(None) == [{"_id": "a", "email_key": "k"}]
