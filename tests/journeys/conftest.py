"""One centre, one shop and one browser for all journeys; fresh people for each."""

from collections.abc import AsyncIterator, Generator

import pytest
import pytest_asyncio
from playwright.async_api import Browser, expect

from tests.browser import open_browser
from tests.journeys.callers import Line, open_line
from tests.journeys.centre import Centre, open_centre
from tests.journeys.people import People
from tests.journeys.shop import Shop, open_shop
from tests.repository.tree import ROOT

HERE = "tests/journeys/"
PATIENCE_MS = 25_000
AN_ORDINARY_PROFILE = "--disable-features=BlockThirdPartyCookiesInIncognito"
"""A test's context counts as incognito, where frames of other origins have no storage; most visitors are not."""

PICTURES = ROOT / ".run" / "journeys"
FAILED = pytest.StashKey[bool]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """A browser lives on one event loop, so all journeys share it."""
    for item in items:
        if item.nodeid.startswith(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.journey)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Remember a failure, so that the people's screens are kept before they close."""
    report = yield
    item.stash[FAILED] = item.stash.get(FAILED, False) or report.failed
    return report


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def browser() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE_MS)
    async with open_browser(AN_ORDINARY_PROFILE) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def centre(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Centre]:
    async with open_centre(tmp_path_factory.mktemp("centre")) as running:
        yield running


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def shop(centre: Centre) -> AsyncIterator[Shop]:
    async with open_shop(centre.url, centre.key) as open_now:
        yield open_now


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def telephones(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Line]:
    expect.set_options(timeout=PATIENCE_MS)
    async with open_line(tmp_path_factory.mktemp("line")) as open_now:
        yield open_now


@pytest_asyncio.fixture(loop_scope="session")
async def line(telephones: Line, request: pytest.FixtureRequest) -> AsyncIterator[Line]:
    yield telephones
    if request.node.stash.get(FAILED, False):
        await telephones.photograph(PICTURES / request.node.name)
    await telephones.tidy()
    errors, telephones.errors = telephones.errors, []
    assert errors == []


@pytest_asyncio.fixture(loop_scope="session")
async def people(browser: Browser, centre: Centre, shop: Shop, request: pytest.FixtureRequest) -> AsyncIterator[People]:
    async with People(browser, centre, shop) as there:
        yield there
        await centre.tidy()
        if request.node.stash.get(FAILED, False):
            await there.photograph(PICTURES / request.node.name)
            return
        assert there.errors == []
        assert shop.violations == []
