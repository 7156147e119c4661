"""Where mails are kept: their bytes and their HTML as files, what is known of each as a row of ``mails``, both under the hash of the bytes.

The row is written after the bytes, so a mail that has a row is durable; while its ``state`` is "waiting" it still has to become an Event.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from domain.ids import unguessable
from mail.caps import HTML_CHARACTERS, MAIL_BYTES
from mail.identity import mail_id
from mail.intake_needs import Kept, Outcome
from mail.raw_mail import RawMail
from store.files import Files
from store.tables import Conflict, Table, Taken

MOST_WAITING = 1_000_000
SENT = "sent"
"""The ``source`` of a mail that we wrote."""
COME_BACK = b"come back\0"
FRESH_BYTES = 16 * 1024 * 1024
KNOWN = ("source", "mailbox", "received_at", "size", "envelope_from", "peer")
"""What a row says of how the mail came, as ``RawMail`` has it."""

Document = dict[str, Any]


class MailShelf:
    """See ``mail.intake_needs.Shelf``."""

    def __init__(self, mails: Table, files: Files) -> None:
        self._mails, self._files = mails, files
        self._fresh: dict[str, tuple[Document, RawMail]] = {}
        self._fresh_bytes = 0

    async def keep(self, mail: RawMail) -> tuple[str, bool]:
        """See ``Shelf.keep``. One of our own mailboxes may write to another: the bytes we sent then come in as a mail of their own."""
        id = await asyncio.to_thread(mail_id, mail.raw)
        row = await self._mails.get(id)
        if row is not None and row["source"] == SENT:
            id = await asyncio.to_thread(mail_id, COME_BACK + mail.raw)
            row = await self._mails.get(id)
        return id, row is None and await self._add(id, mail)

    async def waiting(self) -> list[Kept]:
        """See ``Shelf.waiting``."""
        rows = await self._mails.find({"state": "waiting"}, by="received_at", limit=MOST_WAITING)
        return [Kept(row["_id"], min(row["size"], MAIL_BYTES)) for row in rows]

    async def mail(self, id: str) -> RawMail:
        """See ``Shelf.mail``."""
        if id in self._fresh:
            return self._fresh[id][1]
        row = await self._mails.get(id)
        assert row is not None
        return RawMail(
            raw=await self.raw(row),
            envelope_to=tuple(row["envelope_to"]),
            **{name: row[name] for name in KNOWN},
        )

    async def raw(self, row: Document, end: int | None = None) -> bytes:
        """The bytes of a mail, or the first ``end`` of them."""
        return b"".join([piece async for piece in await self._files.open(row["raw"], 0, end)])

    async def pieces(self, row: Document) -> AsyncIterator[bytes]:
        """The bytes of a mail, piece by piece."""
        return await self._files.open(row["raw"])

    async def find(self, id: str) -> Document | None:
        """What is known of a mail."""
        return await self._mails.get(id)

    async def finish(self, id: str, outcome: Outcome) -> None:
        """See ``Shelf.finish``."""
        row = self._forgotten(id) or await self._mails.get(id)
        if row is None or row["state"] == "done":
            return
        html = await self._keep_html(outcome.html)
        placed = {"conversation": outcome.conversation, "number": outcome.number, "key": outcome.key}
        found = {"sender": outcome.sender, "verdict": outcome.verdict, "problems": list(outcome.problems)}
        done = {"state": "done", "html": html, "mailbox": outcome.mailbox}
        try:
            await self._mails.replace({**row, **placed, **found, **done})
        except Conflict:  # another node was faster
            if html:
                await self._files.delete(html)

    async def _add(self, id: str, mail: RawMail) -> bool:
        """Bytes first, then the row. The file's name is new each time: half of it may be left of an attempt that a crash cut off."""
        file = unguessable("raw")
        await self._files.create(file, _once(mail.raw), len(mail.raw))
        row: Document = {"_id": id, "raw": file, "state": "waiting", **{name: getattr(mail, name) for name in KNOWN}}
        row |= {"envelope_to": list(mail.envelope_to), "whole": mail.whole, "html": None, "sender": ""}
        row |= {"conversation": None, "number": None, "problems": [], "rv": 1}
        try:
            await self._mails.insert(row)
        except Taken:  # the same bytes came by another way at once
            await self._files.delete(file)
            return False
        self._remember(row, mail)
        return True

    def _remember(self, row: Document, mail: RawMail) -> None:
        """Keep a mail at hand until it is an Event, which is usually soon; how many there is room for is bounded."""
        if self._fresh_bytes + len(mail.raw) <= FRESH_BYTES:
            self._fresh[row["_id"]] = (row, mail)
            self._fresh_bytes += len(mail.raw)

    def _forgotten(self, id: str) -> Document | None:
        row, mail = self._fresh.pop(id, (None, None))
        self._fresh_bytes -= len(mail.raw) if mail else 0
        return row

    async def _keep_html(self, html: str) -> str | None:
        if not html.strip():
            return None
        file = unguessable("htm")
        await self._files.create(file, _once(html.encode()), 4 * HTML_CHARACTERS)
        return file


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
