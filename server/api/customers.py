"""Customers over HTTP: search, one with their Conversations, and changes."""

from typing import Any

import msgspec
from aiohttp import web

from domain.conversation import Conversation
from domain.times import iso
from server import wire
from server.access import Caller
from server.api.conversations import Conversations, cursor_of
from server.api.requests import answer, body, number, words
from server.codec import state_of
from server.customers import Customers, shown
from server.directory import Directory
from server.views import Views
from store.tables import Table


class CustomerPages:
    """Handlers below ``/api/v1/customers``."""

    def __init__(
        self, customers: Customers, rows: Conversations, conversations: Table, views: Views, directory: Directory
    ) -> None:
        self._customers = customers
        self._rows = rows
        self._conversations = conversations
        self._views = views
        self._directory = directory

    async def index(self, request: web.Request, caller: Caller) -> web.Response:
        """Customers found by name or address, latest first."""
        limit = max(1, number(request, "limit", 50, 200))
        found = await self._customers.search(words(request, "q"), limit, cursor_of(request))
        following = iso(found[-1]["created_at"]) if len(found) >= limit else None
        return answer({"items": [shown(document) for document in found], "next": following})

    async def show(self, request: web.Request, caller: Caller) -> web.Response:
        """One Customer."""
        return answer(shown(await self._customers.get(request.match_info["id"])))

    async def change(self, request: web.Request, caller: Caller) -> web.Response:
        """Change some fields of a Customer who is still at ``rv``."""
        patch = await body(request, wire.CustomerPatch)
        fields = changes(patch)
        return answer(shown(await self._customers.patch(request.match_info["id"], patch.rv, fields)))

    async def timeline(self, request: web.Request, caller: Caller) -> web.Response:
        """Their Conversations within the caller's reach, newest first."""
        customer = await self._customers.get(request.match_info["id"])
        limit = max(1, number(request, "limit", 20, 100))
        await self._views.flush()
        found = await self._conversations.newest(
            {"customer": customer["_id"]}, by="last_at", before=cursor_of(request), limit=limit
        )
        states = [state_of(document, Conversation) for document in found]
        seen = [state for state in states if self._directory.sees(caller.agent, state)]
        following = iso(found[-1]["last_at"]) if len(found) >= limit else None
        return answer({"items": await self._rows.rows(seen), "next": following})


def changes(patch: msgspec.Struct) -> dict[str, Any]:
    """The fields a PATCH names, ``rv`` apart, as plain values."""
    given = {name: getattr(patch, name) for name in patch.__struct_fields__ if name != "rv"}
    return {name: msgspec.to_builtins(value) for name, value in given.items() if value is not msgspec.UNSET}
