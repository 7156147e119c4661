"""Parley's own sounds: made once, heard as written, and without a seam where they go round."""

from pathlib import Path

import numpy as np
import pytest

from tests.webrtc.opus_sounds import decoded_packets, spans, strength
from webrtc.clips import load
from webrtc.tones import BEAT, NAMES, Tones, hold_music, made


async def test_a_tone_is_made_once(tmp_path: Path) -> None:
    tones = Tones(tmp_path / "tones")
    path = await tones.path("beep")
    made_at = path.stat().st_mtime_ns
    assert await tones.path("beep") == path
    assert path.stat().st_mtime_ns == made_at
    assert strength(decoded_packets(load(path).frames)[0], 1000)[3:22].min() > 0.2


@pytest.mark.parametrize("name", ["", "../beep", "test-", "test-5", "test-99999", "song"])
async def test_an_unknown_name_is_no_path(tmp_path: Path, name: str) -> None:
    with pytest.raises((KeyError, ValueError)):
        await Tones(tmp_path / "tones").path(name)
    assert not list(tmp_path.rglob("*.ogg"))


def test_ringback_sounds_one_second_in_five() -> None:
    sound = decoded_packets(made("ringback").frames * 2)[0]
    found = spans(strength(sound, 425) > 0.05)
    assert [(round(a), round(b)) for a, b in found] == [(0, 1), (5, 6)]


@pytest.mark.parametrize("hertz", [441, 1000])
def test_a_looped_tone_has_no_seam(hertz: int) -> None:
    clip = made(f"test-{hertz}")
    sound = decoded_packets(clip.frames * 3)[0]
    found = strength(sound, hertz)[10:]
    assert found.min() > 0.23
    assert found.max() < 0.27


def test_every_short_sound_can_be_made() -> None:
    for name in NAMES:
        if name not in ("hold", "test-HZ"):
            assert 0.4 < made(name).seconds < 6


def test_the_music_is_more_than_a_minute_even_and_seamless() -> None:
    music = hold_music()
    assert len(music) == 64 * BEAT
    assert len(music) % 960 == 0
    assert np.abs(music).max() == pytest.approx(0.35)
    loud = np.sqrt((music.reshape(-1, BEAT) ** 2).mean(axis=1))
    assert loud.min() > 0.3 * loud.max()
    steps = np.abs(np.diff(np.concatenate([music[-2:], music[:2]])))
    assert steps.max() < 2 * np.abs(np.diff(music)).max()
    assert abs(loud[0] - loud[-1]) < 0.5 * loud.max()
