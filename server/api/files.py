"""Files over HTTP: visitors' uploads, and every download, whoever asks."""

import time
from typing import Any

from aiohttp import web

from chat.addresses import network_of
from chat.tokens import VisitorTokens
from domain.conversation import sees
from domain.events import MessageReceived, MessageSent
from domain.limits import Buckets, Limit
from domain.refusal import Refused
from server.access import Access, bearer
from server.api.conversations import pieces
from server.api.requests import answer, words
from server.desk import Desk
from server.directory import Directory
from server.files import LARGEST, FileShelf, of_template
from server.transcript import transcript
from server.visitors.reception import ChatCentre

UPLOADS = Limit(burst=20, per_second=0.5)
BYTES = Limit(burst=500 * 2**20, per_second=2 * 2**20)
"""Uploaded from one address: visitor tokens are free, so the files of all of them count together."""
TRANSCRIPTS = Limit(burst=10, per_second=0.2)


class FilePages:
    """Handlers of ``/api/v1/files`` and ``/api/v1/visitor``."""

    def __init__(
        self,
        *,
        files: FileShelf,
        access: Access,
        desk: Desk,
        directory: Directory,
        tokens: VisitorTokens,
        centre: ChatCentre,
    ) -> None:
        self._files, self._access, self._desk = files, access, desk
        self._directory, self._tokens, self._centre = directory, tokens, centre
        self._uploads, self._bytes, self._transcripts = Buckets(UPLOADS), Buckets(BYTES), Buckets(TRANSCRIPTS)

    async def show(self, request: web.Request) -> web.StreamResponse:
        """The bytes, to whoever may see its Conversation."""
        return await self._files.send(request, await self._seen(request))

    async def upload(self, request: web.Request) -> web.Response:
        """A visitor's file for their next message."""
        visitor = self._visitor(request)
        now, size = time.monotonic(), request.content_length or LARGEST
        wait = self._uploads.take(visitor, now) or self._bytes.take(network_of(request), now, min(size, LARGEST))
        if wait:
            raise Refused("rate_limited", f"Too many files. Try again in {max(1, round(wait))} s.")
        name = words(request, "name")
        document = await self._files.take(name, pieces(request), visitor=visitor, agent=None, conversation=None)
        shown = {field: document[field] for field in ("name", "size", "type")}
        return answer({"id": document["_id"], **shown, "url": self._files.link(document["_id"], visitor)}, 201)

    async def transcript(self, request: web.Request) -> web.Response:
        """The visitor's latest Conversation as plain text."""
        visitor = self._visitor(request)
        wait = self._transcripts.take(visitor, time.monotonic())
        if wait:
            raise Refused("rate_limited", f"Too many transcripts. Try again in {max(1, round(wait))} s.")
        states = await self._centre.conversations_of(visitor, 1)
        if not states:
            raise Refused("not_found", "There is no conversation yet.")
        return web.Response(text=await transcript(self._desk, states[0], to_visitor=True), content_type="text/plain")

    # ----------------------------------------------------------------------------------------------------------------------

    async def _seen(self, request: web.Request) -> dict[str, Any]:
        """The file, if the caller is an Agent who sees its Conversation or the visitor it was said to. Raises Refused."""
        document = await self._files.find(request.match_info["id"])
        visitor = self._visitor_or_none(request) or self._visitor_of_link(request)
        if visitor is not None:
            if document["visitor"] == visitor or await self._was_said_to(visitor, document):
                return document
            raise Refused("not_found", "There is no such file.")
        caller = await self._access.by_request(request)
        if of_template(document):
            caller.need("conversations.handle")
        elif document["conversation"] is not None:
            await self._access.conversation(caller, document["conversation"])
        elif document["agent"] != caller.id:
            raise Refused("not_found", "There is no such file.")
        return document

    async def _was_said_to(self, visitor: str, document: dict[str, Any]) -> bool:
        """Whether a message of the visitor's Conversation, and not a note, carries the file."""
        state = await self._desk.conversation(document["conversation"]) if document["conversation"] else None
        if state is None or state.visitor != visitor:
            return False
        after = 0
        while events := await self._desk.events(state.id, after, 500):
            after = events[-1].number
            said = (e.body for e in events if isinstance(e.body, MessageSent | MessageReceived) and sees(e.body))
            if any(file.id == document["_id"] for body in said for file in body.files):
                return True
        return False

    def _visitor(self, request: web.Request) -> str:
        visitor = self._visitor_or_none(request)
        if visitor is None:
            raise Refused("unauthorised", "Open the chat first.")
        return visitor

    def _visitor_of_link(self, request: web.Request) -> str | None:
        visitor, expires, signature = (
            words(request, name, most) for name, most in (("visitor", 64), ("expires", 20), ("signature", 64))
        )
        return visitor if self._files.link_holds(request.match_info["id"], visitor, expires, signature) else None

    def _visitor_or_none(self, request: web.Request) -> str | None:
        token = bearer(request)
        if not token.startswith("vis_"):
            return None
        known = (
            self._tokens.visitor(token, widget["_id"]) for widget in self._directory.all("widgets") if widget["active"]
        )
        return next((visitor for visitor in known if visitor is not None), None)
