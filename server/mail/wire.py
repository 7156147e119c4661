"""The shapes of email that cross the wire, beside those of ``server/wire.py``: mailboxes, mails as events carry them, answers to be.

A password goes in and never comes out: an answer only says that there is one.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from chat.wire import END, Id
from domain.ids import unguessable
from server.wire import Email, Input, Locale, Named, NamedInput, NamedPatch, NewMessage, Output, Short

Host = Annotated[str, Meta(min_length=1, max_length=253, pattern=rf"^[A-Za-z0-9.:_-]+{END}")]
Port = Annotated[int, Meta(ge=1, le=65535)]
TLS = Literal["implicit", "starttls", "none"]


class Party(Output):
    """A name and an address."""

    name: str
    address: str


class Attachment(Output):
    """A file of an email; ``cid`` is what its HTML calls it."""

    id: str
    name: str
    size: int
    sha256: str
    type: str
    cid: str | None
    url: str


class Bounce(Output):
    """What another server said of a mail of ours."""

    message_id: str | None
    recipient: str
    status: str
    words: str


class OAuth(Input):
    """OAuth2 by refresh token (XOAUTH2); secrets are kept when left out of a change."""

    token_url: Annotated[str, Meta(max_length=500, pattern=r"^https?://")]
    client_id: Short
    client_secret: Annotated[str, Meta(max_length=500)] | None = None
    refresh_token: Annotated[str, Meta(max_length=4000)] | None = None


class ServerInput(Input):
    """A mail server to sign in to. With ``oauth`` the user signs in by XOAUTH2; ``tls`` "none" is for servers of one's own network."""

    host: Host
    port: Port
    tls: TLS = "implicit"
    user: Short = ""
    password: Annotated[str, Meta(max_length=500)] | None = None
    oauth: OAuth | None = None


class ImapInput(ServerInput):
    """Where mail is fetched."""

    folder: Annotated[str, Meta(min_length=1, max_length=200)] = "INBOX"


class OAuthShown(Output):
    """OAuth2 less its secrets."""

    token_url: str
    client_id: str
    secrets_set: bool


class ServerShown(Output):
    """A mail server less its secrets."""

    host: str
    port: int
    tls: TLS
    user: str
    password_set: bool
    oauth: OAuthShown | None


class ImapShown(ServerShown):
    """Where mail is fetched."""

    folder: str


class MailboxHealth(Output):
    """How fetching goes: ``error`` is a sentence, empty while all is well; ``waiting`` mails are still to be fetched."""

    connected: bool
    error: str
    seen_at: str | None
    waiting: int
    accepted: int


class Mailbox(Named):
    """An address of ours: where its mail is fetched and sent, and which Queue answers it. ``authserv_id`` is the name under which our own mail
    server writes Authentication-Results.
    """

    address: str
    queue: str
    locale: Locale
    authserv_id: str | None
    imap: ImapShown | None
    smtp: ServerShown | None
    signature: str
    acknowledgement: str
    transcripts: bool
    active: bool
    health: MailboxHealth


class MailboxInput(NamedInput):
    """A new mailbox; without a queue its mail waits in the first one."""

    address: Email
    queue: Id | None = None
    locale: Locale = "en"
    authserv_id: Annotated[str, Meta(max_length=253)] | None = None
    imap: ImapInput | None = None
    smtp: ServerInput | None = None
    signature: Annotated[str, Meta(max_length=4000)] = ""
    acknowledgement: Annotated[str, Meta(max_length=4000)] = ""
    transcripts: bool = False
    active: bool = True


class MailboxPatch(NamedPatch):
    """What changes about a mailbox; a server given without its password keeps the one it has."""

    address: Email | UnsetType = UNSET
    queue: Id | UnsetType = UNSET
    locale: Locale | UnsetType = UNSET
    authserv_id: Annotated[str, Meta(max_length=253)] | None | UnsetType = UNSET
    imap: ImapInput | None | UnsetType = UNSET
    smtp: ServerInput | None | UnsetType = UNSET
    signature: Annotated[str, Meta(max_length=4000)] | UnsetType = UNSET
    acknowledgement: Annotated[str, Meta(max_length=4000)] | UnsetType = UNSET
    transcripts: bool | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class Step(Output):
    """One step of trying a server out, in a sentence."""

    name: Literal["dns", "connect", "tls", "login", "folder"]
    ok: bool
    words: str


class Trial(Output):
    """How trying one server went."""

    ok: bool
    steps: list[Step]


class MailboxTrial(Output):
    """How trying a mailbox went; null for a server it has not."""

    ok: bool
    imap: Trial | None
    smtp: Trial | None


class ReplyShown(Output):
    """What an email answer to a Conversation would be, before anything is written: where from, to whom, about what, under which signature,
    quoting what. ``problem`` says why none can be sent.
    """

    mailbox: str | None
    sender: Party | None
    to: list[Party]
    cc: list[Party]
    subject: str
    in_reply_to: str | None
    quoted: str
    signature: str
    problem: str | None


class NewConversation(NewMessage, kw_only=True):
    """A new email to a Customer, known or not; without a mailbox the queue's own is used, without an id each is another one."""

    id: Id = field(default_factory=lambda: unguessable("msg"))
    channel: Literal["email"] = "email"
    customer: Id | None = None
    queue: Id | None = None
    mailbox: Id | None = None


class Begun(Output):
    """The Conversation and the number of its message."""

    conversation: str
    number: int


class FilledTemplate(Output):
    """A template with its braces filled for one Conversation; ``missing`` names what is not known."""

    subject: str
    text: str
    files: list[dict[str, Any]]
    missing: list[str]


class Headers(Output):
    """A mail's headers, decoded, in order; who vouches for its sender and what could not be made sense of, in sentences."""

    headers: list[list[str]]
    verdict: str
    problems: list[str]


class Delivery(Struct, kw_only=True):
    """How far a mail has come to one recipient."""

    address: str
    state: Literal["queued", "sent", "delayed", "bounced", "failed", "cancelled"]
    words: str
    attempts: int
    next_at: datetime | None
