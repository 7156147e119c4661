"""Mail over HTTP: importing one, its bytes as they came, its headers."""

import asyncio

from aiohttp import web

from domain.refusal import Refused
from mail.caps import HEADER_BYTES, MAIL_BYTES
from mail.child import Parsers
from mail.facts import Unparsed
from mail.intake import Intake
from mail.raw_mail import RawMail
from mail.received import header_texts
from server.access import Access, Caller
from server.api.conversations import pieces
from server.api.requests import answer, words
from server.clock import Clock
from server.codec import wire_event
from server.desk import Desk
from server.directory import Directory, Document
from server.mail.shelf import MailShelf

PATIENCE_SECONDS = 120.0
"""How long an import waits for its Event; a mail that takes longer becomes one all the same."""
_TYPES = ("message/rfc822", "application/octet-stream")
_HEADERS = {
    "Content-Type": "text/plain",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "same-origin",
}
"""Whatever a mail holds, no browser is to make anything of it."""


class MailSources:
    """Handlers below ``/api/v1/mail``."""

    def __init__(
        self,
        *,
        access: Access,
        desk: Desk,
        directory: Directory,
        intake: Intake,
        shelf: MailShelf,
        parsers: Parsers,
        clock: Clock,
    ) -> None:
        self._access, self._desk, self._directory = access, desk, directory
        self._intake, self._shelf, self._parsers, self._clock = intake, shelf, parsers, clock

    async def import_(self, request: web.Request, caller: Caller) -> web.Response:
        """POST a mail: 202 once it is durable, or with ``wait=1`` 201 and its Event; 200 for one that was there before.

        Location is where these very bytes are: the Event of a mail that came before may have others.
        """
        mailbox = words(request, "mailbox", 64)
        if mailbox:
            self._directory.get("mailboxes", mailbox)
        if request.content_type not in _TYPES:
            raise Refused("unsupported_type", "Send message/rfc822.")
        raw = await _whole(request)
        mail = RawMail(raw=raw, source="import", received_at=self._clock.now(), size=len(raw), mailbox=mailbox)
        id, fresh = await self._intake.keep(mail)
        event, first = await self._event(id) if words(request, "wait", 1) == "1" else (None, True)
        bytes_at = {"Location": f"/api/v1/mail/{id}/raw"}
        if event is None:
            return answer({"mail": id}, 202 if fresh else 200, bytes_at)
        return answer(event, 201 if fresh and first else 200, bytes_at)

    async def raw(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """GET the mail byte for byte."""
        row = await self._seen(request, caller)
        parts = await self._shelf.pieces(row)
        response = web.StreamResponse(
            headers={**_HEADERS, "Content-Disposition": f'attachment; filename="{row["_id"]}.eml"'}
        )
        if row["whole"]:
            response.content_length = row["size"]
        await response.prepare(request)
        async for piece in parts:
            await response.write(piece)
        await response.write_eof()
        return response

    async def headers(self, request: web.Request, caller: Caller) -> web.Response:
        """GET the headers, who vouches for the sender, and what could not be made sense of."""
        row = await self._seen(request, caller)
        head = await self._shelf.raw(row, HEADER_BYTES)
        parsed = await self._parsers.parse(head)
        shown = header_texts(head) if isinstance(parsed, Unparsed) else parsed.headers
        return answer({"headers": shown, "verdict": row.get("verdict", ""), "problems": row["problems"]})

    async def _seen(self, request: web.Request, caller: Caller) -> Document:
        """What is known of a mail whose Conversation the caller sees. Raises Refused."""
        id = request.match_info["id"]
        await self._intake.settled(id)  # its Event is pushed a moment before this is written down
        row = await self._shelf.find(id)
        if row is None or row["conversation"] is None or row["raw"] is None:
            raise Refused("not_found", "There is no such mail.")
        await self._access.conversation(caller, row["conversation"])
        return row

    async def _event(self, id: str) -> tuple[Document | None, bool]:
        """The Event that the mail became, None if that takes too long, and whether it is of these bytes: the same mail may have come with others."""
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                await self._intake.settled(id)
        except TimeoutError:
            return None, True
        row = await self._shelf.find(id)
        if row is None or row["state"] != "done":
            return None, True
        (event,) = await self._desk.events(row["conversation"], row["number"] - 1, 1)
        email = getattr(event.body, "email", None)
        return wire_event(event), email is not None and email.id == id


async def _whole(request: web.Request) -> bytes:
    """The body. Raises Refused when it is empty or too large."""
    raw = bytearray()
    async for piece in pieces(request):
        raw += piece
        if len(raw) > MAIL_BYTES:
            raise Refused("too_large", f"A mail may have up to {MAIL_BYTES // 1024 // 1024} MB.")
    if not raw:
        raise Refused("invalid", "The mail is empty.")
    return bytes(raw)
