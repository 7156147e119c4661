"""Links that an Agent sends to a Customer: whoever opens one is that Customer in that Conversation, for a day.

The link is a signed claim on one Conversation and one widget, in the fragment of the hosted page's address, which no server or referrer sees.
"""

import hashlib
import hmac
from contextlib import suppress
from datetime import timedelta
from typing import Any, Literal

from domain import commands as c
from domain.conversation import Conversation
from domain.ids import unguessable
from domain.refusal import Refused
from domain.times import iso
from server.access import Caller
from server.clock import Clock
from server.desk import Desk
from server.directory import Directory
from store.tables import Table, Taken

LIVES = timedelta(days=1)
Kind = Literal["link", "talk"]
"""A link to the chat makes its opener the visitor; one to talk lets them call, in that Conversation alone."""


class Invitations:
    """Makes and recognises the links."""

    def __init__(
        self, *, desk: Desk, directory: Directory, visitors: Table, clock: Clock, secret: str, public_url: str
    ) -> None:
        self._desk, self._directory, self._visitors, self._clock = desk, directory, visitors, clock
        self._secret, self._public_url = secret.encode(), public_url

    async def invite(self, caller: Caller, state: Conversation, kind: Kind = "link") -> dict[str, str]:
        """A link to ``state``, for the Customer only: its address, and when it ends. Raises Refused where no widget could show it.

        A link to ``talk`` opens a page that is ready to call, and whoever opens it sees and does nothing outside of ``state``.
        """
        if state.state == "closed":
            raise Refused("closed", "This conversation is closed. Reopen it first.")
        widget = self._widget(state, kind)
        visitor = state.visitor or unguessable("vis")
        await self._make(visitor, state.customer, widget["_id"])
        await self._desk.do(
            c.InviteVisitor(
                id=unguessable("cmd"),
                conversation=state.id,
                at=self._clock.now(),
                actor=caller.actor,
                visitor=visitor,
                widget=widget["_id"],
            )
        )
        until_at = self._clock.now() + LIVES
        token = self._token(kind, state.id, widget["_id"], int(until_at.timestamp()))
        return {"url": f"{self._public_url}/p/{widget['key']}#{kind}={token}", "expires_at": iso(until_at)}

    async def visitor(self, link: str, widget: str) -> str | None:
        """The visitor a link makes of whoever opens it, while it lives."""
        state = await self._of("link", link, widget)
        return state.visitor if state else None

    async def conversation(self, talk: str, widget: str) -> Conversation | None:
        """Where whoever opens a link to talk may do so, while it lives."""
        return await self._of("talk", talk, widget)

    async def _of(self, kind: Kind, link: str, widget: str) -> Conversation | None:
        conversation, _, rest = link.partition(".")
        expires, _, _ = rest.partition(".")
        if not expires.isdecimal() or len(expires) > 12 or not link.isascii():
            return None
        right = hmac.compare_digest(link.encode(), self._token(kind, conversation, widget, int(expires)).encode())
        if not right or int(expires) <= self._clock.now().timestamp():
            return None
        state = await self._desk.conversation(conversation)
        return None if state is None or state.erased else state

    async def _make(self, visitor: str, customer: str, widget: str) -> None:
        known = {"_id": visitor, "customer": customer, "widget": widget, "created_at": self._clock.now(), "rv": 1}
        with suppress(Taken):
            await self._visitors.insert(known)

    def _widget(self, state: Conversation, kind: Kind) -> dict[str, Any]:
        """The widget of the Conversation, or one that feeds its queue, or any."""
        active = [widget for widget in self._directory.all("widgets") if widget["active"]]
        if kind == "talk":
            active = [widget for widget in active if widget["kind"] != "chat"]
        if not active:
            shows = "take calls" if kind == "talk" else "show a chat"
            raise Refused("conflict", f"There is no widget that could {shows}. Make one first.")
        own = (widget for widget in active if widget["_id"] == state.widget)
        near = (widget for widget in active if self._directory.queue_of(widget)["_id"] == state.queue)
        return next(own, None) or next(near, None) or active[0]

    def _token(self, kind: Kind, conversation: str, widget: str, expires: int) -> str:
        signed = f"invitation to {kind}\0{widget}\0{conversation}\0{expires}".encode()
        return f"{conversation}.{expires}.{hmac.new(self._secret, signed, hashlib.sha256).hexdigest()[:40]}"
