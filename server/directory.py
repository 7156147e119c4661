"""Who and what there is: agents, teams, queues, widgets, mailboxes, templates, tags and roles, small lists kept whole in memory.

Every change goes to its table first (compare-and-set on ``rv``); whoever depends on one is told.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from typing import Any, Protocol

from domain.carrying import takes_part
from domain.conversation import Conversation
from domain.ids import unguessable
from domain.refusal import Refused
from domain.rights import DEFAULT_ROLES, can_see, reach
from server.clock import Clock

KINDS = {
    "agents": "agt",
    "teams": "tea",
    "queues": "que",
    "widgets": "wid",
    "mailboxes": "mbx",
    "templates": "tpl",
    "tags": "tag",
    "roles": "rol",
    "fields": "fld",
    "organisations": "org",
    "lookups": "lkp",
    "retention-rules": "rtr",
}
"""List -> prefix of its ids."""
SINGULAR = {kind: kind.removesuffix("s") for kind in KINDS} | {
    "mailboxes": "mailbox",
    "retention-rules": "retention rule",
}

Document = dict[str, Any]


class Table(Protocol):
    """The little the directory needs of a table."""

    async def find(self, equal: dict[str, Any], *, limit: int = 100) -> list[Document]:
        """Every document."""

    async def get(self, document_id: str) -> Document | None:
        """One of them."""

    async def insert(self, document: Document) -> None:
        """Store a new one. Raises Taken."""

    async def replace(self, document: Document) -> Document:
        """Compare-and-set on rv. Raises Conflict, Taken."""


class Directory:
    """The lists by kind and id; hidden documents stay, so that what they named keeps its name."""

    def __init__(
        self, tables: Mapping[str, Table], taken: type[Exception], conflict: type[Exception], clock: Clock
    ) -> None:
        self._tables = tables
        self._clock = clock
        self._taken = taken
        self._conflict = conflict
        self._lists: dict[str, dict[str, Document]] = {kind: {} for kind in KINDS}
        self._hearers: list[Callable[[str, Document], None]] = []
        self._tellers: list[Callable[[str, Document], None]] = []

    async def load(self) -> None:
        """Read every list; make the default roles and a first queue where there are none."""
        for kind, table in self._tables.items():
            self._lists[kind] = {document["_id"]: document for document in await table.find({}, limit=10_000)}
        for id, (name, rights) in DEFAULT_ROLES.items():
            if id not in self._lists["roles"]:
                await self._insert("roles", {"_id": id, "name": name, "rights": sorted(rights)})
        await self._complete_administrator()
        if not self._lists["queues"]:
            queue = {"offer_seconds": 30, "reopen_days": 7, "target_seconds": 60, "away_text": ""}
            await self._insert("queues", {"_id": unguessable("que"), "name": "General", **queue})

    async def _complete_administrator(self) -> None:
        """The administrator may do everything, also what a later version of Parley brought; other roles are for people to change."""
        role, everything = self._lists["roles"]["administrator"], sorted(DEFAULT_ROLES["administrator"][1])
        if role["rights"] != everything:
            with suppress(Refused):  # another node that started at the same time has done it
                await self.change("roles", role["_id"], {"rights": everything})

    def on_change(self, hear: Callable[[str, Document], None]) -> None:
        """``hear(kind, document)`` after every change."""
        self._hearers.append(hear)

    def on_own_change(self, tell: Callable[[str, Document], None]) -> None:
        """``tell(kind, document)`` after every change made on this node."""
        self._tellers.append(tell)

    def all(self, kind: str, even_hidden: bool = False) -> Iterator[Document]:
        """Every document that is not hidden (or every one at all), by name."""
        shown = (document for document in self._lists[kind].values() if even_hidden or not document.get("hidden"))
        return iter(sorted(shown, key=lambda document: (document["name"].casefold(), document["_id"])))

    def is_hidden(self, kind: str, id: str) -> bool:
        """Whether there was such a document and it is hidden now."""
        return bool(self._lists[kind].get(id, {}).get("hidden"))

    def get(self, kind: str, id: str, even_hidden: bool = False) -> Document:
        """One document. Raises Refused when there is none, or it is hidden and not asked for ``even_hidden``."""
        document = self._lists[kind].get(id)
        if document is None or (document.get("hidden") and not even_hidden):
            raise Refused("not_found", f"There is no such {SINGULAR[kind]}.")
        return document

    async def add(self, kind: str, fields: Document) -> Document:
        """Store a new document. Raises Refused where its name or address is taken."""
        return await self._insert(kind, {"_id": unguessable(KINDS[kind]), **fields})

    async def change(self, kind: str, id: str, fields: Document, rv: int | None = None) -> Document:
        """Change some fields of a document, if it is still at ``rv`` (None: whatever it is at). Raises Refused."""
        document = self._lists[kind].get(id)
        if document is None:
            raise Refused("not_found", f"There is no such {SINGULAR[kind]}.")
        wanted = {**document, **fields, "rv": document["rv"] if rv is None else rv}
        try:
            stored = await self._tables[kind].replace(wanted)
        except self._conflict:
            raise Refused("conflict", "Somebody else changed this meanwhile. Load it again.") from None
        except self._taken as taken:
            raise Refused("conflict", f"This is in use already: {taken}.") from None
        return self._keep(kind, stored)

    async def reload(self, kind: str, id: str, rv: int) -> None:
        """Read again what another node changed to ``rv``."""
        known = self._lists[kind].get(id)
        if known is None or known["rv"] < rv:
            document = await self._tables[kind].get(id)
            if document is not None:
                self._keep(kind, document, ours=False)

    async def _insert(self, kind: str, document: Document) -> Document:
        document = {**document, "created_at": self._clock.now(), "rv": 1}
        try:
            await self._tables[kind].insert(document)
        except self._taken as taken:
            raise Refused("conflict", f"This is in use already: {taken}.") from None
        return self._keep(kind, document)

    def _keep(self, kind: str, document: Document, ours: bool = True) -> Document:
        self._lists[kind][document["_id"]] = document
        for hear in self._hearers + (self._tellers if ours else []):
            hear(kind, document)
        return document

    # What the rest of the program asks -----------------------------------------------------------------------------------

    def agent_by_email(self, email: str) -> Document | None:
        """The Agent who signs in with ``email``."""
        key = email.strip().casefold()
        return next((agent for agent in self._lists["agents"].values() if agent["email_key"] == key), None)

    def agent_name(self, agent: str) -> str:
        """An Agent's name, also of one who is gone."""
        document = self._lists["agents"].get(agent)
        return str(document["name"]) if document else ""

    def rights(self, agent: Document) -> frozenset[str]:
        """What an Agent's role lets them do; nothing for one who is not active."""
        gone = agent.get("hidden") or not agent["active"]
        return frozenset() if gone else self.rights_of_role(agent["role"])

    def rights_of_role(self, id: str) -> frozenset[str]:
        """What a role lets whoever has it do."""
        role = self._lists["roles"].get(id)
        return frozenset(role["rights"]) if role else frozenset()

    def queues_of(self, agent: str) -> frozenset[str]:
        """The queues an Agent serves; empty for one who may not or is gone."""
        document = self._lists["agents"].get(agent)
        if document is None or "conversations.handle" not in self.rights(document):
            return frozenset()
        return self._served(document)

    def queues_seen(self, agent: Document) -> frozenset[str]:
        """The queues whose Conversations an Agent may see: their own, and for supervisors those of their teams' Agents."""
        own = self._served(agent)
        if "conversations.supervise" not in self.rights(agent):
            return own
        teams = set(agent["teams"])
        mates = [other for other in self.all("agents") if teams & set(other["teams"])]
        return own.union(*(self._served(mate) for mate in mates))

    def sees(self, agent: Document, state: Conversation) -> bool:
        """Whether an Agent may see a Conversation."""
        rights = self.rights(agent)
        if "conversations.handle" in rights and takes_part(state, agent["_id"]):
            return True
        return can_see(rights, agent["_id"], self.queues_seen(agent), state.agent, state.queue)

    def reach(self, agent: Document) -> str:
        """none, queues or all."""
        return reach(self.rights(agent))

    def capacity(self, agent: str, channel: str) -> int:
        """How many Conversations of a channel an Agent can carry."""
        document = self._lists["agents"].get(agent)
        return int(document["capacity"].get(channel, 0)) if document else 0

    def offer_seconds(self, queue: str) -> float:
        """How long an offer of a queue lasts."""
        document = self._lists["queues"].get(queue)
        return float(document["offer_seconds"]) if document else 30.0

    def first_queue(self) -> str:
        """Where a widget's Conversations wait when nothing else was said: the oldest queue."""
        oldest = min(self.all("queues"), key=lambda queue: (queue["created_at"], queue["_id"]))
        return str(oldest["_id"])

    def queue_of(self, widget: Document) -> Document:
        """The queue a widget feeds; the first one if its own is gone."""
        queue = self._lists["queues"].get(widget["queue"])
        if queue is None or queue.get("hidden"):
            return self.get("queues", self.first_queue())
        return queue

    def widget_by_key(self, key: str) -> Document | None:
        """The active widget a site carries under ``key``."""
        found = (widget for widget in self._lists["widgets"].values() if widget["key"] == key)
        widget = next(found, None)
        return widget if widget and widget["active"] and not widget.get("hidden") else None

    def _served(self, agent: Document) -> frozenset[str]:
        there = frozenset(id for id, queue in self._lists["queues"].items() if not queue.get("hidden"))
        return there if agent["queues"] is None else there & frozenset(agent["queues"])
