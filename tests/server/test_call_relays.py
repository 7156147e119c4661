"""TURN credentials: made as the servers check them, and soon over."""

import base64
import hashlib
import hmac
from datetime import UTC, datetime

from server.calls.relays import VALID, Relays

AT = datetime(2026, 1, 1, tzinfo=UTC)


def test_a_relay_checks_what_it_is_given_by_the_shared_secret() -> None:
    (server,) = Relays(("turn:relay.example:3478",), "shared").of("vis_1", AT)
    ends, _, party = server["username"].partition(":")
    assert (int(ends), party) == (int((AT + VALID).timestamp()), "vis_1")
    # What coturn does with static-auth-secret: base64(HMAC-SHA1(secret, username)).
    digest = hmac.new(b"shared", server["username"].encode(), hashlib.sha1).digest()
    assert server["credential"] == base64.b64encode(digest).decode()
    assert server["urls"] == ["turn:relay.example:3478"]


def test_without_relays_there_is_nothing_to_tell() -> None:
    assert Relays().of("vis_1", AT) == []
