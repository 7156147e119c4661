"""What runs over one browser connection: the voice and pictures it sends as Sources, the m-lines it hears as Slots, RTCP and digits.

It knows nothing of calls: who hears whom is the sinks that somebody puts on its sources.
"""

import struct
from typing import Protocol

from aiortc.rtp import (
    RTCP_PSFB_PLI,
    RtcpPacket,
    RtcpPsfbPacket,
    RtcpReceiverInfo,
    RtcpRrPacket,
    RtcpSdesPacket,
    RtcpSourceInfo,
    RtcpSrPacket,
)

from webrtc.negotiation import Offered, Section
from webrtc.reception import Reception, ntp_now
from webrtc.srtp import IN
from webrtc.streams import HEADER, HEADER_SIZE, Slot, Source, Transport

PICTURE_FIR = 4
PICTURE_SECONDS = 0.5
"""A browser is asked for a whole picture at most this often: each is large."""
DIGITS = "0123456789*#ABCD"
MOST_STREAMS = 16
"""SSRCs followed on one connection; a browser that leaves and returns to a track uses a new one."""
CNAME = [(1, b"parley")]


class Ear(Protocol):
    """Who is told what happens on this connection."""

    def ready(self) -> None:
        """Packets can flow."""

    def closed(self, reason: str) -> None:
        """Over, by the browser's wish (closed) or for a fault (failed)."""

    def digit(self, digit: str) -> None:
        """One key (RFC 4733), once however often its packets came."""


class Input(Source):
    """An m-line the browser sends on. ``watched`` reads the speaker's level, when somebody wants to know it."""

    __slots__ = ("_asked_at", "_transport", "deaf", "reception", "section", "watched")

    def __init__(self, section: Section, transport: Transport) -> None:
        super().__init__()
        self.section = section
        self.watched = False
        self.deaf = False
        """Nobody hears it, so most of its packets are not even unprotected and its counts mean nothing."""
        self.reception: Reception | None = None
        self._transport = transport
        self._asked_at = 0.0

    def picture_wanted(self, now: float) -> None:
        """Ask the browser for a whole picture, unless it was asked a moment ago."""
        if self.reception is None or self.section.kind != "video" or now - self._asked_at < PICTURE_SECONDS:
            return
        self._asked_at = now
        self._transport.send_control(bytes(RtcpPsfbPacket(RTCP_PSFB_PLI, 1, self.reception.ssrc)))


class Peer:
    """One browser connection above its transport."""

    def __init__(self, transport: Transport, offered: Offered, ear: Ear) -> None:
        self._transport = transport
        self._ear = ear
        self._inputs: dict[int, Input] = {}
        self._by_mid: dict[str, Input] = {}
        self._slots: dict[str, Slot] = {}
        self._last_digit: int | None = None
        self.negotiate(offered)

    def negotiate(self, offered: Offered) -> None:
        """What a first or later offer allows; m-lines that go on keep their SSRC and numbering."""
        self._sections = [section for section in offered.sections if section.accepted]
        for section in self._sections:
            if section.sends and section.mid not in self._by_mid:
                self._by_mid[section.mid] = Input(section, self._transport)
            if section.hears and section.mid not in self._slots:
                self._slots[section.mid] = Slot(self._transport, section.payload_type, section.clock)
        self._event_types = {
            section.event_type
            for section in self._sections
            if section.kind == "audio" and section.event_type is not None
        }

    @property
    def ssrcs(self) -> dict[str, int]:
        """m-line -> the SSRC it will hear, for the answer."""
        return {mid: slot.ssrc for mid, slot in self._slots.items()}

    def sources(self, kind: str) -> list[Input]:
        """What the browser sends, in the order of its m-lines."""
        return [self._by_mid[s.mid] for s in self._sections if s.kind == kind and s.sends]

    def slots(self, kind: str) -> list[Slot]:
        """What the browser hears or sees on, in the order of its m-lines: the main one, then the spare ones."""
        return [self._slots[s.mid] for s in self._sections if s.kind == kind and s.hears]

    def listen(self) -> None:
        """Call after sinks were set: a voice that nobody hears need not be unprotected."""
        voices = self.sources("audio")
        deaf = not any(voice.sinks for voice in voices)
        for voice in voices:
            if voice.deaf and not deaf:
                voice.reception = None
                self._unbind(voice)
            voice.deaf = deaf
        self._transport.deaf_type = voices[0].section.payload_type if deaf and voices else -1

    def _unbind(self, input_: Input) -> None:
        self._inputs = {ssrc: known for ssrc, known in self._inputs.items() if known is not input_}

    def ready(self) -> None:
        """Packets can flow."""
        self._ear.ready()

    def closed(self, reason: str) -> None:
        """The transport is over."""
        self._ear.closed(reason)

    # ---- RTP

    def packet(self, size: int, now: float) -> None:
        """An authentic RTP packet is in ``IN``: count it, take its header off, give the payload to whoever hears it."""
        view = IN.view
        first, second, sequence, timestamp, ssrc = HEADER.unpack_from(view)
        kind = second & 0x7F
        input_ = self._inputs.get(ssrc)
        if input_ is None or kind != input_.section.payload_type:
            if kind in self._event_types:
                self._event(size, timestamp)
                return
            input_ = self._bind(ssrc, kind, sequence, size)
            if input_ is None:
                return
        at = HEADER_SIZE + (first & 15) * 4
        level = None
        if first & 0x10:
            if at + 4 > size:
                return
            end = at + 4 + (view[at + 2] << 8 | view[at + 3]) * 4
            if end > size:
                return
            if input_.watched:
                found = _extension(at, end, input_.section.level_id)
                level = view[found] & 0x7F if found else None
            at = end
        if first & 0x20:
            size -= view[size - 1]
        if at >= size:
            return
        if input_.reception is not None:
            input_.reception.note(sequence, timestamp, now)
        payload = bytes(view[at:size])
        for sink in input_.sinks:
            sink.take(input_, sequence, timestamp, second & 0x80, payload, level, now)

    def _bind(self, ssrc: int, kind: int, sequence: int, size: int) -> Input | None:
        """Find the m-line of a new SSRC: by the offer, by the MID in the packet (RFC 8843 section 9.2), else by its codec."""
        fitting = [section for section in self._sections if section.sends and section.payload_type == kind]
        if not fitting:
            return None
        section = next((s for s in fitting if ssrc in s.ssrcs), None) or self._named(fitting, size) or fitting[0]
        if len(self._inputs) >= MOST_STREAMS:
            del self._inputs[next(iter(self._inputs))]
        return self._renewed(section, ssrc, sequence)

    def _named(self, fitting: list[Section], size: int) -> Section | None:
        end = _payload_at(size)
        for section in fitting:
            found = _extension(HEADER_SIZE + (IN.view[0] & 15) * 4, end, section.mid_id) if end else 0
            if found and bytes(IN.view[found : found + len(section.mid)]) == section.mid.encode():
                return section
        return None

    def _renewed(self, section: Section, ssrc: int, sequence: int) -> Input:
        """A new SSRC numbers anew, so it is a new Source with the old one's sinks."""
        input_ = self._by_mid[section.mid]
        if input_.reception is not None:
            self._unbind(input_)
            old, input_ = input_, Input(section, self._transport)
            input_.sinks, input_.watched, input_.deaf = old.sinks, old.watched, old.deaf
            self._by_mid[section.mid] = input_
        input_.reception = Reception(ssrc, section.clock, sequence)
        self._inputs[ssrc] = input_
        return input_

    def _event(self, size: int, timestamp: int) -> None:
        """A telephone-event: its packets repeat with one timestamp for as long as the key is held (RFC 4733 section 2.5)."""
        at = _payload_at(size)
        if not at or at + 4 > size or timestamp == self._last_digit:
            return
        self._last_digit = timestamp
        if IN.view[at] < len(DIGITS):
            self._ear.digit(DIGITS[IN.view[at]])

    # ---- RTCP

    def control(self, compound: bytes, now: float) -> None:
        """An authentic RTCP compound: the browser's reports, and its wish for a whole picture."""
        try:
            packets = RtcpPacket.parse(compound)
        except (ValueError, IndexError, struct.error):
            return
        for packet in packets:
            if isinstance(packet, RtcpSrPacket):
                input_ = self._inputs.get(packet.ssrc)
                if input_ is not None and input_.reception is not None:
                    input_.reception.sender_report(packet.sender_info.ntp_timestamp, now)
            if isinstance(packet, RtcpSrPacket | RtcpRrPacket):
                for report in packet.reports:
                    self._reported(report)
            elif isinstance(packet, RtcpPsfbPacket) and packet.fmt in (RTCP_PSFB_PLI, PICTURE_FIR):
                self._picture_wanted(now)

    def _reported(self, report: RtcpReceiverInfo) -> None:
        slot = next((slot for slot in self._slots.values() if slot.ssrc == report.ssrc), None)
        if slot is None:
            return
        slot.loss = report.fraction_lost / 256
        if report.lsr:
            passed = (ntp_now() >> 16) - report.lsr - report.dlsr & 0xFFFFFFFF
            slot.rtt = passed / 65536 if passed < 0x80000000 else 0.0

    def _picture_wanted(self, now: float) -> None:
        for slot in self.slots("video"):
            if slot.source is not None:
                slot.source.picture_wanted(now)

    def report(self, now: float) -> None:
        """Tell the browser what we sent and how well we hear it: one compound of SR or RR, and SDES."""
        heard = [i.reception for i in self._inputs.values() if i.reception is not None and not i.deaf]
        blocks = [reception.report(now) for reception in heard]
        sent = [(slot.ssrc, info) for slot in self._slots.values() if (info := slot.sender_info(now)) is not None]
        if not sent and not blocks:
            return
        first = next(iter(self.ssrcs.values()), 1)
        packets: list[RtcpSrPacket | RtcpRrPacket] = []
        for number, (ssrc, info) in enumerate(sent):
            packets.append(RtcpSrPacket(ssrc, info, [] if number else blocks))
        if not packets:
            packets.append(RtcpRrPacket(first, blocks))
        names = RtcpSdesPacket([RtcpSourceInfo(packets[0].ssrc, CNAME)])
        self._transport.send_control(b"".join(map(bytes, packets)) + bytes(names))

    def quality(self) -> tuple[float, float, float, float | None]:
        """Loss in and out as shares, jitter in milliseconds, round trip in milliseconds if known: of the voices."""
        voices = [v.reception for v in self.sources("audio") if v.reception is not None and not v.deaf]
        slots = self.slots("audio")
        trips = [slot.rtt for slot in slots if slot.rtt is not None]
        return (
            max((reception.loss for reception in voices), default=0.0),
            max((slot.loss for slot in slots), default=0.0),
            max((reception.jitter_ms for reception in voices), default=0.0),
            min(trips) * 1000 if trips else None,
        )


def _payload_at(size: int) -> int:
    """Where the payload of the packet in ``IN`` begins, after CSRCs and extensions; 0 if there is none."""
    at = HEADER_SIZE + (IN.view[0] & 15) * 4
    if IN.view[0] & 0x10:
        if at + 4 > size:
            return 0
        at += 4 + (IN.view[at + 2] << 8 | IN.view[at + 3]) * 4
    return at if at < size else 0


def _extension(at: int, end: int, id: int) -> int:
    """Where the value of a one-byte header extension stands in ``IN`` (RFC 8285 section 4.2), or 0."""
    view = IN.view
    if not id or view[at] != 0xBE or view[at + 1] != 0xDE:
        return 0
    at += 4
    while at + 1 < end:
        if view[at] == 0:
            at += 1
        elif view[at] >> 4 == id:
            return at + 1
        else:
            at += 2 + (view[at] & 15)
    return 0
