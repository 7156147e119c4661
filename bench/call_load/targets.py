"""The servers as the benchmark sees them: rooms are prepared (what a page does before anybody calls) and then called, which is what is timed.

A room is a call of one, two or three people who each hear everybody else.
"""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.call_load import sdp
from bench.call_load.connection import Connection
from bench.call_load.crowd import Crowd
from bench.chat_load.processes import Process
from bench.peers.janus import Handle, Page, janus
from bench.peers.media import Controls, worker
from webrtc.plan import LEFT, RIGHT, Answer, Edge, Offer, Plan, Recording, Sound

AT_ONCE = 8
"""Rooms set up side by side."""


@dataclass(frozen=True)
class Scenario:
    """What a room is."""

    name: str
    people: int
    recorded: bool = False
    music: bool = False
    """The people hear music of the server instead of each other."""
    mixed: bool = False
    """The server decodes and mixes: nothing in a packet survives."""

    @property
    def listeners(self) -> int:
        """How many hear a stamped packet of one of the people."""
        return 0 if self.music or self.mixed else self.people - 1

    def tracks(self, room: int) -> Sequence[int]:
        """What each of the people says. The first room that is mixed beeps, to be timed."""
        return (2, 1, 1) if self.mixed and room == 0 else (0, 0, 0)


class Target:
    """A server that runs, and the rooms on it."""

    def __init__(self, server: Process, crowd: Crowd, scenario: Scenario) -> None:
        self.server, self.crowd, self.scenario = server, crowd, scenario
        self.rooms = 0
        self.legs: list[list[int]] = []
        """Of each room, the legs that speak; where a leg hears is ``hearing``."""
        self.hearing: list[list[int]] = []

    async def prepare(self, rooms: int) -> None:
        """Do what comes before a call, for so many more rooms."""

    async def grow(self, rooms: int) -> None:
        """Let there be so many rooms, connected and speaking."""
        first, self.rooms = self.rooms, max(rooms, self.rooms)
        gate = asyncio.Semaphore(AT_ONCE)

        async def one(room: int) -> None:
            async with gate:
                await self.call(room)

        self.legs += [[] for _ in range(first, self.rooms)]
        self.hearing += [[] for _ in range(first, self.rooms)]
        await asyncio.gather(*(one(room) for room in range(first, self.rooms)))

    async def call(self, room: int) -> None:
        """Set up one room."""
        raise NotImplementedError

    def join(self, connection: Connection, room: int) -> int:
        """A connected leg speaks and hears from now on."""
        leg = self.crowd.hand_over(connection, room)
        self.legs[room].append(leg)
        self.hearing[room].append(leg)
        return leg

    def speak(self, room: int, tracks: Sequence[int] = (0, 0, 0)) -> None:
        """Everybody in the room begins to talk."""
        for leg, track in zip(self.legs[room], tracks, strict=False):
            self.crowd.engine.speak(leg, track, self.scenario.listeners)


class ParleyTarget(Target):
    """A media worker: one offer for each leg, and one plan that says who hears whom."""

    controls: Controls
    folder: Path
    music: Path

    async def call(self, room: int) -> None:
        """See ``Target.call``."""
        await self.controls.ask(self._plan(room, self.scenario.recorded))
        await asyncio.gather(*(self._connect(room, name) for name in self._names(room)))
        self.speak(room, self.scenario.tracks(room))

    async def record(self, on: bool) -> None:
        """Begin or end the recording of every call."""
        await asyncio.gather(*(self.controls.ask(self._plan(room, on)) for room in range(self.rooms)))

    def _names(self, room: int) -> list[str]:
        return [f"{room}-{person}" for person in range(self.scenario.people)]

    async def _connect(self, room: int, name: str) -> None:
        browser = self.crowd.browser()
        spares = 0 if self.scenario.mixed else max(0, self.scenario.people - 2)
        offer = sdp.offer(browser.side, spares=spares)
        answer = await self.controls.ask(Offer(str(room), name, offer))
        assert isinstance(answer, Answer)
        await browser.connect(sdp.read(answer.sdp), controlling=True, active=True)
        self.join(browser, room)

    def _plan(self, room: int, recorded: bool) -> Plan:
        call, legs = str(room), [f"leg:{name}" for name in self._names(room)]
        edges = [Edge(source, sink) for source in legs for sink in legs if source != sink]
        recording: Recording | None = None
        sounds: tuple[Sound, ...] = ()
        if self.scenario.music:
            edges = [Edge("music:bench", leg) for leg in legs]
            sounds = (Sound("music:bench", (str(self.music),), again=True),)
        if recorded:
            edges += [Edge(legs[0], LEFT), Edge(legs[1], RIGHT)]
            recording = Recording(call, str(self.folder / f"{call}.opus"))
        return Plan(call, tuple(edges), sounds, recording)


class JanusTarget(Target):
    """Any plugin of Janus."""

    page: Page
    plugin: str

    def __init__(self, server: Process, crowd: Crowd, scenario: Scenario) -> None:
        super().__init__(server, crowd, scenario)
        self.handles: list[list[Handle]] = []

    async def prepare(self, rooms: int) -> None:
        """A session and a handle for everybody."""
        for room in range(len(self.handles), len(self.handles) + rooms):
            handles = await asyncio.gather(*(self.page.attach(self.plugin) for _ in range(self.scenario.people)))
            await self.introduce(room, handles)
            self.handles.append(handles)

    async def introduce(self, room: int, handles: Sequence[Handle]) -> None:
        """What this plugin wants to know beforehand."""

    async def answered(self, browser: Connection, jsep: dict[str, str]) -> None:
        """Connect to Janus's answer to our offer."""
        remote = sdp.read(jsep["sdp"])
        await browser.connect(remote, controlling=True, active=remote.setup == "passive")

    async def accepted(self, browser: Connection, jsep: dict[str, str], sends: bool) -> tuple[dict[str, str], Any]:
        """Our answer to Janus's offer, and the way to connect once it has been told."""
        remote = sdp.read(jsep["sdp"])
        ours = {"type": "answer", "sdp": sdp.answer(browser.side, remote, sends, "passive")}
        return ours, browser.connect(remote, controlling=False, active=False)


class VideoCall(JanusTarget):
    """Two people through Janus's VideoCall."""

    plugin = "videocall"

    async def introduce(self, room: int, handles: Sequence[Handle]) -> None:
        """See ``JanusTarget.introduce``."""
        for person, handle in enumerate(handles):
            await handle.tell({"request": "register", "username": f"{room}-{person}"})
            await handle.event()

    async def call(self, room: int) -> None:
        """See ``Target.call``."""
        caller, callee = self.handles[room]
        ours, theirs = self.crowd.browser(), self.crowd.browser()
        await caller.tell({"request": "call", "username": f"{room}-1"}, _offer(ours))
        incoming = await callee.event(jsep=True)
        answer, connecting = await self.accepted(theirs, incoming["jsep"], sends=True)
        await callee.tell({"request": "accept"}, answer)
        accepted = await caller.event(jsep=True)
        await asyncio.gather(connecting, self.answered(ours, accepted["jsep"]))
        if self.scenario.recorded:
            for person, handle in enumerate((caller, callee)):
                file = str(self.server.log.with_name(f"{room}-{person}"))
                await handle.tell({"request": "set", "record": True, "filename": file})
        self.join(ours, room)
        self.join(theirs, room)
        self.speak(room)


class VideoRoom(JanusTarget):
    """A room where everybody publishes, and subscribes to the others on one connection more."""

    plugin = "videoroom"

    async def introduce(self, room: int, handles: Sequence[Handle]) -> None:
        """See ``JanusTarget.introduce``."""
        create = {"request": "create", "room": room + 1, "publishers": self.scenario.people, "audiocodec": "opus"}
        await handles[0].tell({**create, "audiolevel_ext": True, "bitrate": 0})

    async def call(self, room: int) -> None:
        """See ``Target.call``."""
        publishers = await asyncio.gather(*(self._publish(room, handle) for handle in self.handles[room]))
        feeds = [event["plugindata"]["data"]["id"] for event in publishers]
        await asyncio.gather(*(self._subscribe(room, event, feeds) for event in publishers))
        self.speak(room)

    async def _publish(self, room: int, handle: Handle) -> dict[str, Any]:
        browser = self.crowd.browser()
        join = {"request": "joinandconfigure", "ptype": "publisher", "room": room + 1, "audio": True, "video": False}
        await handle.tell(join, _offer(browser))
        joined = await handle.event(jsep=True)
        await self.answered(browser, joined["jsep"])
        self.legs[room].append(self.crowd.hand_over(browser, room))
        return joined

    async def _subscribe(self, room: int, joined: dict[str, Any], feeds: Sequence[int]) -> None:
        data = joined["plugindata"]["data"]
        handle, browser = await self.page.attach(self.plugin), self.crowd.browser()
        streams = [{"feed": feed} for feed in feeds if feed != data["id"]]
        join = {"request": "join", "ptype": "subscriber", "room": room + 1, "private_id": data["private_id"]}
        await handle.tell({**join, "streams": streams})
        offered = await handle.event(jsep=True)
        answer, connecting = await self.accepted(browser, offered["jsep"], sends=False)
        await handle.tell({"request": "start"}, answer)
        await connecting
        self.hearing[room].append(self.crowd.hand_over(browser, room))


class AudioBridge(JanusTarget):
    """A room that Janus mixes, at 16 kHz as in its own sample: everybody gets all the others as one stream, encoded for them."""

    plugin = "audiobridge"
    sampling_rate = 16_000

    async def introduce(self, room: int, handles: Sequence[Handle]) -> None:
        """See ``JanusTarget.introduce``."""
        create = {"request": "create", "room": room + 1, "sampling_rate": self.sampling_rate}
        await handles[0].tell({**create, "default_prebuffering": 2})

    async def call(self, room: int) -> None:
        """See ``Target.call``."""
        await asyncio.gather(*(self._join(room, handle) for handle in self.handles[room]))
        self.speak(room, self.scenario.tracks(room))

    async def _join(self, room: int, handle: Handle) -> None:
        browser = self.crowd.browser()
        await handle.tell({"request": "join", "room": room + 1, "codec": "opus"})
        await handle.event()
        await handle.tell({"request": "configure", "muted": False}, _offer(browser))
        configured = await handle.event(jsep=True)
        await self.answered(browser, configured["jsep"])
        self.join(browser, room)


class AudioBridge48(AudioBridge):
    """The same at 48 kHz: as good as what was said, and as what is passed through."""

    sampling_rate = 48_000


@asynccontextmanager
async def parley(
    crowd: Crowd, scenario: Scenario, report_seconds: float | None, music: Path | None = None
) -> AsyncIterator[ParleyTarget]:
    """Parley's media worker."""
    async with worker(crowd.host, report_seconds) as (server, controls, folder):
        target = ParleyTarget(server, crowd, scenario)
        target.controls, target.folder = controls, folder
        if music is not None:
            target.music = music
        yield target


@asynccontextmanager
async def janus_with(plugin: type[JanusTarget], crowd: Crowd, scenario: Scenario) -> AsyncIterator[Target]:
    """Janus with that plugin."""
    async with janus(crowd.host) as (server, page):
        target = plugin(server, crowd, scenario)
        target.page = page
        yield target


def _offer(browser: Connection) -> dict[str, str]:
    return {"type": "offer", "sdp": sdp.offer(browser.side)}
