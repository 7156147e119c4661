"""Prosody with its message archive, as the durable peer: installed from Debian where it is missing, set up in a folder of its own.

In SQLite every archived message is on the disk before it is acknowledged, as in Parley; in plain files, which Prosody never flushes,
it is only on its way there.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from enum import Enum
from pathlib import Path

from bench.chat_load.processes import Process
from bench.chat_load.targets import AGENTS, free_port
from bench.chat_load.xmpp import DOMAIN, PASSWORD, XmppCrowd

SENDERS = 200
PACKAGES = ("prosody", "lua-dbi-sqlite3")

CONFIGURATION = """
run_as_root = true
pidfile = "{folder}/prosody.pid"
data_path = "{folder}/data"
log = {{ {{ levels = {{ min = "error" }}, to = "console" }} }}
modules_enabled = {{ "saslauth", "mam", "smacks" }}
modules_disabled = {{ "s2s", "offline" }}
default_storage = "internal"
authentication = "internal_plain"
c2s_require_encryption = false
allow_unencrypted_plain_auth = true
c2s_interfaces = {{ "127.0.0.1" }}
c2s_ports = {{ {port} }}
c2s_direct_tls_ports = {{}}
default_archive_policy = true
archive_expires_after = "never"
{archive}
VirtualHost "{domain}"
"""


class Archive(Enum):
    """Where Prosody keeps its messages: the lines of its configuration that say so."""

    SQLITE = 'storage = { archive = "sql" }\nsql = { driver = "SQLite3", database = "archive.sqlite" }'
    FILES = "storage_archive_item_limit = 100000000"


class CannotInstall(Exception):
    """There is no Prosody, and none can be had."""


@asynccontextmanager
async def prosody(archive: Archive) -> AsyncIterator[tuple[Process, XmppCrowd]]:
    """Prosody with its crowd signed in. Raises CannotInstall."""
    install()
    port = free_port()
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as name:
        folder = Path(name)
        configuration = folder / "prosody.cfg.lua"
        configuration.write_text(CONFIGURATION.format(folder=folder, port=port, domain=DOMAIN, archive=archive.value))
        senders = [f"visitor{number}" for number in range(SENDERS)]
        receivers = [f"agent{number}" for number in range(AGENTS)]
        make_accounts(folder / "data", senders + receivers)
        server = Process(["prosody", "-F", "--config", str(configuration)], {}, folder / "prosody.log")
        try:
            await listens(server, port)
            crowd = XmppCrowd(port, senders, receivers)
            await crowd.connect()
            yield server, crowd
        finally:
            server.stop()


def install() -> None:
    """Have Prosody and what it reaches SQLite with. Raises CannotInstall."""
    if shutil.which("prosody") and any(Path("/usr/lib").glob("*/lua/*/dbd/sqlite3.so")):
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise CannotInstall(f"Prosody is missing, and only root can install it (apt-get install {' '.join(PACKAGES)}).")
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", *PACKAGES]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotInstall(f"{' '.join(command)} failed: {done.stderr.strip()[-300:]}")


def make_accounts(data: Path, accounts: list[str]) -> None:
    """Write what ``prosodyctl register`` would, for all at once."""
    folder = data / DOMAIN / "accounts"
    folder.mkdir(parents=True)
    for account in accounts:
        (folder / f"{account}.dat").write_text(f'return {{\n\t["password"] = "{PASSWORD}";\n}};\n')


async def listens(server: Process, port: int) -> None:
    """Return once it accepts connections."""
    for _ in range(100):
        try:
            _, writer = await asyncio.open_connection("127.0.0.1", port)
        except OSError:
            await asyncio.sleep(0.1)
        else:
            writer.close()
            return
    raise RuntimeError(f"Prosody did not start:\n{server.log.read_text(errors='replace')}")
