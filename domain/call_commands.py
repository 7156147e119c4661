"""What can be asked of the Call of a Conversation: by its parties, by media, and by the clock.

``new_leg`` and ``new_offer`` are ids for a party that the command may bring in; where it brings in nobody they stay unused.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from domain.call_events import Direction, Overflow, RecordingState
from domain.commands import Command, Opening


@dataclass(frozen=True, slots=True, kw_only=True)
class CallCommand(Command):
    """A Command about one Call; one about another than the live Call is refused."""

    call: str
    channel: str = "call"
    new_leg: str = ""
    new_offer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StartCall(CallCommand):
    """Begin a call with ``leg``: the actor's. Rings the Agent who has the Conversation, the Customer (out) or ``to`` (internal).

    ``free`` says whether that Agent can be rung; ``answerable`` whether anybody could answer at all.
    """

    direction: Direction
    leg: str
    party: str
    to: str = ""
    to_name: str = ""
    opening: Opening | None = None
    record: bool = False
    notice: str | None = None
    overflow_seconds: float | None = None
    overflow: Overflow = "both"
    video: bool = False
    free: bool = True
    answerable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRing(CallCommand):
    """The party who was rung joins; ``notice`` as in ``StartCall``."""

    offer: str
    notice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeclineRing(CallCommand):
    """The party who was rung does not join; ``busy`` are the Agents who cannot be rung instead."""

    offer: str
    busy: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportConnected(CallCommand):
    """Media: sound of this leg flows."""

    leg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLost(CallCommand):
    """Media: the sound of these legs is gone."""

    legs: tuple[str, ...]
    reason: Literal["silent", "closed", "media"]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckCall(CallCommand):
    """The clock: do what is due; ``busy`` are the Agents who cannot be rung."""

    busy: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EndCall(CallCommand):
    """The actor hangs up: everybody's end, or only theirs where others go on talking."""

    busy: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MuteLeg(CallCommand):
    """The actor cannot, or can again, be heard."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldCall(CallCommand):
    """Music for the Customer, or no longer."""

    on: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class StartConsult(CallCommand):
    """Turn to another Agent first."""

    to: str
    to_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CompleteConsult(CallCommand):
    """Hand the call over to whoever was consulted."""

    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapSides(CallCommand):
    """Turn to the other side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MergeConsult(CallCommand):
    """Let both sides talk together."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelConsult(CallCommand):
    """Send whoever was consulted away and return to the Customer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferCall(CallCommand):
    """Give the call to an Agent or a Queue without asking first."""

    to_agent: str | None = None
    to_queue: str | None = None
    to_name: str
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AddAgent(CallCommand):
    """Ask one more Agent to join."""

    agent: str
    agent_name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoveLeg(CallCommand):
    """Send a party away; the system sends who may no longer take part."""

    leg: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SuperviseCall(CallCommand):
    """A supervisor listens, whispers, joins, or takes the call over."""

    mode: Literal["listen", "whisper", "join", "takeover"]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordCall(CallCommand):
    """Record, pause, or stop."""

    state: RecordingState


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginVoicemail(CallCommand):
    """The waiting Customer would rather leave words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskCallback(CallCommand):
    """The waiting Customer would rather be called back."""


# About a call that may be over -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class KeepRecording(CallCommand):
    """The file of a recording is stored."""

    recording: str
    seconds: float
    size: int
    incomplete: bool
    voicemail: bool
    waveform: tuple[tuple[int, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class EraseRecording(CallCommand):
    """The file of a recording is gone."""

    recording: str
    reason: str = "asked"


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureCall(CallCommand):
    """What was measured of a call."""

    speech: Mapping[str, Any] = field(default_factory=dict)
    quality: Mapping[str, Any] = field(default_factory=dict)
