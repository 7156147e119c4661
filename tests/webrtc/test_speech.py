"""Speech balance against conversations whose truth is written down: who speaks when, in what noise, with and without DTX."""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pytest

from tests.webrtc.opus_sounds import Sound, opus
from webrtc.speech import Balance, SpeechMeter, Voice

Turns = Sequence[tuple[float, float]]


@dataclass
class Script:
    """When each leg speaks, in seconds, and what a fair observer would write down about it."""

    turns: dict[str, Turns]
    seconds: float
    overtalk: float
    interruptions: dict[str, int]
    longest_silence: float


POLITE = Script(
    {"agent": [(2.0, 6.0), (12.0, 20.0), (31.0, 40.0)], "customer": [(7.0, 11.0), (21.0, 25.0), (41.5, 44.0)]},
    50.0, 0.0, {"agent": 0, "customer": 0}, 6.0,
)  # fmt: skip
HEATED = Script(
    {"agent": [(1.0, 6.0), (10.0, 15.0), (22.0, 30.0)], "customer": [(5.0, 11.5), (13.5, 23.0), (26.0, 27.0)]},
    32.0, 6.0, {"agent": 2, "customer": 2}, 2.0,
)  # fmt: skip
ONE_SIDED = Script({"agent": [(0.5, 58.0)], "customer": [(58.5, 59.5)]}, 60.0, 0.0, {"agent": 0, "customer": 0}, 0.5)
SILENT = Script({"agent": [], "customer": []}, 20.0, 0.0, {"agent": 0, "customer": 0}, 20.0)
THREE = Script(
    {"agent": [(1.0, 5.0), (16.0, 20.0)], "customer": [(6.0, 10.0)], "colleague": [(11.0, 15.0)]},
    21.0, 0.0, {"agent": 0, "customer": 0, "colleague": 0}, 1.0,
)  # fmt: skip
SCRIPTS = {"polite": POLITE, "heated": HEATED, "one-sided": ONE_SIDED, "silent": SILENT, "three": THREE}


def speech(turns: Turns, seconds: float, noise: float, chance: random.Random) -> Iterator[float]:
    """Loudness (dBov) each 20 ms: words of 0.2-0.5 s with an envelope, short pauses between them, over noise that wavers."""
    words: list[tuple[float, float]] = []
    for start, end in turns:
        at = start
        while end - at > 0.05:
            long = min(chance.uniform(0.2, 0.5), end - at)
            long = end - at if end - at - long < 0.3 else long  # the turn ends with a word
            words.append((at, at + long))
            at += long + chance.uniform(0.05, 0.2)
    for number in range(round(seconds * 50)):
        at = number / 50
        hiss = noise + chance.uniform(-1.5, 1.5) if noise > -127 else -127.0
        word = next((word for word in words if word[0] <= at < word[1]), None)
        if word is None:
            yield hiss
        else:
            middle = (at - word[0]) / (word[1] - word[0])
            yield max(hiss, -24 - 14 * abs(2 * middle - 1) ** 2 + chance.uniform(-2, 2))


def discontinuous(levels: Sequence[float], noise: float) -> list[bool]:
    """Which packets DTX sends: voice, 0.2 s after it, and one each 0.4 s."""
    quiet, sent = 0, []
    for level in levels:
        quiet = 0 if level > max(noise + 6, -55) else quiet + 1
        sent.append(quiet <= 10 or (quiet - 10) % 20 == 0)
    return sent


def metered(
    script: Script, noise: float, dtx: bool, *, sizes: bool = False, loss: float = 0.0, jitter: float = 0.0
) -> Balance:
    chance, now = random.Random(5), [500.0]
    meter = SpeechMeter(lambda: now[0])
    packets = []
    for leg, turns in script.turns.items():
        levels = list(speech(turns, script.seconds, noise, chance))
        sent = discontinuous(levels, noise) if dtx else [True] * len(levels)
        first = chance.randrange(2**32)
        for number, level in enumerate(levels):
            if sent[number] and chance.random() >= loss:
                at = number / 50 + chance.random() * jitter
                packets.append((at, leg, round(-level), (first + number * 960) & 0xFFFFFFFF))
    for at, leg, level, timestamp in sorted(packets):
        now[0] = 500.0 + at
        size = 6 if dtx and level > 50 else 20 + max(0, 75 - level)
        meter.packet(leg, None if sizes else min(127, max(0, level)), size, timestamp, now[0])
    now[0] = 500.0 + script.seconds
    return meter.balance()


def talk(turns: Turns) -> float:
    return sum(end - start for start, end in turns)


def assert_true(balance: Balance, script: Script, slack: float = 0.3) -> None:
    """Talk within 5 % of the truth, and everything else within 5 % or ``slack`` seconds."""
    total = sum(talk(turns) for turns in script.turns.values())
    for leg, turns in script.turns.items():
        found = balance.legs[leg]
        assert found.talk_seconds == pytest.approx(talk(turns), rel=0.05, abs=0.1), leg
        assert found.talk_share == pytest.approx(talk(turns) / total if total else 0.0, abs=0.05), leg
        assert found.interruptions == script.interruptions[leg], leg
        first = turns[0][0] if turns else None
        assert found.first_word_seconds == (pytest.approx(first, abs=slack) if first is not None else None), leg
    assert balance.seconds == script.seconds
    assert balance.overtalk_seconds == pytest.approx(script.overtalk, rel=0.05, abs=slack)
    assert balance.longest_silence_seconds == pytest.approx(script.longest_silence, rel=0.05, abs=slack)


@pytest.mark.parametrize("dtx", [False, True], ids=["all", "dtx"])
@pytest.mark.parametrize("noise", [-127.0, -65.0, -55.0, -45.0])
@pytest.mark.parametrize("name", SCRIPTS)
def test_levels_tell_the_truth(name: str, noise: float, dtx: bool) -> None:
    assert_true(metered(SCRIPTS[name], noise, dtx), SCRIPTS[name])


@pytest.mark.parametrize("name", ["polite", "heated", "three"])
def test_loss_and_jitter_change_little(name: str) -> None:
    assert_true(metered(SCRIPTS[name], -55.0, False, loss=0.05, jitter=0.06), SCRIPTS[name])


@pytest.mark.parametrize("name", ["polite", "heated", "three", "silent"])
def test_sizes_do_where_there_are_no_levels(name: str) -> None:
    assert_true(metered(SCRIPTS[name], -65.0, False, sizes=True), SCRIPTS[name], slack=0.6)


BUZZING = {"agent": [(1.0, 6.0), (12.0, 18.0)], "customer": [(7.0, 11.0)]}


@lru_cache
def spoken(turns: tuple[tuple[float, float], ...], noise: float | None) -> tuple[Sound, list[bytes]]:
    """Syllables of a buzzing voice, encoded for real: what an encoder gives noise is nearly what it gives speech."""
    at = np.arange(20 * 48_000) / 48_000
    there = sum(((start <= at) & (at < end) for start, end in turns), start=np.zeros(len(at)))
    tune = 2 * np.pi * 140 * at + 3 * np.sin(2 * np.pi * 2.3 * at)
    buzz = sum((np.sin(k * tune) / k for k in range(1, 25)), start=np.zeros(len(at)))
    sound = 0.12 * buzz * there * (0.55 + 0.45 * np.sin(2 * np.pi * 4 * at))
    if noise is not None:
        sound += np.random.default_rng(3).normal(size=len(at)) * 10 ** (noise / 20)
    return sound, opus(sound)


@pytest.mark.parametrize(("noise", "sizes"), [(None, False), (-60.0, False), (-50.0, False), (None, True)])
def test_real_packets_of_libopus(noise: float | None, sizes: bool) -> None:
    made, now = {leg: spoken(tuple(own), noise) for leg, own in BUZZING.items()}, [0.0]
    meter = SpeechMeter(lambda: now[0])
    for number in range(999):
        now[0] = number * 0.02
        for leg, (sound, packets) in made.items():
            rms = float(np.sqrt(np.mean(sound[number * 960 : (number + 1) * 960] ** 2)))
            level = min(127, round(-20 * np.log10(max(rms, 1e-7))))
            meter.packet(leg, None if sizes else level, len(packets[number]), number * 960, now[0])
    balance = meter.balance()
    assert balance.legs["agent"].talk_share == pytest.approx(11 / 15, abs=0.05)
    assert balance.legs["customer"].talk_seconds == pytest.approx(4.0, abs=0.4)
    assert balance.legs["agent"].first_word_seconds == pytest.approx(1.0, abs=0.1)


def test_the_wrong_script_is_noticed() -> None:
    with pytest.raises(AssertionError):
        assert_true(metered(HEATED, -65.0, False), POLITE)


def test_a_click_is_no_word_and_mhm_no_interruption() -> None:
    now = [0.0]
    meter = SpeechMeter(lambda: now[0])
    for number in range(500):
        now[0] = number * 0.02
        meter.packet("agent", 25 if 50 <= number < 450 and number % 20 < 15 else 80, 80, number * 960, now[0])
        meter.packet(
            "customer", 25 if number in (100, 101, 200) or 300 <= number < 315 else 80, 80, number * 960, now[0]
        )
    balance = meter.balance()
    assert balance.legs["customer"].talk_seconds == pytest.approx(0.3, abs=0.05)
    assert balance.legs["customer"].interruptions == 0
    assert balance.overtalk_seconds == pytest.approx(0.3, abs=0.05)


def test_live_levels_are_of_now() -> None:
    now = [0.0]
    meter = SpeechMeter(lambda: now[0])
    meter.packet("agent", 22, 80, 0, 0.0)
    meter.packet("customer", None, 80, 0, 0.0)
    assert meter.levels() == {"agent": -22, "customer": -127}
    now[0] = 1.0
    assert meter.levels() == {"agent": -127, "customer": -127}


def test_noise_that_begins_in_the_call_is_learned() -> None:
    voice = Voice()
    for _ in range(500):
        voice.hears(90, 80)
    heard = [voice.hears(42, 80) for _ in range(1_000)]
    assert heard[0]
    assert not any(heard[-500:])


def test_nobody_is_a_balance_too() -> None:
    now = [0.0]
    meter = SpeechMeter(lambda: now[0])
    now[0] = 3.0
    assert meter.balance() == Balance(3.0, {}, 0.0, 3.0)
