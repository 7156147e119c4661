"""What can happen to a Conversation and to an Agent's shift: past tense, frozen, numbered by the stream.

An event here is only what is particular to it; its conversation, number, time, channel and actor are the envelope's.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from domain.call_events import HIDDEN_CALL_HAPPENINGS, CallHappening
from domain.emails import DeliveryState, Email

ActorKind = Literal["customer", "agent", "system"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who did it: a customer (or visitor), an agent, or Parley itself."""

    kind: ActorKind
    id: str
    name: str


SYSTEM = Actor("system", "parley", "Parley")


@dataclass(frozen=True, slots=True)
class File:
    """A stored file as a message names it: ``size`` in bytes, ``type`` found from its content."""

    id: str
    name: str
    size: int
    type: str


@dataclass(frozen=True, slots=True)
class Page:
    """The web page a visitor is on."""

    url: str = ""
    title: str = ""
    referrer: str = ""


# Conversation ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ConversationStarted:
    """A Customer began an exchange; ``consent`` is the version of the text they agreed to, ``earlier`` the Conversation it goes on from."""

    customer: str
    customer_name: str
    visitor: str | None
    widget: str | None
    queue: str
    page: Page | None
    locale: str
    form: Mapping[str, str]
    consent: str | None
    left_message: bool
    earlier: str | None = None


@dataclass(frozen=True, slots=True)
class CustomerIntroduced:
    """The Customer said who they are. A claim, not a proof."""

    name: str
    email: str
    phone: str
    form: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class MessageReceived:
    """Words or files from the Customer; ``message`` is the id their browser gave it. Of an email, the text is what is new in it."""

    message: str
    text: str
    files: tuple[File, ...] = ()
    email: Email | None = None


@dataclass(frozen=True, slots=True)
class MessageSent:
    """Words or files to the Customer."""

    message: str
    text: str
    files: tuple[File, ...] = ()
    email: Email | None = None


@dataclass(frozen=True, slots=True)
class NoteAdded:
    """Words among agents; the Customer never sees them. ``mentions`` are agent ids."""

    message: str
    text: str
    files: tuple[File, ...] = ()
    mentions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DeliveryChanged:
    """How far event ``message`` (its number) has come on its way out; ``words`` are the other server's."""

    message: int
    state: DeliveryState
    words: str


@dataclass(frozen=True, slots=True)
class ConversationQueued:
    """It waits for an Agent. ``reason``: started, transferred, reopened, woken, agent_gone."""

    queue: str
    reason: str


@dataclass(frozen=True, slots=True)
class OfferMade:
    """It was put to one Agent, who has until ``deadline_at``."""

    offer: str
    agent: str
    agent_name: str
    deadline_at: datetime


@dataclass(frozen=True, slots=True)
class OfferAccepted:
    """The Agent took it; ``waited_seconds`` counts from when the Customer began to wait."""

    offer: str
    agent: str
    agent_name: str
    waited_seconds: float


@dataclass(frozen=True, slots=True)
class OfferDeclined:
    """The Agent said no."""

    offer: str
    agent: str


@dataclass(frozen=True, slots=True)
class OfferExpired:
    """The Agent did not answer in time."""

    offer: str
    agent: str


@dataclass(frozen=True, slots=True)
class OfferWithdrawn:
    """The offer ended for another reason: closed, assigned, agent_gone."""

    offer: str
    agent: str
    reason: str


@dataclass(frozen=True, slots=True)
class ConversationAssigned:
    """An Agent has it without an offer: they took it, or somebody gave it to them."""

    agent: str
    agent_name: str


@dataclass(frozen=True, slots=True)
class ConversationTransferred:
    """It moves to another Agent or Queue; ``note`` is for whoever is next."""

    to_agent: str | None
    to_queue: str | None
    to_name: str
    note: str


@dataclass(frozen=True, slots=True)
class ConversationSnoozed:
    """It rests until ``until_at`` or until the Customer writes."""

    until_at: datetime


@dataclass(frozen=True, slots=True)
class ConversationWoken:
    """The rest ended: due, asked, message."""

    reason: str


@dataclass(frozen=True, slots=True)
class ConversationClosed:
    """The exchange is over, with an outcome where one was chosen."""

    outcome: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class ConversationReopened:
    """It goes on after all: message, asked."""

    reason: str


@dataclass(frozen=True, slots=True)
class TagsChanged:
    """Tags came and went."""

    added: tuple[str, ...]
    removed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VisitorInvited:
    """An Agent made a link by which the Customer comes to the chat as ``visitor``."""

    visitor: str
    widget: str


@dataclass(frozen=True, slots=True)
class VisitorLeft:
    """The visitor said goodbye or closed the page."""


What = Literal["words", "files", "audio", "identity"]
"""What of an event can be gone."""


@dataclass(frozen=True, slots=True)
class ConversationRedacted:
    """From here back ``what`` is gone from every event, as ``domain/redaction.py`` has it; with "identity" nothing can happen after it.

    ``customer_name`` is what the Customer is called instead ("" for no other name), ``tags`` are those that remain. ``reason``: erasure, retention.
    """

    what: tuple[What, ...]
    reason: str
    customer_name: str
    tags: tuple[str, ...]


Happening = (
    ConversationStarted
    | CustomerIntroduced
    | MessageReceived
    | MessageSent
    | NoteAdded
    | DeliveryChanged
    | ConversationQueued
    | OfferMade
    | OfferAccepted
    | OfferDeclined
    | OfferExpired
    | OfferWithdrawn
    | ConversationAssigned
    | ConversationTransferred
    | ConversationSnoozed
    | ConversationWoken
    | ConversationClosed
    | ConversationReopened
    | TagsChanged
    | VisitorInvited
    | VisitorLeft
    | ConversationRedacted
    | CallHappening
)

# Agent shift ----------------------------------------------------------------------------------------------------------

PresenceState = Literal["available", "busy", "break", "wrap_up", "offline"]


@dataclass(frozen=True, slots=True)
class PresenceChanged:
    """What the Agent can take now; ``reason`` says which break, or ``missed`` after an offer ran out."""

    state: PresenceState
    reason: str | None


@dataclass(frozen=True, slots=True)
class SlotReserved:
    """Room for one Conversation; with ``until_at`` only held for an offer, which a lease frees if its node dies."""

    item: str
    in_channel: str
    until_at: datetime | None


@dataclass(frozen=True, slots=True)
class SlotKept:
    """The offer was accepted: the room stays taken until released."""

    item: str


@dataclass(frozen=True, slots=True)
class SlotReleased:
    """The room is free again."""

    item: str
    reason: str


ShiftHappening = PresenceChanged | SlotReserved | SlotKept | SlotReleased

Body = Happening | ShiftHappening


def mail_of(body: Body) -> Email | None:
    """The email that a message is, None where it is none."""
    return body.email if isinstance(body, MessageReceived | MessageSent) else None


def files_of(body: Body) -> tuple[File, ...]:
    """The files that came with words."""
    return body.files if isinstance(body, MessageReceived | MessageSent | NoteAdded) else ()


@dataclass(frozen=True, slots=True)
class Event:
    """One happening in its envelope; ``conversation`` is the stream's id."""

    conversation: str
    number: int
    at: datetime
    channel: str
    actor: Actor
    body: Body

    @property
    def type(self) -> str:
        """The name of what happened, as the wire says it."""
        return type(self.body).__name__


BODIES: dict[str, type[Body]] = {body.__name__: body for body in (*Happening.__args__, *ShiftHappening.__args__)}
"""Every kind of body by the name it is stored and sent under."""

HIDDEN_FROM_VISITORS = (
    NoteAdded,
    DeliveryChanged,
    OfferMade,
    OfferDeclined,
    OfferExpired,
    OfferWithdrawn,
    ConversationSnoozed,
    ConversationWoken,
    TagsChanged,
    VisitorInvited,
    ConversationRedacted,
    *HIDDEN_CALL_HAPPENINGS,
)
"""What concerns only those who serve; everything else is told to the visitor (a transfer without its note)."""
