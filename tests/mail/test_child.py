"""Hostile mails in the child process: an answer in time, little memory, and a loop that goes on."""

import asyncio
import contextlib
import os
import random
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from mail import child
from mail.child import Parsers
from mail.facts import Mail, Unparsed
from mail.html import CleanHtml
from tests.mail.bombs import BOMBS
from tests.mail.letters import LETTERS

MOST_LAG = 0.1
MOST_MEMORY = 256 * 1024 * 1024
_TICK = os.sysconf("SC_CLK_TCK")


def process_of(parsers: Parsers) -> int:
    return next(iter(parsers._all)).process.pid


def cpu_seconds(pid: int) -> float:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def most_memory(pid: int) -> int:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024


@contextlib.asynccontextmanager
async def watched_loop() -> AsyncIterator[list[float]]:
    """Measures how late the loop wakes; the list holds the worst so far."""
    worst = [0.0]

    async def watch() -> None:
        while True:
            asked = time.perf_counter()
            await asyncio.sleep(0.005)
            worst[0] = max(worst[0], time.perf_counter() - asked - 0.005)

    watching = asyncio.create_task(watch())
    try:
        yield worst
    finally:
        watching.cancel()


async def cost(parsers: Parsers, raw: bytes) -> tuple[Mail | Unparsed, float, float]:
    """The answer, the child's CPU seconds and the loop's lag.

    The lag is the best of at most twelve tries: a loop that we block is late each time, one on a busy machine is not.
    """
    best: tuple[Mail | Unparsed, float, float] | None = None
    for _ in range(12):
        before = cpu_seconds(process_of(parsers))
        async with watched_loop() as lag:
            mail = await parsers.parse(raw)
        seconds = cpu_seconds(process_of(parsers)) - before if parsers._all else 0.0
        if best is None or lag[0] < best[2]:
            best = mail, seconds, lag[0]
        if lag[0] < MOST_LAG:
            break
    assert best
    return best


async def test_bombs_cost_little() -> None:
    async with Parsers() as parsers:
        await parsers.parse(LETTERS["plain"])
        first = process_of(parsers)
        for name, make in BOMBS.items():
            mail, seconds, lag = await cost(parsers, make())
            assert isinstance(mail, Mail), name
            assert seconds < 2, name
            assert lag < MOST_LAG, name
            assert most_memory(first) < MOST_MEMORY, name
        assert process_of(parsers) == first


async def test_the_largest_mail_fits() -> None:
    head = (
        b"From: a@b.example\r\nContent-Type: application/zip; name=a.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    )
    raw = head + b"QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3g5\r\n" * (
        (35 * 1024 * 1024 - len(head)) // 70
    )
    async with Parsers() as parsers:
        await parsers.parse(LETTERS["plain"])
        mail, _, lag = await cost(parsers, raw)
        assert isinstance(mail, Mail)
        assert mail.attachments[0].size > 25_000_000
        assert most_memory(process_of(parsers)) < MOST_MEMORY
        assert lag < MOST_LAG


async def test_a_child_that_hangs_is_ended_and_replaced() -> None:
    async with Parsers(wall_seconds=4.0) as parsers:
        await parsers.parse(LETTERS["plain"])
        os.kill(process_of(parsers), signal.SIGSTOP)
        assert await parsers.parse(LETTERS["plain"]) == Unparsed("Reading the mail took too long.")
        assert isinstance(await parsers.parse(LETTERS["plain"]), Mail)


@pytest.mark.parametrize(
    ("how", "why"),
    [
        (signal.SIGXCPU, "Reading the mail took too long."),
        (signal.SIGKILL, "Reading the mail needed too much memory."),
        (signal.SIGSEGV, "The parser stopped while reading the mail."),
    ],
)
async def test_a_child_that_dies_is_an_answer(how: signal.Signals, why: str) -> None:
    async with Parsers() as parsers:
        await parsers.parse(LETTERS["plain"])
        os.kill(process_of(parsers), signal.SIGSTOP)
        answer = asyncio.create_task(parsers.parse(LETTERS["plain"]))
        await asyncio.sleep(0.05)
        process = process_of(parsers)
        os.kill(process, how)
        with contextlib.suppress(ProcessLookupError):  # a kill needs nobody to go on, and may be over already
            os.kill(process, signal.SIGCONT)
        assert await answer == Unparsed(why)
        assert isinstance(await parsers.parse(LETTERS["plain"]), Mail)


async def test_time_is_limited_by_the_kernel(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A child whose parser never ends, in a copy of the package."""
    _copy_with_parser(tmp_path, "    while True:\n        pass")
    monkeypatch.setattr(child, "_ROOT", tmp_path)
    async with Parsers() as parsers:
        assert await parsers.parse(LETTERS["plain"]) == Unparsed("Reading the mail took too long.")


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("    return [bytearray(1 << 20) for _ in range(1000)]", "Reading the mail needed too much memory."),
        ("    raise ZeroDivisionError", "The parser stopped while reading the mail."),
        ("    return parse(raw)", "The parser stopped while reading the mail."),
        ("    import os\n    os._exit(3)", "The parser stopped while reading the mail."),
    ],
)
async def test_a_parser_that_fails_is_an_answer(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, body: str, why: str
) -> None:
    _copy_with_parser(tmp_path, body)
    monkeypatch.setattr(child, "_ROOT", tmp_path)
    async with Parsers() as parsers:
        assert await parsers.parse(LETTERS["plain"]) == Unparsed(why)


def _copy_with_parser(folder: Path, body: str) -> None:
    package = Path(child.__file__).parent
    (folder / "mail").mkdir()
    for module in package.glob("*.py"):
        (folder / "mail" / module.name).write_text(module.read_text().replace("CPU_SECONDS = 4", "CPU_SECONDS = 1"))
    (folder / "mail" / "parse.py").write_text(f"def parse(raw):\n{body}\n")


async def test_many_at_once_are_answered_in_their_own_words() -> None:
    mails = [
        f"From: a@b.example\r\nSubject: {number}\r\n\r\n{random.randbytes(number * 50).hex()}".encode()
        for number in range(60)
    ]
    async with Parsers(2) as parsers:
        answers = await asyncio.gather(*map(parsers.parse, mails))
    assert [answer.subject for answer in answers if isinstance(answer, Mail)] == [str(number) for number in range(60)]


async def test_an_asker_who_leaves_harms_nobody() -> None:
    async with Parsers() as parsers:
        leaving = asyncio.create_task(parsers.parse(BOMBS["paragraphs"]()))
        await asyncio.sleep(0.2)
        leaving.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await leaving
        mail = await parsers.parse(LETTERS["plain"])
        assert isinstance(mail, Mail)
        assert mail.subject == "Lamp"


async def test_no_child_is_left() -> None:
    async with Parsers() as parsers:
        await parsers.parse(LETTERS["plain"])
        pid = process_of(parsers)
    assert not Path(f"/proc/{pid}").exists()


async def test_html_is_cleaned_in_the_child_too() -> None:
    async with Parsers() as parsers:
        clean = await parsers.cleaned('<img src="cid:p"><script>x</script>', {"p": "/f"})
    assert clean == CleanHtml('<img src="/f">', 0)


async def test_a_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PARLEY_SECRET", "lamp")
    async with Parsers() as parsers:
        await parsers.parse(LETTERS["plain"])
        assert b"lamp" not in Path(f"/proc/{process_of(parsers)}/environ").read_bytes()
