"""The ledger of consents over HTTP: a Customer's, and what an Agent enters."""

import msgspec
from aiohttp import web

from domain.times import iso
from server.access import Access, Caller
from server.api.conversations import cursor_of
from server.api.requests import answer, body, number
from server.customers.customers import Customers
from server.customers.masking import without
from server.desk import Desk
from server.privacy import wire as privacy_wire
from server.privacy.consents import Consents, shown_consent

CHANNELS = {"chat": "chat", "call": "call", "email": "email"}


class ConsentPages:
    """Handlers of ``/api/v1/customers/{id}/consents``."""

    def __init__(self, consents: Consents, customers: Customers, access: Access, desk: Desk) -> None:
        self._consents, self._customers, self._access, self._desk = consents, customers, access, desk

    async def index(self, request: web.Request, caller: Caller) -> web.Response:
        """What a Customer, and whoever was merged into them, agreed to and took back."""
        customer = await self._customers.get(request.match_info["id"])
        limit = max(1, number(request, "limit", 50, 200))
        await self._consents.settled(self._desk)
        family = self._customers.families.family(customer["_id"])
        rows = await self._consents.of(family, cursor_of(request, "before"), limit)
        items = without([shown_consent(row) for row in rows], self._customers.hidden(customer["_id"]))
        return answer({"items": items, "next": iso(rows[-1]["at"]) if len(rows) >= limit else None})

    async def record(self, request: web.Request, caller: Caller) -> web.Response:
        """Enter what a Customer told the caller, and set the profile's flag."""
        given = await body(request, privacy_wire.ConsentInput)
        if given.conversation is not None:
            await self._access.conversation(caller, given.conversation)
        told = {**msgspec.to_builtins(given), "channel": CHANNELS.get(given.source, "")}
        row = await self._consents.record(request.match_info["id"], told, caller)
        return answer(shown_consent(row), 201)
