"""The C side of the crowd (legs.c): compiled at start, run as a thread of this process, its counts read after each window.

libsrtp comes with pylibsrtp; C gets its functions and the sessions that Python keyed, so nothing else must be installed.
"""

import asyncio
import ctypes
import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from pylibsrtp._binding import ffi, lib  # type: ignore[import-not-found]  # compiled, published without types

from bench.call_load.speech import Track

BUCKETS = 20_000
BUCKET_SECONDS = 50e-6
PACKET_ROOM = 2048
PACKETS_PER_SECOND = 50
AHEAD_SECONDS = 0.1
DRAIN_SECONDS = 0.4
"""What is later than this after the window is lost: nobody would hear it."""


class CannotCompile(Exception):
    """There is no C compiler, and none can be had."""


class Counts(ctypes.Structure):
    """What C counts in a window; times in nanoseconds of CLOCK_REALTIME."""

    _fields_ = (
        ("start", ctypes.c_int64),
        ("end", ctypes.c_int64),
        ("sent", ctypes.c_uint64),
        ("expected", ctypes.c_uint64),
        ("heard", ctypes.c_uint64),
        ("repeated", ctypes.c_uint64),
        ("strayed", ctypes.c_uint64),
        ("broken", ctypes.c_uint64),
        ("unstamped", ctypes.c_uint64),
        ("control", ctypes.c_uint64),
        ("reports", ctypes.c_uint64),
        ("delay", ctypes.c_uint32 * BUCKETS),
        ("late", ctypes.c_uint32 * BUCKETS),
    )


@dataclass(frozen=True)
class Heard:
    """One window: packets ought to have been heard ``expected`` times (one counts once for each listener)."""

    seconds: float
    expected: int
    heard: int
    strange: int
    """Packets heard twice, of another call, or that SRTP refused: must be 0."""
    unstamped: int
    """Packets that the server made or mixed."""
    control: int
    """RTCP packets; ``reports`` of them are about what we sent."""
    reports: int
    delays: Sequence[int]
    late: float
    """How late the generator itself sent, 99 of 100 packets at most, in seconds."""

    def delay(self, share: float) -> float:
        """Seconds that so large a share of the packets needed at most."""
        return percentile(self.delays, share)


def percentile(histogram: Sequence[int], share: float) -> float:
    """The upper edge of the bucket in which that share is reached, in seconds; 0 for no packets."""
    wanted, passed = share * sum(histogram), 0
    if not wanted:
        return 0.0
    for bucket, count in enumerate(histogram):
        passed += count
        if passed >= wanted:
            return (bucket + 1) * BUCKET_SECONDS
    return BUCKETS * BUCKET_SECONDS


class Engine:
    """The thread of C, and the sound it has to send. One at a time in a process; use as a context manager."""

    def __init__(self, tracks: Sequence[Track]) -> None:
        self._library = compiled()
        self.returned, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._theirs = theirs
        self._kept: list[Any] = []
        self._library.set_up(*(_address(name) for name in _SRTP), theirs.fileno())
        for number, track in enumerate(tracks):
            self._set_track(number, track)
        self._thread = threading.Thread(target=self._library.run, name="legs")

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._library.stop()
        self._thread.join()
        self.returned.close()
        self._theirs.close()

    def _set_track(self, number: int, track: Track) -> None:
        packets = b"".join(packet.ljust(PACKET_ROOM, b"\0") for packet in track.packets)
        lengths = (ctypes.c_int * len(track.packets))(*map(len, track.packets))
        marked = bytes(index in track.marked for index in range(len(track.packets)))
        self._kept += [packets, lengths, marked]
        self._library.set_track(number, packets, lengths, marked, len(track.packets), int(track.stamped))

    def add(
        self,
        sock: socket.socket,
        secrets: tuple[Any, Any],
        ssrc: int,
        payload_type: int,
        level: int,
        call: int,
        check: bytes,
    ) -> int:
        """Hand over a connected socket with its SRTP sessions (send, receive); the leg's number."""
        sending, receiving = (int(ffi.cast("uintptr_t", session._srtp[0])) for session in secrets)
        self._kept += [sock, secrets]
        leg: int = self._library.add_leg(
            sock.fileno(), sending, receiving, ssrc, payload_type, level, call, check, len(check)
        )
        if leg < 0:
            raise RuntimeError("more legs than the generator has room for")
        return leg

    def speak(self, leg: int, track: int, listeners: int) -> None:
        """Let a leg send that track from now on; ``listeners`` others ought to hear each packet."""
        self._library.set_listeners(leg, listeners)
        self._library.speak(leg, track)

    def capture(self, leg: int, seconds: float) -> Callable[[], bytes]:
        """Keep what a leg hears from now on: the function returns it as (arrived ns int64, size int32, packet) one after the other."""
        memory = ctypes.create_string_buffer(int(seconds * PACKETS_PER_SECOND * 400))
        self._kept.append(memory)
        self._library.capture(leg, memory, len(memory))
        return lambda: memory.raw[: self._library.captured(leg)]

    def marks(self) -> list[int]:
        """When each marked packet was sent, in nanoseconds."""
        count: int = self._library.marks_so_far()
        found: list[int] = self._library.all_marks()[:count]
        return found

    async def begin(self, seconds: float) -> None:
        """Count what is sent in a window; returns when it starts, which is later than C has to know of it."""
        start = time.time_ns() + int(AHEAD_SECONDS * 1e9)
        self._library.measure(start, start + int(seconds * 1e9))
        await asyncio.sleep(AHEAD_SECONDS)

    def heard(self, seconds: float) -> Heard:
        """The counts of a window that is over and drained."""
        counts = self._library.the_window().contents
        return Heard(
            seconds,
            counts.expected,
            counts.heard,
            strange=counts.repeated + counts.strayed + counts.broken,
            unstamped=counts.unstamped,
            control=counts.control,
            reports=counts.reports,
            delays=list(counts.delay),
            late=percentile(list(counts.late), 0.99),
        )


_SRTP = ("srtp_protect", "srtp_unprotect", "srtp_protect_rtcp", "srtp_unprotect_rtcp")
_SOURCE = Path(__file__).with_name("legs.c")


def _address(function: str) -> ctypes.c_void_p:
    return ctypes.c_void_p(int(ffi.cast("uintptr_t", ffi.addressof(lib, function))))


def compiled() -> ctypes.CDLL:
    """legs.c as a library, built anew. Raises CannotCompile."""
    find_compiler()
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        built = Path(folder) / "legs.so"
        done = subprocess.run(
            ["cc", "-O2", "-shared", "-fPIC", "-o", built, _SOURCE], capture_output=True, text=True, check=False
        )
        if done.returncode:
            raise CannotCompile(done.stderr.strip())
        library = ctypes.CDLL(str(built))
    whole, pointer = ctypes.c_int, ctypes.c_void_p
    library.add_leg.argtypes = (whole, pointer, pointer, ctypes.c_uint32, *[whole] * 3, ctypes.c_char_p, whole)
    library.set_track.argtypes = (whole, ctypes.c_char_p, pointer, ctypes.c_char_p, whole, whole)
    library.measure.argtypes = (ctypes.c_int64, ctypes.c_int64)
    library.capture.argtypes = (whole, pointer, ctypes.c_int64)
    library.captured.restype = ctypes.c_int64
    library.all_marks.restype = ctypes.POINTER(ctypes.c_int64)
    library.the_window.restype = ctypes.POINTER(Counts)
    return library


def find_compiler() -> None:
    """Have ``cc``. Raises CannotCompile."""
    if shutil.which("cc"):
        return
    if not shutil.which("apt-get") or os.geteuid() != 0:
        raise CannotCompile("The call benchmark needs a C compiler (Debian and Ubuntu: apt install gcc libc6-dev).")
    for command in (
        ["apt-get", "update"],
        ["apt-get", "install", "--yes", "--no-install-recommends", "gcc", "libc6-dev"],
    ):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode:
            raise CannotCompile(f"{' '.join(command)} failed: {done.stderr.strip()[-300:]}")
