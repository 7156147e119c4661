"""What an email answer to a Conversation would be: read from the mail that is answered, before anybody has written a word.

Where there is no mail yet, as in a chat whose visitor left an address, it goes to the Customer's own address; from nowhere else.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.conversation import Conversation
from domain.emails import Party
from domain.events import Event, MessageReceived, MessageSent
from domain.refusal import Refused
from mail import answers
from mail.answers import LONGEST_QUOTE, Answered, Recipients
from mail.child import Parsers
from mail.compose import answer_text
from mail.facts import Unparsed
from mail.header_line import Unwritable, ascii_address
from server.customers.customers import Customers
from server.desk import Desk
from server.directory import Directory
from server.mail import wire as mail_wire
from server.mail.outbox import whole
from store.files import Files, NoSuchFile
from store.tables import Tables

Document = dict[str, Any]
PAGE = 200
LONGEST_HTML = 2 * LONGEST_QUOTE
"""A longer one is quoted as text."""
NO_ADDRESS = "The customer has left no email address."


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to be. Without a ``mailbox``, ``problem`` says why there is none; without recipients, ``nobody`` says why there are none."""

    mailbox: Document | None
    problem: str | None
    recipients: Recipients
    nobody: str
    subject: str
    language: str
    answered: Answered | None = None


class MailAnswers:
    """Derives answers, and knows which addresses are ours."""

    def __init__(
        self, tables: Tables, files: Files, desk: Desk, directory: Directory, customers: Customers, parsers: Parsers
    ) -> None:
        self._tables, self._files, self._desk = tables, files, desk
        self._directory, self._customers, self._parsers = directory, customers, parsers

    async def reply(self, state: Conversation) -> Reply:
        """What answering ``state`` by email would be."""
        last = await self._last_mail(state)
        answered = await self._answered(last) if last else None
        if answered:
            people, subject = answers.recipients(answered, self.is_ours), answers.subject(answered)
            nobody = "The mail names nobody who could be answered."
        else:
            people, subject = Recipients(await self.address_of(state.customer)), state.subject
            nobody = NO_ADDRESS
        email = getattr(last.body, "email", None) if last else None
        mailbox, problem = self._found_mailbox(state.queue, email.mailbox if email else None)
        return Reply(mailbox, problem, people, nobody, subject, await self._language(state), answered)

    async def shown(self, state: Conversation) -> mail_wire.ReplyShown:
        """The same as the wire shows it."""
        reply = await self.reply(state)
        mailbox, quoted = reply.mailbox, reply.answered.quoted if reply.answered else None
        return mail_wire.ReplyShown(
            mailbox=mailbox["_id"] if mailbox else None,
            sender=mail_wire.Party(name=mailbox["name"], address=mailbox["address"]) if mailbox else None,
            to=[mail_wire.Party(name=one.name, address=one.address) for one in reply.recipients.to],
            cc=[mail_wire.Party(name=one.name, address=one.address) for one in reply.recipients.cc],
            subject=reply.subject,
            in_reply_to=reply.answered.message_id if reply.answered else None,
            quoted=answer_text("", "", quoted, reply.language).strip() if quoted else "",
            signature=mailbox["signature"] if mailbox else "",
            problem=reply.problem or (None if reply.recipients.to else reply.nobody),
        )

    def is_ours(self, address: str) -> bool:
        """Whether mail to ``address`` comes back to one of our mailboxes, in use or not."""
        local, _, domain = address.casefold().rpartition("@")
        own = (mailbox["address"].casefold().rpartition("@") for mailbox in self._directory.all("mailboxes"))
        return any(domain == at and (local == name or local.startswith(f"{name}+")) for name, _, at in own)

    def mailbox(self, queue: str, wanted: str | None = None) -> Document:
        """The mailbox that writes for a queue: the ``wanted`` one, else the queue's own, else the oldest that can. Raises Refused."""
        found, problem = self._found_mailbox(queue, wanted)
        if found is None or problem:
            raise Refused("conflict", problem or "")
        return found

    def able(self) -> list[Document]:
        """The mailboxes that can send, oldest first."""
        there = sorted(self._directory.all("mailboxes"), key=lambda one: (one["created_at"], one["_id"]))
        return [one for one in there if cannot_send(one) is None]

    async def address_of(self, customer: str) -> tuple[Party, ...]:
        """The Customer's email address: one that is verified, else the latest they gave; nothing where there is none."""
        document = await self._customers.get(customer)
        emails = [one for one in document["addresses"] if one["kind"] == "email" and _can_get_mail(one["value"])]
        best = [one for one in emails if one["verified"]][:1] or emails[-1:]
        return tuple(Party(document["name"], ascii_address(one["value"])) for one in best)

    # ----------------------------------------------------------------------------------------------------------------------

    def _found_mailbox(self, queue: str, wanted: str | None) -> tuple[Document | None, str | None]:
        """A mailbox, and why it cannot send if it cannot."""
        if found := next((one for one in self._directory.all("mailboxes") if one["_id"] == wanted), None):
            return found, cannot_send(found)
        able = self.able()
        own = [one for one in able if one["queue"] == queue]
        if not able:
            return None, "No mailbox can send: an administrator can set one up."
        return (own or able)[0], None

    async def _language(self, state: Conversation) -> str:
        return (await self._customers.get(state.customer))["language"] or state.locale

    async def _last_mail(self, state: Conversation) -> Event | None:
        """The latest mail that a person sent us; where there is none, the latest that an Agent sent."""
        sent: Event | None = None
        if "email" not in state.channels:
            return None
        for before in range(state.number, 0, -PAGE):
            after = max(0, before - PAGE)
            for event in reversed(await self._desk.events(state.id, after, before - after)):
                match event.body:
                    case MessageReceived(email=email) if email is not None and not email.quiet:
                        return event
                    case MessageSent(email=email) if email is not None and event.actor.kind == "agent":
                        sent = sent or event
        return sent

    async def _answered(self, event: Event) -> Answered | None:
        """What the mail of an event says, from its bytes where they can be read: the event has not all of its header."""
        email = getattr(event.body, "email", None)
        if email is None:
            return None
        if isinstance(event.body, MessageSent):
            return answers.answered_event(email, event.at, ours=True)
        return await self._read(email.id, event.at) or answers.answered_event(email, event.at, ours=False)

    async def _read(self, mail: str, at: datetime) -> Answered | None:
        row = await self._tables.mails.get(mail)
        if row is None or row["raw"] is None:
            return None
        try:
            parsed = await self._parsers.parse(await whole(self._files, row["raw"]))
        except NoSuchFile:
            return None
        if isinstance(parsed, Unparsed):
            return None
        cleaned = await self._parsers.cleaned(parsed.html, {}) if parsed.html.strip() else Unparsed("")
        html = "" if isinstance(cleaned, Unparsed) or len(cleaned.html) > LONGEST_HTML else cleaned.html
        return answers.answered(parsed, at, html)


def cannot_send(mailbox: Document) -> str | None:
    """Why a mailbox cannot send; None where it can."""
    if not mailbox["active"]:
        return "This mailbox cannot send: it is switched off."
    return None if mailbox["smtp"] else "This mailbox cannot send: it has no server to send with."


def _can_get_mail(address: str) -> bool:
    try:
        return bool(ascii_address(address))
    except Unwritable:
        return False
