"""Takes back Customers that an import made, as long as nobody but the import has touched them: not changed, not merged, nothing said or done.

They are removed only as they were left (compare-and-delete), so that whoever changes them in the same moment wins and they stay.
"""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Sequence

from server.customers.customers import Document
from store.tables import Tables

LEFT = "import"
"""In a Customer's document: the import that made them, and the ``rv`` at which it left them."""
MOST_FOUND = 1_000_000


def left(document: Document, job: str, rv: int) -> Document:
    """A Customer as an import leaves them, if it is the one that made them."""
    return {**document, LEFT: [job, rv]}


def is_left(document: Document, job: str) -> bool:
    """Whether a Customer is as the import that made them left them."""
    return bool(document.get(LEFT) == [job, document["rv"]])


class Undoing:
    """Removes untouched Customers."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def take_back(self, job: str, ids: Sequence[str]) -> int:
        """Remove those of the Customers that nobody has touched; how many are gone. Raises Unavailable."""
        table = self._tables.customers
        documents, busy = await table.get_many(ids), await self._busy(ids)
        idle: dict[int, list[str]] = defaultdict(list)
        for id, document in documents.items():
            if id not in busy and is_left(document, job):
                idle[document["rv"]].append(id)
        for rv, some in idle.items():
            await table.remove_untouched(some, rv)
        gone = set(ids) - (await table.get_many(ids)).keys()
        await self._release(gone)
        return len(gone)

    async def _release(self, ids: Collection[str]) -> None:
        """Their proved addresses are nobody's again."""
        claims = await self._tables.addresses.find({"customer": tuple(ids)}, limit=MOST_FOUND) if ids else []
        await self._tables.addresses.remove_untouched([claim["_id"] for claim in claims], 1)

    async def _busy(self, ids: Sequence[str]) -> set[str]:
        """Those with a Conversation, a browser, a row in a timeline or a legal hold."""
        tables = (self._tables.conversations, self._tables.visitors, self._tables.touchpoints) if ids else ()
        found = await asyncio.gather(*(table.find({"customer": tuple(ids)}, limit=MOST_FOUND) for table in tables))
        held = await self._tables.holds.find({"subject": tuple(ids), "standing": True}, limit=MOST_FOUND) if ids else []
        return {one["customer"] for rows in found for one in rows} | {hold["subject"] for hold in held}
