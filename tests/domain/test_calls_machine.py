"""A small centre with telephones as rules: parties, media, clock and supervisors do what they like, and I6 to I9 hold.

The Desk, the slots' bookkeeping and the one timer per call are the real rules with the waiting taken out.
"""

from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain import call_commands as c
from domain import call_decisions, conversation, shift
from domain import commands as cc
from domain import events as e
from domain.call_events import CallEnded, LegConnected, Overflow, RecordingChanged, RecordingStored, VoicemailBegun
from domain.call_plan import wanted_plan
from domain.calls import Call, Leg, due_at
from domain.carrying import carried, served_as, written_as
from domain.conversation import Conversation, avoided, calling, offerable
from domain.refusal import Refused
from domain.routing import Free, Waiting, offers
from domain.shift import Shift, agent_of, holds, load, shift_of
from server.history import oddity
from server.slots import changes, implied
from tests.domain.script import START

AGENTS = ("ann", "ben", "cem")
LINES = ("cnv_1", "cnv_2", "cnv_3")
SUE = e.Actor("agent", "sue", "Sue")
agents = st.sampled_from(AGENTS)
lines = st.sampled_from(LINES)


def named(agent: str) -> e.Actor:
    return e.Actor("agent", agent, agent.title())


def visitor(line: str) -> str:
    return line.replace("cnv", "vis")


class PhoneMachine(RuleBasedStateMachine):
    """Three agents with one call each, three visitors, one supervisor."""

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = START
        self.states: dict[str, Conversation] = {}
        self.shifts = {agent: Shift(shift_of(agent)) for agent in AGENTS}
        self.due: deque[cc.Command] = deque()
        self.serial = 0
        self.ends: dict[str, int] = {}
        self.alone_since: dict[str, datetime] = {}
        self.written: dict[str, str] = {}
        self.stored: dict[str, str] = {}

    # What stands in for the Desk, Slots, Router, media and CallCentre

    def fields(self, stream: str, **more: Any) -> dict[str, Any]:
        self.serial += 1
        return {"id": f"cmd-{self.serial}", "conversation": stream, "at": self.now, **more}

    def call_fields(self, line: str, **more: Any) -> dict[str, Any]:
        call = self.call(line)
        ids = {"call": call.id if call else "", "new_leg": f"leg-{self.serial}", "new_offer": f"off-{self.serial}"}
        return self.fields(line, **{**ids, **more})

    def call(self, line: str) -> Call | None:
        state = self.states.get(line)
        return calling(state) if state is not None else None

    def do(self, command: cc.Command) -> bool:
        try:
            (self._on_shift if command.conversation.startswith("shf_") else self._on_conversation)(command)
        except Refused:
            return False
        return True

    def _on_shift(self, command: cc.Command) -> None:
        state = self.shifts.get(agent_of(command.conversation))
        if state is None:
            return
        for body in shift.decide(state, command):
            state = shift.evolve(state, self._event(command, state.number + 1, body))
            if isinstance(body, e.SlotReserved) and body.until_at is not None and body.in_channel == "call":
                assert load(state, "call") <= 1, "rung or offered beyond capacity"
        self.shifts[agent_of(state.id)] = state

    def decided(self, before: Conversation | None, command: cc.Command) -> list[e.Happening]:
        if isinstance(command, c.CallCommand):
            return call_decisions.decide(before, command)
        return conversation.decide(before, command)

    def _on_conversation(self, command: cc.Command) -> None:
        before = self.states.get(command.conversation)
        bodies = self.decided(before, command)
        assert len(bodies) <= 8, f"{type(command).__name__} made {len(bodies)} events"
        state, holder = before or Conversation(command.conversation), before.agent if before else None
        lease_at = before.offer.deadline_at if before and before.offer else None
        for body in bodies:
            event = self._event(command, state.number + 1, body)
            state = conversation.evolve(state, event)
            self.due.extend(implied(event, holder, written_as(state), lease_at))
            if isinstance(body, e.OfferAccepted | e.ConversationAssigned):
                holder = body.agent
            self._noted(state, body)
        if bodies:
            self.states[command.conversation] = state
            self.due.extend(changes(before, state, self.now))

    def _noted(self, state: Conversation, body: e.Happening) -> None:
        if isinstance(body, CallEnded):
            self.ends[body.call] = self.ends.get(body.call, 0) + 1
        if isinstance(body, RecordingChanged | VoicemailBegun):
            self.written[body.recording] = body.call
        if isinstance(body, RecordingStored):
            assert body.recording not in self.stored, "stored twice"
            self.stored[body.recording] = body.call
        if isinstance(body, LegConnected):
            call = state.call
            assert call is not None
            assert call.live, "sound in a call that is over"

    def _event(self, command: cc.Command, number: int, body: e.Body) -> e.Event:
        return e.Event(command.conversation, number, command.at, command.channel, command.actor, body)

    def settle(self, most: int | None = None) -> None:
        for _ in range(len(self.due) if most is None else min(most, len(self.due))):
            self.do(self.due.popleft())

    def busy(self) -> tuple[str, ...]:
        return tuple(agent for agent, s in self.shifts.items() if s.state != "available" or load(s, "call"))

    def look(self) -> None:
        """The timers: every call whose time has come, again until nothing is due."""
        for line in LINES:
            while (call := self.call(line)) and (at := due_at(call)) and at <= self.now:
                before = self.states[line].number
                self.do(c.CheckCall(**self.call_fields(line, busy=self.busy())))
                assert self.states[line].number > before, "a deadline that nothing answers would come for ever"
        for state in list(self.states.values()):
            if state.offer is not None and state.offer.deadline_at <= self.now:
                self.do(cc.ExpireOffer(**self.fields(state.id, offer=state.offer.id)))

    def lease(self, seconds: float) -> datetime:
        """No two leases end in the same millisecond, as no two commands of a Desk are asked in one."""
        self.serial += 1
        return self.now + timedelta(seconds=seconds, milliseconds=self.serial)

    def reserve(self, agent: str, line: str) -> datetime | None:
        until_at = self.lease(25)
        wanted = {"item": line, "in_channel": "call", "capacity": 1, "until_at": until_at}
        return until_at if self.do(cc.ReserveSlot(**self.fields(shift_of(agent), **wanted))) else None

    def do_with_place(self, command: cc.Command, agent: str, until_at: datetime) -> None:
        """Whoever was to be rung and is not has their place back."""
        if not self.do(command):
            back = {"item": command.conversation, "reason": "not_rung", "until_at": until_at}
            self.do(cc.ReleaseSlot(**self.fields(shift_of(agent), **back)))

    def waiting(self) -> list[Waiting]:
        return [
            Waiting(s.id, s.queue, served_as(s), s.waiting_since_at or START, avoided(s, self.now), s.first)
            for s in self.states.values()
            if offerable(s)
        ]

    def free(self) -> list[Free]:
        return [
            Free(
                agent,
                frozenset({"sales", "support"}),
                {"chat": 3 - load(s, "chat"), "call": 1 - load(s, "call")},
                s.idle_since_at or START,
                holds(s),
            )
            for agent, s in self.shifts.items()
            if s.state == "available"
        ]

    def route(self) -> None:
        for item, agent in offers(self.waiting(), self.free()):
            until_at = self.lease(30)
            channel = served_as(self.states[item])
            room = {"item": item, "in_channel": channel, "capacity": {"chat": 3, "call": 1}[channel]}
            if self.do(cc.ReserveSlot(**self.fields(shift_of(agent), until_at=until_at, **room))):
                fields = self.fields(item, agent=agent, agent_name=agent, deadline_at=until_at)
                if not self.do(cc.OfferConversation(**fields, offer=f"off-{self.serial}")):
                    back = self.fields(shift_of(agent), item=item, reason="not_offered", until_at=until_at)
                    self.do(cc.ReleaseSlot(**back))

    # What happens

    @initialize(there=st.lists(st.sampled_from([True, True, False]), min_size=3, max_size=3), calls=st.integers(0, 2))
    def begin(self, there: list[bool], calls: int) -> None:
        """Some agents are there, some calls run already."""
        for agent, here in zip(AGENTS, there, strict=True):
            self.do(cc.SetPresence(**self.fields(shift_of(agent), state="available" if here else "offline")))
        for line in LINES[:calls]:
            self.visitor_calls(line, None, answerable=True, record=True)
            self.route()
            self.offer_is_answered(line, yes=True)
            self.everybodys_sound_flows(line)
            self.settle()

    @rule(
        line=lines,
        overflow=st.sampled_from([None, None, (20, "both"), (20, "callback")]),
        answerable=st.sampled_from([True, True, True, False]),
        record=st.booleans(),
    )
    def visitor_calls(self, line: str, overflow: tuple[float, Overflow] | None, answerable: bool, record: bool) -> None:
        state = self.states.get(line)
        free = bool(state and state.agent and not self.call(line) and self.reserve(state.agent, line))
        opening = cc.Opening(customer="cus", customer_name="Vera", queue="sales", visitor=visitor(line))
        fields = self.call_fields(line, call=f"cal_{self.serial}", opening=opening, record=record, free=free)
        self.do(
            c.StartCall(
                **fields,
                direction="in",
                leg=f"leg-c{self.serial}",
                party=visitor(line),
                actor=e.Actor("customer", "cus", "Vera"),
                overflow_seconds=overflow[0] if overflow else None,
                overflow=overflow[1] if overflow else "both",
                answerable=answerable,
            )
        )

    @rule(line=lines, agent=agents)
    def agent_calls(self, line: str, agent: str) -> None:
        if self.call(line) is None and (until_at := self.reserve(agent, line)):
            fields = self.call_fields(line, call=f"cal_{self.serial}", actor=named(agent))
            start = c.StartCall(**fields, direction="out", leg=f"leg-a{self.serial}", party=agent)
            self.do_with_place(start, agent, until_at)

    @rule(line=lines)
    def visitor_writes(self, line: str) -> None:
        opening = cc.Opening(customer="cus", customer_name="Vera", queue="sales", visitor=visitor(line))
        self.do(cc.ReceiveMessage(**self.fields(line, message="m", text="hi", opening=opening)))

    @rule()
    def routing_round(self) -> None:
        self.route()

    @rule(line=lines, yes=st.booleans())
    def offer_is_answered(self, line: str, yes: bool) -> None:
        state = self.states.get(line)
        if state is not None and state.offer is not None:
            head = self.fields(line, actor=named(state.offer.agent), offer=state.offer.id)
            self.do(cc.AcceptOffer(**head, leg=f"leg-q{self.serial}") if yes else cc.DeclineOffer(**head))

    @rule(line=lines, yes=st.booleans(), which=st.integers(0, 3))
    def ring_is_answered(self, line: str, yes: bool, which: int) -> None:
        ringing = [leg for leg in self.legs(line) if leg.state == "ringing"]
        if ringing:
            leg = ringing[which % len(ringing)]
            actor = e.Actor("customer", "cus", "Vera") if leg.role == "customer" else named(leg.party)
            fields = self.call_fields(line, actor=actor, offer=leg.offer)
            self.do(c.AnswerRing(**fields) if yes else c.DeclineRing(**fields, busy=self.busy()))

    def legs(self, line: str) -> tuple[Leg, ...]:
        call = self.call(line)
        return call.legs if call else ()

    @rule(line=lines, which=st.integers(0, 5))
    def sound_flows(self, line: str, which: int) -> None:
        if legs := self.legs(line):
            self.do(c.ReportConnected(**self.call_fields(line, leg=legs[which % len(legs)].id)))

    @rule(line=lines)
    def everybodys_sound_flows(self, line: str) -> None:
        for leg in self.legs(line):
            if leg.joined:
                self.do(c.ReportConnected(**self.call_fields(line, leg=leg.id)))

    @rule(line=lines, which=st.integers(0, 5), how=st.sampled_from(["one", "one", "one", "all", "media"]))
    def sound_is_lost(self, line: str, which: int, how: str) -> None:
        ids = tuple(leg.id for leg in self.legs(line))
        if not ids:
            return
        one = how == "one"
        legs, reason = ((ids[which % len(ids)],) if one else ids), ("media" if how == "media" else "silent")
        self.do(c.ReportLost(**self.call_fields(line, legs=legs, reason=reason)))

    @rule(line=lines, which=st.integers(0, 5))
    def somebody_hangs_up(self, line: str, which: int) -> None:
        if legs := self.legs(line):
            leg = legs[which % len(legs)]
            actor = e.Actor("customer", "cus", "Vera") if leg.role == "customer" else e.Actor("agent", leg.party, "")
            self.do(c.EndCall(**self.call_fields(line, actor=actor, busy=self.busy())))

    def served(self, which: int = 0, consulting: bool = False) -> tuple[str, e.Actor] | None:
        """One of the calls that an Agent serves, and who does."""
        found = [
            (line, named(call.agent))
            for line in LINES
            if (call := self.call(line)) and call.agent and (call.consult_by is not None or not consulting)
        ]
        return found[which % len(found)] if found else None

    @precondition(lambda self: self.served() is not None)
    @rule(
        which=st.integers(0, 2),
        kind=st.sampled_from(["consult", "consult", "transfer", "add", "queue"]),
        free=st.booleans(),
        to=agents,
        answers=st.booleans(),
    )
    def agent_moves_it(self, which: int, kind: str, free: bool, to: str, answers: bool) -> None:
        line, actor = self.served(which) or ("", SUE)
        head = self.call_fields(line, actor=actor)
        if kind == "queue":
            self.do(c.TransferCall(**head, to_queue="support", to_name="Support"))
            return
        to = next((one.agent for one in self.free() if one.room["call"]), to) if free else to
        if until_at := self.reserve(to, line):
            moves: dict[str, c.CallCommand] = {
                "consult": c.StartConsult(**head, to=to, to_name=to),
                "transfer": c.TransferCall(**head, to_agent=to, to_name=to),
                "add": c.AddAgent(**head, agent=to, agent_name=to),
            }
            self.do_with_place(moves[kind], to, until_at)
        if answers:
            self.whoever_is_rung_answers(line)

    @rule(line=lines)
    def whoever_is_rung_answers(self, line: str) -> None:
        self.ring_is_answered(line, yes=True, which=0)
        self.everybodys_sound_flows(line)

    @precondition(lambda self: self.served(consulting=True) is not None)
    @rule(
        which=st.integers(0, 2),
        kind=st.sampled_from([c.CompleteConsult, c.SwapSides, c.MergeConsult, c.CancelConsult]),
    )
    def agent_turns_back(self, which: int, kind: Any) -> None:
        line, actor = self.served(which, consulting=True) or ("", SUE)
        self.do(kind(**self.call_fields(line, actor=actor)))

    @precondition(lambda self: self.served() is not None)
    @rule(which=st.integers(0, 2), on=st.booleans(), record=st.sampled_from(["on", "paused", "off"]))
    def agent_holds_and_records(self, which: int, on: bool, record: Any) -> None:
        line, actor = self.served(which) or ("", SUE)
        self.do(c.HoldCall(**self.call_fields(line, actor=actor, on=on)))
        self.do(c.RecordCall(**self.call_fields(line, actor=actor, state=record)))

    @rule(line=lines, mode=st.sampled_from(["listen", "whisper", "join"]))
    def supervisor(self, line: str, mode: Any) -> None:
        self.do(c.SuperviseCall(**self.call_fields(line, actor=SUE, mode=mode)))

    @rule(line=lines, agent=agents)
    def colleague_takes_over(self, line: str, agent: str) -> None:
        self.do(c.SuperviseCall(**self.call_fields(line, actor=named(agent), mode="takeover")))

    @rule(line=lines, kind=st.sampled_from([c.BeginVoicemail, c.AskCallback]))
    def caller_chooses(self, line: str, kind: Any) -> None:
        self.do(kind(**self.call_fields(line, actor=e.Actor("customer", "cus", "Vera"))))

    @rule(line=lines, closed=st.booleans())
    def conversation_is_moved(self, line: str, closed: bool) -> None:
        queue = cc.QueueConversation(**self.fields(line, queue="sales", queue_name="Sales"))
        self.do(cc.CloseConversation(**self.fields(line)) if closed else queue)

    @rule(agent=agents, state=st.sampled_from(["available", "available", "busy", "offline"]))
    def presence(self, agent: str, state: e.PresenceState) -> None:
        self.do(cc.SetPresence(**self.fields(shift_of(agent), state=state)))

    @rule(seconds=st.sampled_from([1, 6, 13, 31, 61]))
    def time_passes(self, seconds: int) -> None:
        for _ in range(seconds):
            self.now += timedelta(seconds=1)
            self.look()
            self.watch()

    @rule(most=st.integers(0, 4))
    def some_bookkeeping(self, most: int) -> None:
        self.settle(most)

    @precondition(lambda self: self.written.keys() - self.stored.keys())
    @rule(which=st.integers(0, 9))
    def file_is_stored(self, which: int) -> None:
        waiting = sorted(self.written.keys() - self.stored.keys())
        recording = waiting[which % len(waiting)]
        line = next((line for line, s in self.states.items() if s.call and recording in s.call.recordings), None)
        if line is not None:
            call = self.written[recording]
            kept = {"recording": recording, "seconds": 1.0, "size": 9, "incomplete": False, "voicemail": False}
            self.do(c.KeepRecording(**self.fields(line, call=call, **kept)))

    def watch(self) -> None:
        """I6: how long each live call has had nobody whose sound flows, or could in a moment."""
        for line in LINES:
            call = self.call(line)
            if call is None or any(leg.state in ("connected", "connecting") for leg in call.legs):
                self.alone_since.pop(line, None)
            else:
                since_at = self.alone_since.setdefault(line, self.now)
                assert self.now - since_at <= timedelta(seconds=60), f"I6: {call}"

    # What always holds

    @invariant()
    def i6_one_end_and_in_order(self) -> None:
        assert all(times == 1 for times in self.ends.values())
        for state in self.states.values():
            if state.call is not None and state.call.ended_at is not None:
                assert state.call.started_at <= (state.call.answered_at or state.call.started_at)
                assert (state.call.answered_at or state.call.started_at) <= state.call.ended_at
                assert not state.call.legs

    @invariant()
    def i7_one_agent_serves(self) -> None:
        for state in self.states.values():
            call = calling(state)
            if call is None:
                continue
            parties = [leg.party for leg in call.legs]
            assert len(parties) == len(set(parties)), "somebody is twice in a call"
            if call.agent is not None:
                assert call.leg_of(call.agent) is not None, "served by who is not there"
                assert state.agent == call.agent, "the call is one agent's, the conversation another's"
            if state.state in ("waiting", "offered"):
                assert all(leg.role == "customer" or leg.mode in ("listen", "whisper", "join") for leg in call.legs)

    @invariant()
    def i8_places_are_the_calls_once_bookkeeping_is_done(self) -> None:
        if self.due:
            return
        for agent, state in self.shifts.items():
            wanted = {s.id: carried(s)[agent].channel for s in self.states.values() if agent in carried(s)}
            kept = {
                item: slot.channel
                for item, slot in state.slots.items()
                if item in wanted or slot.until_at is None or slot.until_at <= self.now
            }
            missing = wanted.keys() - kept.keys()
            assert not missing, f"{agent} carries {missing} without a place"
            assert not {item for item in kept if item not in wanted and state.slots[item].until_at is None}

    @precondition(lambda self: self.waiting() and self.free())
    @rule()
    def routing_leaves_nobody_waiting(self) -> None:
        self.settle()
        self.route()
        assert offers(self.waiting(), self.free()) == []

    @invariant()
    def i9_recordings_belong_to_one_call(self) -> None:
        for state in self.states.values():
            call = state.call
            if call is not None:
                assert all(self.written[recording] == call.id for recording in call.recordings)
        assert self.stored.items() <= self.written.items()

    @invariant()
    def states_are_legal(self) -> None:
        for state in self.states.values():
            assert oddity(state) is None

    @invariant()
    def nobody_is_left_in_silence(self) -> None:
        """A Customer who is there hears somebody, or music; except while they speak after the tone."""
        for line in LINES:
            call = self.call(line)
            customer = call.customer if call else None
            if call and customer and customer.state == "connected" and call.voicemail_until_at is None:
                edges = wanted_plan(call).edges
                muted = any(leg.muted for leg in call.legs)
                assert muted or any(edge.sink == f"leg:{customer.id}" for edge in edges), call

    @invariant()
    def customers_never_hear_what_is_not_for_them(self) -> None:
        for line in LINES:
            call = self.call(line)
            customer = call.customer if call else None
            if call is None or customer is None:
                continue
            heard = {edge.source for edge in wanted_plan(call).edges if edge.sink == f"leg:{customer.id}"}
            secret = {
                f"leg:{leg.id}" for leg in call.legs if leg.side == "consult" or leg.mode in ("listen", "whisper")
            }
            assert not heard & secret


PhoneMachine.TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
TestPhones = PhoneMachine.TestCase


# With a guard taken away the machine must notice, or it proves nothing.


class NeverLooksAtTheClock(PhoneMachine):
    def look(self) -> None:
        pass


class KeepsNoPlaces(PhoneMachine):
    def settle(self, most: int | None = None) -> None:
        self.due.clear()


class RingsWhoIsBusy(PhoneMachine):
    def _on_shift(self, command: cc.Command) -> None:
        super()._on_shift(replace(command, capacity=9) if isinstance(command, cc.ReserveSlot) else command)


class EndsTwice(PhoneMachine):
    def decided(self, before: Conversation | None, command: cc.Command) -> list[e.Happening]:
        bodies = super().decided(before, command)
        return [*bodies, *(body for body in bodies if isinstance(body, CallEnded))]


class HandsOnTheCallButNotTheConversation(PhoneMachine):
    def decided(self, before: Conversation | None, command: cc.Command) -> list[e.Happening]:
        bodies = super().decided(before, command)
        if isinstance(command, c.CompleteConsult | c.SuperviseCall):
            return [body for body in bodies if not isinstance(body, e.ConversationAssigned)]
        return bodies


class StoresTwice(PhoneMachine):
    def decided(self, before: Conversation | None, command: cc.Command) -> list[e.Happening]:
        bodies = super().decided(before, command)
        return [*bodies, *(body for body in bodies if isinstance(body, RecordingStored))]


@pytest.mark.parametrize(
    "broken",
    [
        NeverLooksAtTheClock,
        KeepsNoPlaces,
        RingsWhoIsBusy,
        EndsTwice,
        HandsOnTheCallButNotTheConversation,
        StoresTwice,
    ],
)
def test_a_broken_telephone_is_noticed(broken: type[PhoneMachine]) -> None:
    quick = settings(max_examples=3000, stateful_step_count=40, phases=[Phase.generate], database=None, deadline=None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(broken, settings=quick)
