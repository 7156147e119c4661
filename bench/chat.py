"""How fast Parley's live chat is, beside Node's Socket.IO and Prosody: ``python -m bench.chat [--quick]``, also ``./run bench chat``.

The server has one core, the database and the generator have another. A message counts when it is stored, acknowledged to its
visitor and delivered to its agent; the figure is the highest rate at which 99 of 100 were within 100 ms and none was lost.
"""

import argparse
import asyncio
import gc
import math
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass

import uvloop

from bench.chat_load.ladder import BOUND, Ladder, climb, finished, hold
from bench.chat_load.processes import machine, use_other_core
from bench.chat_load.tally import Window
from bench.chat_load.targets import ParleyTarget, Target, node, parley
from bench.peers.prosody import Archive, CannotInstall, prosody


@dataclass(frozen=True)
class Plan:
    """How much of everything: conversations written in, seconds a rate is held, crowds connected."""

    seconds: float
    durable_writers: int
    stubbed_writers: int
    crowds: tuple[int, ...]
    cost_seconds: float
    looked_into: int
    steps: tuple[float, ...]


FULL = Plan(5.0, 2000, 5000, (100, 1000, 5000), 12.0, 500, (1.5, 1.2, 1.07))
QUICK = Plan(2.0, 600, 2000, (100, 500, 1500), 4.0, 100, (1.6, 1.2))

DURABLE_FROM, STUBBED_FROM, NODE_FROM = 400, 1500, 3000
SQLITE_FROM, FILES_FROM = 150, 500
WRITERS_OF_COST, RATE_OF_COST = 100, 200
"""Few enough messages that every crowd carries them easily: two a second each, as fast as one visitor may write."""

DURABLE_GOAL, PROSODY_GOAL, NODE_GOAL = 500.0, 1.0, 0.6
MEMORY_GOAL_KB, RETURN_GOAL_SECONDS = 35.0, 20.0
FLAT = 1.25
"""A cost is flat when no crowd's is more than a quarter above the smallest crowd's."""


@dataclass(frozen=True)
class Goal:
    """One figure, what it should be, and how it came out; without a bound it is only told."""

    name: str
    measured: float
    bound: float | None
    unit: str
    at_least: bool

    @property
    def met(self) -> bool:
        """Whether the figure is where it should be; one that was not measured is not."""
        if self.bound is None:
            return True
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound

    def line(self) -> str:
        """For the terminal."""
        measured = "not measured" if math.isnan(self.measured) else f"{self.measured:.4g} {self.unit}"
        figure = f"{self.name:<60} {measured:>16}"
        if self.bound is None:
            return f"  {'':<6}  {figure}   for information, not a goal"
        verdict, sign = ("met" if self.met else "MISSED"), ("≥" if self.at_least else "≤")
        return f"  {verdict:<6}  {figure}   goal {sign} {self.bound:g} {self.unit}"


async def run(plan: Plan) -> list[Goal]:
    """Measure everything, in the order in which it is least disturbed by what came before."""
    durable, return_seconds = await durable_path(plan)
    memory, costs = await crowd_costs(plan)
    stubbed = await stubbed_path(plan)
    peer = await node_path(plan)
    sqlite = await prosody_path(plan, "Prosody, archive in SQLite", Archive.SQLITE, SQLITE_FROM)
    files = await prosody_path(plan, "Prosody, archive in plain files, never flushed", Archive.FILES, FILES_FROM)
    smallest, *larger = costs
    return [
        Goal("durable, acknowledged, delivered, per core", rate_of(durable), DURABLE_GOAL, "msg/s", at_least=True),
        Goal(
            "the same, to Prosody, archive in SQLite",
            ratio(rate_of(durable), rate_of(sqlite)),
            PROSODY_GOAL,
            "×",
            at_least=True,
        ),
        Goal(
            "the same, to Prosody, archive in plain files, never flushed",
            ratio(rate_of(durable), rate_of(files)),
            None,
            "×",
            at_least=True,
        ),
        Goal(
            "store stubbed, to Node's Socket.IO", ratio(rate_of(stubbed), rate_of(peer)), NODE_GOAL, "×", at_least=True
        ),
        Goal(
            "the same, by processor time per message",
            ratio(cost_of(peer), cost_of(stubbed)),
            NODE_GOAL,
            "×",
            at_least=True,
        ),
        *(
            Goal(f"memory per idle visitor, {crowd} connected", kilobytes, MEMORY_GOAL_KB, "KB", at_least=False)
            for crowd, kilobytes in zip(plan.crowds[1:], memory, strict=True)
        ),
        Goal(
            f"{plan.crowds[-1]} dropped at once and all back", return_seconds, RETURN_GOAL_SECONDS, "s", at_least=False
        ),
        *(
            Goal(f"cost per message, {crowd} connected to {plan.crowds[0]}", cost / smallest, FLAT, "×", at_least=False)
            for crowd, cost in zip(plan.crowds[1:], larger, strict=True)
        ),
    ]


async def durable_path(plan: Plan) -> tuple[Window | None, float]:
    """Parley on the embedded database: the best window, and the seconds until a dropped crowd is back."""
    title(f"Parley on the embedded database, {plan.durable_writers} conversations")
    async with parley(memory=False) as target:
        await target.ready(plan.durable_writers)
        await one_by_one(target, 50)
        best = await climb(target.crowd, target.server, Ladder(DURABLE_FROM, plan.seconds, steps=plan.steps), show)
        await look_into_store(target, plan.looked_into)
        seconds = await everybody_returns(target, plan.crowds[-1])
        await one_by_one(target, 50)
        target.crowd.leave()
    return best, seconds


async def crowd_costs(plan: Plan) -> tuple[list[float], list[float]]:
    """What connected visitors cost: kilobytes each, per crowd but the first; processor-milliseconds per message, per crowd."""
    title(f"Crowds on a stubbed store, {RATE_OF_COST} messages/s from {WRITERS_OF_COST} of them")
    memory, costs = [], []
    async with parley(memory=True) as target:
        await target.ready(WRITERS_OF_COST)
        await hold(target.crowd, target.server, RATE_OF_COST, 2.0, 1.0)
        grown = 0
        for crowd in plan.crowds:
            added = crowd - len(target.crowd.visitors)
            before = target.server.memory()
            await target.crowd.add_visitors(added)
            await asyncio.sleep(1.0)
            if added:
                grown += target.server.memory() - before
                memory.append(grown / 1000 / (crowd - WRITERS_OF_COST))
            costs.append(await cost_of_message(target, plan.cost_seconds))
            kilobytes = f", {memory[-1]:.1f} KB each" if added else ""
            print(f"  {crowd:>5} connected: {costs[-1]:.3f} cpu-ms a message{kilobytes}", flush=True)
        target.crowd.leave()
    return memory, costs


async def cost_of_message(target: Target, seconds: float) -> float:
    """Processor-milliseconds that one message costs the server, without what the crowd costs it while nobody writes.

    The least of four windows: what disturbs one only ever adds to it.
    """
    before, started = target.server.cpu(), time.monotonic()
    await asyncio.sleep(seconds / 2)
    idle = (target.server.cpu() - before) / (time.monotonic() - started)
    windows = [await hold(target.crowd, target.server, RATE_OF_COST, seconds / 4, 0.5) for _ in range(4)]
    return min((window.server_cpu - idle * window.seconds) / window.messages for window in windows) * 1000


async def stubbed_path(plan: Plan) -> Window | None:
    """Parley without a database: the best window."""
    title(f"Parley, store stubbed, {plan.stubbed_writers} conversations")
    async with parley(memory=True) as target:
        await target.ready(plan.stubbed_writers)
        best = await climb(target.crowd, target.server, Ladder(STUBBED_FROM, plan.seconds, steps=plan.steps), show)
        target.crowd.leave()
    return best


async def node_path(plan: Plan) -> Window | None:
    """Node's Socket.IO on the same path: the best window."""
    title(f"Node's Socket.IO, store stubbed, {plan.stubbed_writers} conversations")
    async with node() as target:
        await target.ready(plan.stubbed_writers)
        best = await climb(target.crowd, target.server, Ladder(NODE_FROM, plan.seconds, steps=plan.steps), show)
        target.crowd.leave()
    return best


async def prosody_path(plan: Plan, name: str, archive: Archive, first: float) -> Window | None:
    """Prosody on the same path, from the rate ``first``: the best window; None where no Prosody can be had."""
    title(f"{name}, acknowledged by XEP-0198")
    try:
        async with prosody(archive) as (server, crowd):
            best = await climb(crowd, server, Ladder(first, plan.seconds, steps=plan.steps), show)
    except CannotInstall as error:
        print(f"  {error}")
        return None
    return best


async def one_by_one(target: Target, count: int) -> None:
    """Write each message once the one before is acknowledged and delivered. Raises RuntimeError when one is not."""
    for _ in range(count):
        target.crowd.write(target.crowd.tally.due(time.monotonic()))
        await finished(target.crowd.tally)
    tally = target.crowd.tally
    if tally.unfinished or tally.refused or tally.doubled:
        raise RuntimeError("a message that was sent alone was lost, refused or delivered twice")


async def look_into_store(target: ParleyTarget, conversations: int) -> None:
    """Read conversations back and compare. Raises RuntimeError when what was acknowledged is not what is stored."""
    messages = 0
    for visitor in target.crowd.visitors[: min(conversations, target.crowd.writers)]:
        stored = await target.messages_of(visitor.conversation.result())
        said = ["first", *(f"b{index}" for index in visitor.said)]
        if stored != said:
            raise RuntimeError(
                f"a visitor wrote {len(said)} messages, of which the store has {len(stored)}, or in another order"
            )
        messages += len(stored)
    print(f"  read back: {messages} messages, every one there, once and in order", flush=True)


async def everybody_returns(target: ParleyTarget, crowd: int) -> float:
    """Seconds from the moment a crowd's connections all drop until each visitor has their welcome again."""
    await target.crowd.add_visitors(crowd - len(target.crowd.visitors))
    await asyncio.sleep(1.0)
    before, started = target.server.cpu(), time.monotonic()
    await target.crowd.return_all()
    seconds = time.monotonic() - started
    print(f"  {crowd} dropped, all back in {seconds:.1f} s, {target.server.cpu() - before:.1f} cpu-s", flush=True)
    return seconds


def rate_of(window: Window | None) -> float:
    """The rate that held; 0 where none did."""
    return window.rate if window else 0.0


def cost_of(window: Window | None) -> float:
    """The processor-seconds of a message in that window; 0 without one."""
    return window.cost if window else 0.0


def ratio(ours: float, theirs: float) -> float:
    """Ours to theirs; not a number where theirs could not be measured."""
    return ours / theirs if theirs else math.nan


def title(text: str) -> None:
    """A heading, and what the columns under it are."""
    print(f"\n{text}", flush=True)


def show(window: Window) -> None:
    """One rate as a line."""
    verdict = "held" if window.holds(BOUND) else "failed"
    used = (window.server_cpu, window.store_cpu, window.generator_cpu, window.others_cpu)
    share = [seconds / window.seconds for seconds in used]
    lost = f"  {window.lost} LOST" if window.lost else ""
    print(
        f"  {window.rate:>6.0f}/s  p50 {window.p50 * 1000:>6.1f}  p99 {window.p99 * 1000:>7.1f} ms  "
        f"cpu: server {share[0]:>4.0%} database {share[1]:>4.0%} generator {share[2]:>4.0%} others {share[3]:>4.0%}  "
        f"{window.cost * 1000:.3f} cpu-ms and {window.packets / max(1, window.messages):.1f} packets a message  {verdict}{lost}",
        flush=True,
    )


def report(goals: Iterable[Goal]) -> int:
    """Print the goals; 1 if one was missed."""
    goals = list(goals)
    print()
    for goal in goals:
        print(goal.line())
    return 0 if all(goal.met for goal in goals) else 1


def main() -> int:
    """Run."""
    parser = argparse.ArgumentParser(prog="python -m bench.chat", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="smaller crowds, shorter windows: one or two minutes")
    plan = QUICK if parser.parse_args().quick else FULL
    print(machine(), flush=True)
    gc.disable()  # its pauses would be counted as the server's
    use_other_core()
    return report(uvloop.run(run(plan)))


if __name__ == "__main__":
    sys.exit(main())
