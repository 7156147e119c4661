"""Legal holds: while one stands, nothing of its Customer or Conversation is erased, by nobody and by no rule.

A Customer's hold is their whole family's, and that of every Conversation of theirs.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from domain.ids import unguessable
from domain.refusal import Refused
from domain.times import iso
from server.clock import Clock
from server.customers.customers import Customers
from server.customers.person import Person
from server.privacy.audit import Audit, Author, author
from store.tables import Conflict, Table

MOST_HOLDS = 100_000

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Held:
    """What is held: leaves of Customers, each with their whole family, and Conversations."""

    customers: frozenset[str]
    conversations: frozenset[str]

    def keeps(self, customer: str, conversation: str) -> bool:
        """Whether a Conversation of a Customer must stay as it is."""
        return customer in self.customers or conversation in self.conversations


class Holds:
    """Places, lifts and asks for holds; they are read from the store each time, for no other node may be late."""

    def __init__(self, table: Table, customers: Customers, audit: Audit, clock: Clock) -> None:
        self._table, self._customers, self._audit, self._clock = table, customers, audit, clock

    async def place(self, subject: str, reason: str, by: Author) -> Document:
        """Hold a Customer or a Conversation. Its row."""
        row = {
            "_id": unguessable("hld"),
            "subject": subject,
            "reason": reason,
            "at": self._clock.now(),
            "by": author(by),
            "standing": True,
            "lifted_at": None,
            "lifted_by": None,
            "rv": 1,
        }
        await self._table.insert(row)
        await self._audit.write("holds.place", subject, by, hold=str(row["_id"]))
        return row

    async def lift(self, id: str, by: Author) -> Document:
        """End a hold. Its row. Raises Refused."""
        row = await self._table.get(id)
        if row is None or not row["standing"]:
            raise Refused("not_found", "There is no such hold.")
        closed = {**row, "standing": False, "lifted_at": self._clock.now(), "lifted_by": author(by)}
        try:
            row = await self._table.replace(closed)
        except Conflict:
            raise Refused("conflict", "Somebody else lifted it meanwhile.") from None
        await self._audit.write("holds.lift", row["subject"], by, hold=id)
        return row

    async def standing(self, subjects: Iterable[str] | None = None) -> list[Document]:
        """Holds that stand, newest first; of these subjects, or all. A Customer's are those of all who are shown as them."""
        rows = await self._table.find({"standing": True}, by="at", descending=True, limit=MOST_HOLDS)
        if subjects is None:
            return rows
        wanted = {one for subject in subjects for one in self._customers.families.family(subject)}
        return [row for row in rows if row["subject"] in wanted]

    async def held(self) -> Held:
        """Everything that is held now."""
        subjects = [row["subject"] for row in await self.standing()]
        people = [subject for subject in subjects if subject.startswith("cus_")]
        family = self._customers.families.family
        return Held(frozenset(one for person in people for one in family(person)), frozenset(subjects) - {*people})

    async def check(self, customers: Iterable[str], conversations: Iterable[str] = ()) -> None:
        """Raises Refused while any of these is held."""
        held = await self.held()
        if not held.customers.isdisjoint(customers) or not held.conversations.isdisjoint(conversations):
            raise Refused(
                "conflict", "This is under a legal hold. Nothing of it may be erased until the hold is lifted."
            )

    async def refuse(self, person: Person) -> None:
        """Raises Refused while somebody, or one of their Conversations, is held."""
        await self.check(person.family, person.conversations)

    async def forget(self, person: Person) -> None:
        """Why an erased Customer was once held may say who they were: it goes, the hold's times stay."""
        for subject in (*person.family, *person.conversations):
            for row in await self._table.find({"subject": subject}, limit=MOST_HOLDS):
                if row["reason"]:
                    with suppress(Conflict):  # erasure comes by once more
                        await self._table.replace({**row, "reason": ""})


def shown_hold(row: Document) -> Document:
    """A hold as docs/wire.md's."""
    lifted = row["lifted_at"]
    names = ("subject", "reason", "by", "lifted_by")
    whole = {"id": row["_id"], "at": iso(row["at"]), **{name: row[name] for name in names}}
    return {**whole, "lifted_at": iso(lifted) if lifted else None}
