"""What can happen to the Call of a Conversation: past tense, frozen, in the Conversation's own stream.

A Call is its legs. One that rings, joins, is lost or leaves is told by id; who hears whom follows from these facts alone.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

Direction = Literal["in", "out", "internal"]
Role = Literal["customer", "agent", "supervisor"]
Side = Literal["main", "consult"]
Mode = Literal["talk", "listen", "whisper", "join"]
Purpose = Literal["answer", "out", "internal", "consult", "add", "transfer", "return"]
RecordingState = Literal["off", "on", "paused"]
End = Literal["ended", "missed", "abandoned", "rejected", "failed"]
Overflow = Literal["both", "voicemail", "callback"]
"""What a caller may do instead of waiting: leave words, be called back, or choose. Where they wait too long, words come first."""


@dataclass(frozen=True, slots=True)
class CallStarted:
    """Somebody began a call with their ``leg``: the Customer (in), an Agent to the Customer (out) or to an Agent (internal).

    ``record`` says whether answering starts the recording, ``notice`` which version of the recording notice was shown;
    after ``overflow_seconds`` of waiting ``overflow`` happens (None: never). ``video``: cameras and screens may be shown.
    """

    call: str
    direction: Direction
    leg: str
    party: str
    name: str
    record: bool
    notice: str | None
    overflow_seconds: float | None
    overflow: Overflow = "both"
    video: bool = False


@dataclass(frozen=True, slots=True)
class CallQueued:
    """It waits for an Agent again, and whoever served it has left. ``reason``: agent_lost, not_connected, returned, missed, transferred."""

    call: str
    reason: str


@dataclass(frozen=True, slots=True)
class LegRang:
    """A party is asked to join until ``deadline_at``; ``back_to`` is the Agent whom a blind transfer returns to."""

    call: str
    leg: str
    offer: str
    role: Role
    party: str
    name: str
    purpose: Purpose
    deadline_at: datetime
    back_to: str | None = None


@dataclass(frozen=True, slots=True)
class LegJoined:
    """A party takes part: their browser connects its sound now. ``notice``: which version of the recording notice they were shown."""

    call: str
    leg: str
    role: Role
    party: str
    name: str
    side: Side = "main"
    mode: Mode = "talk"
    notice: str | None = None


@dataclass(frozen=True, slots=True)
class LegConnected:
    """Sound can flow, for the first time or again."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class LegsLost:
    """Their sound is gone; they have a while to return. ``reason``: silent, closed, media (the media process died)."""

    call: str
    legs: tuple[str, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class LegLeft:
    """A party no longer takes part. ``reason``: ended, declined, expired, lost, not_connected, transferred, removed, taken_over."""

    call: str
    leg: str
    reason: str


@dataclass(frozen=True, slots=True)
class LegMuted:
    """A party cannot be heard, or can be again."""

    call: str
    leg: str
    on: bool


@dataclass(frozen=True, slots=True)
class LegModeChanged:
    """A supervisor now listens, whispers to the Agent or joins; with ``talk`` they serve the call as an Agent."""

    call: str
    leg: str
    mode: Mode


@dataclass(frozen=True, slots=True)
class CallAnswered:
    """From now on the Customer is served by ``agent``; ``waited_seconds`` counts from when the Customer began to wait."""

    call: str
    leg: str
    agent: str
    agent_name: str
    waited_seconds: float


@dataclass(frozen=True, slots=True)
class CallHeld:
    """The Customer hears music."""

    call: str


@dataclass(frozen=True, slots=True)
class CallResumed:
    """The Customer is with the Agent again."""

    call: str


@dataclass(frozen=True, slots=True)
class ConsultStarted:
    """The Agent of ``leg`` turned to somebody else while the Customer waits."""

    call: str
    leg: str


@dataclass(frozen=True, slots=True)
class CallSwapped:
    """The consulting Agent turned to the other side."""

    call: str
    leg: str
    side: Side


@dataclass(frozen=True, slots=True)
class ConsultEnded:
    """``outcome``: completed (the Agent handed the call over), merged (all talk), cancelled, declined, expired, ended, lost."""

    call: str
    outcome: str


@dataclass(frozen=True, slots=True)
class CallTransferred:
    """It goes to another Agent or Queue: blind (nobody asked), consult, takeover, or left (one of several Agents went)."""

    call: str
    kind: Literal["blind", "consult", "takeover", "left"]
    to_agent: str | None
    to_queue: str | None
    to_name: str
    note: str


@dataclass(frozen=True, slots=True)
class RecordingChanged:
    """``recording`` names the file that is written from now on, also while it is paused."""

    call: str
    state: RecordingState
    recording: str


@dataclass(frozen=True, slots=True)
class RecordingStored:
    """The file is kept: its length, size in bytes, and whether something of it is missing; ``voicemail`` if nobody answered."""

    call: str
    recording: str
    seconds: float
    size: int
    incomplete: bool
    voicemail: bool
    waveform: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class RecordingErased:
    """The file was removed: asked, retention."""

    call: str
    recording: str
    reason: str


@dataclass(frozen=True, slots=True)
class VoicemailBegun:
    """The Customer may leave words until ``until_at``. ``reason``: nobody, waited, chosen."""

    call: str
    recording: str
    reason: str
    until_at: datetime


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """The Customer wants to be called back and keeps their place in the queue."""

    call: str


@dataclass(frozen=True, slots=True)
class CallEnded:
    """It is over, for every leg. ``reason``: customer, agent, voicemail, callback, declined, expired, lost, not_connected, media."""

    call: str
    state: End
    reason: str
    talked_seconds: float


@dataclass(frozen=True, slots=True)
class CallMeasured:
    """After its end: the speech balance as ``webrtc.speech`` gives it, and how each leg's sound fared at worst and in the mean."""

    call: str
    speech: Mapping[str, Any]
    quality: Mapping[str, Any]


CallHappening = (
    CallStarted
    | CallQueued
    | LegRang
    | LegJoined
    | LegConnected
    | LegsLost
    | LegLeft
    | LegMuted
    | LegModeChanged
    | CallAnswered
    | CallHeld
    | CallResumed
    | ConsultStarted
    | CallSwapped
    | ConsultEnded
    | CallTransferred
    | RecordingChanged
    | RecordingStored
    | RecordingErased
    | VoicemailBegun
    | CallbackAsked
    | CallEnded
    | CallMeasured
)

CALL_HAPPENINGS: tuple[type[CallHappening], ...] = CallHappening.__args__

HIDDEN_CALL_HAPPENINGS = (
    LegRang,
    LegJoined,
    LegConnected,
    LegsLost,
    LegLeft,
    LegMuted,
    LegModeChanged,
    ConsultStarted,
    CallSwapped,
    ConsultEnded,
    RecordingStored,
    RecordingErased,
    CallMeasured,
)
"""What happens among those who serve: a visitor must not learn who listens or is consulted."""
