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
from dataclasses import dataclass, field
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
from bench.profile_load.bulk import open_embedded
from bench.profile_load.past import SYLLABLES, Maker, Past
from domain import commands as c
from domain.events import Actor
from server.timelines.touchpoints import Touchpoints
from store.opening import Store
from tests.centre import Centre, HandClock, Person, open_centre

USUAL_MESSAGES, CUSTOMERS, LONG_STORY = 200_000, 20_000, 100_000
SIZES = (1 / 8, 1 / 4, 1 / 2, 1)
ASKED = 200
PROFILE_GOAL, SEARCH_GOAL, COST_GOAL, DELAY_GOAL = 0.150, 0.200, 0.95, 0.025
WRITERS, APPEND_SECONDS, ROUNDS = 64, 3.0, 4
PACE, PACE_SECONDS = 60.0, 6.0
"""Messages a second while timelines are written beside them: with more the indexer waits for a quieter time."""


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
async def serving(store: Store) -> AsyncIterator[tuple[Centre, Person]]:
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
    async with serving(store) as (centre, boss):

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


async def long_story(store: Store, past: Past) -> tuple[list[float], list[float]]:
    """First pages, and jumps to any date, of the first customer."""
    customer = past.customers[0]
    chance = random.Random(1)
    async with serving(store) as (centre, boss):

        async def jump(number: int) -> Any:
            day = f"2026-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}T12:00:00Z"
            return await centre.api("GET", f"/customers/{customer}/timeline?before={day}&limit=50", by=boss)

        first, _ = await timed(lambda number: first_page(centre, boss, customer))
        jumps, _ = await timed(jump)
    return first, jumps


@dataclass
class Appends:
    """What appends were like in turns of one kind: messages a second flat out, and seconds of each at a steady pace."""

    rates: list[float] = field(default_factory=list)
    spans: list[float] = field(default_factory=list)


async def appends(store: Store, past: Past) -> tuple[Appends, Appends]:
    """Appends with timelines indexed and without, in turns, with nothing left to index in between."""
    indexed, bare = Appends(), Appends()
    async with serving(store) as (centre, _):
        for turn in range(2 * ROUNDS):
            silenced = patch.object(Touchpoints, "_note", lambda *_: None) if turn % 2 else nullcontext()
            side = bare if turn % 2 else indexed
            with silenced:
                side.rates.append(await flat_out(centre, past, turn))
                await settle(centre)
                side.spans += await at_a_pace(centre, past, turn)
                await settle(centre)
    return indexed, bare


async def settle(centre: Centre) -> None:
    """Write what waits."""
    await centre.parley.touchpoints.flush()
    await centre.parley.views.flush()


async def flat_out(centre: Centre, past: Past, turn: int) -> float:
    """Messages a second of writers who each write the next once the last is stored."""
    until, done = time.perf_counter() + APPEND_SECONDS, 0

    async def write(writer: int) -> None:
        nonlocal done
        for step in count():
            if time.perf_counter() > until:
                return
            await message(centre, past, f"cnv_append{turn}_{writer}", writer, step)
            done += 1

    await asyncio.gather(*(write(writer) for writer in range(WRITERS)))
    return done / APPEND_SECONDS


async def at_a_pace(centre: Centre, past: Past, turn: int) -> list[float]:
    """Seconds from when each message was due until it was stored, at a pace that indexing keeps up with."""
    begun = time.perf_counter()

    async def write(number: int) -> float:
        due = begun + number / PACE
        await asyncio.sleep(due - time.perf_counter())
        step, writer = divmod(number, WRITERS)
        await message(centre, past, f"cnv_pace{turn}_{writer}", writer, step)
        return time.perf_counter() - due

    return list(await asyncio.gather(*(write(number) for number in range(int(PACE * PACE_SECONDS)))))


async def message(centre: Centre, past: Past, id: str, writer: int, step: int) -> None:
    """Append one message of a customer."""
    customer = past.customers[writer]
    opening = c.Opening(customer=customer, customer_name="Vera", queue=past.queue)
    await centre.parley.desk.do(
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


def database_memory() -> int:
    """Bytes that the database's process has in memory."""
    return sum(child.memory_info().rss for child in psutil.Process().children(recursive=True))


async def run(messages: int, customers: int, events: int) -> list[Goal]:
    """The curve, the long story, the appends."""
    past, points = Past(), []
    with tempfile.TemporaryDirectory(prefix="parley-profile-", ignore_cleanup_errors=True) as folder:
        data = Path(folder)
        async with open_embedded(data) as (store, connection):
            async with serving(store) as (centre, _):
                past.queue = centre.parley.directory.first_queue()
            maker, begun = Maker(store, connection, past), time.perf_counter()
            await maker.people(customers)
            title(f"{customers} customers made in {time.perf_counter() - begun:.0f} s; asked {ASKED} times each")
            for share in SIZES:
                begun, before = time.perf_counter(), past.messages
                await maker.talk(int(messages * share))
                seconds = time.perf_counter() - begun
                points.append(await measure(store, past, data))
                print(f"{points[-1].line()}   seeded at {(past.messages - before) / seconds:.0f}/s", flush=True)
            await maker.long_story(past.customers[0], events)
            first, jumps = await long_story(store, past)
            title(
                f"One customer with {events} events: first page p99 {ms(first, 0.99)} ms, jumps p99 {ms(jumps, 0.99)} ms"
            )
            indexed, bare = await appends(store, past)
            for side, name in ((indexed, "with timelines indexed"), (bare, "without")):
                side.spans.sort()
                title(
                    f"Appends {name}: {max(side.rates):.0f}/s flat out; at {PACE:.0f}/s p50 {ms(side.spans, 0.5)} p99 {ms(side.spans, 0.99)} ms"
                )
    added = percentile(indexed.spans, 0.99) - percentile(bare.spans, 0.99)
    worst_profile = max(percentile(point.profile, 0.99) for point in points)
    worst_search = max(percentile(spans, 0.99) for point in points for spans in (point.search, point.names))
    return [
        Goal("profile and first page, p99 at every size", worst_profile, PROFILE_GOAL, "s", at_least=False),
        Goal(f"the same of {events} events", percentile(first, 0.99), PROFILE_GOAL, "s", at_least=False),
        Goal("a jump to a date in them", percentile(jumps, 0.99), PROFILE_GOAL, "s", at_least=False),
        Goal("search, p99 at every size", worst_search, SEARCH_GOAL, "s", at_least=False),
        Goal(
            "appends flat out with indexing, share of those without",
            max(indexed.rates) / max(bare.rates),
            COST_GOAL,
            "",
            at_least=True,
        ),
        Goal("what indexing adds to an append's p99", added, DELAY_GOAL, "s", at_least=False),
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
