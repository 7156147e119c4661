"""What follows when a party is not there, or no longer: a ring without an answer, a browser that vanished, somebody hanging up.

One rule above all: a Customer who can still hear us is never dropped because somebody else has gone.
"""

from collections.abc import Sequence
from typing import Literal

from domain import call_events as e
from domain.call_commands import CallCommand
from domain.calls import RING, VOICEMAIL, Call, Leg, next_recording, talked_seconds
from domain.conversation import Conversation
from domain.events import ConversationAssigned, ConversationClosed, ConversationQueued, Happening, OfferWithdrawn


def rung(
    call: Call,
    command: CallCommand,
    role: e.Role,
    party: str,
    name: str,
    purpose: e.Purpose,
    back_to: str | None = None,
) -> e.LegRang:
    """A party is asked to join, for as long as a ring lasts."""
    return e.LegRang(
        call.id, command.new_leg, command.new_offer, role, party, name, purpose, command.at + RING, back_to
    )


def unanswered(
    state: Conversation, call: Call, command: CallCommand, leg: Leg, reason: str, busy: Sequence[str]
) -> list[Happening]:
    """The ring of ``leg`` is over: ``reason`` is declined or expired; nobody of ``busy`` can be rung instead."""
    left = e.LegLeft(call.id, leg.id, reason)
    match leg.purpose:
        case "out" | "internal":
            return ended(state, call, command, "rejected" if reason == "declined" else "missed", reason)
        case "answer":
            return [left, *requeued(state, call, "missed")]
        case "consult":
            return [left, e.ConsultEnded(call.id, reason)]
        case "transfer" if leg.back_to and leg.back_to not in busy:
            return [left, rung(call, command, "agent", leg.back_to, state.agent_name, "return")]
        case "transfer" | "return":
            return [left, *requeued(state, call, "returned")]
        case _:
            return [left]


def gone(state: Conversation, call: Call, command: CallCommand, leg: Leg, reason: str) -> list[Happening]:
    """A party that had joined has gone: ``reason`` is lost, not_connected or ended."""
    left = e.LegLeft(call.id, leg.id, reason)
    if leg.role == "customer":
        return customer_gone(state, call, command, reason)
    if leg in call.consulted:
        return [left, e.ConsultEnded(call.id, reason)]
    if leg.role == "supervisor":
        return [left]
    if leg.party != call.agent:
        return [left] if call.direction != "internal" else ended(state, call, command, "ended", reason)
    return _server_gone(state, call, command, leg, reason)


def customer_gone(state: Conversation, call: Call, command: CallCommand, reason: str) -> list[Happening]:
    """The Customer's own part is over, and with it the call."""
    if call.voicemail_until_at is not None:
        return ended(state, call, command, "missed", "voicemail")
    if call.answered_at is not None:
        return ended(state, call, command, "ended", "customer" if reason == "ended" else reason)
    if reason == "not_connected":
        return ended(state, call, command, "failed", reason)
    return ended(state, call, command, "abandoned", "customer" if reason == "ended" else reason)


def _server_gone(state: Conversation, call: Call, command: CallCommand, leg: Leg, reason: str) -> list[Happening]:
    """Whoever serves the call has gone: another Agent in it goes on, or it is the next one's before everybody else's."""
    consult = consult_over(call, reason) if call.consult_by else []
    heir = next((other for other in call.legs if _may_go_on(call, other, leg)), None)
    if heir is not None:
        return [*consult, *handed_on(call, leg, heir, reason, "left")]
    customer = call.customer
    if customer is None or not customer.joined or customer.state == "lost":
        end: e.End = "ended" if call.answered_at else "abandoned"
        return ended(state, call, command, end, "agent" if reason == "ended" else reason)
    queued = requeued(state, call, "agent_lost" if reason == "lost" else reason)
    return [*consult, e.LegLeft(call.id, leg.id, reason), *queued]


def consult_over(call: Call, outcome: str) -> list[Happening]:
    """Whoever was consulted goes."""
    left: list[Happening] = [e.LegLeft(call.id, leg.id, "ended") for leg in call.consulted]
    return [*left, e.ConsultEnded(call.id, outcome)]


def _may_go_on(call: Call, other: Leg, gone: Leg) -> bool:
    there = other.talks and other.state != "lost" and other not in call.consulted
    return there and other.role == "agent" and other.id != gone.id and call.customer is not None


def others_serve(call: Call, leg: Leg) -> bool:
    """Whether the Customer keeps an Agent when that of ``leg`` goes."""
    return any(_may_go_on(call, other, leg) for other in call.legs)


def handed_on(
    call: Call, leg: Leg, heir: Leg, reason: str, kind: Literal["consult", "left"], note: str = ""
) -> list[Happening]:
    """The Agent of ``leg`` leaves and that of ``heir`` serves from now on."""
    transferred = e.CallTransferred(call.id, kind, heir.party, None, heir.name, note)
    return [e.LegLeft(call.id, leg.id, reason), transferred, ConversationAssigned(heir.party, heir.name)]


def requeued(state: Conversation, call: Call, reason: str, queue: str | None = None) -> list[Happening]:
    """It waits for an Agent again."""
    return [e.CallQueued(call.id, reason), ConversationQueued(queue or state.queue, reason)]


def ended(state: Conversation, call: Call, command: CallCommand, end: e.End, reason: str) -> list[Happening]:
    """The call is over for everybody."""
    over = e.CallEnded(call.id, end, reason, talked_seconds(call, command.at))
    closed: list[Happening] = [ConversationClosed(None, "call_ended")] if call.direction == "internal" else []
    return [*without_offer(state, "call_ended"), over, *closed]


def voicemail(state: Conversation, call: Call, command: CallCommand, reason: str) -> list[Happening]:
    """The Customer hears that they may leave words."""
    begun = e.VoicemailBegun(call.id, next_recording(call), reason, command.at + VOICEMAIL)
    return [*without_offer(state, "voicemail"), begun]


def without_offer(state: Conversation, reason: str) -> list[Happening]:
    """Nobody is offered the Conversation any more."""
    return [OfferWithdrawn(state.offer.id, state.offer.agent, reason)] if state.offer else []
