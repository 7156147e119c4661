"""Mail in quantity and mail made to hurt: ``python -m bench.mail [--quick]``, also ``./run bench mail``.

Mails wait in a real Dovecot; the real server on its embedded database fetches them, and each becomes a conversation with a new customer, while
honest visitors and agents chat beside it. Everything shares the machine's cores, as it would where it is installed. Then each bomb is read once.
"""

import argparse
import asyncio
import base64
import math
import os
import re
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http import HTTPStatus
from pathlib import Path

import psutil
import uvloop

from bench.chat import Goal, report, title
from bench.chat_load.ladder import finished, offer
from bench.chat_load.processes import machine, machine_cpu
from bench.chat_load.tally import Tally, percentile
from bench.chat_load.targets import ParleyTarget, parley
from mail.child import Parsers
from tests.mail.bombs import BOMBS
from tests.mail.letters import LETTERS
from tests.mail_transport.certificates import make_certificates
from tests.mail_transport.dovecot import PASSWORD, Dovecot

FULL, QUICK = (500, 1000, 2000, 5000), (200, 500)
"""Mails that wait, each number met by a new server with an empty database."""
CHATS, CHAT_RATE = 50, 25.0
"""Conversations that go on beside it, and messages a second in all of them."""
BEFORE_SECONDS = 8.0
LOOK_SECONDS = 0.2
PATIENCE_SECONDS = 1200.0

MAILS_GOAL, CHAT_GOAL = 50.0, 0.3
CPU_GOAL, MEMORY_GOAL, LAG_GOAL = 2.0, 256.0, 0.1
BOMB_TRIES = 3
"""The least lag of so many counts: a loop that we hold up is late each time, one on a busy machine is not."""

SERVICE = "mx.bench.example"
_WORDS = "The lamp I ordered has a crack in its shade, and I would like to have another one. Could you tell me how?\r\n"
_HTML = '<html><body><div style="font-family:sans-serif"><p>{words}</p><img src="https://example.org/a.gif"></div></body></html>'
_COUNTED = re.compile(r'^parley_events_total\{type="ConversationStarted"\} (\S+)$', re.MULTILINE)


@dataclass(frozen=True)
class CatchUp:
    """How so many waiting mails went: seconds until all were fetched and safe, and until all were events."""

    mails: int
    safe_seconds: float
    seconds: float
    chat_before: float
    chat_p99: float
    chat_lost: int
    server_cpu: float
    store_cpu: float
    others_share: float
    memory: int

    @property
    def rate(self) -> float:
        """Mails a second, from the first look at the mailbox to the last event."""
        return self.mails / self.seconds

    def line(self) -> str:
        """For the terminal."""
        return (
            f"  {self.mails:>5} mails  {self.rate:>6.1f}/s  safe after {self.safe_seconds:>5.1f} s, events after {self.seconds:>5.1f} s  "
            f"chat p99 {self.chat_p99 * 1000:>6.1f} ms (before {self.chat_before * 1000:.1f}), {self.chat_lost} lost  "
            f"cpu-ms a mail: server {self.server_cpu / self.mails * 1000:.1f}, database and parsers {self.store_cpu / self.mails * 1000:.1f}; "
            f"others had {self.others_share:.0%} of the machine; {self.memory / 2**20:.0f} MiB"
        )


# ---- catching up


def letters(count: int) -> Iterator[bytes]:
    """Mails of ``count`` people: seven of ten plain, two with HTML, one with a file of 60 KB; our own mail server vouches for each."""
    began = datetime.now(UTC) - timedelta(days=1)
    for number in range(count):
        kind = number % 10
        yield (_head(number, began + timedelta(seconds=number)) + _body(kind)).encode()


def _head(number: int, at: datetime) -> str:
    address = f"person{number}@customers{number % 40}.example"
    return (
        f"Return-Path: <{address}>\r\nAuthentication-Results: {SERVICE}; dmarc=pass header.from={address.partition('@')[2]}\r\n"
        f"Received: from a by {SERVICE}; {format_datetime(at)}\r\nFrom: Person {number} <{address}>\r\nTo: help@bench.example\r\n"
        f"Subject: A lamp with a crack, order {number}\r\nDate: {format_datetime(at)}\r\nMessage-ID: <{number}@customers.example>\r\n"
        "MIME-Version: 1.0\r\n"
    )


def _body(kind: int) -> str:
    text = f"Content-Type: text/plain; charset=utf-8\r\n\r\n{_WORDS * 4}"
    if kind < 7:
        return text
    page = f"Content-Type: text/html; charset=utf-8\r\n\r\n{_HTML.format(words=_WORDS * 4)}\r\n"
    if kind < 9:
        return f"Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\n{text}--b\r\n{page}--b--\r\n"
    file = base64.encodebytes(bytes(range(256)) * 240).decode().replace("\n", "\r\n")
    head = 'Content-Type: application/pdf; name="order.pdf"\r\nContent-Disposition: attachment\r\nContent-Transfer-Encoding: base64'
    return f"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n{text}--b\r\n{head}\r\n\r\n{file}--b--\r\n"


@contextmanager
def dovecot() -> Iterator[Dovecot]:
    """A running Dovecot in a folder that its own users can enter."""
    with tempfile.TemporaryDirectory(prefix="parley-mail-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        folder.chmod(0o755)
        server = Dovecot(folder, make_certificates(folder))
        server.start()
        try:
            yield server
        finally:
            server.stop()


async def caught_up(there: Dovecot, count: int) -> CatchUp:
    """Let ``count`` mails wait, then let a new server find them."""
    user = f"waiting{count}"
    there.put_quickly(user, letters(count))
    async with parley(memory=False) as target:
        use_every_core(target.server.pid)
        async with chats(target) as talk:
            before = spent(target)
            safe, seconds = await fetched(target, there.port, user, count)
            server, store, others = (late - early for late, early in zip(spent(target), before, strict=True))
        memory = target.server.memory()
    share, p99 = others / seconds / (os.cpu_count() or 1), percentile(talk.delays, 0.99)
    return CatchUp(count, safe, seconds, talk.before, p99, talk.lost, server, store, share, memory)


def spent(target: ParleyTarget) -> tuple[float, float, float]:
    """Processor-seconds so far of the server, of its children that live, and of what has nothing to do with this (and Dovecot)."""
    server, children = target.server.cpu(), target.server.children_cpu()
    return server, children, machine_cpu() - server - children - time.process_time()


@dataclass
class Talk:
    """How chats went: p99 in the seconds before, and when it is over the sorted delays beside what was measured, and how many were lost."""

    before: float
    delays: list[float]
    lost: int


@asynccontextmanager
async def chats(target: ParleyTarget) -> AsyncIterator[Talk]:
    """People who chat for a while, then beside what happens in the block."""
    await target.ready(CHATS)
    tally, over = target.crowd.tally, asyncio.Event()
    await offer(target.crowd, CHAT_RATE, 1.0)
    first = len(tally.due_at)
    await offer(target.crowd, CHAT_RATE, BEFORE_SECONDS)
    await finished(tally)
    talk = Talk(percentile(delays_since(tally, first)[0], 0.99), [], 0)
    first = len(tally.due_at)
    chatting = asyncio.create_task(chat(target, over))
    try:
        yield talk
    finally:
        over.set()
        await chatting
    await finished(tally)
    talk.delays, talk.lost = delays_since(tally, first)
    target.crowd.leave()


async def chat(target: ParleyTarget, over: asyncio.Event) -> None:
    """Go on talking until it is over."""
    while not over.is_set():
        await offer(target.crowd, CHAT_RATE, 1.0)


async def fetched(target: ParleyTarget, port: int, user: str, count: int) -> tuple[float, float]:
    """Set the mailbox up; the seconds until all its mails are safe, and until all are events. Raises RuntimeError when they do not come."""
    before = await conversations(target)
    imap = {"host": "127.0.0.1", "port": port, "tls": "none", "user": user, "password": PASSWORD}
    fields = {"name": "Help", "address": "help@bench.example", "authserv_id": SERVICE, "imap": imap}
    mailbox = (await target.ask("POST", "/mailboxes", fields))["id"]
    started, safe = time.monotonic(), 0.0
    while (seconds := time.monotonic() - started) < PATIENCE_SECONDS:
        health = (await target.ask("GET", f"/mailboxes/{mailbox}"))["health"]
        if health["error"]:
            raise RuntimeError(health["error"])
        safe = safe or (seconds if health["accepted"] >= count else 0.0)
        if await conversations(target) - before >= count:
            return safe, seconds
        await asyncio.sleep(LOOK_SECONDS)
    raise RuntimeError(f"of {count} mails only {await conversations(target) - before} came")


async def conversations(target: ParleyTarget) -> int:
    """How many conversations the server has begun."""
    async with target.http.get("/metrics") as answer:
        found = _COUNTED.search(await answer.text())
    return int(float(found[1])) if found else 0


def delays_since(tally: Tally, first: int) -> tuple[list[float], int]:
    """The sorted delays of the messages from ``first`` on, and how many are lost, refused or doubled."""
    ends = [max(tally.acked_at[index], tally.delivered_at[index]) for index in range(first, len(tally.due_at))]
    whole = [min(tally.acked_at[index], tally.delivered_at[index]) > 0 for index in range(first, len(tally.due_at))]
    delays = sorted(end - due for end, due, there in zip(ends, tally.due_at[first:], whole, strict=True) if there)
    return delays, len(whole) - len(delays) + tally.refused + tally.doubled


def use_every_core(pid: int) -> None:
    """Undo the chat benchmark's separation: nobody installs a mail reader on a core of its own."""
    cores = range(os.cpu_count() or 1)
    for process in (psutil.Process(pid), *psutil.Process(pid).children(recursive=True)):
        for thread in process.threads():
            os.sched_setaffinity(thread.id, cores)


# ---- bombs


@dataclass(frozen=True)
class Bomb:
    """What one hostile mail cost."""

    name: str
    cpu_seconds: float
    memory_mib: float
    lag_seconds: float
    answer: str


async def read_bombs() -> list[Bomb]:
    """Each of them in a child of its own, so many times; the try in which the loop was least late counts."""
    return [
        min([await _read(name, make()) for _ in range(BOMB_TRIES)], key=lambda one: one.lag_seconds)
        for name, make in BOMBS.items()
    ]


async def _read(name: str, raw: bytes) -> Bomb:
    async with Parsers() as parsers:
        await parsers.parse(LETTERS["plain"])
        [child] = psutil.Process().children()
        before, lag = sum(child.cpu_times()[:2]), asyncio.create_task(_lag())
        mail = await parsers.parse(raw)
        lag.cancel()
        if not child.is_running() or child.status() == psutil.STATUS_ZOMBIE:  # a limit ended it
            return Bomb(name, math.inf, math.inf, await lag, "gone")
        cpu = sum(child.cpu_times()[:2]) - before
        return Bomb(name, cpu, _most_memory(child.pid), await lag, type(mail).__name__)


async def _lag() -> float:
    """How late the loop woke at worst, until cancelled."""
    worst = 0.0
    try:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(0.005)
            worst = max(worst, time.perf_counter() - asked - 0.005)
    except asyncio.CancelledError:
        return worst


def _most_memory(pid: int) -> float:
    """The most a process has had in memory, in MiB."""
    found = re.search(r"^VmHWM:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text(), re.MULTILINE)
    return int(found[1]) / 1024 if found else math.inf


@dataclass(frozen=True)
class Siege:
    """What the bombs did to a server that took them all in: the slowest, what became of them, and the chats beside it."""

    slowest: str
    slowest_seconds: float
    kept: int
    chat_before: float
    chat_p99: float
    chat_worst: float
    chat_lost: int


async def siege() -> Siege:
    """Every bomb imported one after the other into a real server, until each is an event, while people chat."""
    took: dict[str, float] = {}
    kept = 0
    async with parley(memory=False) as target:
        use_every_core(target.server.pid)
        async with chats(target) as talk:
            for name, make in BOMBS.items():
                raw, began = make(), time.monotonic()
                headers = {"Content-Type": "message/rfc822"}
                async with target.http.post("/api/v1/mail/import?wait=1", data=raw, headers=headers) as answer:
                    kept += answer.status == HTTPStatus.CREATED and "email" in await answer.json()
                took[name] = time.monotonic() - began
    slowest = max(took, key=lambda name: took[name])
    return Siege(slowest, took[slowest], kept, talk.before, percentile(talk.delays, 0.99), talk.delays[-1], talk.lost)


# ---- the whole


async def run(counts: tuple[int, ...]) -> list[Goal]:
    """The curve, then the bombs."""
    title(f"Waiting mails, {CHATS} chats with {CHAT_RATE:.0f} messages/s beside them")
    catches = []
    with dovecot() as there:
        for count in counts:
            catches.append(await caught_up(there, count))
            print(catches[-1].line(), flush=True)
    title("Bombs, each in a child process")
    hurt = await read_bombs()
    for bomb in sorted(hurt, key=lambda one: -one.cpu_seconds):
        print(
            f"  {bomb.name:<40} {bomb.cpu_seconds:>5.2f} cpu-s {bomb.memory_mib:>5.0f} MiB  loop late by {bomb.lag_seconds * 1000:>5.1f} ms  {bomb.answer}",
            flush=True,
        )
    title("The same, one after the other, into a server with chats beside it")
    whole = await siege()
    print(
        f"  {whole.kept} of {len(BOMBS)} are events; the slowest took {whole.slowest_seconds:.1f} s ({whole.slowest}); "
        f"chat p99 {whole.chat_p99 * 1000:.1f} ms (before {whole.chat_before * 1000:.1f}), worst {whole.chat_worst * 1000:.1f} ms, {whole.chat_lost} lost",
        flush=True,
    )
    last = catches[-1]
    return [
        Goal(f"catching up with {last.mails} mails", last.rate, MAILS_GOAL, "mails/s", at_least=True),
        Goal("chat beside it, 99 of 100 within", last.chat_p99, CHAT_GOAL, "s", at_least=False),
        Goal(
            "chat messages lost",
            float(sum(one.chat_lost for one in catches) + whole.chat_lost),
            0.0,
            "messages",
            at_least=False,
        ),
        Goal("a bomb, processor time", max(one.cpu_seconds for one in hurt), CPU_GOAL, "s", at_least=False),
        Goal("a bomb, memory", max(one.memory_mib for one in hurt), MEMORY_GOAL, "MiB", at_least=False),
        Goal("a bomb, loop late by", max(one.lag_seconds for one in hurt), LAG_GOAL, "s", at_least=False),
        Goal("bombs that a server made events of", float(whole.kept), float(len(BOMBS)), "mails", at_least=True),
        Goal("chat beside bombs, 99 of 100 within", whole.chat_p99, CHAT_GOAL, "s", at_least=False),
    ]


def main() -> int:
    """Run."""
    parser = argparse.ArgumentParser(prog="python -m bench.mail", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="few mails: under a minute")
    counts = QUICK if parser.parse_args().quick else FULL
    print(machine(), flush=True)
    return report(uvloop.run(run(counts)))


if __name__ == "__main__":
    sys.exit(main())
