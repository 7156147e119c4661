"""A Call: what its events make of it. The live audio part of a Conversation is its legs, and nothing else is remembered.

Whatever has a limit in time is a deadline here, so that one timer on ``due_at`` keeps every promise about time.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from domain import call_events as e

CONNECT = timedelta(seconds=15)
"""How long a browser that joined may take until its sound flows."""
RING = timedelta(seconds=25)
"""How long a party is rung; a queue's offers last as long as the queue says."""
AGENT_RETURN = timedelta(seconds=30)
"""How long a Customer waits for an Agent whose sound was lost, before the call goes to the head of the queue."""
CUSTOMER_RETURN = timedelta(seconds=60)
MEDIA_RETURN = timedelta(seconds=12)
"""How long everybody has to join again after a media process died."""
VOICEMAIL = timedelta(seconds=180)
MOST_TALKERS = 8

LegState = Literal["ringing", "connecting", "connected", "lost"]
Phase = Literal[
    "waiting",
    "ringing",
    "talking",
    "held",
    "consulting",
    "conference",
    "voicemail",
    "interrupted",
    "ended",
    "missed",
    "abandoned",
    "rejected",
    "failed",
]


@dataclass(frozen=True)
class Leg:
    """One party in a Call. ``deadline_at`` is when it must have answered, connected or returned, by its ``state``."""

    id: str
    role: e.Role
    party: str
    name: str
    state: LegState
    since_at: datetime
    side: e.Side = "main"
    mode: e.Mode = "talk"
    muted: bool = False
    deadline_at: datetime | None = None
    offer: str | None = None
    purpose: e.Purpose | None = None
    back_to: str | None = None

    @property
    def joined(self) -> bool:
        """Whether the party takes part, with its sound or for the moment without."""
        return self.state != "ringing"

    @property
    def talks(self) -> bool:
        """Whether the others are meant to hear this party."""
        return self.joined and self.mode in ("talk", "join")


@dataclass(frozen=True)
class Call:
    """The fold of a call's events. ``agent`` serves it now, ``agents`` have; ``consult_by`` is the leg that consults."""

    id: str
    direction: e.Direction
    started_at: datetime
    legs: tuple[Leg, ...]
    agent: str | None = None
    agents: tuple[str, ...] = ()
    answered_at: datetime | None = None
    waiting_since_at: datetime | None = None
    overflow_seconds: float | None = None
    overflow: e.Overflow = "both"
    video: bool = False
    held: bool = False
    consult_by: str | None = None
    record: bool = False
    recording: e.RecordingState = "off"
    recordings: tuple[str, ...] = ()
    voicemail_until_at: datetime | None = None
    callback: bool = False
    end: e.End | None = None
    reason: str | None = None
    ended_at: datetime | None = None

    @property
    def live(self) -> bool:
        """Whether it goes on."""
        return self.end is None

    @property
    def customer(self) -> Leg | None:
        """The Customer's leg."""
        return next((leg for leg in self.legs if leg.role == "customer"), None)

    @property
    def serving(self) -> Leg | None:
        """The leg of the Agent who serves the call."""
        return self.leg_of(self.agent) if self.agent else None

    @property
    def consulted(self) -> tuple[Leg, ...]:
        """Whom the consulting Agent asked, ringing or there."""
        return tuple(leg for leg in self.legs if leg.side == "consult" and leg.id != self.consult_by)

    def leg(self, id: str) -> Leg | None:
        """The leg of this id."""
        return next((leg for leg in self.legs if leg.id == id), None)

    def leg_of(self, party: str) -> Leg | None:
        """The leg of a Customer, visitor or Agent, ringing or joined."""
        return next((leg for leg in self.legs if leg.party == party), None)

    def ringing(self, offer: str) -> Leg | None:
        """The leg that an offer rings."""
        return next((leg for leg in self.legs if leg.offer == offer and leg.state == "ringing"), None)


def phase(call: Call) -> Phase:
    """The call in one word, for people."""
    if call.end is not None:
        return call.end
    if call.voicemail_until_at is not None:
        return "voicemail"
    if not call.agent or call.answered_at is None:
        return "ringing" if any(leg.state == "ringing" for leg in call.legs) else "waiting"
    if not _somebody_hears(call):
        return "interrupted"
    if call.consult_by is not None:
        return "consulting"
    if call.held:
        return "held"
    return "conference" if sum(leg.talks for leg in call.legs) > 2 else "talking"


def _somebody_hears(call: Call) -> bool:
    """Whether a conversation is possible: the Customer is there, and an Agent who is not lost."""
    there = [leg for leg in call.legs if leg.talks and leg.state != "lost"]
    customer = call.customer
    return any(leg.role != "customer" for leg in there) and (customer is None or customer in there)


def due_at(call: Call) -> datetime | None:
    """When the clock must next look at the call, or None."""
    if not call.live:
        return None
    times = [leg.deadline_at for leg in call.legs if leg.deadline_at is not None]
    times += [at for at in (call.voicemail_until_at, overflow_at(call)) if at is not None]
    return min(times, default=None)


def overflow_at(call: Call) -> datetime | None:
    """When a caller has waited too long."""
    if not waits(call) or call.overflow_seconds is None or call.waiting_since_at is None:
        return None
    return call.waiting_since_at + timedelta(seconds=call.overflow_seconds)


def offers(call: Call, instead: e.Overflow) -> bool:
    """Whether a caller may do this instead of waiting."""
    return call.overflow in ("both", instead)


def waits(call: Call) -> bool:
    """Whether a caller is there whom nobody serves yet, or no longer."""
    return call.live and call.waiting_since_at is not None and call.voicemail_until_at is None


def talked_seconds(call: Call, at: datetime) -> float:
    """How long it has been answered, in seconds."""
    return max(0.0, (at - call.answered_at).total_seconds()) if call.answered_at else 0.0


def next_recording(call: Call) -> str:
    """The id of the file that a recording begun now is written to."""
    return f"rec_{call.id.removeprefix('cal_')}-{len(call.recordings) + 1}"


def answered(call: Call, leg: str, agent: str, name: str, at: datetime) -> list[e.CallHappening]:
    """``agent`` serves the call from now on; the recording starts where it is wanted."""
    since_at = call.waiting_since_at or call.started_at
    heard = e.CallAnswered(call.id, leg, agent, name, max(0.0, (at - since_at).total_seconds()))
    begins = call.record and call.recording == "off"
    return [heard, e.RecordingChanged(call.id, "on", next_recording(call))] if begins else [heard]


def taken(call: Call, leg: str, agent: str, name: str, at: datetime) -> list[e.CallHappening]:
    """An Agent takes a waiting call out of its queue with a new ``leg``."""
    return [e.LegJoined(call.id, leg, "agent", agent, name), *answered(call, leg, agent, name, at)]


def released(call: Call, at: datetime, reason: str) -> list[e.CallHappening]:
    """What becomes of the call when its Conversation goes back to a queue: a Customer who is there waits again."""
    if call.customer is None or not call.customer.joined:
        return [e.CallEnded(call.id, "ended" if call.answered_at else "failed", reason, talked_seconds(call, at))]
    return [e.CallQueued(call.id, reason)] if any(leg.role == "agent" for leg in call.legs) else []


# evolve ---------------------------------------------------------------------------------------------------------------


def evolve(call: Call | None, body: e.CallHappening, at: datetime) -> Call | None:
    """The call after ``body``; what concerns another call than the latest changes nothing here."""
    if isinstance(body, e.CallStarted):
        return begun(body, at)
    fold = FOLDS.get(type(body))
    if call is None or fold is None or body.call != call.id:
        return call
    return replace(call, **fold(call, body, at))


def begun(body: e.CallStarted, at: datetime) -> Call:
    """The call that its first event makes."""
    by_customer = body.direction == "in"
    first = Leg(
        body.leg,
        "customer" if by_customer else "agent",
        body.party,
        body.name,
        "connecting",
        at,
        deadline_at=at + CONNECT,
    )
    return Call(
        id=body.call,
        direction=body.direction,
        started_at=at,
        legs=(first,),
        agent=None if by_customer else body.party,
        agents=() if by_customer else (body.party,),
        waiting_since_at=at if by_customer else None,
        overflow_seconds=body.overflow_seconds,
        overflow=body.overflow,
        video=body.video,
        record=body.record,
    )


def _queued(call: Call, body: e.CallQueued, at: datetime) -> dict[str, Any]:
    stay = tuple(leg for leg in call.legs if leg.role == "customer" or leg.mode in ("listen", "whisper"))
    return {"legs": stay, "agent": None, "held": False, "consult_by": None, "waiting_since_at": at}


def _rang(call: Call, body: e.LegRang, at: datetime) -> dict[str, Any]:
    leg = Leg(
        body.leg,
        body.role,
        body.party,
        body.name,
        "ringing",
        at,
        side="consult" if body.purpose == "consult" else "main",
        deadline_at=body.deadline_at,
        offer=body.offer,
        purpose=body.purpose,
        back_to=body.back_to,
    )
    return {"legs": (*call.legs, leg)}


def _joined(call: Call, body: e.LegJoined, at: datetime) -> dict[str, Any]:
    leg = Leg(
        body.leg,
        body.role,
        body.party,
        body.name,
        "connecting",
        at,
        side=body.side,
        mode=body.mode,
        deadline_at=at + CONNECT,
    )
    others = tuple(other for other in call.legs if other.id != body.leg)
    served = body.role == "agent" and body.party not in call.agents
    return {"legs": (*others, leg), "agents": (*call.agents, body.party) if served else call.agents}


def _connected(call: Call, body: e.LegConnected, at: datetime) -> dict[str, Any]:
    return _with_leg(call, body.leg, state="connected", since_at=at, deadline_at=None)


def _lost(call: Call, body: e.LegsLost, at: datetime) -> dict[str, Any]:
    return {"legs": tuple(_away(leg, body.reason, at) if leg.id in body.legs else leg for leg in call.legs)}


def _away(leg: Leg, reason: str, at: datetime) -> Leg:
    patience = CUSTOMER_RETURN if leg.role == "customer" else AGENT_RETURN
    return replace(leg, state="lost", since_at=at, deadline_at=at + (MEDIA_RETURN if reason == "media" else patience))


def _left(call: Call, body: e.LegLeft, at: datetime) -> dict[str, Any]:
    gone = call.leg(body.leg)
    serves = gone is not None and gone.party == call.agent and gone.joined
    return {
        "legs": tuple(leg for leg in call.legs if leg.id != body.leg),
        "agent": None if serves else call.agent,
        "held": call.held and not serves,
        "waiting_since_at": at if serves and call.customer else call.waiting_since_at,
    }


def _muted(call: Call, body: e.LegMuted, at: datetime) -> dict[str, Any]:
    return _with_leg(call, body.leg, muted=body.on)


def _mode_changed(call: Call, body: e.LegModeChanged, at: datetime) -> dict[str, Any]:
    if body.mode != "talk":
        return _with_leg(call, body.leg, mode=body.mode)
    leg = call.leg(body.leg)
    served = leg is not None and leg.party not in call.agents
    agents = (*call.agents, leg.party) if leg and served else call.agents
    return {**_with_leg(call, body.leg, mode="talk", role="agent"), "agents": agents}


def _answered(call: Call, body: e.CallAnswered, at: datetime) -> dict[str, Any]:
    return {"agent": body.agent, "answered_at": call.answered_at or at, "waiting_since_at": None}


def _held(call: Call, body: e.CallHeld, at: datetime) -> dict[str, Any]:
    return {"held": True}


def _resumed(call: Call, body: e.CallResumed, at: datetime) -> dict[str, Any]:
    return {"held": False}


def _consulting(call: Call, body: e.ConsultStarted, at: datetime) -> dict[str, Any]:
    return {**_with_leg(call, body.leg, side="consult"), "consult_by": body.leg, "held": False}


def _swapped(call: Call, body: e.CallSwapped, at: datetime) -> dict[str, Any]:
    return _with_leg(call, body.leg, side=body.side)


def _consulted(call: Call, body: e.ConsultEnded, at: datetime) -> dict[str, Any]:
    """Handed over or merged, whoever was consulted talks to the Customer; else they have gone. Everybody is on one side again."""
    stay = body.outcome in ("completed", "merged")
    gone = () if stay else tuple(leg.id for leg in call.consulted)
    legs = tuple(replace(leg, side="main") for leg in call.legs if leg.id not in gone)
    return {"legs": legs, "consult_by": None}


def _transferred(call: Call, body: e.CallTransferred, at: datetime) -> dict[str, Any]:
    if body.kind == "blind":
        return {}
    return {"agent": body.to_agent, "waiting_since_at": None}


def _recording(call: Call, body: e.RecordingChanged, at: datetime) -> dict[str, Any]:
    return {"recording": body.state, "recordings": _with_recording(call, body.recording)}


def _voicemail(call: Call, body: e.VoicemailBegun, at: datetime) -> dict[str, Any]:
    legs = tuple(leg for leg in call.legs if leg.role == "customer")
    return {
        "legs": legs,
        "voicemail_until_at": body.until_at,
        "recording": "on",
        "recordings": _with_recording(call, body.recording),
    }


def _callback(call: Call, body: e.CallbackAsked, at: datetime) -> dict[str, Any]:
    return {"callback": True}


def _ended(call: Call, body: e.CallEnded, at: datetime) -> dict[str, Any]:
    over = {"end": body.state, "reason": body.reason, "ended_at": at, "legs": ()}
    return {**over, "agent": None, "held": False, "consult_by": None, "recording": "off", "waiting_since_at": None}


def _with_leg(call: Call, id: str, **changes: Any) -> dict[str, Any]:
    return {"legs": tuple(replace(leg, **changes) if leg.id == id else leg for leg in call.legs)}


def _with_recording(call: Call, recording: str) -> tuple[str, ...]:
    return call.recordings if recording in call.recordings else (*call.recordings, recording)


FOLDS: dict[type[Any], Callable[[Call, Any, datetime], dict[str, Any]]] = {
    e.CallQueued: _queued,
    e.LegRang: _rang,
    e.LegJoined: _joined,
    e.LegConnected: _connected,
    e.LegsLost: _lost,
    e.LegLeft: _left,
    e.LegMuted: _muted,
    e.LegModeChanged: _mode_changed,
    e.CallAnswered: _answered,
    e.CallHeld: _held,
    e.CallResumed: _resumed,
    e.ConsultStarted: _consulting,
    e.CallSwapped: _swapped,
    e.ConsultEnded: _consulted,
    e.CallTransferred: _transferred,
    e.RecordingChanged: _recording,
    e.VoicemailBegun: _voicemail,
    e.CallbackAsked: _callback,
    e.CallEnded: _ended,
}
