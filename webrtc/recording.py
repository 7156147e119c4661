"""A call's recording: one Ogg Opus file with the agent left and the customer right, made of their own packets, never decoded.

Each packet of the file holds two mono streams (mapping family 1, none coupled): the left packet self-delimited, then the right.
One clock rules both channels, what is missing becomes silence, and a page is written each second: a crash costs the last one.
"""

import fcntl
import logging
import os
import secrets
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from webrtc import ogg
from webrtc.opus import FRAME_SAMPLES, LENGTHS, LONGEST_FRAME, SAMPLES_PER_SECOND, SILENCE, SLOT, parted
from webrtc.recording_track import Arrival, Track
from webrtc.waveform import Waveform, loudness

log = logging.getLogger("parley.recording")

LEFT, RIGHT = 0, 1
"""Agents, customer."""
PAGE_SECONDS = 1.0
REORDER_SLOTS = 10
"""Packets up to 200 ms late find their place."""
LARGEST_PAYLOAD = LONGEST_FRAME + 1
"""Bytes: the largest frame; browsers send a tenth of it."""
_SLOTS_PER_SECOND = SAMPLES_PER_SECOND // SLOT


@dataclass(frozen=True)
class RecordingFacts:
    """What there is of a recording: ``pauses`` as (from, to) seconds, ``waveform`` as peaks 0..100 of left and right.

    ``incomplete`` says that the file ends before the call did: the disk was full, or the writer was killed.
    """

    seconds: float
    bytes: int
    pauses: tuple[tuple[float, float], ...]
    waveform: tuple[tuple[int, ...], ...]
    incomplete: bool = False


class Recorder:
    """Writes one new file; nothing but its making raises OSError, because a call is worth more than its recording.

    ``clock`` gives monotonic seconds, the same as ``arrived``; the recording begins now. The file is locked until it is closed,
    however that comes about, so that nobody takes what is still written for what was left behind.
    """

    def __init__(self, path: Path, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._began = clock()
        self._file: int | None = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        fcntl.flock(self._file, fcntl.LOCK_EX)
        self._path = path
        self._paging = ogg.Paging(secrets.randbits(32))
        self._waiting: tuple[list[Arrival], list[Arrival]] = ([], [])
        self._tracks = (Track(), Track())
        self._waveform = Waveform()
        self._due = PAGE_SECONDS
        self._bytes = 0
        self._last_page = b""
        self._deaf = False
        self._paused_at: float | None = None
        self._pauses: list[tuple[float, float]] = []
        self._incomplete = False
        self._write([self._paging.headers(2)])
        self._last_page = b""  # of sound there is none yet

    def packet(
        self,
        channel: int,
        payload: bytes,
        timestamp: int,
        arrived: float,
        source: Hashable = 0,
        level: int | None = None,
    ) -> None:
        """An Opus packet for a channel (0 left, 1 right). ``timestamp`` is the source's own, of 48 kHz.

        Name the ``source`` where several share a channel (webrtc.recording_track says who is recorded), and give the RFC
        6464 ``level`` where it is known: the waveform is truer. While paused, packets are dropped here and nowhere kept.
        """
        if self._deaf or not 0 < len(payload) <= LARGEST_PAYLOAD:
            return
        seconds = arrived - self._began
        if seconds >= self._due:
            self._turn(seconds)
        self._waiting[channel].append((payload, timestamp, seconds, source, level))

    def tick(self) -> None:
        """Write what is due though no packet comes; called each second or so, it keeps a silent recording up to date."""
        seconds = self._clock() - self._began
        if self._file is not None and seconds >= self._due:
            self._turn(seconds)

    def pause(self) -> None:
        """Record nothing that arrives from now on."""
        if self._paused_at is not None:
            return
        seconds = self._clock() - self._began
        self._write_until(_slot(seconds), seconds)
        for track in self._tracks:
            track.hush()
        self._paused_at, self._deaf = seconds, True

    def resume(self) -> None:
        """Record again; the pause is silence of its own length."""
        if self._paused_at is None:
            return
        seconds = self._clock() - self._began
        self._pauses.append((round(self._paused_at, 3), round(seconds, 3)))
        self._paused_at, self._deaf = None, self._file is None
        self._write_until(_slot(seconds), seconds)

    def close(self) -> RecordingFacts:
        """Finish the file: the recording ends now."""
        self.resume()
        seconds = self._clock() - self._began
        if self._file is not None:
            self._place()
            ahead = max(track.last for track in self._tracks) + 1
            now = max(_slot(seconds), 1)
            self._write_until(max(now, min(ahead, now + REORDER_SLOTS)), seconds)
        self._finish()
        length = ogg.granule_of(self._last_page) / SAMPLES_PER_SECOND
        return RecordingFacts(length, self._bytes, tuple(self._pauses), self._waveform.peaks(), self._incomplete)

    # ---- from packets to pages

    def _turn(self, seconds: float) -> None:
        self._write_until(_slot(seconds) - REORDER_SLOTS, seconds)

    def _place(self) -> None:
        for track, waiting in zip(self._tracks, self._waiting, strict=True):
            if waiting:
                track.take(waiting)
                waiting.clear()

    def _write_until(self, slot: int, seconds: float) -> None:
        """Write the slots before this one; the next page is due a second later."""
        self._place()
        self._due = seconds + PAGE_SECONDS
        left, right = self._tracks
        while left.next < slot:
            before = left.next
            until = min(slot, before + _SLOTS_PER_SECOND)
            packets = self._uneven(until) if left.odd or right.odd else self._even(until)
            self._write(self._paging.pages(packets))
            if left.next == before:
                return

    def _even(self, until: int) -> list[tuple[bytes, int]]:
        """One packet for each slot: both channels send 20 ms."""
        left, right = self._tracks
        ours, theirs = left.frames(until), right.frames(until)
        self._advance(until, [len(frame) for frame in ours], [len(frame) for frame in theirs])
        return [(a[:1] + LENGTHS[len(a) - 1] + a[1:] + b, SLOT) for a, b in zip(ours, theirs, strict=True)]

    def _uneven(self, until: int) -> list[tuple[bytes, int]]:
        """Packets as long as the longest frame of either channel; a frame that goes on behind ``until`` waits."""
        left, right = self._tracks
        packets = []
        while left.next < until and (end := self._common_end()) <= until:
            slots = end - left.next
            a, b = left.packet(end, True), right.packet(end, False)
            self._advance(end, [len(a) // slots] * slots, [len(b) // slots] * slots)
            packets.append((a + b, slots * SLOT))
        return packets

    def _common_end(self) -> int:
        left, right = self._tracks
        end, grown = 0, left.next + 1
        while grown != end:
            end = grown
            grown = max(left.ends.get(end - 1, end), right.ends.get(end - 1, end))
        return end

    def _advance(self, until: int, *sizes: list[int]) -> None:
        for channel, track in enumerate(self._tracks):
            self._waveform.add(channel, track.loudness(sizes[channel]))
            track.advance(until)

    def _write(self, pages: list[bytes]) -> None:
        for page in pages:
            if self._file is None:
                return
            try:
                written = os.pwrite(self._file, page, self._bytes)
                if written < len(page):
                    os.pwrite(self._file, page[written:], self._bytes + written)
            except OSError as failure:
                self._give_up(failure)
                return
            self._bytes += len(page)
            self._last_page = page

    def _give_up(self, failure: OSError) -> None:
        """The call goes on; what is on the disk so far is cut to whole pages and stays."""
        log.warning("The recording %s ends here: %s.", self._path.name, failure.strerror)
        self._incomplete = True
        self._finish()

    def _finish(self) -> None:
        """Mark the last whole page as the end of the stream, and cut what is behind it."""
        if self._file is None:
            return
        try:
            os.ftruncate(self._file, self._bytes)
            if self._last_page:
                os.pwrite(self._file, ogg.ended(self._last_page), self._bytes - len(self._last_page))
        except OSError as failure:
            self._incomplete = True  # repair() at the next start finishes what this disk does not let us
            log.warning("The recording %s could not be finished: %s.", self._path.name, failure.strerror)
        finally:
            os.close(self._file)
            self._file, self._deaf = None, True


def _slot(seconds: float) -> int:
    return int(seconds * _SLOTS_PER_SECOND)


def repair(path: Path) -> RecordingFacts:
    """Finish a file whose writer is gone: cut what is behind the last whole page, and mark that as the end.

    A finished file stays as it is. Not even the headers on the disk: an empty recording takes their place. Pauses are not in
    the file; the call's Events have them. Raises OSError: BlockingIOError while it is being written.
    """
    with path.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return _repaired(file)


def _repaired(file: BinaryIO) -> RecordingFacts:
    content = file.read()
    whole = list(ogg.pages(content))
    if len(whole) < 3 or not b"".join(whole[0].packets).startswith(b"OpusHead"):
        paging = ogg.Paging(secrets.randbits(32))
        empty = paging.headers(2) + ogg.ended(
            paging.pages([(SILENCE[:1] + LENGTHS[2] + SILENCE[1:] + SILENCE, SLOT)])[0]
        )
        file.seek(0)
        file.truncate()
        file.write(empty)
        return RecordingFacts(SLOT / SAMPLES_PER_SECOND, len(empty), (), ((0,), (0,)), True)
    last = whole[-1]
    finished = bool(last.flags & ogg.END) and last.end == len(content)
    if not finished:
        file.truncate(last.end)
        file.seek(last.start)
        file.write(ogg.ended(content[last.start : last.end]))
    return RecordingFacts(last.granule / SAMPLES_PER_SECOND, last.end, (), _shape(whole), not finished)


def _shape(whole: list[ogg.Page]) -> tuple[tuple[int, ...], ...]:
    waveform = Waveform()
    for packet in (packet for page in whole[2:] for packet in page.packets):
        for channel, frames in enumerate(parted(packet)):
            slots = sum(FRAME_SAMPLES[frame[0]] for frame in frames) // SLOT
            waveform.add(channel, loudness([sum(map(len, frames)) // slots] * slots))
    return waveform.peaks()
