"""Packets of one browser connection: headers read, keys pressed, pictures asked for, reports written and read."""

from struct import pack

import pytest
from aiortc.rtp import (
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpSenderInfo,
    RtcpSrPacket,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.webrtc.offers import AUDIO, VIDEO, offer
from webrtc.negotiation import read_offer
from webrtc.peer import MOST_STREAMS, Peer
from webrtc.reception import ntp_now
from webrtc.srtp import IN, OUT, ROOM
from webrtc.streams import Source

OPUS, EVENT, VP8 = 111, 110, 96
SSRC = 1_000


class Wire:
    """A transport that keeps what is sent."""

    def __init__(self) -> None:
        self.deaf_type = -1
        self.sent: list[bytes] = []
        self.reports: list[bytes] = []

    def send(self, size: int) -> None:
        """RTP."""
        self.sent.append(bytes(OUT.view[:size]))

    def send_control(self, compound: bytes) -> None:
        """RTCP."""
        self.reports.append(compound)


class Ear:
    """What was told."""

    def __init__(self) -> None:
        self.digits = ""

    def ready(self) -> None:
        """Not here."""

    def closed(self, reason: str) -> None:
        """Not here."""

    def digit(self, digit: str) -> None:
        """A key."""
        self.digits += digit


class Sink:
    """What was heard: payloads and levels."""

    def __init__(self) -> None:
        self.heard: list[tuple[bytes, int | None]] = []
        self.sources: list[Source] = []

    def take(
        self, source: Source, sequence: int, timestamp: int, marker: int, payload: bytes, level: int | None, now: float
    ) -> None:
        """Keep it."""
        self.heard.append((payload, level))
        if source not in self.sources:
            self.sources.append(source)


class Line:
    """A peer with one listener on its voice."""

    def __init__(self, *sections: tuple[str, str]) -> None:
        self.wire, self.ear, self.sink = Wire(), Ear(), Sink()
        self.peer = Peer(self.wire, read_offer(offer(*(sections or ((AUDIO, "sendrecv"),))), True), self.ear)
        for kind in ("audio", "video"):
            for source in self.peer.sources(kind):
                source.sinks, source.watched = (self.sink,), True
        self.peer.listen()

    def packet(self, data: bytes, now: float = 1.0) -> None:
        """One arrives."""
        IN.view[: len(data)] = data
        self.peer.packet(len(data), now)


def rtp(
    payload: bytes, sequence: int = 1, type: int = OPUS, ssrc: int = SSRC, extension: bytes = b"", timestamp: int = 0
) -> bytes:
    """A packet, with one-byte header extensions if there are any."""
    words = (len(extension) + 3) // 4
    head = pack("!BBHII", 0x90 if extension else 0x80, type, sequence, timestamp, ssrc)
    return head + (pack("!HH", 0xBEDE, words) + extension.ljust(words * 4, b"\0") if extension else b"") + payload


@pytest.mark.parametrize(
    ("data", "heard"),
    [
        (rtp(b"plain"), (b"plain", None)),
        (rtp(b"level", extension=b"\x10\x9e"), (b"level", 30)),
        (rtp(b"level", extension=b"\x22abc\x00\x10\x1e"), (b"level", 30)),
        (rtp(b"other", extension=b"\x20a"), (b"other", None)),
        (b"\x82" + rtp(b"")[1:] + b"csrc" * 2 + b"mixed", (b"mixed", None)),
        (b"\xa0" + rtp(b"padded\0\0\3")[1:], (b"padded", None)),
    ],
)
def test_what_is_around_a_payload_is_taken_off(data: bytes, heard: tuple[bytes, int | None]) -> None:
    line = Line()
    line.packet(data)
    assert line.sink.heard == [heard]


@pytest.mark.parametrize(
    "data",
    [
        rtp(b""),
        rtp(b"x", type=0),
        b"\x90" + rtp(b"x")[1:],
        b"\x90" + rtp(b"")[1:] + b"\xbe\xde\xff\xff" + b"x" * 8,
        b"\x8f" + rtp(b"short")[1:],
        b"\xa0" + rtp(b"x\xff")[1:],
    ],
)
def test_what_is_broken_is_dropped(data: bytes) -> None:
    line = Line()
    line.packet(data)
    assert line.sink.heard == []


@settings(deadline=None)
@given(st.binary(min_size=13, max_size=80))
def test_no_bytes_raise(data: bytes) -> None:
    line = Line((AUDIO, "sendrecv"), (VIDEO, "sendonly"))
    IN.view[:] = bytes(ROOM)
    line.packet(b"\x90" + data[1:])
    line.packet(bytes([data[0], EVENT]) + data[2:])
    line.packet(bytes([data[0], OPUS]) + data[2:])
    line.peer.control(data, 1.0)


def test_a_key_is_told_once_however_often_and_long_it_is_sent_and_nobody_hears_it() -> None:
    line = Line()
    for press, event in enumerate((1, 11, 1, 99)):
        for sequence in range(6):
            line.packet(rtp(bytes([event, 0x80 * (sequence > 2), 0, 160]), sequence, EVENT, timestamp=press * 4_000))
    assert line.ear.digits == "1#1"
    assert line.sink.heard == []


def test_a_new_ssrc_is_a_new_source_with_the_same_listeners() -> None:
    line = Line()
    line.packet(rtp(b"one"))
    line.packet(rtp(b"two", ssrc=77))
    assert [payload for payload, _ in line.sink.heard] == [b"one", b"two"]
    assert len(line.sink.sources) == 2
    assert line.peer.sources("audio") == line.sink.sources[1:]


def test_the_ssrcs_that_are_followed_are_bounded() -> None:
    line = Line((AUDIO, "sendrecv"), (VIDEO, "sendonly"), (VIDEO, "sendonly"))
    for ssrc in range(10 * MOST_STREAMS):
        line.packet(rtp(b"x", ssrc=ssrc, type=(OPUS, VP8)[ssrc % 2]))
    assert len(line.peer._inputs) <= MOST_STREAMS


def test_two_pictures_of_one_browser_are_told_apart_by_offer_and_by_name() -> None:
    line = Line((AUDIO, "sendrecv"), (VIDEO, "sendonly"), (VIDEO, "sendonly"))
    camera, screen = line.peer.sources("video")
    line.packet(rtp(b"screen", ssrc=1_002, type=VP8))
    line.packet(rtp(b"camera", ssrc=5, type=VP8, extension=b"\x401"))
    assert [id(source) for source in line.sink.sources] == [id(screen), id(camera)]


def test_a_picture_is_asked_for_at_the_source_and_not_too_often() -> None:
    sender, watcher = Line((AUDIO, "sendrecv"), (VIDEO, "sendonly")), Line((AUDIO, "sendrecv"), (VIDEO, "recvonly"))
    slot = watcher.peer.slots("video")[0]
    sender.peer.sources("video")[0].sinks = (slot,)
    sender.packet(rtp(b"picture", ssrc=9, type=VP8))
    for now in (10.0, 10.1, 10.6):
        watcher.peer.control(bytes(RtcpPsfbPacket(1, 3, slot.ssrc)), now)
    assert [RtcpPacket.parse(report) for report in sender.wire.reports] == [[RtcpPsfbPacket(1, 1, 9)]] * 2
    assert watcher.wire.sent[0][1] == VP8, "a picture's marker bit is its own"


def test_nobody_listening_makes_it_deaf_and_somebody_again_begins_its_counts_anew() -> None:
    line = Line()
    line.packet(rtp(b"x", 1))
    voice = line.peer.sources("audio")[0]
    voice.sinks = ()
    line.peer.listen()
    assert line.wire.deaf_type == OPUS
    line.packet(rtp(b"x", 500))
    voice.sinks = (line.sink,)
    line.peer.listen()
    line.packet(rtp(b"x", 1_000))
    assert line.wire.deaf_type == -1
    assert line.peer.quality()[0] == 0.0
    line.peer.report(2.0)
    report = RtcpPacket.parse(line.wire.reports[-1])[0]
    assert isinstance(report, RtcpRrPacket)
    assert (report.reports[0].packets_lost, report.reports[0].highest_sequence) == (0, 1_000)


def test_reports_are_of_what_is_sent_and_heard_and_a_round_trip_comes_of_them() -> None:
    line = Line()
    slot = line.peer.slots("audio")[0]
    line.packet(rtp(b"x", 1))
    slot.take(Source(), 1, 0, 0, b"1234", None, 1.0)
    line.peer.control(bytes(RtcpSrPacket(SSRC, RtcpSenderInfo(0x1111_2222_3333_4444, 0, 0, 0))), 1.0)
    line.peer.report(1.5)
    report = RtcpPacket.parse(line.wire.reports[-1])[0]
    assert isinstance(report, RtcpSrPacket)
    assert (report.ssrc, report.sender_info.packet_count, report.sender_info.octet_count) == (slot.ssrc, 1, 4)
    assert (report.reports[0].ssrc, report.reports[0].lsr, report.reports[0].dlsr) == (SSRC, 0x2222_3333, 32_768)
    then = (ntp_now() >> 16) - 6_554 - 3_277 & 0xFFFFFFFF
    line.peer.control(bytes(RtcpRrPacket(SSRC, [RtcpReceiverInfo(slot.ssrc, 64, 5, 9, 100, then, 3_277)])), 2.0)
    _, loss_out, _, rtt_ms = line.peer.quality()
    assert loss_out == 0.25
    assert rtt_ms == pytest.approx(100, abs=20)
