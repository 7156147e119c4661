"""How much there is of a Customer: Conversations, calls and emails of the whole family, counted up to where a person stops counting."""

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

MOST = 100
"""Meaning so many or more; reading more would only keep a profile waiting."""
ROWS_OF_A_CALL = 3
"""Most calls have no more: how it began, how it ended, and a voicemail."""


class Table(Protocol):
    """The little this needs of a table."""

    async def find(self, equal: dict[str, Any], *, limit: int = 100) -> list[dict[str, Any]]:
        """At most ``limit`` of those that fit."""


class Footprints:
    """Counts what there is."""

    def __init__(self, conversations: Table, touchpoints: Table) -> None:
        self._conversations, self._touchpoints = conversations, touchpoints

    async def of(self, family: Sequence[str]) -> dict[str, int]:
        """``{conversations, calls, emails}``, each at most MOST. Raises Unavailable."""
        theirs = {"customer": tuple(family)}
        # Not by type as well: the embedded database would go through everything that they ever did.
        conversations, of_calls, emails = await asyncio.gather(
            self._conversations.find(theirs, limit=MOST),
            self._touchpoints.find({**theirs, "kind": "call"}, limit=MOST * ROWS_OF_A_CALL),
            self._touchpoints.find({**theirs, "kind": "email"}, limit=MOST),
        )
        calls = sum(row["type"] == "CallStarted" for row in of_calls)
        return {"conversations": len(conversations), "calls": min(calls, MOST), "emails": len(emails)}
