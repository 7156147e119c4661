"""Raw bytes of a mail to a ``Mail``: the one place where the other modules of the parser meet.

Nothing here raises for what a mail contains; it is still run only in a child process (``mail.child``), because the next bomb is
one that nobody has thought of.
"""

import hashlib
import mimetypes
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain

from mail import automatic, reply, tnef
from mail.addresses import addresses
from mail.caps import ADDRESSES, HTML_CHARACTERS, MAIL_BYTES, REPLY_CHARACTERS, TEXT_CHARACTERS
from mail.charsets import decoded
from mail.facts import Address, Attachment, DeliveryReport, Invite, Kind, Mail, Protection, Reply, Unparsed
from mail.headers import Headers, file_name, message_ids, read, time_of
from mail.html import marked_text, text_of
from mail.invites import invites
from mail.mime import Part, tree, uuencoded
from mail.reports import abuse_report, delivery_report, read_receipt

_FORWARD = re.compile(r"\s*(?:fwd?|wg|tr|i|pd|przek|rv|enc|пер|fs)\s*:|^\s*\[fwd", re.IGNORECASE)
_PGP_ENCRYPTED = re.compile(r"^-----BEGIN PGP MESSAGE-----", re.MULTILINE)
_PGP_SIGNED = re.compile(r"^-----BEGIN PGP SIGNED MESSAGE-----", re.MULTILINE)
_REPORT_PARTS = {"message/delivery-status", "message/disposition-notification", "message/feedback-report"}
_MAILS = {"message/rfc822", "message/global", "message/news", "message/partial"}
_TNEF = {"application/ms-tnef", "application/vnd.ms-tnef"}
_MARKED_UP = {"text/enriched", "text/richtext"}
_OTHER_FORMS = {"text/x-amp-html", "text/watch-html", *_MARKED_UP}
"""The same words once more, for programs that we are not."""
_META_CHARSET = re.compile(rb"<meta[^>]{1,200}charset=[\"']?([\w.:-]{2,40})", re.IGNORECASE)
_ANSWER = re.compile(r"\s*(?:re|aw|antw|odp|r|rif|sv|ha|отв|на)\s*(?:\[\d+\])?\s*:", re.IGNORECASE)
_CALENDAR = {"text/calendar", "application/ics"}


def parse(raw: bytes) -> Mail | Unparsed:
    """The mail, or why it could not be parsed."""
    if len(raw) > MAIL_BYTES:
        return Unparsed(f"The mail is larger than {MAIL_BYTES // 1024 // 1024} MB.")
    if not raw.strip():
        return Unparsed("The mail is empty.")
    root, problems = tree(raw)
    return _Assembly(root, problems).mail()


@dataclass(slots=True)
class _Body:
    """A run of text to show: what the plain part says, what the HTML part says, or both of the same words."""

    plain: str = ""
    html: str = ""

    def text(self) -> str:
        return self.plain if self.plain.strip() else text_of(self.html)

    def as_html(self) -> str:
        return self.html or f"<pre>{self.plain.translate(_ESCAPED)}</pre>"


_ESCAPED = str.maketrans({"<": "&lt;", ">": "&gt;", "&": "&amp;"})


@dataclass
class _Assembly:
    root: Part
    noted: tuple[str, ...]
    problems: list[str] = field(default_factory=list)
    bodies: list[_Body] = field(default_factory=list)
    files: list[Attachment] = field(default_factory=list)
    calendars: list[str] = field(default_factory=list)

    def mail(self) -> Mail:
        headers = self.root.headers
        self._gather(self.root)
        text = self._capped("\n\n".join(filter(str.strip, (body.text() for body in self.bodies))), TEXT_CHARACTERS)
        html = "\n".join(body.as_html() for body in self.bodies) if any(body.html for body in self.bodies) else ""
        subject = headers.text("subject")
        sender = self._sender(headers)
        hops = sum(name == "received" for name, _ in headers.fields)
        delivery = delivery_report(self.root, headers, sender, subject, text)
        receipt, abuse = read_receipt(self.root), abuse_report(self.root)
        kind = _kind(headers, subject, delivery, receipt=receipt is not None, abuse=abuse is not None)
        return Mail(
            message_id=next(iter(message_ids(headers.all("message-id"))), ""),
            in_reply_to=message_ids(headers.all("in-reply-to")),
            references=message_ids(headers.all("references")),
            sender=sender,
            to=self._addresses(headers, "to"),
            cc=self._addresses(headers, "cc"),
            reply_to=self._addresses(headers, "reply-to"),
            subject=subject,
            sent_at=time_of(headers.written("date")),
            text=text,
            html=self._capped(html, HTML_CHARACTERS),
            reply=self._reply(subject, text, kind),
            attachments=tuple(_shown_inline(self.files, html)),
            kind=kind,
            must_not_answer=kind != "message" or automatic.must_not_answer(headers, sender, hops),
            list_id=headers.text("list-id"),
            hops=hops,
            delivery=delivery,
            receipt=receipt,
            abuse=abuse,
            invites=self._invites(),
            protection=_protection(self.root, text),
            headers=headers.decoded(),
            problems=(*self.noted, *self.problems),
        )

    def _sender(self, headers: Headers) -> Address | None:
        """Who From claims to be. More than one is said: whoever checks the sender must not check another one than is shown."""
        claimed = self._addresses(headers, "from")
        if len(claimed) > 1 or sum(name == "from" for name, _ in headers.fields) > 1:
            self.problems.append("The mail names more than one sender.")
        return claimed[0] if claimed else None

    def _addresses(self, headers: Headers, name: str) -> tuple[Address, ...]:
        found = addresses(headers.all(name))
        if len(found) > ADDRESSES:
            self.problems.append(f"The header {name} has more than {ADDRESSES} addresses; the rest was left out.")
        return found[:ADDRESSES]

    def _capped(self, text: str, most: int) -> str:
        if len(text) <= most:
            return text
        self.problems.append("The text is too long; the rest of it was left out.")
        return text[:most]

    def _invites(self) -> tuple[Invite, ...]:
        found = {
            invite.uid or str(number): invite for number, invite in enumerate(chain(*map(invites, self.calendars)))
        }
        return tuple(found.values())

    def _reply(self, subject: str, text: str, kind: Kind) -> Reply:
        """The newest words; a machine's report is shown whole."""
        if kind not in {"message", "auto_reply"}:
            return Reply(text)
        forwarded = _FORWARD.match(subject) is not None
        answer = bool(
            _ANSWER.match(subject) or self.root.headers.has("in-reply-to") or self.root.headers.has("references")
        )
        plain = reply.newest(text, forwarded=forwarded, answer=answer)
        if len(self.bodies) != 1 or not 0 < len(self.bodies[0].html) <= REPLY_CHARACTERS:
            return plain
        marked = reply.newest(marked_text(self.bodies[0].html), forwarded=forwarded)
        if self.bodies[0].plain.strip():
            return reply.better(plain, marked)
        return marked if marked.quoted or marked.signature else Reply(text)

    # ---- what each part is

    def _gather(self, part: Part) -> None:
        if part.type == "multipart/alternative" and part.parts:
            self._gather_alternatives(part)
        elif part.type == "multipart/related" and part.parts:
            self._gather_related(part)
        elif part.parts:
            for inner in part.parts:
                self._gather(inner)
        elif part.type.startswith("multipart/"):
            return
        elif part.type in _TNEF or part.written_name.lower() == "winmail.dat":
            self._gather_tnef(part)
        elif part is self.root and part.type in _MAILS:
            self._gather_inner(part)
        elif _is_text(part) and not self._is_file(part):
            self._gather_text(part)
        else:
            self._gather_file(part)

    def _is_file(self, part: Part) -> bool:
        """Whether a text part is a file: called so, or named while there is already something to read."""
        if part.disposition == "attachment":
            return True
        if part is self.root or not part.written_name:
            return False
        return part.disposition == "inline" or bool(self.bodies)

    def _gather_text(self, part: Part) -> None:
        data = part.content()
        if part.type == "text/html":
            self.bodies.append(_Body(html=decoded(data, part.charset or _charset_inside(data))))
            return
        data, files = uuencoded(data)
        text = decoded(data, part.charset).replace("\r\n", "\n").replace("\r", "\n")
        if part.type in _MARKED_UP:
            text = _plain_of(text)
        if part.parameters.get("format", "").lower() == "flowed":
            text = _unflowed(text, keep_space=part.parameters.get("delsp", "").lower() != "yes")
        self.bodies.append(_Body(plain=text))
        for name, content in files:
            self._add(name, "", content)

    def _gather_alternatives(self, part: Part) -> None:
        """Several forms of the same words: one body with the plain and the HTML one; anything else in there is a file."""
        before = self.bodies
        self.bodies = []
        for inner in part.parts:
            if inner.type in _CALENDAR and not inner.written_name and inner.disposition != "attachment":
                self.calendars.append(decoded(inner.content(), inner.charset))
            elif inner.type not in _OTHER_FORMS:
                self._gather(inner)
        plain = next((body.plain for body in self.bodies if body.plain.strip()), "")
        html = "\n".join(body.html for body in self.bodies if body.html.strip())
        rest = [body for body in self.bodies if body.plain.strip() not in {"", plain.strip()}]
        self.bodies = [
            *before,
            *([_Body(plain, html)] if plain or html else []),
            *(_Body(plain=body.plain) for body in rest),
        ]

    def _gather_related(self, part: Part) -> None:
        """A page and what it is made of: the first part is read, the others are its files."""
        self._gather(part.parts[0])
        for inner in part.parts[1:]:
            if inner.parts or (self.bodies == [] and _is_text(inner)):
                self._gather(inner)
            else:
                self._gather_file(inner)

    def _gather_tnef(self, part: Part) -> None:
        data = part.content()
        envelope = tnef.opened(data)
        if envelope is None:
            self._add(part.written_name or "winmail.dat", part.type, data)
            return
        for file in envelope.files:
            self._add(file.name, file.type, file.data, content_id=file.content_id)
        if not self.bodies and (envelope.text.strip() or envelope.html.strip()):
            self.bodies.append(_Body(envelope.text.replace("\r\n", "\n"), envelope.html))

    def _gather_inner(self, part: Part) -> None:
        """A mail that is nothing but another mail (or a piece of one) shows that one's words; its headers stay its own."""
        inner = tree(part.content())[0]
        if inner.type in _MAILS:  # and no further: each level costs a copy
            self._gather_file(inner)
        else:
            self._gather(inner)

    def _gather_file(self, part: Part) -> None:
        data = part.content()
        if part.type in _CALENDAR:
            self.calendars.append(decoded(data[:1_000_000], part.charset))
        if part.type in _REPORT_PARTS and not part.written_name:
            return
        name = part.written_name or _name_of_inner(part, data)
        self._add(name, part.type, data, content_id=part.content_id, inline=part.disposition == "inline")

    def _add(self, name: str, kind: str, data: bytes, *, content_id: str = "", inline: bool = False) -> None:
        kind = kind or mimetypes.guess_type(name)[0] or "application/octet-stream"
        if not name:
            name = f"attachment-{len(self.files) + 1}{mimetypes.guess_extension(kind) or ''}"
        digest = hashlib.sha256(data).hexdigest()
        self.files.append(Attachment(name, len(data), digest, kind, content_id, inline, data))


def _charset_inside(data: bytes) -> str:
    """What an HTML part without a label says about itself."""
    found = _META_CHARSET.search(data, 0, 4_000)
    return found[1].decode("ascii") if found else ""


def _is_text(part: Part) -> bool:
    return part.type in {"text/plain", "text/html", *_MARKED_UP}


def _plain_of(text: str) -> str:
    """The words of text/enriched (RFC 1896): commands dropped, lines joined, paragraphs kept."""
    joined = re.sub(r"\n(\n*)", lambda breaks: breaks[1] or " ", text)
    return re.sub(r"<<|<(?:param>[^<]{0,300}</param|/?[\w-]{1,60})>", lambda found: "<" * (found[0] == "<<"), joined)


def _name_of_inner(part: Part, data: bytes) -> str:
    """An attached mail, or the headers of one, is called after its subject where it has no name."""
    if part.type not in {"message/rfc822", "message/global", "text/rfc822-headers", "message/rfc822-headers"}:
        return ""
    subject = read(data[:300_000], 0, min(len(data), 300_000), top=True).text("subject")
    return f"{file_name(subject.replace('/', '-'))[:100] or 'message'}.eml"


def _shown_inline(files: list[Attachment], html: str) -> Iterator[Attachment]:
    """Files with ``inline`` settled: an image counts as inline if the HTML calls for it, or if it was sent so."""
    lowered = html.lower()
    for file in files:
        called = bool(file.content_id) and f"cid:{file.content_id.lower()}" in lowered
        inline = called or (file.inline and file.type.startswith("image/"))
        yield Attachment(file.name, file.size, file.sha256, file.type, file.content_id, inline, file.data)


def _unflowed(text: str, *, keep_space: bool) -> str:
    """Lines that were folded for the way (RFC 3676) joined again; quoted ones stay as they are, for their marks."""
    return re.sub(r"(?m)^(?!-- $|>)(.*\S) \n(?!>|-- \n|\s)", r"\1 " if keep_space else r"\1", text)


def _kind(headers: Headers, subject: str, delivery: DeliveryReport | None, *, receipt: bool, abuse: bool) -> Kind:
    if abuse:
        return "abuse_report"
    if receipt:
        return "read_receipt"
    if delivery:
        reported: dict[str, Kind] = {"failed": "bounce", "delayed": "delay_notice", "delivered": "delivery_receipt"}
        return reported[delivery.action]
    return "auto_reply" if automatic.is_auto_reply(headers, subject) else "message"


def _protection(root: Part, text: str) -> Protection:
    for part in root.walk():
        protocol = part.parameters.get("protocol", "").lower()
        if part.type == "multipart/signed":
            return "pgp_signed" if "pgp" in protocol else "smime_signed"
        if part.type == "multipart/encrypted":
            return "pgp_encrypted"
        if part.type in {"application/pkcs7-mime", "application/x-pkcs7-mime"}:
            return "smime_signed" if "signed" in part.parameters.get("smime-type", "").lower() else "smime_encrypted"
    if _PGP_ENCRYPTED.search(text):
        return "pgp_encrypted"
    return "pgp_signed" if _PGP_SIGNED.search(text) else ""
