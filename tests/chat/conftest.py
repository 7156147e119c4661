"""The contract of live chat is tried with both official clients on one server."""

from collections.abc import AsyncIterator

import pytest

from tests.centre import Centre, Json, open_centre
from tests.chat.clients import Clients, node_clients


@pytest.fixture
async def centre() -> AsyncIterator[Centre]:
    async with open_centre() as running:
        yield running


@pytest.fixture
async def widget(centre: Centre) -> Json:
    return await centre.widget()


@pytest.fixture(params=["python-socketio", "socket.io-client"])
async def clients(request: pytest.FixtureRequest, centre: Centre) -> AsyncIterator[Clients]:
    if request.param == "python-socketio":
        yield centre
        return
    async with node_clients(centre) as node:
        yield node
