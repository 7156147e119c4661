"""Calls kept for later: a row of each in its table, and its recordings as files, each stored once and linked to one call.

The rows are written behind the stream; after a start what they may have missed is written again. A recording's file stays in
its folder until it is stored, so whatever died meanwhile, a look into the folder finds it.
"""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from domain import call_commands as c
from domain.call_events import CALL_HAPPENINGS, CallEnded, CallMeasured, RecordingErased, RecordingStored
from domain.calls import Call
from domain.conversation import Conversation
from domain.events import Event
from domain.refusal import Refused
from domain.stream import Record, Unavailable
from server.calls.rows import call_row
from server.clock import Clock
from server.codec import events_of
from server.desk import Desk, Told
from store.files import PIECE, Files
from store.tables import Table, Taken
from webrtc.recording import repair

AGAIN_SECONDS = 1.0
LOOK_SECONDS = 60.0
"""Between two looks for files that nobody told of."""
LARGEST = 2**31
"""Bytes of a recording: days of talk."""

log = logging.getLogger("parley.calls")

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Closed:
    """A recording's complete file, and its ``facts`` as webrtc.recording has them."""

    conversation: str
    call: str
    path: Path
    facts: dict[str, Any]


class CallShelf:
    """The subscriber that keeps the table of calls, and takes recordings in."""

    def __init__(self, calls: Table, files: Files, desk: Desk, clock: Clock, directory: Path) -> None:
        self._calls, self._files, self._desk, self._clock = calls, files, desk, clock
        self._directory = directory
        self._work: asyncio.Queue[tuple[Conversation, tuple[Event, ...]]] = asyncio.Queue()
        self._closed: asyncio.Queue[Closed] = asyncio.Queue()
        self._missed: dict[str, list[Event]] = {}

    def hear(self, told: Told) -> None:
        """Note what happened to calls; it is written soon."""
        if isinstance(told.after, Conversation) and told.after.call is not None:
            events = tuple(event for event in told.events if isinstance(event.body, CALL_HAPPENINGS))
            if events:
                self._work.put_nowait((told.after, events))

    async def run(self) -> None:
        """Write until cancelled; while the store is away, wait."""
        while True:
            state, events = await self._work.get()
            while True:
                try:
                    await self._write(state, events)
                    break
                except Unavailable:
                    await asyncio.sleep(AGAIN_SECONDS)
            self._work.task_done()

    async def settled(self) -> None:
        """Return once what was told is written."""
        await self._work.join()

    async def home_of(self, call: str) -> str | None:
        """The Conversation of a call."""
        document = await self._calls.get(call)
        return str(document["conversation"]) if document else None

    def may_have_missed(self, record: Record) -> None:
        """Stored not long before this start: its row may not have been."""
        found = [event for event in events_of(record) if isinstance(event.body, CALL_HAPPENINGS)]
        if found:
            self._missed.setdefault(record.stream, []).extend(found)

    async def look_again(self) -> None:
        """After a start: write what rows may have missed; those that say their call is live may be behind."""
        missed, self._missed = self._missed, {}
        for conversation, events in missed.items():
            state = await self._desk.conversation(conversation)
            if state is not None:
                await self._write(state, tuple(events))
        for document in await self._calls.find({"live": True}, limit=100_000):
            state = await self._desk.conversation(document["conversation"])
            if state is not None and state.call is not None:
                await self._put(state, state.call, document)

    async def _write(self, state: Conversation, events: tuple[Event, ...]) -> None:
        for call in dict.fromkeys(event.body.call for event in events if isinstance(event.body, CALL_HAPPENINGS)):
            document = await self._calls.get(call)
            if state.call is not None and state.call.id == call:
                document = await self._put(state, state.call, document)
            if document is not None:
                for event in events:
                    await self._patch(document, event)

    async def _put(self, state: Conversation, call: Call, known: Document | None) -> Document:
        """The row of the latest call, as its fold is."""
        shown = call_row(state, call)
        old = known or {"recordings": [], "speech": None, "quality": None, "talked_seconds": 0.0, "parties": []}
        kept = {name: old[name] for name in ("recordings", "speech", "quality", "talked_seconds")}
        document = {**shown, **kept, "_id": call.id, "live": call.live, "agents": list(call.agents)}
        document["parties"] = _parties(old["parties"], call)
        document["messages"] = _messages(old.get("messages", []), call)
        document["served_by"] = call.agents[-1] if call.agents else None
        document["started"] = call.started_at
        await self._calls.put_many([document])
        return document

    async def _patch(self, document: Document, event: Event) -> None:
        """What the fold does not remember."""
        body = event.body
        match body:
            case RecordingStored():
                known = [one for one in document["recordings"] if one["id"] != body.recording]
                erased = any(one["erased"] for one in document["recordings"] if one["id"] == body.recording)
                document["recordings"] = [*known, {**_recording(body), "erased": erased}]
            case RecordingErased():
                for one in document["recordings"]:
                    one["erased"] = one["erased"] or one["id"] == body.recording
            case CallMeasured():
                document["speech"], document["quality"] = dict(body.speech), dict(body.quality)
            case CallEnded():
                document["talked_seconds"] = body.talked_seconds
            case _:
                return
        await self._calls.put_many([document])

    async def redact(self, call: str, *, audio: bool, name: str | None) -> None:
        """Let a call's recordings (``audio``) and its Customer, who is ``name`` from now on (None: stays), be gone from its row. Raises Unavailable."""
        await self.settled()
        document = await self._calls.get(call)
        if document is None:
            return
        if audio:
            gone = {"erased": True, "waveform": []}
            document["recordings"] = [{**recording, **gone} for recording in document["recordings"]]
        if name is not None:
            document["customer_name"] = name
            for place in ("legs", "parties"):
                document[place] = [_renamed(one, name) for one in document[place]]
        await self._calls.put_many([document])

    # Recordings -----------------------------------------------------------------------------------------------------------

    def receive(self, closed: Closed) -> None:
        """A file is complete; it is stored soon, beside what cannot wait."""
        self._closed.put_nowait(closed)

    async def run_recordings(self) -> None:
        """Store files until cancelled; while the store is away, wait. Now and then look for what nobody told of."""
        while True:
            try:
                async with asyncio.timeout(LOOK_SECONDS):
                    closed = await self._closed.get()
            except TimeoutError:
                with suppress(Unavailable):
                    await self.take_in_orphans()
                continue
            while True:
                try:
                    await self._take_in(closed)
                    break
                except Unavailable:
                    await asyncio.sleep(AGAIN_SECONDS)

    async def _take_in(self, closed: Closed) -> None:
        """Store the file, then say so; done twice, it is done once. Raises Unavailable."""
        if not closed.path.exists():
            return
        recording, facts = closed.path.stem, closed.facts
        with suppress(Taken):
            await self._files.create(recording, _pieces(closed.path), LARGEST)
        document = await self._calls.get(closed.call)
        with suppress(Refused):
            await self._desk.do(
                c.KeepRecording(
                    id=f"rec|{recording}",
                    conversation=closed.conversation,
                    at=self._clock.now(),
                    call=closed.call,
                    recording=recording,
                    seconds=float(facts["seconds"]),
                    size=int(facts["bytes"]),
                    incomplete=bool(facts["incomplete"]),
                    voicemail=bool(document and recording in document.get("messages", ())),
                    waveform=tuple(tuple(channel) for channel in facts["waveform"]),
                )
            )
        state = await self._desk.conversation(closed.conversation)
        if state is not None and state.erased:  # it ended just before its Customer was erased
            await self._files.delete(recording)
        closed.path.unlink(missing_ok=True)

    async def take_in_orphans(self) -> None:
        """Finish and store the files that nobody writes any more. Raises Unavailable."""
        for path in sorted(self._directory.glob("rec_*.ogg")) if self._directory.is_dir() else []:
            call = f"cal_{path.stem.removeprefix('rec_').rpartition('-')[0]}"
            home = await self.home_of(call)
            if home is None:
                log.warning("the recording %s belongs to no call", path.name)
                continue
            facts = await asyncio.to_thread(_finished, path)
            if facts is not None:
                self.receive(Closed(home, call, path, facts))


def _finished(path: Path) -> dict[str, Any] | None:
    """The facts of a file that was left behind, finished now; None of one that is being written, or begun this moment."""
    try:
        return asdict(repair(path)) if path.stat().st_size else None
    except (BlockingIOError, FileNotFoundError):
        return None  # its writer lives, or it has been stored meanwhile
    except OSError as error:
        log.warning("the recording %s cannot be read: %s", path.name, error)
        return None


def _parties(known: list[Document], call: Call) -> list[Document]:
    """Everybody who was ever in it by leg, because speech and quality are told by leg and legs go with the call."""
    there = {one["leg"]: one for one in known}
    for leg in call.legs:
        if leg.joined:
            there[leg.id] = {"leg": leg.id, "role": leg.role, "party": leg.party, "name": leg.name}
    return list(there.values())


def _messages(known: list[str], call: Call) -> list[str]:
    """The recordings that are words left for us; one from before, of a talk, is none."""
    left = call.recordings[-1:] if call.voicemail_until_at is not None else ()
    return sorted({*known, *left})


def _renamed(party: Document, name: str) -> Document:
    return {**party, "party": "", "name": name} if party["role"] == "customer" else party


def _recording(body: RecordingStored) -> Document:
    return {
        "id": body.recording,
        "seconds": body.seconds,
        "size": body.size,
        "incomplete": body.incomplete,
        "voicemail": body.voicemail,
        "erased": False,
        "waveform": [list(channel) for channel in body.waveform],
    }


async def _pieces(path: Path) -> AsyncIterator[bytes]:
    """A file's bytes, read beside the loop."""
    file = await asyncio.to_thread(path.open, "rb")
    try:
        while piece := await asyncio.to_thread(file.read, PIECE):
            yield piece
    finally:
        file.close()
