"""A hostile mail in a real Chromium, in the workspace's kind of frame: nothing runs, nothing is asked for, and its own images are there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from playwright.async_api import Frame, Page

from server.outbound import anywhere
from tests.browser import open_browser
from tests.centre import ORIGIN, Centre, Person
from tests.security.test_outbound import inside
from tests.server.test_mail_pages import GIF, PNG, image, shown

FRAME = '<iframe sandbox="allow-popups allow-popups-to-escape-sandbox" src="{src}" width=600 height=400></iframe>'
BARE = '<iframe src="{src}" width=600 height=400></iframe>'

pytestmark = pytest.mark.journey


@pytest.fixture
async def admin(centre: Centre) -> Person:
    await centre.mailbox("help@shop.example")
    return await centre.agent("Admin", "administrator")


def hostile(port: int) -> str:
    """Everything that must not happen asks the listener for something, or says so aloud."""
    out = f"http://pictures.example:{port}"
    return (
        f'<p>Hello</p><img id="own" src="cid:logo"><img src="{out}/pixel.gif">'
        f'<script src="{out}/script.js"></script><script>top.ran = 1; alert(1)</script>'
        f'<img src="x" onerror="fetch(\'{out}/onerror\')"><svg onload="alert(2)"></svg>'
        f'<link rel="stylesheet" href="{out}/sheet.css"><style>@import "{out}/import.css"; p {{ background: url({out}/style.png) }}</style>'
        f'<div style="background-image:url({out}/inline.png)">x</div><table background="{out}/table.png"><td>x</table>'
        f'<iframe src="{out}/frame"></iframe><object data="{out}/object"></object><embed src="{out}/embed">'
        f'<video src="{out}/video" poster="{out}/poster" autoplay></video><audio src="{out}/audio" autoplay></audio>'
        f'<meta http-equiv="refresh" content="0;url={out}/refresh"><base href="{out}/base/">'
        f'<form action="{out}/form"><button autofocus>x</button></form><a href="javascript:alert(3)">go</a>'
        f'<img srcset="{out}/srcset.gif 1x"><input type="image" src="{out}/input.gif"><a ping="{out}/ping" href="{out}/a">a</a>'
    )


@asynccontextmanager
async def opened(centre: Centre, admin: Person, path: str, markup: str = FRAME) -> AsyncIterator[Page]:
    """A page of our own origin with ``markup``, a frame of ``path`` unless told otherwise, once it has asked for all it wants."""
    port = centre.url.rpartition(":")[2]
    rules = f"MAP parley.example:80 127.0.0.1:{port}, MAP pictures.example 127.0.0.1, MAP * ~NOTFOUND"
    async with open_browser(f"--host-resolver-rules={rules}, EXCLUDE 127.0.0.1") as browser:
        context = await browser.new_context(color_scheme="dark")
        await context.add_cookies(
            [{"name": "parley_session", "value": admin.token, "url": ORIGIN, "httpOnly": True, "sameSite": "Lax"}]
        )
        page = await context.new_page()
        await page.goto(f"{ORIGIN}/healthz")
        await page.evaluate("markup => { document.body.innerHTML = markup }", markup.replace("{src}", path))
        await page.wait_for_load_state("networkidle")
        yield page


async def widths(frame: Frame) -> list[int]:
    """The natural width of each image that has been loaded, 0 where it has not."""
    return [await handle.evaluate("one => one.naturalWidth") for handle in await frame.query_selector_all("img")]


async def test_nothing_runs_and_nobody_is_asked(centre: Centre, admin: Person) -> None:
    async with inside() as listener:
        path = await shown(centre, admin, hostile(listener.port), logo=PNG)
        async with opened(centre, admin, path) as page:
            frame = page.frames[1]
            assert await frame.locator("p").inner_text() == "Hello"
            assert (await widths(frame))[0] == 1, "its own image is there"
            assert await page.evaluate("window.ran") is None
            assert await frame.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert listener.connections == 0


async def test_a_frame_without_the_sandbox_attribute_is_sandboxed_all_the_same(centre: Centre, admin: Person) -> None:
    """The policy says it too, so opening the mail in a tab of its own gives it no origin either."""
    path = await shown(centre, admin, "<p>Hello</p>")
    reach = "which => { try { return frames[which].document.body.innerText } catch (error) { return error.name } }"
    async with opened(centre, admin, path, BARE + BARE.replace("{src}", "/healthz")) as page:
        assert await page.frames[1].locator("p").inner_text() == "Hello"
        assert await page.evaluate(reach, 0) == "SecurityError"
        assert await page.evaluate(reach, 1) == '{"ok":true}', "control: another page of ours can be read"


async def test_remote_images_come_through_us_when_asked_for(centre: Centre, admin: Person) -> None:
    centre.parley.outbound._allowed, centre.parley.outbound._lookup = anywhere, local
    async with inside() as listener:
        listener.answer = image(GIF)
        path = await shown(centre, admin, hostile(listener.port), logo=PNG)
        async with opened(centre, admin, f"{path}?images=1") as page:
            assert (await widths(page.frames[1]))[:2] == [1, 1]
        assert [head.split(b"\r\n")[0] for head in listener.heard] == [b"GET /pixel.gif HTTP/1.1"]
        assert b"User-Agent: Parley" in listener.heard[0]


async def test_the_listener_would_hear_a_mail_that_is_not_cleaned(centre: Centre, admin: Person) -> None:
    """The positive control: the same mail, shown as it came, asks for a lot."""
    async with inside() as listener, opened(centre, admin, "", hostile(listener.port)):
        assert listener.connections > 5


async def local(name: str) -> list[str]:
    """Every name is of this machine."""
    return ["127.0.0.1"]
