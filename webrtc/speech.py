"""Who spoke how much, over whom, and after how long, from the headers and sizes of packets: nothing is decoded.

A packet is voice when it is clearly louder than the quietest of the last seconds, by its RFC 6464 audio level or else by its
size. Voice makes spurts: three packets in a row begin one, pauses within a sentence do not end it. Sizes do for a quiet
line or one with DTX (each turn comes out 0.1 s long); over steady noise without DTX an encoder spends nearly as much on noise as on
speech, and they tell only roughly.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from math import log10

from webrtc.opus import SAMPLES_PER_SECOND
from webrtc.rtp_clock import RtpClock

NOTHING = -127
"""dBov of silence, the lowest that RFC 6464 can say."""
RUN = 3
"""Packets of voice in a row that begin a spurt: a comfort-noise packet of DTX stands alone."""
BRIDGE_SECONDS = 0.4
"""A shorter pause belongs to the spurt."""
SHORTEST_SECONDS = 0.1
OVERTALK_SECONDS = 0.5
"""Who begins while another speaks, goes on over them this long, and outlasts them, interrupts."""
LIVE_SECONDS = 0.5
"""A level older than this is silence."""

_BLOCK, _BLOCKS = 50, 8
"""The quietest packet is looked for in 8 blocks of 50 packets: speech pauses within 8 seconds, noise does not."""
_FAINT, _LOUD = -60.0, -27.0
"""dBov that is never voice, and dBov that always is."""
_BEGINS, _GOES_ON = 9.0, 4.5
"""dB above the quietest with which voice begins, and with which it goes on: words end softly."""
_FAINT_SIZE = 20 * log10(28)
_ABOVE_QUIETEST_SIZE = 1.5
_SMOOTHED = 8
"""Packets over which sizes are averaged: an encoder gives noise nearly as many bytes as speech, but evenly."""
_PACKET_SECONDS = 0.02


class Voice:
    """Voice activity of one source, packet by packet."""

    def __init__(self) -> None:
        self._blocks: deque[float] = deque(maxlen=_BLOCKS)
        self._sizes: deque[int] = deque(maxlen=_SMOOTHED)
        self._quietest = 0.0
        self._left = 0
        self._floor = float(NOTHING)
        self._on = False

    def hears(self, level: int | None, size: int) -> bool:
        """Whether this packet is voice: ``level`` as RFC 6464 has it (127 is silence), or None and the size decides."""
        if level is None:
            self._on = self._sized(size)
            return self._on
        self._listen(-level)
        needed = self._floor + (_GOES_ON if self._on else _BEGINS)
        self._on = -level > _FAINT and (-level > needed or -level > _LOUD)
        return self._on

    def _sized(self, size: int) -> bool:
        self._sizes.append(size)
        if len(self._sizes) < _SMOOTHED:
            return False
        loud = 20 * log10(sum(self._sizes) / _SMOOTHED or 1)
        self._listen(loud)
        return loud > _FAINT_SIZE and loud > self._floor + _ABOVE_QUIETEST_SIZE

    def _listen(self, loud: float) -> None:
        if self._left:
            self._left -= 1
            if loud < self._quietest:
                self._quietest = loud
                self._floor = min(self._floor, loud)
            return
        if self._quietest:
            self._blocks.append(self._quietest)
        self._quietest, self._left = loud, _BLOCK
        self._floor = min([*self._blocks, loud])


@dataclass(frozen=True)
class LegSpeech:
    """One leg: seconds of talk, their share of all talk (0..1), how often it interrupted, and its first word after the beginning."""

    talk_seconds: float
    talk_share: float
    interruptions: int
    first_word_seconds: float | None


@dataclass(frozen=True)
class Balance:
    """A call's speech; the agent's ``first_word_seconds`` is the time to greeting."""

    seconds: float
    legs: dict[str, LegSpeech]
    overtalk_seconds: float
    longest_silence_seconds: float


@dataclass
class _Leg:
    clock: RtpClock
    voice: Voice = field(default_factory=Voice)
    spurts: list[tuple[float, float]] = field(default_factory=list)
    run: int = 0
    run_from: float = 0.0
    level: int = NOTHING
    heard: float = 0.0

    def speak(self, at: float) -> None:
        """A packet of voice at ``at`` seconds."""
        if not self.run:
            self.run_from = at
        self.run += 1
        if self.run < RUN:
            return
        end = at + _PACKET_SECONDS
        if self.spurts and self.run_from - self.spurts[-1][1] <= BRIDGE_SECONDS:
            self.spurts[-1] = self.spurts[-1][0], max(end, self.spurts[-1][1])
        else:
            self.spurts.append((self.run_from, end))


class SpeechMeter:
    """Listens to the legs of a call from its making on; ``clock`` gives monotonic seconds, the same as ``arrived``."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = clock()
        self._legs: dict[str, _Leg] = {}

    def packet(self, leg: str, level: int | None, size: int, timestamp: int, arrived: float) -> None:
        """A packet of a leg: its audio level (0 loudest, 127 silence, None unknown), payload bytes, RTP timestamp, arrival."""
        seconds = arrived - self._began
        there = self._legs.get(leg)
        if there is None:
            there = self._legs[leg] = _Leg(RtpClock(timestamp, seconds))
        position = there.clock.place(timestamp, seconds)
        there.heard = seconds
        if there.voice.hears(level, size):
            there.speak(position / SAMPLES_PER_SECOND)
        else:
            there.run = 0
        if level is not None:
            there.level = -level

    def levels(self) -> dict[str, int]:
        """How loud each leg is now in dBov, -127 (nothing) to 0. A leg without audio levels is -30 while it speaks."""
        now = self._clock() - self._began
        return {name: _live(leg) if now - leg.heard < LIVE_SECONDS else NOTHING for name, leg in self._legs.items()}

    def balance(self) -> Balance:
        """The balance so far; legs that never sent are not in it."""
        spurts = {
            name: [spurt for spurt in leg.spurts if spurt[1] - spurt[0] >= SHORTEST_SECONDS]
            for name, leg in self._legs.items()
        }
        seconds = max(self._clock() - self._began, 0.0)
        talk = {name: sum(end - start for start, end in own) for name, own in spurts.items()}
        total = sum(talk.values())
        legs = {
            name: LegSpeech(
                round(talk[name], 2),
                round(talk[name] / total, 4) if total else 0.0,
                sum(_interrupts(spurt, spurts, name) for spurt in own),
                round(own[0][0], 2) if own else None,
            )
            for name, own in spurts.items()
        }
        overtalk, silence = _together_and_silent(spurts, seconds)
        return Balance(round(seconds, 2), legs, round(overtalk, 2), round(silence, 2))


def _live(leg: _Leg) -> int:
    if leg.level > NOTHING:
        return leg.level
    return -30 if leg.run >= RUN else NOTHING


def _interrupts(spurt: tuple[float, float], spurts: dict[str, list[tuple[float, float]]], name: str) -> bool:
    start, end = spurt
    return any(
        begun < start and start + OVERTALK_SECONDS <= ended < end
        for other, theirs in spurts.items()
        if other != name
        for begun, ended in theirs
    )


def _together_and_silent(spurts: dict[str, list[tuple[float, float]]], seconds: float) -> tuple[float, float]:
    """Seconds in which two or more legs spoke, and the longest stretch in which nobody did."""
    turns = sorted(turn for own in spurts.values() for start, end in own for turn in ((start, 1), (end, -1)))
    together = silent = at = 0.0
    speaking = 0
    for when, change in [*turns, (seconds, 0)]:
        if speaking >= 2:
            together += when - at
        if not speaking:
            silent = max(silent, when - at)
        speaking, at = speaking + change, when
    return together, silent
