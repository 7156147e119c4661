"""The directory over HTTP: one set of handlers for agents, teams, queues, widgets, mailboxes, templates, tags and roles.

Each list says how its documents are made, changed and shown; everything else is the same.
"""

from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from typing import Any

import msgspec
from aiohttp import web

from domain.ids import unguessable
from domain.refusal import Refused
from domain.rights import RIGHTS
from domain.words import line
from server import wire
from server.access import Caller
from server.api import directory_wire
from server.api.customers import changes
from server.api.requests import answer, body
from server.api.retention import check_rule
from server.customers import lookup_wire
from server.customers import wire as customer_wire
from server.customers.lookups import Lookups
from server.directory import KINDS, Directory, Document
from server.files import FileShelf, template_file
from server.mail import wire as mail_wire
from server.mail.mailboxes import Mailboxes, less_servers
from server.mail.templates import whole_template
from server.privacy import wire as privacy_wire
from server.privacy.audit import Audit
from server.sessions import Sessions
from server.visitors.widget_pages import csp_lines, snippet
from server.workspace import Workspace

Make = Callable[[Document, Caller | None], Awaitable[Document]]


@dataclass(frozen=True, slots=True)
class Listing:
    """One list: its input types, and how input becomes a document and a document an answer."""

    kind: str
    new: type[msgspec.Struct]
    patch: type[msgspec.Struct]
    shown: type[msgspec.Struct]
    right: str
    reading: str


LISTINGS = (
    Listing("agents", directory_wire.AgentInput, directory_wire.AgentPatch, wire.Agent, "agents.write", "agents.read"),
    Listing("teams", wire.NamedInput, wire.NamedPatch, wire.Named, "teams.write", "agents.read"),
    Listing(
        "queues",
        directory_wire.QueueInput,
        directory_wire.QueuePatch,
        directory_wire.Queue,
        "queues.write",
        "agents.read",
    ),
    Listing(
        "widgets",
        directory_wire.WidgetInput,
        directory_wire.WidgetPatch,
        directory_wire.Widget,
        "widgets.write",
        "widgets.write",
    ),
    Listing(
        "mailboxes",
        mail_wire.MailboxInput,
        mail_wire.MailboxPatch,
        mail_wire.Mailbox,
        "mailboxes.write",
        "conversations.handle",
    ),
    Listing(
        "templates",
        directory_wire.TemplateInput,
        directory_wire.TemplatePatch,
        directory_wire.Template,
        "templates.write",
        "agents.read",
    ),
    Listing("tags", wire.NamedInput, wire.NamedPatch, wire.Named, "tags.write", "agents.read"),
    Listing(
        "fields",
        customer_wire.FieldInput,
        customer_wire.FieldPatch,
        customer_wire.Field,
        "fields.write",
        "customers.read",
    ),
    Listing(
        "organisations",
        customer_wire.OrganisationInput,
        customer_wire.OrganisationPatch,
        customer_wire.Organisation,
        "organisations.write",
        "customers.read",
    ),
    Listing(
        "retention-rules",
        privacy_wire.RetentionRuleInput,
        privacy_wire.RetentionRulePatch,
        privacy_wire.RetentionRule,
        "retention-rules.write",
        "retention-rules.write",
    ),
    Listing(
        "lookups",
        lookup_wire.LookupInput,
        lookup_wire.LookupPatch,
        lookup_wire.Lookup,
        "lookups.write",
        "lookups.write",
    ),
    Listing(
        "roles", directory_wire.RoleInput, directory_wire.RolePatch, directory_wire.Role, "roles.write", "agents.read"
    ),
)


class DirectoryPages:
    """Handlers below ``/api/v1/{agents,teams,...}``."""

    def __init__(
        self,
        directory: Directory,
        mailboxes: Mailboxes,
        lookups: Lookups,
        sessions: Sessions,
        workspace: Workspace,
        files: FileShelf,
        audit: Audit,
        public_url: str,
    ) -> None:
        self._directory = directory
        self._mailboxes = mailboxes
        self._lookups = lookups
        self._sessions = sessions
        self._workspace = workspace
        self._files = files
        self._audit = audit
        self._public_url = public_url

    def index(self, listing: Listing) -> Callable[[web.Request, Caller], Awaitable[web.Response]]:
        """GET a list."""

        async def handle(request: web.Request, caller: Caller) -> web.Response:
            items = [_as_seen(listing.kind, one, caller) for one in self.shown(listing.kind)]
            return answer({"items": items, "next": None})

        return handle

    def create(self, listing: Listing) -> Callable[[web.Request, Caller], Awaitable[web.Response]]:
        """POST a new document."""

        async def handle(request: web.Request, caller: Caller) -> web.Response:
            fields = msgspec.to_builtins(await body(request, listing.new))
            document = await self._directory.add(listing.kind, await self._made(listing.kind, fields, caller))
            await self._audit.write(f"{listing.kind}.add", document["_id"], caller)
            return answer(self.show_one(listing.kind, document), 201)

        return handle

    def show(self, listing: Listing) -> Callable[[web.Request, Caller], Awaitable[web.Response]]:
        """GET one document."""

        async def handle(request: web.Request, caller: Caller) -> web.Response:
            document = self._directory.get(listing.kind, request.match_info["id"])
            return answer(_as_seen(listing.kind, self.show_one(listing.kind, document), caller))

        return handle

    def change(self, listing: Listing) -> Callable[[web.Request, Caller], Awaitable[web.Response]]:
        """PATCH one document that is still at ``rv``."""

        async def handle(request: web.Request, caller: Caller) -> web.Response:
            patch: Any = await body(request, listing.patch)
            id = request.match_info["id"]
            before = self._directory.get(listing.kind, id)
            fields = await self._checked(listing.kind, changes(patch), before, caller)
            document = await self._directory.change(listing.kind, id, fields, patch.rv)
            await self._after(listing.kind, before, document)
            changed = sorted(name for name, value in document.items() if value != before.get(name) and name != "rv")
            await self._audit.write(f"{listing.kind}.change", id, caller, fields=changed)
            return answer(self.show_one(listing.kind, document))

        return handle

    def hide(self, listing: Listing) -> Callable[[web.Request, Caller], Awaitable[web.Response]]:
        """DELETE: hide one document; it can be restored."""

        async def handle(request: web.Request, caller: Caller) -> web.Response:
            id = request.match_info["id"]
            before = self._directory.get(listing.kind, id)
            self._may_hide(listing.kind, before, caller)
            document = await self._directory.change(listing.kind, id, {"hidden": True})
            await self._after(listing.kind, before, document)
            await self._audit.write(f"{listing.kind}.remove", id, caller)
            return web.Response(status=204)

        return handle

    def restore(self, listing: Listing) -> Callable[[web.Request, Caller], Awaitable[web.Response]]:
        """POST .../restore: show it again."""

        async def handle(request: web.Request, caller: Caller) -> web.Response:
            id = request.match_info["id"]
            self._within_rights(listing.kind, self._directory.get(listing.kind, id, even_hidden=True), caller)
            document = await self._directory.change(listing.kind, id, {"hidden": False})
            await self._audit.write(f"{listing.kind}.restore", id, caller)
            return answer(self.show_one(listing.kind, document))

        return handle

    def shown(self, kind: str) -> list[Document]:
        """A list as the wire shows it."""
        return [self.show_one(kind, document) for document in self._directory.all(kind)]

    def show_one(self, kind: str, document: Document) -> Document:
        """A document as the wire shows it: never a password, never what is only ours."""
        if kind == "mailboxes":
            return self._mailboxes.shown(document)
        if kind == "lookups":
            return self._lookups.shown(document)
        plain = {"id": document["_id"], **{name: value for name, value in document.items() if name not in OURS}}
        if kind == "templates":
            plain = whole_template(plain)
        if kind == "fields":
            plain = {"position": 0, **plain}
        if kind == "agents":
            presence = self._workspace.presence_of(document["_id"])
            plain["load"] = presence.pop("load")
            del presence["agent"]
            plain["presence"] = presence
            plain["queues"] = sorted(self._directory.queues_of(document["_id"]))
        if kind == "widgets":
            plain["snippet"] = snippet(self._public_url, document["key"])
            plain["csp"] = csp_lines(self._public_url)
        return plain

    # ----------------------------------------------------------------------------------------------------------------------

    async def _made(self, kind: str, fields: Document, caller: Caller | None) -> Document:
        if kind == "templates":
            fields = {**fields, "_id": unguessable(KINDS[kind])}
        fields = await self._checked(kind, fields, None, caller)
        if kind == "widgets":
            fields = {
                **fields,
                "key": unguessable("key")[4:20],
                "queue": fields["queue"] or self._directory.first_queue(),
            }
        if kind == "mailboxes":
            fields["queue"] = fields["queue"] or self._directory.first_queue()
        if kind == "agents":
            fields.setdefault("password_hash", None)
        return fields

    async def _checked(self, kind: str, fields: Document, before: Document | None, caller: Caller | None) -> Document:
        """What types cannot say: named things exist, and nobody gives rights they do not have. Raises Refused."""
        fields = dict(fields)
        if "name" in fields:
            fields["name"] = named(fields["name"])
        if caller is not None:
            for document in (before, fields):
                self._within_rights(kind, document, caller)
        for name, listed in (("queue", "queues"), ("role", "roles")):
            if fields.get(name) is not None:
                self._directory.get(listed, fields[name])
        for name, listed in (("queues", "queues"), ("teams", "teams")):
            for id in fields.get(name) or ():
                self._directory.get(listed, id)
        if kind == "mailboxes":
            fields = self._mailboxes.checked(fields, before)
        if kind == "lookups":
            fields = self._lookups.checked(fields, before)
        if kind == "templates" and "files" in fields and caller is not None:
            template = (before or fields)["_id"]
            files = await self._files.claim(fields["files"], template_file(template, caller.id), template)
            fields["files"] = [asdict(file) for file in files]
        if kind == "agents":
            await self._checked_agent(fields, before, caller)
        if kind == "fields":
            _check_field({**(before or {}), **fields})
        if kind == "retention-rules":
            rule = {**(before or {}), **fields}
            check_rule(rule["channel"], rule["what"])
        if kind == "roles" and "rights" in fields:
            self._checked_role(fields, before)
        return fields

    async def _checked_agent(self, fields: Document, before: Document | None, caller: Caller | None) -> None:
        if "email" in fields:
            fields["email_key"] = fields["email"].strip().casefold()
        password = fields.pop("password", None)
        if password is not None:
            fields["password_hash"] = await self._sessions.hash(password)
        if before is None or caller is None or before["_id"] != caller.id:
            return
        if fields.get("role", before["role"]) != before["role"] or fields.get("active") is False:
            raise Refused("conflict", "Ask another administrator to change your own role or to switch you off.")

    def _checked_role(self, fields: Document, before: Document | None) -> None:
        unknown = sorted(set(fields["rights"]) - set(RIGHTS))
        if unknown:
            raise Refused("invalid", f"There is no right {unknown[0]}.")
        if before is not None and before["_id"] == "administrator":
            raise Refused("conflict", "The administrator's rights cannot be changed.")
        fields["rights"] = sorted(set(fields["rights"]))

    def _within_rights(self, kind: str, document: Document | None, caller: Caller) -> None:
        """Nobody touches an agent or role with more rights than their own, switched off or not: it would be a way to those rights."""
        if document is None or kind not in ("agents", "roles"):
            return
        of_role = self._directory.rights_of_role(document.get("role", ""))
        rights = of_role if kind == "agents" else set(document.get("rights", ()))
        if not (rights & set(RIGHTS)) <= caller.rights:
            raise Refused("forbidden", "You can neither change nor give more rights than your own.")

    def _may_hide(self, kind: str, document: Document, caller: Caller) -> None:
        if kind == "agents" and document["_id"] == caller.id:
            raise Refused("conflict", "You cannot remove yourself.")
        self._within_rights(kind, document, caller)
        if kind == "queues" and len(list(self._directory.all("queues"))) == 1:
            raise Refused("conflict", "The last queue cannot be removed.")
        if kind == "queues" and self._workspace.queue_of(document["_id"])["waiting"]:
            raise Refused("conflict", "Customers wait in this queue. Transfer them first.")
        in_use = any(agent["role"] == document["_id"] for agent in self._directory.all("agents"))
        if kind == "roles" and (in_use or document["_id"] == "administrator"):
            raise Refused("conflict", "This role is in use.")

    async def _after(self, kind: str, before: Document, after: Document) -> None:
        """All sessions end on a new password or role, and when an Agent is switched off or removed."""
        ends = ("password_hash", "role", "active", "hidden")
        if kind == "agents" and any(before.get(name) != after.get(name) for name in ends):
            await self._sessions.end_all(after["_id"])
            self._workspace.directory_changed(kind, after)


OURS = frozenset({"_id", "password_hash", "email_key", "hidden", "created_at"})


def _as_seen(kind: str, shown: Document, caller: Caller) -> Document:
    """What a caller sees of a document: who only writes from a mailbox learns nothing of its servers."""
    return less_servers(shown) if kind == "mailboxes" and "mailboxes.write" not in caller.rights else shown


def _check_field(field: Document) -> None:
    """Raises Refused for a field that nobody could fill in or see."""
    if field["kind"] in ("choice", "multi-choice") and not field["choices"]:
        raise Refused("invalid", "A field of choices needs some.")
    if field["right"] is not None and field["right"] not in RIGHTS:
        raise Refused("invalid", f"There is no right {field['right']}.")


def named(name: str) -> str:
    """A name as it is kept. Raises Refused where nothing of it can be seen."""
    kept = line(name)
    if not kept:
        raise Refused("invalid", "A name needs letters.")
    return kept
