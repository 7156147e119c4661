"""The outbox: sends what is due, a few at a time for each mailbox, again and again until each recipient has it or cannot.

Whoever changes a Letter first has it (compare-and-set), so several nodes may share one outbox; what a dead one was sending is taken
over when its time is up.
"""

import asyncio
import logging
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

from domain.emails import DeliveryState
from domain.stream import Unavailable
from mail.letter import Letter
from mail.mail_server import MailServer
from mail.sender import CONTENT_SECONDS, Delayed, Outcome, send

LOOK_EVERY_SECONDS = 0.5
MOST_LOOKED_AT = 1_000
"""Due Letters looked at in one go: enough to see past those of a mailbox whose server hangs."""
AT_ONCE_PER_MAILBOX = 3
AT_ONCE = 12
ATTEMPT_SECONDS = 840.0
"""An attempt is cut after so long, whatever the server does."""
LEASE = timedelta(seconds=ATTEMPT_SECONDS + 60)
AGAIN_SECONDS = 1.0

log = logging.getLogger("parley.outbox")


class Overtaken(Exception):
    """Somebody else changed the Letter first."""


class Letters(Protocol):
    """Where Letters are kept. Every method may raise Unavailable."""

    async def due(self, at: datetime, limit: int) -> list[Letter]:
        """Queued Letters to look at by ``at``, longest due first."""

    async def save(self, letter: Letter) -> Letter:
        """Keep a changed Letter if nobody was faster, as its next version. Raises Overtaken."""


class Post(Protocol):
    """What sending needs of everybody else."""

    async def content(self, letter: Letter) -> bytes:
        """The mail, the same bytes at each attempt."""

    def server(self, mailbox: str) -> MailServer | None:
        """The server that sends for a mailbox, None where it has none."""

    async def report(self, letter: Letter, state: DeliveryState, words: str) -> None:
        """Tell the Conversation; telling it again changes nothing."""


class Outbox:
    """Sends Letters; ``hello`` is our host name."""

    def __init__(self, letters: Letters, post: Post, now: Callable[[], datetime], hello: str) -> None:
        self._letters = letters
        self._post = post
        self._now = now
        self._hello = hello
        self._sending: dict[str, str] = {}
        self._tasks: set[asyncio.Task[None]] = set()

    async def run(self) -> None:
        """Send what is due until cancelled; what is half sent then counts as an attempt that may have arrived."""
        try:
            while True:
                with suppress(Unavailable):
                    await self.look()
                await asyncio.sleep(LOOK_EVERY_SECONDS)
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    async def look(self) -> None:
        """Begin with whatever is due and has room."""
        busy = Counter(self._sending.values())
        for letter in await self._letters.due(self._now(), MOST_LOOKED_AT):
            full = busy.total() >= AT_ONCE or busy[letter.mailbox] >= AT_ONCE_PER_MAILBOX
            if letter.id not in self._sending and not full:
                busy[letter.mailbox] += 1
                self._begin(letter)

    def _begin(self, letter: Letter) -> None:
        self._sending[letter.id] = letter.mailbox
        task = asyncio.get_running_loop().create_task(self._carry(letter), name=f"sending {letter.id}")
        self._tasks.add(task)
        task.add_done_callback(lambda ended: self._end(letter, ended))

    def _end(self, letter: Letter, task: asyncio.Task[None]) -> None:
        del self._sending[letter.id]
        self._tasks.discard(task)
        if not task.cancelled() and (bug := task.exception()):
            log.critical("sending %s failed", letter.id, exc_info=bug)

    async def _carry(self, letter: Letter) -> None:
        """One step of a Letter: an attempt for whoever is due, then tell how it went."""
        with suppress(Overtaken, Unavailable):
            due = letter.due(self._now())
            if due:
                letter = await self._attempted(letter)
            await self.tell(letter)

    async def _attempted(self, letter: Letter) -> Letter:
        at = self._now()
        begun = await self._letters.save(letter.begun(at, at + LEASE))
        trying = [one.address for one in begun.recipients if one.due(at)]
        outcomes = await self._outcomes(begun, trying) if trying else {}
        return await self._kept(begun.ended(outcomes, self._now()), at + LEASE)

    async def _outcomes(self, letter: Letter, addresses: Sequence[str]) -> dict[str, Outcome]:
        server = self._post.server(letter.mailbox)
        if server is None:
            return dict.fromkeys(addresses, Delayed(None, "The mailbox has no server to send with."))
        content = await self._post.content(letter)
        try:
            async with asyncio.timeout(ATTEMPT_SECONDS):
                return await send(
                    server, letter.sender, addresses, content, self._hello, content_seconds=CONTENT_SECONDS
                )
        except TimeoutError:
            return dict.fromkeys(addresses, Delayed(None, f"{server.host} took too long.", uncertain=True))

    async def _kept(self, letter: Letter, until_at: datetime) -> Letter:
        """What came of an attempt must not be lost with the store: while the Letter is ours, saving it is tried again."""
        while True:
            try:
                return await self._letters.save(letter)
            except Unavailable:
                if self._now() >= until_at:
                    raise
                await asyncio.sleep(AGAIN_SECONDS)

    async def tell(self, letter: Letter) -> Letter:
        """Tell the Conversation how far the Letter is, if it does not know."""
        verdict = letter.verdict()
        if verdict is not None and verdict != letter.told:
            await self._post.report(letter, *verdict)
        return await self._letters.save(letter.heard())

    async def take_over(self, letters: Sequence[Letter]) -> int:
        """At the start of the only node: make due at once what an earlier process was sending when it died; how many there were."""
        taken = 0
        for letter in letters:
            if letter.interrupted and letter.id not in self._sending:
                with suppress(Overtaken):
                    await self._letters.save(replace(letter, due_at=self._now()))
                    taken += 1
        return taken
