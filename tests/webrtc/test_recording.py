"""A recording has the right sound in the right channel at the right time, and is readable whatever happened to its writer."""

import os
import random
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.repository.tree import ROOT
from tests.webrtc.opus_sounds import (
    WINDOW,
    Sound,
    decoded_file,
    decoded_packets,
    opus,
    readable_seconds,
    spans,
    spread,
    strength,
    tone,
)
from webrtc import ogg
from webrtc.opus import SILENCE, SLOT, concealed, parted
from webrtc.recording import LEFT, RIGHT, Recorder, RecordingFacts, repair

Send = tuple[float, int, bytes, int]
"""Arrival, channel, payload, timestamp."""


class Time:
    """A clock that the test moves."""

    def __init__(self, now: float = 1_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def sent(
    channel: int, packets: Sequence[bytes], at: float, first: int = 0, ptime: float = 0.02, step: int = SLOT
) -> Iterator[Send]:
    """Packets on their way from ``at`` seconds on, with timestamps from ``first``."""
    for number, packet in enumerate(packets):
        yield at + number * ptime, channel, packet, (first + number * step) & 0xFFFFFFFF


def recorded(
    path: Path, seconds: float, *sends: Iterator[Send], pauses: Sequence[tuple[float, float]] = ()
) -> RecordingFacts:
    """A recording of these packets, each at its time; pauses are (from, to)."""
    clock = Time()
    began = clock.now
    recorder = Recorder(path, clock)

    def receive(channel: int, packet: bytes, timestamp: int) -> None:
        recorder.packet(channel, packet, timestamp, clock.now)

    happenings: list[tuple[float, Callable[[], None]]] = []
    for start, end in pauses:
        happenings += [(start, recorder.pause), (end, recorder.resume)]
    for at, channel, packet, timestamp in (send for many in sends for send in many):
        happenings.append((at, partial(receive, channel, packet, timestamp)))
    for at, happen in sorted(happenings, key=lambda each: each[0]):
        clock.now = began + at
        happen()
    clock.now = began + seconds
    return recorder.close()


def assert_near(found: list[tuple[float, float]], wanted: list[tuple[float, float]]) -> None:
    assert len(found) == len(wanted), found
    for (a, b), (c, d) in zip(found, wanted, strict=True):
        assert abs(a - c) < 0.1, found
        assert abs(b - d) < 0.1, found


def frames_of(path: Path) -> tuple[list[bytes], list[bytes]]:
    left: list[bytes] = []
    right: list[bytes] = []
    for page in list(ogg.pages(path.read_bytes()))[2:]:
        for packet in page.packets:
            ours, theirs = parted(packet)
            left += ours
            right += theirs
    return left, right


# ---- what is heard


def test_each_channel_has_its_tones_at_their_times(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    facts = recorded(
        path,
        8.0,
        sent(LEFT, tone(440, 2.0), 1.0, first=2**32 - 30 * SLOT),
        sent(LEFT, tone(440, 1.0), 5.0, first=77),
        sent(RIGHT, tone(880, 2.0), 2.0, first=123_456),
        sent(RIGHT, tone(880, 1.5), 6.0, first=123_456 + 4 * 48_000),
    )
    sound = decoded_file(path)
    assert sound.shape == (2, 8 * 48_000)
    assert_near(spans(strength(sound[0], 440) > 0.1), [(1.0, 3.0), (5.0, 6.0)])
    assert_near(spans(strength(sound[1], 880) > 0.1), [(2.0, 4.0), (6.0, 7.5)])
    assert strength(sound[0], 880).max() < 0.02
    assert strength(sound[1], 440).max() < 0.02
    assert (facts.seconds, facts.bytes, facts.incomplete) == (8.0, path.stat().st_size, False)


def test_a_pause_is_silence_of_its_length(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    both = [sent(channel, tone(440, 6.0), 0.0, first=channel) for channel in (LEFT, RIGHT)]
    facts = recorded(path, 6.0, *both, pauses=[(2.0, 4.0)])
    sound = decoded_file(path)
    for channel in sound:
        assert_near(spans(strength(channel, 440) > 0.1), [(0.0, 2.0), (4.0, 6.0)])
        assert np.abs(channel[round(2.05 * 48_000) : round(3.95 * 48_000)]).max() < 1e-4
    assert facts.pauses == ((2.0, 4.0),)


def test_nothing_of_a_pause_is_in_the_file(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    packets = [marked(number) for number in range(300)]
    recorded(path, 6.0, sent(LEFT, packets, 0.0), pauses=[(2.0, 4.0)])
    kept = set(frames_of(path)[0])
    assert set(packets[:98]) <= kept  # the last before the pause may be lost to its rounding
    assert not set(packets[101:199]) & kept


def test_left_is_bit_exact_with_its_own_packets(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    packets = opus(spread(300, 3.0) + spread(1200, 3.0, 0.1))
    recorded(path, 3.0, sent(LEFT, packets, 0.0), sent(RIGHT, tone(880, 1.0), 1.0))
    whole = list(ogg.pages(path.read_bytes()))
    both = decoded_packets((p for page in whole[2:] for p in page.packets), whole[0].packets[0])
    alone = decoded_packets(packets[:150])
    assert np.array_equal(both[0], alone[0][: both.shape[1]])
    assert not np.array_equal(both[1], alone[0][: both.shape[1]])


@pytest.mark.parametrize(
    ("left", "right"), [("60", "20"), ("20", "60"), ("40", "60"), ("10", "20"), ("2.5", "40"), ("10", "5")]
)
def test_unequal_packet_times_keep_one_clock(tmp_path: Path, left: str, right: str) -> None:
    path = tmp_path / "call.ogg"
    sends = [
        sent(channel, tone(hertz, 3.0, ptime), 1.0, 5, float(ptime) / 1000, round(float(ptime) * 48))
        for channel, hertz, ptime in ((LEFT, 440, left), (RIGHT, 880, right))
    ]
    recorded(path, 5.0, *sends)
    sound = decoded_file(path)
    assert sound.shape[1] == 5 * 48_000
    for channel, hertz in zip(sound, (440, 880), strict=True):
        there = strength(channel, hertz) > 0.1
        assert there[53:197].sum() >= 144 - 3  # a slot is lost where the encoder changes its mode within it
        assert not there[:45].any()
        assert not there[205:].any()


def test_long_packets_are_bit_exact_too(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    packets = tone(440, 3.0, "60")
    recorded(path, 2.94, sent(LEFT, packets, 0.0, 0, 0.06, 2880), sent(RIGHT, tone(880, 3.0), 0.0))
    whole = list(ogg.pages(path.read_bytes()))
    both = decoded_packets((p for page in whole[2:] for p in page.packets), whole[0].packets[0])
    alone = decoded_packets(packets)
    assert np.array_equal(both[0], alone[0][: both.shape[1]])


def test_a_packet_time_may_change_in_the_call(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    recorded(
        path,
        6.0,
        sent(LEFT, tone(440, 2.0), 0.0),
        sent(LEFT, tone(440, 2.0, "60")[:33], 2.0, 100 * SLOT, 0.06, 2880),
        sent(LEFT, tone(440, 2.0), 3.98, 199 * SLOT),
        sent(RIGHT, tone(880, 6.0), 0.0),
    )
    sound = decoded_file(path)
    there = strength(sound[0], 440) > 0.05
    assert there.sum() >= len(there) - 8
    assert_near(spans(strength(sound[1], 880) > 0.1), [(0.0, 6.0)])


def test_loss_is_bridged_shortly_and_then_silent(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    packets = tone(440, 1.0)
    recorded(path, 3.0, sent(LEFT, packets[:50], 0.0), sent(LEFT, packets[:50], 2.0, 100 * SLOT))
    left, right = frames_of(path)
    assert left[50:55] == [concealed(packets[49][0])] * 5
    assert left[55:100] == [SILENCE] * 45
    assert left[:50] == list(packets[:50])
    assert set(right) == {SILENCE}


def test_a_sender_that_begins_anew_is_placed_by_the_clock(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    recorded(path, 6.0, sent(LEFT, tone(440, 1.0), 1.0, 5), sent(LEFT, tone(440, 1.0), 4.0, 3_000_000_000))
    assert_near(spans(strength(decoded_file(path)[0], 440) > 0.1), [(1.0, 2.0), (4.0, 5.0)])


def test_a_sender_whose_time_stands_still_in_silence_is_placed_by_the_clock(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    recorded(path, 8.0, sent(LEFT, tone(440, 1.0)[:50], 1.0), sent(LEFT, tone(440, 1.0), 6.0, 50 * SLOT))
    assert_near(spans(strength(decoded_file(path)[0], 440) > 0.1), [(1.0, 2.0), (6.0, 7.0)])


def test_crystals_that_differ_do_not_part_the_channels(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    packet, seconds = tone(440, 1.0)[20], 300
    fast = sent(LEFT, [packet] * round(seconds * 50 / 0.998), 0.0, 0, 0.02 * 0.998)  # 0.2 %: 0.6 s in five minutes
    recorded(path, seconds, fast, sent(RIGHT, [packet], seconds - 1.0, 9))
    left, right = frames_of(path)
    last = max(slot for slot, frame in enumerate(left) if frame == packet)
    assert abs(last - seconds * 50) < 8
    assert abs(right.index(packet) - (seconds - 1) * 50) <= 1


def test_of_two_speakers_on_one_side_one_has_the_floor(tmp_path: Path) -> None:
    clock, path = Time(0.0), tmp_path / "call.ogg"
    recorder = Recorder(path, clock)
    one, other = tone(440, 4.0), tone(880, 4.0)
    for number in range(200):
        clock.now = number * 0.02
        talks = clock.now < 2.0
        recorder.packet(LEFT, one[number], number * SLOT, clock.now, "one", 25 if talks else 100)
        recorder.packet(LEFT, other[number], 5 + number * SLOT, clock.now, "other", 100 if talks else 25)
    recorder.close()
    sound = decoded_file(path)[0]
    assert_near(spans(strength(sound, 440) > 0.1), [(0.0, 2.3)])
    found = spans(strength(sound, 880) > 0.1)
    assert abs(found[0][0] - 2.3) < 0.15
    assert found[-1][1] == 4.0


def test_a_new_connection_of_the_same_leg_goes_on_at_once(tmp_path: Path) -> None:
    clock, path = Time(0.0), tmp_path / "call.ogg"
    recorder = Recorder(path, clock)
    for source, begins in (("first", 0.0), ("second", 5.0)):
        for number, packet in enumerate(tone(440, 2.0)):
            clock.now = begins + number * 0.02
            recorder.packet(LEFT, packet, number * SLOT, clock.now, source)
    recorder.close()
    assert_near(spans(strength(decoded_file(path)[0], 440) > 0.1), [(0.0, 2.0), (5.0, 7.0)])


def test_a_flood_of_short_frames_outgrows_no_page(tmp_path: Path) -> None:
    clock, path = Time(0.0), tmp_path / "call.ogg"
    recorder = Recorder(path, clock)
    for number in range(1_600):
        clock.now = number * 0.0025
        recorder.packet(LEFT, b"\xe0" + bytes(1275), number * 120, clock.now)
        recorder.packet(RIGHT, b"\xe0" + bytes(1275), number * 120, clock.now)
        if number % 24 == 0:
            recorder.packet(RIGHT, b"\x18" + bytes(1275), number * 120, clock.now, "60 ms")
    assert recorder.close().seconds == pytest.approx(4.0, abs=0.1)
    assert repair(path).seconds == pytest.approx(4.0, abs=0.1)


# ---- whatever comes


@st.composite
def deliveries(draw: st.DrawFn) -> tuple[int, list[int]]:
    """The first timestamp, and packet numbers in order of arrival: some lost, some twice, some late by up to 7."""
    count = draw(st.integers(1, 120))
    copies = [number for number in range(count) for _ in range(draw(st.sampled_from((0, 1, 1, 1, 1, 2))))]
    late = [(number + draw(st.integers(0, 7)), number) for number in copies]
    first = draw(st.one_of(st.integers(0, 2**32 - 1), st.integers(2**32 - 60 * SLOT, 2**32 - 1)))
    return first, [number for _, number in sorted(late)]


def marked(number: int) -> bytes:
    return b"\x78" + number.to_bytes(2, "big") * 20


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deliveries(), st.integers(0, 2))
def test_each_delivered_packet_has_its_place_once(
    tmp_path: Path, delivery: tuple[int, list[int]], channel: int
) -> None:
    first, numbers = delivery
    path = tmp_path / "call.ogg"
    path.unlink(missing_ok=True)
    clock = Time()
    recorder = Recorder(path, clock)
    if numbers:
        for number in numbers:
            clock.now = max(clock.now, 1_000.0 + number * 0.02)
            recorder.packet(channel % 2, marked(number), (first + number * SLOT) & 0xFFFFFFFF, clock.now)
        clock.now += 1.0
    facts = recorder.close()
    frames = frames_of(path)[channel % 2]
    assert len(frames) * 0.02 == pytest.approx(facts.seconds)
    there = {slot: frame for slot, frame in enumerate(frames) if frame != SILENCE and len(frame) > 1}
    assert there == {number: marked(number) for number in numbers}


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.integers(0, 1),
            st.one_of(
                st.binary(max_size=40),
                st.integers(1270, 1300).map(lambda n: b"\x78" * n),
                st.sampled_from([tone(440, 0.2, "60")[1], tone(440, 0.2, "10")[3], b"\xe0" + bytes(1275)]),
            ),
            st.integers(0, 2**32 - 1) | st.integers(0, 200).map(lambda n: n * 480),
            st.floats(0, 0.3),
            st.sampled_from("ab"),
        ),
        max_size=60,
    )
)
def test_any_bytes_leave_a_whole_file_of_the_right_length(
    tmp_path: Path, packets: list[tuple[int, bytes, int, float, str]]
) -> None:
    path = tmp_path / "call.ogg"
    path.unlink(missing_ok=True)
    clock = Time()
    recorder = Recorder(path, clock)
    for channel, payload, timestamp, passed, source in packets:
        clock.now += passed
        recorder.packet(channel, payload, timestamp, clock.now, source)
    clock.now += 0.5
    facts = recorder.close()
    assert abs(facts.seconds - (clock.now - 1_000.0)) <= 0.25
    assert repair(path) == RecordingFacts(facts.seconds, facts.bytes, (), repair(path).waveform)
    left, right = frames_of(path)
    assert left
    assert right


# ---- what is left behind


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    path = tmp_path_factory.mktemp("recording") / "call.ogg"
    recorded(path, 4.0, sent(LEFT, tone(440, 4.0), 0.0), sent(RIGHT, tone(880, 4.0), 0.0))
    return path.read_bytes()


def test_cut_at_any_byte_it_is_repaired_to_its_last_whole_page(tmp_path: Path, finished: bytes) -> None:
    path, whole = tmp_path / "call.ogg", list(ogg.pages(finished))
    second_page = whole[3].start
    cuts = [
        *range(0, second_page, 97),
        *range(second_page - 40, second_page + 300),
        *range(second_page, len(finished), 131),
    ]
    for cut in cuts:
        path.write_bytes(finished[:cut])
        facts = repair(path)
        kept = [page for page in whole[2:] if page.end <= cut]
        assert facts.seconds == (kept[-1].granule / 48_000 if kept else 0.02)
        assert facts.incomplete
        assert repair(path) == RecordingFacts(facts.seconds, facts.bytes, (), facts.waveform)  # once is enough
        content = path.read_bytes()
        assert list(ogg.pages(content))[-1].flags & ogg.END
        if cut % 5 == 0:
            assert readable_seconds(content) == pytest.approx(facts.seconds, abs=0.001)


def test_even_unrepaired_it_plays_up_to_the_cut(finished: bytes) -> None:
    first = next(page for page in ogg.pages(finished) if page.number == 2)
    for cut in range(first.end, len(finished), 401):
        assert readable_seconds(finished[:cut]) >= 0.8  # the first page


def test_damage_ends_the_recording_before_it(tmp_path: Path, finished: bytes) -> None:
    path, page = tmp_path / "call.ogg", list(ogg.pages(finished))[4]
    broken = bytearray(finished)
    broken[(page.start + page.end) // 2] ^= 1
    path.write_bytes(broken)
    assert repair(path).seconds == 1.8
    assert readable_seconds(path.read_bytes()) == pytest.approx(1.8, abs=0.001)


def test_a_finished_file_is_left_alone(tmp_path: Path, finished: bytes) -> None:
    path = tmp_path / "call.ogg"
    path.write_bytes(finished)
    facts = repair(path)
    assert (facts.seconds, facts.incomplete) == (4.0, False)
    assert path.read_bytes() == finished


def test_a_file_is_not_repaired_while_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    recorder = Recorder(path, lambda: 0.0)
    with pytest.raises(BlockingIOError):
        repair(path)
    recorder.close()
    assert repair(path).incomplete is False


def probed_seconds(path: Path) -> float | None:
    """What ffprobe says of the file; None where there is no ffprobe (PyAV reads everything in any case)."""
    if not shutil.which("ffprobe"):
        return None
    command = ["ffprobe", "-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0", str(path)]
    return float(subprocess.run(command, capture_output=True, check=True, text=True).stdout)


def test_a_writer_killed_at_any_moment_leaves_what_it_wrote(tmp_path: Path) -> None:
    chance = random.Random(7)
    for number in range(10):
        path = tmp_path / f"{number}.ogg"
        child = subprocess.Popen(
            [sys.executable, "-m", "tests.webrtc.recording_writer", str(path)], cwd=ROOT, stdout=subprocess.PIPE
        )
        assert child.stdout is not None
        enough = chance.uniform(1.5, 12.0)
        said = 0.0
        while said < enough:
            said = float(child.stdout.readline())
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child.pid, signal.SIGKILL)
        child.wait()
        said = float(([str(said), *child.stdout.read().decode().split()])[-1])
        child.stdout.close()
        unrepaired = readable_seconds(path.read_bytes())
        assert probed_seconds(path) in (None, pytest.approx(unrepaired, abs=0.03))
        facts = repair(path)
        assert probed_seconds(path) in (None, pytest.approx(facts.seconds, abs=0.001))
        assert facts.incomplete
        assert facts.seconds >= said - 2.0
        assert unrepaired >= said - 2.0
        sound = decoded_file(path)
        assert sound.shape[1] == round(facts.seconds * 48_000)
        assert strength(sound[0], 440)[5:-5].min() > 0.05
        assert strength(sound[1], 880)[5:-5].min() > 0.05


@contextmanager
def a_full_disk(at: int) -> Iterator[None]:
    """No file of this process may grow beyond ``at`` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (at, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_ends_the_recording_and_not_the_call(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    with a_full_disk(30_000):
        facts = recorded(path, 20.0, sent(LEFT, tone(440, 20.0), 0.0), sent(RIGHT, tone(880, 20.0), 0.0))
    assert facts.incomplete
    assert facts.bytes == path.stat().st_size <= 30_000
    assert 1.0 < readable_seconds(path.read_bytes()) == pytest.approx(facts.seconds)
    assert repair(path).incomplete is False  # there is nothing left to finish


def test_a_disk_full_from_the_beginning_is_survived(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    with a_full_disk(200):
        facts = recorded(path, 3.0, sent(LEFT, tone(440, 3.0), 0.0))
    assert (facts.seconds, facts.incomplete) == (0.0, True)
    assert repair(path).seconds == 0.02
    assert readable_seconds(path.read_bytes()) == pytest.approx(0.02)


def test_a_recording_never_takes_the_place_of_another(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    path.write_bytes(b"another call")
    with pytest.raises(FileExistsError):
        Recorder(path, Time())
    assert path.read_bytes() == b"another call"


# ---- the timeline's picture


def test_the_waveform_shows_who_spoke_when(tmp_path: Path) -> None:
    facts = recorded(
        tmp_path / "call.ogg", 10.0, sent(LEFT, tone(440, 2.0), 2.0), sent(RIGHT, tone(880, 3.0), 6.0, 10_000)
    )
    left, right = (np.array(peaks) for peaks in facts.waveform)
    assert len(left) == len(right) == 100
    assert_near([(a * 5, b * 5) for a, b in spans(left > 20)], [(2.0, 4.0)])
    assert_near([(a * 5, b * 5) for a, b in spans(right > 20)], [(6.0, 9.0)])
    assert repair(tmp_path / "call.ogg").waveform == facts.waveform


def test_the_waveform_of_long_packets_keeps_their_time(tmp_path: Path) -> None:
    path = tmp_path / "call.ogg"
    facts = recorded(path, 6.0, sent(LEFT, tone(440, 2.0, "60"), 3.0, 0, 0.06, 2880))
    for waveform in (facts.waveform, repair(path).waveform):
        assert_near([(a * 5, b * 5) for a, b in spans(np.array(waveform[LEFT]) > 20)], [(3.0, 5.0)])


def test_a_long_waveform_has_no_more_points(tmp_path: Path) -> None:
    clock = Time()
    recorder = Recorder(tmp_path / "call.ogg", clock)
    for second in range(3_600):
        clock.now += 1.0
        recorder.packet(
            LEFT, b"\x78" + bytes(100 if second > 1_800 else 30), second * 48_000, clock.now, 0, 20 + second % 2
        )
        recorder.tick()
    facts = recorder.close()
    assert facts.seconds == pytest.approx(3_600, abs=0.05)
    assert all(250 <= len(peaks) <= 500 for peaks in facts.waveform)


def test_slots_are_what_the_tests_think(tmp_path: Path) -> None:
    assert WINDOW == SLOT
    silent: Sound = decoded_packets([SILENCE] * 10)
    assert np.abs(silent).max() == 0
