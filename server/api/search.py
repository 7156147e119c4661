"""Timelines and search over HTTP, all within the caller's reach."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from aiohttp import web

from domain.conversation import Conversation
from domain.refusal import Refused
from domain.times import instant, iso
from domain.touchpoints import KINDS, Kind, Touchpoint
from domain.words import tokens
from server.access import Caller
from server.api.customers import CustomerPages, having
from server.api.requests import answer, number, words
from server.customers.customers import Customers
from server.customers.masking import without
from server.customers.name_search import MOST_WORDS, Found, NameSearch
from server.timelines.reach import Reach
from server.timelines.search import Filters, Hit, MessageSearch, Snippet, has, snippet
from server.timelines.timeline import Timelines
from server.timelines.touchpoints import MOST_TOKENS, Touchpoints

MOST_ROWS, MOST_HITS = 200, 50


class SearchPages:
    """``/api/v1/customers/{id}/timeline`` and ``/api/v1/search``."""

    def __init__(
        self,
        *,
        customers: Customers,
        pages: CustomerPages,
        touchpoints: Touchpoints,
        timelines: Timelines,
        messages: MessageSearch,
        names: NameSearch,
        reach: Reach,
    ) -> None:
        self._customers, self._pages, self._touchpoints = customers, pages, touchpoints
        self._timelines, self._messages, self._names, self._reach = timelines, messages, names, reach

    async def timeline(self, request: web.Request, caller: Caller) -> web.Response:
        """What a Customer's family did, within the caller's reach."""
        customer = await self._customers.get(request.match_info["id"])
        before, after = moment(request, "before"), moment(request, "after")
        if before is not None and after is not None:
            raise Refused("invalid", "Give before or after, not both.")
        family = self._customers.families.family(customer["_id"])
        await self._touchpoints.settled(family)

        hidden = self._customers.hidden(customer["_id"])
        fits = _fitting(request, hidden)

        async def seen(found: list[Touchpoint]) -> list[Touchpoint]:
            rows = [row for row in found if fits(row)]
            theirs = await self._reach.of(caller.agent, {row.conversation for row in rows if row.conversation})
            return [row for row in rows if row.conversation is None or row.conversation in theirs]

        limit = max(1, number(request, "limit", 50, MOST_ROWS))
        page = await self._timelines.page(family, _kinds(request), seen, before=before, after=after, limit=limit)
        return answer(
            {
                "items": without([_row(row) for row in page.rows], hidden),
                "older": _time(page.older),
                "newer": _time(page.newer),
            }
        )

    async def search(self, request: web.Request, caller: Caller) -> web.Response:
        """Messages, or Customers, with all of the words."""
        text, where = words(request, "q"), words(request, "in", 20) or "messages"
        limit, before = max(1, number(request, "limit", 20, MOST_HITS)), moment(request, "before")
        if where == "customers":
            caller.need("customers.read")
            found = await self._names.find(text, limit, before, having(request)) if text.strip() else []
            following = (
                found[-1].document["found_at"] if len(found) >= limit and not _is_near(found[-1], text) else None
            )
            people = [_customer(one, self._pages.shown(one.document, caller), text) for one in found]
            return answer({"messages": [], "customers": people, "next": _time(following)})
        if where != "messages":
            raise Refused("invalid", "in is customers or messages.")

        async def reach(ids: Iterable[str]) -> Mapping[str, Conversation]:
            return await self._reach.of(caller.agent, ids)

        filters = Filters(
            channel=words(request, "channel", 20) or None,
            queue=words(request, "queue", 64) or None,
            agent=words(request, "agent", 64) or None,
            since_at=moment(request, "from"),
            before=min((at for at in (before, moment(request, "to")) if at is not None), default=None),
        )
        hits, following = await self._messages.find(text, filters, reach, limit)
        hits = [hit for hit in hits if not (hidden := self._hidden(hit)) or _has_all(hit.row, tokens(text), hidden)]
        return answer({"messages": [self._message(hit) for hit in hits], "customers": [], "next": _time(following)})

    def _hidden(self, hit: Hit) -> Sequence[str]:
        return self._customers.hidden(hit.row.customer)

    def _message(self, hit: Hit) -> dict[str, Any]:
        customer = self._customers.reference(hit.row.customer, hit.conversation.customer_name)
        hidden = self._hidden(hit)
        return {
            "row": without(_row(hit.row), hidden),
            "customer": customer["id"],
            "customer_name": without(customer["name"], hidden),
            "queue": hit.conversation.queue,
            "title": _snippet(hit.title, hidden),
            "text": _snippet(hit.text, hidden),
        }


def moment(request: web.Request, name: str) -> datetime | None:
    """A time from the query. Raises Refused."""
    text = words(request, name, 40)
    if not text:
        return None
    try:
        return instant(datetime.fromisoformat(text))
    except ValueError:
        raise Refused("invalid", f"{name} is a time such as 2026-11-21T10:00:00Z.") from None


def _fitting(request: web.Request, hidden: Sequence[str]) -> Callable[[Touchpoint], bool]:
    """Whether a row is of one of the ``channels``, and has all of the words of ``q`` in what is not ``hidden`` of it."""
    channels = set(words(request, "channels", 200).split(",")) - {""}
    wanted = tokens(words(request, "q"), limit=MOST_WORDS)

    def fits(row: Touchpoint) -> bool:
        if channels and row.channel not in channels:
            return False
        return not wanted or _has_all(row, wanted, hidden)

    return fits


def _has_all(row: Touchpoint, wanted: Sequence[str], hidden: Sequence[str]) -> bool:
    """Whether a row that was found has all of the words in what is not ``hidden`` of it: nobody finds out a masked number by guessing at it."""
    found = tokens(without(f"{row.title} {row.text}", hidden), limit=MOST_TOKENS)
    return all(has(found, word) for word in wanted)


def _kinds(request: web.Request) -> list[Kind]:
    asked = [one for one in words(request, "kinds", 200).split(",") if one]
    if odd := [one for one in asked if one not in KINDS]:
        raise Refused("invalid", f"There is no kind {odd[0]}; the kinds are {', '.join(KINDS)}.")
    return cast(list[Kind], list(dict.fromkeys(asked)))


def _row(row: Touchpoint) -> dict[str, Any]:
    names = ("id", "kind", "type", "channel", "by", "name", "title", "text", "conversation", "event")
    return {**{name: getattr(row, name) for name in names}, "at": iso(row.at)}


def _customer(found: Found, customer: dict[str, Any], text: str) -> dict[str, Any]:
    return {
        "customer": customer,
        "name": _snippet(snippet(customer["name"], found.words)),
        "near": _is_near(found, text),
    }


def _is_near(found: Found, text: str) -> bool:
    return found.words != tokens(text, limit=MOST_WORDS)


def _snippet(part: Snippet, hidden: Sequence[str] = ()) -> dict[str, Any]:
    """A snippet; one in which something is masked has no marks, for they would say where and how long it is."""
    text = without(part.text, hidden)
    return {"text": text, "ranges": [list(one) for one in part.ranges] if text == part.text else []}


def _time(at: datetime | None) -> str | None:
    return iso(at) if at else None
