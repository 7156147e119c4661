"""Calls whose web process, media process or network dies in the middle: who is heard meanwhile, and what is left of their recording."""

import asyncio
import random
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.centre import becomes_true
from tests.faults.line import Line, keep_all, line, longest_gap
from tests.server.phones import ANN_HZ, VISITOR_HZ
from tests.webrtc.opus_sounds import decoded_file, strength

pytestmark = pytest.mark.wire

CUT_SECONDS = 10.0
BACK_SECONDS = 5.0
LOST_SECONDS = 2.0
"""The most that a crash may cost a recording."""


async def test_a_killed_web_process_costs_no_sound_and_the_next_one_goes_on(tmp_path: Path) -> None:
    async with line(tmp_path) as phones:
        visitor, desk = await phones.talking()
        talking_since, media = time.monotonic(), phones.media()
        token = visitor.socket.welcome["token"]
        for phone in (visitor, desk):
            keep_all(phone)
        await phones.server.end(signal.SIGKILL)
        assert await visitor.hears(ANN_HZ)
        assert await desk.hears(VISITOR_HZ)
        await phones.server.start()
        again, back = await phones.desk(), await phones.visitor(token)
        seen = await again.sees("talking")
        assert (seen["call"], {leg["state"] for leg in seen["legs"]}) == (visitor.call, {"connected"})
        assert (await back.sees("talking"))["leg"] == visitor.leg
        assert await visitor.hears(ANN_HZ)
        assert await desk.hears(VISITOR_HZ)
        assert max(longest_gap(visitor), longest_gap(desk)) < 0.5, "from before the kill until after the start"
        assert phones.media() == media
        await again.asks("call.hold", on=True)
        assert await visitor.hears_something_else()
        await again.asks("call.end", call=seen["call"])
        talked = time.monotonic() - talking_since
        assert (await back.sees("ended"))["reason"] == "agent"
        recording, _ = await phones.recording(visitor.call, 1)
        assert not recording["incomplete"]
        assert recording["seconds"] > talked - LOST_SECONDS


KILLS = ("media", "web and media", "web, then everybody hangs up", "web and media")


async def test_recordings_survive_kills_at_any_moment(tmp_path: Path) -> None:
    chance = random.Random(3)
    async with line(tmp_path) as phones:
        for number, killed in enumerate(KILLS):
            visitor, desk = await phones.talking()
            heard_since = time.monotonic()
            await asyncio.sleep(chance.uniform(0.5, 4.0))
            if killed.startswith("web"):
                await phones.server.end(signal.SIGKILL)
            if killed.endswith("media"):
                await phones.kill_media()
            talked = time.monotonic() - heard_since
            for phone in (visitor, desk):
                await phone.vanishes()
            if killed.startswith("web"):
                await phones.server.start()
            if not killed.endswith("media"):
                await end(phones, visitor.call)  # the file goes on for as long as the call
            await check_recording(phones, visitor.call, talked, tmp_path / f"{number}.ogg")
            await end(phones, visitor.call)
        await becomes_true(lambda: not list((tmp_path / "recordings").glob("*.ogg")), 30)


@pytest.mark.long
async def test_recordings_survive_ten_kills_of_the_media_process_at_random_moments(tmp_path: Path) -> None:
    """The server lives, so each recording is taken in as soon as the next media process is there."""
    chance = random.Random(10)
    async with line(tmp_path) as phones:
        for number in range(10):
            visitor, desk = await phones.talking()
            heard_since = time.monotonic()
            await asyncio.sleep(chance.uniform(1.0, 6.0))
            await phones.kill_media()
            talked = time.monotonic() - heard_since
            for phone in (visitor, desk):
                await phone.vanishes()
            await check_recording(phones, visitor.call, talked, tmp_path / f"{number}.ogg")
            await end(phones, visitor.call)
        await becomes_true(lambda: not list((tmp_path / "recordings").glob("*.ogg")), 30)


async def end(phones: Line, call: str) -> None:
    """The Agent hangs up, once there is media again."""
    await becomes_true(phones.takes_calls, 30)
    if not (await phones.call(call))["ended_at"]:
        desk = await phones.desk()
        await desk.asks("call.end", call=call)
        await desk.socket.close()


async def check_recording(phones: Line, call: str, talked: float, path: Path) -> None:
    """It is stored with its call, all but its last seconds, and plays: the Agent on the left, the Customer on the right."""
    recording, content = await phones.recording(call, 1)
    path.write_bytes(content)
    assert talked - LOST_SECONDS <= recording["seconds"]
    command = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(path)]
    probed = await asyncio.to_thread(subprocess.run, command, capture_output=True, check=True, text=True)
    assert float(probed.stdout) == pytest.approx(recording["seconds"], abs=0.03)
    sound = decoded_file(path)
    assert sound.shape[1] / 48_000 == pytest.approx(recording["seconds"], abs=0.03)
    for channel, hz, other in ((0, ANN_HZ, VISITOR_HZ), (1, VISITOR_HZ, ANN_HZ)):
        there = strength(sound[channel], hz) > 0.05
        assert there.sum() / 50 > min(talked, recording["seconds"]) - LOST_SECONDS
        assert strength(sound[channel], other)[there].max() < 0.05


@pytest.mark.long
async def test_sound_comes_back_by_itself_after_a_cut_of_ten_seconds(tmp_path: Path) -> None:
    """The phone's socket lives, its packets do not: nobody is given up, and nothing needs to be said."""
    async with line(tmp_path) as phones:
        visitor, desk = await phones.talking()
        relay = await phones.cuttable(visitor)
        assert await desk.hears(VISITOR_HZ)
        relay.cut = True
        assert await desk.hears_nothing()
        await asyncio.sleep(CUT_SECONDS)
        relay.cut = False
        mended = time.monotonic()
        assert await desk.hears(VISITOR_HZ)
        assert await visitor.hears(ANN_HZ)
        assert time.monotonic() - mended < BACK_SECONDS
        await desk.asks("call.end")


@pytest.mark.long
async def test_a_visitor_cut_off_for_ten_seconds_joins_again(tmp_path: Path) -> None:
    """Socket and packets are gone: the others are told, and one offer later everything is as before."""
    async with line(tmp_path) as phones:
        visitor, desk = await phones.talking()
        token = visitor.socket.welcome["token"]
        relay = await phones.cuttable(visitor)
        assert await desk.hears(VISITOR_HZ)
        relay.cut = True
        await visitor.socket.close()
        cut = time.monotonic()
        desk.socket.forget()
        await desk.sees("interrupted")
        assert time.monotonic() - cut < CUT_SECONDS
        await asyncio.sleep(cut + CUT_SECONDS - time.monotonic())
        mended = time.monotonic()
        again = await phones.visitor(token)
        await again.starts()
        assert again.leg == visitor.leg
        assert await desk.hears(VISITOR_HZ)
        assert await again.hears(ANN_HZ)
        assert time.monotonic() - mended < BACK_SECONDS
        await again.asks("call.end")
        await desk.sees("ended")
