"""A real media process for the tests of this folder, found again by each of them; and callers of stock aiortc on loopback."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest

from webrtc.caller import SPARES, Caller, tone
from webrtc.media import MediaWorkers
from webrtc.plan import Edge, Event, Plan, Recording, Sound, WorkerLost

PATIENCE_SECONDS = 20.0
E_ = TypeVar("E_", bound=Event)


async def until(condition: Callable[[], object], seconds: float = PATIENCE_SECONDS) -> None:
    """Wait for a condition; TimeoutError says that it never came."""
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


def hears(*edges: str) -> tuple[Edge, ...]:
    """Edges from words: ``"a>b"`` is b hearing a; sides without a colon are legs."""
    pairs = [edge.split(">") for edge in edges]
    return tuple(Edge(_end(source), _end(sink)) for source, sink in pairs)


def _end(word: str) -> str:
    return word if ":" in word or word == "meter" else f"leg:{word}"


class Booth:
    """One call in a media process: its callers, its plan and what was told of it."""

    def __init__(self, media: MediaWorkers, call: str) -> None:
        self.media = media
        self.call = call
        self.told: list[Event] = []
        self.callers: list[Caller] = []
        self._reading = asyncio.create_task(self._read())

    async def _read(self) -> None:
        async for event in self.media.events():
            if not isinstance(event, WorkerLost) and event.call == self.call:
                self.told.append(event)

    async def join(self, leg: str, hz: float, spares: int = SPARES) -> Caller:
        """A caller who plays a tone, connected as a leg."""
        caller = Caller(tone(hz), spares)
        self.callers.append(caller)
        await caller.accept(await self.media.answer(self.call, leg, await caller.offer()))
        return caller

    async def plan(
        self,
        *edges: str,
        sounds: tuple[Sound, ...] = (),
        recording: Recording | None = None,
        extra: tuple[Edge, ...] = (),
    ) -> None:
        """The whole plan of the call."""
        await self.media.carry_out(Plan(self.call, (*hears(*edges), *extra), sounds, recording))

    def of(self, kind: type[E_]) -> list[E_]:
        """The events of a type so far."""
        return [event for event in self.told if isinstance(event, kind)]

    async def close(self) -> None:
        """Everybody hangs up."""
        for caller in self.callers:
            await caller.close()
        await self.media.end(self.call)
        self._reading.cancel()
        with suppress(asyncio.CancelledError):
            await self._reading


@pytest.fixture(scope="session")
def worker_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Where one media process lives for the whole session."""
    folder = tmp_path_factory.mktemp("media")
    yield folder
    pids = folder / "pid"
    if pids.exists():
        stop(int(pids.read_text()))


@pytest.fixture
async def media(worker_folder: Path) -> AsyncIterator[MediaWorkers]:
    """The session's media process, adopted."""
    async with MediaWorkers(worker_folder, ["127.0.0.1"], 0) as workers:
        (worker_folder / "pid").write_text(str(workers.pids[0]))
        yield workers


@pytest.fixture
async def booth(media: MediaWorkers, request: pytest.FixtureRequest) -> AsyncIterator[Booth]:
    """One call of its own."""
    booth = Booth(media, request.node.name)
    yield booth
    await booth.close()


def stop(pid: int) -> None:
    """End a media process that a test started, and wait until it is gone."""
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGTERM)
    with suppress(ChildProcessError):
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline and not os.waitpid(pid, os.WNOHANG)[0]:
            time.sleep(0.02)
