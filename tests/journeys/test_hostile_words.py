"""Whatever people write stays words on every screen: no dialog, no broken policy, no request to a stranger, in real Chromium."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

import pytest
import pytest_asyncio
import socketio
from playwright.async_api import Browser, BrowserContext, Dialog, Page, Request

from tests.journeys.centre import ADMINISTRATOR, Centre, open_centre
from tests.security.payloads import seed

ADMIN_PAGES = ("agents", "teams", "queues", "widgets", "templates", "tags", "roles")
WATCH = (
    "document.addEventListener('securitypolicyviolation', event => console.error('policy: ' + event.violatedDirective))"
)


@dataclass
class Watch:
    """What hostile words achieved in a browser."""

    found: list[str] = field(default_factory=list)

    async def over(self, context: BrowserContext, own: str) -> Page:
        """A page whose dialogs, broken policies and foreign requests are noted."""
        await context.add_init_script(WATCH)
        page = await context.new_page()

        async def dismiss(dialog: Dialog) -> None:
            self.found.append(f"dialog: {dialog.message}")
            await dialog.dismiss()

        def look(request: Request) -> None:
            if not request.url.startswith((own, own.replace("http", "ws", 1), "data:", "blob:")):
                self.found.append(f"request: {request.url}")

        page.on("dialog", dismiss)
        page.on("request", look)
        page.on("console", lambda message: self.found.append(message.text) if "olicy" in message.text else None)
        page.on("pageerror", lambda error: self.found.append(f"error: {error}"))
        return page


@dataclass
class Tab:
    """A visitor's tab without a browser."""

    socket: socketio.AsyncClient
    welcome: dict[str, Any]

    async def ask(self, event: str, data: Any = None) -> Any:
        """Emit, and wait for the acknowledgement."""
        return await self.socket.call(event, data)


@dataclass
class Seeded:
    """A centre full of hostile words."""

    centre: Centre
    conversations: list[str]
    tabs: list[tuple[str, Tab]]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def seeded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Seeded]:
    async with open_centre(tmp_path_factory.mktemp("hostile")) as centre:
        tabs: list[tuple[str, Tab]] = []

        async def open_tab(key: str, page: dict[str, Any]) -> Tab:
            socket = socketio.AsyncClient()
            greeting: list[dict[str, Any]] = []
            socket.on("welcome", greeting.append)
            await socket.connect(
                centre.url,
                socketio_path="/socket/visitor",
                auth={"widget": key, "page": page},
                transports=["websocket"],
                wait_timeout=30,
            )
            while not greeting:
                await socket.sleep(0.01)
            tabs.append((key, Tab(socket, greeting[0])))
            return tabs[-1][1]

        async def upload(token: str, name: str, content: bytes) -> str:
            url = f"{centre.url}/api/v1/visitor/files?name={quote(name)}"
            async with centre.http.post(url, data=content, headers={"Authorization": f"Bearer {token}"}) as answer:
                return str((await answer.json())["id"])

        conversations = await seed(centre.ask, open_tab, upload, centre.queue)
        yield Seeded(centre, conversations, tabs)
        for _, tab in tabs:
            await tab.socket.disconnect()


async def signed_in(browser: Browser, centre: Centre) -> BrowserContext:
    context = await browser.new_context(viewport={"width": 1440, "height": 900})
    email, password = ADMINISTRATOR
    answer = await context.request.post(f"{centre.url}/api/v1/session", data={"email": email, "password": password})
    assert answer.ok
    return context


async def test_it_would_be_noticed(browser: Browser, seeded: Seeded) -> None:
    context, watch = await signed_in(browser, seeded.centre), Watch()
    page = await watch.over(context, seeded.centre.url)
    await page.goto(f"{seeded.centre.url}/workspace")
    await page.evaluate("alert('control')")
    await page.evaluate("const image = new Image(); image.src = 'https://evil.example/pixel.gif'")
    await page.wait_for_function("performance.now() > 0")
    await context.close()
    assert "dialog: control" in watch.found
    assert any("olicy" in found for found in watch.found)


async def test_the_workspace_shows_words(browser: Browser, seeded: Seeded) -> None:
    context, watch = await signed_in(browser, seeded.centre), Watch()
    page = await watch.over(context, seeded.centre.url)
    for conversation in seeded.conversations:
        await page.goto(f"{seeded.centre.url}/workspace/c/{conversation}")
        await page.locator("ol li").first.wait_for()
        await page.locator(".profile h2").wait_for()
    await page.goto(f"{seeded.centre.url}/workspace/customers")
    await page.locator("main, [role=main]").first.wait_for()
    for section in ADMIN_PAGES:
        await page.goto(f"{seeded.centre.url}/workspace/admin/{section}")
        await page.locator("main, [role=main]").first.wait_for()
    await context.close()
    assert watch.found == []


async def test_the_panel_shows_words(browser: Browser, seeded: Seeded) -> None:
    watch = Watch()
    context = await browser.new_context()
    page = await watch.over(context, seeded.centre.url)
    for key, _ in seeded.tabs:
        await page.goto(f"{seeded.centre.url}/p/{key}")
        await page.locator("h1, h2, form").first.wait_for()
    await context.close()
    assert watch.found == []
