"""Finds Customers by names and addresses as somebody types, and where that finds too few, by names that are nearly those.

Every name that was ever said is known here; what was typed is compared with all of them, so a wrong first letter is found as well.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from domain.names import latin
from domain.words import tokens
from server.customers.customers import Customers
from server.timelines.tallies import Tallies
from server.timelines.touchpoints import NAMES, is_word

Document = dict[str, Any]

MOST_WORDS, MOST_NEAR = 4, 3
"""Words of one search, and near names that each may stand for."""
ONE_SLIP, TWO_SLIPS = 4, 7
"""From how many letters on one, and two, may be wrong, missing, too much or in the wrong order."""
READ_EVERY_SECONDS = 300.0
"""How often names that other nodes heard are read."""


@dataclass(frozen=True, slots=True)
class Found:
    """A Customer's document, and the words that it was found by."""

    document: Document
    words: tuple[str, ...]


class NameSearch:
    """Searches Customers."""

    def __init__(self, customers: Customers, tallies: Tallies) -> None:
        self._customers, self._tallies = customers, tallies
        self._names: Counter[str] = Counter()
        self._spellings: dict[str, str] = {}

    async def load(self) -> None:
        """Read every name. Raises Unavailable."""
        self._names = Counter(await self._tallies.of(NAMES)) | self._names

    async def run(self) -> None:
        """Read what other nodes added, again and again."""
        while True:
            await asyncio.sleep(READ_EVERY_SECONDS)
            await self.load()

    def learn(self, name: str) -> None:
        """A name that somebody goes by from now on."""
        self._names.update(word for word in tokens(name) if is_word(word))

    async def forget(self, name: str, besides: Sequence[str] = ()) -> None:
        """A name that somebody went by: of its words, those that nobody ``besides`` these Customers is called. Raises Unavailable."""
        for word in tokens(name):
            if is_word(word) and not await self._customers.are_called(word, besides):
                await self._tallies.forget(NAMES, word)
                del self._names[word]
                self._spellings.pop(word, None)

    async def find(self, text: str, limit: int, before: datetime | None, having: Sequence[str] = ()) -> list[Found]:
        """Customers with all of the words and facets, latest first, and behind them those with nearly the words."""
        wanted = tokens(text, limit=MOST_WORDS)
        found = {one["_id"]: Found(one, wanted) for one in await self._customers.search(text, limit, before, having)}
        if before is not None or len(found) >= limit:
            return list(found.values())
        for words in self.corrections(wanted):
            for one in await self._customers.search(" ".join(words), limit, None, having):
                found.setdefault(one["_id"], Found(one, words))
            if len(found) >= limit:
                break
        return list(found.values())[:limit]

    def corrections(self, wanted: Sequence[str]) -> list[tuple[str, ...]]:
        """What may have been meant instead, likeliest first; one word is corrected at a time, or all of them."""
        near = [self._near(word) for word in wanted]
        single = [(*wanted[:place], name, *wanted[place + 1 :]) for place, names in enumerate(near) for name in names]
        best = tuple(names[0] if names else word for names, word in zip(near, wanted, strict=True))
        every = [best] if len(wanted) > 1 else []
        return [one for one in dict.fromkeys((*single, *every)) if one != tuple(wanted)]

    def _near(self, word: str) -> list[str]:
        """The names that differ from the word, or begin like it, by a slip or two; in whatever alphabet, for names are written down by ear."""
        slips = (len(word) >= ONE_SLIP) + (len(word) >= TWO_SLIPS)
        if not slips or not is_word(word):
            return []
        names, spelled = list(self._names), latin(word)
        spellings = [name if name.isascii() else self._spelled(name) for name in names]
        begun = [spelling[: len(spelled)] for spelling in spellings]
        slipped: dict[str, float] = {}
        for choices in (spellings, begun):
            matches = process.extract(spelled, choices, scorer=OSA.distance, score_cutoff=slips, limit=3 * MOST_NEAR)
            for _, distance, place in matches:
                slipped[names[place]] = min(distance, slipped.get(names[place], distance))
        nearest = sorted(slipped, key=lambda name: (slipped[name], -self._names[name], name))
        return [name for name in nearest if not name.startswith(word)][:MOST_NEAR]

    def _spelled(self, name: str) -> str:
        """A name in Latin letters, worked out once."""
        known = self._spellings.get(name)
        if known is None:
            known = self._spellings[name] = latin(name)
        return known
