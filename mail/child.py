"""Parsing in child processes with limits on time and memory, so that a hostile mail costs one child and nobody's chat.

A child answers one job at a time over its pipes and has nothing else: no settings, no secrets, no connection. Whatever goes
wrong in it becomes an answer; the same mail is never tried again by itself.
"""

import asyncio
import contextlib
import math
import os
import resource
import signal
import struct
import sys
import time
import traceback
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

import msgspec

from mail import html
from mail.caps import MAIL_BYTES
from mail.facts import Mail, Unparsed
from mail.html import CleanHtml
from mail.parse import parse

CPU_SECONDS = 4
"""Per job; a mail of the largest size takes about one."""
WALL_SECONDS = 30.0
"""Per job, for a child that waits or a machine that is busy."""
MEMORY_BYTES = 384 * 1024 * 1024
"""Of addresses, which Linux counts before pages are used: a child that is refused memory has touched much less."""
JOBS_PER_CHILD = 1_000
"""Then a fresh one: memory in pieces comes back."""

_PARSE, _CLEAN = b"P", b"C"
_MAIL, _UNPARSED, _CLEANED = b"M", b"U", b"H"
_FRAME: Final = struct.Struct(">cI")
_CHUNK = 1024 * 1024
_ROOT = Path(__file__).resolve().parents[1]
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")

_TOO_LONG = "Reading the mail took too long."
_TOO_MUCH = "Reading the mail needed too much memory."
_STOPPED = "The parser stopped while reading the mail."


class Parsers:
    """At most ``children`` jobs at once, each in a child process; an asynchronous context manager that leaves none behind."""

    def __init__(self, children: int = 1, *, wall_seconds: float = WALL_SECONDS) -> None:
        self._idle: asyncio.LifoQueue[_Child | None] = asyncio.LifoQueue()
        self._wall_seconds = wall_seconds
        for _ in range(children):
            self._idle.put_nowait(None)
        self._all: set[_Child] = set()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, where: TracebackType | None
    ) -> None:
        for child in list(self._all):
            await self._end(child)

    async def parse(self, raw: bytes) -> Mail | Unparsed:
        """The mail, or why it could not be parsed; never raises for what is in it."""
        if len(raw) > MAIL_BYTES:  # says so without carrying it to a child
            return parse(raw)
        kind, answer = await self._ask(_PARSE, raw)
        if kind == _MAIL:
            return msgspec.msgpack.decode(answer, type=Mail)
        return Unparsed(answer.decode("utf-8"))

    async def cleaned(self, source: str, images: Mapping[str, str]) -> CleanHtml | Unparsed:
        """``mail.html.cleaned`` in a child; ``images`` gives the URL for each content id."""
        kind, answer = await self._ask(_CLEAN, msgspec.msgpack.encode((source, dict(images))))
        if kind == _CLEANED:
            return msgspec.msgpack.decode(answer, type=CleanHtml)
        return Unparsed(answer.decode("utf-8"))

    async def _ask(self, job: bytes, content: bytes) -> tuple[bytes, bytes]:
        child = await self._idle.get()
        try:
            if child is None:
                child = _Child(await _started())
                self._all.add(child)
            async with asyncio.timeout(self._wall_seconds):
                answer = await child.answer(job, content)
        except TimeoutError:
            answer = _UNPARSED, _TOO_LONG.encode()
        except (OSError, asyncio.IncompleteReadError):
            answer = _UNPARSED, _why(await child.process.wait() if child else 0).encode()
        except BaseException:  # cancelled half-way: the child would answer the next one's question
            await self._give_back(child, spent=True)
            raise
        await self._give_back(child, spent=child is None or answer[0] == _UNPARSED or child.jobs >= JOBS_PER_CHILD)
        return answer

    async def _give_back(self, child: "_Child | None", *, spent: bool) -> None:
        if child and spent:
            await self._end(child)
        self._idle.put_nowait(None if spent else child)

    async def _end(self, child: "_Child") -> None:
        self._all.discard(child)
        with contextlib.suppress(ProcessLookupError):
            child.process.kill()
        await child.process.wait()


class _Child:
    """A process and the jobs it has done."""

    def __init__(self, process: Process) -> None:
        self.process = process
        self.jobs = 0

    async def answer(self, job: bytes, content: bytes) -> tuple[bytes, bytes]:
        asking, answering = self.process.stdin, self.process.stdout
        assert asking
        assert answering
        self.jobs += 1
        asking.write(_FRAME.pack(job, len(content)))
        for start in range(0, len(content), _CHUNK):
            asking.write(content[start : start + _CHUNK])
            await asking.drain()
        await asking.drain()
        kind, length = _FRAME.unpack(await answering.readexactly(_FRAME.size))
        return kind, await answering.readexactly(length)


async def _started() -> Process:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"PYTHONUTF8": "1"}
    return await asyncio.create_subprocess_exec(
        sys.executable, "-m", "mail.child", stdin=PIPE, stdout=PIPE, cwd=_ROOT, env=environment
    )


def _why(returned: int) -> str:
    return _TOO_LONG if returned == -signal.SIGXCPU else _TOO_MUCH if returned == -signal.SIGKILL else _STOPPED


# ---- in the child


def main() -> None:
    """Answer jobs until the parent closes the pipe."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)  # people who chat come first
    asked, answered = sys.stdin.buffer, sys.stdout.buffer
    while len(head := asked.read(_FRAME.size)) == _FRAME.size:
        job, length = _FRAME.unpack(head)
        _limit_time()
        kind, answer = _done(job, asked.read(length))
        _write(answered, kind, answer)


def _limit_time() -> None:
    """The kernel counts the process's whole life, so each job moves the limit on by its share."""
    until = math.ceil(time.process_time()) + CPU_SECONDS
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))


def _done(job: bytes, content: bytes) -> tuple[bytes, bytes]:
    try:
        if job == _CLEAN:
            source, images = msgspec.msgpack.decode(content, type=tuple[str, dict[str, str]])
            return _CLEANED, msgspec.msgpack.encode(html.cleaned(source, images))
        mail = parse(content)
        return (
            (_UNPARSED, mail.reason.encode()) if isinstance(mail, Unparsed) else (_MAIL, msgspec.msgpack.encode(mail))
        )
    except MemoryError:
        return _UNPARSED, _TOO_MUCH.encode()
    except Exception:  # noqa: BLE001 -- a defect here must cost one answer and be seen, never the mail
        traceback.print_exc()
        return _UNPARSED, _STOPPED.encode()


def _write(answered: BinaryIO, kind: bytes, answer: bytes) -> None:
    answered.write(_FRAME.pack(kind, len(answer)))
    answered.write(answer)
    answered.flush()


if __name__ == "__main__":
    main()
