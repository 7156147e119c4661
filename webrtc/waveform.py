"""The shape of a recording for its timeline: a bounded number of peaks per channel, gathered while the recording grows.

Loudness is the sender's own audio level where it is known, else the size of the packets; nothing is decoded. When a channel
has twice the points it may show, neighbours are joined, so memory stays the same whatever the length.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from webrtc.opus import LONGEST_FRAME

POINTS = 500
"""At most this many peaks a channel in the end, and never fewer than half of it for a recording longer than a minute."""
STEP = 5
"""Slots of 20 ms joined from the beginning: no point is shorter than 100 ms."""
_QUIET_SIZE = 12
"""Bytes of a 20 ms packet that carries nothing but faint noise."""


def amplitude(level: int) -> int:
    """An RFC 6464 level (0 loudest, 127 silence, in -dBov) as 0..255 of the amplitude, a third root so that soft speech shows."""
    return round(255 * 10 ** (-level / 60)) if level < 127 else 0


_LOUDNESS = tuple(min(255, max(0, size - _QUIET_SIZE)) for size in range(LONGEST_FRAME + 1))


def loudness(sizes: Iterable[int]) -> list[int]:
    """The same scale by the bytes of each slot, for senders that give no level: what is above faint noise, at most 255."""
    return [_LOUDNESS[min(size, LONGEST_FRAME)] for size in sizes]


@dataclass
class _Peaks:
    width: int = 1
    points: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    slots: list[int] = field(default_factory=list)

    def add(self, slots: Sequence[int]) -> None:
        self.slots += slots
        whole = len(self.slots) - len(self.slots) % STEP
        for start in range(0, whole, STEP):
            self._join(max(self.slots[start : start + STEP]))
        del self.slots[:whole]

    def _join(self, peak: int) -> None:
        self.waiting.append(peak)
        if len(self.waiting) == self.width:
            self.points.append(max(self.waiting))
            self.waiting.clear()
        if len(self.points) == 2 * POINTS:
            self.points = [max(pair) for pair in zip(self.points[::2], self.points[1::2], strict=True)]
            self.width *= 2

    def all(self) -> list[int]:
        rest = self.waiting + self.slots
        return [*self.points, max(rest)] if rest else self.points


class Waveform:
    """Peaks of several channels that advance together."""

    def __init__(self, channels: int = 2) -> None:
        self._channels = tuple(_Peaks() for _ in range(channels))

    def add(self, channel: int, slots: Sequence[int]) -> None:
        """The loudness (0..255) of the next slots of 20 ms."""
        self._channels[channel].add(slots)

    def peaks(self) -> tuple[tuple[int, ...], ...]:
        """At most ``POINTS`` peaks for each channel, 0..100 of that channel's loudest."""
        return tuple(_scaled(_fitted(peaks.all())) for peaks in self._channels)


def _fitted(points: list[int]) -> list[int]:
    if len(points) <= POINTS:
        return points
    return [max(points[start : start + 2]) for start in range(0, len(points), 2)]


def _scaled(points: list[int]) -> tuple[int, ...]:
    most = max(points, default=0)
    return tuple(round(100 * point / most) if most else 0 for point in points)
