"""The embedded database, run as a child process that lives exactly as long as Parley does.

It is a separate program spoken to over a socket (its licence is not ours, so it is never imported). When it dies it is
started again on the same port, and whoever asks meanwhile gets ``Unavailable``.
"""

import asyncio
import logging
import os
import secrets
import shutil
import socket
import sys
from asyncio.subprocess import Process
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from store import leash
from store.connection import CannotOpen, Connection

logger = logging.getLogger(__name__)

START_SECONDS = 60.0
"""The longest a start may take: reopening after a crash replays the log."""

STOP_SECONDS = 5.0
"""How long the database may take to close its files before it is killed."""

LOCK_SECONDS = 3.0
"""How long a start waits for the previous owner of the directory, which may still be closing."""

LONGEST_PAUSE_SECONDS = 5.0
"""The most that is waited between two starts of a database that keeps dying."""

LOG_BYTES = 1_000_000
"""A log longer than this is begun anew at the next start."""

_USER = "parley"
_DATABASE = "parley"
_BUSY = "already being managed by another process"


class Embedded:
    """The database under ``data/db``; ``async with`` starts it, gives ``uri``, and stops it.

    It listens on loopback at a port chosen at start, and asks for the password that only ``data`` holds: another user of
    the machine, or a program that takes the port while the database is down, learns nothing and reads nothing.
    """

    def __init__(self, data: Path, cache: str = "256M") -> None:
        self._directory = data / "db"
        self._password_file = data / "db.password"
        self._settings = data / "db.toml"
        self._log = data / "db.log"
        self._cache = cache
        self._port = _free_port()

    @property
    def uri(self) -> str:
        """Where the database listens, with its user and password."""
        password = self._password_file.read_text()
        return f"mongodb://{_USER}:{password}@127.0.0.1:{self._port}/{_DATABASE}"

    @property
    def pid(self) -> int:
        """The process of the database that runs now, or ran last."""
        return self._process.pid

    async def __aenter__(self) -> Self:
        self._program = _program()
        self._directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._settings.touch()  # empty, but named: else it would obey a file lying about in /etc or the home directory
        if self._log.exists() and self._log.stat().st_size > LOG_BYTES:
            self._log.unlink()
        if not self._password_file.exists() or not any(self._directory.iterdir()):
            await self._make_user()
        await self._start_patiently("--auth")
        self._keeper = asyncio.create_task(self._keep_running(), name="embedded database")
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._keeper.cancel()
        with suppress(asyncio.CancelledError):
            await self._keeper
        await self._stop()

    async def _make_user(self) -> None:
        """The database knows no user yet: make ours while it asks for none. The password is kept only once it works."""
        await self._start_patiently()
        password = secrets.token_urlsafe(32)
        async with Connection(f"mongodb://127.0.0.1:{self._port}/{_DATABASE}", embedded=True) as connection:
            users = await connection.database.command("usersInfo", _USER)
            verb = "updateUser" if users["users"] else "createUser"
            role = {"role": "readWrite", "db": _DATABASE}
            await connection.database.command(verb, _USER, pwd=password, roles=[role])
        self._process.kill()  # what it confirmed is on disk, and closing properly takes 2 s
        await self._process.wait()
        new = self._password_file.with_suffix(".new")
        new.touch(mode=0o600)
        new.write_text(password)
        new.replace(self._password_file)

    async def _start_patiently(self, *options: str) -> None:
        deadline = asyncio.get_running_loop().time() + LOCK_SECONDS
        while not await self._start(*options):
            if _BUSY not in self._last_words():
                raise CannotOpen(f"The embedded database did not start; {self._log} says why.")
            if asyncio.get_running_loop().time() > deadline:
                raise CannotOpen(f"Another process is using the database in {self._directory}; stop it first.")
            await asyncio.sleep(0.3)

    async def _start(self, *options: str) -> bool:
        """Start the child; True once it listens, False if it ended before that."""
        command = [self._program, "--config", str(self._settings), "--host", "127.0.0.1", "--port", str(self._port)]
        command += ["--storage-path", str(self._directory), "--cache-size", self._cache, "--sync-on-commit"]
        # Standalone, because as a replica set it keeps a second copy of every write that nobody here reads.
        command += ["--standalone", "--log-level", "WARNING", *options]
        with self._log.open("ab") as log:
            self._log_start = log.tell()
            self._process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-I", "-S", leash.__file__, str(os.getpid()), *command),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        try:
            listens = await _listens(self._process, self._port)
        except BaseException:
            self._process.kill()
            raise
        if not listens and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()
        return listens

    async def _keep_running(self) -> None:
        """Whenever the child dies, start it again on the same port; each failure in a row doubles the pause before."""
        pause = 0.1
        while True:
            code = await self._process.wait()
            logger.error("the embedded database ended with %s; starting it again in %.1f s", code, pause)
            await asyncio.sleep(pause)
            pause = 0.1 if await self._start("--auth") else min(pause * 2, LONGEST_PAUSE_SECONDS)

    async def _stop(self) -> None:
        if self._process.returncode is not None:
            return
        self._process.terminate()
        try:
            async with asyncio.timeout(STOP_SECONDS):
                await self._process.wait()
        except TimeoutError:
            self._process.kill()
            await self._process.wait()

    def _last_words(self) -> str:
        return self._log.read_bytes()[self._log_start :].decode(errors="replace")


def _program() -> str:
    """The database's command in this environment, or on the path."""
    beside = Path(sys.executable).with_name("secantusd-py")
    found = str(beside) if beside.exists() else shutil.which("secantusd-py")
    if found is None:
        raise CannotOpen(
            "The embedded database is not installed: run pip install -r requirements-embedded.txt, or set MONGODB_URI."
        )
    return found


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


async def _listens(process: Process, port: int) -> bool:
    """True once something listens on ``port``; False when ``process`` ended or START_SECONDS have passed."""
    for _ in range(int(START_SECONDS / 0.05)):
        if process.returncode is not None:
            return False
        with suppress(OSError):
            _, writer = await asyncio.open_connection("127.0.0.1", port)
            writer.close()
            return True
        await asyncio.sleep(0.05)
    return False
