"""One leg's way to a server: ICE checks, a DTLS handshake, SRTP sessions, and then its socket belongs to the engine (RFC 8445, RFC 5764).

It is a browser's part written to be cheap, so that the generator can set up legs faster than any server under measure.
"""

import asyncio
import hmac
import secrets
import socket
from binascii import crc32
from collections.abc import Callable
from struct import pack
from typing import Any

from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import SRTP_PROFILES
from OpenSSL import SSL
from pylibsrtp import Policy, Session

from bench.call_load.engine import Engine
from bench.call_load.sdp import Remote, Side
from webrtc.stun import (
    COOKIE,
    FINGERPRINT,
    FINGERPRINT_SIZE,
    FINGERPRINT_XOR,
    INTEGRITY,
    INTEGRITY_SIZE,
    REQUEST,
    USE_CANDIDATE,
    USERNAME,
    read_check,
    response,
)

SECONDS = 20.0
"""Within which a leg must be connected."""
CHECK_EVERY = 0.05
RESEND_SECONDS = 1.0
PRIORITY, CONTROLLED, CONTROLLING = 0x0024, 0x8029, 0x802A
CIPHERS = {"gcm": b"SRTP_AEAD_AES_128_GCM", "cm": b"SRTP_AES128_CM_SHA1_80"}
SO_TIMESTAMPNS = 35


class Identity:
    """The certificate of the whole crowd, and the one cipher that it offers: ``gcm`` or ``cm``."""

    def __init__(self, cipher: str) -> None:
        certificate = RTCCertificate.generateCertificate()
        self.profile = next(profile for profile in SRTP_PROFILES if profile.openssl_profile == CIPHERS[cipher])
        self.context = certificate._create_ssl_context([self.profile])
        self.context.set_options(SSL.OP_NO_QUERY_MTU)
        self.fingerprint = next(
            print_.value for print_ in certificate.getFingerprints() if print_.algorithm == "sha-256"
        )


class Connection:
    """A leg. ``side`` goes into its SDP; ``connect`` does the rest once the server's description is known."""

    def __init__(self, identity: Identity, host: str) -> None:
        self._identity = identity
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.socket.setblocking(False)
        self.socket.setsockopt(socket.SOL_SOCKET, SO_TIMESTAMPNS, 1)
        self.socket.bind((host, 0))
        port: int = self.socket.getsockname()[1]
        ssrc = secrets.randbits(32) or 1
        self.side = Side(host, port, secrets.token_hex(4), secrets.token_hex(12), identity.fingerprint, ssrc)
        self._dtls: SSL.Connection | None = None
        self._remote: Remote | None = None
        self._reachable = asyncio.Event()
        self._keyed = asyncio.Event()

    async def connect(self, remote: Remote, controlling: bool, active: bool) -> None:
        """Check until answered, then shake hands, beginning it if ``active``. Raises TimeoutError."""
        self._remote = remote
        loop = asyncio.get_running_loop()
        self.socket.connect((remote.host, remote.port))
        self._dtls = SSL.Connection(self._identity.context)
        self._dtls.set_ciphertext_mtu(1200)
        (self._dtls.set_connect_state if active else self._dtls.set_accept_state)()
        self._active = active
        self.check = binding_request(remote, self.side, controlling)
        loop.add_reader(self.socket, self._readable)
        try:
            async with asyncio.timeout(SECONDS):
                await _until(self._reachable, CHECK_EVERY, lambda: self._send(self.check))
                self._shake()
                await _until(self._keyed, RESEND_SECONDS, self._resend)
        finally:
            loop.remove_reader(self.socket)

    def hand_over(self, engine: Engine, call: int) -> int:
        """Let the engine have the socket; the leg's number there."""
        assert self._remote is not None
        level, payload_type = self._remote.level_id, self._remote.payload_type
        return engine.add(self.socket, self._sessions(), self.side.ssrc, payload_type, level, call, self.check)

    def take(self, datagram: bytes) -> None:
        """A datagram that is not sound: a check of the server to be answered, or DTLS."""
        if datagram[0] < 4:
            self._take_stun(datagram)
        elif 20 <= datagram[0] < 64 and self._dtls is not None:
            self._dtls.bio_write(datagram)
            self._shake()

    def _readable(self) -> None:
        while True:
            try:
                datagram = self.socket.recv(4096)
            except OSError:  # nothing more, or the server's port is not open yet
                return
            if datagram and not self._keyed.is_set():
                self.take(datagram)

    def _take_stun(self, datagram: bytes) -> None:
        if datagram[:2] == b"\x01\x01":
            self._reachable.set()
            return
        check = read_check(datagram)
        if check is None or self._remote is None or not check.authentic(self.side.password.encode()):
            return
        self._send(response(check.transaction, self._remote.host, self._remote.port, self.side.password.encode()))

    def _shake(self) -> None:
        assert self._dtls is not None
        try:
            if not self._keyed.is_set():
                self._dtls.do_handshake()
                self._keyed.set()
        except SSL.WantReadError:
            pass
        self._flush()

    def _flush(self) -> None:
        assert self._dtls is not None
        try:
            self._send(self._dtls.bio_read(65_536))
        except SSL.WantReadError:
            return

    def _resend(self) -> None:
        assert self._dtls is not None
        self._dtls.DTLSv1_handle_timeout()
        self._flush()

    def _send(self, datagram: bytes) -> None:
        try:
            self.socket.send(datagram)
        except (BlockingIOError, ConnectionRefusedError):  # as good as lost on the way
            return

    def _sessions(self) -> tuple[Session, Session]:
        """SRTP to send with and to receive with."""
        assert self._dtls is not None
        profile = self._identity.profile
        material = self._dtls.export_keying_material(
            b"EXTRACTOR-dtls_srtp", 2 * (profile.key_length + profile.salt_length)
        )
        client, server = (profile.get_key_and_salt(material, index) for index in (0, 1))
        ours, theirs = (client, server) if self._active else (server, client)

        def session(key: bytes, direction: int) -> Session:
            return Session(Policy(key=key, ssrc_type=direction, srtp_profile=profile.libsrtp_profile))

        return session(ours, Policy.SSRC_ANY_OUTBOUND), session(theirs, Policy.SSRC_ANY_INBOUND)


def binding_request(remote: Remote, side: Side, controlling: bool) -> bytes:
    """A connectivity check with its integrity and fingerprint; the controlling side nominates at once."""
    username = f"{remote.ufrag}:{side.ufrag}".encode()
    body = pack("!HH", USERNAME, len(username)) + username + bytes(-len(username) % 4)
    body += pack("!HHI", PRIORITY, 4, 0x6EFFFFFF)
    body += pack("!HHQ", CONTROLLING if controlling else CONTROLLED, 8, secrets.randbits(64))
    body += pack("!HH", USE_CANDIDATE, 0) if controlling else b""
    transaction = secrets.token_bytes(12)

    def head(more: int) -> bytes:
        return pack("!HHI", REQUEST, len(body) + more, COOKIE) + transaction

    covered = head(INTEGRITY_SIZE) + body
    body += pack("!HH", INTEGRITY, 20) + hmac.digest(remote.password.encode(), covered, "sha1")
    whole = head(FINGERPRINT_SIZE) + body
    return whole + pack("!HHI", FINGERPRINT, 4, crc32(whole) ^ FINGERPRINT_XOR)


async def _until(event: asyncio.Event, every: float, act: Callable[[], Any]) -> None:
    while not event.is_set():
        act()
        try:
            async with asyncio.timeout(every):
                await event.wait()
        except TimeoutError:
            continue
