"""How fast profiles, timelines and search are as the past grows: ``python -m bench.profile [--messages N]``, also ``./run bench profile``.

The real server answers over HTTP on the embedded database, everything in one process beside it, on all cores. The past has two years, four
languages and 20 000 customers, one of whom did 100 000 things. Last it is measured whether indexing costs appends anything.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any
from unittest.mock import patch
from urllib.parse import quote

import psutil
import uvloop

from bench.chat import Goal, report, title
from bench.chat_load.tally import percentile
from bench.profile_load.past import SYLLABLES, Maker, Past
from domain import commands as c
from domain.events import Actor
from server.touchpoints import Touchpoints
from store.opening import Store, open_store
from tests.centre import Centre, HandClock, Person, open_centre

USUAL_MESSAGES, CUSTOMERS, LONG_STORY = 200_000, 20_000, 100_000
SIZES = (1 / 8, 1 / 4, 1 / 2, 1)
ASKED = 200
PROFILE_GOAL, SEARCH_GOAL, COST_GOAL = 0.150, 0.200, 0.95
WRITERS, APPEND_SECONDS, ROUNDS = 64, 3.0, 3


@dataclass(frozen=True)
class Point:
    """How one size answered: sorted seconds of each question, and what the database took."""

    messages: int
    profile: list[float]
    search: list[float]
    names: list[float]
    found: int
    memory: int
    disk: int

    def line(self) -> str:
        """For the terminal."""
        spans = {"profile + first page": self.profile, "messages": self.search, "names": self.names}
        shown = "   ".join(f"{name} p50 {ms(values, 0.5)} p99 {ms(values, 0.99)} ms" for name, values in spans.items())
        return f"  {self.messages:>8} messages   {shown}   {self.found}/{ASKED} searches found something   database {self.memory >> 20} MiB, {self.disk >> 20} MiB on disk"


def ms(spans: list[float], share: float) -> str:
    """A share of the spans in milliseconds."""
    return f"{percentile(spans, share) * 1000:5.1f}"


@asynccontextmanager
async def serving(store: Store, past: Past) -> AsyncIterator[tuple[Centre, Person]]:
    """The server over the store, and an administrator."""
    async with open_centre(store, HandClock(datetime.now(UTC))) as centre:
        yield centre, await centre.agent(f"Boss{time.monotonic_ns()}", "administrator")


async def timed(ask: Callable[[int], Awaitable[Any]], times: int = ASKED) -> tuple[list[float], list[Any]]:
    """Sorted seconds of so many questions, one after the other, and their answers."""
    spans, answers = [], []
    for number in range(times):
        begun = time.perf_counter()
        answers.append(await ask(number))
        spans.append(time.perf_counter() - begun)
    return sorted(spans), answers


async def measure(store: Store, past: Past, data: Path) -> Point:
    """Ask everything of a centre with this past."""
    chance = random.Random(past.messages)
    async with serving(store, past) as (centre, boss):

        async def profile(number: int) -> None:
            await first_page(centre, boss, chance.choice(past.customers))

        async def search(number: int) -> Any:
            typed = quote(typed_words(past, chance))
            return await centre.api("GET", f"/search?in=messages&q={typed}", by=boss)

        async def names(number: int) -> Any:
            typed = quote(typed_name(past, chance))
            return await centre.api("GET", f"/search?in=customers&q={typed}", by=boss)

        await timed(profile, 5)
        profiles, _ = await timed(profile)
        searches, hits = await timed(search)
        slips, _ = await timed(names)
    found = sum(bool(hit["messages"]) for hit in hits)
    disk = sum(file.stat().st_size for file in data.rglob("*") if file.is_file())
    return Point(past.messages, profiles, searches, slips, found, database_memory(), disk)


async def first_page(centre: Centre, boss: Person, customer: str) -> Any:
    """What the profile pane asks."""
    await centre.api("GET", f"/customers/{customer}", by=boss)
    return await centre.api("GET", f"/customers/{customer}/timeline?kinds=&limit=50", by=boss)


def typed_words(past: Past, chance: random.Random) -> str:
    """One to three words of a language, frequent ones more often, the last one still being typed."""
    *whole, last = past.words(chance.choice(list(SYLLABLES)), chance.choice((1, 1, 2, 3)))
    return " ".join([*whole, last[: chance.randint(2, max(2, len(last)))]])


def typed_name(past: Past, chance: random.Random) -> str:
    """A customer's last name with a letter wrong in every second one."""
    last = chance.choice(past.names).split()[-1]
    place = chance.randrange(len(last))
    return last if chance.random() < 0.5 else last[:place] + "x" + last[place + 1 :]


async def long_story(store: Store, past: Past, events: int) -> tuple[list[float], list[float]]:
    """First pages, and jumps to any date, of the customer with so many events."""
    customer = past.customers[0]
    await Maker(store, past).long_story(customer, events)
    chance = random.Random(1)
    async with serving(store, past) as (centre, boss):

        async def jump(number: int) -> Any:
            day = f"2026-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}T12:00:00Z"
            return await centre.api("GET", f"/customers/{customer}/timeline?before={day}&limit=50", by=boss)

        first, _ = await timed(lambda number: first_page(centre, boss, customer))
        jumps, _ = await timed(jump)
    return first, jumps


async def append_rates(store: Store, past: Past) -> tuple[float, float]:
    """Messages a second through the desk, with timelines indexed and without, in turns; the best of each."""
    rates: dict[bool, list[float]] = {True: [], False: []}
    for number in range(2 * ROUNDS):
        indexed = number % 2 == 0
        silenced = nullcontext() if indexed else patch.object(Touchpoints, "_note", lambda *_: None)
        with silenced:
            async with serving(store, past) as (centre, _):
                rates[indexed].append(await append_rate(centre, past, number))
    return max(rates[True]), max(rates[False])


async def append_rate(centre: Centre, past: Past, turn: int) -> float:
    """Messages a second of writers who each write the next once the last is stored."""
    desk, until = centre.parley.desk, time.perf_counter() + APPEND_SECONDS
    done = 0

    async def write(writer: int) -> None:
        nonlocal done
        id, customer = f"cnv_append{turn}_{writer}_{time.monotonic_ns()}", past.customers[writer]
        opening = c.Opening(customer=customer, customer_name="Vera", queue=past.queue)
        for step in count():
            if time.perf_counter() > until:
                return
            await desk.do(
                c.ReceiveMessage(
                    id=f"c|{id}|{step}",
                    conversation=id,
                    at=datetime.now(UTC),
                    actor=Actor("customer", customer, "Vera"),
                    message=f"m{step}",
                    text=past.text("en"),
                    opening=None if step else opening,
                )
            )
            done += 1

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    return done / APPEND_SECONDS


def database_memory() -> int:
    """Bytes that the database's process has in memory."""
    return sum(child.memory_info().rss for child in psutil.Process().children(recursive=True))


async def run(messages: int, customers: int, events: int) -> list[Goal]:
    """The curve, the long story, the appends."""
    past, points = Past(), []
    with tempfile.TemporaryDirectory(prefix="parley-profile-", ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        async with open_store(None, data) as store:
            async with serving(store, past) as (centre, _):
                past.queue = centre.parley.directory.first_queue()
            maker, begun = Maker(store, past), time.perf_counter()
            await maker.people(customers)
            title(f"{customers} customers made in {time.perf_counter() - begun:.0f} s; asked {ASKED} times each")
            for share in SIZES:
                begun, before = time.perf_counter(), past.messages
                await maker.talk(int(messages * share))
                seconds = time.perf_counter() - begun
                points.append(await measure(store, past, data))
                print(f"{points[-1].line()}   seeded at {(past.messages - before) / seconds:.0f}/s", flush=True)
            first, jumps = await long_story(store, past, events)
            title(
                f"One customer with {events} events: first page p99 {ms(first, 0.99)} ms, jumps p99 {ms(jumps, 0.99)} ms"
            )
            indexed, bare = await append_rates(store, past)
            title(f"Appends: {indexed:.0f}/s with timelines indexed, {bare:.0f}/s without")
    worst_profile = max(percentile(point.profile, 0.99) for point in points)
    worst_search = max(percentile(spans, 0.99) for point in points for spans in (point.search, point.names))
    return [
        Goal("profile and first page, p99 at every size", worst_profile, PROFILE_GOAL, "s", at_least=False),
        Goal(f"the same of {events} events", percentile(first, 0.99), PROFILE_GOAL, "s", at_least=False),
        Goal("a jump to a date in them", percentile(jumps, 0.99), PROFILE_GOAL, "s", at_least=False),
        Goal("search, p99 at every size", worst_search, SEARCH_GOAL, "s", at_least=False),
        Goal("appends with indexing, share of those without", indexed / bare, COST_GOAL, "", at_least=True),
    ]


def main() -> int:
    """Run."""
    parser = argparse.ArgumentParser(prog="python -m bench.profile", description=__doc__)
    parser.add_argument("--messages", type=int, default=USUAL_MESSAGES, help="at the last of the four sizes")
    parser.add_argument("--customers", type=int, default=CUSTOMERS)
    parser.add_argument("--events", type=int, default=LONG_STORY, help="of the customer with the longest story")
    asked = parser.parse_args()
    return report(uvloop.run(run(asked.messages, asked.customers, asked.events)))


if __name__ == "__main__":
    sys.exit(main())
