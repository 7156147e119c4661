"""Instants as Parley writes them: aware UTC, whole milliseconds, because that is what the database keeps."""

from datetime import UTC, datetime
from functools import lru_cache

from domain.refusal import Refused

FIRST_YEAR, LAST_YEAR = 1970, 2999
"""What is farther away is a mistake or an attack: adding a zone or a day to it would overflow."""


def milliseconds(at: datetime) -> datetime:
    """``at`` cut to whole milliseconds."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


@lru_cache(maxsize=4096)
def iso(at: datetime) -> str:
    """``at`` as the wire writes it: 2026-11-21T10:00:00.000Z."""
    return at.isoformat(timespec="milliseconds")[:23] + "Z"


def instant(at: datetime) -> datetime:
    """A time somebody sent, as Parley writes it. Raises Refused where it has no zone or lies centuries away."""
    if at.tzinfo is None:
        raise Refused("invalid", "Say the time with its zone.")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise Refused("invalid", f"Choose a time between the years {FIRST_YEAR} and {LAST_YEAR}.")
    return milliseconds(at.astimezone(UTC))
