"""A visitor who calls from Chromium: their microphone is a tone, and what they hear is measured by its tones.

The agents here are stock aiortc peers on the real socket, so that what is tested is the visitor's side.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from aiohttp import web
from playwright.async_api import Browser, BrowserContext, Frame, FrameLocator, Locator, Page, expect

from domain.conversation import calling
from domain.events import SYSTEM
from domain.limits import Limit
from server.clock import SystemClock
from tests.browser import open_browser
from tests.centre import PATIENCE_SECONDS, HandClock, Json, becomes_true, open_centre
from tests.journeys.shop import HOST, open_shop
from tests.server.phones import ANN_HZ, BEN_HZ, TONES, VISITOR_HZ, Exchange
from webrtc.media import MediaWorkers

CENTRE = "http://parley.example"
LOUD_DB, SILENT_DB = -45.0, -55.0

MICROPHONE = """
hz => {
  window.peers = [];
  const Peer = RTCPeerConnection;
  window.RTCPeerConnection = class extends Peer {
    constructor(...given) { super(...given); peers.push(this); }
  };
  const devices = navigator.mediaDevices;
  const painted = () => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [320, 240];
    const brush = canvas.getContext('2d');
    setInterval(() => {
      brush.fillStyle = hz < 600 ? '#d00000' : '#0000d0';
      brush.fillRect(0, 0, 320, 240);
    }, 50);
    return canvas.captureStream(15);
  };
  window.seen = label => {
    const video = document.querySelector(`video[aria-label="${label}"]`);
    if (!video?.videoWidth) return null;
    const brush = new OffscreenCanvas(1, 1).getContext('2d');
    brush.drawImage(video, 0, 0, 1, 1);
    const [red, , blue] = brush.getImageData(0, 0, 1, 1).data;
    return red > 2 * blue + 60 ? 'red' : blue > 2 * red + 60 ? 'blue' : 'neither';
  };
  if (devices) {
    devices.getDisplayMedia = async () => painted();
    const real = devices.getUserMedia.bind(devices);
    devices.getUserMedia = async wanted => {
      if (wanted.video) return painted();
      for (const track of (await real(wanted)).getTracks()) track.stop();
      const context = window.tones ??= new AudioContext();
      const tone = new OscillatorNode(context, {frequency: hz});
      const to = context.createMediaStreamDestination();
      tone.connect(new GainNode(context, {gain: 0.5})).connect(to);
      tone.start();
      return to.stream;
    };
  }
  const ears = new Map();
  window.heard = tones => {
    const context = window.ears ??= new AudioContext({sampleRate: 48000});
    void context.resume();
    const loudest = tones.map(() => -200);
    for (const peer of peers.filter(peer => peer.connectionState === 'connected')) {
      for (const {track} of peer.getReceivers()) {
        if (track.kind !== 'audio') continue;
        if (!ears.has(track)) {
          const ear = new AnalyserNode(context, {fftSize: 8192, smoothingTimeConstant: 0});
          context.createMediaStreamSource(new MediaStream([track])).connect(ear);
          ears.set(track, ear);
        }
        const ear = ears.get(track);
        const levels = new Float32Array(ear.frequencyBinCount);
        ear.getFloatFrequencyData(levels);
        const width = context.sampleRate / ear.fftSize;
        tones.forEach((tone, number) => {
          const bin = Math.round(tone / width);
          loudest[number] = Math.max(loudest[number], ...levels.slice(bin - 1, bin + 2));
        });
        loudest[tones.length] = Math.max(loudest[tones.length] ?? -200, ...levels);
      }
    }
    return loudest.map(level => Math.max(-200, level));
  };
}
"""
"""Put into every frame: a microphone that plays a tone, a camera that paints red (the visitor's) or blue, ears on whatever its
connections receive, and eyes on what is shown."""


class MovedClock(HandClock):
    """The real time, moved on by a test."""

    def __init__(self) -> None:
        super().__init__(SystemClock().now())
        self._true, self._moved = SystemClock(), timedelta()

    def now(self) -> datetime:
        """The present instant, moved."""
        return self._true.now() + self._moved

    def pass_(self, **span: float) -> None:
        """Let so much more time go by."""
        self._moved += timedelta(**span)


@dataclass
class Caller:
    """A visitor in their browser: on a shop's page with the widget, or on a page of ours."""

    context: BrowserContext
    page: Page
    shop: str

    @property
    def launcher(self) -> Locator:
        """The widget's button."""
        return self.page.locator("parley-widget button")

    @property
    def panel(self) -> FrameLocator | Page:
        """The panel, wherever it is."""
        return self.page.frame_locator("parley-widget iframe") if "shop" in self.page.url else self.page

    @property
    def frame(self) -> Frame:
        """The panel's document."""
        return next(frame for frame in self.page.frames if "/panel/" in frame.url or "/p/" in frame.url)

    def button(self, name: str) -> Locator:
        """A button of the panel by its words."""
        return self.panel.get_by_role("button", name=name, exact=True)

    @property
    def card(self) -> Locator:
        """The call's card."""
        return self.panel.locator("section.call")

    async def open(self) -> None:
        """Open the panel."""
        await self.launcher.click()

    async def dial(self, name: str = "Rosa Vance") -> None:
        """From the panel to the call."""
        await self.button("Call us").first.click()
        await self.call(name)

    async def call(self, name: str = "Rosa Vance") -> None:
        """Fill what is asked, and press."""
        field = self.panel.get_by_label("Your name")
        await expect(self.button("Call now")).to_be_enabled()
        if await field.count():
            await field.fill(name)
            await self.panel.get_by_role("checkbox").check()
        await self.button("Call now").click()

    async def sees(self, words: str) -> None:
        """Wait for words on the card."""
        await expect(self.card).to_contain_text(words)

    async def levels(self) -> list[float]:
        """How loud each person is in what they hear, and at last anything at all, in decibels."""
        levels: list[float] = await self.frame.evaluate("tones => heard(tones)", list(TONES))
        return levels

    async def hears(self, *tones: float) -> None:
        """Wait until they hear these people and nobody else."""
        seen: list[float] = []

        async def exactly() -> bool:
            seen[:] = await self.levels()
            return all(
                (level > LOUD_DB) if hz in tones else (level < SILENT_DB)
                for hz, level in zip(TONES, seen, strict=False)
            )

        try:
            await becomes_true(exactly)
        except TimeoutError as error:
            raise AssertionError(f"wanted {tones} of {TONES}, heard {seen}") from error

    async def hears_music(self) -> None:
        """Wait until something is heard, and nobody."""

        async def music() -> bool:
            *people, anything = await self.levels()
            return anything > LOUD_DB and all(level < LOUD_DB for level in people)

        await becomes_true(music)


class Line:
    """A centre with telephones, a shop, and a browser; everybody's errors are kept."""

    def __init__(self, exchange: Exchange, browser: Browser, shops: dict[str, str]) -> None:
        self.exchange, self.browser, self.shops = exchange, browser, shops
        self.errors: list[str] = []
        self._open: list[BrowserContext] = []

    async def tidy(self) -> None:
        """End and close what a journey left open, so that the next one meets an empty line and a browser without pages."""
        centre = self.exchange.centre
        for agent, shift in list(centre.parley.board.shifts.items()):
            if shift.state != "offline":
                await centre.parley.presences.set(agent, "offline", None, SYSTEM)
        await asyncio.gather(*(context.close() for context in self._open))
        self._open.clear()
        sue = await centre.agent("Sue", "manager", queues=None)
        for state in list(centre.parley.board.live.values()):
            call = calling(state)
            if call is not None:
                await centre.parley.telephone.acts.end((state, call), SYSTEM)
            await centre.api("PUT", f"/conversations/{state.id}/closure", {}, by=sue)
        await asyncio.gather(*(phone.vanishes() for phone in self.exchange.phones))
        self.exchange.phones.clear()

    async def caller(
        self, shop: str = "both", *, hz: float = VISITOR_HZ, allowed: bool = True, path: str = "", **context: Any
    ) -> Caller:
        """A visitor on a page of a shop, with a microphone unless it is not ``allowed``."""
        made = await self.person(hz, allowed, **context)
        page = await made.new_page()
        await page.goto(path or self.shops[shop])
        return Caller(made, page, self.shops[shop])

    async def person(self, hz: float, allowed: bool, **context: Any) -> BrowserContext:
        """Somebody's browser, whose microphone is a tone, until the line is tidied."""
        wanted = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB", **context}
        made = await self.browser.new_context(**wanted)
        self._open.append(made)
        if allowed:
            await made.grant_permissions(["microphone"])
        await made.add_init_script(f"({MICROPHONE})({hz})")
        made.on("weberror", lambda failure: self.errors.append(str(failure.error)))
        return made

    async def photograph(self, folder: Path) -> None:
        """Keep what everybody sees."""
        folder.mkdir(parents=True, exist_ok=True)
        for number, page in enumerate(page for context in self._open for page in context.pages):
            await page.screenshot(path=folder / f"{number}.png")


@asynccontextmanager
async def patched(name: str, value: object) -> AsyncIterator[None]:
    """Another value for a constant."""
    with patch(name, value):
        yield


@asynccontextmanager
async def open_line(data: Path) -> AsyncIterator[Line]:
    """Everything started on loopback: Parley with media, shops of each kind of widget, and Chromium with microphones."""
    media = MediaWorkers(data / "media", ("127.0.0.1",), 0)
    for kind in ("tones", "prompts"):  # made once for all lines
        (data.parent / kind).mkdir(exist_ok=True)
        (data / kind).symlink_to(data.parent / kind)
    async with (
        AsyncExitStack() as stack,
        # Everybody here calls from one address.
        patched("server.calls.sockets.SETUPS", Limit(burst=1000, per_second=10.0)),
        open_centre(clock=MovedClock(), media=media, data=data, public_url=CENTRE) as centre,
    ):
        await becomes_true(centre.parley.telephone.calls.there.is_set, 100.0)
        queue = await centre.queue("Phones", record_calls=True)
        fields: Json = {
            "form": [{"name": "name", "kind": "text", "label": "Your name", "required": True}],
            "consent": {"required": True, "text": "We keep what you say.", "version": "3", "policy_url": ""},
            "locales": ["en", "pl", "it", "ru"],
        }
        widgets = {kind: await centre.widget(queue, kind=kind, **fields) for kind in ("both", "call", "chat")}
        widgets["video"] = await centre.widget(queue, kind="both", video=True, **fields)
        shops = {}
        for kind, widget in widgets.items():
            shops[kind] = (await stack.enter_async_context(open_shop(CENTRE, widget["key"]))).url
        shops["strict"] = await stack.enter_async_context(strict_shop(widgets["both"]["key"]))
        port = centre.url.rpartition(":")[2]
        browser = await stack.enter_async_context(
            open_browser(
                f"--host-resolver-rules=MAP parley.example 127.0.0.1:{port},MAP {HOST} 127.0.0.1",
                "--use-fake-device-for-media-stream",
                "--allow-loopback-in-peer-connection",
                "--disable-features=BlockThirdPartyCookiesInIncognito",
                f"--unsafely-treat-insecure-origin-as-secure={','.join([CENTRE, *shops.values()])}",
            )
        )
        yield Line(Exchange(centre, queue, widgets["both"], media), browser, shops)
        await media.stop()


@asynccontextmanager
async def strict_shop(key: str) -> AsyncIterator[str]:
    """A shop whose pages give no frame the microphone."""

    async def page(request: web.Request) -> web.Response:
        html = f"<!doctype html><html lang=en><title>Strict shop</title><h1>Shop</h1><script async src='{CENTRE}/w/{key}.js'></script>"
        return web.Response(text=html, content_type="text/html", headers={"Permissions-Policy": "microphone=()"})

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://{HOST}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


__all__ = ["ANN_HZ", "BEN_HZ", "PATIENCE_SECONDS", "VISITOR_HZ", "Caller", "Line", "open_line"]
