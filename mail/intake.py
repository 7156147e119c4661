"""What happens to every mail that comes in, whichever way: its bytes are made durable, later it is read, placed, and becomes one Event.

Two steps, so that a mail is safe before anything looks at it. A crash between them, or anywhere in the second, costs nothing: what waits is
taken up at the next start, and the claim on its content makes the Event the same one, however often this is done.
"""

import asyncio
import itertools
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TypeVar

from domain import commands as c
from domain.events import SYSTEM, Actor
from domain.ids import unguessable
from domain.stream import Unavailable
from mail.authentication import Resolver, Verdict, authenticate
from mail.child import Parsers
from mail.facts import Mail
from mail.intake_needs import Centre, Door, Kept, Mailbox, Outcome, Shelf, Threads
from mail.patience import pause_seconds
from mail.placing import Placement, place, recipients
from mail.raw_mail import NotStored, RawMail
from mail.received import Received, received
from mail.reply_tokens import ReplyTokens
from mail.turns import Allowance, Turn, Turns

log = logging.getLogger("parley.mail")

READ_AHEAD = 4
IN_WORK = 200
"""Mails whose sender is being asked after, or who wait for their turn: a slow DNS of somebody's own must not hold up everybody's mail."""
PLACED_AT_ONCE = 8
BYTES_AT_ONCE = 48 * 1024 * 1024
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 15.0
CHANNEL = "email"

DEFECT = "A defect of Parley's own kept this mail from being read."

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Placed:
    """What is told of a mail that has become an Event. ``no_return``: its envelope names nobody to whom anything may come back (RFC 5321, 4.5.5)."""

    mail: Mail
    source: str
    mailbox: str
    conversation: str
    number: int
    no_return: bool


@dataclass(slots=True)
class _Work:
    """A mail between its being kept and its being an Event here; ``over`` is set whatever came of it."""

    kept: Kept
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Intake:
    """``accept`` is for whoever brings mail; ``run`` makes Events of it."""

    def __init__(
        self,
        *,
        shelf: Shelf,
        threads: Threads,
        centre: Centre,
        door: Door,
        parsers: Parsers,
        resolver: Resolver,
        tokens: ReplyTokens,
    ) -> None:
        self._shelf, self._threads, self._centre, self._door = shelf, threads, centre, door
        self._parsers, self._resolver, self._tokens = parsers, resolver, tokens
        self._queue: asyncio.Queue[_Work] = asyncio.Queue()
        self._works: dict[str, _Work] = {}
        self._hearers: list[Callable[[Placed], Awaitable[None]]] = []

    def on_placed(self, hear: Callable[[Placed], Awaitable[None]]) -> None:
        """``hear`` is awaited for every mail of a mailbox that could be read, once it is an Event and all about it is stored."""
        self._hearers.append(hear)

    # ---- first step: durable

    async def accept(self, mail: RawMail) -> None:
        """``mail.raw_mail.Accept``: return once the mail is durable. Raises NotStored."""
        try:
            await self.keep(mail)
        except Unavailable as away:
            raise NotStored("The store is away, so the mail stays where it is.") from away

    async def keep(self, mail: RawMail) -> tuple[str, bool]:
        """The mail's id once it is durable, and whether it is new here. Raises Unavailable."""
        id, fresh = await self._shelf.keep(mail)
        if fresh:
            self._enqueue(Kept(id, len(mail.raw)))
        return id, fresh

    async def settled(self, id: str) -> None:
        """Return once nothing here works on this mail: usually it is an Event now."""
        if id in self._works:
            await self._works[id].over.wait()

    def _enqueue(self, kept: Kept) -> None:
        if kept.id not in self._works:
            self._works[kept.id] = work = _Work(kept)
            self._queue.put_nowait(work)

    # ---- second step: an Event

    async def run(self) -> None:
        """Work until cancelled: what a crash left, then what comes. Reading goes ahead of placing, which begins in order of arrival."""
        self._turns, self._bytes = Turns(), Allowance(BYTES_AT_ONCE)
        self._in_work, self._places = asyncio.Semaphore(IN_WORK), asyncio.Semaphore(PLACED_AT_ONCE)
        ahead: asyncio.Queue[tuple[_Work, asyncio.Task[_Read]]] = asyncio.Queue(READ_AHEAD)
        try:
            for kept in await _patiently(self._shelf.waiting):
                self._enqueue(kept)
            async with asyncio.TaskGroup() as group:
                group.create_task(self._read_ahead(group, ahead))
                while True:
                    work, reading = await ahead.get()
                    if read := await reading:
                        await self._in_work.acquire()
                        group.create_task(self._place(work, *read, self._turns.take(read[1].turn)))
        finally:  # what is left waits in the store
            self._queue = asyncio.Queue()
            for work in list(self._works.values()):
                await self._end(work)

    async def _read_ahead(
        self, group: asyncio.TaskGroup, ahead: "asyncio.Queue[tuple[_Work, asyncio.Task[_Read]]]"
    ) -> None:
        while True:
            work = await self._queue.get()
            await self._bytes.take(work.kept.size)
            await ahead.put((work, group.create_task(self._read(work))))

    async def _read(self, work: _Work) -> "_Read":
        try:
            raw = await _patiently(lambda: self._shelf.mail(work.kept.id))
            parsed = await self._parsers.parse(raw.raw)
            return raw, await asyncio.to_thread(received, work.kept.id, raw, parsed)
        except Exception:
            log.exception("mail %s cannot be read and waits for the next start", work.kept.id)
            await self._end(work)
            return None

    async def _place(self, work: _Work, raw: RawMail, who: Received, turn: Turn) -> None:
        """What breaks on a mail is a defect of ours: it is logged and the mail shown by its raw bytes. If that breaks too, it waits for the next start."""
        try:
            for reason in (None, DEFECT):
                try:
                    await self._become_event(raw, who.unread(reason, raw.raw) if reason else who, turn)
                    break
                except Exception:
                    log.exception("mail %s cannot be placed", who.id)
        finally:
            turn.end()
            self._in_work.release()
            await self._end(work)

    async def _become_event(self, raw: RawMail, who: Received, turn: Turn) -> None:
        mailbox = self._centre.mailbox(raw.mailbox, recipients(who.mail, raw.envelope_to))
        verdict = await self._verdict(raw, who, mailbox)
        await turn.came()
        async with self._places:
            placed = await _patiently(partial(self._settle, raw, who, mailbox, verdict))
        if who.unparsed is None and mailbox.id:
            await self._tell(placed)

    async def _end(self, work: _Work) -> None:
        if self._works.pop(work.kept.id, None) is work:
            work.over.set()
            await self._bytes.give_back(work.kept.size)

    async def _settle(self, raw: RawMail, who: Received, mailbox: Mailbox, verdict: Verdict) -> Placed:
        """Place the mail, give the one Command for it, and note what became of it."""
        placement = place(who.mail, verdict.verified, await self._threads.led(who.clues), self._tokens)
        conversation, first = await self._threads.claim(who.key, placement.conversation or unguessable("cnv"))
        before = None if first else await self._door.answered(_command(who))
        number = await self._receive(who, verdict, mailbox, conversation, placement) if before is None else before
        await self._follow(who, verdict, conversation, placement)
        await self._shelf.finish(who.id, _outcome(who, verdict, mailbox, conversation, number))
        no_return = raw.source == "smtp" and not raw.envelope_from
        return Placed(who.mail, raw.source, mailbox.id, conversation, number, no_return)

    async def _verdict(self, raw: RawMail, who: Received, mailbox: Mailbox) -> Verdict:
        """Whether the sender is proved. What came to our own listener no server of ours has seen, so nothing it says of itself counts."""
        if who.mail.sender is None or who.unparsed is not None:
            return Verdict(verified=False, by="nobody", words="It could not be found out who sent it.")
        return await authenticate(
            raw.raw,
            who.mail.sender.address,
            authserv_id=None if raw.source == "smtp" else mailbox.authserv_id,
            resolver=self._resolver,
            now=self._door.now(),
        )

    async def _receive(
        self, who: Received, verdict: Verdict, mailbox: Mailbox, conversation: str, placement: Placement
    ) -> int:
        """The number of the Event."""
        state = await self._door.conversation(conversation)
        opening = None
        if state is None:
            opening = await self._centre.opening(who, verdict.verified, mailbox, placement.earlier)
        customer = state.customer if state else opening.customer if opening else ""
        kept = await self._centre.keep_files(who.mail.attachments, conversation)
        command = c.ReceiveMessage(
            id=_command(who),
            conversation=conversation,
            at=self._door.now(),
            actor=Actor("customer", customer, who.name),
            channel=CHANNEL,
            message=who.id,
            text=who.words,
            files=who.beside_html(kept),
            email=who.email(mailbox.id, verdict.verified, kept),
            opening=opening,
        )
        number, fresh = await self._door.do(command)
        if not fresh:
            await self._centre.drop_files(kept)
        return number

    async def _follow(self, who: Received, verdict: Verdict, conversation: str, placement: Placement) -> None:
        """What a mail means beside its words: answers may name it, and a message of ours may have come back."""
        if verdict.verified and who.mail.message_id:
            await self._threads.remember(who.mail.message_id, conversation, who.id)
        if placement.report is not None and placement.conversation == conversation:
            report = placement.report
            await self._door.do(
                c.ReportDelivery(
                    id=f"report|{who.key}",
                    conversation=conversation,
                    at=self._door.now(),
                    actor=SYSTEM,
                    channel=CHANNEL,
                    message=report.message,
                    state=report.state,
                    words=report.words,
                )
            )

    async def _tell(self, placed: Placed) -> None:
        for hear in self._hearers:
            try:
                await hear(placed)
            except Exception:
                log.exception("what follows a mail of %s failed", placed.conversation)


_Read = tuple[RawMail, Received] | None
"""A mail as it was kept and as it reads."""


def _command(who: Received) -> str:
    return f"mail|{who.key}"


def _outcome(who: Received, verdict: Verdict, mailbox: Mailbox, conversation: str, number: int) -> Outcome:
    return Outcome(
        key=who.key,
        mailbox=mailbox.id,
        conversation=conversation,
        number=number,
        sender=who.mail.sender.address if who.mail.sender else "",
        verdict=verdict.words,
        problems=who.mail.problems,
        html=who.mail.html,
    )


async def _patiently(work: Callable[[], Awaitable[Result]]) -> Result:
    """What ``work`` gives, once the store is there for it."""
    for failures in itertools.count(1):
        try:
            return await work()
        except Unavailable:
            await asyncio.sleep(pause_seconds(failures, FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS))
    raise AssertionError
