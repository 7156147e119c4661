"""Whom limits count: one line, however many addresses it has."""

import pytest
from aiohttp.test_utils import make_mocked_request

from chat.addresses import address_of, network_of


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.9", "203.0.113.9"),
        ("2001:db8:7:8:1:2:3:4", "2001:db8:7:8::/64"),
        ("2001:db8:7:8:ffff::1", "2001:db8:7:8::/64"),
        ("2001:db8:7:9::1", "2001:db8:7:9::/64"),
        ("::ffff:203.0.113.9", "203.0.113.9"),
    ],
)
def test_a_line_of_ipv6_is_one(address: str, network: str) -> None:
    request = make_mocked_request("GET", "/", headers={"X-Forwarded-For": address}).clone(remote="127.0.0.1")
    assert (address_of(request), network_of(request)) == (address, network)
