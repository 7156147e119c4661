"""Whose earlier Conversations a visitor may read: their own, and those of whoever proved the same as they did.

What an Agent merged by hand opens nothing: only proofs do, and only while the two are one Customer, so that undoing a merge closes it again.
"""

from collections.abc import Sequence

from server.customers.customers import Customers
from store.tables import Conflict, Table, Tables

TRIES = 5
MOST_VISITORS = 1_000


class Recognition:
    """Remembers proofs by visitor and says what they open."""

    def __init__(self, tables: Tables, customers: Customers) -> None:
        self._visitors: Table = tables.visitors
        self._addresses, self._customers = tables.addresses, customers

    async def remember(self, visitor: str, key: str) -> None:
        """A visitor has proved an address (its key in ``addresses``)."""
        for _ in range(TRIES):
            known = await self._visitors.get(visitor)
            if known is None or key in known.get("proved", ()):
                return
            try:
                await self._visitors.replace({**known, "proved": [*known.get("proved", ()), key]})
            except Conflict:
                continue
            return

    async def leaves(self, visitor: str) -> Sequence[str]:
        """The Customers, as they began, whose Conversations this visitor may read beside their own; none before they have proved anything."""
        known = await self._visitors.get(visitor)
        proved = frozenset(known.get("proved", ())) if known else frozenset()
        if known is None or not proved:
            return ()
        family = self._customers.families.family(known["customer"])
        owners = {row["customer"] for row in (await self._addresses.get_many(proved)).values()}
        others = await self._visitors.find({"customer": family}, limit=MOST_VISITORS)
        alike = {row["customer"] for row in others if proved & frozenset(row.get("proved", ()))}
        return tuple(leaf for leaf in family if leaf in owners | alike)
