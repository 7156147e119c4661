"""An Agent who takes calls in the workspace in Chromium: their microphone is a tone, and what they hear is measured by its tones."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.centre import Person, becomes_true
from tests.journeys.callers import CENTRE, LOUD_DB, MICROPHONE, SILENT_DB, Line
from tests.server.phones import TONES, Phone


@dataclass
class Desk:
    """One person's workspace, and its tab."""

    person: Person
    context: BrowserContext
    page: Page

    @property
    def offer(self) -> Locator:
        """The offer's card."""
        return self.page.get_by_role("region", name="Offer")

    @property
    def phone(self) -> Locator:
        """The phone's card."""
        return self.page.get_by_role("region", name="Call", exact=True)

    def key(self, name: str) -> Locator:
        """A button of the phone by the beginning of its words."""
        return self.phone.locator(".phone-button", has_text=name)

    async def accept(self) -> None:
        """Take what is offered, and wait for the phone."""
        await self.offer.get_by_role("button", name="Accept").click()
        await expect(self.phone).to_be_visible()

    async def sees(self, words: str) -> None:
        """Wait for words on the phone."""
        await expect(self.phone).to_contain_text(words)

    async def is_talking(self) -> None:
        """Wait until the sound of this tab is there."""
        await expect(self.phone).to_have_attribute("data-place", "there")

    async def ask(self, key: str, whom: str, how: str, note: str = "") -> None:
        """Choose a colleague or a queue for transfer, advice or company, and say how."""
        await self.key(key).click()
        dialog = self.page.get_by_role("dialog")
        await dialog.get_by_role("combobox").fill(whom)
        await dialog.get_by_role("option", name=whom).first.click()
        if note:
            await dialog.get_by_label("Note for whoever is next").fill(note)
        await dialog.get_by_role("button", name=how, exact=True).click()

    async def levels(self) -> list[float]:
        """How loud each person is in what they hear, and at last anything at all, in decibels."""
        levels: list[float] = await self.page.evaluate("tones => heard(tones)", list(TONES))
        return levels

    async def hears(self, *tones: float) -> None:
        """Wait until they hear these people and nobody else."""
        seen: list[float] = []

        async def exactly() -> bool:
            seen[:] = await self.levels()
            return all(
                (level > LOUD_DB) if hz in tones else (level < SILENT_DB)
                for hz, level in zip(TONES, seen, strict=False)
            )

        try:
            await becomes_true(exactly)
        except TimeoutError as error:
            raise AssertionError(f"wanted {tones} of {TONES}, heard {seen}") from error

    async def second_tab(self) -> "Desk":
        """The same browser once more."""
        page = await self.context.new_page()
        await page.goto(f"{CENTRE}/workspace")
        return Desk(self.person, self.context, page)


async def hang_up(line: Line) -> None:
    """Every visitor and agent with a telephone of another make is off it."""
    for phone in line.exchange.phones:
        if phone.call and phone.socket.client.connected:
            await phone.socket.ask("call.end", {"call": phone.call})
            await phone.vanishes()
    line.exchange.phones.clear()


async def calls_in(line: Line, name: str = "Rosa Vance") -> Phone:
    """A visitor who calls, from a stock peer on the real socket."""
    phone = await line.exchange.visitor()
    await phone.asks("introduce", name=name, form={"name": name}, consent="3")
    return await phone.starts()


@asynccontextmanager
async def open_desk(
    line: Line,
    name: str,
    hz: float,
    *,
    role: str = "agent",
    state: str = "Available",
    allowed: bool = True,
    language: str = "en",
    **context: Any,
) -> AsyncIterator[Desk]:
    """Somebody at work: signed in, with a microphone unless it is not ``allowed``, receiving what ``state`` says."""
    centre = line.exchange.centre
    person = await centre.agent(name, role, queues=[line.exchange.queue], locale=language)
    async with AsyncExitStack() as stack:
        wanted = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **context}
        made = await stack.enter_async_context(await line.browser.new_context(**wanted))
        await made.add_cookies([{"name": "parley_session", "value": person.token, "url": CENTRE}])
        if allowed:
            await made.grant_permissions(["microphone"])
        await made.add_init_script(f"({MICROPHONE})({hz})")
        made.on("weberror", lambda failure: line.errors.append(str(failure.error)))
        page = await made.new_page()
        desk = Desk(person, made, page)
        await page.goto(f"{CENTRE}/workspace")
        await expect(page.locator(".inbox h1")).to_be_visible()
        if state:
            await page.locator(".presence-button").click()
            await page.locator(".menu-item", has_text=state).first.click()
        yield desk
        await (await centre.desktop(person, "offline")).close()
