"""How fast customers come in from a file and go out to one: ``python -m bench.imports [--rows N]``, also ``./run bench imports``.

The real server on the embedded database takes a CSV in which every hundredth row is bad, over HTTP, while somebody else goes on chatting. Then
everybody is exported, and what was exported is imported again.
"""

import argparse
import asyncio
import sys
import tempfile
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import uvloop

from bench.chat import Goal, report, title
from bench.chat_load.tally import percentile
from store.opening import open_store
from tests.centre import Centre, HandClock, Json, Person, open_centre
from tests.server.files_of_customers import AT_WORK, HEADER, csv_file, csv_rows, send

USUAL_ROWS, BAD_EVERY = 50_000, 100
RUN_GOAL_SECONDS, LAG_GOAL = 180.0, 0.050
LAG_EVERY_SECONDS, LOOK_EVERY_SECONDS, CHAT_EVERY_SECONDS = 0.005, 1.0, 0.2
FIRST = [
    "Anna",
    "Jan",
    "Giulia",
    "Иван",
    "Maria",
    "Piotr",
    "Luca",
    "Ольга",
    "Emma",
    "Łukasz",
    "Sofia",
    "Юрий",
    "Zoë",
    "Paweł",
]
LAST = ["Wójcik", "Rossi", "Petrov", "Smith", "Kowalska", "Bianchi", "Иванова", "Nowak", "Ricci", "Jones", "Zieliński"]
BAD = (
    ["Ada", "no address", "", "", "", ""],
    ["Ada", "", "not a number", "", "", ""],
    ["", "", "", "", "tag", "neither a name nor an address"],
    ["A" * 200, "ada@mail.example", "", "", "", ""],
    ["Ada", "", "", "", "", "", "", "one cell too many"],
)


def rows(count: int) -> Iterator[list[str]]:
    """People with two addresses and an id; every hundredth row is bad in one of five ways, every tenth note is a formula."""
    for n in range(count):
        if n % BAD_EVERY == BAD_EVERY - 1:
            yield BAD[n // BAD_EVERY % len(BAD)]
            continue
        name = f"{FIRST[n % len(FIRST)]} {LAST[n // 7 % len(LAST)]}{n % 97}"
        note = "=1+1" if n % 10 == 0 else f"Customer number {n}."
        yield [name, f"person{n}@mail.example", f"+4860{n:07}", f"crm-{n}", "imported; news", note]


@asynccontextmanager
async def lag() -> AsyncIterator[list[float]]:
    """How late the event loop is meanwhile, in seconds, some 200 times a second."""
    late: list[float] = []

    async def watch() -> None:
        while True:
            due = time.perf_counter() + LAG_EVERY_SECONDS
            await asyncio.sleep(LAG_EVERY_SECONDS)
            late.append(time.perf_counter() - due)

    watching = asyncio.create_task(watch())
    try:
        yield late
    finally:
        watching.cancel()
        with suppress(asyncio.CancelledError):
            await watching


async def chatting(centre: Centre, spans: list[float]) -> None:
    """Somebody writes five times a second for ever; seconds until each message is stored."""
    visitor = await centre.visitor(await centre.widget())
    number = 0
    while True:
        number += 1
        begun = time.perf_counter()
        await visitor.ask("message", {"id": f"m{number}", "text": "Is anybody there?"})
        spans.append(time.perf_counter() - begun)
        await asyncio.sleep(CHAT_EVERY_SECONDS)


async def worked_through(
    centre: Centre, boss: Person, content: bytes, what: str, dry: bool = False
) -> tuple[Json, float]:
    """The import at its end, its progress shown, and its seconds."""
    begun = time.perf_counter()
    job: Json = (await send(centre, boss, content, dry=dry)).json
    while job["state"] in AT_WORK:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        job = await centre.api("GET", f"/customers/imports/{job['id']}", by=boss)
        share = job["done"] / max(1, job["rows"])
        bar = "#" * round(share * 30)
        print(f"\r  {what:<12} [{bar:<30}] {job['done']:>7} of {job['rows']}", end="", flush=True)
    seconds = time.perf_counter() - begun
    print(
        f"   {job['state']} in {seconds:.1f} s, {job['rows'] / seconds:.0f} rows/s, {job['counts']} {job['problem']}",
        flush=True,
    )
    return job, seconds


async def run(count: int) -> list[Goal]:
    """Rehearse, run, read the errors, export, import again."""
    content = csv_file(list(rows(count)), HEADER)
    title(f"{count} rows, {len(content) >> 10} KiB")
    with tempfile.TemporaryDirectory(prefix="parley-imports-", ignore_cleanup_errors=True) as folder:
        async with open_store(None, Path(folder)) as store, open_centre(store, HandClock(datetime.now(UTC))) as centre:
            boss = await centre.agent("Boss", "administrator")
            spans: list[float] = []
            chat = asyncio.create_task(chatting(centre, spans))
            async with lag() as late:
                rehearsed, _ = await worked_through(centre, boss, content, "rehearsal", dry=True)
                job, seconds = await worked_through(centre, boss, content, "import")
            chat.cancel()
            told = csv_rows((await centre.ask("GET", f"/api/v1/customers/imports/{job['id']}/errors", by=boss)).body)[
                1:
            ]
            for why, times in Counter(row[1] for row in told).most_common():
                print(f"    {times:>5} x {why}")
            begun = time.perf_counter()
            async with lag() as late_then:
                exported = (await centre.ask("GET", "/api/v1/customers/export", by=boss)).body
            print(f"  exported {len(exported) >> 10} KiB in {time.perf_counter() - begun:.1f} s")
            formulas = [cell for row in csv_rows(exported) for cell in row if cell.startswith(("=", "+", "-", "@"))]
            again, _ = await worked_through(centre, boss, exported, "once more")
    late.sort(), late_then.sort(), spans.sort()
    bad = count // BAD_EVERY
    print(
        f"  event loop late p50 {percentile(late, 0.5) * 1e3:.1f} ms, p99 {percentile(late, 0.99) * 1e3:.1f}, most {late[-1] * 1e3:.0f};",
        end=" ",
    )
    print(
        f"messages of others stored in p50 {percentile(spans, 0.5) * 1e3:.0f} ms, p99 {percentile(spans, 0.99) * 1e3:.0f} ms"
    )
    exact = job["counts"] == rehearsed["counts"] == {"new": count - bad, "updated": 0, "unchanged": 0, "refused": bad}
    same = (
        again["counts"]["unchanged"] >= count - bad
        and not again["counts"]["refused"]
        and not again["counts"]["updated"]
    )
    return [
        Goal("seconds for the import", seconds, RUN_GOAL_SECONDS, "s", at_least=False),
        Goal("lateness of the event loop meanwhile, p99", percentile(late, 0.99), LAG_GOAL, "s", at_least=False),
        Goal("the same while exporting, p99", percentile(late_then, 0.99), LAG_GOAL, "s", at_least=False),
        Goal("every good row in, every bad one refused (1 is yes)", float(exact), 1, "", at_least=True),
        Goal(
            "bad rows in the error file, each with its reason",
            sum(bool(row[1]) for row in told),
            bad,
            "",
            at_least=True,
        ),
        Goal("exported cells that a spreadsheet runs", len(formulas), 0, "", at_least=False),
        Goal("what is exported changes nothing when imported (1 is yes)", float(same), 1, "", at_least=True),
    ]


def main() -> int:
    """Run."""
    parser = argparse.ArgumentParser(prog="python -m bench.imports", description=__doc__)
    parser.add_argument("--rows", type=int, default=USUAL_ROWS)
    return report(uvloop.run(run(parser.parse_args().rows)))


if __name__ == "__main__":
    sys.exit(main())
