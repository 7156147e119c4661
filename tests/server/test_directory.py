"""The directory over HTTP: made, changed by version, hidden, brought back, and never a way to more rights."""

import pytest

from domain.rights import RIGHTS
from tests.centre import Centre, Json, Person

NEW: dict[str, Json] = {
    "agents": {"name": "Ann Lee", "email": "ann@parley.example"},
    "teams": {"name": "North"},
    "queues": {"name": "Sales"},
    "widgets": {"name": "Shop", "sites": ["https://shop.example"]},
    "templates": {"name": "Hello", "shortcut": "hi", "text": "Hello {name}"},
    "tags": {"name": "refund"},
    "roles": {"name": "Reader", "rights": ["customers.read"]},
    "fields": {"name": "Size", "key": "Size", "kind": "choice", "choices": ["S", "L"]},
    "organisations": {"name": "Fern & Fig", "domains": ["fern.example"]},
    "lookups": {"name": "Orders", "url": "https://crm.example/ask"},
}
HEAVY = ("agents.write", "roles.write", "agents.read")


@pytest.fixture
async def admin(centre: Centre) -> Person:
    return await centre.agent("Admin", "administrator")


async def code(centre: Centre, method: str, path: str, body: Json | None, by: Person) -> tuple[int, str | None]:
    answer = await centre.ask(method, f"/api/v1{path}", body, by=by)
    return answer.status, answer.code


@pytest.mark.parametrize("kind", NEW)
async def test_made_shown_changed_hidden_and_brought_back(centre: Centre, admin: Person, kind: str) -> None:
    made = await centre.api("POST", f"/{kind}", NEW[kind], by=admin)
    one = f"/{kind}/{made['id']}"
    assert await centre.api("GET", one, by=admin) == made
    assert made in (await centre.api("GET", f"/{kind}", by=admin))["items"]
    renamed = await centre.api("PATCH", one, {"rv": made["rv"], "name": "Renamed"}, by=admin)
    assert renamed == {**made, "name": "Renamed", "rv": made["rv"] + 1}
    assert await code(centre, "PATCH", one, {"rv": made["rv"], "name": "Late"}, admin) == (409, "conflict")
    assert (await centre.ask("DELETE", f"/api/v1{one}", by=admin)).status == 204
    assert await code(centre, "GET", one, None, admin) == (404, "not_found")
    assert await code(centre, "PATCH", one, {"rv": 3, "name": "Ghost"}, admin) == (404, "not_found")
    assert made["id"] not in [item["id"] for item in (await centre.api("GET", f"/{kind}", by=admin))["items"]]
    back = await centre.api("POST", f"{one}/restore", by=admin)
    assert (back["id"], back["name"]) == (made["id"], "Renamed")
    assert await code(centre, "GET", f"/{kind}/none", None, admin) == (404, "not_found")


async def test_one_email_is_one_agent_whatever_its_case(centre: Centre, admin: Person) -> None:
    await centre.api("POST", "/agents", {"name": "Ann", "email": "Ann@Parley.example"}, by=admin)
    again = {"name": "Other", "email": " ann@parley.EXAMPLE".strip()}
    assert await code(centre, "POST", "/agents", again, admin) == (409, "conflict")


@pytest.mark.parametrize(
    "body",
    [
        {"name": "Ann", "email": "ann@parley.example", "role": "none"},
        {"name": "Ann", "email": "ann@parley.example", "queues": ["que_none"]},
        {"name": "Ann", "email": "ann@parley.example", "teams": ["tea_none"]},
    ],
)
async def test_what_is_named_must_be_there(centre: Centre, admin: Person, body: Json) -> None:
    assert await code(centre, "POST", "/agents", body, admin) == (404, "not_found")


async def test_nobody_gives_a_role_with_more_rights_than_their_own(centre: Centre) -> None:
    """``agents.write`` alone is not a way to become administrator."""
    boss = await centre.agent("Boss", "manager")
    ann = await centre.agent("Ann")
    wanted = {"name": "Eve", "email": "eve@parley.example", "role": "administrator"}
    assert await code(centre, "POST", "/agents", wanted, boss) == (403, "forbidden")
    assert await code(centre, "PATCH", f"/agents/{ann.id}", {"rv": 1, "role": "administrator"}, boss) == (
        403,
        "forbidden",
    )


@pytest.mark.parametrize("fields", [{"password": "a new password"}, {"active": False}, {"email": "x@y.example"}])
async def test_nobody_changes_an_agent_with_more_rights(centre: Centre, admin: Person, fields: Json) -> None:
    boss = await centre.agent("Boss", "manager")
    assert await code(centre, "PATCH", f"/agents/{admin.id}", {"rv": 1, **fields}, boss) == (403, "forbidden")
    assert await code(centre, "DELETE", f"/agents/{admin.id}", None, boss) == (403, "forbidden")


async def test_a_switched_off_administrator_is_not_a_way_in(centre: Centre) -> None:
    """With a new password and switched on again it would be."""
    boss = await centre.agent("Boss", "manager")
    off = await centre.agent("Off", "administrator", active=False)
    for fields in ({"active": True}, {"password": "a new password"}, {"role": "agent"}):
        assert await code(centre, "PATCH", f"/agents/{off.id}", {"rv": 1, **fields}, boss) == (403, "forbidden")


async def test_nobody_brings_back_an_agent_with_more_rights(centre: Centre, admin: Person) -> None:
    boss = await centre.agent("Boss", "manager")
    gone = await centre.agent("Gone", "administrator")
    await centre.ask("DELETE", f"/api/v1/agents/{gone.id}", by=admin)
    assert await code(centre, "POST", f"/agents/{gone.id}/restore", None, boss) == (403, "forbidden")


@pytest.mark.parametrize("way", ["own role", "new role", "another's role"])
async def test_roles_write_is_not_a_way_to_more_rights(centre: Centre, way: str) -> None:
    """Who may change roles gives no right they do not have, to themselves least of all."""
    role = await centre.role("Clerk", HEAVY)
    eve = await centre.agent("Eve", role)
    everything = {"rights": sorted(RIGHTS)}
    if way == "new role":
        answer = await code(centre, "POST", "/roles", {"name": "All", **everything}, eve)
    else:
        answer = await code(
            centre, "PATCH", f"/roles/{role if way == 'own role' else 'agent'}", {"rv": 1, **everything}, eve
        )
    assert answer == (403, "forbidden")
    assert centre.parley.directory.get("roles", role)["rights"] == sorted(HEAVY)


async def test_a_role_with_more_rights_is_not_taken_down_either(centre: Centre) -> None:
    eve = await centre.agent("Eve", await centre.role("Clerk", HEAVY))
    assert await code(centre, "PATCH", "/roles/manager", {"rv": 1, "rights": []}, eve) == (403, "forbidden")


async def test_the_administrators_role_stays_whole(centre: Centre, admin: Person) -> None:
    assert await code(centre, "PATCH", "/roles/administrator", {"rv": 1, "rights": []}, admin) == (409, "conflict")
    assert await code(centre, "DELETE", "/roles/administrator", None, admin) == (409, "conflict")
    assert await code(centre, "DELETE", f"/roles/{'agent'}", None, admin) in ((204, None), (409, "conflict"))
    assert await code(centre, "PATCH", "/roles/manager", {"rv": 1, "rights": ["sudo"]}, admin) == (400, "invalid")


async def test_nobody_removes_or_demotes_themselves(centre: Centre, admin: Person) -> None:
    assert await code(centre, "DELETE", f"/agents/{admin.id}", None, admin) == (409, "conflict")
    for fields in ({"role": "agent"}, {"active": False}):
        assert await code(centre, "PATCH", f"/agents/{admin.id}", {"rv": 1, **fields}, admin) == (409, "conflict")


async def test_the_last_queue_stays(centre: Centre, admin: Person) -> None:
    only = centre.parley.directory.first_queue()
    assert await code(centre, "DELETE", f"/queues/{only}", None, admin) == (409, "conflict")


async def test_secrets_are_never_shown(centre: Centre, admin: Person) -> None:
    made = await centre.api(
        "POST", "/agents", {"name": "Ann", "email": "ann@parley.example", "password": "a long password"}, by=admin
    )
    answers = [
        await centre.ask("GET", f"/api/v1/{path}", by=admin) for path in ("agents", f"agents/{made['id']}", "session")
    ]
    for answer in answers:
        assert b"argon2" not in answer.body
        assert b"password" not in answer.body
        assert b"email_key" not in answer.body


async def test_a_widget_comes_with_all_a_site_needs(centre: Centre, admin: Person) -> None:
    made = await centre.api("POST", "/widgets", NEW["widgets"], by=admin)
    assert made["key"] in made["snippet"]
    assert made["queue"] == centre.parley.directory.first_queue()
    changed = await centre.api("PATCH", f"/widgets/{made['id']}", {"rv": 1, "active": False}, by=admin)
    assert changed["key"] == made["key"]
    assert centre.parley.directory.widget_by_key(made["key"]) is None
