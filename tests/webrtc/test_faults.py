"""The web process or a media process killed in the middle of a call."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.refusal import Refused
from tests.webrtc.conftest import stop, until
from webrtc import switchboard
from webrtc.caller import Caller, tone
from webrtc.leg import Plane
from webrtc.media import MediaWorkers
from webrtc.plan import Edge, EndCall, LegGone, Living, Offer, Plan, Status, WorkerLost
from webrtc.port import Port
from webrtc.switchboard import Switchboard
from webrtc.worker import SharedPort

ECHO = (Edge("leg:visitor", "leg:visitor"),)

WEB_PROCESS = """
import asyncio, sys
from pathlib import Path
from webrtc.media import MediaWorkers

async def main():
    async with MediaWorkers(Path(sys.argv[1]), ["127.0.0.1"], 0) as media:
        print(media.pids[0], flush=True)
        await asyncio.Event().wait()

asyncio.run(main())
"""


@pytest.fixture
async def own(tmp_path: Path) -> AsyncIterator[MediaWorkers]:
    """A media process that may die."""
    async with MediaWorkers(tmp_path, ["127.0.0.1"], 0) as workers:
        yield workers
        await workers.stop()


async def echo(media: MediaWorkers, call: str) -> Caller:
    """A caller who hears themselves."""
    caller = Caller(tone(440))
    await caller.accept(await media.answer(call, "visitor", await caller.offer()))
    await media.carry_out(Plan(call, ECHO))
    await until(lambda: caller.hears(440))
    return caller


async def test_a_killed_web_process_leaves_sound_and_the_next_one_finds_the_same(tmp_path: Path) -> None:
    web = subprocess.Popen(
        [sys.executable, "-c", WEB_PROCESS, str(tmp_path)],
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert web.stdout is not None
    pid = int(await asyncio.to_thread(web.stdout.readline))
    try:
        async with MediaWorkers(tmp_path, ["127.0.0.1"], 0) as before:
            caller = await echo(before, "call")
            lives = await before.living()
        web.kill()
        web.wait()
        had = caller.counts[0]
        await until(lambda: caller.counts[0] > had + 25 and caller.hears(440))
        async with MediaWorkers(tmp_path, ["127.0.0.1"], 0) as after:
            assert after.pids == [pid]
            found = await after.living()
            assert [(life.call, life.plan, [leg.state for leg in life.legs]) for life in found] == [
                (life.call, life.plan, ["there"]) for life in lives
            ]
            await caller.close()
            await after.end("call")
            await after.stop()
    finally:
        web.stdout.close()
        stop(pid)


async def test_what_happens_while_nobody_listens_is_told_to_the_next(tmp_path: Path) -> None:
    async with MediaWorkers(tmp_path, ["127.0.0.1"], 0) as before:
        caller = await echo(before, "call")
    await caller.close()
    await asyncio.sleep(0)
    async with MediaWorkers(tmp_path, ["127.0.0.1"], 0) as after:
        async with asyncio.timeout(8):
            async for event in after.events():
                if event == LegGone("call", "visitor", "closed"):
                    break
        await after.stop()


async def test_a_killed_media_process_is_told_with_its_calls_and_replaced(own: MediaWorkers) -> None:
    caller = await echo(own, "call")
    pid = own.pids[0]
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    async with asyncio.timeout(15):
        async for event in own.events():
            if event == WorkerLost(("call",)):
                break
    with pytest.raises(Refused) as refused:
        await own.answer("call", "visitor", await caller.offer())
    assert refused.value.code == "unavailable"
    await until(lambda: own.pids[0] not in (None, pid), 15)
    await caller.close()
    again = await echo(own, "call")
    await again.close()


async def test_two_workers_share_the_calls(tmp_path: Path) -> None:
    async with MediaWorkers(tmp_path, ["127.0.0.1"], 0, count=2) as two:
        callers = [await echo(two, f"call-{number}") for number in range(4)]
        assert [len(worker.calls) for worker in two._workers] == [2, 2]
        for caller in callers:
            await caller.close()
        await two.stop()


class Moved:
    """A switchboard's time, moved by hand."""

    now = 1_000.0

    def monotonic(self) -> float:
        """Seconds."""
        return self.now


async def test_a_worker_that_nobody_needs_ends_after_two_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    time = Moved()
    monkeypatch.setattr(switchboard, "time", time)
    port = Port(["127.0.0.1"], 0)
    port.open()
    plane: Plane = SharedPort(port)
    board = Switchboard(plane, port, lambda path: [])
    heard: list[object] = []
    board.listen(heard.append)
    running = asyncio.create_task(board.run())
    time.now += 500
    await asyncio.sleep(0.25)
    assert not board.stopping.is_set(), "a web process is there"
    caller = Caller(tone(440))
    await board.carry_out(Offer("call", "visitor", await caller.offer()))
    board.unlisten(heard.append) if heard.append in board._listeners else board._listeners.clear()
    time.now += 500
    await asyncio.sleep(0.25)
    assert not board.stopping.is_set(), "a caller is coming"
    await board.carry_out(EndCall("call"))
    time.now += 119
    await asyncio.sleep(0.25)
    assert not board.stopping.is_set()
    time.now += 2
    async with asyncio.timeout(2):
        await running
    living = await board.carry_out(Status())
    assert isinstance(living, Living)
    assert (living.calls, port.associations) == ((), 0)
    await caller.close()
    port.close()
