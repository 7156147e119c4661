"""A person's addresses where they are not theirs to begin with: mails of other Customers that went to them, came from them or name them.

There only they go: what somebody else wrote stays, with dots where the address was; what the person wrote into it is gone; and the bytes of
a mail that names them are not kept, for bytes with holes would be nobody's mail.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from domain.conversation import Conversation
from domain.events import Event, MessageReceived, files_of, mail_of
from domain.redaction import erased_name, redacted
from domain.stream import Record
from domain.touchpoints import touchpoints
from server.board import Board
from server.codec import events_of, stored_event
from server.customers.person import EVERY, Person
from server.desk import Desk
from server.privacy.redaction import Redaction
from server.timelines.touchpoints import Touchpoints
from server.views import Views
from store.opening import Store

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
DOTS = "•••"
SHORTEST = 6
"""Characters of what is looked for in other people's words: a company's own id may be 7, and then every 7 would go."""


class Mentions:
    """Finds and removes them."""

    def __init__(
        self, *, store: Store, desk: Desk, board: Board, redaction: Redaction, touchpoints: Touchpoints, views: Views
    ) -> None:
        self._store, self._tables, self._desk, self._board = store, store.tables, desk, board
        self._redaction, self._touchpoints, self._views = redaction, touchpoints, views

    async def forget(self, person: Person) -> None:
        """Read everything once and let go what names ``person`` outside of their own Conversations. Raises Unavailable."""
        wanted = sorted((one for one in person.addresses if len(one) >= SHORTEST), key=len, reverse=True)
        if not wanted:
            return
        search = re.compile("|".join(rf"(?<![\w.+-]){re.escape(one)}(?![\w-])" for one in wanted), re.IGNORECASE)
        await self._mails(person)
        own = frozenset(person.conversations)
        async for record in self._store.stream.since(BEGINNING):
            if record.stream[:4] != "shf_" and record.stream not in own and search.search(_text(record.events)):
                await self._record(record, person, search)

    async def _mails(self, person: Person) -> None:
        async for row in self._tables.mails.every():
            named = {row["sender"], row["envelope_from"], *row["envelope_to"]}
            if row["raw"] is not None and person.emails & {one.casefold() for one in named}:
                await self._redaction.mail(row["_id"])
        for letter in await self._tables.outbox.find({"conversation": ""}, limit=EVERY):
            if person.emails & {one["address"].casefold() for one in letter["recipients"]}:
                await self._tables.outbox.delete(letter["_id"])
        async for lead in self._tables.threads.every():
            if str(lead.get("recipient", "")).casefold() in person.emails:
                await self._tables.threads.delete(lead["_id"])

    async def _record(self, record: Record, person: Person, search: re.Pattern[str]) -> None:
        """The Conversation's fold and row first, the record last: while it is whole, a crash is made up for."""

        def without(event: Event) -> Event:
            return _without(event, person, search)

        events = events_of(record)
        bare = [without(event) for event in events]
        for event in events:
            mail = mail_of(event.body)
            if mail is not None:
                await self._redaction.mail(mail.id)
                if _wrote(event, person):
                    await self._redaction.files(files_of(event.body), mail.attachments)
        state = await self._desk.refold(record.stream, without)
        if isinstance(state, Conversation):
            await self._views.rewrite(state)
            if state.id in self._board.live:
                self._board.put(state)
            before = [row for event in events for row in touchpoints(event, state.customer)]
            await self._touchpoints.rewrite(
                before, [row for event in bare for row in touchpoints(event, state.customer)]
            )
        await self._store.stream.redact(record.command, [stored_event(event) for event in bare])


def _wrote(event: Event, person: Person) -> bool:
    mail = event.body.email if isinstance(event.body, MessageReceived) else None
    return mail is not None and mail.sender.address.casefold() in person.emails


def _without(event: Event, person: Person, search: re.Pattern[str]) -> Event:
    """An event of another Customer's Conversation without ``person``: all of what they wrote, else the addresses alone."""
    if _wrote(event, person):
        return redacted(event, ("words", "files", "identity"), erased_name(person.root))
    stored = _dotted(stored_event(event), search)
    whole = Record(event.conversation, "", event.number, event.at, (stored,))
    return events_of(whole)[0]


def _dotted(value: Any, search: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return search.sub(DOTS, value)
    if isinstance(value, Mapping):
        named = search.search(str(value.get("address", "")))
        return {name: "" if named and name == "name" else _dotted(one, search) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_dotted(one, search) for one in value]
    return value


def _text(value: Any) -> str:
    """Every text of an event, one per line."""
    if isinstance(value, str):
        return value
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return "\n".join(filter(None, map(_text, inner)))
