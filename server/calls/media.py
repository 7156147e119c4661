"""Where the domain's plan of a call becomes the media plane's: sounds get their files, a recording its path.

What is said to a leg is a sound of its own id, so that asking for the same plan again never says it twice.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, Self

from domain import call_plan
from domain.refusal import Refused
from webrtc.media import Media
from webrtc.plan import CallLife, Edge, Event, Plan, Recording, Sound
from webrtc.prompts import Prompts
from webrtc.prompts_texts import NUMBERED, Kind
from webrtc.tones import Tones

__all__ = ["Media", "NoMedia", "Said", "Sounds", "recordings_in"]

MUSIC = {
    call_plan.QUEUE_MUSIC: "hold",
    call_plan.HOLD_MUSIC: "hold",
    call_plan.RINGBACK: "ringback",
    call_plan.RETURNING: "away",
}
"""What the domain calls a music, and the tone that is played for it."""


@dataclass(frozen=True, slots=True)
class Said:
    """Prompts one after the other, said once to one leg: ``source`` is the sound's id; numbers are places and minutes."""

    source: str
    prompts: tuple[tuple[Kind, int], ...]
    beep: bool = False
    locale: str = "en"


class PromptFiles(Protocol):
    """The little that is needed of ``webrtc.prompts``."""

    async def path(self, kind: Kind, language: str, number: int = 0) -> Path:
        """The clip's file."""


class Sounds:
    """Every sound of calls as files below ``directory``, made when first needed."""

    def __init__(self, directory: Path) -> None:
        self._tones = Tones(directory / "tones")
        self.prompts = Prompts(directory / "prompts", self._tones)
        self._recordings = recordings_in(directory)

    async def warm(self) -> None:
        """Make what every call needs, so that the first caller does not wait for it."""
        for name in dict.fromkeys((*MUSIC.values(), "beep")):
            await self._tones.path(name)

    async def plan(self, wanted: call_plan.Plan, saying: Iterable[Said]) -> Plan:
        """``wanted`` as the media plane takes it."""
        said = {one.source: one for one in saying}
        sources = sorted({edge.source for edge in wanted.edges})
        sounds = [await self._sound(source, said) for source in sources if not source.startswith("leg:")]
        edges = tuple(Edge(edge.source, edge.sink, edge.video) for edge in sorted(wanted.edges))
        return Plan(wanted.call, edges, tuple(sounds), self._recording(wanted))

    async def _sound(self, source: str, said: Mapping[str, Said]) -> Sound:
        if source in MUSIC:
            return Sound(source, (str((await self._tones.path(MUSIC[source])).resolve()),), again=True)
        return Sound(source, tuple([str(path.resolve()) for path in await self._paths(said[source])]))

    async def _paths(self, said: Said) -> list[Path]:
        paths = [
            await self.prompts.path(kind, said.locale, number if kind in NUMBERED else 0)
            for kind, number in said.prompts
        ]
        return [*paths, await self._tones.path("beep")] if said.beep else paths

    def _recording(self, wanted: call_plan.Plan) -> Recording | None:
        if wanted.recording is None:
            return None
        self._recordings.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = (self._recordings / f"{wanted.recording}.ogg").resolve()
        return Recording(wanted.recording, str(path), paused=wanted.state == "paused")


def recordings_in(directory: Path) -> Path:
    """Where recordings are written before they are stored."""
    return directory / "recordings"


NO_EVENTS: tuple[Event, ...] = ()


class NoMedia:
    """A centre without telephones: whoever asks is refused."""

    async def __aenter__(self) -> Self:
        """It is never there, and nobody waits for it."""
        await asyncio.Event().wait()
        return self

    async def __aexit__(self, *error: object) -> None:
        """Nothing to leave."""

    async def stop(self) -> None:
        """Nothing runs."""

    async def answer(self, call: str, leg: str, sdp: str, video: bool = False) -> str:
        """Refused."""
        raise Refused("unavailable", "Calls are not switched on here.")

    async def carry_out(self, plan: Plan) -> None:
        """Refused."""
        raise Refused("unavailable", "Calls are not switched on here.")

    async def end_leg(self, call: str, leg: str) -> None:
        """Nobody is there."""

    async def end(self, call: str) -> None:
        """Nothing runs."""

    async def living(self) -> list[CallLife]:
        """None."""
        return []

    async def events(self) -> AsyncIterator[Event]:
        """None, ever."""
        for event in NO_EVENTS:
            yield event
        await asyncio.Event().wait()
