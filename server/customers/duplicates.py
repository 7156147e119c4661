"""Who may be the same person: Customers with the same address, claimed or proved, or a name that sounds and is written much the same.

It only suggests. What was found is remembered and looked for again behind the reader's back; where the first look takes long, the profile
does not wait for it, and whoever shows the Customer is told when there is something.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from rapidfuzz.fuzz import token_sort_ratio

from domain.names import latin
from domain.stream import Unavailable
from server.clock import Clock
from server.customers.customers import Customers, Document
from store.tables import Table

ALIKE = 85.0
"""From which likeness on, of 100, two names that sound alike are suggested: one letter of a short name apart."""
MOST_CANDIDATES = 50
MOST_SUGGESTIONS = 5
MOST_REMEMBERED = 10_000
OLD_AFTER = timedelta(minutes=1)
AGAIN_SECONDS = 1.0
PATIENCE_SECONDS = 0.03
"""How long a profile waits for a first look."""

Found = list[dict[str, Any]]


class Duplicates:
    """Suggests whom a Customer could be merged with."""

    def __init__(self, customers: Customers, table: Table, clock: Clock) -> None:
        self._customers, self._table, self._clock = customers, table, clock
        self._remembered: dict[str, tuple[datetime, Found]] = {}
        self._due: dict[str, None] = {}
        self._late: dict[str, asyncio.Task[Found]] = {}
        self._work, self._looking = asyncio.Event(), asyncio.Lock()

    async def of(self, customer: Document) -> Found:
        """The likeliest first: ``{id, name, score: 0 to 100, reasons}``; none of their own family."""
        kept = self._remembered.get(customer["_id"])
        if kept is None:
            found = await self._first(customer["_id"])
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

    def forget(self, ids: Iterable[str]) -> None:
        """Whoever these were suggested to, or who was suggested to them, is looked for anew when somebody asks."""
        gone = set(ids)
        for id, (_, found) in list(self._remembered.items()):
            if id in gone or any(one["id"] in gone for one in found):
                del self._remembered[id]

    async def run(self) -> None:
        """Look again, one after the other, until cancelled."""
        try:
            while True:
                await self._work.wait()
                self._work.clear()
                await self._look_again()
        finally:
            for looking in self._late.values():
                looking.cancel()

    async def _look_again(self) -> None:
        while self._due:
            id = next(iter(self._due))
            del self._due[id]
            try:
                await self._look(id)
            except Unavailable:
                await asyncio.sleep(AGAIN_SECONDS)

    async def _first(self, id: str) -> Found:
        """What is found while a reader can wait; nothing yet where that takes longer. Raises Unavailable."""
        if id in self._late:
            return []
        looking = self._late[id] = asyncio.create_task(self._look(id), name=f"duplicates of {id}")
        done, _ = await asyncio.wait({looking}, timeout=PATIENCE_SECONDS)
        if done:
            del self._late[id]
            return looking.result()
        looking.add_done_callback(lambda _: self._came_late(id))
        return []

    def _came_late(self, id: str) -> None:
        looking = self._late.pop(id)
        with suppress(Unavailable, asyncio.CancelledError):
            if looking.result():
                self._customers.tell((id,))

    async def _look(self, id: str) -> Found:
        """One at a time: whatever looks through many Customers leaves the store to those who wait for it."""
        async with self._looking:
            family, found = self._customers.families.family(id), dict[str, dict[str, Any]]()
            for member in (await self._table.get_many(family)).values():
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
            found += await self._table.newest({"sounds": sound}, by="created_at", before=None, limit=MOST_CANDIDATES)
        return found


def _likeness(one: Document, other: Document) -> tuple[float, list[str]]:
    """How alike two Customers are, and in what."""
    shared = set(one["address_keys"]) & set(other["address_keys"])
    reasons = [kind for kind in ("external", "email", "phone") if any(key.startswith(f"{kind}:") for key in shared)]
    names = token_sort_ratio(latin(one["name"]), latin(other["name"]))
    named = [*reasons, "name"] if names >= ALIKE and one.get("sounds") and other.get("sounds") else reasons
    return (100.0 if reasons else names), named


def _better(found: dict[str, dict[str, Any]], root: str, other: Document, score: float, reasons: list[str]) -> None:
    if reasons and score > found.get(root, {"score": 0})["score"]:
        found[root] = {"id": root, "name": other["name"], "score": round(score), "reasons": reasons}
