"""Who hears whom in a call, in every state of it: a pure function from the Call to the edges that media must have.

Sources are connected legs that may be heard, and sounds; a sink may still be connecting, so that its first packet is heard.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import permutations

from domain.call_events import RecordingState
from domain.calls import Call, Leg

QUEUE_MUSIC = "music:queue"
HOLD_MUSIC = "music:hold"
RINGBACK = "music:ringback"
RETURNING = "music:returning"
"""A soft tone for an Agent whose Customer's sound was lost and may come back."""

AGENTS = "recorder:left"
CUSTOMER = "recorder:right"
METER = "meter"


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """``sink`` hears ``source``, or sees it."""

    source: str
    sink: str
    video: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that is wanted of a call's media; ``recording`` is the id of the file that is written, if one is."""

    call: str
    edges: frozenset[Edge]
    state: RecordingState = "off"
    recording: str | None = None


NOTHING_SAID: Mapping[str, str] = {}


def wanted_plan(call: Call, saying: Mapping[str, str] = NOTHING_SAID) -> Plan:
    """The plan of ``call`` now; ``saying`` is which sound is being said to a leg, instead of music."""
    if not call.live:
        return Plan(call.id, frozenset())
    heard = frozenset(_heard(call, saying))
    kept = frozenset(_kept(call, saying)) if call.recording == "on" else frozenset()
    metered = frozenset(Edge(edge.source, METER) for edge in _talk_with_customer(call))
    seen = frozenset(_seen(call)) if call.video else frozenset()
    recording = call.recordings[-1] if call.recording != "off" and call.recordings else None
    return Plan(call.id, heard | kept | metered | seen, call.recording, recording)


def sound_of(leg: Leg) -> str:
    """A leg as source and as sink."""
    return f"leg:{leg.id}"


def _heard(call: Call, saying: Mapping[str, str]) -> Iterator[Edge]:
    for leg in _listeners(call):
        said = saying.get(leg.id)
        voices = [] if said else [sound_of(other) for other in call.legs if _hears(call, leg, other)]
        sounds = [said] if said else _instead_of_company(call, leg)
        for source in (*voices, *sounds):
            yield Edge(source, sound_of(leg))


def _listeners(call: Call) -> Iterator[Leg]:
    return (leg for leg in call.legs if leg.state in ("connecting", "connected"))


def _hears(call: Call, listener: Leg, speaker: Leg) -> bool:
    """Whether ``speaker`` is heard by ``listener`` now."""
    if speaker.id == listener.id or speaker.state != "connected" or speaker.muted:
        return False
    serving = call.serving
    if speaker.mode == "whisper":
        return serving is not None and listener.id == serving.id
    if listener.mode in ("listen", "whisper"):
        side = serving.side if serving is not None else "main"
        return speaker.talks and speaker.side == side and not (call.held and speaker.role == "customer")
    return _together(call, listener, speaker)


def _seen(call: Call) -> Iterator[Edge]:
    """The Customer sees who serves them; whoever is meant to hear the Customer sees them. Muting is for the voice alone."""
    customer, serving = call.customer, call.serving
    if customer is None or call.voicemail_until_at is not None:
        return
    for leg in _listeners(call):
        if customer.state == "connected" and _hears(call, leg, replace(customer, muted=False)):
            yield Edge(sound_of(customer), sound_of(leg), video=True)
    if serving is not None and serving.state == "connected" and _together(call, customer, serving):
        yield Edge(sound_of(serving), sound_of(customer), video=True)


def _together(call: Call, one: Leg, other: Leg) -> bool:
    """Whether two parties are meant to talk with each other."""
    held = call.held and "customer" in (one.role, other.role)
    return one.id != other.id and one.talks and other.talks and one.side == other.side and not held


def _instead_of_company(call: Call, leg: Leg) -> list[str]:
    """The music of who would hear nobody because nobody is there; silence for those who only listen or have put on hold."""
    accompanied = any(_together(call, leg, other) and other.state == "connected" for other in call.legs)
    if accompanied or not leg.talks or call.voicemail_until_at is not None:
        return []
    if leg.role == "customer":
        return [QUEUE_MUSIC if _never_served(call) else HOLD_MUSIC]
    return _for_a_lonely_agent(call, leg)


def _never_served(call: Call) -> bool:
    """Whether the Customer has not heard an Agent yet: then the queue's music goes on until they do."""
    serving = call.serving
    return not call.agents or (len(call.agents) == 1 and serving is not None and serving.state == "connecting")


def _for_a_lonely_agent(call: Call, leg: Leg) -> list[str]:
    expected = [other for other in call.legs if other.side == leg.side and other.id != leg.id]
    if any(other.state in ("ringing", "connecting") for other in expected):
        return [RINGBACK]
    if call.held and leg.side == "main":
        return []
    return [RETURNING if any(other.state == "lost" for other in expected) else HOLD_MUSIC]


def _talk_with_customer(call: Call) -> Iterator[Edge]:
    """The voices of those who talk with the Customer, and the Customer's to them."""
    customer = call.customer
    for speaker, listener in permutations(call.legs, 2):
        if customer in (speaker, listener) and _together(call, speaker, listener):
            there = listener.state != "lost"
            if there and speaker.state == "connected" and not speaker.muted:
                yield Edge(sound_of(speaker), sound_of(listener))


def _kept(call: Call, saying: Mapping[str, str]) -> Iterator[Edge]:
    """What is recorded: what the Customer and those who serve say to each other, or the Customer's message."""
    customer = call.customer
    if customer is None:
        return
    if call.voicemail_until_at is not None:
        if customer.state == "connected" and customer.id not in saying:
            yield Edge(sound_of(customer), CUSTOMER)
        return
    for edge in _talk_with_customer(call):
        yield Edge(edge.source, CUSTOMER if edge.source == sound_of(customer) else AGENTS)
