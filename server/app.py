"""Everything wired on one page: what is made here is passed on, what is started here is stopped here.

Nothing is created at import; tests pass another clock, store or settings.
"""

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import suppress
from secrets import token_hex
from typing import Any

from aiohttp import web

from chat.tokens import VisitorTokens
from chat.visitors import USUAL, VisitorLimits, Visitors
from domain.conversation import Conversation
from domain.shift import Shift
from domain.stream import Record, Unavailable
from mail.authentication import DnsResolver, Resolver
from mail.child import Parsers
from mail.intake import Intake
from mail.listener import Listener
from server.access import Access
from server.administrator import ensure_administrator
from server.api.health import Health
from server.api.requests import answer, errors, harden
from server.board import Board
from server.bus import Bus
from server.calls.media import NoMedia
from server.calls.telephone import MediaPlane, Telephone
from server.clock import Clock, SystemClock
from server.codec import state_of
from server.conversations import Acts
from server.customers.customers import Customers
from server.customers.duplicates import Duplicates
from server.customers.identity import IdentitySecrets
from server.customers.lookups import Lookups
from server.customers.mailed_codes import MailedCodes
from server.customers.masking import Masking
from server.customers.merging import Merging
from server.customers.name_search import NameSearch
from server.customers.proving import Proving
from server.departures import Departures
from server.desk import Desk
from server.directory import KINDS, Directory
from server.files import FileShelf
from server.handlers import BUILD, handlers
from server.imports.imports import Imports
from server.mail.fetching import Fetching
from server.mail.invitations import Invitations
from server.mail.mailboxes import Mailboxes
from server.mail.oauth import AccessTokens
from server.mail.out import MailOut
from server.mail.room import MailCentre, MailDoor, MailThreads, reply_tokens
from server.mail.secrets import MailSecrets
from server.mail.shelf import MailShelf
from server.marks import Marks
from server.missing import missing_pages
from server.openapi import openapi
from server.outbound import Outbound, anywhere, from_this_machine
from server.pages import immutable_assets
from server.presence import Presences
from server.privacy.audit import Audit
from server.privacy.consents import Consents
from server.privacy.erasure import Erasure
from server.privacy.exports import Exports
from server.privacy.holds import Holds
from server.privacy.mentions import Mentions
from server.privacy.redaction import Redaction
from server.privacy.restoring import Restoring
from server.privacy.retention import Retention
from server.router import Router
from server.routes import AGENT_EVENTS, PUBLIC, Route, mount, routes
from server.sessions import Sessions
from server.settings import Settings
from server.slots import Slots
from server.timelines.tallies import Tallies
from server.timelines.touchpoints import Touchpoints
from server.timers import Timers
from server.views import Views
from server.visitors.greetings import Greetings
from server.visitors.reception import ChatCentre, VisitorDoor, VisitorPushes
from server.visitors.visitor_identity import VisitorIdentity
from server.visitors.visitor_visits import VisitorVisits
from server.visitors.visits import Visits
from server.workspace import Workspace
from store.opening import Store
from store.tables import Conflict, Taken

AGAIN_SECONDS = 1.0
WRITING_SECONDS = 2.0
"""How long a stop waits for rows of timelines that are not written yet."""
PARSERS = 2
"""Processes that read mail: a hostile one keeps only one of them busy."""

log = logging.getLogger("parley")


class Parley:
    """The parts of a running centre, by name."""

    def __init__(
        self,
        settings: Settings,
        store: Store,
        clock: Clock | None = None,
        visitor_limits: VisitorLimits = USUAL,
        resolver: Resolver | None = None,
        media: MediaPlane | None = None,
    ) -> None:
        self.settings, self.store = settings, store
        self.clock = clock or SystemClock()
        self.node = token_hex(8) if settings.redis_url else "the only one"
        self.directory = Directory({kind: store.tables[kind] for kind in KINDS}, Taken, Conflict, self.clock)
        self.audit = Audit(store.tables.audit, self.clock)
        self._make_desk()
        self._make_customers()
        self._make_mail(resolver or DnsResolver())
        self._make_calls(media or NoMedia())
        self._make_privacy()
        self._make_workspace()
        self._make_visitors(visitor_limits)
        self.telephone.connect(self.visitors, self.workspace, self.acts)
        self.health = Health(store, self.board, self.visitors, self.workspace)
        self._subscribe()
        self.bus = Bus(settings.redis_url, self.desk, self.directory, self.customers) if settings.redis_url else None
        if self.bus is not None:
            self.desk.subscribe(self.bus.hear)
            self.directory.on_own_change(self.bus.directory_changed)
            self.customers.on_change(self.bus.customers_changed)

    def _make_desk(self) -> None:
        """Who decides, who is live, who is served by whom."""
        tables, settings = self.store.tables, self.settings
        self.desk = Desk(self.store.stream, tables.conversations, tables.shifts)
        self.views = Views(tables.conversations, tables.shifts, tables.checkpoints, self.clock)
        self.board, self.timers = Board(), Timers(self.clock)
        self.router = Router(self.desk, self.board, self.directory, self.timers, self.clock)
        self.slots = Slots(self.desk, self.board, self.clock)
        self.presences = Presences(self.desk, self.board, self.timers, self.clock)
        self.departures = Departures(self.desk, self.board, self.directory, self.presences, self.clock)
        self.marks = Marks(tables.cursors)
        self.files = FileShelf(tables.files, self.store.files, self.clock, settings.secret)
        self.sessions = Sessions(tables.sessions, self.directory, self.clock, settings.secret)
        self.access = Access(self.sessions, self.directory, self.desk, settings.origin)

    def _make_customers(self) -> None:
        """Who they are, what they did, and how they are found."""
        tables, settings = self.store.tables, self.settings
        inside, near = Outbound(anywhere, from_this_machine), settings.lookup_hosts
        self.lookups = Lookups(
            self.directory, settings.secret, Outbound(), inside, near, settings.public_url, self.clock
        )
        self.customers = Customers(tables, self.clock)
        self.merging = Merging(tables, self.customers, self.clock)
        self.masking = Masking(self.directory, self.customers, self.audit, settings.secret)
        self.tallies = Tallies(tables.tallies)
        self.touchpoints = Touchpoints(tables.touchpoints, tables.words, self.tallies, tables.checkpoints, self.clock)
        self.visits = Visits(tables.visits, self.touchpoints, tables.checkpoints, self.clock)
        self.names = NameSearch(self.customers, self.tallies)
        self.touchpoints.on_name(self.names.learn)
        self.duplicates = Duplicates(self.customers, tables.customers, self.clock)
        self.identity_secrets = IdentitySecrets(tables.settings, settings.secret)
        self.proving = Proving(tables, self.customers, self.merging, self.identity_secrets, self.clock)
        self.imports = Imports(
            tables=tables,
            files=self.store.files,
            customers=self.customers,
            directory=self.directory,
            audit=self.audit,
            clock=self.clock,
            node=self.node,
        )

    def _make_mail(self, resolver: Resolver) -> None:
        """How mail comes in and goes out."""
        store, settings = self.store, self.settings
        sealing = MailSecrets(settings.secret)
        oauth = AccessTokens(store.tables.settings, sealing, Outbound(anywhere, from_this_machine), self.clock)
        self.mailboxes = Mailboxes(self.directory, sealing, oauth)
        self.parsers, self.outbound = Parsers(PARSERS), Outbound()
        self.reply_tokens = reply_tokens(settings.secret)
        self.mail_shelf = MailShelf(store.tables.mails, store.files)
        self.intake = Intake(
            shelf=self.mail_shelf,
            threads=MailThreads(store.tables, self.desk, self.directory, self.clock),
            centre=MailCentre(self.directory, self.mailboxes, self.customers, self.files),
            door=MailDoor(self.desk, self.clock),
            parsers=self.parsers,
            resolver=resolver,
            tokens=self.reply_tokens,
        )
        self.fetching = Fetching(self.mailboxes, self.intake.accept, store.tables.checkpoints, self.node, self.clock)
        self.listener = self._listener(settings)
        self.mail_out = MailOut(
            store=store,
            desk=self.desk,
            directory=self.directory,
            mailboxes=self.mailboxes,
            customers=self.customers,
            shelf=self.files,
            parsers=self.parsers,
            tokens=self.reply_tokens,
            clock=self.clock,
            hello=settings.hostname,
            alone=settings.redis_url is None,
        )

    def _make_calls(self, media: MediaPlane) -> None:
        """The telephone exchange, and what may not be thrown away."""
        self.holds = Holds(self.store.tables.holds, self.customers, self.audit, self.clock)
        self.telephone = Telephone(
            store=self.store,
            desk=self.desk,
            board=self.board,
            directory=self.directory,
            access=self.access,
            presences=self.presences,
            sessions=self.sessions,
            timers=self.timers,
            clock=self.clock,
            media=media,
            data=self.settings.data,
            relays=self.settings.relays,
            audit=self.audit,
            holds=self.holds,
            customers=self.customers,
        )

    def _make_privacy(self) -> None:
        """What is forgotten, when, and what is handed out."""
        store, tables = self.store, self.store.tables
        self.redaction = Redaction(
            store=store,
            desk=self.desk,
            directory=self.directory,
            touchpoints=self.touchpoints,
            calls=self.telephone.shelf,
            clock=self.clock,
            forget_name=self.names.forget,
        )
        self.erasure = Erasure(
            store=store,
            desk=self.desk,
            customers=self.customers,
            still=self.merging.turn,
            redaction=self.redaction,
            mentions=Mentions(
                store=store,
                desk=self.desk,
                board=self.board,
                redaction=self.redaction,
                touchpoints=self.touchpoints,
                views=self.views,
            ),
            touchpoints=self.touchpoints,
            names=self.names,
            duplicates=self.duplicates,
            views=self.views,
            audit=self.audit,
            clock=self.clock,
            node=self.node,
        )
        self.consents = Consents(tables.consents, self.directory, self.customers, self.audit, self.clock)
        self.erasure.unless(self.holds.refuse)
        self.erasure.also(self.holds.forget)
        self.erasure.also(self.consents.forget)
        self.erasure.also(lambda person: self.imports.forget())
        self.erasure.also(self.lookups.forget)
        self.retention = Retention(
            tables=tables,
            files=store.files,
            desk=self.desk,
            directory=self.directory,
            views=self.views,
            touchpoints=self.touchpoints,
            visits=self.visits,
            redaction=self.redaction,
            holds=self.holds,
            audit=self.audit,
            node=self.node,
            clock=self.clock,
        )
        self.exports = Exports(store, self.clock)
        self.restoring = Restoring(
            store=store,
            desk=self.desk,
            customers=self.customers,
            directory=self.directory,
            touchpoints=self.touchpoints,
            views=self.views,
            clock=self.clock,
        )

    def _make_workspace(self) -> None:
        """What agents do, and what their tabs are told."""
        self.acts = Acts(
            self.access,
            self.desk,
            self.directory,
            self.files,
            self.clock,
            self.mail_out.writing,
            self.mail_out.sending,
            self.telephone.acts,
        )
        self.visitors: Visitors
        self.workspace = Workspace(
            access=self.access,
            acts=self.acts,
            desk=self.desk,
            board=self.board,
            directory=self.directory,
            marks=self.marks,
            presences=self.presences,
            customers=self.customers,
            typing_to_visitor=lambda visitor, on, name: self.visitors.typing(visitor, on, name),  # noqa: PLW0108  # made below
            rights=AGENT_EVENTS,
        )

    def _make_visitors(self, limits: VisitorLimits) -> None:
        """What visitors do, and what their panels are told."""
        tables, secret = self.store.tables, self.settings.secret
        self.invitations = Invitations(
            desk=self.desk,
            directory=self.directory,
            visitors=tables.visitors,
            clock=self.clock,
            secret=secret,
            public_url=self.settings.public_url,
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
            invitations=self.invitations,
            recognition=self.proving.recognition,
            typing=self.workspace.typing,
            on_site=self.workspace.on_site,
        )
        self.tokens = VisitorTokens(secret)
        self.visitors = Visitors(
            VisitorDoor(self.desk, self.files),
            self.centre,
            self.tokens,
            self._visitors_origin_allowed,
            limits,
        )
        codes = MailedCodes(tables.codes, self.mail_out.codes, self.clock, secret)
        self.visitor_identity = VisitorIdentity(self.visitors, self.proving, codes)
        self.greetings = Greetings(self.visitors, tables.visitors, self.customers, self.proving.recognition)
        self.visitor_visits = VisitorVisits(self.visitors, tables.visitors, self.visits, self.clock)
        self.pushes = VisitorPushes(self.visitors, self.board, self.centre, self.files, self.timers, self.clock)

    def _listener(self, settings: Settings) -> Listener | None:
        """What takes mail over SMTP, where that is asked for."""
        if settings.smtp_listen is None:
            return None
        host, port = settings.smtp_listen
        accept, knows = self.intake.accept, self.mailboxes.knows
        tls = settings.smtp_certificate.context if settings.smtp_certificate else None
        return Listener(host=host, port=port, hostname=settings.hostname, accept=accept, knows=knows, tls=tls)

    def _subscribe(self) -> None:
        """In this order each hears what the Desk told: first what is live, then who acts on it, then the screens."""
        for hear in (
            self.board.hear,
            self.views.hear,
            self.touchpoints.hear,
            self.consents.hear,
            self.slots.hear,
            self.departures.hear,
            self.router.hear,
            self.workspace.hear,
            self.pushes.hear,
            *self.telephone.hears,
            self.health.hear,
        ):
            self.desk.subscribe(hear)
        self.board.on_queue_change(self.workspace.queue)
        self.board.on_queue_change(self.pushes.line_moved)
        self.marks.on_change(self.workspace.marks)
        self.marks.on_change(self.pushes.marks)
        self.directory.on_change(self.workspace.directory_changed)
        self.customers.on_change(self.workspace.customers_changed)
        self.customers.on_change(self.duplicates.changed)
        self.customers.on_change(self._learn_names)
        self.directory.on_change(self.departures.directory_changed)
        self.directory.on_change(self.fetching.directory_changed)
        self.sessions.on_end(self.workspace.session_ended)
        self.directory.on_change(lambda kind, document: self.router.look())
        self.board.favour(self._favoured)
        self.customers.on_change(lambda ids: self.router.look())
        self.desk.subscribe(self.mail_out.automatic.hear)
        self.intake.on_placed(self.mail_out.automatic.placed)

    def _favoured(self, state: Conversation) -> bool:
        """Whether a queue serves a Conversation's customer before others: by what they are, not by what they call themselves."""
        wanted = self.directory.get("queues", state.queue, even_hidden=True).get("favoured", ())
        return bool(wanted) and not set(wanted).isdisjoint(self.customers.facets(state.customer))

    def _learn_names(self, customers: tuple[str, ...]) -> None:
        for customer in customers:
            self.touchpoints.said(str(self.customers.reference(customer, "")["name"]))

    def _visitors_origin_allowed(self, origin: str, sites: Any) -> bool:
        return self.access.own_origin(origin) or "*" in sites or origin in sites

    async def load(self) -> None:
        """Catch up with the stream, then show what is live."""
        await self.directory.load()
        await self.customers.load()
        await self.merging.load()

        def may_have_missed(record: Record) -> None:
            self.telephone.shelf.may_have_missed(record)
            self.consents.may_have_missed(record)

        await self.views.catch_up(self.store.stream, self.desk, may_have_missed)
        await self.touchpoints.load()
        await self.visits.load()
        await self.names.load()
        tables = self.store.tables
        live = {"state": ("waiting", "offered", "open", "snoozed")}
        for document in await tables.conversations.find(live, limit=1_000_000):
            self._show(state_of(document, Conversation))
        for document in await tables.shifts.find({}, limit=1_000_000):
            self._show(state_of(document, Shift))
        await self.marks.of(list(self.board.live)[:10_000])
        await self.customers.meet({state.customer for state in self.board.live.values()})
        self.presences.start()
        self.telephone.load()
        self.router.look()

    def _show(self, state: Conversation | Shift) -> None:
        self.board.put(state)
        self.router.remember(state)

    def app(self) -> web.Application:
        """The aiohttp application."""
        app = web.Application(middlewares=[immutable_assets, missing_pages, errors], client_max_size=1024 * 1024)
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
        listed = routes(handlers(self))
        contract = openapi(listed, self.settings.public_url)

        async def show_contract(request: web.Request) -> web.Response:
            return answer(contract)

        return [*listed, Route("GET", "/api/v1/openapi.json", show_contract, PUBLIC, "This contract")]

    async def _run(self, app: web.Application) -> AsyncIterator[None]:
        """Load, run every loop while the application serves, write what is behind, stop."""
        await self.load()
        await ensure_administrator(self)
        loops = {
            "views": self.views.run,
            "timelines": lambda: self.touchpoints.run(self.store.stream, self.desk),
            "names": self.names.run,
            "marks": self.marks.run,
            "timers": self.timers.run,
            "router": self.router.run,
            "slots": self.slots.run,
            "rights": self.workspace.run,
            "duplicates": self.duplicates.run,
            "erasures": self.erasure.run,
            "consents": lambda: self.consents.run(self.desk),
            "retention": self.retention.run,
            "departures": self.departures.run,
            "unclaimed files": self.files.run,
            "lag": self.health.run,
            **self.telephone.loops,
            "incoming mail": self.intake.run,
            "outgoing mail": self.mail_out.run,
            "transcripts": self.mail_out.automatic.run,
            "fetching mail": self.fetching.run,
            "imports": self.imports.run,
        }
        if self.bus is not None:
            loops |= {"bus out": self.bus.send, "bus in": self.bus.listen}
        async with self.parsers:
            if self.listener is not None:
                await self.listener.start()
            tasks = [start(name, loop) for name, loop in loops.items()]
            yield
            await self.telephone.close()
            if self.listener is not None:
                await self.listener.stop()
            await end(tasks)
        with suppress(Unavailable):
            await self.views.flush()
        with suppress(
            Unavailable, TimeoutError
        ):  # what is not written by then is read from the stream at the next start
            async with asyncio.timeout(WRITING_SECONDS):
                await self.touchpoints.flush()


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


async def end(tasks: Iterable[asyncio.Task[None]]) -> None:
    """Cancel tasks until they have ended; one that went on, because something within it took the cancelling for its own, is named."""
    going = set(tasks)
    while going:
        for task in going:
            task.cancel()
        _, going = await asyncio.wait(going, timeout=AGAIN_SECONDS)
        for task in going:
            log.warning("the loop %s goes on though it was ended", task.get_name())
