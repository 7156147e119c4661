"""Rising loads on one server: each is held for a window and judged, until one fails twice, or four times if other programs disturb it.

A load fails when more than 0.5 % of the packets are lost or the slowest hundredth is delayed by more than 40 ms
(a mix: by more than its own buffers and 40 ms).
"""

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from bench.call_load.beeps import beep_delays
from bench.call_load.engine import DRAIN_SECONDS, PACKETS_PER_SECOND, Heard
from bench.call_load.targets import Target
from bench.chat_load.processes import cpu, machine_cpu
from bench.peers.janus import Refused

MOST_LOST = 0.005
MOST_DELAY = 0.040
MIX_BASE = 0.060
"""Seconds that Janus's mix takes by design: two packets buffered, and one more until the next beat."""
SETTLE_SECONDS = 0.7
MOST_TRIES = 4
DISTURBED = 0.2
QUIET_DELAY = 0.005
"""The stricter bound of the goal for pass-through."""


@dataclass(frozen=True)
class Loads:
    """``first`` are tried one after the other, then each is the one before times ``step``; ``seconds`` a window."""

    first: Sequence[int]
    step: float
    seconds: float
    most: int = 2_000

    def __iter__(self) -> Iterator[int]:
        """The loads, rising."""
        yield from self.first
        load = self.first[-1]
        while (load := max(load + 1, round(load * self.step))) <= self.most:
            yield load


@dataclass(frozen=True)
class Held:
    """How a server carried so many rooms for a window; delays and CPU in seconds, memory in bytes."""

    rooms: int
    seconds: float
    loss: float
    p50: float
    p95: float
    p99: float
    server_cpu: float
    generator_cpu: float
    others_cpu: float
    memory: int
    control: float
    """RTCP packets a person hears in a second."""
    reports: float
    """Of those, the share that reports on what the person sent."""
    late: float
    strange: int
    """Packets heard twice, of other calls, or that SRTP refused."""
    base: float
    """What a mixing server must delay by; its p99 is judged from there."""

    @property
    def holds(self) -> bool:
        """Whether anybody would call this good."""
        return self.loss <= MOST_LOST and self.p99 - self.base <= MOST_DELAY and not self.strange

    @property
    def disturbed(self) -> bool:
        """Whether other programs took so much of the machine that a failure says little."""
        return self.others_cpu > DISTURBED * self.seconds

    @property
    def cost(self) -> float:
        """Processor-seconds for a minute of one room."""
        return self.server_cpu / self.seconds * 60 / self.rooms


async def climb(target: Target, loads: Loads, show: Callable[[Held], None]) -> list[Held]:
    """The windows that held, in order; each load has a second try, as other programs disturb a window now and then."""
    held: list[Held] = []
    await target.prepare(1)
    idle = target.server.memory()
    for rooms in loads:
        try:
            await target.prepare(rooms - max(1, target.rooms))
            await target.grow(rooms)
        except (TimeoutError, Refused) as error:
            print(f"  {rooms:>5} rooms could not be set up {error}", flush=True)
            return held
        await asyncio.sleep(SETTLE_SECONDS)
        for attempt in range(MOST_TRIES):
            window = await hold(target, loads.seconds, idle)
            show(window)
            if window.holds:
                held.append(window)
                break
            if attempt and not window.disturbed:
                return held
        else:
            return held
    return held


async def hold(target: Target, seconds: float, idle_memory: int = 0) -> Held:
    """One window at the load there is."""
    engine = target.crowd.engine
    listening = [engine.capture(leg, seconds + 2) for leg in target.hearing[0][1:]] if target.scenario.mixed else []
    marked = len(engine.marks())
    await engine.begin(seconds)
    used = _used(target)
    await asyncio.sleep(seconds)
    server, generator, others = (after - before for before, after in zip(used, _used(target), strict=True))
    await asyncio.sleep(DRAIN_SECONDS)
    heard = engine.heard(seconds)
    people = target.rooms * target.scenario.people
    p50, p95, p99 = _delays(heard, [captured() for captured in listening], engine.marks()[marked:], target)
    return Held(
        rooms=target.rooms,
        seconds=seconds,
        loss=_loss(heard, people),
        p50=p50,
        p95=p95,
        p99=p99,
        server_cpu=server,
        generator_cpu=generator,
        others_cpu=others - server - generator,
        memory=target.server.memory() - idle_memory,
        control=heard.control / seconds / people,
        reports=heard.reports / max(1, heard.control),
        late=heard.late,
        strange=heard.strange,
        base=MIX_BASE if target.scenario.mixed else 0.0,
    )


def _used(target: Target) -> tuple[float, float, float]:
    """Processor-seconds so far of the server, of this process and of the whole machine."""
    return target.server.cpu(), cpu(os.getpid()), machine_cpu()


def _loss(heard: Heard, people: int) -> float:
    """The share that did not arrive: of the packets sent, or of the beats of a server that makes its own."""
    if heard.expected:
        return 1 - heard.heard / heard.expected
    return max(0.0, 1 - heard.unstamped / (PACKETS_PER_SECOND * heard.seconds * people))


def _delays(
    heard: Heard, captured: Sequence[bytes], marks: Sequence[int], target: Target
) -> tuple[float, float, float]:
    """Half, 95 and 99 of 100."""
    if not target.scenario.mixed:
        return heard.delay(0.5), heard.delay(0.95), heard.delay(0.99)
    ending = heard.seconds * 1e9 + marks[0] if marks else 0
    in_window = [mark for mark in marks if mark < ending - 0.3e9]
    delays = sorted(delay for stream in captured for delay in beep_delays(stream, in_window))
    if not delays:
        return float("inf"), float("inf"), float("inf")
    p50, p95, p99 = (delays[min(len(delays) - 1, int(share * len(delays)))] for share in (0.5, 0.95, 0.99))
    return p50, p95, p99
