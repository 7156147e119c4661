"""One m-line's numbering: whatever it follows, its sequence and timestamps go on."""

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from webrtc.srtp import OUT
from webrtc.streams import HEADER, Slot, Source

Sent = tuple[int, int, bool, bytes]
FRAME = 960


class Wire:
    """What a slot sent, read back: sequence, timestamp, marker, payload."""

    deaf_type = -1

    def __init__(self) -> None:
        self.sent: list[Sent] = []

    def send(self, size: int) -> None:
        """Keep it."""
        _, second, sequence, timestamp, _ = HEADER.unpack_from(OUT.view)
        self.sent.append((sequence, timestamp, second > 127, bytes(OUT.view[12:size])))

    def send_control(self, compound: bytes) -> None:
        """Not here."""


def wired() -> tuple[Slot, Wire]:
    """A slot and its wire."""
    wire = Wire()
    return Slot(wire, 111), wire


def steps(sent: list[Sent]) -> list[tuple[int, int]]:
    """From packet to packet: sequence and timestamp, modulo their width."""
    return [((b[0] - a[0]) & 0xFFFF, (b[1] - a[1]) & 0xFFFFFFFF) for a, b in pairwise(sent)]


def test_numbers_go_on_from_source_to_source_and_a_marker_says_so() -> None:
    slot, wire = wired()
    one, two = Source(), Source()
    slot.take(one, 65_535, 7, 0, b"a", None, 1.0)
    slot.take(one, 0, 7 + FRAME, 0, b"b", None, 1.02)
    slot.take(two, 1_000, 4_000_000_000, 0, b"c", None, 1.12)
    slot.take(two, 1_001, 4_000_000_000 + FRAME, 0, b"d", None, 1.14)
    assert steps(wire.sent) == [(1, FRAME), (1, 5 * FRAME), (1, FRAME)]
    assert [marker for _, _, marker, _ in wire.sent] == [True, False, True, False]


def test_whoever_was_not_heard_for_long_is_heard_again_at_once() -> None:
    """Held for thirteen minutes: the source's numbers went on, and half a turn of them would look like the past."""
    slot, wire = wired()
    source = Source()
    slot.take(source, 100, 0, 0, b"before", None, 1.0)
    slot.take(source, 100 + 39_000, 39_000 * FRAME, 0, b"after", None, 781.0)
    slot.take(source, 100 + 39_001, 39_001 * FRAME, 0, b"next", None, 781.02)
    assert [payload for *_, payload in wire.sent] == [b"before", b"after", b"next"]
    assert steps(wire.sent) == [(1, 39_000 * FRAME), (1, FRAME)]


def test_a_packet_from_before_the_switch_is_dropped_and_later_disorder_is_kept() -> None:
    slot, wire = wired()
    one, two = Source(), Source()
    slot.take(one, 10, 0, 0, b"one", None, 1.0)
    for number in (500, 502, 501, 499):
        slot.take(two, number, number * FRAME, 0, b"%d" % number, None, 1.1)
    first = wire.sent[0][0]
    assert [((sent[0] - first) & 0xFFFF, sent[3]) for sent in wire.sent] == [
        (0, b"one"), (1, b"500"), (3, b"502"), (2, b"501"),
    ]  # fmt: skip


@settings(deadline=None)
@given(
    runs=st.lists(
        st.tuples(st.integers(0, 2), st.integers(0, 0xFFFF), st.integers(0, 0xFFFFFFFF), st.integers(1, 30)),
        max_size=20,
    )
)
def test_no_number_is_used_twice_and_time_never_runs_back(runs: list[tuple[int, int, int, int]]) -> None:
    slot, wire = wired()
    now = 100.0
    for _, sequence, timestamp, count in runs:
        source = Source()  # a source numbers on without a jump; one that begins anew is another source
        for step in range(count):
            now += 0.02
            slot.take(source, (sequence + step) & 0xFFFF, (timestamp + step * FRAME) & 0xFFFFFFFF, 0, b"x", None, now)
    assert all(sequence == 1 and FRAME <= stamp < 2 * FRAME + 48 for sequence, stamp in steps(wire.sent))
    assert slot.packets == sum(count for *_, count in runs)


def test_sender_info_is_of_what_was_sent_since_it_was_last_asked_for() -> None:
    slot, _ = wired()
    assert slot.sender_info(1.0) is None
    slot.take(Source(), 1, 0, 0, b"four", None, 1.0)
    info = slot.sender_info(1.5)
    assert info is not None
    assert (info.packet_count, info.octet_count) == (1, 4)
    assert slot.sender_info(2.0) is None
