"""The people of a journey: what a visitor and an agent do and see, in the words of the screen.

Each has a browser context of their own (cookies, storage) and a wire that can be cut.
"""

import re
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from playwright.async_api import Browser, BrowserContext, FrameLocator, Locator, Page, StorageState, expect

from tests.journeys.centre import Account, Centre
from tests.journeys.shop import Shop
from tests.journeys.wires import Wire

Said = tuple[str, str]
"""Who said it ("customer" or "agent") and the words."""

MESSAGES = {"MessageReceived": "customer", "MessageSent": "agent"}
VIEWPORT: Any = {"width": 1440, "height": 900}


def said(events: list[dict[str, Any]]) -> list[Said]:
    """What the stored events of a conversation hold that both sides see."""
    return [(MESSAGES[event["type"]], event["text"]) for event in events if event["type"] in MESSAGES and event["text"]]


@dataclass
class Visitor:
    """Somebody on the shop's page."""

    context: BrowserContext
    page: Page
    wire: Wire
    shop: Shop

    @property
    def launcher(self) -> Locator:
        """The widget's button."""
        return self.page.locator("parley-widget button")

    @property
    def panel(self) -> FrameLocator:
        """The widget's panel."""
        return self.page.frame_locator("parley-widget iframe")

    @property
    def composer(self) -> Locator:
        """Where they write."""
        return self.panel.locator("form.composer textarea")

    async def visit(self, path: str = "") -> None:
        """Open a page of the shop."""
        await self.page.goto(self.shop.url + path)

    async def open_widget(self) -> None:
        """Press the launcher."""
        await self.launcher.click()

    async def begin(self, name: str, words: str) -> None:
        """Fill the pre-chat form, agree, and start."""
        await self.panel.get_by_label("Your name").fill(name)
        await self.panel.get_by_label("Message").fill(words)
        await self.panel.get_by_role("checkbox").check()
        await self.panel.get_by_role("button", name="Start chat").click()
        await self.sees(words)

    async def write(self, words: str) -> None:
        """Send a message."""
        await self.composer.fill(words)
        await self.composer.press("Enter")

    async def send_file(self, path: Path) -> None:
        """Attach a file and send it."""
        await self.panel.locator("form.composer input[type=file]").set_input_files(path)
        await expect(self.panel.locator(".uploads li")).to_contain_text(path.name)
        await expect(self.panel.locator(".uploads progress")).to_have_count(0)
        await self.panel.get_by_role("button", name="Send", exact=True).click()

    def message(self, words: str) -> Locator:
        """One message with these words."""
        return self.panel.locator(".timeline li", has=self.page.locator(".bubble", has_text=words))

    async def sees(self, words: str) -> None:
        """Wait for a message."""
        await expect(self.message(words).first).to_be_visible()

    async def sees_text(self, words: str) -> None:
        """Wait for words anywhere in the panel."""
        await expect(self.panel.get_by_text(words).first).to_be_visible()

    async def sees_mark(self, words: str, mark: str) -> None:
        """Wait until a message of theirs is marked so (Sent, Delivered, Read)."""
        await expect(self.message(words).locator("small")).to_contain_text(mark)

    async def displayed(self) -> list[Said]:
        """Every message with words on the screen, in its order."""
        return await shown(
            self.panel.locator(".timeline li:is(.mine, .agent):has(.bubble p)"), ".bubble p", visitor_side
        )


@dataclass
class Agent:
    """Somebody in the workspace."""

    context: BrowserContext
    page: Page
    wire: Wire
    centre: Centre
    account: Account

    @property
    def composer(self) -> Locator:
        """Where they write."""
        return self.page.locator(".composer textarea")

    async def sign_in(self) -> None:
        """Fill the sign-in form."""
        await self.page.goto(f"{self.centre.url}/signin")
        await self.page.get_by_label("Email").fill(self.account.email)
        await self.page.get_by_label("Password", exact=True).fill(self.account.password)
        await self.page.get_by_role("button", name="Sign in").click()
        await self.is_in()

    async def enter(self) -> None:
        """Open the workspace with the session they have."""
        await self.page.goto(f"{self.centre.url}/workspace")
        await self.is_in()

    async def is_in(self) -> None:
        """Wait for the inbox and the line."""
        await expect(self.page.get_by_role("heading", name="Inbox")).to_be_visible()

    async def become(self, presence: str) -> None:
        """Choose a presence by its words in the menu ("Available", "Lunch")."""
        button = self.page.locator(".presence-button").first
        if presence.casefold() not in (await button.get_attribute("aria-label") or "").casefold():
            await button.click()
            await self.page.locator(".menu-item", has_text=presence).first.click()
        await expect(button).to_have_attribute("aria-label", re.compile(presence, re.IGNORECASE))

    @property
    def offer(self) -> Locator:
        """The offer's card."""
        return self.page.get_by_role("region", name="Offer")

    async def accept(self) -> None:
        """Take what is offered, and wait until it is what they write in."""
        before = self.page.url
        await self.offer.get_by_role("button", name="Accept").click()
        await expect(self.page).not_to_have_url(before)
        await expect(self.composer).to_be_visible()

    async def open(self, conversation: str) -> None:
        """Go to a conversation by its link."""
        await self.page.goto(f"{self.centre.url}/workspace/c/{conversation}")
        await expect(self.composer).to_be_visible()

    async def write(self, words: str) -> None:
        """Send a message."""
        await self.composer.fill(words)
        await self.composer.press("Enter")

    async def send_file(self, path: Path) -> None:
        """Attach a file and send it."""
        await self.page.locator(".composer input[type=file]").set_input_files(path)
        await expect(self.page.locator(".upload")).to_contain_text(path.name)
        await expect(self.page.locator(".upload progress")).to_have_count(0)
        await self.page.locator(".composer .send").click()

    async def note(self, words: str) -> None:
        """Write to the other agents."""
        await self.page.locator(".composer").get_by_role("button", name="Note", exact=True).click()
        await self.write(words)
        await self.sees(words)
        await self.page.locator(".composer").get_by_role("button", name="Chat", exact=True).click()

    async def transfer(self, to: str, note: str) -> None:
        """Hand the conversation to another agent."""
        await self.page.locator(".conversation-head").get_by_role("button", name="Assign", exact=True).click()
        await self.page.get_by_role("combobox", name="To").fill(to)
        await self.page.get_by_role("option", name=to).click()
        await self.page.get_by_label("Note for whoever is next").fill(note)
        await self.page.get_by_role("dialog").get_by_role("button", name="Assign", exact=True).click()

    async def close_conversation(self) -> None:
        """End it without an outcome."""
        await self.page.locator(".conversation-head").get_by_role("button", name="Close", exact=True).click()
        await self.page.get_by_role("button", name="Without an outcome").click()
        await expect(self.page.get_by_role("button", name="Reopen")).to_be_visible()

    def message(self, words: str) -> Locator:
        """One message or note with these words."""
        return self.page.locator(".timeline li.words", has=self.page.locator(".said", has_text=words))

    async def sees(self, words: str) -> None:
        """Wait for a message or a note."""
        await expect(self.message(words).first).to_be_visible()

    async def sees_text(self, words: str) -> None:
        """Wait for words anywhere in the conversation."""
        await expect(self.page.locator("main, .conversation").get_by_text(words).first).to_be_visible()

    async def sees_mark(self, words: str, mark: str) -> None:
        """Wait until a message of theirs is marked so (sent, delivered, read)."""
        await expect(self.message(words).locator(".by")).to_contain_text(mark)

    async def displayed(self) -> list[Said]:
        """Every message with words on the screen, in its order, without notes."""
        return await shown(
            self.page.locator(".timeline li.words:not([data-kind=note]):has(p.bubble)"), "p.bubble", agent_side
        )


async def shown(stations: Locator, words: str, side: Callable[[Locator], Awaitable[str]]) -> list[Said]:
    """Who said what on a screen, from the top."""
    return [(await side(station), await station.locator(words).first.inner_text()) for station in await stations.all()]


async def visitor_side(station: Locator) -> str:
    """Whose message it is in the widget."""
    return "customer" if "mine" in (await station.get_attribute("class") or "").split() else "agent"


async def agent_side(station: Locator) -> str:
    """Whose message it is in the workspace."""
    return "customer" if await station.get_attribute("data-kind") == "theirs" else "agent"


class People:
    """Lets people in, one context and one wire each; when it ends, nobody may have seen an error."""

    sessions: dict[str, StorageState] = {}  # noqa: RUF012 (shared on purpose: sign-ins are limited per account)

    def __init__(self, browser: Browser, centre: Centre, shop: Shop) -> None:
        self._browser = browser
        self._centre = centre
        self._shop = shop
        self._stack = AsyncExitStack()
        self.pages: list[Page] = []
        self.errors: list[str] = []

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._stack.aclose()

    async def visitor(self, **context: Any) -> Visitor:
        """A visitor on the shop's first page, whom nobody knows yet."""
        made, page, wire = await self._context(**context)
        visitor = Visitor(made, page, wire, self._shop)
        await visitor.visit()
        return visitor

    async def agent(self, key: str, **context: Any) -> Agent:
        """An agent in the workspace; the first time they sign in, later they come back."""
        account = self._centre.accounts[key]
        kept = self.sessions.get(f"{self._centre.url} {key}")
        made, page, wire = await self._context(**context, **({"storage_state": kept} if kept else {}))
        agent = Agent(made, page, wire, self._centre, account)
        await (agent.enter() if kept else agent.sign_in())
        self.sessions[f"{self._centre.url} {key}"] = await made.storage_state()
        return agent

    async def stranger(self, **context: Any) -> Page:
        """The sign-in page, with nobody signed in."""
        _, page, _ = await self._context(**context)
        await page.goto(f"{self._centre.url}/signin")
        await expect(page.get_by_label("Email")).to_be_visible()
        return page

    async def _context(self, **options: Any) -> tuple[BrowserContext, Page, Wire]:
        wire = await self._stack.enter_async_context(Wire())
        wanted = {"viewport": VIEWPORT, "locale": "en-GB", "proxy": {"server": wire.url}, **options}
        context = await self._stack.enter_async_context(await self._browser.new_context(**wanted))
        context.on("weberror", lambda failure: self.errors.append(str(failure.error)))
        context.on("page", lambda page: self.pages.append(page))  # noqa: PLW0108 (Playwright marks the handler it is given)
        return context, await context.new_page(), wire

    async def photograph(self, folder: Path) -> None:
        """Keep what everybody sees, for whoever has to find out why a journey failed."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(page for page in self.pages if not page.is_closed()):
            await page.screenshot(path=folder / f"{number}.png")
