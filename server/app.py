"""Everything wired on one page: what is made here is passed on, what is started here is stopped here.

Nothing is created at import; tests pass another clock, store or settings.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from aiohttp import web

from chat.tokens import VisitorTokens
from chat.visitors import USUAL, VisitorLimits, Visitors
from domain.conversation import Conversation
from domain.shift import Shift
from domain.stream import Unavailable
from server.access import Access
from server.administrator import ensure_administrator
from server.api.conversations import Conversations
from server.api.customers import CustomerPages
from server.api.directory import DirectoryPages
from server.api.files import FilePages
from server.api.health import Health
from server.api.requests import answer, errors, harden
from server.api.session import SessionPages
from server.board import Board
from server.bus import Bus
from server.clock import Clock, SystemClock
from server.codec import state_of
from server.conversations import Acts
from server.customers import Customers
from server.departures import Departures
from server.desk import Desk
from server.directory import KINDS, Directory
from server.files import FileShelf
from server.marks import Marks
from server.openapi import openapi
from server.pages import Pages, immutable_assets
from server.presence import Presences
from server.reception import ChatCentre, VisitorDoor, VisitorPushes
from server.router import Router
from server.routes import AGENT_EVENTS, PUBLIC, Handlers, Route, mount, routes
from server.sessions import Sessions
from server.settings import Settings
from server.slots import Slots
from server.timers import Timers
from server.views import Views
from server.widget_pages import WidgetPages
from server.workspace import Workspace
from store.opening import Store
from store.tables import Conflict, Taken

BUILD = Path(__file__).resolve().parent.parent / "build"
DEMO_KEY = "demo"
AGAIN_SECONDS = 1.0

log = logging.getLogger("parley")


class Parley:
    """The parts of a running centre, by name."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Clock | None = None,
        visitor_limits: VisitorLimits = USUAL,
    ) -> None:
        self.settings, self.store = settings, store
        self.clock = clock or SystemClock()
        tables, secret = store.tables, settings.secret
        self.directory = Directory({kind: tables[kind] for kind in KINDS}, Taken, Conflict, self.clock)
        self.desk = Desk(store.stream, tables.conversations, tables.shifts)
        self.views = Views(tables.conversations, tables.shifts, tables.checkpoints, self.clock)
        self.board, self.timers = Board(), Timers(self.clock)
        self.router = Router(self.desk, self.board, self.directory, self.timers, self.clock)
        self.slots = Slots(self.desk, self.board, self.clock)
        self.presences = Presences(self.desk, self.board, self.timers, self.clock)
        self.departures = Departures(self.desk, self.board, self.directory, self.presences, self.clock)
        self.marks, self.customers = Marks(tables.cursors), Customers(tables, self.clock)
        self.files = FileShelf(tables.files, store.files, self.clock, secret)
        self.sessions = Sessions(tables.sessions, self.directory, self.clock, secret)
        self.access = Access(self.sessions, self.directory, self.desk, settings.origin)
        self.acts = Acts(self.access, self.desk, self.directory, self.files, self.clock)
        self.visitors: Visitors
        self.workspace = Workspace(
            access=self.access,
            acts=self.acts,
            desk=self.desk,
            board=self.board,
            directory=self.directory,
            marks=self.marks,
            presences=self.presences,
            typing_to_visitor=lambda visitor, on, name: self.visitors.typing(visitor, on, name),  # noqa: PLW0108  # made below
            rights=AGENT_EVENTS,
        )
        self.centre = ChatCentre(
            directory=self.directory,
            board=self.board,
            customers=self.customers,
            conversations=tables.conversations,
            views=self.views,
            files=self.files,
            marks=self.marks,
            clock=self.clock,
            typing=self.workspace.typing,
            on_site=self.workspace.on_site,
        )
        self.tokens = VisitorTokens(secret)
        self.visitors = Visitors(
            VisitorDoor(self.desk, self.files),
            self.centre,
            self.tokens,
            self._visitors_origin_allowed,
            visitor_limits,
        )
        self.pushes = VisitorPushes(self.visitors, self.board, self.centre, self.files, self.timers, self.clock)
        self.health = Health(store, self.board, self.visitors, self.workspace)
        self._subscribe()
        self.bus = Bus(settings.redis_url, self.desk, self.directory) if settings.redis_url else None
        if self.bus is not None:
            self.desk.subscribe(self.bus.hear)
            self.directory.on_own_change(self.bus.directory_changed)

    def _subscribe(self) -> None:
        """In this order each hears what the Desk told: first what is live, then who acts on it, then the screens."""
        for hear in (
            self.board.hear,
            self.views.hear,
            self.slots.hear,
            self.departures.hear,
            self.router.hear,
            self.workspace.hear,
            self.pushes.hear,
            self.health.hear,
        ):
            self.desk.subscribe(hear)
        self.board.on_queue_change(self.workspace.queue)
        self.board.on_queue_change(self.pushes.line_moved)
        self.marks.on_change(self.workspace.marks)
        self.marks.on_change(self.pushes.marks)
        self.directory.on_change(self.workspace.directory_changed)
        self.directory.on_change(self.departures.directory_changed)
        self.sessions.on_end(self.workspace.session_ended)
        self.directory.on_change(lambda kind, document: self.router.look())

    def _visitors_origin_allowed(self, origin: str, sites: Any) -> bool:
        return self.access.own_origin(origin) or "*" in sites or origin in sites

    async def load(self) -> None:
        """Catch up with the stream, then show what is live."""
        await self.directory.load()
        await self.views.catch_up(self.store.stream, self.desk)
        tables = self.store.tables
        live = {"state": ("waiting", "offered", "open", "snoozed")}
        for document in await tables.conversations.find(live, limit=1_000_000):
            self._show(state_of(document, Conversation))
        for document in await tables.shifts.find({}, limit=1_000_000):
            self._show(state_of(document, Shift))
        await self.marks.of(list(self.board.live)[:10_000])
        self.presences.start()
        self.router.look()

    def _show(self, state: Conversation | Shift) -> None:
        self.board.put(state)
        self.router.remember(state)

    def app(self) -> web.Application:
        """The aiohttp application."""
        app = web.Application(middlewares=[immutable_assets, errors], client_max_size=1024 * 1024)
        app.on_response_prepare.append(harden)
        mount(app, self.routes(), self.access)
        assets = BUILD / "frontend" / "assets"
        if assets.is_dir():
            app.router.add_static("/assets/frontend/assets", assets)
        self.visitors.endpoint.attach(app)
        self.workspace.endpoint.attach(app)
        app.cleanup_ctx.append(self._run)
        return app

    def routes(self) -> list[Route]:
        """Every route, the contract's own among them."""
        settings = self.settings
        listings = DirectoryPages(self.directory, self.sessions, self.workspace, settings.public_url)
        conversations = Conversations(
            access=self.access,
            acts=self.acts,
            desk=self.desk,
            directory=self.directory,
            tables=self.store.tables,
            views=self.views,
            marks=self.marks,
            customers=self.customers,
            files=self.files,
            workspace=self.workspace,
            page_of=self.visitors.page_of,
        )
        handlers = Handlers(
            session=SessionPages(self.sessions, self.access, listings, settings.public_url.startswith("https")),
            conversations=conversations,
            customers=CustomerPages(
                self.customers, conversations, self.store.tables.conversations, self.views, self.directory
            ),
            directory=listings,
            files=FilePages(
                files=self.files,
                access=self.access,
                desk=self.desk,
                directory=self.directory,
                tokens=self.tokens,
                centre=self.centre,
            ),
            health=self.health,
            pages=Pages(
                access=self.access,
                directory=self.directory,
                listings=listings,
                conversations=conversations,
                build=BUILD / "frontend",
                public_url=settings.public_url,
            ),
            widgets=WidgetPages(
                self._find_widget,
                settings.public_url,
                BUILD / "widgets",
                DEMO_KEY if settings.demo else None,
                lambda widget: self.centre.available(self.directory.queue_of(widget)["_id"]),
                lambda widget: self.centre.away_text(self.directory.queue_of(widget)["_id"]),
            ),
        )
        listed = routes(handlers)
        contract = openapi(listed, settings.public_url)

        async def show_contract(request: web.Request) -> web.Response:
            return answer(contract)

        return [*listed, Route("GET", "/api/v1/openapi.json", show_contract, PUBLIC, "This contract")]

    async def _find_widget(self, key: str) -> dict[str, Any] | None:
        return self.directory.widget_by_key(key)

    async def _run(self, app: web.Application) -> AsyncIterator[None]:
        """Load, run every loop while the application serves, write what is behind, stop."""
        await self.load()
        await ensure_administrator(self)
        loops = {
            "views": self.views.run,
            "marks": self.marks.run,
            "timers": self.timers.run,
            "router": self.router.run,
            "slots": self.slots.run,
            "rights": self.workspace.run,
            "departures": self.departures.run,
            "unclaimed files": self.files.run,
            "lag": self.health.run,
        }
        if self.bus is not None:
            loops |= {"bus out": self.bus.send, "bus in": self.bus.listen}
        tasks = [start(name, loop) for name, loop in loops.items()]
        yield
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        with suppress(Unavailable):
            await self.views.flush()


def start(name: str, loop: Callable[[], Awaitable[None]]) -> asyncio.Task[None]:
    """Run one of Parley's loops for ever; should a bug end it, the log says so and it begins again."""

    async def keep() -> None:
        while True:
            try:
                await loop()
            except Exception:
                log.critical("the loop %s ended and begins again", name, exc_info=True)
                await asyncio.sleep(AGAIN_SECONDS)

    return asyncio.get_running_loop().create_task(keep(), name=name)
