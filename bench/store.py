"""What the store costs: durable appends by number of callers, at a steady rate, and as it fills; reads at 20 000 documents.

Runs on a fresh embedded database in a temporary directory; ends with 1 if durable appends miss the goal. About a minute.
"""

import asyncio
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import psutil

from domain.stream import Record
from store.connection import Connection
from store.embedded import Embedded
from store.memory import MemoryStream
from store.stream import MongoStream, Stream
from store.tables import Tables, mongo_tables

GOAL_PER_SECOND = 700
SECONDS = 3.0
FULL = 20_000

MESSAGE = {
    "type": "MessageReceived",
    "channel": "chat",
    "actor": {"kind": "customer", "id": "cus_7Q2M9K4T", "name": "Anna Nowak"},
    "message": "msg_5X8B3N6C",
    "text": "Hello! My order arrived today, but one of the two boxes was open. Could you have a look, please?",
    "files": [],
}


@dataclass
class Spent:
    """Processor seconds of the database's process and of this one, since it was made."""

    database: psutil.Process

    def __post_init__(self) -> None:
        self.begun, self.before = time.perf_counter(), self._now()

    def _now(self) -> tuple[float, float]:
        times = self.database.cpu_times()
        return times.user + times.system, time.process_time()

    def each(self, done: int) -> str:
        """Milliseconds per item."""
        database, ours = (now - before for now, before in zip(self._now(), self.before, strict=True))
        return f"cpu/append: database {database / done * 1e3:5.2f} ms, this process {ours / done * 1e3:5.2f} ms"


def percentiles(spans: list[float]) -> str:
    """Middle and 99th percentile in milliseconds."""
    ordered = sorted(spans)
    return f"p50 {ordered[len(ordered) // 2] * 1e3:6.1f} ms  p99 {ordered[int(len(ordered) * 0.99)] * 1e3:6.1f} ms"


async def closed_loop(stream: Stream, callers: int, seconds: float = SECONDS) -> list[float]:
    """Each caller writes its own stream, the next append when the last is durable; the answer is how long each took."""
    spans: list[float] = []
    end = time.perf_counter() + seconds

    async def call(name: str) -> None:
        for number in count():
            begun = time.perf_counter()
            if begun > end:
                return
            await stream.append(name, number, f"c|{name}|{number}", datetime.now(UTC), [MESSAGE])
            spans.append(time.perf_counter() - begun)

    run = time.monotonic_ns()
    await asyncio.gather(*(call(f"cnv_{run}_{n}") for n in range(callers)))
    return spans


async def open_loop(stream: Stream, rate: int, seconds: float = SECONDS) -> list[float]:
    """``rate`` appends a second on 300 streams, whatever the answers do; the answer is how long each took."""
    spans: list[float] = []
    run, begun, tasks = time.monotonic_ns(), time.perf_counter(), []

    async def one(name: str, number: int) -> None:
        asked = time.perf_counter()
        await stream.append(name, number, f"c|{name}|{number}", datetime.now(UTC), [MESSAGE])
        spans.append(time.perf_counter() - asked)

    for n in range(int(rate * seconds)):
        await asyncio.sleep(max(0.0, begun + n / rate - time.perf_counter()))
        tasks.append(asyncio.create_task(one(f"cnv_{run}_{n % 300}", n // 300)))
    await asyncio.gather(*tasks)
    return spans


async def appends(stream: Stream, database: psutil.Process) -> float:
    """Print the append tables; the answer is the rate with 256 callers."""
    rate = 0.0
    for callers in (1, 8, 64, 256):
        spent = Spent(database)
        spans = await closed_loop(stream, callers)
        rate = len(spans) / SECONDS
        print(f"durable appends, {callers:3} callers   {rate:6.0f}/s  {percentiles(spans)}  {spent.each(len(spans))}")
    for asked in (100, 500, 1000):
        spent = Spent(database)
        spans = await open_loop(stream, asked)
        print(f"durable appends, {asked:4}/s asked     {percentiles(spans)}  {spent.each(len(spans))}")
    spans = await closed_loop(MemoryStream(), 256, seconds=1.0)
    print(f"in memory, 256 callers           {len(spans):6}/s  {percentiles(spans)}")
    return rate


async def took(label: str, ask: Callable[[], Awaitable[Any]], times: int = 30) -> None:
    """Print how long one question takes."""
    spans: list[float] = []
    answer: Any = None
    for _ in range(times):
        begun = time.perf_counter()
        answer = await ask()
        spans.append(time.perf_counter() - begun)
    size = f"{len(answer)} found" if isinstance(answer, list | dict) else ""
    print(f"{label:46} {percentiles(spans)}  {size}")


def conversation(n: int, now: datetime) -> dict[str, Any]:
    """A list row as views keep it; one in forty is not closed."""
    state = "closed" if n % 40 else ("waiting", "open")[n // 40 % 2]
    return {
        "_id": f"cnv_{n}",
        "number": 1,
        "state": state,
        "agent": f"agt_{n % 20}",
        "queue": f"que_{n % 4}",
        "customer": f"cus_{n % 7000}",
        "visitor": f"vis_{n % 9000}",
        "tokens": [f"word{n % 500}", f"name{n % 900}"],
        "preview": {"text": MESSAGE["text"], "by": "customer"},
        "waiting_since_at": now - timedelta(minutes=n),
        "last_at": now - timedelta(minutes=n),
    }


async def reads(stream: Stream, tables: Tables) -> None:
    """Print what questions cost when 20 000 conversations and as many records are stored."""
    now, views = datetime.now(UTC), tables.conversations
    for first in range(0, FULL, 500):
        await views.put_many([conversation(n, now) for n in range(first, first + 500)])
    last = 0
    while last < 1000:
        last = (await stream.append("long", last, f"long-{last}", now, [MESSAGE] * 5)).last
    await took("conversation by id", lambda: views.get("cnv_77"))
    await took("50 conversations by id", lambda: views.get_many([f"cnv_{n}" for n in range(50)]))
    await took("newest 50 closed", lambda: views.newest({"state": "closed"}, by="last_at", before=None, limit=50))
    mine = {"agent": "agt_7", "state": ("closed", "open")}
    await took("newest 50 of an agent", lambda: views.newest(mine, by="last_at", before=None, limit=50))
    await took("longest waiting", lambda: views.find({"state": "waiting"}, by="waiting_since_at", limit=50))
    await took("of one customer", lambda: views.newest({"customer": "cus_9"}, by="last_at", before=None, limit=20))
    await took("by word", lambda: views.newest({"tokens": "word7"}, by="last_at", before=None, limit=50))
    await took("last 50 events of 1 000", lambda: stream.read("long", last - 50))
    await took("all 1 000 events", lambda: stream.read("long", 0, 1000))
    await took("a command's record", lambda: stream.find("long-500"))
    for size in (1, 8, 64):
        numbers = count(2)

        async def put(numbers: "count[int]" = numbers, size: int = size) -> None:
            number = next(numbers) * 100 + size
            await views.put_many([{**conversation(n, now), "number": number} for n in range(size)])

        await took(f"write {size} conversations", put, times=15)


async def curve(stream: Stream, database: psutil.Process) -> None:
    """Print what an append costs as the stream grows."""
    stored = 0
    for target in (10_000, 20_000, 40_000):
        while stored < target:
            stored += len(await closed_loop(stream, 256, seconds=1.0))
        spent = Spent(database)
        spans = await closed_loop(stream, 64, seconds=1.5)
        stored += len(spans)
        print(
            f"after {target:6} more: 64 callers    {len(spans) / 1.5:6.0f}/s  {percentiles(spans)}  {spent.each(len(spans))}"
        )


async def catch_up(stream: Stream, since_at: datetime) -> None:
    """Print how long a subscriber needs to read everything again."""
    begun, records = time.perf_counter(), list[Record]()
    async for record in stream.since(since_at):
        records.append(record)
    seconds = time.perf_counter() - begun
    print(f"since(): {len(records)} records in {seconds:.1f} s, {len(records) / seconds:.0f}/s")


async def main() -> int:
    """Run everything; the answer is the exit code."""
    begun_at = datetime.now(UTC)
    with tempfile.TemporaryDirectory() as data:
        begun = time.perf_counter()
        async with Embedded(Path(data)) as embedded, Connection(embedded.uri, embedded=True) as connection:
            print(f"first start {time.perf_counter() - begun:.1f} s")
            database = psutil.Process(embedded.pid)
            async with MongoStream(connection) as stream:
                tables = await mongo_tables(connection)
                rate = await appends(stream, database)
                await reads(stream, tables)
                await curve(stream, database)
                await catch_up(stream, begun_at)
                print(f"database: {database.memory_info().rss / 2**20:.0f} MB resident")
    verdict = "reached" if rate >= GOAL_PER_SECOND else "MISSED"
    print(f"durable appends with 256 callers: {rate:.0f}/s, goal {GOAL_PER_SECOND}/s {verdict}")
    return 0 if rate >= GOAL_PER_SECOND else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))
