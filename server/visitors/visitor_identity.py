"""Who a visitor is, on their socket: what the site has signed, and codes that were mailed to them.

A tab that came by a link to talk is not the visitor's own browser, so it proves nothing.
"""

import time
from typing import Annotated

from msgspec import Meta

from chat.sockets import Ack
from chat.visitors import Visit, Visitors
from chat.wire import END, Input
from domain.limits import Buckets, Limit
from domain.refusal import Refused
from domain.times import iso
from server.customers.identity import Identify
from server.customers.mailed_codes import MailedCodes
from server.customers.proving import Proving

IDENTIFYING = Limit(burst=10, per_second=0.2)
ASKING = Limit(burst=3, per_second=1 / 200)
TRYING = Limit(burst=15, per_second=0.1)
"""Signed identities, codes asked for and codes tried, per visitor."""
ADDRESSES = {"identify": Limit(300, 5.0), "prove": Limit(30, 30 / 3600), "code": Limit(150, 150 / 3600)}
"""The same from one address, which a whole office may share."""


class Prove(Input):
    """prove"""

    email: Annotated[str, Meta(min_length=3, max_length=254)]


class Code(Input):
    """code"""

    code: Annotated[str, Meta(pattern=rf"^[0-9]{{6}}{END}")]


class VisitorIdentity:
    """Registers ``identify``, ``prove`` and ``code`` of the visitors' endpoint."""

    def __init__(self, visitors: Visitors, proving: Proving, codes: MailedCodes) -> None:
        self._visitors, self._proving, self._codes = visitors, proving, codes
        own = {"identify": IDENTIFYING, "prove": ASKING, "code": TRYING}
        self._by_visitor = {event: Buckets(limit) for event, limit in own.items()}
        self._by_address = {event: Buckets(limit) for event, limit in ADDRESSES.items()}
        visitors.endpoint.on("identify", Identify, self._identify)
        visitors.endpoint.on("prove", Prove, self._prove)
        visitors.endpoint.on("code", Code, self._code)

    async def _identify(self, sid: str, given: Identify) -> Ack:
        visit = await self._visit(sid, "identify")
        await self._proving.identify(dict(visit.widget), visit.visitor, given, visit.locale)
        return {"ok": True}

    async def _prove(self, sid: str, asked: Prove) -> Ack:
        visit = await self._visit(sid, "prove")
        queue = visit.widget["queue"]["_id"]
        until_at = await self._codes.ask(visit.visitor, asked.email.strip(), visit.locale.split("-")[0], queue)
        return {"ok": True, "expires_at": iso(until_at)}

    async def _code(self, sid: str, given: Code) -> Ack:
        visit = await self._visit(sid, "code")
        email = await self._codes.proved(visit.visitor, given.code)
        await self._proving.mailed(dict(visit.widget), visit.visitor, email, visit.locale)
        return {"ok": True}

    async def _visit(self, sid: str, event: str) -> Visit:
        """Who asks, if they may and not too often. Raises Refused."""
        visit, _ = await self._visitors.current(sid)
        if visit.only is not None:
            raise Refused("forbidden", "This link is for one conversation only.")
        now = time.monotonic()
        wait = self._by_visitor[event].take(visit.visitor, now) or self._by_address[event].take(visit.address, now)
        if wait:
            raise Refused("rate_limited", f"Too often. Try again in {max(1, round(wait))} s.")
        return visit
