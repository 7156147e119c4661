"""The agents' pages: jinja2 shells that carry everything the first paint needs, under a policy that lets nothing else in."""

import json
from collections.abc import Callable, Iterable
from functools import cached_property
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.parse import quote

import jinja2
from aiohttp import web

from domain.refusal import Refused
from server.access import Access, Caller
from server.api.conversations import Conversations
from server.api.directory import DirectoryPages
from server.directory import Directory

SHELLS = Path(__file__).resolve().parent.parent / "frontend" / "shells"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; font-src 'self'; "
    "media-src 'self' blob:; connect-src 'self' {socket}; frame-src 'self'{frames}; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'; require-trusted-types-for 'script'"
)
LOCALES = ("en", "pl", "it", "ru")
THEMES = ("auto", "light", "dark")
OUTCOMES = ("solved", "answered", "follow_up", "no_reply", "spam")
BREAKS = ("lunch", "short", "training", "meeting")

shells = jinja2.Environment(loader=jinja2.FileSystemLoader(SHELLS), autoescape=True, undefined=jinja2.StrictUndefined)


class Pages:
    """Handlers of ``/``, ``/signin`` and ``/workspace``."""

    def __init__(
        self,
        *,
        access: Access,
        directory: Directory,
        listings: DirectoryPages,
        conversations: Conversations,
        build: Path,
        public_url: str,
        frames: Callable[[], Iterable[str]],
    ) -> None:
        self._access, self._directory, self._listings = access, directory, listings
        self._conversations, self._build, self._public_url = conversations, build, public_url
        self._frames = frames

    async def home(self, request: web.Request) -> web.Response:
        """``/`` is the workspace."""
        raise web.HTTPFound("/workspace")

    async def signin(self, request: web.Request) -> web.Response:
        """The sign-in page."""
        wanted = request.query.get("next", "")
        target = wanted if wanted.startswith("/workspace") and "\\" not in wanted else "/workspace"
        locale = locale_of(request)
        return self._page(request, "signin", locale, {"locale": locale, "next": target})

    async def workspace(self, request: web.Request) -> web.Response:
        """The workspace, or the way to sign in."""
        try:
            caller = await self._access.by_request(request)
        except Refused:
            raise web.HTTPFound(f"/signin?next={quote(request.path)}") from None
        return self._page(request, "workspace", caller.agent["locale"], await self._island(caller))

    async def _island(self, caller: Caller) -> dict[str, Any]:
        lists = ("queues", "agents", "teams", "tags", "templates")
        readable = "agents.read" in caller.rights
        return {
            "agent": self._listings.show_one("agents", caller.agent),
            "rights": sorted(caller.rights),
            "token": caller.session.page_token,
            "locale": caller.agent["locale"],
            **{kind: self._listings.shown(kind) if readable else [] for kind in lists},
            "outcomes": OUTCOMES,
            "breaks": BREAKS,
            "inbox": await self._conversations.inbox(caller),
            "public_url": self._public_url,
        }

    def _page(self, request: web.Request, name: str, locale: str, island: dict[str, Any]) -> web.Response:
        shell = shells.get_template(f"{name}.html")
        html = shell.render(locale=locale, theme=theme_of(request), entry=self._entry(f"{name}.tsx"), island=island)
        socket = self._public_url.replace("http", "ws", 1)
        frames = "".join(f" {origin}" for origin in self._frames()) if name == "workspace" else ""
        headers = {"Content-Security-Policy": POLICY.format(socket=socket, frames=frames), "Cache-Control": "no-store"}
        return web.Response(text=html, content_type="text/html", headers=headers)

    def _entry(self, source: str) -> dict[str, Any]:
        record = self._manifest[source]
        imports = [self._manifest[name] for name in self._imported(source)]
        css = [file for chunk in [record, *imports] for file in chunk.get("css", [])]
        return {
            "file": _asset(record["file"]),
            "css": [_asset(file) for file in dict.fromkeys(css)],
            "imports": [_asset(chunk["file"]) for chunk in imports],
        }

    def _imported(self, source: str) -> list[str]:
        """Every chunk ``source`` needs, however deep."""
        found: dict[str, None] = {}
        ahead = list(self._manifest[source].get("imports", []))
        while ahead:
            name = ahead.pop(0)
            if name not in found:
                found[name] = None
                ahead += self._manifest[name].get("imports", [])
        return list(found)

    @cached_property
    def _manifest(self) -> dict[str, Any]:
        path = self._build / ".vite" / "manifest.json"
        if not path.exists():
            raise web.HTTPServiceUnavailable(text="The workspace is not built yet: ./run setup builds it.")
        manifest: dict[str, Any] = json.loads(path.read_text())
        return manifest


@web.middleware
async def immutable_assets(request: web.Request, handler: Any) -> web.StreamResponse:
    """Built files carry their content's hash in their names, so browsers may keep them for ever."""
    response: web.StreamResponse = await handler(request)
    if request.path.startswith("/assets/") and response.status == HTTPStatus.OK:
        response.headers.setdefault("Cache-Control", "public, max-age=31536000, immutable")
    return response


def _asset(file: str) -> str:
    return f"/assets/frontend/{file}"


def theme_of(request: web.Request) -> str:
    """The theme that this browser has chosen."""
    cookie = request.cookies.get("parley_theme", "auto")
    return cookie if cookie in THEMES else "auto"


def locale_of(request: web.Request) -> str:
    """The language that this browser asks for, of those there are."""
    accepted = request.headers.get("Accept-Language", "").split(",")
    asked = (part.split(";")[0].strip()[:2].lower() for part in accepted)
    return next((locale for locale in asked if locale in LOCALES), "en")
