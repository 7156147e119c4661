"""One person leaves as a zip, and what is brought in from it elsewhere equals what left."""

import io
import json
import zipfile
from collections import Counter
from typing import Any

import pytest

from domain.events import MessageReceived
from server.history import check_history
from store.memory import MemoryTable
from store.opening import Store, memory_store
from tests.centre import Centre, Person, open_centre
from tests.server.somebody import MARKS, WAVEFORM, Somebody, dumped, erased, left, somebody
from tests.server.somebody_aside import CODED, FOUND_IN

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
LEFT_OUT = {"zqdraft", "zqwv", CODED, *(mark for mark in FOUND_IN if mark.startswith(("zqhold", "zqimport")))}
"""What an Agent has not said yet, why something was held, and a company's own files are not of the person; a waveform goes as numbers."""
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
    """A centre elsewhere, with the same queues and custom fields."""
    for table in ("queues", "fields"):
        for row in await there.centre.parley.store.tables[table].find({}, limit=100):
            await store.tables[table].insert(row)
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
    assert set(missing) == LEFT_OUT
    assert str(WAVEFORM[0][0]).encode() in everything
    assert b"kqwords" not in everything
    assert {f"{part}.jsonl" for part in PARTS} <= found.keys()
    blobs = Counter(name.split("/")[0] for name in found if "/" in name)
    assert blobs == {"files": 2, "mails": 7, "recordings": 1}
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
        ("customers.jsonl", lambda it: {**it, "merged_into": "cus_of_another", "listed": False}, "invalid"),
        ("customers.jsonl", lambda it: {**it, "merged_into": it["_id"], "listed": False}, "invalid"),
        ("customers.jsonl", lambda it: {**it, "name": {"$gt": ""}}, "invalid"),
        ("customers.jsonl", lambda it: {**it, "created_at": "yesterday"}, "invalid"),
        ("events.jsonl", lambda it: {**it, "at": "yesterday"}, "invalid"),
        ("events.jsonl", lambda it: {**it, "events": [{**it["events"][0], "actor": {"kind": {}}}]}, "invalid"),
        ("merges.jsonl", lambda it: {**it, "from": "cus_of_another"}, "invalid"),
        ("touchpoints.jsonl", lambda it: {**it, "customer": "cus_of_another"}, "invalid"),
        ("touchpoints.jsonl", lambda it: {**it, "_id": "cnv_of_another|7|message"}, "invalid"),
        ("touchpoints.jsonl", lambda it: {**it, "at": "yesterday"}, "invalid"),
        ("addresses.jsonl", lambda it: {**it, "_id": {"$gt": ""}}, "invalid"),
        ("person.json", lambda it: {**it, "family": []}, "invalid"),
        ("person.json", lambda it: {**it, "family": {"$gt": ""}}, "invalid"),
    ],
)
async def test_what_is_no_whole_export_brings_nobody_in(centre: Centre, name: str, edit: Any, code: str) -> None:
    there = await somebody(centre)
    content, store = changed(await exported(there), name, edit), memory_store()
    async with await another(there, store) as elsewhere:
        answer = await brought_in(elsewhere, content)
        assert (answer.status, answer.code) == (400, code), answer.body
        assert await store.tables.customers.find({}, limit=10) == []


async def test_other_bytes_and_unknown_queues_are_refused_in_words(centre: Centre) -> None:
    there = await somebody(centre)
    assert (await brought_in(centre, b"words")).code == "invalid"
    assert (await brought_in(centre, await exported(there))).code == "conflict"
    async with open_centre() as elsewhere:
        content = changed(await exported(there), "queues.jsonl", lambda it: {**it, "_id": f"{it['_id']}x"})
        answer = await brought_in(elsewhere, content)
        assert (answer.code, "queues are not here" in answer.json["error"]) == ("conflict", True)


async def test_where_nothing_is_alike_their_queues_come_with_them(centre: Centre) -> None:
    there = await somebody(centre)
    first, path = await exported(there), f"/customers/{there.root}"
    async with open_centre() as elsewhere:
        boss = await elsewhere.agent("Chief", "administrator")
        before = await elsewhere.api("GET", "/queues", by=boss)
        assert (await brought_in(elsewhere, first)).status == 201
        one, other = opened(first), opened((await elsewhere.ask("GET", f"/api/v1{path}/export", by=boss)).body)
        assert [name for name in one if one[name] != other.get(name) and name not in LATER] == []
        pages = [await of.api("GET", f"{path}/timeline", by=by) for of, by in ((centre, there.boss), (elsewhere, boss))]
        assert pages[0] == pages[1]
        assert pages[0]["items"]
        assert await elsewhere.api("GET", "/queues", by=boss) == before
        for queue in {json.loads(line)["_id"] for line in one["queues.jsonl"].split(b"\n") if line}:
            assert (await elsewhere.api("POST", f"/queues/{queue}/restore", by=boss))["id"] == queue


async def test_what_was_masked_shows_nowhere_else(centre: Centre) -> None:
    boss = await centre.agent("Boss", "administrator")
    for key, guard in (("account", {"masked": True}), ("margin", {"right": "customers.unmask"}), ("size", {})):
        await centre.api("POST", "/fields", {"name": key.title(), "key": key, "kind": "text", **guard}, by=boss)
    fields = {"account": "A-77", "margin": "12", "size": "L"}
    her = (await centre.api("POST", "/customers", {"name": "Vera", "fields": fields}, by=boss))["id"]
    content = (await centre.ask("GET", f"/api/v1/customers/{her}/export", by=boss)).body
    assert len(opened(content)["fields.jsonl"].split()) == 2

    async def shown(elsewhere: Centre, role: str) -> Any:
        by = await elsewhere.agent("Reader", role)
        return (await elsewhere.api("GET", f"/customers/{her}", by=by))["fields"]

    async with open_centre() as elsewhere:
        assert (await brought_in(elsewhere, content)).status == 201
        assert await shown(elsewhere, "agent") == {"account": "••••", "size": "L"}
        assert await shown(elsewhere, "administrator") == {"account": "••••", "margin": "12", "size": "L"}
    async with open_centre() as elsewhere:
        chief = await elsewhere.agent("Chief", "administrator")
        plain = {"name": "Account", "key": "account", "kind": "text"}
        made = await elsewhere.api("POST", "/fields", plain, by=chief)
        answer = await brought_in(elsewhere, content)
        assert (answer.code, "account" in answer.json["error"]) == ("conflict", True)
        await elsewhere.api("PATCH", f"/fields/{made['id']}", {"rv": made["rv"], "masked": True}, by=chief)
        assert (await brought_in(elsewhere, content)).status == 201
        assert (await shown(elsewhere, "administrator"))["account"] == "••••"


async def test_nobodys_bytes_are_brought_in_under_another_name(centre: Centre) -> None:
    """A row or an event that names bytes of somebody else would show them, and they would go when this person is erased."""
    there = await somebody(centre)
    content, store = await exported(there), memory_store()

    async def words() -> Any:
        yield b"somebody's recording"

    await store.files.create("rec_of_another", words(), 100)

    def named(event: Any) -> Any:
        files = [{**one, "id": "rec_of_another"} for one in event.get("files", ())]
        return {**event, "files": files} if files else event

    forged = {
        "files.jsonl": lambda it: {**it, "_id": "rec_of_another"},
        "mails.jsonl": lambda it: {**it, "raw": "rec_of_another"},
        "events.jsonl": lambda it: {**it, "events": [named(one) for one in it["events"]]},
    }
    async with await another(there, store) as elsewhere:
        for name, edit in forged.items():
            answer = await brought_in(elsewhere, changed(content, name, edit))
            assert (name, answer.status, "is another" in answer.json["error"]) == (name, 400, True)
        assert await store.tables.customers.find({}, limit=10) == []
        assert (await brought_in(elsewhere, content)).status == 201


def odd_zips() -> dict[str, bytes]:
    """Archives that are read by nobody who means well."""
    deep, locked, packed = io.BytesIO(), io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(deep, "w") as archive:
        archive.writestr("person.json", b"[" * 100_000)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("person.json", b" " * 64 * 1024 * 1024)
    with zipfile.ZipFile(locked, "w") as archive:
        archive.writestr("person.json", b"{}")
    plain = locked.getvalue()
    central = plain.index(b"PK\x01\x02")
    bits = bytearray(plain)
    bits[6], bits[central + 8] = 1, 1  # encrypted
    method = bytearray(plain)
    method[8], method[central + 10] = 99, 99  # packed in a way that nobody knows
    return {
        "deep": deep.getvalue(),
        "packed": packed.getvalue(),
        "locked": bytes(bits),
        "another method": bytes(method),
        "cut": plain[:-30],
    }


@pytest.mark.parametrize("how", odd_zips())
async def test_an_odd_zip_is_refused_in_words(centre: Centre, how: str) -> None:
    answer = await brought_in(centre, odd_zips()[how])
    assert (answer.status, answer.code) == (400, "invalid"), answer.body


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
