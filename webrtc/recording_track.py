"""One channel of a recording: packets of its sources come in, a frame packet for each slot of 20 ms goes out.

Frames of 40 and 60 ms begin at multiples of their own length, so that two channels with other packet sizes meet at the latest
each 120 ms. Of several sources one has the floor: another takes it when it speaks and the first has been quiet for 0.3 s, so
talk at the same time on one side of a conference is recorded of one only.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

from webrtc.opus import FRAME_SAMPLES, IS_SLOT, LONGEST_FRAME, SILENCE, SLOT, BadPacket, concealed, packed, split
from webrtc.rtp_clock import RtpClock
from webrtc.speech import Voice
from webrtc.waveform import amplitude, loudness

Arrival = tuple[bytes, int, float, Hashable, int | None]
"""Payload, RTP timestamp, seconds since the recording began, source, RFC 6464 level."""

CONCEALED_SLOTS = 5
"""A gap is bridged by the decoder for 100 ms, as a listener hears loss; then it is silence. A decoder left to go on makes up
sound for ever: libopus keeps a tone at -38 dB."""
FLOOR_SECONDS = 0.3
GONE_SECONDS = 2.0
"""Who sent nothing for so long cannot keep the floor from a new source, such as the same leg's new connection."""
FORGOTTEN_SECONDS = 10.0
"""A source that sent nothing for so long has left."""
MOST_AHEAD = 100
"""Slots that a source's timestamps may run ahead of the clock: 2 s."""
MOST_BYTES = LONGEST_FRAME + 1
"""Of a slot, however many short frames it has: no packet of the file outgrows a page."""
_COVERED = b""
"""Stands in a slot whose sound is kept in ``_odd``: longer or shorter frames than a slot."""


@dataclass
class _Source:
    clock: RtpClock
    heard: float
    spoke: float
    voice: Voice = field(default_factory=Voice)


class Track:
    """The frames of one channel that are not written yet: those of the slots from ``next`` on."""

    def __init__(self) -> None:
        self.next = 0
        self.ends: dict[int, int] = {}
        """Where the long frame ends that covers a slot."""
        self._frames: dict[int, bytes] = {}
        self._odd: dict[int, list[tuple[int, bytes]]] = {}
        self._levels: dict[int, int] = {}
        self._sources: dict[Hashable, _Source] = {}
        self._floor: Hashable = None
        self._gap = CONCEALED_SLOTS
        self._bridge = SILENCE

    @property
    def odd(self) -> bool:
        """Whether frames of other lengths than a slot are waiting."""
        return bool(self._odd)

    @property
    def last(self) -> int:
        """The last slot with something in it, ``next - 1`` without."""
        return max(self._frames, default=self.next - 1)

    # ---- in

    def take(self, batch: Sequence[Arrival]) -> None:
        """Place packets (none empty) in their order of arrival. What is broken, late, or there already, is dropped."""
        frames, levels, expected, last, slot = self._frames, self._levels, -1, None, 0
        for payload, timestamp, seconds, source, level in batch:
            if timestamp == expected and source == last and slot not in frames and IS_SLOT[payload[0]]:
                frames[slot] = payload  # the common case: the next packet of the one source
            else:
                slot, last, expected = self._place(payload, timestamp, seconds, source, level), source, -1
                if slot < 0:
                    continue
            if level is not None:
                levels[slot] = level
            if expected >= 0 or (IS_SLOT[payload[0]] and len(self._sources) == 1):
                expected = (timestamp + SLOT) & 0xFFFFFFFF
            slot += 1
        self._follow_clocks(batch)

    def _place(self, payload: bytes, timestamp: int, seconds: float, name: Hashable, level: int | None) -> int:
        """Put the frames of a packet where they belong; the answer is the slot of the last, -1 for none."""
        try:
            parts = split(payload)
        except BadPacket:
            return -1
        source = self._sources.get(name) or self._new_source(name, timestamp, seconds)
        position = source.clock.place(timestamp, seconds)
        if len(self._sources) > 1 and not self._has_floor(name, source, seconds, level, len(payload)):
            return -1
        slot = -1
        for frame in parts:
            slot = self._put(position, frame)
            position += FRAME_SAMPLES[frame[0]]
        return slot

    def _new_source(self, name: Hashable, timestamp: int, seconds: float) -> _Source:
        holder = self._sources.get(self._floor)
        if holder is None or seconds - holder.heard > GONE_SECONDS:
            self._floor = name
        else:
            holder.heard = holder.spoke = seconds  # nobody kept its time while it was alone
        source = self._sources[name] = _Source(RtpClock(timestamp, seconds), seconds, seconds)
        return source

    def _has_floor(self, name: Hashable, source: _Source, seconds: float, level: int | None, size: int) -> bool:
        source.heard = seconds
        speaks = source.voice.hears(level, size)
        if speaks:
            source.spoke = seconds
        holder = self._sources[self._floor]
        gone = seconds - holder.heard > FLOOR_SECONDS
        if gone or (speaks and seconds - holder.spoke > FLOOR_SECONDS):
            self._floor = name
        return name == self._floor

    def _put(self, position: int, frame: bytes) -> int:
        samples = FRAME_SAMPLES[frame[0]]
        if samples < SLOT:
            return self._put_short(position, samples, frame)
        slot = -((SLOT // 2 - position) // samples) * (samples // SLOT)  # 20 ms: the nearest; longer: the next multiple
        covered = range(slot, slot + samples // SLOT)
        if slot < self.next or any(taken in self._frames for taken in covered):
            return -1
        if samples == SLOT:
            self._frames[slot] = frame
            return slot
        self._odd[slot] = [(0, frame)]
        for each in covered:
            self._frames[each] = _COVERED
            self.ends[each] = covered.stop
        return slot

    def _put_short(self, position: int, samples: int, frame: bytes) -> int:
        slot, offset = position // SLOT, position % SLOT // samples * samples
        if slot < self.next or self._frames.get(slot) or slot in self.ends:
            return -1
        pieces = self._odd.get(slot, [])
        if (
            any(there == offset for there, _ in pieces)
            or sum(len(each) for _, each in pieces) + len(frame) > MOST_BYTES
        ):
            return -1
        self._frames[slot] = _COVERED
        self._odd[slot] = [*pieces, (offset, frame)]
        return slot

    def _follow_clocks(self, batch: Sequence[Arrival]) -> None:
        """Tie drifted timestamps to the clock again, and forget the sources that left."""
        lasts = {source: (timestamp, seconds) for _, timestamp, seconds, source, _ in batch}
        for name, (timestamp, seconds) in lasts.items():
            if source := self._sources.get(name):
                source.clock.place(timestamp, seconds)
                source.clock.check(seconds)
                source.heard = seconds
        if len(self._sources) > 1:
            oldest = batch[-1][2] - FORGOTTEN_SECONDS
            kept = {name: there for name, there in self._sources.items() if name == self._floor or there.heard > oldest}
            self._sources = kept

    # ---- out

    def hush(self) -> None:
        """What follows is silence at once: nothing of before may sound on."""
        self._gap = CONCEALED_SLOTS
        for waiting in (self._frames, self._odd, self._levels, self.ends):
            waiting.clear()

    def loudness(self, sizes: Sequence[int]) -> list[int]:
        """The loudness of the next slots, whose frames are of these sizes."""
        if not self._levels:
            return loudness(sizes)
        levels = [self._levels.pop(slot, 127) for slot in range(self.next, self.next + len(sizes))]
        return [amplitude(level) for level in levels]

    def frames(self, until: int) -> list[bytes]:
        """A frame packet for each slot before ``until``; only while nothing odd is waiting."""
        pop = self._frames.pop
        found = [pop(slot, b"") for slot in range(self.next, until)]
        if not all(found):
            return [self._heard(frame) if frame else self._filled() for frame in found]
        if found:
            self._heard(found[-1])
        return found

    def packet(self, end: int, delimited: bool) -> bytes:
        """One packet for the slots before ``end``, at most 120 ms: a frame that cannot share the others' length is bridged."""
        span = (end - self.next) * SLOT
        units = [unit for slot in range(self.next, end) for unit in self._units(slot)]
        sizes: dict[int, int] = {}
        for _, frame in units:
            if span % FRAME_SAMPLES[frame[0]] == 0:
                sizes[frame[0]] = sizes.get(frame[0], 0) + len(frame)
        if not sizes:
            return packed([self._filled()] * (end - self.next), delimited)
        toc = max(sizes, key=sizes.__getitem__)
        samples = FRAME_SAMPLES[toc]
        frames = [bytes((toc,))] * (span // samples)
        for offset, frame in units:
            if frame[0] == toc:
                frames[offset // samples] = self._heard(frame)
        return packed(frames, delimited)

    def advance(self, until: int) -> None:
        """The slots before ``until`` are written; what lies absurdly far ahead is dropped."""
        self.next = until
        if len(self._frames) > MOST_AHEAD:
            self._frames = {slot: frame for slot, frame in self._frames.items() if slot < until + MOST_AHEAD}
        if self._odd or self._levels:
            self._odd = {slot: units for slot, units in self._odd.items() if slot in self._frames}
            self._levels = {slot: level for slot, level in self._levels.items() if slot in self._frames}
        if self.ends:
            self.ends = {slot: end for slot, end in self.ends.items() if slot in self._frames}

    def _units(self, slot: int) -> list[tuple[int, bytes]]:
        """The frames that begin in a slot, with their offset in samples from ``next``."""
        frame, start = self._frames.pop(slot, _COVERED), (slot - self.next) * SLOT
        return [(start, frame)] if frame else [(start + offset, odd) for offset, odd in self._odd.pop(slot, ())]

    def _heard(self, frame: bytes) -> bytes:
        self._gap, self._bridge = 0, _BRIDGES[frame[0]]
        return frame

    def _filled(self) -> bytes:
        self._gap += 1
        return self._bridge if self._gap <= CONCEALED_SLOTS else SILENCE


_BRIDGES = tuple(concealed(toc) for toc in range(256))
