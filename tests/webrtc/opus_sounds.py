"""Real Opus for the tests of recordings: tones encoded by libopus, packets decoded by it, and how much of a tone is in a sound."""

import io
import math
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

Sound = npt.NDArray[np.float64]
RATE = 48_000
WINDOW = 960


def spread(hertz: float, seconds: float, peak: float = 0.3) -> Sound:
    return peak * np.sin(2 * np.pi * hertz * np.arange(round(seconds * RATE)) / RATE)


def opus(sound: Sound, **options: str) -> list[bytes]:
    """Packets as libopus makes them for calls; ``frame_duration`` says how long each is."""
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.format, encoder.layout = RATE, "s16", "mono"
    encoder.time_base, encoder.bit_rate = Fraction(1, RATE), 32_000
    encoder.options = {"application": "voip", **options}
    samples = (np.clip(sound, -1, 1) * 32767).astype("<i2")
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.pts = RATE, 0
    fifo, packets = av.AudioFifo(), []
    fifo.write(frame)
    encoder.open()
    while part := fifo.read(encoder.frame_size or WINDOW):
        packets += [bytes(packet) for packet in encoder.encode(part)]
    return packets


@lru_cache
def tone(hertz: float, seconds: float, ptime: str = "20") -> tuple[bytes, ...]:
    return tuple(opus(spread(hertz, seconds), frame_duration=ptime))


def decoded_packets(packets: Iterable[bytes], head: bytes | None = None) -> Sound:
    """What libopus makes of packets, channel by channel: mono, or as the identification header says."""
    decoder = av.CodecContext.create("libopus", "r")
    decoder.sample_rate, decoder.layout = RATE, "stereo" if head else "mono"
    if head:
        decoder.extradata = head
    parts = [frame.to_ndarray() for packet in packets for frame in decoder.decode(av.Packet(packet))]
    if parts[0].shape[0] == 1 and head:  # samples of both channels take turns
        parts = [part.reshape(-1, 2).T for part in parts]
    joined = np.concatenate(parts, axis=1)
    return joined.astype(np.float64) / (32768 if joined.dtype == np.int16 else 1)


def decoded_file(path: Path) -> Sound:
    """Both channels of a file as FFmpeg plays it."""
    with av.open(str(path), "r") as file:
        parts = [frame.to_ndarray() for frame in file.decode(audio=0)]
    return np.concatenate(parts, axis=1).astype(np.float64)


def readable_seconds(content: bytes) -> float:
    """Decode everything FFmpeg finds; raises what it raises."""
    with av.open(io.BytesIO(content), "r") as file:
        return sum((frame.samples for frame in file.decode(audio=0)), start=0) / RATE


def strength(sound: Sound, hertz: float) -> Sound:
    """How much of a tone there is in each 20 ms: its amplitude."""
    whole = sound[: len(sound) // WINDOW * WINDOW].reshape(-1, WINDOW)
    wave = np.exp(-2j * math.pi * hertz * np.arange(WINDOW) / RATE)
    found: Sound = 2 * np.abs(whole @ wave) / WINDOW
    return found


def spans(there: Sequence[bool] | npt.NDArray[np.bool_]) -> list[tuple[float, float]]:
    """Where 20 ms windows are true: (from, to) seconds."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], np.asarray(there, dtype=int), [0]])))
    return [(float(a) / 50, float(b) / 50) for a, b in zip(edges[::2], edges[1::2], strict=True)]
