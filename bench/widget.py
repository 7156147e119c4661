"""The widget's budgets W1-W9, measured in Chromium against a running Parley: ``python -m bench.widget``.

The shop is on another origin under the policies of W6. Exits 1 when a goal is missed.
"""

import argparse
import asyncio
import re
import statistics
import sys
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import socketio
from aiohttp import web
from playwright.async_api import Browser, Frame, Page, Response, WebSocket, expect

from tests.browser import open_browser
from tests.journeys.centre import Centre, open_centre
from tests.journeys.wires import Wire
from tests.repository.tree import ROOT

AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text()
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
NONCE = "bm9uY2Ugb2YgdGhlIGJlbmNo"
ROUNDS = 5

Policy = Literal["directives", "nonce", "none"]

WATCH = """
window.seen = {violations: [], longTasks: [], shift: 0};
addEventListener('securitypolicyviolation', event =>
  seen.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
new PerformanceObserver(list => seen.longTasks.push(...list.getEntries().map(entry => entry.duration)))
  .observe({type: 'longtask', buffered: true});
new PerformanceObserver(list => list.getEntries().forEach(entry => { seen.shift += entry.value; }))
  .observe({type: 'layout-shift', buffered: true});
const instant = () => performance.timeOrigin + performance.now();
addEventListener('DOMContentLoaded', () => { seen.ready = instant(); });
addEventListener('click', () => { seen.clicked ??= instant(); }, true);
addEventListener('focusin', event => {
  if (/INPUT|TEXTAREA/.test(event.target.tagName)) seen.usable ??= instant(); });
new MutationObserver(() => { if (document.querySelector('parley-widget')) seen.launcher ??= instant(); })
  .observe(document, {childList: true, subtree: true});
"""
"""Put into every document before its own scripts: what the measures read afterwards."""


@dataclass(frozen=True)
class Finding:
    """One line of the table."""

    goal: str
    target: str
    measured: str
    met: bool


@dataclass
class Traffic:
    """What the browser fetched from Parley: bytes are bodies as sent (compressed)."""

    origin: str
    responses: list[Response] = field(default_factory=list)
    sockets: list[WebSocket] = field(default_factory=list)

    def watch(self, page: Page) -> None:
        """Note everything from now on."""
        page.on("response", lambda response: self._note(response))  # noqa: PLW0108 (as below)
        page.on("websocket", lambda socket: self.sockets.append(socket))  # noqa: PLW0108 (Playwright marks the handler it is given)

    def _note(self, response: Response) -> None:
        if response.url.startswith(self.origin):
            self.responses.append(response)

    @property
    def requests(self) -> int:
        """Requests, the socket's among them."""
        return len(self.responses) + len(self.sockets)

    async def weight(self) -> int:
        """Bytes of all bodies."""
        return sum([int(await response.header_value("content-length") or 0) for response in self.responses])


@dataclass(frozen=True)
class Bench:
    """What the measures work with: a centre, a shop, two widgets (a bare chat; one with form and consent) and a browser."""

    centre: Centre
    shop: str
    bare: str
    full: str
    browser: Browser

    @asynccontextmanager
    async def page(self, path: str, **context: Any) -> AsyncIterator[Page]:
        """A page of the shop in a new visitor's browser."""
        wanted = {"viewport": {"width": 1280, "height": 800}, "locale": "en-GB", **context}
        opened = await self.browser.new_context(**wanted)
        await opened.add_init_script(WATCH)
        try:
            page = await opened.new_page()
            if path:
                await page.goto(f"{self.shop}{path}")
            yield page
        finally:
            await opened.close()

    def at(self, key: str | None, policy: Policy = "directives", times: int = 1) -> str:
        """The address of a shop page with the widget ``times`` times."""
        return f"/?key={key or ''}&policy={policy}&times={times if key else 0}"


# The shop --------------------------------------------------------------------------------------------------------------


def policy_header(policy: Policy, public_url: str) -> dict[str, str]:
    """The two policies of W6. The second lets a nonced script bring others, as tag managers do."""
    strict = "default-src 'none'; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types;"
    policies = {
        "directives": f"{strict} script-src {public_url}; frame-src {public_url}",
        "nonce": f"{strict} script-src 'nonce-{NONCE}' 'strict-dynamic'; frame-src {public_url}",
    }
    return {"Content-Security-Policy": policies[policy]} if policy in policies else {}


@asynccontextmanager
async def open_shop(public_url: str) -> AsyncIterator[str]:
    """A page with some text of its own, on another origin; yields its address."""

    async def page(request: web.Request) -> web.Response:
        query = request.query
        script = f'<script async nonce="{NONCE}" src="{public_url}/w/{query["key"]}.js"></script>'
        body = (
            '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Shop</title>'
            '<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">'
            f"{script * int(query['times'])}</head><body><main><h1>Shop</h1>{'<p>Pots and good soil.</p>' * 40}</main></body></html>"
        )
        policy: Any = query["policy"]
        return web.Response(text=body, content_type="text/html", headers=policy_header(policy, public_url))

    app = web.Application()
    app.router.add_get("/", page)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://shop.test:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def agent_available(centre: Centre) -> AsyncIterator[None]:
    """Somebody who takes every chat: without them the widget would ask for a message for later."""
    account = next(iter(centre.accounts.values()))
    signed_in = await centre.ask("POST", "/session", {"email": account.email, "password": account.password})
    client = socketio.AsyncClient(http_session=centre.http, handle_sigint=False)

    async def accept(offer: dict[str, Any]) -> None:
        await client.emit("accept", {"offer": offer["offer"]})

    client.on("offer", accept)
    await client.connect(
        centre.url,
        auth={"token": signed_in["token"]},
        socketio_path="socket/agent",
        transports=["websocket"],
        wait_timeout=10,
    )
    await client.call("presence", {"state": "available"})
    try:
        yield
    finally:
        await client.disconnect()


# What a visitor does ---------------------------------------------------------------------------------------------------


def panel(page: Page) -> Frame:
    """The panel's document."""
    return next(frame for frame in page.frames if "/panel/" in frame.url)


async def open_panel(page: Page) -> None:
    """Click the launcher and wait for a field that can be written in."""
    await page.locator("parley-widget button").click()
    await expect(
        page.frame_locator("parley-widget iframe").locator("input:not([hidden]), textarea").first
    ).to_be_focused()


async def connected(page: Page) -> None:
    """Wait until the server has welcomed the visitor: then files can be attached."""
    await expect(page.frame_locator("parley-widget iframe").get_by_label("Attach a file")).to_be_visible()


async def write(page: Page, words: str) -> None:
    """Send a message and wait until the server has it."""
    frame = page.frame_locator("parley-widget iframe")
    await frame.locator(".composer textarea").fill(words)
    await frame.locator(".composer textarea").press("Enter")
    sent = frame.locator(".timeline li", has_text=words)
    await expect(sent.locator("small")).to_contain_text(re.compile("Sent|Delivered|Read"), timeout=15_000)


async def seen(place: Page | Frame) -> dict[str, Any]:
    """What the watching script noted in one document."""
    noted: dict[str, Any] = await place.evaluate("seen")
    return noted


# The measures ----------------------------------------------------------------------------------------------------------


async def w1(bench: Bench) -> list[Finding]:
    """The loader's size."""
    sizes = []
    for key in (bench.bare, bench.full):
        headers = {"Accept-Encoding": "gzip"}
        async with bench.centre.http.get(f"{bench.centre.url}/w/{key}.js", headers=headers) as answer:
            sizes.append(int(answer.headers["Content-Length"]))
    return [Finding("W1 loader with its config", "<= 2500 B gz", f"{max(sizes)} B", max(sizes) <= 2500)]


async def w2(bench: Bench) -> list[Finding]:
    """What happens before anybody shows interest."""
    async with bench.page("") as page:
        traffic = Traffic(bench.centre.url)
        traffic.watch(page)
        await page.goto(bench.shop + bench.at(bench.bare), wait_until="networkidle")
        await expect(page.locator("parley-widget button")).to_be_visible()
        await asyncio.sleep(1)
        state = await page.context.storage_state()
        kept = await page.evaluate("localStorage.length + sessionStorage.length")
        fonts = await page.evaluate("document.fonts.size")
        cookies, sockets = len(state["cookies"]), len(traffic.sockets)
        counts = (traffic.requests, cookies, kept, sockets, fonts)
        text = "{} request, {} cookies, {} stored, {} sockets, {} fonts".format(*counts)
        return [Finding("W2 before interaction", "1, 0, 0, 0, 0", text, counts == (1, 0, 0, 0, 0))]


async def w3(bench: Bench) -> list[Finding]:
    """What it takes to have the chat open."""
    found = []
    for name, key in (("chat open, connected", bench.bare), ("form and consent open", bench.full)):
        async with bench.page("") as page:
            traffic = Traffic(bench.centre.url)
            traffic.watch(page)
            await page.goto(bench.shop + bench.at(key), wait_until="networkidle")
            await open_panel(page)
            if key == bench.bare:
                await connected(page)
            await asyncio.sleep(0.5)
            weight = await traffic.weight()
            text = f"{traffic.requests} requests, {weight} B"
            met = traffic.requests <= 4 and weight <= 20_000
            found.append(Finding(f"W3 {name}", "<= 4, <= 20000 B gz", text, met))
    return found


async def w4(bench: Bench) -> list[Finding]:
    """How soon there is a launcher, and how soon one can write after the click."""
    launcher: list[float] = []
    cold: list[float] = []
    warm: list[float] = []
    for round_number in range(ROUNDS * 2):
        async with bench.page(bench.at(bench.bare)) as page:
            hover = round_number % 2 == 1
            button = page.locator("parley-widget button")
            await expect(button).to_be_visible()
            if hover:
                await button.hover()
                frame = page.frame_locator("parley-widget iframe")
                await expect(frame.locator("textarea")).to_be_attached()
            await open_panel(page)
            host, inside = await seen(page), await seen(panel(page))
            launcher.append(host["launcher"] - host["ready"])
            (warm if hover else cold).append(inside["usable"] - host["clicked"])
    figures = (
        ("W4 launcher after DOMContentLoaded", 60, launcher),
        ("W4 click to usable, cold", 300, cold),
        ("W4 click to usable, after hover", 100, warm),
    )
    return [
        Finding(
            name,
            f"<= {limit} ms",
            f"{statistics.median(took):.0f} ms (worst {max(took):.0f})",
            statistics.median(took) <= limit,
        )
        for name, limit, took in figures
    ]


async def w5(bench: Bench) -> list[Finding]:
    """What the page feels: long tasks beyond those it has by itself, and shifts."""
    runs = []
    for key in (None, bench.full, bench.full, bench.full):
        async with bench.page(bench.at(key)) as page:
            if key:
                await page.locator("parley-widget button").hover()
                await open_panel(page)
                await page.keyboard.press("Escape")
            await asyncio.sleep(0.5)
            runs.append(await seen(page))
    own, *with_widget = runs
    long = min(len([task for task in run["longTasks"] if task > 50]) for run in with_widget)
    caused = max(0, long - len(own["longTasks"]))
    shift = max(run["shift"] for run in with_widget)
    return [
        Finding("W5 long tasks caused", "0", f"{caused}", caused == 0),
        Finding("W5 layout shift", "0.000", f"{shift:.3f}", shift == 0),
    ]


async def w6(bench: Bench) -> list[Finding]:
    """Violations of the shop's policy and of the panel's own, through a whole conversation's beginning."""
    found = []
    policies: tuple[Policy, ...] = ("directives", "nonce")
    for policy in policies:
        async with bench.page(bench.at(bench.bare, policy)) as page:
            await open_panel(page)
            await connected(page)
            frame = page.frame_locator("parley-widget iframe")
            await frame.get_by_label("Emoji").click()
            await frame.locator(".emoji button").first.click()
            await write(page, f"Hello under {policy}")
            await frame.get_by_label("More").click()
            await frame.get_by_role("button", name="Earlier conversations").click()
            await expect(frame.locator(".earlier li").first).to_be_visible()
            broken = (await seen(page))["violations"] + (await seen(panel(page)))["violations"]
            found.append(Finding(f"W6 violations, {policy}", "0", f"{len(broken)} {broken or ''}".strip(), not broken))
    return found


async def axe(place: Page | Frame) -> list[str]:
    """The rules of WCAG 2.2 AA that one document breaks."""
    await place.evaluate("() => Promise.all(document.getAnimations().map(animation => animation.finished))")
    await place.evaluate(AXE)
    options = {"runOnly": {"type": "tag", "values": AXE_TAGS}, "iframes": False, "resultTypes": ["violations"]}
    result: dict[str, Any] = await place.evaluate("options => axe.run(document, options)", options)
    return [violation["id"] for violation in result["violations"]]


async def w7(bench: Bench) -> list[Finding]:
    """Whether everybody can use it."""
    broken: list[str] = []
    for theme in ("light", "dark"):
        for key in (bench.full, bench.bare):
            async with bench.page(bench.at(key, "none"), color_scheme=theme) as page:
                await open_panel(page)
                broken += await axe(panel(page)) + await axe(page)
                if key == bench.bare:
                    await write(page, "Is this readable?")
                    broken += await axe(panel(page))
    async with bench.page(bench.at(bench.bare)) as page:
        reached = await tab_to_launcher(page)
        await page.keyboard.press("Enter")
        await expect(page.frame_locator("parley-widget iframe").locator("textarea")).to_be_focused()
        titled = bool(await page.locator("parley-widget iframe").get_attribute("title"))
        await page.keyboard.press("Escape")
        await expect(page.locator("parley-widget button")).to_be_focused()
    return [
        Finding(
            "W7 axe violations, both themes", "0", f"{len(broken)} {sorted(set(broken)) or ''}".strip(), not broken
        ),
        Finding(
            "W7 Tab reaches it, Esc gives back, title", "yes", "yes" if reached and titled else "no", reached and titled
        ),
    ]


async def tab_to_launcher(page: Page) -> bool:
    """Whether the launcher can be reached with Tab alone."""
    for _ in range(5):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement?.tagName") == "PARLEY-WIDGET":
            return True
    return False


async def heap(page: Page) -> float:
    """The host document's heap after collection, MB."""
    session = await page.context.new_cdp_session(page)
    await session.send("HeapProfiler.collectGarbage")
    await session.send("HeapProfiler.collectGarbage")
    used: float = (await session.send("Runtime.getHeapUsage"))["usedSize"]
    return used / 1e6


async def w8(bench: Bench) -> list[Finding]:
    """What it leaves on the page."""
    names: list[set[str]] = []
    heaps = []
    for key in (None, bench.bare):
        async with bench.page(bench.at(key)) as page:
            await expect(page.locator("h1")).to_be_visible()  # Playwright's own script is then in both heaps
            if key:
                await open_panel(page)
            names.append(set(await page.evaluate("Object.getOwnPropertyNames(window)")))
            heaps.append(await heap(page))
    added = sorted(names[1] - names[0] - {name for name in names[1] if name.isdigit()})
    async with bench.page(bench.at(bench.bare, times=2)) as page:
        await expect(page.locator("parley-widget button")).to_be_visible()
        await page.wait_for_load_state("networkidle")
        launchers = await page.locator("parley-widget").count()
    more = heaps[1] - heaps[0]
    return [
        Finding("W8 host heap, panel open", "<= +0.3 MB", f"{more:+.2f} MB", more <= 0.3),
        Finding("W8 host globals", "parley", ", ".join(added), added == ["parley"]),
        Finding("W8 pasted twice", "1 launcher", f"{launchers} launcher", launchers == 1),
    ]


async def w9(bench: Bench) -> list[Finding]:
    """What bad networks cost."""
    return [
        await without_websocket(bench, "refused"),
        await without_websocket(bench, "silent"),
        await kicked(bench),
        await back(bench),
    ]


async def without_websocket(bench: Bench, how: Literal["refused", "silent"]) -> Finding:
    """From opening to connected where no WebSocket gets through."""
    async with bench.page("") as page:
        kind = "function () { setTimeout(() => this.onerror?.()); }" if how == "refused" else "function () {}"
        await page.context.add_init_script(f"WebSocket = {kind}; WebSocket.prototype.close = () => {{}};")
        await page.goto(bench.shop + bench.at(bench.bare))
        await open_panel(page)
        start = asyncio.get_running_loop().time()
        await connected(page)
        took = asyncio.get_running_loop().time() - start
        await write(page, f"By polling, {how}")
        return Finding(f"W9 websocket {how}: by polling", "<= 3 s", f"{took:.2f} s", took <= 3)


async def kicked(bench: Bench) -> Finding:
    """From the loss of the connection at the server's hands to the next welcome."""
    async with Wire() as wire, bench.page("", proxy={"server": wire.url}) as page:
        welcomes: list[float] = []
        loop = asyncio.get_running_loop()
        page.on(
            "websocket",
            lambda socket: socket.on(
                "framereceived",
                lambda frame: welcomes.append(loop.time()) if str(frame).startswith('42["welcome"') else None,
            ),
        )
        await page.goto(bench.shop + bench.at(bench.bare))
        await open_panel(page)
        await until(lambda: len(welcomes) == 1)
        start = loop.time()
        wire.cut()
        wire.mend()
        await until(lambda: len(welcomes) == 2)
        took = welcomes[1] - start
        return Finding("W9 connection dropped: back", "< 1 s", f"{took:.2f} s", took < 1)


async def back(bench: Bench) -> Finding:
    """From the return of a network that was away for 10 s until the message written meanwhile is stored."""
    async with Wire() as wire, bench.page("", proxy={"server": wire.url}) as page:
        await page.goto(bench.shop + bench.at(bench.bare))
        await open_panel(page)
        await connected(page)
        await write(page, "Before")
        wire.cut()
        frame = page.frame_locator("parley-widget iframe")
        await frame.locator(".composer textarea").fill("Written without a network")
        await frame.locator(".composer textarea").press("Enter")
        await expect(frame.get_by_role("alert")).to_be_visible()
        await asyncio.sleep(7)
        start = asyncio.get_running_loop().time()
        wire.mend()
        sent = frame.locator(".timeline li", has_text="Written without a network").locator("small")
        await expect(sent).to_contain_text(re.compile("Sent|Delivered|Read"))
        took = asyncio.get_running_loop().time() - start
        return Finding("W9 sent after 10 s without network", "< 1.5 s", f"{took:.2f} s", took < 1.5)


async def until(true: Callable[[], bool], seconds: float = 10) -> None:
    """Wait for a condition."""
    async with asyncio.timeout(seconds):
        while not true():
            await asyncio.sleep(0.005)


MEASURES: dict[str, Callable[[Bench], Awaitable[list[Finding]]]] = {
    measure.__name__: measure for measure in (w1, w2, w3, w4, w5, w6, w7, w8, w9)
}


def show(findings: list[Finding]) -> None:
    """The table."""
    for finding in findings:
        print(
            f"{finding.goal:42} {finding.target:22} {finding.measured:54} {'met' if finding.met else 'MISSED'}",
            flush=True,
        )


async def make_widgets(centre: Centre) -> tuple[str, str]:
    """A bare chat and one that asks first; their keys."""
    bare = await centre.ask("POST", "/widgets", {"name": "Bench", "sites": ["*"], "queue": centre.queue})
    asking = {
        "form": [{"name": "name", "required": True}, {"name": "email", "kind": "email"}],
        "consent": {"text": "We keep what you write.", "policy_url": "https://shop.test/privacy"},
    }
    full = await centre.ask("POST", "/widgets", {"name": "Bench", "sites": ["*"], "queue": centre.queue, **asking})
    return bare["key"], full["key"]


async def run(names: list[str]) -> int:
    """Measure and print; 1 if any goal is missed."""
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as folder:
        async with open_centre(Path(folder)) as centre, agent_available(centre), open_shop(centre.url) as shop:
            bare, full = await make_widgets(centre)
            async with open_browser("--host-resolver-rules=MAP shop.test 127.0.0.1") as browser:
                bench = Bench(centre, shop, bare, full, browser)
                show([Finding("goal", "target", "measured", True)])
                for name in names:
                    measured = await MEASURES[name](bench)
                    show(measured)
                    findings += measured
    return 0 if all(finding.met for finding in findings) else 1


def main() -> int:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("measure", nargs="*", choices=[*MEASURES, []], default=[], help="only these (w1 ... w9)")
    return asyncio.run(run(parser.parse_args().measure or list(MEASURES)))


if __name__ == "__main__":
    sys.exit(main())
