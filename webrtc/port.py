"""The one UDP port of a worker: every datagram of every call, sorted by the address it comes from.

An address counts only once an ICE check from it has proved to know a password of ours. From anybody else a check is read, and
everything but a check is dropped at its first byte: an empty datagram, a stray ClientHello or a forged packet reaches no call.
"""

import asyncio
import errno
import socket
import time
from collections.abc import Sequence
from ipaddress import ip_address

from webrtc.association import Address, Association
from webrtc.srtp import IN, ROOM
from webrtc.stun import read_check

RECEIVE_BUFFER = 1 << 20
"""A pause of 50 ms at hundreds of calls fits; more would only make late sound of what is too much."""
SEND_BUFFER = 4 << 20
SAME_TIME = 50
"""Datagrams that count as arrived at one moment: half a millisecond of work, where jitter is told in milliseconds."""
MOST_AT_ONCE = 20 * SAME_TIME
"""Datagrams read before anything else of the loop has its turn."""
BUSY_ASSOCIATIONS = 20
"""About ten calls: from here on sockets are read once a millisecond instead of once per datagram."""
TICK_SECONDS = 0.001


class Port:
    """Sockets of both IP families on one port number; a Registry of associations."""

    def __init__(self, addresses: Sequence[str], number: int) -> None:
        self.addresses = tuple(addresses)
        self.number = number
        self.strange = 0
        """Datagrams from nobody we know."""
        self._sockets: list[socket.socket] = []
        self._by_name: dict[bytes, Association] = {}
        self._by_address: dict[Address, Association] = {}
        self._associations: set[Association] = set()
        self._timers: dict[socket.socket, asyncio.Handle] = {}

    def open(self) -> None:
        """Listen, for the addresses we offer. With number 0 the kernel chooses. Raises OSError."""
        self._loop = asyncio.get_running_loop()
        for family in dict.fromkeys(_family(address) for address in self.addresses):
            opened = self._bound(family)
            self.number = opened.getsockname()[1]
            self._sockets.append(opened)
            self._loop.add_reader(opened, self._drain, opened)

    def close(self) -> None:
        """Stop listening."""
        for handle in self._timers.values():
            handle.cancel()
        for opened in self._sockets:
            self._loop.remove_reader(opened)
            opened.close()
        self._sockets.clear()

    def _bound(self, family: socket.AddressFamily) -> socket.socket:
        """On the offered address, or on all of them where it is not ours: behind address translation, or several."""
        ours = [address for address in self.addresses if _family(address) == family]
        opened = socket.socket(family, socket.SOCK_DGRAM)
        opened.setblocking(False)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, RECEIVE_BUFFER)
        opened.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        if family == socket.AF_INET6:
            opened.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        try:
            opened.bind((ours[0] if len(ours) == 1 else "", self.number))
        except OSError as error:
            if error.errno != errno.EADDRNOTAVAIL:
                opened.close()
                raise
            opened.bind(("", self.number))
        return opened

    # ---- Registry

    def name(self, ufrag: bytes, association: Association) -> None:
        """Checks for ``ufrag`` are for this association."""
        self._by_name[ufrag] = association
        self._associations.add(association)

    def unname(self, ufrag: bytes) -> None:
        """No longer."""
        association = self._by_name.pop(ufrag, None)
        if association is not None and association not in self._by_name.values():
            self._associations.discard(association)

    def learn(self, address: Address, association: Association) -> None:
        """What comes from ``address`` is this association's."""
        self._by_address[address] = association

    def forget(self, address: Address, association: Association) -> None:
        """No longer, unless another association has learned it meanwhile."""
        if self._by_address.get(address) is association:
            del self._by_address[address]

    @property
    def associations(self) -> int:
        """How many browsers are connected or connecting."""
        return len(self._associations)

    def tick(self) -> None:
        """Send handshake flights again that were lost; a few times a second."""
        for association in self._associations:
            association.tick()

    # ---- datagrams

    def _drain(self, opened: socket.socket) -> None:
        """Read what is there. Under load the next look is a millisecond away, however many datagrams arrive until then."""
        left = MOST_AT_ONCE
        try:
            while left and self._read(opened, min(left, SAME_TIME)):
                left -= SAME_TIME
        finally:  # whatever went wrong with one datagram, there is a next look
            if len(self._associations) < BUSY_ASSOCIATIONS and left:
                self._listen(opened)
            else:
                self._rest(opened, TICK_SECONDS if left else 0.0)

    def _read(self, opened: socket.socket, most: int) -> bool:
        """At most so many datagrams, at one time; False once there are no more."""
        known, receive, view = self._by_address, opened.recvfrom_into, IN.view
        now = time.monotonic()
        for _ in range(most):
            try:
                size, sender = receive(view, ROOM)
            except BlockingIOError:
                return False
            except OSError:
                continue  # the kernel passes on a complaint about something sent before
            association = known.get(sender)
            if association is not None and size > 12 and 127 < view[0] < 192:
                association.media(size, now)
            elif size:
                self._other(opened, size, sender, association, now)
        return True

    def _listen(self, opened: socket.socket) -> None:
        if self._timers.pop(opened, None) is not None:
            self._loop.add_reader(opened, self._drain, opened)

    def _rest(self, opened: socket.socket, seconds: float) -> None:
        if opened not in self._timers:
            self._loop.remove_reader(opened)
        self._timers[opened] = self._loop.call_later(seconds, self._drain, opened)

    def _other(
        self, opened: socket.socket, size: int, sender: Address, association: Association | None, now: float
    ) -> None:
        """What is not media: an ICE check, or DTLS from where it may come (RFC 7983 section 7)."""
        first = IN.view[0]
        if first < 4:
            check = read_check(bytes(IN.view[:size]))
            named = self._by_name.get(check.local) if check is not None else None
            if check is not None and named is not None:
                named.check(check, sender, opened.sendto, now)
                return
        elif association is not None and 19 < first < 64:
            association.handshake(bytes(IN.view[:size]), now)
            return
        if association is None:
            self.strange += 1


def _family(address: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ip_address(address).version == 6 else socket.AF_INET
