"""What agents and supervisors do in a call: hold, consult, transfer, add, remove, listen, take over, record.

Each asks that the actor is in the call as what they need to be; the browser's buttons are only a hint.
"""

from domain import call_commands as c
from domain import call_events as e
from domain.call_leaving import consult_over, gone, handed_on, others_serve, requeued, rung, unanswered
from domain.calls import MOST_TALKERS, Call, Leg, next_recording
from domain.conversation import Conversation
from domain.events import ConversationAssigned, Happening
from domain.refusal import Refused


def own_leg(call: Call, command: c.CallCommand) -> Leg:
    """The actor's joined leg. Raises Refused."""
    customer = command.actor.kind == "customer"
    leg = call.customer if customer else call.leg_of(command.actor.id)
    if leg is None or not leg.joined:
        raise Refused("forbidden", "You are not in this call.")
    return leg


def _serving_leg(call: Call, command: c.CallCommand) -> Leg:
    """The leg of the actor, who must serve the call. Raises Refused."""
    leg = own_leg(call, command)
    if leg.party != call.agent:
        raise Refused("forbidden", "Only the agent who serves the call can do this.")
    if call.answered_at is None:
        raise Refused("conflict", "Nobody has answered yet.")
    return leg


def mute(state: Conversation, call: Call, command: c.MuteLeg) -> list[Happening]:
    """The actor's own voice."""
    leg = own_leg(call, command)
    return [e.LegMuted(call.id, leg.id, command.on)] if leg.muted != command.on else []


def hold(state: Conversation, call: Call, command: c.HoldCall) -> list[Happening]:
    """Music for the Customer."""
    _serving_leg(call, command)
    if call.consult_by is not None:
        raise Refused("conflict", "Finish the consultation first.")
    if call.held == command.on:
        return []
    return [e.CallHeld(call.id) if command.on else e.CallResumed(call.id)]


def consult(state: Conversation, call: Call, command: c.StartConsult) -> list[Happening]:
    """Turn to another Agent; the Customer hears music."""
    leg = _serving_leg(call, command)
    if call.consult_by is not None:
        raise Refused("conflict", "You are consulting somebody already.")
    _check_new(call, command.to, command.to_name)
    return [
        e.ConsultStarted(call.id, leg.id),
        rung(call, command, "agent", command.to, command.to_name, "consult"),
    ]


def complete(state: Conversation, call: Call, command: c.CompleteConsult) -> list[Happening]:
    """The consulted Agent serves the Customer from now on."""
    leg, heir = _consultation(call, command)
    handed = handed_on(call, leg, heir, "transferred", "consult", command.note)
    return [e.ConsultEnded(call.id, "completed"), *handed]


def swap(state: Conversation, call: Call, command: c.SwapSides) -> list[Happening]:
    """Turn to the other side."""
    leg, _ = _consultation(call, command)
    return [e.CallSwapped(call.id, leg.id, "main" if leg.side == "consult" else "consult")]


def merge(state: Conversation, call: Call, command: c.MergeConsult) -> list[Happening]:
    """Everybody talks."""
    _consultation(call, command)
    return [e.ConsultEnded(call.id, "merged")]


def cancel(state: Conversation, call: Call, command: c.CancelConsult) -> list[Happening]:
    """Back to the Customer."""
    leg = _serving_leg(call, command)
    if call.consult_by != leg.id:
        raise Refused("conflict", "You are not consulting anybody.")
    return consult_over(call, "cancelled")


def _consultation(call: Call, command: c.CallCommand) -> tuple[Leg, Leg]:
    """The actor's leg, and that of whom they consult, who must have answered. Raises Refused."""
    leg = _serving_leg(call, command)
    if call.consult_by != leg.id:
        raise Refused("conflict", "You are not consulting anybody.")
    asked = next((other for other in call.consulted if other.joined and other.state != "lost"), None)
    if asked is None:
        raise Refused("conflict", "Wait until they answer.")
    return leg, asked


def transfer(state: Conversation, call: Call, command: c.TransferCall) -> list[Happening]:
    """Give it away unasked; an Agent who does not answer gives it back."""
    leg = _serving_leg(call, command)
    if call.consult_by is not None:
        raise Refused("conflict", "Finish the consultation first.")
    if call.customer is None or others_serve(call, leg):
        raise Refused("conflict", "Leave the call instead: others are talking in it.")
    blind = e.CallTransferred(call.id, "blind", command.to_agent, command.to_queue, command.to_name, command.note)
    left: list[Happening] = [blind, e.LegLeft(call.id, leg.id, "transferred")]
    if command.to_queue is not None:
        return [*left, *requeued(state, call, "transferred", command.to_queue)]
    if command.to_agent is None:
        raise Refused("invalid", "Say to whom.")
    _check_new(call, command.to_agent, command.to_name)
    return [*left, rung(call, command, "agent", command.to_agent, command.to_name, "transfer", back_to=leg.party)]


def add(state: Conversation, call: Call, command: c.AddAgent) -> list[Happening]:
    """One more Agent is rung."""
    _serving_leg(call, command)
    _check_new(call, command.agent, command.agent_name)
    _check_room(call)
    return [rung(call, command, "agent", command.agent, command.agent_name, "add")]


def remove(state: Conversation, call: Call, command: c.RemoveLeg) -> list[Happening]:
    """Somebody who was added goes; or, asked by the system, whoever may no longer take part."""
    leg = call.leg(command.leg)
    if command.actor.kind == "system":
        return _shut_out(state, call, command, leg) if leg is not None else []
    _serving_leg(call, command)
    if leg is None:
        raise Refused("not_found", "They are not in this call.")
    if leg.role != "agent" or leg.party == call.agent:
        raise Refused("conflict", "Only an agent who was added can be removed.")
    return consult_over(call, "cancelled") if leg in call.consulted else [e.LegLeft(call.id, leg.id, "removed")]


def _shut_out(state: Conversation, call: Call, command: c.RemoveLeg, leg: Leg) -> list[Happening]:
    """To the others it is as if their line were lost."""
    if leg.joined:
        return gone(state, call, command, leg, "lost")
    return unanswered(state, call, command, leg, "expired", ())


def supervise(state: Conversation, call: Call, command: c.SuperviseCall) -> list[Happening]:
    """A supervisor is beside the Agent: unheard, heard by the Agent, heard by all, or instead of them."""
    serving = call.serving
    if serving is None:
        raise Refused("conflict", "Nobody serves this call at the moment.")
    leg = call.leg_of(command.actor.id)
    if leg is not None and leg.role == "agent":
        raise Refused("conflict", "You are in this call already.")
    if command.mode == "takeover":
        return _take_over(call, command, serving, leg)
    if command.mode == "join":
        _check_room(call)
    if leg is None:
        actor = command.actor
        return [e.LegJoined(call.id, command.new_leg, "supervisor", actor.id, actor.name, mode=command.mode)]
    return [e.LegModeChanged(call.id, leg.id, command.mode)] if leg.mode != command.mode else []


def _take_over(call: Call, command: c.SuperviseCall, serving: Leg, leg: Leg | None) -> list[Happening]:
    actor = command.actor
    over = consult_over(call, "cancelled") if call.consult_by else []
    came: Happening = (
        e.LegModeChanged(call.id, leg.id, "talk")
        if leg is not None
        else e.LegJoined(call.id, command.new_leg, "agent", actor.id, actor.name)
    )
    return [
        *over,
        came,
        e.LegLeft(call.id, serving.id, "taken_over"),
        e.CallTransferred(call.id, "takeover", actor.id, None, actor.name, ""),
        ConversationAssigned(actor.id, actor.name),
    ]


def record(state: Conversation, call: Call, command: c.RecordCall) -> list[Happening]:
    """Record, pause or stop."""
    leg = own_leg(call, command)
    if leg.role == "customer":
        raise Refused("forbidden", "Ask the agent to record or not to.")
    if call.answered_at is None:
        raise Refused("conflict", "Nobody has answered yet.")
    if command.state == call.recording:
        return []
    if command.state == "on" and call.recording == "off":
        if not call.record:
            raise Refused("conflict", "Calls of this queue are not recorded: nobody was told that they might be.")
        return [e.RecordingChanged(call.id, "on", next_recording(call))]
    if call.recording == "off":
        raise Refused("conflict", "Nothing is being recorded.")
    return [e.RecordingChanged(call.id, command.state, call.recordings[-1])]


def _check_new(call: Call, agent: str, name: str) -> None:
    if call.leg_of(agent) is not None:
        raise Refused("conflict", f"{name} is in this call already.")


def _check_room(call: Call) -> None:
    if sum(leg.mode in ("talk", "join") for leg in call.legs) >= MOST_TALKERS:
        raise Refused("over_capacity", f"A call has at most {MOST_TALKERS} parties.")
