"""Conversations over HTTP: lists within the caller's reach, their events, and what agents do with them."""

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from aiohttp import web

from domain import events as e
from domain.conversation import Conversation
from domain.refusal import Refused
from domain.times import instant, iso
from domain.words import tokens
from server import wire
from server.access import Access, Caller
from server.api.requests import answer, body, number, words
from server.codec import file_path, state_of, wire_event
from server.conversations import Acts
from server.customers.customers import Customers
from server.customers.masking import without
from server.desk import Desk
from server.directory import Directory
from server.files import FileShelf
from server.mail import wire as mail_wire
from server.mail.answers import MailAnswers
from server.mail.invitations import Invitations
from server.marks import Marks
from server.rows import page_of, row
from server.transcript import transcript
from server.views import Views
from server.workspace import Workspace
from store.tables import Tables

STATES = ("waiting", "offered", "open", "snoozed", "closed")
MOST_EVENTS = 500
MOST_WAITING = 10_000

Page = tuple[list[dict[str, Any]], datetime | None]
"""Documents, and the time that the next page goes on from."""


class Conversations:
    """Handlers below ``/api/v1/conversations``."""

    def __init__(
        self,
        *,
        access: Access,
        acts: Acts,
        answers: MailAnswers,
        invitations: Invitations,
        desk: Desk,
        directory: Directory,
        tables: Tables,
        views: Views,
        marks: Marks,
        customers: Customers,
        files: FileShelf,
        workspace: Workspace,
        page_of: Callable[[str], e.Page | None],
    ) -> None:
        self._access, self._acts, self._answers, self._invitations = access, acts, answers, invitations
        self._desk, self._directory = desk, directory
        self._tables, self._views, self._marks = tables, views, marks
        self._customers, self._files, self._workspace = customers, files, workspace
        self._page_of = page_of

    async def index(self, request: web.Request, caller: Caller) -> web.Response:
        """A page of Conversations, newest first; waiting ones longest waiting first."""
        limit = max(1, number(request, "limit", 50, 200))
        await self._views.flush()
        documents, following_at = await self._found(request, caller, limit)
        states = [state_of(document, Conversation) for document in documents]
        seen = [state for state in states if self._directory.sees(caller.agent, state)]
        return answer({"items": await self.rows(seen), "next": iso(following_at) if following_at else None})

    async def rows(self, states: list[Conversation]) -> list[dict[str, Any]]:
        """List rows with everybody's marks."""
        marks = await self._marks.of([state.id for state in states])
        await self._customers.meet({state.customer for state in states})
        shown_as = self._customers.reference
        rows = [(row(one, shown_as(one.customer, one.customer_name), marks[one.id]), one.customer) for one in states]
        return [without(shown, self._customers.hidden(customer)) for shown, customer in rows]

    async def inbox(self, caller: Caller) -> dict[str, Any]:
        """What the workspace shows first: mine, waiting and the team's."""
        await self._views.flush()
        mine = await self._documents(caller, {"agent": caller.id, "state": ("open", "snoozed")}, None, 100)
        waiting, _ = paged(await self._waiting(caller, None, None), 100, "waiting_since_at")
        team = await self._documents(caller, {"state": ("open", "snoozed")}, None, 100)
        lists = {"mine": mine, "waiting": waiting, "team": team}
        return {
            name: await self.rows(
                [
                    state
                    for document in documents
                    if self._directory.sees(caller.agent, state := state_of(document, Conversation))
                ]
            )
            for name, documents in lists.items()
        }

    async def show(self, request: web.Request, caller: Caller) -> web.Response:
        """One Conversation, with the caller's draft and who else looks at it."""
        state = await self._access.conversation(caller, request.match_info["id"])
        (shown,) = await self.rows([state])
        draft = await self._tables.drafts.get(_draft_id(state.id, caller))
        shown["draft"] = {"channel": draft["channel"], "text": draft["text"]} if draft else None
        shown["viewers"] = self._workspace.viewers_of(state.id)
        shown["on_site"] = page_of(self._page_of(state.visitor) if state.visitor else None)
        return answer(shown)

    async def invite(self, request: web.Request, caller: Caller) -> web.Response:
        """A link by which the Customer comes to this Conversation's chat or call, for a day."""
        state = await self._access.conversation(caller, request.match_info["id"])
        return answer(await self._invitations.invite(caller, state), 201)

    async def invite_to_talk(self, request: web.Request, caller: Caller) -> web.Response:
        """A link by which the Customer calls in this Conversation, for a day."""
        state = await self._access.conversation(caller, request.match_info["id"])
        return answer(await self._invitations.invite(caller, state, "talk"), 201)

    async def events(self, request: web.Request, caller: Caller) -> web.Response:
        """A stretch of its events, forwards from ``after`` or backwards from ``before``."""
        state = await self._access.conversation(caller, request.match_info["id"])
        limit = max(1, number(request, "limit", 200, MOST_EVENTS))
        if "before" in request.query:
            before = number(request, "before", 0, state.number + 1)
            after = max(0, before - 1 - limit)
            events = await self._desk.events(state.id, after, before - 1 - after) if before > 1 else []
            following = after + 1 if after > 0 else None
        else:
            after = number(request, "after", 0, 10**9)
            events = await self._desk.events(state.id, after, limit)
            following = events[-1].number if events and events[-1].number < state.number else None
        shown = without([wire_event(event) for event in events], self._customers.hidden(state.customer))
        return answer({"events": shown, "next": following})

    async def write(self, request: web.Request, caller: Caller) -> web.Response:
        """Store a message or a note; the same id again answers the same."""
        message = await body(request, wire.NewMessage)
        stored, fresh = await self._acts.write(caller, request.match_info["id"], message)
        return answer({"number": stored}, 201 if fresh else 200)

    async def begin(self, request: web.Request, caller: Caller) -> web.Response:
        """A first email to somebody, in a Conversation of its own; the same id again answers the same."""
        message = await body(request, mail_wire.NewConversation)
        conversation, stored, fresh = await self._acts.begin(caller, message)
        return answer({"conversation": conversation, "number": stored}, 201 if fresh else 200)

    async def reply(self, request: web.Request, caller: Caller) -> web.Response:
        """What an answer by email would be."""
        state = await self._access.conversation(caller, request.match_info["id"])
        shown = msgspec.to_builtins(await self._answers.shown(state))
        return answer(without(shown, self._customers.hidden(state.customer)))

    async def take_back(self, request: web.Request, caller: Caller) -> web.Response:
        """Keep an email from leaving."""
        written = request.match_info["number"]
        if not written.isdecimal() or len(written) > 10:
            raise Refused("not_found", "There is no such email.")
        return answer({"number": await self._acts.take_back(caller, request.match_info["id"], int(written))})

    async def close(self, request: web.Request, caller: Caller) -> web.Response:
        """End it."""
        closure = await body(request, wire.Closure)
        return answer({"number": await self._acts.close(caller, request.match_info["id"], closure.outcome)})

    async def reopen(self, request: web.Request, caller: Caller) -> web.Response:
        """Go on after all."""
        return answer({"number": await self._acts.reopen(caller, request.match_info["id"])})

    async def assign(self, request: web.Request, caller: Caller) -> web.Response:
        """Give it to an Agent or put it into a Queue."""
        to = await body(request, wire.Assignment)
        return answer({"number": await self._acts.assign(caller, request.match_info["id"], to)})

    async def snooze(self, request: web.Request, caller: Caller) -> web.Response:
        """Let it rest."""
        snooze = await body(request, wire.Snooze)
        return answer({"number": await self._acts.snooze(caller, request.match_info["id"], snooze.until)})

    async def wake(self, request: web.Request, caller: Caller) -> web.Response:
        """End its rest."""
        return answer({"number": await self._acts.wake(caller, request.match_info["id"])})

    async def tag(self, request: web.Request, caller: Caller) -> web.Response:
        """Let its tags be exactly these."""
        tags = await body(request, wire.Tags)
        return answer({"number": await self._acts.tag(caller, request.match_info["id"], tags.tags)})

    async def draft(self, request: web.Request, caller: Caller) -> web.Response:
        """Keep words not sent yet; empty ones are forgotten."""
        draft = await body(request, wire.DraftInput)
        state = await self._access.conversation(caller, request.match_info["id"])
        id = _draft_id(state.id, caller)
        if draft.text:
            await self._tables.drafts.put_many([{"_id": id, "channel": draft.channel, "text": draft.text}])
        else:
            await self._tables.drafts.delete(id)
        return web.Response(status=204)

    async def transcript(self, request: web.Request, caller: Caller) -> web.Response:
        """Its words as plain text, notes left out."""
        state = await self._access.conversation(caller, request.match_info["id"])
        text = without(await transcript(self._desk, state), self._customers.hidden(state.customer))
        return web.Response(text=text, content_type="text/plain")

    async def upload(self, request: web.Request, caller: Caller) -> web.Response:
        """Store a file for the next message in it."""
        state = await self._access.conversation(caller, request.match_info["id"])
        source = pieces(request)
        name = words(request, "name")
        document = await self._files.take(name, source, visitor=None, agent=caller.id, conversation=state.id)
        return answer(self.file(document), 201)

    async def upload_early(self, request: web.Request, caller: Caller) -> web.Response:
        """Store a file for a Conversation that is not there yet, or for a template."""
        source, name = pieces(request), words(request, "name")
        document = await self._files.take(name, source, visitor=None, agent=caller.id, conversation=None)
        return answer(self.file(document), 201)

    def file(self, document: dict[str, Any]) -> dict[str, Any]:
        """A file as the wire shows it to agents."""
        shown = {name: document[name] for name in ("name", "size", "type")}
        return {"id": document["_id"], **shown, "url": file_path(document["_id"])}

    # ----------------------------------------------------------------------------------------------------------------------

    async def _found(self, request: web.Request, caller: Caller, limit: int) -> Page:
        """The page that the query asks for. What a filter leaves out still counts for where the next one begins."""
        equal: dict[str, Any] = {}
        for name in ("queue", "customer"):
            if given := words(request, name, 64):
                equal[name] = given
        if agent := words(request, "agent", 64):
            equal["agent"] = caller.id if agent == "me" else agent
        states = tuple(state for state in words(request, "state").split(",") if state)
        if any(state not in STATES for state in states):
            raise Refused("invalid", f"state is one of {', '.join(STATES)}.")
        cursor_at = cursor_of(request)
        channel = words(request, "channel", 20)
        if asked := words(request, "q"):
            found, following_at = await self._matching(asked, cursor_at, limit)
        elif states == ("waiting",) and "agent" not in equal and "customer" not in equal:
            waiting = await self._waiting(caller, equal.get("queue"), cursor_at)
            found, following_at = paged(waiting, limit, "waiting_since_at")
        else:
            documents = await self._documents(caller, {**equal, "state": states or STATES}, cursor_at, limit)
            found, following_at = paged(documents, limit, "last_at")
        wanted = {**equal, **({"channel": channel} if channel else {})}
        root = self._customers.families.root
        if asked_for := wanted.pop("customer", None):
            found = [d for d in found if root(d["customer"]) == root(asked_for)]
        kept = [d for d in found if all(d.get(name) == value for name, value in wanted.items())]
        return [d for d in kept if not states or d["state"] in states], following_at

    async def _documents(
        self, caller: Caller, equal: dict[str, Any], before: datetime | None, limit: int
    ) -> list[dict[str, Any]]:
        """By the index that fits best; without one, every queue in reach is asked for its newest and they are merged."""
        table = self._tables.conversations
        if "customer" in equal:
            family = self._customers.families.family(equal["customer"])
            return await table.newest({"customer": family}, by="last_at", before=before, limit=limit)
        if "agent" in equal:
            indexed = {"agent": equal["agent"], "state": equal["state"]}
            return await table.newest(indexed, by="last_at", before=before, limit=limit)
        if "queue" in equal:
            indexed = {"queue": equal["queue"], "state": equal["state"]}
            return await table.newest(indexed, by="last_at", before=before, limit=limit)
        if self._directory.reach(caller.agent) == "all":
            return await table.newest({"state": equal["state"]}, by="last_at", before=before, limit=limit)
        pages = [
            await table.newest({"queue": queue, "state": equal["state"]}, by="last_at", before=before, limit=limit)
            for queue in sorted(self._directory.queues_seen(caller.agent))
        ]
        own = {"agent": caller.id, "state": equal["state"]}
        pages.append(await table.newest(own, by="last_at", before=before, limit=limit))
        merged = {document["_id"]: document for page in pages for document in page}
        return sorted(merged.values(), key=lambda document: document["last_at"], reverse=True)

    async def _waiting(self, caller: Caller, queue: str | None, after: datetime | None) -> list[dict[str, Any]]:
        found = await self._tables.conversations.find(
            {"state": ("waiting", "offered")}, by="waiting_since_at", above=after, limit=MOST_WAITING
        )
        seen = self._directory.queues_seen(caller.agent)
        everything = self._directory.reach(caller.agent) == "all"
        return [d for d in found if (everything or d["queue"] in seen) and queue in (None, d["queue"])]

    async def _matching(self, asked: str, before: datetime | None, limit: int) -> Page:
        """Conversations that have every word, and those of customers whose names or addresses begin so."""
        table = self._tables.conversations
        wanted = tokens(asked, limit=6)
        if not wanted:
            return [], None
        found = await table.newest({"tokens": max(wanted, key=len)}, by="last_at", before=before, limit=limit * 4)
        hits = {d["_id"]: d for d in found if all(word in d["tokens"] for word in wanted)}
        for customer in await self._customers.search(asked, 20, None):
            family = self._customers.families.family(customer["_id"])
            for document in await table.newest({"customer": family}, by="last_at", before=before, limit=limit):
                hits[document["_id"]] = document
        horizon_at = found[-1]["last_at"] if len(found) >= limit * 4 else None
        near = [document for document in hits.values() if horizon_at is None or document["last_at"] >= horizon_at]
        page, following_at = paged(
            sorted(near, key=lambda document: document["last_at"], reverse=True), limit, "last_at"
        )
        return page, following_at or horizon_at


def paged(documents: list[dict[str, Any]], limit: int, by: str) -> Page:
    """The first ``limit`` of ``documents`` and the time the next page goes on from; one instant is never split over two."""
    if len(documents) < limit:
        return documents, None
    last_at = documents[limit - 1][by]
    return documents[:limit] + [document for document in documents[limit:] if document[by] == last_at], last_at


def cursor_of(request: web.Request, name: str = "cursor") -> datetime | None:
    """The time a page goes on before. Raises Refused."""
    text = words(request, name, 40)
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise Refused("invalid", f"{name} is what the last page's next was.") from None
    return instant(at if at.tzinfo else at.replace(tzinfo=UTC))


async def pieces(request: web.Request) -> AsyncIterator[bytes]:
    """An upload's body, piece by piece."""
    async for piece in request.content.iter_chunked(64 * 1024):
        yield piece


def _draft_id(conversation: str, caller: Caller) -> str:
    return f"{conversation}|{caller.id}"
