"""Presence beats: an Agent is there while one of their sockets is; some time after the last one is gone they are offline.

The state itself belongs to the Agent's shift; only the counting of sockets is here.
"""

from collections import defaultdict
from datetime import timedelta

from domain import commands as c
from domain.events import SYSTEM, Actor, PresenceState
from domain.ids import unguessable
from domain.shift import shift_of
from server.board import Board
from server.clock import Clock
from server.desk import Desk
from server.timers import Timers

GRACE = timedelta(seconds=30)
"""A reload, a change of network or a restart of the server within this is nothing."""


class Presences:
    """Sets Agents offline whose last socket has gone, and withdraws what was on offer to them."""

    def __init__(self, desk: Desk, board: Board, timers: Timers, clock: Clock) -> None:
        self._desk = desk
        self._board = board
        self._timers = timers
        self._clock = clock
        self._sockets: dict[str, set[str]] = defaultdict(set)

    def start(self) -> None:
        """After a start nobody is connected: everyone on duty has the grace to come back."""
        for agent, shift in self._board.shifts.items():
            if shift.state != "offline":
                self._expect(agent)

    def came(self, agent: str, socket: str) -> None:
        """A socket of an Agent is there."""
        self._sockets[agent].add(socket)
        self._timers.cancel(f"presence {agent}")

    def went(self, agent: str, socket: str) -> None:
        """A socket of an Agent has gone."""
        self._sockets[agent].discard(socket)
        if not self._sockets[agent]:
            del self._sockets[agent]
            self._expect(agent)

    def here(self, agent: str) -> bool:
        """Whether any socket of an Agent is connected."""
        return agent in self._sockets

    async def set(self, agent: str, state: PresenceState, reason: str | None, actor: Actor) -> None:
        """Say what an Agent can take now."""
        await self._desk.do(
            c.SetPresence(
                id=f"p|{unguessable('prs')}",
                conversation=shift_of(agent),
                at=self._clock.now(),
                actor=actor,
                state=state,
                reason=reason,
            )
        )
        if state in ("break", "offline"):
            await self._withdraw(agent)

    def _expect(self, agent: str) -> None:
        self._timers.set(f"presence {agent}", self._clock.now() + GRACE, lambda: self._gone(agent))

    async def _gone(self, agent: str) -> None:
        if not self.here(agent):
            await self.set(agent, "offline", "connection_lost", SYSTEM)

    async def _withdraw(self, agent: str) -> None:
        for state in list(self._board.live.values()):
            if state.offer is not None and state.offer.agent == agent:
                offer = state.offer.id
                await self._desk.do(
                    c.WithdrawOffer(
                        id=f"wd|{offer}", conversation=state.id, at=self._clock.now(), offer=offer, reason="agent_gone"
                    )
                )
