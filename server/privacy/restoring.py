"""Brings an exported person in again, as they were: the same ids, events, numbers, times and bytes.

Everything can be done twice and the Customers come last, so what a crash cut off is simply sent again. Nobody is told of old events as if
they happened now: streams, rows and views are written, and only then does anything lead to them.
"""

import hashlib
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from typing import IO, Any

from domain import events as e
from domain.call_events import RecordingStored, VoicemailBegun
from domain.conversation import Conversation, calling, evolve
from domain.events import Event
from domain.refusal import Refused
from domain.stream import MAX_EVENTS, AlreadyDone, Record, Stale
from domain.touchpoints import touchpoints
from server.clock import Clock
from server.codec import events_of, stored_event
from server.customers.customers import Customers
from server.desk import Desk
from server.directory import Directory
from server.privacy.person_archive import BROKEN, LARGEST, PersonArchive, blob_of
from server.privacy.surroundings import Arriving, queue_of
from server.timelines.touchpoints import Touchpoints, name_of
from server.views import Views
from store.files import NoSuchFile
from store.opening import Store
from store.tables import Document, Taken

OWNED = {"files": "conversation", "threads": "conversation", "mails": "conversation", "calls": "conversation"}
"""Table -> what must be one of the person's own Conversations, so that nothing is planted into another's."""
OF_CUSTOMER = {"visitors": "customer", "addresses": "customer", "visits": "customer"}
OF_CUSTOMER |= {"consents": "customer", "merges": "into"}


class Restoring:
    """Reads zips that ``Exports`` wrote."""

    def __init__(
        self,
        *,
        store: Store,
        desk: Desk,
        customers: Customers,
        directory: Directory,
        touchpoints: Touchpoints,
        views: Views,
        clock: Clock,
    ) -> None:
        self._store, self._tables, self._desk, self._customers = store, store.tables, desk, customers
        self._arriving, self._touchpoints, self._views, self._clock = Arriving(directory), touchpoints, views, clock

    async def restore(self, source: IO[bytes]) -> dict[str, Any]:
        """Bring in the person of a zip: docs/wire.md's Restored. Raises Refused where it is none, or where somebody of it is here."""
        try:
            with zipfile.ZipFile(source) as archive:
                return await self._restore(PersonArchive(archive))
        except BROKEN as error:
            raise Refused("invalid", f"This is not the export of a person: {error}"[:200]) from None

    async def _restore(self, archive: PersonArchive) -> dict[str, Any]:
        family, customers = archive.family(), await archive.customers()
        if here := await self._tables.customers.get_many(family):
            raise Refused("conflict", f"{len(here)} of these customers are here already.")
        streams, named = await self._checked(archive, set(family))
        queues = await self._arriving.missing_queues(archive.documents("queues"), named)
        fields = await self._arriving.missing_fields(archive.documents("fields"))
        loose = [row async for row in archive.loose_rows(set(family))]
        async for _ in _own_rows(archive, set(family), set(streams)):
            pass  # each is looked at before the first is written
        await self._check_blobs(archive)
        await self._arriving.make(queues, fields)
        files = await self._blobs(archive)
        events = 0
        async for record in archive.records():
            await self._append(record)
            events += len(record.events)
        skipped = await self._rows(_own_rows(archive, set(family), set(streams)))
        for stream in streams:
            await self._conversation(stream)
        self._touchpoints.add(loose)
        await self._touchpoints.flush()
        await self._customers.add_many([one for one in customers if one["_id"] != family[0]])
        await self._customers.add_many([one for one in customers if one["_id"] == family[0]])
        for one in customers:
            self._customers.families.follow(one["_id"], one.get("merged_into"))
        counts = {"conversations": len(streams), "events": events, "files": files}
        return {"customer": family[0], **counts, "skipped": skipped}

    async def _checked(self, archive: PersonArchive, family: set[str]) -> tuple[list[str], set[str]]:
        """The streams, once every record makes sense, and the queues they name. Raises ValueError."""
        last: dict[str, int] = {}
        queues, state = set(), Conversation("")
        async for record in archive.records():
            state = state if state.id == record.stream else Conversation(record.stream)
            if not 1 <= len(record.events) <= MAX_EVENTS or record.number != last.get(record.stream, 0) + 1:
                raise ValueError(f"{record.stream} has a gap before {record.number}")
            for event in events_of(record):
                if isinstance(event.body, e.ConversationStarted) and event.body.customer not in family:
                    raise ValueError(f"{record.stream} is another customer's")
                state = evolve(state, event)
                queues |= {queue} if (queue := queue_of(event.body)) else set()
            if record.number == 1 and record.events[0]["type"] != "ConversationStarted":
                raise ValueError(f"{record.stream} has no beginning")
            last[record.stream] = record.last
        if not all(stream.startswith("cnv_") for stream in last):
            raise ValueError("a stream is no conversation")
        return list(last), queues

    async def _append(self, record: Record) -> None:
        try:
            await self._store.stream.append(record.stream, record.number - 1, record.command, record.at, record.events)
        except AlreadyDone as done:
            if done.record != record:
                raise Refused("conflict", "One of these conversations is here already, and differs.") from None
        except Stale:
            raise Refused("conflict", "One of these conversations is here already, and went on.") from None

    async def _conversation(self, stream: str) -> None:
        """What is made of a stream: its view, and the rows of its timeline. One that was open when it was exported is closed."""
        state = await self._desk.refold(stream, lambda event: event)
        if isinstance(state, Conversation) and state.state != "closed":
            await self._close(state)
            state = await self._desk.refold(stream, lambda event: event)
        assert isinstance(state, Conversation)
        after = 0
        while events := await self._desk.events(stream, after, 200):
            for event in events:
                self._touchpoints.said(name_of(event))
                self._touchpoints.add(touchpoints(event, state.customer))
            after = events[-1].number
        await self._views.rewrite(state)

    async def _close(self, state: Conversation) -> None:
        if calling(state) is not None:
            raise Refused("conflict", "A call was running when this was exported. Export it again.")
        closed = Event(
            state.id,
            state.number + 1,
            self._clock.now(),
            state.channel,
            e.SYSTEM,
            e.ConversationClosed(None, "restored"),
        )
        with suppress(AlreadyDone):
            await self._store.stream.append(
                state.id, state.number, f"restored|{state.id}", closed.at, [stored_event(closed)]
            )

    async def _rows(self, rows: AsyncIterator[tuple[str, str, Document]]) -> list[str]:
        """Rows of tables; what somebody else has by now is theirs, and is named in the answer."""
        skipped = []
        async for table, field, row in rows:
            try:
                await self._tables[table].insert(row)
            except Taken:
                there = await self._tables[table].get(row["_id"])
                if there is not None and there.get(field) != row[field]:
                    skipped.append(f"{table}: {row['_id']}")
        return skipped

    async def _check_blobs(self, archive: PersonArchive) -> None:
        """Raises ValueError where bytes are here that are not the same ones, or are named without being in the zip.

        Whoever could name what is somebody else's could read it, and it would go when this person is erased.
        """
        paths = {blob_of(path): path for path in archive.paths()}
        named = {id for table in OWNED async for row in archive.documents(table) for id in _blobs_of_row(table, row)}
        async for record in archive.records():
            named |= {id for event in events_of(record) for id in _blobs_of(event)}
        for id in named | paths.keys():
            with suppress(NoSuchFile):
                here = await _digest(await self._store.files.open(id))
                if id not in paths or here != await _digest(archive.pieces(paths[id])):
                    raise ValueError(f"{id} is another's")

    async def _blobs(self, archive: PersonArchive) -> int:
        paths = archive.paths()
        for path in paths:
            with suppress(Taken):
                await self._store.files.create(blob_of(path), archive.pieces(path), LARGEST)
        return len(paths)


async def _own_rows(
    archive: PersonArchive, family: set[str], streams: set[str]
) -> AsyncIterator[tuple[str, str, Document]]:
    """Rows with their table and the field that says whose they are. Raises ValueError for somebody else's."""
    for table in (*OWNED, *OF_CUSTOMER, "cursors"):
        field, allowed = (OWNED[table], streams) if table in OWNED else (OF_CUSTOMER.get(table, "_id"), family)
        allowed = streams if table == "cursors" else allowed
        async for row in archive.documents(table):
            if row[field] not in allowed or (table == "merges" and row["from"] not in allowed):
                raise ValueError(f"{table} has a row of somebody else")
            yield table, field, row


def _blobs_of(event: Event) -> Iterator[str]:
    """The bytes that an event names."""
    mail = e.mail_of(event.body)
    yield from (file.id for file in e.files_of(event.body))
    yield from (attachment.id for attachment in (mail.attachments if mail else ()))
    if isinstance(event.body, RecordingStored | VoicemailBegun):
        yield event.body.recording


def _blobs_of_row(table: str, row: Document) -> Iterator[str]:
    """The bytes that a row names."""
    if table == "files":
        yield row["_id"]
    elif table == "mails":
        yield from (row[part] for part in ("raw", "html") if row[part] is not None)
    elif table == "calls":
        yield from (recording["id"] for recording in row["recordings"])


async def _digest(pieces: AsyncIterator[bytes]) -> bytes:
    digest = hashlib.sha256()
    async for piece in pieces:
        digest.update(piece)
    return digest.digest()
