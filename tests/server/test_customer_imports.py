"""Customers from files: what leads a row to whom, what it changes, what is refused and why, and that nothing is done twice or for good."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bench import imports as bench
from domain.ids import unguessable
from server.api.customer_files import FORMATS
from server.customers.customers import Customers
from server.imports import imports
from server.imports.pieces import Carrier
from server.imports.undoing import Undoing
from store import embedded
from store.opening import Store, open_store
from tests.centre import Centre, Json, Person, becomes_true, open_centre
from tests.server.files_of_customers import (
    counts,
    csv_file,
    csv_rows,
    ended,
    everybody,
    imported,
    refused_rows,
    send,
    xlsx_file,
)

VERA = ["Vera Wójcik", "vera@mail.example", "+48600100200", "crm-1", "", ""]
PLAN = {"columns": ["name", "email", "phone", "external", "tags", "note"]}


@pytest.fixture
async def boss(centre: Centre) -> Person:
    return await centre.agent("Boss", "administrator")


async def test_rows_become_customers_with_claims(centre: Centre, boss: Person) -> None:
    rows = [VERA, ["Jan Lis", "jan@mail.example; j.lis@work.example", "", "", "vip, shop", "=1+1"]]
    job = await imported(centre, boss, csv_file(rows))
    assert (job["state"], counts(job), job["rows"], job["done"]) == ("done", (2, 0, 0, 0), 2, 2)
    found = await everybody(centre, boss)
    vera, jan = found["Vera Wójcik"], found["Jan Lis"]
    assert [(a["kind"], a["value"], a["verified"], a["source"]) for a in vera["addresses"]] == [
        ("email", "vera@mail.example", False, "import"),
        ("phone", "+48600100200", False, "import"),
        ("external", "crm-1", False, "import"),
    ]
    assert (vera["verified"], len(jan["addresses"]), jan["tags"], jan["note"]) == (False, 2, ["vip", "shop"], "=1+1")
    assert (await centre.api("GET", "/search?in=customers&q=wojc", by=boss))["customers"]


@pytest.mark.parametrize("kind", ["text/csv; charset=utf-8", FORMATS["xlsx"]])
async def test_a_program_sends_the_file_itself(centre: Centre, boss: Person, kind: str) -> None:
    content = csv_file([VERA]) if kind.startswith("text") else xlsx_file([VERA])
    headers = {"Content-Type": kind}
    sent = await centre.ask("POST", "/api/v1/customers/import?dry_run=0", by=boss, raw=content, headers=headers)
    assert sent.status == 202
    assert counts(await ended(centre, boss, sent.json["id"])) == (1, 0, 0, 0)


async def test_a_workbook_is_read_as_well(centre: Centre, boss: Person) -> None:
    job = await imported(
        centre, boss, xlsx_file([["Vera", "vera@mail.example", 48600100200, 17, None, None]]), {"country": "PL"}
    )
    assert (job["format"], counts(job)) == ("xlsx", (1, 0, 0, 0))
    vera = (await everybody(centre, boss))["Vera"]
    assert [a["value"] for a in vera["addresses"]] == ["vera@mail.example", "+48600100200", "17"]


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Imię i nazwisko;E-mail;Telefon;Firma;Uwagi;Miasto", ["name", "email", "phone", "organisation", "note", ""]),
        ("Имя;Фамилия;Эл. почта;Телефон;Компания", ["first name", "last name", "email", "phone", "organisation"]),
        ("Nome;Posta elettronica;Cellulare;Azienda;Etichette", ["name", "email", "phone", "organisation", "tags"]),
        ("First Name;Last Name;Email 1;Email 2;Shoe size", ["first name", "last name", "email", "email", "field:size"]),
        ("NOME COMPLETO;field:colour;consent:news", ["name", "field:colour", "consent:news"]),
    ],
)
async def test_headers_are_understood_in_four_languages(
    centre: Centre, boss: Person, header: str, expected: list[str]
) -> None:
    await centre.api("POST", "/fields", {"name": "Shoe size", "key": "size", "kind": "number"}, by=boss)
    job = await imported(centre, boss, f"{header}\n;;;;;\n".encode(), dry=True)
    assert job["plan"]["columns"] == expected


REFUSED = [
    (["Ada", "no address", "", "", "", ""], "“no address” is no email address."),
    (["Ada", "", "12", "", "", ""], "“12” is no phone number"),
    (["", "", "", "", "tag", "a note"], "neither a name nor an address"),
    (["A" * 121, "a@mail.example", "", "", "", ""], "A name has at most 120 letters."),
    (["Ada", "a@mail.example", "", "", "", "x" * 200_000], "A note has at most 8000 letters."),
    (["Ada", "a@mail.example", "", "7" * 255, "", ""], "An external id has at most 254 letters."),
    (["Ada", "a@mail.example", "", "", "", "", "", "one too many"], "The row has 8 cells, the header 6."),
]


async def test_bad_rows_say_why_and_stop_no_good_one(centre: Centre, boss: Person) -> None:
    rows = [VERA, *(cells for cells, _ in REFUSED), ["Jan", "jan@mail.example", "", "", "", ""]]
    job = await imported(centre, boss, csv_file(rows))
    assert counts(job) == (2, 0, 0, len(REFUSED))
    told = await refused_rows(centre, boss, job["id"])
    assert [int(row[0]) for row in told] == list(range(3, 3 + len(REFUSED)))
    for (cells, why), row in zip(REFUSED, told, strict=True):
        assert why in row[1]
        assert all(cell.startswith(kept) for cell, kept in zip(cells, row[2:], strict=False))  # a long one is cut
        assert [bool(kept) for kept in row[2:]] == [bool(cell) for cell in cells[: len(row) - 2]]
        assert not any(cells[len(row) - 2 :])


TYPED = [
    ({"kind": "number"}, "1 234,5", 1234.5, "many"),
    ({"kind": "date"}, "1.2.2026", "2026-02-01", "02/01/2026"),
    ({"kind": "choice", "choices": ["Gold", "Silver"]}, "gold", "Gold", "Tin"),
    ({"kind": "multi-choice", "choices": ["Red", "Blue"]}, "red; Blue", ["Red", "Blue"], "red; pink"),
    ({"kind": "url"}, "https://shop.example", "https://shop.example", "javascript:alert(1)"),
    ({"kind": "phone"}, "+48 600 100 200", "+48600100200", "12"),
    ({"kind": "email"}, "a@b.example", "a@b.example", "nobody"),
]


@pytest.mark.parametrize(("field", "typed", "stored", "wrong"), TYPED)
async def test_custom_fields_are_typed(
    centre: Centre, boss: Person, field: Json, typed: str, stored: Any, wrong: str
) -> None:
    await centre.api("POST", "/fields", {"name": "Extra", "key": "extra", **field}, by=boss)
    job = await imported(centre, boss, csv_file([["Ada", typed], ["Eve", wrong]], ["Name", "Extra"]))
    assert counts(job) == (1, 0, 0, 1)
    assert (await everybody(centre, boss))["Ada"]["fields"] == {"extra": stored}


async def test_the_rest_of_a_profile(centre: Centre, boss: Person) -> None:
    cells = {
        "Name": "Ada",
        "Language": "pl-PL",
        "Time zone": "europe/warsaw",
        "Lifecycle": "Клиент",
        "VIP": "tak",
        "Owner": boss.email.upper(),
        "Company": "Fern & Fig",
        "consent:news": "yes",
    }
    job = await imported(centre, boss, csv_file([list(cells.values())], list(cells)))
    assert counts(job) == (1, 0, 0, 0)
    ada = (await everybody(centre, boss))["Ada"]
    (firm,) = (await centre.api("GET", "/organisations", by=boss))["items"]
    assert (ada["language"], ada["timezone"], ada["lifecycle"], ada["vip"]) == ("pl", "Europe/Warsaw", "customer", True)
    assert (ada["owner"], ada["organisation"], ada["consents"]) == (boss.id, firm["id"], {"news": True})


@pytest.mark.wire
async def test_two_thousand_rows_with_twenty_bad_ones(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On the embedded database; ``./run bench imports`` does it with fifty thousand."""
    monkeypatch.setattr(embedded, "STOP_SECONDS", 0.1)
    async with open_store(None, tmp_path) as store, open_centre(store) as centre:
        boss = await centre.agent("Boss", "administrator")
        rows = list(bench.rows(2000))
        job = await imported(centre, boss, csv_file(rows))
        assert (job["rows"], counts(job)) == (2000, (1980, 0, 0, 20))
        told = await refused_rows(centre, boss, job["id"])
        assert [int(row[0]) - 2 for row in told] == list(range(99, 2000, 100))
        assert len({row[1] for row in told}) == len(bench.BAD)
        exported = await centre.ask("GET", "/api/v1/customers/export", by=boss)
        assert len(csv_rows(exported.body)) == 1981
        assert not [cell for row in csv_rows(exported.body) for cell in row if cell.startswith(("=", "+", "-", "@"))]
        assert counts(await imported(centre, boss, exported.body)) == (0, 0, 1980, 0)


# ---- who a row is about


async def test_an_external_id_counts_before_an_email_before_a_phone(centre: Centre, boss: Person) -> None:
    people = [["By id", "", "", "crm-1"], ["By email", "vera@mail.example"], ["By phone", "", "+48600100200"]]
    await imported(centre, boss, csv_file(people))
    job = await imported(centre, boss, csv_file([[*VERA[:4], "one"]]))
    assert counts(job) == (0, 1, 0, 0)
    assert {name: one["tags"] for name, one in (await everybody(centre, boss)).items()} == {
        "By id": ["one"],
        "By email": [],
        "By phone": [],
    }
    people = [["Ann", "ann@mail.example"], ["Bea", "", "+48600100201"]]
    await imported(centre, boss, csv_file([*people, ["", people[0][1], people[1][2], "", "two"]]))
    assert (await everybody(centre, boss))["Ann"]["tags"] == ["two"]


async def test_two_external_ids_are_two_people(centre: Centre, boss: Person) -> None:
    job = await imported(centre, boss, csv_file([VERA, ["Her brother", VERA[1], VERA[2], "crm-2"]]))
    assert counts(job) == (2, 0, 0, 0)


async def test_what_a_visitor_says_of_themselves_draws_no_row_to_them(centre: Centre, boss: Person) -> None:
    claims = {"name": "Mallory", "email": "vera@mail.example", "phone": "+48600100200"}
    await centre.parley.customers.of_visitor(unguessable("vis"), "wid_1", claims, "en")
    job = await imported(centre, boss, csv_file([VERA]))
    assert counts(job) == (1, 0, 0, 0)
    assert (await everybody(centre, boss))["Mallory"]["note"] == ""


async def test_the_control_a_trusted_claim_would_draw_it(
    centre: Centre, boss: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.imports.matching.OURS", frozenset({"agent", "import", "form"}))
    await centre.parley.customers.of_visitor(unguessable("vis"), "wid_1", {"email": "vera@mail.example"}, "en")
    assert counts(await imported(centre, boss, csv_file([VERA]))) == (0, 1, 0, 0)


async def test_who_cannot_be_told_apart_is_refused(centre: Centre, boss: Person) -> None:
    for name in ("One", "Other"):
        address = {"kind": "email", "value": "both@mail.example"}
        await centre.api("POST", "/customers", {"name": name, "addresses": [address]}, by=boss)
    job = await imported(centre, boss, csv_file([["Who", "both@mail.example"]]))
    assert "2 customers have this email address" in (await refused_rows(centre, boss, job["id"]))[0][1]


async def test_a_row_about_a_merged_customer_is_about_their_family(centre: Centre, boss: Person) -> None:
    await imported(centre, boss, csv_file([VERA, ["Root", "root@mail.example"]]))
    people = await everybody(centre, boss)
    await centre.api("POST", f"/customers/{people['Root']['id']}/merge", {"from": people[VERA[0]]["id"]}, by=boss)
    job = await imported(centre, boss, csv_file([[*VERA[:4], "known"]]))
    assert counts(job) == (0, 1, 0, 0)
    root = await centre.api("GET", f"/customers/{people['Root']['id']}", by=boss)
    assert (root["tags"], len(root["addresses"])) == (["known"], 4)


@pytest.mark.parametrize(
    ("existing", "expected"), [("fill", ("Vera", "old", ["a", "b"])), ("overwrite", ("Vera W.", "new", ["b"]))]
)
async def test_what_happens_to_values_that_are_there(
    centre: Centre, boss: Person, existing: str, expected: tuple[Any, ...]
) -> None:
    await imported(centre, boss, csv_file([["Vera", VERA[1], "", "", "a", "old"]]))
    again = csv_file([["Vera W.", VERA[1], "", "", "b", "new"], ["", VERA[1], "", "", "", ""]])
    job = await imported(centre, boss, again, {**PLAN, "existing": existing})
    assert counts(job) == (0, 1, 1, 0)
    (vera,) = (await everybody(centre, boss)).values()
    assert (vera["name"], vera["note"], vera["tags"]) == expected


# ---- proved addresses


async def test_addresses_are_proved_only_by_right(centre: Centre, boss: Person) -> None:
    role = await centre.role("Importer", ["customers.import", "customers.read"])
    importer = await centre.agent("Ina", role)
    plan = {**PLAN, "verified": True}
    assert (await send(centre, importer, csv_file([VERA]), plan)).status == 403
    assert counts(await imported(centre, importer, csv_file([["Jan", "jan@mail.example"]]))) == (1, 0, 0, 0)
    await imported(centre, boss, csv_file([VERA]), plan)
    assert (await everybody(centre, boss))[VERA[0]]["verified"]
    sender = await centre.parley.customers.of_sender("Vera@mail.example", "V", verified=True, locale="en")
    assert sender["name"] == VERA[0]


async def test_a_proved_address_of_another_is_refused(centre: Centre, boss: Person) -> None:
    await centre.parley.customers.of_sender(VERA[1], "The real one", verified=True, locale="en")
    plan = {**PLAN, "verified": True, "match": ["external"]}
    job = await imported(centre, boss, csv_file([VERA]), plan)
    assert "proved to be another customer's" in (await refused_rows(centre, boss, job["id"]))[0][1]


async def test_a_field_that_one_may_not_see_one_may_not_import(centre: Centre, boss: Person) -> None:
    await centre.api("POST", "/fields", {"name": "Score", "key": "score", "right": "audit.read"}, by=boss)
    importer = await centre.agent("Ina", await centre.role("Importer", ["customers.import"]))
    answer = await send(
        centre, importer, csv_file([["Ada", "9"]], ["Name", "Score"]), {"columns": ["name", "field:score"]}
    )
    assert answer.status == 403


# ---- rehearsal, stopping, doing again


async def test_a_rehearsal_changes_nothing_and_tells_what_a_run_does(centre: Centre, boss: Person) -> None:
    await imported(centre, boss, csv_file([VERA]))
    rows = [[f"P{n}", f"p{n % 400}@mail.example", "", "", f"t{n % 3}", ""] for n in range(600)]
    rows += [VERA, [*VERA[:4], "x", ""], ["bad", "bad", "", "", "", ""]]
    job = await imported(centre, boss, csv_file(rows), dry=True)
    assert (job["state"], job["wrote"], len(job["preview"])) == ("checked", False, 20)
    assert [one["customer"]["name"] for one in job["preview"][:2]] == ["P0", "P1"]
    assert len(await everybody(centre, boss)) == 1
    assert len(await refused_rows(centre, boss, job["id"])) == 1
    await centre.api("POST", f"/customers/imports/{job['id']}", job["plan"], by=boss)
    ran = await ended(centre, boss, job["id"])
    assert (ran["state"], ran["counts"], ran["preview"]) == ("done", job["counts"], [])
    assert len(await refused_rows(centre, boss, job["id"])) == 1
    again = await centre.ask("POST", f"/api/v1/customers/imports/{job['id']}", job["plan"], by=boss)
    assert again.status == 409


async def test_a_file_without_known_headers_asks_for_its_columns(centre: Centre, boss: Person) -> None:
    raw = csv_file([["Vera", "vera@mail.example"]], ["Spalte 1", "Spalte 2"])
    job = await imported(centre, boss, raw, dry=True)
    assert (job["state"], job["problem"][:15], job["header"]) == (
        "checked",
        "Choose a column",
        ["Spalte 1", "Spalte 2"],
    )
    plan = {**job["plan"], "columns": ["name", "email"]}
    await centre.api("POST", f"/customers/imports/{job['id']}?dry_run=1", plan, by=boss)
    assert counts(await ended(centre, boss, job["id"])) == (1, 0, 0, 0)
    wrong = await centre.ask("POST", f"/api/v1/customers/imports/{job['id']}", {"columns": ["name", "name"]}, by=boss)
    assert wrong.json["error"] == "Two columns cannot both be name."


async def test_an_import_is_stopped_between_two_pieces(
    centre: Centre, boss: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    carry = Carrier.carry

    async def carry_and_stop(carrier: Carrier, rows: Any) -> Any:
        written = await carry(carrier, rows)
        (job,) = (await centre.api("GET", "/customers/imports", by=boss))["items"]
        await centre.api("POST", f"/customers/imports/{job['id']}/cancel", by=boss)
        return written

    monkeypatch.setattr(Carrier, "carry", carry_and_stop)
    job = await imported(centre, boss, csv_file([[f"P{n}", f"p{n}@mail.example"] for n in range(600)]))
    assert (job["state"], counts(job)) == ("cancelled", (250, 0, 0, 0))
    stopped = await centre.ask("POST", f"/api/v1/customers/imports/{job['id']}/cancel", by=boss)
    assert stopped.status == 409


@pytest.mark.parametrize("moment", ["before writing", "half written", "before counting"])
async def test_what_was_cut_short_goes_on_without_doubling(
    each_store: Store, monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    rows = [[f"P{n}", f"p{n % 500}@mail.example", "", "", f"t{n}", "" if n % 50 else "@"] for n in range(600)]
    rows[70][1] = "bad"
    async with open_centre(each_store) as first:
        boss = await first.agent("Boss", "administrator")
        await imported(first, boss, csv_file([["Known", "p7@mail.example"]]))
        whole = await imported(first, boss, csv_file(rows), dry=True)
        happened = _cut(monkeypatch, moment)
        await first.api("POST", f"/customers/imports/{whole['id']}", whole["plan"], by=boss)
        loop = first.parley.imports

        async def cut() -> bool:
            return (await loop.get(whole["id"]))["state"] == "running" and happened.is_set()

        await becomes_true(cut)
    monkeypatch.undo()
    async with open_centre(each_store) as second:
        boss = await second.agent("Bess", "administrator")
        job = await ended(second, boss, whole["id"])
        assert (job["state"], job["counts"]) == ("done", whole["counts"])
        assert len(await refused_rows(second, boss, job["id"])) == 1
        table = second.parley.store.tables.customers
        documents = await table.find({"listed": True}, limit=10_000)
        assert len(documents) == 500
        assert len({tag for one in documents for tag in one["tags"]}) == 599


def _cut(monkeypatch: pytest.MonkeyPatch, moment: str) -> asyncio.Event:
    """The second piece is killed at this moment; the loop that it happens in hangs as one that is gone."""
    happened = asyncio.Event()
    seen = {"pieces": 0}
    carry, add, counted = Carrier.carry, Customers.add_many, imports.Imports._counted

    async def die() -> None:
        happened.set()
        await asyncio.Event().wait()

    async def carrying(self: Carrier, piece: Any) -> Any:
        seen["pieces"] += 1
        if moment == "before writing" and seen["pieces"] == 2:
            monkeypatch.setattr(Carrier, "_write", lambda *_: die())
        return await carry(self, piece)

    async def adding(self: Any, documents: Any) -> None:
        if moment == "half written" and seen["pieces"] == 2:
            await add(self, documents[:30])
            await die()
        await add(self, documents)

    async def counting(self: Any, *given: Any, **more: Any) -> Any:
        if moment == "before counting" and seen["pieces"] == 2:
            await die()
        return await counted(self, *given, **more)

    monkeypatch.setattr(Carrier, "carry", carrying)
    monkeypatch.setattr(Customers, "add_many", adding)
    monkeypatch.setattr(imports.Imports, "_counted", counting)
    return happened


# ---- taking back


async def test_an_import_is_taken_back_but_for_whom_somebody_touched(centre: Centre, boss: Person) -> None:
    await imported(centre, boss, csv_file([["Before", "before@mail.example"]]))
    rows = [[f"P{n}", f"p{n}@mail.example", "", "", "new", ""] for n in range(300)] + [
        ["", "p0@mail.example", "", "", "again", ""],
        ["", "before@mail.example", "", "", "new", ""],
    ]
    job = await imported(centre, boss, csv_file(rows), {**PLAN, "verified": True})
    people = await everybody(centre, boss)
    edited = people["P299"]
    await centre.api("PATCH", f"/customers/{edited['id']}", {"note": "Called.", "rv": edited["rv"]}, by=boss)
    wrote = await centre.parley.customers.of_sender("p298@mail.example", "P", verified=True, locale="en")
    await centre.parley.store.tables.conversations.put_many([{"_id": "cnv_1", "customer": wrote["_id"], "number": 1}])
    await centre.api("POST", f"/customers/imports/{job['id']}/undo", by=boss)
    undone = await ended(centre, boss, job["id"])
    assert (undone["state"], undone["removed"], undone["kept"]) == ("undone", 298, 2)
    assert set(await everybody(centre, boss)) == {"Before", "P298", "P299"}
    fresh = await centre.parley.customers.of_sender("p1@mail.example", "Somebody new", verified=True, locale="en")
    assert fresh["name"] == "Somebody new"
    again = await centre.ask("POST", f"/api/v1/customers/imports/{job['id']}/undo", by=boss)
    assert again.status == 409


async def test_an_old_file_brings_nobody_back_who_was_erased(centre: Centre, boss: Person) -> None:
    id = (await centre.api("POST", "/customers", {"name": "Vera"}, by=boss))["id"]
    await centre.api("POST", f"/customers/{id}/erase", {"name": "Vera"}, by=boss)
    await centre.parley.erasure.look()
    sent = await send(centre, boss, csv_file([[id, "Vera", "vera@mail.example"]], header=["Id", "Name", "Email"]))
    job = await ended(centre, boss, sent.json["id"])
    assert job["counts"] == {"new": 0, "updated": 0, "unchanged": 0, "refused": 1}
    kept = await centre.parley.store.tables.customers.get(id)
    assert kept is not None
    assert (kept["addresses"], "Vera" in kept["name"]) == ([], False)


async def test_an_import_is_not_taken_back_over_a_legal_hold(centre: Centre, boss: Person) -> None:
    sent = await send(centre, boss, csv_file([["Vera", "vera@mail.example"], ["Adam", "adam@mail.example"]]))
    job = await ended(centre, boss, sent.json["id"])
    (vera,) = (await centre.api("GET", "/customers?q=vera", by=boss))["items"]
    await centre.api("POST", "/holds", {"subject": vera["id"], "reason": "Case 7"}, by=boss)
    await centre.api("POST", f"/customers/imports/{job['id']}/undo", by=boss)
    job = await ended(centre, boss, job["id"])
    assert (job["removed"], job["kept"]) == (1, 1)
    assert [one["id"] for one in (await centre.api("GET", "/customers", by=boss))["items"]] == [vera["id"]]


async def test_whoever_edits_in_the_same_moment_wins(
    centre: Centre, boss: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    job = await imported(centre, boss, csv_file([VERA]))
    vera = (await everybody(centre, boss))[VERA[0]]
    busy = Undoing._busy

    async def slow(self: Undoing, ids: Any) -> Any:
        found = await busy(self, ids)
        await centre.api("PATCH", f"/customers/{vera['id']}", {"note": "Mine.", "rv": vera["rv"]}, by=boss)
        return found

    monkeypatch.setattr(Undoing, "_busy", slow)
    await centre.api("POST", f"/customers/imports/{job['id']}/undo", by=boss)
    assert (await ended(centre, boss, job["id"]))["kept"] == 1
    assert (await everybody(centre, boss))[VERA[0]]["note"] == "Mine."


# ---- limits, rights, traces


async def test_a_file_may_have_so_many_bytes(centre: Centre, boss: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    raw = csv_file([VERA])
    for limit, status in ((len(raw) - 1, 413), (len(raw), 202), (len(raw) + 1, 202)):
        monkeypatch.setattr(imports, "LARGEST", limit)
        assert (await send(centre, boss, raw, dry=True)).status == status


@pytest.mark.parametrize(
    ("content", "why"), [(b"", "empty"), (b"PK\x03\x04", "no XLSX"), (b"\xd0\xcf\x11\xe0", "before 2007")]
)
async def test_what_cannot_be_read_fails_in_words(centre: Centre, boss: Person, content: bytes, why: str) -> None:
    job = await imported(centre, boss, content, dry=True)
    assert job["state"] == "failed"
    assert why in job["problem"]


async def test_whoever_may_not_import_any_more_imports_nothing(
    centre: Centre, boss: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    importer = await centre.agent("Ina", await centre.role("Importer", ["customers.import"]))
    monkeypatch.setattr(imports.Imports, "_do", lambda *_: becomes_true(lambda: False, 0.01))
    answer = await send(centre, importer, csv_file([VERA]))
    monkeypatch.undo()
    await centre.api("PATCH", f"/agents/{importer.id}", {"role": "agent", "rv": 1}, by=boss)
    job = await ended(centre, boss, answer.json["id"])
    assert (job["state"], job["problem"], counts(job)) == ("failed", "Your role does not allow this.", (0, 0, 0, 0))


async def test_nobody_elses_row_is_in_the_way_of_forgetting(centre: Centre, boss: Person) -> None:
    """Once forgotten, no byte of a file, its preview or its refused rows is in the store."""
    raw = csv_file([["Vera Unforgotten", "not an address at all", "", "", "", ""]])
    ran, checked = await imported(centre, boss, raw), await imported(centre, boss, raw, dry=True)

    async def traces() -> bool:
        tables = centre.parley.store.tables
        rows = [*await tables.imports.find({}), *await tables.import_pieces.find({})]
        return "Unforgotten" in str(rows) or "not an address" in str(rows)

    assert await traces()
    await centre.parley.imports.forget()
    assert not await traces()
    assert await refused_rows(centre, boss, ran["id"]) == []
    answer = await centre.ask("POST", f"/api/v1/customers/imports/{checked['id']}", {}, by=boss)
    assert answer.status == 202
    assert "gone" in (await ended(centre, boss, checked["id"]))["problem"]


async def test_old_imports_are_swept_away(centre: Centre, boss: Person) -> None:
    ran, checked = (
        await imported(centre, boss, csv_file([VERA])),
        await imported(centre, boss, csv_file([VERA]), dry=True),
    )
    centre.clock.pass_(days=1, seconds=1)
    await centre.parley.imports._sweep()
    kept = (await centre.api("GET", "/customers/imports", by=await centre.agent("Bess", "administrator")))["items"]
    assert [one["id"] for one in kept] == [ran["id"]] != [checked["id"]]
    centre.clock.pass_(days=6)
    await centre.parley.imports._sweep()
    assert await centre.parley.imports.latest() == []


async def test_the_audit_tells_counts_and_no_words(centre: Centre, boss: Person) -> None:
    job = await imported(centre, boss, csv_file([VERA, ["bad", "bad"]]))
    (line,) = await centre.parley.store.tables.audit.find({"act": "customers.import"})
    assert (line["subject"], line["agent"], line["details"]["new"], line["details"]["refused"]) == (
        job["id"],
        boss.id,
        1,
        1,
    )
    assert "vera" not in str(line).lower()
