"""Files of messages: streamed in with their type found by content, and shown only to who may see their Conversation.

A visitor's link is signed for them and five minutes, because an ``<img>`` in a frame on somebody else's page carries no cookie; it
only says who asks. Whether they may see the file is looked up each time.
"""

import asyncio
import codecs
import hashlib
import hmac
import unicodedata
from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import puremagic
from aiohttp import web

from domain.events import File
from domain.ids import unguessable
from domain.refusal import Refused
from domain.stream import Unavailable
from server.clock import Clock
from store.files import Files, NoSuchFile, TooLarge
from store.tables import Conflict, Table, Taken

LARGEST = 25 * 1024 * 1024
LINK_SECONDS = 300
HEAD = 4096
UNCLAIMED = timedelta(days=1)
SWEEP_EVERY_SECONDS = 3600.0
MOST_SWEPT = 1000
INLINE = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
"""Shown in the page; anything else is downloaded, because a browser might run it."""

Document = dict[str, Any]


class FileShelf:
    """Takes files in and hands them out."""

    def __init__(self, table: Table, files: Files, clock: Clock, secret: str) -> None:
        self._table = table
        self._files = files
        self._clock = clock
        self._secret = secret.encode()

    async def take(
        self,
        name: str,
        source: AsyncIterator[bytes],
        *,
        visitor: str | None,
        agent: str | None,
        conversation: str | None,
    ) -> Document:
        """Store an upload. Raises Refused when it is too large or empty."""
        id = unguessable("fil")
        head = bytearray()
        try:
            size = await self._files.create(id, _watched(source, head), LARGEST)
        except TooLarge:
            raise Refused("too_large", f"Files may have up to {LARGEST // 1024 // 1024} MB.") from None
        if size == 0:
            await self._files.delete(id)
            raise Refused("invalid", "The file is empty.")
        document = {
            "_id": id,
            "name": safe_name(name),
            "size": size,
            "type": type_of(bytes(head)),
            "visitor": visitor,
            "agent": agent,
            "conversation": conversation,
            "created_at": self._clock.now(),
            "rv": 1,
        }
        await self._table.insert(document)
        return document

    async def keep(self, name: str, content: bytes, conversation: str) -> File:
        """Store what came with a mail, whatever its size: the mail's own was bounded."""
        id = unguessable("fil")
        file = File(
            id, safe_name(name), await self._files.create(id, _once(content), len(content)), type_of(content[:HEAD])
        )
        facts = {"name": file.name, "size": file.size, "type": file.type}
        owners = {"visitor": None, "agent": None, "conversation": conversation}
        await self._table.insert({"_id": id, **facts, **owners, "created_at": self._clock.now(), "rv": 1})
        return file

    async def drop(self, id: str) -> None:
        """Remove a file that no message names."""
        await self._table.delete(id)
        await self._files.delete(id)

    async def claim(self, ids: list[str], owner: Callable[[Document], bool], conversation: str) -> tuple[File, ...]:
        """The files a message names, now its Conversation's. Raises Refused for one that is not the sender's to send."""
        found = await self._table.get_many(ids)
        files = []
        for id in ids:
            document = found.get(id)
            if document is None or not owner(document):
                raise Refused("not_found", "There is no such file.")
            if of_template(document) and document["conversation"] != conversation:
                document = await self._copied(document, conversation)
            if document["conversation"] not in (None, conversation):
                raise Refused("not_found", "There is no such file.")
            if document["conversation"] is None:
                await self._give(document, conversation)
            files.append(File(document["_id"], document["name"], document["size"], document["type"]))
        return tuple(files)

    async def find(self, id: str) -> Document:
        """A file's facts. Raises Refused."""
        document = await self._table.get(id)
        if document is None:
            raise Refused("not_found", "There is no such file.")
        return document

    def link(self, id: str, visitor: str) -> str:
        """A path that proves for five minutes that ``visitor`` asks."""
        expires = int(self._clock.now().timestamp()) + LINK_SECONDS
        signature = self._signature(id, visitor, expires)
        return f"/api/v1/files/{id}?visitor={visitor}&expires={expires}&signature={signature}"

    def link_for(self, visitor: str) -> Callable[[str], str]:
        """Links of ``visitor`` by file id."""
        return lambda id: self.link(id, visitor)

    def link_holds(self, id: str, visitor: str, expires: str, signature: str) -> bool:
        """Whether a link was made here for this visitor and still lives."""
        if not expires.isdecimal() or len(expires) > 12 or int(expires) < self._clock.now().timestamp():
            return False
        return hmac.compare_digest(signature.encode(), self._signature(id, visitor, int(expires)).encode())

    async def run(self) -> None:
        """Forget, until cancelled, uploads that no message ever named."""
        while True:
            with suppress(Unavailable):
                await self.sweep()
            await asyncio.sleep(SWEEP_EVERY_SECONDS)

    async def sweep(self) -> int:
        """Remove uploads older than a day that belong to no Conversation; answers with how many."""
        before_at = self._clock.now() - UNCLAIMED
        unclaimed = await self._table.find({"conversation": None}, limit=MOST_SWEPT)
        old = [document["_id"] for document in unclaimed if document["created_at"] < before_at]
        for id in old:
            await self._files.delete(id)
            await self._table.delete(id)
        return len(old)

    async def send(self, request: web.Request, document: Document) -> web.StreamResponse:
        """Stream a file as an answer that no browser will run."""
        try:
            pieces = await self._files.open(document["_id"])
            first = await anext(pieces, b"")
        except NoSuchFile:
            raise Refused("not_found", "There is no such file.") from None
        response = web.StreamResponse(headers=_headers(document))
        response.content_length = document["size"]
        await response.prepare(request)
        await response.write(first)
        async for piece in pieces:
            await response.write(piece)
        await response.write_eof()
        return response

    def _signature(self, id: str, visitor: str, expires: int) -> str:
        return hmac.new(self._secret, f"file|{id}|{visitor}|{expires}".encode(), hashlib.sha256).hexdigest()[:40]

    async def _copied(self, document: Document, conversation: str) -> Document:
        """A template's file as one of a Conversation: the same copy, however often it is sent there."""
        id = unguessable("fil", hashlib.sha256(f"{conversation}|{document['_id']}".encode()).digest()[:16])
        copy = {**document, "_id": id, "conversation": conversation, "created_at": self._clock.now(), "rv": 1}
        with suppress(Taken):
            await self._files.create(id, await self._files.open(document["_id"]), LARGEST)
        with suppress(Taken):
            await self._table.insert(copy)
        return copy

    async def _give(self, document: Document, conversation: str) -> None:
        try:
            await self._table.replace({**document, "conversation": conversation})
        except Conflict:
            if (await self.find(document["_id"]))["conversation"] != conversation:
                raise Refused("not_found", "There is no such file.") from None


def of_template(document: Document) -> bool:
    """Whether a file belongs to a template: whoever may answer Conversations may see it, and send copies of it."""
    return str(document["conversation"] or "").startswith("tpl_")


def sendable_by(agent: str) -> Callable[[Document], bool]:
    """Which files an Agent may send: their own uploads, and what belongs to templates."""
    return lambda document: document["agent"] == agent or of_template(document)


def template_file(template: str, agent: str) -> Callable[[Document], bool]:
    """Which files ``agent`` may put into a template: their own uploads, and what it has already."""
    return lambda document: (
        document["conversation"] == template or (document["agent"] == agent and document["conversation"] is None)
    )


def safe_name(name: str) -> str:
    """A name fit for a header and a screen: the last path part, no control characters, at most 120 characters."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(mark for mark in last if unicodedata.category(mark)[0] != "C" and mark not in "\u2028\u2029")
    return kept.strip(" .")[:120] or "file"


def type_of(head: bytes) -> str:
    """The media type by content; what is not known for certain is just bytes."""
    if not head:
        return "text/plain"
    try:
        best = puremagic.magic_string(head)[0]
    except (puremagic.PureError, IndexError):
        return "text/plain" if _is_text(head) else "application/octet-stream"
    if best.mime_type in INLINE or (best.confidence >= 0.8 and best.mime_type):
        return str(best.mime_type)
    return "text/plain" if _is_text(head) else "application/octet-stream"


def _is_text(head: bytes) -> bool:
    """UTF-8 without NUL; a character cut off at the end of the head is no fault."""
    try:
        return b"\0" not in head and bool(codecs.getincrementaldecoder("utf-8")().decode(head))
    except UnicodeDecodeError:
        return False


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content


async def _watched(source: AsyncIterator[bytes], head: bytearray) -> AsyncIterator[bytes]:
    """``source``, with its beginning kept in ``head``."""
    async for piece in source:
        if len(head) < HEAD:
            head += piece[: HEAD - len(head)]
        yield piece


def _headers(document: Document) -> dict[str, str]:
    inline = document["type"] in INLINE
    ascii_name = document["name"].encode("ascii", "replace").decode().replace('"', "'").replace("\\", "_")
    disposition = "inline" if inline else "attachment"
    return {
        "Content-Type": document["type"] if inline else "application/octet-stream",
        "Content-Disposition": f"{disposition}; filename=\"{ascii_name}\"; filename*=UTF-8''{quote(document['name'])}",
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cache-Control": "private, max-age=240",
    }
