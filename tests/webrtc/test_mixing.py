"""Mixes measured by their tones: who is in them, what loss, bursts and silence do to them, and that nothing is decoded twice."""

from functools import partial
from itertools import chain

import numpy as np
import pytest

from tests.webrtc.conftest import Booth, until
from tests.webrtc.opus_sounds import decoded_packets, opus, spread, tone
from tests.webrtc.test_talking import hears_only
from webrtc.libopus import FRAME, BadSound, Decoder, Encoder, Samples
from webrtc.mixing import AHEAD, MOST, Mixer, Voice, added
from webrtc.streams import QUIET_LEVEL, Sink, Source

ANN, BEN, CEM = 440.0, 1000.0, 2300.0
BEAT = 0.02


class Hand:
    """A beat that the test gives."""

    def __init__(self) -> None:
        self.kept: list[Mixer] = []

    def keep(self, beaten: Mixer) -> None:
        """Remember who asked."""
        self.kept.append(beaten)


class Ear:
    """Keeps what it hears."""

    def __init__(self) -> None:
        self.packets: list[bytes] = []
        self.numbers: list[tuple[int, int, int]] = []

    def take(
        self, source: Source, sequence: int, timestamp: int, marker: int, payload: bytes, level: int | None, now: float
    ) -> None:
        """Keep it."""
        self.packets.append(payload)
        self.numbers.append((sequence, timestamp, marker))

    def has(self, hertz: float) -> float:
        """How much of a tone there is, 0 to 1, in the second half of it."""
        sound = decoded_packets(self.packets)[0]
        return strength(sound[len(sound) // 2 :], hertz)


def strength(sound: np.ndarray[tuple[int], np.dtype[np.float64]], hertz: float) -> float:
    """The amplitude of a tone by correlation over the whole sound."""
    turns = 2j * np.pi * hertz * np.arange(len(sound)) / 48_000
    return float(2 * abs(np.mean(sound * np.exp(-turns))))


def frames_of(voice: Voice) -> int:
    """How many times 20 ms there are to read."""
    frames = 0
    while voice.read() is not None:
        frames += 1
    return frames


class Room:
    """Three who speak, one listener for each who hears the other two, and the time of day."""

    def __init__(self) -> None:
        self.now = 100.0
        self.hand = Hand()
        self.mixer = Mixer(self.hand)
        self.people = {hz: Source() for hz in (ANN, BEN, CEM)}
        self.ears = {hz: Ear() for hz in self.people}
        self.sent = dict.fromkeys(self.people, 0)
        self.route()

    def route(self) -> None:
        """Everybody hears all others."""
        self.mixer.begin()
        for hz, ear in self.ears.items():
            self.mixer.want([source for other, source in self.people.items() if other != hz], ear)
        sinks: dict[Source, list[Sink]] = {}
        self.mixer.end(sinks)
        for source in self.people.values():
            source.sinks = tuple(sinks.get(source, ()))

    def say(self, hz: float, packet: bytes | None, level: int | None = 20) -> None:
        """One packet of somebody, or one that is lost."""
        number = self.sent[hz]
        self.sent[hz] += 1
        if packet is not None:
            self.people[hz].give(number & 0xFFFF, number * FRAME & 0xFFFFFFFF, 0, packet, level, self.now)

    def beat(self) -> None:
        """20 ms pass."""
        self.now += BEAT
        self.mixer.beat(self.now)


def test_everybody_hears_the_others_and_not_themselves() -> None:
    room = Room()
    for packets in zip(tone(ANN, 1.0), tone(BEN, 1.0), tone(CEM, 1.0), strict=True):
        for hz, packet in zip(room.people, packets, strict=True):
            room.say(hz, packet)
        room.beat()
    for own, ear in room.ears.items():
        for hz in room.people:
            assert (ear.has(hz) > 0.2) == (hz != own), (own, hz, ear.has(hz))


def test_a_voice_is_decoded_once_for_all_mixes_and_stays_over_a_new_plan() -> None:
    room = Room()
    voices = {hz: source.sinks for hz, source in room.people.items()}
    assert all(len(sinks) == 1 for sinks in voices.values())
    room.route()
    assert {hz: source.sinks for hz, source in room.people.items()} == voices
    assert room.hand.kept == [room.mixer], "one beat, however often it is asked for"


def test_a_mixer_that_nobody_needs_stops() -> None:
    room = Room()
    assert room.mixer.beat(1.0)
    room.ears.clear()
    room.route()
    assert not room.mixer.beat(1.0)
    assert all(source.sinks == () for source in room.people.values())


@pytest.mark.parametrize("lost", [(30,), (20, 24, 28)])
def test_single_losses_are_bridged(lost: tuple[int, ...]) -> None:
    room = Room()
    for number, packet in enumerate(tone(ANN, 1.0)):
        room.say(ANN, None if number in lost else packet)
        room.beat()
    assert room.ears[BEN].has(ANN) > 0.2
    stamps = [stamp for _, stamp, _ in room.ears[BEN].numbers]
    assert np.diff(stamps).max() <= 2 * FRAME, "a gap was heard"


def test_a_burst_is_kept_to_its_newest_part_and_goes_on() -> None:
    voice, source = Voice(), Source()
    for number, packet in enumerate(tone(ANN, 1.0)):
        voice.take(source, number, number * FRAME, 0, packet, 20, 5.0)
    assert frames_of(voice) == MOST // FRAME


def test_packets_of_any_length_are_heard() -> None:
    for milliseconds in ("10", "40", "60"):
        room, packets = Room(), opus(spread(ANN, 1.2), frame_duration=milliseconds)
        heard = 0
        for number in range(60):
            while heard < (number + 1) * 20 / int(milliseconds) and heard < len(packets):
                room.say(ANN, packets[heard])
                heard += 1
            room.beat()
        assert room.ears[BEN].has(ANN) > 0.15, milliseconds


def test_late_packets_and_repeated_ones_are_left_out() -> None:
    voice, source, packets = Voice(), Source(), tone(ANN, 1.0)
    for number in (0, 1, 1, 0, 2):
        voice.take(source, number, number * FRAME, 0, packets[number], 20, 5.0)
    assert frames_of(voice) == 3


def test_who_is_quiet_is_not_decoded_and_costs_no_packet() -> None:
    room = Room()
    speech, noise = tone(ANN, 0.5), opus(spread(ANN, 2.0, 0.001))
    for packet, level in chain(((p, 20) for p in speech), ((p, QUIET_LEVEL + 10) for p in noise)):
        room.say(ANN, packet, level)
        room.beat()
    sent = len(room.ears[BEN].packets)
    assert 0.5 / BEAT <= sent <= 1.7 / BEAT, "speech and its hangover, not the noise after it"
    for packet in speech:
        room.say(ANN, packet)
        room.beat()
    assert len(room.ears[BEN].packets) > sent
    sequences = np.diff([sequence for sequence, _, _ in room.ears[BEN].numbers])
    assert set(sequences) == {1}, "silence is a gap in time, not in numbers"
    assert [marker for *_, marker in room.ears[BEN].numbers].count(0x80) == 2


def test_garbage_is_silence_and_does_no_harm() -> None:
    room = Room()
    for number, packet in enumerate(tone(ANN, 1.0)):
        room.say(BEN, b"\xff" + bytes(number % 7))
        room.say(ANN, packet)
        room.beat()
    assert room.ears[CEM].has(ANN) > 0.2
    with pytest.raises(BadSound):
        Decoder().decode(b"\xff\xff\xff")


def test_a_sum_beyond_16_bits_is_cut_off_and_does_not_wrap() -> None:
    loud: Samples = np.full(FRAME, 30_000, np.int16)
    assert added([loud, loud]).max() == 32_767
    assert added([-loud, -loud]).min() == -32_768
    assert added([loud]) is loud


def test_what_is_encoded_can_be_decoded() -> None:
    encoder, decoder = Encoder(), Decoder()
    samples = (spread(ANN, 1.0) * 32_767).astype(np.int16)
    out = [decoder.decode(encoder.encode(part)).copy() for part in np.split(samples, len(samples) // FRAME)]
    assert strength(np.concatenate(out)[FRAME * 10 :] / 32_768, ANN) > 0.25
    assert AHEAD < MOST


async def test_three_who_have_one_m_line_each_hear_one_another(booth: Booth) -> None:
    tones = (ANN, BEN, CEM)
    callers = [await booth.join(name, hz, spares=0) for name, hz in zip("abc", tones, strict=True)]
    await booth.plan("a>b", "a>c", "b>a", "b>c", "c>a", "c>b")
    for caller, own in zip(callers, tones, strict=True):
        others = [hz for hz in tones if hz != own]
        await until(partial(hears_only, caller, *others, of=tones))
    await booth.plan("a>b", "b>a")
    await until(lambda: hears_only(callers[0], BEN, of=tones) and hears_only(callers[1], ANN, of=tones))
    await booth.plan("a>b", "a>c", "b>a", "b>c", "c>a", "c>b")
    await until(lambda: hears_only(callers[0], BEN, CEM, of=tones))
