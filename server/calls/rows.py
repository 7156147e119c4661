"""A call as agents see it, and as its visitor does: who listens, whispers or is consulted is nobody else's to know."""

from typing import Any

from domain.calls import Call, Leg, phase
from domain.conversation import Conversation
from domain.times import iso

SHOWN_TO_VISITORS = {"consulting": "held", "conference": "talking"}


def call_row(state: Conversation, call: Call) -> dict[str, Any]:
    """``call`` as docs/wire.md's Call."""
    return {
        "call": call.id,
        "conversation": state.id,
        "state": phase(call),
        "direction": call.direction,
        "queue": state.queue,
        "agent": call.agent,
        "customer": state.customer,
        "customer_name": state.customer_name,
        "legs": [_leg(leg) for leg in call.legs],
        "held": call.held,
        "video": call.video,
        "recording": call.recording,
        "recordable": call.record,
        "callback": call.callback,
        "reason": call.reason,
        "started_at": iso(call.started_at),
        "answered_at": _time(call.answered_at),
        "waiting_since_at": _time(call.waiting_since_at),
        "ended_at": _time(call.ended_at),
    }


def visitor_row(state: Conversation, call: Call) -> dict[str, Any]:
    """``call`` as docs/wire.md's VisitorCall."""
    leg = call.customer
    return {
        "call": call.id,
        "conversation": state.id,
        "state": _shown_phase(call),
        "direction": call.direction,
        "leg": leg.id if leg else None,
        "leg_state": leg.state if leg else None,
        "agent": state.agent_name or None if call.agent else None,
        "muted": leg.muted if leg else False,
        "overflow": call.overflow,
        "video": call.video,
        "recording": call.recording,
        "reason": call.reason,
        "started_at": iso(call.started_at),
        "answered_at": _time(call.answered_at),
        "ended_at": _time(call.ended_at),
        "deadline_at": _time(leg.deadline_at) if leg else None,
    }


def _shown_phase(call: Call) -> str:
    """A consultation is a hold; whom a blind transfer rings, the visitor waits for; a colleague beside makes no conference."""
    word = phase(call)
    if word == "ringing" and call.direction == "in":
        return "held" if call.answered_at else "waiting"
    return SHOWN_TO_VISITORS.get(word, word)


def _leg(leg: Leg) -> dict[str, Any]:
    return {
        "id": leg.id,
        "role": leg.role,
        "party": leg.party,
        "name": leg.name,
        "state": leg.state,
        "side": leg.side,
        "mode": leg.mode,
        "muted": leg.muted,
        "since_at": iso(leg.since_at),
        "deadline_at": _time(leg.deadline_at),
    }


def _time(at: Any) -> str | None:
    return iso(at) if at else None
