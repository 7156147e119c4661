"""The two stores answer alike: the same made-up documents and questions to both, hundreds of them."""

import random
from datetime import timedelta
from typing import Any

import pytest

from store.opening import Store, memory_store
from tests.store.conftest import NOW

pytestmark = pytest.mark.wire

STATES = ["waiting", "open", "closed"]


def made_up_document(chance: random.Random, n: int) -> dict[str, Any]:
    document = {
        "_id": f"c{n:03}",
        "number": chance.randrange(50),
        "state": chance.choice(STATES),
        "agent": chance.choice([None, "a1", "a2"]),
        "tokens": chance.sample(["t1", "t2", "t3", "t4"], chance.randrange(4)),
        "last_at": NOW - timedelta(days=chance.randrange(400), seconds=n),
    }
    if chance.random() < 0.2:
        del document[chance.choice(["agent", "last_at", "tokens"])]
    return document


def made_up_question(chance: random.Random) -> tuple[dict[str, Any], dict[str, Any]]:
    equal: dict[str, Any] = {}
    if chance.random() < 0.7:
        equal["state"] = chance.choice([*STATES, STATES[:2], tuple(STATES)])
    if chance.random() < 0.4:
        equal["agent"] = chance.choice([None, "a1", ["a1", None], ["a1", "a2"]])
    if chance.random() < 0.4:
        equal["tokens"] = chance.choice(["t1", ["t1", "t4"]])
    options: dict[str, Any] = {
        "by": "last_at",
        "descending": chance.random() < 0.5,
        "limit": chance.choice([1, 5, 500]),
    }
    if chance.random() < 0.5:
        options["above"] = NOW - timedelta(days=chance.randrange(400))
    if chance.random() < 0.5:
        options["below"] = NOW - timedelta(days=chance.randrange(400))
    return equal, options


@pytest.mark.parametrize("seed", range(4))
async def test_both_stores_answer_alike(wire: Store, seed: int) -> None:
    chance, memory = random.Random(seed), memory_store()
    for _ in range(3):
        documents = [made_up_document(chance, chance.randrange(120)) for _ in range(60)]
        await memory.tables.conversations.put_many(documents)
        await wire.tables.conversations.put_many(documents)
    for _ in range(40):
        equal, options = made_up_question(chance)
        told, found = [await store.tables.conversations.find(equal, **options) for store in (memory, wire)]
        # Documents without the time tie, and ties come in any order.
        assert [one.get("last_at") for one in told] == [one.get("last_at") for one in found], (equal, options)
        if options["limit"] == 500:
            assert sorted(told, key=lambda one: one["_id"]) == sorted(found, key=lambda one: one["_id"])
        before = options.get("below")
        pages = [
            await store.tables.conversations.newest(equal, by="last_at", before=before, limit=7)
            for store in (memory, wire)
        ]
        assert pages[0] == pages[1], equal
