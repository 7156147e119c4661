"""A lease: work that one node at a time should do, held in the store and taken over when its holder has not renewed it.

It keeps nodes from doing the same twice as a rule, not for certain (clocks differ, a process may be stopped in its tracks): what is done
under a lease must do no harm when it is done twice.
"""

from contextlib import suppress
from datetime import timedelta

from domain.stream import Unavailable
from server.clock import Clock
from store.tables import Conflict, Table, Taken


class Lease:
    """The work called ``name`` as ``node`` wants it, for ``lasts`` at a time."""

    def __init__(self, table: Table, name: str, node: str, lasts: timedelta, clock: Clock) -> None:
        self._table, self._id, self._node, self._lasts, self._clock = table, f"lease|{name}", node, lasts, clock

    async def hold(self) -> bool:
        """Take or renew it; whether this node has it now. Ask again well before it has run out. Raises Unavailable."""
        now = self._clock.now()
        stored = await self._table.get(self._id)
        ours = {"_id": self._id, "node": self._node, "until": now + self._lasts}
        try:
            if stored is None:
                await self._table.insert({**ours, "rv": 1})
                return True
            if stored["node"] != self._node and stored["until"] > now:
                return False
            await self._table.replace({**stored, **ours})
        except (Taken, Conflict):  # another node was faster
            return False
        return True

    async def give_back(self) -> None:
        """Let another node take it at once, if it is ours."""
        with suppress(Unavailable, Conflict):
            stored = await self._table.get(self._id)
            if stored is not None and stored["node"] == self._node:
                await self._table.replace({**stored, "until": self._clock.now()})
