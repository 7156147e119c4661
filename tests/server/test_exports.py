"""One person leaves as a zip, and what is brought in from it elsewhere equals what left."""

import io
import json
import zipfile
from typing import Any

import pytest

from domain.events import MessageReceived
from server.history import check_history
from store.memory import MemoryTable
from store.opening import Store, memory_store
from tests.centre import Centre, Person, open_centre
from tests.server.somebody import MARKS, Somebody, dumped, erased, left, somebody

PARTS = (
    "customers",
    "visitors",
    "addresses",
    "merges",
    "events",
    "conversations",
    "files",
    "threads",
    "mails",
    "calls",
)
LATER = {"person.json"}
"""What says when it was written."""


async def exported(there: Somebody) -> bytes:
    """The zip of her."""
    answer = await there.centre.ask("GET", f"/api/v1/customers/{there.root}/export", by=there.boss)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "application/zip")
    return answer.body


def opened(content: bytes) -> dict[str, bytes]:
    """The entries of a zip, lines in one order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        found = {name: archive.read(name) for name in archive.namelist()}
    return {
        name: b"\n".join(sorted(one.split(b"\n"))) if name.endswith(".jsonl") else one for name, one in found.items()
    }


async def another(there: Somebody, store: Store) -> Any:
    """A centre elsewhere, with the same queues."""
    for queue in await there.centre.parley.store.tables.queues.find({}, limit=100):
        await store.tables.queues.insert(queue)
    return open_centre(store, there.centre.clock)


async def brought_in(centre: Centre, content: bytes) -> Any:
    """The answer to bringing a zip in."""
    boss = await centre.agent("Boss", "administrator")
    return await centre.ask("POST", "/api/v1/customers/import-person", by=boss, raw=content)


async def test_everything_of_one_person_is_in_the_export(centre: Centre) -> None:
    there = await somebody(centre)
    found = opened(await exported(there))
    everything = b"\n".join(found.values()).lower()
    missing = [mark for mark in MARKS if mark.encode() not in everything]
    assert missing == ["zqdraft"]  # what an Agent has not said yet is not of the person
    assert b"kqwords" not in everything
    assert {f"{part}.jsonl" for part in PARTS} <= found.keys()
    assert sorted(name.split("/")[0] for name in found if "/" in name) == [
        "files",
        "files",
        "mails",
        "mails",
        "mails",
        "mails",
        "mails",
        "recordings",
    ]
    lines = [
        line for line in await centre.parley.store.tables.audit.find({}, limit=100) if line["act"] == "customers.export"
    ]
    assert [(line["agent"], line["subject"]) for line in lines] == [(there.boss.id, there.root)]


async def test_an_export_brought_in_elsewhere_equals_the_original(each_store: Store) -> None:
    async with open_centre() as centre:
        there = await somebody(centre)
        first = await exported(there)
        events = {id: await centre.parley.desk.events(id, 0, 1000) for id in (there.chat, there.mail)}
        profile = await centre.api("GET", f"/customers/{there.root}", by=there.boss)
        timeline = await centre.api("GET", f"/customers/{there.root}/timeline?kinds=&limit=100", by=there.boss)
        async with await another(there, each_store) as elsewhere:
            answer = await brought_in(elsewhere, first)
            assert answer.status == 201, answer.body
            assert (answer.json["customer"], answer.json["conversations"], answer.json["skipped"]) == (
                there.root,
                2,
                [],
            )
            boss = await elsewhere.agent("Chief", "administrator")
            again = await elsewhere.ask("GET", f"/api/v1/customers/{there.root}/export", by=boss)
            one, other = opened(first), opened(again.body)
            assert one.keys() == other.keys()
            assert [name for name in one if one[name] != other[name] and name not in LATER] == []
            for id, before in events.items():
                assert await elsewhere.parley.desk.events(id, 0, 1000) == before
            assert await elsewhere.api("GET", f"/customers/{there.root}", by=boss) == profile
            assert await elsewhere.api("GET", f"/customers/{there.root}/timeline?kinds=&limit=100", by=boss) == timeline
            found = await elsewhere.api("GET", "/search?q=zqmailwords&in=messages", by=boss)
            assert len(found["messages"]) == 1
            assert (await check_history(each_store, elsewhere.clock.now())).violations == []
            assert (await brought_in(elsewhere, first)).code == "conflict"


async def test_a_conversation_that_was_open_comes_in_closed(centre: Centre) -> None:
    there = await somebody(centre)
    await centre.api("DELETE", f"/conversations/{there.chat}/closure", by=there.ann)
    content, store = await exported(there), memory_store()
    async with await another(there, store) as elsewhere:
        assert (await brought_in(elsewhere, content)).status == 201
        state = await elsewhere.state(there.chat)
        assert state.state == "closed"
        assert elsewhere.parley.board.live == {}
        assert (await elsewhere.events(there.chat))[-1] == "ConversationClosed"


async def test_what_was_cut_off_is_sent_again(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    there = await somebody(centre)
    content, store, count = await exported(there), memory_store(), [0]
    whole = MemoryTable.insert

    async def insert(table: MemoryTable, document: Any) -> None:
        count[0] += 1
        if count[0] > 6:
            raise OSError
        await whole(table, document)

    async with await another(there, store) as elsewhere:
        boss = await elsewhere.agent("Boss", "administrator")
        with monkeypatch.context() as faults:
            faults.setattr(MemoryTable, "insert", insert)
            assert (await elsewhere.ask("POST", "/api/v1/customers/import-person", by=boss, raw=content)).status == 500
        assert (await elsewhere.ask("GET", f"/api/v1/customers/{there.root}", by=boss)).status == 404
        assert (await elsewhere.ask("POST", "/api/v1/customers/import-person", by=boss, raw=content)).status == 201
        again = await elsewhere.ask("GET", f"/api/v1/customers/{there.root}/export", by=boss)
        one, other = opened(content), opened(again.body)
        assert [name for name in one if one[name] != other.get(name) and name not in LATER] == []


def changed(content: bytes, name: str, edit: Any) -> bytes:
    """A zip with one of its entries edited."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(out, "w") as made:
        for entry in archive.namelist():
            data = archive.read(entry)
            if entry == name:
                lines = [edit(json.loads(line)) for line in data.splitlines()]
                data = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
            made.writestr(entry, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "edit", "code"),
    [
        ("person.json", lambda it: {**it, "version": 2}, "invalid"),
        ("person.json", lambda it: {**it, "format": "something else"}, "invalid"),
        ("person.json", lambda it: {**it, "family": ["agt_1"], "customer": "agt_1"}, "invalid"),
        ("files.jsonl", lambda it: {**it, "conversation": "cnv_of_another"}, "invalid"),
        ("visitors.jsonl", lambda it: {**it, "customer": "cus_of_another"}, "invalid"),
        ("cursors.jsonl", lambda it: {**it, "_id": "cnv_of_another"}, "invalid"),
        ("events.jsonl", lambda it: {**it, "number": it["number"] + 1}, "invalid"),
        ("events.jsonl", lambda it: {**it, "stream": "shf_agt_1"}, "invalid"),
        ("events.jsonl", lambda it: {**it, "events": [{"type": "Nothing"}]}, "invalid"),
        ("customers.jsonl", lambda it: {**it, "_id": it["_id"] + "x"}, "invalid"),
    ],
)
async def test_what_is_no_whole_export_brings_nobody_in(centre: Centre, name: str, edit: Any, code: str) -> None:
    there = await somebody(centre)
    content, store = changed(await exported(there), name, edit), memory_store()
    async with await another(there, store) as elsewhere:
        answer = await brought_in(elsewhere, content)
        assert (answer.status, answer.code) == (400, code), answer.body
        assert await store.tables.customers.find({}, limit=10) == []


async def test_other_bytes_and_missing_queues_are_refused_in_words(centre: Centre) -> None:
    there = await somebody(centre)
    assert (await brought_in(centre, b"words")).code == "invalid"
    assert (await brought_in(centre, await exported(there))).code == "conflict"
    async with open_centre() as elsewhere:
        answer = await brought_in(elsewhere, await exported(there))
        assert (answer.code, "queues are not here" in answer.json["error"]) == ("conflict", True)


async def test_who_may_not_disclose_gets_nothing(centre: Centre) -> None:
    there = await somebody(centre)
    supervisor: Person = await centre.agent("Sam", "supervisor")
    for who in (there.ann, supervisor):
        assert (await centre.ask("GET", f"/api/v1/customers/{there.root}/export", by=who)).status == 403
    manager = await centre.agent("Max", "manager")
    assert (await centre.ask("POST", "/api/v1/customers/import-person", by=manager, raw=b"x")).status == 403


async def test_what_was_erased_elsewhere_stays_erased_here(centre: Centre) -> None:
    there = await somebody(centre)
    content = await exported(there)
    await erased(there)
    assert (await brought_in(centre, content)).code == "conflict"
    assert left(await dumped(centre.parley.store)) == {}


async def test_long_files_leave_piece_by_piece(centre: Centre) -> None:
    there = await somebody(centre)
    found = opened(await exported(there))
    ours = [one for name, one in found.items() if name.startswith("files/") and one.startswith(b"zqfilebytes")]
    assert ours == [b"zqfilebytes " * 40_000]
    body = (await centre.parley.desk.events(there.chat, 0, 10))[1].body
    assert isinstance(body, MessageReceived)
    assert f"files/{body.files[0].id}" in found
