"""A live call: its legs, and the plan it obeys. Who hears whom is set anew from the whole plan whenever anything changes.

A call is small, so nothing is patched: every source gets its list of sinks again, which is the same list if nothing changed.
"""

import logging
import random
import time
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol

from webrtc.leg import Leg, Plane
from webrtc.mixing import Mixer
from webrtc.plan import (
    LEFT,
    METER,
    RIGHT,
    CallLife,
    ClipEnded,
    Edge,
    Event,
    Levels,
    Plan,
    Quality,
    Recording,
    RecordingClosed,
    Sound,
    Speech,
)
from webrtc.players import Player, Players
from webrtc.recording import Recorder, RecordingFacts
from webrtc.speech import SpeechMeter
from webrtc.streams import Sink, Slot, Source

LEG = "leg:"
QUALITY_SECONDS = 5.0
CHANNELS = {LEFT: 0, RIGHT: 1}

log = logging.getLogger("parley.media")


class Channel:
    """A recorder's channel as a sink."""

    def __init__(self, recorder: Recorder, channel: int) -> None:
        self._recorder = recorder
        self._channel = channel

    def take(
        self, source: Source, sequence: int, timestamp: int, marker: int, payload: bytes, level: int | None, now: float
    ) -> None:
        """One packet to record."""
        self._recorder.packet(self._channel, payload, timestamp, now, source, level)


class Metered:
    """One leg's voice as the speech meter hears it."""

    def __init__(self, meter: SpeechMeter, leg: str) -> None:
        self._meter = meter
        self._leg = leg

    def take(
        self, source: Source, sequence: int, timestamp: int, marker: int, payload: bytes, level: int | None, now: float
    ) -> None:
        """One packet to measure."""
        self._meter.packet(self._leg, level, len(payload), timestamp, now)


class Worker(Protocol):
    """What a call needs around it."""

    plane: Plane
    players: Players

    def tell(self, event: Event) -> None:
        """To the web process."""


class LiveCall:
    """One call in this worker."""

    def __init__(self, id: str, worker: Worker, clock: Callable[[], float] = time.monotonic) -> None:
        self.id = id
        self.legs: dict[str, Leg] = {}
        self._worker = worker
        self._clock = clock
        self._plan: Plan | None = None
        self._mixer = Mixer(worker.players)
        self._players: dict[str, Player] = {}
        self._sounds: dict[str, Sound] = {}
        self._recording: Recording | None = None
        self._recorder: Recorder | None = None
        self._channels: dict[str, Channel] = {}
        self._meter: SpeechMeter | None = None
        self._metered: dict[str, Metered] = {}
        # Each call has its own beat: hundreds of reports in one turn of the loop would hold up the sound of all.
        self._next_second = clock() + random.random()
        self._next_quality = clock() + QUALITY_SECONDS * (0.5 + random.random() / 2)

    @property
    def idle(self) -> bool:
        """Whether nobody is heard or about to be."""
        return all(leg.idle for leg in self.legs.values())

    @property
    def empty(self) -> bool:
        """Whether it never had a leg or a plan."""
        return not self.legs and self._plan is None

    def tell(self, event: Event) -> None:
        """To the web process."""
        self._worker.tell(event)

    async def offer(self, leg: str, sdp: str, video: bool) -> str:
        """The answer to a browser's offer; a leg not known yet is made. Raises Refused, and then made none."""
        there = self.legs.get(leg)
        known = there or Leg(leg, self, self._worker.plane, self._clock)
        answer = await known.offer(sdp, video)
        self.legs[leg] = known
        return answer

    def obey(self, plan: Plan) -> None:
        """Make the call what the plan says."""
        self._plan = plan
        self._set_sounds(plan.sounds)
        self._set_recording(plan.recording)
        self.route()

    def end_leg(self, leg: str) -> None:
        """Hang up on one leg."""
        there = self.legs.pop(leg, None)
        if there is not None:
            there.close()
            self.route()

    def end(self) -> None:
        """Hang up on everybody; what was recorded and measured is told."""
        for leg in self.legs.values():
            leg.close()
        self.legs.clear()
        self.tell(Speech(self.id, asdict(self._meter.balance()) if self._meter is not None else {}))
        self.obey(Plan(self.id))

    def life(self, now: float) -> CallLife:
        """How the call is."""
        return CallLife(self.id, tuple(leg.life(now) for leg in self.legs.values()), self._plan)

    # ---- sounds

    def _set_sounds(self, sounds: tuple[Sound, ...]) -> None:
        wanted = {sound.source: sound for sound in sounds}
        for source in [source for source, sound in self._sounds.items() if wanted.get(source) != sound]:
            del self._sounds[source]
            self._silence(source)
        for source, sound in wanted.items():
            if source not in self._sounds:
                self._sounds[source] = sound
                self._play(sound)

    def _play(self, sound: Sound) -> None:
        """A clip that has ended stays among the sounds, so that the same plan again does not repeat it."""
        players = self._worker.players
        try:
            if sound.again:
                self._players[sound.source] = players.music(sound.paths, self.id)
            else:
                self._players[sound.source] = players.clip(sound.paths, lambda: self._clip_ended(sound))
        except (OSError, ValueError) as error:
            log.warning("a sound of call %s cannot be played: %s", self.id, error)
            if not sound.again:
                self.tell(ClipEnded(self.id, sound.source, played=False))

    def _clip_ended(self, sound: Sound) -> None:
        self._players.pop(sound.source, None)
        self.tell(ClipEnded(self.id, sound.source))
        self.route()

    def _silence(self, source: str) -> None:
        player = self._players.pop(source, None)
        if player is not None:
            player.hear(self.id, ())
            self._worker.players.leave(player, self.id)

    # ---- recording and meter

    def _set_recording(self, wanted: Recording | None) -> None:
        if self._recording is not None and (wanted is None or wanted.id != self._recording.id):
            self._close_recording(self._recording)
        if wanted is not None and self._recording is None:
            self._open_recording(wanted)
        self._recording = wanted
        if self._recorder is not None and wanted is not None:
            if wanted.paused:
                self._recorder.pause()
            else:
                self._recorder.resume()

    def _open_recording(self, wanted: Recording) -> None:
        try:
            self._recorder = Recorder(Path(wanted.path), self._clock)
        except OSError as error:
            log.warning("call %s is not recorded: %s", self.id, error)
            facts: dict[str, Any] = asdict(RecordingFacts(0.0, 0, (), ((), ()), incomplete=True))
            self.tell(RecordingClosed(self.id, wanted.id, wanted.path, facts))
            return
        self._channels = {name: Channel(self._recorder, channel) for name, channel in CHANNELS.items()}

    def _close_recording(self, recording: Recording) -> None:
        recorder, self._recorder = self._recorder, None
        self._recording = None
        self._channels = {}
        if recorder is not None:
            self.tell(RecordingClosed(self.id, recording.id, recording.path, asdict(recorder.close())))

    # ---- the graph

    def route(self) -> None:
        """Give every source its sinks, from the whole plan."""
        edges = self._plan.edges if self._plan else ()
        sound = [edge for edge in edges if not edge.video]
        sinks: dict[Source, list[Sink]] = {}
        self._set_meter(sound)
        self._mixer.begin()
        for edge in sound:
            sink = self._fixed_sink(edge)
            if sink is not None:
                self._connect(sinks, edge.source, "audio", sink)
        for leg in self.legs.values():
            self._seat(leg, sound, sinks)
            self._show(leg, [edge for edge in edges if edge.video], sinks)
        self._mixer.end(sinks)
        self._apply(sinks)

    def _sources(self, name: str, kind: str) -> list[Source]:
        if not name.startswith(LEG):
            player = self._players.get(name)
            return [player] if player is not None and kind == "audio" else []
        leg = self.legs.get(name.removeprefix(LEG))
        sources: list[Source] = [*leg.peer.sources(kind)] if leg is not None and leg.peer is not None else []
        return sources[:1] if kind == "audio" else sources

    def _connect(self, sinks: dict[Source, list[Sink]], name: str, kind: str, sink: Sink) -> None:
        for source in self._sources(name, kind):
            sinks.setdefault(source, []).append(sink)

    def _fixed_sink(self, edge: Edge) -> Sink | None:
        if edge.sink == METER:
            return self._metered.get(edge.source)
        return self._channels.get(edge.sink)

    def _set_meter(self, edges: list[Edge]) -> None:
        for edge in edges:
            if edge.sink == METER and edge.source not in self._metered:
                self._meter = self._meter or SpeechMeter(self._clock)
                self._metered[edge.source] = Metered(self._meter, edge.source.removeprefix(LEG))

    def _seat(self, leg: Leg, edges: list[Edge], sinks: dict[Source, list[Sink]]) -> None:
        """Each source a leg hears keeps its slot; a new one takes the first free slot, or shares the last as part of a mix."""
        heard = [edge.source for edge in edges if edge.sink == LEG + leg.id]
        leg.places = {source: place for source, place in leg.places.items() if source in heard}
        slots = leg.peer.slots("audio") if leg.peer is not None else []
        if not slots:
            return
        for source in heard:
            place = leg.places.get(source, len(slots))
            if place >= len(slots):
                taken = set(leg.places.values())
                place = next((free for free in range(len(slots)) if free not in taken), len(slots) - 1)
            leg.places[source] = place
        for number, slot in enumerate(slots):
            self._fill(slot, [source for source, place in leg.places.items() if place == number], sinks)

    def _fill(self, slot: Slot, names: list[str], sinks: dict[Source, list[Sink]]) -> None:
        sources = [source for name in names for source in self._sources(name, "audio")]
        if len(sources) > 1:
            self._mixer.want(sources, slot)
        for source in sources if len(sources) == 1 else ():
            sinks.setdefault(source, []).append(slot)
        if not sources:
            slot.rest()

    def _show(self, leg: Leg, edges: list[Edge], sinks: dict[Source, list[Sink]]) -> None:
        """Pictures in order: the first that is sent goes to the first m-line that can show one."""
        if leg.peer is None:
            return
        sources = [s for edge in edges if edge.sink == LEG + leg.id for s in self._sources(edge.source, "video")]
        slots = leg.peer.slots("video")
        for slot in slots[len(sources) :]:
            slot.rest()
        for source, slot in zip(sources, slots, strict=False):
            sinks.setdefault(source, []).append(slot)
            if slot not in source.sinks:
                source.picture_wanted(self._clock())

    def _apply(self, sinks: dict[Source, list[Sink]]) -> None:
        for player in self._players.values():
            player.hear(self.id, tuple(sinks.get(player, ())))
        for leg in self.legs.values():
            if leg.peer is None:
                continue
            for input_ in [*leg.peer.sources("audio"), *leg.peer.sources("video")]:
                input_.sinks = tuple(sinks.get(input_, ()))
                input_.watched = any(not isinstance(sink, Slot) for sink in input_.sinks)
            leg.peer.listen()

    # ---- time

    def tick(self, now: float, report_seconds: float) -> None:
        """Silences, and what is due of reports, levels and quality; a few times a second."""
        for leg in list(self.legs.values()):
            leg.tick(now)
            if leg.peer is not None and now >= leg.next_report:
                leg.next_report = max(leg.next_report + report_seconds, now)
                leg.peer.report(now)
        if now >= self._next_second:
            self._next_second = now + 1.0
            self._second()
        if now >= self._next_quality:
            self._next_quality = now + QUALITY_SECONDS
            self._tell_quality()

    def _second(self) -> None:
        """Pages of a silent recording, levels."""
        if self._recorder is not None:
            self._recorder.tick()
        if self._meter is not None:
            self.tell(Levels(self.id, self._meter.levels()))

    def _tell_quality(self) -> None:
        """How each leg fares."""
        for leg in self.legs.values():
            if leg.peer is not None:
                loss_in, loss_out, jitter_ms, rtt_ms = leg.peer.quality()
                self.tell(Quality(self.id, leg.id, loss_in, loss_out, jitter_ms, rtt_ms))
