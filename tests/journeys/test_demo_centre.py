"""What somebody finds who has just typed ``./run``: a shop with the widget, and agents with work to do."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.journeys.centre import Centre, open_demo
from tests.journeys.people import People
from tests.journeys.shop import Shop
from tests.journeys.test_accessibility import SHORT_OF_MOTION, Findings


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def demo(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Centre]:
    async with open_demo(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest_asyncio.fixture(loop_scope="session")
async def crowd(browser: Browser, demo: Centre) -> AsyncIterator[People]:
    async with People(browser, demo, Shop(f"{demo.url}/demo")) as there:
        yield there
        assert there.errors == []


async def test_an_agent_finds_work_and_a_visitor_an_answer(crowd: People) -> None:
    hannah = await crowd.agent("hannah")
    await hannah.become("Available")
    await expect(hannah.offer).to_contain_text("Rosalind Pike")
    await hannah.accept()
    await hannah.sees("Are the wildflower seeds still good if I sow them in spring?")
    await hannah.write("They are, until the end of next year")
    await hannah.offer.get_by_role("button", name="Decline").click()

    visitor = await crowd.visitor()
    await visitor.open_widget()
    await visitor.begin("Paul Ferrow", "Do you have tulips?")
    await expect(hannah.offer).to_contain_text("Paul Ferrow")
    await hannah.accept()
    await hannah.write("In eleven colours")
    await visitor.sees("In eleven colours")


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1440, 390])
async def test_axe_finds_nothing_in_the_shop(crowd: People, theme: str, width: int) -> None:
    findings = Findings()
    viewport = {"width": width, "height": 900}
    visitor = await crowd.visitor(color_scheme=theme, viewport=viewport, **SHORT_OF_MOTION)
    await findings.look("the shop", visitor.page)
    await visitor.visit("/orders")
    await findings.look("the orders", visitor.page)
    assert findings == {}


async def test_the_passwords_are_kept_from_others(demo: Centre) -> None:
    kept: Path = demo.folder / "data" / "demo.json"
    assert kept.stat().st_mode & 0o077 == 0
