"""TURN servers for browsers whose network lets no UDP through, each time with a name and password that soon end.

The form is the one that coturn (``use-auth-secret``) and others share: draft-uberti-behave-turn-rest-00, section 2.2.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

VALID = timedelta(hours=12)
"""Longer than a call and a working day; whoever has been here longer asks again."""


@dataclass(frozen=True)
class Relays:
    """TURN addresses (``turn:host:3478?transport=udp``, ``turns:host:443``) that share one secret; none is allowed."""

    urls: Sequence[str] = ()
    secret: str = ""

    def of(self, party: str, at: datetime) -> list[dict[str, Any]]:
        """What ``RTCPeerConnection`` takes as ``iceServers``, for one party from ``at`` on."""
        if not self.urls:
            return []
        name = f"{int((at + VALID).timestamp())}:{party}"
        digest = hmac.digest(self.secret.encode(), name.encode(), hashlib.sha1)
        return [{"urls": list(self.urls), "username": name, "credential": base64.b64encode(digest).decode()}]
