"""Who did what to whom, when and from where, for what must be answered for later: one line per act, only ever added to.

A line names things and never repeats what they hold: ids, counts and names of fields, no value, address or word of anybody's. So nothing
in it has to go when a person's data goes, and reading it shows no secret.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from domain.ids import unguessable
from domain.times import iso
from server.access import Caller
from server.clock import Clock
from store.tables import Table

Detail = str | int | float | bool | None | Sequence[str]
Author = Caller | str | None
"""Whoever asked, an Agent known by id alone, or Parley by itself."""

MOST_PAGES = 20


class Audit:
    """Writes lines and finds them again."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table, self._clock = table, clock

    async def write(
        self, act: str, subject: str, by: Author, *, also: Sequence[str] = (), where: str = "", **details: Detail
    ) -> None:
        """Add a line about ``subject``; ``also`` are further ids it is found by. It is stored when this returns. Raises Unavailable."""
        await self._table.insert(
            {
                "_id": unguessable("aud"),
                "at": self._clock.now(),
                "act": act,
                "agent": author(by),
                "where": by.where if isinstance(by, Caller) else where,
                "subject": subject,
                "subjects": list(dict.fromkeys((subject, *also))),
                "details": {name: _kept(value) for name, value in details.items()},
                "rv": 1,
            }
        )

    async def lines(
        self, *, subjects: Sequence[str], agent: str, act: str, before: datetime | None, limit: int
    ) -> tuple[list[dict[str, Any]], datetime | None]:
        """The latest lines that fit what is not empty, newest first, and the time before which the next page begins.

        One condition leads through an index; the others only sift, so a page may be short where few lines fit both.
        """
        wanted = {"subject": tuple(subjects), "agent": agent, "act": act}
        leading = next((name for name in wanted if wanted[name]), None)
        equal: dict[str, Any] = {} if leading is None else {FIELD[leading]: wanted[leading]}
        found: list[dict[str, Any]] = []
        for _ in range(MOST_PAGES):
            page = await self._table.newest(equal, by="at", before=before, limit=limit)
            found += [line for line in page if _fits(line, subjects, agent, act)]
            before = page[-1]["at"] if len(page) >= limit else None
            if before is None or len(found) >= limit:
                break
        return found, before


FIELD = {"subject": "subjects", "agent": "agent", "act": "act"}


def author(by: Author) -> str | None:
    """The Agent's id, None where it was nobody's."""
    return by.id if isinstance(by, Caller) else by


def shown_line(line: Mapping[str, Any]) -> dict[str, Any]:
    """A line as docs/wire.md's."""
    names = ("act", "agent", "where", "subject", "subjects", "details")
    return {"id": line["_id"], "at": iso(line["at"]), **{name: line[name] for name in names}}


def _kept(value: Detail) -> Any:
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else value


def _fits(line: Mapping[str, Any], subjects: Sequence[str], agent: str, act: str) -> bool:
    about = not subjects or bool(set(subjects) & set(line["subjects"]))
    return about and (not agent or line["agent"] == agent) and (not act or line["act"] == act)
