"""A widget's greeting with ``{first name}`` or ``{name}`` in it: filled for a visitor whom we know, whole without it for anybody else.

The page is the same for everybody and never has a name in it; the panel asks for the words once it is connected. A visitor is called by
what they said in this browser, or by the name of whoever proved the same as they did: never by what an Agent's merge put beside them.
"""

import re
import time
from collections.abc import Mapping
from typing import Any

from chat.sockets import Ack
from chat.visitors import Visitors
from chat.wire import Nothing
from domain.limits import Buckets, Limit
from domain.refusal import Refused
from domain.words import line
from server.customers.customers import Customers, Document, is_numbered
from server.customers.recognition import Recognition
from store.tables import Table

GREETINGS = ("hello", "hello-hint")
"""The words of a widget that a name may stand in."""
GAP = re.compile(r"\{\s*(first name|name)\s*\}", re.IGNORECASE)
_BEFORE_A_MARK = re.compile(rf"[,;]?\s*{GAP.pattern}(?=\s*(?:[,.;:!?…)]|$))", re.IGNORECASE)
"""A gap that ends its part of the sentence takes the comma before it along."""
LONGEST_NAME = 60
ASKING = Limit(burst=20, per_second=0.1)


class Greetings:
    """Registers ``greeting`` of the visitors' endpoint."""

    def __init__(self, visitors: Visitors, known: Table, customers: Customers, recognition: Recognition) -> None:
        self._visitors, self._known = visitors, known
        self._customers, self._recognition = customers, recognition
        self._asking = Buckets(ASKING)
        visitors.endpoint.on("greeting", Nothing, self._greeting)

    async def _greeting(self, sid: str, nothing: Nothing) -> Ack:
        visit, _ = await self._visitors.current(sid)
        if visit.only is not None:  # whoever came by a link to talk need not be the visitor
            return {"ok": True, "texts": {}}
        if wait := self._asking.take(visit.visitor, time.monotonic()):
            raise Refused("rate_limited", f"Too often. Try again in {max(1, round(wait))} s.")
        texts = personal(visit.widget, visit.locale)
        name = await self.name_of(visit.visitor) if texts else ""
        return {"ok": True, "texts": {key: greeted(text, name) for key, text in texts.items()} if name else {}}

    async def name_of(self, visitor: str) -> str:
        """What a visitor is called, "" where we know of no name of theirs. Raises Unavailable."""
        known = await self._known.get(visitor)
        if known is None:
            return ""
        for id in (*await self._recognition.leaves(visitor), known["customer"]):
            document = await self._customers.leaf(id)
            if name := self._own_name(document):
                return name
        return ""

    def _own_name(self, document: Document) -> str:
        """The name of a Customer that began so, what merges laid over it left aside."""
        name = line(re.sub(r"[{}<>]", "", document["name"]))
        hidden = self._customers.hidden(document["_id"])
        if document.get("erased_at") or is_numbered(document) or any(value in name for value in hidden):
            return ""
        is_a_name = "@" not in name and "/" not in name and any(mark.isalpha() for mark in name)
        return name[:LONGEST_NAME].strip() if is_a_name else ""


def personal(widget: Mapping[str, Any], locale: str) -> dict[str, str]:
    """The widget's own greetings in a language in which a name may stand."""
    own = widget["texts"].get(locale, {})
    return {name: own[name] for name in GREETINGS if GAP.search(own.get(name) or "")}


def greeted(text: str, name: str) -> str:
    """``text`` with ``name`` in its gaps."""
    return GAP.sub(lambda gap: first_name(name) if gap[1].lower() != "name" else name, text)


def first_name(name: str) -> str:
    """What of a name one calls somebody by: no title, and what is behind the comma where the family comes first."""
    before, _, behind = name.partition(",")
    words = (behind.strip() or before).split()
    return next((word for word in words if not word.endswith(".")), words[0] if words else "")


def nameless(text: str) -> str:
    """``text`` as if its gaps had never been there: no comma, space or small letter tells of them."""
    if not GAP.search(text):
        return text
    lines = GAP.sub("", _BEFORE_A_MARK.sub("", text)).split("\n")
    left = "\n".join(re.sub(" {2,}", " ", one).strip() for one in lines).strip()
    whole = left.lstrip(" ,;:.!?-–—")
    return whole if whole == left else whole[:1].upper() + whole[1:]
