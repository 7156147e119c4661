"""What visitors, agents and supervisors ask of calls, whoever carries the words: each finds its call, then gives the Desk one Command.

An Agent who is to be rung has room reserved first, so that two who ask at once cannot ring one Agent twice.
"""

import asyncio
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeVar
from weakref import WeakValueDictionary

from domain import call_commands as c
from domain import commands as cc
from domain.calls import RING, Call, Leg
from domain.conversation import Conversation, calling
from domain.events import Actor
from domain.ids import unguessable
from domain.refusal import Refused
from domain.shift import shift_of
from domain.stream import Unavailable
from server.access import Access, Caller
from server.board import Board
from server.calls.calls import CallCentre
from server.calls.leg_sessions import LegSessions
from server.clock import Clock
from server.desk import Desk
from server.directory import Directory, Document

Kind = TypeVar("Kind", bound=c.CallCommand)

Found = tuple[Conversation, Call]


class CallActs:
    """Commands of everybody in calls."""

    def __init__(
        self,
        *,
        access: Access,
        desk: Desk,
        board: Board,
        directory: Directory,
        calls: CallCentre,
        clock: Clock,
        sessions: LegSessions,
        here: Callable[[str], bool],
        on_site: Callable[[str], bool],
        takes_calls: Callable[[str], bool],
    ) -> None:
        self._access, self._desk, self._board = access, desk, board
        self._directory, self._calls, self._clock, self._sessions = directory, calls, clock, sessions
        self._here, self._on_site, self._takes_calls = here, on_site, takes_calls
        self._starting: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def check_media(self) -> None:
        """Calls must be possible. Raises Refused."""
        if not await self._calls.is_possible():
            raise Refused("unavailable", "Calls are not possible at the moment.")

    # Visitors -------------------------------------------------------------------------------------------------------------

    def of_visitor(self, visitor: str) -> Iterator[Found]:
        """The live calls that a visitor is in, or is rung for."""
        return (
            (state, call)
            for state in self._board.live.values()
            if state.visitor == visitor and (call := calling(state)) is not None and call.leg_of(visitor) is not None
        )

    async def call_in(
        self,
        visitor: str,
        state: Conversation | None,
        opening: cc.Opening | None,
        notice: str | None,
        video: bool = False,
    ) -> Found:
        """A visitor calls, or answers who calls them, or comes back to their call."""
        lock = self._starting.setdefault(visitor, asyncio.Lock())
        async with lock:
            found = next(self.of_visitor(visitor), None)
            if found is None:
                return await self._begin_in(visitor, state, opening, notice, video)
            leg = found[1].leg_of(visitor)
            if leg is not None and leg.offer is not None:
                actor = Actor("customer", found[0].customer, found[0].customer_name)
                return await self._do(c.AnswerRing, found, actor, offer=leg.offer, notice=notice)
            return found

    async def _begin_in(
        self, visitor: str, state: Conversation | None, opening: cc.Opening | None, notice: str | None, video: bool
    ) -> Found:
        conversation = state.id if state is not None else unguessable("cnv")
        source = state or opening
        assert source is not None
        lease = self._lease() if state is not None and state.agent and state.state in ("open", "snoozed") else None
        free = lease is not None and state is not None and await self._is_reserved(state.agent or "", state.id, lease)
        queue = self._directory.get("queues", source.queue, even_hidden=True)
        wait_seconds = queue.get("call_wait_seconds", 300)
        fields = self._fields(conversation, Actor("customer", source.customer, source.customer_name))
        start = c.StartCall(
            **fields,
            direction="in",
            call=unguessable("cal"),
            leg=unguessable("leg"),
            party=visitor,
            opening=opening,
            record=bool(queue.get("record_calls", False)),
            notice=notice,
            overflow_seconds=float(wait_seconds) if wait_seconds else None,
            overflow=queue.get("call_overflow", "both"),
            video=video,
            free=free,
            answerable=self.answerable(source.queue),
        )
        if free and lease is not None and state is not None and state.agent:
            return await self._do_with_place(start, state.agent, lease)
        return await self._given(start)

    def answerable(self, queue: str) -> bool:
        """Whether any Agent of a queue takes calls now, or is only busy for the moment."""
        return any(
            shift.state in ("available", "busy", "wrap_up")
            and queue in self._directory.queues_of(agent)
            and self._directory.capacity(agent, "call") > 0
            for agent, shift in self._board.shifts.items()
        )

    # Agents ---------------------------------------------------------------------------------------------------------------

    def of_agent(self, agent: str) -> Iterator[Found]:
        """The live calls that an Agent is in, or is rung for."""
        return (
            (state, call)
            for state in self._board.live.values()
            if (call := calling(state)) is not None and call.leg_of(agent) is not None
        )

    def one_of(self, agent: str, id: str | None) -> Found:
        """The call of this id, or the only one the Agent has joined. Raises Refused."""
        mine = [
            (state, call)
            for state, call in self.of_agent(agent)
            if (leg := call.leg_of(agent)) is not None and (call.id == id if id is not None else leg.joined)
        ]
        if not mine:
            raise Refused("not_found", "You are in no such call.")
        if len(mine) > 1:
            raise Refused("invalid", "You are in several calls: say which.")
        return mine[0]

    async def call_out(self, caller: Caller, conversation: str) -> Found:
        """An Agent calls the visitor of a Conversation, or comes back to the call in it."""
        state = await self._access.conversation(caller, conversation)
        call = calling(state)
        leg = call.leg_of(caller.id) if call is not None else None
        if call is not None and leg is not None:
            if leg.offer is not None:
                return await self._do(c.AnswerRing, (state, call), caller.actor, offer=leg.offer)
            return state, call
        if state.visitor is None or not self._on_site(state.visitor):
            raise Refused("conflict", "The visitor is not on the site now.")
        if not self._takes_calls(state.visitor):
            raise Refused(
                "conflict", "The page that the visitor is on can only chat. Send them a link to talk instead."
            )
        await self._check_free_line(caller, state.id)
        lock = self._starting.setdefault(state.visitor, asyncio.Lock())
        async with lock:
            if next(self.of_visitor(state.visitor), None) is not None:
                raise Refused("conflict", "The visitor is in a call already.")
            return await self._begin_out(caller, state)

    async def _begin_out(self, caller: Caller, state: Conversation) -> Found:
        queue = self._directory.get("queues", state.queue, even_hidden=True)
        start = c.StartCall(
            **self._fields(state.id, caller.actor),
            direction="out",
            call=unguessable("cal"),
            leg=unguessable("leg"),
            party=caller.id,
            record=bool(queue.get("record_calls", False)),
            video=self._shows_video(state),
        )
        return await self._given(start)

    def _shows_video(self, state: Conversation) -> bool:
        """Whether the widget that a Conversation came by allows cameras and screens."""
        widgets = self._directory.all("widgets", even_hidden=True)
        return any(widget.get("video", False) for widget in widgets if widget["_id"] == state.widget)

    async def call_colleague(self, caller: Caller, agent: str) -> Found:
        """One Agent calls another."""
        await self._check_free_line(caller)
        to = self._callable_agent(agent, caller)
        queues = sorted(self._directory.queues_of(caller.id))
        opening = cc.Opening(
            customer="", customer_name=to["name"], queue=queues[0] if queues else self._directory.first_queue()
        )
        conversation = unguessable("cnv")
        start = c.StartCall(
            **self._fields(conversation, caller.actor),
            direction="internal",
            call=unguessable("cal"),
            leg=unguessable("leg"),
            party=caller.id,
            to=to["_id"],
            to_name=to["name"],
            opening=opening,
        )
        return await self._do_with_place(start, agent, await self._reserve(agent, conversation))

    async def answer_ring(self, caller: Caller, state: Conversation, offer: str) -> bool:
        """Join the call that rings; False where the offer is not a ring. Raises Refused."""
        call = calling(state)
        if call is None or call.ringing(offer) is None:
            return False
        await self._do(c.AnswerRing, (state, call), caller.actor, offer=offer)
        return True

    async def decline_ring(self, caller: Caller, state: Conversation, offer: str) -> bool:
        """Do not join; False where the offer is not a ring. Raises Refused."""
        call = calling(state)
        if call is None or call.ringing(offer) is None:
            return False
        await self._do(c.DeclineRing, (state, call), caller.actor, offer=offer, busy=self._calls.busy())
        return True

    async def ring(self, kind: type[Kind], found: Found, caller: Caller, whom: str, **fields: Any) -> Found:
        """A Command that rings the Agent ``whom``, who must have room. Raises Refused."""
        self._callable_agent(whom, caller)
        lease = await self._reserve(whom, found[0].id)
        return await self._do_with_place(self.command(kind, found, caller.actor, **fields), whom, lease)

    async def supervise(self, caller: Caller, id: str | None, mode: str) -> Found:
        """Listen, whisper, join or take over a call within the caller's reach."""
        found = next(
            ((s, call) for s in self._board.live.values() if (call := calling(s)) is not None and call.id == id), None
        )
        if found is None:
            raise Refused("not_found", "There is no such call.")
        await self._access.conversation(caller, found[0].id)
        return await self._do(c.SuperviseCall, found, caller.actor, mode=mode)

    async def act(self, kind: type[c.CallCommand], found: Found, actor: Actor, **fields: Any) -> Found:
        """Any other Command about a call. Raises Refused."""
        return await self._do(kind, found, actor, **fields)

    async def end(self, found: Found, actor: Actor) -> Found:
        """Hang up."""
        return await self._do(c.EndCall, found, actor, busy=self._calls.busy())

    async def signal(self, found: Found, leg: Leg, sdp: str, session: str | None = None) -> str:
        """The SDP answer for one's own leg, an Agent's by their ``session``. Raises Refused."""
        if not leg.joined:
            raise Refused("conflict", "Answer first.")
        answer = await self._calls.answer(*found, leg.id, sdp)
        if session is not None:
            self._sessions.connected(found[1].id, leg.id, session)
        return answer

    async def echo(self, sdp: str) -> str:
        """The SDP answer of a test call. Raises Refused."""
        await self.check_media()
        return await self._calls.echo(sdp)

    def agent_named(self, agent: str) -> Document:
        """An Agent's document. Raises Refused."""
        return self._directory.get("agents", agent)

    def queue_named(self, queue: str) -> Document:
        """A queue's document. Raises Refused."""
        return self._directory.get("queues", queue)

    # ----------------------------------------------------------------------------------------------------------------------

    def _callable_agent(self, agent: str, caller: Caller) -> Document:
        document = self._directory.get("agents", agent)
        if agent == caller.id:
            raise Refused("invalid", "You cannot call yourself.")
        if not document["active"] or "conversations.handle" not in self._directory.rights(document):
            raise Refused("invalid", f"{document['name']} does not take calls.")
        if not self._here(agent):
            raise Refused("conflict", f"{document['name']} is not here.")
        return document

    async def _check_free_line(self, caller: Caller, about: str = "") -> None:
        """Calls that go on count, and offers, but none of the Conversation ``about`` which the call is. Raises Refused."""
        await self.check_media()
        shift = self._board.shifts.get(caller.id)
        slots = shift.slots.items() if shift is not None else ()
        calls = {item: slot for item, slot in slots if slot.channel == "call" and item != about}
        lines = [item for item, slot in calls.items() if slot.until_at or self._goes_on(item)]
        if len(lines) >= max(1, self._directory.capacity(caller.id, "call")):
            raise Refused("over_capacity", "You are in a call already.")

    def _goes_on(self, conversation: str) -> bool:
        state = self._board.live.get(conversation)
        return state is not None and calling(state) is not None

    def _lease(self) -> datetime:
        return self._clock.now() + RING

    async def _reserve(self, agent: str, conversation: str) -> datetime:
        """Room for a call, held while the Agent is rung. Raises Refused."""
        lease = self._lease()
        if not await self._is_reserved(agent, conversation, lease):
            raise Refused("over_capacity", f"{self._directory.agent_name(agent)} cannot take a call now.")
        return lease

    async def _is_reserved(self, agent: str, conversation: str, lease: datetime) -> bool:
        capacity = self._directory.capacity(agent, "call")
        try:
            await self._desk.do(
                cc.ReserveSlot(
                    id=f"rr|{unguessable('rsv')}",
                    conversation=shift_of(agent),
                    at=self._clock.now(),
                    item=conversation,
                    in_channel="call",
                    capacity=capacity,
                    until_at=lease,
                )
            )
        except Refused:
            return False
        return True

    async def _do_with_place(self, command: c.CallCommand, agent: str, lease: datetime) -> Found:
        """Whoever was to be rung and is not has their room back."""
        try:
            return await self._given(command)
        except (Refused, Unavailable):
            await self._desk.do(
                cc.ReleaseSlot(
                    id=f"ru|{command.id}",
                    conversation=shift_of(agent),
                    at=self._clock.now(),
                    item=command.conversation,
                    reason="not_rung",
                    until_at=lease,
                )
            )
            raise

    async def _do(self, kind: type[c.CallCommand], found: Found, actor: Actor, **fields: Any) -> Found:
        return await self._given(self.command(kind, found, actor, **fields))

    def command(self, kind: type[Kind], found: Found, actor: Actor, **fields: Any) -> Kind:
        """A Command about a call that was found."""
        return kind(**self._fields(found[0].id, actor), call=found[1].id, **fields)

    async def _given(self, command: c.CallCommand) -> Found:
        """Give it to the Desk; the call as it is then."""
        done = await self._desk.do(command)
        assert isinstance(done.state, Conversation)
        assert done.state.call is not None
        return done.state, done.state.call

    def _fields(self, conversation: str, actor: Actor) -> dict[str, Any]:
        ids = {"id": f"v|{unguessable('cmd')}", "new_leg": unguessable("leg"), "new_offer": unguessable("off")}
        return {**ids, "conversation": conversation, "at": self._clock.now(), "actor": actor}
