"""When Parley may write by itself, as a table."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from mail.automatic_answers import PER_CONVERSATION, PER_DAY, Past, Prompt, objection

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def ago(**span: float) -> datetime:
    return NOW - timedelta(**span)


@pytest.mark.parametrize(
    ("prompt", "past", "word"),
    [
        (Prompt(), Past(), None),
        (Prompt(hops=50), Past(), None),
        (Prompt(), Past((ago(hours=1),)), None),
        (Prompt(), Past(tuple(ago(hours=n) for n in (1, 2, 3, 4))), None),
        (Prompt(), Past(tuple(ago(hours=24 + n) for n in range(9))), None),
        (Prompt(), Past((), PER_CONVERSATION - 1), None),
        (Prompt(ours=True), Past(), "our own"),
        (Prompt(imported=True), Past(), "imported"),
        (Prompt(quiet=True), Past(), "program"),
        (Prompt(must_not_answer=True), Past(), "no automatic answer"),
        (Prompt(hops=51), Past(), "loop"),
        (Prompt(), Past((ago(seconds=0),)), "within the hour"),
        (Prompt(), Past((ago(minutes=59, seconds=59),)), "within the hour"),
        (Prompt(), Past((NOW + timedelta(minutes=5),)), "within the hour"),
        (Prompt(), Past(tuple(ago(hours=n) for n in range(2, 2 + PER_DAY))), "today"),
        (Prompt(), Past((), PER_CONVERSATION), "conversation"),
        (Prompt(asked=True), Past(tuple(ago(minutes=n) for n in (1, 2))), None),
        (Prompt(asked=True), Past(tuple(ago(minutes=n) for n in (1, 2, 3))), "within the hour"),
        (Prompt(asked=True), Past(tuple(ago(hours=n) for n in range(2, 2 + PER_DAY))), "today"),
    ],
)
def test_table(prompt: Prompt, past: Past, word: str | None) -> None:
    sentence = objection(prompt, past, NOW)
    assert sentence is None if word is None else sentence is not None and word in sentence


def test_over_a_day_an_address_that_always_asks_gets_five() -> None:
    sent: list[datetime] = []
    for minute in range(24 * 60):
        at = NOW + timedelta(minutes=minute)
        if objection(Prompt(), Past(sent), at) is None:
            sent.append(at)
    assert len(sent) == PER_DAY
    assert all(later - earlier >= timedelta(hours=1) for earlier, later in pairwise(sent))
