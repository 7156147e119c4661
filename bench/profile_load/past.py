"""Centres with a past: Customers, Conversations over two years in four languages, made by the same Commands, views and rows as real ones.

The Desk decides each of them; what it and the subscribers would write goes into the same tables many at once, and the tallies once for
each size.
"""

import asyncio
import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any, cast

from bench.profile_load.bulk import BulkPeople, BulkStream, put
from domain import commands as c
from domain.conversation import Conversation
from domain.events import Actor, Page
from domain.touchpoints import Touchpoint, touchpoints
from domain.words import tokens
from server.customers.customers import Customers
from server.desk import Desk, Told
from server.timelines.tallies import Tallies
from server.timelines.touchpoints import counted, name_of, stored, word_row
from server.views import document_of
from store.connection import Connection
from store.opening import Store
from store.schema import SCHEMA
from store.tables import Table, Tables

MESSAGES_EACH = 10
AT_ONCE = 512
"""Conversations, or Customers, that are made before they are written."""
YEARS = timedelta(days=730)
WORDS_EACH, VOCABULARY = 15, 6_000
SYLLABLES = {
    "en": ["th", "er", "in", "ou", "st", "ing", "lam", "or", "tion", "ght", "sh", "ea", "ble", "pro", "con"],
    "pl": ["prze", "za", "mó", "wie", "nie", "ło", "dź", "szcz", "kie", "ny", "ów", "ści", "ż", "ą", "rz"],
    "it": ["la", "per", "ché", "che", "to", "ne", "zio", "spe", "di", "zione", "ré", "gno", "à", "mi", "ta"],
    "ru": ["за", "каз", "при", "шёл", "лам", "па", "не", "до", "став", "ка", "по", "ст", "ро", "ни", "ё"],
}
FIRST = [
    "Anna",
    "Jan",
    "Giulia",
    "Ivan",
    "Maria",
    "Piotr",
    "Luca",
    "Olga",
    "Emma",
    "Marek",
    "Sofia",
    "Юрий",
    "Елена",
    "Zoë",
    "Łukasz",
    "Paweł",
]
BOSS = Actor("agent", "agt_bench", "Ann")


@dataclass
class Past:
    """What is remembered of what was made, to ask for later."""

    chance: random.Random = field(default_factory=lambda: random.Random(5))
    customers: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    messages: int = 0
    queue: str = ""

    def __post_init__(self) -> None:
        self.vocabularies = {language: self._words(parts) for language, parts in SYLLABLES.items()}
        self._weights = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))

    def _words(self, syllables: list[str]) -> list[str]:
        words: dict[str, None] = {}
        while len(words) < VOCABULARY:
            words["".join(self.chance.choices(syllables, k=self.chance.choice((1, 2, 2, 3, 3, 4))))] = None
        return list(words)

    def words(self, language: str, count: int) -> list[str]:
        """Words as frequent as words are."""
        return self.chance.choices(self.vocabularies[language], cum_weights=self._weights, k=count)

    def text(self, language: str) -> str:
        """What somebody says; one in ten names an order."""
        number = [str(self.chance.randrange(10**6))] if self.chance.random() < 0.1 else []
        return " ".join([*self.words(language, WORDS_EACH), *number])

    def name(self) -> str:
        """What somebody is called."""
        last = "".join(self.chance.choices(SYLLABLES[self.chance.choice(list(SYLLABLES))], k=3)).title()
        return f"{self.chance.choice(FIRST)} {last}"


@dataclass
class PastClock:
    """A clock that says what it is told."""

    at: datetime

    def now(self) -> datetime:
        """The time it was told."""
        return self.at


class Maker:
    """Makes a past in a store, as fast as it takes it; nothing else works on the store meanwhile."""

    def __init__(self, store: Store, connection: Connection, past: Past) -> None:
        self._tables, self._past = store.tables, past
        self._stream, self._people = BulkStream(connection), BulkPeople(store.tables.customers)
        self._folds: dict[str, Conversation] = {}
        self._rows: list[Touchpoint] = []
        self._counts, self._tallies = Counter[tuple[str, str]](), Tallies(store.tables.tallies)
        taking = {**{name: self._tables[name] for name in SCHEMA}, "customers": cast(Table, self._people)}
        self._clock = PastClock(datetime.now(UTC))
        self._customers = Customers(Tables(taking), self._clock)
        self._desk = Desk(self._stream, self._tables.conversations, self._tables.shifts)
        self._desk.subscribe(self._hear)

    async def people(self, count: int) -> None:
        """Customers with a name and an address."""
        for number in range(count):
            await self._person(number)
        await self._people.write()

    async def _person(self, number: int) -> None:
        name = self._past.name()
        self._clock.at = datetime.now(UTC) - YEARS * self._past.chance.random()
        address = {"kind": "email", "value": f"person{number}@mail.example", "verified": False, "source": "agent"}
        made = await self._customers.add({"name": name, "language": "en"}, [address])
        self._past.customers.append(made["_id"])
        self._past.names.append(name)

    async def talk(self, until: int) -> None:
        """Conversations until there are so many messages, then everything behind them written."""
        past = self._past
        while past.messages < until:
            count = min(AT_ONCE, -(-(until - past.messages) // MESSAGES_EACH))
            first = past.messages // MESSAGES_EACH
            for number in range(first, first + count):
                await self._conversation(number)
            past.messages += count * MESSAGES_EACH
            await asyncio.gather(self._stream.write(), self._write_folds(), self._write_rows())
        await self._written()

    def _hear(self, told: Told) -> None:
        if isinstance(told.after, Conversation):
            self._folds[told.after.id] = told.after
            names = Counter(word for event in told.events for word in tokens(name_of(event)))
            self._counts.update(counted((), (), names))
            self._rows += (row for event in told.events for row in touchpoints(event, told.after.customer))

    async def _write_folds(self) -> None:
        folds, self._folds = self._folds, {}
        await put(self._tables.conversations, [document_of(one) for one in folds.values()])

    async def _write_rows(self) -> None:
        rows, self._rows = self._rows, []
        words = [word_row(row) for row in rows]
        self._counts.update(counted(rows, words, Counter()))
        await asyncio.gather(
            put(self._tables.touchpoints, [stored(row) for row in rows]), put(self._tables.words, words)
        )

    async def _written(self) -> None:
        """Everything is in the tables, and whoever starts on them knows it."""
        counts, self._counts = self._counts, Counter()
        await self._tallies.add(counts)
        now = datetime.now(UTC)
        await self._tables.checkpoints.put_many([{"_id": one, "at": now} for one in ("views", "touchpoints")])

    async def _conversation(self, number: int) -> None:
        past, place = self._past, self._past.chance.randrange(len(self._past.customers))
        language = past.chance.choice(list(SYLLABLES))
        id, customer, name = f"cnv_bench{number}", past.customers[place], past.names[place]
        at = datetime.now(UTC) - YEARS * past.chance.random() - timedelta(hours=1)
        page = Page("https://shop.example/lamps", "Lamps", "")
        opening = c.Opening(customer=customer, customer_name=name, queue=past.queue, visitor=f"vis_{place}", page=page)
        client = Actor("customer", customer, name)
        for step in range(MESSAGES_EACH):
            at += timedelta(seconds=past.chance.randrange(5, 180))
            message, text = f"m{step}", past.text(language)
            fixed: Any = {"id": f"c|{id}|{message}", "conversation": id, "at": at}
            command: c.Command
            if step % 2 == 0:
                command = c.ReceiveMessage(
                    **fixed, actor=client, message=message, text=text, opening=None if step else opening
                )
            else:
                command = c.SendMessage(**fixed, actor=BOSS, message=message, text=text)
            await self._desk.do(command)
        await self._desk.do(c.CloseConversation(id=f"cl|{id}", conversation=id, at=at, actor=BOSS, outcome="solved"))

    async def long_story(self, customer: str, count: int) -> None:
        """So many custom events of one Customer, two years long with busy days."""
        at, gap = datetime.now(UTC) - YEARS, YEARS / max(1, count)
        for start in range(0, count, 10_000):
            self._rows += self._events(customer, start, min(count, start + 10_000), at, gap)
            await self._write_rows()
        await self._written()

    def _events(self, customer: str, start: int, end: int, at: datetime, gap: timedelta) -> Iterator[Touchpoint]:
        for number in range(start, end):
            moment = at + gap * (number - number % 50 + (number % 50) / 100)  # fifty close together, then a pause
            yield Touchpoint(
                f"e|{customer}|{number}",
                customer,
                moment,
                "event",
                "Viewed",
                "web",
                "customer",
                "",
                f"Lamp {number % 90}",
            )
