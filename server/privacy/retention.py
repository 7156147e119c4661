"""Retention: what has been kept long enough goes, once a day, a little at a time, and never what is under a legal hold.

One node does it, under a lease. Where a run was cut off the next goes on; what is done twice is done once, because each redaction is a
Command named by what it takes and until when.
"""

import asyncio
import logging
import time
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from domain.call_commands import EraseRecording
from domain.events import SYSTEM
from domain.refusal import Refused
from domain.retention import Rule, deciding, rule_for, touching
from domain.stream import Unavailable
from domain.times import iso
from server.clock import Clock
from server.desk import Desk
from server.directory import Directory
from server.lease import Lease
from server.privacy.audit import Audit
from server.privacy.holds import Holds
from server.privacy.redaction import Redaction
from server.timelines.touchpoints import Touchpoints, row_of
from server.views import Views
from server.visitors.visits import Visits
from store.files import Files
from store.tables import Tables

EVERY = timedelta(days=1)
LOOK_SECONDS = 600.0
LEASE = timedelta(minutes=10)
PAGE = 100
REST = 4.0
"""How many times as long as it worked a run rests, so that people's work keeps most of the store."""
MOST_COUNTED = 10_000
"""Beyond so many a dry run says "more"."""
EXAMPLES = 10
DAILY = "daily"

log = logging.getLogger("parley.retention")

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Due:
    """Something that a rule lets go: a Conversation, a recording (``call`` names its call) or a page view."""

    kind: str
    id: str
    at: datetime
    customer: str
    conversation: str | None = None
    call: str | None = None
    document: Document = field(default_factory=dict, compare=False)


class Retention:
    """Finds what is due and lets it go."""

    def __init__(
        self,
        *,
        tables: Tables,
        files: Files,
        desk: Desk,
        directory: Directory,
        views: Views,
        touchpoints: Touchpoints,
        visits: Visits,
        redaction: Redaction,
        holds: Holds,
        audit: Audit,
        node: str,
        clock: Clock,
    ) -> None:
        self._tables, self._files, self._desk, self._directory = tables, files, desk, directory
        self._views, self._touchpoints, self._redaction = views, touchpoints, redaction
        self._holds, self._audit, self._clock, self._visits = holds, audit, clock, visits
        self._lease = Lease(tables.checkpoints, "retention", node, LEASE, clock)

    async def run(self) -> None:
        """Look now and then whether a day has passed, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            try:
                await self.daily()
            except Unavailable:
                log.warning("the store is away; what is due goes later")

    async def daily(self) -> bool:
        """Apply every rule if a day has passed since the last time, or that was cut off; whether this node did."""
        last = await self._tables.retention_runs.get(DAILY)
        now = self._clock.now()
        if (last is not None and now - last["at"] < EVERY) or not await self._lease.hold():
            return False
        try:
            for rule in self.rules():
                await self.apply(rule)
            await self._tables.retention_runs.put_many([{"_id": DAILY, "at": now}])
        finally:
            await self._lease.give_back()
        return True

    def rules(self) -> tuple[Rule, ...]:
        """Those that are switched on."""
        return tuple(rule_of(one) for one in self._directory.all("retention-rules") if one["enabled"])

    async def apply(self, rule: Rule) -> Document:
        """Let go what is due by one rule, beginning where it was cut off. What came of it. Raises Unavailable."""
        kept = await self._tables.retention_runs.get(rule.id)
        # Of the page at which a run was cut off nobody knows what was done to the end: it is done again.
        again = kept is not None and kept["cursor"] is not None
        run = kept if kept is not None and again else self._new_run(rule)
        await self._tables.retention_runs.put_many([run])
        async for page, cursor in self._pages(rule, self.rules(), run["cursor"]):
            started = time.monotonic()
            held = await self._holds.held()
            for due in page:
                if held.keeps(due.customer, due.conversation or ""):
                    run["held"] += 1
                else:
                    run["gone"] += await self._let_go(rule, due, again=again)
            again = False
            if cursor is not None:
                await self._tables.retention_runs.put_many([{**run, "cursor": cursor}])
            await asyncio.sleep(REST * (time.monotonic() - started))
            await self._lease.hold()
        done = {**run, "cursor": None, "at": self._clock.now()}
        await self._tables.retention_runs.put_many([done])
        if run["gone"]:
            await self._audit.write("retention-rules.run", rule.id, None, gone=run["gone"], held=run["held"])
        return done

    async def dry_run(self, rule: Rule, sees: Callable[[Due], Awaitable[Document]]) -> Document:
        """What ``rule`` would let go now, beside the other rules that are on: counts, months and examples; nothing is changed."""
        others = tuple(one for one in self.rules() if one.id != rule.id)
        held, months, gone, kept = await self._holds.held(), Counter[str](), 0, 0
        newest: list[Due] = []
        cutoff, more = self._clock.now() - timedelta(days=rule.days), False
        await self._views.flush()
        async for page, _ in self._pages(rule, (*others, rule), cutoff):
            for due in page:
                if held.keeps(due.customer, due.conversation or ""):
                    kept += 1
                elif not await self._is_gone(rule, due):
                    gone += 1
                    months[f"{due.at:%Y-%m}"] += 1
                    newest = [*newest, due][:EXAMPLES]
            if more := gone + kept >= MOST_COUNTED:
                break
        return {
            "count": gone,
            "held": kept,
            "more": more,
            "before_at": iso(cutoff),
            "months": [{"month": month, "count": months[month]} for month in sorted(months)],
            "examples": [await sees(due) for due in newest],
        }

    def _new_run(self, rule: Rule) -> Document:
        now = self._clock.now()
        return {"_id": rule.id, "at": now, "cursor": now - timedelta(days=rule.days), "gone": 0, "held": 0}

    # What is due ----------------------------------------------------------------------------------------------------------

    async def _pages(
        self, rule: Rule, rules: tuple[Rule, ...], before: datetime
    ) -> AsyncIterator[tuple[list[Due], datetime | None]]:
        """What may go by ``rule``, newest first, with the time that each next page begins before."""
        if rule.channel == "page_views":
            async for page in self._page_views(before):
                yield page, before
            return
        cursor: datetime | None = before
        while cursor is not None:
            if rule.what == "audio":
                table, equal, by = self._tables.calls, {}, "started"
            else:
                table, equal, by = self._tables.conversations, {"state": "closed"}, "last_at"
            found = await table.newest(equal, by=by, before=cursor, limit=PAGE)
            cursor = found[-1][by] if len(found) >= PAGE else None
            find = self._recordings if rule.what == "audio" else self._conversations
            yield list(find(rule, rules, found)), cursor

    def _conversations(self, rule: Rule, rules: tuple[Rule, ...], found: list[Document]) -> Iterable[Due]:
        now = self._clock.now()
        for document in found:
            channels, queue = document["channels"], document["queue"]
            last = deciding(rules, channels, rule.what, queue)
            due = last is not None and document["last_at"] < now - timedelta(days=last.days)
            if due and not document.get("erased") and touching(rules, rule, channels, queue):
                yield Due(
                    "conversation",
                    document["_id"],
                    document["last_at"],
                    document["customer"],
                    document["_id"],
                    None,
                    document,
                )

    def _recordings(self, rule: Rule, rules: tuple[Rule, ...], found: list[Document]) -> Iterable[Due]:
        for document in found:
            if document["live"] or rule_for(rules, rule.channel, "audio", document["queue"]) != rule:
                continue
            for one in document["recordings"]:
                if not one["erased"] and one["voicemail"] == (rule.channel == "voicemail"):
                    about = (document["customer"], document["conversation"], document["_id"], document)
                    yield Due("recording", one["id"], document["started"], *about)

    async def _page_views(self, before: datetime) -> AsyncIterator[list[Due]]:
        """Page views of no Conversation: those that one began on are its own."""
        page: list[Due] = []
        async for document in self._tables.touchpoints.every():
            whole = document["kind"] == "page" and document["conversation"] is None and document["text"]
            if whole and document["at"] < before:
                page.append(Due("page", document["_id"], document["at"], document["customer"], None, None, document))
            if len(page) == PAGE:
                yield page
                page = []
        yield page

    # Letting go -----------------------------------------------------------------------------------------------------------

    async def _let_go(self, rule: Rule, due: Due, *, again: bool) -> int:
        """1 where it went now, 0 where it had gone before or must stay for now."""
        if due.kind == "page":
            row = row_of(due.document)
            await self._visits.forget([row.id])
            await self._touchpoints.rewrite([row], [replace(row, title="", text="", name="")])
            return 1
        if due.kind == "recording":
            return await self._erase(due)
        begun = await self._is_gone(rule, due)
        if begun and not again:
            return 0
        state = await self._desk.conversation(due.id)
        if state is None or state.last_at != due.at:  # somebody wrote meanwhile
            return 0
        try:
            await self._redaction.conversation(due.id, (rule.what,), "retention", _key(rule, due))
        except Refused:  # reopened meanwhile
            return 0
        return 0 if begun else 1

    async def _erase(self, due: Due) -> int:
        command = EraseRecording(
            id=f"erase|{due.id}",
            conversation=due.conversation or "",
            at=self._clock.now(),
            actor=SYSTEM,
            call=due.call or "",
            recording=due.id,
            reason="retention",
        )
        await self._desk.do(command)
        await self._files.delete(due.id)
        return 1

    async def _is_gone(self, rule: Rule, due: Due) -> bool:
        if due.kind != "conversation":
            return False
        return await self._redaction.is_begun(due.id, _key(rule, due))


def rule_of(document: Document) -> Rule:
    """The rule that a document of the directory is."""
    return Rule(document["_id"], document["channel"], document["what"], document["days"], document["queue"])


def _key(rule: Rule, due: Due) -> str:
    """Names a redaction by what it takes and until when: the same words are not taken twice, later ones once more."""
    return f"retention|{rule.what}|{iso(due.at)}"
