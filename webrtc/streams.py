"""The graph's two ends: a Source of encoded packets and a Slot that sends them on, with every packet's header written anew (RFC 3550).

A Slot is one m-line of a browser with one SSRC for life. Whichever source it follows, its sequence and timestamps go on
without a jump, so that a change of source is inaudible and needs no renegotiation.
"""

import secrets
from struct import Struct
from typing import Protocol

from aiortc.rtp import RtcpSenderInfo

from webrtc.reception import ntp_now
from webrtc.srtp import OUT

HEADER = Struct("!BBHII")
HEADER_SIZE = HEADER.size
SILENT_LEVEL = 127
"""-dBov: RFC 6464's silence."""

QUIET_LEVEL = 50
"""-dBov: from here on up it is room noise, not speech."""
UNHEARD_SECONDS = 5.0
"""After so long without a packet a source begins anew: its numbers went on meanwhile, and half a turn of them looks like the past."""


class Sink(Protocol):
    """Whatever hears a Source."""

    def take(
        self,
        source: "Source",
        sequence: int,
        timestamp: int,
        marker: int,
        payload: bytes,
        level: int | None,
        now: float,
    ) -> None:
        """One packet: RTP numbers of the source, the bare codec payload, -dBov if known, monotonic seconds."""


class Source:
    """Packets of one origin with one numbering; when the numbering begins anew, so does the Source."""

    __slots__ = ("sinks",)

    def __init__(self, sinks: tuple[Sink, ...] = ()) -> None:
        self.sinks = sinks

    def give(self, sequence: int, timestamp: int, marker: int, payload: bytes, level: int | None, now: float) -> None:
        """Hand one packet to everybody who hears this source."""
        for sink in self.sinks:
            sink.take(self, sequence, timestamp, marker, payload, level, now)

    def picture_wanted(self, now: float) -> None:
        """Somebody who sees this source needs a whole picture; who sends sound only has none."""


class Transport(Protocol):
    """Where a Slot's packets go."""

    deaf_type: int
    """RTP payload type that nobody listens to at present; -1 if all are heard."""

    def send(self, size: int) -> None:
        """Protect and send the RTP packet in ``OUT``, ``size`` bytes."""

    def send_control(self, compound: bytes) -> None:
        """Protect and send an RTCP compound packet."""


class Slot:
    """One m-line that sends: follows one source at a time."""

    __slots__ = (
        "_ahead_since",
        "_clock",
        "_frame",
        "_highest",
        "_marks",
        "_sequence_shift",
        "_stamp",
        "_stamp_at",
        "_stamp_shift",
        "_told",
        "_transport",
        "_type",
        "loss",
        "octets",
        "packets",
        "rtt",
        "source",
        "ssrc",
    )

    def __init__(self, transport: Transport, payload_type: int, clock: int = 48_000) -> None:
        self.ssrc = secrets.randbits(32)
        self.source: Source | None = None
        """What it follows; None before the first packet, and while it rests."""
        self.packets = 0
        self.octets = 0
        self.loss = 0.0
        """Share that the browser says it lost."""
        self.rtt: float | None = None
        """Seconds, by the browser's last report."""
        self._transport = transport
        self._type = payload_type
        self._clock = clock
        self._marks = clock == 48_000
        self._frame = clock // 50
        # RFC 3711 section 3.3.1: a start in the lower half cannot wrap before the receiver is in step.
        self._highest = secrets.randbits(15)
        self._stamp = secrets.randbits(32)
        self._stamp_at = 0.0
        self._sequence_shift = 0
        self._stamp_shift = 0
        self._ahead_since = 0
        self._told = 0

    def take(
        self, source: Source, sequence: int, timestamp: int, marker: int, payload: bytes, level: int | None, now: float
    ) -> None:
        """Send one packet on, as the next of this slot."""
        if source is not self.source or now - self._stamp_at > UNHEARD_SECONDS:
            self._follow(source, sequence, timestamp, now)
            marker = 0x80 if self._marks else marker
        sequence = (sequence + self._sequence_shift) & 0xFFFF
        timestamp = (timestamp + self._stamp_shift) & 0xFFFFFFFF
        ahead = (sequence - self._highest) & 0xFFFF
        if ahead < 0x8000:
            self._highest = sequence
            self._ahead_since += ahead
            self._stamp = timestamp
            self._stamp_at = now
        elif 0x10000 - ahead >= self._ahead_since:
            return  # older than the switch to this source: its number was another packet's
        size = HEADER_SIZE + len(payload)
        HEADER.pack_into(OUT.view, 0, 0x80, marker | self._type, sequence, timestamp, self.ssrc)
        OUT.view[HEADER_SIZE:size] = payload
        self._transport.send(size)
        self.packets += 1
        self.octets += len(payload)

    def rest(self) -> None:
        """Nobody is heard on it for now. What a source says meanwhile is not lost, so its numbers are not to be missed later."""
        self.source = None

    def _follow(self, source: Source, sequence: int, timestamp: int, now: float) -> None:
        """Number on: this packet is one after the last, and as much later as it really is."""
        passed = max(self._frame, int((now - self._stamp_at) * self._clock)) if self._stamp_at else self._frame
        self.source = source
        self._sequence_shift = self._highest + 1 - sequence
        self._stamp_shift = self._stamp + passed - timestamp
        self._ahead_since = 0

    def sender_info(self, now: float) -> RtcpSenderInfo | None:
        """What this slot sent, for a sender report; None if that is nothing since the last one."""
        if self.packets == self._told:
            return None
        self._told = self.packets
        stamp = self._stamp + int((now - self._stamp_at) * self._clock)
        return RtcpSenderInfo(ntp_now(), stamp & 0xFFFFFFFF, self.packets & 0xFFFFFFFF, self.octets & 0xFFFFFFFF)
