"""A spreadsheet becomes customers: looked at first, then run, its bad rows handed back, and the whole of it taken back again."""

from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.async_api import Page, expect

from tests.journeys.centre import Centre
from tests.journeys.people import People
from tests.journeys.test_accessibility import SHORT_OF_MOTION, Findings
from tests.server.files_of_customers import csv_file, csv_rows

PEOPLE = [
    ["Orla Quince", "orla@mail.example", "601 100 200", "loyal; shop", "=1+1"],
    *([f"Person {n}", f"person{n}@mail.example", "", "", ""] for n in range(250)),
    ["Bad Apple", "no address", "", "", ""],
]
HEADER = ["Customer", "E-mail", "Telefon", "Etykiety", "Spalte"]


@pytest.mark.parametrize("theme", ["light", "dark"])
async def test_a_spreadsheet_becomes_customers(
    people: People, centre: Centre, tmp_path: Path, theme: Literal["light", "dark"]
) -> None:
    first, narrow = theme == "light", {"width": 390, "height": 844}
    sheet = tmp_path / "people.csv"
    sheet.write_bytes(csv_file(PEOPLE if first else PEOPLE[-2:], HEADER))
    more: dict[str, Any] = {} if first else {"viewport": narrow}
    admin = await people.agent("admin", color_scheme=theme, **SHORT_OF_MOTION, **more)
    page, findings = admin.page, Findings()
    await page.goto(f"{centre.url}/workspace/customers")
    await page.get_by_role("button", name="Import and export").click()
    await page.get_by_role("button", name="Import…").click()
    await findings.look("the file", page)
    await page.locator("dialog input[type=file]").set_input_files(sheet)

    # What would come of it, before anything is stored.
    outcome = page.get_by_label("What would come of it").first
    await expect(outcome).to_contain_text("Refused")
    await expect(outcome).to_contain_text("” is no phone number" if first else "“no address” is no email address.")
    await findings.look("the plan", page)
    await _fits(page)
    if not first:
        assert findings == {}
        return
    await page.get_by_label("What Spalte is").select_option("Note")
    await page.get_by_label("Phone numbers without a country code").select_option("are from PL")
    await page.get_by_role("button", name="Check again").click()
    await expect(page.get_by_label("The first rows as they would be stored")).to_contain_text("+48601100200")
    await page.get_by_role("button", name="Import 251 customers").click()

    # How far it is, what became of it, and the bad rows with their reasons.
    dialog = page.get_by_role("dialog")
    await expect(dialog.get_by_text("people.csv has been imported.")).to_be_visible()
    await findings.look("the end", page)
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Download the refused row").click()
    told = csv_rows(Path(await (await download.value).path()).read_bytes())
    assert told[1][:3] == ["253", "“no address” is no email address.", "Bad Apple"]
    await dialog.get_by_role("button", name="Close").last.click()
    await page.get_by_label("Name, email or phone").fill("quince")
    row = page.locator(".customer-row", has_text="Orla Quince")
    await expect(row).to_be_visible()

    # What the list shows goes out as a file, in which no spreadsheet finds a formula.
    await page.get_by_role("button", name="Import and export").click()
    async with page.expect_download() as download:
        await page.get_by_role("link", name="Export as CSV").click()
    rows = csv_rows(Path(await (await download.value).path()).read_bytes())
    assert [row[1] for row in rows[1:]] == ["Orla Quince"]
    assert "'=1+1" in rows[1]

    # And back again.
    await page.get_by_role("button", name="Import and export").click()
    await page.get_by_role("button", name="Import…").click()
    await page.get_by_role("button", name="people.csv").click()
    await page.get_by_role("button", name="Take back").click()
    await page.get_by_role("button", name="Remove the 251 new customers").click()
    await expect(dialog.get_by_text("251 customers removed, 0 kept")).to_be_visible()
    await findings.look("taken back", page)
    await dialog.get_by_role("button", name="Close").last.click()
    await expect(row).to_have_count(0)
    assert findings == {}


async def _fits(page: Page) -> None:
    """Nothing is wider than the screen."""
    wider = await page.evaluate(
        "() => document.querySelector('dialog').scrollWidth - document.querySelector('dialog').clientWidth"
    )
    assert wider <= 0
