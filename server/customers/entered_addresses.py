"""Addresses as Agents enter them and take them away: a word of ours about how somebody is reached, which proves nothing and merges nobody.

What leads to a Customer stays: an address that was proved or that their mail comes from would go on leading to them without being shown.
"""

import re
import unicodedata
from collections.abc import Callable, Sequence

from domain.refusal import Refused
from domain.words import line
from server.access import Caller
from server.customers.address_keys import claimed_key, proved_key
from server.customers.customers import MOST_ADDRESSES, Customers, Document, check_kept
from server.customers.masking import Masking, is_same
from server.customers.phone_numbers import e164
from server.privacy.audit import Audit
from store.tables import Tables

EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
MOST_VISITORS = 1_000


class EnteredAddresses:
    """Adds and removes them."""

    def __init__(self, tables: Tables, customers: Customers, masking: Masking, audit: Audit) -> None:
        self._tables, self._customers = tables, customers
        self._masking, self._audit = masking, audit

    async def add(self, customer: str, kind: str, typed: str, caller: Caller) -> Document:
        """Keep an address as an Agent's word, beside whoever else may have it. The Customer. Raises Refused."""
        entered, known = entered_address(kind, typed), await self._customers.get(customer)
        self._check_new(entered, known)
        if kind == "external":
            await self._check_nobodys(entered["value"], self._customers.families.family(known["_id"]))

        def with_address(document: Document) -> Document:
            check_kept(document)
            self._check_new(entered, document)
            return {**document, "addresses": [*document["addresses"], entered]}

        await self._customers.change(known["_id"], with_address)
        return await self._written_down("customers.add-address", known["_id"], kind, caller)

    async def check(self, entered: Sequence[Document]) -> None:
        """Raises Refused where a new Customer may not have these addresses: one twice, two customer numbers, or somebody else's."""
        for place, address in enumerate(entered):
            self._check_new(address, {"addresses": entered[:place]})
            if address["kind"] == "external":
                await self._check_nobodys(address["value"])

    async def remove(self, customer: str, address: str, caller: Caller) -> Document:
        """Take an address away wherever the Customer's family has it. The Customer. Raises Refused where something leads to them by it."""
        known = await self._customers.get(customer)
        check_kept(known)
        wanted = self._masking.found(known, address)
        family = self._customers.families.family(known["_id"])
        await self._check_free(wanted, family)
        for member in family:
            await self._customers.change(member, _without(wanted))
        return await self._written_down("customers.remove-address", known["_id"], wanted["kind"], caller)

    # ----------------------------------------------------------------------------------------------------------------------

    def _check_new(self, entered: Document, known: Document) -> None:
        check_kept(known)
        if any(is_same(one, entered) for one in known["addresses"]):
            raise Refused("conflict", "This customer has this address already.")
        if len(known["addresses"]) >= MOST_ADDRESSES:
            raise Refused("conflict", "This customer has too many addresses already.")
        if entered["kind"] == "external" and any(one["kind"] == "external" for one in known["addresses"]):
            raise Refused(
                "conflict", "This customer has a customer number already: another one would be another person."
            )

    async def _check_nobodys(self, number: str, family: Sequence[str] = ()) -> None:
        """A company's own number is one person's: whoever has it too is merged with, not doubled."""
        holders = await self._tables.customers.find(
            {"address_keys": f"external:{number.casefold()}"}, limit=MOST_VISITORS
        )
        if any(one["_id"] not in family for one in holders):
            raise Refused("conflict", "Another customer has this customer number. If they are one person, merge them.")

    async def _check_free(self, address: Document, family: Sequence[str]) -> None:
        """Raises Refused, with the reason, where anything leads to the family by an address."""
        if address["kind"] == "visitor":
            raise Refused("conflict", "This is their browser: their conversations belong to it.")
        if address.get("masked"):
            raise Refused("conflict", "This address is masked. Show it to everybody before you remove it.")
        kind, value = address["kind"], address["value"]
        proved, claimed = proved_key(kind, value), claimed_key(kind, value)
        visitors = await self._tables.visitors.find({"customer": tuple(family)}, limit=MOST_VISITORS)
        rows = await self._tables.addresses.get_many((proved, claimed))
        ours = {key for key, row in rows.items() if row["customer"] in family}
        if proved in ours or any(proved in one.get("proved", ()) for one in visitors):
            raise Refused("conflict", "This address was proved to be theirs: it leads to them, so it stays.")
        if claimed in ours:
            raise Refused("conflict", "Their mail comes from this address: it leads to them, so it stays.")

    async def _written_down(self, act: str, customer: str, kind: str, caller: Caller) -> Document:
        await self._audit.write(act, customer, caller, address=kind)
        self._customers.tell(self._customers.families.family(customer))
        return await self._customers.get(customer)


def entered_address(kind: str, typed: str) -> Document:
    """An address as an Agent enters it: in the one way it is written, and nobody's proof. Raises Refused."""
    value = typed.strip()
    if kind == "phone":
        number = e164(value)
        if number is None:
            raise Refused("invalid", "A phone number begins with + and the number of its country.")
        value = number
    elif kind == "email" and EMAIL.fullmatch(value) is None:
        raise Refused("invalid", "An email address looks like vera@mail.example.")
    elif kind == "external" and (not value or value != line(unicodedata.normalize("NFC", value))):
        raise Refused("invalid", "A customer number is one line of plain letters and digits.")
    return {"kind": kind, "value": value, "verified": False, "source": "agent"}


def _without(address: Document) -> Callable[[Document], Document]:
    """Takes an address away, unless it was proved while nobody looked: then it stays, and whoever reads next sees that."""

    def edit(document: Document) -> Document:
        check_kept(document)
        kept = [
            one for one in document["addresses"] if not is_same(one, address) or one["verified"] > address["verified"]
        ]
        return {**document, "addresses": kept}

    return edit
