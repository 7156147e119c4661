"""The world every security test looks at."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.centre import Centre, open_centre
from tests.security.world import World


@pytest.fixture
async def centre(tmp_path: Path) -> AsyncIterator[Centre]:
    async with open_centre(data=tmp_path) as running:
        yield running


@pytest.fixture
async def world(centre: Centre) -> World:
    return await World(centre).populate()
