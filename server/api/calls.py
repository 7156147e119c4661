"""Calls over HTTP: lists within the caller's reach, one call, and its recordings, whose every playback is written down."""

import re
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from typing import Any, cast, get_args

from aiohttp import web

from domain import call_commands as c
from domain.refusal import Refused
from domain.times import instant, iso
from server.access import Access, Caller
from server.api.requests import answer, number, words
from server.calls.shelf import CallShelf
from server.calls.wire import CallState
from server.clock import Clock
from server.customers.customers import Customers
from server.customers.masking import without
from server.desk import Desk
from server.directory import Directory
from server.privacy.audit import Audit
from server.privacy.holds import Holds
from store.files import Files, NoSuchFile
from store.tables import Table

STATES = get_args(CallState)
FIELDS = (
    *("call", "conversation", "state", "direction", "queue", "agent", "customer", "customer_name", "legs", "held"),
    *("recording", "callback", "reason", "started_at", "answered_at", "waiting_since_at", "ended_at", "agents"),
    *("parties", "talked_seconds", "speech", "quality"),
)
ONE_PLAYBACK = timedelta(minutes=10)
"""Stretches of a recording that follow each other within this are heard as one."""
RANGE = re.compile(r"bytes=(\d{1,15})?-(\d{1,15})?$")

Document = dict[str, Any]


class CallPages:
    """Handlers below ``/api/v1/calls``."""

    def __init__(
        self,
        *,
        access: Access,
        directory: Directory,
        calls: Table,
        audit: Audit,
        holds: Holds,
        customers: Customers,
        files: Files,
        shelf: CallShelf,
        desk: Desk,
        clock: Clock,
    ) -> None:
        self._access, self._directory, self._calls, self._audit = access, directory, calls, audit
        self._holds, self._files, self._shelf, self._desk, self._clock = holds, files, shelf, desk, clock
        self._customers = customers
        self._heard: dict[tuple[str, str], datetime] = {}

    async def index(self, request: web.Request, caller: Caller) -> web.Response:
        """A page of calls, newest first; ``state=live`` are those that go on."""
        limit = max(1, number(request, "limit", 50, 200))
        await self._shelf.settled()
        cursor = words(request, "cursor")
        found = await self._calls.newest(
            self._wanted(request, caller), by="started", before=_instant(cursor) if cursor else None, limit=limit
        )
        items = [self._shown(document) for document in found if await self._may_see(caller, document)]
        following = iso(found[-1]["started"]) if len(found) >= limit else None
        return answer({"items": items, "next": following})

    async def show(self, request: web.Request, caller: Caller) -> web.Response:
        """One call."""
        return answer(self._shown(await self._call(request, caller)))

    async def play(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """A recording's bytes, whole or a range (RFC 9110 §14); ``recording`` names one where there are several."""
        document = await self._call(request, caller)
        recording = self._recording(request, document)
        wanted = request.headers.get("Range") if _still_meant(request, recording) else None
        start, end, partial = _range(wanted, recording["size"])
        try:
            pieces = await self._files.open(recording["id"], start, end)
        except NoSuchFile:
            raise Refused("not_found", "This recording is no longer kept.") from None
        if request.method != "HEAD":
            await self._note_playback(caller, document, recording, start)
        return await _send(request, pieces, recording, start, end, partial)

    async def erase(self, request: web.Request, caller: Caller) -> web.Response:
        """Remove a recording; the call and its facts stay."""
        document = await self._call(request, caller)
        recording = self._recording(request, document)
        await self._holds.check((document["customer"],), (document["conversation"],))
        await self._write_down(caller, "recordings.erase", document, recording)
        await self._desk.do(
            c.EraseRecording(
                id=f"erase|{recording['id']}",
                conversation=document["conversation"],
                at=self._clock.now(),
                actor=caller.actor,
                call=document["_id"],
                recording=recording["id"],
            )
        )
        await self._files.delete(recording["id"])
        return web.Response(status=204)

    # ----------------------------------------------------------------------------------------------------------------------

    def _shown(self, document: Document) -> Document:
        """A call as docs/wire.md's, less what is masked of its Customer."""
        return cast(Document, without(_whole(document), self._customers.hidden(document["customer"])))

    async def _note_playback(self, caller: Caller, document: Document, recording: Document, start: int) -> None:
        """Write a playback down, not the next stretch of one: a range from the middle is no way round the audit."""
        now = self._clock.now()
        self._heard = {key: at for key, at in self._heard.items() if now - at < ONE_PLAYBACK}
        stretch = (caller.session.id, recording["id"])
        if start == 0 or stretch not in self._heard:
            await self._write_down(caller, "recordings.play", document, recording)
        self._heard[stretch] = now  # only now: what could not be written down is not heard, and not known either

    def _wanted(self, request: web.Request, caller: Caller) -> dict[str, Any]:
        state, queue, agent = words(request, "state"), words(request, "queue"), words(request, "agent")
        wanted: dict[str, Any] = {}
        if state == "live":
            wanted["live"] = True
        elif state:
            states = tuple(state.split(","))
            if not set(states) <= set(STATES):
                raise Refused("invalid", f"state is live, or some of {', '.join(STATES)}.")
            wanted["state"] = states
        if queue:
            wanted["queue"] = queue
        if agent:
            wanted["agents"] = caller.id if agent == "me" else agent
        return wanted

    async def _call(self, request: web.Request, caller: Caller) -> Document:
        """A call whose Conversation is within the caller's reach. Raises Refused."""
        await self._shelf.settled()
        id = request.match_info["id"]
        document = await self._calls.get(id) if id.startswith("cal_") else None
        if document is None or not await self._may_see(caller, document):
            raise Refused("not_found", "There is no such call.")
        return document

    async def _may_see(self, caller: Caller, document: Document) -> bool:
        state = await self._desk.conversation(document["conversation"])
        return state is not None and self._directory.sees(caller.agent, state)

    def _recording(self, request: web.Request, document: Document) -> Document:
        kept = [recording for recording in document["recordings"] if not recording["erased"]]
        wanted = words(request, "recording")
        found: Document | None = next((recording for recording in kept if wanted in ("", recording["id"])), None)
        if found is None:
            raise Refused("not_found", "There is no such recording.")
        return found

    async def _write_down(self, caller: Caller, act: str, document: Document, recording: Document) -> None:
        also = (document["conversation"], document["customer"])
        await self._audit.write(act, document["_id"], caller, also=also, recording=recording["id"])


def _whole(document: Document) -> Document:
    shown = {name: document[name] for name in FIELDS} | {"video": document.get("video", False)}
    base = f"/api/v1/calls/{document['_id']}/recording"
    shown["recordings"] = [
        {**recording, "url": None if recording["erased"] else f"{base}?recording={recording['id']}"}
        for recording in document["recordings"]
    ]
    return shown


def _tag(recording: Document) -> str:
    """A recording never changes once it is stored."""
    return f'"{recording["id"]}"'


def _still_meant(request: web.Request, recording: Document) -> bool:
    """Whether a range is of these very bytes (RFC 9110 section 13.1.5)."""
    return request.headers.get("If-Range", _tag(recording)) == _tag(recording)


def _range(header: str | None, size: int) -> tuple[int, int, bool]:
    """From and to before which byte, and whether that is a part. Raises Refused where no byte is in it."""
    match = RANGE.match(header) if header else None
    first, last = match.groups() if match else (None, None)
    if (first is None and last is None) or (first and last and int(last) < int(first)):
        return 0, size, False  # RFC 9110 section 14.2: what is no range is ignored
    if first is None:
        start, end = max(0, size - int(last or 0)), size
    else:
        start, end = int(first), min(size, int(last) + 1 if last else size)
    if start >= end:
        raise web.HTTPRequestRangeNotSatisfiable(headers={"Content-Range": f"bytes */{size}"})
    return start, end, True


async def _send(
    request: web.Request, pieces: AsyncIterator[bytes], recording: Document, start: int, end: int, partial: bool
) -> web.StreamResponse:
    response = web.StreamResponse(
        status=206 if partial else 200,
        headers={
            "Content-Type": "audio/ogg",
            "Accept-Ranges": "bytes",
            "ETag": _tag(recording),
            "Content-Disposition": f'inline; filename="{recording["id"]}.ogg"',
            "Cache-Control": "private, no-store",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )
    if partial:
        response.headers["Content-Range"] = f"bytes {start}-{end - 1}/{recording['size']}"
    response.content_length = end - start
    await response.prepare(request)
    if request.method != "HEAD":
        async for piece in pieces:
            await response.write(piece)
    await response.write_eof()
    return response


def _instant(text: str) -> datetime:
    try:
        return instant(datetime.fromisoformat(text).astimezone(UTC))
    except (ValueError, OverflowError):
        raise Refused("invalid", "The cursor is not one of ours.") from None
