"""A widget's identity secret over HTTP: made or made anew, and shown this once."""

from aiohttp import web

from domain.ids import unguessable
from server.access import Caller
from server.api.requests import answer
from server.clock import Clock
from server.directory import Directory
from server.identity import IdentitySecrets
from store.tables import Table


class IdentityPages:
    """Handler of ``/api/v1/widgets/{id}/identity-secret``."""

    def __init__(self, secrets: IdentitySecrets, directory: Directory, audit: Table, clock: Clock) -> None:
        self._secrets, self._directory, self._audit, self._clock = secrets, directory, audit, clock

    async def rotate(self, request: web.Request, caller: Caller) -> web.Response:
        """A new secret; identities signed with the old one end at once."""
        widget = self._directory.get("widgets", request.match_info["id"])
        made = await self._secrets.rotate(widget["_id"])
        line = {"_id": unguessable("aud"), "at": self._clock.now(), "agent": caller.id, "rv": 1}
        await self._audit.insert({**line, "act": "widgets.identity_secret", "widget": widget["_id"]})
        return answer({"secret": made}, 201)
