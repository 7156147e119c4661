"""A browser's SDP offer read into the little that matters, and the answer written from it (RFC 8829, RFC 8839).

aiortc parses; the limits before it keep a hostile offer cheap, and every way it can fail becomes one refusal. At most 8
m-lines: a main one, six spare ones to hear a conference of eight, and a camera or screen.
"""

import re
from dataclasses import dataclass

from aiortc.rtcdtlstransport import X509_DIGEST_ALGORITHMS, RTCDtlsFingerprint
from aiortc.sdp import MediaDescription, SessionDescription

from domain.refusal import Refused

LARGEST = 65_536
MOST_SECTIONS = 8
MOST_CANDIDATES = 64
MOST_LINES = 400
"""Of a section. A browser's longest has about 150; parsing may take time in proportion to the square."""
MOST_CODECS = 64

AUDIO_LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
MID = "urn:ietf:params:rtp-hdrext:sdes:mid"
TELEPHONE_EVENT = "audio/telephone-event"
CODECS = {"audio": ("audio/opus", 48_000), "video": ("video/vp8", 90_000)}
"""The one codec of each kind that every browser has; what is passed through must be understood by whoever gets it."""
MOST_PICTURE_KBIT = 1_500
"""Per second, of a camera or screen. Nobody estimates the way to whoever sees it, so it is kept to what most lines carry."""
OPUS = "minptime=10;useinbandfec=1;usedtx=1"
FAILURES = (ValueError, AssertionError, LookupError, TypeError, AttributeError, StopIteration, OverflowError)
"""What aiortc's parser raises on text that is not SDP."""

_TOKEN = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`{|}~-]{1,32}")
_ICE = re.compile(r"[A-Za-z0-9+/]{4,256}")
_SENDS = ("sendrecv", "sendonly")
_HEARS = ("sendrecv", "recvonly")


@dataclass(frozen=True, slots=True)
class Section:
    """One m-line, seen from the browser: what it ``sends`` us and whether it ``hears`` us."""

    kind: str
    mid: str
    accepted: bool
    sends: bool = False
    hears: bool = False
    payload_type: int = 0
    event_type: int | None = None
    event_clock: int = 0
    level_id: int = 0
    mid_id: int = 0
    ssrcs: tuple[int, ...] = ()

    @property
    def clock(self) -> int:
        """RTP clock in hertz."""
        return CODECS[self.kind][1]


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer we can answer. ``origin`` names the browser's connection: the same for every offer it makes."""

    origin: str
    ufrag: str
    fingerprints: tuple[RTCDtlsFingerprint, ...]
    sections: tuple[Section, ...]

    def same_connection(self, other: "Offered") -> bool:
        """Whether the browser offers anew on the connection it had, instead of on a new one."""
        return self.origin == other.origin and self.fingerprints == other.fingerprints


def read_offer(sdp: str, video: bool) -> Offered:
    """The offer, checked. ``video`` allows cameras and screens. Raises Refused: too_large, or invalid with the reason."""
    _check_size(sdp)
    try:
        session = SessionDescription.parse(sdp)
        return _offered(session, video)
    except FAILURES as error:
        raise Refused("invalid", "The offer is not an SDP that can be read.") from error


def _check_size(sdp: str) -> None:
    if len(sdp) > LARGEST or len(sdp.encode("utf-8", "replace")) > LARGEST:
        raise Refused("too_large", f"The offer is longer than {LARGEST} bytes.")
    sections = re.split(r"^m=", sdp, flags=re.MULTILINE)
    if len(sections) > MOST_SECTIONS + 1:
        raise Refused("invalid", f"The offer has more than {MOST_SECTIONS} media sections.")
    if sdp.count("a=candidate:") > MOST_CANDIDATES:
        raise Refused("invalid", f"The offer has more than {MOST_CANDIDATES} candidates.")
    if any(len(section.splitlines()) > MOST_LINES for section in sections):
        raise Refused("invalid", f"A media section of the offer has more than {MOST_LINES} lines.")
    if any(section.count("a=rtpmap:") > MOST_CODECS for section in sections):
        raise Refused("invalid", f"A media section of the offer has more than {MOST_CODECS} codecs.")


def _offered(session: SessionDescription, video: bool) -> Offered:
    live = [media for media in session.media if media.port != 0]
    if not live:
        raise Refused("invalid", "The offer has no media.")
    first = live[0]
    bundle = next((group.items for group in session.group if group.semantic == "BUNDLE"), [])
    for media in live:
        mid = media.rtp.muxId
        if not _TOKEN.fullmatch(mid) or mid not in bundle:
            raise Refused("invalid", "Every media section must be in one bundle.")
        if media.kind in CODECS and not media.rtcp_mux:
            raise Refused("invalid", "RTCP must share the port of the media.")
    if len({media.rtp.muxId for media in live}) != len(live):
        raise Refused("invalid", "Two media sections have the same name.")
    sections = tuple(_section(media, video) for media in session.media)
    if not any(section.accepted and section.kind == "audio" for section in sections):
        raise Refused("invalid", "The offer has no Opus audio.")
    origin = " ".join((session.origin or "").split()[:2])
    return Offered(origin, _ufrag(first), _fingerprints(first), sections)


def _ufrag(media: MediaDescription) -> str:
    ice = media.ice
    ufrag, password = (ice.usernameFragment or "", ice.password or "") if ice else ("", "")
    if not _ICE.fullmatch(ufrag) or not _ICE.fullmatch(password) or len(password) < 22:
        raise Refused("invalid", "The offer's ICE credentials are malformed.")
    return ufrag


def _fingerprints(media: MediaDescription) -> tuple[RTCDtlsFingerprint, ...]:
    if media.dtls is None or media.dtls.role == "server":
        raise Refused("invalid", "The offer must let the browser begin DTLS (setup:actpass or active).")
    known = tuple(print_ for print_ in media.dtls.fingerprints if print_.algorithm.lower() in X509_DIGEST_ALGORITHMS)
    if not known:
        raise Refused("invalid", "The offer has no certificate fingerprint of a known kind.")
    return known


def _section(media: MediaDescription, video: bool) -> Section:
    mid, kind = media.rtp.muxId, media.kind
    refused = Section(kind, mid, False)
    if media.port == 0 or kind not in CODECS or (kind == "video" and not video):
        return refused
    name, clock = CODECS[kind]
    types = {
        codec.payloadType: codec.clockRate
        for codec in media.rtp.codecs
        if codec.mimeType.lower() == name and codec.clockRate == clock
    }
    if not types:
        return refused
    events = sorted(
        (-codec.clockRate, codec.payloadType) for codec in media.rtp.codecs if codec.mimeType == TELEPHONE_EVENT
    )
    extensions = {extension.uri: extension.id for extension in media.rtp.headerExtensions if 0 < extension.id < 15}
    direction = media.direction or "sendrecv"
    return Section(
        kind=kind,
        mid=mid,
        accepted=True,
        sends=direction in _SENDS,
        hears=direction in _HEARS,
        payload_type=_dynamic(next(iter(types))),
        event_type=_dynamic(events[0][1]) if events else None,
        event_clock=-events[0][0] if events else 0,
        level_id=extensions.get(AUDIO_LEVEL, 0) if kind == "audio" else 0,
        mid_id=extensions.get(MID, 0),
        ssrcs=tuple(ssrc.ssrc & 0xFFFFFFFF for ssrc in media.ssrc[:4]),
    )


def _dynamic(payload_type: int | None) -> int:
    """Raises ValueError for a type that would look like RTCP, or that is not ours to use (RFC 5761 section 4)."""
    if payload_type is None or not 35 <= payload_type <= 127 or 64 <= payload_type <= 95:
        raise ValueError(payload_type)
    return payload_type


@dataclass(frozen=True, slots=True)
class Ours:
    """Our side of an answer: credentials, fingerprint, where we listen, and the SSRC of each m-line that the browser hears."""

    ufrag: str
    password: str
    fingerprint: str
    addresses: tuple[str, ...]
    port: int
    ssrcs: dict[str, int]


def write_answer(offered: Offered, ours: Ours, version: int) -> str:
    """The SDP answer: ICE-lite, passive DTLS, our address in it, so that nothing needs to trickle (RFC 8829 section 5.3)."""
    bundle = " ".join(section.mid for section in offered.sections if section.accepted)
    lines = ["v=0", f"o=parley {int.from_bytes(ours.ufrag.encode()[:6])} {version} IN IP4 0.0.0.0", "s=-", "t=0 0"]
    lines += ["a=ice-lite", f"a=group:BUNDLE {bundle}", "a=msid-semantic: WMS *"]
    for section in offered.sections:
        lines += _answer_section(section, ours) if section.accepted else _refused_section(section)
    return "\r\n".join(lines) + "\r\n"


def _refused_section(section: Section) -> list[str]:
    profile, form = (
        ("UDP/DTLS/SCTP", "webrtc-datachannel") if section.kind == "application" else ("UDP/TLS/RTP/SAVPF", "0")
    )
    mid = [f"a=mid:{section.mid}"] if _TOKEN.fullmatch(section.mid) else []
    return [f"m={section.kind} 0 {profile} {form}", "c=IN IP4 0.0.0.0", *mid, "a=inactive"]


def _answer_section(section: Section, ours: Ours) -> list[str]:
    types = [section.payload_type, *([] if section.event_type is None else [section.event_type])]
    direction = {(True, True): "sendrecv", (True, False): "recvonly", (False, True): "sendonly"}
    first = ours.addresses[0]
    lines = [
        f"m={section.kind} {ours.port} UDP/TLS/RTP/SAVPF {' '.join(map(str, types))}",
        f"c=IN IP{'6' if ':' in first else '4'} {first}",
        *([f"b=AS:{MOST_PICTURE_KBIT}"] if section.kind == "video" else []),
        f"a={direction.get((section.sends, section.hears), 'inactive')}",
        f"a=mid:{section.mid}",
        "a=rtcp-mux",
        *(f"a=extmap:{id} {uri}" for id, uri in ((section.mid_id, MID), (section.level_id, AUDIO_LEVEL)) if id),
        *_codecs(section),
        f"a=ice-ufrag:{ours.ufrag}",
        f"a=ice-pwd:{ours.password}",
        f"a=fingerprint:{ours.fingerprint}",
        "a=setup:passive",
    ]
    for number, address in enumerate(ours.addresses):
        priority = 126 << 24 | (65_535 - number) << 8 | 255  # RFC 8445 section 5.1.2.1, host candidates
        lines.append(f"a=candidate:{number + 1} 1 udp {priority} {address} {ours.port} typ host")
    lines.append("a=end-of-candidates")
    if section.hears:
        ssrc = ours.ssrcs[section.mid]
        lines += [f"a=msid:parley-{section.mid} {section.mid}", f"a=ssrc:{ssrc} cname:parley"]
    return lines


def _codecs(section: Section) -> list[str]:
    if section.kind == "video":
        type = section.payload_type
        return [f"a=rtpmap:{type} VP8/90000", f"a=rtcp-fb:{type} nack pli", f"a=rtcp-fb:{type} ccm fir"]
    lines = [f"a=rtpmap:{section.payload_type} opus/48000/2", f"a=fmtp:{section.payload_type} {OPUS}"]
    if section.event_type is not None:
        lines.append(f"a=rtpmap:{section.event_type} telephone-event/{section.event_clock}")
        lines.append(f"a=fmtp:{section.event_type} 0-15")
    return lines
