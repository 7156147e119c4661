"""The loader on somebody else's page, in Chromium: its API, its manners, and whom it listens to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from playwright.async_api import Browser, FrameLocator, Page, expect

from server.visitors.widget_pages import WidgetPages, snippet
from tests.browser import open_browser
from tests.repository.tree import ROOT
from tests.widgets.test_pages import WIDGET

pytestmark = [pytest.mark.journey, pytest.mark.asyncio(loop_scope="module")]

CONSENT = {"required": True, "text": "We keep what you write.", "version": "2", "policy_url": ""}
QUEUE = """
  window.parley = function () { (parley.q ??= []).push(arguments); };
  window.heard = [];
  for (const name of ['ready', 'open', 'close', 'error']) parley('on', name, data => heard.push([name, data?.code]));
"""


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def browser() -> AsyncIterator[Browser]:
    async with open_browser("--host-resolver-rules=MAP shop.test 127.0.0.1") as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def shop() -> AsyncIterator[str]:
    """A page with the widget of a Parley on another origin; its address. ``?calls=`` are calls made before the loader comes."""
    runner = web.AppRunner(web.Application(), shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    await runner.cleanup()
    url = f"http://localhost:{port}"

    async def find(key: str) -> dict[str, Any]:
        kind, consent = "both" if key == "calling" else "chat", CONSENT if key == "asking" else None
        return {**WIDGET, "key": key, "kind": kind, "sites": ["*"], "consent": consent, "form": []}

    async def page(request: web.Request) -> web.Response:
        script = snippet(url, request.query.get("key", "bare"))
        html = f"<!doctype html><html lang=en><title>Shop</title><h1>Shop</h1><script>{QUEUE}{request.query.get('calls', '')}</script>"
        return web.Response(text=html + script, content_type="text/html")

    pages = WidgetPages(find, url, ROOT / "build" / "widgets")
    app = web.Application()
    app.router.add_get("/", page)
    app.router.add_get("/w/{key}.js", pages.loader)
    app.router.add_get("/panel/{key}", pages.panel)
    app.router.add_get("/panel/{key}/words", pages.words)
    app.router.add_get("/assets/widgets/{name}", pages.asset)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", port).start()
    yield f"http://shop.test:{port}/"
    await runner.cleanup()


@asynccontextmanager
async def visit(browser: Browser, address: str, **context: Any) -> AsyncIterator[Page]:
    """A visitor on a page where the launcher is."""
    opened = await browser.new_context(**context)
    page = await opened.new_page()
    await page.goto(address)
    await expect(page.locator("parley-widget button")).to_be_visible()
    yield page
    await opened.close()


def panel(page: Page) -> FrameLocator:
    return page.frame_locator("parley-widget iframe")


async def opened(page: Page) -> None:
    await page.locator("parley-widget button").click()
    await expect(panel(page).locator("textarea")).to_be_visible()


async def test_calls_made_before_it_came_are_answered_in_order(browser: Browser, shop: str) -> None:
    async with visit(browser, f"{shop}?calls=parley('call');parley('open');parley('close')") as page:
        assert await page.evaluate("heard.slice(0, 3)") == [["ready", None], ["open", None], ["close", None]]
        # The panel says what it does not know, once there is one.
        await page.wait_for_function("() => heard.some(([name, code]) => name === 'error' && code === 'unavailable')")


async def test_it_speaks_the_language_of_the_page_and_changes_it_when_told(browser: Browser, shop: str) -> None:
    async with visit(browser, shop) as page:
        await expect(page.locator("parley-widget button")).to_have_accessible_name("Chat with us")
        await opened(page)
        await page.evaluate("parley('locale', 'pl')")
        await expect(panel(page).get_by_role("heading", name="Zapytaj nas")).to_be_visible()
        await expect(page.locator("parley-widget button")).to_have_accessible_name("Napisz do nas")


async def test_back_closes_on_a_phone_and_stays_on_the_page(browser: Browser, shop: str) -> None:
    async with visit(browser, shop, viewport={"width": 390, "height": 844}) as page:
        await opened(page)
        frame = page.locator("parley-widget iframe")
        await frame.evaluate("frame => Promise.all(frame.getAnimations().map(animation => animation.finished))")
        box = await frame.bounding_box()
        assert box == {"x": 0, "y": 0, "width": 390, "height": 844}
        await page.evaluate("history.back()")
        await expect(page.locator("parley-widget iframe")).to_be_hidden()
        assert page.url == shop
        await opened(page)
        await panel(page).get_by_label("Close chat").click()
        await expect(page.locator("parley-widget iframe")).to_be_hidden()
        await page.wait_for_function("history.state === null")


async def test_a_message_from_anybody_else_is_not_heard(browser: Browser, shop: str) -> None:
    async with visit(browser, shop) as page:
        await opened(page)
        await page.evaluate("postMessage({type: 'keep', memory: {token: 'theirs'}}, '*')")
        await page.evaluate("postMessage({type: 'close'}, '*')")
        frame = next(frame for frame in page.frames if "/panel/" in frame.url)
        await frame.evaluate("postMessage({type: 'close'}, '*')")
        await frame.evaluate("new Promise(done => setTimeout(done, 50))")
        await expect(page.locator("parley-widget iframe")).to_be_visible()
        assert await page.evaluate("localStorage.length") == 0
        await frame.evaluate(
            "parent.postMessage({type: 'close'}, '*')"
        )  # the positive control: the panel itself is heard
        await expect(page.locator("parley-widget iframe")).to_be_hidden()


async def test_nothing_is_connected_before_consent(browser: Browser, shop: str) -> None:
    async with visit(browser, f"{shop}?key=asking") as page:
        asked: list[str] = []
        page.on("websocket", lambda socket: asked.append(socket.url))
        await opened(page)
        await expect(panel(page).get_by_role("checkbox")).to_be_visible()
        assert asked == []
        async with page.expect_websocket():
            await page.evaluate("parley('consent', true)")
        assert "visitor" in asked[0]


async def test_it_outlives_a_page_that_replaces_everything(browser: Browser, shop: str) -> None:
    async with visit(browser, shop) as page:
        await page.evaluate("document.documentElement.replaceChildren(document.createElement('body'))")
        await opened(page)
        assert await page.locator("parley-widget").count() == 1


async def test_it_opens_on_the_call_where_one_can_call(browser: Browser, shop: str) -> None:
    async with visit(browser, f"{shop}?key=calling&calls=parley('call')") as page:
        await expect(page.locator("parley-widget iframe")).to_have_attribute("allow", "microphone")
        await expect(panel(page).get_by_role("button", name="Call us")).to_have_count(0)
        await expect(panel(page).get_by_role("heading", name="Call us", level=1)).to_be_visible()
        assert await page.evaluate("heard") == [["ready", None], ["open", None]]
        await page.evaluate("parley('close'); parley('open')")
    async with visit(browser, shop) as page:
        await opened(page)
        assert await page.locator("parley-widget iframe").get_attribute("allow") is None
