"""Every command of a Conversation against every state it can meet."""

from dataclasses import dataclass
from typing import Any

import pytest

from domain import commands as c
from domain import conversation
from domain import events as e
from domain.emails import Email, Party
from domain.redaction import ALL
from domain.stream import MAX_EVENTS
from tests.domain.script import (
    ANN,
    BEN,
    CLOSED,
    CUSTOMER,
    OFFERED,
    OPEN,
    OPENING,
    RESTING_UNASSIGNED,
    SNOOZED,
    STARTED,
    WAITING,
    after,
    given,
    then,
    when,
)

Bodies = tuple[e.Happening, ...]
MORE = e.MessageReceived("m2", "still there?")
ANSWER = e.MessageSent("m3", "Hello Vera")
NOTE = e.NoteAdded("m4", "she is a regular", (), ("ben",))
WITHDRAWN = e.OfferWithdrawn
AWAY = Email(
    id="eml_1",
    mailbox="mbx_1",
    message_id="<away@mail.example>",
    in_reply_to=None,
    sender=Party("Vera", "vera@mail.example"),
    to=(),
    cc=(),
    subject="Away",
    text="I am away",
    reply_text="I am away",
    is_auto_reply=True,
)
RECEIVED_AWAY = e.MessageReceived("m2", "", (), AWAY)
TAGGED = (*OPEN, e.TagsChanged(("vip", "refund"), ()))
ERASED = (*CLOSED, e.ConversationRedacted(ALL, "erasure", "Erased US_1", ()))


@dataclass(frozen=True)
class Script:
    """One line of the rules."""

    name: str
    given: Bodies
    when: c.Command
    then: list[e.Happening] | str


def receive(**fields: Any) -> c.ReceiveMessage:
    return when(c.ReceiveMessage, actor=CUSTOMER, **{"message": "m2", "text": "still there?", **fields})


def send(actor: e.Actor = ANN, **fields: Any) -> c.SendMessage:
    return when(c.SendMessage, actor=actor, **{"message": "m3", "text": "Hello Vera", **fields})


def note(**fields: Any) -> c.AddNote:
    return when(c.AddNote, actor=ANN, **{"message": "m4", "text": "she is a regular", "mentions": ("ben",), **fields})


def assign(to: e.Actor, note: str = "") -> c.AssignConversation:
    return when(c.AssignConversation, actor=ANN, agent=to.id, agent_name=to.name, note=note)


def enqueue(queue: str, note: str = "") -> c.QueueConversation:
    return when(c.QueueConversation, actor=ANN, queue=queue, queue_name=queue.title(), note=note)


def offer() -> c.OfferConversation:
    return when(c.OfferConversation, offer="off_2", agent="ben", agent_name="Ben Moss", deadline_at=after(40))


FILE = e.File("fil_1", "cat.png", 3, "image/png")
NOBODY: Bodies = ()

SCRIPTS = [
    # ReceiveMessage
    Script("a first message opens", NOBODY, receive(message="m1", text="hello", opening=OPENING), list(WAITING)),
    Script("a first message needs an opening", NOBODY, receive(), "not_found"),
    Script("empty words are no message", WAITING, receive(text=" \n"), "invalid"),
    Script("a first message may not be empty", NOBODY, receive(text="", opening=OPENING), "invalid"),
    Script("a file is enough", WAITING, receive(text="", files=(FILE,)), [e.MessageReceived("m2", "", (FILE,))]),
    Script("a message while waiting", WAITING, receive(), [MORE]),
    Script("a message while offered", OFFERED, receive(), [MORE]),
    Script("a message while open", OPEN, receive(opening=OPENING), [MORE]),
    Script("a message wakes", SNOOZED, receive(), [e.ConversationWoken("message"), MORE]),
    Script(
        "a message wakes what nobody has, back into the queue",
        RESTING_UNASSIGNED,
        receive(),
        [e.ConversationWoken("message"), MORE, e.ConversationQueued("sales", "woken")],
    ),
    Script(
        "a message reopens",
        CLOSED,
        receive(),
        [e.ConversationReopened("message"), MORE, e.ConversationQueued("sales", "reopened")],
    ),
    # SendMessage
    Script("answering who waits takes it", WAITING, send(), [e.ConversationAssigned("ann", "Ann Lee"), ANSWER]),
    Script(
        "answering what is on offer to another takes it",
        OFFERED,
        send(BEN),
        [WITHDRAWN("off_1", "ann", "assigned"), e.ConversationAssigned("ben", "Ben Moss"), ANSWER],
    ),
    Script("an answer", OPEN, send(), [ANSWER]),
    Script("a colleague's answer takes nothing", OPEN, send(BEN), [ANSWER]),
    Script("an answer wakes", SNOOZED, send(), [e.ConversationWoken("asked"), ANSWER]),
    Script("an answer to what is closed", CLOSED, send(), "closed"),
    Script("an empty answer", OPEN, send(text=" "), "invalid"),
    Script("an answer to nothing", NOBODY, send(), "not_found"),
    # AddNote
    *(Script(f"a note in any state: {len(g)}", g, note(), [NOTE]) for g in (WAITING, OFFERED, OPEN, SNOOZED, CLOSED)),
    Script("an empty note", OPEN, note(text=""), "invalid"),
    # Email
    Script("a mail that a machine wrote wakes nobody", CLOSED, receive(text="", email=AWAY), [RECEIVED_AWAY]),
    Script("nor one that rests", SNOOZED, receive(text="", email=AWAY), [RECEIVED_AWAY]),
    Script(
        "an agent's mail begins a conversation that is theirs",
        NOBODY,
        send(opening=OPENING),
        [STARTED, e.ConversationAssigned("ann", "Ann Lee"), ANSWER],
    ),
    # ReportDelivery
    Script(
        "how far a mail has come",
        OPEN,
        when(c.ReportDelivery, message=2, state="bounced", words="no such user"),
        [e.DeliveryChanged(2, "bounced", "no such user")],
    ),
    Script("a report on no message", OPEN, when(c.ReportDelivery, message=99, state="sent"), "not_found"),
    # IntroduceCustomer
    Script(
        "an introduction",
        OPEN,
        when(c.IntroduceCustomer, actor=CUSTOMER, name="Vera Holt", email="vera@mail.example"),
        [e.CustomerIntroduced("Vera Holt", "vera@mail.example", "", {})],
    ),
    # OfferConversation
    Script("an offer", WAITING, offer(), [e.OfferMade("off_2", "ben", "Ben Moss", after(40))]),
    *(
        Script(f"no offer of what does not wait: {len(g)}", g, offer(), "conflict")
        for g in (OFFERED, OPEN, SNOOZED, CLOSED)
    ),
    # AcceptOffer
    Script(
        "accepting",
        OFFERED,
        when(c.AcceptOffer, 12, actor=ANN, offer="off_1"),
        [e.OfferAccepted("off_1", "ann", "Ann Lee", 12.0)],
    ),
    Script(
        "accepting at the last moment",
        OFFERED,
        when(c.AcceptOffer, 30, actor=ANN, offer="off_1"),
        [e.OfferAccepted("off_1", "ann", "Ann Lee", 30.0)],
    ),
    Script("accepting too late", OFFERED, when(c.AcceptOffer, 30.001, actor=ANN, offer="off_1"), "offer_expired"),
    Script("accepting another's offer", OFFERED, when(c.AcceptOffer, actor=BEN, offer="off_1"), "forbidden"),
    Script("accepting what another took", OPEN, when(c.AcceptOffer, actor=BEN, offer="off_1"), "offer_taken"),
    Script("accepting an offer that ended", WAITING, when(c.AcceptOffer, actor=ANN, offer="off_1"), "offer_expired"),
    Script(
        "accepting what was closed before anybody had it",
        (*WAITING, e.ConversationClosed(None, "asked")),
        when(c.AcceptOffer, actor=ANN, offer="off_1"),
        "offer_withdrawn",
    ),
    # DeclineOffer
    Script("declining", OFFERED, when(c.DeclineOffer, actor=ANN, offer="off_1"), [e.OfferDeclined("off_1", "ann")]),
    Script("declining another's offer", OFFERED, when(c.DeclineOffer, actor=BEN, offer="off_1"), "forbidden"),
    Script("declining what ended", WAITING, when(c.DeclineOffer, actor=ANN, offer="off_1"), "offer_expired"),
    # ExpireOffer
    Script("expiring", OFFERED, when(c.ExpireOffer, 30, offer="off_1"), [e.OfferExpired("off_1", "ann")]),
    Script("expiring too early", OFFERED, when(c.ExpireOffer, 29.999, offer="off_1"), "conflict"),
    Script("expiring what was accepted", OPEN, when(c.ExpireOffer, 30, offer="off_1"), []),
    Script("expiring an older offer", OFFERED, when(c.ExpireOffer, 30, offer="off_0"), []),
    # WithdrawOffer
    Script(
        "withdrawing",
        OFFERED,
        when(c.WithdrawOffer, offer="off_1", reason="agent_gone"),
        [WITHDRAWN("off_1", "ann", "agent_gone")],
    ),
    Script("withdrawing what ended", OPEN, when(c.WithdrawOffer, offer="off_1", reason="agent_gone"), []),
    # AssignConversation
    Script("taking", WAITING, assign(ANN), [e.ConversationAssigned("ann", "Ann Lee")]),
    Script(
        "giving what waits, with a note",
        WAITING,
        assign(BEN, "knows her"),
        [e.ConversationTransferred("ben", None, "Ben Moss", "knows her"), e.ConversationAssigned("ben", "Ben Moss")],
    ),
    Script(
        "taking what is on offer to another",
        OFFERED,
        assign(BEN),
        [WITHDRAWN("off_1", "ann", "assigned"), e.ConversationAssigned("ben", "Ben Moss")],
    ),
    Script(
        "giving it to a colleague",
        OPEN,
        assign(BEN),
        [e.ConversationTransferred("ben", None, "Ben Moss", ""), e.ConversationAssigned("ben", "Ben Moss")],
    ),
    Script("giving it to who has it", OPEN, assign(ANN), []),
    Script("giving what is closed", CLOSED, assign(BEN), "closed"),
    # QueueConversation
    Script(
        "back into a queue",
        OPEN,
        enqueue("support", "broken zip"),
        [
            e.ConversationTransferred(None, "support", "Support", "broken zip"),
            e.ConversationQueued("support", "transferred"),
        ],
    ),
    Script(
        "into another queue while on offer",
        OFFERED,
        enqueue("support"),
        [
            WITHDRAWN("off_1", "ann", "transferred"),
            e.ConversationTransferred(None, "support", "Support", ""),
            e.ConversationQueued("support", "transferred"),
        ],
    ),
    Script("into the queue where it waits", WAITING, enqueue("sales"), []),
    Script("queueing what is closed", CLOSED, enqueue("support"), "closed"),
    # SnoozeConversation
    Script("snoozing", OPEN, when(c.SnoozeConversation, until_at=after(60)), [e.ConversationSnoozed(after(60))]),
    Script(
        "snoozing what is on offer",
        OFFERED,
        when(c.SnoozeConversation, until_at=after(60)),
        [WITHDRAWN("off_1", "ann", "snoozed"), e.ConversationSnoozed(after(60))],
    ),
    Script("snoozing until now", OPEN, when(c.SnoozeConversation, 10, until_at=after(10)), "invalid"),
    Script("snoozing what is closed", CLOSED, when(c.SnoozeConversation, until_at=after(60)), "closed"),
    # WakeConversation
    Script("waking on time", SNOOZED, when(c.WakeConversation, 3600, reason="due"), [e.ConversationWoken("due")]),
    Script("waking too early", SNOOZED, when(c.WakeConversation, 3599.999, reason="due"), "conflict"),
    Script("waking when asked", SNOOZED, when(c.WakeConversation, reason="asked"), [e.ConversationWoken("asked")]),
    Script(
        "waking what nobody has",
        RESTING_UNASSIGNED,
        when(c.WakeConversation, reason="asked"),
        [e.ConversationWoken("asked"), e.ConversationQueued("sales", "woken")],
    ),
    Script("waking what is awake", OPEN, when(c.WakeConversation, reason="due"), []),
    # CloseConversation
    Script(
        "closing",
        OPEN,
        when(c.CloseConversation, actor=ANN, outcome="solved"),
        [e.ConversationClosed("solved", "asked")],
    ),
    Script(
        "closing what is on offer",
        OFFERED,
        when(c.CloseConversation),
        [WITHDRAWN("off_1", "ann", "closed"), e.ConversationClosed(None, "asked")],
    ),
    Script("closing what is closed", CLOSED, when(c.CloseConversation, outcome="spam"), []),
    # ReopenConversation
    Script(
        "reopening for oneself",
        CLOSED,
        when(c.ReopenConversation, to_agent="ben", to_agent_name="Ben Moss"),
        [e.ConversationReopened("asked"), e.ConversationAssigned("ben", "Ben Moss")],
    ),
    Script(
        "reopening for anybody",
        CLOSED,
        when(c.ReopenConversation),
        [e.ConversationReopened("asked"), e.ConversationQueued("sales", "reopened")],
    ),
    Script("reopening what runs", OPEN, when(c.ReopenConversation, to_agent="ben"), []),
    # ChangeTags
    Script(
        "tags come and go",
        (*OPEN, e.TagsChanged(("vip", "refund"), ())),
        when(c.ChangeTags, tags=("refund", "late", "late")),
        [e.TagsChanged(("late",), ("vip",))],
    ),
    Script("the same tags", (*OPEN, e.TagsChanged(("vip",), ())), when(c.ChangeTags, tags=("vip", "vip")), []),
    # InviteVisitor
    Script(
        "a link to the chat",
        OPEN,
        when(c.InviteVisitor, visitor="vis_2", widget="wid_1"),
        [e.VisitorInvited("vis_2", "wid_1")],
    ),
    Script(
        "another link for the same visitor",
        (*OPEN, e.VisitorInvited("vis_2", "wid_1")),
        when(c.InviteVisitor, visitor="vis_2", widget="wid_1"),
        [],
    ),
    # LeaveConversation
    Script("goodbye", OPEN, when(c.LeaveConversation, actor=CUSTOMER), [e.VisitorLeft()]),
    Script("goodbye twice", (*OPEN, e.VisitorLeft()), when(c.LeaveConversation, actor=CUSTOMER), []),
    Script("goodbye after the end", CLOSED, when(c.LeaveConversation, actor=CUSTOMER), []),
    # RedactConversation
    Script("redacting what runs", OPEN, when(c.RedactConversation, what=("words",), reason="retention"), "conflict"),
    Script(
        "retention takes words and leaves tags",
        (*TAGGED, e.ConversationClosed(None, "asked")),
        when(c.RedactConversation, what=("words",), reason="retention"),
        [e.ConversationRedacted(("words",), "retention", "", ("vip", "refund"))],
    ),
    Script(
        "erasure leaves the tags that are everybody's",
        (*TAGGED, e.ConversationClosed(None, "asked")),
        when(c.RedactConversation, what=ALL, reason="erasure", customer_name="Erased US_1", tags=("refund",)),
        [e.ConversationRedacted(ALL, "erasure", "Erased US_1", ("refund",))],
    ),
    Script("writing after an erasure", ERASED, receive(), "closed"),
    Script("reopening after an erasure", ERASED, when(c.ReopenConversation), "closed"),
    Script(
        "writing after words are gone",
        (*CLOSED, e.ConversationRedacted(("words",), "retention", "", ())),
        note(),
        [NOTE],
    ),
]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_rule(script: Script) -> None:
    assert then(given(script.given), script.when) == script.then


def test_every_command_has_its_lines() -> None:
    assert {type(script.when) for script in SCRIPTS} == {c.ReceiveMessage, *conversation.DECISIONS}


@pytest.mark.parametrize("kind", conversation.DECISIONS, ids=lambda kind: kind.__name__)
def test_nothing_can_be_asked_of_what_is_not_there(kind: type[c.Command]) -> None:
    command = next(script.when for script in SCRIPTS if isinstance(script.when, kind))
    assert then(None, command) == "not_found"


@pytest.mark.parametrize("script", [s for s in SCRIPTS if isinstance(s.then, list)], ids=lambda script: script.name)
def test_what_a_command_causes_fits_into_one_record(script: Script) -> None:
    assert len(script.then) <= MAX_EVENTS


def test_who_waits_is_told_the_wait_from_its_beginning() -> None:
    state = given((*WAITING, e.OfferMade("off_1", "ann", "Ann Lee", after(30)), e.OfferExpired("off_1", "ann")))
    assert state is not None
    state = conversation.evolve(
        state, e.Event("cnv_1", 6, after(40), "chat", ANN, offered := e.OfferMade("o", "ben", "Ben", after(70)))
    )
    assert then(state, when(c.AcceptOffer, 50, actor=BEN, offer=offered.offer)) == [
        e.OfferAccepted("o", "ben", "Ben Moss", 50.0)
    ]
