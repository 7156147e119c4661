"""Pages of other systems beside a Customer: a frame whose address carries a signed token that says who is shown and who looks.

The token is a JWT (RFC 7519, HS256) under the look-up's own secret, good for five minutes; its page checks it and shows what it knows.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from yarl import URL

LIVES_SECONDS = 300
PARAMETER = "parley"
"""The parameter of the address that carries the token."""


def framed(url: str, secret: str, claims: Mapping[str, Any], now: datetime) -> str:
    """``url`` with a token of ``claims`` in it."""
    issued = int(now.timestamp())
    signed = {**claims, "iat": issued, "exp": issued + LIVES_SECONDS}
    text = f"{_part({'alg': 'HS256', 'typ': 'JWT'})}.{_part(signed)}"
    mark = hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()
    return str(URL(url).update_query({PARAMETER: f"{text}.{_base64(mark)}"}))


def origin_of(url: str) -> str:
    """The origin of a frame's address, as a policy names it."""
    return str(URL(url).origin())


def _part(value: Mapping[str, Any]) -> str:
    return _base64(json.dumps(value, separators=(",", ":")).encode())


def _base64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
