"""STUN binding requests as ICE sends them, and nothing else of STUN (RFC 8489, RFC 8445).

A request is looked at no further than needed to drop it: strangers cost one glance, and only who knows our password gets an answer.
"""

import hmac
from binascii import crc32
from dataclasses import dataclass
from socket import AF_INET6, inet_pton
from struct import pack, unpack_from

COOKIE = 0x2112A442
HEADER = 20
REQUEST = 0x0001
RESPONSE = 0x0101
USERNAME = 0x0006
INTEGRITY = 0x0008
XOR_ADDRESS = 0x0020
USE_CANDIDATE = 0x0025
FINGERPRINT = 0x8028
FINGERPRINT_XOR = 0x5354554E
INTEGRITY_SIZE = 24
FINGERPRINT_SIZE = 8
LARGEST = 548
"""Bytes: an ICE check is about 100; nothing longer is looked at."""


@dataclass(frozen=True, slots=True)
class Check:
    """A connectivity check that is well formed, its integrity not yet proved."""

    transaction: bytes
    local: bytes
    """The part of USERNAME before the colon: which of our connections is meant."""
    nominates: bool
    covered: bytes
    """What MESSAGE-INTEGRITY is computed over, its length field adjusted."""
    integrity: bytes

    def authentic(self, password: bytes) -> bool:
        """Whether the sender knows ``password`` (HMAC-SHA1, RFC 8489 section 14.5)."""
        return hmac.compare_digest(self.integrity, hmac.digest(password, self.covered, "sha1"))


def read_check(data: bytes) -> Check | None:
    """A binding request with a username and an integrity, or None for whatever else it is."""
    size = len(data)
    if not HEADER + INTEGRITY_SIZE <= size <= LARGEST:
        return None
    kind, length, cookie = unpack_from("!HHI", data)
    if kind != REQUEST or cookie != COOKIE or length + HEADER != size or size % 4:
        return None
    username: bytes | None = None
    nominates = False
    at = HEADER
    while at + 4 <= size:
        attribute, length = unpack_from("!HH", data, at)
        if at + 4 + length > size:
            return None
        if attribute == USERNAME:
            username = data[at + 4 : at + 4 + length]
        elif attribute == USE_CANDIDATE:
            nominates = True
        elif attribute == INTEGRITY:
            # What follows is not covered by it and therefore not read.
            if length != 20 or not username or b":" not in username:
                return None
            covered = data[:2] + pack("!H", at + INTEGRITY_SIZE - HEADER) + data[4:at]
            return Check(data[8:20], username.partition(b":")[0], nominates, covered, data[at + 4 : at + 24])
        at += 4 + (length + 3) // 4 * 4
    return None


def response(transaction: bytes, host: str, port: int, password: bytes) -> bytes:
    """A success response that tells the sender its address as we see it (``host`` as text, IPv4 or IPv6)."""
    address = _xor_address(transaction, host, port)
    body = pack("!HH", XOR_ADDRESS, len(address)) + address
    covered = pack("!HHI", RESPONSE, len(body) + INTEGRITY_SIZE, COOKIE) + transaction + body
    body += pack("!HH", INTEGRITY, 20) + hmac.digest(password, covered, "sha1")
    head = pack("!HHI", RESPONSE, len(body) + FINGERPRINT_SIZE, COOKIE) + transaction
    return head + body + pack("!HHI", FINGERPRINT, 4, crc32(head + body) ^ FINGERPRINT_XOR)


def _xor_address(transaction: bytes, host: str, port: int) -> bytes:
    """RFC 8489 section 14.2."""
    if ":" in host:
        packed = int.from_bytes(inet_pton(AF_INET6, host.partition("%")[0]))
        mask = COOKIE << 96 | int.from_bytes(transaction)
        return pack("!xBH", 2, port ^ COOKIE >> 16) + (packed ^ mask).to_bytes(16)
    first, second, third, fourth = host.split(".")
    packed = int(first) << 24 | int(second) << 16 | int(third) << 8 | int(fourth)
    return pack("!xBHI", 1, port ^ COOKIE >> 16, packed ^ COOKIE)
