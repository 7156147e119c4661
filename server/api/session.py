"""Signing in and out: a token for programs, the same in an HttpOnly cookie for browsers."""

from aiohttp import web

from chat.addresses import address_of
from domain.refusal import Refused
from server import wire
from server.access import COOKIE, Access, Caller
from server.api.directory import DirectoryPages
from server.api.requests import answer, body
from server.privacy.audit import Audit
from server.sessions import LIFETIME, Sessions


class SessionPages:
    """Handlers of ``/api/v1/session``."""

    def __init__(
        self, sessions: Sessions, access: Access, directory: DirectoryPages, audit: Audit, secure: bool
    ) -> None:
        self._sessions = sessions
        self._access = access
        self._directory = directory
        self._audit = audit
        self._secure = secure

    async def start(self, request: web.Request) -> web.Response:
        """Sign in."""
        if not self._access.own_origin(request.headers.get("Origin")):
            raise Refused("forbidden", "This request did not come from a Parley page.")
        asked = await body(request, wire.SignIn)
        where = address_of(request)
        token, agent = await self._sessions.sign_in(asked.email, asked.password, where)
        await self._audit.write("session.start", agent["_id"], agent["_id"], where=where)
        response = answer({"token": token, "agent": self._directory.show_one("agents", agent)}, 201)
        response.set_cookie(
            COOKIE,
            token,
            max_age=int(LIFETIME.total_seconds()),
            httponly=True,
            samesite="Lax",
            secure=self._secure,
            path="/",
        )
        return response

    async def show(self, request: web.Request, caller: Caller) -> web.Response:
        """Who is signed in."""
        agent = self._directory.show_one("agents", caller.agent)
        return answer({"agent": agent, "rights": sorted(caller.rights), "token": caller.session.page_token})

    async def end(self, request: web.Request, caller: Caller) -> web.Response:
        """Sign out."""
        await self._sessions.end(caller.session.id)
        await self._audit.write("session.end", caller.id, caller)
        response = web.Response(status=204)
        response.del_cookie(COOKIE, path="/")
        return response
