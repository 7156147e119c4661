"""An Agent who takes calls in the workspace in Chromium: their microphone is a tone, and what they hear is measured by its tones."""

import re
from dataclasses import dataclass
from typing import Any

from playwright.async_api import BrowserContext, Locator, Page, expect

from tests.centre import Person, becomes_true
from tests.journeys.callers import CENTRE, LOUD_DB, SILENT_DB, Line
from tests.server.phones import TONES, Phone


@dataclass
class Desk:
    """One person's workspace, and its tab."""

    line: Line
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

    @property
    def wrap_up(self) -> Locator:
        """What is there after a call."""
        return self.page.get_by_role("region", name="After the call")

    def key(self, name: str) -> Locator:
        """A button of the phone by the beginning of its words."""
        return self.phone.locator(".phone-button", has_text=name)

    def button(self, name: str) -> Locator:
        """Any button by its words."""
        return self.page.get_by_role("button", name=name)

    async def become(self, state: str) -> None:
        """Choose what they can take now, and wait until the server knows."""
        centre = self.line.exchange.centre
        before = await centre.presence(self.person)
        await self.page.locator(".presence-button").click()
        await self.page.locator(".menu-item", has_text=state).first.click()

        async def known() -> bool:
            return await centre.presence(self.person) != before

        await becomes_true(known)

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

    async def is_free(self) -> None:
        """Write nothing up, and take what comes next."""
        await self.wrap_up.get_by_role("button", name="Done").click()
        await expect(self.page.locator(".presence-button")).to_have_attribute("aria-label", re.compile("Available"))

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
        return Desk(self.line, self.person, self.context, page)


async def calls_in(line: Line, name: str = "Rosa Vance") -> Phone:
    """A visitor who calls, from a stock peer on the real socket."""
    phone = await line.exchange.visitor()
    await phone.asks("introduce", name=name, form={"name": name}, consent="3")
    return await phone.starts()


async def telephone(line: Line, name: str, hz: float, *, serves: bool = False, state: str = "available") -> Phone:
    """A colleague with a telephone of another make; unless they serve the queue, only for who asks them."""
    person = await line.exchange.centre.agent(name, queues=[line.exchange.queue] if serves else [])
    return await line.exchange.desktop(person, hz, state)


async def desk(
    line: Line,
    name: str,
    hz: float,
    *,
    role: str = "agent",
    state: str = "Available",
    serves: bool = True,
    allowed: bool = True,
    language: str = "en",
    **context: Any,
) -> Desk:
    """Somebody at work: signed in, with a microphone unless it is not ``allowed``, receiving what ``state`` says."""
    there = line.exchange
    person = await there.centre.agent(name, role, queues=[there.queue] if serves else [], locale=language)
    made = await line.person(hz, allowed, **context)
    await made.add_cookies([{"name": "parley_session", "value": person.token, "url": CENTRE}])
    page = await made.new_page()
    await page.goto(f"{CENTRE}/workspace")
    await expect(page.locator(".inbox h1")).to_be_visible()
    sitting = Desk(line, person, made, page)
    if state:
        await sitting.become(state)
    return sitting
