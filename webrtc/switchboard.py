"""All calls of a worker, and what the web process asks of them: each ask is carried out here and answered, or refused by name.

Asks are idempotent: the same plan, offer or ending again does no harm, and what is about a call that is gone is quietly done.
"""

import asyncio
import itertools
import logging
import os
import time
from collections import deque
from collections.abc import Callable

from domain.refusal import Refused
from webrtc.leg import Plane
from webrtc.live import LiveCall
from webrtc.plan import (
    PASSING,
    Answer,
    Ask,
    Done,
    EndCall,
    EndLeg,
    Event,
    Heard,
    Living,
    Offer,
    Plan,
    Refusal,
    Reply,
    Status,
    Stop,
)
from webrtc.players import Load, Players
from webrtc.port import Port

TICK_SECONDS = 0.1
SHARES = 5
"""Calls are looked at a fifth at a time: the reports of hundreds in one turn would hold up everybody's sound."""
REPORT_SECONDS = 2.0
"""Between two RTCP reports to a browser. Janus sends about one a second in each direction; RFC 3550 asks for one in five."""
ABANDONED_SECONDS = 120.0
"""A process ends after this without a web process and without a leg from which anything comes."""
MOST_KEPT = 1_000
"""Events that wait for a web process; then the oldest are forgotten."""

log = logging.getLogger("parley.media")

Tell = Callable[[Event, int | None], None]


class Switchboard:
    """The calls of one worker process."""

    def __init__(self, plane: Plane, port: Port, load: Load, report_seconds: float = REPORT_SECONDS) -> None:
        self.plane = plane
        self.players = Players(load)
        self.stopping = asyncio.Event()
        self._port = port
        self._report_seconds = report_seconds
        self._calls: dict[str, LiveCall] = {}
        self._listeners: list[Tell] = []
        self._kept: deque[tuple[int, Event]] = deque(maxlen=MOST_KEPT)
        self._serials = itertools.count(1)
        self._alone_since = time.monotonic()

    # ---- events

    def tell(self, event: Event) -> None:
        """To whoever listens. It is kept until it was dealt with, unless it means nothing later."""
        serial = None
        if not isinstance(event, PASSING):
            serial = next(self._serials)
            self._kept.append((serial, event))
        for listener in self._listeners:
            listener(event, serial)

    def listen(self, listener: Tell) -> None:
        """Events go to ``listener`` from now on, first those that nobody dealt with."""
        self._listeners.append(listener)
        for serial, event in self._kept:
            listener(event, serial)

    def unlisten(self, listener: Tell) -> None:
        """No longer."""
        self._listeners.remove(listener)

    # ---- asks

    async def carry_out(self, ask: Ask) -> Reply:
        """Do what is asked; a rule that says no is a Refusal."""
        try:
            return await self._done(ask)
        except Refused as refused:
            return Refusal(refused.code, refused.sentence)
        except Exception:
            log.exception("a bug while carrying out %s", type(ask).__name__)
            return Refusal("unavailable", "The media process could not do that.")

    async def _done(self, ask: Ask) -> Reply:
        match ask:
            case Offer():
                return Answer(await self._offer(ask))
            case Plan():
                self._call(ask.call).obey(ask)
            case EndLeg():
                if ask.call in self._calls:
                    self._calls[ask.call].end_leg(ask.leg)
            case EndCall():
                self._end(ask.call)
            case Heard():
                while self._kept and self._kept[0][0] <= ask.serial:
                    self._kept.popleft()
            case Status():
                now = time.monotonic()
                lives = tuple(call.life(now) for call in self._calls.values())
                return Living(os.getpid(), self._port.number, self._port.addresses, lives)
            case Stop():
                self.stopping.set()
        return Done()

    async def _offer(self, ask: Offer) -> str:
        """The answer; a call that exists only because of an offer that is refused ceases to."""
        call = self._call(ask.call)
        try:
            return await call.offer(ask.leg, ask.sdp, ask.video)
        except Refused:
            if call.empty:
                self._calls.pop(ask.call, None)
            raise

    def _call(self, id: str) -> LiveCall:
        if id not in self._calls:
            self._calls[id] = LiveCall(id, self)
        return self._calls[id]

    def _end(self, id: str) -> None:
        call = self._calls.pop(id, None)
        if call is not None:
            call.end()

    def end_all(self) -> None:
        """Hang up on everybody."""
        for id in list(self._calls):
            self._end(id)

    # ---- time

    async def run(self) -> None:
        """Look after the calls until told to stop, or until nobody has needed this process for a while."""
        for share in itertools.cycle(range(SHARES)):
            self.look_after(share, time.monotonic())
            try:
                async with asyncio.timeout(TICK_SECONDS / SHARES):
                    await self.stopping.wait()
                return
            except TimeoutError:
                continue

    def look_after(self, share: int, now: float) -> None:
        """One look at a share of the calls, at monotonic ``now``; with the first also at the port and at who is there."""
        for call in [call for number, call in enumerate(self._calls.values()) if number % SHARES == share]:
            self._tick(call, now)
        if share == 0:
            self._port.tick()
            self._look_for_company(now)

    def _tick(self, call: LiveCall, now: float) -> None:
        try:
            call.tick(now, self._report_seconds)
        except Exception:
            log.exception("call %s: a bug; the others go on", call.id)

    def _look_for_company(self, now: float) -> None:
        """Without a web process, and without anybody who is heard, there is nothing to stay for."""
        if self._listeners or any(not call.idle for call in self._calls.values()):
            self._alone_since = now
        elif now - self._alone_since >= ABANDONED_SECONDS:
            self.stopping.set()
