"""SRTP in place: one buffer in, one buffer out, and libsrtp called directly on them (RFC 3711, RFC 7714).

pylibsrtp's own methods copy each packet twice and make a bytes object of it; its library and session handle are used without them.
"""

from typing import Any

from aiortc.rtcdtlstransport import SRTP_AES128_CM_SHA1_80
from pylibsrtp import Policy, Session
from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]  # compiled, published without types

from webrtc.dtls import Keys

REPLAY_WINDOW = 128
TAGS = {SRTP_AES128_CM_SHA1_80: 10}
"""Bytes of authentication tag; all others are AES-GCM with 16 (RFC 3711 section 5.2, RFC 7714 section 14.2)."""
ROOM = 2048
"""Bytes: the largest datagram of a browser is 1 200, and protection adds at most 148."""

protect = lib.srtp_protect
protect_control = lib.srtp_protect_rtcp
unprotect = lib.srtp_unprotect
unprotect_control = lib.srtp_unprotect_rtcp
"""Each takes (handle, packet, length) and returns 0 if the packet was genuine and not seen before."""


class Buffer:
    """Memory that Python and libsrtp both write to: the same bytes as ``view`` and as ``packet``, and a ``length`` to hand over."""

    __slots__ = ("length", "packet", "view")

    def __init__(self) -> None:
        self.packet: Any = ffi.new("unsigned char[]", ROOM)
        self.view = memoryview(ffi.buffer(self.packet))
        self.length: Any = ffi.new("int *")


IN = Buffer()
"""The datagram being read. One thread handles one datagram at a time, to its end."""
OUT = Buffer()
"""The packet being written."""


class Secrets:
    """Both directions of one connection; ``receive`` and ``send`` are what the functions above take first.

    ``tag`` is how many bytes protection adds to RTP: known, so the length need not be read back through cffi for each packet.
    """

    __slots__ = ("_sessions", "receive", "send", "tag")

    def __init__(self, keys: Keys) -> None:
        receiving = _session(keys.receive, Policy.SSRC_ANY_INBOUND, keys)
        sending = _session(keys.send, Policy.SSRC_ANY_OUTBOUND, keys)
        self._sessions = (receiving, sending)  # they own the memory
        self.receive: Any = receiving._srtp[0]
        self.send: Any = sending._srtp[0]
        self.tag = TAGS.get(keys.profile, 16)


def _session(key: bytes, direction: int, keys: Keys) -> Session:
    policy = Policy(key=key, ssrc_type=direction, srtp_profile=keys.profile.libsrtp_profile)
    policy.window_size = REPLAY_WINDOW
    return Session(policy)
