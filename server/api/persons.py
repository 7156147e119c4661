"""What the law gives a person, over HTTP: all that is kept of them, to take away or to bring back, and that it goes."""

import asyncio
from tempfile import TemporaryFile

from aiohttp import web

from domain.refusal import Refused
from server.access import Caller
from server.api.requests import answer, body
from server.customers.customers import Customers, check_kept
from server.customers.person import Person, person_of
from server.privacy import wire as privacy_wire
from server.privacy.audit import Audit
from server.privacy.erasure import Erasure, shown_erasure
from server.privacy.exports import Exports
from server.privacy.person_archive import LARGEST
from server.privacy.restoring import Restoring
from server.views import Views
from store.tables import Tables


class PersonPages:
    """Handlers below ``/api/v1/customers``."""

    def __init__(
        self,
        *,
        tables: Tables,
        customers: Customers,
        views: Views,
        exports: Exports,
        restoring: Restoring,
        erasure: Erasure,
        audit: Audit,
    ) -> None:
        self._tables, self._customers, self._views = tables, customers, views
        self._exports, self._restoring, self._erasure, self._audit = exports, restoring, erasure, audit

    async def export(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """Everything about one Customer, in every queue, masked fields too; the audit knows before the first byte leaves."""
        person = await self._person(request)
        await self._audit.write("customers.export", person.root, caller, also=person.family)
        headers = {
            "Content-Type": "application/zip",
            "Content-Disposition": f'attachment; filename="{person.root}.zip"',
            "Cache-Control": "private, no-store",
            "X-Content-Type-Options": "nosniff",
        }
        response = web.StreamResponse(headers=headers)
        await response.prepare(request)
        async for piece in self._exports.zip(person):
            await response.write(piece)
        await response.write_eof()
        return response

    async def restore(self, request: web.Request, caller: Caller) -> web.Response:
        """Bring an exported person in: the body is the zip."""
        with TemporaryFile() as file:
            size = 0
            async for piece in request.content.iter_any():
                size += len(piece)
                if size > LARGEST:
                    raise Refused("too_large", f"An export may have up to {LARGEST // 1024**3} GB.")
                await asyncio.to_thread(file.write, piece)
            restored = await self._restoring.restore(file)
        counts = {name: restored[name] for name in ("conversations", "events", "files")}
        await self._audit.write("customers.restore", restored["customer"], caller, **counts)
        return answer(restored, 201)

    async def erase(self, request: web.Request, caller: Caller) -> web.Response:
        """Begin to erase a Customer, for good."""
        given = await body(request, privacy_wire.Erase)
        return answer(shown_erasure(await self._erasure.begin(request.match_info["id"], given.name, caller)), 202)

    async def erasure(self, request: web.Request, caller: Caller) -> web.Response:
        """How far that has come."""
        return answer(shown_erasure(await self._erasure.of(request.match_info["id"])))

    async def _person(self, request: web.Request) -> Person:
        document = await self._customers.get(request.match_info["id"])
        check_kept(document)
        await self._views.flush()
        return await person_of(self._tables, self._customers.families.family(document["_id"]))
