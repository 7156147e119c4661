"""What a mail looks like: its cleaned HTML on a page of its own, under a policy that runs and loads nothing, and the images it may show.

The page is meant for a sandboxed frame, which has no origin and sends no cookie; so the images on it are found by links that are signed for five
minutes. Remote images come through us: whoever sent the mail learns neither when nor where it is read, unless an agent asks for them.
"""

import asyncio
import hashlib
import hmac
import html
import re
from collections.abc import Awaitable, Callable, Iterable
from typing import Any
from urllib.parse import urlencode

from aiohttp import web

from domain.emails import Attachment, Email
from domain.events import MessageReceived, MessageSent
from domain.refusal import Refused
from mail.caps import HTML_CHARACTERS
from mail.child import Parsers
from mail.facts import Unparsed
from server.access import Access, Caller
from server.api.requests import words
from server.clock import Clock
from server.desk import Desk
from server.files import INLINE, FileShelf
from server.outbound import LONGEST_URL, Outbound, Unreachable
from store.files import Files, NoSuchFile
from store.tables import Table

LINK_SECONDS = 300
IMAGE_BYTES = 5 * 2**20
IMAGES_AT_ONCE = 8
MOST_IMAGES = 100
"""Remote images of one mail that are shown."""

POLICY = (
    "default-src 'none'; img-src {origin} data:; style-src 'unsafe-inline'; form-action 'none'; base-uri 'none'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox; frame-ancestors 'self'"
)
PAGE = """<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Email</title>
<style>
:root {{ color-scheme: only light; }}
body {{ margin: 0; padding: 16px; background: #fff; color: #1d1d1f; font: 15px/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }}
img {{ max-width: 100%; }}
img[data-remote-src]:not([src]) {{ min-width: 16px; min-height: 16px; outline: 1px dashed #b9b9bf; outline-offset: -1px; }}
pre {{ white-space: pre-wrap; }}
blockquote {{ margin: 0 0 0 4px; padding-left: 12px; border-left: 2px solid #d9d9de; }}
</style>
</head>
<body>{body}</body>
</html>
"""
"""White paper in either theme: a mail's own colours are made for it."""

IMAGE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; sandbox",
    "Cross-Origin-Resource-Policy": "cross-origin",  # a sandboxed frame has no origin that could be the same
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, max-age=240",
}

_REMOTE = re.compile(r'(<img(?: [a-z-]+="[^"]*")*?) data-remote-src="([^"]*)"')
"""An image as the cleaner writes it; in its output "<img" stands nowhere else, and no quote inside a value."""
_BEGINNINGS = (
    (re.compile(rb"\x89PNG\r\n\x1a\n"), "image/png"),
    (re.compile(rb"\xff\xd8\xff"), "image/jpeg"),
    (re.compile(rb"GIF8[79]a"), "image/gif"),
    (re.compile(rb"RIFF....WEBP", re.DOTALL), "image/webp"),
)


class MailPages:
    """Handlers below ``/mail``; ``origin`` is where this page's own images come from."""

    def __init__(
        self,
        *,
        access: Access,
        desk: Desk,
        mails: Table,
        settled: Callable[[str], Awaitable[None]],
        shelf: FileShelf,
        files: Files,
        parsers: Parsers,
        outbound: Outbound,
        clock: Clock,
        secret: str,
        origin: str,
    ) -> None:
        self._access, self._desk, self._mails, self._settled = access, desk, mails, settled
        self._shelf, self._files = shelf, files
        self._parsers, self._outbound, self._origin = parsers, outbound, origin
        self._links = Links(secret, clock)
        self._turn = asyncio.Semaphore(IMAGES_AT_ONCE)

    async def body(self, request: web.Request, caller: Caller) -> web.Response:
        """GET the HTML of a mail whose Conversation the caller sees; with ``images=1`` remote images too."""
        id = request.match_info["id"]
        await self._settled(id)  # its Event is pushed a moment before this is written down
        row = await self._mails.get(id)
        if row is None or not row.get("html") or not row.get("conversation"):
            raise Refused("not_found", "There is no such mail.")
        await self._access.conversation(caller, row["conversation"])
        email = await self._email(row)
        cleaned = await self._parsers.cleaned(await self._html(row["html"]), self._inline(id, email.attachments))
        if isinstance(cleaned, Unparsed):
            return self._page("<p>The HTML of this mail cannot be shown. Its text and its original are there.</p>", 0)
        shown = self._with_images(cleaned.html) if words(request, "images", 1) == "1" else cleaned.html
        return self._page(shown, cleaned.remote_images)

    async def part(self, request: web.Request) -> web.StreamResponse:
        """GET an image that came with a mail, by a link of ours."""
        mail, file = request.match_info["id"], request.match_info["file"]
        self._links.check(request, _part(mail, file))
        document = await self._shelf.find(file)
        if document["type"] not in INLINE:
            raise Refused("not_found", "This is no image.")
        pieces = await self._opened(file)
        response = web.StreamResponse(headers={**IMAGE_HEADERS, "Content-Type": document["type"]})
        response.content_length = document["size"]
        await response.prepare(request)
        async for piece in pieces:
            await response.write(piece)
        return response

    async def image(self, request: web.Request) -> web.Response:
        """GET a remote image, by a link of ours. Raises Refused for all that is no image."""
        url = words(request, "url", LONGEST_URL)
        self._links.check(request, _remote(url))
        try:
            async with self._turn:
                fetched = await self._outbound.fetch(url, headers={"Accept": "image/*"}, most_bytes=IMAGE_BYTES)
        except Unreachable as problem:
            raise Refused("not_found", str(problem)) from None
        kind = next((kind for beginning, kind in _BEGINNINGS if beginning.match(fetched.body)), None)
        if fetched.status != 200 or kind is None:
            raise Refused("not_found", "There is no image.")
        return web.Response(body=fetched.body, content_type=kind, headers=IMAGE_HEADERS)

    # ----------------------------------------------------------------------------------------------------------------------

    async def _email(self, row: dict[str, Any]) -> Email:
        if row["number"] is None:  # it is kept, but not yet an Event
            raise Refused("not_found", "There is no such mail yet.")
        found = await self._desk.events(row["conversation"], row["number"] - 1, 1)
        for event in found:
            if isinstance(event.body, MessageReceived | MessageSent) and event.body.email is not None:
                return event.body.email
        raise Refused("not_found", "There is no such mail.")

    async def _html(self, file: str) -> str:
        """The HTML as it was stored, no more of it than is ever shown."""
        source = bytearray()
        async for piece in await self._opened(file, 4 * HTML_CHARACTERS):
            source += piece
        return source.decode("utf-8", "replace")

    async def _opened(self, file: str, end: int | None = None) -> Any:
        try:
            return await self._files.open(file, 0, end)
        except NoSuchFile:
            raise Refused("not_found", "There is no such file.") from None

    def _inline(self, mail: str, attachments: Iterable[Attachment]) -> dict[str, str]:
        """Where the images are that the HTML calls by their content ids."""
        return {
            one.cid: f"/mail/{mail}/parts/{one.id}?{self._links.signed(_part(mail, one.id))}"
            for one in attachments
            if one.cid
        }

    def _with_images(self, cleaned: str) -> str:
        """The same HTML with its remote images coming through us."""

        def through_us(found: re.Match[str]) -> str:
            url = html.unescape(found[2])
            query = urlencode({"url": url})
            return f'{found[1]} src="{html.escape(f"/mail/image?{query}&{self._links.signed(_remote(url))}")}"'

        return _REMOTE.sub(through_us, cleaned, count=MOST_IMAGES)

    def _page(self, body: str, remote_images: int) -> web.Response:
        headers = {
            "Content-Security-Policy": POLICY.format(origin=self._origin),
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
            "X-Remote-Images": str(remote_images),
        }
        return web.Response(text=PAGE.format(body=body), content_type="text/html", headers=headers)


class Links:
    """Links that hold for five minutes and only for what they were made for."""

    def __init__(self, secret: str, clock: Clock) -> None:
        self._secret, self._clock = secret.encode(), clock

    def signed(self, subject: str) -> str:
        """The query that proves it."""
        expires = int(self._clock.now().timestamp()) + LINK_SECONDS
        return f"expires={expires}&signature={self._signature(subject, expires)}"

    def check(self, request: web.Request, subject: str) -> None:
        """Raises Refused unless the request carries a query made here for ``subject`` that still holds."""
        expires, signature = words(request, "expires", 12), words(request, "signature", 64)
        known = expires.isascii() and expires.isdecimal() and int(expires) >= self._clock.now().timestamp()
        if not known or not hmac.compare_digest(signature.encode(), self._signature(subject, int(expires)).encode()):
            raise Refused("forbidden", "This link no longer holds: open the mail again.")

    def _signature(self, subject: str, expires: int) -> str:
        return hmac.new(self._secret, f"{subject}|{expires}".encode(), hashlib.sha256).hexdigest()


def _part(mail: str, file: str) -> str:
    return f"mail part|{mail}|{file}"


def _remote(url: str) -> str:
    return f"mail image|{url}"
