"""A whole centre as rules: customers, agents and time do what they like, and the promises of routing hold after every step.

The desk and the slots' bookkeeping are the real ones with the waiting taken out: commands that one stream causes on another
are carried out late, in any number, as they are after a slow write or a crash.
"""

from collections import deque
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    consumes,
    initialize,
    invariant,
    multiple,
    precondition,
    rule,
    run_state_machine_as_test,
)

from domain import commands as c
from domain import conversation, shift
from domain import events as e
from domain.conversation import Conversation, Offer, avoided
from domain.refusal import Refused
from domain.routing import Free, Waiting, offers
from domain.shift import Shift, agent_of, holds, load, shift_of
from server.history import oddity
from server.slots import implied
from tests.domain.script import START

AGENTS = ("ann", "ben", "cem")
CAPACITY = {"ann": 1, "ben": 2, "cem": 3}
SERVES = {"ann": {"sales"}, "ben": {"sales", "support"}, "cem": {"support"}}
OFFER_SECONDS = 30
by_hand = st.sampled_from(AGENTS)


class CentreMachine(RuleBasedStateMachine):
    """Three agents, two queues, and whatever happens."""

    conversations = Bundle("conversations")

    def __init__(self) -> None:
        super().__init__()
        self.now: datetime = START
        self.states: dict[str, Conversation] = {}
        self.shifts = {agent: Shift(shift_of(agent)) for agent in AGENTS}
        self.due: deque[c.Command] = deque()
        self.serial = 0
        self.assigned_by_hand = False

    # What stands in for the Desk, Slots and the Router

    def fields(self, stream: str, **more: Any) -> dict[str, Any]:
        self.serial += 1
        return {"id": f"cmd-{self.serial}", "conversation": stream, "at": self.now, **more}

    def do(self, command: c.Command) -> bool:
        """Decide and fold; what follows for shifts waits in ``due``. False when refused."""
        stream = command.conversation
        try:
            if stream.startswith("shf_"):
                self._on_shift(command)
            else:
                self._on_conversation(command)
        except Refused:
            return False
        return True

    def _on_shift(self, command: c.Command) -> None:
        state = self.shifts[agent_of(command.conversation)]
        for body in shift.decide(state, command):
            state = shift.evolve(state, self._event(command, state.number + 1, body))
            if isinstance(body, e.SlotReserved) and body.until_at is not None:
                assert load(state, "chat") <= CAPACITY[agent_of(state.id)], "offered beyond capacity"
        self.shifts[agent_of(command.conversation)] = state

    def _on_conversation(self, command: c.Command) -> None:
        before = self.states.get(command.conversation)
        bodies = conversation.decide(before, command)
        state, holder = before or Conversation(command.conversation), before.agent if before else None
        lease_at = before.offer.deadline_at if before and before.offer else None
        for body in bodies:
            if isinstance(body, e.OfferMade):
                assert body.agent not in avoided(state, command.at), "offered to who lately said no"
            event = self._event(command, state.number + 1, body)
            state = conversation.evolve(state, event)
            self.due.extend(implied(event, holder, "chat", lease_at))
            if isinstance(body, e.OfferAccepted | e.ConversationAssigned):
                holder = body.agent
        if bodies:
            self.states[command.conversation] = state

    def _event(self, command: c.Command, number: int, body: e.Body) -> e.Event:
        return e.Event(command.conversation, number, command.at, command.channel, command.actor, body)

    def settle(self, most: int | None = None) -> None:
        for _ in range(len(self.due) if most is None else min(most, len(self.due))):
            self.do(self.due.popleft())

    def line(self) -> list[Waiting]:
        return [
            Waiting(s.id, s.queue, s.channel, s.waiting_since_at or START, avoided(s, self.now))
            for s in self.states.values()
            if s.state == "waiting"
        ]

    def free(self) -> list[Free]:
        return [
            Free(
                agent,
                frozenset(SERVES[agent]),
                {"chat": CAPACITY[agent] - load(s, "chat")},
                s.idle_since_at or START,
                holds(s),
            )
            for agent, s in self.shifts.items()
            if s.state == "available"
        ]

    def on_offer(self) -> list[tuple[str, Offer]]:
        return [(state.id, state.offer) for state in self.states.values() if state.offer is not None]

    def route(self) -> None:
        for item, agent in offers(self.line(), self.free()):
            # No two leases end in the same millisecond, as no two commands of a Desk are asked in one.
            until_at = self.now + timedelta(seconds=OFFER_SECONDS, milliseconds=self.serial)
            reserve = self.fields(
                shift_of(agent), item=item, in_channel="chat", capacity=CAPACITY[agent], until_at=until_at
            )
            if not self.do(c.ReserveSlot(**reserve)):
                continue
            offer = self.fields(item, offer=f"off-{self.serial}", agent=agent, agent_name=agent, deadline_at=until_at)
            if not self.do(c.OfferConversation(**offer)):
                back = self.fields(shift_of(agent), item=item, reason="not_offered", until_at=until_at)
                self.do(c.ReleaseSlot(**back))

    # What happens

    @initialize(states=st.lists(st.sampled_from(["available", "offline"]), min_size=3, max_size=3))
    def begin(self, states: list[e.PresenceState]) -> None:
        for agent, state in zip(AGENTS, states, strict=True):
            self.do(c.SetPresence(**self.fields(shift_of(agent), state=state)))

    @rule(target=conversations, queue=st.sampled_from(["sales", "support"]), more=st.integers(1, 3))
    def customers_write(self, queue: str, more: int) -> Any:
        new = []
        for _ in range(more):
            opening = c.Opening(customer="cus", customer_name="Vera", queue=queue)
            new.append(f"cnv_{self.serial}")
            self.do(c.ReceiveMessage(**self.fields(new[-1], message="m", text="hi", opening=opening)))
        return multiple(*new)

    @rule(id=conversations)
    def writes_again(self, id: str) -> None:
        self.do(c.ReceiveMessage(**self.fields(id, message="m", text="hi")))

    @rule(agent=by_hand, id=conversations)
    def answers(self, agent: str, id: str) -> None:
        self.assigned_by_hand = True
        self.do(c.SendMessage(**self.fields(id, actor=e.Actor("agent", agent, agent), message="m", text="hi")))

    @precondition(lambda self: self.on_offer())
    @rule(yes=st.booleans(), which=st.integers(0, 9))
    def replies_to_an_offer(self, yes: bool, which: int) -> None:
        offered = self.on_offer()
        id, offer = offered[which % len(offered)]
        actor = e.Actor("agent", offer.agent, offer.agent)
        self.do((c.AcceptOffer if yes else c.DeclineOffer)(**self.fields(id, actor=actor, offer=offer.id)))

    @rule(agent=by_hand, id=conversations)
    def is_given(self, agent: str, id: str) -> None:
        self.assigned_by_hand = True
        self.do(c.AssignConversation(**self.fields(id, agent=agent, agent_name=agent)))

    @rule(queue=st.sampled_from(["sales", "support"]), id=conversations)
    def is_queued(self, queue: str, id: str) -> None:
        self.do(c.QueueConversation(**self.fields(id, queue=queue, queue_name=queue)))

    @rule(seconds=st.integers(1, 90), id=conversations)
    def is_snoozed(self, seconds: int, id: str) -> None:
        self.assigned_by_hand = True  # waking gives the slot back whatever else was taken meanwhile
        self.do(c.SnoozeConversation(**self.fields(id, until_at=self.now + timedelta(seconds=seconds))))

    @rule(id=conversations)
    def is_closed(self, id: str) -> None:
        self.do(c.CloseConversation(**self.fields(id)))

    @rule(id=conversations, agent=st.none() | by_hand)
    def is_reopened(self, id: str, agent: str | None) -> None:
        self.assigned_by_hand = self.assigned_by_hand or agent is not None
        self.do(c.ReopenConversation(**self.fields(id, to_agent=agent, to_agent_name=agent or "")))

    @rule(id=consumes(conversations))
    def is_forgotten(self, id: str) -> None:
        """Closed and never heard of again, so that long runs do not fill up."""
        self.do(c.CloseConversation(**self.fields(id)))

    @rule(agent=by_hand, state=st.sampled_from(["available", "available", "busy", "break", "offline"]))
    def presence(self, agent: str, state: e.PresenceState) -> None:
        self.do(c.SetPresence(**self.fields(shift_of(agent), state=state)))

    @rule(seconds=st.sampled_from([1, 10, 31, 120]))
    def time_passes(self, seconds: int) -> None:
        self.now += timedelta(seconds=seconds)
        for state in list(self.states.values()):
            if state.offer is not None and state.offer.deadline_at <= self.now:
                self.do(c.ExpireOffer(**self.fields(state.id, offer=state.offer.id)))
            if state.snoozed_until_at is not None and state.snoozed_until_at <= self.now:
                self.do(c.WakeConversation(**self.fields(state.id, reason="due")))

    @rule(most=st.integers(0, 3))
    def some_bookkeeping(self, most: int) -> None:
        self.settle(most)

    @rule()
    def routing_round(self) -> None:
        self.route()

    @precondition(lambda self: self.line() and self.free())
    @rule()
    def nobody_starves(self) -> None:
        """One round after the bookkeeping, no free Agent is left for anybody who waits."""
        self.settle()
        self.route()
        assert offers(self.line(), self.free()) == []

    # What always holds

    @invariant()
    def states_are_legal(self) -> None:
        for state in self.states.values():
            assert oddity(state) is None

    @invariant()
    def capacity_holds_unless_somebody_gave_by_hand(self) -> None:
        if not self.assigned_by_hand:
            for agent, state in self.shifts.items():
                assert load(state, "chat") <= CAPACITY[agent]
                carried = [s for s in self.states.values() if s.state == "open" and s.agent == agent]
                assert len(carried) <= CAPACITY[agent]

    @invariant()
    def slots_are_the_conversations_once_bookkeeping_is_done(self) -> None:
        if self.due:
            return
        for agent, state in self.shifts.items():
            offered = {s.id for s in self.states.values() if s.offer is not None and s.offer.agent == agent}
            carried = {s.id for s in self.states.values() if s.state == "open" and s.agent == agent}
            assert set(state.slots) == offered | carried


CentreMachine.TestCase.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
TestCentre = CentreMachine.TestCase


# With a guard taken away the machine must notice, or it proves nothing.


class ForgetsWhoSaidNo(CentreMachine):
    def line(self) -> list[Waiting]:
        return [replace(item, avoid=frozenset()) for item in super().line()]


class NeverOffers(CentreMachine):
    def route(self) -> None:
        pass


class LosesBookkeeping(CentreMachine):
    def settle(self, most: int | None = None) -> None:
        self.due.clear()


class SeesNoLoad(CentreMachine):
    def free(self) -> list[Free]:
        return [replace(agent, room={"chat": 9}) for agent in super().free()]

    def _on_shift(self, command: c.Command) -> None:
        super()._on_shift(replace(command, capacity=9) if isinstance(command, c.ReserveSlot) else command)


@pytest.mark.parametrize("broken", [ForgetsWhoSaidNo, NeverOffers, LosesBookkeeping, SeesNoLoad])
def test_a_broken_centre_is_noticed(broken: type[CentreMachine]) -> None:
    quick = settings(max_examples=3000, stateful_step_count=30, phases=[Phase.generate], database=None, deadline=None)
    with pytest.raises(AssertionError):
        run_state_machine_as_test(broken, settings=quick)
