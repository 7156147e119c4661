"""Calls on the two sockets: what is asked there becomes acts, and every change of a call is pushed to who may know of it.

Agents in a call, and whoever has its Conversation open, see all of it; its visitor sees their own side of it.
"""

import time
from collections.abc import Awaitable, Callable, Iterator, Mapping
from typing import Any, TypeVar

import msgspec

from chat.sockets import Ack
from chat.visitors import Visit, Visitors
from domain import call_commands as c
from domain.call_events import (
    CALL_HAPPENINGS,
    CallEnded,
    CallQueued,
    CallTransferred,
    LegJoined,
    LegLeft,
    LegRang,
    Overflow,
    VoicemailBegun,
)
from domain.calls import Call, Leg, offers, waits
from domain.conversation import Conversation
from domain.events import Actor, Event
from domain.limits import Buckets, Limit
from domain.refusal import Refused
from domain.times import iso
from server.access import Caller
from server.calls import wire as w
from server.calls.acts import CallActs, Found
from server.calls.rows import call_row, visitor_row
from server.conversations import Acts
from server.desk import Told
from server.workspace import Workspace, page_room
from webrtc import plan as m

SETUPS = Limit(burst=5, per_second=5 / 60)
"""New calls of one address."""
SIGNALS = Limit(burst=10, per_second=0.5)
"""SDP offers of one party: each costs a handshake."""
TESTS = Limit(burst=10, per_second=0.2)
"""Test calls of one address or Agent: who makes sure that they are heard can still call."""
OTHERS = Limit(burst=60, per_second=5.0)
VOICEMAIL_KEY, CALLBACK_KEY = "1", "2"
"""What a waiting caller presses to leave words, and to be called back."""
INSTEAD: Mapping[type[c.CallCommand], Overflow] = {c.BeginVoicemail: "voicemail", c.AskCallback: "callback"}

Payload = TypeVar("Payload", bound=msgspec.Struct)


class CallSockets:
    """Registers the ``call.`` events of both endpoints, and hears the Desk for their pushes."""

    def __init__(
        self, visitors: Visitors, workspace: Workspace, acts: CallActs, offers: Acts, relays: Callable[[str], Ack]
    ) -> None:
        self._visitors, self._workspace = visitors, workspace
        self._acts, self._offers, self._relays = acts, offers, relays
        self._setups, self._signals = Buckets(SETUPS), Buckets(SIGNALS)
        self._tests, self._others = Buckets(TESTS), Buckets(OTHERS)
        self._register_visitors()
        self._register_agents()

    # Out ------------------------------------------------------------------------------------------------------------------

    def hear(self, told: Told) -> None:
        """Push what changed of a call, and offers of rings."""
        state = told.after
        if not isinstance(state, Conversation) or state.call is None:
            return
        before = told.before.call if isinstance(told.before, Conversation) else None
        if state.call is before:
            return
        self._show(state, state.call, before)
        note = next((event.body.note for event in told.events if isinstance(event.body, CallTransferred)), "")
        for event in told.events:
            self._push_ring(state, before, event, note)

    def _show(self, state: Conversation, call: Call, before: Call | None) -> None:
        parties = {leg.party for one in (before, call) if one is not None for leg in one.legs}
        rooms = [page_room(state.id), *sorted(parties), *([state.agent] if state.agent else [])]
        self._workspace.endpoint.push("call", self._row(state, call), rooms)
        if state.visitor is not None and call.direction != "internal":
            tabs = self._visitors.rooms(state.visitor, state.id)
            self._visitors.endpoint.push("call", visitor_row(state, call), tabs)

    def _row(self, state: Conversation, call: Call) -> dict[str, Any]:
        return self._workspace.masked(call_row(state, call), state.customer)

    def _ring(self, state: Conversation, call: str, ring: LegRang | Leg) -> dict[str, Any]:
        assert ring.deadline_at is not None
        return {
            "offer": ring.offer,
            "conversation": state.id,
            "deadline_at": iso(ring.deadline_at),
            "summary": self._workspace.row_of(state),
            "call": call,
            "purpose": ring.purpose,
        }

    def _push_ring(self, state: Conversation, before: Call | None, event: Event, note: str) -> None:
        """Rings are offers on the wire: put to an Agent with the words that go along, and withdrawn however they end."""
        body = event.body
        if isinstance(body, LegRang) and body.role == "agent":
            self._offers.remember_offer(body.offer, state.id)
            offer = self._ring(state, body.call, body)
            self._workspace.endpoint.push("offer", {**offer, "note": note} if note else offer, body.party)
        elif isinstance(body, CALL_HAPPENINGS):
            for leg, reason in _rings_over(before, body):
                self._workspace.endpoint.push("withdrawn", {"offer": leg.offer, "reason": reason}, leg.party)

    def passing(self, state: Conversation, call: Call, event: m.Quality | m.Levels) -> None:
        """Quality and levels, shown and forgotten; a visitor gets the quality of their own line."""
        name = "quality" if isinstance(event, m.Quality) else "levels"
        data = msgspec.to_builtins(event)
        data.pop("type")
        agents = [leg.party for leg in call.legs if leg.role != "customer"]
        self._workspace.endpoint.push(name, data, agents)
        own = call.customer
        if isinstance(event, m.Quality) and own is not None and own.id == event.leg:
            self._visitors.endpoint.push(name, data, self._visitors.rooms(own.party, state.id))

    def keys(self, state: Conversation, call: Call, leg: Leg, digits: str) -> None:
        """Digits that came with the sound."""
        agents = [other.party for other in call.legs if other.role != "customer" and other.id != leg.id]
        self._workspace.endpoint.push("keys", {"call": call.id, "leg": leg.id, "digits": digits}, agents)

    def greet_agent(self, sid: str, agent: str) -> None:
        """A tab of an Agent has come: the calls they are in, and what rings for them."""
        for state, call in self._acts.of_agent(agent):
            self._workspace.endpoint.tell("call", self._row(state, call), sid)
            leg = call.leg_of(agent)
            if leg is not None and leg.offer is not None and leg.deadline_at is not None:
                self._offers.remember_offer(leg.offer, state.id)
                self._workspace.endpoint.tell("offer", self._ring(state, call.id, leg), sid)

    def greet_visitor(self, sid: str, visit: Visit) -> None:
        """A tab of a visitor has come: the call they are in."""
        for state, call in self._of(visit):
            self._visitors.endpoint.tell("call", visitor_row(state, call), sid)

    # Visitors -------------------------------------------------------------------------------------------------------------

    def _register_visitors(self) -> None:
        endpoint = self._visitors.endpoint
        self._visitors.on_greeting(self.greet_visitor)
        endpoint.on("call.start", w.VisitorCallStart, self._visitor_starts)
        endpoint.on("call.offer", w.CallOffer, self._visitor_signals)
        endpoint.on("call.test", w.CallTest, self._visitor_tests)
        endpoint.on("call.ice", w.CallIce, self._visitor_candidate)
        endpoint.on("call.relays", w.CallRelays, self._visitor_relays)
        endpoint.on("call.keys", w.CallKeys, self._visitor_keys)
        endpoint.on("call.mute", w.CallOn, self._visitor_mutes)
        endpoint.on("call.end", w.OfCall, self._visitor_ends)
        endpoint.on("call.voicemail", w.OfCall, self._visitor_leaves_words)
        endpoint.on("call.callback", w.OfCall, self._visitor_asks_back)

    async def _visitor_starts(self, sid: str, wanted: w.VisitorCallStart) -> Ack:
        visit, state = await self._visitors.current(sid)
        self._limit(self._others, visit.visitor)
        live = next(self._acts.of_visitor(visit.visitor), None)
        if live is None and visit.widget["kind"] == "chat":
            raise Refused("forbidden", "This widget takes no calls.")
        if wanted.conversation is not None and (state is None or state.id != wanted.conversation):
            raise Refused("not_found", "There is no such conversation.")
        if live is None:
            await self._acts.check_media()  # before the limit: a try that cannot succeed spends nothing
            self._limit(self._setups, visit.address)
        elif visit.only not in (None, live[0].id):
            raise Refused("conflict", "There is another call with you already.")
        opening = None if state is not None else await self._visitors.opening(visit)
        video = bool(visit.widget.get("video", False))
        found = await self._acts.call_in(visit.visitor, state, opening, wanted.notice, video)
        self._visitors.remember(visit, found[0].id)
        return _started(found, visit.visitor)

    async def _visitor_signals(self, sid: str, wanted: w.CallOffer) -> Ack:
        visitor, found = await self._visitors_call(sid, wanted.call)
        self._limit(self._signals, visitor)
        return {"ok": True, "sdp": await self._acts.signal(found, _own_leg(found[1], visitor, wanted.leg), wanted.sdp)}

    async def _visitor_tests(self, sid: str, wanted: w.CallTest) -> Ack:
        visit, _ = await self._visitors.current(sid)
        self._limit(self._tests, visit.address)
        return {"ok": True, "sdp": await self._acts.echo(wanted.sdp)}

    async def _visitor_candidate(self, sid: str, wanted: w.CallIce) -> Ack:
        await self._visitors_call(sid, wanted.call)
        return {"ok": True}

    async def _visitor_relays(self, sid: str, wanted: w.CallRelays) -> Ack:
        visit, _ = await self._visitors.current(sid)
        self._limit(self._others, visit.visitor)
        return self._relays(visit.visitor)

    async def _visitor_keys(self, sid: str, wanted: w.CallKeys) -> Ack:
        visitor, found = await self._visitors_call(sid, wanted.call)
        leg = found[1].leg_of(visitor)
        if leg is not None:
            await self.pressed(*found, leg, wanted.digits)
        return {"ok": True}

    async def pressed(self, state: Conversation, call: Call, leg: Leg, digits: str) -> None:
        """Keys of a party: a waiting caller chooses by them, everybody else's are shown to the agents."""
        kinds: Mapping[str, type[c.CallCommand]] = {VOICEMAIL_KEY: c.BeginVoicemail, CALLBACK_KEY: c.AskCallback}
        chosen = kinds.get(digits[-1])
        if waits(call) and leg.role == "customer" and chosen is not None and offers(call, INSTEAD[chosen]):
            await self._acts.act(chosen, (state, call), _customer(state))
        else:
            self.keys(state, call, leg, digits)

    async def _visitor_mutes(self, sid: str, wanted: w.CallOn) -> Ack:
        return await self._visitor_acts(sid, wanted.call, c.MuteLeg, on=wanted.on)

    async def _visitor_leaves_words(self, sid: str, wanted: w.OfCall) -> Ack:
        return await self._visitor_acts(sid, wanted.call, c.BeginVoicemail)

    async def _visitor_asks_back(self, sid: str, wanted: w.OfCall) -> Ack:
        return await self._visitor_acts(sid, wanted.call, c.AskCallback)

    async def _visitor_ends(self, sid: str, wanted: w.OfCall) -> Ack:
        _, found = await self._visitors_call(sid, wanted.call)
        await self._acts.end(found, _customer(found[0]))
        return {"ok": True}

    async def _visitor_acts(self, sid: str, call: str | None, kind: type[c.CallCommand], **fields: Any) -> Ack:
        _, found = await self._visitors_call(sid, call)
        await self._acts.act(kind, found, _customer(found[0]), **fields)
        return {"ok": True}

    async def _visitors_call(self, sid: str, id: str | None) -> tuple[str, Found]:
        """The visitor at a socket and their live call. Raises Refused."""
        visit, _ = await self._visitors.current(sid)
        self._limit(self._others, visit.visitor)
        found = next((one for one in self._of(visit) if id is None or one[1].id == id), None)
        if found is None:
            raise Refused("not_found", "You are in no such call.")
        return visit.visitor, found

    def _of(self, visit: Visit) -> Iterator[Found]:
        """The live calls that a visitor's tab may know of."""
        return (one for one in self._acts.of_visitor(visit.visitor) if visit.only in (None, one[0].id))

    # Agents ---------------------------------------------------------------------------------------------------------------

    def _register_agents(self) -> None:
        on = self._workspace.on
        self._workspace.on_greeting(self.greet_agent)
        on("call.start", w.AgentCallStart, self._agent_starts)
        on("call.offer", w.CallOffer, self._agent_signals)
        on("call.test", w.CallTest, self._agent_tests)
        on("call.ice", w.CallIce, self._agent_candidate)
        on("call.relays", w.CallRelays, self._agent_relays)
        on("call.keys", w.CallKeys, self._agent_keys)
        on("call.end", w.OfCall, self._agent_ends)
        on("call.mute", w.CallOn, self._doing(c.MuteLeg, "on"))
        on("call.hold", w.CallOn, self._doing(c.HoldCall, "on"))
        on("call.complete", w.CallComplete, self._doing(c.CompleteConsult, "note"))
        on("call.swap", w.OfCall, self._doing(c.SwapSides))
        on("call.merge", w.OfCall, self._doing(c.MergeConsult))
        on("call.cancel", w.OfCall, self._doing(c.CancelConsult))
        on("call.remove", w.CallRemove, self._doing(c.RemoveLeg, "leg"))
        on("call.record", w.CallRecord, self._doing(c.RecordCall, "state"))
        on("call.consult", w.CallConsult, self._agent_consults)
        on("call.transfer", w.CallTransfer, self._agent_transfers)
        on("call.add", w.CallAdd, self._agent_adds)
        for mode in ("listen", "whisper", "join", "takeover"):
            on(f"call.{mode}", w.OfCall, self._supervising(mode))

    async def _agent_starts(self, sid: str, caller: Caller, wanted: w.AgentCallStart) -> Ack:
        if (wanted.conversation is None) == (wanted.agent is None):
            raise Refused("invalid", "Give either a conversation or an agent.")
        found = (
            await self._acts.call_out(caller, wanted.conversation)
            if wanted.conversation is not None
            else await self._acts.call_colleague(caller, wanted.agent or "")
        )
        return _started(found, caller.id)

    async def _agent_signals(self, sid: str, caller: Caller, wanted: w.CallOffer) -> Ack:
        self._limit(self._signals, caller.id)
        found = self._acts.one_of(caller.id, wanted.call)
        return {
            "ok": True,
            "sdp": await self._acts.signal(
                found, _own_leg(found[1], caller.id, wanted.leg), wanted.sdp, caller.session.id
            ),
        }

    async def _agent_tests(self, sid: str, caller: Caller, wanted: w.CallTest) -> Ack:
        self._limit(self._tests, caller.id)
        return {"ok": True, "sdp": await self._acts.echo(wanted.sdp)}

    async def _agent_candidate(self, sid: str, caller: Caller, wanted: w.CallIce) -> Ack:
        self._acts.one_of(caller.id, wanted.call)
        return {"ok": True}

    async def _agent_relays(self, sid: str, caller: Caller, wanted: w.CallRelays) -> Ack:
        return self._relays(caller.id)

    async def _agent_keys(self, sid: str, caller: Caller, wanted: w.CallKeys) -> Ack:
        found = self._acts.one_of(caller.id, wanted.call)
        leg = found[1].leg_of(caller.id)
        if leg is not None:
            self.keys(*found, leg, wanted.digits)
        return {"ok": True}

    async def _agent_ends(self, sid: str, caller: Caller, wanted: w.OfCall) -> Ack:
        await self._acts.end(self._acts.one_of(caller.id, wanted.call), caller.actor)
        return {"ok": True}

    async def _agent_consults(self, sid: str, caller: Caller, wanted: w.CallConsult) -> Ack:
        to = w.called(wanted.to)
        if to.agent is None or to.queue is not None:
            raise Refused("invalid", "Only an agent can be consulted.")
        name = self._acts.agent_named(to.agent)["name"]
        found = self._acts.one_of(caller.id, wanted.call)
        await self._acts.ring(c.StartConsult, found, caller, to.agent, to=to.agent, to_name=name)
        return {"ok": True}

    async def _agent_transfers(self, sid: str, caller: Caller, wanted: w.CallTransfer) -> Ack:
        found = self._acts.one_of(caller.id, wanted.call)
        to = w.called(wanted.to)
        if (to.agent is None) == (to.queue is None):
            raise Refused("invalid", "Give either an agent or a queue.")
        if to.queue is not None:
            name = self._acts.queue_named(to.queue)["name"]
            fields = {"to_queue": to.queue, "to_name": name, "note": wanted.note}
            await self._acts.act(c.TransferCall, found, caller.actor, **fields)
        elif to.agent is not None:
            name = self._acts.agent_named(to.agent)["name"]
            fields = {"to_agent": to.agent, "to_name": name, "note": wanted.note}
            await self._acts.ring(c.TransferCall, found, caller, to.agent, **fields)
        return {"ok": True}

    async def _agent_adds(self, sid: str, caller: Caller, wanted: w.CallAdd) -> Ack:
        name = self._acts.agent_named(wanted.agent)["name"]
        found = self._acts.one_of(caller.id, wanted.call)
        await self._acts.ring(c.AddAgent, found, caller, wanted.agent, agent=wanted.agent, agent_name=name)
        return {"ok": True}

    def _doing(self, kind: type[c.CallCommand], *fields: str) -> Callable[[str, Caller, Any], Awaitable[Ack]]:
        """A handler that hands ``fields`` of its payload to a Command about the caller's call."""

        async def handle(sid: str, caller: Caller, wanted: Any) -> Ack:
            found = self._acts.one_of(caller.id, wanted.call)
            await self._acts.act(kind, found, caller.actor, **{name: getattr(wanted, name) for name in fields})
            return {"ok": True}

        return handle

    def _supervising(self, mode: str) -> Callable[[str, Caller, w.OfCall], Awaitable[Ack]]:
        async def handle(sid: str, caller: Caller, wanted: w.OfCall) -> Ack:
            return _started(await self._acts.supervise(caller, wanted.call, mode), caller.id)

        return handle

    def _limit(self, buckets: Buckets, key: str) -> None:
        wait = buckets.take(key, time.monotonic())
        if wait:
            raise Refused("rate_limited", f"Too fast. Try again in {max(1, round(wait))} s.")


def _started(found: Found, party: str) -> Ack:
    state, call = found
    leg = call.leg_of(party)
    return {"ok": True, "call": call.id, "leg": leg.id if leg else None, "conversation": state.id}


def _own_leg(call: Call, party: str, leg: str) -> Leg:
    own = call.leg_of(party)
    if own is None or own.id != leg:
        raise Refused("not_found", "This leg is not yours.")
    return own


def _customer(state: Conversation) -> Actor:
    return Actor("customer", state.customer, state.customer_name)


def _rings_over(before: Call | None, body: Any) -> list[tuple[Leg, str]]:
    """The rings that an event ends, and why."""
    ringing = [leg for leg in before.legs if leg.role == "agent" and leg.offer is not None] if before else []
    match body:
        case LegJoined(leg=id):
            return [(leg, "accepted") for leg in ringing if leg.id == id]
        case LegLeft(leg=id, reason=reason):
            return [(leg, reason) for leg in ringing if leg.id == id]
        case CallEnded() | CallQueued() | VoicemailBegun():
            return [(leg, "call_ended") for leg in ringing]
        case _:
            return []
