"""Composing: a Draft with everything checked and decided becomes the bytes that leave and the Email that the Conversation shows.

The words go out twice, as plain text and as HTML made of it or cleaned, with the mailbox's signature and the quoted mail below both.
"""

import asyncio
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from domain import emails
from domain.emails import Party
from domain.events import File
from domain.refusal import Refused
from domain.words import line
from mail import answers
from mail.answers import Answered
from mail.child import Parsers
from mail.compose import Attachment, Mailbox, Outgoing, answer_html, answer_text, compose, new_message_id
from mail.facts import Unparsed
from mail.header_line import Unwritable, clean
from mail.identity import mail_id
from mail.reply_tokens import ReplyTokens
from server.mail.outbox import whole
from store.files import Files

Document = dict[str, Any]

LARGEST_FILES = 25 * 1024 * 1024
"""Of one mail, together: base64 makes a third more of it, and most servers take no more than 35 MB."""
_INLINE = "https://inline.invalid/"
"""Stands for ``cid:`` while HTML is cleaned: no image that somebody wrote keeps an address on the network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A mail before it is composed. ``to`` has one at least; ``html`` as it was given, "" where it is made from ``text``.

    ``message`` is what the Conversation shows, if not ``text``; ``at`` the mail's date; with ``due_at`` it can be taken back until then.
    """

    mailbox: Document
    to: tuple[Party, ...]
    subject: str
    text: str
    at: datetime
    due_at: datetime | None
    language: str
    cc: tuple[Party, ...] = ()
    bcc: tuple[Party, ...] = ()
    html: str = ""
    message: str = ""
    files: tuple[File, ...] = ()
    answered: Answered | None = None
    automatic: Literal["auto-replied", "auto-generated"] | None = None


@dataclass(frozen=True, slots=True)
class Composed:
    """``raw`` leaves for ``recipients`` from the envelope's ``sender``; ``html`` is its HTML; ``email`` is how it is shown."""

    raw: bytes
    html: str
    sender: str
    recipients: tuple[str, ...]
    email: emails.Email


class Composer:
    """Makes mails of drafts."""

    def __init__(self, files: Files, parsers: Parsers, tokens: ReplyTokens) -> None:
        self._files, self._parsers, self._tokens = files, parsers, tokens

    async def composed(self, conversation: str, draft: Draft) -> Composed:
        """The whole mail. Raises Refused."""
        if sum(file.size for file in draft.files) > LARGEST_FILES:
            raise Refused("too_large", "The files together are larger than 25 MB, more than most mail servers take.")
        domain = draft.mailbox["address"].rpartition("@")[2]
        words, inline = await self._clean(draft, domain)
        parts, shown = await self._attached(draft.files, inline)
        mail = self._outgoing(conversation, draft, words, parts, new_message_id(domain))
        id, raw = await _written(mail)
        sender = "" if draft.automatic else draft.mailbox["address"]
        return Composed(raw, mail.html, sender, mail.recipients, _email(id, draft, mail, shown))

    def _outgoing(
        self, conversation: str, draft: Draft, words: str, parts: list[Attachment], message_id: str
    ) -> Outgoing:
        """All that the mail says. One mail for all its recipients has room for one reply token: the first one's in To. Whoever of them answers
        by it is a participant of the Conversation, which is what counts.
        """
        mailbox, answered = draft.mailbox, draft.answered
        quoted, signature = answered.quoted if answered else None, mailbox["signature"]
        return Outgoing(
            sender=Mailbox(mailbox["address"], mailbox["name"]),
            to=_mailboxes(draft.to),
            cc=_mailboxes(draft.cc),
            bcc=_mailboxes(draft.bcc),
            subject=draft.subject,
            text=answer_text(draft.text, signature, quoted, draft.language),
            html=answer_html(words, signature, quoted, draft.language),
            message_id=message_id,
            at=draft.at,
            reply_to=self._tokens.reply_to(mailbox["address"], conversation, draft.to[0].address),
            in_reply_to=answered.message_id if answered else "",
            references=answers.references(answered) if answered else (),
            attachments=tuple(parts),
            automatic=draft.automatic,
        )

    async def _clean(self, draft: Draft, domain: str) -> tuple[str, dict[str, str]]:
        """The words as clean HTML, and the content id of each file that it shows."""
        if not draft.html.strip():
            return answers.html_of(draft.text), {}
        cleaned = await self._parsers.cleaned(draft.html, {file.id: f"{_INLINE}{file.id}" for file in draft.files})
        if isinstance(cleaned, Unparsed):
            raise Refused("invalid", f"The formatted text cannot be sent: {cleaned.reason}")
        html, inline = cleaned.html, {}
        for file in draft.files:
            if (stand_in := f'src="{_INLINE}{file.id}"') in html:
                inline[file.id] = f"{file.id}@{domain}"
                html = html.replace(stand_in, f'src="cid:{inline[file.id]}"')
        return html, inline

    async def _attached(
        self, files: Sequence[File], inline: dict[str, str]
    ) -> tuple[list[Attachment], list[emails.Attachment]]:
        """The files as parts of the mail, and as the Conversation names them."""
        parts, shown = [], []
        for file in files:
            content, cid = await whole(self._files, file.id), inline.get(file.id, "")
            parts.append(Attachment(file.name, file.type, content, cid))
            digest = hashlib.sha256(content).hexdigest()
            shown.append(emails.Attachment(file.id, file.name, file.size, digest, file.type, cid or None))
        return parts, shown


async def _written(mail: Outgoing) -> tuple[str, bytes]:
    """The mail's id and bytes, made away from the event loop, which large files would hold up. Raises Refused."""

    def write() -> tuple[str, bytes]:
        raw = compose(mail)
        return mail_id(raw), raw

    try:
        return await asyncio.to_thread(write)
    except Unwritable as problem:
        raise Refused("invalid", str(problem)) from None


def _email(id: str, draft: Draft, mail: Outgoing, shown: list[emails.Attachment]) -> emails.Email:
    return emails.Email(
        id=id,
        mailbox=draft.mailbox["_id"],
        message_id=mail.message_id.strip("<>"),
        in_reply_to=mail.in_reply_to or None,
        sender=Party(mail.sender.name, mail.sender.address),
        to=draft.to,
        cc=draft.cc,
        bcc=draft.bcc,
        subject=line(clean(mail.subject)),
        text=mail.text,
        reply_text=draft.text,
        has_html=True,
        attachments=tuple(shown),
        verified=True,
        due_at=draft.due_at,
    )


def _mailboxes(people: Sequence[Party]) -> tuple[Mailbox, ...]:
    return tuple(Mailbox(one.address, one.name) for one in people)
