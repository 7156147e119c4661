"""Around an erasure: who may not be merged or parted, whom it waits for, whose words it leaves alone, and that no link leads back."""

import pytest
from socketio.exceptions import ConnectionError as NotConnected

from tests.centre import Answer, Centre, Socket
from tests.server.mail import ADDRESS, came, letter
from tests.server.somebody import Somebody, dumped, erased, left, shown_name, somebody


async def asked(there: Somebody) -> None:
    """Her erasure is asked for, and not begun with."""
    path = f"/api/v1/customers/{there.root}/erase"
    answered = await there.centre.ask("POST", path, {"name": await shown_name(there)}, by=there.boss)
    assert answered.status == 202


async def state_of(there: Somebody) -> str:
    return str((await there.centre.api("GET", f"/customers/{there.root}/erase", by=there.boss))["state"])


async def test_whoever_is_being_erased_is_neither_merged_nor_parted(centre: Centre) -> None:
    there = await somebody(centre)
    bob = (await centre.state(there.bobs)).customer
    (merge,) = (await centre.api("GET", f"/customers/{there.root}", by=there.ann))["merges"]

    async def tried() -> list[Answer]:
        asks = [(there.root, "merge", {"from": bob}), (bob, "merge", {"from": there.root})]
        asks.append((there.root, "unmerge", {"merge": merge["id"]}))
        return [
            await centre.ask("POST", f"/api/v1/customers/{id}/{act}", given, by=there.ann) for id, act, given in asks
        ]

    async with centre.parley.erasure._turn:
        await asked(there)
        for answer in await tried():
            assert (answer.status, answer.code, "being erased" in answer.json["error"]) == (409, "conflict", True)
    await erased(there)
    for answer in await tried():
        assert (answer.status, answer.code, "erased" in answer.json["error"]) == (409, "conflict", True)
    assert centre.parley.customers.families.family(there.root) == (there.root, there.leaf)
    assert centre.parley.customers.families.family(bob) == (bob,)


async def test_without_an_erasure_they_are_parted(centre: Centre) -> None:
    there = await somebody(centre)
    (merge,) = (await centre.api("GET", f"/customers/{there.root}", by=there.ann))["merges"]
    await centre.api("POST", f"/customers/{there.root}/unmerge", {"merge": merge["id"]}, by=there.ann)


async def test_no_link_leads_into_an_erased_conversation(centre: Centre) -> None:
    there = await somebody(centre)
    links, socket = there.links, Socket(centre.http)
    ways = {"link": links.chat, "talk": links.talk}
    for way, link in ways.items():  # the control
        tab = Socket(centre.http)
        await tab.connect(centre.url, "socket/visitor", {"widget": links.widget, way: link})
        await tab.close()
    await erased(there)
    for way, link in ways.items():
        with pytest.raises(NotConnected):
            await socket.connect(centre.url, "socket/visitor", {"widget": links.widget, way: link})


async def test_an_address_that_is_anothers_is_not_looked_for(centre: Centre) -> None:
    """Eve says in a chat that she is reached at Bob's address; what Bob wrote is Bob's."""
    boss = await centre.agent("Boss", "administrator")
    await centre.mailbox(ADDRESS)
    bobs = await came(centre, letter("bob@mail.example", "Bob", text="Bob's words"), envelope_from="bob@mail.example")
    tab = await centre.visitor(await centre.widget())
    await tab.ask("introduce", {"name": "Eve", "email": "bob@mail.example"})
    id = (await tab.ask("message", {"id": "m1", "text": "zqeve"}))["conversation"]
    await centre.api("PUT", f"/conversations/{id}/closure", {}, by=boss)
    eve, before = (await centre.state(id)).customer, await centre.parley.desk.events(bobs, 0, 100)
    await centre.api("POST", f"/customers/{eve}/erase", {"name": "Eve"}, by=boss)
    await centre.parley.erasure.look()
    store = centre.parley.store
    assert await centre.parley.desk.events(bobs, 0, 100) == before
    assert all(row["raw"] for row in await store.tables.mails.find({"conversation": bobs}) if row["conversation"])
    assert left(await dumped(store), ("zqeve",)) == {}


async def test_it_waits_for_an_import_that_is_at_work(centre: Centre) -> None:
    there = await somebody(centre)
    table = centre.parley.store.tables.imports
    (row, *_) = await table.find({"state": "checked"})
    lease = {"_id": "lease|imports", "node": "another", "until": centre.clock.now().replace(year=2030), "rv": 1}
    await centre.parley.store.tables.settings.put_many([lease])
    await table.put_many([{**row, "state": "running"}])
    await asked(there)
    await centre.parley.erasure.look()
    assert await state_of(there) == "erasing"
    await table.put_many([row])
    await centre.parley.erasure.look()
    assert await state_of(there) == "erased"
    assert left(await dumped(centre.parley.store)) == {}
