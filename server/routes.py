"""Every HTTP route and socket event of Parley on one page, each with the right it needs.

PUBLIC asks nothing of the caller; SIGNED_IN asks for a session; anything else is a right of ``domain/rights.py``. Whatever the
right, conversations, files and drafts are found only within the caller's reach.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
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

Handler = Callable[..., Awaitable[web.StreamResponse]]


@dataclass(frozen=True, slots=True)
class Route:
    """One route: handlers of all but PUBLIC ones are given the caller. ``takes`` and ``gives`` describe the
    bodies, ``many`` a page of them.
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
    v1 = "/api/v1"
    conversation = f"{v1}/conversations/{{id}}"
    c = on.conversations
    return [
        Route("GET", "/healthz", on.health.alive, PUBLIC, "The process answers"),
        Route("GET", "/readyz", on.health.ready, PUBLIC, "The store answers"),
        Route("GET", "/metrics", on.health.metrics, PUBLIC, "Prometheus"),
        Route("POST", f"{v1}/session", on.session.start, PUBLIC, "Sign in", wire.SignIn, wire.SessionStarted, 201),
        Route("GET", f"{v1}/session", on.session.show, SIGNED_IN, "Who is signed in", None, wire.SessionShown),
        Route("DELETE", f"{v1}/session", on.session.end, SIGNED_IN, "Sign out", None, None, 204),
        *(route for listing in LISTINGS for route in listing_routes(listing, on.directory)),
        Route("GET", f"{v1}/conversations", c.index, HANDLE, "Conversations within reach", None, wire.Conversations),
        Route("GET", conversation, c.show, HANDLE, "One conversation", None, wire.ConversationDetail),
        Route("GET", f"{conversation}/events", c.events, HANDLE, "A stretch of its events", None, wire.Events),
        Route("POST", f"{conversation}/messages", c.write, HANDLE, "Write to it", wire.NewMessage, wire.Numbered, 201),
        Route(
            "POST",
            f"{v1}/conversations",
            c.begin,
            HANDLE,
            "Write a first email",
            mail_wire.NewConversation,
            mail_wire.Begun,
            201,
        ),
        Route("GET", f"{conversation}/reply", c.reply, HANDLE, "What an email would be", None, mail_wire.ReplyShown),
        Route(
            "DELETE",
            f"{conversation}/messages/{{number}}",
            c.take_back,
            HANDLE,
            "Take back an email that has not left",
            None,
            wire.Numbered,
        ),
        Route("POST", f"{v1}/files", c.upload_early, HANDLE, "Upload a file for later", None, wire.File, 201),
        Route("POST", f"{conversation}/files", c.upload, HANDLE, "Upload a file for it", None, wire.File, 201),
        Route("PUT", f"{conversation}/closure", c.close, HANDLE, "Close it", wire.Closure, wire.Numbered),
        Route("DELETE", f"{conversation}/closure", c.reopen, HANDLE, "Reopen it", None, wire.Numbered),
        Route("PUT", f"{conversation}/assignment", c.assign, HANDLE, "Give it away", wire.Assignment, wire.Numbered),
        Route("POST", f"{conversation}/link", c.invite, HANDLE, "A link to its chat", None, wire.Link, 201),
        Route(
            "POST", f"{conversation}/talk-link", c.invite_to_talk, HANDLE, "A link to call in it", None, wire.Link, 201
        ),
        Route("PUT", f"{conversation}/snooze", c.snooze, HANDLE, "Snooze it", wire.Snooze, wire.Numbered),
        Route("DELETE", f"{conversation}/snooze", c.wake, HANDLE, "Wake it", None, wire.Numbered),
        Route("PUT", f"{conversation}/tags", c.tag, HANDLE, "Set its tags", wire.Tags, wire.Numbered),
        Route("PUT", f"{conversation}/draft", c.draft, HANDLE, "Keep a draft", wire.DraftInput, None, 204),
        Route("GET", f"{conversation}/transcript", c.transcript, HANDLE, "Its words as text"),
        Route("GET", f"{v1}/calls", on.calls.index, HANDLE, "Calls within reach", None, call_wire.Calls),
        Route("GET", f"{v1}/calls/{{id}}", on.calls.show, HANDLE, "One call", None, call_wire.CallDetail),
        Route("GET", f"{v1}/calls/{{id}}/recording", on.calls.play, "recordings.play", "Hear a recording"),
        Route(
            "DELETE", f"{v1}/calls/{{id}}/recording", on.calls.erase, "recordings.delete", "Remove it", None, None, 204
        ),
        Route("GET", f"{v1}/prompts", on.prompts.index, "queues.write", "Prompts of calls", None, call_wire.Prompts),
        Route("GET", f"{v1}/prompts/{{id}}", on.prompts.hear, "queues.write", "Hear a prompt"),
        Route("PUT", f"{v1}/prompts/{{id}}", on.prompts.replace, "queues.write", "Replace it", None, call_wire.Prompt),
        Route("DELETE", f"{v1}/prompts/{{id}}", on.prompts.restore, "queues.write", "Speak it", None, None, 204),
        *file_routes(on.customer_files),
        Route(
            "GET", f"{v1}/customers", on.customers.index, "customers.read", "Customers", None, customer_wire.Customers
        ),
        Route(
            "GET",
            f"{v1}/customers/{{id}}",
            on.customers.show,
            "customers.read",
            "One customer",
            None,
            customer_wire.CustomerDetail,
        ),
        Route(
            "POST",
            f"{v1}/customers",
            on.customers.create,
            "customers.write",
            "Add a customer",
            customer_wire.CustomerInput,
            customer_wire.Customer,
            201,
        ),
        Route(
            "GET",
            f"{v1}/customers/{{id}}/compare",
            on.customers.compare,
            "customers.read",
            "Two customers side by side",
            None,
            customer_wire.Comparison,
        ),
        Route(
            "GET",
            f"{v1}/customers/{{id}}/export",
            on.persons.export,
            "customers.disclose",
            "Everything about one customer, as a zip",
        ),
        Route(
            "POST",
            f"{v1}/customers/import-person",
            on.persons.restore,
            "customers.restore",
            "Bring in an exported person (application/zip)",
            None,
            privacy_wire.Restored,
            201,
        ),
        Route(
            "POST",
            f"{v1}/customers/{{id}}/erase",
            on.persons.erase,
            "customers.erase",
            "Erase a customer for good",
            privacy_wire.Erase,
            privacy_wire.Erasure,
            202,
        ),
        Route(
            "GET",
            f"{v1}/customers/{{id}}/erase",
            on.persons.erasure,
            "customers.erase",
            "How far erasing has come",
            None,
            privacy_wire.Erasure,
        ),
        Route(
            "POST",
            f"{v1}/customers/{{id}}/merge",
            on.customers.merge,
            "customers.write",
            "Merge another customer into this one",
            customer_wire.MergeInput,
            customer_wire.CustomerDetail,
        ),
        Route(
            "POST",
            f"{v1}/customers/{{id}}/unmerge",
            on.customers.unmerge,
            "customers.write",
            "Undo a merge",
            customer_wire.UnmergeInput,
            customer_wire.CustomerDetail,
        ),
        Route(
            "PATCH",
            f"{v1}/customers/{{id}}",
            on.customers.change,
            "customers.write",
            "Change a customer",
            customer_wire.CustomerPatch,
            customer_wire.Customer,
        ),
        Route(
            "POST",
            f"{v1}/customers/{{id}}/reveal",
            on.customers.reveal,
            "customers.unmask",
            "Show one masked value",
            customer_wire.Reveal,
            customer_wire.Revealed,
        ),
        Route(
            "POST",
            f"{v1}/customers/{{id}}/mask",
            on.customers.mask,
            "customers.unmask",
            "Mask an address",
            customer_wire.Mask,
            customer_wire.Customer,
        ),
        Route(
            "POST",
            f"{v1}/customers/{{id}}/addresses",
            on.customers.add_address,
            "customers.write",
            "Add an address of theirs",
            customer_wire.AddressInput,
            customer_wire.Customer,
            201,
        ),
        Route(
            "DELETE",
            f"{v1}/customers/{{id}}/addresses/{{address}}",
            on.customers.remove_address,
            "customers.write",
            "Remove an address of theirs",
            None,
            customer_wire.Customer,
        ),
        Route(
            "GET",
            f"{v1}/customers/{{id}}/conversations",
            on.customers.timeline,
            "customers.read",
            "Their conversations",
            None,
            wire.Conversations,
        ),
        Route(
            "GET",
            f"{v1}/customers/{{id}}/timeline",
            on.search.timeline,
            "customers.read",
            "Everything they did",
            None,
            search_wire.Timeline,
        ),
        Route(
            "GET",
            f"{v1}/customers/{{id}}/consents",
            on.consents.index,
            "customers.read",
            "What they agreed to",
            None,
            privacy_wire.ConsentRecords,
        ),
        Route(
            "POST",
            f"{v1}/customers/{{id}}/consents",
            on.consents.record,
            "customers.write",
            "Enter a consent or its withdrawal",
            privacy_wire.ConsentInput,
            privacy_wire.ConsentRecord,
            201,
        ),
        Route(
            "POST",
            f"{v1}/retention-rules/{{id}}/dry-run",
            on.retention.dry_run,
            "retention-rules.write",
            "What a rule would let go",
            None,
            privacy_wire.RetentionDryRun,
        ),
        Route(
            "POST",
            f"{v1}/retention-rules/dry-run",
            on.retention.try_out,
            "retention-rules.write",
            "What an unsaved rule would let go",
            privacy_wire.RetentionTrial,
            privacy_wire.RetentionDryRun,
        ),
        Route(
            "GET",
            f"{v1}/retention-runs",
            on.retention.runs,
            "retention-rules.write",
            "What the rules did last",
            None,
            privacy_wire.RetentionRuns,
        ),
        Route("GET", f"{v1}/holds", on.retention.holds, "holds.write", "Legal holds", None, privacy_wire.Holds),
        Route(
            "POST",
            f"{v1}/holds",
            on.retention.place,
            "holds.write",
            "Place one",
            privacy_wire.HoldInput,
            privacy_wire.Hold,
            201,
        ),
        Route("DELETE", f"{v1}/holds/{{id}}", on.retention.lift, "holds.write", "Lift one", None, None, 204),
        Route("GET", f"{v1}/audit", on.audit.index, "audit.read", "Who did what", None, privacy_wire.AuditLines),
        Route(
            "GET",
            f"{v1}/customers/{{id}}/lookups",
            on.lookups.cards,
            "customers.read",
            "What other systems know of them",
            None,
            lookup_wire.Cards,
        ),
        Route(
            "POST",
            f"{v1}/customers/{{id}}/events",
            on.visits.record,
            "customers.write",
            "Something they did elsewhere",
            visit_wire.EventInput,
            visit_wire.EventStored,
            201,
        ),
        Route("GET", f"{v1}/search", on.search.search, HANDLE, "Messages or customers", None, search_wire.Found),
        Route(
            "POST",
            f"{v1}/widgets/{{id}}/identity-secret",
            on.identity.rotate,
            "widgets.write",
            "Make a widget's identity secret anew",
            None,
            customer_wire.IdentitySecret,
            201,
        ),
        Route(
            "GET",
            f"{v1}/templates/{{id}}/filled",
            on.templates.filled,
            HANDLE,
            "A template filled in for a conversation",
            None,
            mail_wire.FilledTemplate,
        ),
        Route(
            "POST",
            f"{v1}/mailboxes/{{id}}/test",
            on.mailboxes.test,
            "mailboxes.write",
            "Try a mailbox out",
            None,
            mail_wire.MailboxTrial,
        ),
        Route(
            "POST",
            f"{v1}/mail/import",
            on.mails.import_,
            "mailboxes.write",
            "Import a mail (message/rfc822)",
            None,
            mail_wire.Imported,
            201,
        ),
        Route("GET", f"{v1}/mail/{{id}}/raw", on.mails.raw, HANDLE, "A mail byte for byte"),
        Route(
            "GET", f"{v1}/mail/{{id}}/headers", on.mails.headers, HANDLE, "A mail's headers", None, mail_wire.Headers
        ),
        # Files and visitors prove who they are inside: by session, visitor token or signed link.
        Route("GET", f"{v1}/files/{{id}}", on.files.show, PUBLIC, "A file's bytes, to who may see its conversation"),
        Route("POST", f"{v1}/visitor/files", on.files.upload, PUBLIC, "A visitor's upload", None, wire.File, 201),
        Route("GET", f"{v1}/visitor/transcript", on.files.transcript, PUBLIC, "A visitor's transcript"),
        Route("GET", "/", on.pages.home, PUBLIC, "The workspace"),
        Route("GET", "/signin", on.pages.signin, PUBLIC, "Sign-in page"),
        Route("GET", "/workspace", on.pages.workspace, PUBLIC, "Workspace page; sends to sign-in without a session"),
        Route("GET", "/workspace/{rest:.*}", on.pages.workspace, PUBLIC, "The same, on one of its views"),
        Route("GET", "/mail/image", on.mail_pages.image, PUBLIC, "A remote image of a mail, by a signed link"),
        Route("GET", "/mail/{id}/body", on.mail_pages.body, HANDLE, "A mail's HTML, for a sandboxed frame"),
        Route("GET", "/mail/{id}/parts/{file}", on.mail_pages.part, PUBLIC, "A mail's own image, by a signed link"),
        Route("GET", "/w/{key}.js", on.widgets.loader, PUBLIC, "A widget's loader"),
        Route("GET", "/panel/{key}", on.widgets.panel, PUBLIC, "A widget's panel"),
        Route("GET", "/panel/{key}/words", on.widgets.words, PUBLIC, "Its words for calls"),
        Route("GET", "/p/{key}", on.widgets.hosted, PUBLIC, "A widget's hosted twin"),
        Route("GET", "/assets/widgets/{name}", on.widgets.asset, PUBLIC, "A widget's built files"),
        Route("GET", "/demo", on.widgets.demo, PUBLIC, "Demo shop"),
        Route("GET", "/demo/orders", on.widgets.demo, PUBLIC, "Demo shop, orders"),
    ]


def file_routes(on: CustomerFilePages) -> list[Route]:
    """Customers from files and to files."""
    v1, right = "/api/v1/customers", "customers.import"
    one, shape = f"{v1}/imports/{{id}}", import_wire.Import
    return [
        Route("POST", f"{v1}/import", on.take, right, "Import customers from a file", None, shape, 202),
        Route("GET", f"{v1}/imports", on.index, right, "The latest imports", None, import_wire.Imports),
        Route("GET", one, on.show, right, "How far an import is", None, shape),
        Route("POST", one, on.again, right, "Begin it with another plan", import_wire.ImportPlan, shape, 202),
        Route("GET", f"{one}/errors", on.errors, right, "The rows it refused, as CSV"),
        Route("POST", f"{one}/cancel", on.cancel, right, "Stop it", None, shape),
        Route("POST", f"{one}/undo", on.undo, right, "Take back whom it made", None, shape, 202),
        Route("GET", f"{v1}/export", on.export, "customers.export", "Customers as CSV or XLSX"),
    ]


def listing_routes(listing: Listing, on: DirectoryPages) -> list[Route]:
    """The six routes every list of the directory has."""
    many, one = f"/api/v1/{listing.kind}", f"/api/v1/{listing.kind}/{{id}}"
    reading, writing, shown = listing.reading, listing.right, listing.shown
    return [
        Route("GET", many, on.index(listing), reading, f"List {listing.kind}", None, shown, many=True),
        Route("POST", many, on.create(listing), writing, f"Add to {listing.kind}", listing.new, shown, 201),
        Route("GET", one, on.show(listing), reading, f"One of {listing.kind}", None, shown),
        Route("PATCH", one, on.change(listing), writing, f"Change one of {listing.kind}", listing.patch, shown),
        Route("DELETE", one, on.hide(listing), writing, f"Hide one of {listing.kind}", None, None, 204),
        Route("POST", f"{one}/restore", on.restore(listing), writing, f"Show one of {listing.kind} again", None, shown),
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
        app.router.add_route(
            route.method, route.path, route.handler if route.right == PUBLIC else guarded(route, access)
        )


def guarded(route: Route, access: Access) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """The route's handler for callers who have its right."""

    async def handle(request: web.Request) -> web.StreamResponse:
        caller: Caller = await access.by_request(request)
        if route.right != SIGNED_IN:
            caller.need(route.right)
        return await route.handler(request, caller)

    return handle
