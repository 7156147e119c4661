"""Calls with help in Chromium: supervisors beside an agent, colleagues, calls to visitors, what was left, and the sound check."""

import re
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.centre import becomes_true
from tests.journeys.callers import ANN_HZ, BEN_HZ, VISITOR_HZ, Line, open_line
from tests.journeys.desks import Desk, calls_in, hang_up, open_desk
from tests.server.phones import SUE_HZ


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


@pytest_asyncio.fixture(loop_scope="session")
async def ann(line: Line) -> AsyncIterator[Desk]:
    async with open_desk(line, "Ann Reed", ANN_HZ) as desk:
        yield desk


async def test_listen_whisper_join_take_over(line: Line) -> None:
    there = line.exchange
    ann = await there.desktop(await there.centre.agent("Ann Reed", queues=[there.queue]), ANN_HZ)
    async with open_desk(line, "Sue Lark", SUE_HZ, role="supervisor", state="") as sue:
        await sue.page.get_by_role("link", name="Calls").click()
        await expect(sue.page.get_by_text("Nobody is on the line.")).to_be_visible()
        rosa = await calls_in(line)
        await ann.accepts()
        row = sue.page.locator(".call-row", has_text="Rosa Vance")
        await expect(row).to_contain_text("Talking")
        await row.get_by_role("button", name="Listen").click()
        await sue.sees("You listen. Nobody hears you")
        await sue.hears(VISITOR_HZ, ANN_HZ)
        assert await rosa.hears(ANN_HZ)
        assert await ann.hears(VISITOR_HZ)
        await sue.key("Whisper").click()
        await sue.sees("Only the agent hears you")
        assert await ann.hears(VISITOR_HZ, SUE_HZ)
        assert await rosa.hears(ANN_HZ)
        await sue.key("Join").click()
        assert await rosa.hears(ANN_HZ, SUE_HZ)
        await sue.key("Take over").click()
        assert await rosa.hears(SUE_HZ)
        await sue.hears(VISITOR_HZ)
        await expect(sue.key("Hold")).to_be_visible()
        await expect(sue.page.locator(".conversation-title h2")).to_have_text("Rosa Vance")
    await ann.asks("presence", state="offline")


async def test_an_agent_may_not_listen(line: Line, ann: Desk) -> None:
    await calls_in(line)
    await ann.accept()
    async with open_desk(line, "Tim Hale", BEN_HZ, state="") as tim:
        await tim.page.goto(re.sub("/workspace.*", "/workspace/calls", tim.page.url))
        await expect(tim.page.locator(".call-row[data-state]")).to_contain_text("Rosa Vance")
        await expect(tim.page.get_by_role("button", name="Listen")).to_have_count(0)


async def test_a_colleague_is_called(line: Line) -> None:
    person = await line.exchange.centre.agent("Ben Ode", queues=[])
    ben = await line.exchange.desktop(person, BEN_HZ)
    async with open_desk(line, "Ann Reed", ANN_HZ) as ann:
        await ann.page.get_by_role("link", name="Calls").click()
        await ann.page.get_by_role("button", name="Call a colleague").click()
        dialog = ann.page.get_by_role("dialog")
        await dialog.get_by_role("combobox").fill("Ben")
        await dialog.get_by_role("option", name="Ben Ode").click()
        await dialog.get_by_role("button", name="Call now").click()
        await ann.sees("Ringing")
        await ben.accepts("internal")
        await ann.sees("Ben Ode")
        await ann.hears(BEN_HZ)
        assert await ben.hears(ANN_HZ)
        await ann.key("End").click()
        await expect(ann.phone).to_have_count(0)


async def test_the_agent_calls_a_visitor_on_the_site(line: Line, ann: Desk) -> None:
    vera = await calls_in(line, "Vera Holt")
    await ann.accept()
    await ann.key("End").click()
    await ann.page.get_by_role("region", name="After the call").get_by_role("button", name="Done").click()
    await ann.page.get_by_role("button", name="Call the customer").click()
    await ann.page.get_by_role("button", name="Call now").click()
    await ann.sees("Ringing")
    await vera.socket.until("call", lambda call: call["leg_state"] == "ringing")
    await vera.starts()
    await ann.hears(VISITOR_HZ)
    assert await vera.hears(ANN_HZ)


async def test_a_message_that_was_left_is_heard(line: Line, ann: Desk) -> None:
    await ann.page.locator(".presence-button").click()
    await ann.page.locator(".menu-item", has_text="Lunch").click()
    rosa = await calls_in(line, "Lena Moss")
    await rosa.asks("call.voicemail")
    await rosa.sees("voicemail")
    await expect(ann.page.get_by_role("button", name="Waiting 1")).to_be_visible()
    await ann.page.get_by_role("button", name="Waiting 1").click()
    await expect(ann.page.locator(".row")).to_contain_text("leaving a message")
    telephone = line.exchange.centre.parley.telephone
    await becomes_true(lambda: not telephone.calls.announcer.of(rosa.call), 30.0)
    files = telephone.shelf._directory
    await becomes_true(lambda: any(file.stat().st_size > 4_000 for file in files.glob("rec_*.ogg")))
    await rosa.asks("call.end")
    await ann.page.locator(".row").click()
    card = ann.page.get_by_role("article", name="Call")
    await expect(card).to_contain_text("Voice message")
    await expect(card.get_by_role("button", name="Play the recording")).to_be_visible()


async def test_who_asked_to_be_called_back_is_called(line: Line, ann: Desk) -> None:
    await ann.page.locator(".presence-button").click()
    await ann.page.locator(".menu-item", has_text="Lunch").click()
    rosa = await calls_in(line, "Nora Finch")
    await rosa.asks("call.callback")
    await ann.page.get_by_role("button", name="Waiting 1").click()
    await expect(ann.page.locator(".row")).to_contain_text("to be called back")
    await ann.page.locator(".row").click()
    card = ann.page.get_by_role("article", name="Call").first
    await expect(card).to_contain_text("Asked to be called back")
    await card.get_by_role("button", name="Call back").click()
    await rosa.socket.until("call", lambda call: call["leg_state"] == "ringing")
    await rosa.starts()
    await ann.hears(VISITOR_HZ)
    assert await rosa.hears(ANN_HZ)


async def test_the_sound_check_echoes(line: Line, ann: Desk) -> None:
    await ann.page.get_by_role("button", name="Settings").click()
    await ann.page.get_by_role("button", name="Microphone and sound").click()
    dialog = ann.page.get_by_role("dialog")
    await expect(dialog.locator(".meter [data-on]").first).to_be_visible()
    await dialog.get_by_role("button", name="Start the echo").click()
    await expect(dialog.get_by_role("status")).to_contain_text("You hear yourself now")
    await ann.hears(ANN_HZ)
    await dialog.get_by_role("button", name="Close").click()
    await expect(dialog).to_have_count(0)
