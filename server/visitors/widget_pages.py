"""What a customer's browser loads: the loader script, the panel inside its iframe, the hosted twin and the demo shop.

Every page is complete when it arrives: texts are resolved, colours are made readable and the widget's settings ride along
as JSON, so the panel fetches nothing before its first paint.
"""

import gzip
import hashlib
import json
import mimetypes
import re
from base64 import b64encode
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import jinja2
from aiohttp import web

from server.visitors.greetings import personal
from server.visitors.widget_look import LAUNCHERS, palette
from server.visitors.widget_texts import ENTRANCE, Text, locale_for, panel_texts, part_texts

SOURCES = Path(__file__).resolve().parents[2] / "widgets"
SITE = re.compile(r"https?://[a-z0-9*](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?", re.IGNORECASE)
FindWidget = Callable[[str], Awaitable[dict[str, Any] | None]]
IsAvailable = Callable[[dict[str, Any]], bool]
AwayText = Callable[[dict[str, Any]], str | None]
QueueOf = Callable[[dict[str, Any]], dict[str, Any]]


def snippet(public_url: str, key: str) -> str:
    """The one line a site pastes to carry the widget."""
    return f'<script async src="{public_url}/w/{key}.js"></script>'


def csp_lines(public_url: str) -> list[str]:
    """All that a site with a content security policy has to allow."""
    return [f"script-src {public_url}", f"frame-src {public_url}"]


@dataclass(frozen=True, slots=True)
class Packed:
    """A body ready to be sent: plain, gzipped, and named by its content."""

    plain: bytes
    small: bytes
    etag: str


@lru_cache(maxsize=512)
def packed(body: bytes) -> Packed:
    """``body`` compressed once, however often it is asked for."""
    return Packed(body, gzip.compress(body, 9, mtime=0), f'"{hashlib.sha256(body).hexdigest()[:24]}"')


def reply(request: web.Request, body: bytes, kind: str, headers: Mapping[str, str]) -> web.Response:
    """``body`` as a cacheable answer, gzipped for those who take it; 304 for those who have it."""
    pack = packed(body)
    shared = {
        "ETag": pack.etag,
        "Vary": "Accept-Encoding, Accept-Language",
        "X-Content-Type-Options": "nosniff",
        **headers,
    }
    if pack.etag in request.headers.get("If-None-Match", ""):
        return web.Response(status=304, headers=shared)
    if "gzip" in request.headers.get("Accept-Encoding", ""):
        return web.Response(
            body=pack.small, content_type=kind, charset="utf-8", headers={**shared, "Content-Encoding": "gzip"}
        )
    return web.Response(body=pack.plain, content_type=kind, charset="utf-8", headers=shared)


def frame_ancestors(sites: list[str]) -> str:
    """Who may frame the panel. Anything that is not plainly an origin is left out: it would become part of a header."""
    if "*" in sites:
        return "*"
    return " ".join(site for site in sites if SITE.fullmatch(site)) or "'none'"


def panel_policy(public_url: str, ancestors: str) -> str:
    """The panel's own content security policy. ``ws`` is spelled out because older browsers leave it out of 'self'."""
    socket = re.sub(r"^http", "ws", public_url)
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        f"connect-src 'self' {socket}; form-action 'none'; base-uri 'none'; frame-ancestors {ancestors}; "
        "require-trusted-types-for 'script'"
    )


def demo_policy(public_url: str, style: str) -> str:
    """The demo shop lives under the policy it recommends, with Trusted Types, so a breach of it is seen at once."""
    digest = b64encode(hashlib.sha256(style.encode()).digest()).decode()
    allowed = "; ".join(csp_lines(public_url))
    return (
        f"default-src 'none'; {allowed}; style-src 'sha256-{digest}'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'"
    )


class WidgetPages:
    """The handlers of ``/w/KEY.js``, ``/panel/KEY``, ``/p/KEY``, ``/assets/widgets/NAME`` and ``/demo``.

    ``find_widget`` gives the widget of a key as docs/wire.md describes it, or None; ``public_url`` is the origin that
    browsers reach us by; ``assets`` is the folder of the Vite build; ``demo_key`` is the widget of the demo shop.
    ``is_available`` and ``away_text`` say whether somebody can answer a widget's visitors now, and what its queue tells
    them when nobody can; ``answers_by_email`` whether whoever leaves an address can be written to, ``queue_of`` the queue it
    feeds, which says how its calls go.
    """

    def __init__(
        self,
        find_widget: FindWidget,
        public_url: str,
        assets: Path,
        demo_key: str | None = None,
        is_available: IsAvailable = lambda widget: True,
        away_text: AwayText = lambda widget: None,
        answers_by_email: IsAvailable = lambda widget: False,
        queue_of: QueueOf = lambda widget: {},
    ) -> None:
        self.find_widget = find_widget
        self.public_url = public_url.rstrip("/")
        self.assets = assets
        self.demo_key = demo_key
        self.is_available = is_available
        self.away_text = away_text
        self.answers_by_email = answers_by_email
        self.queue_of = queue_of
        self.shells = jinja2.Environment(
            loader=jinja2.FileSystemLoader(SOURCES / "shells"), autoescape=True, undefined=jinja2.StrictUndefined
        )

    @cached_property
    def files(self) -> dict[str, bytes]:
        """Every built file by its name. Looking up a name in here cannot leave the folder, as joining paths could."""
        folder = self.assets / "panel"
        if not folder.is_dir():
            raise web.HTTPServiceUnavailable(text="The widgets are not built yet: ./run setup builds them.")
        return {file.name: file.read_bytes() for file in folder.iterdir() if file.is_file()}

    @cached_property
    def loader_parts(self) -> tuple[bytes, bytes]:
        """The built loader, cut where the widget's settings belong."""
        before, found, after = (self.assets / "loader" / "loader.js").read_bytes().partition(b"PARLEY_WIDGET")
        if not found:
            raise web.HTTPServiceUnavailable(text="The loader was built without a place for its settings.")
        return before, after

    @cached_property
    def scripts(self) -> dict[str, str]:
        """The address of each built script by the name of its source."""
        manifest = json.loads((self.assets / "panel" / ".vite" / "manifest.json").read_text())
        return {source: f"/assets/widgets/{built['file']}" for source, built in manifest.items()}

    async def loader(self, request: web.Request) -> web.Response:
        """``GET /w/KEY.js``: the loader with the widget's public settings inside."""
        widget = await self._widget(request)
        calls, first = widget["kind"] != "chat", widget["kind"] == "call"
        name = ENTRANCE if first else "open"
        texts = {locale: panel_texts(widget, locale)[name] for locale in widget["locales"]}
        look, colours = widget["look"], palette(widget["look"]["colour"])["light"]
        settings = [
            self.public_url,
            widget["key"],
            look["position"],
            look["launcher"],
            LAUNCHERS["call" if first else "chat"],
            colours["accent"],
            colours["ink"],
            texts,
            *(["; ".join(devices(widget))] if calls else []),
        ]  # see widgets/loader/settings.ts
        before, after = self.loader_parts
        script = before + json.dumps(settings, ensure_ascii=False, separators=(",", ":")).encode() + after
        shared = {
            "Cache-Control": "public, max-age=300, stale-while-revalidate=86400",
            "Cross-Origin-Resource-Policy": "cross-origin",
        }
        return reply(request, script, "text/javascript", shared)

    async def panel(self, request: web.Request) -> web.Response:
        """``GET /panel/KEY``: the panel, to be framed by the widget's sites only."""
        widget = await self._widget(request)
        return self._panel(request, widget, ancestors=frame_ancestors(widget["sites"]))

    async def words(self, request: web.Request) -> web.Response:
        """``GET /panel/KEY/words?of=``: what a part of the panel is spoken of with, in the language that the panel has."""
        widget = await self._widget(request)
        locale = locale_for(widget, request.query.get("locale", ""), "")
        part = "prove" if request.query.get("of") == "prove" else "call"
        body = json.dumps(part_texts(widget, locale, part), ensure_ascii=False, separators=(",", ":")).encode()
        return reply(request, body, "application/json", {"Cache-Control": "private, max-age=10"})

    async def hosted(self, request: web.Request) -> web.Response:
        """``GET /p/KEY``: the same panel as a page of its own, for links in mails and pages that take no script."""
        page = self._panel(request, await self._widget(request), ancestors="'none'")
        # A panel without a microphone opens this page, which takes the visitor over from its opener: ours, or unreadable.
        page.headers["Cross-Origin-Opener-Policy"] = "unsafe-none"
        return page

    async def asset(self, request: web.Request) -> web.Response:
        """``GET /assets/widgets/{name}``: a built file. Its name carries its hash, so it never changes."""
        name = request.match_info["name"]
        if name not in self.files:
            raise web.HTTPNotFound
        kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
        return reply(request, self.files[name], kind, {"Cache-Control": "public, max-age=31536000, immutable"})

    async def demo(self, request: web.Request) -> web.Response:
        """``GET /demo`` and ``/demo/orders``: a small invented shop that carries the widget."""
        if self.demo_key is None:
            raise web.HTTPNotFound
        style = (SOURCES / "shells" / "demo.css").read_text()
        page = "orders" if request.path.endswith("/orders") else "shop"
        shell = self.shells.get_template(f"demo_{page}.html")
        html = shell.render(style=style, page=page, snippet=snippet(self.public_url, self.demo_key))
        policy = demo_policy(self.public_url, style)
        return reply(
            request, html.encode(), "text/html", {"Content-Security-Policy": policy, "Cache-Control": "no-cache"}
        )

    async def _widget(self, request: web.Request) -> dict[str, Any]:
        widget = await self.find_widget(request.match_info["key"])
        if widget is None or not widget["active"]:
            raise web.HTTPNotFound(text="There is no widget here.")
        return widget

    def _panel(self, request: web.Request, widget: dict[str, Any], *, ancestors: str) -> web.Response:
        locale = locale_for(widget, request.query.get("locale", ""), request.headers.get("Accept-Language", ""))
        texts = panel_texts(widget, locale, by_email=self.answers_by_email(widget))
        available = self.is_available(widget)
        greets = bool(personal(widget, locale))
        asks = widget["form"] or widget["consent"] or not available
        html = self.shells.get_template("panel.html").render(
            locale=locale,
            title=texts[ENTRANCE if widget["kind"] == "call" else "title"],
            script=self.scripts["panel/main.tsx"],
            form_script=self.scripts["panel/views/opening.tsx"] if asks else None,
            greeting_script=self.scripts["panel/site.ts"] if greets else None,
            island={
                **island(widget, locale, texts),
                "available": available,
                "away_text": None if available else self.away_text(widget),
                **self._calls(widget, locale),
                **({"personal": True} if greets else {}),
            },
        )
        headers = {
            "Content-Security-Policy": panel_policy(self.public_url, ancestors),
            "Cache-Control": "private, max-age=10",
            "Referrer-Policy": "same-origin",
        }
        return reply(request, html.encode(), "text/html", headers)

    def _calls(self, widget: dict[str, Any], locale: str) -> dict[str, Any]:
        """What the panel knows of calls: nothing where one cannot call."""
        if widget["kind"] == "chat":
            return {}
        queue = self.queue_of(widget)
        shown = notice(widget, locale) if queue.get("record_calls") else None
        overflow = queue.get("call_overflow", "both")
        video = bool(widget.get("video", False))
        return {"calls": {"first": widget["kind"] == "call", "notice": shown, "overflow": overflow, "video": video}}


def devices(widget: dict[str, Any]) -> tuple[str, ...]:
    """What the panel's frame may use (Permissions Policy), where one can call."""
    return ("microphone", "camera", "display-capture") if widget.get("video") else ("microphone",)


def notice(widget: dict[str, Any], locale: str) -> dict[str, str]:
    """What is said of recording; its version is made of the words, so that what is stored with a call names what was read."""
    words = str(part_texts(widget, locale, "call")["call-notice"])
    return {"text": words, "version": f"{locale}-{hashlib.sha256(words.encode()).hexdigest()[:12]}"}


def island(widget: dict[str, Any], locale: str, texts: dict[str, Text]) -> dict[str, Any]:
    """What the panel knows before it asks for anything."""
    fields = [{**field, "label": label(widget, locale, texts, field)} for field in widget["form"]]
    return {
        "key": widget["key"],
        "name": widget["name"],
        "locale": locale,
        "palette": palette(widget["look"]["colour"]),
        "form": fields,
        "consent": widget["consent"],
        "texts": texts,
    }


def label(widget: dict[str, Any], locale: str, texts: dict[str, Text], field: dict[str, Any]) -> Text:
    """A field's label: the widget's own in this language, else the one it was made with, else ours."""
    name = f"form-{field['name']}"
    own: str | None = widget["texts"].get(locale, {}).get(name)
    return own or str(field["label"]) or texts.get(name, field["name"])
