"""One person as one zip, made while it is sent: JSON lines for what is known, and every file, mail and recording as the bytes they are.

``docs/guides/privacy.md`` is the format. A line is a stored document with times as ``{"$date": ISO 8601}``, so that what is brought in again
(``server/privacy/restoring.py``) equals what went out.
"""

import zipfile
from collections.abc import AsyncIterator, Callable, Mapping
from datetime import datetime
from typing import Any

import msgspec

from domain.call_events import RecordingStored
from domain.events import mail_of
from domain.times import iso
from server.clock import Clock
from server.codec import events_of
from server.customers.person import EVERY, Person
from server.privacy.surroundings import Leaving
from store.files import NoSuchFile
from store.opening import Store

FORMAT, VERSION = "parley person", 1
MANIFEST = "person.json"
FLUSH = 256 * 1024
AUDIO, MAIL, HTML, FILES = "recordings/{}.ogg", "mails/{}.eml", "mails/{}.html", "files/{}"

Document = dict[str, Any]
Section = Callable[[Person], AsyncIterator[Document]]
Entry = tuple[str, AsyncIterator[bytes], bool]
"""A path in the zip, its bytes, and whether they are worth compressing."""


class Exports:
    """Writes people out."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._tables, self._clock = store, store.tables, clock
        leaving = Leaving(store)
        self._sections: dict[str, Section] = {
            "customers": _listed(lambda person: person.customers),
            "visitors": _listed(lambda person: person.visitors),
            "addresses": _listed(lambda person: person.owned),
            "merges": self._merges,
            "events": self._events,
            "conversations": self._by_conversation("conversations"),
            "cursors": self._by_conversation("cursors"),
            "files": self._found("files"),
            "threads": self._found("threads"),
            "mails": self._mails,
            "calls": self._calls,
            "visits": self._of_customer("visits"),
            "consents": self._of_customer("consents"),
            "touchpoints": self._loose_rows,
            "queues": leaving.queues,
            "fields": leaving.fields,
        }

    def also(self, name: str, section: Section) -> None:
        """``section(person)`` gives the documents of one more file, ``name``.jsonl."""
        self._sections[name] = section

    async def zip(self, person: Person) -> AsyncIterator[bytes]:
        """The whole of ``person``, piece by piece; memory does not grow with it. Raises Unavailable."""
        sink = _Sink()
        with zipfile.ZipFile(sink, "w", allowZip64=True) as archive:
            async for path, pieces, packed in self._entries(person):
                with archive.open(self._facts(path, packed), "w", force_zip64=True) as entry:
                    async for piece in pieces:
                        entry.write(piece)
                        if sink.size >= FLUSH:
                            yield sink.taken()
        yield sink.taken()

    def _facts(self, path: str, packed: bool) -> zipfile.ZipInfo:
        facts = zipfile.ZipInfo(path, self._clock.now().timetuple()[:6])
        facts.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        return facts

    async def _entries(self, person: Person) -> AsyncIterator[Entry]:
        said = {"format": FORMAT, "version": VERSION, "exported_at": iso(self._clock.now()), "customer": person.root}
        yield MANIFEST, _once(msgspec.json.encode({**said, "family": list(person.family)})), True
        for name, section in self._sections.items():
            yield f"{name}.jsonl", _lines(section(person)), True
        async for path, id in self._blobs(person):
            try:
                pieces = await self._store.files.open(id)
            except NoSuchFile:  # removed while this was written, or its mail came cut off
                continue
            yield path.format(id), pieces, path in (MAIL, HTML)

    async def _blobs(self, person: Person) -> AsyncIterator[tuple[str, str]]:
        async for file in self._found("files")(person):
            yield FILES, file["_id"]
        async for mail in self._mails(person):
            for path, id in ((MAIL, mail["raw"]), (HTML, mail["html"])):
                if id is not None:
                    yield path, id
        async for event in self._each_event(person):
            if isinstance(event.body, RecordingStored):
                yield AUDIO, event.body.recording

    # Sections -------------------------------------------------------------------------------------------------------------

    async def _merges(self, person: Person) -> AsyncIterator[Document]:
        for row in await self._tables.merges.find({"into": person.family}, limit=EVERY):
            if row["from"] in person.family:
                yield row

    async def _records(self, person: Person) -> AsyncIterator[Any]:
        for id in person.conversations:
            after = 0
            while records := await self._store.stream.read(id, after):
                for record in records:
                    yield record
                after = records[-1].last

    async def _events(self, person: Person) -> AsyncIterator[Document]:
        async for record in self._records(person):
            where = {"stream": record.stream, "command": record.command, "number": record.number, "at": record.at}
            yield {**where, "events": record.events}

    async def _each_event(self, person: Person) -> AsyncIterator[Any]:
        async for record in self._records(person):
            for event in events_of(record):
                yield event

    def _by_conversation(self, table: str) -> Section:
        async def documents(person: Person) -> AsyncIterator[Document]:
            for id in person.conversations:
                if (document := await self._tables[table].get(id)) is not None:
                    yield document

        return documents

    def _found(self, table: str) -> Section:
        async def documents(person: Person) -> AsyncIterator[Document]:
            for id in person.conversations:
                for document in await self._tables[table].find({"conversation": id}, by="_id", limit=EVERY):
                    yield document

        return documents

    async def _mails(self, person: Person) -> AsyncIterator[Document]:
        async for event in self._each_event(person):
            email = mail_of(event.body)
            row = await self._tables.mails.get(email.id) if email is not None else None
            if row is not None:
                yield row

    async def _calls(self, person: Person) -> AsyncIterator[Document]:
        calls = {event.body.call: None async for event in self._each_event(person) if hasattr(event.body, "call")}
        for id in calls:
            if (row := await self._tables.calls.get(id)) is not None:
                yield row

    def _of_customer(self, table: str) -> Section:
        async def documents(person: Person) -> AsyncIterator[Document]:
            for row in await self._tables[table].find({"customer": person.family}, by="_id", limit=EVERY):
                yield row

        return documents

    async def _loose_rows(self, person: Person) -> AsyncIterator[Document]:
        for customer in person.family:
            for row in await self._tables.touchpoints.find({"customer": customer}, by="at", limit=EVERY):
                if row["conversation"] is None:
                    yield row


class _Sink:
    """What zipfile writes to: it cannot be sought in, so sizes follow the bytes they are of."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []
        self.size = 0

    def write(self, data: bytes) -> int:
        self._pieces.append(bytes(data))
        self.size += len(data)
        return len(data)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is open."""

    def taken(self) -> bytes:
        """What was written since it was last asked."""
        pieces, self._pieces, self.size = self._pieces, [], 0
        return b"".join(pieces)


def dated(value: Any) -> Any:
    """``value`` as a line holds it."""
    if isinstance(value, datetime):
        return {"$date": iso(value)}
    if isinstance(value, Mapping):
        return {name: dated(one) for name, one in value.items()}
    return [dated(one) for one in value] if isinstance(value, list | tuple) else value


def undated(value: Any) -> Any:
    """What a line holds, as it was stored. Raises ValueError."""
    if isinstance(value, dict):
        if value.keys() == {"$date"}:
            return datetime.fromisoformat(value["$date"])
        return {name: undated(one) for name, one in value.items()}
    return [undated(one) for one in value] if isinstance(value, list) else value


def _listed(documents: Callable[[Person], tuple[Document, ...]]) -> Section:
    async def listed(person: Person) -> AsyncIterator[Document]:
        for document in documents(person):
            yield document

    return listed


async def _lines(documents: AsyncIterator[Document]) -> AsyncIterator[bytes]:
    async for document in documents:
        yield msgspec.json.encode(dated(document), order="sorted") + b"\n"


async def _once(content: bytes) -> AsyncIterator[bytes]:
    yield content
