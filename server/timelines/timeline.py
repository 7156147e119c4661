"""A page of a Customer's timeline, whatever the family and however long: the days' tallies say where to read, so nothing around it is read."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from domain.touchpoints import Kind, Stretch, Touchpoint, stretches
from server.timelines.tallies import Tallies
from server.timelines.touchpoints import row_of

AT_ONCE = 200
"""About how many rows are read together at most: 6 ms of the embedded database's time."""


MOST_STRETCHES = 10
"""How many pieces are read for one page: where the reader may see next to nothing of it, a page ends early and says where it goes on."""

Seen = Callable[[list[Touchpoint]], Awaitable[list[Touchpoint]]]
"""Of these rows, those that the reader may see."""


class Rows(Protocol):
    """The table of touchpoints."""

    async def find(
        self, equal: dict[str, Any], *, by: str, above: datetime, below: datetime, limit: int
    ) -> list[dict[str, Any]]:
        """Those between two times."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows newest first; the ``before`` that older rows and the ``after`` that newer ones are asked with (None: there are none)."""

    rows: list[Touchpoint]
    older: datetime | None
    newer: datetime | None


class Timelines:
    """Reads timelines."""

    def __init__(self, rows: Rows, tallies: Tallies) -> None:
        self._rows = rows
        self._tallies = tallies

    async def page(
        self,
        family: Sequence[str],
        kinds: Sequence[Kind],
        seen: Seen,
        *,
        before: datetime | None = None,
        after: datetime | None = None,
        limit: int = 50,
    ) -> Page:
        """The ``limit`` rows next to ``before`` (None: the latest) or, with ``after``, next to that on the newer side.

        Rows of one instant are never split over two pages, so a page may be longer by those. Raises Unavailable.
        """
        days = await self._days(family, kinds)
        found: list[Touchpoint] = []
        reached_at: datetime | None = None
        pieces = stretches(days, min(2 * limit, AT_ONCE), before=before, after=after)
        for count, stretch in enumerate(pieces, 1):
            found += await seen(await self._read(family, kinds, stretch))
            if len(found) > limit or count == MOST_STRETCHES:
                reached_at = stretch.start if after is None else stretch.end - timedelta(milliseconds=1)
                break
        found.sort(key=lambda row: (row.at, row.conversation or "", row.event or 0, row.id), reverse=after is None)
        rows, more = whole_instants(found, limit)
        end = rows[-1].at if more else reached_at
        if after is not None:
            return Page(rows[::-1], after + timedelta(milliseconds=1), end)
        return Page(rows, end, before - timedelta(milliseconds=1) if before else None)

    async def _days(self, family: Sequence[str], kinds: Sequence[Kind]) -> dict[date, int]:
        subjects = [f"{one}|{kind}" for one in family for kind in kinds] or list(family)
        counts = await self._tallies.of(tuple(subjects))
        return {date.fromisoformat(day): n for day, n in counts.items()}

    async def _read(self, family: Sequence[str], kinds: Sequence[Kind], stretch: Stretch) -> list[Touchpoint]:
        equal: Mapping[str, Any] = {"customer": tuple(family)} | ({"kind": tuple(kinds)} if kinds else {})
        above = stretch.start - timedelta(milliseconds=1)
        found = await self._rows.find(dict(equal), by="at", above=above, below=stretch.end, limit=1_000_000)
        return [row_of(document) for document in found]


def whole_instants(found: Sequence[Touchpoint], limit: int) -> tuple[list[Touchpoint], bool]:
    """The first ``limit`` rows and those of the last one's instant, and whether more follow."""
    end = min(limit, len(found))
    while 0 < end < len(found) and found[end].at == found[end - 1].at:
        end += 1
    return list(found[:end]), end < len(found)
