"""Signed identity: a site's own server says which of its users a visitor is, and only its secret makes us believe that.

Either HMAC-SHA256 (RFC 2104), in hex, over ``user_id``, ``email``, ``name`` and ``expires`` joined by line feeds, or a JWT signed with HS256
(RFC 7519; ``sub``, ``email``, ``name``, ``exp``). The secret is the widget's own, so what one site signs proves nothing on another.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import unicodedata
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from chat.wire import Input, Line
from domain.refusal import Refused
from server.mail.secrets import MailSecrets
from store.tables import Table

LONGEST_LIFE = timedelta(hours=24)
"""How far ahead a signature may expire: one that leaks is good for a day at most, and for one visitor only."""

PURPOSE = b"identity secrets of widgets"
_EMAIL = re.compile(r"[!-?A-~]+@[!-?A-~]+")
"""ASCII only: letters that look or fold alike would lead to somebody else's address."""


class Identify(Input):
    """identify: who the site says the visitor is, signed one way or the other; ``expires`` in seconds since 1970."""

    user_id: Line = ""
    email: Line = ""
    name: Line = ""
    expires: int = 0
    signature: Line = ""
    jwt: Annotated[str, Meta(max_length=4000)] = ""


@dataclass(frozen=True, slots=True)
class Proof:
    """What a site has signed; ``id`` is the same for the same signature, however it was written."""

    id: str
    external: str
    email: str
    name: str
    expires_at: datetime


class IdentitySecrets:
    """The secret of each widget, sealed in the settings; it is shown once, when it is made."""

    def __init__(self, table: Table, secret: str) -> None:
        self._table, self._sealing = table, MailSecrets(secret, PURPOSE)

    async def rotate(self, widget: str) -> str:
        """A new secret; what the old one signed is worth nothing from now on."""
        made = secrets.token_urlsafe(32)
        await self._table.put_many([{"_id": f"identity|{widget}", "secret": self._sealing.sealed(made)}])
        return made

    async def of(self, widget: str) -> str | None:
        """The widget's secret, None where it has none."""
        kept = await self._table.get(f"identity|{widget}")
        return self._sealing.opened(kept["secret"]) if kept else None


def signature(secret: str, user_id: str, email: str, name: str, expires: int) -> str:
    """What a site's server computes."""
    return _mac(secret, _utf8("\n".join((user_id, email, name, str(expires))))).hex()


def proved(secret: str, key: str, given: Identify, now: datetime) -> Proof:
    """What ``given`` proves to the widget whose public key is ``key``. Raises Refused, in the same words for every forgery."""
    proof = _from_jwt(secret, key, given.jwt, now) if given.jwt else _from_fields(secret, given)
    if not now < proof.expires_at <= now + LONGEST_LIFE:
        raise Refused("forbidden", "This identity has expired, or lives longer than a day.")
    if not _plain(proof.external) or not proof.external or not _plain(proof.name):
        raise _forged()
    if proof.email and not _EMAIL.fullmatch(proof.email):
        raise Refused("forbidden", "A signed email address is written in ASCII.")
    return proof


def _from_fields(secret: str, given: Identify) -> Proof:
    right = signature(secret, given.user_id, given.email, given.name, given.expires)
    if not hmac.compare_digest(right.encode(), _utf8(given.signature)):
        raise _forged()
    if "\n" in given.user_id + given.email + given.name:  # one text could then be signed as different fields
        raise _forged()
    return Proof(right, given.user_id, given.email, given.name, _time(given.expires))


def _from_jwt(secret: str, key: str, token: str, now: datetime) -> Proof:
    head, body, signed = [*token.split("."), "", ""][:3]
    right = _mac(secret, _utf8(f"{head}.{body}"))
    header = _decoded(head)
    # Only HS256: a token must not choose how it is checked ("none", or a public key as a secret).
    if token.count(".") != 2 or header.get("alg") != "HS256" or "crit" in header:
        raise _forged()
    if not hmac.compare_digest(right, _bytes(signed)):
        raise _forged()
    claims = _decoded(body)
    texts = [claims.get(name, "") for name in ("sub", "email", "name")]
    if not all(isinstance(text, str) and len(text) <= 254 for text in texts) or claims.get("aud", key) != key:
        raise _forged()
    if _time(claims.get("nbf", 0)) > now:
        raise _forged()
    return Proof(right.hex(), texts[0], texts[1], texts[2], _time(claims.get("exp")))


def _mac(secret: str, text: bytes) -> bytes:
    return hmac.new(secret.encode(), text, hashlib.sha256).digest()


def _utf8(text: str) -> bytes:
    """Lone surrogates too, which come over a socket and are no text: they only sign as nothing else does."""
    return text.encode("utf-8", "surrogatepass")


def _bytes(text: str) -> bytes:
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except (binascii.Error, ValueError):
        raise _forged() from None


def _decoded(part: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(_bytes(part), type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _forged() from None


def _time(seconds: Any) -> datetime:
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not 0 <= seconds < 2**33:
        raise _forged()
    return datetime.fromtimestamp(seconds, UTC)


def _plain(text: str) -> bool:
    """Whether a text is written the one way it can be: composed, and without characters that nobody sees."""
    unseen = any(unicodedata.category(mark) in ("Cc", "Cf", "Cs", "Zl", "Zp") for mark in text)
    return unicodedata.is_normalized("NFC", text) and text == text.strip() and not unseen


def _forged() -> Refused:
    return Refused("forbidden", "This identity is not proved.")
