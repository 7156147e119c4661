"""What a receiver knows about one RTP stream: loss, jitter and the last sender report (RFC 3550 section 6.4 and appendix A).

``note`` runs for every packet, so it is a handful of integers and nothing else.
"""

import time

from aiortc.rtp import RtcpReceiverInfo, clamp_packets_lost

ODD_SECONDS = 5.0
"""A packet this early or late is a clock that was set anew, not jitter."""
NTP_EPOCH = 2_208_988_800
"""Seconds from 1900 to 1970."""


def ntp_now() -> int:
    """The time as sender reports carry it: seconds since 1900 in 32.32 bits."""
    return int((time.time() + NTP_EPOCH) * (1 << 32))


class Reception:
    """Counts of one SSRC since its first packet."""

    __slots__ = (
        "_base",
        "_expected_before",
        "_highest",
        "_jitter",
        "_received",
        "_received_before",
        "_report_at",
        "_report_middle",
        "_transit",
        "clock",
        "loss",
        "ssrc",
    )

    def __init__(self, ssrc: int, clock: int, sequence: int) -> None:
        self.ssrc = ssrc
        self.clock = clock
        self.loss = 0.0
        """Share lost between the last two reports."""
        self._base = sequence
        self._highest = sequence
        self._received = 0
        self._expected_before = 0
        self._received_before = 0
        self._transit: float | None = None
        self._jitter = 0.0
        self._report_middle = 0
        self._report_at = 0.0

    def note(self, sequence: int, timestamp: int, now: float) -> None:
        """One packet arrived at monotonic ``now``."""
        ahead = (sequence - self._highest) & 0xFFFF
        if ahead < 0x8000:
            self._highest += ahead
        self._received += 1
        transit = now * self.clock - timestamp
        if self._transit is not None:
            change = abs(transit - self._transit)
            if change < self.clock * ODD_SECONDS:
                self._jitter += (change - self._jitter) / 16
        self._transit = transit

    def sender_report(self, ntp: int, now: float) -> None:
        """The sender told its time; our next report echoes it, so that it can compute the round trip."""
        self._report_middle = ntp >> 16 & 0xFFFFFFFF
        self._report_at = now

    @property
    def jitter_ms(self) -> float:
        """Interarrival jitter in milliseconds."""
        return self._jitter / self.clock * 1000

    def report(self, now: float) -> RtcpReceiverInfo:
        """A report block on what came since the last one."""
        expected = self._highest - self._base + 1
        interval = expected - self._expected_before
        lost = interval - (self._received - self._received_before)
        self.loss = max(0.0, lost / interval) if interval > 0 else 0.0
        self._expected_before, self._received_before = expected, self._received
        return RtcpReceiverInfo(
            ssrc=self.ssrc,
            fraction_lost=min(255, int(self.loss * 256)),
            packets_lost=clamp_packets_lost(expected - self._received),
            highest_sequence=self._highest & 0xFFFFFFFF,
            jitter=int(self._jitter) & 0xFFFFFFFF,
            lsr=self._report_middle,
            dlsr=int((now - self._report_at) * 65536) & 0xFFFFFFFF if self._report_middle else 0,
        )
