"""Files of Customers for tests: sent to a centre as the import page sends them, and read as whoever downloads them does."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from typing import Any

import aiohttp
from openpyxl import Workbook, load_workbook

from tests.centre import Answer, Centre, Json, Person, becomes_true

HEADER = ["Name", "Email", "Phone", "External id", "Tags", "Note"]
AT_WORK = ("checking", "running", "undoing")


def csv_file(rows: Sequence[Sequence[str]], header: Sequence[str] = HEADER, delimiter: str = ",") -> bytes:
    """A plain CSV."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows([header, *rows])
    return text.getvalue().encode()


def xlsx_file(rows: Sequence[Sequence[Any]], header: Sequence[str] = HEADER) -> bytes:
    """A workbook as office programs write it."""
    book, packed = Workbook(), io.BytesIO()
    sheet = book.active
    for row in (header, *rows):
        sheet.append(list(row))
    book.save(packed)
    return packed.getvalue()


def csv_rows(content: bytes, delimiter: str = ",") -> list[list[str]]:
    """What a spreadsheet shows of a CSV."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def xlsx_rows(content: bytes) -> list[list[Any]]:
    """The cells of a workbook, formulas as formulas."""
    sheet = load_workbook(io.BytesIO(content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


async def send(
    centre: Centre, by: Person, content: bytes, plan: Json | None = None, *, dry: bool = False, name: str = "people.csv"
) -> Answer:
    """Send a file; the answer is the import that has begun."""
    form = aiohttp.FormData()
    if plan is not None:
        form.add_field("plan", json.dumps(plan))
    form.add_field("file", content, filename=name, content_type="application/octet-stream")
    headers = {"Authorization": f"Bearer {by.token}"}
    url = f"{centre.url}/api/v1/customers/import?dry_run={int(dry)}"
    async with centre.http.post(url, data=form, headers=headers) as answer:
        data = await answer.read()
        return Answer(answer.status, answer.headers, data, json.loads(data))


async def ended(centre: Centre, by: Person, id: str) -> Json:
    """An import once nothing works on it any more."""
    found: Json = {}

    async def has_ended() -> bool:
        found.update(await centre.api("GET", f"/customers/imports/{id}", by=by))
        return found["state"] not in AT_WORK

    await becomes_true(has_ended, 60)
    return found


async def imported(centre: Centre, by: Person, content: bytes, plan: Json | None = None, *, dry: bool = False) -> Json:
    """A file sent, and worked through."""
    answer = await send(centre, by, content, plan, dry=dry)
    assert answer.status == 202, answer.body
    return await ended(centre, by, answer.json["id"])


async def refused_rows(centre: Centre, by: Person, id: str) -> list[list[str]]:
    """The error file without its header."""
    answer = await centre.ask("GET", f"/api/v1/customers/imports/{id}/errors", by=by)
    assert answer.status == 200
    return csv_rows(answer.body)[1:]


async def everybody(centre: Centre, by: Person) -> dict[str, Json]:
    """All Customers by name."""
    found = (await centre.api("GET", "/customers?limit=200", by=by))["items"]
    return {one["name"]: one for one in found}


def counts(job: Mapping[str, Any]) -> tuple[int, int, int, int]:
    """New, updated, unchanged, refused."""
    new, updated, unchanged, refused = (job["counts"][name] for name in ("new", "updated", "unchanged", "refused"))
    return new, updated, unchanged, refused
