"""A widget's identity secret over HTTP: made or made anew, and shown this once."""

from aiohttp import web

from server.access import Caller
from server.api.requests import answer
from server.customers.identity import IdentitySecrets
from server.directory import Directory
from server.privacy.audit import Audit


class IdentityPages:
    """Handler of ``/api/v1/widgets/{id}/identity-secret``."""

    def __init__(self, secrets: IdentitySecrets, directory: Directory, audit: Audit) -> None:
        self._secrets, self._directory, self._audit = secrets, directory, audit

    async def rotate(self, request: web.Request, caller: Caller) -> web.Response:
        """A new secret; identities signed with the old one end at once."""
        widget = self._directory.get("widgets", request.match_info["id"])
        made = await self._secrets.rotate(widget["_id"])
        await self._audit.write("widgets.identity-secret", widget["_id"], caller)
        return answer({"secret": made}, 201)
