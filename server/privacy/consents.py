"""The ledger of consents: who agreed to what, or took it back, in which words, when, where and by whose account. Rows are only added.

What visitors agree to in a widget is read from the stream, behind it; the words are those the widget had under the version that the event
names. What Agents are told is entered with where they have it from, and sets the flag of the same name on the profile.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from domain.call_events import CallStarted, LegJoined
from domain.conversation import Conversation
from domain.events import ConversationStarted, Event
from domain.ids import unguessable
from domain.refusal import Refused
from domain.stream import Record, Unavailable
from domain.times import iso
from server.clock import Clock
from server.codec import events_of
from server.customers.customers import Customers, Document
from server.customers.person import EVERY, Person
from server.desk import Desk, Told
from server.directory import Directory
from server.privacy.audit import Audit, Author, author
from server.visitors.widget_pages import notice
from store.tables import Conflict, Table

CHAT, RECORDING = "chat", "call-recording"
"""What visitors agree to: the text before a chat, and the notice that a call is recorded."""
TRIES = 5
AGAIN_SECONDS = 1.0

log = logging.getLogger("parley.consents")


class Consents:
    """Keeps the ledger and reads it."""

    def __init__(self, table: Table, directory: Directory, customers: Customers, audit: Audit, clock: Clock) -> None:
        self._table, self._directory, self._customers = table, directory, customers
        self._audit, self._clock = audit, clock
        self._waiting: deque[Event] = deque()
        self._work = asyncio.Event()

    def hear(self, told: Told) -> None:
        """Note what a visitor agreed to; it is written soon."""
        self._note(told.events)

    def may_have_missed(self, record: Record) -> None:
        """Note it again at a start: a crash may have come between the event and its row."""
        if not record.stream.startswith("shf_"):
            self._note(events_of(record))

    async def run(self, desk: Desk) -> None:
        """Write what waits, again and again; while the store is away, keep it and try later."""
        while True:
            await self._work.wait()
            try:
                await self.settled(desk)
            except Unavailable:
                log.warning("the store is away; %d consents wait to be written", len(self._waiting))
                await asyncio.sleep(AGAIN_SECONDS)

    async def settled(self, desk: Desk) -> None:
        """Return once everything noted is in the ledger. Raises Unavailable."""
        while self._waiting:
            event = self._waiting[0]
            state = await desk.conversation(event.conversation)
            if state is not None:
                await self._table.add_many([self._row_of(event, state)])
            if self._waiting and self._waiting[0] is event:  # another who waits for this may have been faster
                self._waiting.popleft()
        self._work.clear()

    async def of(self, family: Iterable[str], before: datetime | None, limit: int) -> list[Document]:
        """Rows of a Customer's family, newest first."""
        return await self._table.newest({"customer": tuple(family)}, by="at", before=before, limit=limit)

    async def record(self, customer: str, given: Mapping[str, Any], by: Author) -> Document:
        """Enter what a Customer told an Agent: {name, given, source, text, version, channel, conversation}. Its row. Raises Refused."""
        name, yes = given["name"], given["given"]
        for _ in range(TRIES):
            document = await self._customers.get(customer)
            flags = {**document["consents"], name: yes} if "consents" in document else {name: yes}
            try:
                await self._customers.patch(document["_id"], document["rv"], {"consents": flags})
            except Refused as refused:
                if refused.code != "conflict":
                    raise
                continue
            return await self._enter(document["_id"], given, by)
        raise Refused("conflict", "This customer is being changed by somebody else. Try again.")

    async def changed(self, before: Document, after: Document, by: Author) -> None:
        """Enter what an edit of the profile changed of its flags."""
        old, new = before.get("consents", {}), after.get("consents", {})
        for name in sorted(old.keys() | new.keys()):
            if bool(old.get(name)) != bool(new.get(name)):
                await self._enter(after["_id"], {"name": name, "given": bool(new.get(name)), "source": "profile"}, by)

    async def forget(self, person: Person) -> None:
        """An erased Customer's rows stay, as what they prove; the pages' addresses and what Agents typed, which may say who they were, go."""
        for row in await self._table.find({"customer": person.family}, limit=EVERY):
            bare = {**row, "page": "", "text": "" if row["by"] else row["text"]}
            if bare != row:
                with suppress(Conflict):  # erasure comes by once more
                    await self._table.replace(bare)

    # ----------------------------------------------------------------------------------------------------------------------

    def _note(self, events: Iterable[Event]) -> None:
        for event in events:
            body = event.body
            started = isinstance(body, ConversationStarted) and body.consent
            if started or (isinstance(body, CallStarted | LegJoined) and body.notice):
                self._waiting.append(event)
                self._work.set()

    def _row_of(self, event: Event, state: Conversation) -> Document:
        name, version, text = self._agreed(event, state)
        opening = event.body if isinstance(event.body, ConversationStarted) else None
        page = opening.page if opening else state.page
        about = {
            "text": text,
            "version": version,
            "channel": event.channel,
            "source": "widget",
            "widget": state.widget,
            "page": page.url if page else "",
            "locale": opening.locale if opening else state.locale,
            "conversation": event.conversation,
        }
        return _row(f"{event.conversation}|{event.number}", state.customer, name, True, event.at, about)

    def _agreed(self, event: Event, state: Conversation) -> tuple[str, str, str]:
        """The purpose, the version, and the words it stood for; "" where the widget has other words by now."""
        widget = self._widget(state.widget)
        if isinstance(event.body, CallStarted | LegJoined):
            version = event.body.notice or ""
            shown = notice(widget, version.partition("-")[0]) if widget else {"version": "", "text": ""}
            return RECORDING, version, shown["text"] if shown["version"] == version else ""
        asked = (widget or {}).get("consent") or {"version": "", "text": ""}
        version = event.body.consent or "" if isinstance(event.body, ConversationStarted) else ""
        return CHAT, version, asked["text"] if asked["version"] == version else ""

    def _widget(self, id: str | None) -> Document | None:
        try:
            return self._directory.get("widgets", id, even_hidden=True) if id else None
        except Refused:
            return None

    async def _enter(self, customer: str, given: Mapping[str, Any], by: Author) -> Document:
        row = _row(unguessable("con"), customer, given["name"], given["given"], self._clock.now(), given)
        row["by"] = author(by)
        await self._table.insert(row)
        await self._audit.write(
            "consents.record", customer, by, name=row["name"], given=row["given"], source=row["source"]
        )
        return row


BLANK = {"text": "", "version": "", "channel": "", "source": "", "widget": None, "page": "", "locale": ""}
NAMES = ("customer", "name", "given", *BLANK, "conversation", "by")


def _row(id: str, customer: str, name: str, given: bool, at: datetime, about: Mapping[str, Any]) -> Document:
    said = {field: about.get(field, blank) for field, blank in BLANK.items()}
    who = {"conversation": about.get("conversation"), "by": None}
    return {"_id": id, "customer": customer, "name": name, "given": given, "at": at, **said, **who, "rv": 1}


def shown_consent(row: Mapping[str, Any]) -> Document:
    """A row as docs/wire.md's."""
    return {"id": row["_id"], "at": iso(row["at"]), **{name: row[name] for name in NAMES}}
