"""Brings an exported person in again, as they were: the same ids, events, numbers, times and bytes.

Everything can be done twice and the Customers come last, so what a crash cut off is simply sent again. Nobody is told of old events as if
they happened now: streams, rows and views are written, and only then does anything lead to them.
"""

import asyncio
import zipfile
from collections.abc import AsyncIterator, Iterator
from contextlib import suppress
from pathlib import PurePosixPath
from typing import IO, Any

import msgspec

from domain import events as e
from domain.conversation import Conversation, calling
from domain.events import Event
from domain.refusal import Refused
from domain.stream import MAX_EVENTS, AlreadyDone, Record, Stale
from domain.touchpoints import touchpoints
from server.clock import Clock
from server.codec import events_of, stored_event
from server.customers import Customers
from server.desk import Desk
from server.directory import Directory
from server.exports import FORMAT, MANIFEST, VERSION, undated
from server.touchpoints import Touchpoints, name_of, row_of
from server.views import Views
from store.files import PIECE
from store.opening import Store
from store.tables import Document, Taken

LARGEST = 2 * 1024**3
"""Bytes of a zip; what is in it may be four times that, and one line of it this many:"""
LONGEST_LINE = 16 * 1024 * 1024
BLOBS = ("files", "mails", "recordings")
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
        self._directory, self._touchpoints, self._views, self._clock = directory, touchpoints, views, clock

    async def restore(self, source: IO[bytes]) -> dict[str, Any]:
        """Bring in the person of a zip: docs/wire.md's Restored. Raises Refused where it is none, or where somebody of it is here."""
        try:
            with zipfile.ZipFile(source) as archive:
                return await self._restore(_Archive(archive))
        except (
            zipfile.BadZipFile,
            msgspec.DecodeError,
            msgspec.ValidationError,
            KeyError,
            TypeError,
            ValueError,
        ) as error:
            raise Refused("invalid", f"This is not the export of a person: {error}"[:200]) from None

    async def _restore(self, archive: "_Archive") -> dict[str, Any]:
        family = archive.check()
        customers = list(archive.documents("customers"))
        if {one["_id"] for one in customers} != set(family):
            raise ValueError("its customers are not those it names")
        if here := await self._tables.customers.get_many(family):
            raise Refused("conflict", f"{len(here)} of these customers are here already.")
        streams = self._checked(archive, set(family))
        files = await self._blobs(archive)
        events = 0
        for record in archive.records():
            await self._append(record)
            events += len(record.events)
        skipped = await self._rows(archive, set(family), set(streams))
        for stream in streams:
            await self._conversation(stream)
        for row in archive.documents("touchpoints"):
            self._touchpoints.add([row_of(row)])
        await self._touchpoints.flush()
        await self._customers.add_many([one for one in customers if one["_id"] != family[0]])
        await self._customers.add_many([one for one in customers if one["_id"] == family[0]])
        for one in customers:
            self._customers.families.follow(one["_id"], one.get("merged_into"))
        counts = {"conversations": len(streams), "events": events, "files": files}
        return {"customer": family[0], **counts, "skipped": skipped}

    def _checked(self, archive: "_Archive", family: set[str]) -> list[str]:
        """The streams, once every record makes sense. Raises ValueError, Refused where a queue is missing."""
        last: dict[str, int] = {}
        queues = set()
        for record in archive.records():
            if not 1 <= len(record.events) <= MAX_EVENTS or record.number != last.get(record.stream, 0) + 1:
                raise ValueError(f"{record.stream} has a gap before {record.number}")
            for event in events_of(record):
                if isinstance(event.body, e.ConversationStarted) and event.body.customer not in family:
                    raise ValueError(f"{record.stream} is another customer's")
                queues |= {queue} if (queue := getattr(event.body, "queue", None)) else set()
            if record.number == 1 and record.events[0]["type"] != "ConversationStarted":
                raise ValueError(f"{record.stream} has no beginning")
            last[record.stream] = record.last
        known = {queue["_id"] for queue in self._directory.all("queues", even_hidden=True)}
        if missing := sorted(queues - known):
            raise Refused("conflict", f"These queues are not here: {', '.join(missing)}.")
        if not all(stream.startswith("cnv_") for stream in last):
            raise ValueError("a stream is no conversation")
        return list(last)

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

    async def _rows(self, archive: "_Archive", family: set[str], streams: set[str]) -> list[str]:
        """Rows of tables; what somebody else has by now is theirs, and is named in the answer."""
        skipped = []
        for table in (*OWNED, *OF_CUSTOMER, "cursors"):
            field, allowed = (OWNED[table], streams) if table in OWNED else (OF_CUSTOMER.get(table, "_id"), family)
            allowed = streams if table == "cursors" else allowed
            for row in archive.documents(table):
                if row[field] not in allowed:
                    raise ValueError(f"{table} has a row of somebody else")
                try:
                    await self._tables[table].insert(row)
                except Taken:
                    there = await self._tables[table].get(row["_id"])
                    if there is not None and there.get(field) != row[field]:
                        skipped.append(f"{table}: {row['_id']}")
        return skipped

    async def _blobs(self, archive: "_Archive") -> int:
        files = 0
        for path in archive.paths():
            folder, name = PurePosixPath(path).parts
            if folder in BLOBS:
                with suppress(Taken):
                    await self._store.files.create(PurePosixPath(name).stem, archive.pieces(path), LARGEST)
                files += 1
        return files


class _Archive:
    """A zip, read without ever holding more than a line or a piece of it."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def check(self) -> list[str]:
        """The family of a zip that is ours. Raises ValueError."""
        if sum(entry.file_size for entry in self._archive.infolist()) > 4 * LARGEST:
            raise ValueError("it is too large")
        manifest = msgspec.json.decode(self._archive.read(MANIFEST))
        if (manifest["format"], manifest["version"]) != (FORMAT, VERSION):
            raise ValueError("it has another format or version")
        if manifest["customer"] != manifest["family"][0] or not all(id.startswith("cus_") for id in manifest["family"]):
            raise ValueError("it names nobody")
        return list(manifest["family"])

    def paths(self) -> list[str]:
        """Of the files, mails and recordings. Raises ValueError for any other that has folders."""
        paths = [path for path in self._archive.namelist() if "/" in path]
        if any(len(PurePosixPath(path).parts) != 2 for path in paths):
            raise ValueError("it has folders in folders")
        return paths

    def documents(self, name: str) -> Iterator[Document]:
        """The documents of one of its files; none where it has no such file."""
        if f"{name}.jsonl" not in self._archive.namelist():
            return
        with self._archive.open(f"{name}.jsonl") as lines:
            while line := lines.readline(LONGEST_LINE):
                document = undated(msgspec.json.decode(line))
                if not isinstance(document, dict):
                    raise TypeError(f"{name} has a line that is no object")
                yield document

    def records(self) -> Iterator[Record]:
        """The records of its streams, in order."""
        for one in self.documents("events"):
            yield Record(one["stream"], one["command"], one["number"], one["at"], tuple(one["events"]))

    async def pieces(self, path: str) -> AsyncIterator[bytes]:
        """The bytes of one entry, unpacked beside the loop."""
        with self._archive.open(path) as entry:
            while piece := await asyncio.to_thread(entry.read, PIECE):
                yield piece
