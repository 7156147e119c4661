"""Fields that a company gives its Customers: typed, required, masked, and seen by who may."""

from typing import Any

import pytest

from tests.centre import Centre, Json, Person

GOOD: dict[str, list[tuple[Any, Any]]] = {
    "text": [("L", "L"), (" L ", "L")],
    "number": [(3, 3), (-1.5, -1.5)],
    "date": [("2026-11-21", "2026-11-21")],
    "choice": [("a", "a")],
    "multi-choice": [(["b", "a", "b"], ["b", "a"])],
    "url": [("https://shop.example/x?y=1", "https://shop.example/x?y=1")],
    "phone": [("+48 601 234 567", "+48601234567")],
    "email": [("vera@mail.example", "vera@mail.example")],
}
BAD: dict[str, list[Any]] = {
    "text": [3, ["a"]],
    "number": ["3", ["a"]],
    "date": ["2026-13-01", "20261121", "tomorrow", 3],
    "choice": ["c", ["a"], 1],
    "multi-choice": [["c"], "a", 1],
    "url": ["javascript:alert(1)", "shop.example", "https://", "https://a b", 1],
    "phone": ["601 234 567", "call me", 1],
    "email": ["vera", "a@b c", 1],
}
CASES = [(kind, *pair) for kind, pairs in GOOD.items() for pair in pairs]


@pytest.fixture
async def admin(centre: Centre) -> Person:
    return await centre.agent("Admin", "administrator")


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


async def field(centre: Centre, admin: Person, kind: str = "text", **more: Any) -> Json:
    choices = ["a", "b"] if "choice" in kind else []
    fields = {"name": "Size", "key": "Size", "kind": kind, "choices": choices, **more}
    made: Json = await centre.api("POST", "/fields", fields, by=admin)
    return made


async def code(centre: Centre, method: str, path: str, body: Json, by: Person) -> tuple[int, str | None]:
    answer = await centre.ask(method, f"/api/v1{path}", body, by=by)
    return answer.status, answer.code


@pytest.mark.parametrize(("kind", "given", "kept"), CASES)
async def test_a_value_is_kept_in_its_form(
    centre: Centre, admin: Person, ann: Person, kind: str, given: Any, kept: Any
) -> None:
    await field(centre, admin, kind)
    made = await centre.api("POST", "/customers", {"name": "Vera", "fields": {"Size": given}}, by=ann)
    assert made["fields"] == {"Size": kept}
    emptied = await centre.api("PATCH", f"/customers/{made['id']}", {"rv": 1, "fields": {"Size": ""}}, by=ann)
    assert emptied["fields"] == {}


@pytest.mark.parametrize(("kind", "given"), [(kind, value) for kind, values in BAD.items() for value in values])
async def test_another_kind_of_value_is_refused(
    centre: Centre, admin: Person, ann: Person, kind: str, given: Any
) -> None:
    await field(centre, admin, kind)
    body = {"name": "Vera", "fields": {"Size": given}}
    assert await code(centre, "POST", "/customers", body, ann) == (400, "invalid")


async def test_a_required_field_is_given_and_stays(centre: Centre, admin: Person, ann: Person) -> None:
    await field(centre, admin, required=True)
    assert await code(centre, "POST", "/customers", {"name": "Vera"}, ann) == (400, "invalid")
    made = await centre.api("POST", "/customers", {"name": "Vera", "fields": {"Size": "L"}}, by=ann)
    one = f"/customers/{made['id']}"
    assert await code(centre, "PATCH", one, {"rv": 1, "fields": {}}, ann) == (400, "invalid")
    assert await code(centre, "PATCH", one, {"rv": 1, "note": "x"}, ann) == (200, None)


async def shown(centre: Centre, customer: str, by: Person) -> Any:
    return (await centre.api("POST", f"/customers/{customer}/reveal", {"field": "Size"}, by=by))["value"]


async def test_a_masked_value_leaves_only_when_it_is_asked_for(centre: Centre, admin: Person, ann: Person) -> None:
    await field(centre, admin, masked=True)
    secret = "A1234567"
    made = await centre.api("POST", "/customers", {"name": "Vera", "fields": {"Size": secret, "Hat": "red"}}, by=ann)
    other = await centre.api("POST", "/customers", {"name": "V. N.", "fields": {"Size": secret}}, by=ann)
    one = f"/customers/{made['id']}"
    for path in (one, "/customers", "/customers?q=vera", f"{one}/compare?with={other['id']}"):
        hidden = await centre.ask("GET", f"/api/v1{path}", by=ann)
        assert (hidden.status, secret.encode() in hidden.body) == (200, False), path
        assert secret.encode() not in (await centre.ask("GET", f"/api/v1{path}", by=admin)).body, path
    seen = (await centre.api("GET", one, by=ann))["fields"]
    assert seen == {"Size": "••••", "Hat": "red"}
    await centre.api("PATCH", one, {"rv": 1, "fields": {**seen, "Hat": "blue"}}, by=ann)
    assert (await centre.api("GET", one, by=admin))["fields"] == {"Size": "••••", "Hat": "blue"}
    assert await shown(centre, made["id"], admin) == secret
    merged = await centre.ask("POST", f"/api/v1{one}/merge", {"from": other["id"], "fields": ["fields.Size"]}, by=ann)
    assert (merged.status, secret.encode() in merged.body) == (200, False)


async def test_a_field_of_a_right_is_neither_seen_nor_changed_without_it(
    centre: Centre, admin: Person, ann: Person
) -> None:
    await field(centre, admin, right="recordings.delete")
    made = await centre.api("POST", "/customers", {"name": "Vera", "fields": {"Size": "L"}}, by=admin)
    one = f"/customers/{made['id']}"
    assert (await centre.api("GET", one, by=ann))["fields"] == {}
    assert await code(centre, "PATCH", one, {"rv": 1, "fields": {"Size": "S"}}, ann) == (403, "forbidden")
    await centre.api("PATCH", one, {"rv": 1, "fields": {"Hat": "red"}}, by=ann)
    assert (await centre.api("GET", one, by=admin))["fields"] == {"Size": "L", "Hat": "red"}


async def test_a_removed_masked_field_does_not_lay_its_values_open(centre: Centre, admin: Person, ann: Person) -> None:
    made = await field(centre, admin, masked=True)
    vera = await centre.api("POST", "/customers", {"name": "Vera", "fields": {"Size": "secret"}}, by=admin)
    assert (await centre.ask("DELETE", f"/api/v1/fields/{made['id']}", by=admin)).status == 204
    assert (await centre.api("GET", f"/customers/{vera['id']}", by=ann))["fields"] == {}
    await centre.api("PATCH", f"/customers/{vera['id']}", {"rv": 1, "fields": {}}, by=ann)
    await centre.api("POST", f"/fields/{made['id']}/restore", by=admin)
    assert await shown(centre, vera["id"], admin) == "secret"


async def test_fields_that_make_no_sense_are_refused(centre: Centre, admin: Person) -> None:
    await field(centre, admin)
    for wrong in ({"key": "b", "kind": "choice"}, {"key": "c", "right": "none"}, {"key": "a.b"}, {"key": "$a"}):
        assert await code(centre, "POST", "/fields", {"name": "A", **wrong}, admin) == (400, "invalid"), wrong
    assert await code(centre, "POST", "/fields", {"name": "A", "key": "Size"}, admin) == (409, "conflict")


async def test_customers_belong_to_organisations(centre: Centre, admin: Person, ann: Person) -> None:
    made = await centre.api("POST", "/organisations", {"name": "Fern & Fig", "domains": ["fern.example"]}, by=admin)
    vera = await centre.api("POST", "/customers", {"name": "Vera", "organisation": made["id"]}, by=ann)
    assert vera["organisation"] == made["id"]
    nowhere = {"rv": 1, "organisation": "org_none"}
    assert await code(centre, "PATCH", f"/customers/{vera['id']}", nowhere, ann) == (404, "not_found")
