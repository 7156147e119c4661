"""Every test of the server has a centre of its own."""

from collections.abc import AsyncIterator

import pytest

from tests.centre import Centre, open_centre


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    async with open_centre() as running:
        yield running
