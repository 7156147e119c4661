"""What shows in a timeline, and how time is cut into pieces that hold every row once."""

from datetime import UTC, date, datetime, timedelta

from domain import events as e
from domain.call_events import CallStarted, LegMuted
from domain.touchpoints import stretches, touchpoints

NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
VERA = e.Actor("customer", "cus_1", "Vera")


def rows(body: e.Body) -> list[tuple[str, str, str]]:
    event = e.Event("cnv_1", 3, NOON, "chat", VERA, body)
    return [(row.kind, row.title, row.text) for row in touchpoints(event, "cus_1")]


def started(page: e.Page | None, form: dict[str, str]) -> e.ConversationStarted:
    return e.ConversationStarted("cus_1", "Vera", "vis_1", "wid_1", "que_1", page, "en", form, None, left_message=False)


def test_words_are_rows_and_what_only_concerns_those_who_serve_is_none() -> None:
    assert rows(e.MessageReceived("m1", "hello", (e.File("fil_1", "a.pdf", 1, "x"),))) == [
        ("message", "", "hello a.pdf")
    ]
    assert rows(e.NoteAdded("m1", "careful")) == [("note", "", "careful")]
    assert rows(
        CallStarted("cal_1", "in", "leg_1", "vis_1", "Vera", record=False, notice=None, overflow_seconds=None)
    ) == [("call", "in", "")]
    assert rows(LegMuted("cal_1", "leg_1", on=True)) == []
    assert rows(e.TagsChanged(("vip",), ())) == []


def test_a_beginning_is_up_to_three_rows() -> None:
    page = e.Page("https://shop.example/lamps", "Lamps", "")
    assert rows(started(None, {})) == [("conversation", "", "")]
    assert rows(started(page, {"order": "42"})) == [
        ("conversation", "", ""),
        ("page", "Lamps", "https://shop.example/lamps"),
        ("form", "", "42"),
    ]


def test_every_instant_is_in_exactly_one_stretch_whichever_way_one_reads() -> None:
    days = {date(2026, 11, 1): 3, date(2026, 11, 2): 1000, date(2026, 11, 5): 4, date(2026, 11, 9): 2}
    instants = [datetime(2026, 11, day, hour, 30, tzinfo=UTC) for day in (1, 2, 5, 9) for hour in range(24)]
    backwards, forwards = list(stretches(days, 50)), list(stretches(days, 50, after=datetime(2026, 1, 1, tzinfo=UTC)))
    for pieces in (backwards, forwards):
        assert all(sum(one.start <= at < one.end for one in pieces) == 1 for at in instants)
    assert [one.start for one in backwards] == sorted((one.start for one in backwards), reverse=True)
    assert [one.start for one in forwards] == sorted(one.start for one in forwards)
    assert len(backwards) == 20 + 2  # the crowded day in twenty, the quiet ones on each side together


def test_bounds_are_strict() -> None:
    days = {date(2026, 11, 21): 3}
    assert max(one.end for one in stretches(days, 50, before=NOON)) == NOON
    assert min(one.start for one in stretches(days, 50, after=NOON)) > NOON
    assert list(stretches(days, 50, before=NOON - timedelta(days=1))) == []
