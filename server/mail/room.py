"""What the email channel needs of the centre for mail that comes in, answered: threads, mailboxes, customers, files, the Desk.

Channels may not import the server, so this is handed to them; it is the whole of what they can reach.
"""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime

from domain import commands as c
from domain.conversation import Conversation, may_reopen
from domain.events import DeliveryChanged, File, MessageSent
from domain.refusal import Refused
from mail.facts import Attachment
from mail.intake_needs import Mailbox
from mail.placing import Clues, Leads, Thread, Written
from mail.received import Received
from mail.reply_tokens import ReplyTokens
from server.clock import Clock
from server.customers.customers import Customers
from server.desk import Desk
from server.directory import Directory, Document
from server.files import FileShelf
from server.mail.mailboxes import Mailboxes
from store.tables import Table, Tables, Taken

MOST_LEADS = 5
"""Conversations that one mail's clues are followed to."""
MOST_EVENTS = 2_000
"""How far back in a Conversation its mails are looked for."""


def reply_tokens(secret: str) -> ReplyTokens:
    """The tokens of this centre, from the secret in its settings."""
    return ReplyTokens([hashlib.sha256(f"reply tokens\0{secret}".encode()).digest()])


def content_clue(key: str) -> str:
    """Where ``threads`` keeps which Conversation a mail with this content is in."""
    return f"k|{key}"


def id_clue(message_id: str) -> str:
    """Where ``threads`` keeps which Conversation a mail with this id (without angle brackets) is in."""
    return f"m|{hashlib.sha256(message_id.encode()).hexdigest()}"


def token_clue(token: str) -> str:
    """Where ``threads`` keeps which Conversation a reply token was handed out for."""
    return f"t|{token}"


class MailThreads:
    """See ``mail.intake_needs.Threads``."""

    def __init__(self, tables: Tables, desk: Desk, directory: Directory, clock: Clock) -> None:
        self._threads, self._customers = tables.threads, tables.customers
        self._desk, self._directory, self._clock = desk, directory, clock

    async def led(self, clues: Clues) -> Leads:
        """See ``Threads.led``."""
        tokens = {token_clue(token): token for token in clues.tokens}
        ids = {id_clue(id): id for id in clues.ids}
        if not tokens and not ids:
            return Leads()
        rows = await self._threads.get_many([*tokens, *ids])
        found = [rows[clue]["conversation"] for clue in (*tokens, *ids) if clue in rows]
        threads = {id: await self._thread(id) for id in list(dict.fromkeys(found))[:MOST_LEADS]}

        def led(clues: dict[str, str]) -> dict[str, Thread]:
            led = {clues[clue]: threads.get(rows[clue]["conversation"]) for clue in clues if clue in rows}
            return {clue: thread for clue, thread in led.items() if thread is not None}

        return Leads(led(tokens), led(ids))

    async def claim(self, key: str, conversation: str) -> tuple[str, bool]:
        """See ``Threads.claim``."""
        clue = content_clue(key)
        if await _insert(self._threads, {"_id": clue, "conversation": conversation, "rv": 1}):
            return conversation, True
        row = await self._threads.get(clue)
        assert row is not None
        return str(row["conversation"]), False

    async def remember(self, message_id: str, conversation: str, mail: str) -> None:
        """See ``Threads.remember``."""
        row = {"_id": id_clue(message_id), "conversation": conversation, "sent": False, "mail": mail, "rv": 1}
        await _insert(self._threads, row)

    async def _thread(self, id: str) -> Thread | None:
        state = await self._desk.conversation(id)
        if state is None:
            return None
        written = await self._written(state)
        people = {address for mail in written.values() for address in mail.recipients}
        queue = self._directory.get("queues", state.queue, even_hidden=True)
        runs = may_reopen(state, self._clock.now(), queue["reopen_days"])
        return Thread(id, runs, frozenset(people | await self._addresses(state.customer)), written)

    async def _written(self, state: Conversation) -> dict[str, Written]:
        """The mails of ours in it, by message id."""
        events = await self._desk.events(state.id, max(0, state.number - MOST_EVENTS), MOST_EVENTS)
        told = [one.body for one in events if isinstance(one.body, DeliveryChanged)]
        failed = {change.message for change in told if change.state in ("bounced", "failed")}
        mails = ((one.number, one.body.email) for one in events if isinstance(one.body, MessageSent))
        return {
            mail.message_id: Written(
                number, _folded(to.address for to in (*mail.to, *mail.cc, *mail.bcc)), number in failed
            )
            for number, mail in mails
            if mail is not None
        }

    async def _addresses(self, customer: str) -> frozenset[str]:
        document = await self._customers.get(customer)
        return (
            _folded(one["value"] for one in document["addresses"] if one["kind"] == "email")
            if document
            else _folded(())
        )


class MailCentre:
    """See ``mail.intake_needs.Centre``."""

    def __init__(self, directory: Directory, mailboxes: Mailboxes, customers: Customers, files: FileShelf) -> None:
        self._directory, self._mailboxes, self._customers, self._files = directory, mailboxes, customers, files

    def mailbox(self, named: str, addressed: Sequence[str]) -> Mailbox:
        """See ``Centre.mailbox``; where there is none at all, what is imported waits in the first queue."""
        found = self._named(named) or next(filter(None, map(self._mailboxes.of_address, addressed)), None)
        found = found or min(self._mailboxes.active(), key=lambda one: (one["created_at"], one["_id"]), default=None)
        if found is None:
            return Mailbox("", self._directory.first_queue(), "en", None)
        return Mailbox(found["_id"], self._directory.queue_of(found)["_id"], found["locale"], found["authserv_id"])

    async def opening(self, who: Received, verified: bool, mailbox: Mailbox, earlier: str | None) -> c.Opening:
        """See ``Centre.opening``. Who gives no address is a Customer of that mail alone."""
        address = who.mail.sender.address if who.mail.sender else ""
        customer = await self._customers.of_sender(
            address or who.id, who.name, verified=verified, locale=mailbox.locale
        )
        return c.Opening(
            customer=customer["_id"],
            customer_name=customer["name"],
            queue=mailbox.queue,
            locale=mailbox.locale,
            earlier=earlier,
        )

    async def keep_files(self, files: Sequence[Attachment], conversation: str) -> tuple[File, ...]:
        """See ``Centre.keep_files``."""
        return tuple([await self._files.keep(file.name, file.data, conversation) for file in files])

    async def drop_files(self, files: Sequence[File]) -> None:
        """See ``Centre.drop_files``."""
        for file in files:
            await self._files.drop(file.id)

    def _named(self, id: str) -> Document | None:
        try:
            return self._directory.get("mailboxes", id, even_hidden=True) if id else None
        except Refused:
            return None


class MailDoor:
    """The Desk as the email channel uses it; see ``mail.intake_needs.Door``."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk, self._clock = desk, clock

    async def do(self, command: c.Command) -> tuple[int, bool]:
        """See ``Door.do``."""
        done = await self._desk.do(command)
        return done.number, done.fresh

    async def answered(self, command: str) -> int | None:
        """See ``Door.answered``."""
        return await self._desk.answered(command)

    async def conversation(self, id: str) -> Conversation | None:
        """See ``Door.conversation``."""
        return await self._desk.conversation(id)

    def now(self) -> datetime:
        """See ``Door.now``."""
        return self._clock.now()


async def _insert(table: Table, row: Document) -> bool:
    """Whether the row is new."""
    try:
        await table.insert(row)
    except Taken:
        return False
    return True


def _folded(addresses: Iterable[str]) -> frozenset[str]:
    return frozenset(address.casefold() for address in addresses)
