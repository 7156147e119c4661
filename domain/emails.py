"""What an email is beside its words: who, to whom, under which id, with what attached, and how far it can be believed.

A From line is a claim; ``verified`` says whether our own server or our own check confirmed it.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

DeliveryState = Literal["queued", "sent", "delayed", "bounced", "failed", "cancelled"]


@dataclass(frozen=True, slots=True)
class Party:
    """A name and an address, as a header gave them."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Attachment:
    """A stored part of an email; ``id`` names the file, ``cid`` what the HTML calls it."""

    id: str
    name: str
    size: int
    sha256: str
    type: str
    cid: str | None = None


@dataclass(frozen=True, slots=True)
class Bounce:
    """A delivery report: which of our messages, for whom, and what the other server said."""

    message_id: str | None
    recipient: str
    status: str
    words: str


@dataclass(frozen=True, slots=True)
class Email:
    """An email in or out. ``id`` names what is stored of it; ``reply_text`` is what is new in it, ``text`` all of it.

    Ids of mails are without angle brackets. ``is_receipt`` says that a program reports on a mail that arrived: delivered, read, called spam.
    ``unparsed`` says why it could not be read; then only the raw bytes are there. ``bcc`` and ``due_at``, before which it does not leave and can be
    taken back, are of one that goes out.
    """

    id: str
    mailbox: str
    message_id: str
    in_reply_to: str | None
    sender: Party
    to: tuple[Party, ...]
    cc: tuple[Party, ...]
    subject: str
    text: str
    reply_text: str
    has_html: bool = False
    attachments: tuple[Attachment, ...] = ()
    verified: bool = False
    is_auto_reply: bool = False
    is_receipt: bool = False
    is_bounce: bool = False
    bounce: Bounce | None = None
    unparsed: str | None = None
    bcc: tuple[Party, ...] = ()
    due_at: datetime | None = None

    @property
    def quiet(self) -> bool:
        """Whether a machine wrote it: such a mail wakes nobody."""
        return self.is_auto_reply or self.is_receipt or self.is_bounce
