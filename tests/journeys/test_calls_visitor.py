"""A visitor's call in Chromium, from the first press to the end of it: what they hear is measured, what they see is read."""

import os
import re
import signal
import time
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio
from playwright.async_api import expect

from domain.call_events import CallStarted
from tests.centre import Person, becomes_true
from tests.journeys.callers import ANN_HZ, BEN_HZ, VISITOR_HZ, Caller, Line, open_line
from tests.server.phones import Phone

BACK_SECONDS = 2.0
"""From the reload of a page to its sound."""
HANG_UP_AT_ONCE = """body => new MutationObserver((_, looking) => {
    const button = [...document.querySelectorAll("button")].find(each => each.textContent.includes("Hang up"));
    if (button && !document.body.textContent.includes("Your browser asks")) { looking.disconnect(); button.click(); }
}).observe(body, { childList: true, subtree: true })"""
"""As soon as there is something to press, before the server has answered."""


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def open_now(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Line]:
    expect.set_options(timeout=25_000)
    async with open_line(tmp_path_factory.mktemp("line")) as line:
        yield line


@pytest_asyncio.fixture(loop_scope="session")
async def line(open_now: Line) -> AsyncIterator[Line]:
    yield open_now
    await open_now.tidy()
    assert open_now.errors == []


Desk = tuple[Phone, Person]


@pytest_asyncio.fixture(loop_scope="session")
async def ann(line: Line) -> AsyncIterator[Desk]:
    """An agent with a telephone, who takes nothing yet; afterwards their calls are over."""
    there = line.exchange
    person = await there.centre.agent("Ann", queues=[there.queue])
    phone = await there.desktop(person, ANN_HZ, "busy")
    yield phone, person
    for call in {call["call"] for call in phone.socket.all("call")}:
        await phone.socket.ask("call.end", {"call": call})
    await phone.asks("presence", state="offline")
    await phone.vanishes()


async def talking(line: Line, ann: Desk, shop: str = "both") -> Caller:
    """A visitor who talks with Ann."""
    phone, _ = ann
    await phone.asks("presence", state="available")
    rosa = await line.caller(shop)
    await rosa.open()
    await (rosa.dial() if shop == "both" else rosa.call())
    await phone.accepts()
    await rosa.hears(ANN_HZ)
    assert await phone.hears(VISITOR_HZ)
    await rosa.sees("On the line")
    return rosa


async def test_click_queue_talk_mute_hold_keys_end(line: Line, ann: Desk) -> None:
    phone, _ = ann
    rosa = await line.caller()
    await rosa.open()
    await rosa.button("Call us").first.click()
    await expect(rosa.panel.locator(".notice")).to_contain_text("This call is recorded")
    await rosa.call()

    # They wait with music and their place, and can write meanwhile.
    await rosa.sees("You are next")
    await rosa.hears_music()
    await rosa.panel.get_by_label("Message").fill("It is about my fern")
    await rosa.panel.get_by_label("Message").press("Enter")
    await expect(rosa.panel.locator(".mine")).to_contain_text("It is about my fern")

    # They talk, in the same conversation.
    await phone.asks("presence", state="available")
    await phone.accepts()
    await rosa.hears(ANN_HZ)
    assert await phone.hears(VISITOR_HZ)
    await rosa.sees("On the line")
    await rosa.sees("Recording")
    conversation = (await phone.sees("talking"))["conversation"]
    assert {"CallStarted", "MessageReceived", "CallAnswered"} <= set(await line.exchange.centre.events(conversation))
    stored = [event.body for event in await line.exchange.centre.parley.desk.events(conversation, 0, 50)]
    notice = next(body.notice for body in stored if isinstance(body, CallStarted))
    assert re.fullmatch("en-[0-9a-f]{12}", notice or "")

    # Muted, nobody hears them; with music, they hear nobody.
    await rosa.button("Mute").click()
    await rosa.sees("You are muted")
    assert await phone.hears()
    await rosa.button("Unmute").click()
    assert await phone.hears(VISITOR_HZ)
    await phone.asks("call.hold", on=True)
    await rosa.sees("Ann will be with you again")
    await rosa.hears_music()
    await phone.asks("call.hold", on=False)
    await rosa.hears(ANN_HZ)
    await phone.asks("call.record", state="paused")
    await rosa.sees("Recording paused")

    # Keys reach the agent, whether clicked or typed.
    await rosa.button("Keypad").click()
    await rosa.button("4").click()
    await rosa.panel.locator(".keypad").press("#")
    await expect(rosa.panel.locator("output")).to_have_text("4#")
    await phone.socket.until("keys", lambda keys: keys["digits"] == "#")

    await rosa.button("Hang up").click()
    assert (await phone.sees("ended"))["reason"] == "customer"
    await rosa.sees("Call ended")
    await rosa.hears()
    await expect(rosa.panel.locator(".timeline")).to_contain_text(re.compile(r"Call ended · \d+:\d\d"))
    await rosa.button("Done").click()
    await expect(rosa.card).to_have_count(0)


async def test_a_reload_comes_back_in_two_seconds(line: Line, ann: Desk) -> None:
    phone, _ = ann
    rosa = await talking(line, ann)
    await rosa.button("Mute").click()
    assert await phone.hears()
    await rosa.button("Unmute").click()
    assert await phone.hears(VISITOR_HZ)

    async def is_back_in_time() -> bool:
        began = time.monotonic()
        await rosa.page.reload(wait_until="commit")
        await expect(rosa.card).to_be_visible()
        await rosa.hears(ANN_HZ)
        return time.monotonic() - began < BACK_SECONDS

    await becomes_true(is_back_in_time, 30.0)
    assert await phone.hears(VISITOR_HZ)
    # Another page of the shop is the same.
    await rosa.page.goto(f"{rosa.shop}/orders")
    await rosa.hears(ANN_HZ)
    assert await phone.hears(VISITOR_HZ)
    await rosa.sees("On the line")


async def test_a_second_tab_says_where_the_call_is_and_takes_it_over(line: Line, ann: Desk) -> None:
    phone, _ = ann
    rosa = await talking(line, ann)
    second = Caller(rosa.context, await rosa.context.new_page(), rosa.shop)
    await second.page.goto(second.shop)
    await second.open()
    await second.sees("Your call goes on in another window")
    await rosa.hears(ANN_HZ)
    await second.button("Continue here").click()
    await second.hears(ANN_HZ)
    await rosa.sees("Your call goes on in another window")
    assert await phone.hears(VISITOR_HZ)
    await second.button("Hang up").click()
    await second.sees("Call ended")
    await expect(rosa.card).to_have_count(0)


async def test_an_agent_calls_and_is_answered_or_declined(line: Line, ann: Desk) -> None:
    phone, person = ann
    rosa = await line.caller()
    await rosa.open()
    await rosa.panel.get_by_label("Your name").fill("Rosa Vance")
    await rosa.panel.get_by_role("textbox", name="Message").fill("Hello")
    await rosa.panel.get_by_role("checkbox").check()
    await rosa.button("Start chat").click()
    await phone.asks("presence", state="available")
    offer = await phone.socket.until("offer")
    await phone.asks("accept", offer=offer["offer"])
    await rosa.launcher.click()

    await phone.starts(conversation=offer["conversation"])
    await rosa.sees("Ann would like to talk with you")
    await rosa.button("Decline").click()
    await phone.sees("rejected")
    await expect(rosa.panel.get_by_role("button", name="Accept")).to_have_count(0)

    phone.socket.forget()
    await phone.starts(conversation=offer["conversation"])
    await rosa.button("Accept").click()
    await rosa.hears(ANN_HZ)
    assert await phone.hears(VISITOR_HZ)
    await phone.asks("call.end")
    await rosa.sees("Call ended")
    assert person.id


async def test_voicemail_and_callback_instead_of_waiting(line: Line, ann: Desk) -> None:
    rosa = await line.caller()
    await rosa.open()
    await rosa.dial()
    await rosa.sees("You are next")
    await rosa.button("Call me back").click()
    await rosa.sees("We will call you back")

    ida = await line.caller()
    await ida.open()
    await ida.dial("Ida Brook")
    await ida.sees("Music plays")
    await ida.button("Leave a voice message").click()
    await ida.sees("Speak after the tone")
    await ida.sees("left")
    await expect(ida.panel.locator(".timeline")).to_contain_text("Voice message")
    await ida.button("Finish message").click()
    await ida.sees("We have your voice message")


async def test_no_microphone_is_said_honestly(line: Line, ann: Desk) -> None:
    rosa = await line.caller(allowed=False)
    await rosa.open()
    await rosa.dial()
    await expect(rosa.panel.get_by_role("alert")).to_contain_text("The microphone is not allowed")
    await rosa.context.grant_permissions(["microphone"])
    await rosa.button("Try again").click()
    await rosa.sees("You are next")
    await rosa.button("Hang up").click()
    await rosa.sees("Call ended")


async def test_a_page_that_forbids_the_microphone_gets_a_window(line: Line, ann: Desk) -> None:
    phone, _ = ann
    rosa = await line.caller("strict")
    await rosa.open()
    await rosa.panel.get_by_label("Your name").fill("Rosa Vance")
    await rosa.panel.get_by_role("textbox", name="Message").fill("I would rather talk")
    await rosa.panel.get_by_role("checkbox").check()
    await rosa.button("Start chat").click()
    await expect(rosa.panel.locator(".mine")).to_contain_text("I would rather talk")
    await rosa.button("Call us").click()
    await expect(rosa.panel.get_by_role("alert")).to_contain_text("The call opens in a window of its own")
    async with rosa.page.expect_popup() as opened:
        await rosa.button("Open the call window").click()
    window = Caller(rosa.context, await opened.value, rosa.shop)
    await window.button("Call now").click()
    await window.sees("You are next")
    await expect(window.panel.locator(".mine")).to_contain_text("I would rather talk")
    await rosa.sees("Your call goes on in another window")
    await phone.asks("presence", state="available")
    await phone.accepts()
    await window.hears(ANN_HZ)
    await window.page.reload()
    await window.hears(ANN_HZ)
    assert await phone.hears(VISITOR_HZ)


async def test_an_agents_link_leads_into_the_call(line: Line, ann: Desk) -> None:
    phone, person = ann
    there = line.exchange
    await phone.asks("presence", state="available")
    id, _ = await there.centre.given(await there.centre.widget(there.queue), person, "My fern is ill")
    made = await there.centre.api("POST", f"/conversations/{id}/talk-link", {}, by=person)
    rosa = await line.caller(path=made["url"])

    # Who they are is known, and the address shows no secret any more. This browser's own visitor stays whoever it was.
    await expect(rosa.button("Call now")).to_be_enabled()
    await expect(rosa.panel.get_by_label("Your name")).to_have_count(0)
    assert rosa.page.url.endswith("#talk")
    await rosa.panel.get_by_role("checkbox").check()
    await rosa.button("Call now").click()
    await phone.accepts("answer")
    await rosa.hears(ANN_HZ)
    assert await phone.hears(VISITOR_HZ)
    assert (await phone.sees("talking"))["conversation"] == id
    await expect(rosa.panel.locator(".timeline")).to_contain_text("My fern is ill")
    assert await rosa.page.evaluate("Object.keys(localStorage)") == []

    # A reload is still theirs; a link that has ended says so.
    await rosa.page.reload()
    await rosa.hears(ANN_HZ)
    await rosa.button("Hang up").click()
    await rosa.sees("Call ended")
    ida = await line.caller(path=made["url"][:-4] + "beef")
    await ida.panel.get_by_role("checkbox").check()
    await ida.button("Call now").click()
    await expect(ida.panel.locator(".banner")).to_contain_text("This link has ended")


async def test_the_test_call_lets_them_hear_themselves(line: Line, ann: Desk) -> None:
    rosa = await line.caller()
    await rosa.open()
    await rosa.panel.locator("body").evaluate(HANG_UP_AT_ONCE)
    await rosa.dial()
    await rosa.button("Call again").click()
    await rosa.button("Check microphone and sound").click()
    await rosa.button("Hear yourself").click()
    await rosa.hears(VISITOR_HZ)
    await rosa.button("Stop").click()
    await rosa.button("Back").click()
    await expect(rosa.button("Call now")).to_be_visible()


async def test_three_voices_and_a_media_process_that_dies(line: Line, ann: Desk) -> None:
    phone, _ = ann
    ben = await line.exchange.centre.agent("Ben", queues=[])
    second = await line.exchange.desktop(ben, BEN_HZ)
    rosa = await talking(line, ann, "call")
    await phone.asks("call.add", agent=ben.id)
    await second.accepts("add")
    await rosa.hears(ANN_HZ, BEN_HZ)
    await rosa.sees("On the line")
    await second.asks("call.end")
    await rosa.hears(ANN_HZ)
    killed = line.exchange.media.pids[0]
    assert killed
    os.kill(killed, signal.SIGKILL)
    await phone.socket.until("call", lambda call: call["state"] == "interrupted")
    await becomes_true(lambda: line.exchange.media.pids[0] != killed)
    await phone.connect(phone.call, phone.leg)
    await rosa.hears(ANN_HZ)
    assert await phone.hears(VISITOR_HZ)
