"""Finds messages as somebody types: by the rarest of the words, newest first, in pieces small enough to stop at any time.

A word that is typed stands for those that begin with it, which is also what makes "zamówienie" find "zamówienia". What the searcher may not
see is left out before it is counted; a search that has used up its time says from where it goes on.
"""

import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from domain.conversation import Conversation
from domain.touchpoints import Stretch, Touchpoint, stretches
from domain.words import marked, tokens
from server.timelines.tallies import Tallies
from server.timelines.timeline import whole_instants
from server.timelines.touchpoints import DAYS, WORDS, is_word, row_of
from store.tables import Table, Tables

Document = dict[str, Any]
Reach = Callable[[Iterable[str]], Awaitable[Mapping[str, Conversation]]]
"""Of these ids, the Conversations that the searcher may see, as they are now."""

MOST_WORDS, MOST_FORMS = 6, 8
"""Words of one search, and the most frequent words that one beginning stands for."""
SHORTEST_BEGINNING = 2
FEW = 200
"""Rows that are read in one go, wherever in time they are."""
PIECE = 150
"""About how many rows are read at once otherwise."""
BUDGET_SECONDS = 0.08
"""When a search stops looking back; it always looks at one piece."""
DAYS_FOR_SECONDS = 10.0
SNIPPET, LEAD = 160, 40
"""Characters of a snippet, and how many of them come before the first match."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of text and where in it the words are: [start, end) in UTF-16 units, as JavaScript slices."""

    text: str
    ranges: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Hit:
    """A row that has all of the words, with the Conversation it is in."""

    row: Touchpoint
    conversation: Conversation
    title: Snippet
    text: Snippet


@dataclass(frozen=True, slots=True)
class Filters:
    """What a hit must be as well; None is anything."""

    channel: str | None = None
    queue: str | None = None
    agent: str | None = None
    since_at: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class Driver:
    """What is read: the rarest word's forms, and how many rows they may have."""

    forms: tuple[str, ...]
    count: int


class MessageSearch:
    """Searches the words of all timelines."""

    def __init__(self, tables: Tables, tallies: Tallies) -> None:
        self._words: Table = tables.words
        self._rows: Table = tables.touchpoints
        self._tallies = tallies
        self._days: Mapping[date, int] = {}
        self._days_until = 0.0

    async def find(self, text: str, filters: Filters, reach: Reach, limit: int) -> tuple[list[Hit], datetime | None]:
        """The newest hits, at least ``limit`` where there are so many, and the time the next page goes on before. Raises Unavailable."""
        wanted = tokens(text, limit=MOST_WORDS)
        driver = await self._driver(wanted)
        if driver is None:
            return [], None
        until, reached_at = time.monotonic() + BUDGET_SECONDS, None
        found: list[tuple[Document, Conversation]] = []
        async for stretch, documents in self._pieces(driver, filters):
            fitting = [one for one in documents if _fits(one, wanted, filters)]
            found += await self._seen(fitting, filters, reach)
            if len(found) > limit or time.monotonic() > until:
                reached_at = stretch.start if stretch else None
                break
        return await self._hits(found, wanted, limit, reached_at)

    async def _driver(self, wanted: Sequence[str]) -> Driver | None:
        """The rarest word, or None where a word is nowhere."""
        drivers = []
        for word in wanted:
            if not is_word(word):  # numbers and addresses are not tallied: each is in few rows
                return Driver((word,), 0)
            counts = await self._forms(word)
            if not counts:
                return None
            drivers.append(Driver(tuple(counts), sum(counts.values())))
        return min(drivers, key=lambda one: one.count, default=None)

    async def _forms(self, word: str) -> dict[str, int]:
        """The words that begin like this one, the word itself first, then the most frequent."""
        if len(word) < SHORTEST_BEGINNING:
            counts = {word: 1_000_000}
        else:
            counts = await self._tallies.of(WORDS, word)
        best = sorted(counts, key=lambda one: (one != word, -counts[one]))[:MOST_FORMS]
        return {one: counts[one] for one in best}

    async def _pieces(self, driver: Driver, filters: Filters) -> AsyncIterator[tuple[Stretch | None, list[Document]]]:
        """Rows of the driver, newest piece first; a piece of None is everything."""
        if driver.count <= FEW:
            yield None, await self._read(driver, filters.since_at, filters.before)
            return
        days = await self._all_days()
        total = max(1, sum(days.values()))
        expected = {day: max(1, n * driver.count // total) for day, n in days.items()}
        for stretch in stretches(expected, PIECE, before=filters.before):
            if filters.since_at is not None and stretch.end <= filters.since_at:
                return
            start = max(stretch.start, filters.since_at) if filters.since_at else stretch.start
            yield stretch, await self._read(driver, start, stretch.end)

    async def _read(self, driver: Driver, start: datetime | None, end: datetime | None) -> list[Document]:
        above = start - timedelta(milliseconds=1) if start else None
        return await self._words.find(
            {"tokens": driver.forms}, by="at", above=above, below=end, limit=1_000_000, descending=True
        )

    async def _all_days(self) -> Mapping[date, int]:
        """How many rows each day has, at most a few seconds old."""
        if time.monotonic() > self._days_until:
            counts = await self._tallies.of(DAYS)
            self._days = {date.fromisoformat(day): n for day, n in counts.items()}
            self._days_until = time.monotonic() + DAYS_FOR_SECONDS
        return self._days

    async def _seen(
        self, documents: Sequence[Document], filters: Filters, reach: Reach
    ) -> list[tuple[Document, Conversation]]:
        """Those in Conversations that the searcher may see as they are now, and that are in the wanted queue and with the wanted Agent."""
        seen = await reach({document["conversation"] for document in documents})
        return [
            (one, state)
            for one in documents
            if (state := seen.get(one["conversation"]))
            and filters.queue in (None, state.queue)
            and filters.agent in (None, state.agent)
        ]

    async def _hits(
        self,
        found: Sequence[tuple[Document, Conversation]],
        wanted: Sequence[str],
        limit: int,
        reached_at: datetime | None,
    ) -> tuple[list[Hit], datetime | None]:
        rows = await self._rows.get_many([document["_id"] for document, _ in found[: 2 * limit]])
        states = {document["_id"]: state for document, state in found}
        listed = sorted(map(row_of, rows.values()), key=lambda row: (row.at, row.id), reverse=True)
        page, more = whole_instants(listed, limit)
        hits = [Hit(row, states[row.id], snippet(row.title, wanted), snippet(row.text, wanted)) for row in page]
        return hits, page[-1].at if more else reached_at


def snippet(text: str, words: Sequence[str]) -> Snippet:
    """The part of ``text`` around the first of the words, one line, and where all of them are in it."""
    line = " ".join(text.split())
    first = next((start for start, _ in marked(line, words)), 0)
    begin = max(0, first - LEAD) if len(line) > SNIPPET else 0
    cut = line[begin : begin + SNIPPET]
    if begin:
        cut = "…" + cut.partition(" ")[2] if " " in cut[:LEAD] else "…" + cut
    if begin + SNIPPET < len(line):
        cut = cut.rstrip() + "…"
    ranges = tuple((units(cut[:start]), units(cut[:end])) for start, end in marked(cut, words))
    return Snippet(cut, ranges)


def units(text: str) -> int:
    """The length of ``text`` in UTF-16 units."""
    return len(text) + sum(ord(letter) > 0xFFFF for letter in text)


def _fits(document: Document, wanted: Sequence[str], filters: Filters) -> bool:
    if document["conversation"] is None or filters.channel not in (None, document["channel"]):
        return False
    return all(has(document["tokens"], word) for word in wanted)


def has(found: Sequence[str], word: str) -> bool:
    """Whether one of these tokens begins with the word."""
    return any(token.startswith(word) for token in found)
