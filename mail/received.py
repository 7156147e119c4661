"""A mail that has been read, or could not be: all that placing it and showing it need, the same for both.

Of a mail that could not be parsed a glimpse is taken, a short piece of each of a few headers, so that an Agent sees whom to ask; short enough
that nothing hidden in it can take long.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain import emails
from domain.events import File
from domain.words import line
from mail.addresses import addresses
from mail.caps import MAIL_BYTES
from mail.facts import Address, Attachment, Mail, Reply, Unparsed
from mail.headers import Headers, message_ids, read, value_text
from mail.identity import content_key
from mail.placing import Clues, clues, sender_of
from mail.raw_mail import RawMail

TEXT_CHARACTERS = 256 * 1024
"""Of a longer text an Event carries only the beginning: everybody who opens the Conversation is sent its Events."""
LONGEST_NAME = 120
GLIMPSE = 1_000

_TOO_LONG = "The text is too long to be shown whole; all of it is in the raw mail."
_NOT_WHOLE = f"The mail is larger than {MAIL_BYTES // 1024 // 1024} MB: only its header was fetched, all of it is still on its mail server."


@dataclass(frozen=True, slots=True)
class Received:
    """``key`` says which mail it is, ``mail`` what it says; ``unparsed`` why that is not all."""

    id: str
    key: str
    mail: Mail
    unparsed: str | None
    clues: Clues

    @property
    def name(self) -> str:
        """What the sender is called: a name if they give one, else their address."""
        sender = self.mail.sender or Address("", "")
        return (line(sender.name) or line(sender.address) or "Unknown sender")[:LONGEST_NAME]

    @property
    def turn(self) -> tuple[str, ...]:
        """What other mails may share with it; those that do wait for each other."""
        ids = (f"id {id}" for id in (self.mail.message_id, *self.clues.ids))
        return (f"key {self.key}", f"sender {sender_of(self.mail)}", *ids, *self.clues.tokens)

    def email(self, mailbox: str, verified: bool, kept: Sequence[File]) -> emails.Email:
        """As the Event carries it; ``kept`` are its attachments as they are stored, in order."""
        mail = self.mail
        return emails.Email(
            id=self.id,
            mailbox=mailbox,
            message_id=mail.message_id,
            in_reply_to=next(iter(mail.in_reply_to), None),
            sender=_party(mail.sender or Address("", "")),
            to=tuple(map(_party, mail.to)),
            cc=tuple(map(_party, mail.cc)),
            subject=mail.subject,
            text=mail.text[:TEXT_CHARACTERS],
            reply_text=self.words,
            has_html=bool(mail.html.strip()),
            attachments=tuple(map(_attachment, mail.attachments, kept)),
            verified=verified,
            is_auto_reply=mail.is_auto_reply,
            is_receipt=mail.kind in {"delivery_receipt", "read_receipt", "abuse_report"},
            is_bounce=mail.is_bounce,
            bounce=_bounce(mail),
            unparsed=self.unparsed,
        )

    @property
    def words(self) -> str:
        """What is new in it."""
        return (self.mail.reply.text or self.mail.text)[:TEXT_CHARACTERS]

    def beside_html(self, kept: Sequence[File]) -> tuple[File, ...]:
        """Those of the attachments that its HTML does not show."""
        html = self.mail.html.lower()
        shown = (bool(one.content_id) and f"cid:{one.content_id.lower()}" in html for one in self.mail.attachments)
        return tuple(file for file, is_shown in zip(kept, shown, strict=True) if not is_shown)

    def unread(self, reason: str, raw: bytes) -> "Received":
        """The same mail, shown by what a glimpse tells."""
        mail = _glimpsed(raw, reason)
        return replace(self, mail=mail, unparsed=reason, clues=clues(mail))


def received(id: str, raw: RawMail, parsed: Mail | Unparsed) -> Received:
    """What was kept as ``id``, with what the parser made of it. Linear in the size of the mail."""
    mail = _glimpsed(raw.raw, parsed.reason) if isinstance(parsed, Unparsed) else parsed
    unparsed = parsed.reason if isinstance(parsed, Unparsed) else None if raw.whole else _NOT_WHOLE
    if len(mail.text) > TEXT_CHARACTERS:
        mail = replace(mail, problems=(*mail.problems, _TOO_LONG))
    return Received(id, content_key(raw.raw, raw.size), mail, unparsed, clues(mail, raw.envelope_to))


def header_texts(raw: bytes) -> list[tuple[str, str]]:
    """The headers as they stand there, for a mail whose headers cannot be decoded."""
    return [(name, value_text(_piece(value))) for name, value in read(raw, 0, len(raw), top=True).fields]


def _glimpsed(raw: bytes, reason: str) -> Mail:
    headers = read(raw, 0, len(raw), top=True)
    return Mail(
        message_id=next(iter(message_ids(iter(_pieces(headers, "message-id")))), ""),
        in_reply_to=message_ids(iter(_pieces(headers, "in-reply-to"))),
        references=(),
        sender=next(iter(addresses(_pieces(headers, "from"))), None),
        to=addresses(_pieces(headers, "to")),
        cc=addresses(_pieces(headers, "cc")),
        reply_to=(),
        subject="".join(map(value_text, _pieces(headers, "subject"))),
        sent_at=None,
        text="",
        html="",
        reply=Reply(""),
        attachments=(),
        kind="message",
        must_not_answer=True,
        list_id="",
        hops=0,
        delivery=None,
        receipt=None,
        abuse=None,
        invites=(),
        protection="",
        headers=(),
        problems=(reason,),
    )


def _pieces(headers: Headers, name: str) -> list[str]:
    """The first value of a header, cut short; nothing where there is none."""
    return [_piece(headers.raw(name))] if headers.has(name) else []


def _piece(value: bytes) -> str:
    return value[:GLIMPSE].decode("utf-8", "replace")


def _attachment(written: Attachment, kept: File) -> emails.Attachment:
    return emails.Attachment(
        kept.id, written.name, written.size, written.sha256, written.type, written.content_id or None
    )


def _party(address: Address) -> emails.Party:
    return emails.Party(address.name, address.address)


def _bounce(mail: Mail) -> emails.Bounce | None:
    delivery = mail.delivery
    if delivery is None or delivery.action == "delivered":
        return None
    return emails.Bounce(
        delivery.original_message_id or None, ", ".join(delivery.recipients[:5]), delivery.status, delivery.diagnostic
    )
