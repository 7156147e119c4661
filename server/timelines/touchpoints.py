"""The rows of every timeline and the words they are found by, written behind the stream and given up to it: they wait while it is busy.

Rows never change, so writing one again does nothing; what a crash or a flood cut off is read again from the stream. ``tallies`` say
roughly how many rows a Customer has on which day, which is what makes a page of 100 000 rows cheap.
"""

import asyncio
import logging
import time
from collections import Counter, OrderedDict, deque
from collections.abc import AsyncIterator, Callable, Iterable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Any, Protocol

from domain.conversation import Conversation
from domain.events import ConversationRedacted, ConversationStarted, CustomerIntroduced, Event
from domain.stream import Record, Unavailable
from domain.touchpoints import Touchpoint, touchpoints
from domain.words import tokens
from server.clock import Clock
from server.codec import events_of
from server.desk import Desk, Told
from server.timelines.tallies import Tallies

WRITE_EVERY_SECONDS = 0.2
SLICE = 16
WORDS_AT_ONCE = 4
"""Each word of a row is an entry of an index, in another place of it: an append waits behind what is written in one go."""
REST = 4.0
"""How many times as long as it wrote the writer then rests."""
BUSY_ROWS, LONGEST_WAIT_SECONDS = 100, 30.0
"""With more rows than this in the last second the writer waits for a quieter one, but never longer than that for its next slice."""
MOST_WAITING = 50_000
"""Beyond it nothing is kept in memory (about 1 KB each): those rows are read again from the stream once the others are written."""
CHECKPOINT_EVERY_SECONDS = 5.0
OVERLAP = timedelta(seconds=60)
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
MOST_SKIPPED = 10_000
MOST_TOKENS = 120
"""Words of one row that it can be found by."""

CHECKPOINT = "touchpoints"
WORDS, NAMES, DAYS = "words", "names", "days"
"""What is tallied beside each Customer's days: how many rows a word is in, how many say a name, and how many a day has."""

log = logging.getLogger("parley.touchpoints")


class Rows(Protocol):
    """A table of rows that never change, but for words that must be gone."""

    async def add_many(self, documents: list[dict[str, Any]]) -> None:
        """Store those that are not there yet."""

    async def put_many(self, documents: list[dict[str, Any]]) -> None:
        """Store them whole."""

    async def newest(
        self, equal: dict[str, Any], *, by: str, before: datetime | None, limit: int
    ) -> list[dict[str, Any]]:
        """The latest that fit."""


class Checkpoints(Protocol):
    """A table that remembers how far a subscriber has come."""

    async def get(self, document_id: str) -> dict[str, Any] | None:
        """The checkpoint, or None."""

    async def put_many(self, documents: list[dict[str, Any]]) -> None:
        """Store it."""


class Feed(Protocol):
    """Everything stored since a time."""

    def since(self, at: datetime) -> AsyncIterator[Record]:
        """Records stored at or after ``at``, in order."""


class Touchpoints:
    """The subscriber that keeps ``touchpoints``, ``words`` and ``tallies`` up to date."""

    def __init__(self, rows: Rows, words: Rows, tallies: Tallies, checkpoints: Checkpoints, clock: Clock) -> None:
        self._rows, self._words, self._tallies = rows, words, tallies
        self._checkpoints, self._clock = checkpoints, clock
        self._waiting: deque[Touchpoint] = deque()
        self._redacted: OrderedDict[str, int] = OrderedDict()
        self._names: Counter[str] = Counter()
        self._name_hearers: list[Callable[[str], None]] = []
        self._missed_since_at: datetime | None = None
        self._again_since_at: datetime | None = None
        self._heard: deque[float] = deque(maxlen=BUSY_ROWS)
        self._work, self._writing = asyncio.Event(), asyncio.Lock()
        self._checkpoint_due_at = clock.now()

    def hear(self, told: Told) -> None:
        """Note the rows of what happened; they are written soon."""
        if isinstance(told.after, Conversation):
            self._note(told.events, told.after.customer)
            if any(isinstance(event.body, ConversationRedacted) for event in told.events):
                self._skip(told.after.id, told.after.number)

    def add(self, rows: Iterable[Touchpoint]) -> None:
        """Note rows that come from elsewhere than a Conversation: whoever adds them keeps what they can be made of again."""
        for row in rows:
            self._waiting.append(row)
            self._heard.append(time.monotonic())
            self._work.set()

    def said(self, name: str) -> None:
        """Count a name that somebody goes by."""
        if name:
            self._names.update(tokens(name))
            self._work.set()
            for hear in self._name_hearers:
                hear(name)

    def on_name(self, hear: Callable[[str], None]) -> None:
        """``hear`` gets every name that is said."""
        self._name_hearers.append(hear)

    async def load(self) -> None:
        """Find out since when rows may be missing; ``run`` then writes them. Without a checkpoint that is everything there ever was."""
        kept = await self._checkpoints.get(CHECKPOINT)
        self._again_since_at = kept["at"] - OVERLAP if kept else BEGINNING
        self._work.set()

    async def flush(self, at_once: int = SLICE) -> None:
        """Return once everything noted until now is in the tables, written so much at once. Raises Unavailable."""
        count = len(self._waiting)
        for start in range(0, max(count, 1), at_once):
            await self._write(min(at_once, count - start))

    async def settled(self, customers: Iterable[str]) -> None:
        """Return once the tables have all that was noted of these Customers; at once where nothing waits."""
        ids = frozenset(customers)
        async with self._writing:
            theirs = [row for row in self._waiting if row.customer in ids]
            if theirs:
                await self._put(theirs)
                written = {id(row) for row in theirs}
                self._waiting = deque(row for row in self._waiting if id(row) not in written)

    async def rewrite(self, before: list[Touchpoint], after: list[Touchpoint]) -> None:
        """Put rows without their words in the place of those with them; a word that no other row has is counted no more. Raises Unavailable."""
        had = {word for row in before for word in word_row(row)["tokens"] if is_word(word)}
        async with (
            self._writing
        ):  # whatever was being written is there now, and nothing is counted between the question and the answer
            kept = [word_row(row) for row in after]
            await self._words.put_many(kept)
            await self._rows.put_many([stored(row) for row in after])
            for word in had - {word for row in kept for word in row["tokens"]}:
                if not await self._words.newest({"tokens": word}, by="at", before=None, limit=1):
                    await self._tallies.forget(WORDS, word)

    async def run(self, feed: Feed, desk: Desk) -> None:
        """Write what waits, again and again; while the store is away, keep it and try later."""
        while True:
            await self._work.wait()
            try:
                await self._write_and_rest()
                if not self._waiting:
                    await self.read_again(feed, desk)
                await self._checkpoint()
            except Unavailable:
                log.warning("the store is away; %d rows of timelines wait to be written", len(self._waiting))
                await asyncio.sleep(1.0)
            if not (self._waiting or self._names or self._missed_since_at):
                self._work.clear()

    async def read_again(self, feed: Feed, desk: Desk) -> None:
        """Write the rows that were missed, if any were, as the stream is read. Raises Unavailable."""
        since_at = min((at for at in (self._missed_since_at, self._again_since_at) if at is not None), default=None)
        if since_at is None:
            return
        self._missed_since_at, self._again_since_at = None, since_at
        customers: dict[str, str] = {}
        async for record in feed.since(since_at - OVERLAP):
            if record.stream[:4] == "shf_":
                continue
            if record.stream not in customers:
                fold = await desk.conversation(record.stream)
                customers[record.stream] = fold.customer if fold is not None else ""
            self._note(events_of(record), customers[record.stream])
            if len(self._waiting) >= SLICE:
                await self._write_and_rest()
                self._again_since_at = record.at
                await self._checkpoint()
        await self.flush()
        self._again_since_at = None

    async def _write_and_rest(self) -> None:
        """Write one slice when the stream is not busy, then leave the store to others."""
        await self._quiet()
        started = time.monotonic()
        await self._write(SLICE)
        waits = WRITE_EVERY_SECONDS if self._again_since_at is None else 0.0
        await asyncio.sleep(max(waits, REST * (time.monotonic() - started)))

    def _note(self, events: Iterable[Event], customer: str) -> None:
        for event in events:
            if len(self._waiting) >= MOST_WAITING:
                self._missed_since_at = self._missed_since_at or event.at
                continue
            self.said(name_of(event))
            self.add(touchpoints(event, customer))

    def _skip(self, conversation: str, number: int) -> None:
        """Rows up to this number are written by whoever takes their words away; those that wait here, or are just being read, still have them."""
        self._redacted[conversation] = number
        if len(self._redacted) > MOST_SKIPPED:
            self._redacted.popitem(last=False)

    def _is_skipped(self, row: Touchpoint) -> bool:
        return (row.event or 0) <= self._redacted.get(row.conversation or "", -1)

    async def _quiet(self) -> None:
        """Return when the stream is not busy, or has been for long."""
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        while time.monotonic() < until:
            if len(self._heard) < BUSY_ROWS or time.monotonic() - self._heard[0] > 1.0:
                return
            await asyncio.sleep(WRITE_EVERY_SECONDS)

    async def _write(self, most: int) -> None:
        async with self._writing:
            rows = list(islice(self._waiting, most))
            await self._put(rows)
            for _ in rows:
                self._waiting.popleft()

    async def _put(self, rows: list[Touchpoint]) -> None:
        """Tallies first: counting twice is harmless, a row that nobody counted would not be found."""
        rows = [row for row in rows if not self._is_skipped(row)]
        if not rows and not self._names:
            return
        words = [word_row(row) for row in rows]
        names, self._names = self._names, Counter()
        try:
            await self._tallies.add(counted(rows, words, names))
            for start in range(0, len(words), WORDS_AT_ONCE):
                await self._words.add_many(words[start : start + WORDS_AT_ONCE])
            await self._rows.add_many([stored(row) for row in rows])
        except Unavailable:
            self._names.update(names)
            raise

    async def _checkpoint(self) -> None:
        """Remember that everything before the longest waiting row is written."""
        now = self._clock.now()
        if now < self._checkpoint_due_at:
            return
        waiting = [row.at for row in islice(self._waiting, 1)]
        behind = [at for at in (self._missed_since_at, self._again_since_at) if at is not None]
        reached_at = min([*waiting, *behind, now])
        await self._checkpoints.put_many([{"_id": CHECKPOINT, "at": reached_at}])
        self._checkpoint_due_at = now + timedelta(seconds=CHECKPOINT_EVERY_SECONDS)


def stored(row: Touchpoint) -> dict[str, Any]:
    """A row as its table keeps it."""
    plain = asdict(row)
    plain["_id"] = plain.pop("id")
    return plain


def row_of(document: dict[str, Any]) -> Touchpoint:
    """The row that a table's document keeps."""
    fields = {name: value for name, value in document.items() if name != "_id"}
    return Touchpoint(id=document["_id"], **fields)


def word_row(row: Touchpoint) -> dict[str, Any]:
    """What a row is found by."""
    found = tokens(f"{row.title} {row.text}", limit=MOST_TOKENS)
    return {
        "_id": row.id,
        "at": row.at,
        "kind": row.kind,
        "channel": row.channel,
        "customer": row.customer,
        "conversation": row.conversation,
        "tokens": list(found),
    }


def counted(
    rows: Iterable[Touchpoint], words: Iterable[dict[str, Any]], names: Counter[str]
) -> Counter[tuple[str, str]]:
    """What these rows add to the tallies: days of each Customer, also by kind; days of all; words; names."""
    counts: Counter[tuple[str, str]] = Counter()
    for row in rows:
        day = row.at.date().isoformat()
        counts.update([(row.customer, day), (f"{row.customer}|{row.kind}", day), (DAYS, day)])
    for found in words:
        counts.update((WORDS, word) for word in found["tokens"] if is_word(word))
    counts.update({(NAMES, name): times for name, times in names.items() if is_word(name)})
    return counts


def is_word(token: str) -> bool:
    """Whether a token is counted and completed while it is typed: not numbers and addresses, for nearly all of them are different."""
    return token.isalpha()


def name_of(event: Event) -> str:
    """The name that a Customer is called or calls themselves."""
    body = event.body
    if isinstance(body, ConversationStarted):
        return body.customer_name
    return body.name if isinstance(body, CustomerIntroduced) else ""
