"""One person as the store has them: the family of Customers they are, their visitors, addresses and Conversations.

What leaves with a person (``server/privacy/exports.py``) and what goes for good (``server/privacy/erasure.py``) both begin here, so that neither knows of more.
"""

from dataclasses import dataclass
from typing import Any

from server.customers.address_keys import claimed_key, email_of, proved_key
from store.tables import Tables

EVERY = 1_000_000

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Person:
    """``customers`` are the family's documents, the root first; ``visitors`` and ``owned`` (proved or claimed addresses) lead to them.

    ``others`` are emails that one of the family claimed and that lead to somebody else.
    """

    family: tuple[str, ...]
    customers: tuple[Document, ...]
    visitors: tuple[Document, ...]
    owned: tuple[Document, ...]
    conversations: tuple[str, ...]
    others: frozenset[str] = frozenset()

    @property
    def root(self) -> str:
        """The Customer they are shown as."""
        return self.family[0]

    @property
    def emails(self) -> frozenset[str]:
        """Every email address of theirs, claimed ones too unless they are known to be another Customer's, case folded."""
        values = {one["value"].casefold() for one in self._addresses("email")} - self.others
        return frozenset(values | {email for row in self.owned if (email := email_of(row["_id"])) and "@" in email})

    @property
    def addresses(self) -> frozenset[str]:
        """Whatever leads to them and is worth looking for in words: emails, numbers, a company's own ids."""
        values = {one["value"] for kind in ("phone", "external") for one in self._addresses(kind)}
        return frozenset(values | self.emails)

    def _addresses(self, kind: str) -> list[Document]:
        return [one for document in self.customers for one in document["addresses"] if one["kind"] == kind]


async def person_of(tables: Tables, family: tuple[str, ...]) -> Person:
    """Everything that leads to ``family`` (the root first), as it is stored now. Raises Unavailable."""
    members = await tables.customers.get_many(family)
    states = await tables.conversations.find({"customer": family}, limit=EVERY)
    said = [one["value"] for member in members.values() for one in member["addresses"] if one["kind"] == "email"]
    owners = await tables.addresses.get_many([key("email", one) for one in said for key in (proved_key, claimed_key)])
    return Person(
        family,
        tuple(members[one] for one in family if one in members),
        tuple(await tables.visitors.find({"customer": family}, limit=EVERY)),
        tuple(await tables.addresses.find({"customer": family}, limit=EVERY)),
        tuple(sorted(one["_id"] for one in states)),
        frozenset(email_of(key) or "" for key, row in owners.items() if row["customer"] not in family),
    )
