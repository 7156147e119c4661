"""What the embedded database survives, refuses and leaves behind: killed in mid-write, started twice, orphaned, locked out."""

import asyncio
import os
import shutil
import signal
import stat
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import AsyncMock

import psutil
import pytest
from pymongo.errors import OperationFailure

from domain.stream import AlreadyDone, Record, Unavailable
from store import connection as connection_module
from store import embedded as embedded_module
from store import leash
from store.connection import CannotOpen, Connection
from store.embedded import Embedded
from store.opening import open_store
from store.stream import MongoStream, Stream
from tests.store.test_writers import gapless

pytestmark = pytest.mark.wire

CALLERS, EACH = 40, 25


async def send(stream: Stream, name: str, number: int, told_unavailable: list[str]) -> Record:
    """Append until it is confirmed, as a client does: the same command again and again."""
    while True:
        try:
            return await stream.append(name, number, f"{name}-{number}", datetime.now(UTC), [{"text": "hello"}])
        except Unavailable:
            told_unavailable.append(name)
            await asyncio.sleep(0.05)
        except AlreadyDone as done:
            return done.record


async def test_killed_while_a_thousand_are_written_every_confirmed_one_is_there(data: Path) -> None:
    begun_at = datetime.now(UTC)
    confirmed: list[Record] = []
    told_unavailable: list[str] = []

    async def converse(name: str) -> None:
        for number in range(EACH):
            record = await send(stream, name, number, told_unavailable)
            confirmed.append(record)

    async with (
        Embedded(data) as database,
        Connection(database.uri, embedded=True) as connection,
        MongoStream(connection) as stream,
    ):
        talks = asyncio.gather(*(converse(f"s{n}") for n in range(CALLERS)))
        for reached in (250, 600):
            while len(confirmed) < reached:
                await asyncio.sleep(0.001)
            os.kill(database.pid, signal.SIGKILL)
        await talks
        assert told_unavailable
        assert len(confirmed) == CALLERS * EACH
        for n in range(CALLERS):
            records = await stream.read(f"s{n}", 0)
            assert gapless(records)
            assert records == [record for record in confirmed if record.stream == f"s{n}"]
        since = [record async for record in stream.since(begun_at)]
        assert {record.command for record in since} == {record.command for record in confirmed}


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second counts as gone."""
    short = {"serverSelectionTimeoutMS": 500, "socketTimeoutMS": 500}
    monkeypatch.setattr(connection_module, "_ALWAYS", {**connection_module._ALWAYS, **short})


@pytest.mark.usefixtures("impatient")
async def test_while_it_is_away_many_are_told_in_time_and_later_all_is_well(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def send_all(stream: Stream) -> list[Record | BaseException]:
        sends = (stream.append(f"s{n}", 0, f"c{n}", datetime.now(UTC), [{}]) for n in range(500))
        return await asyncio.gather(*sends, return_exceptions=True)

    async with (
        Embedded(data) as database,
        Connection(database.uri, embedded=True) as connection,
        MongoStream(connection) as stream,
    ):
        with monkeypatch.context() as away:
            away.setattr(Embedded, "_start", AsyncMock(return_value=False))
            os.kill(database.pid, signal.SIGKILL)
            asked_at = asyncio.get_running_loop().time()
            answers = await send_all(stream)
            assert asyncio.get_running_loop().time() - asked_at < 3
            assert {type(answer) for answer in answers} == {Unavailable}
            with pytest.raises(Unavailable):
                await connection.ping()
        while any(isinstance(answer, Unavailable) for answer in answers):
            answers = await send_all(stream)
        assert {type(answer) for answer in answers} <= {Record, AlreadyDone}
        assert len([record async for record in stream.since(datetime(1970, 1, 1, tzinfo=UTC))]) == 500


@pytest.mark.usefixtures("impatient")
async def test_a_database_that_hangs_confirms_nothing_and_a_resend_finds_out(data: Path) -> None:
    async with (
        Embedded(data) as database,
        Connection(database.uri, embedded=True) as connection,
        MongoStream(connection) as stream,
    ):
        child = psutil.Process(database.pid)
        child.suspend()
        with pytest.raises(Unavailable):
            await stream.append("s", 0, "c", datetime.now(UTC), [{}])
        child.resume()
        assert (await send(stream, "s", 0, [])).number == 1 or await stream.find("c")
        assert gapless(await stream.read("s", 0))


async def test_a_second_owner_of_the_directory_is_refused_in_words(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_module, "LOCK_SECONDS", 0.1)
    async with Embedded(data) as first:
        with pytest.raises(CannotOpen, match=r"^Another process is using the database in .*; stop it first\.$"):
            async with Embedded(data):
                pass
        async with Connection(first.uri, embedded=True) as connection:
            await connection.ping()


async def test_a_missing_program_is_said_in_words(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", str(data / "python"))
    monkeypatch.setenv("PATH", str(data))
    with pytest.raises(CannotOpen, match=r"pip install -r requirements-embedded\.txt"):
        async with Embedded(data):
            pass


@pytest.mark.parametrize("uri", ["mongodb://127.0.0.1:1/", "http://shop.example", "mongodb://a:b@c@d/"])
async def test_a_mongodb_that_is_not_there_is_said_in_words(uri: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.connection._ALWAYS", {"serverSelectionTimeoutMS": 100})
    with pytest.raises(CannotOpen, match=r"does not answer|not an address"):
        async with open_store(uri, None):
            pass


async def test_strangers_are_refused_and_the_password_is_private(embedded: Embedded) -> None:
    password = Path(embedded._password_file)
    assert stat.S_IMODE(password.stat().st_mode) == 0o600
    assert stat.S_IMODE(embedded._directory.stat().st_mode) == 0o700
    stranger = embedded.uri.replace(password.read_text(), "guess")
    nobody = f"mongodb://127.0.0.1:{embedded._port}/parley"
    for uri in (stranger, nobody):
        async with Connection(uri, embedded=True) as connection:
            with pytest.raises(OperationFailure):
                await connection.collection("agents").find_one({})


async def test_a_wrong_password_is_said_in_words(embedded: Embedded) -> None:
    uri = embedded.uri.replace(embedded._password_file.read_text(), "guess")
    with pytest.raises(CannotOpen, match="refuses"):
        async with open_store(uri + "?directConnection=true", None):
            pass


async def test_an_emptied_directory_is_begun_anew(data: Path) -> None:
    shutil.rmtree(data / "db")
    async with open_store(None, data) as store:
        await store.ping()


@asynccontextmanager
async def owner(data: Path) -> AsyncIterator[tuple[asyncio.subprocess.Process, int]]:
    """Another process that runs the database in ``data``, and the database's pid."""
    program = (
        "import asyncio, sys; from pathlib import Path; from store.embedded import Embedded\n"
        "async def main():\n"
        "    async with Embedded(Path(sys.argv[1])) as database:\n"
        "        print(database.pid, flush=True); await asyncio.sleep(60)\n"
        "asyncio.run(main())"
    )
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program, str(data)), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        yield process, int(await process.stdout.readline())
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def ends(pid: int) -> bool:
    for _ in range(200):
        if not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE:
            return True
        await asyncio.sleep(0.01)
    return False


async def test_it_does_not_outlive_a_killed_parent(data: Path) -> None:
    async with owner(data) as (process, pid):
        process.kill()
        await process.wait()
        assert await ends(pid)
    async with Embedded(data):  # and its directory is free at once
        pass


@pytest.mark.parametrize("leashed", [True, False], ids=["leashed", "control"])
async def test_only_the_leash_ends_a_child_with_its_parent(leashed: bool) -> None:
    program = (
        "import os, subprocess, sys, time\n"
        "leash = [sys.executable, sys.argv[1], str(os.getpid())] if sys.argv[2] == 'True' else []\n"
        "child = subprocess.Popen([*leash, '/bin/sleep', '60'], stdout=subprocess.DEVNULL)\n"
        "print(child.pid, flush=True); time.sleep(60)"
    )
    parent = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", program, leash.__file__, str(leashed)), stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    pid = int(await parent.stdout.readline())
    while psutil.Process(pid).name() != "sleep":
        await asyncio.sleep(0.01)
    parent.kill()
    await parent.wait()
    try:
        assert await ends(pid) is leashed
    finally:
        if psutil.pid_exists(pid):
            os.kill(pid, signal.SIGKILL)


async def test_a_child_of_a_parent_that_is_already_gone_does_not_start() -> None:
    child = await asyncio.create_subprocess_exec(sys.executable, leash.__file__, "1", "/bin/sleep", "60")
    assert await child.wait() == 1
