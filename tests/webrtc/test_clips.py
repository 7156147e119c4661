"""Clips: encoded, kept and loaded again; what people upload becomes one or is refused in a sentence."""

import io
import struct
import wave
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from tests.webrtc.opus_sounds import decoded_packets, readable_seconds, spread, strength
from webrtc import clips
from webrtc.clips import Clip, Unusable, convert, decoded, encoded, load
from webrtc.opus import IS_SLOT


def pcm(hertz: float = 440, seconds: float = 1.0) -> bytes:
    return (spread(hertz, seconds) * 32767).astype("<i2").tobytes()


def wav(rate: int = 22_050, channels: int = 1, seconds: float = 1.0) -> bytes:
    at = np.arange(round(rate * seconds)) / rate
    samples = (0.3 * np.sin(2 * np.pi * 440 * at) * 32767).astype("<i2").repeat(channels)
    content = io.BytesIO()
    with wave.open(content, "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return content.getvalue()


def through_ffmpeg(form: str, codec: str, rate: int) -> bytes:
    content = io.BytesIO()
    with av.open(content, "w", format=form) as file:
        stream = file.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        stream.layout = "mono"
        at = np.arange(rate) / rate
        sound = (0.3 * np.sin(2 * np.pi * 440 * at) * 32767).astype("<i2").reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(sound, format="s16", layout="mono")
        frame.sample_rate, frame.time_base, frame.pts = rate, Fraction(1, rate), 0
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            file.mux(packet)
    return content.getvalue()


def test_a_clip_comes_back_from_its_file(tmp_path: Path) -> None:
    clip = encoded(pcm(seconds=1.5))
    clip.save(tmp_path / "deep" / "clip.ogg")
    assert load(tmp_path / "deep" / "clip.ogg") == clip
    assert clip.seconds == pytest.approx(1.52)
    assert all(IS_SLOT[frame[0]] for frame in clip.frames)
    assert readable_seconds((tmp_path / "deep" / "clip.ogg").read_bytes()) == pytest.approx(1.52, abs=0.01)
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["clip.ogg"]


def test_it_sounds_as_it_did() -> None:
    sound = decoded_packets(encoded(pcm()).frames)[0]
    assert strength(sound, 440)[3:-3].min() == pytest.approx(0.3, abs=0.03)


@pytest.mark.parametrize(
    "content",
    [
        wav(),
        wav(8_000),
        wav(44_100, 2),
        through_ffmpeg("mp3", "libmp3lame", 44_100),
        through_ffmpeg("ogg", "libopus", 48_000),
    ],
    ids=["wav 22", "wav 8", "wav 44 stereo", "mp3", "ogg opus"],
)
async def test_uploads_become_clips(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "upload").write_bytes(content)
    await convert(tmp_path / "upload", tmp_path / "clip.ogg")
    clip = load(tmp_path / "clip.ogg")
    assert clip.seconds == pytest.approx(1.05, abs=0.06)
    assert strength(decoded_packets(clip.frames)[0], 440)[10:40].min() > 0.2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not a WAV"),
        (b"#!EXTM3U\nfile:///etc/passwd\n", "not a WAV"),
        (b"\x1aE\xdf\xa3" + bytes(100), "not a WAV"),
        (wav()[:30], "cannot be read|no sound"),
        (b"OggS" + bytes(300), "cannot be read|no sound"),
        (b"ID3" + bytes(2000), "cannot be read|no sound"),
        (b"RIFF" + struct.pack("<I", 36) + b"WAVE" + b"junk" * 20, "cannot be read|no sound"),
        (wav(seconds=0.0), "cannot be read|no sound"),
    ],
)
async def test_what_is_no_sound_is_refused_in_a_sentence(tmp_path: Path, content: bytes, sentence: str) -> None:
    (tmp_path / "upload").write_bytes(content)
    with pytest.raises(Unusable, match=sentence):
        await convert(tmp_path / "upload", tmp_path / "clip.ogg")
    assert not (tmp_path / "clip.ogg").exists()


def test_too_long_is_refused() -> None:
    assert len(decoded(wav(seconds=2.0), most_seconds=3)) == 192_000
    with pytest.raises(Unusable, match="longer than 3 seconds"):
        decoded(wav(seconds=4.0), most_seconds=3)


async def test_too_large_is_refused_before_it_is_read(tmp_path: Path) -> None:
    with (tmp_path / "upload").open("wb") as file:
        file.truncate(clips.MOST_BYTES + 1)
    with pytest.raises(Unusable, match="larger than 20 MB"):
        await convert(tmp_path / "upload", tmp_path / "clip.ogg")


async def test_a_child_that_takes_too_long_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "upload").write_bytes(wav())
    monkeypatch.setattr(clips, "_CHILD_WALL_SECONDS", 0.01)
    with pytest.raises(Unusable, match="too much time"):
        await convert(tmp_path / "upload", tmp_path / "clip.ogg")


@pytest.mark.parametrize("content", [b"", b"OggS", wav()])
def test_only_our_own_files_load(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "clip.ogg").write_bytes(content)
    with pytest.raises(Unusable):
        load(tmp_path / "clip.ogg")


def test_a_clip_cut_short_loads_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "clip.ogg"
    clip = encoded(pcm(seconds=3.0))
    clip.save(path)
    path.write_bytes(path.read_bytes()[:-10])
    assert load(path) == Clip(clip.frames[:150])
