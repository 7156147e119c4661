"""Voices added into one stream, for a browser that has fewer m-lines than people to hear: who hears the same people shares one mix.

A voice is decoded once however many mixes it is in, and not at all while it is quiet. Passing packets on as they are costs a
tenth of this (docs/decisions/009), so a mix is only made where m-lines run out.
"""

from collections.abc import Iterable
from typing import Protocol

import numpy as np

from webrtc.libopus import FRAME, BadSound, Decoder, Encoder, Samples
from webrtc.streams import QUIET_LEVEL, Sink, Source

AHEAD = 2 * FRAME
"""Samples of a voice that must be there before it is played: what may come late by so much is not missed."""
MOST = 6 * FRAME
"""Samples of a voice that are kept; what comes in a longer burst pushes out the oldest."""
MOST_CONCEALED = 3
"""Lost packets in a row that are guessed; a longer gap is silence."""
HANGOVER_SECONDS = 1.0
"""A voice is still decoded so long after its last word, so that no ending is cut."""


class Voice:
    """One source's sound, decoded as it comes and read 20 ms at a time."""

    def __init__(self) -> None:
        self._decoder = Decoder()
        self._kept = np.zeros(MOST, np.int16)
        self._size = 0
        self._plays = False
        self._next: int | None = None
        self._loud_until = 0.0

    def take(
        self, source: Source, sequence: int, timestamp: int, marker: int, payload: bytes, level: int | None, now: float
    ) -> None:
        """One packet; what is late, damaged, or quiet by its own word is left out."""
        lost = 0 if self._next is None else (sequence - self._next) & 0xFFFF
        if lost >= 0x8000:
            return
        self._next = (sequence + 1) & 0xFFFF
        if level is None or level < QUIET_LEVEL:
            self._loud_until = now + HANGOVER_SECONDS
        if now > self._loud_until:
            return
        try:
            if 0 < lost <= MOST_CONCEALED and self._plays:
                self._conceal(lost, payload)
            self._keep(self._decoder.decode(payload))
        except BadSound:
            return

    def _conceal(self, lost: int, payload: bytes) -> None:
        for _ in range(lost - 1):
            self._keep(self._decoder.conceal(FRAME))
        self._keep(self._decoder.conceal(FRAME, payload))

    def _keep(self, samples: Samples) -> None:
        over = self._size + samples.size - MOST
        if over > 0:
            self._drop(over)
        self._kept[self._size : self._size + samples.size] = samples
        self._size += samples.size

    def _drop(self, samples: int) -> None:
        self._size -= samples
        self._kept[: self._size] = self._kept[samples : samples + self._size].copy()

    def read(self) -> Samples | None:
        """The next 20 ms, or None while there is nothing to hear."""
        if not self._plays and self._size < AHEAD:
            return None
        self._plays = self._size >= FRAME
        if not self._plays:
            self._size = 0
            return None
        samples = self._kept[:FRAME].copy()
        self._drop(FRAME)
        return samples


class Mix(Source):
    """Some voices as one source."""

    __slots__ = ("_encoder", "_sequence", "_silent", "_timestamp", "voices")

    def __init__(self, voices: tuple[Source, ...]) -> None:
        super().__init__()
        self.voices = voices
        self._encoder = Encoder()
        self._sequence = 0
        self._timestamp = 0
        self._silent = True

    def say(self, frames: dict[Source, Samples], now: float) -> None:
        """Encode what these voices say in these 20 ms; while nobody speaks nothing is sent, and time goes on."""
        heard = [frames[voice] for voice in self.voices if voice in frames]
        self._timestamp = (self._timestamp + FRAME) & 0xFFFFFFFF
        begins, self._silent = self._silent, not heard
        if heard:
            self._sequence = (self._sequence + 1) & 0xFFFF
            packet = self._encoder.encode(added(heard))
            self.give(self._sequence, self._timestamp, 0x80 if begins else 0, packet, None, now)


def added(frames: list[Samples]) -> Samples:
    """The sum, cut off where 16 bits end."""
    if len(frames) == 1:
        return frames[0]
    total = np.sum(frames, axis=0, dtype=np.int32)
    return np.clip(total, -32_768, 32_767).astype(np.int16)


class Beat(Protocol):
    """Who calls a mixer every 20 ms."""

    def keep(self, beaten: "Mixer") -> None:
        """From now on, until its ``beat`` answers False."""


class Mixer:
    """All mixes of one call."""

    def __init__(self, beat: Beat) -> None:
        self._beat = beat
        self._voices: dict[Source, Voice] = {}
        self._mixes: dict[frozenset[Source], Mix] = {}
        self._wanted: dict[frozenset[Source], list[Sink]] = {}
        self._beating = False

    def begin(self) -> None:
        """Who hears what is asked for anew."""
        self._wanted = {}

    def want(self, sources: Iterable[Source], sink: Sink) -> None:
        """``sink`` hears these sources as one."""
        self._wanted.setdefault(frozenset(sources), []).append(sink)

    def end(self, sinks: dict[Source, list[Sink]]) -> None:
        """All was asked for: keep what goes on, make what is new, and add the voices to what their sources feed."""
        voices = {source: self._voices.get(source) or Voice() for mix in self._wanted for source in mix}
        self._voices = voices
        self._mixes = {sources: self._mixes.get(sources) or Mix(tuple(sources)) for sources in self._wanted}
        for sources, mix in self._mixes.items():
            mix.sinks = tuple(self._wanted[sources])
        for source, voice in voices.items():
            sinks.setdefault(source, []).append(voice)
        if self._mixes and not self._beating:
            self._beating = True
            self._beat.keep(self)

    def beat(self, now: float) -> bool:
        """20 ms of every mix; False once there is none."""
        read = {source: voice.read() for source, voice in self._voices.items()}
        frames = {source: frame for source, frame in read.items() if frame is not None}
        for mix in self._mixes.values():
            mix.say(frames, now)
        self._beating = bool(self._mixes)
        return self._beating
