"""A leg of a live call: the connection it has, the one that is coming to replace it, and whether anybody is still there.

Edges name legs, never connections. So a browser that was reloaded joins again and takes its leg's place, unnoticed by the others.
"""

import random
from collections.abc import Callable
from typing import Protocol

from domain.refusal import Refused
from webrtc.association import Owner
from webrtc.negotiation import Offered, read_offer
from webrtc.peer import Peer
from webrtc.plan import Digit, Event, LegBack, LegConnected, LegGone, LegLife, LegSilent
from webrtc.silence import Silence
from webrtc.streams import Transport

JOIN_SECONDS = 10.0
"""A browser that has not connected by then will not."""


class Way(Transport, Protocol):
    """A browser connection, as a leg sees it: our own association, or stock aiortc."""

    offered: Offered
    heard: float | None
    owner: Owner | None

    async def answer(self, sdp: str, ssrcs: dict[str, int]) -> str:
        """The SDP answer to the offer (read already: ``offered``), with the SSRCs our m-lines send."""

    def renegotiate(self, offered: Offered) -> None:
        """The same browser connection offered again."""

    def close(self) -> None:
        """Hang up."""


class Plane(Protocol):
    """Makes browser connections."""

    def way(self, offered: Offered) -> Way:
        """For one offer that was read. Raises Refused (unavailable)."""


class Listener(Protocol):
    """The call, as a leg sees it."""

    id: str

    def tell(self, event: Event) -> None:
        """Something happened that the web process should know."""

    def route(self) -> None:
        """Sources or slots of a leg changed."""


class Connection:
    """One browser connection of a leg: its way and its peer."""

    def __init__(self, leg: "Leg", way: Way, now: float) -> None:
        self.leg = leg
        self.way = way
        self.began = now
        self.peer = Peer(way, way.offered, self)
        way.owner = self.peer

    def ready(self) -> None:
        """Packets can flow."""
        self.leg.arrived(self)

    def closed(self, reason: str) -> None:
        """Over, by the browser's wish or for a fault."""
        self.leg.left(self, reason)

    def digit(self, digit: str) -> None:
        """A key was pressed."""
        self.leg.call.tell(Digit(self.leg.call.id, self.leg.id, digit))


class Leg:
    """One party's place in a call."""

    def __init__(self, id: str, call: Listener, plane: Plane, clock: Callable[[], float]) -> None:
        self.id = id
        self.call = call
        self.places: dict[str, int] = {}
        """Which of the leg's audio slots each source it hears has; kept while the source is heard, over re-joins too."""
        self.next_report = clock() + random.random()
        """When its browser gets RTCP next; legs that came together do not report together."""
        self._plane = plane
        self._clock = clock
        self._current: Connection | None = None
        self._coming: Connection | None = None
        self._silence: Silence | None = None

    @property
    def peer(self) -> Peer | None:
        """The connection that carries the leg now."""
        return self._current.peer if self._current else None

    @property
    def idle(self) -> bool:
        """Whether nobody is there and nobody is coming. A browser that was killed says no goodbye: its connection stays, and is silent."""
        there = self._current is not None and self._silence is not None and self._silence.state == "there"
        return not there and self._coming is None

    async def offer(self, sdp: str, video: bool) -> str:
        """The answer to an offer: of the connection that is there, or of a new one that takes its place. Raises Refused."""
        offered = read_offer(sdp, video)
        for known in (self._current, self._coming):
            if known is not None and known.way.offered.same_connection(offered):
                known.way.renegotiate(offered)
                known.peer.negotiate(offered)
                self.call.route()
                return await known.way.answer(sdp, known.peer.ssrcs)
        coming = Connection(self, self._plane.way(offered), self._clock())
        self._replace_coming(coming)
        try:
            return await coming.way.answer(sdp, coming.peer.ssrcs)
        except Refused:
            if self._coming is coming:
                self._replace_coming(None)
            raise

    def _replace_coming(self, coming: Connection | None) -> None:
        if self._coming is not None:
            self._coming.way.close()
        self._coming = coming

    def arrived(self, connection: Connection) -> None:
        """A connection is up. The coming one becomes the leg's, whoever was there before hears a goodbye."""
        if connection is not self._coming:
            return
        old, self._current, self._coming = self._current, connection, None
        again = self._silence is not None
        self._silence = Silence(self._clock())
        if old is not None:
            old.way.close()
        self.call.route()
        self.call.tell(LegConnected(self.call.id, self.id, again))

    def left(self, connection: Connection, reason: str) -> None:
        """A connection is over. Only the leg's own matters: one that was replaced is nobody."""
        if connection is self._coming:
            self._replace_coming(None)
            if self._current is None:
                self.call.tell(LegGone(self.call.id, self.id, "failed"))
        elif connection is self._current:
            connection.way.close()
            self._current = None
            if self._silence is not None:
                self._silence.lost()
            self.call.route()
            self.call.tell(LegGone(self.call.id, self.id, reason))

    def tick(self, now: float) -> None:
        """Notice who did not come and who fell silent; a few times a second."""
        if self._coming is not None and now - self._coming.began >= JOIN_SECONDS:
            self.left(self._coming, "failed")
        if self._current is None or self._silence is None or self._current.way.heard is None:
            return
        change = self._silence.look(now, self._current.way.heard)
        if change == "silent":
            self.call.tell(LegSilent(self.call.id, self.id, round(now - self._silence.heard, 1)))
        elif change == "gone":
            self.call.tell(LegGone(self.call.id, self.id, "silent"))
        elif change == "back":
            self.call.tell(LegBack(self.call.id, self.id))

    def life(self, now: float) -> LegLife:
        """How the leg is."""
        if self._silence is None:
            return LegLife(self.id, "joining", 0.0)
        state = self._silence.state if self._current else "gone"
        return LegLife(self.id, state, round(now - self._silence.heard, 1))

    def close(self) -> None:
        """Hang up."""
        for connection in (self._current, self._coming):
            if connection is not None:
                connection.way.close()
        self._current = self._coming = None
