"""Rules told as scripts: given what happened, when something is asked, then this happens, or it is refused with a code."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, TypeVar

from domain import commands as c
from domain import conversation, shift
from domain import events as e
from domain.conversation import Conversation
from domain.refusal import Refused
from domain.shift import Shift, shift_of

START = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
CUSTOMER = e.Actor("customer", "cus_1", "Vera")
ANN = e.Actor("agent", "ann", "Ann Lee")
BEN = e.Actor("agent", "ben", "Ben Moss")
CNV = "cnv_1"
OPENING = c.Opening(customer="cus_1", customer_name="Vera", queue="sales", visitor="vis_1", widget="wid_1")
STARTED = e.ConversationStarted("cus_1", "Vera", "vis_1", "wid_1", "sales", None, "en", {}, None, left_message=False)
HELLO = e.MessageReceived("m1", "hello")
WAITING: tuple[e.Happening, ...] = (STARTED, HELLO, e.ConversationQueued("sales", "started"))


def after(seconds: float) -> datetime:
    """So long after the script began."""
    return START + timedelta(seconds=seconds)


OFFERED = (*WAITING, e.OfferMade("off_1", "ann", "Ann Lee", after(30)))
OPEN = (*OFFERED, e.OfferAccepted("off_1", "ann", "Ann Lee", 5.0))
SNOOZED = (*OPEN, e.ConversationSnoozed(after(3600)))
RESTING_UNASSIGNED = (*WAITING, e.ConversationSnoozed(after(3600)))
CLOSED = (*OPEN, e.ConversationClosed("solved", "asked"))

_serial = count()

Kind = TypeVar("Kind", bound=c.Command)


def event(number: int, body: e.Body, at: datetime = START, actor: e.Actor = e.SYSTEM, channel: str = "chat") -> e.Event:
    """``body`` in an envelope."""
    return e.Event(CNV, number, at, channel, actor, body)


def given(bodies: Sequence[e.Happening], at: datetime = START) -> Conversation | None:
    """The fold of what happened, one second apart; None where nothing did."""
    state = None
    for number, body in enumerate(bodies, 1):
        state = conversation.evolve(state or Conversation(CNV), event(number, body, at))
    return state


def when(kind: type[Kind], seconds: float = 10.0, **fields: Any) -> Kind:
    """A command asked ``seconds`` after the script began."""
    return kind(**{"id": f"cmd-{next(_serial)}", "conversation": CNV, "at": after(seconds), **fields})


def then(state: Conversation | None, command: c.Command) -> list[e.Happening] | str:
    """What the command causes, or the code it is refused with."""
    try:
        return conversation.decide(state, command)
    except Refused as refused:
        return refused.code


def shift_after(*bodies: e.ShiftHappening, at: datetime = START) -> Shift:
    """The fold of Ann's shift."""
    state = Shift(shift_of("ann"))
    for number, body in enumerate(bodies, 1):
        state = shift.evolve(state, event(number, body, at))
    return state


def shift_then(state: Shift, command: c.Command) -> list[e.ShiftHappening] | str:
    """What the command causes on a shift, or the code it is refused with."""
    try:
        return shift.decide(state, command)
    except Refused as refused:
        return refused.code
