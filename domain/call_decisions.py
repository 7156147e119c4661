"""What each Command about a Call makes happen: its beginning and end, rings, what media and the clock report.

``decide`` is pure like ``domain.conversation``'s, and answers with events of the same stream.
"""

from collections.abc import Callable
from typing import Any

from domain import call_commands as c
from domain import call_events as e
from domain import call_moves as moves
from domain import conversation
from domain.call_leaving import consult_over, ended, gone, others_serve, rung, unanswered, voicemail, without_offer
from domain.calls import VOICEMAIL, Call, Leg, answered, begun, due_at, next_recording, offers, waits
from domain.conversation import Conversation
from domain.events import (
    ConversationAssigned,
    ConversationQueued,
    ConversationReopened,
    ConversationWoken,
    Happening,
)
from domain.refusal import Refused

LATE = (c.ReportConnected, c.ReportLost, c.CheckCall, c.EndCall, c.MuteLeg)
"""Commands that a call which has just ended answers with nothing: whoever sent them could not know."""


def decide(state: Conversation | None, command: c.CallCommand) -> list[Happening]:
    """The new events that ``command`` causes; an empty list where it asks for what already is. Raises Refused."""
    conversation.check_kept(state)
    if isinstance(command, c.StartCall):
        return _start(state, command)
    if state is None:
        raise Refused("not_found", "There is no such conversation.")
    if type(command) in AFTERWARDS:
        return AFTERWARDS[type(command)](command)
    call = state.call
    if call is None or call.id != command.call or not call.live:
        if isinstance(command, LATE):
            return []
        raise Refused("closed", "This call has ended.")
    return DECISIONS[type(command)](state, call, command)


# Beginning ------------------------------------------------------------------------------------------------------------


def _start(state: Conversation | None, command: c.StartCall) -> list[Happening]:
    if state is not None and state.call is not None and state.call.live:
        raise Refused("conflict", "There is a call in this conversation already.")
    if command.direction == "in":
        return _called(state, command)
    if command.direction == "internal":
        return _called_colleague(state, command)
    return _called_customer(state, command)


def _called(state: Conversation | None, command: c.StartCall) -> list[Happening]:
    """The Customer calls: whoever has the Conversation is rung, else it waits in its queue."""
    started = _started(command)
    if state is not None and state.state in ("open", "snoozed") and state.agent and command.free:
        woken: list[Happening] = [ConversationWoken("call")] if state.state == "snoozed" else []
        return [*woken, started, _ring(command, "agent", state.agent, state.agent_name, "answer")]
    begun = [*_waiting_with(state, command), started]
    if command.answerable:
        return begun
    return [*begun, *_nobody_answers(command)]


def _waiting_with(state: Conversation | None, command: c.StartCall) -> list[Happening]:
    """What brings the Conversation, whatever it was, into its queue."""
    if state is None:
        if command.opening is None:
            raise Refused("not_found", "There is no such conversation.")
        queued = ConversationQueued(command.opening.queue, "started")
        return [conversation.started_with(command.opening), queued]
    match state.state:
        case "waiting":
            return []
        case "offered":
            return without_offer(state, "call")
        case "closed":
            return [ConversationReopened("call"), ConversationQueued(state.queue, "reopened")]
        case "snoozed":
            return [ConversationWoken("call"), ConversationQueued(state.queue, "call")]
        case "open":
            return [ConversationQueued(state.queue, "call")]


def _nobody_answers(command: c.StartCall) -> list[Happening]:
    call = _imagined(command)
    if not offers(call, "voicemail"):
        return [e.CallbackAsked(call.id), e.CallEnded(call.id, "missed", "callback", 0.0)]
    return [e.VoicemailBegun(call.id, next_recording(call), "nobody", command.at + VOICEMAIL)]


def _called_customer(state: Conversation | None, command: c.StartCall) -> list[Happening]:
    """An Agent calls the visitor who is on the site."""
    if state is None or not state.visitor:
        raise Refused("not_found", "This customer cannot be called on a site.")
    actor = command.actor
    if state.agent is not None and state.agent != actor.id and state.state == "open":
        raise Refused("conflict", f"{state.agent_name} has this conversation.")
    ring = _ring(command, "customer", state.visitor, state.customer_name, "out")
    return [*_taken(state, actor.id, actor.name), _started(command), ring]


def _taken(state: Conversation, agent: str, name: str) -> list[Happening]:
    match state.state:
        case "open":
            return []
        case "closed":
            return [ConversationReopened("call"), ConversationAssigned(agent, name)]
        case "snoozed":
            return [ConversationWoken("call"), ConversationAssigned(agent, name)]
        case _:
            return [*without_offer(state, "assigned"), ConversationAssigned(agent, name)]


def _called_colleague(state: Conversation | None, command: c.StartCall) -> list[Happening]:
    """One Agent calls another: a Conversation without a Customer, closed when the call ends."""
    if state is not None or command.opening is None:
        raise Refused("invalid", "A call to a colleague begins a conversation of its own.")
    return [
        conversation.started_with(command.opening),
        ConversationAssigned(command.actor.id, command.actor.name),
        _started(command),
        _ring(command, "agent", command.to, command.to_name, "internal"),
    ]


def _started(command: c.StartCall) -> e.CallStarted:
    return e.CallStarted(
        call=command.call,
        direction=command.direction,
        leg=command.leg,
        party=command.party,
        name=command.actor.name,
        record=command.record,
        notice=command.notice,
        overflow_seconds=command.overflow_seconds,
        overflow=command.overflow,
        video=command.video,
    )


def _ring(command: c.StartCall, role: e.Role, party: str, name: str, purpose: e.Purpose) -> e.LegRang:
    return rung(_imagined(command), command, role, party, name, purpose)


def _imagined(command: c.StartCall) -> Call:
    """The call that its first event will make."""
    return begun(_started(command), command.at)


# Rings ----------------------------------------------------------------------------------------------------------------


def _rung_leg(call: Call, command: c.AnswerRing | c.DeclineRing) -> Leg:
    leg = call.ringing(command.offer)
    if leg is None:
        raise Refused("offer_expired", "They no longer wait for your answer.")
    its = command.actor.kind == "customer" if leg.role == "customer" else command.actor.id == leg.party
    if not its:
        raise Refused("forbidden", "Somebody else was called.")
    return leg


def _answer(state: Conversation, call: Call, command: c.AnswerRing) -> list[Happening]:
    leg = _rung_leg(call, command)
    if leg.deadline_at is not None and command.at > leg.deadline_at:
        raise Refused("offer_expired", "The call ran out before you answered.")
    joined = e.LegJoined(call.id, leg.id, leg.role, leg.party, leg.name, side=leg.side, notice=command.notice)
    match leg.purpose:
        case "consult" | "add":
            return [joined]
        case "out" | "internal":
            return [joined, *answered(call, leg.id, call.agent or "", state.agent_name, command.at)]
        case _:
            mine = state.agent == leg.party
            given: list[Happening] = [] if mine else [ConversationAssigned(leg.party, leg.name)]
            return [joined, *answered(call, leg.id, leg.party, leg.name, command.at), *given]


def _decline(state: Conversation, call: Call, command: c.DeclineRing) -> list[Happening]:
    return unanswered(state, call, command, _rung_leg(call, command), "declined", command.busy)


# End ------------------------------------------------------------------------------------------------------------------


def _end(state: Conversation, call: Call, command: c.EndCall) -> list[Happening]:
    if command.actor.kind == "system":
        return ended(state, call, command, "failed", "media")
    leg = call.customer if command.actor.kind == "customer" else call.leg_of(command.actor.id)
    if leg is None:
        raise Refused("forbidden", "You are not in this call.")
    if not leg.joined:
        return unanswered(state, call, command, leg, "declined", command.busy)
    if leg.id == call.consult_by:
        return consult_over(call, "cancelled")  # never drops the Customer who waits on the other side
    alone = leg.role == "agent" and leg.party == call.agent and not others_serve(call, leg)
    if alone:
        return ended(state, call, command, "ended" if call.answered_at else "abandoned", "agent")
    return gone(state, call, command, leg, "ended")


def _check(state: Conversation, call: Call, command: c.CheckCall) -> list[Happening]:
    """The one thing that is due first; the next look at the clock does the next."""
    due = due_at(call)
    if due is None or command.at < due:
        return []
    leg = next((leg for leg in call.legs if leg.deadline_at == due), None)
    if leg is not None and leg.state == "ringing":
        return unanswered(state, call, command, leg, "expired", command.busy)
    if leg is not None:
        return gone(state, call, command, leg, "lost" if leg.state == "lost" else "not_connected")
    if call.voicemail_until_at == due:
        return ended(state, call, command, "missed", "voicemail")
    return (
        voicemail(state, call, command, "waited") if offers(call, "voicemail") else _called_back(state, call, command)
    )


def _begin_voicemail(state: Conversation, call: Call, command: c.BeginVoicemail) -> list[Happening]:
    if call.voicemail_until_at is not None:
        return []
    _check_waits(call)
    _check_offered(call, "voicemail", "Words cannot be left here.")
    return voicemail(state, call, command, "chosen")


def _ask_callback(state: Conversation, call: Call, command: c.AskCallback) -> list[Happening]:
    _check_waits(call)
    _check_offered(call, "callback", "Nobody calls back here.")
    return _called_back(state, call, command)


def _check_offered(call: Call, instead: e.Overflow, sentence: str) -> None:
    if not offers(call, instead):
        raise Refused("conflict", sentence)


def _called_back(state: Conversation, call: Call, command: c.CallCommand) -> list[Happening]:
    return [e.CallbackAsked(call.id), *ended(state, call, command, "missed", "callback")]


def _check_waits(call: Call) -> None:
    if not waits(call):
        raise Refused("conflict", "You are being served already.")


# Media ----------------------------------------------------------------------------------------------------------------


def _connected(state: Conversation, call: Call, command: c.ReportConnected) -> list[Happening]:
    leg = call.leg(command.leg)
    waited_for = leg is not None and leg.state in ("connecting", "lost")
    return [e.LegConnected(call.id, command.leg)] if waited_for else []


def _lost(state: Conversation, call: Call, command: c.ReportLost) -> list[Happening]:
    died = command.reason == "media"
    states = ("connected", "connecting") if died else ("connected",)
    legs = tuple(leg.id for leg in call.legs if leg.id in command.legs and leg.state in states)
    if not legs:
        return []
    again = died and call.recording != "off"
    file: list[Happening] = [e.RecordingChanged(call.id, call.recording, next_recording(call))] if again else []
    return [e.LegsLost(call.id, legs, command.reason), *file]


DECISIONS: dict[type[c.CallCommand], Callable[[Conversation, Call, Any], list[Happening]]] = {
    c.AnswerRing: _answer,
    c.DeclineRing: _decline,
    c.EndCall: _end,
    c.CheckCall: _check,
    c.BeginVoicemail: _begin_voicemail,
    c.AskCallback: _ask_callback,
    c.ReportConnected: _connected,
    c.ReportLost: _lost,
    c.MuteLeg: moves.mute,
    c.HoldCall: moves.hold,
    c.StartConsult: moves.consult,
    c.CompleteConsult: moves.complete,
    c.SwapSides: moves.swap,
    c.MergeConsult: moves.merge,
    c.CancelConsult: moves.cancel,
    c.TransferCall: moves.transfer,
    c.AddAgent: moves.add,
    c.RemoveLeg: moves.remove,
    c.SuperviseCall: moves.supervise,
    c.RecordCall: moves.record,
}


# Afterwards -----------------------------------------------------------------------------------------------------------


def _keep(command: c.KeepRecording) -> list[Happening]:
    return [
        e.RecordingStored(
            command.call,
            command.recording,
            command.seconds,
            command.size,
            command.incomplete,
            command.voicemail,
            command.waveform,
        )
    ]


def _erase(command: c.EraseRecording) -> list[Happening]:
    return [e.RecordingErased(command.call, command.recording, command.reason)]


def _measure(command: c.MeasureCall) -> list[Happening]:
    return [e.CallMeasured(command.call, command.speech, command.quality)]


AFTERWARDS: dict[type[c.CallCommand], Callable[[Any], list[Happening]]] = {
    c.KeepRecording: _keep,
    c.EraseRecording: _erase,
    c.MeasureCall: _measure,
}
"""What comes when the call is over, and may be the last but one by then; each is asked once, by its id."""
