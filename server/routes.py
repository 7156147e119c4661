"""Every HTTP route and socket event of Parley on one page, each with the right it needs.

PUBLIC asks nothing of the caller; SIGNED_IN asks for a session; anything else is a right of ``domain/rights.py``. Whatever the
right, conversations, files and drafts are found only within the caller's reach.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any

from aiohttp import web

from server import wire
from server.access import Access, Caller
from server.api.audit import AuditPages
from server.api.calls import CallPages
from server.api.consents import ConsentPages
from server.api.conversations import Conversations
from server.api.customer_files import CustomerFilePages
from server.api.customers import CustomerPages
from server.api.directory import LISTINGS, DirectoryPages, Listing
from server.api.files import FilePages
from server.api.health import Health
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
from server.calls import wire as call_wire
from server.customers import lookup_wire
from server.customers import wire as customer_wire
from server.imports import wire as import_wire
from server.mail import wire as mail_wire
from server.pages import Pages
from server.privacy import wire as privacy_wire
from server.timelines import search_wire
from server.visitors import visit_wire
from server.visitors.widget_pages import WidgetPages

PUBLIC = "public"
SIGNED_IN = "signed in"
HANDLE = "conversations.handle"
READ = "customers.read"
WRITE = "customers.write"

V1 = "/api/v1"
CONVERSATION = f"{V1}/conversations/{{id}}"
CALL = f"{V1}/calls/{{id}}"
CUSTOMERS = f"{V1}/customers"
CUSTOMER = f"{CUSTOMERS}/{{id}}"

Handler = Callable[..., Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """One route: handlers of all but PUBLIC ones are given the caller. ``takes`` and ``gives`` describe the
    bodies, ``many`` a page of them; ``head`` answers without the body too.
    """

    method: str
    path: str
    handler: Handler
    right: str
    summary: str
    takes: Any = None
    gives: Any = None
    status: int = 200
    many: bool = False
    head: bool = False


def get(path: str, handler: Handler, right: str, summary: str, gives: Any = None) -> Route:
    """A Route that reads."""
    return Route("GET", path, handler, right, summary, None, gives)


def post(
    path: str, handler: Handler, right: str, summary: str, takes: Any = None, gives: Any = None, status: int = 201
) -> Route:
    """A Route that makes something."""
    return Route("POST", path, handler, right, summary, takes, gives, status)


def put(
    path: str, handler: Handler, right: str, summary: str, takes: Any = None, gives: Any = None, status: int = 200
) -> Route:
    """A Route that sets what it names."""
    return Route("PUT", path, handler, right, summary, takes, gives, status)


def patch(path: str, handler: Handler, right: str, summary: str, takes: Any, gives: Any) -> Route:
    """A Route that changes a part of what it names."""
    return Route("PATCH", path, handler, right, summary, takes, gives)


def delete(path: str, handler: Handler, right: str, summary: str, gives: Any = None) -> Route:
    """A Route that undoes what it names; it answers 204 where it ``gives`` nothing."""
    return Route("DELETE", path, handler, right, summary, None, gives, 200 if gives else 204)


@dataclass(frozen=True, slots=True)
class Handlers:
    """Everything that answers HTTP."""

    session: SessionPages
    conversations: Conversations
    customers: CustomerPages
    customer_files: CustomerFilePages
    search: SearchPages
    directory: DirectoryPages
    files: FilePages
    health: Health
    mails: MailSources
    mailboxes: MailboxPages
    templates: TemplatePages
    mail_pages: MailPages
    pages: Pages
    widgets: WidgetPages
    calls: CallPages
    prompts: PromptPages
    persons: PersonPages
    identity: IdentityPages
    visits: VisitPages
    lookups: LookupPages
    audit: AuditPages
    consents: ConsentPages
    retention: RetentionPages


def routes(on: Handlers) -> list[Route]:
    """The page."""
    return [
        *health_routes(on),
        *(route for listing in LISTINGS for route in listing_routes(listing, on.directory)),
        *conversation_routes(on),
        *call_routes(on),
        *file_routes(on.customer_files),
        *customer_routes(on),
        *privacy_routes(on),
        *mail_routes(on),
        *visitor_routes(on),
        *page_routes(on),
    ]


def health_routes(on: Handlers) -> list[Route]:
    """Whether it lives, and who is signed in."""
    return [
        get("/healthz", on.health.alive, PUBLIC, "The process answers"),
        get("/readyz", on.health.ready, PUBLIC, "The store answers"),
        get("/metrics", on.health.metrics, PUBLIC, "Prometheus"),
        post(f"{V1}/session", on.session.start, PUBLIC, "Sign in", wire.SignIn, wire.SessionStarted),
        get(f"{V1}/session", on.session.show, SIGNED_IN, "Who is signed in", wire.SessionShown),
        delete(f"{V1}/session", on.session.end, SIGNED_IN, "Sign out"),
    ]


def conversation_routes(on: Handlers) -> list[Route]:
    """What agents do with conversations."""
    c, one = on.conversations, CONVERSATION
    return [
        get(f"{V1}/conversations", c.index, HANDLE, "Conversations within reach", wire.Conversations),
        get(one, c.show, HANDLE, "One conversation", wire.ConversationDetail),
        get(f"{one}/events", c.events, HANDLE, "A stretch of its events", wire.Events),
        post(f"{one}/messages", c.write, HANDLE, "Write to it", wire.NewMessage, wire.Numbered),
        post(f"{V1}/conversations", c.begin, HANDLE, "Write a first email", mail_wire.NewConversation, mail_wire.Begun),
        get(f"{one}/reply", c.reply, HANDLE, "What an email would be", mail_wire.ReplyShown),
        delete(
            f"{one}/messages/{{number}}",
            c.take_back,
            HANDLE,
            "Take back an email that has not left",
            gives=wire.Numbered,
        ),
        post(f"{V1}/files", c.upload_early, HANDLE, "Upload a file for later", gives=wire.File),
        post(f"{one}/files", c.upload, HANDLE, "Upload a file for it", gives=wire.File),
        put(f"{one}/closure", c.close, HANDLE, "Close it", wire.Closure, wire.Numbered),
        delete(f"{one}/closure", c.reopen, HANDLE, "Reopen it", gives=wire.Numbered),
        put(f"{one}/assignment", c.assign, HANDLE, "Give it away", wire.Assignment, wire.Numbered),
        post(f"{one}/link", c.invite, HANDLE, "A link to its chat", gives=wire.Link),
        post(f"{one}/talk-link", c.invite_to_talk, HANDLE, "A link to call in it", gives=wire.Link),
        put(f"{one}/snooze", c.snooze, HANDLE, "Snooze it", wire.Snooze, wire.Numbered),
        delete(f"{one}/snooze", c.wake, HANDLE, "Wake it", gives=wire.Numbered),
        put(f"{one}/tags", c.tag, HANDLE, "Set its tags", wire.Tags, wire.Numbered),
        put(f"{one}/draft", c.draft, HANDLE, "Keep a draft", wire.DraftInput, status=204),
        get(f"{one}/transcript", c.transcript, HANDLE, "Its words as text"),
    ]


def call_routes(on: Handlers) -> list[Route]:
    """Calls, their recordings and their prompts."""
    return [
        get(f"{V1}/calls", on.calls.index, HANDLE, "Calls within reach", call_wire.Calls),
        get(CALL, on.calls.show, HANDLE, "One call", call_wire.CallDetail),
        replace(get(f"{CALL}/recording", on.calls.play, "recordings.play", "Hear a recording"), head=True),
        delete(f"{CALL}/recording", on.calls.erase, "recordings.delete", "Remove it"),
        get(f"{V1}/prompts", on.prompts.index, "queues.write", "Prompts of calls", call_wire.Prompts),
        get(f"{V1}/prompts/{{id}}", on.prompts.hear, "queues.write", "Hear a prompt"),
        put(f"{V1}/prompts/{{id}}", on.prompts.replace, "queues.write", "Replace it", gives=call_wire.Prompt),
        delete(f"{V1}/prompts/{{id}}", on.prompts.restore, "queues.write", "Speak it"),
    ]


def customer_routes(on: Handlers) -> list[Route]:
    """Customers, what they did, and what other systems know of them."""
    c, w, one = on.customers, customer_wire, CUSTOMER
    return [
        get(CUSTOMERS, c.index, READ, "Customers", w.Customers),
        get(one, c.show, READ, "One customer", w.CustomerDetail),
        post(CUSTOMERS, c.create, WRITE, "Add a customer", w.CustomerInput, w.Customer),
        get(f"{one}/compare", c.compare, READ, "Two customers side by side", w.Comparison),
        post(
            f"{one}/merge",
            c.merge,
            WRITE,
            "Merge another customer into this one",
            w.MergeInput,
            w.CustomerDetail,
            status=200,
        ),
        post(f"{one}/unmerge", c.unmerge, WRITE, "Undo a merge", w.UnmergeInput, w.CustomerDetail, status=200),
        patch(one, c.change, WRITE, "Change a customer", w.CustomerPatch, w.Customer),
        post(f"{one}/reveal", c.reveal, "customers.unmask", "Show one masked value", w.Reveal, w.Revealed, status=200),
        post(f"{one}/mask", c.mask, "customers.unmask", "Mask an address", w.Mask, w.Customer, status=200),
        post(f"{one}/addresses", c.add_address, WRITE, "Add an address of theirs", w.AddressInput, w.Customer),
        delete(
            f"{one}/addresses/{{address}}", c.remove_address, WRITE, "Remove an address of theirs", gives=w.Customer
        ),
        get(f"{one}/conversations", c.conversations, READ, "Their conversations", wire.Conversations),
        get(f"{one}/timeline", on.search.timeline, READ, "Everything they did", search_wire.Timeline),
        get(f"{one}/lookups", on.lookups.cards, READ, "What other systems know of them", lookup_wire.Cards),
        post(
            f"{one}/events",
            on.visits.record,
            WRITE,
            "Something they did elsewhere",
            visit_wire.EventInput,
            visit_wire.EventStored,
        ),
        get(f"{V1}/search", on.search.search, HANDLE, "Messages or customers", search_wire.Found),
        post(
            f"{V1}/widgets/{{id}}/identity-secret",
            on.identity.rotate,
            "widgets.write",
            "Make a widget's identity secret anew",
            gives=w.IdentitySecret,
        ),
    ]


def privacy_routes(on: Handlers) -> list[Route]:
    """What is kept, handed out, forgotten and written down of whom."""
    w, one, rules = privacy_wire, CUSTOMER, f"{V1}/retention-rules"
    return [
        get(f"{one}/export", on.persons.export, "customers.disclose", "Everything about one customer, as a zip"),
        post(
            f"{CUSTOMERS}/import-person",
            on.persons.restore,
            "customers.restore",
            "Bring in an exported person (application/zip)",
            gives=w.Restored,
        ),
        post(
            f"{one}/erase",
            on.persons.erase,
            "customers.erase",
            "Erase a customer for good",
            w.Erase,
            w.Erasure,
            status=202,
        ),
        get(f"{one}/erase", on.persons.erasure, "customers.erase", "How far erasing has come", w.Erasure),
        get(f"{one}/consents", on.consents.index, READ, "What they agreed to", w.ConsentRecords),
        post(
            f"{one}/consents",
            on.consents.record,
            WRITE,
            "Enter a consent or its withdrawal",
            w.ConsentInput,
            w.ConsentRecord,
        ),
        post(
            f"{rules}/{{id}}/dry-run",
            on.retention.dry_run,
            "retention-rules.write",
            "What a rule would let go",
            gives=w.RetentionDryRun,
            status=200,
        ),
        post(
            f"{rules}/dry-run",
            on.retention.try_out,
            "retention-rules.write",
            "What an unsaved rule would let go",
            w.RetentionTrial,
            w.RetentionDryRun,
            status=200,
        ),
        get(
            f"{V1}/retention-runs",
            on.retention.runs,
            "retention-rules.write",
            "What the rules did last",
            w.RetentionRuns,
        ),
        get(f"{V1}/holds", on.retention.holds, "holds.write", "Legal holds", w.Holds),
        post(f"{V1}/holds", on.retention.place, "holds.write", "Place one", w.HoldInput, w.Hold),
        delete(f"{V1}/holds/{{id}}", on.retention.lift, "holds.write", "Lift one"),
        get(f"{V1}/audit", on.audit.index, "audit.read", "Who did what", w.AuditLines),
    ]


def mail_routes(on: Handlers) -> list[Route]:
    """Mails, mailboxes and templates."""
    w = mail_wire
    return [
        get(
            f"{V1}/templates/{{id}}/filled",
            on.templates.filled,
            HANDLE,
            "A template filled in for a conversation",
            w.FilledTemplate,
        ),
        post(
            f"{V1}/mailboxes/{{id}}/test",
            on.mailboxes.test,
            "mailboxes.write",
            "Try a mailbox out",
            gives=w.MailboxTrial,
            status=200,
        ),
        post(
            f"{V1}/mail/import",
            on.mails.import_,
            "mailboxes.write",
            "Import a mail (message/rfc822); with wait=1 the answer is its Event",
            gives=wire.Event,
        ),
        get(f"{V1}/mail/{{id}}/raw", on.mails.raw, HANDLE, "A mail byte for byte"),
        get(f"{V1}/mail/{{id}}/headers", on.mails.headers, HANDLE, "A mail's headers", w.Headers),
        get("/mail/image", on.mail_pages.image, PUBLIC, "A remote image of a mail, by a signed link"),
        get("/mail/{id}/body", on.mail_pages.body, HANDLE, "A mail's HTML, for a sandboxed frame"),
        get("/mail/{id}/parts/{file}", on.mail_pages.part, PUBLIC, "A mail's own image, by a signed link"),
    ]


def visitor_routes(on: Handlers) -> list[Route]:
    """Files. They and visitors prove who they are inside: by session, visitor token or signed link."""
    return [
        get(f"{V1}/files/{{id}}", on.files.show, PUBLIC, "A file's bytes, to who may see its conversation"),
        post(f"{V1}/visitor/files", on.files.upload, PUBLIC, "A visitor's upload", gives=wire.File),
        get(f"{V1}/visitor/transcript", on.files.transcript, PUBLIC, "A visitor's transcript"),
    ]


def page_routes(on: Handlers) -> list[Route]:
    """What a browser opens."""
    return [
        get("/", on.pages.home, PUBLIC, "The workspace"),
        get("/signin", on.pages.signin, PUBLIC, "Sign-in page"),
        get("/workspace", on.pages.workspace, PUBLIC, "Workspace page; sends to sign-in without a session"),
        get("/workspace/{rest:.*}", on.pages.workspace, PUBLIC, "The same, on one of its views"),
        get("/w/{key}.js", on.widgets.loader, PUBLIC, "A widget's loader"),
        get("/panel/{key}", on.widgets.panel, PUBLIC, "A widget's panel"),
        get("/panel/{key}/words", on.widgets.words, PUBLIC, "Its words for calls"),
        get("/p/{key}", on.widgets.hosted, PUBLIC, "A widget's hosted twin"),
        get("/assets/widgets/{name}", on.widgets.asset, PUBLIC, "A widget's built files"),
        get("/demo", on.widgets.demo, PUBLIC, "Demo shop"),
        get("/demo/orders", on.widgets.demo, PUBLIC, "Demo shop, orders"),
    ]


def file_routes(on: CustomerFilePages) -> list[Route]:
    """Customers from files and to files."""
    one, shape, right = f"{CUSTOMERS}/imports/{{id}}", import_wire.Import, "customers.import"
    return [
        post(f"{CUSTOMERS}/import", on.take, right, "Import customers from a file", gives=shape, status=202),
        get(f"{CUSTOMERS}/imports", on.index, right, "The latest imports", import_wire.Imports),
        get(one, on.show, right, "How far an import is", shape),
        post(one, on.again, right, "Begin it with another plan", import_wire.ImportPlan, shape, 202),
        get(f"{one}/errors", on.errors, right, "The rows it refused, as CSV"),
        post(f"{one}/cancel", on.cancel, right, "Stop it", gives=shape, status=200),
        post(f"{one}/undo", on.undo, right, "Take back whom it made", gives=shape, status=202),
        get(f"{CUSTOMERS}/export", on.export, "customers.export", "Customers as CSV or XLSX"),
    ]


def listing_routes(listing: Listing, on: DirectoryPages) -> list[Route]:
    """The six routes every list of the directory has."""
    kind, many, one = listing.kind, f"{V1}/{listing.kind}", f"{V1}/{listing.kind}/{{id}}"
    reading, writing, shown = listing.reading, listing.right, listing.shown
    return [
        Route("GET", many, on.index(listing), reading, f"List {kind}", None, shown, many=True),
        post(many, on.create(listing), writing, f"Add to {kind}", listing.new, shown),
        get(one, on.show(listing), reading, f"One of {kind}", shown),
        patch(one, on.change(listing), writing, f"Change one of {kind}", listing.patch, shown),
        delete(one, on.hide(listing), writing, f"Hide one of {kind}"),
        post(f"{one}/restore", on.restore(listing), writing, f"Show one of {kind} again", gives=shown, status=200),
    ]


VISITOR_EVENTS = (
    *("message", "introduce", "typing", "read", "delivered", "leave", "resume", "history"),
    *("identify", "prove", "code", "greeting", "visit", "event", "form"),
    *("call.start", "call.offer", "call.ice", "call.keys", "call.mute", "call.end", "call.voicemail", "call.callback"),
    *("call.test", "call.relays"),
)
"""Socket ``/socket/visitor``: a visitor's own Conversations only, proved by their token."""

AGENT_EVENTS = {
    "presence": HANDLE,
    "subscribe": HANDLE,
    "unsubscribe": HANDLE,
    "message": HANDLE,
    "accept": HANDLE,
    "decline": HANDLE,
    "typing": HANDLE,
    "viewing": HANDLE,
    "read": HANDLE,
    "delivered": HANDLE,
    **{
        f"call.{act}": HANDLE
        for act in (
            *("start", "offer", "ice", "keys", "mute", "end", "hold", "consult", "complete", "swap", "merge", "cancel"),
            *("transfer", "add", "remove", "record", "test", "relays"),
        )
    },
    **{f"call.{act}": "calls.supervise" for act in ("listen", "whisper", "join", "takeover")},
}
"""Socket ``/socket/agent``: event -> right, beside the reach that every Conversation is found through."""


def mount(app: web.Application, listed: list[Route], access: Access) -> None:
    """Put every route on ``app``, behind its right."""
    for route in listed:
        handler = route.handler if route.right == PUBLIC else guarded(route, access)
        app.router.add_route(route.method, route.path, handler)
        if route.head:
            app.router.add_route("HEAD", route.path, handler)


def guarded(route: Route, access: Access) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The route's handler for callers who have its right."""

    async def handle(request: web.Request) -> web.StreamResponse:
        caller: Caller = await access.by_request(request)
        if route.right != SIGNED_IN:
            caller.need(route.right)
        return await route.handler(request, caller)

    return handle
