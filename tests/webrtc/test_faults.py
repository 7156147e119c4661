"""The web process or a media process killed in the middle of a call."""

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from domain.refusal import Refused
from tests.webrtc.conftest import stop, until
from webrtc import media
from webrtc.caller import Caller, tone
from webrtc.media import MediaWorkers
from webrtc.plan import (
    Answer,
    Edge,
    EndCall,
    Event,
    LegConnected,
    LegGone,
    Living,
    Offer,
    Plan,
    Refusal,
    Sound,
    Status,
    WorkerLost,
)
from webrtc.port import Port
from webrtc.switchboard import ABANDONED_SECONDS, SHARES, Switchboard
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


async def echo(workers: MediaWorkers, call: str) -> Caller:
    """A caller who hears themselves."""
    caller = Caller(tone(440))
    await caller.accept(await workers.answer(call, "visitor", await caller.offer()))
    await workers.carry_out(Plan(call, ECHO))
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


async def test_what_nobody_dealt_with_is_told_to_the_next_web_process(tmp_path: Path) -> None:
    async with MediaWorkers(tmp_path, ["127.0.0.1"], 0) as before:
        caller = await echo(before, "call")
    await caller.close()
    gone = LegGone("call", "visitor", "closed")
    for seen in ([LegConnected("call", "visitor"), gone], [gone]):
        async with MediaWorkers(tmp_path, ["127.0.0.1"], 0) as after:
            events = after.events()
            async with asyncio.timeout(8):
                assert [await anext(events) for _ in seen] == seen, "the last was told but not dealt with"
    async with MediaWorkers(tmp_path, ["127.0.0.1"], 0) as last:
        await last.stop()


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


async def test_a_media_process_that_hangs_is_killed_and_replaced(
    own: MediaWorkers, monkeypatch: pytest.MonkeyPatch
) -> None:
    pid = own.pids[0]
    assert pid is not None
    monkeypatch.setattr(media, "LOOK_AFTER_SECONDS", 0.1)
    monkeypatch.setattr(media, "HUNG_SECONDS", 0.5)
    os.kill(pid, signal.SIGSTOP)
    await until(lambda: own.pids[0] != pid and own._workers[0].there.is_set(), 15)


async def test_stopping_does_not_wait_for_a_process_that_is_only_beginning(tmp_path: Path) -> None:
    async with MediaWorkers(tmp_path, ["127.0.0.1"], 0) as workers:
        (pid,) = workers.pids
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        await until(lambda: workers._workers[0]._child not in (None, pid), 15)
        async with asyncio.timeout(8):
            await workers.stop()
        assert workers._workers[0]._child is None


async def test_a_worker_from_before_is_kept_while_it_has_calls_and_replaced_when_its_address_is_another(
    tmp_path: Path,
) -> None:
    async with MediaWorkers(tmp_path, ["127.0.0.1"], 0) as before:
        caller, pids = await echo(before, "call"), before.pids
    async with MediaWorkers(tmp_path, ["::1"], 0) as kept:
        assert kept.pids == pids
        await caller.close()
        await kept.end("call")
    async with MediaWorkers(tmp_path, ["::1"], 0) as replaced:
        assert replaced.pids != pids
        await replaced.stop()


async def test_two_workers_share_the_calls(tmp_path: Path) -> None:
    async with MediaWorkers(tmp_path, ["127.0.0.1"], 0, count=2) as two:
        callers = [await echo(two, f"call-{number}") for number in range(4)]
        assert [len(worker.calls) for worker in two._workers] == [2, 2]
        for caller in callers:
            await caller.close()
        await two.stop()


async def test_a_worker_that_nobody_needs_ends_after_two_minutes() -> None:
    port = Port(["127.0.0.1"], 0)
    port.open()
    board = Switchboard(SharedPort(port), port, lambda path: [])
    now = time.monotonic()

    def listener(event: Event, serial: int | None) -> None:
        """A web process."""

    board.listen(listener)
    board._look_for_company(now + 500)
    assert not board.stopping.is_set(), "a web process is there"
    board.unlisten(listener)
    caller = Caller(tone(440))
    await board.carry_out(Offer("call", "visitor", await caller.offer()))
    board._look_for_company(now + 1_000)
    assert not board.stopping.is_set(), "a caller is coming"
    await board.carry_out(EndCall("call"))
    board._look_for_company(now + 1_000 + ABANDONED_SECONDS - 1)
    assert not board.stopping.is_set()
    board._look_for_company(now + 1_000 + ABANDONED_SECONDS)
    assert board.stopping.is_set()
    living = await board.carry_out(Status())
    assert isinstance(living, Living)
    assert (living.calls, port.associations) == ((), 0)
    await caller.close()
    port.close()


async def test_a_browser_that_was_killed_keeps_no_worker() -> None:
    """It says no goodbye, so its connection is there for ever; only what comes from it counts."""
    port = Port(["127.0.0.1"], 0)
    port.open()
    board = Switchboard(SharedPort(port), port, lambda path: [])
    caller = Caller(tone(440))
    answer = await board.carry_out(Offer("call", "visitor", await caller.offer()))
    assert isinstance(answer, Answer)
    await caller.accept(answer.sdp)
    board._alone_since -= 10 * ABANDONED_SECONDS
    await look(board, time.monotonic())
    assert not board.stopping.is_set(), "a browser that is heard keeps it, however long it has been alone"
    await caller.vanish()
    gone = time.monotonic()
    assert await look(board, gone + 4) == "there"
    assert await look(board, gone + 6) == "silent"
    assert await look(board, gone + 4 + ABANDONED_SECONDS - 1) == "gone"
    assert not board.stopping.is_set()
    await look(board, gone + 4 + ABANDONED_SECONDS)
    assert board.stopping.is_set()
    board.end_all()
    port.close()


async def look(board: Switchboard, now: float) -> str:
    """Look after everything at a moment; how the only leg is then."""
    for share in range(1, SHARES + 1):
        board.look_after(share % SHARES, now)
    living = await board.carry_out(Status())
    assert isinstance(living, Living)
    ((leg,),) = [call.legs for call in living.calls]
    return leg.state


async def test_a_bug_in_one_ask_or_call_is_told_and_the_others_go_on(caplog: pytest.LogCaptureFixture) -> None:
    port = Port(["127.0.0.1"], 0)
    port.open()

    def broken(path: str) -> list[bytes]:
        raise RuntimeError("a bug")

    board = Switchboard(SharedPort(port), port, broken)
    plan = Plan("call", sounds=(Sound("music:hold", ("x",), again=True),))
    assert await board.carry_out(plan) == Refusal("unavailable", "The media process could not do that.")
    assert "a bug while carrying out Plan" in caplog.text
    assert isinstance(await board.carry_out(Status()), Living)
    port.close()
