"""A customer's past in the browser: a long timeline that scrolls, is narrowed, searched and jumped in; the journey; search over everything."""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from playwright.async_api import Page, expect

from domain.touchpoints import Touchpoint
from tests.browser import open_browser
from tests.centre import Centre, HandClock, Person, open_centre
from tests.journeys.test_accessibility import Findings

PICTURES = os.environ.get("PARLEY_PICTURES")
"""Where to keep what the screens look like, for eyes."""
EVENTS = 6_000
FIRST_PAGE_MS, SLOW_FRAME_MS, MOST_SLOW = 150, 100, 0.10
LANGUAGES = {"en": "Timeline", "pl": "Oś czasu", "it": "Cronologia", "ru": "Лента"}
ASKED = """async customer => {
  const begun = performance.now();
  await (await fetch(`/api/v1/customers/${customer}/timeline?kinds=&limit=100`)).json();
  return performance.now() - begun;
}"""
"""How long the first page takes, as the browser has it; the benchmark says how often it takes longer."""
FRAMES = """box => new Promise(done => {
  const spans = [], heights = []; let last = performance.now(), step = 0;
  const move = now => {
    spans.push(now - last); last = now; box.scrollTop += 240;
    heights.push(box.querySelectorAll('.past-lines > li').length);
    if (++step < 240) requestAnimationFrame(move); else done({spans: spans.slice(1), drawn: Math.max(...heights), top: box.scrollTop});
  };
  requestAnimationFrame(move);
})"""
"""Scroll four windows a second for four seconds; how long each frame took, and how many lines were drawn at most."""


def long_story(customer: str, now: datetime) -> list[Touchpoint]:
    """Two years of visits and custom events, busy days among them."""
    rows = []
    for number in range(EVENTS):
        at = now - timedelta(minutes=170 * (number + 1) - number % 50 * 168)
        kind: Any = "page" if number % 3 else "event"
        title = f"Lamp {number % 90}" if kind == "page" else "Viewed"
        text = f"https://shop.example/lamps/{number % 90}"
        rows.append(
            Touchpoint(f"e|{customer}|{number}", customer, at, kind, "Seen", "web", "customer", "", title, text)
        )
    return rows


async def seen(page: Page, name: str) -> None:
    """Keep a picture of each theme and width, where they are wanted."""
    if not PICTURES:
        return
    folder = Path(PICTURES)
    folder.mkdir(parents=True, exist_ok=True)
    for theme in ("light", "dark"):
        await page.emulate_media(color_scheme=theme)
        for width in (1440, 390):
            await page.set_viewport_size({"width": width, "height": 900})
            await page.screenshot(path=folder / f"{name}-{theme}-{width}.png")
    await page.set_viewport_size({"width": 1440, "height": 900})
    await page.emulate_media(color_scheme="light")


async def told(centre: Centre, boss: Person) -> str:
    """The id of a customer with two conversations and a long story."""
    widget = await centre.widget()
    id, visitor = await centre.given(widget, boss, "Where is my lamp? Order 4711")
    for number in range(90):
        centre.clock.pass_(seconds=20)
        await visitor.ask("message", {"id": f"n{number}", "text": f"Is anybody there? ({number})"})
    await centre.api(
        "POST", f"/conversations/{id}/messages", {"id": "a1", "channel": "chat", "text": "It is on its way"}, by=boss
    )
    customer = (await centre.state(id)).customer
    await visitor.ask("introduce", {"name": "Łucja Sandoval"})
    await centre.conversation(widget, "My lampshade is broken")
    centre.parley.touchpoints.add(long_story(customer, centre.clock.now()))
    await centre.parley.touchpoints.flush(128)
    return customer


async def test_a_long_past_and_the_search_in_everything() -> None:
    findings = Findings()
    async with (
        open_centre(clock=HandClock(datetime.now(UTC) - timedelta(hours=2))) as centre,
        open_browser() as browser,
    ):
        boss = await centre.agent("Boss", "administrator")
        customer = await told(centre, boss)
        context = await browser.new_context(viewport={"width": 1440, "height": 900}, locale="en-GB")
        await context.add_cookies([{"name": "parley_session", "value": boss.token, "url": centre.url}])
        page = await context.new_page()
        errors: list[str] = []
        context.on("weberror", lambda failure: errors.append(str(failure.error)))

        # The first page comes at once, and the profile leads to it.
        await page.goto(f"{centre.url}/workspace/customers/{customer}")
        await page.get_by_role("link", name="Timeline", exact=True).click()
        scroll = page.get_by_role("region", name="Timeline of Łucja Sandoval")
        await expect(scroll.locator("li.touch").first).to_be_visible()
        took = min([await page.evaluate(ASKED, customer) for _ in range(5)])
        assert took < FIRST_PAGE_MS
        await findings.look("timeline", page)
        await seen(page, "timeline")

        # It scrolls on and on, and draws no more for it.
        smooth = await scroll.evaluate(FRAMES)
        slow = sum(span > SLOW_FRAME_MS for span in smooth["spans"]) / len(smooth["spans"])
        print(
            f"first page {took:.0f} ms; slow frames {slow:.1%}, worst {max(smooth['spans']):.0f} ms, {smooth['drawn']} lines drawn"
        )
        assert slow <= MOST_SLOW
        assert smooth["drawn"] < 80
        assert smooth["top"] > 20_000

        # A date, a channel, words: each leads to what is wanted, and a press to the very message.
        wanted = (centre.clock.now() - timedelta(days=400)).date()
        await page.get_by_label("Go to").fill(wanted.isoformat())
        near = "|".join(str(wanted - timedelta(days=days)) for days in range(3))
        await expect(scroll.locator("li.touch time").first).to_have_attribute("datetime", re.compile(f"^({near})"))
        await scroll.press("ArrowDown")
        await expect(page.locator(":focus")).to_have_attribute("data-line", re.compile("."))
        await page.get_by_role("button", name="Latest").click()
        await page.get_by_role("button", name="Chat", exact=True).click()
        await expect(scroll.locator("li.touch", has_text="It is on its way")).to_be_visible()
        await expect(scroll.locator("li.touch[data-channel=web]")).to_have_count(0)
        await page.get_by_label("Search in this timeline").fill("ORDER 4711")
        hit = scroll.locator("li.touch", has_text="Where is my lamp?")
        await expect(hit.locator("mark").first).to_have_text("Order")
        await seen(page, "timeline-narrowed")
        await hit.locator("a").click()
        await expect(page.locator("[data-sought]")).to_contain_text("Where is my lamp?")
        await expect(page.locator("[data-sought]")).to_be_in_viewport()
        await seen(page, "sought")

        # The journey says where they got stuck.
        await page.goto(f"{centre.url}/workspace/customers/{customer}/journey")
        await expect(page.get_by_text("for an answer").first).to_be_visible()
        await page.get_by_text("for an answer").first.click()
        await expect(page.locator(".journey-stop[data-chosen]")).to_be_in_viewport()
        await findings.look("journey", page)
        await seen(page, "journey")

        # Search: from the palette to the page of results, narrowed by queue and agent, to the message.
        await page.keyboard.press("Control+k")
        await page.get_by_role("combobox").fill("lamp")
        await expect(page.get_by_role("option", name="Where is my lamp?")).to_be_visible()
        await findings.look("palette", page)
        await seen(page, "palette")
        await page.get_by_role("option", name="Search everywhere for “lamp”").click()
        hits = page.locator(".hit")
        await expect(hits).to_have_count(2)
        await expect(hits.locator("mark").first).to_have_text("lamp")
        await findings.look("search", page)
        await seen(page, "search")
        await page.get_by_label("Agent").select_option(label="Boss")
        await expect(hits).to_have_count(1)
        await page.get_by_label("Search messages and customers").press("ArrowDown")
        await page.keyboard.press("Enter")
        await expect(page.locator("[data-sought]")).to_contain_text("Where is my lamp?")
        await page.goto(f"{centre.url}/workspace/search?q=Sandovla&in=customers")
        await expect(page.locator(".hit")).to_contain_text("Similar name")
        await page.get_by_label("Search messages and customers").fill("nowhere")
        await expect(page.get_by_text("Nothing found")).to_be_visible()

        # Four languages.
        for language, word in LANGUAGES.items():
            rv = (await centre.api("GET", f"/agents/{boss.id}", by=boss))["rv"]
            await centre.api("PATCH", f"/agents/{boss.id}", {"rv": rv, "locale": language}, by=boss)
            await page.goto(f"{centre.url}/workspace/customers/{customer}/timeline")
            await expect(page.get_by_role("link", name=word, exact=True)).to_be_visible()
            await expect(page.locator("li.touch").first).to_be_visible()
            await findings.look(f"timeline in {language}", page)
        assert errors == []
    assert findings == {}
