"""Who may be the same person: Customers with the same address, claimed or proved, or a name that sounds and is written much the same.

It only suggests. What was found is remembered and looked for again behind the reader's back, so that a profile never waits for it twice.
"""

import asyncio
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio

from domain.names import latin
from domain.stream import Unavailable
from server.clock import Clock
from server.customers import Customers, Document
from store.tables import Table

ALIKE = 85.0
"""From which likeness on, of 100, two names that sound alike are suggested: one letter of a short name apart."""
MOST_CANDIDATES = 200
MOST_SUGGESTIONS = 5
MOST_REMEMBERED = 10_000
OLD_AFTER = timedelta(minutes=1)
AGAIN_SECONDS = 1.0

Found = list[dict[str, Any]]


class Duplicates:
    """Suggests whom a Customer could be merged with."""

    def __init__(self, customers: Customers, table: Table, clock: Clock) -> None:
        self._customers, self._table, self._clock = customers, table, clock
        self._remembered: dict[str, tuple[datetime, Found]] = {}
        self._due: dict[str, None] = {}
        self._work = asyncio.Event()

    async def of(self, customer: Document) -> Found:
        """The likeliest first: ``{id, name, score: 0 to 100, reasons}``; none of their own family."""
        kept = self._remembered.get(customer["_id"])
        if kept is None:
            found = await self._look(customer["_id"])
        else:
            found = kept[1]
            if self._clock.now() - kept[0] > OLD_AFTER:
                self.changed([customer["_id"]])
        root = self._customers.families.root
        return [one for one in found if root(one["id"]) == one["id"] != customer["_id"]]

    def changed(self, ids: Iterable[str]) -> None:
        """Subscriber of Customers: look again for those of whom somebody has asked before."""
        for id in ids:
            if id in self._remembered:
                self._due[id] = None
                self._work.set()

    async def run(self) -> None:
        """Look again, one after the other, until cancelled."""
        while True:
            await self._work.wait()
            self._work.clear()
            while self._due:
                id = next(iter(self._due))
                del self._due[id]
                try:
                    await self._look(id)
                except Unavailable:
                    await asyncio.sleep(AGAIN_SECONDS)

    async def _look(self, id: str) -> Found:
        family = self._customers.families.family(id)
        members = list((await self._table.get_many(family)).values())
        found: dict[str, dict[str, Any]] = {}
        for member in members:
            for other in await self._candidates(member):
                root = self._customers.families.root(other["_id"])
                if root != family[0]:
                    _better(found, root, other, *_likeness(member, other))
        best = sorted(found.values(), key=lambda one: (-one["score"], one["id"]))[:MOST_SUGGESTIONS]
        self._remembered.pop(family[0], None)
        self._remembered[family[0]] = (self._clock.now(), best)
        if len(self._remembered) > MOST_REMEMBERED:
            del self._remembered[next(iter(self._remembered))]
        return best

    async def _candidates(self, member: Document) -> list[Document]:
        """Whoever shares an address, or how a word of their name sounds: the newest of each, so that a common name costs no more."""
        same = tuple(key for key in member["address_keys"] if not key.startswith("visitor:"))
        found = await self._table.find({"address_keys": same}, limit=MOST_CANDIDATES) if same else []
        for sound in member.get("sounds", ()):
            found += await self._table.find({"sounds": sound}, by="created_at", descending=True, limit=MOST_CANDIDATES)
        return found


def _likeness(one: Document, other: Document) -> tuple[float, list[str]]:
    """How alike two Customers are, and in what."""
    shared = set(one["address_keys"]) & set(other["address_keys"])
    reasons = [kind for kind in ("email", "phone") if any(key.startswith(f"{kind}:") for key in shared)]
    names = token_sort_ratio(latin(one["name"]), latin(other["name"]))
    named = [*reasons, "name"] if names >= ALIKE and one.get("sounds") and other.get("sounds") else reasons
    return (100.0 if reasons else names), named


def _better(found: dict[str, dict[str, Any]], root: str, other: Document, score: float, reasons: list[str]) -> None:
    if reasons and score > found.get(root, {"score": 0})["score"]:
        found[root] = {"id": root, "name": other["name"], "score": round(score), "reasons": reasons}
