"""After an erasure no byte of the person's words, addresses or sound is anywhere, and whatever is counted is as it was."""

import logging
from typing import Any

import pytest

from domain.redaction import erased_name
from domain.stream import Unavailable
from server.history import check_history
from store.memory import MemoryFiles, MemoryStream, MemoryTable
from store.opening import Store, memory_store
from store.schema import SCHEMA
from tests.centre import Centre, open_centre
from tests.server.somebody import MARKS, OTHERS, Somebody, dumped, erased, left, places, shown_name, somebody
from tests.server.somebody_aside import FOUND_IN

SEARCHED = (
    "zqvera",
    "zqhello",
    "zqsubject",
    "zqmailwords",
    "zqnoteaboutthem",
    "zqmail@zqhost.example",
    "zqfilename.txt",
)


async def searched(there: Somebody) -> list[str]:
    """Which words find something."""
    found = []
    for word in SEARCHED:
        for where in ("messages", "customers"):
            answer = await there.centre.ask(
                "GET", f"/api/v1/search?q={word.replace('@', '%40')}&in={where}", by=there.boss
            )
            found += [word] if answer.json["messages"] or answer.json["customers"] else []
    return found


async def reports(there: Somebody) -> dict[str, Any]:
    """Everything that is counted and timed: events, folds, calls, timelines."""
    centre, tables = there.centre, there.centre.parley.store.tables
    numbers: dict[str, Any] = {}
    for id in (there.chat, there.mail):
        events = await centre.parley.desk.events(id, 0, 1000)
        kept = [event for event in events if event.type != "ConversationRedacted"]
        numbers[id] = [(one.number, one.type, one.at, one.channel, one.actor.kind, one.actor.id) for one in kept]
        numbers[f"{id} spans"] = [
            (
                getattr(one.body, "waited_seconds", None),
                getattr(one.body, "talked_seconds", None),
                len(getattr(one.body, "files", ())),
            )
            for one in kept
        ]
        row = await tables.conversations.get(id)
        assert row is not None
        counted = (
            "state",
            "queue",
            "agent",
            "channel",
            "channels",
            "outcome",
            "created_at",
            "closed_at",
            "last_at",
            "customer",
            "inbound",
        )
        numbers[f"{id} row"] = {name: row[name] for name in counted}
        numbers[f"{id} tags"] = [tag for tag in row["tags"] if tag == "refund"]
    calls = (await centre.api("GET", "/calls", by=there.boss))["items"]
    facts = (
        "call",
        "state",
        "direction",
        "queue",
        "talked_seconds",
        "started_at",
        "ended_at",
        "speech",
        "quality",
        "reason",
    )
    numbers["calls"] = [{name: call[name] for name in facts} for call in calls]
    numbers["recordings"] = [
        (one["seconds"], one["size"], one["voicemail"]) for call in calls for one in call["recordings"]
    ]
    rows = await tables.touchpoints.find({}, limit=1000)
    numbers["rows"] = sorted(
        (row["_id"], row["at"], row["kind"], row["type"], row["channel"], row["customer"]) for row in rows
    )
    tallies = await tables.tallies.find({}, limit=10_000)
    numbers["days"] = sorted(
        (one["of"], one["key"], one["n"]) for one in tallies if one["of"] not in ("words", "names")
    )
    numbers["counts"] = (await centre.api("GET", f"/customers/{there.root}", by=there.boss))["counts"]
    return numbers


async def test_no_byte_is_left_and_every_number_stays(each_store: Store, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    async with open_centre(each_store) as centre:
        there = await somebody(centre)
        before = await dumped(each_store)
        assert [mark for mark, where in places(before, MARKS).items() if not where] == []  # the scan sees what is there
        assert {
            mark: places(before, (mark,))[mark] for mark, where in FOUND_IN.items() if not found_in(before, mark, where)
        } == {}
        assert set(await searched(there)) == set(SEARCHED)
        numbers = await reports(there)
        await erased(there)
        after = await dumped(each_store)
        assert left(after) == {}
        assert left(after, (there.visitor, there.token, there.invited)) == {}
        assert {mark: where for mark, where in places(after, OTHERS).items() if not where} == {}
        assert await searched(there) == []
        assert await reports(there) == numbers
        assert (await check_history(each_store, centre.clock.now())).violations == []
    ours = "\n".join(record.getMessage() for record in caplog.records if record.name.startswith("parley"))
    assert [mark for mark in MARKS if mark in ours.lower()] == []


async def test_views_made_anew_from_the_stream_are_the_same() -> None:
    store = memory_store()
    async with open_centre(store) as centre:
        there = await somebody(centre)
        await erased(there)
        held = [await centre.state(id) for id in (there.chat, there.mail)]
        kept = {name: await rows_of(store, name, there) for name in ("conversations", "touchpoints", "words")}
        clock = centre.clock
    for name in ("conversations", "touchpoints", "words", "checkpoints", "tallies"):
        for row in await store.tables[name].find({}, limit=10_000):
            if row.get("conversation", ...) is not None:  # a row of no Conversation is kept by whoever made it
                await store.tables[name].delete(row["_id"])
    async with open_centre(store, clock) as centre:
        await centre.parley.touchpoints.read_again(store.stream, centre.parley.desk)
        await centre.parley.views.flush()
        assert [await centre.state(id) for id in (there.chat, there.mail)] == held
        assert (await centre.state(there.bobs)).subject == "kqsubject"
        for name, rows in kept.items():
            assert await rows_of(store, name, there) == rows, name
        assert left(await dumped(store)) == {}


async def rows_of(store: Store, name: str, there: Somebody) -> list[dict[str, Any]]:
    """All rows by id, but for Bob's Conversation, which goes on: a start tries again to send his mail."""
    rows = await store.tables[name].find({}, limit=1000)
    return sorted((row for row in rows if there.bobs not in row["_id"]), key=lambda row: str(row["_id"]))


def found_in(found: dict[str, bytes], mark: str, where: set[str]) -> bool:
    return where <= set(places(found, (mark,))[mark])


class Cut(Exception):
    """The process ends here."""


@pytest.mark.parametrize("writes", range(0, 120, 10))
async def test_an_erasure_cut_off_after_any_write_is_finished_by_the_next_start(
    monkeypatch: pytest.MonkeyPatch, writes: int
) -> None:
    store = memory_store()
    async with open_centre(store) as centre:
        there = await somebody(centre)
        name, clock = await shown_name(there), centre.clock
        with monkeypatch.context() as faults:
            count = _cut_after(faults, writes + 4)  # what begins it is stored: the row and its line in the audit
            await centre.parley.erasure.begin(there.root, name, _Boss(there.boss.id))  # type: ignore[arg-type]  # only its id is used
            with pytest.raises(Cut):
                await centre.parley.erasure.look()
            assert count[0] > 0
    async with open_centre(store, clock) as centre:
        there.centre = centre
        await centre.parley.erasure.look()
        await centre.parley.touchpoints.flush()
        assert left(await dumped(store)) == {}
        assert (await check_history(store, clock.now())).violations == []


class _Boss(str):
    @property
    def id(self) -> str:
        """The Agent's."""
        return str(self)


def _cut_after(faults: pytest.MonkeyPatch, writes: int) -> list[int]:
    done = [0]
    for kind, names in (
        (MemoryStream, ("append", "redact")),
        (MemoryTable, ("insert", "replace", "put_many", "delete")),
        (MemoryFiles, ("delete",)),
    ):
        for name in names:
            whole = getattr(kind, name)

            def counted(whole: Any = whole) -> Any:
                async def write(*args: Any, **fields: Any) -> Any:
                    done[0] += 1
                    if done[0] > writes:
                        raise Cut
                    return await whole(*args, **fields)

                return write

            faults.setattr(kind, name, counted())
    return done


async def test_what_must_be_so_before_somebody_is_erased(centre: Centre) -> None:
    there = await somebody(centre)
    path, name = f"/api/v1/customers/{there.root}/erase", await shown_name(there)
    ask = centre.ask
    assert (await ask("POST", path, {"name": name}, by=there.ann)).status == 403
    assert (await ask("GET", path, by=there.boss)).status == 404
    assert (await ask("POST", path, {"name": "Somebody Else"}, by=there.boss)).code == "invalid"
    await centre.api("DELETE", f"/conversations/{there.chat}/closure", by=there.ann)
    assert (await ask("POST", path, {"name": name}, by=there.boss)).code == "conflict"
    await centre.api("PUT", f"/conversations/{there.chat}/closure", {"outcome": "solved"}, by=there.ann)
    assert (await ask("POST", path, {"name": f" {name.upper()} "}, by=there.boss)).status == 202
    assert (await ask("POST", path, {"name": name}, by=there.boss)).status == 202  # again changes nothing
    assert (await ask("POST", path, by=there.boss)).status == 202  # a program types no names
    await centre.parley.erasure.look()
    lines = [
        line for line in await centre.parley.store.tables.audit.find({}, limit=1000) if line["act"] == "customers.erase"
    ]
    assert [(line["agent"], line["subject"]) for line in lines] == [(there.boss.id, there.root)]


async def test_an_erased_customer_is_a_number_and_stays_one(centre: Centre) -> None:
    there = await somebody(centre)
    await erased(there)
    shown = await centre.api("GET", f"/customers/{there.root}", by=there.boss)
    assert (shown["name"], shown["addresses"], shown["tags"]) == (erased_name(there.root), [], [])
    assert shown["erased_at"] is not None
    patch = {"rv": shown["rv"], "note": "words"}
    assert (await centre.ask("PATCH", f"/api/v1/customers/{there.root}", patch, by=there.boss)).code == "conflict"
    assert (await centre.ask("GET", f"/api/v1/customers/{there.root}/export", by=there.boss)).code == "conflict"
    assert (await centre.ask("DELETE", f"/api/v1/conversations/{there.chat}/closure", by=there.ann)).code == "closed"


async def test_whoever_comes_back_is_somebody_new(centre: Centre) -> None:
    there = await somebody(centre)
    tab = centre.sockets[0]
    await erased(there)
    said = await tab.ask("message", {"id": "m9", "text": "me again"})
    assert said["ok"]
    assert said["conversation"] != there.chat
    assert (await centre.state(said["conversation"])).customer not in (there.root, there.leaf)


async def test_what_begins_meanwhile_is_closed_and_goes_too(centre: Centre) -> None:
    there = await somebody(centre)
    name = await shown_name(there)
    async with centre.parley.erasure._turn:
        await centre.parley.erasure.begin(there.root, name, _Boss(there.boss.id))  # type: ignore[arg-type]  # only its id is used
        centre.clock.pass_(days=30)
        said = await centre.sockets[0].ask("message", {"id": "m9", "text": "zqlast words"})
    await centre.parley.erasure.look()
    state = await centre.state(said["conversation"])
    assert (state.state, state.erased) == ("closed", True)
    assert left(await dumped(centre.parley.store), (*MARKS, "zqlast")) == {}


async def test_while_the_store_is_away_an_erasure_waits(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    there = await somebody(centre)

    async def away(*args: Any) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as faults:
        faults.setattr(MemoryStream, "redact", away)
        await centre.parley.erasure.begin(there.root, await shown_name(there), _Boss(there.boss.id))  # type: ignore[arg-type]  # only its id is used
        with pytest.raises(Unavailable):
            await centre.parley.erasure.look()
        assert (await centre.api("GET", f"/customers/{there.root}/erase", by=there.boss))["state"] == "erasing"
    await centre.parley.erasure.look()
    assert left(await dumped(centre.parley.store)) == {}


ERASED_BY = {
    "its Conversation": {"conversations", "calls", "drafts", "files", "mails", "threads", "outbox", "automatic"},
    "its rows": {"touchpoints", "words", "tallies"},
    "the profile": {"customers", "visitors", "addresses", "proofs", "merges", "codes", "visits"},
    "whoever keeps it": {"imports", "import_pieces", "consents", "holds"},
    "nothing, for no person is in it": {
        *("agents", "teams", "queues", "widgets", "templates", "tags", "roles", "fields", "organisations", "shifts"),
        *(
            "cursors",
            "sessions",
            "settings",
            "checkpoints",
            "mailboxes",
            "audit",
            "erasures",
            "retention_rules",
            "retention_runs",
            "lookups",
        ),
    },
}


def test_every_table_is_known_to_erasure() -> None:
    """Whoever adds a table says here how a person's words leave it, and gives ``somebody`` a mark in it if they can be there."""
    known = set().union(*ERASED_BY.values())
    assert set(SCHEMA) - known == set()


def test_the_scan_is_not_blind() -> None:
    found = {"customers": b"\x10Zqvera\x00", "blobs": b"nothing"}
    assert left(found) == {"zqvera": ["customers"]}
