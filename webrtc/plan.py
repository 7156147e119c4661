"""What the web process and a media worker say to each other: asks, their answers, and events, as typed JSON lines.

A Plan is the whole wanted graph of one call, who hears whom as edges from sources to sinks; sending it again changes nothing.

Sources   ``leg:ID``, and any sound of the plan: ``clip:ID`` plays once and is reported, ``music:NAME`` goes round.
Sinks     ``leg:ID``, ``recorder:left``, ``recorder:right``, ``meter``. An edge from a leg to itself is an echo.
"""

from typing import Any

import msgspec

VERSION = 1
"""Of what is said here. Counts up when a worker that runs on from before an upgrade would be misunderstood."""
LEFT = "recorder:left"
RIGHT = "recorder:right"
METER = "meter"


class Shape(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag=True):
    """What crosses the control socket names its type and is refused with fields nobody knows."""


# ---- the wanted graph


class Edge(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``sink`` hears ``source`` (or sees it: ``video`` passes the leg's camera or screen through, unmixed)."""

    source: str
    sink: str
    video: bool = False


class Sound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Files of ``webrtc.clips`` played one after the other, once or for ever; all calls share one player of the same music."""

    source: str
    paths: tuple[str, ...]
    again: bool = False


class Recording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One file for a call; another id begins another file, and none at all closes it."""

    id: str
    path: str
    paused: bool = False


# ---- asks: web process to worker


class Offer(Shape, frozen=True):
    """A browser's SDP offer for a leg; for a leg that is there already this is a re-join, or a renegotiation by the same connection."""

    call: str
    leg: str
    sdp: str
    video: bool = False


class Plan(Shape, frozen=True):
    """Everything wanted of a call; what is not in it is taken away, except legs, which end by EndLeg."""

    call: str
    edges: tuple[Edge, ...] = ()
    sounds: tuple[Sound, ...] = ()
    recording: Recording | None = None


class EndLeg(Shape, frozen=True):
    """Hang up on one leg; its edges go with it."""

    call: str
    leg: str


class EndCall(Shape, frozen=True):
    """Hang up on everybody and close the recording; Speech and RecordingClosed follow as events."""

    call: str


class Heard(Shape, frozen=True):
    """Events up to this serial were dealt with; those that were not are told again to the next web process."""

    serial: int


class Status(Shape, frozen=True):
    """Ask for everything that lives. The answer is Living."""


class Stop(Shape, frozen=True):
    """End every call and the process."""


Ask = Offer | Plan | EndLeg | EndCall | Heard | Status | Stop


# ---- answers


class Answer(Shape, frozen=True):
    """The SDP answer to an Offer."""

    sdp: str


class Done(Shape, frozen=True):
    """Carried out."""


class Refusal(Shape, frozen=True):
    """A rule said no: a code of docs/wire.md and a sentence."""

    code: str
    sentence: str


class LegLife(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How one leg is: ``joining`` until first connected, then ``there``, ``silent`` or ``gone``."""

    leg: str
    state: str
    silent_seconds: float


class CallLife(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A call as the worker holds it, with the plan it obeys."""

    call: str
    legs: tuple[LegLife, ...]
    plan: Plan | None


class Living(Shape, frozen=True):
    """Everything that lives in a worker."""

    pid: int
    port: int
    addresses: tuple[str, ...]
    calls: tuple[CallLife, ...]
    version: int = VERSION


Reply = Answer | Done | Refusal | Living


# ---- events: worker to web process


class LegConnected(Shape, frozen=True):
    """Sound can flow. ``again`` for a re-join: a new connection took the leg's place."""

    call: str
    leg: str
    again: bool = False


class LegSilent(Shape, frozen=True):
    """Nothing authentic came for ``seconds`` (5): worth a word to the others."""

    call: str
    leg: str
    seconds: float


class LegBack(Shape, frozen=True):
    """A silent or gone leg is heard again."""

    call: str
    leg: str


class LegGone(Shape, frozen=True):
    """A leg is lost until it comes back or joins again: ``reason`` is silent (15 s), closed (its browser hung up), or failed (never connected)."""

    call: str
    leg: str
    reason: str


class Quality(Shape, frozen=True):
    """How a leg's sound fared in the last seconds: loss as shares of 1 (in: from the browser), jitter and round trip in milliseconds."""

    call: str
    leg: str
    loss_in: float
    loss_out: float
    jitter_ms: float
    rtt_ms: float | None


class Levels(Shape, frozen=True):
    """Who speaks now: dBov from -127 (nothing) to 0, for the legs that the meter hears."""

    call: str
    levels: dict[str, int]


class Digit(Shape, frozen=True):
    """A key pressed on a leg (RFC 4733): one of 0-9 * # A B C D."""

    call: str
    leg: str
    digit: str


class ClipEnded(Shape, frozen=True):
    """A sound that plays once has been heard to its end; ``played`` is false if its files could not be read."""

    call: str
    source: str
    played: bool = True


class RecordingClosed(Shape, frozen=True):
    """A recording's file is complete; ``facts`` are those of ``webrtc.recording``."""

    call: str
    recording: str
    path: str
    facts: dict[str, Any]


class Speech(Shape, frozen=True):
    """A call ended: its ``balance`` as ``webrtc.speech`` has it, {} where nobody talked."""

    call: str
    balance: dict[str, Any]


class WorkerLost(Shape, frozen=True):
    """A media process died; these calls have no sound any more. Said by the client, never by a worker."""

    calls: tuple[str, ...]


Event = (
    LegConnected
    | LegSilent
    | LegBack
    | LegGone
    | Quality
    | Levels
    | Digit
    | ClipEnded
    | RecordingClosed
    | Speech
    | WorkerLost
)
PASSING = (Quality, Levels)
"""Events that nobody misses: they have no serial and are not kept for a web process that is away."""


# ---- lines of the control socket


class Asked(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An ask with its number."""

    number: int
    ask: Ask


class Said(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A reply to the ask of that number, or an event; one with a ``serial`` waits for Heard."""

    number: int | None = None
    reply: Reply | None = None
    event: Event | None = None
    serial: int | None = None


LONGEST_LINE = 1 << 20
"""A Plan or Status of hundreds of calls fits; an SDP is at most 64 KiB."""
