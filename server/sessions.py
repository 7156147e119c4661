"""Sign-in and sessions: argon2id passwords, random tokens of which only hashes are stored, and limits on guessing.

A browser holds the session in an HttpOnly cookie and a second token, bound to it, that its pages must show to change anything.
"""

import asyncio
import hashlib
import hmac
import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from domain.limits import Buckets, Limit
from domain.refusal import Refused
from server.clock import Clock
from server.directory import Directory, Document

LIFETIME = timedelta(days=7)
TRUSTED_SECONDS = 5.0
"""How long a session read from the store is believed: the longest a removed one goes on on another node."""

REMEMBERED_ENDED = 10_000

PER_ACCOUNT = Limit(burst=10, per_second=1 / 60)
"""Of one account from one address: whoever guesses locks out only themselves."""
PER_ACCOUNT_ANYWHERE = Limit(burst=40, per_second=1 / 30)
"""Of one account from all addresses together: many addresses guess little more than one."""
PER_ADDRESS = Limit(burst=20, per_second=1 / 10)
EVERYWHERE = Limit(burst=60, per_second=1.0)
"""Guesses checked over all accounts and addresses: argon2 is costly on purpose, and this bounds what it may cost."""


class Table(Protocol):
    """The little sessions need of their table."""

    async def get(self, document_id: str) -> Document | None:
        """The session with this token hash."""

    async def find(self, equal: dict[str, Any], *, limit: int = 100) -> list[Document]:
        """The sessions of an Agent."""

    async def insert(self, document: Document) -> None:
        """Store a session."""

    async def delete(self, document_id: str) -> bool:
        """End a session."""


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in Agent; ``id`` is the hash of the token, ``page_token`` what the Agent's pages must show."""

    id: str
    agent: str
    expires_at: datetime
    page_token: str


class Sessions:
    """Starts, finds and ends sessions."""

    def __init__(self, table: Table, directory: Directory, clock: Clock, secret: str) -> None:
        self._table = table
        self._directory = directory
        self._clock = clock
        self._secret = secret.encode()
        self._hasher = PasswordHasher()
        self._nobody = self._hasher.hash(secrets.token_hex(16))
        self._known: dict[str, tuple[float, Session]] = {}
        self._ended: OrderedDict[str, None] = OrderedDict()
        self._hearers: list[Callable[[str], None]] = []
        self._accounts = Buckets(PER_ACCOUNT)
        self._accounts_anywhere = Buckets(PER_ACCOUNT_ANYWHERE)
        self._addresses = Buckets(PER_ADDRESS)
        self._everywhere = Buckets(EVERYWHERE)
        self._one_hash_at_a_time = asyncio.Semaphore(1)

    def on_end(self, hear: Callable[[str], None]) -> None:
        """``hear(session)`` after one was ended."""
        self._hearers.append(hear)

    async def hash(self, password: str) -> str:
        """The argon2id hash of ``password``."""
        async with self._one_hash_at_a_time:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def sign_in(self, email: str, password: str, address: str) -> tuple[str, Document]:
        """A new session's token and its Agent. Raises Refused: the same words whether or not the account exists."""
        self._limit(email, address)
        agent = self._directory.agent_by_email(email)
        known = agent["password_hash"] if agent and agent["password_hash"] else self._nobody
        right = await self._verify(known, password)
        if agent is None or not right or not agent["active"] or agent.get("hidden"):
            raise Refused("unauthorised", "The email or the password is not right.")
        for buckets, key in self._counted(email, address):
            buckets.give(key)
        return await self._start(agent["_id"]), agent

    async def find(self, token: str) -> Session | None:
        """The running session of a token."""
        return await self.find_by_id(hashed(token))

    async def find_by_id(self, id: str) -> Session | None:
        """The running session of this id."""
        if id in self._ended:
            return None
        seen = self._known.get(id)
        if seen is not None and time.monotonic() - seen[0] < TRUSTED_SECONDS:
            session: Session | None = seen[1]
        else:
            session = await self._read(id)
        if session is None or session.expires_at <= self._clock.now():
            self._known.pop(id, None)
            return None
        return session

    async def any_of(self, agent: str) -> bool:
        """Whether an Agent is signed in anywhere."""
        found = await self._table.find({"agent": agent}, limit=1000)
        return any(document["expires_at"] > self._clock.now() for document in found)

    async def end(self, session: str) -> None:
        """End a session."""
        self._ended[session] = None
        while len(self._ended) > REMEMBERED_ENDED:
            self._ended.popitem(last=False)
        self._known.pop(session, None)
        await self._table.delete(session)
        for hear in self._hearers:
            hear(session)

    async def end_all(self, agent: str) -> None:
        """End every session of an Agent: their password or role changed, or they are gone."""
        for document in await self._table.find({"agent": agent}, limit=1000):
            await self.end(document["_id"])

    def page_token(self, session: str) -> str:
        """What the pages of a session show; useless without its cookie."""
        return hmac.new(self._secret, b"page|" + session.encode(), hashlib.sha256).hexdigest()

    def _limit(self, email: str, address: str) -> None:
        """Only failures count in the end: a morning's honest sign-ins from one office spend nothing.

        What one limit stops costs nothing under the others, or one address alone could keep everybody out.
        """
        now = time.monotonic()
        taken: list[tuple[Buckets, str]] = []
        for buckets, key in self._counted(email, address):
            wait = buckets.take(key, now)
            if wait:
                for earlier, counted in taken:
                    earlier.give(counted)
                raise Refused("rate_limited", f"Too many attempts. Try again in {max(1, round(wait))} s.")
            taken.append((buckets, key))

    def _counted(self, email: str, address: str) -> tuple[tuple[Buckets, str], ...]:
        account = email.strip().casefold()
        return (
            (self._addresses, address),
            (self._accounts, f"{account}|{address}"),
            (self._accounts_anywhere, account),
            (self._everywhere, "all"),
        )

    async def _verify(self, known: str, password: str) -> bool:
        async with self._one_hash_at_a_time:
            try:
                return await asyncio.to_thread(self._hasher.verify, known, password)
            except (VerificationError, InvalidHashError):
                return False

    async def _start(self, agent: str) -> str:
        token = secrets.token_urlsafe(32)
        expires_at = self._clock.now() + LIFETIME
        document = {"_id": hashed(token), "agent": agent, "expires_at": expires_at, "created_at": self._clock.now()}
        await self._table.insert({**document, "rv": 1})
        return token

    async def _read(self, id: str) -> Session | None:
        document = await self._table.get(id)
        if document is None:
            return None
        if id in self._ended:  # ended while it was read: it must not be believed again
            return None
        session = Session(id, document["agent"], document["expires_at"], self.page_token(id))
        self._known[id] = (time.monotonic(), session)
        return session


def hashed(token: str) -> str:
    """How a token is stored."""
    return hashlib.sha256(token.encode()).hexdigest()
