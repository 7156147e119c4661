"""The shapes that cross the wire, as types: they check what comes in, and describe themselves to OpenAPI and TypeScript.

Input types forbid unknown fields; a wrong type anywhere is refused before a handler sees it.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from chat.wire import END, Id, Key, Number

Name = Annotated[str, Meta(min_length=1, max_length=120)]
Short = Annotated[str, Meta(max_length=200)]
Text = Annotated[str, Meta(max_length=8000)]
LongText = Annotated[str, Meta(max_length=100_000)]
Recipients = Annotated[list[Annotated[str, Meta(min_length=3, max_length=400)]], Meta(max_length=50)]
"""Each ``ada@example.org`` or ``Ada <ada@example.org>``."""
Email = Annotated[str, Meta(min_length=3, max_length=254, pattern=rf"^[^@\s]+@[^@\s]+{END}")]
Password = Annotated[str, Meta(min_length=10, max_length=200)]
Locale = Literal["en", "pl", "it", "ru"]
Site = Annotated[str, Meta(max_length=200, pattern=rf"^(\*|https?://[A-Za-z0-9.*-]+(:\d{{1,5}})?){END}")]
Colour = Annotated[str, Meta(pattern=rf"^#[0-9A-Fa-f]{{6}}{END}")]
Ids = Annotated[list[Id], Meta(max_length=200)]
Counted = Annotated[int, Meta(ge=0, le=50)]


class Input(Struct, forbid_unknown_fields=True, kw_only=True):
    """What comes in: nothing unknown, nothing of a wrong type."""


class Output(Struct, kw_only=True):
    """What goes out."""


# Answers ----------------------------------------------------------------------------------------------------------------


class Error(Output):
    """A refusal: a code for machines, a sentence for people."""

    code: str
    error: str


FieldValue = str | float | list[str]
"""What a custom field holds: a text, a number, or several choices."""


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


class Address(Output):
    """A way to reach a Customer; the value of a masked one is dots."""

    id: str
    kind: Literal["email", "phone", "visitor", "external"]
    value: str
    verified: bool
    source: str
    masked: bool


class Customer(Output):
    """A person we serve."""

    id: str
    name: str
    addresses: list[Address]
    language: str
    timezone: str
    fields: dict[str, FieldValue]
    tags: list[str]
    note: str
    lifecycle: str
    vip: bool
    owner: str | None
    organisation: str | None
    consents: dict[str, bool]
    verified: bool
    created_at: str
    erased_at: str | None
    rv: int


class Erasure(Output):
    """How far erasing a customer has come: ``done`` of ``conversations``."""

    customer: str
    state: Literal["erasing", "erased"]
    by: str
    at: str
    conversations: int
    done: int


class Restored(Output):
    """A person who was brought in: the customer they are shown as, and how much came with them."""

    customer: str
    conversations: int
    events: int
    files: int
    skipped: list[str]


class Revealed(Output):
    """A masked value, shown once."""

    value: FieldValue


class ConsentRecord(Output):
    """What a Customer agreed to or took back: the words, their version, where; ``by`` whom it was entered (null: by themselves)."""

    id: str
    at: str
    customer: str
    name: str
    given: bool
    text: str
    version: str
    channel: str
    source: str
    widget: str | None
    page: str
    locale: str
    conversation: str | None
    by: str | None


class ConsentRecords(Output):
    """A page of the ledger, newest first."""

    items: list[ConsentRecord]
    next: str | None


class Hold(Output):
    """A legal hold of a Customer or a Conversation."""

    id: str
    subject: str
    reason: str
    at: str
    by: str | None
    lifted_at: str | None
    lifted_by: str | None


class Holds(Output):
    """Holds that stand, newest first."""

    items: list[Hold]
    next: str | None


class AuditLine(Output):
    """Who did what to whom, when and from where; ``details`` are ids, counts and names of fields."""

    id: str
    at: str
    act: str
    agent: str | None
    where: str
    subject: str
    subjects: list[str]
    details: dict[str, str | float | bool | None | list[str]]


class AuditLines(Output):
    """A page of the audit, newest first."""

    items: list[AuditLine]
    next: str | None


class IdentitySecret(Output):
    """What a site's server signs identities with; nobody sees it again."""

    secret: str


class Merge(Output):
    """One Customer merged into another: which fields were taken, by whom (null: a proof), and whether it still stands."""

    id: str
    from_: str = msgspec.field(name="from")
    into: str
    name: str
    chosen: list[str]
    by: str | None
    reason: str
    at: str
    unmerged_at: str | None
    unmerged_by: str | None


class Suggestion(Output):
    """Who may be the same person: how likely, of 100, and by what."""

    id: str
    name: str
    score: int
    reasons: list[Literal["email", "phone", "name"]]


class Counts(Output):
    """How much there is of a Customer; 100 means so many or more."""

    conversations: int
    calls: int
    emails: int


class CustomerDetail(Customer):
    """A Customer with all they were merged from, themselves first, and who else they may be."""

    counts: Counts
    family: list[str]
    merges: list[Merge]
    suggestions: list[Suggestion]


class Difference(Output):
    """A field as each of two Customers has it; ``same`` where both have it alike."""

    field: str
    ours: Any
    theirs: Any
    same: bool


class Comparison(Output):
    """Two Customers side by side, and how much of theirs a merge would bring; ``of_two`` where they have different external ids."""

    ours: Customer
    theirs: Customer
    of_two: bool
    counts: Counts
    differences: list[Difference]


class Customers(Output):
    """A page of Customers."""

    items: list[Customer]
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


# Requests ---------------------------------------------------------------------------------------------------------------


class Erase(Input):
    """Erase a customer; ``name`` is theirs, typed again."""

    name: Annotated[str, Meta(max_length=400)]


class SignIn(Input):
    """Credentials."""

    email: Annotated[str, Meta(max_length=254)]
    password: Annotated[str, Meta(max_length=200)]


class NewMessage(Input):
    """Words or files of an Agent; ``id`` makes sending again harmless. What follows ``mentions`` is of an email: left out, it is derived from
    the mail that is answered; ``html`` shows the same words as ``text``.
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


Language = Annotated[str, Meta(max_length=20)]
Zone = Annotated[str, Meta(max_length=60)]
"""An IANA time zone, or nothing."""
Lifecycle = Literal["", "lead", "prospect", "customer", "former"]
Given = Short | Annotated[float, Meta(ge=-1e15, le=1e15)] | Annotated[list[Short], Meta(max_length=50)]
Fields = Annotated[dict[Key, Given], Meta(max_length=50)]
Consents = Annotated[dict[Key, bool], Meta(max_length=20)]
CustomerTags = Annotated[list[Short], Meta(max_length=30)]


class NewAddress(Input):
    """A way to reach a Customer, as an Agent enters it."""

    kind: Literal["email", "phone"]
    value: Annotated[str, Meta(min_length=3, max_length=254)]


class AddressInput(Input):
    """One more way to reach a Customer, as an Agent enters it; ``external`` is the company's own number of them."""

    kind: Literal["email", "phone", "external"]
    value: Annotated[str, Meta(min_length=1, max_length=254)]


class CustomerInput(Input):
    """A new Customer."""

    name: Name
    addresses: Annotated[list[NewAddress], Meta(max_length=20)] = []
    language: Language = ""
    timezone: Zone = ""
    note: Text = ""
    fields: Fields = {}
    tags: CustomerTags = []
    lifecycle: Lifecycle = ""
    vip: bool = False
    owner: Id | None = None
    organisation: Id | None = None
    consents: Consents = {}


class CustomerPatch(Input):
    """What changes about a Customer; ``rv`` is the version it was read at."""

    rv: Number
    name: Name | UnsetType = UNSET
    language: Language | UnsetType = UNSET
    timezone: Zone | UnsetType = UNSET
    note: Text | UnsetType = UNSET
    fields: Fields | UnsetType = UNSET
    tags: CustomerTags | UnsetType = UNSET
    lifecycle: Lifecycle | UnsetType = UNSET
    vip: bool | UnsetType = UNSET
    owner: Id | None | UnsetType = UNSET
    organisation: Id | None | UnsetType = UNSET
    consents: Consents | UnsetType = UNSET


class Reveal(Input):
    """What to show: a field by its key, or an address by its id."""

    field: Key | None = None
    address: Id | None = None


class ConsentInput(Input):
    """What a Customer told an Agent; ``source`` says how."""

    name: Key
    given: bool
    source: Literal["chat", "call", "email", "form", "paper", "in person", "other"]
    text: Annotated[str, Meta(max_length=2000)] = ""
    version: Annotated[str, Meta(max_length=40)] = ""
    conversation: Id | None = None


class HoldInput(Input):
    """What to hold, and why."""

    subject: Annotated[str, Meta(max_length=64, pattern=rf"^(cus|cnv)_[a-z0-9]+{END}")]
    reason: Annotated[str, Meta(min_length=3, max_length=1000)]


class Mask(Input):
    """Which address to mask, or to show again."""

    address: Id
    masked: bool


class MergeInput(Input):
    """Whom to merge into this Customer, and which of their fields to take; ``of_two`` where their different external ids are known and wrong."""

    from_: Id = msgspec.field(name="from")
    fields: Annotated[list[Annotated[str, Meta(min_length=1, max_length=70)]], Meta(max_length=100)] = []
    of_two: bool = False


class UnmergeInput(Input):
    """Which merge to undo."""

    merge: Id


# The directory: agents, teams, queues, widgets, templates, tags, roles ---------------------------------------------------


class Capacity(Input):
    """How many Conversations of each channel an Agent can carry."""

    chat: Counted = 3
    call: Counted = 1
    email: Counted = 5


class AgentInput(Input):
    """A new Agent; without queues they serve every queue there is. Without a password one must be set later."""

    name: Name
    email: Email
    password: Password | None = None
    role: Id = "agent"
    locale: Locale = "en"
    queues: Ids | None = None
    teams: Ids = []
    capacity: Capacity = msgspec.field(default_factory=Capacity)
    active: bool = True


class AgentPatch(Input):
    """What changes about an Agent."""

    rv: Number
    name: Name | UnsetType = UNSET
    email: Email | UnsetType = UNSET
    password: Password | UnsetType = UNSET
    role: Id | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    queues: Ids | UnsetType = UNSET
    teams: Ids | UnsetType = UNSET
    capacity: Capacity | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class Named(Output):
    """A thing with a name."""

    id: str
    name: str
    rv: int


class NamedInput(Input):
    """A new team or tag."""

    name: Name


class NamedPatch(Input):
    """What changes about it."""

    rv: Number
    name: Name | UnsetType = UNSET


Overflow = Literal["both", "voicemail", "callback"]
"""What a caller may do instead of waiting, and what a wait too long becomes: words first, where there is a choice."""


Facet = Annotated[str, Meta(max_length=200, pattern=rf"^(vip:1|(tag|lifecycle|organisation|owner):[^\x00-\x1f]+){END}")]
"""What a customer is: a VIP, of a lifecycle, with a tag, of an organisation, somebody's."""


class Queue(Named):
    """Where Conversations wait; those of customers who are any of ``favoured`` go before the others."""

    offer_seconds: int
    reopen_days: int
    target_seconds: int
    away_text: str
    record_calls: bool = False
    call_wait_seconds: int = 300
    call_overflow: Overflow = "both"
    wrap_up_seconds: int = 30
    favoured: list[str] = []


class QueueInput(Input):
    """A new Queue."""

    name: Name
    offer_seconds: Annotated[int, Meta(ge=5, le=600)] = 30
    reopen_days: Annotated[int, Meta(ge=0, le=365)] = 7
    target_seconds: Annotated[int, Meta(ge=1, le=86400)] = 60
    away_text: Short = ""
    record_calls: bool = False
    call_wait_seconds: Annotated[int, Meta(ge=0, le=3600)] = 300
    call_overflow: Overflow = "both"
    wrap_up_seconds: Annotated[int, Meta(ge=0, le=600)] = 30
    favoured: Annotated[list[Facet], Meta(max_length=20)] = []


class QueuePatch(Input):
    """What changes about a Queue."""

    rv: Number
    name: Name | UnsetType = UNSET
    offer_seconds: Annotated[int, Meta(ge=5, le=600)] | UnsetType = UNSET
    reopen_days: Annotated[int, Meta(ge=0, le=365)] | UnsetType = UNSET
    target_seconds: Annotated[int, Meta(ge=1, le=86400)] | UnsetType = UNSET
    away_text: Short | UnsetType = UNSET
    record_calls: bool | UnsetType = UNSET
    call_wait_seconds: Annotated[int, Meta(ge=0, le=3600)] | UnsetType = UNSET
    call_overflow: Overflow | UnsetType = UNSET
    wrap_up_seconds: Annotated[int, Meta(ge=0, le=600)] | UnsetType = UNSET
    favoured: Annotated[list[Facet], Meta(max_length=20)] | UnsetType = UNSET


class Look(Input):
    """How a widget looks."""

    colour: Colour = "#0B5F5C"
    position: Literal["right", "left"] = "right"
    launcher: Annotated[str, Meta(max_length=40)] = ""


class FormField(Input):
    """One field of the pre-chat form."""

    name: Annotated[str, Meta(min_length=1, max_length=40, pattern=rf"^[a-z][a-z0-9_]*{END}")]
    kind: Literal["text", "email", "phone", "textarea", "choice"] = "text"
    label: Short = ""
    required: bool = False
    choices: Annotated[list[Short], Meta(max_length=50)] = []


class Consent(Input):
    """What a visitor must agree to before anything is sent."""

    required: bool = True
    text: Annotated[str, Meta(max_length=2000)] = ""
    version: Annotated[str, Meta(min_length=1, max_length=40)] = "1"
    policy_url: Annotated[str, Meta(max_length=500, pattern=rf"^(https?://\S+)?{END}")] = ""


EVERY_LOCALE: tuple[Locale, ...] = ("en", "pl", "it", "ru")
Texts = dict[Locale, Annotated[dict[Key, Annotated[str, Meta(max_length=500)]], Meta(max_length=200)]]
Sites = Annotated[list[Site], Meta(min_length=1, max_length=50)]
Form = Annotated[list[FormField], Meta(max_length=12)]


WidgetKind = Literal["chat", "call", "both"]
"""What its visitors can do: write; call, and write beside it; or both alike."""


class Widget(Named):
    """What a website carries."""

    key: str
    queue: str
    kind: WidgetKind
    sites: list[str]
    active: bool
    look: Look
    texts: Texts
    locales: list[Locale]
    form: list[FormField]
    consent: Consent | None
    snippet: str
    csp: list[str]
    video: bool = False


class WidgetInput(Input):
    """A new widget; without a queue it feeds the first one."""

    name: Name
    sites: Sites
    queue: Id | None = None
    kind: WidgetKind = "chat"
    video: bool = False
    active: bool = True
    look: Look = msgspec.field(default_factory=Look)
    texts: Texts = {}
    locales: list[Locale] = msgspec.field(default_factory=lambda: list(EVERY_LOCALE))
    form: Form = []
    consent: Consent | None = None


class WidgetPatch(Input):
    """What changes about a widget."""

    rv: Number
    name: Name | UnsetType = UNSET
    sites: Sites | UnsetType = UNSET
    queue: Id | UnsetType = UNSET
    kind: WidgetKind | UnsetType = UNSET
    video: bool | UnsetType = UNSET
    active: bool | UnsetType = UNSET
    look: Look | UnsetType = UNSET
    texts: Texts | UnsetType = UNSET
    locales: list[Locale] | UnsetType = UNSET
    form: Form | UnsetType = UNSET
    consent: Consent | None | UnsetType = UNSET


class TemplateWords(Input):
    """A template in another language; what is left empty is taken from the template itself."""

    subject: Short = ""
    text: Text = ""
    footer: Text = ""


Shortcut = Annotated[str, Meta(min_length=1, max_length=40, pattern=rf"^[\w-]+{END}")]
Translations = dict[Locale, TemplateWords]
TemplateFiles = Annotated[list[Id], Meta(max_length=10)]


class Template(Named):
    """Words ready to send; ``/shortcut`` finds them. Names in braces are filled in; subject, footer and files are for email."""

    shortcut: str
    subject: str
    text: str
    footer: str
    files: list[File]
    translations: Translations
    queue: str | None


class TemplateInput(Input):
    """A new template; ``files`` were uploaded before."""

    name: Name
    shortcut: Shortcut
    text: Text
    subject: Short = ""
    footer: Text = ""
    files: TemplateFiles = []
    translations: Translations = {}
    queue: Id | None = None


class TemplatePatch(Input):
    """What changes about a template."""

    rv: Number
    name: Name | UnsetType = UNSET
    shortcut: Shortcut | UnsetType = UNSET
    subject: Short | UnsetType = UNSET
    text: Text | UnsetType = UNSET
    footer: Text | UnsetType = UNSET
    files: TemplateFiles | UnsetType = UNSET
    translations: Translations | UnsetType = UNSET
    queue: Id | None | UnsetType = UNSET


class Role(Named):
    """A named set of rights."""

    rights: list[str]


class RoleInput(Input):
    """A new role."""

    name: Name
    rights: Annotated[list[Short], Meta(max_length=100)]


class RolePatch(Input):
    """What changes about a role."""

    rv: Number
    name: Name | UnsetType = UNSET
    rights: Annotated[list[Short], Meta(max_length=100)] | UnsetType = UNSET


KeptChannel = Literal["chat", "email", "call", "recording", "voicemail", "files", "page_views"]
KeptWhat = Literal["words", "files", "audio"]
Days = Annotated[int, Meta(ge=1, le=36_500)]


class RetentionRule(Named):
    """After ``days`` without anything new ``what`` of a channel goes; a queue's own rule stands instead of the general one (queue null)."""

    channel: KeptChannel
    what: KeptWhat
    days: int
    queue: str | None
    enabled: bool


class RetentionRuleInput(Input):
    """A new rule; it is off until somebody has looked at what it would do."""

    name: Name
    channel: KeptChannel
    what: KeptWhat
    days: Days
    queue: Id | None = None
    enabled: bool = False


class RetentionRulePatch(Input):
    """What changes about a rule."""

    rv: Number
    name: Name | UnsetType = UNSET
    channel: KeptChannel | UnsetType = UNSET
    what: KeptWhat | UnsetType = UNSET
    days: Days | UnsetType = UNSET
    queue: Id | None | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET


class RetentionTrial(Input):
    """A rule that is not saved, to see what it would let go; ``rule`` is the one it would replace."""

    channel: KeptChannel
    what: KeptWhat
    days: Days
    queue: Id | None = None
    rule: Id | None = None


class MonthCount(Output):
    """How many of a month, such as 2026-11."""

    month: str
    count: int


class RetentionExample(Output):
    """Something a rule would let go; its name only to those who may see its conversation."""

    kind: Literal["conversation", "recording", "page"]
    at: str
    name: str
    subject: str
    conversation: str | None
    call: str | None


class RetentionDryRun(Output):
    """What a rule would let go now: how many (``more``: at least), of which months; ``held`` stay because of legal holds."""

    count: int
    held: int
    more: bool
    before_at: str
    months: list[MonthCount]
    examples: list[RetentionExample]


class RetentionRun(Output):
    """What a rule's latest run did; ``running`` while it goes on or was cut off."""

    rule: str
    at: str
    gone: int
    held: int
    running: bool


class RetentionRuns(Output):
    """The latest run of each rule."""

    items: list[RetentionRun]


FieldKind = Literal["text", "number", "date", "choice", "multi-choice", "url", "phone", "email"]
Choices = Annotated[list[Annotated[str, Meta(min_length=1, max_length=120)]], Meta(max_length=100)]


Place = Annotated[int, Meta(ge=0, le=1000)]


class Field(Named):
    """A custom field of Customers, stored under ``key``; ``right`` is who sees it (null: everybody), ``masked`` hides its value.

    They are shown by ``position``, then by name.
    """

    key: str
    kind: FieldKind
    choices: list[str]
    required: bool
    masked: bool
    right: str | None
    position: int


class FieldInput(Input):
    """A new field; its key and kind stay."""

    name: Name
    key: Key
    kind: FieldKind = "text"
    choices: Choices = []
    required: bool = False
    masked: bool = False
    right: Short | None = None
    position: Place = 0


class FieldPatch(Input):
    """What changes about a field."""

    rv: Number
    name: Name | UnsetType = UNSET
    choices: Choices | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    masked: bool | UnsetType = UNSET
    right: Short | None | UnsetType = UNSET
    position: Place | UnsetType = UNSET


Domains = Annotated[
    list[Annotated[str, Meta(max_length=253, pattern=rf"^[a-z0-9-]+(\.[a-z0-9-]+)+{END}")]], Meta(max_length=50)
]


class Organisation(Named):
    """A company that Customers belong to; ``domains`` of its email addresses."""

    domains: list[str]
    note: str


class OrganisationInput(Input):
    """A new organisation."""

    name: Name
    domains: Domains = []
    note: Text = ""


class OrganisationPatch(Input):
    """What changes about an organisation."""

    rv: Number
    name: Name | UnsetType = UNSET
    domains: Domains | UnsetType = UNSET
    note: Text | UnsetType = UNSET


# The agents' socket -------------------------------------------------------------------------------------------------------


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
