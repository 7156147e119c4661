"""Customers to files: everything that an import reads back as it was, nothing masked, no formula, and a line in the audit."""

from typing import Any

import pytest

from tests.centre import Centre, Json, Person, open_centre
from tests.server.files_of_customers import counts, csv_rows, everybody, imported, xlsx_rows

HOSTILE = '=HYPERLINK("https://evil.example","x")'


@pytest.fixture
async def boss(centre: Centre) -> Person:
    return await centre.agent("Boss", "administrator")


@pytest.fixture
async def people(centre: Centre, boss: Person) -> dict[str, Json]:
    """Customers with everything that a profile has, written as badly as can be."""
    for field in (
        {"name": "Shoe size", "key": "size", "kind": "number"},
        {"name": "Phone", "key": "second", "kind": "text"},
        {"name": "Colours", "key": "colours", "kind": "multi-choice", "choices": ["red", "blue"]},
        {"name": "Since", "key": "since", "kind": "date"},
        {"name": "Income", "key": "income", "kind": "text", "masked": True},
        {"name": "Score", "key": "score", "kind": "text", "right": "audit.read"},
    ):
        await centre.api("POST", "/fields", field, by=boss)
    firm = await centre.api("POST", "/organisations", {"name": "-Fern & Fig", "domains": [], "note": ""}, by=boss)
    addresses = [{"kind": "email", "value": "vera@mail.example"}, {"kind": "phone", "value": "+48600100200"}]
    fields = {"size": -38.5, "second": "home; 12", "colours": ["red", "blue"], "since": "2020-02-29", "free": "@text"}
    profile = {"language": "pl", "timezone": "Europe/Warsaw", "lifecycle": "customer", "vip": True, "owner": boss.id}
    whole = {"tags": ["a, b"], "note": HOSTILE, "organisation": firm["id"], "consents": {"news": False}, **profile}
    secret = {"income": "million", "score": "9"}
    vera = {"name": "=Vera", "addresses": addresses, "fields": {**fields, **secret}, **whole}
    await centre.api("POST", "/customers", vera, by=boss)
    for name, tags in (("'=Quoted", ["x", "y"]), ('Łukasz, "Ł"\t', ["x"])):
        await centre.api("POST", "/customers", {"name": name, "tags": tags, "note": "two\nlines; one"}, by=boss)
    return await everybody(centre, boss)


async def exported(centre: Centre, by: Person, query: str = "") -> bytes:
    answer = await centre.ask("GET", f"/api/v1/customers/export?{query}", by=by)
    assert answer.status == 200, answer.body
    assert "attachment" in answer.headers["Content-Disposition"]
    return answer.body


def column(rows: list[list[Any]], name: str) -> list[Any]:
    return [row[rows[0].index(name)] for row in rows[1:]]


def comparable(customers: dict[str, Json]) -> dict[str, Json]:
    return {
        name: {
            key: value for key, value in one.items() if key not in ("id", "rv", "created_at", "owner", "organisation")
        }
        | {"addresses": sorted((each["kind"], each["value"]) for each in one["addresses"])}
        for name, one in customers.items()
    }


@pytest.mark.parametrize("query", ["format=csv", "format=csv&delimiter=semicolon", "format=xlsx"])
async def test_what_is_exported_is_imported_as_it_was(
    centre: Centre, boss: Person, people: dict[str, Json], query: str
) -> None:
    content = await exported(centre, boss, query)
    job = await imported(centre, boss, content, {"existing": "overwrite"})
    assert (job["problem"], counts(job)) == ("", (0, 0, 3, 0))
    async with open_centre() as other:
        boss_there = await other.agent("Boss", "administrator", email=boss.email, email_key=boss.email)
        for field in reversed((await centre.api("GET", "/fields", by=boss))["items"]):
            made = {name: field[name] for name in ("name", "key", "kind", "choices", "masked", "right")}
            await other.api("POST", "/fields", made, by=boss_there)
        job = await imported(other, boss_there, content)
        assert (job["problem"], counts(job)) == ("", (3, 0, 0, 0))
        there = await everybody(other, boss_there)
        del people["=Vera"]["fields"]["income"]  # it was masked, so it was not in the file
        assert comparable(there) == comparable(people)
        assert there["=Vera"]["owner"] == boss_there.id


async def test_no_exported_column_is_a_formula(centre: Centre, boss: Person, people: dict[str, Json]) -> None:
    rows = csv_rows(await exported(centre, boss))
    assert len(rows) == 4
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]
    assert HOSTILE in [cell.removeprefix("'") for cell in column(rows, "Note")]
    assert HOSTILE in column(xlsx_rows(await exported(centre, boss, "format=xlsx")), "Note")


async def test_fields_are_called_by_their_names_unless_that_means_something_else(
    centre: Centre, boss: Person, people: dict[str, Json]
) -> None:
    header = csv_rows(await exported(centre, boss))[0]
    assert {"Shoe size", "Colours", "field:second", "field:free", "consent:news"} <= set(header)
    assert header.count("Phone") == 1


async def test_masked_and_hidden_values_stay_where_they_are(
    centre: Centre, boss: Person, people: dict[str, Json]
) -> None:
    content = await exported(centre, boss)
    assert b"million" not in content
    assert "••••" in column(csv_rows(content), "Income")
    clerk = await centre.agent("Ina", await centre.role("Exporter", ["customers.export"]))
    assert "Score" not in csv_rows(await exported(centre, clerk))[0]
    assert "Score" in csv_rows(content)[0]


async def test_a_masked_address_stays_where_it_is(centre: Centre, boss: Person, people: dict[str, Json]) -> None:
    phone = next(each for each in people["=Vera"]["addresses"] if each["kind"] == "phone")
    assert b"600100200" in await exported(centre, boss)
    vera = people["=Vera"]["id"]
    await centre.parley.masking.mask(vera, phone["id"], await caller(centre, boss), masked=True)
    assert b"600100200" not in await exported(centre, boss)


async def caller(centre: Centre, person: Person) -> Any:
    return await centre.parley.access._of(person.token)


@pytest.mark.parametrize(
    ("query", "names"), [("tag=x", 2), ("tag=x&q=luk", 1), ("q=vera", 1), ("vip=1", 1), ("q=nobody", 0)]
)
async def test_filters_are_those_of_the_list(
    centre: Centre, boss: Person, people: dict[str, Json], query: str, names: int
) -> None:
    listed = (await centre.api("GET", f"/customers?{query}", by=boss))["items"]
    assert len(csv_rows(await exported(centre, boss, query))[1:]) == len(listed) == names


async def test_a_merged_customer_is_one_row(centre: Centre, boss: Person, people: dict[str, Json]) -> None:
    root, other = people["=Vera"]["id"], people["'=Quoted"]["id"]
    await centre.api("POST", f"/customers/{root}/merge", {"from": other, "fields": ["name"]}, by=boss)
    rows = csv_rows(await exported(centre, boss))
    assert (len(rows), root in column(rows, "Id"), other in column(rows, "Id")) == (3, True, False)
    assert "''=Quoted" in column(rows, "Name")


async def test_only_by_right_and_written_down(centre: Centre, boss: Person, people: dict[str, Json]) -> None:
    agent = await centre.agent("Ann", "agent")
    assert (await centre.ask("GET", "/api/v1/customers/export", by=agent)).status == 403
    await exported(centre, boss, "q=vera")
    (line,) = await centre.parley.store.tables.audit.find({"act": "customers.export"})
    assert (line["agent"], line["details"]["count"], line["details"]["filters"]) == (boss.id, 1, ["q"])


@pytest.mark.parametrize("query", ["format=pdf", "delimiter=x", "format=csv&format=xlsx"])
async def test_what_is_not_known_is_refused(centre: Centre, boss: Person, query: str) -> None:
    assert (await centre.ask("GET", f"/api/v1/customers/export?{query}", by=boss)).status == 400
