"""Who hears whom, as a table: every state of a call, and every pair in it."""

from collections.abc import Callable
from typing import Any

import pytest

from domain import call_commands as c
from domain.call_plan import wanted_plan
from domain.commands import AcceptOffer
from domain.events import Actor
from tests.domain.call_script import CEM, SUE, Line, called, chatting, conference, consulting, internal, talking
from tests.domain.script import ANN, BEN, CUSTOMER

Heard = dict[str, set[str]]
TALK: Heard = {"cus": {"ann"}, "ann": {"cus"}, "left": {"ann"}, "right": {"cus"}, "meter": {"ann", "cus"}}


def with_(line: Line, kind: type[c.CallCommand], actor: Actor = ANN, **fields: Any) -> Line:
    done = line.do(kind, actor, **fields)
    assert isinstance(done, list), done
    return line


def lost(line: Line, *parties: str) -> Line:
    assert line.lose(*parties)
    return line


def ringing_visitor() -> Line:
    line = chatting()
    return with_(line, c.StartCall, ANN, direction="out", leg="leg_ann", party="ann").connect("ann")


def connecting_agent() -> Line:
    line = called().offered_to(ANN)
    line.do(AcceptOffer, ANN, offer="off_q", leg="leg_ann")
    return line


def blind() -> Line:
    return with_(talking(), c.TransferCall, ANN, to_agent="ben", to_name="Ben Moss")


TABLE: dict[str, tuple[Callable[[], Line], Heard]] = {
    "waiting": (called, {"cus": {"music:queue"}}),
    "answered, the agent not yet heard": (
        connecting_agent,
        {"cus": {"music:queue"}, "ann": {"cus"}, "right": {"cus"}, "meter": {"cus"}},
    ),
    "talking": (talking, TALK),
    "talking without recording": (
        lambda: talking(record=False),
        {"cus": {"ann"}, "ann": {"cus"}, "meter": {"ann", "cus"}},
    ),
    "the customer muted": (
        lambda: with_(talking(), c.MuteLeg, CUSTOMER, on=True),
        {"cus": {"ann"}, "left": {"ann"}, "meter": {"ann"}},
    ),
    "the agent muted": (
        lambda: with_(talking(), c.MuteLeg, ANN, on=True),
        {"ann": {"cus"}, "right": {"cus"}, "meter": {"cus"}},
    ),
    "held": (lambda: with_(talking(), c.HoldCall, on=True), {"cus": {"music:hold"}}),
    "resumed": (lambda: with_(with_(talking(), c.HoldCall, on=True), c.HoldCall, on=False), TALK),
    "consulting, ringing": (
        lambda: with_(talking(), c.StartConsult, to="ben", to_name="Ben"),
        {"cus": {"music:hold"}, "ann": {"music:ringback"}},
    ),
    "consulting": (consulting, {"cus": {"music:hold"}, "ann": {"ben"}, "ben": {"ann"}}),
    "swapped": (lambda: with_(consulting(), c.SwapSides), TALK | {"ben": {"music:hold"}}),
    "merged": (
        lambda: with_(consulting(), c.MergeConsult),
        {
            "cus": {"ann", "ben"},
            "ann": {"cus", "ben"},
            "ben": {"cus", "ann"},
            "left": {"ann", "ben"},
            "right": {"cus"},
            "meter": {"cus", "ann", "ben"},
        },
    ),
    "cancelled": (lambda: with_(consulting(), c.CancelConsult), TALK),
    "completed": (
        lambda: with_(consulting(), c.CompleteConsult),
        {"cus": {"ben"}, "ben": {"cus"}, "left": {"ben"}, "right": {"cus"}, "meter": {"ben", "cus"}},
    ),
    "transferred, ringing": (blind, {"cus": {"music:hold"}}),
    "held in a conference": (
        lambda: with_(conference(), c.HoldCall, on=True),
        {"cus": {"music:hold"}, "ann": {"ben"}, "ben": {"ann"}},
    ),
    "consulting out of a conference": (
        lambda: with_(conference(), c.StartConsult, to="cem", to_name="Cem").answers(CEM),
        {
            "cus": {"ben"},
            "ben": {"cus"},
            "ann": {"cem"},
            "cem": {"ann"},
            "left": {"ben"},
            "right": {"cus"},
            "meter": {"ben", "cus"},
        },
    ),
    "listened to": (
        lambda: with_(talking(), c.SuperviseCall, SUE, mode="listen").connect("sue"),
        TALK | {"sue": {"ann", "cus"}},
    ),
    "whispered": (
        lambda: with_(talking(), c.SuperviseCall, SUE, mode="whisper").connect("sue"),
        TALK | {"ann": {"cus", "sue"}, "sue": {"ann", "cus"}},
    ),
    "whispered while consulting": (
        lambda: with_(consulting(), c.SuperviseCall, SUE, mode="whisper").connect("sue"),
        {"cus": {"music:hold"}, "ann": {"ben", "sue"}, "ben": {"ann"}, "sue": {"ann", "ben"}},
    ),
    "listened to while held": (
        lambda: with_(with_(talking(), c.SuperviseCall, SUE, mode="listen"), c.HoldCall, on=True).connect("sue"),
        {"cus": {"music:hold"}, "sue": {"ann"}},
    ),
    "joined by the supervisor": (
        lambda: with_(talking(), c.SuperviseCall, SUE, mode="join").connect("sue"),
        {
            "cus": {"ann", "sue"},
            "ann": {"cus", "sue"},
            "sue": {"cus", "ann"},
            "left": {"ann", "sue"},
            "right": {"cus"},
            "meter": {"cus", "ann", "sue"},
        },
    ),
    "taken over": (
        lambda: with_(talking(), c.SuperviseCall, SUE, mode="takeover").connect("sue"),
        {"cus": {"sue"}, "sue": {"cus"}, "left": {"sue"}, "right": {"cus"}, "meter": {"sue", "cus"}},
    ),
    "the agent lost": (lambda: lost(talking(), "ann"), {"cus": {"music:hold"}}),
    "the agent back": (lambda: lost(talking(), "ann").connect("ann"), TALK),
    "the customer lost": (lambda: lost(talking(), "vis_1"), {"ann": {"music:returning"}}),
    "both lost": (lambda: lost(talking(), "ann", "vis_1"), {}),
    "one agent of two lost": (
        lambda: lost(conference(), "ann"),
        {"cus": {"ben"}, "ben": {"cus"}, "left": {"ben"}, "right": {"cus"}, "meter": {"ben", "cus"}},
    ),
    "recording paused": (
        lambda: with_(talking(), c.RecordCall, state="paused"),
        {"cus": {"ann"}, "ann": {"cus"}, "meter": {"ann", "cus"}},
    ),
    "calling a visitor": (ringing_visitor, {"ann": {"music:ringback"}}),
    "two agents": (internal, {"ann": {"ben"}, "ben": {"ann"}}),
    "a message left": (lambda: with_(called(), c.BeginVoicemail, CUSTOMER), {"right": {"cus"}}),
    "ended": (lambda: with_(talking(), c.EndCall, CUSTOMER), {}),
}


@pytest.mark.parametrize("state", TABLE)
def test_who_hears_whom(state: str) -> None:
    made, expected = TABLE[state]
    assert made().hears() == expected


SEEN: dict[str, tuple[Callable[..., Line], Heard]] = {
    "waiting": (called, {}),
    "talking": (talking, {"cus": {"ann"}, "ann": {"cus"}}),
    "muted": (
        lambda **given: with_(talking(**given), c.MuteLeg, CUSTOMER, on=True),
        {"cus": {"ann"}, "ann": {"cus"}},
    ),
    "held": (lambda **given: with_(talking(**given), c.HoldCall, on=True), {}),
    "consulting": (consulting, {}),
    "merged": (
        lambda **given: with_(consulting(**given), c.MergeConsult),
        {"cus": {"ann"}, "ann": {"cus"}, "ben": {"cus"}},
    ),
    "the agent lost": (lambda **given: lost(talking(**given), "ann"), {}),
    "a message left": (lambda **given: with_(called(**given), c.BeginVoicemail, CUSTOMER), {}),
}


@pytest.mark.parametrize("state", SEEN)
def test_who_sees_whom_where_that_is_allowed(state: str) -> None:
    made, expected = SEEN[state]
    assert made(video=True).sees() == expected
    assert made().sees() == {}, "off unless the widget says otherwise"


def test_a_sound_said_to_one_is_heard_instead_of_music() -> None:
    assert called().hears({"cus": "clip:place-3"}) == {"cus": {"clip:place-3"}}
    line = with_(called(), c.BeginVoicemail, CUSTOMER)
    assert line.hears({"cus": "clip:voicemail"}) == {"cus": {"clip:voicemail"}}, "the invitation is not recorded"
    assert lost(talking(), "ann").hears({"cus": "clip:please-hold"}) == {"cus": {"clip:please-hold"}}


def test_eight_hear_each_other_and_nobody_themselves() -> None:
    more = [Actor("agent", f"a{n}", f"Agent {n}") for n in range(6)]
    line = conference(*more)
    everybody = {"cus", "ann", *(actor.id for actor in more)}
    heard = line.hears()
    assert {who: heard[who] for who in everybody} == {who: everybody - {who} for who in everybody}
    assert line.do(c.AddAgent, ANN, agent="late", agent_name="Late") == "over_capacity"


def test_the_recording_names_its_file() -> None:
    line = talking()
    assert (wanted_plan(line.call).state, wanted_plan(line.call).recording) == ("on", "rec_1-1")
    with_(line, c.RecordCall, state="paused")
    assert (wanted_plan(line.call).state, wanted_plan(line.call).recording) == ("paused", "rec_1-1")
    with_(line, c.RecordCall, state="on")
    assert wanted_plan(line.call).recording == "rec_1-1", "a pause goes on in the same file"
    with_(with_(line, c.RecordCall, state="off"), c.RecordCall, state="on")
    assert wanted_plan(line.call).recording == "rec_1-2"
    line.lose("ann", "vis_1", reason="media")
    assert wanted_plan(line.call).recording == "rec_1-3", "the file of a dead process is finished by others"


def test_the_table_notices_a_leak() -> None:
    """A supervisor who is heard, a customer who hears a consultation: the plan of another state is no match."""
    joined = TABLE["joined by the supervisor"][0]().hears()
    assert joined != TABLE["whispered"][1]
    assert TABLE["merged"][0]().hears()["cus"] != TABLE["consulting"][1]["cus"]
    assert BEN.id in TABLE["consulting"][1]["ann"]
