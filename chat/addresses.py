"""Whose address a request comes from, for limits: the peer's, or what a proxy in front of Parley says it is.

A peer on loopback or in a private network is taken for such a proxy, and the last address it added is believed; a peer on the public
internet can write what it likes into the header and is not asked.
"""

import ipaddress

from aiohttp import web


def address_of(request: web.Request) -> str:
    """The client's address, or "" where there is none to know."""
    peer = request.remote or ""
    if not _is_proxy(peer):
        return peer
    said = request.headers.get("X-Forwarded-For", "").rsplit(",", 1)[-1].strip()
    return said if _parsed(said) is not None else peer


def network_of(request: web.Request) -> str:
    """What limits count by: an address, or of IPv6 the network of 64 bits that each line has to itself and takes addresses from."""
    address = address_of(request)
    parsed = _parsed(address)
    if not isinstance(parsed, ipaddress.IPv6Address):
        return address
    return str(parsed.ipv4_mapped or ipaddress.IPv6Network((parsed, 64), strict=False))


def _is_proxy(peer: str) -> bool:
    address = _parsed(peer)
    return address is not None and (address.is_loopback or address.is_private)


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
