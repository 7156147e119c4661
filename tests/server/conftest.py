"""Every test of the server has a centre of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import embedded
from store.opening import Store, memory_store, open_store
from tests.centre import Centre, open_centre
from tests.server.phones import Exchange, exchange


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    async with open_centre() as running:
        yield running


@pytest.fixture(scope="session")
def sounds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Music and prompts, made once for all tests."""
    return tmp_path_factory.mktemp("sounds")


@pytest.fixture
def sounding(tmp_path: Path, sounds: Path) -> Path:
    """A data folder that has all sounds already."""
    for kind in ("tones", "prompts"):
        (sounds / kind).mkdir(exist_ok=True)
        (tmp_path / kind).symlink_to(sounds / kind)
    return tmp_path


@pytest.fixture
async def phones(sounding: Path) -> AsyncIterator[Exchange]:
    """A centre with telephones."""
    async with exchange(sounding) as there:
        yield there


@pytest.fixture(params=["memory", pytest.param("embedded", marks=pytest.mark.wire)])
async def each_store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Store]:
    """Plain dicts, and the database that Parley brings along."""
    if request.param == "memory":
        yield memory_store()
        return
    monkeypatch.setattr(embedded, "STOP_SECONDS", 0.1)
    async with open_store(None, tmp_path) as opened:
        yield opened
