"""DTLS 1.2 as the server of one handshake, driven by datagrams and never by a task: what arrives goes in, what must be sent comes out.

All connections share one certificate and one OpenSSL context; the peer's certificate must match the fingerprint of its offer (RFC 5763, RFC 5764).
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass

from aiortc import RTCCertificate
from aiortc.rtcdtlstransport import (
    SRTP_AEAD_AES_128_GCM,
    SRTP_PROFILES,
    X509_DIGEST_ALGORITHMS,
    RTCDtlsFingerprint,
    SRTPProtectionProfile,
    certificate_digest,
)
from OpenSSL import SSL

DTLS_1_2 = 0xFEFD
LARGEST_DATAGRAM = 1200
RECORD_HEADER = 13
ALERT = 21
MOST_RESTARTS = 8
"""How often a set-up is begun anew after bytes that OpenSSL gives up at; whoever can send those knows the peer's address already."""
RENEW_SECONDS = 7 * 86_400.0
"""A certificate lives 30 days, a call less than a day."""

PROFILES = sorted(SRTP_PROFILES, key=lambda profile: profile is not SRTP_AEAD_AES_128_GCM)
"""AES-128-GCM first, the cheapest here; then aiortc's order."""


class Identity:
    """The worker's certificate, its fingerprint for answers, and the context that handshakes share."""

    def __init__(self) -> None:
        self._renew()

    def _renew(self) -> None:
        certificate = RTCCertificate.generateCertificate()
        self._made = time.monotonic()
        self._fingerprint = next(
            f"{print_.algorithm} {print_.value}"
            for print_ in certificate.getFingerprints()
            if print_.algorithm == "sha-256"
        )
        self._context = certificate._create_ssl_context(PROFILES)
        self._context.set_options(SSL.OP_NO_QUERY_MTU)
        self._context.set_max_proto_version(DTLS_1_2)

    def present(self) -> tuple[str, SSL.Context]:
        """The fingerprint as an answer's ``a=fingerprint`` has it, and the context to use with it."""
        if time.monotonic() - self._made > RENEW_SECONDS:
            self._renew()
        return self._fingerprint, self._context


@dataclass(frozen=True, slots=True)
class Keys:
    """What SRTP starts from: master key and salt of each direction, as the server sees them."""

    profile: SRTPProtectionProfile
    receive: bytes
    send: bytes


class Handshake:
    """One DTLS association. ``state``: waiting, done (``keys`` are there), refused (fingerprint), failed, closed (by the peer)."""

    def __init__(self, context: SSL.Context, fingerprints: Sequence[RTCDtlsFingerprint]) -> None:
        self.state = "waiting"
        self.keys: Keys | None = None
        self._context = context
        self._fingerprints = fingerprints
        self._restarts = 0
        self._connection = self._fresh()

    def _fresh(self) -> SSL.Connection:
        connection = SSL.Connection(self._context)
        connection.set_ciphertext_mtu(LARGEST_DATAGRAM)
        connection.set_accept_state()
        return connection

    def take(self, datagram: bytes) -> list[bytes]:
        """Digest what the peer sent; the datagrams to send back. Never raises, whatever the bytes."""
        if self.state == "waiting":
            if datagram[0] == ALERT:
                return []  # not authenticated yet: anybody could have written it
            self._connection.bio_write(datagram)
            self._shake()
        elif self.state == "done":
            self._connection.bio_write(datagram)
            self._listen()
        return [] if self.state == "refused" else self._outgoing()

    def resend(self) -> list[bytes]:
        """The datagrams that are due again, if the peer took too long to answer."""
        if self.state == "waiting" and self._connection.DTLSv1_get_timeout() == 0:
            self._connection.DTLSv1_handle_timeout()
            return self._outgoing()
        return []

    def close(self) -> list[bytes]:
        """Say goodbye; the datagrams that do."""
        if self.state != "done":
            return []
        self.state = "closed"
        try:
            self._connection.shutdown()
        except SSL.Error:
            return []
        return self._outgoing()

    def _shake(self) -> None:
        try:
            self._connection.do_handshake()
        except SSL.WantReadError:
            return
        except SSL.Error:
            self._restarts += 1
            self._connection = self._fresh()
            self.state = "waiting" if self._restarts <= MOST_RESTARTS else "failed"
            return
        if not self._known_peer():
            self.state = "refused"
            return
        self.keys = self._export()
        self.state = "done" if self.keys else "failed"

    def _listen(self) -> None:
        """Application data is not ours to read; what matters is the peer's goodbye, and its last flight sent again."""
        try:
            self._connection.recv(LARGEST_DATAGRAM)
        except SSL.ZeroReturnError:
            self.state = "closed"
        except SSL.Error:
            return

    def _known_peer(self) -> bool:
        """Every fingerprint whose algorithm we know must match, and there must be one (RFC 8122 section 5)."""
        certificate = self._connection.get_peer_certificate(as_cryptography=True)
        if certificate is None:
            return False
        checked = [
            fingerprint.value.upper() == certificate_digest(certificate, fingerprint.algorithm.lower())
            for fingerprint in self._fingerprints
            if fingerprint.algorithm.lower() in X509_DIGEST_ALGORITHMS
        ]
        return bool(checked) and all(checked)

    def _export(self) -> Keys | None:
        chosen = self._connection.get_selected_srtp_profile()
        profile = next((profile for profile in PROFILES if profile.openssl_profile == chosen), None)
        if profile is None:
            return None
        size = 2 * (profile.key_length + profile.salt_length)
        material = self._connection.export_keying_material(b"EXTRACTOR-dtls_srtp", size)
        return Keys(profile, profile.get_key_and_salt(material, 0), profile.get_key_and_salt(material, 1))

    def _outgoing(self) -> list[bytes]:
        """OpenSSL's bytes cut back into datagrams: its memory buffer forgets where one ended."""
        try:
            pending = self._connection.bio_read(65_536)
        except SSL.Error:
            return []
        datagrams: list[bytes] = []
        start = end = 0
        while end + RECORD_HEADER <= len(pending):
            record_end = end + RECORD_HEADER + int.from_bytes(pending[end + 11 : end + 13])
            if record_end - start > LARGEST_DATAGRAM and end > start:
                datagrams.append(pending[start:end])
                start = end
            end = record_end
        datagrams.append(pending[start:])
        return datagrams
