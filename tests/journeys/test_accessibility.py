"""axe finds nothing to say about any page or state of the widget and the workspace, in light and in dark."""

from typing import Any, Literal

import pytest
from playwright.async_api import Frame, Page, expect

from tests.journeys.people import People, Visitor
from tests.repository.tree import ROOT

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
Theme = Literal["light", "dark"]

each_theme = pytest.mark.parametrize("theme", ["light", "dark"])


async def violations(place: Page | Frame) -> list[str]:
    """What axe found in one document, each with the elements it is about."""
    await place.evaluate("() => Promise.all(document.getAnimations().map(animation => animation.finished))")
    await place.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": TAGS}, "iframes": False, "resultTypes": ["violations"]}
    found: dict[str, Any] = await place.evaluate("options => axe.run(document, options)", options)
    return [f"{v['id']}: {[node['html'][:120] for node in v['nodes']]}" for v in found["violations"]]


async def panel_violations(visitor: Visitor) -> list[str]:
    """What axe found in the panel and on the page around it."""
    frame = next(frame for frame in visitor.page.frames if "/panel/" in frame.url)
    return [*await violations(frame), *await violations(visitor.page)]


@each_theme
async def test_the_widget_in_every_state(people: People, theme: Theme) -> None:
    await (await people.agent("cleo")).become("Available")
    agent = await people.agent("ada")
    await agent.become("Lunch")
    visitor = await people.visitor(color_scheme=theme, reduced_motion="reduce")
    assert await violations(visitor.page) == []
    await visitor.open_widget()
    await expect(visitor.panel.get_by_label("Your name")).to_be_visible()
    assert await panel_violations(visitor) == [], "the form"
    await visitor.begin(f"Iris {theme}", "A question")
    await visitor.sees_text("You are next")
    assert await panel_violations(visitor) == [], "waiting"
    await agent.become("Available")
    await agent.accept()
    await agent.write("An answer")
    await visitor.sees("An answer")
    assert await panel_violations(visitor) == [], "the chat"
    await agent.close_conversation()
    await visitor.sees_text("Conversation ended")
    assert await panel_violations(visitor) == [], "the end"


@each_theme
async def test_the_workspace_in_every_state(people: People, theme: Theme) -> None:
    agent = await people.agent("ada", color_scheme=theme, reduced_motion="reduce")
    await agent.become("Available")
    assert await violations(agent.page) == [], "the inbox"
    visitor = await people.visitor()
    await visitor.open_widget()
    await visitor.begin(f"Hugo {theme}", "Good morning")
    await expect(agent.offer).to_contain_text("Hugo")
    assert await violations(agent.page) == [], "the offer"
    await agent.accept()
    await agent.write("Good morning to you")
    await agent.note("A note")
    assert await violations(agent.page) == [], "the conversation"
    await agent.page.locator(".conversation-head").get_by_role("button", name="Assign", exact=True).click()
    await expect(agent.page.get_by_role("dialog")).to_be_visible()
    assert await violations(agent.page) == [], "the transfer"
    await agent.page.keyboard.press("Escape")
    await agent.close_conversation()
    assert await violations(agent.page) == [], "the end"


@each_theme
async def test_the_sign_in(people: People, theme: Theme) -> None:
    assert await violations(await people.stranger(color_scheme=theme, reduced_motion="reduce")) == []
