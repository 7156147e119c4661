"""Two Customers that are one person: merged by hand, read as one everywhere, parted again with nothing lost, doubled or moved."""

import asyncio
import random
from collections.abc import Callable
from typing import Any

import pytest

from domain.refusal import Refused
from server.customers.customers import Customers, shown
from server.customers.merging import Merging
from store.memory import memory_tables
from store.opening import Store
from store.tables import Tables
from tests.centre import Centre, HandClock, Json, Person


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


class Pair:
    """Vera, who wrote twice from two browsers and is two Customers."""

    def __init__(self, centre: Centre) -> None:
        self.centre = centre
        self.conversations: list[str] = []
        self.customers: list[str] = []
        self.tabs: list[Any] = []

    async def arrive(self, widget: Json, name: str, email: str) -> None:
        """One of them writes."""
        tab = await self.centre.visitor(widget)
        await tab.ask("introduce", {"name": name, "email": email})
        ack = await tab.ask("message", {"id": "m1", "text": f"hello from {name}"})
        self.tabs.append(tab)
        self.conversations.append(ack["conversation"])
        self.customers.append((await self.centre.state(ack["conversation"])).customer)


@pytest.fixture
async def pair(centre: Centre) -> Pair:
    made, widget = Pair(centre), await centre.widget()
    await made.arrive(widget, "Vera Nowak", "vera@mail.example")
    centre.clock.pass_(minutes=1)
    await made.arrive(widget, "V. N.", "v.n@work.example")
    return made


async def listed(centre: Centre, path: str, by: Person) -> list[str]:
    return [one["id"] for one in (await centre.api("GET", path, by=by))["items"]]


async def everything(centre: Centre, pair: Pair, by: Person) -> list[Any]:
    """What is shown of both, versions and the history of merges apart."""
    found: list[Any] = []
    for id in pair.customers:
        detail = await centre.api("GET", f"/customers/{id}", by=by)
        found.append({name: value for name, value in detail.items() if name not in ("rv", "merges")})
        found.append(await listed(centre, f"/customers/{id}/conversations", by))
        found.append(await listed(centre, f"/conversations?customer={id}", by))
    return [*found, await listed(centre, "/customers", by), await listed(centre, "/customers?q=nowak", by)]


async def test_two_are_read_as_one_and_part_again(centre: Centre, pair: Pair, ann: Person) -> None:
    start = await everything(centre, pair, ann)
    root, leaf = pair.customers
    merged = await centre.api("POST", f"/customers/{root}/merge", {"from": leaf, "fields": ["name"]}, by=ann)
    assert (merged["id"], merged["name"], merged["family"]) == (root, "V. N.", [root, leaf])
    assert {one["value"] for one in merged["addresses"] if one["kind"] == "email"} == {
        "vera@mail.example",
        "v.n@work.example",
    }
    assert await centre.api("GET", f"/customers/{leaf}", by=ann) == merged
    for path in (f"/customers/{leaf}/conversations?", f"/conversations?customer={leaf}", "/conversations?q=nowak"):
        items = (await centre.api("GET", path, by=ann))["items"]
        assert {one["id"] for one in items} == set(pair.conversations), path
        assert {(one["customer"]["id"], one["customer"]["name"]) for one in items} == {(root, "V. N.")}, path
    for path in ("/customers", "/customers?q=nowak", "/customers?q=v.n@work", "/customers?q=nowak+v.n@work"):
        assert await listed(centre, path, ann) == [root], path
    (merge,) = merged["merges"]
    assert (merge["from"], merge["into"], merge["by"], merge["chosen"]) == (leaf, root, ann.id, ["name"])
    parted = await centre.api("POST", f"/customers/{root}/unmerge", {"merge": merge["id"]}, by=ann)
    assert parted["merges"][0]["unmerged_by"] == ann.id
    assert await everything(centre, pair, ann) == start


async def test_what_came_meanwhile_goes_with_whom_it_came_from(centre: Centre, pair: Pair, ann: Person) -> None:
    root, leaf = pair.customers
    merged = await centre.api("POST", f"/customers/{root}/merge", {"from": leaf}, by=ann)
    for tab in pair.tabs:
        await tab.ask("message", {"id": "m2", "text": "and one more thing"})
        await tab.ask("introduce", {"phone": "+48 601 234 567"})
    changed = {"rv": (await centre.api("GET", f"/customers/{root}", by=ann))["rv"], "note": "prefers email"}
    await centre.api("PATCH", f"/customers/{leaf}", changed, by=ann)
    await centre.api("POST", f"/customers/{leaf}/unmerge", {"merge": merged["merges"][0]["id"]}, by=ann)
    for id, conversation in zip(pair.customers, pair.conversations, strict=True):
        one = await centre.api("GET", f"/customers/{id}", by=ann)
        assert await listed(centre, f"/customers/{id}/conversations", ann) == [conversation]
        assert [a["value"] for a in one["addresses"] if a["kind"] == "phone"] == ["+48601234567"]
        assert one["note"] == ("prefers email" if id == root else "")
        assert (await centre.state(conversation)).customer == id


async def test_open_rows_change_at_once(centre: Centre, pair: Pair, ann: Person) -> None:
    root, leaf = pair.customers
    tab = await centre.desktop(ann)
    merged = await centre.api("POST", f"/customers/{root}/merge", {"from": leaf}, by=ann)

    def shown_as(customer: str) -> Callable[[Json], bool]:
        return lambda row: row["id"] == pair.conversations[1] and row["customer"]["id"] == customer

    await tab.until("conversation", shown_as(root))
    tab.forget()
    await centre.api("POST", f"/customers/{root}/unmerge", {"merge": merged["merges"][0]["id"]}, by=ann)
    await tab.until("conversation", shown_as(leaf))


async def test_what_makes_no_sense_is_refused(centre: Centre, pair: Pair, ann: Person) -> None:
    root, leaf = pair.customers

    async def code(path: str, body: Json) -> tuple[int, str | None]:
        answer = await centre.ask("POST", f"/api/v1/customers/{path}", body, by=ann)
        return answer.status, answer.code

    assert await code(f"{root}/merge", {"from": root}) == (409, "conflict")
    assert await code(f"{root}/merge", {"from": "cus_none"}) == (404, "not_found")
    assert await code(f"{root}/merge", {"from": leaf, "fields": ["rv"]}) == (400, "invalid")
    merged = await centre.api("POST", f"/customers/{root}/merge", {"from": leaf}, by=ann)
    assert await code(f"{root}/merge", {"from": leaf}) == (409, "conflict")
    assert await code(f"{leaf}/merge", {"from": root}) == (409, "conflict")
    third = await centre.api("POST", "/customers", {"name": "Adam"}, by=ann)
    undo = {"merge": merged["merges"][0]["id"]}
    assert await code(f"{third['id']}/unmerge", undo) == (404, "not_found")
    assert await code(f"{root}/unmerge", undo) == (200, None)
    assert await code(f"{root}/unmerge", undo) == (409, "conflict")


async def test_two_of_the_companys_people_are_one_only_where_a_person_says_so(
    centre: Centre, pair: Pair, ann: Person
) -> None:
    root, leaf = pair.customers
    parley = centre.parley
    for customer, number in ((root, "17"), (leaf, "42")):
        await parley.proving.prove(customer, "external", number, "identity")
    assert (await centre.api("GET", f"/customers/{root}/compare?with={leaf}", by=ann))["of_two"]
    answer = await centre.ask("POST", f"/api/v1/customers/{root}/merge", {"from": leaf}, by=ann)
    assert (answer.status, answer.code) == (409, "conflict")
    assert b"17" not in answer.body  # it may be masked
    with pytest.raises(Refused):
        await parley.merging.merge(leaf, root, [], None, "proved")
    merged = await centre.api("POST", f"/customers/{root}/merge", {"from": leaf, "of_two": True}, by=ann)
    assert (merged["family"], merged["merges"][0]["by"]) == ([root, leaf], ann.id)
    for customer, number in ((root, "17"), (leaf, "42")):  # each of their proofs still leads to them
        assert (await parley.proving.prove(customer, "external", number, "identity"))["_id"] == root
    third = await centre.api("POST", "/customers", {"name": "Adam"}, by=ann)
    assert not (await centre.api("GET", f"/customers/{root}/compare?with={third['id']}", by=ann))["of_two"]


async def test_each_is_written_down(centre: Centre, pair: Pair, ann: Person) -> None:
    root, leaf = pair.customers
    merged = await centre.api("POST", f"/customers/{root}/merge", {"from": leaf}, by=ann)
    await centre.api("POST", f"/customers/{root}/unmerge", {"merge": merged["merges"][0]["id"]}, by=ann)
    lines = await centre.parley.store.tables.audit.find({})
    assert {(line["act"], line["agent"], *line["subjects"]) for line in lines} == {
        ("customers.merge", ann.id, root, leaf),
        ("customers.unmerge", ann.id, root, leaf),
    }


async def test_two_side_by_side(centre: Centre, ann: Person) -> None:
    one = await centre.api("POST", "/customers", {"name": "Vera", "fields": {"Size": "L"}, "language": "en"}, by=ann)
    two = await centre.api("POST", "/customers", {"name": "V. N.", "tags": ["vip"], "language": "en"}, by=ann)
    found = await centre.api("GET", f"/customers/{one['id']}/compare?with={two['id']}", by=ann)
    assert (found["ours"], found["theirs"]) == (one, two)
    assert {d["field"]: (d["ours"], d["theirs"], d["same"]) for d in found["differences"]} == {
        "name": ("Vera", "V. N.", False),
        "language": ("en", "en", True),
        "tags": ([], ["vip"], False),
        "fields.Size": ("L", None, False),
    }
    take = {"from": two["id"], "fields": [d["field"] for d in found["differences"]]}
    merged = await centre.api("POST", f"/customers/{one['id']}/merge", take, by=ann)
    assert (merged["name"], merged["tags"], merged["fields"]) == ("V. N.", ["vip"], {})


async def test_an_entered_customer_is_kept_as_it_is_right(centre: Centre, ann: Person) -> None:
    given = {
        "name": "  Vera  Nowak\t",
        "addresses": [{"kind": "phone", "value": "+48 601-234-567"}, {"kind": "email", "value": "vera@mail.example"}],
        "timezone": "Europe/Warsaw",
        "lifecycle": "lead",
        "vip": True,
        "owner": ann.id,
        "consents": {"marketing": True},
    }
    made = await centre.api("POST", "/customers", given, by=ann)
    assert (made["name"], made["verified"]) == ("Vera Nowak", False)
    assert [(a["value"], a["verified"], a["source"]) for a in made["addresses"]] == [
        ("+48601234567", False, "agent"),
        ("vera@mail.example", False, "agent"),
    ]
    assert {name: made[name] for name in ("timezone", "lifecycle", "vip", "owner", "consents")} == {
        name: given[name] for name in ("timezone", "lifecycle", "vip", "owner", "consents")
    }
    for wrong in (
        {"addresses": [{"kind": "phone", "value": "601 234 567"}]},
        {"addresses": [{"kind": "email", "value": "vera"}]},
        {"timezone": "Mars/Base"},
        {"name": "\u200e"},
        {"lifecycle": "friend"},
    ):
        answer = await centre.ask("POST", "/api/v1/customers", {"name": "Vera", **wrong}, by=ann)
        assert (answer.status, answer.code) == (400, "invalid"), wrong


# Below HTTP: many of them, cut short, and at the same time


class Crash(Exception):
    """The process ends here."""


async def node(tables: Tables, clock: HandClock) -> tuple[Customers, Merging]:
    """What a node knows after its start."""
    customers = Customers(tables, clock)
    await customers.load()
    merging = Merging(tables, customers, clock)
    await merging.load()
    return customers, merging


async def people(customers: Customers, count: int) -> list[str]:
    """So many entered Customers."""
    made = []
    for number in range(count):
        fields = {"name": f"Name {number}", "language": "enplit"[2 * (number % 3) :][:2], "tags": [f"t{number % 4}"]}
        made.append((await customers.add({**fields, "fields": {f"F{number % 3}": f"{number}"}}, []))["_id"])
    return made


async def seen(customers: Customers, ids: list[str]) -> list[Json]:
    """What is shown of each, versions apart."""
    return [{**shown(await customers.get(id)), "rv": 0} for id in ids]


@pytest.mark.parametrize("seed", range(5))
async def test_any_merges_undone_in_any_order_leave_the_start(each_store: Store, seed: int) -> None:
    clock, chance = HandClock(), random.Random(seed)
    customers, merging = await node(each_store.tables, clock)
    ids = await people(customers, 6)
    start, standing = await seen(customers, ids), list[Json]()
    for _ in range(25):
        clock.pass_(seconds=1)
        one, into = chance.sample(ids, 2)
        if standing and chance.random() < 0.4:
            merge = standing.pop(chance.randrange(len(standing)))
            await merging.unmerge(merge["from"], merge["_id"], "agt_1")
            continue
        take = chance.sample(["name", "language", "fields.F0", "fields.F1"], 2)
        try:
            standing.append(await merging.merge(one, into, take, "agt_1", "by hand"))
        except Refused:
            continue
        families = customers.families
        assert sorted(leaf for id in ids if families.root(id) == id for leaf in families.family(id)) == sorted(ids)
    restarted, merging = await node(each_store.tables, clock)
    assert [restarted.families.root(id) for id in ids] == [customers.families.root(id) for id in ids]
    for merge in chance.sample(standing, len(standing)):
        await merging.unmerge(merge["from"], merge["_id"], "agt_1")
    assert await seen(restarted, ids) == start


def breakable(tables: Tables, at: int, patch: pytest.MonkeyPatch, *, after: bool) -> list[str]:
    """The process ends at the ``at``-th write of these tables, before or after it."""
    writes: list[str] = []

    def wrap(owner: Any, name: str, method: str) -> None:
        real = getattr(owner, method)

        async def write(*given: Any) -> Any:
            writes.append(f"{name} {method}")
            if len(writes) == at and not after:
                raise Crash
            done = await real(*given)
            if len(writes) == at:
                raise Crash
            return done

        patch.setattr(owner, method, write)

    for name, method in (("merges", "insert"), ("merges", "replace"), ("customers", "replace"), ("audit", "insert")):
        wrap(tables[name], name, method)
    return writes


async def act(merging: Merging, ids: list[str], *, undoing: bool, merge: str) -> None:
    if undoing:
        await merging.unmerge(ids[0], merge, "agt_1")
    else:
        await merging.merge(ids[1], ids[0], ["name"], "agt_1", "by hand")


@pytest.mark.parametrize("undoing", [False, True])
async def test_cut_short_anywhere_it_was_done_or_was_not(monkeypatch: pytest.MonkeyPatch, *, undoing: bool) -> None:
    outcomes = []
    for at in range(1, 5):
        for after in (False, True):
            tables, clock = memory_tables(), HandClock()
            customers, merging = await node(tables, clock)
            ids = await people(customers, 2)
            apart = await seen(customers, ids)
            merge = (await merging.merge(ids[1], ids[0], ["name"], "agt_1", "by hand"))["_id"] if undoing else ""
            with monkeypatch.context() as patch:
                breakable(tables, at, patch, after=after)
                with pytest.raises(Crash):
                    await act(merging, ids, undoing=undoing, merge=merge)
            clock.pass_(seconds=61)
            customers, merging = await node(tables, clock)
            standing = await tables.merges.find({"standing": True})
            together = customers.families.family(ids[0]) == tuple(ids)
            assert together == bool(standing)
            assert together == ((await customers.get(ids[0]))["name"] == "Name 1")
            assert together or await seen(customers, ids) == apart
            outcomes.append(together)
    assert set(outcomes) == {True, False}


async def test_two_nodes_never_make_a_ring(monkeypatch: pytest.MonkeyPatch) -> None:
    tables, clock = memory_tables(), HandClock()
    (customers, here), (_, there) = await node(tables, clock), await node(tables, clock)
    real = tables.customers.replace

    async def slowly(document: Json) -> Json:
        await asyncio.sleep(0)
        return await real(document)

    monkeypatch.setattr(tables.customers, "replace", slowly)
    for _ in range(20):
        one, two = await people(customers, 2)
        both = (here.merge(one, two, [], None, "x"), there.merge(two, one, [], None, "x"))
        done = [result for result in await asyncio.gather(*both, return_exceptions=True) if isinstance(result, dict)]
        clock.pass_(minutes=2)
        fresh, _ = await node(tables, clock)
        assert len(done) <= 1
        assert len(fresh.families.family(one)) == 1 + len(done)
        assert len(await tables.merges.find({"standing": True, "into": (one, two)})) == len(done)


async def test_another_node_follows() -> None:
    tables, clock = memory_tables(), HandClock()
    (customers, merging), (elsewhere, _) = await node(tables, clock), await node(tables, clock)
    one, two = await people(customers, 2)
    told: list[str] = []
    customers.on_change(told.extend)
    merge = await merging.merge(two, one, ["name"], None, "x")
    assert {one, two} <= set(told)
    for id in told:
        await elsewhere.follow(id)
    assert elsewhere.reference(two, "") == {"id": one, "name": "Name 1", "verified": False}
    await merging.unmerge(one, merge["_id"], "agt_1")
    for id in (one, two):
        await elsewhere.follow(id)
    assert [elsewhere.reference(id, "")["name"] for id in (one, two)] == ["Name 0", "Name 1"]
