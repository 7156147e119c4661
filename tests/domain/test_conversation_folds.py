"""What events make of a Conversation: the fields that lists, routing and the visitor's page stand on."""

from datetime import timedelta

import pytest

from domain import events as e
from domain.call_events import HIDDEN_CALL_HAPPENINGS as CALLS
from domain.conversation import (
    AVOID_SECONDS,
    FOLDS,
    PREVIEW_LENGTH,
    Conversation,
    avoided,
    changed,
    evolve,
    for_visitor,
    may_reopen,
    sees,
    unread,
)
from domain.emails import Email, Party
from tests.domain.script import (
    CLOSED,
    CNV,
    CUSTOMER,
    OFFERED,
    OPEN,
    RESTING_UNASSIGNED,
    SNOOZED,
    START,
    WAITING,
    after,
    event,
    given,
)


def folded(*bodies: e.Happening) -> Conversation:
    state = given(bodies)
    assert state is not None
    return state


def test_a_conversation_begins_waiting() -> None:
    state = folded(*WAITING)
    assert (state.state, state.queue, state.agent, state.number) == ("waiting", "sales", None, 3)
    assert (state.customer, state.visitor, state.widget, state.subject) == ("cus_1", "vis_1", "wid_1", "hello")
    assert (state.awaiting, state.waiting_since_at, state.created_at) == ("agent", START, START)
    assert state.channels == ("chat",)


@pytest.mark.parametrize(
    ("bodies", "state", "agent", "offer"),
    [
        (WAITING, "waiting", None, None),
        (OFFERED, "offered", None, "off_1"),
        ((*OFFERED, e.OfferDeclined("off_1", "ann")), "waiting", None, None),
        ((*OFFERED, e.OfferExpired("off_1", "ann")), "waiting", None, None),
        ((*OFFERED, e.OfferWithdrawn("off_1", "ann", "agent_gone")), "waiting", None, None),
        (OPEN, "open", "ann", None),
        ((*WAITING, e.ConversationAssigned("ben", "Ben Moss")), "open", "ben", None),
        ((*OPEN, e.ConversationQueued("support", "transferred")), "waiting", None, None),
        (SNOOZED, "snoozed", "ann", None),
        ((*SNOOZED, e.ConversationWoken("due")), "open", "ann", None),
        (RESTING_UNASSIGNED, "snoozed", None, None),
        (CLOSED, "closed", "ann", None),
        ((*CLOSED, e.ConversationReopened("asked"), e.ConversationAssigned("ben", "Ben Moss")), "open", "ben", None),
        (
            (*CLOSED, e.ConversationReopened("message"), e.ConversationQueued("sales", "reopened")),
            "waiting",
            None,
            None,
        ),
    ],
)
def test_states(bodies: tuple[e.Happening, ...], state: str, agent: str | None, offer: str | None) -> None:
    fold = folded(*bodies)
    assert (fold.state, fold.agent, fold.offer.id if fold.offer else None) == (state, agent, offer)


def test_a_no_is_remembered_for_a_while_and_forgotten_when_somebody_takes_it() -> None:
    state = evolve(folded(*OFFERED), event(5, e.OfferDeclined("off_1", "ann"), after(10)))
    assert avoided(state, after(10 + AVOID_SECONDS - 0.001)) == {"ann"}
    assert avoided(state, after(10 + AVOID_SECONDS)) == frozenset()
    twice = evolve(state, event(6, e.OfferMade("off_2", "ann", "Ann Lee", after(90)), after(60)))
    twice = evolve(twice, event(7, e.OfferExpired("off_2", "ann"), after(90)))
    assert twice.avoid == (("ann", after(90 + AVOID_SECONDS)),)
    assert evolve(twice, event(8, e.ConversationAssigned("ben", "Ben Moss"))).avoid == ()


def test_waiting_counts_from_its_beginning_through_offers_and_queues() -> None:
    state = evolve(
        folded(*OFFERED, e.OfferExpired("off_1", "ann")), event(6, e.ConversationQueued("b", "transferred"), after(99))
    )
    assert state.waiting_since_at == START
    reopened = evolve(
        folded(*CLOSED, e.ConversationReopened("message")), event(8, e.ConversationQueued("b", "reopened"), after(99))
    )
    assert reopened.waiting_since_at == after(99)


def test_the_customer_is_awaited_since_their_first_unanswered_words() -> None:
    state = evolve(folded(*OPEN), event(6, e.MessageSent("m2", "hi"), after(10)))
    assert (state.awaiting, state.awaiting_since_at) == ("customer", after(10))
    state = evolve(state, event(7, e.MessageReceived("m3", "and"), after(20)))
    state = evolve(state, event(8, e.MessageReceived("m4", "so?"), after(30)))
    assert (state.awaiting, state.awaiting_since_at) == ("agent", after(20))
    state = evolve(state, event(9, e.ConversationClosed(None, "asked"), after(40)))
    assert (state.awaiting, state.awaiting_since_at) == (None, None)


@pytest.mark.parametrize(("read", "expected"), [(0, 20), (1, 20), (5, 20), (6, 19), (24, 1), (25, 0), (99, 0)])
def test_unread_counts_to_twenty(read: int, expected: int) -> None:
    state = Conversation(CNV)
    for number in range(1, 26):
        state = evolve(state, event(number, e.MessageReceived(f"m{number}", "x")))
    assert unread(state, read) == expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("hello", "hello"),
        (" two\n\nlines ", "two lines"),
        ("x" * PREVIEW_LENGTH, "x" * PREVIEW_LENGTH),
        ("x" * (PREVIEW_LENGTH + 1), "x" * (PREVIEW_LENGTH - 1) + "…"),
    ],
)
def test_a_preview_is_one_short_line(text: str, shown: str) -> None:
    preview = evolve(folded(*OPEN), event(6, e.MessageReceived("m", text))).preview
    assert preview is not None
    assert preview.text == shown


def test_files_are_named_where_there_are_no_words() -> None:
    files = (e.File("f1", "a.png", 1, "image/png"), e.File("f2", "b.pdf", 1, "application/pdf"))
    preview = evolve(folded(*OPEN), event(6, e.MessageReceived("m", "", files))).preview
    assert preview is not None
    assert preview.text == "a.png, b.pdf"


def test_the_visible_number_skips_what_visitors_do_not_see() -> None:
    state = folded(*OPEN, e.NoteAdded("n", "secret"), e.TagsChanged(("vip",), ()))
    assert (state.visible, state.number) == (5, 7)


def test_visitors_never_see_notes_tags_offers_snoozes_or_a_transfers_note() -> None:
    hidden = {
        name
        for name, body in e.BODIES.items()
        if name.startswith(
            (
                "Note",
                "Delivery",
                "Tags",
                "OfferMade",
                "OfferDeclined",
                "OfferExpired",
                "OfferWithdrawn",
                "ConversationSnoozed",
                "ConversationWoken",
                "VisitorInvited",
                "ConversationRedacted",
            )
        )
        and body
    }
    assert hidden == {kind.__name__ for kind in e.HIDDEN_FROM_VISITORS} - {kind.__name__ for kind in CALLS}
    assert not sees(e.NoteAdded("n", "secret"))
    moved = for_visitor(e.ConversationTransferred("ben", None, "Ben Moss", "rude man"))
    assert moved == e.ConversationTransferred("ben", None, "Ben Moss", "")
    assert for_visitor(e.VisitorLeft()) == e.VisitorLeft()


@pytest.mark.parametrize(("days", "hours", "may"), [(7, 7 * 24 - 1, True), (7, 7 * 24, False), (0, 0, False)])
def test_a_closed_conversation_goes_on_for_some_days(days: float, hours: float, may: bool) -> None:
    assert may_reopen(folded(*CLOSED), START + timedelta(hours=hours), days) is may
    assert may_reopen(folded(*OPEN), START + timedelta(hours=hours), days)


def test_every_happening_is_folded_or_only_numbered() -> None:
    unfolded = set(e.Happening.__args__) - set(FOLDS)
    assert unfolded == {e.ConversationTransferred, e.DeliveryChanged}
    state = evolve(folded(*OPEN), event(6, e.VisitorLeft(), after(5), CUSTOMER, "email"))
    assert (state.number, state.last_at, state.channels) == (6, after(5), ("chat", "email"))


def test_changing_keeps_the_rest_and_the_state_before() -> None:
    before = folded(*OPEN)
    assert changed(before, {"queue": "x"}) != before
    assert changed(before, {}) == before
    assert before.queue == "sales"


def test_emails_are_not_for_the_visitor_to_see() -> None:
    mail = Email("eml_1", "mbx_1", "1@x", None, Party("", "a@x"), (), (), "Hi", "words", "words")
    assert not sees(e.MessageSent("1", "words", email=mail))
    assert not sees(e.MessageReceived("1", "words", email=mail))
    assert sees(e.MessageSent("1", "words"))
