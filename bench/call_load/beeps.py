"""How long a mixing server delays sound: beeps are sent at known times, and looked for in what a listener decodes."""

import struct
from collections.abc import Iterator, Sequence

import numpy as np

from bench.call_load.speech import FRAME, RATE, decode

LOUD = 0.1
CODEC_SAMPLES = 312
"""What libopus itself looks ahead: a beep that no server touched is heard this much later, too."""
LONGEST = 0.19
"""Seconds; what comes later could as well be the next beep."""


def beep_delays(captured: bytes, sent: Sequence[int]) -> list[float]:
    """Seconds from each moment of sending (nanoseconds) to the beep's first loud sample; infinite for one never heard."""
    arrivals, packets = zip(*_packets(captured), strict=True) if captured else ((), ())
    if not packets:
        return [float("inf")] * len(sent)
    loud = np.flatnonzero(np.abs(decode(packets)) > LOUD)
    begins = [int(at) for index, at in enumerate(loud) if index == 0 or at - loud[index - 1] > 2 * FRAME]
    heard = [arrivals[min(at // FRAME, len(arrivals) - 1)] / 1e9 + at % FRAME / RATE for at in begins]
    return [_first(heard, moment / 1e9) for moment in sent]


def _first(heard: Sequence[float], sent: float) -> float:
    delays = (moment - sent - CODEC_SAMPLES / RATE for moment in heard)
    return next((delay for delay in delays if -0.001 < delay < LONGEST), float("inf"))


def _packets(captured: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(captured):
        arrived, size = struct.unpack_from("=qi", captured, at)
        yield arrived, captured[at + 12 : at + 12 + size]
        at += 12 + size
