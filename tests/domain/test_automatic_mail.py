"""What Parley writes by itself is in the Conversation and changes nothing else."""

from dataclasses import replace

import pytest

from domain import commands as c
from domain import events as e
from domain.conversation import Conversation, decide, evolve
from domain.emails import Email, Party
from domain.refusal import Refused
from tests.domain.script import CNV, START

MAIL = Email(
    "eml_1", "mbx_1", "1@shop.example", None, Party("Shop", "help@shop.example"), (), (), "Re: Hi", "Thanks", "Thanks"
)
STATES: tuple[Conversation, ...] = (
    Conversation(CNV, number=3, state="waiting", awaiting="agent"),
    Conversation(CNV, number=3, state="closed"),
    Conversation(CNV, number=3, state="open", agent="agt_1"),
    Conversation(CNV, number=3, state="snoozed", agent="agt_1"),
)


def send(actor: e.Actor) -> c.SendMessage:
    return c.SendMessage(
        id="x", conversation=CNV, at=START, actor=actor, channel="email", message="m", text="Thanks", email=MAIL
    )


@pytest.mark.parametrize("state", STATES)
def test_it_takes_wakes_and_answers_nothing(state: Conversation) -> None:
    (body,) = decide(state, send(e.SYSTEM))
    after = evolve(state, e.Event(CNV, 4, START, "email", e.SYSTEM, body))
    untouched = replace(after, number=3, visible=state.visible, last_at=state.last_at, channels=state.channels)
    assert untouched == state


def test_an_agents_mail_does() -> None:
    agent = e.Actor("agent", "agt_1", "Ann")
    assert [type(body) for body in decide(STATES[0], send(agent))] == [e.ConversationAssigned, e.MessageSent]
    with pytest.raises(Refused):
        decide(STATES[1], send(agent))
