"""What Customers do outside their Conversations: pages they see, forms, purchases, whatever a site or a program tells of them.

Each is one row that never changes, durable before it is answered, and a row of the timeline made from it; those are made again at a
start, should it have died between the two.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from domain.events import ActorKind
from domain.touchpoints import LONGEST_TEXT, Kind, Touchpoint
from domain.web_pages import campaign, cleaned, without_query
from domain.words import line
from server.clock import Clock
from server.timelines.touchpoints import BEGINNING, CHECKPOINT, OVERLAP, Touchpoints
from store.tables import Table, Taken

Document = dict[str, Any]

TYPES: Mapping[Kind, str] = {
    "page": "PageVisited",
    "form": "FormSent",
    "event": "EventRecorded",
    "purchase": "EventRecorded",
}
AT_ONCE = 500
ROW = "v|"
"""What the ids of rows in timelines begin with that are made here."""


class Visits:
    """Keeps them."""

    def __init__(self, table: Table, touchpoints: Touchpoints, checkpoints: Table, clock: Clock) -> None:
        self._table, self._touchpoints = table, touchpoints
        self._checkpoints, self._clock = checkpoints, clock

    async def load(self) -> None:
        """Make the timeline's rows of what was stored since timelines were last known to be whole. Raises Unavailable."""
        kept = await self._checkpoints.get(CHECKPOINT)
        since_at = kept["at"] - OVERLAP if kept else BEGINNING
        while True:
            rows = await self._table.find({}, by="stored_at", above=since_at, limit=AT_ONCE)
            self._touchpoints.add(_shown(row) for row in rows)
            await self._touchpoints.flush(AT_ONCE)
            if len(rows) < AT_ONCE:
                return
            since_at = rows[-1]["stored_at"] - timedelta(milliseconds=1)  # others of that instant may follow

    async def page(self, id: str, customer: str, page: Mapping[str, str], by: ActorKind, at: datetime) -> bool:
        """Note a page that was seen, if it has an address that may be kept; whether it is new. Raises Unavailable."""
        url = cleaned(page.get("url", ""))
        if not url:
            return False
        referrer, utm = without_query(page.get("referrer", "")), campaign(page.get("url", ""))
        lines = [url, f"referrer {referrer}" if referrer else "", " ".join(f"{k}={v}" for k, v in utm.items())]
        return await self._note(id, customer, "page", by, line(page.get("title", ""))[:300], lines, at)

    async def told(
        self, id: str, customer: str, kind: Kind, name: str, data: Mapping[str, Any], by: ActorKind, at: datetime
    ) -> bool:
        """Note an event, a purchase or a form with what belongs to it; whether it is new. Raises Unavailable."""
        lines = [f"{line(key)}: {_written(value)}" for key, value in data.items() if value not in ("", None)]
        return await self._note(id, customer, kind, by, line(name), lines, at)

    async def forget(self, rows: Sequence[str]) -> None:
        """These rows of timelines, those that were made here, are without words however often they are made again. Raises Unavailable."""
        kept = await self._table.get_many([row.removeprefix(ROW) for row in rows if row.startswith(ROW)])
        await self._table.put_many([{**visit, "title": "", "text": ""} for visit in kept.values()])

    async def _note(
        self, id: str, customer: str, kind: Kind, by: ActorKind, title: str, lines: Sequence[str], at: datetime
    ) -> bool:
        row = {"_id": id, "customer": customer, "at": at, "kind": kind, "by": by, "title": title}
        row |= {"text": "\n".join(filter(None, lines))[:LONGEST_TEXT], "stored_at": self._clock.now(), "rv": 1}
        try:
            await self._table.insert(row)
        except Taken:
            return False
        self._touchpoints.add([_shown(row)])
        return True


def _shown(row: Document) -> Touchpoint:
    return Touchpoint(
        id=f"{ROW}{row['_id']}",
        customer=row["customer"],
        at=row["at"],
        kind=row["kind"],
        type=TYPES[row["kind"]],
        channel="web",
        by=row["by"],
        name="",
        title=row["title"],
        text=row["text"],
    )


def _written(value: Any) -> str:
    """A value as people write it: no fraction where there is none."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return f"{value:.15g}" if isinstance(value, int | float) else line(" ".join(str(value).split()))
