"""The shapes of conversations and sessions that cross the wire, as types: they check what comes in, and describe themselves to OpenAPI and TypeScript.

Input types forbid unknown fields; a wrong type anywhere is refused before a handler sees it. Shapes of other subjects lie beside what they are of.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from chat.wire import END, Id, Number

Name = Annotated[str, Meta(min_length=1, max_length=120)]
Short = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=8000)]
LongText = Annotated[str, Meta(max_length=100_000)]
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=rf"^[^@\s]+@[^@\s]+{END}")]
Locale = Literal["en", "pl", "it", "ru"]
Ids = Annotated[list[Id], Meta(max_length=200)]


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What comes in: nothing unknown, nothing of a wrong type."""


class Output(Struct, kw_only=True):
    """What goes out."""


# Answers ---------------------------------------------------------------------------------------------------------------


class Error(Output):
    """A refusal: a code for machines, a sentence for people."""

    code: str
    error: str


class Load(Struct, kw_only=True):
    """Conversations of each channel."""

    chat: int = 0
    call: int = 0
    email: int = 0


class Presence(Output):
    """What an Agent can take now."""

    state: Literal["available", "busy", "break", "wrap_up", "offline"]
    reason: str | None
    since_at: str | None


class Agent(Output):
    """A person who serves."""

    id: str
    name: str
    email: str
    role: str
    locale: Locale
    queues: list[str]
    teams: list[str]
    capacity: Load
    presence: Presence
    load: Load
    active: bool
    rv: int


class CustomerRef(Output):
    """A Customer as a Conversation names them."""

    id: str
    name: str
    verified: bool


class Preview(Output):
    """The latest words."""

    text: str
    by: Literal["customer", "agent", "note"]
    at: str


class Offer(Output):
    """A Conversation put to an Agent until a time."""

    id: str
    agent: str
    deadline_at: str


class Page(Struct, kw_only=True):
    """The web page a visitor is on."""

    url: Annotated[str, Meta(max_length=2000)] = ""
    title: Annotated[str, Meta(max_length=300)] = ""
    referrer: Annotated[str, Meta(max_length=2000)] = ""


class Mark(Output):
    """The last number one side got, and read."""

    delivered: int
    read: int


class Marks(Output):
    """What each side got and read."""

    customer: Mark
    agent: Mark


class CallBrief(Output):
    """The latest call of a Conversation, as its row shows it; docs/wire.md has the states."""

    call: str
    state: str
    callback: bool


class Conversation(Output):
    """One exchange with one Customer, as a list row shows it."""

    id: str
    number: int
    state: Literal["waiting", "offered", "open", "snoozed", "closed"]
    channel: str
    channels: list[str]
    queue: str
    agent: str | None
    customer: CustomerRef
    visitor: str | None
    widget: str | None
    subject: str
    preview: Preview | None
    tags: list[str]
    outcome: str | None
    created_at: str | None
    waiting_since_at: str | None
    last_at: str | None
    snoozed_until_at: str | None
    offer: Offer | None
    awaiting: Literal["agent", "customer"] | None
    awaiting_since_at: str | None
    unread: int
    marks: Marks
    page: Page | None
    locale: str
    left_message: bool
    call: CallBrief | None
    erased: bool


class Draft(Struct, kw_only=True):
    """Words not sent yet."""

    channel: Literal["chat", "email", "note"]
    text: LongText


class Viewer(Output):
    """An Agent who looks at a Conversation."""

    id: str
    name: str
    typing: bool


class ConversationDetail(Conversation):
    """A Conversation with what only its open page needs."""

    draft: Draft | None
    viewers: list[Viewer]
    on_site: Page | None


class Event(Output):
    """Something that happened, in its envelope; the fields of its type stand beside these."""

    conversation: str
    number: int
    type: str
    at: str
    channel: str
    actor: dict[str, str]


class Events(Output):
    """A stretch of a stream; ``next`` is the number to go on after, null at its end."""

    events: list[dict[str, Any]]
    next: int | None


class Conversations(Output):
    """A page of Conversations."""

    items: list[Conversation]
    next: str | None


class File(Output):
    """A stored file with a link that lives five minutes."""

    id: str
    name: str
    size: int
    type: str
    url: str


class Numbered(Output):
    """The number of the event that was stored."""

    number: int


class Link(Output):
    """Where the Customer comes to a Conversation, and until when."""

    url: str
    expires_at: str


class SessionStarted(Output):
    """A session and whose it is."""

    token: str
    agent: Agent


class SessionShown(Output):
    """Who is signed in, what they may do, and the token their page needs."""

    agent: Agent
    rights: list[str]
    token: str


# Requests --------------------------------------------------------------------------------------------------------------


class SignIn(Input):
    """Credentials."""

    email: Annotated[str, Meta(max_length=254)]
    password: Annotated[str, Meta(max_length=200)]


class Recipient(Input):
    """Whom an email goes to, as events name people."""

    address: Annotated[str, Meta(max_length=400)]
    name: Short = ""


Recipients = Annotated[list[Annotated[str, Meta(min_length=3, max_length=400)] | Recipient], Meta(max_length=50)]
"""Each ``ada@example.org``, ``Ada <ada@example.org>`` or a name and an address apart."""


class NewMessage(Input):
    """Words or files of an Agent; ``id`` makes sending again harmless. What follows ``mentions`` is of an email: left out, it is derived from
    the mail that is answered; ``html`` shows the same words as ``text``, which is made of it where it is empty.
    """

    id: Id
    channel: Literal["chat", "email", "note"] = "chat"
    text: LongText = ""
    files: Annotated[list[Id], Meta(max_length=10)] = []
    mentions: Annotated[list[Id], Meta(max_length=20)] = []
    subject: Annotated[str, Meta(max_length=500)] | None = None
    to: Recipients | None = None
    cc: Recipients | None = None
    bcc: Recipients | None = None
    html: LongText | None = None
    send_at: datetime | None = None


class Closure(Input):
    """How it ended."""

    outcome: Short | None = None


class Assignment(Input):
    """To whom: an Agent ("me" is the caller) or a Queue."""

    agent: Id | None = None
    queue: Id | None = None
    note: Text = ""


class Snooze(Input):
    """Until when."""

    until: datetime


class Tags(Input):
    """All tags it should have."""

    tags: Annotated[list[Annotated[str, Meta(min_length=1, max_length=60)]], Meta(max_length=30)]


class DraftInput(Input, kw_only=True):
    """Words not sent yet; empty forgets them."""

    channel: Literal["chat", "email", "note"] = "chat"
    text: LongText


class Named(Output):
    """A thing with a name."""

    id: str
    name: str
    rv: int


class NamedInput(Input):
    """What is new and has a name; a team or tag has nothing else."""

    name: Name


class NamedPatch(Input):
    """What changes about it; ``rv`` is the version it was read at."""

    rv: Number
    name: Name | UnsetType = UNSET


# The agents' socket ----------------------------------------------------------------------------------------------------


class SetPresence(Input):
    """presence"""

    state: Literal["available", "busy", "break", "offline"]
    reason: Short | None = None


class Subscribe(Input):
    """subscribe"""

    conversation: Id
    after: Number = 0


class OfConversation(Input):
    """unsubscribe"""

    conversation: Id


class SocketMessage(NewMessage, kw_only=True):
    """message"""

    conversation: Id


class OfOffer(Input):
    """accept, decline"""

    offer: Id


class OnOff(Input, kw_only=True):
    """typing, viewing"""

    conversation: Id
    on: bool = True


class UpTo(Input):
    """read, delivered"""

    conversation: Id
    number: Number
