"""Rising load: one rate held for some seconds at a time, until the slowest hundredth of the messages waits too long."""

import asyncio
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from bench.chat_load.processes import Process, cpu, machine_cpu
from bench.chat_load.tally import Tally, Window, percentile

BOUND = 0.100
"""Seconds within which 99 of 100 messages must be acknowledged and delivered."""
GRACE_SECONDS = 20.0
TICK_SECONDS = 0.002


class Writers(Protocol):
    """Whoever writes messages."""

    tally: Tally

    def write(self, index: int) -> None:
        """Send message ``index`` of the tally."""


@dataclass(frozen=True)
class Ladder:
    """Where to start, and how long to hold a rate; ``warm`` seconds before each are not counted."""

    first: float
    seconds: float
    warm: float = 1.0
    steps: tuple[float, ...] = (1.5, 1.2, 1.07)


async def climb(writers: Writers, server: Process, ladder: Ladder, show: Callable[[Window], None]) -> Window | None:
    """The highest rate that held: big steps up to the first that fails, then smaller ones from the last that held.

    Where even the first rate fails, half of it is tried, three times.
    """
    best: Window | None = None
    for first in (ladder.first, ladder.first / 2, ladder.first / 4, ladder.first / 8):
        best = await _tried(writers, server, first, ladder, show)
        if best is not None:
            break
    for step in ladder.steps:
        while best is not None:
            higher = await _tried(writers, server, best.rate * step, ladder, show)
            if higher is None:
                break
            best = higher
    return best


async def _tried(
    writers: Writers, server: Process, rate: float, ladder: Ladder, show: Callable[[Window], None]
) -> Window | None:
    window = await hold(writers, server, rate, ladder.seconds, ladder.warm)
    show(window)
    return window if window.holds(BOUND) else None


async def hold(writers: Writers, server: Process, rate: float, seconds: float, warm: float) -> Window:
    """Offer ``rate`` messages a second; what was due in the last ``seconds`` counts."""
    await offer(writers, rate, warm)
    tally = writers.tally
    first, packets = len(tally.due_at), tally.packets
    spent = _spent(server)
    started = time.monotonic()
    await offer(writers, rate, seconds)
    seconds_taken = time.monotonic() - started
    used = [after - before for before, after in zip(spent, _spent(server), strict=True)]
    last, packets = len(tally.due_at), tally.packets - packets
    await finished(tally)
    delays = sorted(
        max(tally.acked_at[index], tally.delivered_at[index]) - tally.due_at[index]
        for index in range(first, last)
        if tally.acked_at[index] and tally.delivered_at[index]
    )
    lost = last - first - len(delays) + tally.refused + tally.doubled
    tally.refused = tally.doubled = 0
    return Window(
        rate=rate,
        messages=last - first,
        lost=lost,
        p50=percentile(delays, 0.5),
        p99=percentile(delays, 0.99),
        server_cpu=used[0],
        store_cpu=used[1],
        generator_cpu=used[2],
        others_cpu=max(0.0, used[3] - sum(used[:3])),
        seconds=seconds_taken,
        packets=packets,
    )


async def offer(writers: Writers, rate: float, seconds: float) -> None:
    """Write at ``rate`` for ``seconds``, whether or not anything is answered."""
    start = time.monotonic()
    count, sent = int(rate * seconds), 0
    while sent < count:
        now = time.monotonic()
        due = min(count, int((now - start) * rate) + 1)
        for index in range(sent, due):
            writers.write(writers.tally.due(start + index / rate))
        sent = due
        await asyncio.sleep(TICK_SECONDS)


async def finished(tally: Tally) -> None:
    """Return once every message is acknowledged and delivered, or the grace is over."""
    deadline = time.monotonic() + GRACE_SECONDS
    while tally.unfinished > 0 and time.monotonic() < deadline:
        await asyncio.sleep(0.02)


def _spent(server: Process) -> tuple[float, float, float, float]:
    return server.cpu(), server.children_cpu(), cpu(os.getpid()), machine_cpu()
