"""Erasing one person: who they were, what they said and what was said to them is gone; what happened, when and how often stays.

An erasure is a row of ``erasures`` that says what has still to be done, and every step can be done twice, so a start goes on where a crash
cut it off. Whatever another hand was just writing is caught by going over it once more a minute later.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from typing import Any

from domain.commands import CloseConversation
from domain.ids import unguessable
from domain.redaction import ALL, erased_name
from domain.refusal import Refused
from domain.stream import Unavailable
from domain.times import iso
from domain.words import line
from mail.answers import without_detail
from server.access import Caller
from server.clock import Clock
from server.customers.customers import Customers, Document
from server.customers.duplicates import Duplicates
from server.customers.name_search import NameSearch
from server.customers.person import EVERY, Person, person_of
from server.customers.profiles import whole
from server.desk import Desk
from server.lease import Lease
from server.privacy.audit import Audit
from server.privacy.mentions import Mentions
from server.privacy.redaction import Redaction
from server.timelines.touchpoints import Touchpoints, row_of
from server.views import Views
from store.opening import Store
from store.tables import Conflict, Taken

LOOK_SECONDS = 5.0
AGAIN_AFTER = timedelta(minutes=1)
LEASE = timedelta(minutes=2)
ROWS = 200
LOOSE = ("page", "form", "event", "purchase")
"""Kinds of rows in a timeline that may belong to no Conversation."""

log = logging.getLogger("parley.erasure")

Forget = Callable[[Person], Awaitable[None]]
Check = Callable[[Person], Awaitable[None]]


class Erasure:
    """Takes orders to erase and carries them out. While ``still`` is held nobody is merged or parted."""

    def __init__(
        self,
        *,
        store: Store,
        desk: Desk,
        customers: Customers,
        still: asyncio.Lock,
        redaction: Redaction,
        mentions: Mentions,
        touchpoints: Touchpoints,
        names: NameSearch,
        duplicates: Duplicates,
        views: Views,
        audit: Audit,
        clock: Clock,
        node: str,
    ) -> None:
        self._store, self._tables, self._desk, self._customers = store, store.tables, desk, customers
        self._redaction, self._mentions, self._touchpoints, self._names = redaction, mentions, touchpoints, names
        self._duplicates, self._views, self._audit, self._clock = duplicates, views, audit, clock
        self._still = still
        self._checks: list[Check] = []
        self._others: list[Forget] = []
        self._work, self._turn = asyncio.Event(), asyncio.Lock()
        self._lease = Lease(self._tables.checkpoints, "erasures", node, LEASE, clock)

    def unless(self, check: Check) -> None:
        """``check(person)`` raises Refused where they may not be erased now."""
        self._checks.append(check)

    def also(self, forget: Forget) -> None:
        """``forget(person)`` lets go what somebody else keeps of them; it may be called again."""
        self._others.append(forget)

    # Asked ----------------------------------------------------------------------------------------------------------------

    async def begin(self, customer: str, name: str | None, caller: Caller) -> Document:
        """Erase a Customer and everybody merged into them, soon; ``name``, if any, must be theirs. The erasure's row. Raises Refused."""
        document = await self._customers.get(customer)
        known = await self._tables.erasures.get(document["_id"])
        if known is not None:
            return known
        if name is not None and line(name).casefold() != line(document["name"]).casefold():
            raise Refused("invalid", "Type the name of the customer exactly as it is shown.")
        async with self._still:  # whom the row names as their family are those who were checked
            return await self._begin(self._customers.families.family(customer), caller)

    async def _begin(self, family: tuple[str, ...], caller: Caller) -> Document:
        person = await self._person(family)
        for check in (self._is_quiet, *self._checks):
            await check(person)
        of, by = len(person.conversations), caller.id
        await self._audit.write("customers.erase", person.root, caller, also=person.family, conversations=of)
        row = {"_id": person.root, "family": list(person.family), "by": by, "at": self._clock.now(), "state": "erasing"}
        row |= {"conversations": of, "done": 0, "due_at": self._clock.now(), "rv": 1}
        with suppress(Taken):  # asked twice at once
            await self._tables.erasures.insert(row)
        self._work.set()
        return row

    async def of(self, customer: str) -> Document:
        """The erasure of a Customer. Raises Refused where there is none."""
        row = await self._tables.erasures.get(self._customers.families.root(customer))
        if row is None:
            raise Refused("not_found", "This customer is not being erased.")
        return row

    async def _is_quiet(self, person: Person) -> None:
        states = [await self._desk.conversation(id) for id in person.conversations]
        running = sum(state is not None and state.state != "closed" for state in states)
        if running:
            raise Refused("conflict", f"{running} of their conversations are still open. Close them first.")

    # Done -----------------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Carry out, until cancelled, what is due; while the store is away, wait."""
        while True:
            try:
                await self.look()
            except Unavailable:
                log.warning("the store is away; erasures wait")
            self._work.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_SECONDS):
                    await self._work.wait()

    async def look(self) -> None:
        """Carry out what is due now. Raises Unavailable."""
        async with self._turn:
            if not await self._lease.hold():
                return
            for state in ("erasing", "again"):
                for row in await self._tables.erasures.find({"state": state}, limit=EVERY):
                    if row["due_at"] <= self._clock.now():
                        await self._carry_out(row)

    async def _carry_out(self, row: Document) -> None:
        person = await self._person(tuple(row["family"]))
        try:
            await self._erase(person, row)
        except Refused as refused:  # a call just began, say: it ends some time
            log.info("the erasure of %s waits: %s", person.root, refused.code)
            return
        except Conflict:  # another node is at it
            return
        at = self._clock.now()
        done = {"state": "done", "done_at": at} if row["state"] == "again" else {"state": "again"}
        await self._save(row, done=len(person.conversations), due_at=at + AGAIN_AFTER, **done)
        log.info("%s was erased (%s)", person.root, row["state"])

    async def _erase(self, person: Person, row: Document) -> None:
        """In this order: nothing leads to them any more, then their words go, and what tells whose words they are goes last. Raises Refused."""
        for check in self._checks:  # once more: a hold may have come since it was asked for
            await check(person)
        await self._part(person)
        for number, id in enumerate(person.conversations, 1):
            await self._conversation(id, row["_id"])
            await self._save(row, done=number, conversations=len(person.conversations))
            await self._lease.hold()
        await self._views.flush()
        await self._loose_rows(person)
        for forget in (*self._others, self._mentions.forget):
            await forget(person)
        await self._profiles(person)

    async def _person(self, family: tuple[str, ...]) -> Person:
        await self._views.flush()
        return await person_of(self._tables, family)

    async def _part(self, person: Person) -> None:
        """Whoever comes back from the same browser or address is somebody new."""
        tables, visitors = self._tables, {row["_id"] for row in person.visitors}
        async for proof in tables.proofs.every():
            if proof["visitor"] in visitors:  # its signature stays used
                await tables.proofs.put_many([{**proof, "visitor": ""}])
        for visitor in visitors:
            if (code := await tables.codes.get(visitor)) is not None:
                await self._code(code["email"])
            for file in await tables.files.find({"visitor": visitor}, limit=EVERY):
                await self._store.files.delete(file["_id"])
                await tables.files.delete(file["_id"])
            await tables.codes.delete(visitor)
            await tables.visitors.delete(visitor)
        for email in person.emails:
            await tables.automatic.delete(f"a|{without_detail(email)}")
        for owned in person.owned:
            await tables.addresses.delete(owned["_id"])

    async def _code(self, email: str) -> None:
        """A code that waits to be mailed, to an address that need not be known from anywhere else."""
        for letter in await self._tables.outbox.find({"conversation": ""}, limit=EVERY):
            if email.casefold() in (one["address"].casefold() for one in letter["recipients"]):
                mail = await self._tables.mails.get(letter["mail"])
                if mail is not None:
                    await self._store.files.delete(mail["raw"])
                    await self._tables.mails.delete(mail["_id"])
                await self._tables.outbox.delete(letter["_id"])
        await self._tables.automatic.delete(f"a|{without_detail(email)}")

    async def _conversation(self, id: str, erasure: str) -> None:
        state = await self._desk.conversation(id)
        if state is not None and not state.erased and state.state != "closed":  # it began a moment ago
            at = self._clock.now()
            await self._desk.do(
                CloseConversation(id=unguessable("cmd"), conversation=id, at=at, outcome=None, reason="erased")
            )
        await self._redaction.conversation(id, ALL, "erasure", erasure, name=erased_name(erasure))

    async def _loose_rows(self, person: Person) -> None:
        await self._touchpoints.settled(person.family)
        for customer in person.family:
            for kind in LOOSE:
                before = None
                while page := await self._tables.touchpoints.newest(
                    {"customer": customer, "kind": kind}, by="at", before=before, limit=ROWS
                ):
                    rows = [row_of(one) for one in page if one["conversation"] is None]
                    bare = [replace(row, title="", text="", name="") for row in rows]
                    await self._touchpoints.rewrite(rows, bare)
                    before = page[-1]["at"]

        for visit in await self._tables.visits.find({"customer": person.family}, limit=EVERY):
            await self._tables.visits.put_many([{**visit, "title": "", "text": ""}])

    async def _profiles(self, person: Person) -> None:
        """Names that nobody else has first: the documents say which they were."""
        for document in person.customers:
            names = {document["name"], whole(document)["name"]}
            names |= {
                str(value) for one in document.get("overlays", ()) for field, value in one["chosen"] if field == "name"
            }
            for name in names:
                await self._names.forget(name, person.family)
        for row in await self._tables.merges.find({"into": person.family}, limit=EVERY):
            with suppress(Conflict):
                await self._tables.merges.replace({**row, "chosen": []})
        for document in person.customers:
            if not document.get("erased_at"):
                await self._customers.change(document["_id"], self._emptied)
        self._duplicates.forget(person.family)
        self._customers.tell(person.family)

    def _emptied(self, document: Document) -> Document:
        """What stays of a Customer: that there was one, since when, and who they were merged into."""
        id, kept = document["_id"], ("created_at", "merged_into", "merge", "rv")
        blank = self._customers.blank(id, erased_name(id), [], "")
        same = {name: document[name] for name in kept if name in document}
        return {**blank, **same, "listed": False, "erased_at": self._clock.now()}

    async def _save(self, row: Document, **changes: Any) -> None:
        row.update(await self._tables.erasures.replace({**row, **changes}))


def shown_erasure(row: Document) -> Document:
    """An erasure as docs/wire.md's."""
    numbers = {name: row[name] for name in ("by", "conversations", "done")}
    state = "erasing" if row["state"] == "erasing" else "erased"
    return {"customer": row["_id"], "state": state, **numbers, "at": iso(row["at"])}
