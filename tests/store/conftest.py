"""One store contract, two stores: every test that takes ``store`` runs over plain dicts and over the database's real wire."""

import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import pytest_asyncio

from store import embedded as embedded_module
from store.connection import Connection
from store.embedded import Embedded
from store.files import MongoFiles
from store.opening import Store, memory_store
from store.schema import SCHEMA
from store.stream import MongoStream
from store.tables import MongoTable, Tables, mongo_tables

NOW = datetime(2026, 11, 21, 10, 0, 0, 123_000, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """One event loop for this folder: the database is started once, and its keeper lives in that loop."""
    for item in items:
        if Path(__file__).parent in item.path.parents and pytest_asyncio.is_async_test(item):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def founded(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Path]:
    """A data directory as the first start leaves it. After that one, stops are cut short: they take 2 s each."""
    data = tmp_path_factory.mktemp("founded")
    async with Embedded(data):
        pass
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(embedded_module, "STOP_SECONDS", 0.1)
        yield data


@pytest.fixture
def data(founded: Path, tmp_path: Path) -> Path:
    """A data directory of the test's own."""
    return shutil.copytree(founded, tmp_path / "data")


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def embedded(founded: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Embedded]:
    """The embedded database, running."""
    async with Embedded(shutil.copytree(founded, tmp_path_factory.mktemp("embedded") / "data")) as database:
        yield database


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def connection(embedded: Embedded) -> AsyncIterator[Connection]:
    """A connection to it, with the indexes made."""
    async with Connection(embedded.uri, embedded=True) as connection:
        await mongo_tables(connection)
        await MongoFiles(connection).ensure()
        yield connection


@pytest_asyncio.fixture(loop_scope="session")
async def wire(connection: Connection) -> AsyncIterator[Store]:
    """The store over the wire, empty."""
    for name in await connection.database.list_collection_names():
        await connection.collection(name).delete_many({})
    tables = Tables({name: MongoTable(connection.collection(name)) for name in SCHEMA})
    async with MongoStream(connection) as stream:
        yield Store(stream, tables, MongoFiles(connection), connection.ping)


@pytest.fixture(params=["memory", pytest.param("wire", marks=pytest.mark.wire)])
def store(request: pytest.FixtureRequest) -> Store:
    """The store, empty: once each kind."""
    if request.param == "memory":
        return memory_store()
    wire: Store = request.getfixturevalue("wire")
    return wire
