"""Clips: short sounds kept as 20 ms Opus packets, so that playing one to a caller costs no more than sending packets.

A clip's file is an ordinary mono Ogg Opus file that any player opens. What people upload is decoded in a child process with
limits on time and memory, and only as the three formats that its first bytes can name.
"""

import asyncio
import contextlib
import io
import os
import resource
import sys
from asyncio.subprocess import PIPE
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av

from webrtc import ogg
from webrtc.opus import IS_SLOT, SAMPLES_PER_SECOND, SLOT

MOST_BYTES = 20 * 1024 * 1024
MOST_SECONDS = 300
"""Of an uploaded clip."""
BITS_PER_SECOND = 40_000

_CHILD_CPU_SECONDS, _CHILD_WALL_SECONDS, _CHILD_MEMORY = 30, 60.0, 1536 * 1024 * 1024
_PCM_BYTES = 2
_SKIP = 312
"""Samples that libopus looks ahead; players leave them out at the beginning."""
_ROOT = Path(__file__).resolve().parents[1]
_PASSED_ON = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT")


class Unusable(ValueError):
    """A file cannot be a clip; the sentence says why, for the person who chose it."""


@dataclass(frozen=True)
class Clip:
    """Opus packets of 20 ms, mono, 48 kHz, in order."""

    frames: list[bytes]

    @property
    def seconds(self) -> float:
        """How long it plays."""
        return len(self.frames) * SLOT / SAMPLES_PER_SECOND

    def save(self, path: Path) -> None:
        """Write it as an Ogg Opus file, whole or not at all. Raises OSError."""
        paging = ogg.Paging(1)
        headers = paging.headers(1, _SKIP)
        pages = [page for start in range(0, len(self.frames), 50) for page in self._pages(paging, start)]
        path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = path.with_name(f".{path.name}.{os.getpid()}")
        unfinished.write_bytes(b"".join([headers, *pages[:-1], ogg.ended(pages[-1])]))
        unfinished.replace(path)

    def _pages(self, paging: ogg.Paging, start: int) -> list[bytes]:
        return paging.pages((frame, SLOT) for frame in self.frames[start : start + 50])


def load(path: Path | str) -> Clip:
    """A clip that ``Clip.save`` wrote. Raises OSError, and Unusable for anything else."""
    whole = list(ogg.pages(Path(path).read_bytes()))
    if len(whole) < 3 or whole[0].packets != [ogg.opus_head(1, _SKIP)]:
        raise Unusable(f"{Path(path).name} is not one of Parley's clips.")
    frames = [packet for page in whole[2:] for packet in page.packets]
    if not all(frame and IS_SLOT[frame[0]] for frame in frames):
        raise Unusable(f"{Path(path).name} has packets that are not of 20 ms.")
    return Clip(frames)


def encoded(pcm: bytes, loops: bool = False) -> Clip:
    """A clip of 16-bit mono samples of 48 kHz.

    One that ``loops`` is encoded twice and its second round kept: its first packet then follows its last as the encoder
    meant it to, and no seam is heard.
    """
    whole = pcm + bytes(-len(pcm) % (SLOT * _PCM_BYTES))
    frames = list(_encode(whole * 2 if loops else whole + bytes(SLOT * _PCM_BYTES)))
    count = len(whole) // (SLOT * _PCM_BYTES)
    return Clip(frames[count : 2 * count] if loops else frames[: count + 1])


def _encode(pcm: bytes) -> Iterator[bytes]:
    encoder = av.CodecContext.create("libopus", "w")
    encoder.sample_rate, encoder.format, encoder.layout = SAMPLES_PER_SECOND, "s16", "mono"
    encoder.time_base, encoder.bit_rate = Fraction(1, SAMPLES_PER_SECOND), BITS_PER_SECOND
    encoder.options = {"application": "audio", "frame_duration": "20"}
    frame = av.AudioFrame(format="s16", layout="mono", samples=SLOT)
    frame.sample_rate = SAMPLES_PER_SECOND
    for number in range(len(pcm) // (SLOT * _PCM_BYTES)):
        start = number * SLOT * _PCM_BYTES
        frame.planes[0].update(pcm[start : start + SLOT * _PCM_BYTES])
        frame.pts = number * SLOT
        for packet in encoder.encode(frame):
            yield bytes(packet)


def decoded(content: bytes, most_seconds: float = MOST_SECONDS) -> bytes:
    """The 16-bit mono samples of 48 kHz in a WAV, MP3 or Ogg file. Raises Unusable."""
    name = _format_of(content)
    if name is None:
        raise Unusable("The file is not a WAV, MP3 or Ogg sound.")
    pcm = bytearray()
    try:
        for samples in _samples(content, name):
            pcm += samples
            if len(pcm) > most_seconds * SAMPLES_PER_SECOND * _PCM_BYTES:
                raise Unusable(f"The sound is longer than {most_seconds:.0f} seconds.")
    except (av.FFmpegError, IndexError) as failure:
        raise Unusable("The sound in the file cannot be read.") from failure
    if not pcm:
        raise Unusable("There is no sound in the file.")
    return bytes(pcm)


def _format_of(content: bytes) -> str | None:
    """By the first bytes alone: other formats can name other files to be opened."""
    if content[:4] == b"RIFF" and content[8:12] == b"WAVE":
        return "wav"
    if content[:4] == b"OggS":
        return "ogg"
    if content[:3] == b"ID3" or (content[:1] == b"\xff" and content[1:2] >= b"\xe0"):
        return "mp3"
    return None


def _samples(content: bytes, name: str) -> Iterator[bytes]:
    resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLES_PER_SECOND)
    with av.open(io.BytesIO(content), "r", format=name) as file:
        for frame in file.decode(file.streams.audio[0]):
            yield from (bytes(made.planes[0])[: made.samples * _PCM_BYTES] for made in resampler.resample(frame))
        yield from (bytes(made.planes[0])[: made.samples * _PCM_BYTES] for made in resampler.resample(None))


async def convert(source: Path, target: Path) -> None:
    """Make a clip's file of an uploaded sound, in a child process. Raises Unusable."""
    if source.stat().st_size > MOST_BYTES:
        raise Unusable(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB.")
    await in_child("webrtc.clips", str(source.resolve()), str(target.resolve()))


async def in_child(module: str, *arguments: str) -> None:
    """Run one of our modules as a process with limits; its last line of output is the sentence. Raises Unusable."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ} | {"PYTHONUTF8": "1"}
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", module, *arguments, stdout=PIPE, cwd=_ROOT, env=environment
    )
    try:
        async with asyncio.timeout(_CHILD_WALL_SECONDS):
            said, _ = await child.communicate()
    except TimeoutError:
        said = b""
    finally:
        with contextlib.suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    if child.returncode:
        raise Unusable(said.decode().strip() or "Reading the sound took too much time or memory.")


def limit_this_process() -> None:
    """What a child may use before it reads what a stranger made."""
    resource.setrlimit(resource.RLIMIT_CPU, (_CHILD_CPU_SECONDS, _CHILD_CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (_CHILD_MEMORY, _CHILD_MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    os.nice(5)  # calls come first


def main(source: str, target: str) -> None:
    """In the child: make the clip, or print why not and leave with status 1."""
    limit_this_process()
    try:
        encoded(decoded(Path(source).read_bytes())).save(Path(target))
    except Unusable as refusal:
        sys.stdout.write(str(refusal))
        sys.exit(1)


if __name__ == "__main__":
    main(*sys.argv[1:])
