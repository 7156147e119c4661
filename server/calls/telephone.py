"""Everything about calls, wired: what decides nothing by itself but keeps media, sockets, rows and shifts to what the Desk tells.

Media starts beside the server: until it is there, callers wait a moment and everything else works.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Protocol, Self

from chat.sockets import Ack
from chat.visitors import Visitors
from domain.calls import Leg
from domain.conversation import calling
from domain.refusal import Refused
from server.access import Access
from server.api.calls import CallPages
from server.board import Board
from server.calls.acts import CallActs
from server.calls.calls import CallCentre
from server.calls.leg_sessions import LegSessions
from server.calls.media import Media, NoMedia, Sounds, recordings_in
from server.calls.relays import Relays
from server.calls.reports import MediaReports
from server.calls.shelf import CallShelf
from server.calls.sockets import CallSockets
from server.calls.wrap_up import WrapUps
from server.clock import Clock
from server.conversations import Acts
from server.customers.customers import Customers
from server.desk import Desk, Told
from server.directory import Directory
from server.presence import Presences
from server.privacy.audit import Audit
from server.privacy.holds import Holds
from server.sessions import Sessions
from server.timers import Timers
from server.workspace import Workspace
from store.opening import Store

log = logging.getLogger("parley.calls")


class MediaPlane(Media, Protocol):
    """Media that is there while it is entered."""

    async def __aenter__(self) -> Self:
        """Find or start it. Raises TimeoutError."""

    async def __aexit__(self, *error: object) -> None:
        """Let it run on."""

    async def stop(self) -> None:
        """End it for good."""


class Telephone:
    """The parts by name. ``connect`` gives them the sockets, which are made later."""

    def __init__(
        self,
        *,
        store: Store,
        desk: Desk,
        board: Board,
        directory: Directory,
        access: Access,
        presences: Presences,
        sessions: Sessions,
        timers: Timers,
        clock: Clock,
        media: MediaPlane,
        data: Path,
        relays: Relays,
        audit: Audit,
        holds: Holds,
        customers: Customers,
    ) -> None:
        self._media, self._board, self._presences = media, board, presences
        self._relays, self._clock = relays, clock
        self._visitors: Visitors
        self.sounds = Sounds(data)
        self.calls = CallCentre(
            desk=desk, board=board, directory=directory, timers=timers, clock=clock, media=media, sounds=self.sounds
        )
        self.shelf = CallShelf(store.tables["calls"], store.files, desk, clock, recordings_in(data))
        self.wrap_ups = WrapUps(desk, board, directory, timers, clock)
        leg_sessions = LegSessions(sessions)
        self.acts = CallActs(
            access=access,
            desk=desk,
            board=board,
            directory=directory,
            calls=self.calls,
            clock=clock,
            sessions=leg_sessions,
            here=presences.here,
            on_site=self._on_site,
            takes_calls=self._takes_calls,
        )
        self.reports = MediaReports(
            desk=desk,
            board=board,
            clock=clock,
            media=media,
            calls=self.calls,
            shelf=self.shelf,
            sessions=leg_sessions,
            connected=self._connected,
        )
        self.pages = CallPages(
            access=access,
            directory=directory,
            calls=store.tables["calls"],
            audit=audit,
            holds=holds,
            customers=customers,
            files=store.files,
            shelf=self.shelf,
            desk=desk,
            clock=clock,
        )
        self._sockets: CallSockets

    def connect(self, visitors: Visitors, workspace: Workspace, offers: Acts) -> None:
        """Answer the ``call.`` events of both sockets."""
        self._visitors = visitors
        self._sockets = CallSockets(visitors, workspace, self.acts, offers, self._relays_of)
        self.reports.on_passing(self._sockets.passing)
        self.reports.on_keys(self._sockets.keys)

    @property
    def hears(self) -> list[Callable[[Told], None]]:
        """Subscribers of the Desk, in their order."""
        return [self.calls.hear, self.shelf.hear, self.wrap_ups.hear, self._sockets.hear]

    @property
    def loops(self) -> dict[str, Callable[[], Awaitable[None]]]:
        """What runs while the centre serves."""
        return {
            "media": self._run_media,
            "calls": self.calls.run,
            "call rows": self.shelf.run,
            "recordings": self.shelf.run_recordings,
            "wrap-ups": self.wrap_ups.run,
        }

    def load(self) -> None:
        """Keep the deadlines of what is live, before media is there."""
        for state in self._board.live.values():
            self.calls.remember(state)
        for shift in self._board.shifts.values():
            self.wrap_ups.remember(shift)

    async def close(self) -> None:
        """A media process without calls ends with the server; one with calls outlives it."""
        if self.calls.there.is_set() and not any(calling(state) for state in self._board.live.values()):
            with suppress(Refused, OSError):
                await self._media.stop()

    async def _run_media(self) -> None:
        if isinstance(self._media, NoMedia):
            await asyncio.Event().wait()  # for ever: nothing begins
        self.calls.begins = True
        warm = asyncio.create_task(self.sounds.warm(), name="sounds of calls")
        try:
            async with self._media:
                await warm
                await self.reports.adopt()
                self.calls.there.set()
                self.calls.begins = False
                await self.reports.run()
        finally:
            warm.cancel()
            self.calls.begins = False
            self.calls.there.clear()

    def _relays_of(self, party: str) -> Ack:
        return {"ok": True, "relays": self._relays.of(party, self._clock.now())}

    def _on_site(self, visitor: str) -> bool:
        return self._visitors.listening(visitor)

    def _takes_calls(self, visitor: str) -> bool:
        """Whether any widget that a visitor has open can ring and talk."""
        return any(widget["kind"] != "chat" for widget in self._visitors.widgets_of(visitor))

    def _connected(self, leg: Leg) -> bool:
        """Whether any tab of a party has its socket."""
        return self._on_site(leg.party) if leg.role == "customer" else self._presences.here(leg.party)
