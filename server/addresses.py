"""Which addresses are of the internet and which are of one's own network, by their numbers alone.

It decides whom Parley asks on somebody else's word, and where doing without TLS may be chosen.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Block = IPv4Network | IPv6Network


def _blocks(text: str) -> tuple[Block, ...]:
    return tuple(map(ip_network, text.split()))


_SINGLE_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
"""Not a number: 134744072 is 8.8.8.8 to those who look names up."""

_SPECIAL_V4 = _blocks(
    """
    0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.168.0.0/16
    192.0.0.0/24 192.0.2.0/24 192.88.99.0/24 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24
    224.0.0.0/4 240.0.0.0/4
    168.63.129.16/32
    """
)
"""IANA's special-purpose registry (RFC 6890), of which Python's own ``is_global`` has been wrong about some (CVE-2024-4032); and last what
looks public, but is the machine's own host on Azure.
"""
_GLOBAL_V6 = ip_network("2000::/3")
"""All that is given out (RFC 4291); v4-mapped, NAT64, loopback, link-local, unique local and multicast addresses lie outside."""
_SPECIAL_V6 = _blocks("2001::/23 2001:db8::/32 2002::/16 3fff::/20")
"""Protocol assignments with Teredo, documentation, and 6to4, which can stand for any IPv4 address."""


def is_public(address: Address) -> bool:
    """Whether an address belongs to a machine on the internet, and cannot mean one of our own network."""
    if isinstance(address, IPv4Address):
        return not any(address in block for block in _SPECIAL_V4)
    return address in _GLOBAL_V6 and not any(address in block for block in _SPECIAL_V6)


def is_near(host: str) -> bool:
    """Whether a host is this machine or one of its own network, by its name alone: there, doing without TLS is the owner's choice."""
    try:
        address = ip_address(host)
    except ValueError:
        return _SINGLE_NAME.fullmatch(host) is not None
    plain = getattr(address, "ipv4_mapped", None) or address
    return plain.is_loopback or plain.is_private
