"""Access tokens for mail servers that take no passwords (XOAUTH2): had for a refresh token (RFC 6749, section 6), kept until they expire.

A provider may give a new refresh token with each answer; it is stored before the access token is used, since the old one may be spent.
"""

import asyncio
import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from urllib.parse import urlencode, urlsplit

import msgspec

from domain.stream import Unavailable
from mail.mail_server import NoSecret
from server.clock import Clock
from server.mail.secrets import MailSecrets
from server.outbound import Outbound, Unreachable

SECONDS = 15.0
USUAL_LIFETIME_SECONDS, LONGEST_LIFETIME_SECONDS = 3600.0, 86_400.0
SPARE = timedelta(seconds=60)
"""A token is not used any more this long before it expires: signing in takes its time, and clocks differ."""

Document = dict[str, Any]


class Table(Protocol):
    """Where refresh tokens are kept that a provider gave in place of the one an administrator entered."""

    async def get(self, document_id: str) -> Document | None:
        """One of them."""

    async def put_many(self, documents: list[Document]) -> None:
        """Store them, whatever was there."""


class _Answer(msgspec.Struct):
    """A token endpoint's answer, good or bad (RFC 6749, sections 5.1 and 5.2)."""

    access_token: str = ""
    expires_in: float | str | None = None
    refresh_token: str = ""
    error: str = ""
    error_description: str = ""

    def lifetime(self) -> timedelta:
        try:
            given = USUAL_LIFETIME_SECONDS if self.expires_in is None else float(self.expires_in)
            return timedelta(seconds=min(given, LONGEST_LIFETIME_SECONDS))
        except ValueError:
            return timedelta(seconds=USUAL_LIFETIME_SECONDS)


@dataclass(frozen=True, slots=True)
class _Kept:
    """An access token and what it was had for."""

    entered: str
    token: str
    expires_at: datetime


class AccessTokens:
    """Gives an access token that is still good, for each of the servers of mailboxes."""

    def __init__(self, table: Table, secrets: MailSecrets, outbound: Outbound, clock: Clock) -> None:
        self._table, self._secrets, self._outbound, self._clock = table, secrets, outbound, clock
        self._kept: dict[str, _Kept] = {}
        self._turns: dict[str, asyncio.Lock] = {}

    async def token(self, server: str, oauth: Document) -> str:
        """The access token of ``server`` (any name that is the same each time), by its stored settings. Raises NoSecret."""
        entered = hashlib.sha256(repr(sorted(oauth.items())).encode()).hexdigest()
        async with self._turns.setdefault(server, asyncio.Lock()):
            kept = self._kept.get(server)
            if kept is None or kept.entered != entered or kept.expires_at <= self._clock.now():
                kept = await self._fresh(server, entered, oauth)
                self._kept[server] = kept
            return kept.token

    async def _fresh(self, server: str, entered: str, oauth: Document) -> _Kept:
        asked_at = self._clock.now()
        try:
            given = await self._asked(oauth, await self._refresh_token(server, entered, oauth))
            if given.refresh_token:
                sealed = self._secrets.sealed(given.refresh_token)
                await self._table.put_many([{"_id": f"oauth|{server}", "entered": entered, "refresh_token": sealed}])
        except Unavailable:
            raise NoSecret("The database does not answer.") from None
        return _Kept(entered, given.access_token, asked_at + given.lifetime() - SPARE)

    async def _refresh_token(self, server: str, entered: str, oauth: Document) -> str:
        """The latest one of this settings' line; an administrator who enters a new one begins a new line."""
        later = await self._table.get(f"oauth|{server}")
        sealed = later["refresh_token"] if later and later["entered"] == entered else oauth["refresh_token"]
        if sealed is None:
            raise NoSecret("There is no refresh token: sign in at the provider and enter the one it gives.")
        return self._secrets.opened(sealed)

    async def _asked(self, oauth: Document, refresh_token: str) -> _Answer:
        form = {"grant_type": "refresh_token", "client_id": oauth["client_id"], "refresh_token": refresh_token}
        if oauth["client_secret"] is not None:
            form["client_secret"] = self._secrets.opened(oauth["client_secret"])
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        host = urlsplit(oauth["token_url"]).hostname
        try:
            fetched = await self._outbound.fetch(
                oauth["token_url"], method="POST", headers=headers, body=urlencode(form).encode(), seconds=SECONDS
            )
            given = msgspec.json.decode(fetched.body, type=_Answer)
        except Unreachable as problem:
            raise NoSecret(f"No access token can be had: {problem}") from None
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise NoSecret(f"{host} gave no access token: it is no OAuth2 token endpoint.") from None
        if fetched.status != 200 or not given.access_token:
            raise NoSecret(f"{host} gave no access token: {_refusal(given, fetched.status)}.")
        return given


def _refusal(given: _Answer, status: int) -> str:
    """What the endpoint said, short and on one line."""
    said = " ".join(f"{given.error} {given.error_description}".split())[:300].rstrip(".")
    return said if said.isprintable() and said else f"it answered {status}"
