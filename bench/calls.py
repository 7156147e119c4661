"""How many calls one core carries: Parley's media worker beside Janus, ``python -m bench.calls [--quick]``, also ``./run bench calls``.

The server has one core, the crowd of browsers has another; both servers meet the same crowd, which offers one cipher and counts
what it hears. Janus is measured first, and Parley then sends RTCP as often as Janus did.
"""

import argparse
import asyncio
import gc
import math
import resource
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import numpy as np
import uvloop

from bench.call_load.crowd import Crowd, crowd, own_address
from bench.call_load.engine import CannotCompile
from bench.call_load.ladder import QUIET_DELAY, Held, Loads, climb, hold
from bench.call_load.report import Goal, control_of, cost_ratio, growth, memory, most, ratio, report, show, title
from bench.call_load.speech import beeps, hush, murmur, talk
from bench.call_load.targets import (
    AudioBridge,
    AudioBridge48,
    JanusTarget,
    ParleyTarget,
    Scenario,
    Target,
    VideoCall,
    VideoRoom,
    janus_with,
    parley,
)
from bench.chat_load.processes import machine, use_other_core
from bench.chat_load.targets import parley as whole_parley
from bench.peers.janus import CannotInstall
from webrtc.clips import Clip

PAIR = Scenario("two people, passed through", 2)
RECORDED = Scenario("two people, recorded", 2, recorded=True)
THREE = Scenario("three people, fan-out", 3)
MIXED = Scenario("three people, mixed", 3, mixed=True)
MUSIC = Scenario("one caller, hold music", 1, music=True)


@dataclass(frozen=True)
class Plan:
    """How much of everything."""

    pairs: Loads
    threes: Loads
    mixes: Loads
    music: Loads
    set_ups: int
    """Calls set up at once, on a server that had none."""
    recorded: int
    """Calls of which the recording is switched on and off."""
    lag_calls: int
    seconds: float
    everything: bool
    """Also what only tells more about a goal: recorded calls under rising load, the mix at 48 kHz."""


FULL = Plan(
    pairs=Loads((1, 5, 10, 20, 40, 80), 1.15, 8.0),
    threes=Loads((1, 5, 10, 20, 40), 1.15, 8.0),
    mixes=Loads((1, 2, 5, 8, 10), 1.1, 8.0),
    music=Loads((1, 10, 100, 200, 400, 800), 1.15, 8.0),
    set_ups=100,
    recorded=60,
    lag_calls=200,
    seconds=8.0,
    everything=True,
)
QUICK = Plan(
    pairs=Loads((1, 20, 80), 1.4, 2.0),
    threes=Loads((1, 20, 40), 1.4, 2.0),
    mixes=Loads((1, 8), 1.4, 2.0),
    music=Loads((100, 800), 1.4, 2.0),
    set_ups=40,
    recorded=40,
    lag_calls=200,
    seconds=2.0,
    everything=False,
)


@dataclass(frozen=True)
class SetUp:
    """What it takes to set legs up: of the server's core, in a second, and from the offer to sound both ways."""

    cpu_ms: float
    legs_per_second: float
    first_sound_ms: float


class Bench:
    """One run with one cipher."""

    def __init__(self, plan: Plan, cipher: str, music: Path) -> None:
        self.plan, self.cipher, self.music = plan, cipher, music
        self.host = own_address()

    @asynccontextmanager
    async def crowd(self, mixed: bool = False) -> AsyncIterator[Crowd]:
        """Fresh browsers, which say what the server in question can be measured by."""
        async with crowd([murmur() if mixed else talk(), hush(), beeps()], self.cipher, self.host) as gathered:
            yield gathered

    @asynccontextmanager
    async def parley(self, scenario: Scenario, control: float) -> AsyncIterator[ParleyTarget]:
        """A worker that sends each person ``control`` RTCP packets a second; 0 for as many as it would."""
        seconds = 1 / control if control else None
        async with self.crowd(scenario.mixed) as gathered, parley(gathered, scenario, seconds, self.music) as target:
            yield target

    @asynccontextmanager
    async def janus(self, plugin: type[JanusTarget], scenario: Scenario) -> AsyncIterator[Target]:
        """A Janus."""
        async with self.crowd(scenario.mixed) as gathered, janus_with(plugin, gathered, scenario) as target:
            yield target

    async def climb_janus(self, plugin: type[JanusTarget], scenario: Scenario, loads: Loads) -> list[Held]:
        """Janus under rising load; nothing held where it cannot be had."""
        title(f"Janus {plugin.__name__}: {scenario.name}")
        try:
            async with self.janus(plugin, scenario) as target:
                return await climb(target, loads, show)
        except CannotInstall as error:
            print(f"  {error}")
            return []

    async def climb_parley(self, scenario: Scenario, loads: Loads, control: float) -> list[Held]:
        """Parley under rising load."""
        title(f"Parley: {scenario.name}{', RTCP as often as Janus' if control else ''}")
        async with self.parley(scenario, control) as target:
            return await climb(target, loads, show)

    async def part(self, name: str) -> list[Goal]:
        """One of PARTS; a server too busy to connect anybody has missed it."""
        try:
            return await PARTS[name](self)
        except TimeoutError:
            return [Goal(f"{name}: a leg could not be connected in time", math.nan, 1.0)]

    # ---- the parts of a run

    async def pairs(self) -> list[Goal]:
        """Two people, passed through, with and without recording."""
        theirs = await self.climb_janus(VideoCall, PAIR, self.plan.pairs)
        control = control_of(theirs)
        ours = await self.climb_parley(PAIR, self.plan.pairs, control)
        same = int(min(most(ours), most(theirs)))
        goals = [
            Goal("pass-through: calls per core", most(ours), unit="calls"),
            Goal("pass-through: calls per core with p99 ≤ 5 ms", most(ours, QUIET_DELAY), unit="calls"),
            Goal("pass-through: the same to Janus VideoCall's", ratio(most(ours, QUIET_DELAY), most(theirs)), 2.5),
            Goal("pass-through: RTCP a person, ours to Janus's", ratio(control_of(ours), control), 0.95),
            Goal(f"pass-through: CPU of a call at {same} calls, Janus to ours", cost_ratio(theirs, ours, same)),
            Goal("pass-through: a call's CPU at the most calls to that at a tenth", growth(ours), 1.1, at_least=False),
            Goal("memory per call", memory(ours) / 1000, unit="KB"),
            Goal("memory per call to Janus VideoCall's", ratio(memory(ours), memory(theirs)), 0.8, at_least=False),
        ]
        if self.plan.everything:
            theirs = await self.climb_janus(VideoCall, RECORDED, self.plan.pairs)
            ours = await self.climb_parley(RECORDED, self.plan.pairs, control)
            goals.append(Goal("recorded: calls per core to Janus's", ratio(most(ours), most(theirs))))
        added = await self.recording(control)
        return [*goals, Goal(f"a call's CPU recorded to not, {self.plan.recorded} calls", added, 1.1, at_least=False)]

    async def threes(self) -> list[Goal]:
        """Three people: fan-out beside Janus's fan-out and Janus's mix, and mix beside mix."""
        room = await self.climb_janus(VideoRoom, THREE, self.plan.threes)
        ours = await self.climb_parley(THREE, self.plan.threes, control_of(room))
        bridge = await self.climb_janus(AudioBridge, MIXED, self.plan.mixes)
        mixed = await self.climb_parley(MIXED, self.plan.mixes, control_of(bridge))
        better = await self.climb_janus(AudioBridge48, MIXED, self.plan.mixes) if self.plan.everything else []
        same = int(min(most(ours), most(room)))
        return [
            Goal("fan-out: rooms of three per core", most(ours), unit="rooms"),
            Goal("fan-out: the same to Janus VideoRoom's", ratio(most(ours), most(room)), 3.0),
            Goal("fan-out: RTCP a person, ours to Janus's", ratio(control_of(ours), control_of(room)), 0.95),
            Goal(f"fan-out: CPU of a room at {same} rooms, Janus VideoRoom to ours", cost_ratio(room, ours, same)),
            Goal("fan-out: rooms per core to those Janus AudioBridge mixes", ratio(most(ours), most(bridge)), 10.0),
            Goal("fan-out: the same where AudioBridge mixes at 48 kHz", ratio(most(ours), most(better))),
            Goal("mix (ours at 48 kHz): rooms per core to AudioBridge's", ratio(most(mixed), most(bridge)), 1.0),
            Goal("mix: the same where AudioBridge mixes at 48 kHz", ratio(most(mixed), most(better))),
        ]

    async def waiting(self) -> list[Goal]:
        """Callers on hold music; Janus has nothing of the kind to compare with."""
        ours = await self.climb_parley(MUSIC, self.plan.music, 0.0)
        return [Goal("callers on hold music per core", most(ours), 800.0, "callers")]

    async def set_ups(self) -> list[Goal]:
        """Legs set up as fast as it goes, on servers that have none."""
        print(f"\nSet-up: {self.plan.set_ups} calls of two people", flush=True)
        theirs = None
        try:
            async with self.janus(VideoCall, PAIR) as target:
                theirs = await set_up("Janus VideoCall", target, self.plan.set_ups)
        except CannotInstall as error:
            print(f"  {error}")
        async with self.parley(PAIR, 0.0) as target:
            ours = await set_up("Parley", target, self.plan.set_ups)
        return [
            Goal(
                "CPU of a leg's set-up to Janus's",
                ratio(ours.cpu_ms, theirs.cpu_ms if theirs else 0.0),
                1.1,
                "×",
                False,
            ),
            Goal(
                "legs set up a second, to Janus's", ratio(ours.legs_per_second, theirs.legs_per_second if theirs else 0)
            ),
            Goal("offer to sound both ways, without browser", ours.first_sound_ms, 200.0, "ms", at_least=False),
        ]

    async def recording(self, control: float) -> float:
        """What recording does to a call's CPU: the same calls, recorded and not, in turns."""
        title(f"Parley: {self.plan.recorded} calls, recorded and not in turns")
        costs: dict[bool, float] = {True: 0.0, False: 0.0}
        async with self.parley(PAIR, control) as target:
            idle = target.server.memory()
            await target.grow(self.plan.recorded)
            for turn in range(8):
                await target.record(bool(turn % 2))
                await asyncio.sleep(0.5)
                window = await hold(target, self.plan.seconds / 2, idle)
                show(window)
                costs[bool(turn % 2)] += window.cost
        return costs[True] / costs[False]

    async def lag(self) -> list[Goal]:
        """How long the web process, on the worker's core, takes to answer a request that asks for nothing."""
        calls = self.plan.lag_calls
        print(f"\nThe web process beside {calls} calls on the same core", flush=True)
        async with whole_parley(memory=True) as web, self.parley(PAIR, 0.0) as target:
            await answers(web.http, self.plan.seconds, "alone")
            await target.grow(calls)
            p99 = await answers(web.http, 2 * self.plan.seconds, f"beside {calls} calls")
        return [Goal(f"web process beside {calls} calls answers, p99", p99, 10.0, "ms", at_least=False)]


async def answers(http: aiohttp.ClientSession, seconds: float, name: str) -> float:
    """How long a server takes to answer, one question after the other: milliseconds, 99 of 100."""
    waits: list[float] = []
    ending = time.monotonic() + seconds
    while time.monotonic() < ending:
        asked = time.monotonic()
        async with http.get("/healthz") as answer:
            await answer.read()
        waits.append((time.monotonic() - asked) * 1000)
        await asyncio.sleep(0.01)
    p50, p99 = np.percentile(waits, (50, 99))
    print(f"  {name}: {len(waits)} questions, p50 {p50:.1f} ms, p99 {p99:.1f} ms", flush=True)
    return float(p99)


async def set_up(name: str, target: Target, calls: int) -> SetUp:
    """Set up so many calls at once, then one alone, timed until both of its people hear the other."""
    await target.prepare(calls + 2)
    await target.grow(1)
    before, started = target.server.cpu(), time.monotonic()
    await target.grow(calls + 1)
    seconds, cpu = time.monotonic() - started, target.server.cpu() - before
    started = time.monotonic()
    await target.grow(calls + 2)
    heard = [target.crowd.engine.capture(leg, 5.0) for leg in target.hearing[-1]]
    while not all(captured() for captured in heard):
        await asyncio.sleep(0.001)
    first = (time.monotonic() - started) * 1000
    done = SetUp(cpu / calls / 2 * 1000, calls * 2 / seconds, first)
    print(
        f"  {name:<16} {done.cpu_ms:.2f} cpu-ms a leg, {done.legs_per_second:.0f} legs a second at most 8 calls at once, "
        f"server {cpu / seconds:.0%}; one more: {first:.0f} ms from offer to sound both ways",
        flush=True,
    )
    return done


PARTS = {"pairs": Bench.pairs, "threes": Bench.threes, "music": Bench.waiting, "setup": Bench.set_ups, "lag": Bench.lag}


async def run(plan: Plan, cipher: str, parts: list[str]) -> list[Goal]:
    """Measure those parts, in turn."""
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        music = Path(folder) / "music.opus"
        Clip(list(murmur().packets)).save(music)
        bench = Bench(plan, cipher, music)
        print(
            f"cipher of every leg: {'AES-128-GCM' if cipher == 'gcm' else 'AES-128-CM with HMAC-SHA1-80'}", flush=True
        )
        return [goal for part in parts for goal in await bench.part(part)]


def main() -> int:
    """Run."""
    parser = argparse.ArgumentParser(prog="python -m bench.calls", description=__doc__)
    parser.add_argument("parts", nargs="*", help=f"all, or some of {', '.join(PARTS)}")
    parser.add_argument("--quick", action="store_true", help="fewer loads, shorter windows: about three minutes")
    parser.add_argument("--cipher", choices=("gcm", "cm"), default="gcm", help="what the browsers offer")
    asked = parser.parse_args()
    if unknown := set(asked.parts) - set(PARTS):
        parser.error(f"there is no part {', '.join(unknown)}")
    print(machine(), flush=True)
    gc.disable()  # its pauses would be counted as the server's
    resource.setrlimit(resource.RLIMIT_NOFILE, (resource.getrlimit(resource.RLIMIT_NOFILE)[1],) * 2)
    use_other_core()
    try:
        return report(uvloop.run(run(QUICK if asked.quick else FULL, asked.cipher, asked.parts or list(PARTS))))
    except CannotCompile as error:
        print(error, file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
