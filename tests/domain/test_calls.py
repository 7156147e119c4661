"""The life of a call as scripts: who begins it, who may do what, what the clock does, and how it ends."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from domain import call_commands as c
from domain import commands as cc
from domain.call_events import CallAnswered, CallEnded, CallTransferred, LegLeft, LegRang
from domain.carrying import carried, served_as, takes_part
from domain.conversation import for_visitor, offerable
from domain.events import SYSTEM
from domain.shift import Slot
from tests.domain.call_script import (
    ANN_LEG,
    CUS,
    SUE,
    Line,
    called,
    chatting,
    conference,
    consulting,
    internal,
    talking,
)
from tests.domain.script import ANN, BEN, CUSTOMER, OPENING

IN: dict[str, Any] = {"direction": "in", "leg": CUS, "party": "vis_1"}
OUT: dict[str, Any] = {"direction": "out", "leg": ANN_LEG, "party": "ann"}
TO_BEN: dict[str, Any] = {"to_agent": "ben", "to_name": "Ben Moss"}


def ended(line: Line) -> tuple[str, str]:
    over: CallEnded = line.last(CallEnded)
    return over.state, over.reason


# Beginning


def test_a_visitor_calls_waits_and_is_answered() -> None:
    line = Line()
    begun = line.do(c.StartCall, CUSTOMER, opening=OPENING, **IN)
    assert begun == ["ConversationStarted", "ConversationQueued", "CallStarted"]
    assert line.state is not None
    assert (line.phase, line.state.state, line.state.channel, line.state.awaiting) == (
        "waiting",
        "waiting",
        "call",
        "agent",
    )
    line.connect("vis_1").after(7)
    line.offered_to(ANN)
    accepted = line.do(cc.AcceptOffer, ANN, offer="off_q", leg="leg_ann")
    assert accepted == ["OfferAccepted", "LegJoined", "CallAnswered"]
    assert line.last(CallAnswered).waited_seconds == 7
    assert (line.phase, line.state.agent, line.state.awaiting) == ("talking", "ann", None)


def test_recording_begins_with_the_answer_where_it_is_wanted() -> None:
    assert talking().call.recording == "on"
    assert talking(record=False).call.recording == "off"


def test_a_call_in_an_open_chat_rings_its_agent() -> None:
    line = chatting()
    assert line.do(c.StartCall, CUSTOMER, **IN) == ["CallStarted", "LegRang"]
    assert line.phase == "ringing"
    assert line.do(c.AnswerRing, BEN, offer=line.ring("ann")) == "forbidden"
    assert line.do(c.AnswerRing, ANN, offer=line.ring("ann")) == ["LegJoined", "CallAnswered"]


def test_a_call_whose_agent_is_busy_waits_in_the_queue() -> None:
    line = chatting()
    assert line.do(c.StartCall, CUSTOMER, free=False, **IN) == ["ConversationQueued", "CallStarted"]
    assert line.state is not None
    assert offerable(line.state)


@pytest.mark.parametrize(
    ("before", "begun"),
    [
        ((), ["ConversationStarted", "ConversationQueued", "CallStarted", "VoicemailBegun"]),
        ((cc.ReceiveMessage,), ["CallStarted", "VoicemailBegun"]),
    ],
)
def test_where_nobody_could_answer_a_message_can_be_left_at_once(before: tuple[Any, ...], begun: list[str]) -> None:
    line = Line()
    for kind in before:
        line.do(kind, CUSTOMER, message="m", text="hi", opening=OPENING)
    assert line.do(c.StartCall, CUSTOMER, opening=OPENING, answerable=False, **IN) == begun
    assert line.phase == "voicemail"
    assert line.state is not None
    assert not offerable(line.state)


@pytest.mark.parametrize(
    ("first", "fields", "begun"),
    [
        (cc.CloseConversation, {}, ["ConversationReopened", "ConversationQueued", "CallStarted"]),
        (cc.QueueConversation, {"queue": "b", "queue_name": "B"}, ["CallStarted"]),
    ],
)
def test_a_call_brings_an_earlier_conversation_back(first: Any, fields: dict[str, Any], begun: list[str]) -> None:
    line = chatting()
    line.do(first, ANN, **fields)
    assert line.do(c.StartCall, CUSTOMER, **IN) == begun


def test_a_call_while_the_chat_is_offered_asks_anew() -> None:
    line = Line()
    line.do(cc.ReceiveMessage, CUSTOMER, message="m", text="hi", opening=OPENING)
    line.offered_to(ANN)
    assert line.do(c.StartCall, CUSTOMER, **IN) == ["OfferWithdrawn", "CallStarted"]


def test_a_call_wakes_a_snoozed_conversation() -> None:
    line = chatting()
    line.do(cc.SnoozeConversation, ANN, until_at=line.now + timedelta(hours=1))
    assert line.do(c.StartCall, CUSTOMER, **IN) == ["ConversationWoken", "CallStarted", "LegRang"]


def test_one_call_at_a_time() -> None:
    assert called().do(c.StartCall, CUSTOMER, **IN) == "conflict"
    assert Line().do(c.StartCall, CUSTOMER, **IN) == "not_found"


# An agent calls


def test_an_agent_calls_a_visitor_who_answers() -> None:
    line = chatting()
    assert line.do(c.StartCall, ANN, **OUT) == ["CallStarted", "LegRang"]
    assert line.phase == "ringing"
    line.connect("ann").answers(CUSTOMER)
    assert line.phase == "talking"
    assert line.call.agent == "ann"


@pytest.mark.parametrize(("act", "end"), [("decline", "rejected"), ("wait", "missed"), ("hang up", "abandoned")])
def test_a_visitor_who_does_not_answer(act: str, end: str) -> None:
    line = chatting()
    line.do(c.StartCall, ANN, **OUT)
    line.connect("ann")
    if act == "decline":
        line.do(c.EndCall, CUSTOMER)
    elif act == "wait":
        line.after(26)
    else:
        line.do(c.EndCall, ANN)
    assert ended(line)[0] == end
    assert line.state is not None
    assert (line.state.state, line.state.agent) == ("open", "ann")


def test_calling_takes_a_waiting_conversation_but_not_a_colleagues() -> None:
    line = chatting()
    assert line.do(c.StartCall, BEN, **{**OUT, "party": "ben"}) == "conflict"
    line.do(cc.QueueConversation, ANN, queue="b", queue_name="B")
    assert line.do(c.StartCall, BEN, **{**OUT, "party": "ben"}) == ["ConversationAssigned", "CallStarted", "LegRang"]


def test_agents_call_each_other() -> None:
    line = internal()
    assert (line.phase, line.call.customer) == ("talking", None)
    assert line.do(c.EndCall, BEN) == ["CallEnded", "ConversationClosed"]
    opening = cc.Opening(customer="", customer_name="Ben Moss", queue="sales")
    fields = {**OUT, "direction": "internal", "to": "ben", "to_name": "Ben Moss", "opening": opening}
    again = Line()
    again.do(c.StartCall, ANN, **fields)
    assert again.do(c.DeclineRing, BEN, offer=again.ring("ben")) == ["CallEnded", "ConversationClosed"]
    assert ended(again)[0] == "rejected"


# Ends


def test_whoever_hangs_up_ends_it() -> None:
    for actor, reason in ((CUSTOMER, "customer"), (ANN, "agent")):
        line = talking()
        line.after(12)
        assert line.do(c.EndCall, actor) == ["CallEnded"]
        assert ended(line) == ("ended", reason)
        assert line.last(CallEnded).talked_seconds == 12
        assert line.state is not None
        assert line.state.state == "open", "wrap-up, and the chat, go on"
        assert line.do(c.EndCall, actor) == [], "two who hang up at once"
        assert line.do(c.HoldCall, ANN, on=True) == "closed"


def test_a_caller_who_gives_up_leaves_work() -> None:
    line = called().offered_to(ANN)
    assert line.do(c.EndCall, CUSTOMER) == ["OfferWithdrawn", "CallEnded"]
    assert ended(line) == ("abandoned", "customer")
    assert line.state is not None
    assert (line.state.state, line.state.awaiting) == ("waiting", "agent")


def test_a_caller_who_never_connects_has_failed() -> None:
    line = Line()
    line.do(c.StartCall, CUSTOMER, opening=OPENING, **IN)
    assert line.after(14) == []
    line.after(1)
    assert ended(line) == ("failed", "not_connected")


def test_an_agent_who_never_connects_gives_it_back_to_the_head() -> None:
    line = called().offered_to(ANN)
    line.do(cc.AcceptOffer, ANN, offer="off_q", leg="leg_ann")
    assert line.after(15) == ["LegLeft", "CallQueued", "ConversationQueued"]
    assert (line.phase, line.call.agent) == ("waiting", None)


# Lost and found


def test_a_lost_agent_has_half_a_minute_then_it_is_the_next_ones_first() -> None:
    line = talking()
    assert line.lose("ann") == ["LegsLost"]
    assert line.phase == "interrupted"
    assert line.after(29) == []
    assert line.after(1) == ["LegLeft", "CallQueued", "ConversationQueued"]
    assert line.state is not None
    assert (line.phase, line.state.first, line.state.agent) == ("waiting", True, None)
    line.offered_to(BEN).accepted_by(BEN)
    assert (line.phase, line.call.agents) == ("talking", ("ann", "ben"))


def test_a_lost_agent_who_returns_goes_on() -> None:
    line = talking()
    line.lose("ann")
    line.after(29)
    line.connect("ann")
    assert line.phase == "talking"
    assert line.after(120) == []


def test_a_lost_customer_has_a_minute() -> None:
    line = talking()
    line.lose("vis_1")
    assert line.after(59) == []
    assert line.after(1) == ["CallEnded"]
    assert ended(line) == ("ended", "lost")


@pytest.mark.parametrize("gap", [0, 10, 40])
def test_with_both_lost_it_ends_within_a_minute(gap: float) -> None:
    line = talking()
    line.lose("ann")
    line.after(gap)
    if line.call.leg_of("vis_1"):
        line.lose("vis_1")
    line.after(60)
    assert not line.call.live


def test_a_caller_lost_while_waiting_is_not_offered() -> None:
    line = called()
    line.lose("vis_1")
    assert line.state is not None
    assert not offerable(line.state)
    line.connect("vis_1")
    assert offerable(line.state)


def test_a_dead_media_process_asks_everybody_back_for_twelve_seconds() -> None:
    line = consulting()
    assert line.lose("vis_1", "ann", "ben", reason="media") == ["LegsLost", "RecordingChanged"]
    line.after(11)
    line.connect("vis_1", "ann", "ben")
    assert line.phase == "consulting"
    line.lose("vis_1", "ann", "ben", reason="media")
    line.after(12)
    assert not line.call.live


def test_with_two_agents_the_other_goes_on() -> None:
    line = conference(BEN)
    line.lose("ann")
    assert line.after(30) == ["LegLeft", "CallTransferred", "ConversationAssigned"]
    assert (line.call.agent, line.phase) == ("ben", "talking")
    other = conference(BEN)
    assert other.do(c.EndCall, ANN) == ["LegLeft", "CallTransferred", "ConversationAssigned"]
    assert other.do(c.EndCall, BEN) == ["CallEnded"]


# Consultation


def test_consulting_then_handing_over() -> None:
    line = consulting()
    assert line.do(c.CompleteConsult, BEN) == "forbidden"
    done = line.do(c.CompleteConsult, ANN, note="wants a refund")
    assert done == ["ConsultEnded", "LegLeft", "CallTransferred", "ConversationAssigned"]
    assert (line.phase, line.call.agent) == ("talking", "ben")
    assert line.call.waiting_since_at is None
    moved: CallTransferred = line.last(CallTransferred)
    assert (moved.note, for_visitor(moved)) == ("wants a refund", replace(moved, note=""))


def test_who_is_consulted_must_have_answered() -> None:
    line = talking()
    line.do(c.StartConsult, ANN, to="ben", to_name="Ben")
    for kind in (c.CompleteConsult, c.MergeConsult, c.SwapSides):
        assert line.do(kind, ANN) == "conflict"
    assert line.do(c.StartConsult, ANN, to="cem", to_name="Cem") == "conflict"
    assert line.do(c.HoldCall, ANN, on=True) == "conflict"


@pytest.mark.parametrize("how", ["declines", "does not answer", "hangs up", "is lost", "is sent away", "is cancelled"])
def test_after_a_consultation_the_customer_is_with_the_agent_again(how: str) -> None:
    line = talking()
    line.do(c.StartConsult, ANN, to="ben", to_name="Ben")
    if how == "declines":
        line.do(c.DeclineRing, BEN, offer=line.ring("ben"))
    elif how == "does not answer":
        line.after(25)
    else:
        line.answers(BEN)
    if how == "hangs up":
        line.do(c.EndCall, BEN)
    elif how == "is lost":
        line.lose("ben")
        line.after(30)
    elif how == "is sent away":
        line.do(c.RemoveLeg, ANN, leg=line.leg("ben").id)
    elif how == "is cancelled":
        line.do(c.EndCall, ANN)
    assert line.phase == "talking"
    assert line.hears()["cus"] == {"ann"}
    assert [leg.party for leg in line.call.legs] == ["vis_1", "ann"]


def test_an_agent_lost_while_consulting_leaves_the_customer_first_in_line() -> None:
    line = consulting()
    line.lose("ann")
    assert line.after(30) == ["LegLeft", "ConsultEnded", "LegLeft", "CallQueued", "ConversationQueued"]
    assert [leg.party for leg in line.call.legs] == ["vis_1"]


@pytest.mark.parametrize("how", ["is taken over from", "is shut out"])
def test_whoever_is_asked_hears_that_it_is_over_when_the_agent(how: str) -> None:
    line = consulting()
    line.do(c.MergeConsult, ANN)
    line.do(c.StartConsult, ANN, to="cem", to_name="Cem")
    asked, ann = line.leg("cem").id, line.leg("ann").id
    if how == "is shut out":
        line.do(c.RemoveLeg, SYSTEM, leg=ann)
    else:
        line.do(c.SuperviseCall, SUE, mode="takeover")
    left = [body.leg for body in line.bodies if isinstance(body, LegLeft)]
    assert left == [asked, ann]
    assert line.call.leg_of("cem") is None


def test_the_system_sends_away_whoever_may_no_longer_take_part() -> None:
    line = consulting()
    line.do(c.MergeConsult, ANN)
    line.do(c.SuperviseCall, SUE, mode="listen")
    assert line.do(c.RemoveLeg, SYSTEM, leg=line.leg("sue").id) == ["LegLeft"]
    assert line.do(c.RemoveLeg, SYSTEM, leg="nobody") == []
    ann = line.leg("ann").id
    assert line.do(c.RemoveLeg, SYSTEM, leg=ann) == ["LegLeft", "CallTransferred", "ConversationAssigned"]
    assert line.call.agent == "ben"
    ben = line.leg("ben").id
    assert line.do(c.RemoveLeg, SYSTEM, leg=ben) == ["LegLeft", "CallQueued", "ConversationQueued"]
    assert line.phase == "waiting"
    line = talking()
    line.do(c.AddAgent, ANN, agent="ben", agent_name="Ben")
    assert line.do(c.RemoveLeg, SYSTEM, leg=line.leg("ben").id) == ["LegLeft"], "asked, and not there yet"


# Transfer


def test_a_blind_transfer_is_answered() -> None:
    line = talking()
    assert line.do(c.TransferCall, ANN, note="n", **TO_BEN) == ["CallTransferred", "LegLeft", "LegRang"]
    assert line.state is not None
    assert line.state.agent == "ann", "it is hers until somebody answers"
    line.answers(BEN)
    assert (line.state.agent, line.call.agent, line.phase) == ("ben", "ben", "talking")


def test_a_blind_transfer_returns_and_then_waits_first() -> None:
    line = talking()
    line.do(c.TransferCall, ANN, **TO_BEN)
    assert line.after(25) == ["LegLeft", "LegRang"]
    back: LegRang = line.last(LegRang)
    assert (back.party, back.purpose) == ("ann", "return")
    assert line.after(25) == ["LegLeft", "CallQueued", "ConversationQueued"]
    assert line.state is not None
    assert line.state.first
    other = talking()
    other.do(c.TransferCall, ANN, **TO_BEN)
    other.do(c.DeclineRing, BEN, offer=other.ring("ben"), busy=())
    other.answers(ANN)
    assert (other.phase, other.call.agent) == ("talking", "ann")


def test_a_blind_transfer_does_not_return_to_who_is_busy() -> None:
    line = talking()
    line.do(c.TransferCall, ANN, **TO_BEN)
    declined = line.do(c.DeclineRing, BEN, offer=line.ring("ben"), busy=("ann",))
    assert declined == ["LegLeft", "CallQueued", "ConversationQueued"]


def test_a_transfer_to_a_queue() -> None:
    line = talking()
    moved = line.do(c.TransferCall, ANN, to_queue="support", to_name="Support")
    assert moved == ["CallTransferred", "LegLeft", "CallQueued", "ConversationQueued"]
    assert line.state is not None
    assert (line.state.queue, line.state.state, line.phase) == ("support", "waiting", "waiting")


def test_hanging_up_during_a_transfer_ends_it() -> None:
    line = talking()
    line.do(c.TransferCall, ANN, **TO_BEN)
    offer = line.ring("ben")
    assert line.do(c.EndCall, CUSTOMER) == ["CallEnded"]
    assert line.do(c.AnswerRing, BEN, offer=offer) == "closed"


# Conference and supervisors


def test_adding_and_removing() -> None:
    line = conference(BEN)
    assert line.phase == "conference"
    assert line.do(c.AddAgent, ANN, agent="ben", agent_name="Ben") == "conflict"
    assert line.do(c.AddAgent, BEN, agent="cem", agent_name="Cem") == "forbidden"
    assert line.do(c.RemoveLeg, ANN, leg=CUS) == "conflict"
    assert line.do(c.RemoveLeg, ANN, leg="nobody") == "not_found"
    assert line.do(c.RemoveLeg, ANN, leg=line.leg("ben").id) == ["LegLeft"]
    assert line.phase == "talking"


def test_a_supervisor_listens_whispers_joins_and_takes_over() -> None:
    line = talking()
    assert line.do(c.SuperviseCall, SUE, mode="listen") == ["LegJoined"]
    assert line.phase == "talking"
    for mode in ("whisper", "join"):
        assert line.do(c.SuperviseCall, SUE, mode=mode) == ["LegModeChanged"]
        assert line.do(c.SuperviseCall, SUE, mode=mode) == []
    taken = line.do(c.SuperviseCall, SUE, mode="takeover")
    assert taken == ["LegModeChanged", "LegLeft", "CallTransferred", "ConversationAssigned"]
    assert (line.call.agent, line.call.agents) == ("sue", ("ann", "sue"))
    assert line.state is not None
    assert line.state.agent == "sue"
    assert line.do(c.SuperviseCall, ANN, mode="listen") == ["LegJoined"], "she may come back as a supervisor"


def test_nobody_can_listen_where_nobody_serves() -> None:
    assert called().do(c.SuperviseCall, SUE, mode="listen") == "conflict"
    assert talking().do(c.SuperviseCall, ANN, mode="listen") == "conflict"


def test_a_supervisor_goes_without_a_trace() -> None:
    line = talking()
    line.do(c.SuperviseCall, SUE, mode="listen")
    line.connect("sue")
    assert line.do(c.EndCall, SUE) == ["LegLeft"]
    assert line.phase == "talking"


# Voicemail and callback


def test_waiting_too_long_becomes_a_message() -> None:
    line = called(overflow_seconds=60)
    line.offered_to(ANN)
    assert line.after(60) == ["OfferWithdrawn", "VoicemailBegun"]
    assert line.call.recordings == ("rec_1-1",)
    assert line.do(c.EndCall, CUSTOMER) == ["CallEnded"]
    assert ended(line) == ("missed", "voicemail")
    assert line.state is not None
    assert line.state.state == "waiting", "somebody must hear it"


def test_a_message_has_three_minutes() -> None:
    line = called()
    assert line.do(c.BeginVoicemail, CUSTOMER) == ["VoicemailBegun"]
    assert line.do(c.BeginVoicemail, CUSTOMER) == []
    assert line.after(179) == []
    assert line.after(1) == ["CallEnded"]


def test_a_callback_keeps_the_place() -> None:
    line = called()
    line.after(40)
    assert line.state is not None
    since_at = line.state.waiting_since_at
    assert line.do(c.AskCallback, CUSTOMER) == ["CallbackAsked", "CallEnded"]
    assert ended(line) == ("missed", "callback")
    assert (line.state.state, line.state.waiting_since_at) == ("waiting", since_at)
    assert served_as(line.state) == "call"
    assert talking().do(c.AskCallback, CUSTOMER) == "conflict"
    assert talking().do(c.BeginVoicemail, CUSTOMER) == "conflict"


def test_where_words_cannot_be_left_they_are_called_back() -> None:
    line = called(overflow_seconds=60, overflow="callback")
    assert line.do(c.BeginVoicemail, CUSTOMER) == "conflict"
    assert line.after(60) == ["CallbackAsked", "CallEnded"]
    assert ended(line) == ("missed", "callback")
    unanswered = Line()
    nobody = {"opening": OPENING, "overflow": "callback", "answerable": False}
    assert unanswered.do(c.StartCall, CUSTOMER, **nobody, **IN)[-2:] == ["CallbackAsked", "CallEnded"]
    assert unanswered.state is not None
    assert unanswered.state.state == "waiting", "somebody must call back"


def test_where_nobody_calls_back_words_can_be_left() -> None:
    line = called(overflow="voicemail")
    assert line.do(c.AskCallback, CUSTOMER) == "conflict"
    assert line.do(c.BeginVoicemail, CUSTOMER) == ["VoicemailBegun"]


# Small acts


@pytest.mark.parametrize("kind", [c.HoldCall, c.MuteLeg])
def test_doing_it_twice_changes_nothing(kind: Any) -> None:
    line = talking()
    assert len(line.do(kind, ANN, on=True)) == 1
    assert line.do(kind, ANN, on=True) == []
    assert len(line.do(kind, ANN, on=False)) == 1


def test_only_the_agent_who_serves_may() -> None:
    line = talking()
    for kind, fields in (
        (c.HoldCall, {"on": True}),
        (c.StartConsult, {"to": "cem", "to_name": "Cem"}),
        (c.TransferCall, TO_BEN),
        (c.AddAgent, {"agent": "cem", "agent_name": "Cem"}),
        (c.RecordCall, {"state": "paused"}),
    ):
        assert line.do(kind, CUSTOMER, **fields) == "forbidden"
        assert line.do(kind, BEN, **fields) == "forbidden"
    assert called().do(c.RecordCall, CUSTOMER, state="on") == "forbidden"


def test_recording_is_paused_and_ended() -> None:
    line = talking()
    assert line.do(c.RecordCall, ANN, state="on") == []
    assert line.do(c.RecordCall, ANN, state="paused") == ["RecordingChanged"]
    assert line.do(c.RecordCall, ANN, state="off") == ["RecordingChanged"]
    assert line.do(c.RecordCall, ANN, state="paused") == "conflict"
    assert line.do(c.RecordCall, ANN, state="on") == ["RecordingChanged"]


def test_who_was_not_told_of_a_recording_is_not_recorded() -> None:
    line = talking(record=False)
    assert line.do(c.RecordCall, ANN, state="paused") == "conflict"
    assert line.do(c.RecordCall, ANN, state="on") == "conflict"


def test_a_call_in_another_stream_is_not_this_one() -> None:
    line = talking()
    assert line.do(c.EndCall, CUSTOMER, call="cal_2") == []
    assert line.do(c.HoldCall, ANN, call="cal_2", on=True) == "closed"
    assert line.call.live


def test_what_is_measured_and_stored_comes_later() -> None:
    line = talking()
    line.do(c.EndCall, CUSTOMER)
    kept: dict[str, Any] = {
        "recording": "rec_1-1",
        "seconds": 9.5,
        "size": 1000,
        "incomplete": False,
        "voicemail": False,
    }
    assert line.do(c.KeepRecording, **kept) == ["RecordingStored"]
    assert line.do(c.MeasureCall, speech={"overtalk_seconds": 1.0}, quality={}) == ["CallMeasured"]
    assert line.do(c.EraseRecording, recording="rec_1-1") == ["RecordingErased"]
    assert ended(line) == ("ended", "customer")


# The conversation around it


def test_what_a_conversation_refuses_while_a_call_runs() -> None:
    line = talking()
    assert line.do(cc.CloseConversation, ANN) == "conflict"
    assert line.do(cc.SnoozeConversation, ANN, until_at=line.now + timedelta(hours=1)) == "conflict"
    assert line.do(cc.AssignConversation, ANN, agent="ben", agent_name="Ben") == "conflict"
    line.do(c.EndCall, ANN)
    assert line.do(cc.CloseConversation, ANN) == ["ConversationClosed"]


def test_writing_to_a_caller_who_waits_does_not_take_the_call() -> None:
    line = called()
    assert line.do(cc.SendMessage, ANN, message="m", text="a moment please") == ["MessageSent"]
    assert line.phase == "waiting"


def test_taking_a_waiting_conversation_takes_its_call() -> None:
    line = called()
    assert line.do(cc.AssignConversation, ANN, agent="ben", agent_name="Ben") == "conflict"
    taken = line.do(cc.AssignConversation, ANN, agent="ann", agent_name="Ann Lee", leg="leg_ann")
    assert taken == ["ConversationAssigned", "LegJoined", "CallAnswered", "RecordingChanged"]


def test_a_removed_agents_call_waits_again() -> None:
    line = talking()
    moved = line.do(cc.QueueConversation, queue="sales", queue_name="Sales")
    assert moved == ["ConversationTransferred", "CallQueued", "ConversationQueued"]
    assert line.phase == "waiting"
    colleagues = internal()
    colleagues.do(cc.QueueConversation, queue="sales", queue_name="Sales")
    assert not colleagues.call.live


def test_places_in_shifts() -> None:
    line = chatting()
    assert line.state is not None
    assert carried(line.state) == {"ann": Slot("chat", None)}
    line.do(c.StartCall, CUSTOMER, **IN)
    assert carried(line.state) == {"ann": Slot("call", None)}
    line.connect("vis_1").answers(ANN)
    line.do(c.StartConsult, ANN, to="ben", to_name="Ben")
    assert carried(line.state) == {"ann": Slot("call", None), "ben": Slot("call", None)}
    assert takes_part(line.state, "ben")
    line.do(c.SuperviseCall, SUE, mode="listen")
    assert "sue" not in carried(line.state), "listening takes no place"
    line.do(c.EndCall, CUSTOMER)
    assert carried(line.state) == {"ann": Slot("chat", None)}
    assert not takes_part(line.state, "ben")
    waiting = called()
    assert waiting.state is not None
    assert (served_as(waiting.state), carried(waiting.state)) == ("call", {})
