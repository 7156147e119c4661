"""What a company's own programs tell of a Customer: purchases and whatever else belongs in their timeline."""

import time
from datetime import datetime, timedelta

from aiohttp import web

from domain.ids import unguessable
from domain.limits import Buckets, Limit
from domain.refusal import Refused
from domain.times import instant
from domain.web_pages import cleaned
from server.access import Caller
from server.api.requests import answer, body
from server.clock import Clock
from server.customers.customers import Customers, check_kept
from server.visitors.visit_wire import EventInput
from server.visitors.visitor_visits import own_id
from server.visitors.visits import Visits

TELLING = Limit(burst=2_000, per_second=50.0)
"""Per Agent or program."""
AHEAD = timedelta(minutes=5)
"""How far clocks may differ."""


class VisitPages:
    """Handler of ``/api/v1/customers/{id}/events``."""

    def __init__(self, visits: Visits, customers: Customers, clock: Clock) -> None:
        self._visits, self._customers, self._clock = visits, customers, clock
        self._telling = Buckets(TELLING)

    async def record(self, request: web.Request, caller: Caller) -> web.Response:
        """Note something a Customer did; the same id again changes nothing."""
        given = await body(request, EventInput)
        document = await self._customers.leaf(request.match_info["id"])
        check_kept(document)
        customer = document["_id"]
        if wait := self._telling.take(caller.id, time.monotonic()):
            raise Refused("rate_limited", f"Too many events. Try again in {max(1, round(wait))} s.")
        id = own_id(customer, given.id) if given.id else unguessable("vst")
        at = self._moment(given.at)
        if given.kind == "page":
            page = {name: str(given.data.get(name, "")) for name in ("url", "referrer")}
            if not cleaned(page["url"]):
                raise Refused("invalid", "A page has data.url, which begins with http:// or https://.")
            fresh = await self._visits.page(id, customer, {**page, "title": given.name}, "system", at)
        else:
            fresh = await self._visits.told(id, customer, given.kind, given.name, given.data, "system", at)
        return answer({"id": id}, 201 if fresh else 200)

    def _moment(self, given: str | None) -> datetime:
        """When it was. Raises Refused for what is no time, or none that has been."""
        if given is None:
            return self._clock.now()
        try:
            at = instant(datetime.fromisoformat(given))
        except (ValueError, OverflowError):
            raise Refused("invalid", "at is a time such as 2026-11-21T10:00:00Z.") from None
        if at > self._clock.now() + AHEAD:
            raise Refused("invalid", "at is a time in the past.")
        return at
