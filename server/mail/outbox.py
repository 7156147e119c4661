"""The outbox's side of the program: Letters as documents, the bytes they carry, the servers they leave by, and who is told.

``mail/outbox.py`` decides when and how often; here is only where things are.
"""

from collections.abc import AsyncIterator, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from domain.commands import ReportDelivery
from domain.emails import DeliveryState
from domain.ids import unguessable
from domain.refusal import Refused
from mail.letter import Letter
from mail.mail_server import MailServer
from mail.outbox import Overtaken
from server.clock import Clock
from server.desk import Desk
from server.mail.mailboxes import Mailboxes
from store.files import Files
from store.tables import Conflict, Table, Tables

MOST_OF_ONE_CONVERSATION = 10_000
LARGEST_MAIL = 64 * 1024 * 1024
WORTHLESS_AFTER = timedelta(minutes=10)
"""What a mail of no Conversation carries is a code; one that has not left by then would only confuse."""


class LetterTable:
    """Letters in the ``outbox`` table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    async def due(self, at: datetime, limit: int) -> list[Letter]:
        """See ``mail.outbox.Letters.due``."""
        later_at = at + timedelta(milliseconds=1)
        return _letters(await self._table.find({"state": "queued"}, by="due_at", below=later_at, limit=limit))

    async def save(self, letter: Letter) -> Letter:
        """See ``mail.outbox.Letters.save``."""
        try:
            return _letter(await self._table.replace(_document(letter)))
        except Conflict:
            raise Overtaken(letter.id) from None

    async def add(self, letter: Letter) -> None:
        """Keep a new Letter. Raises Taken."""
        await self._table.insert(_document(letter))

    async def get(self, id: str) -> Letter | None:
        """One Letter."""
        document = await self._table.get(id)
        return _letter(document) if document else None

    async def in_state(self, state: str, limit: int) -> list[Letter]:
        """Letters in a state, longest due first."""
        return _letters(await self._table.find({"state": state}, by="due_at", limit=limit))

    async def of_mail(self, conversation: str, mail: str) -> Letter | None:
        """The Letter that carries a mail of a Conversation."""
        found = await self._table.find({"conversation": conversation}, limit=MOST_OF_ONE_CONVERSATION)
        return next((letter for letter in _letters(found) if letter.mail == mail), None)

    async def forget(self, letter: Letter) -> None:
        """Remove a Letter that never left."""
        await self._table.delete(letter.id)


class MailPost:
    """See ``mail.outbox.Post``."""

    def __init__(self, tables: Tables, files: Files, mailboxes: Mailboxes, desk: Desk, clock: Clock) -> None:
        self._tables = tables
        self._files = files
        self._mailboxes = mailboxes
        self._desk = desk
        self._clock = clock

    async def content(self, letter: Letter) -> bytes:
        """The bytes that were composed."""
        mail = await self._tables.mails.get(letter.mail)
        assert mail is not None
        return await whole(self._files, mail["raw"])

    def server(self, mailbox: str) -> MailServer | None:
        """The mailbox's server for sending, while it is in use."""
        try:
            return self._mailboxes.server_of(mailbox, "smtp")
        except Refused:
            return None

    async def report(self, letter: Letter, state: DeliveryState, words: str) -> None:
        """Tell the Conversation, once; a mail of none is forgotten with every byte once its end is known."""
        if not letter.conversation:
            if state != "delayed" or self._clock.now() - letter.created_at > WORTHLESS_AFTER:
                await self._forget(letter)
            return
        await self._desk.do(
            ReportDelivery(
                id=f"{letter.id}|{state}|{letter.attempts}",
                conversation=letter.conversation,
                at=self._clock.now(),
                channel="email",
                message=letter.number,
                state=state,
                words=words,
            )
        )

    async def _forget(self, letter: Letter) -> None:
        mail = await self._tables.mails.get(letter.mail)
        if mail is not None:
            await self._files.delete(mail["raw"])
            await self._tables.mails.delete(letter.mail)
        await self._tables.outbox.delete(letter.id)


async def kept_mail(
    files: Files, raw: bytes, mailbox: str, sender: str, recipients: Sequence[str], at: datetime
) -> dict[str, Any]:
    """The bytes of a mail of ours, stored, and what its row says of them."""
    return {
        "raw": await stored(files, "raw", raw),
        "state": "done",
        "source": "sent",
        "mailbox": mailbox,
        "received_at": at,
        "size": len(raw),
        "whole": True,
        "envelope_from": sender,
        "envelope_to": list(recipients),
        "peer": "",
        "number": None,
        "problems": [],
        "rv": 1,
    }


async def stored(files: Files, prefix: str, content: bytes) -> str:
    """The id under which ``content`` is stored now."""
    id = unguessable(prefix)
    await files.create(id, _once(content), LARGEST_MAIL)
    return id


async def whole(files: Files, id: str) -> bytes:
    """All bytes of a stored file. Raises NoSuchFile."""
    return b"".join([piece async for piece in await files.open(id)])


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _document(letter: Letter) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(letter, builtin_types=(datetime,))
    plain["_id"] = plain.pop("id")
    return plain


def _letter(document: dict[str, Any]) -> Letter:
    return msgspec.convert({**document, "id": document["_id"]}, Letter)


def _letters(documents: list[dict[str, Any]]) -> list[Letter]:
    return [_letter(document) for document in documents]
