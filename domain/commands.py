"""What can be asked of a Conversation or an Agent's shift: imperative, and it may be Refused.

A Command's id is made by whoever first asked, so that asking again changes nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from domain.emails import DeliveryState, Email
from domain.events import SYSTEM, Actor, File, Page, PresenceState, What


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """What every Command carries: its id, the stream it is for, when it was asked, by whom, over which channel."""

    id: str
    conversation: str
    at: datetime
    actor: Actor = SYSTEM
    channel: str = "chat"


# Conversation ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Opening:
    """What a message needs to begin a Conversation where there is none yet."""

    customer: str
    customer_name: str
    queue: str
    visitor: str | None = None
    widget: str | None = None
    page: Page | None = None
    locale: str = "en"
    form: Mapping[str, str] = field(default_factory=dict)
    consent: str | None = None
    left_message: bool = False
    earlier: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiveMessage(Command):
    """The Customer wrote. Starts, wakes or reopens the Conversation as needed; a mail that a machine wrote wakes nobody and waits for nobody."""

    message: str
    text: str
    files: tuple[File, ...] = ()
    email: Email | None = None
    opening: Opening | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SendMessage(Command):
    """An Agent writes to the Customer; one who answers a waiting Conversation takes it, ``opening`` begins one. What Parley itself writes
    (an acknowledgement, a transcript) changes nothing else.
    """

    message: str
    text: str
    files: tuple[File, ...] = ()
    email: Email | None = None
    opening: Opening | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AddNote(Command):
    """An Agent writes to the other agents."""

    message: str
    text: str
    files: tuple[File, ...] = ()
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDelivery(Command):
    """Say how far message number ``message`` has come on its way out."""

    message: int
    state: DeliveryState
    words: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class IntroduceCustomer(Command):
    """The Customer says who they are, in a Conversation that runs."""

    name: str = ""
    email: str = ""
    phone: str = ""
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferConversation(Command):
    """Put a waiting Conversation to one Agent."""

    offer: str
    agent: str
    agent_name: str
    deadline_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptOffer(Command):
    """The Agent takes what was offered; ``leg`` is theirs in the call that may run in it."""

    offer: str
    leg: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineOffer(Command):
    """The Agent does not take what was offered."""

    offer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpireOffer(Command):
    """The deadline passed."""

    offer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawOffer(Command):
    """End the offer for ``reason`` (the Agent has gone)."""

    offer: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignConversation(Command):
    """Give it to an Agent at once, with a note for them; ``leg`` is for an Agent who takes a waiting call."""

    agent: str
    agent_name: str
    note: str = ""
    leg: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueConversation(Command):
    """Put it into a Queue, with a note for whoever is next."""

    queue: str
    queue_name: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SnoozeConversation(Command):
    """Let it rest until a moment in the future."""

    until_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WakeConversation(Command):
    """End its rest: ``due`` or ``asked``."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CloseConversation(Command):
    """The exchange is over."""

    outcome: str | None = None
    reason: str = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReopenConversation(Command):
    """It goes on after all; back to the Agent who had it, if they are given here."""

    to_agent: str | None = None
    to_agent_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeTags(Command):
    """Let the tags be exactly these."""

    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteVisitor(Command):
    """Let whoever opens the Customer's link come to this Conversation as ``visitor``."""

    visitor: str
    widget: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveConversation(Command):
    """The visitor said goodbye."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RedactConversation(Command):
    """Let ``what`` of a closed Conversation be gone; ``customer_name`` stands for the Customer's, of its tags only ``tags`` stay (None: all)."""

    what: tuple[What, ...]
    reason: str
    customer_name: str = ""
    tags: tuple[str, ...] | None = None


# Agent shift: ``conversation`` is the shift's stream --------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SetPresence(Command):
    """Say what the Agent can take now."""

    state: PresenceState
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveSlot(Command):
    """Take room for ``item``. With ``until_at`` it is for an offer and must fit ``capacity``; without, it was given by hand."""

    item: str
    in_channel: str
    capacity: int
    until_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepSlot(Command):
    """The offer was accepted."""

    item: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseSlot(Command):
    """The Agent no longer has ``item``; with ``until_at`` the reservation of that lease is given back, and nothing else is."""

    item: str
    reason: str
    until_at: datetime | None = None
