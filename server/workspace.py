"""The agents' socket: the workspace in a browser, or a program, answers customers and hears what happens.

Rooms: an Agent, a queue, everything, and a Conversation's open page; a push goes to each socket in any of them once.
"""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Annotated, Any, Protocol, TypeVar, cast

import msgspec
from aiohttp import web
from msgspec import Meta

from chat.sockets import Ack, Endpoint
from chat.wire import checked
from domain import events as e
from domain.carrying import parties
from domain.conversation import Conversation
from domain.limits import Buckets, Limit
from domain.refusal import Refused
from domain.shift import Shift, agent_of, load
from domain.stream import Unavailable
from domain.times import iso
from server import wire
from server.access import Access, Caller
from server.board import Board
from server.codec import wire_event
from server.conversations import Acts
from server.customers.customers import Customers
from server.customers.masking import without
from server.desk import Desk, Told
from server.directory import Directory, Document
from server.marks import Marks
from server.pace import Pace
from server.presence import Presences
from server.rows import page_of, row

MESSAGES = Limit(burst=200, per_second=50.0)
OTHERS = Limit(burst=500, per_second=100.0)
"""Per Agent: wide enough for a program that answers many, narrow enough that one cannot starve the others."""
PAGE = 200
EVERYTHING = "everything"

RECHECK_SECONDS = 4.0
ROWS_EVERY_SECONDS = 0.2
"""How long a message may take to show in the lists; the message itself is pushed at once."""

Payload = TypeVar("Payload", bound=msgspec.Struct)


class Auth(msgspec.Struct, forbid_unknown_fields=True):
    """Connecting"""

    token: Annotated[str, Meta(max_length=200)]


class TypingToVisitor(Protocol):
    """Tells a visitor that an Agent types."""

    def __call__(self, visitor: str, on: bool, name: str) -> None:
        """``on`` or no longer."""


@dataclass(slots=True)
class Desktop:
    """One connected tab of an Agent, and the rooms that its rights let it hear."""

    caller: Caller
    rooms: set[str] = field(default_factory=set)
    views: set[str] = field(default_factory=set)
    typing: set[str] = field(default_factory=set)


class Workspace:
    """The endpoint ``/socket/agent``."""

    def __init__(
        self,
        *,
        access: Access,
        acts: Acts,
        desk: Desk,
        board: Board,
        directory: Directory,
        marks: Marks,
        presences: Presences,
        typing_to_visitor: TypingToVisitor,
        customers: Customers,
        rights: Mapping[str, str],
    ) -> None:
        self.endpoint = Endpoint("socket/agent")
        self._access, self._acts, self._desk, self._board = access, acts, desk, board
        self._directory, self._marks, self._presences = directory, marks, presences
        self._typing_to_visitor, self._customers = typing_to_visitor, customers
        self._desktops: dict[str, Desktop] = {}
        self._viewers: dict[str, set[str]] = defaultdict(set)
        self._rows = Pace(ROWS_EVERY_SECONDS, self._push_row)
        self._lines = Pace(ROWS_EVERY_SECONDS, self._push_line)
        self._messages, self._others = Buckets(MESSAGES), Buckets(OTHERS)
        self._rights = rights
        self._greeters: list[Callable[[str, str], None]] = []
        self._register()

    def on(self, event: str, kind: type[Payload], handle: Callable[[str, Caller, Payload], Awaitable[Ack]]) -> None:
        """``handle(sid, caller, payload)`` answers ``event`` for callers who have its right."""
        limit = self._messages if event == "message" else self._others
        right = self._rights[event]

        async def guarded(sid: str, payload: Payload) -> Ack:
            return await handle(sid, await self._caller(sid, right, limit), payload)

        self.endpoint.on(event, kind, guarded)

    def on_greeting(self, greet: Callable[[str, str], None]) -> None:
        """``greet(sid, agent)`` after every welcome."""
        self._greeters.append(greet)

    def _register(self) -> None:
        self.endpoint.connecting(self._connect)
        self.endpoint.disconnected(self._gone)
        on = self.on
        on("presence", wire.SetPresence, self._presence)
        on("subscribe", wire.Subscribe, self._subscribe)
        on("unsubscribe", wire.OfConversation, self._unsubscribe)
        on("message", wire.SocketMessage, self._message)
        on("accept", wire.OfOffer, self._accept)
        on("decline", wire.OfOffer, self._decline)
        on("typing", wire.OnOff, self._typing)
        on("viewing", wire.OnOff, self._viewing)
        on("read", wire.UpTo, self._read)
        on("delivered", wire.UpTo, self._delivered)

    @property
    def connected(self) -> int:
        """How many tabs are connected."""
        return len(self._desktops)

    # Out ------------------------------------------------------------------------------------------------------------------

    def hear(self, told: Told) -> None:
        """Push what the Desk told."""
        if isinstance(told.after, Shift):
            agent = agent_of(told.after.id)
            self.endpoint.push("presence", self.presence_of(agent), [EVERYONE, _oneself(agent)])
            return
        before = told.before if isinstance(told.before, Conversation) else None
        self._push_events(told, before, told.after)
        if told.only_words:
            self._rows.note(told.after.id, told.after)
            return
        self._push_offers(told.events, told.after)
        self._rows.at_once(told.after.id, told.after)
        self._push_gone(before, told.after)

    def typing(self, state: Conversation, on: bool) -> None:
        """A customer types."""
        actor = {"kind": "customer", "id": state.customer, "name": state.customer_name}
        rooms = [page_room(state.id), *([state.agent] if state.agent else [])]
        self.endpoint.push("typing", {"conversation": state.id, "actor": actor, "on": on}, rooms)

    def on_site(self, conversation: str, page: e.Page | None) -> None:
        """A customer came to a page, or left the site."""
        self.endpoint.push("on_site", {"conversation": conversation, "page": page_of(page)}, page_room(conversation))

    def marks(self, conversation: str, marks: dict[str, Any]) -> None:
        """Somebody got or read something."""
        state = self._board.live.get(conversation)
        rooms = [page_room(conversation), *([state.agent] if state and state.agent else [])]
        self.endpoint.push("marks", {"conversation": conversation, **marks}, rooms)

    def queue(self, queue: str) -> None:
        """A queue's line changed; with many a second each is told now and then, because counting takes as long as the line is."""
        self._lines.note(queue, queue)

    def _push_line(self, queue: str) -> None:
        self.endpoint.push("queue", self.queue_of(queue), [f"queue:{queue}", EVERYTHING])

    def queue_of(self, queue: str) -> dict[str, Any]:
        """How long a queue's line is."""
        line = self._board.line(queue)
        since_at = line[0].waiting_since_at if line else None
        return {"queue": queue, "waiting": len(line), "longest_since_at": iso(since_at) if since_at else None}

    def presence_of(self, agent: str) -> dict[str, Any]:
        """What an Agent can take now, and what they carry."""
        shift = self._board.shifts.get(agent) or Shift(agent)
        return {
            "agent": agent,
            "state": shift.state,
            "reason": shift.reason,
            "since_at": iso(shift.since_at) if shift.since_at else None,
            "load": {channel: load(shift, channel) for channel in ("chat", "call", "email")},
        }

    def viewers_of(self, conversation: str) -> list[dict[str, Any]]:
        """Who looks at a Conversation."""
        viewers: dict[str, dict[str, Any]] = {}
        for sid in self._viewers.get(conversation, ()):
            desktop = self._desktops[sid]
            typing = conversation in desktop.typing or viewers.get(desktop.caller.id, {}).get("typing", False)
            viewers[desktop.caller.id] = {
                "id": desktop.caller.id,
                "name": desktop.caller.agent["name"],
                "typing": typing,
            }
        return list(viewers.values())

    def session_ended(self, session: str) -> None:
        """Whoever signed out in one tab is signed out in all."""
        for sid, desktop in list(self._desktops.items()):
            if desktop.caller.session.id == session:
                self._recheck_soon(sid)

    def directory_changed(self, kind: str, document: Document) -> None:
        """Rights and queues follow the directory at once; who lost their session is told and cut off."""
        if kind in ("agents", "roles", "queues", "teams"):
            for sid in list(self._desktops):
                self._recheck_soon(sid)

    def _recheck_soon(self, sid: str) -> None:
        task = asyncio.get_running_loop().create_task(self._recheck(sid), name="recheck rights")
        task.add_done_callback(lambda done: done.exception())

    def _push_events(self, told: Told, before: Conversation | None, after: Conversation) -> None:
        rooms = [page_room(after.id), *([after.agent] if after.agent else [])]
        if before and before.agent and before.agent != after.agent:
            rooms.append(before.agent)
        for event in told.events:
            mentioned = self._mentioned(event, after)
            shown = without(wire_event(event), self._customers.hidden(after.customer))
            self.endpoint.push("event", shown, [*rooms, *mentioned] if mentioned else rooms)

    def _mentioned(self, event: e.Event, state: Conversation) -> list[str]:
        """The agents a note names, as far as they may see what it belongs to."""
        if not isinstance(event.body, e.NoteAdded):
            return []
        named = (agent for agent in self._directory.all("agents") if agent["_id"] in event.body.mentions)
        return [agent["_id"] for agent in named if self._directory.sees(agent, state)]

    def _push_offers(self, events: tuple[e.Event, ...], state: Conversation) -> None:
        for event in events:
            match event.body:
                case e.OfferMade(offer=offer, agent=agent, deadline_at=deadline_at):
                    self._acts.remember_offer(offer, state.id)
                    self.endpoint.push("offer", self._offer(state, offer, iso(deadline_at)), agent)
                case e.OfferAccepted(offer=offer, agent=agent):
                    self.endpoint.push("withdrawn", {"offer": offer, "reason": "accepted"}, agent)
                case e.OfferDeclined(offer=offer, agent=agent):
                    self.endpoint.push("withdrawn", {"offer": offer, "reason": "declined"}, agent)
                case e.OfferExpired(offer=offer, agent=agent):
                    self.endpoint.push("withdrawn", {"offer": offer, "reason": "expired"}, agent)
                case e.OfferWithdrawn(offer=offer, agent=agent, reason=reason):
                    self.endpoint.push("withdrawn", {"offer": offer, "reason": reason}, agent)
                case _:
                    pass

    def _offer(self, state: Conversation, offer: str, deadline_at: str) -> dict[str, Any]:
        return {"offer": offer, "conversation": state.id, "deadline_at": deadline_at, "summary": self.row_of(state)}

    def _push_row(self, state: Conversation) -> None:
        self.endpoint.push("conversation", self.row_of(state), _row_rooms(state))

    def row_of(self, state: Conversation) -> dict[str, Any]:
        """A Conversation as a list row."""
        customer = self._customers.reference(state.customer, state.customer_name)
        return self.masked(row(state, customer, self._marks.known(state.id)), state.customer)

    def masked(self, shown: dict[str, Any], customer: str) -> dict[str, Any]:
        """What is shown of a Customer, less what is masked of them."""
        return cast(dict[str, Any], without(shown, self._customers.hidden(customer)))

    def customers_changed(self, ids: tuple[str, ...]) -> None:
        """Subscriber of Customers: who shows them hears how they are shown now."""
        for state in self._board.live.values():
            if state.customer in ids:
                self._rows.note(state.id, state)
        self.endpoint.push("customers", {"ids": list(ids)}, CUSTOMERS)

    def _push_gone(self, before: Conversation | None, after: Conversation) -> None:
        rooms = _row_rooms(after)
        left = set(_row_rooms(before)) - set(rooms) if before else set()
        if left:
            seen_by = set(self.endpoint.listeners(rooms))
            for sid in set(self.endpoint.listeners(left)) - seen_by:
                if not self._directory.sees(self._desktops[sid].caller.agent, after):
                    self.endpoint.tell("gone", {"conversation": after.id}, sid)
                    self.endpoint.leave(sid, page_room(after.id))

    # In -------------------------------------------------------------------------------------------------------------------

    async def _connect(self, sid: str, request: web.Request, auth: Any) -> Callable[[], None]:
        if not self._access.own_origin(request.headers.get("Origin")):
            raise Refused("forbidden", "This page may not connect to the workspace.")
        caller = await self._access.by_socket(request, checked(auth, Auth).token)
        self._desktops[sid] = Desktop(caller)
        self._enter_rooms(sid)
        self._presences.came(caller.id, sid)
        return lambda: self._greet(sid)

    def _greet(self, sid: str) -> None:
        desktop = self._desktops.get(sid)
        if desktop is None:
            return
        agent = desktop.caller.id
        offered = [state for state in self._board.live.values() if state.offer and state.offer.agent == agent]
        for state in offered:
            if state.offer:
                self._acts.remember_offer(state.offer.id, state.id)
        offers = [self._offer(state, state.offer.id, iso(state.offer.deadline_at)) for state in offered if state.offer]
        self.endpoint.tell("welcome", {"agent": agent, "presence": self.presence_of(agent), "offers": offers}, sid)
        for offer in offers:
            self.endpoint.tell("offer", offer, sid)
        for greet in self._greeters:
            greet(sid, agent)

    def _gone(self, sid: str) -> None:
        desktop = self._desktops.get(sid)
        if desktop is None:
            return
        for conversation in desktop.views:
            self._viewers[conversation].discard(sid)
        views = desktop.views
        del self._desktops[sid]
        for conversation in views:
            self._show_viewers(conversation)
        self._presences.went(desktop.caller.id, sid)

    async def _presence(self, sid: str, caller: Caller, wanted: wire.SetPresence) -> Ack:
        await self._presences.set(caller.id, wanted.state, wanted.reason, caller.actor)
        return {"ok": True}

    async def _subscribe(self, sid: str, caller: Caller, wanted: wire.Subscribe) -> Ack:
        state = await self._access.conversation(caller, wanted.conversation)
        self.endpoint.enter(sid, page_room(state.id))
        events = await self._desk.events(state.id, wanted.after, PAGE)
        shown = without([wire_event(event) for event in events], self._customers.hidden(state.customer))
        return {"ok": True, "events": shown, "last": state.number}

    async def _unsubscribe(self, sid: str, caller: Caller, wanted: wire.OfConversation) -> Ack:
        self.endpoint.leave(sid, page_room(wanted.conversation))
        return {"ok": True}

    async def _message(self, sid: str, caller: Caller, message: wire.SocketMessage) -> Ack:
        number, _ = await self._acts.write(caller, message.conversation, message)
        return {"ok": True, "conversation": message.conversation, "number": number}

    async def _accept(self, sid: str, caller: Caller, wanted: wire.OfOffer) -> Ack:
        conversation = await self._acts.accept(caller, wanted.offer)
        self.endpoint.enter(sid, page_room(conversation))
        return {"ok": True, "conversation": conversation, **await self._acts.call_of(caller, conversation)}

    async def _decline(self, sid: str, caller: Caller, wanted: wire.OfOffer) -> Ack:
        await self._acts.decline(caller, wanted.offer)
        return {"ok": True}

    async def _typing(self, sid: str, caller: Caller, wanted: wire.OnOff) -> Ack:
        state = await self._access.conversation(caller, wanted.conversation)
        typing = self._desktop(sid).typing
        (typing.add if wanted.on else typing.discard)(state.id)
        self._show_viewers(state.id)
        actor = {"kind": "agent", "id": caller.id, "name": caller.agent["name"]}
        self.endpoint.push(
            "typing", {"conversation": state.id, "actor": actor, "on": wanted.on}, page_room(state.id), sid
        )
        if state.visitor:
            self._typing_to_visitor(state.visitor, wanted.on, caller.agent["name"])
        return {"ok": True}

    async def _viewing(self, sid: str, caller: Caller, wanted: wire.OnOff) -> Ack:
        state = await self._access.conversation(caller, wanted.conversation)
        views = self._desktop(sid).views
        if wanted.on:
            views.add(state.id)
            self._viewers[state.id].add(sid)
        else:
            views.discard(state.id)
            self._viewers[state.id].discard(sid)
        self._show_viewers(state.id)
        return {"ok": True}

    async def _read(self, sid: str, caller: Caller, up_to: wire.UpTo) -> Ack:
        return await self._rise(caller, up_to.conversation, 0, up_to.number)

    async def _delivered(self, sid: str, caller: Caller, up_to: wire.UpTo) -> Ack:
        return await self._rise(caller, up_to.conversation, up_to.number, 0)

    async def _rise(self, caller: Caller, conversation: str, delivered: int, read: int) -> Ack:
        state = await self._access.conversation(caller, conversation)
        await self._marks.rise(state.id, "agent", delivered=min(delivered, state.number), read=min(read, state.number))
        return {"ok": True}

    # ----------------------------------------------------------------------------------------------------------------------

    async def _caller(self, sid: str, right: str, limit: Buckets) -> Caller:
        """Who is at this socket, with today's rights; every event passes here. Raises Refused."""
        desktop = self._desktops.get(sid)
        if desktop is None:
            raise Refused("unauthorised", "Connect first.")
        wait = limit.take(desktop.caller.id, time.monotonic())
        if wait:
            raise Refused("rate_limited", f"Too fast. Try again in {max(1, round(wait))} s.")
        desktop.caller = await self._access.again(desktop.caller)
        desktop.caller.need(right)
        return desktop.caller

    def _desktop(self, sid: str) -> Desktop:
        """The tab at this socket, which may have gone while something was awaited. Raises Refused."""
        desktop = self._desktops.get(sid)
        if desktop is None:
            raise Refused("unauthorised", "Connect first.")
        return desktop

    async def run(self) -> None:
        """Look again at everybody's session and rights until cancelled: one may end by time, or on another node."""
        while True:
            await asyncio.sleep(RECHECK_SECONDS)
            for sid in list(self._desktops):
                with suppress(Unavailable):
                    await self._recheck(sid)

    async def _recheck(self, sid: str) -> None:
        desktop = self._desktops.get(sid)
        if desktop is None:
            return
        try:
            desktop.caller = await self._access.again(desktop.caller)
        except Refused as refused:
            self.endpoint.tell("signed_out", {"reason": refused.sentence}, sid)
            await self.endpoint.disconnect(sid)
            return
        self._enter_rooms(sid)
        for room in self.endpoint.rooms_of(sid):
            if room.startswith(PAGE_ROOM):
                state = await self._desk.conversation(room.removeprefix(PAGE_ROOM))
                if state is None or not self._directory.sees(desktop.caller.agent, state):
                    self.endpoint.leave(sid, room)

    def _enter_rooms(self, sid: str) -> None:
        """Be in exactly the rooms of one's rights."""
        desktop = self._desktops[sid]
        agent = desktop.caller.agent
        reach = self._directory.reach(agent)
        queues = self._directory.queues_seen(agent) if reach != "none" else frozenset()
        wanted = {_oneself(desktop.caller.id)} | {f"queue:{queue}" for queue in queues}
        wanted |= {EVERYTHING} if reach == "all" else set()
        wanted |= {desktop.caller.id} if reach != "none" else set()
        wanted |= {EVERYONE} if "agents.read" in desktop.caller.rights else set()
        wanted |= {CUSTOMERS} if "customers.read" in desktop.caller.rights else set()
        for room in desktop.rooms - wanted:
            self.endpoint.leave(sid, room)
        for room in wanted:
            self.endpoint.enter(sid, room)
        desktop.rooms = wanted

    def _show_viewers(self, conversation: str) -> None:
        viewers = self.viewers_of(conversation)
        if not viewers:
            self._viewers.pop(conversation, None)
        self.endpoint.push("viewers", {"conversation": conversation, "viewers": viewers}, page_room(conversation))


EVERYONE = "everyone"
"""Whoever may see the other agents."""
CUSTOMERS = "customers"
"""Whoever may see customers."""


def _oneself(agent: str) -> str:
    return f"self:{agent}"


PAGE_ROOM = "page:"


def page_room(conversation: str) -> str:
    """Whoever has a Conversation open."""
    return PAGE_ROOM + conversation


def _row_rooms(state: Conversation) -> list[str]:
    return [f"queue:{state.queue}", EVERYTHING, *([state.agent] if state.agent else []), *parties(state)]
