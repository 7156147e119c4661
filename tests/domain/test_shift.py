"""An Agent's shift: presence, and room that is reserved, kept and given back."""

from typing import Any

import pytest

from domain import commands as c
from domain import events as e
from domain.shift import Shift, agent_of, load, shift_of
from tests.domain.script import after, shift_after, shift_then, when

READY = e.PresenceChanged("available", None)


def reserve(item: str = "cnv_9", capacity: int = 2, until: float | None = 40) -> c.ReserveSlot:
    until_at = after(until) if until is not None else None
    return when(c.ReserveSlot, item=item, in_channel="chat", capacity=capacity, until_at=until_at)


def held(item: str, until: float | None = 40, channel: str = "chat") -> e.SlotReserved:
    return e.SlotReserved(item, channel, after(until) if until is not None else None)


def release(item: str = "cnv_1", **fields: Any) -> c.ReleaseSlot:
    return when(c.ReleaseSlot, item=item, reason="left", **fields)


@pytest.mark.parametrize(
    ("given", "when", "then"),
    [
        ((), when(c.SetPresence, state="available"), [READY]),
        ((READY,), when(c.SetPresence, state="available"), []),
        ((READY,), when(c.SetPresence, state="break", reason="lunch"), [e.PresenceChanged("break", "lunch")]),
        ((READY,), when(c.SetPresence, state="busy", reason="missed"), [e.PresenceChanged("busy", "missed")]),
        ((e.PresenceChanged("break", "lunch"),), when(c.SetPresence, state="busy", reason="missed"), []),
        ((), when(c.SetPresence, state="busy", reason="missed"), []),
        ((READY,), reserve(), [held("cnv_9")]),
        ((READY, held("a")), reserve(), [held("cnv_9")]),
        ((READY, held("a"), held("b")), reserve(), "over_capacity"),
        ((READY,), reserve(capacity=0), "over_capacity"),
        ((READY, held("a"), held("b", None, "email")), reserve(), [held("cnv_9")]),
        ((), reserve(), "over_capacity"),
        ((e.PresenceChanged("busy", None),), reserve(), "over_capacity"),
        ((READY, held("cnv_9")), reserve(), []),
        ((READY, held("cnv_9", 45)), reserve(), "conflict"),
        ((READY, held("cnv_9", 5)), reserve(), [held("cnv_9")]),
        ((READY, held("cnv_9", None)), reserve(), "conflict"),
        ((READY, held("cnv_9", None)), reserve(until=None), []),
        ((READY, held("cnv_9", None, "email")), reserve(), [held("cnv_9")]),
        ((READY, held("a"), held("b")), reserve(until=None), [held("cnv_9", None)]),
        ((), reserve(until=None, capacity=0), [held("cnv_9", None)]),
        ((READY, held("cnv_9")), reserve(until=None), [held("cnv_9", None)]),
        ((READY, held("cnv_1")), when(c.KeepSlot, item="cnv_1"), [e.SlotKept("cnv_1")]),
        ((READY, held("cnv_1", None)), when(c.KeepSlot, item="cnv_1"), []),
        ((READY,), when(c.KeepSlot, item="cnv_1"), [e.SlotKept("cnv_1")]),
        ((READY, held("cnv_1", None)), release(), [e.SlotReleased("cnv_1", "left")]),
        ((READY, held("cnv_1")), release(), []),
        (
            (READY, held("cnv_1", None, "email"), held("cnv_1")),
            release(until_at=after(40)),
            [held("cnv_1", None, "email")],
        ),
        ((READY, held("cnv_1", None, "email"), held("cnv_1")), release(), [held("cnv_1")]),
        ((READY, held("cnv_1", None, "email"), held("cnv_1"), held("cnv_1")), release(), []),
        ((READY,), release(), []),
        ((READY, held("cnv_1", 40)), release(until_at=after(40)), [e.SlotReleased("cnv_1", "left")]),
        ((READY, held("cnv_1", 45)), release(until_at=after(40)), []),
        ((READY, held("cnv_1", None)), release(until_at=after(40)), []),
        ((READY,), when(c.CloseConversation), "invalid"),
    ],
)
def test_rule(given: tuple[e.ShiftHappening, ...], when: c.Command, then: list[e.ShiftHappening] | str) -> None:
    assert shift_then(shift_after(*given), when) == then


def test_load_counts_each_channel_offers_included() -> None:
    state = shift_after(READY, held("a"), held("b", None), held("c", None, "email"))
    assert [load(state, channel) for channel in ("chat", "call", "email")] == [2, 0, 1]


def test_a_kept_slot_no_longer_ends_by_itself() -> None:
    state = shift_after(READY, held("a"), e.SlotKept("a"))
    assert state.slots["a"].until_at is None


def test_the_longest_idle_is_who_was_given_something_longest_ago() -> None:
    assert Shift("shf_ann").idle_since_at is None
    assert shift_after(READY, at=after(1)).idle_since_at == after(1)
    assert shift_after(READY, held("a"), e.SlotKept("a"), at=after(2)).idle_since_at == after(2)
    assert shift_after(e.PresenceChanged("break", None), at=after(3)).idle_since_at is None


def test_a_shift_is_its_agents() -> None:
    assert agent_of(shift_of("agt_1")) == "agt_1"
