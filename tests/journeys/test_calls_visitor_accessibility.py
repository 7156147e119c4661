"""axe finds nothing to say about any state of a visitor's call, in light and in dark, on a phone and on a desktop."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.journeys.callers import ANN_HZ, Caller, Line, open_line
from tests.journeys.test_accessibility import SHORT_OF_MOTION, Findings, Theme, each_theme
from tests.server.phones import Phone

SCREENS: dict[str, Any] = {
    "phone": {"viewport": {"width": 390, "height": 844}},
    "desktop": {"viewport": {"width": 1440, "height": 900}},
}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def line(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Line]:
    expect.set_options(timeout=25_000)
    async with open_line(tmp_path_factory.mktemp("line")) as line:
        yield line
        assert line.errors == []


async def look(findings: Findings, rosa: Caller, state: str) -> None:
    """Let axe judge the panel as it is."""
    await findings.look(state, rosa.frame)


async def waiting(line: Line, findings: Findings, rosa: Caller) -> None:
    """From the closed panel to the line."""
    await rosa.open()
    await rosa.button("Call us").first.click()
    await expect(rosa.button("Call now")).to_be_visible()
    await look(findings, rosa, "before the call")
    await rosa.call()
    await rosa.sees("You are next")
    await rosa.hears_music()
    await look(findings, rosa, "waiting")


async def talking(findings: Findings, rosa: Caller, desk: Phone) -> None:
    """From the answer to the end."""
    await desk.asks("presence", state="available")
    await desk.accepts()
    await rosa.sees("On the line")
    await rosa.hears(ANN_HZ)
    await look(findings, rosa, "talking")
    await rosa.button("Mute").click()
    await rosa.button("Keypad").click()
    await look(findings, rosa, "muted, with keys")
    await rosa.button("Keypad").click()
    await desk.asks("call.hold", on=True)
    await rosa.sees("On hold")
    await look(findings, rosa, "on hold")
    second = Caller(rosa.context, await rosa.context.new_page(), rosa.shop)
    await second.page.goto(second.shop)
    await second.open()
    await second.sees("another window")
    await look(findings, second, "a second tab")
    await second.page.close()
    await desk.asks("call.end")
    await rosa.sees("Call ended")
    await look(findings, rosa, "ended")


async def afterwards(line: Line, findings: Findings, rosa: Caller, desk: Phone) -> None:
    """A ring, a message, and the sound check."""
    conversation = (await desk.sees("ended"))["conversation"]
    await desk.starts(conversation=conversation)
    await rosa.sees("would like to talk")
    await look(findings, rosa, "a ring")
    await rosa.button("Decline").click()
    await desk.sees("rejected")
    await desk.asks("presence", state="busy")
    await rosa.button("Call us").or_(rosa.button("Call again")).first.click()
    await rosa.button("Check microphone and sound").click()
    await rosa.button("Hear yourself").click()
    await expect(rosa.panel.locator("[data-echo=on]")).to_be_visible()
    await look(findings, rosa, "the sound check")
    await rosa.button("Back").click()


@each_theme
@pytest.mark.parametrize("screen", SCREENS)
async def test_every_state_of_a_call(line: Line, theme: Theme, screen: str) -> None:
    findings = Findings()
    there = line.exchange
    desk = await there.desktop(await there.centre.agent("Ann", queues=[there.queue]), ANN_HZ, "busy")
    rosa = await line.caller(color_scheme=theme, **SCREENS[screen], **SHORT_OF_MOTION)
    await waiting(line, findings, rosa)
    await talking(findings, rosa, desk)
    await afterwards(line, findings, rosa, desk)
    await desk.asks("presence", state="offline")
    await line.tidy()
    assert findings == {}


@each_theme
async def test_why_there_is_no_microphone(line: Line, theme: Theme) -> None:
    findings = Findings()
    there = line.exchange
    desk = await there.desktop(await there.centre.agent("Ann", queues=[there.queue]), ANN_HZ, "busy")
    rosa = await line.caller(allowed=False, color_scheme=theme, **SHORT_OF_MOTION)
    await rosa.open()
    await rosa.dial()
    await expect(rosa.panel.get_by_role("alert")).to_be_visible()
    await look(findings, rosa, "denied")
    ida = await line.caller("strict", color_scheme=theme, **SHORT_OF_MOTION)
    await ida.open()
    await ida.button("Call us").first.click()
    await expect(ida.button("Open the call window")).to_be_visible()
    await look(findings, ida, "forbidden by the page")
    await desk.asks("presence", state="offline")
    assert findings == {}
