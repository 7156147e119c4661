"""Imports of Customers from files, one at a time: taken in, rehearsed, run, and undone, behind everybody's back and over any crash.

An import is a row with how far it is. What is under way when a process dies goes on where it was when the next one starts; a rehearsal,
which has changed nothing, begins again.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from pathlib import PurePath
from typing import Any

from domain.ids import unguessable
from domain.refusal import Refused
from domain.stream import Unavailable
from server.access import Caller
from server.clock import Clock
from server.customers.custom_fields import CustomFields
from server.customers.customers import Customers, Document
from server.directory import Directory
from server.files import safe_name
from server.imports.columns import check, guessed, named
from server.imports.pieces import Carrier, Piece
from server.imports.rows import Rows
from server.imports.sheet_reader import Head, Row, reading
from server.imports.sheets import LARGEST, Unreadable, csv_lines
from server.imports.undoing import Undoing
from server.lease import Lease
from server.privacy.audit import Audit
from store.files import Files, NoSuchFile, TooLarge
from store.tables import Conflict, Tables

IMPORT, VERIFY, ADD_ORGANISATIONS = "customers.import", "customers.verify", "organisations.write"
AT_WORK = ("checking", "running", "undoing")
AGAIN = ("checked", "failed", "cancelled")
"""States from which an import that has written nothing may be rehearsed or run."""
MOST_AT_WORK, MOST_PREVIEWED, MOST_SAMPLES, MOST_LISTED = 5, 20, 3, 50
KEPT, KEPT_UNUSED = timedelta(days=7), timedelta(days=1)
"""How long what became of an import is kept, and a file that nobody ran."""
LOOK_EVERY_SECONDS = 5.0
LEASE = timedelta(minutes=1)
BOM = b"\xef\xbb\xbf"
"""What makes Excel read UTF-8."""


class Imports:
    """Takes files of Customers in and works through them."""

    def __init__(
        self,
        *,
        tables: Tables,
        files: Files,
        customers: Customers,
        directory: Directory,
        audit: Audit,
        clock: Clock,
        node: str,
    ) -> None:
        self._tables, self._table, self._files = tables, tables.imports, files
        self._customers, self._directory, self._audit, self._clock = customers, directory, audit, clock
        self._lease = Lease(tables.settings, "imports", node, LEASE, clock)
        self._undoing = Undoing(tables)
        self._work = asyncio.Event()

    # What people ask for ----------------------------------------------------------------------------------------------------

    async def take(
        self, name: str, source: AsyncIterator[bytes], plan: Document, caller: Caller, *, rehearse: bool
    ) -> Document:
        """Keep a file and begin with it. Raises Refused."""
        await self._check_room()
        self._check_rights(plan, caller.rights)
        id = unguessable("imp")
        try:
            size = await self._files.create(id, source, LARGEST)
        except TooLarge:
            raise Refused("too_large", f"Files of customers may have up to {LARGEST // 1024 // 1024} MB.") from None
        asked = {"name": safe_name(name), "size": size, "by": caller.id, "where": caller.where, "at": self._clock.now()}
        job = {
            "_id": id,
            **asked,
            **_fresh(),
            "state": _state(rehearse=rehearse),
            "plan": plan,
            "head": None,
            "sample": [],
            "rv": 1,
        }
        await self._table.insert(job)
        self._work.set()
        return job

    async def again(self, id: str, plan: Document, caller: Caller, *, rehearse: bool) -> Document:
        """Rehearse or run a file that has changed nothing yet, with another plan. Raises Refused."""
        job = await self.get(id)
        await self._check_room()
        self._check_rights(plan, caller.rights)
        if job["state"] not in AGAIN or job["wrote"]:
            raise Refused("conflict", "This import has been run already, or is just being looked at.")
        if job["head"] and plan["columns"] is not None:
            check(plan["columns"], job["head"]["header"])
        asked = {"by": caller.id, "where": caller.where, "plan": plan, "state": _state(rehearse=rehearse)}
        return await self._asked(job, {**_fresh(), **asked})

    async def cancel(self, id: str) -> Document:
        """Stop after the piece that is being done; what is in stays. Raises Refused."""
        job = await self.get(id)
        if job["state"] not in ("checking", "running"):
            raise Refused("conflict", "This import is not running.")
        return await self._change(job, cancel=True)

    async def undo(self, id: str, caller: Caller) -> Document:
        """Take back the Customers that an import made, but for those somebody has touched since. Raises Refused."""
        job = await self.get(id)
        if job["state"] not in ("done", "cancelled") or not job["counts"].get("new") or not job["wrote"]:
            raise Refused("conflict", "There is nothing to take back.")
        await self._audit.write("customers.import-undo", id, caller)
        return await self._asked(job, {"state": "undoing", "done": 0, "removed": 0, "kept": 0})

    async def get(self, id: str) -> Document:
        """One import. Raises Refused."""
        job = await self._table.get(id)
        if job is None:
            raise Refused("not_found", "There is no such import.")
        return job

    async def latest(self) -> list[Document]:
        """The newest first."""
        return await self._table.newest({}, by="at", before=None, limit=MOST_LISTED)

    async def errors(self, id: str) -> AsyncIterator[bytes]:
        """The rows that were refused as CSV: number, reason, and their cells as they were. Raises Refused."""
        job = await self.get(id)
        head = job["head"] or {"header": [], "delimiter": ""}
        return self._errors(id, head["header"], head["delimiter"] or ",")

    async def _errors(self, id: str, header: Sequence[str], delimiter: str) -> AsyncIterator[bytes]:
        yield BOM + csv_lines([["Row", "Reason", *header]], delimiter)
        async for piece in self._pieces(id):
            if piece["refused"]:
                yield csv_lines(
                    [[str(one["row"]), one["reason"], *one["cells"]] for one in piece["refused"]], delimiter
                )

    async def forget(self) -> None:
        """Drop files, previews, refused rows and whatever else files said of every import: somebody's data must be gone.

        Raises Refused while one is at work; the others' are gone then.
        """
        jobs = await self._table.find({}, limit=1_000_000)
        for job in jobs:
            if job["state"] not in AT_WORK:
                await self._files.delete(job["_id"])
                await self._drop_pieces(job["_id"], blank=True)
                ended = "failed" if job["state"] == "checked" else job["state"]
                head = (
                    {**job["head"], "header": []} if job["wrote"] and job["head"] else None
                )  # a file's first line may be somebody
                await self._change(
                    job,
                    state=ended,
                    name=PurePath(job["name"]).suffix,
                    problem="",
                    preview=[],
                    sample=[],
                    head=head,
                )
        if any(job["state"] in AT_WORK for job in jobs):
            raise Refused("conflict", "Customers are just being imported.")

    # The work --------------------------------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Work through what is asked for, until cancelled."""
        while True:
            self._work.clear()
            with suppress(Unavailable):
                while await self._lease.hold() and (job := await self._next()):
                    await self._do(job)
                await self._sweep()
            with suppress(TimeoutError):
                async with asyncio.timeout(LOOK_EVERY_SECONDS):
                    await self._work.wait()

    async def _next(self) -> Document | None:
        waiting = await self._table.find({"state": AT_WORK}, limit=1000)
        return min(waiting, key=lambda job: (job["at"], job["_id"]), default=None)

    async def _do(self, job: Document) -> None:
        """One import to its end. Raises Unavailable: it goes on later."""
        try:
            await (self._undo(job) if job["state"] == "undoing" else self._read(job))
        except (Refused, Unreadable) as why:
            await self._end(job, "failed", why.sentence if isinstance(why, Refused) else str(why))
        except NoSuchFile:
            await self._end(job, "failed", "The file is gone. Send it again.")
        except Unavailable:
            raise
        except Exception:
            await self._end(job, "failed", "Something went wrong on our side.")
            raise

    async def _read(self, job: Document) -> None:
        rehearsal = job["state"] == "checking"
        if rehearsal:
            await self._drop_pieces(job["_id"])
            job = await self._change(job, **{**_fresh(), "cancel": job["cancel"]})
        async with reading(await self._files.open(job["_id"]), after=job["done"]) as file:
            job = await self._with_head(job, file.head)
            if job["problem"]:
                await self._end(job, "checked" if rehearsal else "failed", job["problem"])
                return
            carrier = self._carrier(job)
            async for rows in file.pieces():
                if (job := await self.get(job["_id"]))["cancel"]:
                    break
                job = await (self._rehearsed if rehearsal else self._carried)(job, carrier, rows)
                await self._lease.hold()
        await self._end(job, "cancelled" if job["cancel"] else "checked" if rehearsal else "done")

    async def _with_head(self, job: Document, head: Head) -> Document:
        """What the file is, its columns guessed where nobody has said what they are; and what is wrong with them."""
        plan, problem = job["plan"], ""
        if plan["columns"] is None:
            plan = {**plan, "columns": guessed(head.header, self._directory)}
        try:
            check(plan["columns"], head.header)
            self._check_fields(plan["columns"], self._rights(job))
        except Refused as refused:
            problem = refused.sentence
        facts = {name: getattr(head, name) for name in head.__struct_fields__}
        return await self._change(job, head=facts, plan=plan, problem=problem)

    def _carrier(self, job: Document) -> Carrier:
        plan, rights = job["plan"], self._rights(job)
        rows = Rows(
            plan["columns"], plan["country"], self._directory, rights, overwrite=plan["existing"] == "overwrite"
        )
        may_add = ADD_ORGANISATIONS in rights
        return Carrier(job, rows, self._tables, self._customers, self._directory, may_add=may_add)

    async def _rehearsed(self, job: Document, carrier: Carrier, rows: list[Row]) -> Document:
        piece = await carrier.rehearse(rows)
        written = {**piece.stored(job["_id"]), "made": []}
        if written["refused"]:
            await self._tables.import_pieces.add_many([written])
        preview = [*job["preview"], *_previewed(piece)][:MOST_PREVIEWED]
        sample = job["sample"] or [cells for _, cells in rows[:MOST_SAMPLES]]
        return await self._counted(job, written, preview=preview, sample=sample)

    async def _carried(self, job: Document, carrier: Carrier, rows: list[Row]) -> Document:
        if not job["wrote"]:  # what the rehearsal wrote down is not what is done
            await self._drop_pieces(job["_id"])
            job = await self._change(job, wrote=True)
        self._rights(job)
        return await self._counted(job, await carrier.carry(rows), preview=[], sample=[])

    async def _counted(self, job: Document, piece: Document, **more: Any) -> Document:
        counts: Counter[str] = Counter(job["counts"]) + Counter(piece["counts"])
        return await self._change(job, counts=dict(counts), done=piece["last"], **more)

    async def _undo(self, job: Document) -> None:
        async for piece in self._pieces(job["_id"], job["done"]):
            removed = await self._undoing.take_back(job["_id"], piece["made"])
            kept = job["kept"] + len(piece["made"]) - removed
            job = await self._change(job, done=piece["first"], removed=job["removed"] + removed, kept=kept)
            await self._lease.hold()
        await self._end(job, "undone")

    async def _end(self, job: Document, state: str, problem: str = "") -> None:
        ran = job["state"] == "running"
        if ran and state != "failed":
            await self._files.delete(job["_id"])
            counts = {name: job["counts"].get(name, 0) for name in ("new", "updated", "unchanged", "refused")}
            verified = bool(job["plan"]["verified"])
            await self._audit.write(
                "customers.import", job["_id"], job["by"], where=job["where"], verified=verified, **counts
            )
        await self._change(job, state=state, problem=problem, cancel=False, ended_at=self._clock.now())

    async def _sweep(self) -> None:
        """Forget imports that ended long ago, and files that nobody ran."""
        now = self._clock.now()
        for job in await self._table.find({"state": (*AGAIN, "done", "undone")}, limit=1000):
            if job["ended_at"] and job["ended_at"] < now - (KEPT if job["wrote"] else KEPT_UNUSED):
                await self._drop_pieces(job["_id"])
                await self._files.delete(job["_id"])
                await self._table.delete(job["_id"])

    # ----------------------------------------------------------------------------------------------------------------------

    async def _pieces(self, id: str, after: int = 0) -> AsyncIterator[Document]:
        while found := await self._tables.import_pieces.find({"import": id}, by="first", above=after, limit=20):
            for piece in found:
                yield piece
            after = found[-1]["first"]

    async def _drop_pieces(self, id: str, *, blank: bool = False) -> None:
        async for piece in self._pieces(id):
            if blank:
                await self._tables.import_pieces.put_many([{**piece, "refused": []}])
            else:
                await self._tables.import_pieces.delete(piece["_id"])

    async def _asked(self, job: Document, fields: Mapping[str, Any]) -> Document:
        """A change that somebody asked for on seeing ``job``. Raises Refused when it is not so any more."""
        try:
            changed = await self._table.replace({**job, **fields})
        except Conflict:
            raise Refused("conflict", "This import has gone on meanwhile. Load it again.") from None
        self._work.set()
        return changed

    async def _change(self, job: Document, **fields: Any) -> Document:
        """Store some fields, over whatever else was changed meanwhile."""
        while True:
            try:
                return await self._table.replace({**job, **fields})
            except Conflict:
                job = await self.get(job["_id"])

    async def _check_room(self) -> None:
        if len(await self._table.find({"state": AT_WORK}, limit=MOST_AT_WORK)) >= MOST_AT_WORK:
            raise Refused("rate_limited", "Other imports are waiting already. Try again when they are done.")

    def _rights(self, job: Document) -> frozenset[str]:
        """What whoever asked may do now. Raises Refused once they may not import any more."""
        rights = self._directory.rights(self._directory.get("agents", job["by"]))
        self._check_rights(job["plan"], rights)
        return rights

    def _check_rights(self, plan: Document, rights: frozenset[str]) -> None:
        if IMPORT not in rights or (plan["verified"] and VERIFY not in rights):
            raise Refused("forbidden", "Your role does not allow this.")
        if plan["columns"] is not None:
            self._check_fields(plan["columns"], rights)

    def _check_fields(self, columns: Sequence[str], rights: frozenset[str]) -> None:
        keys = named(columns, "field")
        if hidden := set(keys) - CustomFields(self._directory).shown(dict.fromkeys(keys, ""), rights).keys():
            raise Refused("forbidden", f"Your role does not let you change {min(hidden)}.")


def _state(*, rehearse: bool) -> str:
    return "checking" if rehearse else "running"


def _fresh() -> Document:
    """How far an import is that has not begun."""
    ended = {"problem": "", "cancel": False, "wrote": False, "ended_at": None, "removed": 0, "kept": 0}
    return {"done": 0, "counts": {}, "preview": [], **ended}


def _previewed(piece: Piece) -> list[Document]:
    return [
        {"row": one.row, "outcome": one.outcome, "reason": one.reason, "customer": one.customer}
        for one in piece.decided[:MOST_PREVIEWED]
    ]
