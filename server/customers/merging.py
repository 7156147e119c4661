"""Merging Customers and undoing it, each time written down: who, when, why, and which fields were taken.

A merge is three writes: its row, what it lays over the root, and the pointer of the merged one. The pointer is the truth. What stopped
half-way, whichever way it went, is a row without its pointer, and ``load`` takes its traces away.
"""

import asyncio
from datetime import timedelta
from typing import Any

from domain.customers import may_join, merged, shown, unmerged
from domain.ids import unguessable
from domain.refusal import Refused
from domain.times import iso
from server.clock import Clock
from server.customers.customers import Customers, Document, check_kept
from server.customers.profiles import NESTED, PLAIN, profile_of, with_profile
from server.privacy.audit import Audit, Author, author
from store.tables import Conflict, Tables

SETTLED_AFTER = timedelta(minutes=1)
"""A row this old whose pointer is missing is no merge that another node is just making."""
MOST_MERGES = 1_000

PROVED = "proved"
"""The reason of a merge that nobody asked for."""
TWO_PEOPLE = "They have different customer numbers: to your own system they are two people."
CHANGED = "Somebody changed one of them meanwhile. Load them again."


class Merging:
    """Makes and undoes merges."""

    def __init__(self, tables: Tables, customers: Customers, clock: Clock) -> None:
        self._tables, self._customers, self._clock = tables, customers, clock
        self._audit = Audit(tables.audit, clock)
        self._turn = asyncio.Lock()

    @property
    def turn(self) -> asyncio.Lock:
        """While somebody holds it, nobody is merged or parted by this node."""
        return self._turn

    async def load(self) -> None:
        """Take away what a merge, or the undoing of one, left when it was cut short."""
        rows = await self._tables.merges.find({"standing": True}, limit=1_000_000)
        leaves = await self._tables.customers.get_many({row["from"] for row in rows})
        for row in rows:
            old = row["at"] < self._clock.now() - SETTLED_AFTER
            if old and leaves.get(row["from"], {}).get("merge") != row["_id"]:
                await self._lift(row, None)

    async def merge(
        self, one: str, into: str, take: list[str], by: Author, reason: str, *, of_two: bool = False
    ) -> Document:
        """``one`` is shown as ``into`` from now on, with the fields ``take`` of its own; ``by`` whom it was asked. The merge's row. Raises Refused.

        ``of_two``: whoever asks knows that to the company's own system they are two people, and means it.
        """
        async with self._turn:
            families = self._customers.families
            ours, theirs = await self._customers.leaf(into), await self._customers.leaf(one)
            families.check(one, into)
            check_kept(ours)
            check_kept(theirs)
            await self._check_staying(one, into)
            if not of_two and await self.are_two(one, into):
                raise Refused("conflict", TWO_PEOPLE)
            other = _choosable(take, shown(profile_of(theirs)))
            row = self._row(one, into, take, author(by), reason)
            overlaid = with_profile(ours, merged(profile_of(ours), row["_id"], other, take))
            await self._tables.merges.insert(row)
            try:
                await self._customers.store(overlaid)
                pointing = {"merged_into": into, "merge": row["_id"], "listed": False}
                await self._customers.store({**theirs, **pointing})
            except Conflict:
                await self._lift(row, None)
                raise Refused("conflict", CHANGED) from None
            families.follow(one, into)
            await self._write_down("customers.merge", row, by)
            self._customers.tell(families.family(into))
            return row

    async def unmerge(self, customer: str, merge: str, by: Author) -> Document:
        """Undo one merge within a Customer's family; whom it parts are two again. Its row. Raises Refused."""
        async with self._turn:
            row, families = await self._tables.merges.get(merge), self._customers.families
            if row is None or families.root(row["into"]) != families.root(customer):
                raise Refused("not_found", "This customer has no such merge.")
            if not row["standing"]:
                raise Refused("conflict", "This merge has been undone already.")
            check_kept(await self._customers.leaf(row["from"]))
            await self._check_staying(customer)
            family = families.family(customer)
            await self._customers.change(row["from"], _apart(row))
            families.follow(row["from"], None)
            row = await self._lift(row, author(by))
            await self._write_down("customers.unmerge", row, by)
            self._customers.tell(family)
            return row

    async def of(self, customer: str) -> list[Document]:
        """Every merge within a Customer's family, undone ones of its root's too, newest first."""
        family = list(self._customers.families.family(customer))
        rows = await self._tables.merges.find({"into": family}, by="at", limit=MOST_MERGES, descending=True)
        families = self._customers.families
        rows = [row for row in rows if not row["standing"] or families.into(row["from"]) == row["into"]]
        names = await self._tables.customers.get_many({row["from"] for row in rows})
        return [{**row, "name": names.get(row["from"], {}).get("name", "")} for row in rows]

    async def are_two(self, one: str, other: str) -> bool:
        """Whether the company itself holds them to be different people: nothing but a person may say that it is wrong."""
        return not may_join(await self._externals(one), await self._externals(other))

    async def were_parted(self, one: str, other: str) -> bool:
        """Whether a person has undone what a proof had merged of these two: no proof makes it again."""
        ours, theirs = self._customers.families.family(one), self._customers.families.family(other)
        rows = await self._tables.merges.find({"into": (*ours, *theirs)}, limit=MOST_MERGES)
        undone = [row for row in rows if row["reason"] == PROVED and row["unmerged_by"]]
        pairs = [(row["from"], row["into"]) for row in undone]
        return ours != theirs and any(
            (one in ours and other in theirs) or (one in theirs and other in ours) for one, other in pairs
        )

    # ----------------------------------------------------------------------------------------------------------------------

    async def _check_staying(self, *customers: str) -> None:
        """Raises Refused for whoever is being erased: who they are was settled when that began."""
        roots = {self._customers.families.root(one) for one in customers}
        if await self._tables.erasures.get_many(roots):
            raise Refused(
                "conflict", "This customer is being erased: nobody can be merged with them or parted from them."
            )

    async def _externals(self, customer: str) -> list[str]:
        addresses = (await self._customers.get(customer))["addresses"]
        return [address["value"] for address in addresses if address["kind"] == "external"]

    async def _lift(self, row: Document, by: str | None) -> Document:
        """Take away what a merge laid over the root, and close its row."""
        await self._customers.change(
            row["into"], lambda document: with_profile(document, unmerged(profile_of(document), row["_id"]))
        )
        closed = {**row, "standing": False, "unmerged_at": self._clock.now(), "unmerged_by": by}
        try:
            return await self._tables.merges.replace(closed)
        except Conflict:
            raise Refused("conflict", CHANGED) from None

    def _row(self, one: str, into: str, take: list[str], by: str | None, reason: str) -> Document:
        undone = {"standing": True, "unmerged_at": None, "unmerged_by": None}
        about = {"from": one, "into": into, "chosen": take, "by": by, "reason": reason, "at": self._clock.now()}
        return {"_id": unguessable("mrg"), **about, **undone, "rv": 1}

    async def _write_down(self, act: str, row: Document, by: Author) -> None:
        about = {"merge": row["_id"], "other": row["from"], "reason": row["reason"], "fields": row["chosen"]}
        await self._audit.write(act, row["into"], by, also=(row["from"],), **about)


def shown_merge(row: Document) -> Document:
    """A merge as docs/wire.md's."""
    names = ("from", "into", "chosen", "by", "reason", "unmerged_by", "name")
    at = row["unmerged_at"]
    whole = {"id": row["_id"], **{name: row[name] for name in names}, "at": iso(row["at"])}
    return {**whole, "unmerged_at": iso(at) if at else None}


def _apart(row: Document) -> Any:
    def edit(document: Document) -> Document:
        if document.get("merge") != row["_id"]:
            raise Refused("conflict", "This merge has been undone already.")
        return {**document, "merged_into": None, "merge": None, "listed": True}

    return edit


def _choosable(take: list[str], other: dict[str, Any]) -> dict[str, Any]:
    """The other side with None for what it has not and somebody still chose. Raises Refused for a field that there is not."""
    for name in take:
        if name not in PLAIN and name.partition(".")[0] not in NESTED:
            raise Refused("invalid", f"There is no field {name}.")
    return {**dict.fromkeys(take), **other}
