"""The sounds that Parley makes itself: hold music, tones, chimes, each computed and encoded once, when first needed.

Everything is written down here as notes and numbers, so nothing has to be licensed or kept in the repository.
"""

import asyncio
import re
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from webrtc.clips import Clip, encoded, in_child, limit_this_process
from webrtc.opus import SAMPLES_PER_SECOND

Sound = npt.NDArray[np.float64]
"""Samples of 48 kHz between -1 and 1."""

VERSION = 1
"""Part of the files' names: a changed sound gets a new one."""
LOOPS = ("hold", "away", "ringback")
"""Sounds that go round without a seam; the others play once."""

# ---- the hold music: sixteen bars of four beats, a second each

BEAT = SAMPLES_PER_SECOND
_CHORDS = (
    (48, 64, 67, 71, 74), (52, 62, 67, 71, 74), (53, 64, 67, 69, 72), (55, 62, 64, 67, 71),
    (57, 60, 64, 67, 72), (52, 62, 67, 71, 74), (53, 60, 64, 69, 72), (55, 60, 62, 67, 72),
    (53, 64, 67, 69, 72), (52, 62, 64, 67, 71), (50, 60, 65, 69, 72), (55, 59, 62, 67, 74),
    (57, 60, 64, 67, 71), (53, 60, 64, 69, 72), (50, 62, 65, 69, 72), (55, 60, 62, 67, 69),
)  # fmt: skip
"""MIDI notes of each bar: the bass, then four that are broken up over it."""
_ORDER = (1, 3, 2, 4, 3, 2, 4, 3)
"""Which of the bar's notes sounds on each half beat."""
_MELODY = (
    (0, 79, 3), (3, 76, 1), (4, 74, 4), (8, 76, 2), (10, 72, 2), (12, 74, 3), (16, 72, 3), (19, 74, 1),
    (20, 76, 4), (24, 81, 2), (26, 79, 2), (28, 74, 4), (32, 79, 3), (35, 81, 1), (36, 79, 4), (40, 77, 2),
    (42, 76, 2), (44, 74, 4), (48, 76, 3), (51, 74, 1), (52, 72, 4), (56, 69, 2), (58, 72, 2), (60, 74, 4),
)  # fmt: skip
"""Beat, note, length in beats."""
_ROOM = ((0.0713, 0.22), (0.1137, 0.17), (0.1791, 0.13), (0.2531, 0.10), (0.3677, 0.07), (0.5309, 0.05))
"""Echoes of a small room: seconds and strength."""


def hold_music() -> Sound:
    """A quiet minute of electric piano over strings. Notes that go on behind the end sound at the beginning."""
    music = np.zeros(len(_CHORDS) * 4 * BEAT)
    for bar, chord in enumerate(_CHORDS):
        start = bar * 4 * BEAT
        _add(music, start, 0.20 * _string(_hertz(chord[0]), 4.6))
        for note in chord[1:]:
            _add(music, start, 0.045 * _string(_hertz(note), 4.6))
        for half, which in enumerate(_ORDER):
            strength = 0.11 if half % 4 else 0.15
            _add(music, start + half * BEAT // 2, strength * _piano(_hertz(chord[which]), 2.2))
    for beat, note, beats in _MELODY:
        _add(music, beat * BEAT, 0.19 * _piano(_hertz(note), beats + 1.5))
    wet = music.copy()
    for seconds, strength in _ROOM:
        wet += strength * np.roll(music, round(seconds * SAMPLES_PER_SECOND))
    return _scaled(wet, 0.35)


def _add(music: Sound, start: int, note: Sound) -> None:
    first = min(len(note), len(music) - start)
    music[start : start + first] += note[:first]
    music[: len(note) - first] += note[first:]


def _hertz(note: int) -> float:
    return float(440.0 * 2.0 ** ((note - 69) / 12))


def _time(seconds: float) -> Sound:
    return np.arange(round(seconds * SAMPLES_PER_SECOND)) / SAMPLES_PER_SECOND


def _piano(hertz: float, seconds: float) -> Sound:
    """A struck tine: overtones that die the faster the higher they are."""
    at = _time(seconds)
    partials = ((1, 1.0, 1.4), (2, 0.35, 2.4), (3, 0.12, 4.0), (5, 0.05, 8.0))
    tine: Sound = sum(
        (
            strength * np.sin(2 * np.pi * hertz * times * at) * np.exp(-fading * at)
            for times, strength, fading in partials
        ),
        start=np.zeros(len(at)),
    )
    return _faded(tine, 0.006, 0.25)


def _string(hertz: float, seconds: float) -> Sound:
    """Two slightly detuned voices that come and go slowly."""
    at = _time(seconds)
    voices = np.sin(2 * np.pi * hertz * 0.9985 * at) + np.sin(2 * np.pi * hertz * 1.0015 * at)
    return _faded(0.5 * voices + 0.12 * np.sin(4 * np.pi * hertz * at), 0.9, 1.2)


def _faded(sound: Sound, rise: float, fall: float) -> Sound:
    """The sound with smooth edges of these seconds."""
    up, down = round(rise * SAMPLES_PER_SECOND), round(fall * SAMPLES_PER_SECOND)
    shaped = sound.copy()
    shaped[:up] *= 0.5 - 0.5 * np.cos(np.linspace(0, np.pi, up))
    shaped[-down:] *= 0.5 + 0.5 * np.cos(np.linspace(0, np.pi, down))
    return shaped


def _scaled(sound: Sound, peak: float) -> Sound:
    scaled: Sound = sound * (peak / np.abs(sound).max())
    return scaled


# ---- tones


def tone(hertz: float, seconds: float, peak: float = 0.25) -> Sound:
    """A pure tone with soft edges."""
    return _faded(peak * np.sin(2 * np.pi * hertz * _time(seconds)), 0.01, 0.01)


def _padded(sound: Sound, seconds: float) -> Sound:
    return np.concatenate([sound, np.zeros(round(seconds * SAMPLES_PER_SECOND) - len(sound))])


def _notes(*notes: tuple[float, int], seconds: float, peak: float) -> Sound:
    """Struck notes, each at its second, in a sound of this length."""
    sound = np.zeros(round(seconds * SAMPLES_PER_SECOND))
    for at, note in notes:
        start = round(at * SAMPLES_PER_SECOND)
        sound[start:] += _piano(_hertz(note), seconds)[: len(sound) - start]
    return _faded(_scaled(sound, peak), 0.005, 0.2)


_MADE: dict[str, Callable[[], Sound]] = {
    "hold": hold_music,
    "ringback": lambda: _padded(tone(425, 1.0, 0.12), 5.0),
    "away": lambda: _padded(_notes((0.0, 72), (0.25, 67), seconds=1.6, peak=0.15), 4.0),
    "beep": lambda: tone(1000, 0.5),
    "chime": lambda: _notes((0.0, 67), (0.18, 72), (0.36, 76), seconds=1.6, peak=0.3),
    "reconnect": lambda: _notes((0.0, 67), (0.2, 74), seconds=1.0, peak=0.2),
}
NAMES = (*_MADE, "test-HZ")
"""``hold``: music; ``ringback``: what a caller hears while it rings; ``away``: the other side's connection is lost;
``beep``: voicemail begins; ``chime``: in place of a prompt that cannot be spoken; ``reconnect``: somebody is back;
``test-440``: two seconds of 440 Hz, any frequency from 50 to 12000, that goes round without a seam."""


def made(name: str) -> Clip:
    """Compute and encode a sound; the music takes seconds. Raises KeyError for a name that is not in ``NAMES``."""
    if test := re.fullmatch(r"test-(\d{2,5})", name):
        if not 50 <= int(test[1]) <= 12_000:
            raise KeyError(name)
        return encoded(_pcm(0.25 * np.sin(2 * np.pi * int(test[1]) * _time(2.0))), loops=True)
    return encoded(_pcm(_MADE[name]()), loops=name in LOOPS)


def _pcm(sound: Sound) -> bytes:
    return (sound * 32767).round().astype("<i2").tobytes()


class Tones:
    """The files of these sounds in a directory, made by a child process when they are not there yet."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self._making = asyncio.Lock()

    async def path(self, name: str) -> Path:
        """The clip's file. Raises KeyError for a name that is not in ``NAMES``."""
        if name not in _MADE and not re.fullmatch(r"test-\d{2,5}", name):
            raise KeyError(name)
        path = self._directory / f"{name}-{VERSION}.ogg"
        async with self._making:
            if not path.exists():
                await in_child("webrtc.tones", name, str(path.resolve()))
        return path

    async def prepare(self) -> None:
        """Make all but the test tones, so that the first caller does not wait for the music."""
        for name in _MADE:
            await self.path(name)


if __name__ == "__main__":
    limit_this_process()
    made(sys.argv[1]).save(Path(sys.argv[2]))
