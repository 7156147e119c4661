"""What a mail says, as frozen values: everything after the parser works with these and never with raw headers.

Every text here is decoded, and every value of a header is free of line breaks and other control characters.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Kind = Literal["message", "auto_reply", "bounce", "delay_notice", "delivery_receipt", "read_receipt", "abuse_report"]
Protection = Literal["", "smime_signed", "smime_encrypted", "pgp_signed", "pgp_encrypted"]


@dataclass(frozen=True, slots=True)
class Address:
    """A name and an address as written; ``address`` is empty where a header gave only a name."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A decoded file: ``size`` in bytes, ``type`` as the sender declared it, ``inline`` if the HTML shows it by ``content_id``."""

    name: str
    size: int
    sha256: str
    type: str
    content_id: str
    inline: bool
    data: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """A text taken apart: the newest words, what they answer, and the signature. ``text`` is never empty if the mail is not."""

    text: str
    quoted: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """What a mail server says became of a mail of ours (RFC 3464, or read out of its sentences).

    ``status`` is an enhanced status code such as ``5.1.1`` or empty; ids are without angle brackets.
    """

    recipients: tuple[str, ...]
    action: Literal["failed", "delayed", "delivered"]
    status: str
    diagnostic: str
    original_message_id: str


@dataclass(frozen=True, slots=True)
class ReadReceipt:
    """The recipient's mail program says what became of a mail (RFC 8098): ``displayed``, ``deleted``, ..."""

    original_message_id: str
    disposition: str


@dataclass(frozen=True, slots=True)
class AbuseReport:
    """A provider passes on that somebody called a mail of ours spam (RFC 5965)."""

    feedback_type: str
    original_message_id: str
    recipients: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Invite:
    """A calendar item (RFC 5545); times as ``2026-05-03T10:00:00Z``, or local with ``timezone`` as the sender names it."""

    method: str
    uid: str
    summary: str
    starts: str
    ends: str
    timezone: str
    location: str
    organizer: str


@dataclass(frozen=True, slots=True)
class Mail:
    """One parsed mail. Ids are without angle brackets; ``sender`` is what From claims, which proves nothing.

    ``html`` is as it came: never show it before ``mail.html.cleaned``. ``must_not_answer``: an automatic answer could start
    a loop or bother a list (RFC 3834). ``headers`` are all of them, decoded, in order. ``problems`` are sentences about what
    was left out or could not be made sense of.
    """

    message_id: str
    in_reply_to: tuple[str, ...]
    references: tuple[str, ...]
    sender: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    reply_to: tuple[Address, ...]
    subject: str
    sent_at: datetime | None
    text: str
    html: str
    reply: Reply
    attachments: tuple[Attachment, ...]
    kind: Kind
    must_not_answer: bool
    list_id: str
    hops: int
    delivery: DeliveryReport | None
    receipt: ReadReceipt | None
    abuse: AbuseReport | None
    invites: tuple[Invite, ...]
    protection: Protection
    headers: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]

    @property
    def is_auto_reply(self) -> bool:
        """A program answered in the customer's place."""
        return self.kind == "auto_reply"

    @property
    def is_bounce(self) -> bool:
        """A mail of ours did not arrive, or not yet."""
        return self.kind in {"bounce", "delay_notice"}


@dataclass(frozen=True, slots=True)
class Unparsed:
    """The mail could not be parsed; ``reason`` is a sentence for the agent, who still has the raw mail."""

    reason: str
