"""What media reports, as Commands and pushes: sound that flows or is lost, keys, quality, ends of prompts, files, dead processes.

A report that cannot be stored is kept and tried again: calls outlive a database that is away.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from domain import call_commands as c
from domain.calls import Call, Leg
from domain.conversation import Conversation, calling
from domain.ids import unguessable
from domain.refusal import Refused
from domain.stream import Unavailable
from server.board import Board
from server.calls.calls import CallCentre
from server.calls.leg_sessions import LegSessions
from server.calls.media import Media
from server.calls.shelf import CallShelf, Closed
from server.clock import Clock
from server.desk import Desk
from webrtc import plan as m

AGAIN_SECONDS = 1.0

log = logging.getLogger("parley.calls")

Reason = Literal["silent", "closed", "media"]


@dataclass(slots=True)
class Fared:
    """How a call's sound fared: the worst loss and round trip, and sums for the means."""

    reports: int = 0
    loss: float = 0.0
    worst_loss: float = 0.0
    jitter_ms: float = 0.0
    worst_rtt_ms: float = 0.0

    def add(self, quality: m.Quality) -> None:
        """One more report of a leg."""
        loss = max(quality.loss_in, quality.loss_out)
        self.reports += 1
        self.loss += loss
        self.worst_loss = max(self.worst_loss, loss)
        self.jitter_ms += quality.jitter_ms
        self.worst_rtt_ms = max(self.worst_rtt_ms, quality.rtt_ms or 0.0)

    def summary(self) -> dict[str, float]:
        """As it is stored with the call."""
        if not self.reports:
            return {}
        return {
            "loss": round(self.loss / self.reports, 4),
            "worst_loss": round(self.worst_loss, 4),
            "jitter_ms": round(self.jitter_ms / self.reports, 1),
            "worst_rtt_ms": round(self.worst_rtt_ms, 1),
        }


class MediaReports:
    """Listens to media for as long as the centre serves."""

    def __init__(
        self,
        *,
        desk: Desk,
        board: Board,
        clock: Clock,
        media: Media,
        calls: CallCentre,
        shelf: CallShelf,
        sessions: LegSessions,
        connected: Callable[[Leg], bool],
    ) -> None:
        self._desk, self._board, self._clock = desk, board, clock
        self._media, self._calls, self._shelf = media, calls, shelf
        self._sessions, self._connected = sessions, connected
        self._fared: dict[str, Fared] = {}
        self._passing: Callable[[Conversation, Call, m.Quality | m.Levels], None] | None = None
        self._pressed: Callable[[Conversation, Call, Leg, str], None] | None = None

    def on_passing(self, tell: Callable[[Conversation, Call, m.Quality | m.Levels], None]) -> None:
        """``tell`` gets what is shown and forgotten: quality and levels."""
        self._passing = tell

    def on_keys(self, tell: Callable[[Conversation, Call, Leg, str], None]) -> None:
        """``tell`` gets digits that came with the sound."""
        self._pressed = tell

    async def adopt(self) -> None:
        """After a start: what media still has goes on, what it has lost is lost, what nobody wants any more ends."""
        living = {life.call: life for life in await self._media.living()}
        for state in list(self._board.live.values()):
            call = calling(state)
            if call is not None:
                self._calls.remember(state)
                await self._compare(state, call, living.pop(call.id, None))
        for id in living:
            await self._media.end(id)
        await self._shelf.look_again()
        await self._shelf.take_in_orphans()

    async def _compare(self, state: Conversation, call: Call, life: m.CallLife | None) -> None:
        states = {leg.leg: leg.state for leg in life.legs} if life is not None else {}
        if life is not None:
            self._calls.adopt(state, call)
        missing = tuple(
            leg.id for leg in call.legs if leg.joined and leg.state != "connecting" and leg.id not in states
        )
        if missing:
            await self._lost(state.id, call.id, missing, "media")
        for leg, is_ in states.items():
            if is_ == "there":
                await self._on_leg(call.id, leg, state.id)
            elif is_ == "gone":
                await self._lost(state.id, call.id, (leg,), "silent")

    async def run(self) -> None:
        """Report until cancelled."""
        async for event in self._media.events():
            while True:
                try:
                    await self._report(event)
                    break
                except Unavailable:
                    log.warning("the store is away; what media says waits")
                    await asyncio.sleep(AGAIN_SECONDS)
                except Refused as refused:
                    log.debug("%s: %s", type(event).__name__, refused.sentence)
                    break

    async def _report(self, event: m.Event) -> None:
        match event:
            case m.LegConnected() | m.LegBack():
                await self._on_leg(event.call, event.leg)
            case m.LegSilent():
                await self._on_silence(event)
            case m.LegGone(reason=reason) if reason != "failed":
                await self._on_lost(event.call, (event.leg,), "closed" if reason == "closed" else "silent")
            case m.Quality() | m.Levels():
                await self._pass_on(event)
            case m.Digit():
                await self._on_digit(event)
            case m.ClipEnded():
                self._calls.announcer.ended(event)
            case m.RecordingClosed():
                await self._on_recording(event)
            case m.Speech():
                await self._on_speech(event)
            case m.WorkerLost():
                await self._on_worker_lost(event.calls)
            case _:
                return

    async def _home(self, call: str) -> str | None:
        """The Conversation of a call, also of one that ended a moment ago."""
        home = self._calls.at_home(call)
        if home is None:
            await self._shelf.settled()  # its row may be behind
            home = await self._shelf.home_of(call)
        return home

    async def _call(self, id: str) -> tuple[Conversation, Call] | None:
        home = await self._home(id)
        state = await self._desk.conversation(home) if home is not None else None
        if state is None or state.call is None or state.call.id != id:
            return None
        return state, state.call

    async def _on_leg(self, call: str, leg: str, home: str | None = None) -> None:
        home = home or await self._home(call)
        if home is not None:
            await self._desk.do(c.ReportConnected(**self._head("mc", home, call), leg=leg))

    async def _on_silence(self, event: m.LegSilent) -> None:
        """Silence alone may be a bad moment of the network; without a socket either, their tab has gone."""
        found = await self._call(event.call)
        leg = found[1].leg(event.leg) if found is not None else None
        if found is not None and leg is not None and not self._connected(leg):
            await self._lost(found[0].id, event.call, (leg.id,), "silent")

    async def _on_lost(self, call: str, legs: tuple[str, ...], reason: Reason) -> None:
        home = await self._home(call)
        if home is not None:
            await self._lost(home, call, legs, reason)

    async def _lost(self, home: str, call: str, legs: tuple[str, ...], reason: Reason) -> None:
        await self._desk.do(c.ReportLost(**self._head("ml", home, call), legs=legs, reason=reason))

    async def _pass_on(self, event: m.Quality | m.Levels) -> None:
        found = await self._call(event.call)
        if found is None:
            return
        if isinstance(event, m.Quality):
            self._fared.setdefault(event.call, Fared()).add(event)
            await self._look_for(*found, event.leg)
        if self._passing is not None:
            self._passing(*found, event)

    async def _look_for(self, state: Conversation, call: Call, id: str) -> None:
        """Agents must be signed in, and who is beside a call must be seen: sound needs no socket, and would outlive the session."""
        leg = call.leg(id)
        if leg is None or leg.role == "customer":
            return
        if await self._signed_out(call, leg):
            await self._media.end_leg(call.id, id)
        elif leg.role == "agent" or self._connected(leg):
            return
        await self._lost(state.id, call.id, (id,), "closed")

    async def _signed_out(self, call: Call, leg: Leg) -> bool:
        """While the store is away nobody is."""
        try:
            return not await self._sessions.is_running(call.id, leg)
        except Unavailable:
            return False

    async def _on_digit(self, event: m.Digit) -> None:
        found = await self._call(event.call)
        leg = found[1].leg(event.leg) if found is not None else None
        if found is not None and leg is not None and self._pressed is not None:
            self._pressed(*found, leg, event.digit)

    async def _on_recording(self, event: m.RecordingClosed) -> None:
        home = await self._home(event.call)
        if home is not None:
            self._shelf.receive(Closed(home, event.call, Path(event.path), event.facts))

    async def _on_speech(self, event: m.Speech) -> None:
        """Media has ended the call: what it measured is kept where somebody talked."""
        home = await self._home(event.call)
        self._sessions.forget(event.call)
        fared = self._fared.pop(event.call, Fared()).summary()
        if home is not None and event.balance:
            head = {**self._head("mm", home, event.call), "id": f"mm|{event.call}"}
            await self._desk.do(c.MeasureCall(**head, speech=event.balance, quality=fared))

    async def _on_worker_lost(self, calls: tuple[str, ...]) -> None:
        for id in calls:
            found = await self._call(id)
            if found is not None:
                state, call = found
                await self._lost(state.id, id, tuple(leg.id for leg in call.legs if leg.joined), "media")
                self._calls.note(id)
        await self._shelf.take_in_orphans()

    def _head(self, kind: str, conversation: str, call: str) -> dict[str, Any]:
        return {
            "id": f"{kind}|{unguessable('rpt')}",
            "conversation": conversation,
            "at": self._clock.now(),
            "call": call,
        }
