"""axe finds nothing to say about the phone, its dialogs, calls in the timeline and the page of calls, in every theme and language."""

import os
from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.centre import becomes_true
from tests.journeys.callers import ANN_HZ, BEN_HZ, VISITOR_HZ, Line
from tests.journeys.desks import Desk, calls_in, desk, telephone
from tests.journeys.test_accessibility import Findings, Theme, each_theme
from tests.server.phones import SUE_HZ

PICTURES = os.environ.get("PARLEY_PICTURES")
"""Where to keep what each state looks like, for eyes."""
WIDTHS = {"light": 1440, "dark": 1024}
NARROW = 390
WORDS = {"en": "Recording", "pl": "Nagrywanie", "it": "Registrazione", "ru": "Идёт запись"}


class Look(Findings):
    """What axe found; and pictures, where they are wanted."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    async def at(self, state: str, sitting: Desk) -> None:
        """Let axe judge the page, and see that nothing is wider than it."""
        await self.look(state, sitting.page)
        wider = await sitting.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        if wider > 0:
            self.setdefault(state, []).append(f"{wider} px wider than the window")
        if PICTURES:
            await self._keep(Path(PICTURES), state, sitting.page)

    async def _keep(self, folder: Path, state: str, page: Page) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        size = page.viewport_size
        assert size is not None
        for width in {size["width"], NARROW}:
            await page.set_viewport_size({"width": width, "height": size["height"]})
            await page.screenshot(path=folder / f"{self.name}-{state}-{width}.png")
        await page.set_viewport_size(size)


@each_theme
async def test_the_phone(line: Line, theme: Theme) -> None:
    look = Look(theme)
    ben = await telephone(line, "Ben Ode", BEN_HZ)
    size = {"width": WIDTHS[theme], "height": 900}
    ann = await desk(line, "Ann Reed", ANN_HZ, color_scheme=theme, reduced_motion="reduce", viewport=size)
    await calls_in(line)
    await expect(ann.offer).to_be_visible()
    await look.at("offer", ann)
    await ann.accept()
    await ann.hears(VISITOR_HZ)
    await look.at("talking", ann)
    await ann.key("Keys").click()
    await ann.page.get_by_role("button", name="7", exact=True).click()
    await look.at("keys", ann)
    await ann.page.keyboard.press("Escape")
    await ann.key("Mute").click()
    await ann.key("Hold").click()
    await ann.sees("On hold")
    await look.at("held-and-muted", ann)
    await ann.key("Resume").click()
    await ann.key("Unmute").click()
    await ann.key("Transfer").click()
    await expect(ann.page.get_by_role("option").first).to_be_visible()
    await look.at("transfer", ann)
    await ann.page.keyboard.press("Escape")
    await ann.ask("Transfer", "Ben Ode", "Talk first")
    await ben.accepts("consult")
    await ann.hears(BEN_HZ)
    await look.at("consulting", ann)
    await ann.key("Merge").click()
    await ann.hears(BEN_HZ, VISITOR_HZ)
    await look.at("conference", ann)
    tab = await ann.second_tab()
    await tab.sees("This call is in another tab")
    await look.at("elsewhere", tab)
    await tab.page.close()
    await ann.button("Remove Ben Ode").click()
    await ann.hears(VISITOR_HZ)
    await ann.page.keyboard.press("F9")
    await expect(ann.wrap_up).to_be_visible()
    await expect(ann.button("Play the recording")).to_be_visible()
    await ann.page.locator(".balance summary").click()
    await look.at("wrap-up-and-recording", ann)
    await ann.button("Settings").click()
    await ann.button("Microphone and sound").click()
    await expect(ann.button("Start the echo")).to_be_visible()
    await look.at("sound-check", ann)
    assert look == {}


@each_theme
async def test_the_page_of_calls(line: Line, theme: Theme) -> None:
    look = Look(theme)
    ann = await telephone(line, "Ann Reed", ANN_HZ, serves=True)
    sue = await desk(line, "Sue Lark", SUE_HZ, role="supervisor", state="", color_scheme=theme)
    await calls_in(line)
    await ann.accepts()
    await sue.page.get_by_role("link", name="Calls").click()
    row = sue.page.locator(".call-row[data-state]")
    await expect(row).to_contain_text("Talking")
    await look.at("calls", sue)
    await row.get_by_role("button", name="Listen").click()
    await sue.hears(VISITOR_HZ, ANN_HZ)
    await look.at("listening", sue)
    assert look == {}


@pytest.mark.parametrize("locale", ["pl", "it", "ru"])
async def test_it_fits_in_every_language_and_on_a_narrow_screen(line: Line, locale: str) -> None:
    look = Look(locale)
    ann = await desk(line, "Ann Reed", ANN_HZ, state="", language=locale)
    await (await line.exchange.centre.desktop(ann.person)).ask("presence", {"state": "available"})
    await calls_in(line)
    await ann.page.locator(".offer .filled").click()
    await becomes_true(lambda: ann.page.locator("[data-place=there]").count())
    await expect(ann.page.locator(".recording")).to_contain_text(WORDS[locale])
    for width in (1440, 1024, 390):
        await ann.page.set_viewport_size({"width": width, "height": 900})
        await look.at(f"talking-{width}", ann)
    assert look == {}
