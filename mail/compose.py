"""An answer as a mail: typed fields in, the bytes that go out, readable by every mail program and with exactly the headers meant.

The writer is ours because CPython's can be made to write headers nobody asked for; the parts of a mail that matter here fit on a few pages.
"""

import base64
import binascii
import hashlib
import html
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from typing import Literal

from mail.header_line import Unwritable, address, addresses, clean, header, message_id, parameter, words

MOST_REFERENCES = 20
"""How many ids References repeats: the first, which names the thread, and the newest."""

_TYPE = re.compile(r"(?!multipart/|message/)[a-z0-9][a-z0-9!#$&^_.+-]{0,60}/[a-z0-9][a-z0-9!#$&^_.+-]{0,60}\Z")
_CONTENT_ID = re.compile(r"[A-Za-z0-9._+@-]{1,120}\Z")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_REPLY_PREFIX = re.compile(r"\s*(?:re|odp|r|rif|aw|antw|отв|на)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An address and the name shown with it."""

    address: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that goes along; with a ``content_id`` it is an image that the HTML shows as ``cid:content_id``."""

    name: str
    type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """All that a mail says. ``message_id`` is made once and kept for every attempt to send it; ids may come with or without angle brackets.

    ``bcc`` is for the envelope only. ``automatic`` is set on whatever no Agent wrote (RFC 3834); such a mail is sent from the null sender.
    """

    sender: Mailbox
    to: tuple[Mailbox, ...]
    subject: str
    text: str
    message_id: str
    at: datetime
    cc: tuple[Mailbox, ...] = ()
    bcc: tuple[Mailbox, ...] = ()
    reply_to: str = ""
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    html: str = ""
    attachments: tuple[Attachment, ...] = ()
    automatic: Literal["auto-replied", "auto-generated"] | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Every address of the envelope, once."""
        return tuple(dict.fromkeys(mailbox.address for mailbox in (*self.to, *self.cc, *self.bcc)))


def new_message_id(domain: str) -> str:
    """An unguessable message id in ``domain``."""
    return f"<{secrets.token_hex(16)}@{domain}>"


def reply_subject(subject: str) -> str:
    """``subject`` with one "Re:" in front, whatever the customer's mail program calls it."""
    line = clean(subject)
    return line if _REPLY_PREFIX.match(line) else f"Re: {line}"


def compose(mail: Outgoing) -> bytes:
    """The mail in bytes: ASCII with CRLF, no line over 78 but an unbreakable one. Unwritable when an address or the message id is none."""
    lines = [*_address_headers(mail), header("Subject", words(mail.subject)), *_thread_headers(mail)]
    lines.append(header("Date", format_datetime(mail.at).split(" ")))
    if mail.automatic:
        lines += [header("Auto-Submitted", [mail.automatic]), header("X-Auto-Response-Suppress", ["All"])]
    lines.append(b"MIME-Version: 1.0\r\n")
    return b"".join(lines) + _body(mail)


# ---- headers


def _address_headers(mail: Outgoing) -> list[bytes]:
    if not (mail.to or mail.cc or mail.bcc):
        raise Unwritable("A mail needs a recipient.")
    lines = [header("From", _mailbox(mail.sender))]
    for name, mailboxes in (("To", mail.to), ("Cc", mail.cc)):
        if mailboxes:
            lines.append(header(name, addresses(_mailbox(mailbox) for mailbox in mailboxes)))
    if mail.reply_to:
        lines.append(header("Reply-To", address(mail.reply_to, mail.sender.name)))
    return lines


def _mailbox(mailbox: Mailbox) -> list[str]:
    return address(mailbox.address, mailbox.name)


def _thread_headers(mail: Outgoing) -> list[bytes]:
    """Message-ID and what it answers; an id that is not one is left out, it could be anything."""
    own = message_id(mail.message_id)
    if own is None:
        raise Unwritable(f"{clean(mail.message_id)} is not a message id.")
    lines = [header("Message-ID", [own])]
    parent = message_id(mail.in_reply_to)
    known = [found for text in mail.references if (found := message_id(text))]
    chain = list(dict.fromkeys([*(found for found in known if found != parent), *([parent] if parent else [])]))
    if parent:
        lines.append(header("In-Reply-To", [parent]))
    if chain:
        lines.append(header("References", [chain[0], *chain[1:][-(MOST_REFERENCES - 1) :]]))
    return lines


# ---- body


def _body(mail: Outgoing) -> bytes:
    """The content headers and the content: mixed(related(alternative(text, html), images), files), less the levels that hold one part."""
    images = [part for part in mail.attachments if part.content_id and mail.html]
    files = [part for part in mail.attachments if part not in images]
    words_part = _text_part("plain", mail.text)
    if mail.html:
        words_part = _multipart("alternative", [words_part, _text_part("html", mail.html)])
    if images:
        words_part = _multipart("related", [words_part, *map(_file_part, images)])
    return _multipart("mixed", [words_part, *map(_file_part, files)]) if files else words_part


def _multipart(kind: str, parts: Sequence[bytes]) -> bytes:
    """``parts`` in one. The boundary holds "=_", which neither quoted-printable nor base64 can, and is made of the content: the same mail
    is the same bytes.
    """
    digest = hashlib.sha256()
    for part in parts:
        digest.update(hashlib.sha256(part).digest())
    boundary = f"=_{kind[:3]}_{digest.hexdigest()[:32]}"
    content = header("Content-Type", [f"multipart/{kind};", f'boundary="{boundary}"']) + b"\r\n"
    for part in parts:
        content += b"--" + boundary.encode("ascii") + b"\r\n" + part + b"\r\n"
    return content + b"--" + boundary.encode("ascii") + b"--\r\n"


def _text_part(kind: str, text: str) -> bytes:
    """Text as quoted-printable or base64, whichever is shorter: lines stay short and seven bits wide on every way."""
    lines = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")).rstrip("\n") + "\n"
    octets = lines.encode("utf-8")
    quoted = binascii.b2a_qp(octets, istext=True)
    packed = base64.encodebytes(octets.replace(b"\n", b"\r\n"))
    encoding, content = ("quoted-printable", quoted) if len(quoted) <= len(packed) else ("base64", packed)
    return (
        header("Content-Type", [f"text/{kind};", "charset=utf-8"])
        + header("Content-Transfer-Encoding", [encoding])
        + b"\r\n"
        + content.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
    )


def _file_part(attachment: Attachment) -> bytes:
    given = attachment.type.lower()
    kind = given if _TYPE.match(given) else "application/octet-stream"
    shown = "inline" if attachment.content_id else "attachment"
    name = clean(attachment.name).replace("/", "_").replace("\\", "_") or "file"
    lines = header("Content-Type", _with_parameters(kind, parameter("name", name)))
    lines += header("Content-Disposition", _with_parameters(shown, parameter("filename", name)))
    if attachment.content_id:
        if not _CONTENT_ID.match(attachment.content_id):
            raise Unwritable(f"{clean(attachment.content_id)} cannot be the id of an image.")
        lines += header("Content-ID", [f"<{attachment.content_id}>"])
    lines += header("Content-Transfer-Encoding", ["base64"])
    return lines + b"\r\n" + base64.encodebytes(attachment.content).replace(b"\n", b"\r\n")


def _with_parameters(value: str, parameters: Sequence[str]) -> list[str]:
    """The pieces of ``value; a=b; c=d``: the semicolon closes the piece before, where a fold may follow."""
    pieces = [value]
    for piece in parameters:
        pieces[-1] += ";"
        pieces.append(piece.removeprefix("; "))
    return pieces


# ---- the words around an answer

ATTRIBUTIONS = {
    "en": "On {at}, {name} wrote:",
    "pl": "Dnia {at} {name} napisał(a):",
    "it": "Il {at} {name} ha scritto:",
    "ru": "{at} {name} пишет:",
    "de": "Am {at} schrieb {name}:",
}
_DATES = {
    "en": "%Y-%m-%d at %H:%M",
    "pl": "%d.%m.%Y o %H:%M",
    "it": "%d/%m/%Y alle %H:%M",
    "ru": "%d.%m.%Y %H:%M",
    "de": "%d.%m.%Y um %H:%M",
}


@dataclass(frozen=True, slots=True)
class Quoted:
    """The mail that is answered: who wrote it, when (in the writer's or the queue's time zone), its text and its cleaned HTML, if any."""

    name: str
    at: datetime
    text: str
    html: str = ""


def attribution(language: str, quoted: Quoted) -> str:
    """The line above a quote, in the customer's language ("en" for one without)."""
    known = language.partition("-")[0].lower()
    known = known if known in ATTRIBUTIONS else "en"
    return ATTRIBUTIONS[known].format(at=quoted.at.strftime(_DATES[known]), name=clean(quoted.name))


def answer_text(text: str, signature: str = "", quoted: Quoted | None = None, language: str = "en") -> str:
    """The Agent's words, the signature under "-- ", then what they answer, each line quoted with ">"."""
    parts = [text.rstrip()]
    if signature.strip():
        parts.append(f"-- \n{signature.strip()}")
    if quoted:
        lines = (f">{line}" if line.startswith(">") else f"> {line}" for line in quoted.text.rstrip().splitlines())
        parts.append("\n".join([attribution(language, quoted), *lines]))
    return "\n\n".join(parts) + "\n"


def answer_html(body: str, signature: str = "", quoted: Quoted | None = None, language: str = "en") -> str:
    """The same in HTML. ``body`` and ``quoted.html`` are clean HTML already; ``signature`` and a quote without HTML are plain text."""
    parts = [f"<div>{body}</div>"]
    if signature.strip():
        parts.append(f'<div class="signature">-- <br>{_as_html(signature.strip())}</div>')
    if quoted:
        words_of_it = quoted.html or _as_html(quoted.text.rstrip())
        parts.append(
            f"<div>{_as_html(attribution(language, quoted))}</div>"
            f'<blockquote type="cite" style="margin:0 0 0 .8ex;border-left:1px solid #ccc;padding-left:1ex">{words_of_it}</blockquote>'
        )
    return "<br>\n".join(parts)


def _as_html(text: str) -> str:
    return html.escape(text).replace("\n", "<br>\n")
