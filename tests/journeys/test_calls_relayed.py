"""A visitor whose network lets nothing but a TURN server through still talks, by coturn on loopback (Debian: coturn).

Long, because it needs another server: ``./run bench faults`` runs it.
"""

import asyncio
import shutil
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.async_api import expect

from server.calls.relays import Relays
from tests.centre import becomes_true
from tests.journeys.callers import ANN_HZ, VISITOR_HZ, Line, open_line
from tests.server.phones import Phone

SECRET = "shared with the relay"
ONLY_RELAYED = """
const set = RTCPeerConnection.prototype.setConfiguration;
RTCPeerConnection.prototype.setConfiguration = function (wanted) {
  return set.call(this, {...wanted, iceTransportPolicy: 'relay'});
};
"""
"""What a network without UDP does to a browser, asked of the browser."""


@asynccontextmanager
async def relay(folder: Path, secret: str) -> AsyncIterator[str]:
    """A TURN server that lets who knows the secret relay to loopback; its address."""
    program = shutil.which("turnserver")
    if program is None:
        raise RuntimeError("coturn is missing (Debian and Ubuntu: apt install coturn)")
    port = free_port()
    options = {
        "listening-ip": "127.0.0.1",
        "relay-ip": "127.0.0.1",
        "listening-port": str(port),
        "static-auth-secret": secret,
        "realm": "parley.example",
        "cli-password": secret,
        "pidfile": str(folder / "relay.pid"),
        "log-file": str(folder / "relay.log"),
        "userdb": str(folder / "relay.db"),
    }
    flags = ("use-auth-secret", "allow-loopback-peers", "no-tls", "no-dtls", "simple-log", "no-cli")
    command = [
        program,
        *(f"--{name}={value}" for name, value in options.items()),
        *(f"--{flag}" for flag in flags),
        "-n",
    ]
    process = await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.DEVNULL)
    try:
        await becomes_true(lambda: listens(port))
        yield f"turn:127.0.0.1:{port}?transport=tcp"
    finally:
        process.terminate()
        await process.wait()


def free_port() -> int:
    """A TCP port that nobody has."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def listens(port: int) -> bool:
    """Whether somebody takes connections."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


async def ready(line: Line) -> Phone:
    """An agent with a telephone."""
    there = line.exchange
    return await there.desktop(await there.centre.agent("Ann", queues=[there.queue]), ANN_HZ)


@pytest.mark.long
async def test_a_call_goes_by_a_relay_where_nothing_else_goes(tmp_path: Path) -> None:
    expect.set_options(timeout=25_000)
    async with open_line(tmp_path / "line") as line, relay(tmp_path, SECRET) as url:
        ann = await ready(line)
        telephone = line.exchange.centre.parley.telephone
        telephone._relays = Relays((url,), SECRET)
        rosa = await line.caller()
        await rosa.context.add_init_script(ONLY_RELAYED)
        await rosa.page.reload()
        await rosa.open()
        await rosa.dial()
        await ann.accepts()
        await rosa.hears(ANN_HZ)
        assert await ann.hears(VISITOR_HZ)


@pytest.mark.long
async def test_without_the_secret_it_does_not(tmp_path: Path) -> None:
    expect.set_options(timeout=25_000)
    async with open_line(tmp_path / "line") as line, relay(tmp_path, SECRET) as url:
        await ready(line)
        telephone = line.exchange.centre.parley.telephone
        telephone._relays = Relays((url,), "another")
        rosa = await line.caller()
        await rosa.context.add_init_script(ONLY_RELAYED)
        await rosa.page.reload()
        await rosa.open()
        await rosa.dial()
        with pytest.raises((AssertionError, TimeoutError)):
            await rosa.hears_music()
