"""The media workers as the web process sees them: started or found again, asked for answers and plans, heard for events.

A worker outlives this process. One that dies takes its calls with it: they are told as lost and another takes its place.
"""

import asyncio
import itertools
import logging
import os
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Protocol

import msgspec

from domain.refusal import Refused
from webrtc.control import short_name
from webrtc.plan import (
    LONGEST_LINE,
    VERSION,
    Answer,
    Ask,
    Asked,
    CallLife,
    EndCall,
    EndLeg,
    Event,
    Heard,
    Living,
    Offer,
    Plan,
    Refusal,
    Reply,
    Said,
    Status,
    Stop,
    WorkerLost,
)

START_SECONDS = 10.0
"""The longest a worker may take from its start to its first answer."""
ANSWER_SECONDS = 5.0
LOOK_AFTER_SECONDS = 3.0
HUNG_SECONDS = 9.0
"""Together with a start still within the 15 s in which a call without its media process must be ended or offered anew."""
LOOK_SECONDS = 0.02
PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 5.0
"""Between two starts of a worker that keeps dying."""
LOG_BYTES = 1_000_000
NICE = -10
"""Sound goes before everything else on the machine, where the system allows it (root, CAP_SYS_NICE): 20 ms late is late."""

log = logging.getLogger("parley.media")
_said = msgspec.json.Decoder(Said)
_encode = msgspec.json.Encoder().encode


class Media(Protocol):
    """What whoever runs calls asks of the media plane; ``MediaWorkers`` is one, and a test may be another."""

    async def answer(self, call: str, leg: str, sdp: str, video: bool = False) -> str:
        """The SDP answer to a browser's offer for a leg. Raises Refused: invalid, too_large, unavailable."""

    async def carry_out(self, plan: Plan) -> None:
        """Make a call what the plan says. Raises Refused (unavailable)."""

    async def end_leg(self, call: str, leg: str) -> None:
        """Hang up on one leg."""

    async def end(self, call: str) -> None:
        """Hang up on everybody."""

    async def living(self) -> list[CallLife]:
        """Every call that has a media process now."""

    def events(self) -> AsyncIterator[Event]:
        """What happens, until the media plane is left."""


Events = asyncio.Queue[tuple[Event, "_Worker", int | None]]
"""Each with whom it is from, and the serial to acknowledge."""


class _Worker:
    """One media process and the connection to it."""

    def __init__(self, socket: Path, hosts: Sequence[str], port: int, command: list[str], events: Events) -> None:
        self.calls: set[str] = set()
        self.pid: int | None = None
        self._socket = socket
        self._hosts = tuple(hosts)
        self._port = port
        self._command = command
        self._events = events
        self._numbers = itertools.count(1)
        self._waiting: dict[int, asyncio.Future[Reply]] = {}
        self._writer: asyncio.StreamWriter | None = None
        self._child: int | None = None
        self._stopping = False
        self.there = asyncio.Event()

    async def run(self) -> None:
        """Find the process or start it, listen until it dies, begin again; until cancelled."""
        pause = PAUSE_SECONDS
        while not self._stopping:
            try:
                reader = await self._connect()
            except (OSError, TimeoutError) as error:
                log.warning("the media process %s does not start: %s", self._socket.stem, error)
                await asyncio.sleep(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
                continue
            listening = asyncio.create_task(self._listen(reader), name=f"{self._socket.stem} events")
            watching: asyncio.Task[None] | None = None
            try:
                await self._adopt()
                pause = PAUSE_SECONDS
                watching = asyncio.create_task(self._watch(), name=f"{self._socket.stem} watch")
                await listening
            finally:
                listening.cancel()
                if watching is not None:
                    watching.cancel()
                self._gone()
            self._tell_lost()

    async def _connect(self) -> asyncio.StreamReader:
        """The one that runs already, else a new one. Raises OSError, TimeoutError."""
        try:
            return await self._open()
        except OSError:
            if self._stopping:
                raise
            self._start()
        async with asyncio.timeout(START_SECONDS):
            while True:
                try:
                    return await self._open()
                except OSError:
                    await asyncio.sleep(LOOK_SECONDS)

    async def _open(self) -> asyncio.StreamReader:
        with short_name(self._socket) as name:
            reader, self._writer = await asyncio.open_unix_connection(name, limit=LONGEST_LINE)
        return reader

    def _start(self) -> None:
        """In a session of its own: what stops the web process, even a terminal, does not stop calls.

        Not by asyncio or subprocess, which think a child that outlives them a mistake. Raises OSError.
        """
        self._reap()
        notes = self._socket.with_suffix(".log")
        if notes.exists() and notes.stat().st_size > LOG_BYTES:
            notes.unlink()
        files = [
            (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_OPEN, 1, str(notes), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600),
            (os.POSIX_SPAWN_DUP2, 1, 2),
        ]
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent)}
        self._child = os.posix_spawn(self._command[0], self._command, environment, file_actions=files, setsid=True)

    def _reap(self) -> None:
        """A child that ended stays in the process table until it is asked about."""
        if self._child is not None and os.waitpid(self._child, os.WNOHANG)[0]:
            self._child = None

    async def _adopt(self) -> None:
        try:
            living = await self.ask(Status())
        except Refused:
            return  # it died at once; listening has ended too
        assert isinstance(living, Living)
        if not self._fits(living):
            with suppress(Refused):
                await self.ask(Stop())
            return
        self.calls = {life.call for life in living.calls}
        self.pid = living.pid
        self.there.set()

    def _fits(self, living: Living) -> bool:
        """Whether a worker from before is as the settings are now; one that has calls serves them to their end all the same."""
        if living.version != VERSION:
            log.warning("the media process %d is of another version and ends, with its calls", living.pid)
            return False
        same = living.addresses == self._hosts and self._port in (0, living.port)
        if not same and living.calls:
            log.warning(
                "the media process %d has calls and keeps its old address; start Parley again later", living.pid
            )
        return same or bool(living.calls)

    async def _watch(self) -> None:
        """A process that does not answer for so long is as good as dead, and a dead one is replaced."""
        while self.pid is not None:
            await asyncio.sleep(LOOK_AFTER_SECONDS)
            try:
                await self.ask(Status(), HUNG_SECONDS)
            except Refused:
                log.critical("the media process %d does not answer and is killed", self.pid)
                with suppress(ProcessLookupError):
                    os.kill(self.pid, signal.SIGKILL)
                return

    async def _listen(self, reader: asyncio.StreamReader) -> None:
        """Until the process hangs up, or says what cannot be."""
        try:
            while line := await reader.readline():
                said = _said.decode(line)
                if said.event is not None:
                    self._events.put_nowait((said.event, self, said.serial))
                elif said.number is not None and said.reply is not None:
                    waiting = self._waiting.pop(said.number, None)
                    if waiting is not None and not waiting.done():
                        waiting.set_result(said.reply)
        except (ValueError, OSError) as error:
            log.warning("the media process %s said something impossible: %s", self._socket.stem, error)
        self._refuse_waiting()

    def _gone(self) -> None:
        self.there.clear()
        self._refuse_waiting()
        if self._writer is not None:
            self._writer.close()
            self._writer = None
        self._reap()

    def _tell_lost(self) -> None:
        lost, self.calls = tuple(sorted(self.calls)), set()
        if lost:
            self._events.put_nowait((WorkerLost(lost), self, None))

    def _refuse_waiting(self) -> None:
        waiting, self._waiting = self._waiting, {}
        for future in waiting.values():
            if not future.done():
                future.set_exception(Refused("unavailable", "The media process is gone; try again in a moment."))

    async def ask(self, ask: Ask, seconds: float = ANSWER_SECONDS) -> Reply:
        """What the worker replies. Raises Refused, also (unavailable) when there is no worker."""
        if self._writer is None or self._writer.is_closing():
            raise Refused("unavailable", "Calls are not possible at the moment.")
        number = next(self._numbers)
        waiting = self._waiting[number] = asyncio.get_running_loop().create_future()
        self._writer.write(_encode(Asked(number, ask)) + b"\n")
        try:
            async with asyncio.timeout(seconds):
                reply: Reply = await waiting
        except TimeoutError as error:
            raise Refused("unavailable", "The media process does not answer.") from error
        finally:
            self._waiting.pop(number, None)
        if isinstance(reply, Refusal):
            raise Refused(reply.code, reply.sentence)
        return reply

    def heard(self, serial: int) -> None:
        """An event was dealt with."""
        if self._writer is not None and not self._writer.is_closing():
            self._writer.write(_encode(Asked(0, Heard(serial))) + b"\n")

    async def stop(self) -> None:
        """End the process and its calls; one that cannot be asked, because it is only beginning or hangs, is ended all the same."""
        self._stopping = True
        try:
            await self.ask(Stop())
        except Refused:
            self._kill(signal.SIGTERM)
        with suppress(TimeoutError):
            async with asyncio.timeout(ANSWER_SECONDS):
                await self._ended()
        self._kill(signal.SIGKILL)
        await self._ended()

    def _kill(self, how: signal.Signals) -> None:
        if self._child is not None:
            with suppress(ProcessLookupError):
                os.kill(self._child, how)

    async def _ended(self) -> None:
        """Return once our child is gone, if there is one."""
        while self._child is not None:
            self._reap()
            await asyncio.sleep(LOOK_SECONDS)


class MediaWorkers:
    """All media processes of a centre: ``async with`` finds or starts them (TimeoutError), leaving it lets them run on."""

    def __init__(
        self, directory: Path, hosts: Sequence[str], port: int, count: int = 1, options: Sequence[str] = ()
    ) -> None:
        """Sockets and logs in ``directory``; browsers are given ``hosts`` (IP addresses) and UDP ports from ``port`` up, 0 for any."""
        self._events: Events = asyncio.Queue()
        self._workers = []
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        for number in range(count):
            socket, own_port = directory.resolve() / f"media-{number}.sock", port + number if port else 0
            command = [
                sys.executable,
                "-m",
                "webrtc.worker",
                "--socket",
                str(socket),
                "--port",
                str(own_port),
                *options,
            ]
            command += ["--nice", str(NICE)]
            for host in hosts:
                command += ["--offer", host]
            self._workers.append(_Worker(socket, hosts, own_port, command, self._events))

    async def __aenter__(self) -> "MediaWorkers":
        self._tasks = [asyncio.create_task(worker.run(), name="media worker") for worker in self._workers]
        try:
            async with asyncio.timeout(START_SECONDS + 1):
                for worker in self._workers:
                    await worker.there.wait()
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *error: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    @property
    def pids(self) -> list[int | None]:
        """The media processes, for health and faults."""
        return [worker.pid for worker in self._workers]

    def _of(self, call: str) -> _Worker:
        """The worker that has a call, or the one with the fewest."""
        having = next((worker for worker in self._workers if call in worker.calls), None)
        return having or min(self._workers, key=lambda worker: (not worker.there.is_set(), len(worker.calls)))

    async def answer(self, call: str, leg: str, sdp: str, video: bool = False) -> str:
        """The SDP answer to a browser's offer for a leg. Raises Refused: invalid, too_large, unavailable."""
        worker = self._of(call)
        worker.calls.add(call)
        reply = await worker.ask(Offer(call, leg, sdp, video))
        assert isinstance(reply, Answer)
        return reply.sdp

    async def carry_out(self, plan: Plan) -> None:
        """Make a call what the plan says. Raises Refused (unavailable)."""
        worker = self._of(plan.call)
        worker.calls.add(plan.call)
        await worker.ask(plan)

    async def end_leg(self, call: str, leg: str) -> None:
        """Hang up on one leg. Raises Refused (unavailable)."""
        await self._of(call).ask(EndLeg(call, leg))

    async def end(self, call: str) -> None:
        """Hang up on everybody; what the call leaves behind comes as events. Raises Refused (unavailable)."""
        worker = self._of(call)
        worker.calls.discard(call)
        await worker.ask(EndCall(call))

    async def living(self) -> list[CallLife]:
        """Every call that has a media process now. Raises Refused (unavailable)."""
        lives: list[CallLife] = []
        for worker in self._workers:
            living = await worker.ask(Status())
            assert isinstance(living, Living)
            lives += living.calls
        return lives

    async def events(self) -> AsyncIterator[Event]:
        """What happens, in order, for one reader. What it has not finished with when it asks for the next is told again later."""
        while True:
            event, worker, serial = await self._events.get()
            yield event
            if serial is not None:
                worker.heard(serial)

    async def stop(self) -> None:
        """End all calls and processes; for good, so leave right after."""
        for worker in self._workers:
            await worker.stop()
