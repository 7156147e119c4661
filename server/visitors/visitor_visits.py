"""What a visitor's own page tells of them on their socket: pages, with consent only, events and forms.

All of it is a claim of their browser. Of somebody who is still nobody nothing is kept: they have written, or proved who they are.
"""

import hashlib
import time
from collections import OrderedDict
from datetime import datetime, timedelta

from chat.sockets import Ack
from chat.visitors import Visit, Visitors
from domain.ids import unguessable
from domain.limits import Buckets, Limit
from domain.refusal import Refused
from domain.touchpoints import Kind
from server.clock import Clock
from server.visitors.visit_wire import VisitorEvent, VisitorForm, VisitorPage
from server.visitors.visits import Visits
from store.tables import Table

TELLING = Limit(burst=100, per_second=0.02)
"""Per visitor; about 1 700 rows a day."""
FROM_ONE_ADDRESS = Limit(burst=2_000, per_second=5.0)
SAME_PAGE = timedelta(minutes=30)
"""A page that is loaded again within this time is the same visit."""
MOST_REMEMBERED = 10_000
BY_SITE = "site"
"""The consent of a site that has asked for it by itself, for a widget without a text of its own."""
PURCHASE = "purchase"


class VisitorVisits:
    """Registers ``visit``, ``event`` and ``form`` of the visitors' endpoint."""

    def __init__(self, visitors: Visitors, known: Table, visits: Visits, clock: Clock) -> None:
        self._visitors, self._known, self._visits, self._clock = visitors, known, visits, clock
        self._telling, self._addresses = Buckets(TELLING), Buckets(FROM_ONE_ADDRESS)
        self._latest: OrderedDict[str, tuple[str, datetime]] = OrderedDict()
        visitors.endpoint.on("visit", VisitorPage, self._visit)
        visitors.endpoint.on("event", VisitorEvent, self._event)
        visitors.endpoint.on("form", VisitorForm, self._form)

    async def _visit(self, sid: str, page: VisitorPage) -> Ack:
        visit, customer = await self._who(sid)
        consent = visit.widget.get("consent")
        if page.consent != (consent["version"] if consent else BY_SITE):
            raise Refused("forbidden", "Pages are kept with consent only.")
        at = self._clock.now()
        if self._is_new(visit.visitor, page.url, at):
            self._limit(visit)
            seen = {"url": page.url, "title": page.title, "referrer": page.referrer}
            await self._visits.page(unguessable("vst"), customer, seen, "customer", at)
        return {"ok": True}

    async def _event(self, sid: str, event: VisitorEvent) -> Ack:
        visit, customer = await self._who(sid)
        self._limit(visit)
        kind: Kind = "purchase" if event.name == PURCHASE else "event"
        id = own_id(visit.visitor, event.id)
        await self._visits.told(id, customer, kind, event.name, event.data, "customer", self._clock.now())
        return {"ok": True}

    async def _form(self, sid: str, form: VisitorForm) -> Ack:
        visit, customer = await self._who(sid)
        self._limit(visit)
        id = own_id(visit.visitor, form.id)
        await self._visits.told(id, customer, "form", form.name, form.values, "customer", self._clock.now())
        return {"ok": True}

    async def _who(self, sid: str) -> tuple[Visit, str]:
        """Who tells, and the Customer it is about. Raises Refused for somebody who is still nobody."""
        visit, _ = await self._visitors.current(sid)
        known = await self._known.get(visit.visitor) if visit.only is None else None
        if known is None:
            raise Refused("not_found", "Nothing is kept of somebody who has not written yet.")
        return visit, str(known["customer"])

    def _limit(self, visit: Visit) -> None:
        now = time.monotonic()
        wait = self._telling.take(visit.visitor, now) or self._addresses.take(visit.address, now)
        if wait:
            raise Refused("rate_limited", f"Too often. Try again in {max(1, round(wait))} s.")

    def _is_new(self, visitor: str, url: str, at: datetime) -> bool:
        """Whether a page is another one than the visitor's last, or a new visit of it."""
        last = self._latest.pop(visitor, None)
        self._latest[visitor] = (url, at)
        while len(self._latest) > MOST_REMEMBERED:
            self._latest.popitem(last=False)
        return last is None or last[0] != url or at - last[1] > SAME_PAGE


def own_id(teller: str, id: str) -> str:
    """The id of a row that ``teller`` calls ``id``: nobody's names get in the way of anybody else's."""
    return f"vst_{hashlib.sha256(f'{teller}|{id}'.encode()).hexdigest()[:40]}"
