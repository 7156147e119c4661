"""The visitors' socket: their browsers' words become Commands, and what is told becomes pushes to their tabs.

What it needs of the rest of Parley is the protocols below; a visitor is their token, and rooms are visitors.
"""

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from weakref import WeakValueDictionary

from aiohttp import web
from msgspec.structs import replace

from chat.addresses import network_of
from chat.sockets import Ack, Endpoint
from chat.tokens import VisitorTokens
from chat.wire import Auth, Introduce, Message, Nothing, Resume, Typing, UpTo, checked
from domain import commands as c
from domain.conversation import Conversation, may_reopen
from domain.events import Actor, File, Page
from domain.ids import unguessable
from domain.limits import Buckets, Limit
from domain.refusal import Refused
from domain.times import iso
from domain.words import line

CONNECTS = Limit(burst=6_000, per_second=300.0)
"""Per address and widget. Offices and carriers share addresses and come back all at once; connecting stores and reads nothing."""
MESSAGES = Limit(burst=60, per_second=10.0)
"""Per visitor."""
STARTS = Limit(burst=1_000, per_second=20.0)
"""New Conversations per address."""
OTHERS = Limit(burst=120, per_second=20.0)
"""Everything else, per visitor."""
PAGE = 200


@dataclass(frozen=True, slots=True)
class VisitorLimits:
    """How fast what comes in may come: connections and first messages by address, the rest by visitor."""

    connects: Limit = CONNECTS
    messages: Limit = MESSAGES
    starts: Limit = STARTS
    others: Limit = OTHERS


USUAL = VisitorLimits()


class Door(Protocol):
    """The Desk, as a channel sees it."""

    async def receive(self, command: c.Command) -> int:
        """Carry out a Command; the answer is the number of its last event."""

    async def answered(self, command: str) -> int | None:
        """The number that answered a Command, if it was carried out before."""

    async def conversation(self, id: str) -> Conversation | None:
        """A Conversation's present state."""

    async def seen(self, id: str, after: int, limit: int) -> list[dict[str, Any]]:
        """What the visitor may see of it after a number, as the wire shows it."""


class Centre(Protocol):
    """What a visitor's socket asks about the centre and its people."""

    def widget(self, key: str) -> Mapping[str, Any] | None:
        """The active widget of a key, with its ``queue`` document."""

    async def invited(self, link: str, widget: str) -> str | None:
        """The visitor that an Agent's link makes of whoever opens it, while it lives."""

    async def asked_to_talk(self, talk: str, widget: str) -> Conversation | None:
        """The Conversation in which an Agent's link lets whoever opens it talk, while it lives."""

    def available(self, queue: str) -> bool:
        """Whether anybody could answer now."""

    async def conversations_of(self, visitor: str, limit: int) -> Sequence[Conversation]:
        """A visitor's Conversations, latest first."""

    async def history_of(self, visitor: str, limit: int) -> Sequence[Conversation]:
        """The same, and those of whoever proved to be the same person."""

    async def may_read(self, visitor: str, state: Conversation) -> bool:
        """Whether a Conversation is one of these."""

    async def customer_of(self, visitor: str, widget: str, introduced: Introduce, locale: str) -> tuple[str, str]:
        """The Customer (id, name) a visitor is, made or told the introduction if need be."""

    async def introduce(self, customer: str, introduced: Introduce) -> None:
        """Keep what a Customer says of themselves, as a claim."""

    async def claim_files(self, files: Sequence[str], visitor: str, conversation: str) -> tuple[File, ...]:
        """The visitor's uploaded files, now the Conversation's. Raises Refused for another's."""

    async def marks(self, conversation: str) -> dict[str, Any]:
        """What each side got and read."""

    async def rise(self, conversation: str, delivered: int, read: int) -> None:
        """The visitor got, and read, up to these numbers."""

    def place(self, state: Conversation) -> tuple[int, float | None]:
        """Place in the queue and seconds to expect."""

    def typing(self, state: Conversation, on: bool) -> None:
        """Tell the agents."""

    def on_site(self, conversation: str, page: Page | None) -> None:
        """Tell the agents that the visitor is on ``page``, or has gone."""

    def now(self) -> datetime:
        """What time it is."""


@dataclass(slots=True)
class Visit:
    """One connected tab. ``only`` is the one Conversation of a tab that came by a link to talk: it sees and does nothing else."""

    visitor: str
    widget: Mapping[str, Any]
    locale: str
    page: Page | None
    address: str
    conversation: str | None = None
    introduced: Introduce = field(default_factory=Introduce)
    only: str | None = None


class Visitors:
    """The endpoint ``/socket/visitor``."""

    def __init__(
        self,
        door: Door,
        centre: Centre,
        tokens: VisitorTokens,
        origin_allowed: Callable[[str, Sequence[str]], bool],
        limits: VisitorLimits = USUAL,
    ) -> None:
        self.endpoint = Endpoint("socket/visitor")
        self._door = door
        self._centre = centre
        self._tokens = tokens
        self._origin_allowed = origin_allowed
        self._visits: dict[str, Visit] = {}
        self._connects, self._messages = Buckets(limits.connects), Buckets(limits.messages)
        self._starts, self._others = Buckets(limits.starts), Buckets(limits.others)
        self._beginning: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._greeters: list[Callable[[str, Visit], None]] = []
        self.endpoint.connecting(self._connect)
        self.endpoint.disconnected(self._gone)
        self.endpoint.on("message", Message, self._message)
        self.endpoint.on("introduce", Introduce, self._introduce)
        self.endpoint.on("typing", Typing, self._typing)
        self.endpoint.on("read", UpTo, self._read)
        self.endpoint.on("delivered", UpTo, self._delivered)
        self.endpoint.on("leave", Nothing, self._leave)
        self.endpoint.on("resume", Resume, self._resume)
        self.endpoint.on("history", Nothing, self._history)

    @property
    def connected(self) -> int:
        """How many tabs are connected."""
        return len(self._visits)

    def page_of(self, visitor: str) -> Page | None:
        """The page a visitor is on now, by their latest tab; None when no tab of theirs is connected."""
        visits = [visit for visit in self._visits.values() if visit.visitor == visitor]
        return (visits[-1].page or Page()) if visits else None

    @property
    def queues(self) -> set[str]:
        """The queues of the widgets that are open somewhere."""
        return {visit.widget["queue"]["_id"] for visit in self._visits.values()}

    # For another channel of the same visitors -----------------------------------------------------------------------------

    def on_greeting(self, greet: Callable[[str, Visit], None]) -> None:
        """``greet(sid, visit)`` after every welcome."""
        self._greeters.append(greet)

    async def current(self, sid: str) -> tuple[Visit, Conversation | None]:
        """Who is at a socket, and the Conversation that what they begin now belongs to. Raises Refused."""
        visit = self._visit(sid)
        return visit, await self._current(visit)

    async def opening(self, visit: Visit) -> c.Opening:
        """What begins a Conversation of this visitor. Raises Refused where they have not agreed to what they must."""
        self._limit(self._starts, visit.address)
        return await self._opening(visit, leave=False)

    def remember(self, visit: Visit, conversation: str) -> None:
        """Every tab of the visitor is now in this Conversation."""
        self._remember(visit, conversation)

    def rooms(self, visitor: str, conversation: str) -> tuple[str, ...]:
        """The tabs that hear of one Conversation: all of its visitor's, but of those that came to talk only its own."""
        own = _only(conversation)
        return (visitor, own) if self.endpoint.someone_in(own) else (visitor,)

    def widgets_of(self, visitor: str) -> list[Mapping[str, Any]]:
        """The widgets that a visitor has open now, one for each tab."""
        return [visit.widget for visit in self._visits.values() if visit.visitor == visitor]

    # Out ------------------------------------------------------------------------------------------------------------------

    def event(self, visitor: str, wire: dict[str, Any]) -> None:
        """Tell every tab of a visitor what happened."""
        self.endpoint.push("event", wire, self.rooms(visitor, wire["conversation"]))

    def marks(self, visitor: str, conversation: str, marks: dict[str, Any]) -> None:
        """Tell what each side got and read."""
        self.endpoint.push("marks", {"conversation": conversation, **marks}, self.rooms(visitor, conversation))

    def typing(self, visitor: str, on: bool, name: str) -> None:
        """Tell that an Agent types."""
        self.endpoint.push("typing", {"on": on, "name": name}, visitor)

    def place(self, visitor: str, conversation: str, place: int, expected_seconds: float | None) -> None:
        """Tell the place in the queue."""
        data = {"place": place, "expected_seconds": expected_seconds}
        self.endpoint.push("queue", data, self.rooms(visitor, conversation))

    def listening(self, visitor: str) -> bool:
        """Whether any tab of a visitor is connected."""
        return self.endpoint.someone_in(visitor) or self.endpoint.someone_in(_talking(visitor))

    def availability(self, queue: str, available: bool, away_text: str | None) -> None:
        """Tell every tab of the queue's widgets whether somebody could answer."""
        data = {"available": available, "away_text": away_text}
        self.endpoint.push("availability", data, f"queue:{queue}")

    # In -------------------------------------------------------------------------------------------------------------------

    async def _connect(self, sid: str, request: web.Request, auth: Any) -> Callable[[], None]:
        asked = checked(auth, Auth)
        widget = self._centre.widget(asked.widget)
        if widget is None:
            raise Refused("not_found", "There is no such widget.")
        origin = request.headers.get("Origin")
        if origin is not None and not self._origin_allowed(origin, widget["sites"]):
            raise Refused("forbidden", "This site may not carry the widget.")
        address = network_of(request)
        self._limit(self._connects, f"{address}|{asked.widget}")
        talk = await self._asked_to_talk(asked, widget)
        visitor, token = (talk.visitor or "", "") if talk else await self._recognised(asked, widget)
        page = Page(asked.page.url, asked.page.title, asked.page.referrer) if asked.page else None
        visit = Visit(visitor, widget, asked.locale, page, address, only=talk.id if talk else None)
        state = talk or (await self._latest(visit) if asked.token == token or asked.link else None)
        visit.conversation = state.id if state else None
        self._visits[sid] = visit
        for room in (_only(talk.id), _talking(visitor)) if talk else (visitor,):
            self.endpoint.enter(sid, room)
        self.endpoint.enter(sid, f"queue:{widget['queue']['_id']}")
        welcome = await self._welcome(visit, token, state)
        return lambda: self._greet(sid, welcome, state)

    def _greet(self, sid: str, welcome: dict[str, Any], state: Conversation | None) -> None:
        self.endpoint.tell("welcome", welcome, sid)
        if state is not None:
            self._centre.on_site(state.id, self.page_of(state.visitor or ""))
        if state is not None and state.state in ("waiting", "offered"):
            place, expected = self._centre.place(state)
            self.endpoint.tell("queue", {"place": place, "expected_seconds": expected}, sid)
        if (visit := self._visits.get(sid)) is not None:
            for greet in self._greeters:
                greet(sid, visit)

    async def _asked_to_talk(self, asked: Auth, widget: Mapping[str, Any]) -> Conversation | None:
        """The one Conversation of a link to talk. It makes nobody the visitor for good: such a tab is given no token."""
        if not asked.talk:
            return None
        state = await self._centre.asked_to_talk(asked.talk, widget["_id"])
        if state is None or not state.visitor:
            raise Refused("unauthorised", "This link has ended. Ask for a new one.")
        return state

    async def _recognised(self, asked: Auth, widget: Mapping[str, Any]) -> tuple[str, str]:
        """A token that is not ours is not an error: the visitor is simply new, as after clearing their browser. A link that has ended is."""
        if asked.link:
            invited = await self._centre.invited(asked.link, widget["_id"])
            if invited is None:
                raise Refused("unauthorised", "This link has ended. Ask for a new one.")
            return invited, self._tokens.of(invited, widget["_id"])
        visitor = self._tokens.visitor(asked.token, widget["_id"]) if asked.token else None
        return (visitor, asked.token or "") if visitor else self._tokens.new(widget["_id"])

    async def _welcome(self, visit: Visit, token: str, state: Conversation | None) -> dict[str, Any]:
        queue = visit.widget["queue"]
        available = self._centre.available(queue["_id"])
        agent = {"id": state.agent, "name": state.agent_name} if state and state.agent else None
        return {
            "token": token,
            "visitor": visit.visitor,
            "conversation": state.id if state else None,
            "last": state.visible if state else 0,
            "state": state.state if state else None,
            "available": available,
            "away_text": None if available else queue["away_text"] or None,
            "agent": agent,
            "marks": await self._centre.marks(state.id) if state else None,
        }

    def _gone(self, sid: str) -> None:
        visit = self._visits.pop(sid, None)
        if visit is not None and visit.conversation is not None:
            self._centre.on_site(visit.conversation, self.page_of(visit.visitor))

    async def _message(self, sid: str, message: Message) -> Ack:
        visit = self._visit(sid)
        self._limit(self._messages, visit.visitor)
        state = await self._current(visit)
        if state is not None:
            return await self._received(visit, message, state)
        lock = self._beginning.setdefault(visit.visitor, asyncio.Lock())
        async with lock:
            return await self._received(visit, message, await self._current(visit))

    async def _received(self, visit: Visit, message: Message, state: Conversation | None) -> Ack:
        """Two tabs that write their first words at once begin one Conversation: without ``state`` the caller holds the visitor's lock."""
        if state is None and visit.conversation is not None:
            # Sent again after the Conversation it was for has ended for good: it must not begin another one.
            number = await self._door.answered(f"c|{visit.conversation}|{message.id}")
            if number is not None:
                return {"ok": True, "conversation": visit.conversation, "number": number}
        conversation = state.id if state else self._tokens.first_conversation(visit.visitor, message.id)
        if state is None:
            self._limit(self._starts, visit.address)
        opening = None if state else await self._opening(visit, message.leave)
        number = await self._door.receive(
            c.ReceiveMessage(
                id=f"c|{conversation}|{message.id}",
                conversation=conversation,
                at=self._centre.now(),
                actor=self._actor(state, opening),
                message=message.id,
                text=message.text,
                files=await self._centre.claim_files(message.files, visit.visitor, conversation),
                opening=opening,
            )
        )
        self._remember(visit, conversation)
        return {"ok": True, "conversation": conversation, "number": number}

    async def _introduce(self, sid: str, introduced: Introduce) -> Ack:
        visit = self._visit(sid)
        self._limit(self._others, visit.visitor, 5.0)
        introduced = replace(
            introduced, name=line(introduced.name), email=line(introduced.email), phone=line(introduced.phone)
        )
        visit.introduced = introduced
        state = await self._current(visit)
        if state is not None and state.state != "closed":
            await self._centre.introduce(state.customer, introduced)
            await self._door.receive(
                c.IntroduceCustomer(
                    id=f"i|{state.id}|{unguessable('itr')}",
                    conversation=state.id,
                    at=self._centre.now(),
                    actor=Actor("customer", state.customer, introduced.name or state.customer_name),
                    name=introduced.name,
                    email=introduced.email,
                    phone=introduced.phone,
                    form=introduced.form,
                )
            )
        return {"ok": True}

    async def _typing(self, sid: str, typing: Typing) -> Ack:
        visit = self._visit(sid)
        self._limit(self._others, visit.visitor)
        state = await self._held(visit)
        if state is not None and state.state != "closed":
            self._centre.typing(state, typing.on)
        return {"ok": True}

    async def _read(self, sid: str, up_to: UpTo) -> Ack:
        return await self._rise(sid, 0, up_to.number)

    async def _delivered(self, sid: str, up_to: UpTo) -> Ack:
        return await self._rise(sid, up_to.number, 0)

    async def _rise(self, sid: str, delivered: int, read: int) -> Ack:
        visit = self._visit(sid)
        self._limit(self._others, visit.visitor)
        state = await self._held(visit)
        if state is not None:
            await self._centre.rise(state.id, min(delivered, state.number), min(read, state.number))
        return {"ok": True}

    async def _leave(self, sid: str, nothing: Nothing) -> Ack:
        visit = self._visit(sid)
        self._limit(self._others, visit.visitor)
        state = await self._held(visit)
        if state is not None:
            id = f"l|{state.id}|{state.number}"
            actor = Actor("customer", state.customer, state.customer_name)
            await self._door.receive(
                c.LeaveConversation(id=id, conversation=state.id, at=self._centre.now(), actor=actor)
            )
        return {"ok": True}

    async def _resume(self, sid: str, resume: Resume) -> Ack:
        visit = self._visit(sid)
        self._limit(self._others, visit.visitor)
        state = await self._door.conversation(resume.conversation)
        if state is None or not await self._may_read(visit, state):
            raise Refused("not_found", "There is no such conversation.")
        events = await self._door.seen(state.id, resume.after, PAGE)
        return {"ok": True, "events": events, "last": state.visible}

    async def _may_read(self, visit: Visit, state: Conversation) -> bool:
        own = state.visitor == visit.visitor
        if visit.only is not None:
            return own and visit.only == state.id
        return own or await self._centre.may_read(visit.visitor, state)

    async def _history(self, sid: str, nothing: Nothing) -> Ack:
        visit = self._visit(sid)
        self._limit(self._others, visit.visitor, 5.0)
        states = await self._centre.history_of(visit.visitor, 20)
        rows = [
            {
                "id": state.id,
                "state": state.state,
                "last_at": iso(state.last_at) if state.last_at else None,
                "preview": state.subject,
            }
            for state in states
            if visit.only in (None, state.id)
        ]
        return {"ok": True, "conversations": rows}

    # ----------------------------------------------------------------------------------------------------------------------

    def _visit(self, sid: str) -> Visit:
        visit = self._visits.get(sid)
        if visit is None:
            raise Refused("unauthorised", "Connect first.")
        widget = self._centre.widget(visit.widget["key"])
        if widget is None:
            raise Refused("not_found", "This chat has been switched off.")
        visit.widget = widget
        return visit

    async def _held(self, visit: Visit) -> Conversation | None:
        """The Conversation this visitor is in, from memory where it can be."""
        state = await self._door.conversation(visit.conversation) if visit.conversation else None
        return None if state is not None and state.erased else state

    async def _latest(self, visit: Visit) -> Conversation | None:
        states = await self._centre.conversations_of(visit.visitor, 1)
        return await self._door.conversation(states[0].id) if states else None

    async def _current(self, visit: Visit) -> Conversation | None:
        """The Conversation their next message belongs to: the one that runs, or one closed lately enough to go on."""
        state = await self._held(visit)
        if state is None or state.state != "closed":
            return state
        if may_reopen(state, self._centre.now(), visit.widget["queue"]["reopen_days"]):
            return state
        if visit.only is not None:
            raise Refused("closed", "This conversation has ended. Ask for a new link.")
        return None

    def _remember(self, visit: Visit, conversation: str) -> None:
        """Every tab of the visitor is now in this Conversation."""
        if visit.conversation == conversation:
            return
        for other in self._visits.values():
            if other.visitor == visit.visitor and other.only is None:
                other.conversation = conversation

    async def _opening(self, visit: Visit, leave: bool) -> c.Opening:
        consent = visit.widget.get("consent")
        if consent and consent["required"] and visit.introduced.consent != consent["version"]:
            raise Refused("forbidden", "Agree to the privacy notice first.")
        customer, name = await self._centre.customer_of(
            visit.visitor, visit.widget["_id"], visit.introduced, visit.locale
        )
        return c.Opening(
            customer=customer,
            customer_name=name,
            queue=visit.widget["queue"]["_id"],
            visitor=visit.visitor,
            widget=visit.widget["_id"],
            page=visit.page,
            locale=visit.locale,
            form=visit.introduced.form,
            consent=visit.introduced.consent,
            left_message=leave,
        )

    def _actor(self, state: Conversation | None, opening: c.Opening | None) -> Actor:
        if opening is not None:
            return Actor("customer", opening.customer, opening.customer_name)
        assert state is not None
        return Actor("customer", state.customer, state.customer_name)

    def _limit(self, buckets: Buckets, key: str, tokens: float = 1.0) -> None:
        wait = buckets.take(key, time.monotonic(), tokens)
        if wait:
            raise Refused("rate_limited", f"Too fast. Try again in {max(1, round(wait))} s.")


def _only(conversation: str) -> str:
    """The room of the tabs that came to talk in a Conversation."""
    return f"only {conversation}"


def _talking(visitor: str) -> str:
    """The room of all such tabs of a visitor."""
    return f"talking {visitor}"
