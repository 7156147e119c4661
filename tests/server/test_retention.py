"""Retention: rules let go what is old enough and nothing else, say before what that would be, and stop at a legal hold."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from domain import commands as c
from domain.call_commands import EndCall, KeepRecording, StartCall
from domain.events import Actor
from domain.ids import unguessable
from domain.touchpoints import Touchpoint
from server.lease import Lease
from server.privacy import retention as module
from server.privacy.retention import rule_of
from store.opening import Store, open_store
from tests.centre import Answer, Centre, HandClock, Json, Person, open_centre

SECRET = "the wordy secret"


@pytest.fixture(autouse=True)
def no_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "REST", 0.0)


async def ask(centre: Centre, method: str, path: str, body: Any = None, *, by: Person) -> Answer:
    """A request in a session of its own: the tests' months outlast any other."""
    return await centre.ask(method, path, body, by=await centre.session(by.id))


async def api(centre: Centre, method: str, path: str, body: Any = None, *, by: Person) -> Any:
    """The JSON of a request that must succeed, likewise."""
    return await centre.api(method, path, body, by=Person(by.id, by.email, await centre.session(by.id)))


@pytest.fixture
async def admin(centre: Centre) -> Person:
    return await centre.agent("Admin", "administrator")


async def closed(centre: Centre, text: str = SECRET, queue: str | None = None) -> str:
    """A Conversation that ends now."""
    id, visitor = unguessable("cnv"), unguessable("vis")
    parley = centre.parley
    customer = (await parley.customers.of_visitor(visitor, "wid_1", {"name": "Vera"}, "en"))["_id"]
    queue = queue or parley.directory.first_queue()
    opening = c.Opening(customer=customer, customer_name="Vera", queue=queue, visitor=visitor, form={"Order": text})
    actor, now = Actor("customer", customer, "Vera"), centre.clock.now()
    said = c.ReceiveMessage(id=f"m|{id}", conversation=id, at=now, actor=actor, message="m", text=text, opening=opening)
    await parley.desk.do(said)
    await parley.desk.do(
        c.CloseConversation(id=f"x|{id}", conversation=id, at=now, actor=Actor("agent", "agt_1", "Ann"))
    )
    return id


async def rule(centre: Centre, admin: Person, **fields: Any) -> Json:
    given = {"name": "Old chats", "channel": "chat", "what": "words", "days": 30, "enabled": True, **fields}
    made: Json = await api(centre, "POST", "/retention-rules", given, by=admin)
    return made


async def settled(centre: Centre) -> None:
    await centre.parley.views.flush()
    await centre.parley.touchpoints.flush()


async def words_of(centre: Centre, id: str) -> str:
    return str(await centre.parley.desk.events(id, 0, 100))


async def daily(centre: Centre) -> bool:
    await settled(centre)
    return await centre.parley.retention.daily()


async def test_what_is_old_enough_goes_and_what_is_not_stays(centre: Centre, admin: Person) -> None:
    old = await closed(centre)
    centre.clock.pass_(days=20)
    young = await closed(centre)
    made = await rule(centre, admin)
    centre.clock.pass_(days=10, minutes=1)
    assert await daily(centre)
    assert SECRET not in await words_of(centre, old)
    assert SECRET in await words_of(centre, young)
    found = await api(centre, "GET", "/search?q=wordy", by=admin)
    assert [hit["row"]["conversation"] for hit in found["messages"]] == [young] * len(found["messages"])
    (line,) = (await api(centre, "GET", "/audit?act=retention-rules.run", by=admin))["items"]
    assert (line["subject"], line["agent"], line["details"]) == (made["id"], None, {"gone": 1, "held": 0})
    (run,) = (await api(centre, "GET", "/retention-runs", by=admin))["items"]
    assert (run["rule"], run["gone"], run["running"]) == (made["id"], 1, False)


async def test_it_goes_once_a_day_and_only_once(centre: Centre, admin: Person) -> None:
    old = await closed(centre)
    made = await rule(centre, admin)
    centre.clock.pass_(days=31)
    assert await daily(centre)
    assert not await daily(centre)
    events = await centre.events(old)
    centre.clock.pass_(days=1)
    assert await daily(centre)
    assert await centre.events(old) == events
    run = await centre.parley.store.tables.retention_runs.get(made["id"])
    assert run is not None
    assert run["gone"] == 0


async def test_later_words_of_a_conversation_that_was_reopened_go_when_they_are_old(
    centre: Centre, admin: Person
) -> None:
    id = await closed(centre)
    await rule(centre, admin)
    centre.clock.pass_(days=31)
    assert await daily(centre)
    state, now = await centre.state(id), centre.clock.now()
    actor = Actor("customer", state.customer, "Vera")
    more = c.ReceiveMessage(id="m2", conversation=id, at=now, actor=actor, message="m2", text=SECRET)
    await centre.parley.desk.do(more)
    await centre.parley.desk.do(
        c.CloseConversation(id="x2", conversation=id, at=now, actor=Actor("agent", "agt_1", "Ann"))
    )
    centre.clock.pass_(days=29)
    assert await daily(centre)
    assert SECRET in await words_of(centre, id)
    centre.clock.pass_(days=2)
    assert await daily(centre)
    assert SECRET not in await words_of(centre, id)


async def test_what_runs_stays_however_old(centre: Centre, admin: Person) -> None:
    id, _ = await centre.conversation(await centre.widget(), SECRET)
    await rule(centre, admin)
    centre.clock.pass_(days=400)
    assert await daily(centre)
    assert SECRET in await words_of(centre, id)


async def test_a_rule_that_is_off_or_removed_lets_nothing_go(centre: Centre, admin: Person) -> None:
    id = await closed(centre)
    await rule(centre, admin, enabled=False)
    gone = await rule(centre, admin)
    assert (await ask(centre, "DELETE", f"/api/v1/retention-rules/{gone['id']}", by=admin)).status == 204
    centre.clock.pass_(days=31)
    assert await daily(centre)
    assert SECRET in await words_of(centre, id)


async def test_a_queues_own_rule_stands_instead(centre: Centre, admin: Person) -> None:
    here = await closed(centre)
    shop = await centre.queue("Shop")
    there = await closed(centre, queue=shop)
    await rule(centre, admin)
    await rule(centre, admin, queue=shop, days=90)
    centre.clock.pass_(days=31)
    assert await daily(centre)
    assert [SECRET in await words_of(centre, id) for id in (here, there)] == [False, True]


# Legal holds


async def held(centre: Centre, admin: Person, subject: str) -> str:
    made = await api(centre, "POST", "/holds", {"subject": subject, "reason": "Case 7"}, by=admin)
    return str(made["id"])


@pytest.mark.parametrize("of", ["customer", "conversation", "family"])
async def test_a_hold_stops_retention_until_it_is_lifted(centre: Centre, admin: Person, of: str) -> None:
    id = await closed(centre)
    customer = (await centre.state(id)).customer
    root = customer
    if of == "family":
        root = (await api(centre, "POST", "/customers", {"name": "V."}, by=admin))["id"]
        await api(centre, "POST", f"/customers/{root}/merge", {"from": customer}, by=admin)
    hold = await held(centre, admin, id if of == "conversation" else root)
    made = await rule(centre, admin)
    centre.clock.pass_(days=31)
    tried = await api(centre, "POST", f"/retention-rules/{made['id']}/dry-run", by=admin)
    assert (tried["count"], tried["held"]) == (0, 1)
    assert await daily(centre)
    assert SECRET in await words_of(centre, id)
    assert (await ask(centre, "DELETE", f"/api/v1/holds/{hold}", by=admin)).status == 204
    centre.clock.pass_(days=1)
    assert await daily(centre)
    assert SECRET not in await words_of(centre, id)
    acts = [line["act"] for line in (await api(centre, "GET", "/audit?limit=50", by=admin))["items"]]
    assert acts.index("holds.lift") < acts.index("holds.place")


async def test_a_hold_stops_erasure(centre: Centre, admin: Person) -> None:
    id = await closed(centre)
    customer = (await centre.state(id)).customer
    hold = await held(centre, admin, id)
    path, body = f"/api/v1/customers/{customer}/erase", {"name": "Vera"}
    assert (await ask(centre, "POST", path, body, by=admin)).code == "conflict"
    await ask(centre, "DELETE", f"/api/v1/holds/{hold}", by=admin)
    assert (await ask(centre, "POST", path, body, by=admin)).status < 300


async def test_a_hold_that_comes_between_the_order_and_the_deed_stops_it(centre: Centre, admin: Person) -> None:
    id, erasure = await closed(centre), centre.parley.erasure
    customer = (await centre.state(id)).customer
    async with erasure._turn:  # it is just busy with somebody else
        await api(centre, "POST", f"/customers/{customer}/erase", {"name": "Vera"}, by=admin)
        hold = await held(centre, admin, id)
    await erasure.look()
    assert SECRET in await words_of(centre, id)
    await ask(centre, "DELETE", f"/api/v1/holds/{hold}", by=admin)
    await erasure.look()
    assert SECRET not in await words_of(centre, id)


async def test_without_the_guard_a_hold_would_not_hold(
    centre: Centre, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    id = await closed(centre)
    await held(centre, admin, id)
    await rule(centre, admin)
    monkeypatch.setattr("server.privacy.holds.Held.keeps", lambda held, customer, conversation: False)
    centre.clock.pass_(days=31)
    assert await daily(centre)
    assert SECRET not in await words_of(centre, id)


async def test_holds_are_for_those_with_the_right_and_need_a_subject_and_a_reason(
    centre: Centre, admin: Person
) -> None:
    ann, id = await centre.agent("Ann"), await closed(centre)
    good = {"subject": id, "reason": "Case 7"}
    assert (await ask(centre, "POST", "/api/v1/holds", good, by=ann)).status == 403
    for wrong in ({"subject": id, "reason": ""}, {"subject": "que_1", "reason": "Case 7"}, {"subject": id}):
        assert (await ask(centre, "POST", "/api/v1/holds", wrong, by=admin)).code == "invalid", wrong
    for absent in ("cnv_none", "cus_none"):
        answer = await ask(centre, "POST", "/api/v1/holds", {"subject": absent, "reason": "Case 7"}, by=admin)
        assert answer.status == 404
    assert (await ask(centre, "DELETE", "/api/v1/holds/hld_none", by=admin)).status == 404
    hold = await held(centre, admin, id)
    listed = await api(centre, "GET", f"/holds?subject={id}", by=admin)
    assert [(one["id"], one["reason"]) for one in listed["items"]] == [(hold, "Case 7")]


# Dry runs


async def test_a_dry_run_counts_by_month_shows_examples_and_changes_nothing(centre: Centre, admin: Person) -> None:
    ids = []
    for _ in range(3):
        ids.append(await closed(centre))
        centre.clock.pass_(days=20)
    await settled(centre)
    given = {"channel": "chat", "what": "words", "days": 15}
    tried = await api(centre, "POST", "/retention-rules/dry-run", given, by=admin)
    assert (tried["count"], tried["held"], tried["more"]) == (3, 0, False)
    assert tried["months"] == [{"month": "2026-11", "count": 1}, {"month": "2026-12", "count": 2}]
    assert [(one["conversation"], one["name"]) for one in tried["examples"]] == [(id, "Vera") for id in reversed(ids)]
    assert (await api(centre, "POST", "/retention-rules/dry-run", {**given, "days": 50}, by=admin))["count"] == 1
    assert [SECRET in await words_of(centre, id) for id in ids] == [True] * 3
    made = await rule(centre, admin, days=15)
    assert await daily(centre)
    assert (await api(centre, "POST", f"/retention-rules/{made['id']}/dry-run", by=admin))["count"] == 0


async def test_a_dry_run_minds_the_other_rules_and_the_one_it_would_replace(centre: Centre, admin: Person) -> None:
    await closed(centre)
    made = await rule(centre, admin, days=90)
    centre.clock.pass_(days=40)
    given = {"channel": "chat", "what": "words", "days": 30}
    assert (await api(centre, "POST", "/retention-rules/dry-run", given, by=admin))["count"] == 0
    assert (await api(centre, "POST", "/retention-rules/dry-run", {**given, "rule": made["id"]}, by=admin))[
        "count"
    ] == 1


async def test_an_example_out_of_reach_has_no_name(centre: Centre) -> None:
    await closed(centre)
    centre.clock.pass_(days=40)
    keeper = await centre.agent("Keeper", await centre.role("Keeper", ["retention-rules.write"]))
    given = {"channel": "chat", "what": "words", "days": 30}
    (example,) = (await api(centre, "POST", "/retention-rules/dry-run", given, by=keeper))["examples"]
    assert (example["name"], example["subject"], example["conversation"]) == ("", "", None)


@pytest.mark.parametrize(
    "wrong",
    [
        {"channel": "chat", "what": "audio", "days": 3},
        {"channel": "recording", "what": "words", "days": 3},
        {"channel": "chat", "what": "words", "days": 0},
        {"channel": "chat", "what": "words", "days": 3, "queue": "que_none"},
        {"channel": "fax", "what": "words", "days": 3},
    ],
)
async def test_a_rule_of_what_is_not_there_is_refused(centre: Centre, admin: Person, wrong: Json) -> None:
    for path, more in (("/retention-rules", {"name": "R"}), ("/retention-rules/dry-run", {})):
        assert (await ask(centre, "POST", f"/api/v1{path}", {**more, **wrong}, by=admin)).status in (400, 404), path


# Other kinds


async def call(centre: Centre, *, voicemail: bool) -> tuple[str, str]:
    """An ended call with a recording: its id and the recording's."""
    id, made, recording = await closed(centre), unguessable("cal"), unguessable("rec")
    parley, leg = centre.parley, unguessable("leg")
    head: dict[str, Any] = {"conversation": id, "at": centre.clock.now(), "call": made}
    customer = (await centre.state(id)).customer
    actor = Actor("customer", customer, "Vera")
    await parley.desk.do(StartCall(id=f"v|{made}", **head, direction="in", leg=leg, party="vis_1", actor=actor))
    await parley.desk.do(EndCall(id=f"e|{made}", **head, actor=actor))
    facts: dict[str, Any] = {
        "recording": recording,
        "seconds": 1.0,
        "size": 5,
        "incomplete": False,
        "voicemail": voicemail,
    }
    await parley.desk.do(KeepRecording(id=f"r|{made}", **head, **facts))

    async def source() -> AsyncIterator[bytes]:
        yield b"audio"

    await parley.store.files.create(recording, source(), 5)
    await parley.telephone.shelf.settled()
    return made, recording


async def kept(centre: Centre, call: str) -> bool:
    document = await centre.parley.store.tables.calls.get(call)
    assert document is not None
    return not document["recordings"][0]["erased"]


async def test_recordings_and_voicemail_go_by_their_own_rules(centre: Centre, admin: Person) -> None:
    talk, voice = await call(centre, voicemail=False), await call(centre, voicemail=True)
    made = await rule(centre, admin, channel="recording", what="audio", days=10)
    centre.clock.pass_(days=11)
    assert (await api(centre, "POST", f"/retention-rules/{made['id']}/dry-run", by=admin))["count"] == 1
    assert await daily(centre)
    await centre.parley.telephone.shelf.settled()
    assert [await kept(centre, talk[0]), await kept(centre, voice[0])] == [False, True]
    await rule(centre, admin, channel="voicemail", what="audio", days=10)
    centre.clock.pass_(days=1)
    assert await daily(centre)
    await centre.parley.telephone.shelf.settled()
    assert not await kept(centre, voice[0])


async def test_page_views_of_no_conversation_lose_their_addresses_and_stay_counted(
    centre: Centre, admin: Person
) -> None:
    about: dict[str, Any] = {"kind": "page", "type": "PageViewed", "channel": "chat", "by": "customer", "name": "Vera"}
    page = Touchpoint(
        id="pag_1",
        customer="cus_1",
        at=centre.clock.now(),
        title="Shoes",
        text=f"https://shop.example/?q={SECRET}",
        conversation=None,
        event=None,
        **about,
    )
    centre.parley.touchpoints.add([page])
    await settled(centre)
    made = await rule(centre, admin, channel="page_views", days=10)
    centre.clock.pass_(days=11)
    assert (await api(centre, "POST", f"/retention-rules/{made['id']}/dry-run", by=admin))["count"] == 1
    assert await daily(centre)
    row = await centre.parley.store.tables.touchpoints.get("pag_1")
    assert row is not None
    assert (row["title"], row["text"], row["kind"]) == ("", "", "page")
    assert (await api(centre, "POST", f"/retention-rules/{made['id']}/dry-run", by=admin))["count"] == 0


async def test_a_page_view_goes_with_what_its_row_was_made_of(centre: Centre, admin: Person) -> None:
    customer = (await api(centre, "POST", "/customers", {"name": "Vera"}, by=admin))["id"]
    page = {"kind": "page", "name": SECRET, "data": {"url": "https://shop.example/shoes", "referrer": ""}}
    await api(centre, "POST", f"/customers/{customer}/events", page, by=admin)
    await settled(centre)
    await rule(centre, admin, channel="page_views", days=10)
    centre.clock.pass_(days=11)
    assert await daily(centre)
    tables = centre.parley.store.tables
    for table in (tables.visits, tables.touchpoints, tables.words):
        (row,) = await table.find({"customer": customer})
        assert not {SECRET, "https", "shoes"} & set(str(row).replace("/", " ").replace("'", " ").split()), row


# Cut off, and by one node


async def test_a_run_that_was_cut_off_goes_on_and_loses_nothing(
    centre: Centre, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "PAGE", 2)
    ids = []
    for _ in range(7):
        ids.append(await closed(centre))
        centre.clock.pass_(minutes=1)
    made = await rule(centre, admin)
    centre.clock.pass_(days=31)
    retention = centre.parley.retention
    redact, asked = centre.parley.redaction.conversation, 0

    async def breaks(*given: Any, **named: Any) -> None:
        nonlocal asked
        asked += 1
        if asked == 4:
            raise RuntimeError
        await redact(*given, **named)

    await settled(centre)
    with monkeypatch.context() as patch:
        patch.setattr(centre.parley.redaction, "conversation", breaks)
        with pytest.raises(RuntimeError):
            await retention.daily()
    run = (await api(centre, "GET", "/retention-runs", by=admin))["items"][0]
    assert (run["running"], run["gone"]) == (True, 2)
    assert await retention.daily()
    assert [SECRET in await words_of(centre, id) for id in ids] == [False] * 7
    done = await retention.apply(rule_of(centre.parley.directory.get("retention-rules", made["id"])))
    assert done["gone"] == 0


async def test_another_nodes_lease_is_minded(centre: Centre, admin: Person) -> None:
    tables = centre.parley.store.tables
    other = Lease(tables.checkpoints, "retention", "another node", module.LEASE, centre.clock)
    assert await other.hold()
    assert not await daily(centre)
    await other.give_back()
    assert await daily(centre)


@pytest.mark.wire
async def test_on_the_embedded_database(tmp_path: Path) -> None:
    async with open_store(None, tmp_path) as opened:
        await on(opened)


async def on(store: Store) -> None:
    clock = HandClock()
    async with open_centre(store, clock) as centre:
        admin = await centre.agent("Admin", "administrator")
        id = await closed(centre)
        kept_id = await closed(centre)
        await held(centre, admin, kept_id)
        await rule(centre, admin)
        clock.pass_(days=31)
        assert await daily(centre)
        assert [SECRET in await words_of(centre, one) for one in (id, kept_id)] == [False, True]
