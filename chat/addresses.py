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


def _is_proxy(peer: str) -> bool:
    address = _parsed(peer)
    return address is not None and (address.is_loopback or address.is_private)


def _parsed(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(text)
    except ValueError:
        return None
