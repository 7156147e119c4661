"""A Letter's way, attempt by attempt, without a network: states, words, and never a third attempt that may have arrived."""

from datetime import UTC, datetime, timedelta

import pytest

from mail.letter import Letter, Recipient
from mail.sender import MOST_ATTEMPTS, Delayed, Failed, Outcome, Sent

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
LEASE = NOW + timedelta(minutes=15)
ADA, BOB = "ada@a.example", "bob@b.example"
LATER, UNSURE, GONE, KEPT = (
    Delayed(451, "Later"),
    Delayed(None, "Cut.", uncertain=True),
    Failed(550, "Gone"),
    Sent(250, "OK"),
)


def letter(*addresses: str) -> Letter:
    return Letter(
        id="out_1",
        command="a|1",
        conversation="cnv_1",
        mail="eml_1",
        mailbox="mbx_1",
        sender="help@shop.example",
        recipients=tuple(map(Recipient, addresses or (ADA,))),
        due_at=NOW,
        created_at=NOW,
    ).queued(5)


def tried(letter: Letter, *outcomes: Outcome, at: datetime = NOW) -> Letter:
    """After one attempt, with an outcome for each address that was due."""
    due = letter.begun(at, LEASE).due(at)
    return letter.begun(at, LEASE).ended(dict(zip(due, outcomes, strict=True)), at, chance=0.0).heard()


def test_sent_at_once() -> None:
    done = tried(letter(), KEPT)
    assert (done.state, done.told) == ("done", ("sent", "OK"))


def test_refused_for_good() -> None:
    done = tried(letter(), GONE)
    assert (done.state, done.told) == ("done", ("failed", "ada@a.example: 550 Gone"))


def test_later_then_sent() -> None:
    waiting = tried(letter(), LATER)
    assert (waiting.state, waiting.told) == ("queued", ("delayed", "ada@a.example: 451 Later"))
    assert waiting.due_at == NOW + timedelta(seconds=30)
    assert waiting.due(NOW + timedelta(seconds=29)) == ()
    done = tried(waiting, KEPT, at=waiting.due_at)
    assert (done.state, done.told) == ("done", ("sent", "OK"))


def test_a_code_is_said_once() -> None:
    waiting = tried(letter(), Delayed(421, "smtp.example answered 421 Not now"))
    assert waiting.told == ("delayed", "ada@a.example: smtp.example answered 421 Not now")


def test_one_of_many_fails_and_the_others_get_it() -> None:
    mixed = tried(letter(ADA, BOB, "cy@c.example"), KEPT, GONE, LATER)
    assert mixed.told == ("delayed", "cy@c.example: 451 Later\nbob@b.example: 550 Gone")
    assert mixed.due(mixed.due_at) == ("cy@c.example",)
    done = tried(mixed, KEPT, at=mixed.due_at)
    assert done.told == ("failed", "bob@b.example: 550 Gone\nEverybody else got it.")


def test_those_who_wait_together_are_tried_together() -> None:
    waiting = letter(ADA, BOB).begun(NOW, LEASE).ended({ADA: LATER, BOB: LATER}, NOW).heard()
    assert waiting.due(waiting.due_at) == (ADA, BOB)


def test_after_two_attempts_that_may_have_arrived_there_is_no_third() -> None:
    once = tried(letter(), UNSURE)
    assert once.told == ("delayed", "ada@a.example: Cut.")
    twice = tried(once, UNSURE, at=once.due_at)
    assert twice.state == "done"
    assert twice.told
    assert twice.told[0] == "failed"
    assert "may have arrived" in twice.told[1]


def test_a_process_that_dies_in_the_middle_counts_as_such_an_attempt() -> None:
    dead = letter().begun(NOW, LEASE)
    assert dead.interrupted
    assert dead.due(LEASE) == (ADA,)
    dead_again = dead.begun(LEASE, LEASE)
    assert dead_again.due(LEASE) == (ADA,)
    over = dead_again.begun(LEASE, LEASE)
    assert over.due(LEASE) == ()
    assert over.heard().state == "done"
    assert over.heard().told == (
        "failed",
        "ada@a.example: The connection broke twice after the mail had been sent: it may have arrived, so it is not sent again.",
    )


def test_it_is_given_up_in_the_end() -> None:
    waiting, at = letter(), NOW
    for _ in range(MOST_ATTEMPTS):
        assert waiting.state == "queued"
        waiting, at = tried(waiting, LATER, at=at), max(waiting.due_at, at) + timedelta(hours=5)
    assert waiting.state == "done"
    assert waiting.told
    assert waiting.told[0] == "failed"


def test_only_what_was_never_tried_can_be_taken_back() -> None:
    fresh = letter(ADA, BOB)
    assert fresh.untried
    assert fresh.cancelled(NOW).verdict() == ("cancelled", "")
    assert fresh.cancelled(NOW).heard().state == "done"
    assert fresh.cancelled(NOW).due(LEASE) == ()
    assert not fresh.begun(NOW, LEASE).untried
    assert not tried(fresh, KEPT, LATER).untried
    assert not tried(fresh, KEPT, KEPT).untried


@pytest.mark.parametrize("outcome", [LATER, UNSURE, GONE, KEPT])
def test_what_is_told_names_only_whom_it_concerns(outcome: Outcome) -> None:
    told = tried(letter(ADA, BOB), outcome, KEPT).told
    assert told
    assert BOB not in told[1]
