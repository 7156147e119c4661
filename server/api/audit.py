"""The audit over HTTP: a page of lines, newest first, by what they are about, who did it, and what it was."""

from aiohttp import web

from domain.times import iso
from server.access import Caller
from server.api.conversations import cursor_of
from server.api.requests import answer, number, words
from server.customers.customers import Customers
from server.privacy.audit import Audit, shown_line

MOST_LINES = 200


class AuditPages:
    """Handler of ``/api/v1/audit``. Reading it is itself no line: that would bury the ones it is read for."""

    def __init__(self, audit: Audit, customers: Customers) -> None:
        self._audit, self._customers = audit, customers

    async def index(self, request: web.Request, caller: Caller) -> web.Response:
        """Lines that fit every filter given; a Customer's are those of all who were merged into them."""
        subject, agent, act = words(request, "subject", 64), words(request, "actor", 64), words(request, "act", 64)
        family = self._customers.families.family(subject) if subject.startswith("cus_") else (subject,)
        lines, following = await self._audit.lines(
            subjects=[id for id in family if id],
            agent=caller.id if agent == "me" else agent,
            act=act,
            before=cursor_of(request, "before"),
            limit=max(1, number(request, "limit", 50, MOST_LINES)),
        )
        return answer({"items": [shown_line(line) for line in lines], "next": iso(following) if following else None})
