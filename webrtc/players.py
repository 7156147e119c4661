"""Sounds that come from files: pre-encoded frames given out every 20 ms by one metronome for all of them, and for mixes too.

Music is played once for all who hear it, wherever they came in; a clip belongs to one call and is told when it ends.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Sequence
from typing import Protocol

from webrtc.streams import Sink, Source

FRAME_SECONDS = 0.02
FRAME_SAMPLES = 960
PHASES = 4
MOST_BEHIND_SECONDS = 0.5
"""After a longer pause of the process the beat begins anew instead of catching up in a burst."""

log = logging.getLogger("parley.media")

Load = Callable[[str], Sequence[bytes]]


class Beaten(Protocol):
    """What has something to give every 20 ms."""

    def beat(self, now: float) -> bool:
        """Give it; False once there is nothing more."""


class Player(Source):
    """Frames of 20 ms one after the other, once or for ever. Those who hear it are kept by call."""

    __slots__ = ("_at", "_by_call", "_ended", "_frames", "_sequence", "_timestamp", "again", "users")

    def __init__(self, frames: Sequence[bytes], again: bool, ended: Callable[[], None] | None = None) -> None:
        super().__init__()
        self._frames = frames
        self.again = again
        self.users: set[str] = set()
        """The calls whose plans have it."""
        self._ended = ended
        self._by_call: dict[str, tuple[Sink, ...]] = {}
        self._at = 0
        self._sequence = 0
        self._timestamp = 0

    def hear(self, call: str, sinks: tuple[Sink, ...]) -> None:
        """Who of a call hears it from now on."""
        if self._by_call.get(call, ()) == sinks:
            return
        if sinks:
            self._by_call[call] = sinks
        else:
            self._by_call.pop(call, None)
        self.sinks = tuple(sink for those in self._by_call.values() for sink in those)

    def beat(self, now: float) -> bool:
        """Give the next frame; False once there is none. A clip waits for the first who hears it, then runs to its end."""
        if not self._at and not self.again and not self.sinks:
            return True
        if self._at >= len(self._frames):
            if not self.again or not self._frames:
                if self._ended:
                    self._ended()
                return False
            self._at = 0
        self.give(self._sequence, self._timestamp, 0, self._frames[self._at], None, now)
        self._at += 1
        self._sequence = (self._sequence + 1) & 0xFFFF
        self._timestamp = (self._timestamp + FRAME_SAMPLES) & 0xFFFFFFFF
        return True


class Players:
    """All that plays in a worker, and the beat they play to.

    The beat has phases, so that hundreds who hear the same music do not get it in one burst that everybody else waits for.
    """

    def __init__(self, load: Load) -> None:
        self._load = load
        self._music: dict[tuple[tuple[str, ...], int], Player] = {}
        self._playing: list[dict[Beaten, None]] = [{} for _ in range(PHASES)]
        self._timer: asyncio.TimerHandle | None = None
        self._next = 0.0
        self._phase = 0

    def music(self, paths: tuple[str, ...], call: str) -> Player:
        """A player of these files, kept while any call uses it. Raises OSError or ValueError for what cannot be played."""
        phase = hash(call) % PHASES
        player = self._music.get((paths, phase))
        if player is None:
            player = self._music[paths, phase] = Player(self._frames(paths), True)
            self._start(player, phase)
        player.users.add(call)
        return player

    def clip(self, paths: tuple[str, ...], ended: Callable[[], None]) -> Player:
        """A player that plays these files once. Raises OSError or ValueError for what cannot be played."""
        player = Player(self._frames(paths), False, ended)
        self._start(player, self._phase)
        return player

    def leave(self, player: Player, call: str) -> None:
        """A call is done with a player; one that nobody uses plays no more."""
        player.users.discard(call)
        if not player.users:
            for playing in self._playing:
                playing.pop(player, None)
            self._music = {key: other for key, other in self._music.items() if other is not player}

    def keep(self, beaten: Beaten) -> None:
        """Beat something else too, in the phase with the least to do."""
        self._start(beaten, min(range(PHASES), key=lambda phase: len(self._playing[phase])))

    def _frames(self, paths: tuple[str, ...]) -> Sequence[bytes]:
        parts = [self._load(path) for path in paths]
        return parts[0] if len(parts) == 1 else [frame for part in parts for frame in part]

    def _start(self, player: Beaten, phase: int) -> None:
        self._playing[phase][player] = None
        if self._timer is None:
            self._next = time.monotonic()
            self._beat()

    def _beat(self) -> None:
        now = time.monotonic()
        self._next = max(self._next, now - MOST_BEHIND_SECONDS)
        playing = self._playing[self._phase]
        self._phase = (self._phase + 1) % PHASES
        for player in list(playing):
            if not self._goes_on(player, now):
                playing.pop(player, None)
        self._schedule()

    def _goes_on(self, player: Beaten, now: float) -> bool:
        try:
            return player.beat(now)
        except Exception:
            log.exception("a bug in a sound; it ends, the others go on")
            return False

    def _schedule(self) -> None:
        if not any(self._playing):
            self._timer = None
            return
        self._next += FRAME_SECONDS / PHASES
        self._timer = asyncio.get_running_loop().call_later(max(0.0, self._next - time.monotonic()), self._beat)
