"""Calls with help in Chromium: supervisors beside an agent, colleagues, calls to visitors, what was left, and the sound check."""

import pytest_asyncio
from playwright.async_api import expect

from tests.centre import becomes_true
from tests.journeys.callers import ANN_HZ, BEN_HZ, CENTRE, VISITOR_HZ, Line
from tests.journeys.desks import Desk, calls_in, desk, telephone
from tests.server.phones import SUE_HZ


@pytest_asyncio.fixture(loop_scope="session")
async def ann(line: Line) -> Desk:
    return await desk(line, "Ann Reed", ANN_HZ)


async def test_listen_whisper_join_take_over(line: Line) -> None:
    ann = await telephone(line, "Ann Reed", ANN_HZ, serves=True)
    sue = await desk(line, "Sue Lark", SUE_HZ, role="supervisor", state="")
    tim = await desk(line, "Tim Hale", BEN_HZ, state="")
    await tim.page.goto(f"{CENTRE}/workspace/calls")
    await sue.page.get_by_role("link", name="Calls").click()
    await expect(sue.page.get_by_text("Nobody is on the line.")).to_be_visible()
    rosa = await calls_in(line)
    await ann.accepts()
    row = sue.page.locator(".call-row[data-state]")
    await expect(row).to_contain_text("Rosa Vance")
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
    await sue.hears(VISITOR_HZ, ANN_HZ)
    # A colleague without the right sees the call and cannot listen.
    await expect(tim.page.locator(".call-row[data-state]")).to_contain_text("Rosa Vance")
    await expect(tim.button("Listen")).to_have_count(0)
    await sue.key("Take over").click()
    assert await rosa.hears(SUE_HZ)
    await sue.hears(VISITOR_HZ)
    await expect(sue.key("Hold")).to_be_visible()
    await expect(sue.page.locator(".conversation-title h2")).to_have_text("Rosa Vance")


async def test_a_colleague_is_called(line: Line) -> None:
    ben = await telephone(line, "Ben Ode", BEN_HZ)
    ann = await desk(line, "Ann Reed", ANN_HZ)
    await ann.page.get_by_role("link", name="Calls").click()
    await ann.button("Call a colleague").click()
    dialog = ann.page.get_by_role("dialog")
    await dialog.get_by_role("combobox").fill("Ben")
    await dialog.get_by_role("option", name="Ben Ode").first.click()
    await dialog.get_by_role("button", name="Call now").click()
    await ann.sees("Ringing")
    await ben.accepts("internal")
    await ann.sees("Ben Ode")
    await ann.hears(BEN_HZ)
    assert await ben.hears(ANN_HZ)
    await ann.key("End").click()
    await expect(ann.phone).to_have_count(0)


async def test_who_can_only_chat_is_not_rung(line: Line, ann: Desk) -> None:
    rosa = await line.caller("chat")
    await rosa.open()
    await rosa.panel.get_by_label("Your name").fill("Rosa Vance")
    await rosa.panel.get_by_role("textbox", name="Message").fill("Only words, please")
    await rosa.panel.get_by_role("checkbox").check()
    await rosa.button("Start chat").click()
    await ann.offer.get_by_role("button", name="Accept").click()
    await ann.page.get_by_role("main", name="Conversation").get_by_role("button", name="Call the customer").click()
    await ann.button("Call now").click()
    await expect(ann.page.get_by_text("can only chat")).to_be_visible()
    await expect(ann.phone).to_have_count(0)


async def line_is_long(line: Line, ann: Desk) -> None:
    """Somebody could answer a call, but not now."""
    await telephone(line, "Ben Ode", BEN_HZ, serves=True, state="busy")
    await ann.become("Lunch")


async def test_a_message_that_was_left_is_heard(line: Line, ann: Desk) -> None:
    await line_is_long(line, ann)
    rosa = await calls_in(line, "Lena Moss")
    assert await rosa.hears_something_else()  # the greeting: then only what voicemail is about is said
    await rosa.asks("call.voicemail")
    await ann.button("Waiting 1").click()
    await expect(ann.page.locator(".row")).to_contain_text("leaving a message")
    exchange = line.exchange.centre.parley.telephone
    await becomes_true(lambda: not exchange.calls.announcer.of(rosa.call), 30.0)
    files = exchange.shelf._directory
    await becomes_true(lambda: any(file.stat().st_size > 4_000 for file in files.glob("rec_*.ogg")))
    await rosa.asks("call.end")
    await ann.page.locator(".row").click()
    card = ann.page.get_by_role("article", name="Call")
    await expect(card).to_contain_text("Voice message")
    await card.get_by_role("button", name="Play the recording").click()
    await becomes_true(lambda: ann.page.evaluate("() => document.querySelector('audio').currentTime > 0.3"))


async def test_who_asked_to_be_called_back_is_called(line: Line, ann: Desk) -> None:
    await line_is_long(line, ann)
    rosa = await calls_in(line, "Nora Finch")
    await rosa.asks("call.callback")
    await ann.button("Waiting 1").click()
    await expect(ann.page.locator(".row")).to_contain_text("to be called back")
    await expect(ann.page.locator(".row")).to_have_attribute("data-channel", "callback")
    await ann.page.locator(".row").click()
    card = ann.page.get_by_role("article", name="Call").first
    await expect(card).to_contain_text("Asked to be called back")
    await card.get_by_role("button", name="Call back").click()
    await rosa.socket.until("call", lambda call: call["leg_state"] == "ringing")
    await rosa.starts()
    await ann.hears(VISITOR_HZ)
    assert await rosa.hears(ANN_HZ)


async def test_the_sound_check_echoes(line: Line, ann: Desk) -> None:
    await ann.button("Settings").click()
    await ann.button("Microphone and sound").click()
    dialog = ann.page.get_by_role("dialog")
    await expect(dialog.locator(".meter [data-on]").first).to_be_visible()
    await dialog.get_by_role("button", name="Start the echo").click()
    await expect(dialog.get_by_role("status")).to_contain_text("You hear yourself now")
    await ann.hears(ANN_HZ)
    await dialog.get_by_role("button", name="Close").click()
    await expect(dialog).to_have_count(0)
