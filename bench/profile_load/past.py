"""Centres with a past: Customers, Conversations over two years in four languages, made by the same Commands, views and rows as real ones."""

import asyncio
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from typing import Any

from domain import commands as c
from domain.events import Actor, Page
from domain.touchpoints import Touchpoint
from server.clock import SystemClock
from server.customers import Customers
from server.desk import Desk
from server.tallies import Tallies
from server.touchpoints import Touchpoints
from server.views import Views
from store.opening import Store

MESSAGES_EACH = 10
AT_ONCE = 256
WRITTEN_AT_ONCE = 256
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


class Maker:
    """Makes a past in a store, as fast as it takes it; nothing else works on the store meanwhile."""

    def __init__(self, store: Store, past: Past) -> None:
        self._store, self._past, tables = store, past, store.tables
        clock = SystemClock()
        self._customers = Customers(tables, clock)
        self._desk = Desk(store.stream, tables.conversations, tables.shifts)
        self._views = Views(tables.conversations, tables.shifts, tables.checkpoints, clock)
        self._touchpoints = Touchpoints(
            tables.touchpoints, tables.words, Tallies(tables.tallies), tables.checkpoints, clock
        )
        self._desk.subscribe(self._views.hear)
        self._desk.subscribe(self._touchpoints.hear)

    async def people(self, count: int) -> None:
        """Customers with a name and an address."""
        for start in range(0, count, AT_ONCE):
            await asyncio.gather(*(self._person(number) for number in range(start, min(start + AT_ONCE, count))))

    async def _person(self, number: int) -> None:
        name = self._past.name()
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
            await asyncio.gather(*(self._conversation(number) for number in range(first, first + count)))
            past.messages += count * MESSAGES_EACH
            await self._touchpoints.flush(WRITTEN_AT_ONCE)
            await self._views.flush()
        await self.written()

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
            self._touchpoints.add(self._events(customer, start, min(count, start + 10_000), at, gap))
            await self._touchpoints.flush(WRITTEN_AT_ONCE)
        await self.written()

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

    async def written(self) -> None:
        """Everything is in the tables, and whoever starts on them knows it."""
        await self._touchpoints.flush(WRITTEN_AT_ONCE)
        await self._views.flush()
        now = datetime.now(UTC)
        await self._store.tables.checkpoints.put_many([{"_id": one, "at": now} for one in ("views", "touchpoints")])
