"""Customers by what they have: tag, lifecycle, owner, organisation, VIP, alone and together, also after a merge; how much there is of each; and who hears of an edit."""

from urllib.parse import quote

import pytest

from tests.centre import Centre, Json, Person


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


@pytest.fixture
async def admin(centre: Centre) -> Person:
    return await centre.agent("Sue", "administrator")


async def names(centre: Centre, by: Person, query: str) -> set[str]:
    return {one["name"] for one in (await centre.api("GET", f"/customers?{query}", by=by))["items"]}


async def made(centre: Centre, by: Person, name: str, **fields: object) -> Json:
    centre.clock.pass_(seconds=1)
    customer: Json = await centre.api("POST", "/customers", {"name": name, **fields}, by=by)
    return customer


async def test_each_filter_and_all_of_them(centre: Centre, ann: Person, admin: Person) -> None:
    shop = await centre.api("POST", "/organisations", {"name": "Shop"}, by=admin)
    every: Json = {"tags": ["a", "b"], "lifecycle": "lead", "owner": ann.id, "organisation": shop["id"], "vip": True}
    await made(centre, ann, "All of it", **every)
    for name, value in every.items():
        await made(centre, ann, f"Only {name}", **{name: value})
    await made(centre, ann, "Nothing")
    for query, name in (
        ("tag=a", "tags"),
        ("tag=b", "tags"),
        ("lifecycle=lead", "lifecycle"),
        (f"owner={ann.id}", "owner"),
        (f"organisation={shop['id']}", "organisation"),
        ("vip=1", "vip"),
    ):
        assert await names(centre, ann, query) == {"All of it", f"Only {name}"}, query
    assert await names(centre, ann, f"tag=a&lifecycle=lead&owner={ann.id}&vip=1") == {"All of it"}
    assert await names(centre, ann, "tag=c") == await names(centre, ann, "lifecycle=former&vip=1") == set()
    assert await names(centre, ann, "q=only&vip=1") == {"Only vip"}
    assert len(await names(centre, ann, "tag=&vip=")) == 7


async def test_typing_finds_within_the_filters_also_nearly(centre: Centre, ann: Person) -> None:
    await made(centre, ann, "Anna Kowalska", tags=["gardener"])
    await made(centre, ann, "Jan Kowalski")
    for typed in ("kowal", "kowalsak"):
        found = await centre.api("GET", f"/search?in=customers&q={quote(typed)}&tag=gardener", by=ann)
        assert [hit["customer"]["name"] for hit in found["customers"]] == ["Anna Kowalska"], typed


async def test_pages_of_a_filter_miss_nobody(centre: Centre, ann: Person) -> None:
    wanted = {(await made(centre, ann, f"N{n}", tags=["a", "odd"][: 1 + n % 2]))["id"] for n in range(20) if n % 2}
    for n in range(20):
        await made(centre, ann, f"M{n}", tags=["a"])
    seen: list[str] = []
    cursor = ""
    while True:
        page = await centre.api("GET", f"/customers?tag=odd&limit=3{cursor}", by=ann)
        seen += [one["id"] for one in page["items"]]
        if not page["next"]:
            break
        cursor = f"&cursor={quote(page['next'])}"
    assert (set(seen), len(seen)) == (wanted, len(wanted))


async def test_a_family_is_found_by_what_it_shows(centre: Centre, ann: Person) -> None:
    root, leaf = await made(centre, ann, "Vera"), await made(centre, ann, "V. N.", vip=True, lifecycle="lead")
    merged = await centre.api("POST", f"/customers/{root['id']}/merge", {"from": leaf["id"], "fields": ["vip"]}, by=ann)
    assert await names(centre, ann, "vip=1") == {"Vera"}
    assert await names(centre, ann, "lifecycle=lead") == set()
    await centre.api("POST", f"/customers/{root['id']}/unmerge", {"merge": merged["merges"][0]["id"]}, by=ann)
    assert await names(centre, ann, "vip=1") == await names(centre, ann, "lifecycle=lead") == {"V. N."}


async def test_how_much_there_is_of_a_family(centre: Centre, ann: Person) -> None:
    widget = await centre.widget()
    sides = []
    for name in ("Vera", "V. N."):
        tab = await centre.visitor(widget)
        await tab.ask("introduce", {"name": name})
        ack = await tab.ask("message", {"id": "m1", "text": "hello"})
        sides.append((await centre.state(ack["conversation"])).customer)
    await centre.parley.views.flush()
    one, other = sides
    assert (await centre.api("GET", f"/customers/{one}", by=ann))["counts"] == {
        "conversations": 1,
        "calls": 0,
        "emails": 0,
    }
    compared = await centre.api("GET", f"/customers/{one}/compare?with={other}", by=ann)
    assert compared["counts"]["conversations"] == 1
    merged = await centre.api("POST", f"/customers/{one}/merge", {"from": other}, by=ann)
    assert merged["counts"]["conversations"] == 2


async def test_two_with_numbers_of_their_own_are_two_people(centre: Centre, ann: Person) -> None:
    widget = await centre.widget()
    people = []
    for number in ("17", "42", ""):
        tab = await centre.visitor(widget)
        ack = await tab.ask("message", {"id": "m1", "text": "hello"})
        customer = (await centre.state(ack["conversation"])).customer
        if number:
            await centre.parley.proving.prove(customer, "external", number, "identity")
        people.append(customer)
    one, two, none = people
    refused = await centre.ask("POST", f"/api/v1/customers/{one}/merge", {"from": two}, by=ann)
    assert (refused.status, refused.code) == (409, "conflict")
    await centre.api("POST", f"/customers/{one}/merge", {"from": none}, by=ann)
    assert (await centre.ask("POST", f"/api/v1/customers/{two}/merge", {"from": none}, by=ann)).code == "conflict"


async def test_fields_have_a_place(centre: Centre, admin: Person) -> None:
    made_field = await centre.api("POST", "/fields", {"name": "Size", "key": "Size", "position": 20}, by=admin)
    assert made_field["position"] == 20
    moved = await centre.api("PATCH", f"/fields/{made_field['id']}", {"position": 5, "rv": 1}, by=admin)
    assert moved["position"] == 5
    refused = await centre.ask("PATCH", f"/api/v1/fields/{made_field['id']}", {"position": -1, "rv": 2}, by=admin)
    assert refused.code == "invalid"


async def test_whoever_sees_customers_hears_of_an_edit(centre: Centre, ann: Person, admin: Person) -> None:
    blind = await centre.api("POST", "/roles", {"name": "Blind", "rights": ["conversations.handle"]}, by=admin)
    seeing, unseeing = await centre.desktop(ann), await centre.desktop(await centre.agent("Bo", blind["id"]))
    vera = await made(centre, ann, "Vera")
    await centre.api("PATCH", f"/customers/{vera['id']}", {"note": "Likes ferns", "rv": vera["rv"]}, by=admin)
    await seeing.until("customers", lambda news: news["ids"] == [vera["id"]])
    assert unseeing.all("customers") == []
