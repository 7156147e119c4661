"""What each side of a Conversation got and read: two numbers each, raised and never lowered.

They are not events; losing the last one costs nothing but a tick mark, so they are pushed first and written behind.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Any, Literal, Protocol

from domain.stream import Unavailable

Side = Literal["customer", "agent"]
NOTHING = {"customer_delivered": 0, "customer_read": 0, "agent_delivered": 0, "agent_read": 0}
REMEMBERED = 20_000


class Cursors(Protocol):
    """The table of marks."""

    async def get_many(self, document_ids: list[str]) -> dict[str, dict[str, Any]]:
        """Marks by Conversation."""

    async def raise_to(self, document_id: str, fields: Mapping[str, int]) -> None:
        """Raise each to at least this."""


class Marks:
    """The marks of every Conversation."""

    def __init__(self, cursors: Cursors) -> None:
        self._cursors = cursors
        self._known: OrderedDict[str, dict[str, int]] = OrderedDict()
        self._unwritten: dict[str, dict[str, int]] = {}
        self._work = asyncio.Event()
        self._hearers: list[Callable[[str, dict[str, Any]], None]] = []

    def on_change(self, hear: Callable[[str, dict[str, Any]], None]) -> None:
        """``hear(conversation, marks)`` whenever one rose."""
        self._hearers.append(hear)

    async def of(self, conversations: list[str]) -> dict[str, dict[str, int]]:
        """The four numbers of each Conversation."""
        missing = [id for id in conversations if id not in self._known]
        if missing:
            found = await self._cursors.get_many(missing)
            for id in missing:
                kept = found.get(id, {})
                self._remember(id, {name: int(kept.get(name, 0)) for name in NOTHING})
        return {id: self._known.get(id, NOTHING) for id in conversations}

    def known(self, conversation: str) -> Mapping[str, int]:
        """The four numbers as far as memory has them, for rows that are pushed; all 0 where it has not."""
        return self._known.get(conversation, NOTHING)

    async def rise(self, conversation: str, side: Side, *, delivered: int = 0, read: int = 0) -> None:
        """``side`` got everything up to ``delivered`` and read everything up to ``read``."""
        now = (await self.of([conversation]))[conversation]
        wanted = {f"{side}_delivered": max(delivered, read), f"{side}_read": read}
        risen = {name: number for name, number in wanted.items() if number > now[name]}
        if not risen:
            return
        self._remember(conversation, {**now, **risen})
        self._unwritten.setdefault(conversation, {}).update(risen)
        self._work.set()
        for hear in self._hearers:
            hear(conversation, shown(self._known[conversation]))

    async def run(self) -> None:
        """Write behind until cancelled."""
        while True:
            await self._work.wait()
            self._work.clear()
            unwritten, self._unwritten = self._unwritten, {}
            for conversation, fields in unwritten.items():
                try:
                    await self._cursors.raise_to(conversation, fields)
                except Unavailable:
                    kept = self._unwritten.setdefault(conversation, {})
                    self._unwritten[conversation] = {**fields, **kept}
                    self._work.set()
            await asyncio.sleep(1.0 if self._unwritten else 0.2)

    def _remember(self, conversation: str, marks: dict[str, int]) -> None:
        self._known[conversation] = marks
        self._known.move_to_end(conversation)
        while len(self._known) > REMEMBERED:
            oldest = next(iter(self._known))
            if oldest in self._unwritten:
                return
            del self._known[oldest]


def shown(marks: Mapping[str, int]) -> dict[str, Any]:
    """Marks as the wire shows them."""
    return {
        side: {"delivered": marks[f"{side}_delivered"], "read": marks[f"{side}_read"]} for side in ("customer", "agent")
    }
