"""Customers over HTTP: search, one with their Conversations, changes, and two that are one."""

from typing import Any
from zoneinfo import available_timezones

import msgspec
from aiohttp import web

from domain.conversation import Conversation
from domain.refusal import Refused
from domain.times import iso
from domain.words import line
from server.access import Caller
from server.api.conversations import Conversations, cursor_of
from server.api.requests import answer, body, number, words
from server.codec import state_of
from server.customers import wire as customer_wire
from server.customers.custom_fields import CustomFields
from server.customers.customers import Customers, Document
from server.customers.duplicates import Duplicates
from server.customers.entered_addresses import EnteredAddresses, entered_address
from server.customers.facets import FILTERS, asked
from server.customers.footprints import Footprints
from server.customers.masking import Masking, without
from server.customers.merging import Merging, shown_merge
from server.customers.profiles import differences
from server.directory import Directory
from server.privacy.consents import Consents
from server.views import Views
from store.tables import Table


class CustomerPages:
    """Handlers below ``/api/v1/customers``."""

    def __init__(
        self,
        customers: Customers,
        merging: Merging,
        duplicates: Duplicates,
        rows: Conversations,
        conversations: Table,
        views: Views,
        directory: Directory,
        footprints: Footprints,
        masking: Masking,
        consents: Consents,
        addresses: EnteredAddresses,
    ) -> None:
        self._addresses = addresses
        self._footprints, self._masking, self._consents = footprints, masking, consents
        self._customers, self._merging, self._duplicates = customers, merging, duplicates
        self._rows = rows
        self._conversations = conversations
        self._views = views
        self._directory = directory
        self._fields = CustomFields(directory)

    async def index(self, request: web.Request, caller: Caller) -> web.Response:
        """Customers found by name or address and by what they have, latest first."""
        limit = max(1, number(request, "limit", 50, 200))
        found = await self._customers.search(words(request, "q"), limit, cursor_of(request), having(request))
        following = iso(found[-1]["found_at"]) if len(found) >= limit else None
        return answer({"items": [self.shown(document, caller) for document in found], "next": following})

    async def create(self, request: web.Request, caller: Caller) -> web.Response:
        """A Customer that an Agent enters."""
        given = msgspec.to_builtins(await body(request, customer_wire.CustomerInput))
        addresses = [entered_address(one["kind"], one["value"]) for one in given.pop("addresses")]
        await self._addresses.check(addresses)
        given["fields"] = self._fields.checked(given["fields"], {}, caller.rights, new=True)
        made = await self._customers.add(self._checked(given), addresses)
        await self._consents.changed({}, made, caller)
        return answer(self.shown(made, caller), 201)

    async def show(self, request: web.Request, caller: Caller) -> web.Response:
        """One Customer, with all they were merged from."""
        return answer(await self._detail(request.match_info["id"], caller))

    async def change(self, request: web.Request, caller: Caller) -> web.Response:
        """Change some fields of a Customer who is still at ``rv``."""
        patch = await body(request, customer_wire.CustomerPatch)
        fields, id = self._checked(changes(patch)), request.match_info["id"]
        before = await self._customers.get(id)
        if "fields" in fields:
            fields["fields"] = self._fields.checked(fields["fields"], before["fields"], caller.rights)
        changed = await self._customers.patch(id, patch.rv, fields)
        await self._consents.changed(before, changed, caller)
        return answer(self.shown(changed, caller))

    async def reveal(self, request: web.Request, caller: Caller) -> web.Response:
        """One masked value, which the audit then knows of."""
        given = await body(request, customer_wire.Reveal)
        if (given.field is None) == (given.address is None):
            raise Refused("invalid", "Name a field or an address.")
        id = request.match_info["id"]
        return answer({"value": await self._masking.reveal(id, caller, field=given.field, address=given.address)})

    async def mask(self, request: web.Request, caller: Caller) -> web.Response:
        """Mask an address, or show it again."""
        given = await body(request, customer_wire.Mask)
        document = await self._masking.mask(request.match_info["id"], given.address, caller, masked=given.masked)
        return answer(self.shown(document, caller))

    async def add_address(self, request: web.Request, caller: Caller) -> web.Response:
        """One more way to reach them, on an Agent's word."""
        given = await body(request, customer_wire.AddressInput)
        document = await self._addresses.add(request.match_info["id"], given.kind, given.value, caller)
        return answer(self.shown(document, caller), 201)

    async def remove_address(self, request: web.Request, caller: Caller) -> web.Response:
        """One way less, where nothing leads to them by it."""
        id, address = request.match_info["id"], request.match_info["address"]
        return answer(self.shown(await self._addresses.remove(id, address, caller), caller))

    async def compare(self, request: web.Request, caller: Caller) -> web.Response:
        """Two Customers side by side: what a merge would choose between."""
        ours = await self._customers.get(request.match_info["id"])
        theirs = await self._customers.get(words(request, "with", 64))
        found = self._fields.shown_differences(differences(ours, theirs), caller.rights)
        hidden = [value for one in (ours, theirs) for value in self._customers.hidden(one["_id"])]
        sides = {"ours": self.shown(ours, caller), "theirs": self.shown(theirs, caller)}
        of_two = await self._merging.are_two(ours["_id"], theirs["_id"])
        counts = await self._footprints.of(self._customers.families.family(theirs["_id"]))
        return answer({**sides, "of_two": of_two, "counts": counts, "differences": without(found, hidden)})

    async def merge(self, request: web.Request, caller: Caller) -> web.Response:
        """Merge another Customer into this one."""
        id, given = request.match_info["id"], await body(request, customer_wire.MergeInput)
        await self._merging.merge(given.from_, id, given.fields, caller, "by hand", of_two=given.of_two)
        return answer(await self._detail(id, caller))

    async def unmerge(self, request: web.Request, caller: Caller) -> web.Response:
        """Undo a merge."""
        id, given = request.match_info["id"], await body(request, customer_wire.UnmergeInput)
        await self._customers.get(id)
        await self._merging.unmerge(id, given.merge, caller)
        return answer(await self._detail(id, caller))

    async def conversations(self, request: web.Request, caller: Caller) -> web.Response:
        """Their Conversations within the caller's reach, newest first."""
        customer = await self._customers.get(request.match_info["id"])
        limit = max(1, number(request, "limit", 20, 100))
        await self._views.flush()
        family = self._customers.families.family(customer["_id"])
        found = await self._conversations.newest(
            {"customer": family}, by="last_at", before=cursor_of(request), limit=limit
        )
        states = [state_of(document, Conversation) for document in found]
        seen = [state for state in states if self._directory.sees(caller.agent, state)]
        following = iso(found[-1]["last_at"]) if len(found) >= limit else None
        return answer({"items": await self._rows.rows(seen), "next": following})

    def shown(self, document: Document, caller: Caller) -> Document:
        """A Customer as the caller may see them."""
        return self._masking.shown(document, caller.rights)

    async def _detail(self, id: str, caller: Caller) -> Document:
        document = await self._customers.get(id)
        customer = self.shown(document, caller)
        family = self._customers.families.family(customer["id"])
        merges = [self._masked(shown_merge(row), row["from"]) for row in await self._merging.of(customer["id"])]
        return {
            **customer,
            "counts": await self._footprints.of(family),
            "family": list(family),
            "merges": merges,
            "suggestions": [self._masked(one, one["id"]) for one in await self._duplicates.of(document)],
        }

    def _masked(self, shown: Document, customer: str) -> Any:
        return without(shown, self._customers.hidden(customer))

    def _checked(self, fields: Document) -> Document:
        """What types cannot say: the named ones exist. Raises Refused."""
        if "name" in fields and not (fields := {**fields, "name": line(fields["name"])})["name"]:
            raise Refused("invalid", "A name needs letters.")
        if fields.get("timezone") and fields["timezone"] not in available_timezones():
            raise Refused("invalid", "timezone is one such as Europe/Warsaw.")
        if fields.get("owner"):
            self._directory.get("agents", fields["owner"])
        if fields.get("organisation"):
            self._directory.get("organisations", fields["organisation"])
        return fields


def having(request: web.Request) -> list[str]:
    """The facets that a query's filters ask for. Raises Refused."""
    return asked({name: words(request, name) for name in FILTERS})


def changes(patch: msgspec.Struct) -> dict[str, Any]:
    """The fields a PATCH names, ``rv`` apart, as plain values."""
    given = {name: getattr(patch, name) for name in patch.__struct_fields__ if name != "rv"}
    return {name: msgspec.to_builtins(value) for name, value in given.items() if value is not msgspec.UNSET}
