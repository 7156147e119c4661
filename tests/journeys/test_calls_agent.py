"""An Agent's calls in Chromium, from the offer to the wrap-up: what is heard is measured, what is seen is read."""

import asyncio
import os
import re
import signal
import time
from collections.abc import Sequence
from functools import partial

import pytest_asyncio
from playwright.async_api import Page, expect

from tests.centre import becomes_true
from tests.journeys.callers import ANN_HZ, BEN_HZ, VISITOR_HZ, Caller, Line
from tests.journeys.desks import Desk, calls_in, desk, telephone
from tests.server.phones import Phone

BACK_SECONDS = 2.0
"""From the reload of a page to its sound."""


@pytest_asyncio.fixture(loop_scope="session")
async def ann(line: Line) -> Desk:
    return await desk(line, "Ann Reed", ANN_HZ)


@pytest_asyncio.fixture(loop_scope="session")
async def ben(line: Line) -> Phone:
    """A colleague who takes only what they are asked for."""
    return await telephone(line, "Ben Ode", BEN_HZ)


async def talking(line: Line, ann: Desk) -> Phone:
    """A visitor who talks with Ann."""
    rosa = await calls_in(line)
    await ann.accept()
    await ann.is_talking()
    await ann.hears(VISITOR_HZ)
    assert await rosa.hears(ANN_HZ)
    return rosa


async def test_offer_talk_mute_hold_keys_end_wrap_up(line: Line, ann: Desk) -> None:
    """Two browsers: the widget on a shop's page, and the workspace, by keyboard."""
    page = ann.page
    rosa = await line.caller()
    await rosa.open()
    await rosa.dial()
    await expect(ann.offer).to_contain_text("Incoming call")
    await expect(ann.offer).to_contain_text("Rosa Vance")
    await page.keyboard.press("a")
    await ann.is_talking()
    await ann.hears(VISITOR_HZ)
    await rosa.hears(ANN_HZ)
    await ann.sees("Line good")
    await ann.sees("Recording")
    await expect(page.locator(".conversation-title h2")).to_have_text("Rosa Vance")
    await expect(ann.phone.get_by_role("timer")).to_have_text(re.compile(r"00:0\d"))

    # Muted, nobody hears them; function keys work while a note is written.
    await page.locator(".composer textarea").fill("about to mute")
    await page.keyboard.press("F2")
    await rosa.hears()
    await ann.sees("You are muted")
    await page.keyboard.press("F2")
    await rosa.hears(ANN_HZ)
    await page.keyboard.press("F4")
    await ann.sees("On hold")
    await rosa.hears_music()
    await ann.hears()
    await page.keyboard.press("F4")
    await rosa.hears(ANN_HZ)
    await expect(page.locator(".composer textarea")).to_have_value("about to mute")

    # Keys of either side are seen; the chat goes on beside the call.
    await rosa.button("Keypad").click()
    await rosa.button("4").click()
    await ann.sees("Keys pressed: 4")
    await page.keyboard.press("Enter")
    await expect(rosa.panel.get_by_text("about to mute")).to_be_visible()

    # The phone follows to every page.
    await page.get_by_role("link", name="Customers").click()
    await expect(ann.phone).to_be_visible()
    await ann.phone.get_by_role("link", name="Rosa Vance").click()

    await page.keyboard.press("F9")
    wrap_up = ann.wrap_up
    await expect(wrap_up).to_contain_text("left to write up")
    await expect(page.locator(".presence-button")).to_have_attribute("aria-label", re.compile("wrap", re.IGNORECASE))
    await wrap_up.get_by_label("Note about this call").fill("wants a fern")
    await page.reload()
    await expect(wrap_up.get_by_label("Note about this call")).to_have_value("wants a fern")
    await wrap_up.get_by_role("button", name="Done").click()
    await expect(wrap_up).to_have_count(0)
    await expect(page.locator(".presence-button")).to_have_attribute("aria-label", re.compile("Available"))
    await expect(page.locator("[data-kind=note]")).to_contain_text("wants a fern")

    # One story in the timeline, which can be heard.
    card = page.get_by_role("article", name="Call")
    await expect(card).to_have_count(1)
    await expect(card).to_contain_text("Call with Ann Reed")
    await card.get_by_role("button", name="Play the recording").click()
    await expect(card.get_by_role("button", name="Pause the recording")).to_be_visible()
    seconds = "() => document.querySelector('audio').currentTime"
    await becomes_true(lambda: page.evaluate(f"({seconds})() > 0.3"))
    await card.get_by_role("slider").fill("2")
    await becomes_true(lambda: page.evaluate(f"({seconds})() >= 2"))


async def consults(ann: Desk, ben: Phone, note: str = "") -> None:
    """Ann asks Ben, who listens to nobody else: whoever was in a call writes it up first."""
    if ben.call:
        await ben.socket.until("presence", lambda news: news["state"] == "wrap_up")
        await ben.asks("presence", state="available")
        ben.socket.forget()
    await ann.ask("Transfer", "Ben Ode", "Talk first", note)
    await ben.accepts("consult")
    await ann.sees("You talk with Ben Ode alone")
    await ann.hears(BEN_HZ)
    assert await ben.hears(ANN_HZ)


async def test_consult_cancel_swap_merge_hand_over(line: Line, ben: Phone, ann: Desk) -> None:
    rosa = await talking(line, ann)
    await ann.ask("Transfer", "Ben Ode", "Talk first")
    await ann.sees("is being rung")
    assert await rosa.hears_something_else()
    await ann.page.keyboard.press("F9")
    await ann.hears(VISITOR_HZ)
    ben.socket.forget()

    await consults(ann, ben)
    await ann.key("Swap").click()
    await ann.hears(VISITOR_HZ)
    assert await rosa.hears(ANN_HZ)
    assert await ben.hears()
    await ann.key("Merge").click()
    await ann.hears(VISITOR_HZ, BEN_HZ)
    assert await rosa.hears(ANN_HZ, BEN_HZ)
    parties = ann.phone.get_by_role("list", name="In this call")
    await expect(parties.get_by_role("listitem")).to_have_count(2)
    await ann.button("Remove Ben Ode").click()
    assert await rosa.hears(ANN_HZ)

    await consults(ann, ben, "wants a pot for it")
    await ann.page.keyboard.press("F8")
    assert await rosa.hears(BEN_HZ)
    await expect(ann.phone).to_have_count(0)
    await expect(ann.page.get_by_role("article", name="Call")).to_contain_text("wants a pot for it")
    await expect(ann.wrap_up).to_be_visible()


async def test_a_blind_transfer_comes_back_and_is_taken(line: Line) -> None:
    """Two agents in their browsers: who is asked reads why, before and after they take it."""
    ben = await desk(line, "Ben Ode", BEN_HZ, serves=False)
    ann = await desk(line, "Ann Reed", ANN_HZ)
    rosa = await talking(line, ann)
    await ann.ask("Transfer", "Ben Ode", "Transfer now", "angry about a pot")
    assert await rosa.hears_something_else()
    await expect(ben.offer).to_contain_text("Ann Reed transfers a call to you")
    await expect(ben.offer).to_contain_text("angry about a pot")
    await ben.button("Decline").click()
    await expect(ann.offer).to_contain_text("A call comes back to you")
    await ann.accept()
    await ann.hears(VISITOR_HZ)
    assert await rosa.hears(ANN_HZ)

    await ann.ask("Transfer", "Ben Ode", "Transfer now", "wants their money back")
    await ben.accept()
    await ben.hears(VISITOR_HZ)
    assert await rosa.hears(BEN_HZ)
    await expect(ben.page.get_by_role("article", name="Call")).to_contain_text("wants their money back")
    await expect(ann.wrap_up).to_be_visible()
    await ann.hears()


async def test_three_and_an_agent_who_leaves(line: Line, ben: Phone, ann: Desk) -> None:
    rosa = await talking(line, ann)
    await ann.ask("Add", "Ben Ode", "Add")
    await ben.accepts("add")
    await ann.hears(VISITOR_HZ, BEN_HZ)
    await ann.key("Leave").click()
    assert await rosa.hears(BEN_HZ)
    await expect(ann.phone).to_have_count(0)


async def test_chat_call_chat_in_one_conversation(line: Line, ann: Desk) -> None:
    rosa = await line.caller()
    await rosa.open()
    await rosa.panel.get_by_label("Your name").fill("Rosa Vance")
    await rosa.panel.get_by_role("textbox", name="Message").fill("My fern is ill")
    await rosa.panel.get_by_role("checkbox").check()
    await rosa.button("Start chat").click()
    await expect(ann.offer).to_contain_text("New chat")
    await ann.offer.get_by_role("button", name="Accept").click()

    # From the chat to a call, which the visitor sees ringing; both go on writing.
    await ann.page.get_by_role("main", name="Conversation").get_by_role("button", name="Call the customer").click()
    await ann.button("Call now").click()
    await ann.sees("Ringing")
    await expect(rosa.panel.get_by_role("alert")).to_contain_text("This call is recorded")
    await rosa.button("Accept").click()
    await ann.hears(VISITOR_HZ)
    await rosa.hears(ANN_HZ)
    await rosa.panel.get_by_role("textbox", name="Message").fill("It has brown tips")
    await rosa.panel.get_by_role("textbox", name="Message").press("Enter")
    await expect(ann.page.locator(".timeline")).to_contain_text("It has brown tips")
    await ann.key("End").click()
    await ann.is_free()
    await rosa.sees("Call ended")

    # The chat goes on, and from it the visitor calls whom they chat with.
    await rosa.button("Done").click()
    await ann.page.locator(".composer textarea").fill("Water it less")
    await ann.page.keyboard.press("Enter")
    await expect(rosa.panel.get_by_text("Water it less")).to_be_visible()
    await rosa.button("Call us").click()
    await rosa.button("Call now").click()
    await expect(ann.offer).to_contain_text("Incoming call")
    await ann.accept()
    await ann.hears(VISITOR_HZ)
    await rosa.hears(ANN_HZ)
    await expect(ann.page.get_by_role("article", name="Call")).to_have_count(2)
    assert len(line.exchange.centre.parley.board.live) == 1
    await rosa.button("Hang up").click()
    await expect(ann.wrap_up).to_be_visible()


async def hear_each_other(ann: Desk, rosa: Caller) -> None:
    """Both ways."""
    await asyncio.gather(ann.hears(VISITOR_HZ), rosa.hears(ANN_HZ))


async def is_back_in_time(pages: Sequence[Page], ann: Desk, rosa: Caller) -> bool:
    """Reload and listen. A machine that is busy with other things may be slow: then it is tried again."""
    began = time.monotonic()
    await asyncio.gather(*(page.reload(wait_until="commit") for page in pages))
    await ann.is_talking()
    await hear_each_other(ann, rosa)
    took = time.monotonic() - began
    print(f"{len(pages)} back after {took:.2f} s")
    return took < BACK_SECONDS


async def test_sound_is_back_after_reloads_and_a_dead_media_process(line: Line, ann: Desk) -> None:
    rosa = await line.caller()
    await rosa.open()
    await rosa.dial()
    await ann.accept()
    await hear_each_other(ann, rosa)
    for pages in ([ann.page], [ann.page, rosa.page]):
        await becomes_true(partial(is_back_in_time, pages, ann, rosa), 30.0)
    await ann.sees("Line good")

    # Offers are refused while there is no process; both browsers ask again until there is.
    killed = line.exchange.media.pids[0]
    assert killed
    os.kill(killed, signal.SIGKILL)
    await expect(ann.phone).not_to_have_attribute("data-place", "there")
    await ann.is_talking()
    await hear_each_other(ann, rosa)


async def test_a_second_tab_takes_the_call(line: Line, ann: Desk) -> None:
    rosa = await talking(line, ann)
    tab = await ann.second_tab()
    await tab.sees("This call is in another tab")
    await tab.phone.get_by_role("button", name="Move the call here").click()
    await tab.is_talking()
    await tab.hears(VISITOR_HZ)
    assert await rosa.hears(ANN_HZ)
    await ann.sees("This call is in another tab")
    await tab.key("End").click()
    await expect(ann.phone).to_have_count(0)


async def test_without_a_microphone_they_are_told_and_still_hear(line: Line) -> None:
    mona = await desk(line, "Mona Deaf", ANN_HZ, allowed=False)
    rosa = await calls_in(line)
    await mona.page.evaluate(
        "() => { navigator.mediaDevices.getUserMedia = async () => { throw new DOMException('', 'NotAllowedError'); } }"
    )
    await mona.accept()
    await mona.is_talking()
    await mona.sees("Nobody hears you: the browser does not allow the microphone.")
    await mona.hears(VISITOR_HZ)
    assert await rosa.hears()


async def test_a_protected_field_and_a_call_that_ends_unseen(line: Line, ann: Desk) -> None:
    rosa = await talking(line, ann)
    await ann.page.evaluate(
        """() => {
          const field = document.createElement('input');
          field.autocomplete = 'cc-number';
          field.ariaLabel = 'Card';
          document.querySelector('.customer').append(field);
        }"""
    )
    recording = ann.phone.locator(".recording")
    await ann.page.get_by_label("Card").focus()
    await ann.sees("Recording paused while you are in a protected field")
    await ann.page.locator(".composer textarea").focus()
    await expect(recording).to_have_attribute("data-recording", "on")
    # What was paused by hand stays so.
    await ann.phone.get_by_role("button", name="Pause").click()
    await ann.sees("Recording paused")
    await ann.page.get_by_label("Card").focus()
    await ann.page.locator(".composer textarea").focus()
    await expect(recording).to_have_attribute("data-recording", "paused")

    await ann.context.set_offline(True)
    await rosa.asks("call.end")
    await ann.context.set_offline(False)
    await expect(ann.phone).to_have_count(0)
    await expect(ann.wrap_up).to_be_visible()
