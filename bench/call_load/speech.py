"""What the crowd says, encoded once: Opus packets of 20 ms as Chromium sends them (48 kHz, mono, variable bit rate).

A stamped track has room at the end of each packet for the time at which it was sent; a server that does not decode passes it on.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

import av
import numpy as np
from numpy.typing import NDArray

RATE = 48_000
FRAME = 960
BIT_RATE = 32_000
STAMP_SIZE = 20
SMALLEST_STAMPED = 2 * STAMP_SIZE
BEEP_FRAMES = 10
"""A beep of one frame at the beginning of each fifth of a second."""
BEEP_HERTZ = 1_000

Samples = NDArray[np.float64]


@dataclass(frozen=True)
class Track:
    """Packets sent round and round; those whose index is ``marked`` have the moment of sending noted."""

    packets: tuple[bytes, ...]
    stamped: bool
    marked: frozenset[int] = field(default_factory=frozenset)


def talk() -> Track:
    """Ten seconds of something like speech, to be stamped: packets too small for a stamp are left out."""
    return Track(tuple(packet for packet in encode(voice(10.0)) if len(packet) >= SMALLEST_STAMPED), stamped=True)


def murmur() -> Track:
    """The same as it is, for a server that decodes."""
    return Track(tuple(encode(voice(10.0))), stamped=False)


def hush() -> Track:
    """Faint noise, so that a beep in a mix is not to be missed."""
    return Track(tuple(encode(np.random.default_rng(2).normal(0, 0.001, RATE))), stamped=False)


def beeps() -> Track:
    """A beep every fifth of a second, each marked."""
    samples = np.zeros(RATE)
    beep = 0.5 * np.sin(2 * np.pi * BEEP_HERTZ * np.arange(FRAME) / RATE)
    starts = range(0, RATE // FRAME, BEEP_FRAMES)
    for start in starts:
        samples[start * FRAME : (start + 1) * FRAME] = beep
    return Track(tuple(encode(samples)), stamped=False, marked=frozenset(starts))


def voice(seconds: float) -> Samples:
    """A gliding tone with its harmonics and some breath, loud and soft four times a second."""
    time = np.arange(int(seconds * RATE)) / RATE
    phase = 2 * np.pi * np.cumsum(130 + 30 * np.sin(2 * np.pi * 0.7 * time)) / RATE
    tone = sum(np.sin(harmonic * phase) / harmonic for harmonic in range(1, 15))
    breath = np.random.default_rng(1).normal(0, 0.2, time.size)
    loudness = 0.55 + 0.45 * np.sin(2 * np.pi * 4 * time)
    return np.asarray(0.15 * loudness * (tone + breath))


def encode(samples: Samples) -> list[bytes]:
    """Opus packets, one for each 20 ms."""
    codec = av.CodecContext.create("libopus", "w")
    codec.sample_rate, codec.layout, codec.format = RATE, "mono", "s16"
    codec.bit_rate = BIT_RATE
    codec.options = {"application": "voip", "vbr": "on", "frame_duration": "20"}
    whole = samples[: samples.size // FRAME * FRAME]
    pcm = (np.clip(whole, -1, 1) * 32767).astype(np.int16).reshape(1, -1)
    packets: list[bytes] = []
    for start in range(0, pcm.shape[1], FRAME):
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(pcm[:, start : start + FRAME]), "s16", "mono")
        frame.sample_rate, frame.pts = RATE, start
        packets += (bytes(packet) for packet in codec.encode(frame))
    return packets


def decode(packets: Iterable[bytes]) -> Samples:
    """The samples of a stream of packets, mono, every packet as long as it says."""
    codec = av.CodecContext.create("libopus", "r")
    codec.sample_rate, codec.layout = RATE, "mono"
    parts = [frame.to_ndarray() for packet in packets for frame in codec.decode(av.Packet(packet))]
    joined = np.concatenate(parts, axis=1)
    scale = 32768.0 if joined.dtype == np.int16 else 1.0
    return np.asarray(joined[0] / scale, dtype=np.float64)
