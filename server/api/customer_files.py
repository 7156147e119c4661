"""Customers from files and to files over HTTP: imports with their plan, progress and errors, and exports as they are read."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
from aiohttp import BodyPartReader, MultipartReader, web

from domain.refusal import Refused
from domain.times import iso
from server.access import Caller
from server.api.requests import answer, body, words
from server.clock import Clock
from server.customers.customers import Document
from server.customers.facets import FILTERS, asked
from server.customers.masking import Masking
from server.imports.exports import CustomerExports, Table
from server.imports.imports import BOM, Imports
from server.imports.sheets import csv_lines
from server.imports.wire import ImportPlan
from server.imports.xlsx import Workbook
from server.privacy.audit import Audit

FORMATS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
AS_IT_IS = {"text/csv": "customers.csv", FORMATS["xlsx"]: "customers.xlsx"}
"""Types of a body that is a file itself, and what such a file is called."""
LARGEST_PLAN, PIECE = 64 * 1024, 64 * 1024
DELIMITERS = {",": ",", "comma": ",", ";": ";", "semicolon": ";", "": ","}


class CustomerFilePages:
    """Handlers of ``/api/v1/customers/import``, ``imports`` and ``export``."""

    def __init__(
        self, imports: Imports, exports: CustomerExports, masking: Masking, audit: Audit, clock: Clock
    ) -> None:
        self._imports, self._exports, self._masking = imports, exports, masking
        self._audit, self._clock = audit, clock

    async def take(self, request: web.Request, caller: Caller) -> web.Response:
        """A file to import: as it is, or ``multipart/form-data`` with the plan, if any, before it."""
        if name := AS_IT_IS.get(request.content_type):
            return await self._taken(request, caller, name, request.content.iter_chunked(PIECE), ImportPlan())
        if request.content_type != "multipart/form-data":
            raise Refused("unsupported_type", "Send multipart/form-data, text/csv or an XLSX file.")
        parts, plan = await request.multipart(), ImportPlan()
        while (part := await _next(parts)) is not None:
            if part.name == "plan":
                plan = _plan(await _whole(part))
            elif part.name == "file":
                return await self._taken(request, caller, part.filename or "customers.csv", _pieces(part), plan)
        raise Refused("invalid", "There is no file in it.")

    async def _taken(
        self, request: web.Request, caller: Caller, name: str, pieces: AsyncIterator[bytes], plan: ImportPlan
    ) -> web.Response:
        job = await self._imports.take(name, pieces, msgspec.to_builtins(plan), caller, rehearse=_is_dry(request))
        return answer(self._shown(job, caller), 202)

    async def again(self, request: web.Request, caller: Caller) -> web.Response:
        """The same file with another plan."""
        plan = msgspec.to_builtins(await body(request, ImportPlan))
        job = await self._imports.again(request.match_info["id"], plan, caller, rehearse=_is_dry(request))
        return answer(self._shown(job, caller), 202)

    async def index(self, request: web.Request, caller: Caller) -> web.Response:
        """The latest imports."""
        return answer({"items": [self._shown(job, caller) for job in await self._imports.latest()]})

    async def show(self, request: web.Request, caller: Caller) -> web.Response:
        """One import, and how far it is."""
        return answer(self._shown(await self._imports.get(request.match_info["id"]), caller))

    async def errors(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """The rows that were refused, with the reasons."""
        pieces = await self._imports.errors(request.match_info["id"])
        response = _file("refused-rows.csv", "csv")
        await response.prepare(request)
        async for piece in pieces:
            await response.write(piece)
        await response.write_eof()
        return response

    async def cancel(self, request: web.Request, caller: Caller) -> web.Response:
        """Stop it; what is in stays."""
        return answer(self._shown(await self._imports.cancel(request.match_info["id"]), caller))

    async def undo(self, request: web.Request, caller: Caller) -> web.Response:
        """Take back whom it made."""
        return answer(self._shown(await self._imports.undo(request.match_info["id"], caller), caller), 202)

    async def export(self, request: web.Request, caller: Caller) -> web.StreamResponse:
        """Customers as a file."""
        kind, delimiter = words(request, "format", 4) or "csv", DELIMITERS.get(words(request, "delimiter", 10))
        if kind not in FORMATS or delimiter is None:
            raise Refused("invalid", "format is csv or xlsx, delimiter comma or semicolon.")
        found, having = words(request, "q"), asked({name: words(request, name) for name in FILTERS})
        table = await self._exports.table(found, having, caller.rights)
        filters = [name for name in ("q", *FILTERS) if words(request, name)]
        facts: dict[str, Any] = {"format": kind, "count": table.rows, "filters": filters, "columns": table.columns}
        await self._audit.write("customers.export", "customers", caller, **facts)
        response = _file(f"customers-{self._clock.now():%Y-%m-%d}.{kind}", kind)
        await response.prepare(request)
        rows = self._exports.rows(table, found, having, caller.rights)
        async for piece in self._written(rows, table, kind, delimiter):
            await response.write(piece)
        await response.write_eof()
        return response

    async def _written(
        self, rows: AsyncIterator[list[list[str]]], table: Table, kind: str, delimiter: str
    ) -> AsyncIterator[bytes]:
        if kind == "csv":
            yield BOM + csv_lines([table.header], delimiter)
            async for some in rows:
                yield csv_lines(some, delimiter)
            return
        workbook = Workbook(self._clock.now())
        yield workbook.rows([table.header])
        async for some in rows:
            yield workbook.rows(some)
        yield workbook.end()

    def _shown(self, job: Document, caller: Caller) -> Document:
        """An import as docs/wire.md's."""
        names = ("name", "size", "state", "problem", "sample", "plan", "wrote", "removed", "kept", "by")
        head = job["head"] or {"format": "", "encoding": "", "delimiter": "", "header": [], "rows": 0}
        counts = {name: job["counts"].get(name, 0) for name in ("new", "updated", "unchanged", "refused")}
        ended = job["ended_at"]
        return {
            "id": job["_id"],
            **{name: job[name] for name in names},
            **head,
            "counts": counts,
            "done": sum(counts.values()),
            "preview": [self._row(row, caller) for row in job["preview"]],
            "at": iso(job["at"]),
            "ended_at": iso(ended) if ended else None,
        }

    def _row(self, row: Document, caller: Caller) -> Document:
        customer = row["customer"]
        return {**row, "customer": None if customer is None else self._masking.shown(customer, caller.rights)}


async def _next(parts: MultipartReader) -> BodyPartReader | None:
    """The next part. Raises Refused where the body is no proper form."""
    try:
        part = await parts.next()
    except ValueError:
        raise Refused("invalid", "This is no multipart/form-data.") from None
    if part is not None and not isinstance(part, BodyPartReader):
        raise Refused("invalid", "A form within a form is not expected.")
    return part


async def _whole(part: BodyPartReader) -> bytes:
    content = bytearray()
    async for piece in _pieces(part):
        content += piece
        if len(content) > LARGEST_PLAN:
            raise Refused("too_large", "The plan is too large.")
    return bytes(content)


async def _pieces(part: BodyPartReader) -> AsyncIterator[bytes]:
    while piece := await part.read_chunk(PIECE):
        yield piece


def _plan(raw: bytes) -> ImportPlan:
    try:
        return msgspec.json.decode(raw, type=ImportPlan)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused("invalid", f"The plan is not right: {error}") from None


def _is_dry(request: web.Request) -> bool:
    return words(request, "dry_run", 5).lower() in ("1", "true", "yes")


def _file(name: str, kind: str) -> web.StreamResponse:
    disposition = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return web.StreamResponse(headers={"Content-Type": FORMATS[kind], **disposition})
