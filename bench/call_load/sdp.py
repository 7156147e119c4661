"""The few lines of SDP that the benchmark's legs say and need to hear, for sound on one bundled transport (RFC 8829, RFC 8839)."""

import re
from dataclasses import dataclass

LEVEL = "urn:ietf:params:rtp-hdrext:ssrc-audio-level"
OPUS_TYPE = 111
LEVEL_ID = 1


@dataclass(frozen=True)
class Side:
    """Who a leg is, towards the server."""

    host: str
    port: int
    ufrag: str
    password: str
    fingerprint: str
    ssrc: int


@dataclass(frozen=True)
class Remote:
    """What the server's description says. ``setup`` is active, passive or actpass."""

    host: str
    port: int
    ufrag: str
    password: str
    setup: str
    payload_type: int
    level_id: int
    """0 where the audio level was not negotiated."""
    mids: tuple[str, ...]
    """Of the sections of sound."""


def offer(side: Side, spares: int = 0) -> str:
    """One section that sends and hears, and as many spare ones that only hear."""
    sections = [_section(side, "0", "sendrecv", "actpass")]
    sections += [_section(side, str(number + 1), "recvonly", "actpass") for number in range(spares)]
    return _session(side, [str(number) for number in range(spares + 1)], sections)


def answer(side: Side, remote: Remote, sends: bool, setup: str) -> str:
    """To an offer of the server; a leg that does not send only hears."""
    direction = "sendrecv" if sends else "recvonly"
    sections = [
        _section(side, mid, direction, setup, remote.payload_type, remote.level_id, sends) for mid in remote.mids
    ]
    return _session(side, remote.mids, sections)


def read(sdp: str) -> Remote:
    """The server's offer or answer. Raises ValueError when it lacks what a connection needs."""

    def one(pattern: str, text: str = sdp) -> str:
        found = re.search(pattern, text, re.MULTILINE)
        if not found:
            raise ValueError(f"the server's SDP has no {pattern}:\n{sdp}")
        return found.group(1)

    where = re.search(
        r"^a=candidate:\S+ 1 udp \d+ (\d+\.\d+\.\d+\.\d+) (\d+) typ host", sdp, re.MULTILINE | re.IGNORECASE
    )
    if not where:
        raise ValueError(f"the server's SDP has no IPv4 candidate:\n{sdp}")
    level = re.search(rf"^a=extmap:(\d+)\S* {re.escape(LEVEL)}", sdp, re.MULTILINE)
    sections = [section for section in re.split(r"^(?=m=)", sdp, flags=re.MULTILINE) if section.startswith("m=audio")]
    return Remote(
        host=where.group(1),
        port=int(where.group(2)),
        ufrag=one(r"^a=ice-ufrag:(\S+)"),
        password=one(r"^a=ice-pwd:(\S+)"),
        setup=one(r"^a=setup:(\S+)"),
        payload_type=int(one(r"^a=rtpmap:(\d+) opus/48000", sdp)),
        level_id=int(level.group(1)) if level else 0,
        mids=tuple(one(r"^a=mid:(\S+)", section) for section in sections),
    )


def _session(side: Side, mids: "list[str] | tuple[str, ...]", sections: list[str]) -> str:
    head = f"v=0\r\no=- {side.ssrc} 2 IN IP4 {side.host}\r\ns=-\r\nt=0 0\r\na=group:BUNDLE {' '.join(mids)}\r\n"
    return head + "".join(sections)


def _section(
    side: Side,
    mid: str,
    direction: str,
    setup: str,
    payload_type: int = OPUS_TYPE,
    level_id: int = LEVEL_ID,
    sends: bool = True,
) -> str:
    lines = [
        f"m=audio {side.port} UDP/TLS/RTP/SAVPF {payload_type}",
        f"c=IN IP4 {side.host}",
        f"a=candidate:1 1 udp 2130706431 {side.host} {side.port} typ host",
        "a=end-of-candidates",
        f"a=ice-ufrag:{side.ufrag}",
        f"a=ice-pwd:{side.password}",
        f"a=fingerprint:sha-256 {side.fingerprint}",
        f"a=setup:{setup}",
        f"a=mid:{mid}",
        f"a={direction}",
        "a=rtcp-mux",
        f"a=rtpmap:{payload_type} opus/48000/2",
        f"a=fmtp:{payload_type} minptime=10;useinbandfec=1",
    ]
    if level_id:
        lines.append(f"a=extmap:{level_id} {LEVEL}")
    if sends and direction == "sendrecv":
        lines += ["a=msid:bench sound", f"a=ssrc:{side.ssrc} cname:bench"]
    return "".join(f"{line}\r\n" for line in lines)
