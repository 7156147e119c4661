"""axe finds nothing to say about the phone, its dialogs, calls in the timeline and the page of calls, in every theme and language."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.centre import becomes_true
from tests.journeys.callers import ANN_HZ, BEN_HZ, VISITOR_HZ, Line, open_line
from tests.journeys.desks import Desk, calls_in, hang_up, open_desk
from tests.journeys.test_accessibility import Findings, Theme, each_theme
from tests.server.phones import SUE_HZ

PICTURES = os.environ.get("PARLEY_PICTURES")
"""Where to keep what each state looks like, for eyes."""
WIDTHS = {"light": 1440, "dark": 1024}
WORDS = {"en": "Recording", "pl": "Nagrywanie", "it": "Registrazione", "ru": "Идёт запись"}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def open_now(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Line]:
    expect.set_options(timeout=15_000)
    async with open_line(tmp_path_factory.mktemp("line")) as line:
        yield line


@pytest_asyncio.fixture(loop_scope="session")
async def line(open_now: Line) -> AsyncIterator[Line]:
    yield open_now
    await hang_up(open_now)
    await open_now.tidy()
    assert open_now.errors == []


class Look(Findings):
    """What axe found; and pictures, where they are wanted."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    async def at(self, state: str, desk: Desk) -> None:
        """Let axe judge the page, and see that nothing is wider than it."""
        await self.look(state, desk.page)
        wider = await desk.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if wider > 0:
            self.setdefault(state, []).append(f"{wider} px wider than the window")
        if PICTURES:
            Path(PICTURES).mkdir(parents=True, exist_ok=True)
            await desk.page.screenshot(path=Path(PICTURES) / f"{self.name}-{state}.png")


@each_theme
async def test_the_phone(line: Line, theme: Theme) -> None:
    look = Look(theme)
    ben = await line.exchange.desktop(await line.exchange.centre.agent("Ben Ode", queues=[]), BEN_HZ)
    size = {"width": WIDTHS[theme], "height": 900}
    async with open_desk(line, "Ann Reed", ANN_HZ, color_scheme=theme, reduced_motion="reduce", viewport=size) as ann:
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
        await ann.phone.get_by_role("button", name="Remove Ben Ode").click()
        await ann.hears(VISITOR_HZ)
        await ann.page.keyboard.press("F9")
        await expect(ann.page.get_by_role("region", name="After the call")).to_be_visible()
        await expect(ann.page.get_by_role("button", name="Play the recording")).to_be_visible()
        await ann.page.locator(".balance summary").click()
        await look.at("wrap-up-and-recording", ann)
        await ann.page.get_by_role("button", name="Settings").click()
        await ann.page.get_by_role("button", name="Microphone and sound").click()
        await expect(ann.page.get_by_role("button", name="Start the echo")).to_be_visible()
        await look.at("sound-check", ann)
    await ben.asks("presence", state="offline")
    assert look == {}


@each_theme
async def test_the_page_of_calls(line: Line, theme: Theme) -> None:
    look = Look(theme)
    there = line.exchange
    ann = await there.desktop(await there.centre.agent("Ann Reed", queues=[there.queue]), ANN_HZ)
    async with open_desk(line, "Sue Lark", SUE_HZ, role="supervisor", state="", color_scheme=theme) as sue:
        await calls_in(line)
        await ann.accepts()
        await sue.page.get_by_role("link", name="Calls").click()
        row = sue.page.locator(".call-row[data-state]")
        await expect(row).to_contain_text("Talking")
        await look.at("calls", sue)
        await row.get_by_role("button", name="Listen").click()
        await sue.hears(VISITOR_HZ, ANN_HZ)
        await look.at("listening", sue)
    await ann.asks("presence", state="offline")
    assert look == {}


@pytest.mark.parametrize("locale", ["pl", "it", "ru"])
async def test_it_fits_in_every_language_and_on_a_narrow_screen(line: Line, locale: str) -> None:
    look = Look(locale)
    async with open_desk(line, "Ann Reed", ANN_HZ, state="", language=locale) as ann:
        centre = line.exchange.centre
        await (await centre.desktop(ann.person)).ask("presence", {"state": "available"})
        await calls_in(line)
        await ann.page.locator(".offer .filled").click()
        await becomes_true(lambda: ann.page.locator("[data-place=there]").count())
        await expect(ann.page.locator(".recording")).to_contain_text(WORDS[locale])
        for width in (1440, 1024, 390):
            await ann.page.set_viewport_size({"width": width, "height": 900})
            await look.at(f"talking-{width}", ann)
    assert look == {}
