"""How often Parley writes by itself, kept by compare-and-set so that several nodes share the limits.

Whether one more mail may go is decided in ``mail/automatic_answers.py``; here is what has gone, by address and by Conversation.
"""

from datetime import datetime
from typing import Any

from mail import answers
from mail.automatic_answers import DAY, Past, Prompt, objection
from server.clock import Clock
from store.tables import Conflict, Table, Taken

Document = dict[str, Any]

TRIES = 5


class AutomaticLimits:
    """Allows automatic mails and remembers them."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table, self._clock = table, clock

    async def objection(self, key: str, address: str, prompt: Prompt, conversation: str | None = None) -> str | None:
        """Why the mail called ``key`` may not go. If it may, that is noted first: a mail that then does not leave counts as if it had."""
        at = self._clock.now()
        places = [f"a|{answers.without_detail(address)}", *([f"c|{conversation}"] if conversation else [])]
        for _ in range(TRIES):
            rows = await self._table.get_many(places)
            missing = [id for id in places if key not in (one["key"] for one in _gone(rows.get(id)))]
            if not missing:
                return None
            others = [_others(rows.get(id), key) for id in places]
            past = Past(to_address=others[0], in_conversation=len(others[1]) if conversation else 0)
            if why_not := objection(prompt, past, at):
                return why_not
            try:
                await self._note(missing[0], rows.get(missing[0]), key, at)
            except (Taken, Conflict):
                continue
            if len(missing) == 1:
                return None
        return "Too many automatic mails at once."

    async def _note(self, id: str, row: Document | None, key: str, at: datetime) -> None:
        gone = {"key": key, "at": at}
        if id.startswith("c|"):
            kept: Document = {"_id": id, "gone": [*_gone(row), gone]}
        else:  # after a day without one nothing speaks against the next, and the row may go
            fresh = [one for one in _gone(row) if at - one["at"] < DAY]
            kept = {"_id": id, "gone": [*fresh, gone], "expires_at": at + DAY}
        if row is None:
            await self._table.insert({**kept, "rv": 1})
        else:
            await self._table.replace({**kept, "rv": row["rv"]})


def _gone(row: Document | None) -> list[Document]:
    return list(row["gone"]) if row else []


def _others(row: Document | None, key: str) -> list[datetime]:
    return [one["at"] for one in _gone(row) if one["key"] != key]
