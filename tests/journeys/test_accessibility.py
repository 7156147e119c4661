"""axe finds nothing to say about any page or state of the widget and the workspace, in light and in dark."""

import asyncio
import re
from typing import Any, Literal

import pytest
from playwright.async_api import Frame, Locator, Page, expect

from tests.journeys.centre import Centre
from tests.journeys.people import Agent, People, Visitor
from tests.repository.tree import ROOT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
STILLNESS = """() => Promise.all(document.getAnimations()
  .filter(animation => animation.effect.getComputedTiming().endTime !== Infinity)
  .map(animation => animation.finished))"""
"""What breathes for ever, such as the sign of a live call, never ends: waiting for it would hang."""
SHORT_OF_MOTION: Any = {"reduced_motion": "reduce"}
PATIENCE_SECONDS = 30.0
SECTIONS = (
    "agents",
    "teams",
    "queues",
    "prompts",
    "widgets",
    "templates",
    "organisations",
    "fields",
    "tags",
    "roles",
    "retention-rules",
    "audit",
)
Theme = Literal["light", "dark"]

each_theme = pytest.mark.parametrize("theme", ["light", "dark"])


class Findings(dict[str, list[str]]):
    """What axe found, by the name of the state it was found in; states without findings leave nothing."""

    async def look(self, state: str, place: Page | Frame) -> None:
        """Let axe judge one document as it is once nothing moves any more."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            await place.evaluate(STILLNESS)
            await place.evaluate(AXE)
            options = {"runOnly": {"type": "tag", "values": TAGS}, "iframes": False, "resultTypes": ["violations"]}
            judged: dict[str, Any] = await place.evaluate("options => axe.run(document, options)", options)
        for violation in judged["violations"]:
            where = [node["html"][:160] for node in violation["nodes"]]
            self.setdefault(state, []).append(f"{violation['id']}: {where}")

    async def look_at_widget(self, state: str, visitor: Visitor) -> None:
        """The panel, and the page it lives on."""
        await self.look(state, next(frame for frame in visitor.page.frames if "/panel/" in frame.url))
        await self.look(f"{state}, the page", visitor.page)


@each_theme
async def test_it_would_be_found(people: People, theme: Theme) -> None:
    page = await people.stranger(color_scheme=theme)
    await page.evaluate("() => document.querySelector('label').replaceWith(document.createElement('input'))")
    findings = Findings()
    await findings.look("an input without a name", page)
    assert any(found.startswith("label") for found in findings["an input without a name"])


@each_theme
async def test_the_widget(people: People, theme: Theme) -> None:
    findings = Findings()
    await (await people.agent("cleo")).become("Available")
    agent = await people.agent("ada")
    await agent.become("Lunch")
    visitor = await people.visitor(color_scheme=theme, **SHORT_OF_MOTION)
    await findings.look("closed", visitor.page)
    await visitor.open_widget()
    await expect(visitor.panel.get_by_label("Your name")).to_be_visible()
    await findings.look_at_widget("the form", visitor)
    await visitor.begin(f"Iris {theme}", "A question")
    await visitor.sees_text("You are next")
    await findings.look_at_widget("waiting", visitor)
    await visitor.panel.get_by_role("button", name="Leave a message instead").click()
    await expect(visitor.panel.get_by_role("button", name="Keep waiting")).to_be_visible()
    await findings.look_at_widget("leaving a message", visitor)
    await visitor.panel.get_by_role("button", name="Keep waiting").click()
    await agent.become("Available")
    await agent.accept()
    await agent.write("An answer with a link: https://fernandfig.example/care")
    await visitor.sees("An answer")
    await findings.look_at_widget("the chat", visitor)
    await visitor.panel.get_by_role("button", name="Emoji").click()
    await expect(visitor.panel.get_by_role("button", name="😀")).to_be_visible()
    await findings.look_at_widget("emoji", visitor)
    await visitor.panel.get_by_role("button", name="More").click()
    await findings.look_at_widget("the menu", visitor)
    await visitor.panel.get_by_role("button", name="Earlier conversations").click()
    await expect(visitor.panel.get_by_role("button", name="Back")).to_be_visible()
    await findings.look_at_widget("earlier conversations", visitor)
    await visitor.panel.get_by_role("button", name="Back").click()
    await agent.close_conversation()
    await visitor.sees_text("Conversation ended")
    await findings.look_at_widget("the end", visitor)
    assert findings == {}


@each_theme
async def test_the_hosted_twin(people: People, centre: Centre, theme: Theme) -> None:
    findings = Findings()
    visitor = await people.visitor(color_scheme=theme, **SHORT_OF_MOTION)
    await visitor.page.goto(f"{centre.url}/p/{centre.key}")
    await expect(visitor.page.get_by_label("Message")).to_be_visible()
    await findings.look("the hosted twin", visitor.page)
    assert findings == {}


@each_theme
async def test_the_sign_in(people: People, theme: Theme) -> None:
    findings = Findings()
    page = await people.stranger(color_scheme=theme, **SHORT_OF_MOTION)
    await findings.look("the form", page)
    await page.get_by_label("Email").fill("nobody@journey.example")
    await page.get_by_label("Password", exact=True).fill("not the password")
    await page.get_by_role("button", name="Sign in").click()
    await expect(page.get_by_role("alert")).to_contain_text("wrong")
    await findings.look("refused", page)
    assert findings == {}


@each_theme
async def test_the_workspace(people: People, theme: Theme) -> None:
    findings = Findings()
    agent = await people.agent("ada", color_scheme=theme, **SHORT_OF_MOTION)
    page = agent.page
    await agent.become("Available")
    await findings.look("an empty inbox", page)
    visitor = await people.visitor()
    await visitor.open_widget()
    await visitor.begin(f"Hugo {theme}", "Good morning")
    await expect(agent.offer).to_contain_text("Hugo")
    await findings.look("an offer", page)
    await agent.accept()
    await agent.write("Good morning to you")
    await agent.note("A note")
    await findings.look("a conversation", page)
    for name in ("Assign", "Snooze", "Edit tags|Add a tag", "Close", "Emoji"):
        await opened(findings, agent, name)
    for key in ("?", "Control+k"):
        await page.locator("h1").first.click()
        await page.keyboard.press(key)
        await expect(page.locator("dialog[open]")).to_be_visible()
        await findings.look(f"what {key} opens", page)
        await page.keyboard.press("Escape")
    await opened(findings, agent, "Settings", "nav")
    await page.locator(".presence-button").first.click()
    await findings.look("presence", page)
    await page.keyboard.press("Escape")
    await agent.close_conversation()
    await findings.look("a closed conversation", page)
    await page.goto(f"{agent.centre.url}/workspace/customers")
    await page.get_by_text(f"Hugo {theme}").first.click()
    await findings.look("a customer", page)
    assert findings == {}


@each_theme
async def test_a_profile(people: People, centre: Centre, theme: Theme) -> None:
    findings = Findings()
    size = {"name": f"Size {theme}", "key": f"Size {theme}", "kind": "number"}
    site = {"name": f"Site {theme}", "key": f"Site {theme}", "kind": "url"}
    made = [await centre.ask("POST", "/fields", field) for field in (size, site)]
    whole = {"vip": True, "lifecycle": "lead", "note": "Prefers mornings", "timezone": "Europe/Warsaw"}
    emails = [{"kind": "email", "value": f"iris-{theme}@mail.example"}]
    fields = {size["key"]: 39, site["key"]: "https://iris.example/"}
    iris = {"name": f"Iris {theme}", "addresses": emails, "fields": fields, **whole}
    one = await centre.ask("POST", "/customers", iris)
    await centre.ask("POST", "/customers", {"name": f"Irys {theme}", "addresses": emails, "note": "Called"})
    agent = await people.agent("ada", color_scheme=theme, **SHORT_OF_MOTION)
    page = agent.page
    await page.goto(f"{centre.url}/workspace/customers/{one['id']}")
    await expect(page.locator(".likely")).to_be_visible()
    await findings.look("a profile", page)
    await page.get_by_role("button", name=f"Edit Size {theme}").click()
    await page.keyboard.type("x")
    await page.keyboard.press("Enter")
    await expect(page.locator(".editing-problem")).to_contain_text("A number")
    await findings.look("a value that is none", page)
    await page.keyboard.press("Escape")
    for name in (f"Compare with Irys {theme}", "More", "Edit Time zone: Warsaw", "Filters", "New customer"):
        await opened(findings, agent, name)
    await page.set_viewport_size({"width": 390, "height": 844})
    await findings.look("a profile at 390", page)
    await opened(findings, agent, f"Compare with Irys {theme}")
    for field in made:
        await centre.ask("DELETE", f"/fields/{field['id']}")
    assert findings == {}


async def opened(findings: Findings, agent: Agent, name: str, inside: str = "main, .conversation, section") -> None:
    """Look at what a button opens, then close it: the focus goes back to where it was."""
    button: Locator = agent.page.locator(inside).get_by_role("button", name=re.compile(f"^({name})$"))
    await button.first.click()
    await expect(agent.page.locator("dialog[open], [popover]:popover-open").first).to_be_visible()
    await findings.look(f"what {name} opens", agent.page)
    await agent.page.keyboard.press("Escape")
    await expect(button.first).to_be_focused()


@each_theme
async def test_a_small_screen(people: People, centre: Centre, theme: Theme) -> None:
    findings = Findings()
    small: Any = {"width": 390, "height": 844}
    agent = await people.agent("ada", color_scheme=theme, viewport=small, **SHORT_OF_MOTION)
    await findings.look("the inbox at 390", agent.page)
    visitor = await people.visitor(color_scheme=theme, viewport=small, has_touch=True, **SHORT_OF_MOTION)
    await visitor.open_widget()
    await expect(visitor.panel.get_by_label("Message")).to_be_visible()
    await findings.look_at_widget("the widget at 390", visitor)
    assert findings == {}


@each_theme
async def test_the_administration(people: People, centre: Centre, theme: Theme) -> None:
    findings = Findings()
    agent = await people.agent("admin", color_scheme=theme, **SHORT_OF_MOTION)
    for section in SECTIONS:
        await agent.page.goto(f"{centre.url}/workspace/admin/{section}")
        await expect(agent.page.get_by_role("heading", level=1).first).to_be_visible()
        await findings.look(f"the list of {section}", agent.page)
    for section, item in (("widgets", centre.widget), ("queues", centre.queue), ("roles", "agent")):
        await agent.page.goto(f"{centre.url}/workspace/admin/{section}/{item}")
        await expect(agent.page.locator("form").first).to_be_visible()
        await findings.look(f"one of {section}", agent.page)
    assert findings == {}
