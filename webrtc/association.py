"""One browser's connection through the shared port: ICE-lite, then DTLS, then SRTP (RFC 8445 section 2.5, RFC 5764).

It owns no task and no socket: the port hands it datagrams and ticks, it hands plain packets to its owner.
"""

import base64
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from webrtc.dtls import Handshake, Identity
from webrtc.negotiation import Offered, Ours, write_answer
from webrtc.srtp import IN, OUT, Secrets, protect, protect_control, unprotect, unprotect_control
from webrtc.stun import Check, response

SAMPLE_SECONDS = 1.0
"""How often a packet that nobody hears is unprotected all the same: libsrtp must see the sequence number wrap."""
MOST_ADDRESSES = 16
"""Of one browser at a time; the oldest is forgotten."""
MOVED_SECONDS = 6.0
"""An address that was not checked for so long, while another one is, has been left: address translation gave out a new one."""

Address = tuple[str, int] | tuple[str, int, int, int]
SendTo = Callable[[memoryview | bytes, Address], object]


class Owner(Protocol):
    """Who hears what comes in."""

    def ready(self) -> None:
        """Packets can flow."""

    def packet(self, size: int, now: float) -> None:
        """An authentic RTP packet is in ``IN``."""

    def control(self, compound: bytes, now: float) -> None:
        """An authentic RTCP packet came."""

    def closed(self, reason: str) -> None:
        """Over, by the browser's wish (closed) or for a fault (failed)."""


class Registry(Protocol):
    """Where datagrams are sorted: by our ICE name, then by the addresses that proved to know it."""

    addresses: tuple[str, ...]
    number: int

    def name(self, ufrag: bytes, association: "Association") -> None:
        """Checks for ``ufrag`` are for this association."""

    def unname(self, ufrag: bytes) -> None:
        """No longer."""

    def learn(self, address: Address, association: "Association") -> None:
        """What comes from ``address`` is this association's."""

    def forget(self, address: Address, association: "Association") -> None:
        """No longer, unless another association has learned it meanwhile."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Our ICE name and password for one negotiation."""

    ufrag: bytes
    password: bytes


def fresh_credentials() -> Credentials:
    """72 and 192 random bits, in ICE's letters."""
    return Credentials(base64.b64encode(secrets.token_bytes(9)), base64.b64encode(secrets.token_bytes(24)))


class Association:
    """The way between one browser's peer connection and our port."""

    __slots__ = (
        "_addresses",
        "_answers",
        "_credentials",
        "_fingerprint",
        "_handshake",
        "_old",
        "_registry",
        "_remote",
        "_remote_checked",
        "_sample_at",
        "_secrets",
        "_send_to",
        "_tag",
        "deaf_type",
        "dropped",
        "heard",
        "offered",
        "owner",
    )

    def __init__(self, registry: Registry, identity: Identity, offered: Offered) -> None:
        self._answers = 0
        self._fingerprint, context = identity.present()
        self.offered = offered
        self.owner: Owner | None = None
        self.heard: float | None = None
        """When something authentic last came, monotonic."""
        self.dropped = 0
        """Packets that were forged, replayed, or could not be sent."""
        self.deaf_type = -1
        """RTP payload type that nobody listens to at present; -1 if all are heard."""
        self._registry = registry
        self._handshake = Handshake(context, offered.fingerprints)
        self._credentials = fresh_credentials()
        self._old: Credentials | None = None
        self._addresses: dict[Address, None] = {}
        self._remote: Address | None = None
        self._remote_checked = 0.0
        self._send_to: SendTo | None = None
        self._secrets: Secrets | None = None
        self._tag = 0
        self._sample_at = 0.0
        registry.name(self._credentials.ufrag, self)

    async def answer(self, sdp: str, ssrcs: dict[str, int]) -> str:
        """The SDP answer to the offer that was read, with the SSRCs our m-lines send. ``sdp`` is for planes that read it themselves."""
        self._answers += 1
        ours = Ours(
            ufrag=self._credentials.ufrag.decode(),
            password=self._credentials.password.decode(),
            fingerprint=self._fingerprint,
            addresses=self._registry.addresses,
            port=self._registry.number,
            ssrcs=ssrcs,
        )
        return write_answer(self.offered, ours, self._answers)

    @property
    def cipher(self) -> str:
        """The SRTP profile in use, by its OpenSSL name; empty before there is one."""
        keys = self._handshake.keys
        return keys.profile.openssl_profile.decode() if keys else ""

    @property
    def remote(self) -> Address | None:
        """Where the browser is now."""
        return self._remote

    def renegotiate(self, offered: Offered) -> None:
        """The same browser connection offers again; with another ICE name it restarts ICE, and we get a new one too."""
        restart = offered.ufrag != self.offered.ufrag
        self.offered = offered
        if restart:
            self._drop_old()
            self._old = self._credentials
            self._credentials = fresh_credentials()
            self._registry.name(self._credentials.ufrag, self)

    def _drop_old(self) -> None:
        if self._old is not None:
            self._registry.unname(self._old.ufrag)
            self._old = None

    # ---- ICE

    def check(self, check: Check, sender: Address, send_to: SendTo, now: float) -> None:
        """A connectivity check with our name on it; only one who knows the password is answered and learned."""
        credentials = self._credentials if check.local == self._credentials.ufrag else self._old
        if credentials is None or not check.authentic(credentials.password):
            return
        self.heard = now
        self._learn(sender)
        if sender == self._remote:
            self._remote_checked = now
        self._emit(response(check.transaction, sender[0], sender[1], credentials.password), send_to, sender)
        quiet = self._remote is None or now - self._remote_checked >= MOVED_SECONDS
        if credentials is self._credentials and (check.nominates or quiet):
            self._remote, self._send_to, self._remote_checked = sender, send_to, now
            if check.nominates:
                self._drop_old()

    def _learn(self, sender: Address) -> None:
        if sender in self._addresses:
            return
        if len(self._addresses) >= MOST_ADDRESSES:
            oldest = next(address for address in self._addresses if address != self._remote)
            del self._addresses[oldest]
            self._registry.forget(oldest, self)
        self._addresses[sender] = None
        self._registry.learn(sender, self)

    # ---- DTLS

    def handshake(self, datagram: bytes, now: float) -> None:
        """A DTLS datagram from an address we learned."""
        before = self._handshake.state
        self._send_all(self._handshake.take(datagram))
        state = self._handshake.state
        if state == before:
            return
        if state == "done" and self._handshake.keys is not None:
            self._secrets = Secrets(self._handshake.keys)
            self._tag = self._secrets.tag
            self.heard = now
            if self.owner:
                self.owner.ready()
        elif self.owner:
            self.owner.closed("closed" if state == "closed" else "failed")

    def tick(self) -> None:
        """Send a lost flight again, if one is due."""
        self._send_all(self._handshake.resend())

    def _send_all(self, datagrams: list[bytes]) -> None:
        if self._send_to is not None and self._remote is not None:
            for datagram in datagrams:
                self._emit(datagram, self._send_to, self._remote)

    def _emit(self, data: memoryview | bytes, send_to: SendTo, address: Address) -> None:
        """What the kernel has no room or no way for is dropped: late sound is worth nothing, the rest is sent again."""
        try:
            send_to(data, address)
        except OSError:
            self.dropped += 1

    # ---- SRTP

    def media(self, size: int, now: float) -> None:
        """An SRTP or SRTCP datagram from an address we learned is in ``IN``; forged and repeated ones go no further."""
        if self._secrets is None or self.owner is None:
            return
        kind = IN.view[1]
        IN.length[0] = size
        if 192 <= kind <= 223:
            if unprotect_control(self._secrets.receive, IN.packet, IN.length):
                self.dropped += 1
            else:
                self.heard = now
                self.owner.control(bytes(IN.view[: IN.length[0]]), now)
            return
        if kind & 0x7F == self.deaf_type:
            if now < self._sample_at:
                return
            self._sample_at = now + SAMPLE_SECONDS
        if unprotect(self._secrets.receive, IN.packet, IN.length):
            self.dropped += 1
            return
        self.heard = now
        self.owner.packet(size - self._tag, now)

    def send(self, size: int) -> None:
        """Protect and send the RTP packet in ``OUT``."""
        if self._secrets is None or self._send_to is None or self._remote is None:
            return
        OUT.length[0] = size
        if protect(self._secrets.send, OUT.packet, OUT.length):
            self.dropped += 1
            return
        try:
            self._send_to(OUT.view[: size + self._tag], self._remote)
        except OSError:
            self.dropped += 1  # as in _emit, which this does not call: it runs for every packet

    def send_control(self, compound: bytes) -> None:
        """Protect and send an RTCP compound packet."""
        if self._secrets is None or self._send_to is None or self._remote is None:
            return
        OUT.view[: len(compound)] = compound
        OUT.length[0] = len(compound)
        if protect_control(self._secrets.send, OUT.packet, OUT.length) == 0:
            self._emit(OUT.view[: OUT.length[0]], self._send_to, self._remote)

    def close(self) -> None:
        """Say goodbye and be forgotten. Twice is once."""
        self._send_all(self._handshake.close())
        self._drop_old()
        self._registry.unname(self._credentials.ufrag)
        for address in self._addresses:
            self._registry.forget(address, self)
        self._addresses.clear()
        self._remote = self._send_to = self._secrets = self.owner = None
