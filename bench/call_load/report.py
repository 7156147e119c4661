"""What the call benchmark prints: a line for each window, and at the end the goals with how they came out."""

import math
from collections.abc import Iterable
from dataclasses import dataclass

from bench.call_load.ladder import Held


@dataclass(frozen=True)
class Goal:
    """One figure, what it should be, and how it came out; without a bound it is only told."""

    name: str
    measured: float
    bound: float | None = None
    unit: str = "×"
    at_least: bool = True

    @property
    def met(self) -> bool:
        """Whether the figure is where it should be; one that was not measured is not."""
        if self.bound is None:
            return True
        return self.measured >= self.bound if self.at_least else self.measured <= self.bound

    def line(self) -> str:
        """For the terminal."""
        measured = "not measured" if math.isnan(self.measured) else f"{self.measured:.3g} {self.unit}"
        figure = f"{self.name:<78} {measured:>13}"
        if self.bound is None:
            return f"          {figure}   for information"
        verdict, sign = ("met" if self.met else "MISSED"), ("≥" if self.at_least else "≤")
        return f"  {verdict:<6}  {figure}   goal {sign} {self.bound:g} {self.unit}"


def title(text: str) -> None:
    """A heading, and what the columns under it are."""
    print(f"\n{text}", flush=True)
    print(
        "  rooms    loss   p50    p95    p99 ms  cpu-s a room-minute  server generator others  sent late"
        "  KB a room  RTCP/s a person",
        flush=True,
    )


def show(window: Held) -> None:
    """One load as a line."""
    delays = "".join(f"{seconds * 1000:>7.2f}" for seconds in (window.p50, window.p95, window.p99))
    used = (window.server_cpu, window.generator_cpu, window.others_cpu)
    server, generator, others = (f"{max(0.0, seconds) / window.seconds:>4.0%}" for seconds in used)
    verdict = "" if window.holds else "   failed, disturbed" if window.disturbed else "   failed"
    strange = f"  {window.strange} STRANGE PACKETS" if window.strange else ""
    print(
        f"  {window.rooms:>5} {window.loss:>7.2%}{delays} {window.cost:>15.3f}        {server}    {generator}    {others}"
        f"  {window.late * 1000:>5.2f} ms {window.memory / window.rooms / 1000:>8.0f} {window.control:>8.2f}"
        f"{verdict}{strange}",
        flush=True,
    )


def most(held: list[Held], delay: float = math.inf) -> float:
    """The most rooms that were carried, all of them within that delay; 0 for none."""
    return max((window.rooms for window in held if window.p99 <= delay), default=0)


def control_of(held: list[Held]) -> float:
    """RTCP packets a person heard in a second, over the windows that held; 0 for none."""
    return sum(window.control for window in held) / len(held) if held else 0.0


def cost_ratio(theirs: list[Held], ours: list[Held], rooms: int) -> float:
    """What a room-minute cost at so many rooms (or the nearest load below), theirs to ours."""

    def cost(held: list[Held]) -> float:
        return next((window.cost for window in reversed(held) if window.rooms <= rooms), 0.0)

    return ratio(cost(theirs), cost(ours))


def memory(held: list[Held]) -> float:
    """Bytes of each further room: from the first load to the last."""
    if len(held) < 2:
        return math.nan
    first, last = held[0], held[-1]
    return (last.memory - first.memory) / (last.rooms - first.rooms)


def growth(held: list[Held]) -> float:
    """The cost of a room at the most rooms, to that at a tenth of them or more."""
    tenth = next((window for window in held if window.rooms * 10 >= held[-1].rooms), None) if held else None
    return held[-1].cost / tenth.cost if tenth else math.nan


def ratio(ours: float, theirs: float) -> float:
    """Ours to theirs; not a number where one could not be measured."""
    return ours / theirs if ours and theirs else math.nan


def report(goals: Iterable[Goal]) -> int:
    """Print the goals; 1 if one was missed."""
    goals = list(goals)
    print()
    for goal in goals:
        print(goal.line())
    return 0 if all(goal.met for goal in goals) else 1
