"""Masking: fields that a company marked so, and single addresses, leave the server as dots and are shown one by one, each time written down.

What is masked is masked for everybody; the right only allows to ask for one value. So no page, row, snippet, file or push has to know who
looks at it, and whoever reads a value has left a line that says so.
"""

import hmac
from collections.abc import Collection, Mapping, Sequence
from hashlib import sha256
from typing import Any

from domain.refusal import Refused
from server.access import Caller
from server.customers.custom_fields import MASK, UNMASK, CustomFields
from server.customers.customers import Customers, Document, shown
from server.customers.phone_numbers import numbers_in
from server.directory import Directory
from server.privacy.audit import Audit

MASKABLE = frozenset({"phone", "external"})
"""Kinds of addresses: an email's is in the head of each mail of theirs, and dots in the profile would only pretend."""
SHORTEST_IN_TEXT = 5
"""Shorter ones would be found in every other word."""


class Masking:
    """Shows Customers, and shows what is masked of them to who may ask for it."""

    def __init__(self, directory: Directory, customers: Customers, audit: Audit, secret: str) -> None:
        self._customers, self._audit, self._fields = customers, audit, CustomFields(directory)
        self._key = hmac.digest(secret.encode(), b"ids of addresses", sha256)

    def shown(self, document: Document, rights: Collection[str]) -> Document:
        """A Customer as docs/wire.md's, for somebody with ``rights``."""
        addresses = [self._address(address) for address in document["addresses"]]
        hidden = self._customers.hidden(document["_id"])
        plain = without(shown(document), hidden)
        fields = self._fields.shown(plain["fields"], rights)
        return {**plain, "fields": fields, "addresses": addresses}

    async def reveal(self, customer: str, caller: Caller, *, field: str | None, address: str | None) -> Any:
        """One masked value. It is only handed out once the audit has it. Raises Refused."""
        caller.need(UNMASK)
        document = await self._customers.get(customer)
        if address is not None:
            found = self.found(document, address)
            value, named = found["value"], {"address": found["kind"]}
        else:
            seen = self._fields.shown(document["fields"], caller.rights)
            if field is None or field not in seen:
                raise Refused("not_found", "This customer has no such field.")
            value, named = document["fields"][field], {"field": field}
        await self._audit.write("customers.reveal", document["_id"], caller, **named)
        return value

    async def mask(self, customer: str, address: str, caller: Caller, *, masked: bool) -> Document:
        """Mask an address wherever it shows, or show it again. The Customer. Raises Refused."""
        caller.need(UNMASK)
        document = await self._customers.get(customer)
        wanted = self.found(document, address)
        if wanted["kind"] not in MASKABLE:
            raise Refused("invalid", "Only phones and external ids can be masked: an email's address is in every mail.")

        def edit(leaf: Document) -> Document:
            same = [is_same(one, wanted) for one in leaf["addresses"]]
            pairs = zip(leaf["addresses"], same, strict=True)
            return {**leaf, "addresses": [{**one, "masked": masked} if hit else one for one, hit in pairs]}

        family = self._customers.families.family(document["_id"])
        for leaf in family:
            await self._customers.change(leaf, edit)
        act = "customers.mask" if masked else "customers.unmask"
        await self._audit.write(act, document["_id"], caller, address=wanted["kind"])
        self._customers.tell(family)
        return await self._customers.get(customer)

    def found(self, document: Document, id: str) -> Document:
        """The address of a Customer that an id names. Raises Refused."""
        for address in document["addresses"]:
            if hmac.compare_digest(self._id(address).encode(), id.encode()):
                return dict(address)
        raise Refused("not_found", "This customer has no such address.")

    def _address(self, address: Document) -> Document:
        masked = bool(address.get("masked"))
        value = MASK if masked else address["value"]
        kept = {name: address[name] for name in ("kind", "verified", "source")}
        return {"id": self._id(address), **kept, "value": value, "masked": masked}

    def _id(self, address: Document) -> str:
        """What names an address without telling it: keyed, because all phone numbers there are can be hashed in minutes."""
        text = f"{address['kind']}:{address['value'].casefold()}".encode()
        return "adr_" + hmac.new(self._key, text, sha256).hexdigest()[:26]


def without(value: Any, hidden: Sequence[str]) -> Any:
    """``value``, a JSON value, with dots where one of the ``hidden`` texts stood, however a number among them was written."""
    if not hidden:
        return value
    if isinstance(value, str):
        return _blotted(value, hidden)
    if isinstance(value, Mapping):
        return {name: without(one, hidden) for name, one in value.items()}
    return [without(one, hidden) for one in value] if isinstance(value, list | tuple) else value


def is_same(one: Document, other: Document) -> bool:
    """Whether two addresses are one, however they are written."""
    return bool(one["kind"] == other["kind"] and one["value"].casefold() == other["value"].casefold())


def _blotted(text: str, hidden: Sequence[str]) -> str:
    if text in hidden:
        return MASK
    for start, end, number in reversed(numbers_in(text)):
        if number in hidden:
            text = text[:start] + MASK + text[end:]
    for one in hidden:
        text = text.replace(one, MASK) if len(one) >= SHORTEST_IN_TEXT else text
    return text
