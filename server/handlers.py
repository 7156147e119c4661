"""What answers HTTP, each given the parts of the centre that it asks: wiring, no rules.

``server/routes.py`` says under which path and right each of them is found.
"""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from server.api.audit import AuditPages
from server.api.consents import ConsentPages
from server.api.conversations import Conversations
from server.api.customer_files import CustomerFilePages
from server.api.customers import CustomerPages
from server.api.directory import DirectoryPages
from server.api.files import FilePages
from server.api.identity import IdentityPages
from server.api.lookups import LookupPages
from server.api.mail import MailSources
from server.api.mail_pages import MailPages
from server.api.mailboxes import MailboxPages
from server.api.persons import PersonPages
from server.api.prompts import PromptPages
from server.api.retention import RetentionPages
from server.api.search import SearchPages
from server.api.session import SessionPages
from server.api.templates import TemplatePages
from server.api.visits import VisitPages
from server.customers.entered_addresses import EnteredAddresses
from server.customers.footprints import Footprints
from server.imports.exports import CustomerExports
from server.pages import Pages
from server.routes import Handlers
from server.timelines.reach import Reach
from server.timelines.search import MessageSearch
from server.timelines.timeline import Timelines
from server.visitors.widget_pages import WidgetPages

if TYPE_CHECKING:
    from server.app import Parley

BUILD = Path(__file__).resolve().parent.parent / "build"
DEMO_KEY = "demo"


def handlers(parley: "Parley") -> Handlers:
    """What answers HTTP."""
    settings = parley.settings
    listings, conversations = _directory_pages(parley), _conversation_pages(parley)
    customers = _customer_pages(parley, conversations)
    return Handlers(
        session=SessionPages(
            parley.sessions, parley.access, listings, parley.audit, settings.public_url.startswith("https")
        ),
        conversations=conversations,
        customers=customers,
        customer_files=CustomerFilePages(
            parley.imports,
            CustomerExports(parley.store.tables, parley.customers, parley.directory, parley.masking),
            parley.masking,
            parley.audit,
            parley.clock,
        ),
        search=_search_pages(parley, customers),
        directory=listings,
        files=FilePages(
            files=parley.files,
            access=parley.access,
            desk=parley.desk,
            directory=parley.directory,
            tokens=parley.tokens,
            centre=parley.centre,
        ),
        health=parley.health,
        mails=MailSources(
            access=parley.access,
            desk=parley.desk,
            directory=parley.directory,
            intake=parley.intake,
            shelf=parley.mail_shelf,
            parsers=parley.parsers,
            clock=parley.clock,
        ),
        templates=TemplatePages(parley.access, parley.directory, parley.customers, parley.clock),
        mailboxes=MailboxPages(parley.directory, parley.mailboxes, settings.hostname),
        mail_pages=_mail_pages(parley),
        pages=Pages(
            access=parley.access,
            directory=parley.directory,
            listings=listings,
            conversations=conversations,
            build=BUILD / "frontend",
            public_url=settings.public_url,
            frames=lambda: parley.lookups.frame_origins,
        ),
        calls=parley.telephone.pages,
        prompts=PromptPages(parley.telephone.sounds.prompts, parley.audit),
        persons=PersonPages(
            tables=parley.store.tables,
            customers=parley.customers,
            views=parley.views,
            exports=parley.exports,
            restoring=parley.restoring,
            erasure=parley.erasure,
            audit=parley.audit,
        ),
        identity=IdentityPages(parley.identity_secrets, parley.directory, parley.audit),
        audit=AuditPages(parley.audit, parley.customers),
        consents=ConsentPages(parley.consents, parley.customers, parley.access, parley.desk),
        retention=RetentionPages(
            retention=parley.retention,
            holds=parley.holds,
            runs=parley.store.tables.retention_runs,
            access=parley.access,
            desk=parley.desk,
            directory=parley.directory,
            customers=parley.customers,
        ),
        lookups=LookupPages(parley.lookups, parley.customers),
        visits=VisitPages(parley.visits, parley.customers, parley.clock),
        widgets=_widget_pages(parley),
    )


def _directory_pages(parley: "Parley") -> DirectoryPages:
    """Lists that administrators keep."""
    return DirectoryPages(
        parley.directory,
        parley.mailboxes,
        parley.lookups,
        parley.sessions,
        parley.workspace,
        parley.files,
        parley.audit,
        parley.settings.public_url,
    )


def _conversation_pages(parley: "Parley") -> Conversations:
    """What agents do with conversations."""
    return Conversations(
        access=parley.access,
        acts=parley.acts,
        answers=parley.mail_out.answers,
        invitations=parley.invitations,
        desk=parley.desk,
        directory=parley.directory,
        tables=parley.store.tables,
        views=parley.views,
        marks=parley.marks,
        customers=parley.customers,
        files=parley.files,
        workspace=parley.workspace,
        page_of=parley.visitors.page_of,
    )


def _customer_pages(parley: "Parley", conversations: Conversations) -> CustomerPages:
    """Customers and what belongs to them."""
    return CustomerPages(
        parley.customers,
        parley.merging,
        parley.duplicates,
        conversations,
        parley.store.tables.conversations,
        parley.views,
        parley.directory,
        Footprints(parley.store.tables.conversations, parley.store.tables.touchpoints),
        parley.masking,
        parley.consents,
        EnteredAddresses(parley.store.tables, parley.customers, parley.masking, parley.audit),
    )


def _search_pages(parley: "Parley", pages: CustomerPages) -> SearchPages:
    """Search and timelines."""
    return SearchPages(
        customers=parley.customers,
        pages=pages,
        touchpoints=parley.touchpoints,
        timelines=Timelines(parley.store.tables.touchpoints, parley.tallies),
        messages=MessageSearch(parley.store.tables, parley.tallies),
        names=parley.names,
        reach=Reach(parley.board, parley.store.tables.conversations, parley.directory),
    )


def _mail_pages(parley: "Parley") -> MailPages:
    """Mails as a browser shows them."""
    return MailPages(
        access=parley.access,
        desk=parley.desk,
        mails=parley.store.tables.mails,
        settled=parley.intake.settled,
        shelf=parley.files,
        files=parley.store.files,
        parsers=parley.parsers,
        outbound=parley.outbound,
        clock=parley.clock,
        secret=parley.settings.secret,
        origin=parley.settings.origin,
    )


def _widget_pages(parley: "Parley") -> WidgetPages:
    """What a website embeds."""

    async def find(key: str) -> dict[str, Any] | None:
        return parley.directory.widget_by_key(key)

    return WidgetPages(
        find,
        parley.settings.public_url,
        BUILD / "widgets",
        DEMO_KEY if parley.settings.demo else None,
        lambda widget: parley.centre.available(parley.directory.queue_of(widget)["_id"]),
        lambda widget: parley.centre.away_text(parley.directory.queue_of(widget)["_id"]),
        lambda widget: bool(parley.mail_out.answers.able()),
        parley.directory.queue_of,
    )
