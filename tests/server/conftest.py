"""Every test of the server has a centre of its own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from store import embedded
from store.opening import Store, memory_store, open_store
from tests.centre import Centre, open_centre


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    async with open_centre() as running:
        yield running


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
