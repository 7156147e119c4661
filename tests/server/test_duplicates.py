"""Who may be the same person: suggested by address and by name, never to oneself, and gone once they are one."""

import pytest

from server.customers import duplicates
from tests.centre import Centre, Json, Person, becomes_true


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


async def add(centre: Centre, ann: Person, name: str, **addresses: str) -> str:
    given = [{"kind": kind, "value": value} for kind, value in addresses.items()]
    made: Json = await centre.api("POST", "/customers", {"name": name, "addresses": given}, by=ann)
    return str(made["id"])


async def suggested(centre: Centre, ann: Person, id: str) -> list[tuple[str, list[str]]]:
    shown = await centre.api("GET", f"/customers/{id}", by=ann)
    return [(one["id"], one["reasons"]) for one in shown["suggestions"]]


async def test_by_address_and_by_name(centre: Centre, ann: Person) -> None:
    vera = await add(centre, ann, "Vera Nowak", phone="+48601234567", email="vera@mail.example")
    phone = await add(centre, ann, "V.", phone="+48 601 234 567")
    email = await add(centre, ann, "Somebody", email="VERA@mail.example")
    name = await add(centre, ann, "Вера Новак")
    await add(centre, ann, "Adam Nowak")
    await add(centre, ann, "Vera")
    found = await suggested(centre, ann, vera)
    assert dict(found) == {phone: ["phone"], email: ["email"], name: ["name"]}
    assert found[-1][0] == name


async def test_whom_the_site_has_signed_has_the_number_that_an_agent_entered(centre: Centre, ann: Person) -> None:
    entered = await add(centre, ann, "Vera Nowak", external="K-17")
    id, _ = await centre.conversation(await centre.widget())
    signed = (await centre.state(id)).customer
    await centre.parley.proving.prove(signed, "external", "K-17", "identity")
    assert await suggested(centre, ann, signed) == [(entered, ["external"])]


async def test_once_they_are_one_nothing_is_suggested(centre: Centre, ann: Person) -> None:
    vera, other = await add(centre, ann, "Vera Nowak"), await add(centre, ann, "Vera Novak")
    assert await suggested(centre, ann, vera) == [(other, ["name"])]
    merged = await centre.api("POST", f"/customers/{vera}/merge", {"from": other}, by=ann)
    assert await suggested(centre, ann, vera) == []
    await centre.api("POST", f"/customers/{vera}/unmerge", {"merge": merged["merges"][0]["id"]}, by=ann)

    async def again() -> bool:
        return await suggested(centre, ann, vera) == [(other, ["name"])]

    await becomes_true(again)


async def test_a_new_name_is_looked_for_behind_the_reader(centre: Centre, ann: Person) -> None:
    vera, adam = await add(centre, ann, "Vera Nowak"), await add(centre, ann, "Adam Lis")
    assert await suggested(centre, ann, adam) == []
    await centre.api("PATCH", f"/customers/{adam}", {"rv": 1, "name": "Wera Nowak"}, by=ann)

    async def found() -> bool:
        return await suggested(centre, ann, adam) == [(vera, ["name"])]

    await becomes_true(found)


async def test_a_crowd_of_one_name_costs_no_more(centre: Centre, ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(duplicates, "MOST_CANDIDATES", 3)
    crowd = [await add(centre, ann, "Vera Nowak") for _ in range(12)]
    assert len(await suggested(centre, ann, crowd[0])) <= duplicates.MOST_SUGGESTIONS


async def test_visitors_without_a_name_are_not_alike(centre: Centre, ann: Person) -> None:
    """Though all are called Visitor, and their numbers may be letters."""
    customers = centre.parley.customers
    await customers.of_visitor("vis_abcd", "wid_1", {}, "en")
    found = await customers.of_visitor("vis_abce", "wid_1", {}, "en")
    assert found["name"] == "Visitor ABCE"
    assert await suggested(centre, ann, found["_id"]) == []
