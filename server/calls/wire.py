"""The shapes of calls on the wire: what the two sockets may ask, and what a call looks like to agents and to its visitor.

An agent who is in one call need not name it: ``call`` may be left out of everything but signalling.
"""

from typing import Annotated, Any, Literal

from msgspec import Meta

from chat.wire import Id
from server.wire import Input, Output

Sdp = Annotated[str, Meta(min_length=1, max_length=64 * 1024)]
Digits = Annotated[str, Meta(min_length=1, max_length=32, pattern=r"^[0-9A-D*#]+$(?!\n)")]
Candidate = Annotated[str, Meta(max_length=1024)]
Note = Annotated[str, Meta(max_length=2000)]

# In ---------------------------------------------------------------------------------------------------------------------


class VisitorCallStart(Input):
    """call.start of a visitor: a new call, the answer to one that rings them, or the way back into theirs."""

    conversation: Id | None = None
    notice: Annotated[str, Meta(max_length=40)] | None = None


class AgentCallStart(Input):
    """call.start of an agent: to the visitor of a Conversation, or to another Agent."""

    conversation: Id | None = None
    agent: Id | None = None


class CallOffer(Input):
    """call.offer: a browser's SDP offer for its own leg; the same leg again is a re-join"""

    call: Id
    leg: Id
    sdp: Sdp


class CallTest(Input):
    """call.test: an SDP offer of a browser that wants to hear itself"""

    sdp: Sdp


class CallIce(
    Input, rename={"sdp_mid": "sdpMid", "sdp_line": "sdpMLineIndex", "username_fragment": "usernameFragment"}
):
    """call.ice: accepted and not needed, because the server's address is in its answer; as RTCIceCandidate, or as its text"""

    call: Id | None = None
    leg: Id | None = None
    candidate: dict[str, Any] | Candidate | None = None
    sdp_mid: Candidate | None = None
    sdp_line: int | None = None
    username_fragment: Candidate | None = None


class CallRelays(Input):
    """call.relays: the TURN servers for the next hours, [] where there are none"""


class OfCall(Input):
    """call.end, call.swap, call.merge, call.cancel, call.listen, call.whisper, call.join, call.takeover"""

    call: Id | None = None


class CallKeys(Input):
    """call.keys"""

    digits: Digits
    call: Id | None = None


class CallOn(Input):
    """call.mute, call.hold"""

    on: bool
    call: Id | None = None


class CallTo(Input):
    """An Agent, or a Queue where one is allowed."""

    agent: Id | None = None
    queue: Id | None = None


def called(to: CallTo | str) -> CallTo:
    """Whom ``to`` names; an id alone says by its beginning what it is of."""
    if isinstance(to, CallTo):
        return to
    return CallTo(queue=to) if to.startswith("que_") else CallTo(agent=to)


class CallConsult(Input):
    """call.consult"""

    to: CallTo | Id
    call: Id | None = None


class CallComplete(Input):
    """call.complete"""

    note: Note = ""
    call: Id | None = None


class CallTransfer(Input):
    """call.transfer"""

    to: CallTo | Id
    note: Note = ""
    call: Id | None = None


class CallAdd(Input):
    """call.add"""

    agent: Id
    call: Id | None = None


class CallRemove(Input):
    """call.remove"""

    leg: Id
    call: Id | None = None


class CallRecord(Input):
    """call.record"""

    state: Literal["on", "paused", "off"]
    call: Id | None = None


# Out --------------------------------------------------------------------------------------------------------------------

CallState = Literal[
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


class CallLeg(Output):
    """One party; ``deadline_at`` is until when a ring, a connection or a return is waited for."""

    id: str
    role: Literal["customer", "agent", "supervisor"]
    party: str
    name: str
    state: Literal["ringing", "connecting", "connected", "lost"]
    side: Literal["main", "consult"]
    mode: Literal["talk", "listen", "whisper", "join"]
    muted: bool
    since_at: str
    deadline_at: str | None


class Call(Output):
    """A call as agents see it."""

    call: str
    conversation: str
    state: CallState
    direction: Literal["in", "out", "internal"]
    queue: str
    agent: str | None
    customer: str
    customer_name: str
    legs: list[CallLeg]
    held: bool
    video: bool
    recording: Literal["off", "on", "paused"]
    recordable: bool
    callback: bool
    reason: str | None
    started_at: str
    answered_at: str | None
    waiting_since_at: str | None
    ended_at: str | None


class VisitorCall(Output):
    """A call as its visitor sees it: nobody who only listens, and no consultation."""

    call: str
    conversation: str
    state: Literal[
        "waiting",
        "ringing",
        "talking",
        "held",
        "voicemail",
        "interrupted",
        "ended",
        "missed",
        "abandoned",
        "rejected",
        "failed",
    ]
    direction: Literal["in", "out"]
    leg: str | None
    leg_state: Literal["ringing", "connecting", "connected", "lost"] | None
    agent: str | None
    muted: bool
    overflow: Literal["both", "voicemail", "callback"]
    video: bool
    recording: Literal["off", "on", "paused"]
    reason: str | None
    started_at: str
    answered_at: str | None
    ended_at: str | None
    deadline_at: str | None


class CallRecording(Output):
    """One stored file of a call: two channels, agents left and customer right; ``waveform`` is 0 to 100 per channel."""

    id: str
    seconds: float
    size: int
    incomplete: bool
    voicemail: bool
    erased: bool
    waveform: list[list[int]]
    url: str | None


class CallParty(Output):
    """Who was in a call, by the leg that speech is told by."""

    leg: str
    role: Literal["customer", "agent", "supervisor"]
    party: str
    name: str


class CallDetail(Call):
    """A call as the list of calls keeps it."""

    agents: list[str]
    parties: list[CallParty]
    talked_seconds: float
    recordings: list[CallRecording]
    speech: dict[str, Any] | None
    quality: dict[str, Any] | None


class Calls(Output):
    """A page of calls, newest first."""

    items: list[CallDetail]
    next: str | None


class Prompt(Output):
    """What callers are told, in one language: spoken from ``text``, unless a sound was uploaded; numbers in it are examples."""

    id: str
    kind: str
    language: str
    text: str
    uploaded: bool
    url: str


class Prompts(Output):
    """Every prompt in every language."""

    items: list[Prompt]
    next: str | None


class CallQuality(Output):
    """How a leg's sound fares: losses as shares of 1 (in: from the browser), jitter and round trip in milliseconds."""

    call: str
    leg: str
    loss_in: float
    loss_out: float
    jitter_ms: float
    rtt_ms: float | None


class CallLevels(Output):
    """Who speaks now: dBov, -127 (nothing) to 0, by leg."""

    call: str
    levels: dict[str, int]


class CallPressed(Output):
    """keys: digits that a party pressed."""

    call: str
    leg: str
    digits: str
