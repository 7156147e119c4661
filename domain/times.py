"""Instants as Parley writes them: aware UTC, whole milliseconds, because that is what the database keeps."""

from datetime import datetime


def milliseconds(at: datetime) -> datetime:
    """``at`` cut to whole milliseconds."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000)


def iso(at: datetime) -> str:
    """``at`` as the wire writes it: 2026-11-21T10:00:00.000Z."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.{at.microsecond // 1000:03d}Z"
