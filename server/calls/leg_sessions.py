"""Which session an Agent's sound was connected by. Sound needs no socket, so nothing else would end it with the session.

Kept in memory: after a restart of the server, whoever has any session left is believed.
"""

from collections import defaultdict
from typing import Protocol

from domain.calls import Leg


class Sessions(Protocol):
    """What is asked about sessions."""

    async def find_by_id(self, id: str) -> object | None:
        """The running session of this id."""

    async def any_of(self, agent: str) -> bool:
        """Whether an Agent is signed in anywhere."""


class LegSessions:
    """Remembers by whose session each Agent's leg of a live call was connected last."""

    def __init__(self, sessions: Sessions) -> None:
        self._sessions = sessions
        self._of: dict[str, dict[str, str]] = defaultdict(dict)

    def connected(self, call: str, leg: str, session: str) -> None:
        """An Agent's browser has offered its sound."""
        self._of[call][leg] = session

    async def is_running(self, call: str, leg: Leg) -> bool:
        """Whether the session behind an Agent's sound goes on. Raises Unavailable."""
        session = self._of.get(call, {}).get(leg.id)
        if session is None:
            return await self._sessions.any_of(leg.party)
        return await self._sessions.find_by_id(session) is not None

    def forget(self, call: str) -> None:
        """The call is over."""
        self._of.pop(call, None)
