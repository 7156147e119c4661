"""What intake needs of the rest of Parley: a shelf, threads, somebody who knows whose mail is whose, and the Desk; and what passes between them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain import commands as c
from domain.conversation import Conversation
from domain.events import File
from mail.facts import Attachment
from mail.placing import Clues, Leads
from mail.raw_mail import RawMail
from mail.received import Received


@dataclass(frozen=True, slots=True)
class Kept:
    """A mail whose bytes are durable and which is not yet an Event; ``size`` is what it takes here, in bytes."""

    id: str
    size: int


@dataclass(frozen=True, slots=True)
class Mailbox:
    """Whose mail it is: the ``queue`` it waits in, the ``locale`` it is answered in, and under which name our own mail server vouches for senders."""

    id: str
    queue: str
    locale: str
    authserv_id: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a mail: number ``number`` of ``conversation``. ``html`` is its own HTML, never shown before it is cleaned."""

    key: str
    mailbox: str
    conversation: str
    number: int
    sender: str
    verdict: str
    problems: tuple[str, ...]
    html: str


class Shelf(Protocol):
    """Where mails are kept. Every method may raise Unavailable."""

    async def keep(self, mail: RawMail) -> tuple[str, bool]:
        """The mail's id once it is durable, and whether it is new here."""

    async def waiting(self) -> Sequence[Kept]:
        """Those that are not yet Events, in order of arrival."""

    async def mail(self, id: str) -> RawMail:
        """As it was kept."""

    async def finish(self, id: str, outcome: Outcome) -> None:
        """Note what became of it; the same again changes nothing."""


class Threads(Protocol):
    """What leads a mail to its Conversation. Every method may raise Unavailable."""

    async def led(self, clues: Clues) -> Leads:
        """Where they lead."""

    async def claim(self, key: str, conversation: str) -> tuple[str, bool]:
        """The Conversation of the mail with this content key: ``conversation``, or whichever claimed it first; and whether this was first."""

    async def remember(self, message_id: str, conversation: str, mail: str) -> None:
        """An id that answers may name from now on, if it is not known already."""


class Centre(Protocol):
    """Whose mail is whose. Every method may raise Unavailable."""

    def mailbox(self, named: str, addressed: Sequence[str]) -> Mailbox:
        """The mailbox ``named``, or the one that mail to these addresses is for, or else the first."""

    async def opening(self, who: Received, verified: bool, mailbox: Mailbox, earlier: str | None) -> c.Opening:
        """What a Conversation with the sender begins with: the Customer of the address, proved or claimed, made if need be."""

    async def keep_files(self, files: Sequence[Attachment], conversation: str) -> tuple[File, ...]:
        """Store each of the files for who sees the Conversation."""

    async def drop_files(self, files: Sequence[File]) -> None:
        """Remove what was stored in vain."""


class Door(Protocol):
    """The Desk, as this channel sees it."""

    async def do(self, command: c.Command) -> tuple[int, bool]:
        """Carry out a Command: the number of its message, and whether it is fresh or had been done before."""

    async def answered(self, command: str) -> int | None:
        """The number that answered a Command, if it was carried out before."""

    async def conversation(self, id: str) -> Conversation | None:
        """A Conversation's present state."""

    def now(self) -> datetime:
        """What time it is."""
