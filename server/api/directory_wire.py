"""The directory as it crosses the wire: agents, teams, queues, widgets, templates, tags, roles; see docs/wire.md."""

from typing import Annotated, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from chat.wire import END, Id, Key
from server.wire import Email, File, Ids, Input, Locale, Named, NamedInput, NamedPatch, Short, Text

Password = Annotated[str, Meta(min_length=10, max_length=200)]
Site = Annotated[str, Meta(max_length=200, pattern=rf"^(\*|https?://[A-Za-z0-9.*-]+(:\d{{1,5}})?){END}")]
Colour = Annotated[str, Meta(pattern=rf"^#[0-9A-Fa-f]{{6}}{END}")]
Counted = Annotated[int, Meta(ge=0, le=50)]


class Capacity(Input):
    """How many Conversations of each channel an Agent can carry."""

    chat: Counted = 3
    call: Counted = 1
    email: Counted = 5


class AgentInput(NamedInput):
    """A new Agent; without queues they serve every queue there is. Without a password one must be set later."""

    email: Email
    password: Password | None = None
    role: Id = "agent"
    locale: Locale = "en"
    queues: Ids | None = None
    teams: Ids = []
    capacity: Capacity = msgspec.field(default_factory=Capacity)
    active: bool = True


class AgentPatch(NamedPatch):
    """What changes about an Agent."""

    email: Email | UnsetType = UNSET
    password: Password | UnsetType = UNSET
    role: Id | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    queues: Ids | UnsetType = UNSET
    teams: Ids | UnsetType = UNSET
    capacity: Capacity | UnsetType = UNSET
    active: bool | UnsetType = UNSET


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


class QueueInput(NamedInput):
    """A new Queue."""

    offer_seconds: Annotated[int, Meta(ge=5, le=600)] = 30
    reopen_days: Annotated[int, Meta(ge=0, le=365)] = 7
    target_seconds: Annotated[int, Meta(ge=1, le=86400)] = 60
    away_text: Short = ""
    record_calls: bool = False
    call_wait_seconds: Annotated[int, Meta(ge=0, le=3600)] = 300
    call_overflow: Overflow = "both"
    wrap_up_seconds: Annotated[int, Meta(ge=0, le=600)] = 30
    favoured: Annotated[list[Facet], Meta(max_length=20)] = []


class QueuePatch(NamedPatch):
    """What changes about a Queue."""

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


class WidgetInput(NamedInput):
    """A new widget; without a queue it feeds the first one."""

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


class WidgetPatch(NamedPatch):
    """What changes about a widget."""

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


class TemplateInput(NamedInput):
    """A new template; ``files`` were uploaded before."""

    shortcut: Shortcut
    text: Text
    subject: Short = ""
    footer: Text = ""
    files: TemplateFiles = []
    translations: Translations = {}
    queue: Id | None = None


class TemplatePatch(NamedPatch):
    """What changes about a template."""

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


class RoleInput(NamedInput):
    """A new role."""

    rights: Annotated[list[Short], Meta(max_length=100)]


class RolePatch(NamedPatch):
    """What changes about a role."""

    rights: Annotated[list[Short], Meta(max_length=100)] | UnsetType = UNSET
