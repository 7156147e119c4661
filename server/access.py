"""Who asks, and what they may see: every request and socket event is somebody's, and conversations are found through their reach.

The look-up is the check: a Conversation out of reach is not found, exactly as one that does not exist.
"""

import hmac
from dataclasses import dataclass, replace

from aiohttp import web

from chat.addresses import address_of
from domain.conversation import Conversation
from domain.events import Actor
from domain.refusal import Refused
from server.desk import Desk
from server.directory import Directory, Document
from server.sessions import Session, Sessions, hashed

COOKIE = "parley_session"
PAGE_HEADER = "X-Parley-Token"


@dataclass(frozen=True, slots=True)
class Caller:
    """A signed-in Agent in the act of asking; ``where`` is the address they ask from."""

    agent: Document
    rights: frozenset[str]
    session: Session
    where: str = ""

    @property
    def id(self) -> str:
        """The Agent's id."""
        return str(self.agent["_id"])

    @property
    def actor(self) -> Actor:
        """The Agent as the author of what they do."""
        return Actor("agent", self.id, self.agent["name"])

    def need(self, right: str) -> None:
        """Raises Refused without ``right``."""
        if right not in self.rights:
            raise Refused("forbidden", "Your role does not allow this.")


class Access:
    """Recognises callers and finds what they may see."""

    def __init__(self, sessions: Sessions, directory: Directory, desk: Desk, origin: str) -> None:
        self._sessions = sessions
        self._directory = directory
        self._desk = desk
        self._origin = origin

    async def by_request(self, request: web.Request) -> Caller:
        """Whose request it is: a program's Bearer token, or a browser's cookie. Raises Refused."""
        token = bearer(request)
        if token:
            return replace(await self._of(token), where=address_of(request))
        caller = await self._of(_plain(request.cookies.get(COOKIE, "")))
        if request.method not in ("GET", "HEAD"):
            self._own_page(request, caller)
        return replace(caller, where=address_of(request))

    async def by_socket(self, request: web.Request, token: str) -> Caller:
        """Whose socket it is: a session's token, or the page's token together with the cookie. Raises Refused."""
        cookie = _plain(request.cookies.get(COOKIE, ""))
        if cookie and hmac.compare_digest(_plain(token), self._sessions.page_token(hashed(cookie))):
            return await self._of(cookie)
        return await self._of(token)

    async def again(self, caller: Caller) -> Caller:
        """The caller with today's rights. Raises Refused once their session has ended."""
        return self._caller(await self._sessions.find_by_id(caller.session.id))

    async def conversation(self, caller: Caller, id: str) -> Conversation:
        """A Conversation within the caller's reach. Raises Refused."""
        state = await self._desk.conversation(id) if id.startswith("cnv_") else None
        if state is None or not self._directory.sees(caller.agent, state):
            raise Refused("not_found", "There is no such conversation.")
        return state

    def own_origin(self, origin: str | None) -> bool:
        """Whether a browser's Origin is Parley's own (programs send none)."""
        return origin is None or origin == self._origin

    def _own_page(self, request: web.Request, caller: Caller) -> None:
        """A cookie travels with forged requests too; the page's token and the exact origin do not."""
        shown = _plain(request.headers.get(PAGE_HEADER, ""))
        own = hmac.compare_digest(shown, caller.session.page_token)
        if not own or not self.own_origin(request.headers.get("Origin")):
            raise Refused("forbidden", "This request did not come from a Parley page.")

    async def _of(self, token: str) -> Caller:
        return self._caller(await self._sessions.find(token) if token else None)

    def _caller(self, session: Session | None) -> Caller:
        if session is None:
            raise Refused("unauthorised", "Sign in first.")
        try:
            agent = self._directory.get("agents", session.agent)
        except Refused:
            raise Refused("unauthorised", "Sign in first.") from None
        if not agent["active"]:
            raise Refused("unauthorised", "This account is switched off.")
        return Caller(agent, self._directory.rights(agent), session)


def bearer(request: web.Request) -> str:
    """The token in a request's Authorization, "" where there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    return _plain(token) if scheme.lower() == "bearer" else ""


def _plain(token: str) -> str:
    """``token``, or "" where it is not ASCII: bytes that are no text come in as lone surrogates, which cannot be hashed."""
    return token if token.isascii() else ""
