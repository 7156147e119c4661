"""Addresses that Agents enter and take away: a claim and never a proof, written down without its value, and nothing that leads to somebody goes."""

from typing import Any

import pytest

from tests.centre import Centre, Json, Person

EMAIL, PHONE = "vera@mail.example", "+48601234567"


@pytest.fixture
async def admin(centre: Centre) -> Person:
    return await centre.agent("Admin", "administrator")


@pytest.fixture
async def vera(centre: Centre, admin: Person) -> str:
    return str((await centre.api("POST", "/customers", {"name": "Vera"}, by=admin))["id"])


async def add(centre: Centre, by: Person, customer: str, kind: str, value: str) -> Json:
    body = {"kind": kind, "value": value}
    shown: Json = await centre.api("POST", f"/customers/{customer}/addresses", body, by=by)
    return shown


async def refusal(centre: Centre, method: str, path: str, body: Any, by: Person) -> tuple[int, str | None]:
    answer = await centre.ask(method, f"/api/v1{path}", body, by=by)
    return answer.status, answer.code


def the(shown: Json, kind: str) -> Json:
    """The one address of a kind."""
    (found,) = [one for one in shown["addresses"] if one["kind"] == kind]
    return dict(found)


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("email", f" {EMAIL} ", EMAIL),
        ("phone", "+48 601 234 567", PHONE),
        ("external", "K-17", "K-17"),
    ],
)
async def test_what_is_entered_is_a_claim_in_its_form(
    centre: Centre, admin: Person, vera: str, kind: str, typed: str, kept: str
) -> None:
    address = the(await add(centre, admin, vera, kind, typed), kind)
    assert (address["value"], address["verified"], address["source"]) == (kept, False, "agent")
    found = await centre.api("GET", f"/customers?q={kept.replace('+', '%2B')}", by=admin)
    assert [one["id"] for one in found["items"]] == [vera]


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("email", "vera"),
        ("email", f"{'v' * 250}@mail.example"),
        ("phone", "601 234 567"),
        ("phone", "call me"),
        ("external", "  "),
        ("external", "a\u202eb"),
        ("visitor", "vis_1"),
    ],
)
async def test_what_is_no_address_is_refused(centre: Centre, admin: Person, vera: str, kind: str, typed: str) -> None:
    path, body = f"/customers/{vera}/addresses", {"kind": kind, "value": typed}
    assert await refusal(centre, "POST", path, body, admin) == (400, "invalid")
    assert (await centre.api("GET", f"/customers/{vera}", by=admin))["addresses"] == []


async def test_the_same_again_is_answered_plainly(centre: Centre, admin: Person, vera: str) -> None:
    await add(centre, admin, vera, "phone", PHONE)
    again = {"kind": "phone", "value": "+48 601-234-567"}
    assert await refusal(centre, "POST", f"/customers/{vera}/addresses", again, admin) == (409, "conflict")
    assert len((await centre.api("GET", f"/customers/{vera}", by=admin))["addresses"]) == 1


async def test_whoever_has_it_too_is_suggested_and_never_merged(centre: Centre, admin: Person, vera: str) -> None:
    other = (await centre.api("POST", "/customers", {"name": "Oleg"}, by=admin))["id"]
    for one in (vera, other):
        await add(centre, admin, one, "email", EMAIL)
    shown = await centre.api("GET", f"/customers/{vera}", by=admin)
    assert (shown["family"], shown["verified"]) == ([vera], False)
    assert [(one["id"], one["reasons"]) for one in shown["suggestions"]] == [(other, ["email"])]


async def test_a_customer_number_is_one_persons(centre: Centre, admin: Person, vera: str) -> None:
    other = (await centre.api("POST", "/customers", {"name": "Oleg"}, by=admin))["id"]
    await add(centre, admin, vera, "external", "K-17")
    for one, value in ((vera, "K-18"), (other, "K-17")):
        body = {"kind": "external", "value": value}
        assert await refusal(centre, "POST", f"/customers/{one}/addresses", body, admin) == (409, "conflict")
    await add(centre, admin, other, "external", "K-18")


async def test_a_claim_is_taken_away_and_put_back(centre: Centre, admin: Person, vera: str) -> None:
    address = the(await add(centre, admin, vera, "email", EMAIL), "email")
    gone = await centre.api("DELETE", f"/customers/{vera}/addresses/{address['id']}", by=admin)
    assert gone["addresses"] == []
    assert (await centre.api("GET", f"/customers?q={EMAIL}", by=admin))["items"] == []
    assert the(await add(centre, admin, vera, "email", EMAIL), "email") == address
    path = f"/customers/{vera}/addresses/adr_none"
    assert await refusal(centre, "DELETE", path, None, admin) == (404, "not_found")


async def test_it_goes_wherever_the_family_has_it(centre: Centre, admin: Person, vera: str) -> None:
    other = (await centre.api("POST", "/customers", {"name": "Vera N."}, by=admin))["id"]
    for one in (vera, other):
        await add(centre, admin, one, "phone", PHONE)
    shown = await centre.api("POST", f"/customers/{vera}/merge", {"from": other, "fields": []}, by=admin)
    gone = await centre.api("DELETE", f"/customers/{other}/addresses/{the(shown, 'phone')['id']}", by=admin)
    assert (gone["id"], gone["addresses"]) == (vera, [])


async def test_what_leads_to_somebody_stays(centre: Centre, admin: Person) -> None:
    """Proved by a site, mail's sender, a browser: each refused with its reason, the mere claim beside them is the control."""
    parley, widget = centre.parley, await centre.widget()
    id, _ = await centre.conversation(widget)
    customer = (await centre.state(id)).customer
    await parley.proving.prove(customer, "external", "K-17", "identity")
    await parley.customers.claim(customer, {"phone": PHONE})
    writer = await parley.customers.of_sender(EMAIL, "Vera", verified=False, locale="en")
    words = {}
    for one in (customer, writer["_id"]):
        for address in (await centre.api("GET", f"/customers/{one}", by=admin))["addresses"]:
            path = f"/api/v1/customers/{one}/addresses/{address['id']}"
            answer = await centre.ask("DELETE", path, by=admin)
            words[address["kind"]] = (answer.status, answer.json.get("error", "").partition(":")[0])
    assert words == {
        "visitor": (409, "This is their browser"),
        "external": (409, "This address was proved to be theirs"),
        "email": (409, "Their mail comes from this address"),
        "phone": (200, ""),
    }


async def test_what_is_masked_is_shown_before_it_goes(centre: Centre, admin: Person, vera: str) -> None:
    address = the(await add(centre, admin, vera, "phone", PHONE), "phone")["id"]
    path = f"/customers/{vera}/addresses/{address}"
    await centre.api("POST", f"/customers/{vera}/mask", {"address": address, "masked": True}, by=admin)
    assert await refusal(centre, "DELETE", path, None, admin) == (409, "conflict")
    again = {"kind": "phone", "value": PHONE}
    assert await refusal(centre, "POST", f"/customers/{vera}/addresses", again, admin) == (409, "conflict")
    await centre.api("POST", f"/customers/{vera}/mask", {"address": address, "masked": False}, by=admin)
    assert (await centre.api("DELETE", path, by=admin))["addresses"] == []


async def test_of_somebody_erased_nothing_changes(centre: Centre, admin: Person, vera: str) -> None:
    address = the(await add(centre, admin, vera, "email", EMAIL), "email")["id"]
    now = centre.clock.now()
    await centre.parley.customers.change(vera, lambda document: {**document, "erased_at": now})
    body = {"kind": "phone", "value": PHONE}
    assert await refusal(centre, "POST", f"/customers/{vera}/addresses", body, admin) == (409, "conflict")
    assert await refusal(centre, "DELETE", f"/customers/{vera}/addresses/{address}", None, admin) == (409, "conflict")


async def test_the_audit_knows_of_it_without_the_value(centre: Centre, admin: Person, vera: str) -> None:
    address = the(await add(centre, admin, vera, "email", EMAIL), "email")
    await centre.api("DELETE", f"/customers/{vera}/addresses/{address['id']}", by=admin)
    lines = (await centre.api("GET", f"/audit?subject={vera}", by=admin))["items"]
    told = [(line["act"], line["details"]) for line in lines if "address" in line["act"]]
    assert sorted(told, key=str) == [
        ("customers.add-address", {"address": "email"}),
        ("customers.remove-address", {"address": "email"}),
    ]
    assert EMAIL not in str(lines)


async def test_a_new_customer_comes_with_addresses_and_their_number(centre: Centre, admin: Person, vera: str) -> None:
    kinds = {"email": EMAIL, "phone": "+48 601 234 567", "external": "K-17"}
    addresses = [{"kind": kind, "value": value} for kind, value in kinds.items()]
    made = await centre.api("POST", "/customers", {"name": "Ada", "addresses": addresses}, by=admin)
    assert {the(made, kind)["value"] for kind in kinds} == {EMAIL, PHONE, "K-17"}
    for wrong in ([addresses[2]], addresses[:1] * 2, [{**addresses[2], "value": value} for value in ("K-18", "K-19")]):
        body = {"name": "Bea", "addresses": wrong}
        assert await refusal(centre, "POST", "/customers", body, admin) == (409, "conflict")


async def test_an_email_is_nobodys_customer_number(centre: Centre) -> None:
    """``external|7@site`` is an address that mail may come from, and no way to whom the site calls ``7@site``."""
    parley, widget, known = centre.parley, await centre.widget(), set()
    for kind, value in (("external", "7@site"), ("email", "external|7@site"), ("phone", PHONE)):
        id, _ = await centre.conversation(widget)
        known.add((await parley.proving.prove((await centre.state(id)).customer, kind, value, "identity"))["_id"])
    for verified in (True, False):
        sender = await parley.customers.of_sender("External|7@Site", "Eve", verified=verified, locale="en")
        again = await parley.customers.of_sender("external|7@site", "Eve", verified=verified, locale="en")
        assert sender["_id"] == again["_id"]
        known.add(sender["_id"])
    assert len(known) == 4
