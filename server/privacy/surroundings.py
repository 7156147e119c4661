"""What of the company's own set-up a person's rows rely on: the queues they waited in, and fields that not everybody sees the value of.

Both leave with a person, so that elsewhere their Conversations find a queue and nothing shows that was masked where it came from.
"""

from collections.abc import AsyncIterator, Collection
from typing import Annotated

import msgspec
from msgspec import Meta

from domain.refusal import Refused
from server.codec import events_of
from server.customers.person import EVERY, Person
from server.customers.profiles import profile_of
from server.customers.wire import Choices, FieldKind
from server.directory import Directory
from store.opening import Store
from store.tables import Document

MOST_FIELDS = 1_000
_Line = Annotated[str, Meta(min_length=1, max_length=120, pattern=r"^[^\x00-\x1f]+\Z")]


class _Queue(msgspec.Struct):
    id: Annotated[str, Meta(pattern=r"^que_[a-z0-9]{1,60}\Z")] = msgspec.field(name="_id")
    name: _Line


class _Field(msgspec.Struct):
    """As ``server/customers/wire.py`` has it; ``hidden`` where it was removed: its values are for nobody."""

    key: _Line
    name: _Line
    kind: FieldKind = "text"
    choices: Choices = []
    masked: bool = False
    right: _Line | None = None
    position: int = 0
    hidden: bool = False


NEW_QUEUE = {"offer_seconds": 30, "reopen_days": 7, "target_seconds": 60, "away_text": ""}


class Leaving:
    """Sections of the zip that ``Exports`` writes."""

    def __init__(self, store: Store) -> None:
        self._store, self._tables = store, store.tables

    async def queues(self, person: Person) -> AsyncIterator[Document]:
        """Every queue that an event of theirs names: its id and name."""
        named: dict[str, None] = {}
        for id in person.conversations:
            after = 0
            while records := await self._store.stream.read(id, after):
                named |= dict.fromkeys(
                    queue for record in records for event in events_of(record) if (queue := queue_of(event.body))
                )
                after = records[-1].last
        for document in (await self._tables["queues"].get_many(named)).values():
            yield {"_id": document["_id"], "name": document["name"]}

    async def fields(self, person: Person) -> AsyncIterator[Document]:
        """Every field that they have a value of and that is masked, or for some only."""
        keys = {name.removeprefix("fields.") for one in person.customers for name in _names(one)}
        for field in await self._tables["fields"].find({}, limit=EVERY):
            if field["key"] in keys and _is_guarded(field):
                yield msgspec.to_builtins(msgspec.convert(field, _Field))


class Arriving:
    """Makes what is missing of them where a person is brought in; everything is checked before the first is made."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    async def missing_queues(self, rows: AsyncIterator[Document], named: Collection[str]) -> list[_Queue]:
        """Those of the ``named`` queues that are not here. Raises Refused where the zip knows nothing of one, either."""
        here = {queue["_id"] for queue in self._directory.all("queues", even_hidden=True)}
        told = {queue.id: queue async for row in rows if (queue := msgspec.convert(row, _Queue)).id in named}
        if unknown := sorted(set(named) - here - told.keys()):
            raise Refused("conflict", f"These queues are not here: {', '.join(unknown)}.")
        return [told[id] for id in sorted(set(named) - here)]

    async def missing_fields(self, rows: AsyncIterator[Document]) -> list[_Field]:
        """Those fields that are not here. Raises Refused where one is here and shows to more people than it did."""
        here = {field["key"]: field for field in self._directory.all("fields", even_hidden=True)}
        told = {field.key: field async for row in rows for field in [msgspec.convert(row, _Field)]}
        if len(told) > MOST_FIELDS:
            raise ValueError("it has too many fields")
        if open_here := sorted(key for key in told.keys() & here.keys() if _shows_more(here[key], told[key])):
            raise Refused(
                "conflict",
                f"Where this comes from not everybody sees these fields: {', '.join(open_here)}. Mask them here first.",
            )
        return [field for key, field in told.items() if key not in here]

    async def make(self, queues: list[_Queue], fields: list[_Field]) -> None:
        """A queue comes in as one that was removed: it takes nothing new until somebody brings it back."""
        for queue in queues:
            await self._directory.add("queues", {"_id": queue.id, "name": queue.name, **NEW_QUEUE, "hidden": True})
        for field in fields:
            await self._directory.add("fields", {**msgspec.to_builtins(field), "required": False})


def queue_of(body: object) -> str | None:
    """The queue that an event names."""
    return getattr(body, "queue", None) or None


def _names(document: Document) -> set[str]:
    profile = profile_of(document)
    return {*profile.own, *(name for overlay in profile.overlays for name in overlay.chosen)}


def _is_guarded(field: Document) -> bool:
    return bool(field["masked"] or field["right"] is not None or field.get("hidden"))


def _shows_more(here: Document, there: _Field) -> bool:
    masked = here["masked"] or not there.masked
    kept = here["right"] is not None or (there.right is None and not there.hidden)
    return not here.get("hidden") and not (masked and kept)
