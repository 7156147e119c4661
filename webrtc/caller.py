"""A caller made of stock aiortc: offers like a browser, plays a tone or a file, and says which tones it hears on which m-line.

The tests, the health check, the benchmark and the test call use it; nothing in a media process does.
"""

import asyncio
import math
import time
from array import array
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import Any

import av
from aiortc import (
    MediaStreamTrack,
    RTCBundlePolicy,
    RTCConfiguration,
    RTCPeerConnection,
    RTCRtpReceiver,
    RTCSessionDescription,
)
from aiortc.rtp import RtpPacket
from av.audio.codeccontext import AudioCodecContext

from webrtc.stock import gathering_on

SPARES = 3
RATE = 48_000
FRAME = 960
HEARING_RATE = 8_000
KEPT = 100
"""Packets of an m-line that are kept: two seconds."""
CONNECT_SECONDS = 10.0


@dataclass(frozen=True)
class Heard:
    """One packet as it arrived."""

    at: float
    ssrc: int
    sequence: int
    timestamp: int
    marker: int
    payload: bytes


@lru_cache(maxsize=32)
def tone(hz: float, seconds: float = 1.0, bits: int = 32_000) -> tuple[bytes, ...]:
    """Opus packets of 20 ms of a sine; whole periods, so that it goes round without a click."""
    encoder = av.CodecContext.create("libopus", "w")
    assert isinstance(encoder, AudioCodecContext)
    encoder.sample_rate, encoder.layout, encoder.format, encoder.bit_rate = RATE, "mono", "s16", bits
    encoder.time_base = Fraction(1, RATE)
    samples = array("h", (int(12_000 * math.sin(2 * math.pi * hz * n / RATE)) for n in range(int(seconds * RATE))))
    packets = []
    for number in range(len(samples) // FRAME):
        frame = av.AudioFrame(format="s16", layout="mono", samples=FRAME)
        frame.planes[0].update(samples[number * FRAME : (number + 1) * FRAME].tobytes())
        frame.sample_rate, frame.pts, frame.time_base = RATE, number * FRAME, Fraction(1, RATE)
        packets += [bytes(packet) for packet in encoder.encode(frame)]
    return tuple(packets)


class Playing(MediaStreamTrack):
    """A track of packets encoded before, 20 ms each, for ever. Empty packets are pauses: nothing is sent."""

    kind = "audio"

    def __init__(self, packets: Sequence[bytes]) -> None:
        super().__init__()
        self.packets = packets
        self._number = 0
        self._began = 0.0

    async def recv(self) -> "av.Packet[Any]":
        """The next packet at its time."""
        while True:
            self._began = self._began or time.monotonic()
            await asyncio.sleep(max(0.0, self._began + self._number * FRAME / RATE - time.monotonic()))
            payload = self.packets[self._number % len(self.packets)]
            self._number += 1
            if payload:
                packet = av.Packet(payload)
                packet.pts, packet.time_base = self._number * FRAME, Fraction(1, RATE)
                return packet


class Caller:
    """One browser's worth of connection: a main m-line that sends and hears, and spare ones that only hear."""

    def __init__(
        self, packets: Sequence[bytes], spares: int = SPARES, addresses: Sequence[str] | None = ("127.0.0.1",)
    ) -> None:
        self.heard: list[deque[Heard]] = [deque(maxlen=KEPT) for _ in range(spares + 1)]
        self.counts = [0] * (spares + 1)
        self.playing = Playing(packets)
        self._addresses = addresses
        self.connection = RTCPeerConnection(RTCConfiguration(iceServers=[], bundlePolicy=RTCBundlePolicy.MAX_BUNDLE))
        self._listen(self.connection.addTransceiver(self.playing, "sendrecv").receiver, 0)
        for number in range(spares):
            self._listen(self.connection.addTransceiver("audio", "recvonly").receiver, number + 1)

    def _listen(self, receiver: RTCRtpReceiver, number: int) -> None:
        """Keep what arrives instead of decoding it: a thread per m-line would cost more than the call."""

        async def keep(packet: RtpPacket, arrival_time_ms: int) -> None:
            self.counts[number] += 1
            self.heard[number].append(
                Heard(
                    time.monotonic(),
                    packet.ssrc,
                    packet.sequence_number,
                    packet.timestamp,
                    packet.marker,
                    packet.payload,
                )
            )

        receiver._handle_rtp_packet = keep  # type: ignore[method-assign]  # aiortc has no other way in

    async def offer(self) -> str:
        """The SDP offer."""
        with gathering_on(self._addresses):
            await self.connection.setLocalDescription(await self.connection.createOffer())
        return self.connection.localDescription.sdp

    async def accept(self, answer: str) -> None:
        """Take the answer and wait until sound can flow. Raises TimeoutError, ConnectionError."""
        await self.connection.setRemoteDescription(RTCSessionDescription(answer, "answer"))
        async with asyncio.timeout(CONNECT_SECONDS):
            while self.connection.connectionState != "connected":
                if self.connection.connectionState in ("failed", "closed"):
                    raise ConnectionError(self.connection.connectionState)
                await asyncio.sleep(0.005)

    def loudness(self, hz: float, slot: int | None = None, seconds: float = 0.3) -> float:
        """How loud a tone is in what was heard in the last seconds: 0 to 1, the loudest of all m-lines or of one."""
        slots = range(len(self.heard)) if slot is None else [slot]
        return max((self._loudness(hz, number, seconds) for number in slots), default=0.0)

    def _loudness(self, hz: float, slot: int, seconds: float) -> float:
        since = time.monotonic() - seconds
        samples = decoded([packet.payload for packet in self.heard[slot] if packet.at >= since])
        return goertzel(samples, hz, HEARING_RATE)

    def hears(self, hz: float, slot: int | None = None) -> bool:
        """Whether the tone is clearly there now."""
        return self.loudness(hz, slot) > 0.1

    async def close(self) -> None:
        """Hang up."""
        await self.connection.close()

    async def vanish(self) -> None:
        """Be gone without a word, as a browser that was killed or lost its network."""
        for transceiver in self.connection.getTransceivers():
            transport = transceiver.receiver.transport
            transport._write_ssl = _nothing  # type: ignore[method-assign]  # so that no goodbye is sent
        await self.connection.close()


async def _nothing() -> None:
    return None


def decoded(payloads: Sequence[bytes]) -> "array[int]":
    """16-bit samples at 8 kHz of consecutive Opus packets; what cannot be decoded is left out."""
    decoder = av.CodecContext.create("libopus", "r")
    assert isinstance(decoder, AudioCodecContext)
    decoder.sample_rate = RATE
    resampler = av.AudioResampler(format="s16", layout="mono", rate=HEARING_RATE)
    samples: array[int] = array("h")
    for payload in payloads:
        try:
            frames = decoder.decode(av.Packet(payload)) if payload else []
        except av.FFmpegError:
            continue
        for frame in frames:
            for resampled in resampler.resample(frame):
                samples.frombytes(bytes(resampled.planes[0])[: resampled.samples * 2])
    return samples


def goertzel(samples: Sequence[int], hz: float, rate: int) -> float:
    """The amplitude of one frequency, 0 to 1 of full scale (Goertzel, 1958)."""
    if len(samples) < rate // 20:
        return 0.0
    turn = 2 * math.cos(2 * math.pi * hz / rate)
    last = before = 0.0
    for sample in samples:
        last, before = sample + turn * last - before, last
    power = last * last + before * before - turn * last * before
    return 2 * math.sqrt(max(0.0, power)) / len(samples) / 32768
