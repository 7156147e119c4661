"""What the company's own systems know of a Customer, over HTTP."""

import time

import msgspec
from aiohttp import web

from domain.limits import Buckets, Limit
from domain.refusal import Refused
from server.access import Caller
from server.api.requests import answer, words
from server.customers.customers import Customers
from server.customers.lookups import Lookups
from server.customers.masking import without

ASKING = Limit(burst=60, per_second=2.0)
"""Per Agent: each may make the other systems work."""


class LookupPages:
    """Handler of ``/api/v1/customers/{id}/lookups``."""

    def __init__(self, lookups: Lookups, customers: Customers) -> None:
        self._lookups, self._customers = lookups, customers
        self._asking = Buckets(ASKING)

    async def cards(self, request: web.Request, caller: Caller) -> web.Response:
        """A card of each look-up; with ``fresh=1`` as it is now."""
        customer = await self._customers.get(request.match_info["id"])
        if wait := self._asking.take(caller.id, time.monotonic()):
            raise Refused("rate_limited", f"Too often. Try again in {max(1, round(wait))} s.")
        fresh = words(request, "fresh", 5) == "1"
        cards = msgspec.to_builtins(await self._lookups.cards(customer, caller, fresh=fresh))
        return answer({"items": without(cards, self._customers.hidden(customer["_id"]))})
