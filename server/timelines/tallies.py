"""Roughly how many there are of what: rows per day, messages per word. Written only when a number is four times what is stored, so they cost little.

A number is rough (what was counted since it was written is lost with a start) and decides only in which pieces something is read.
"""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any, Protocol

REMEMBERED = 50_000
READ_AT_ONCE, WRITTEN_AT_ONCE = 64, 16
"""So that nobody waits long behind it."""
LAST = "\U0010ffff"
"""Comes after every other character: the end of what begins alike."""


class Table(Protocol):
    """The little the tallies need of their table."""

    async def get_many(self, document_ids: list[str]) -> dict[str, dict[str, Any]]:
        """Those that are there."""

    async def add_many(self, documents: list[dict[str, Any]]) -> None:
        """Store those that are not there yet."""

    async def put_many(self, documents: list[dict[str, Any]]) -> None:
        """Store them whole."""

    async def delete(self, document_id: str) -> bool:
        """Remove one."""

    async def find(
        self, equal: dict[str, Any], *, by: str, above: str | None = None, below: str | None = None, limit: int
    ) -> list[dict[str, Any]]:
        """Those of one subject, by key."""


class Tallies:
    """Counts by subject (``of``) and ``key``."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._known: OrderedDict[str, int] = OrderedDict()

    async def add(self, counts: Mapping[tuple[str, str], int]) -> None:
        """Count so many more of each (of, key). Raises Unavailable."""
        named = {f"{of}|{key}": (of, key) for of, key in counts}
        unknown = [id for id in named if id not in self._known]
        stored: dict[str, dict[str, Any]] = {}
        for start in range(0, len(unknown), READ_AT_ONCE):
            stored |= await self._table.get_many(unknown[start : start + READ_AT_ONCE])
        before = {id: self._known.get(id, stored[id]["n"] if id in stored else 0) for id in named}
        now = {id: before[id] + counts[named[id]] for id in named}
        documents = {id: {"_id": id, "of": of, "key": key, "n": now[id]} for id, (of, key) in named.items()}
        new = [documents[id] for id in named if not before[id]]
        grown = [documents[id] for id in named if _has_grown(before[id], now[id])]
        for start in range(0, len(new), WRITTEN_AT_ONCE):
            await self._table.add_many(new[start : start + WRITTEN_AT_ONCE])
        for start in range(0, len(grown), WRITTEN_AT_ONCE):
            await self._table.put_many(grown[start : start + WRITTEN_AT_ONCE])
        for id in named:
            self._known[id] = now[id]
            self._known.move_to_end(id)
        while len(self._known) > REMEMBERED:
            self._known.popitem(last=False)

    async def forget(self, of: str, key: str) -> None:
        """Count one key no more, because it must not be named. Raises Unavailable."""
        id = f"{of}|{key}"
        await self._table.delete(id)
        self._known.pop(id, None)

    async def of(self, of: str | tuple[str, ...], beginning: str = "", limit: int = 100_000) -> dict[str, int]:
        """The counts of a subject, or of several together, by those keys that begin so. Raises Unavailable."""
        above, below = (
            (f"{beginning[:-1]}{chr(ord(beginning[-1]) - 1)}{LAST}", beginning + LAST) if beginning else ("", None)
        )
        found = await self._table.find({"of": of}, by="key", above=above, below=below, limit=limit)
        counts: dict[str, int] = {}
        for one in found:
            counts[one["key"]] = counts.get(one["key"], 0) + one["n"]
        return counts


def _has_grown(before: int, now: int) -> bool:
    """Whether a power of four lies between them."""
    return before > 0 and (before.bit_length() - 1) // 2 < (now.bit_length() - 1) // 2
