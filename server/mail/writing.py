"""What Agents write by email: an answer, whose recipients and subject come from the mail answered unless they say otherwise, or a first mail.

Everything is checked here, so that what is refused was never composed.
"""

import asyncio
import hashlib
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, TypeVar

from msgspec import structs

from domain.commands import Opening, SendMessage
from domain.conversation import Conversation, decide
from domain.emails import Party
from domain.ids import unguessable
from domain.refusal import Refused
from domain.times import instant
from domain.words import line
from mail import answers
from mail.answers import MOST_RECIPIENTS
from mail.html import text_of
from server import wire
from server.access import Caller
from server.clock import Clock
from server.customers.customers import Customers
from server.directory import Directory
from server.files import FileShelf, sendable_by
from server.mail import wire as mail_wire
from server.mail.answers import NO_ADDRESS, MailAnswers
from server.mail.composing import Draft
from server.mail.sending import MailSending

Document = dict[str, Any]
_Message = TypeVar("_Message", bound=wire.NewMessage)

UNDO = timedelta(seconds=5)
LATEST = timedelta(days=366)


class MailWriting:
    """Agents' mails."""

    def __init__(
        self,
        *,
        answers: MailAnswers,
        sending: MailSending,
        customers: Customers,
        directory: Directory,
        shelf: FileShelf,
        clock: Clock,
    ) -> None:
        self._answers, self._sending = answers, sending
        self._customers, self._directory, self._shelf, self._clock = customers, directory, shelf, clock

    async def write(self, caller: Caller, state: Conversation, message: wire.NewMessage) -> tuple[int, bool]:
        """An answer: the number of its message, and whether it is new. Raises Refused."""
        message = await _worded(message)
        command = self._command(caller, state.id, message)
        if (number := await self._sending.sent(command.id)) is not None:
            return number, False
        reply = await self._answers.reply(state)
        if reply.mailbox is None or reply.problem:
            raise Refused("conflict", reply.problem or "")
        to, cc = reply.recipients.to, reply.recipients.cc if message.to is None else ()
        if message.to is None and not to:
            raise Refused("conflict", reply.nobody)
        draft = await self._draft(caller, state.id, message, reply.mailbox, (to, cc), reply.language)
        decide(
            state, replace(command, files=draft.files)
        )  # the Desk asks again, but only once all is composed and kept
        subject = reply.subject if message.subject is None else message.subject
        return await self._sending.send(command, replace(draft, subject=subject, answered=reply.answered))

    async def begin(self, caller: Caller, message: mail_wire.NewConversation) -> tuple[str, int, bool]:
        """A first mail: its Conversation, the number of its message, and whether it is new. Raises Refused."""
        message = await _worded(message)
        id = begun_id(caller, message.id)
        command = self._command(caller, id, message)
        if (number := await self._sending.sent(command.id)) is not None:
            return id, number, False
        if not (message.subject or "").strip():
            raise Refused("invalid", "A new email needs a subject.")
        queue, mailbox = self._place(caller, message)
        to, customer = await self._recipients(message, mailbox["locale"])
        opening = Opening(
            customer=customer["_id"], customer_name=customer["name"], queue=queue, locale=mailbox["locale"]
        )
        language = customer["language"] or mailbox["locale"]
        draft = await self._draft(caller, id, message, mailbox, (to, ()), language)
        command = replace(command, opening=opening)
        decide(None, replace(command, files=draft.files))
        number, fresh = await self._sending.send(command, draft)
        return id, number, fresh

    def _place(self, caller: Caller, message: mail_wire.NewConversation) -> tuple[str, Document]:
        """The queue and the mailbox of a first mail, both within the caller's reach. Raises Refused."""
        wanted = self._directory.get("mailboxes", message.mailbox) if message.mailbox else None
        seen = self._directory.queues_seen(caller.agent)
        everything = self._directory.reach(caller.agent) == "all"
        own = [one["queue"] for one in self._answers.able() if everything or one["queue"] in seen]
        queue = message.queue or (wanted["queue"] if wanted else next(iter([*own, *sorted(seen)]), ""))
        self._directory.get("queues", queue)
        if not everything and not {queue, wanted["queue"] if wanted else queue} <= seen:
            raise Refused("not_found", "There is no such queue.")
        return queue, self._answers.mailbox(queue, message.mailbox)

    async def _recipients(self, message: mail_wire.NewConversation, locale: str) -> tuple[tuple[Party, ...], Document]:
        """Whom a first mail goes to, and the Customer it is about. Raises Refused."""
        to = _parties(message.to)
        if message.customer is not None:
            customer = await self._customers.get(message.customer)
            to = to or await self._answers.address_of(customer["_id"])
            if not to:
                raise Refused("conflict", NO_ADDRESS)
            return to, customer
        if not to:
            raise Refused("invalid", "Say whom the email goes to.")
        first = to[0]
        return to, await self._customers.of_recipient(first.address, line(first.name) or first.address, locale)

    async def _draft(
        self,
        caller: Caller,
        conversation: str,
        message: wire.NewMessage,
        mailbox: Document,
        derived: tuple[tuple[Party, ...], tuple[Party, ...]],
        language: str,
    ) -> Draft:
        """What the Agent wrote, checked; To and Cc, where they are left out, are ``derived``. Raises Refused."""
        now = self._clock.now()
        to, cc = (
            derived_ones if given is None else _parties(given)
            for given, derived_ones in zip((message.to, message.cc), derived, strict=True)
        )
        bcc = _parties(message.bcc)
        if not to:
            raise Refused("invalid", "Say whom the email goes to.")
        if len(to) + len(cc) + len(bcc) > MOST_RECIPIENTS:
            raise Refused("invalid", f"An email may go to up to {MOST_RECIPIENTS} people.")
        at = now if message.send_at is None else _later(message.send_at, now)
        return Draft(
            mailbox=mailbox,
            to=to,
            cc=cc,
            bcc=bcc,
            subject=message.subject or "",
            text=message.text,
            html=message.html or "",
            at=at,
            due_at=max(at, now + UNDO),
            language=language,
            files=await self._shelf.claim(message.files, sendable_by(caller.id), conversation),
        )

    def _command(self, caller: Caller, conversation: str, message: wire.NewMessage) -> SendMessage:
        return SendMessage(
            id=f"a|{conversation}|{caller.id}|{message.id}",
            conversation=conversation,
            at=self._clock.now(),
            actor=caller.actor,
            channel="email",
            message=message.id,
            text=message.text,
        )


async def _worded(message: _Message) -> _Message:
    """The message with words for mail programs that show no HTML."""
    if message.text.strip() or not message.html:
        return message
    return structs.replace(message, text=await asyncio.to_thread(text_of, message.html))


def _parties(given: wire.Recipients | None) -> tuple[Party, ...]:
    """Raises Refused."""
    return answers.parties(one if isinstance(one, str) else Party(one.name, one.address) for one in given or ())


def begun_id(caller: Caller, message: str) -> str:
    """The Conversation that an Agent's message begins: the same when it is asked again."""
    return unguessable("cnv", hashlib.sha256(f"begin|{caller.id}|{message}".encode()).digest()[:16])


def _later(send_at: datetime, now: datetime) -> datetime:
    at = instant(send_at)
    if not now < at <= now + LATEST:
        raise Refused("invalid", "Choose a moment in the future, within a year.")
    return at
