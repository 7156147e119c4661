"""Takes in a piece of rows: decides for each what it makes of whom, writes that down, and then does it.

What was decided is stored first, and a new Customer's id comes from the import and the row. So a piece that was cut short is done again
without doubling anybody, and its counts are those of the first time.
"""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Literal

from domain.ids import unguessable
from domain.refusal import Refused
from domain.stream import Unavailable
from server.customers.address_keys import proved_key
from server.customers.customers import TRIES, Customers, Document
from server.directory import Directory
from server.imports.matching import Known
from server.imports.rows import Rows, Said
from server.imports.sheet_reader import Row
from server.imports.undoing import is_left, left
from store.tables import Conflict, Tables

Outcome = Literal["new", "updated", "unchanged", "refused"]

AT_ONCE = 50
"""New Customers of one write: others' writes and requests come between."""
CHANGED_AT_ONCE = 8
LOOK_UP_EVERY = 10
"""Rows that are decided before others have their turn: a few milliseconds."""
MOST_NEW_ORGANISATIONS = 1_000
MOST_LETTERS_KEPT = 8_000
"""Of a refused row, for the error file."""


@dataclass(frozen=True, slots=True)
class Decided:
    """What one row comes to; ``customer`` as they will be, None where it is refused."""

    row: int
    outcome: Outcome
    reason: str
    cells: list[str]
    said: Said
    customer: Document | None


@dataclass(slots=True)
class Piece:
    """What a piece of rows came to."""

    decided: list[Decided] = field(default_factory=list)

    def about(self, customer: str) -> list[Said]:
        """What its rows say of a Customer, in order."""
        return [one.said for one in self.decided if one.customer and one.customer["_id"] == customer]

    def stored(self, job: str) -> Document:
        """As it is written down before anything is done."""
        first, last = self.decided[0].row, self.decided[-1].row
        refused = [
            {"row": one.row, "reason": one.reason, "cells": _cut(one.cells)}
            for one in self.decided
            if one.outcome == "refused"
        ]
        made = [one.customer["_id"] for one in self.decided if one.outcome == "new" and one.customer]
        counts = dict(Counter(one.outcome for one in self.decided))
        numbers = {"import": job, "first": first, "last": last}
        return {"_id": f"{job}|{first:09}", **numbers, "counts": counts, "refused": refused, "made": made, "rv": 1}


class Carrier:
    """Takes the rows of one import in, or rehearses that."""

    def __init__(
        self, job: Document, rows: Rows, tables: Tables, customers: Customers, directory: Directory, *, may_add: bool
    ) -> None:
        self._id, self._verified, self._rehearsal = job["_id"], job["plan"]["verified"], job["state"] == "checking"
        self._rows, self._tables, self._customers, self._directory = rows, tables, customers, directory
        self._known = Known(customers, tables, job["plan"]["match"], rehearsal=self._rehearsal)
        self._organisations = {one["name"].casefold(): one["_id"] for one in directory.all("organisations")}
        self._may_add, self._added = may_add, 0

    async def rehearse(self, rows: Sequence[Row]) -> Piece:
        """What the rows would come to. Raises Unavailable."""
        return await self._decide(rows)

    async def carry(self, rows: Sequence[Row]) -> Document:
        """Take the rows in; how the piece is written down. Raises Unavailable."""
        piece = await self._decide(rows)
        await self._tables.import_pieces.add_many([piece.stored(self._id)])
        written = (await self._tables.import_pieces.get_many([f"{self._id}|{rows[0][0]:09}"])).popitem()[1]
        await self._write(piece)
        return written

    # ----------------------------------------------------------------------------------------------------------------------

    async def _decide(self, rows: Sequence[Row]) -> Piece:
        said: dict[int, Said | str] = {}
        for place, (number, cells) in enumerate(rows):
            if place % LOOK_UP_EVERY == 0:
                await asyncio.sleep(0)
            said[number] = await self._said(cells)
        understood = {number: one for number, one in said.items() if isinstance(one, Said)}
        await self._known.read(understood.values(), map(self._own_id, understood), verified=self._verified)
        piece = Piece()
        for place, (number, cells) in enumerate(rows):
            if place % LOOK_UP_EVERY == 0:
                await asyncio.sleep(0)
            piece.decided.append(self._decided(number, cells, said[number]))
        return piece

    async def _said(self, cells: Sequence[str]) -> Said | str:
        """What a row says, or why it cannot be taken."""
        try:
            said = self._rows.said(cells)
            if said.organisation:
                said.profile["organisation"] = await self._organisation(said.organisation)
            return said
        except Refused as refused:
            return refused.sentence

    async def _organisation(self, name: str) -> str:
        """The organisation of a name, made now where it is new and whoever imports may make it. Raises Refused."""
        key = name.casefold()
        if key not in self._organisations:
            if not self._may_add or self._added >= MOST_NEW_ORGANISATIONS:
                raise Refused("not_found", f"There is no organisation {name[:60]}.")
            self._added += 1
            blank = {"name": name, "domains": [], "note": ""}
            new = {"_id": unguessable("org")} if self._rehearsal else await self._directory.add("organisations", blank)
            self._organisations[key] = new["_id"]
        return str(self._organisations[key])

    def _decided(self, number: int, cells: list[str], said: Said | str) -> Decided:
        if isinstance(said, str):
            return Decided(number, "refused", said, cells, Said(), None)
        try:
            outcome, customer = self._taken(number, said)
        except Refused as refused:
            return Decided(number, "refused", refused.sentence, cells, said, None)
        if outcome != "unchanged":
            self._known.put(customer)
        return Decided(number, outcome, "", cells, said, customer)

    def _taken(self, number: int, said: Said) -> tuple[Outcome, Document]:
        """What a row comes to, and for whom. Raises Refused."""
        own = self._own_id(number)
        if again := self._known.get(own):  # this piece was cut short after the row was written
            return "unchanged", again
        found = self._known.of(said)
        id = found["_id"] if found else own
        if self._verified:
            self._known.check_owner(said, id)
        if found is None:
            return "new", self._rows.made(said, self._customers.blank(own, "", [], ""), verified=self._verified)
        after = self._laid_over(found, said)
        return ("unchanged", found) if after is found else ("updated", after)

    def _laid_over(self, document: Document, said: Said) -> Document:
        known = self._known.addresses(document["_id"])
        return self._rows.laid_over(document, said, known, verified=self._verified)

    def _own_id(self, number: int) -> str:
        """The id of the Customer that a row makes: the same each time."""
        return unguessable("cus", hashlib.sha256(f"{self._id}|{number}".encode()).digest()[:16])

    async def _write(self, piece: Piece) -> None:
        last = {
            one.customer["_id"]: one.customer for one in piece.decided if one.customer and one.outcome != "unchanged"
        }
        made = {one.customer["_id"] for one in piece.decided if one.customer and one.outcome == "new"}
        new = [left(last[id], self._id, 1) for id in made]
        for start in range(0, len(new), AT_ONCE):
            await self._customers.add_many(new[start : start + AT_ONCE])
        changed = list(last.keys() - made)
        for start in range(0, len(changed), CHANGED_AT_ONCE):
            some = changed[start : start + CHANGED_AT_ONCE]
            await asyncio.gather(*(self._change(last[id], piece.about(id)) for id in some))
        if self._verified:
            await self._tables.addresses.add_many(list(self._claims(piece.decided)))

    async def _change(self, after: Document, rows: Sequence[Said]) -> None:
        """Store a Customer as the rows make them, again over what somebody else has changed meanwhile. Raises Unavailable."""
        for _ in range(TRIES):
            if is_left(after, self._id):
                after = left(after, self._id, after["rv"] + 1)
            try:
                await self._customers.store(after)
                return
            except Conflict:
                after = await self._customers.leaf(after["_id"])
            for said in rows:
                with suppress(Refused):  # of a Customer who is another by now the row says nothing
                    after = self._laid_over(after, said)
        raise Unavailable("a customer is being changed again and again")

    def _claims(self, decided: Iterable[Decided]) -> Iterable[Document]:
        """Whose the proved addresses are from now on."""
        now = self._customers.blank("", "", [], "")["created_at"]
        for one in decided:
            if one.customer is not None:
                for key in one.said.addresses:
                    yield {"_id": proved_key(*key), "customer": one.customer["_id"], "created_at": now, "rv": 1}


def _cut(cells: Sequence[str]) -> list[str]:
    """The cells of a row, as much of each as leaves room for the others."""
    most = MOST_LETTERS_KEPT // max(1, len(cells)) if sum(map(len, cells)) > MOST_LETTERS_KEPT else MOST_LETTERS_KEPT
    return [cell[:most] for cell in cells]
