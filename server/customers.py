"""Customers and the visitors who are them: made at the first message, told apart by what they prove, never by what they claim.

Two visitors who claim one email stay two Customers until somebody or a proof merges them.
"""

from datetime import datetime
from typing import Any

from domain.ids import unguessable
from domain.refusal import Refused
from domain.times import iso
from domain.words import LONGEST, beginnings, tokens
from server.clock import Clock
from store.tables import Conflict, Tables, Taken

Document = dict[str, Any]
TRIES = 5
MOST_ADDRESSES = 20


class Customers:
    """Reads and changes Customers."""

    def __init__(self, tables: Tables, clock: Clock) -> None:
        self._tables = tables
        self._clock = clock

    async def get(self, id: str) -> Document:
        """One Customer. Raises Refused."""
        document = await self._tables.customers.get(id)
        if document is None:
            raise Refused("not_found", "There is no such customer.")
        return document

    async def of_visitor(self, visitor: str, widget: str, claims: dict[str, str], locale: str) -> Document:
        """The Customer a visitor is, made now if they are new, with their claims kept."""
        known = await self._tables.visitors.get(visitor)
        if known is not None:
            document = await self.get(known["customer"])
            return await self.claim(document["_id"], claims) if any(claims.values()) else document
        document = self._new(visitor, claims, locale)
        try:
            await self._tables.customers.insert(document)
            await self._tables.visitors.insert(
                {
                    "_id": visitor,
                    "customer": document["_id"],
                    "widget": widget,
                    "created_at": self._clock.now(),
                    "rv": 1,
                }
            )
        except Taken:
            return await self.of_visitor(visitor, widget, claims, locale)
        return document

    async def of_sender(self, address: str, name: str, *, verified: bool, locale: str) -> Document:
        """The Customer whose mail comes from ``address``, made now if they are new; nothing about one who is known is changed.

        Whoever proved an address and whoever only claims it are two Customers: a forged From must not lead to the real one's profile.
        """
        key = f"{'verified' if verified else 'claimed'}|{address.casefold()}"
        claim = await self._tables.addresses.get(key)
        if claim is not None:
            known = await self._tables.customers.get(claim["customer"])
            return known or await self._begin(claim["customer"], address, name, verified, locale)
        id = unguessable("cus")
        try:
            await self._tables.addresses.insert({"_id": key, "customer": id, "created_at": self._clock.now(), "rv": 1})
        except Taken:
            return await self.of_sender(address, name, verified=verified, locale=locale)
        return await self._begin(id, address, name, verified, locale)

    async def of_recipient(self, address: str, name: str, locale: str) -> Document:
        """The Customer an Agent writes to first: whoever proved the address, else whoever claims it, made now if they are new."""
        proved = await self._tables.addresses.get(f"verified|{address.casefold()}") is not None
        return await self.of_sender(address, name, verified=proved, locale=locale)

    async def _begin(self, id: str, address: str, name: str, verified: bool, locale: str) -> Document:
        """Make the Customer that an address was promised to."""
        written = {"kind": "email", "value": address, "verified": verified, "source": "email"}
        document = _indexed(self._blank(id, name, [written] if "@" in address else [], locale))
        try:
            await self._tables.customers.insert(document)
        except Taken:  # another node was faster
            return await self.get(id)
        return document

    async def claim(self, id: str, claims: dict[str, str]) -> Document:
        """Keep what a Customer says of themselves: unverified addresses, and a name where none was proved."""

        def told(document: Document) -> Document:
            addresses = [*document["addresses"]]
            for kind in ("email", "phone"):
                value = claims.get(kind, "").strip()
                if value and not any(a["kind"] == kind and a["value"] == value for a in addresses):
                    addresses.append({"kind": kind, "value": value, "verified": False, "source": "form"})
            if len(addresses) > MOST_ADDRESSES:
                raise Refused("conflict", "This customer has too many addresses already.")
            return {**document, "name": claims.get("name", "").strip() or document["name"], "addresses": addresses}

        return await self.change(id, told)

    async def change(self, id: str, edit: Any) -> Document:
        """Apply ``edit(document)`` by compare-and-set, again if somebody was faster."""
        for _ in range(TRIES):
            edited = _indexed(edit(await self.get(id)))
            try:
                return await self._tables.customers.replace(edited)
            except Conflict:
                continue
        raise Refused("conflict", "This customer is being changed by somebody else. Try again.")

    async def patch(self, id: str, rv: int, fields: Document) -> Document:
        """Change some fields of a Customer who is still at ``rv``. Raises Refused."""
        edited = _indexed({**await self.get(id), **fields, "rv": rv})
        try:
            return await self._tables.customers.replace(edited)
        except Conflict:
            raise Refused("conflict", "Somebody else changed this customer meanwhile. Load it again.") from None

    async def search(self, words: str, limit: int, before: datetime | None) -> list[Document]:
        """Customers with all of the words, each of which may be a beginning, latest first."""
        wanted = tokens(words, limit=6)
        if not wanted:
            return await self._tables.customers.newest({"listed": True}, by="created_at", before=before, limit=limit)
        rarest = max(wanted, key=len)
        found = await self._tables.customers.newest(
            {"tokens": rarest[:LONGEST]}, by="created_at", before=before, limit=limit * 5
        )
        return [document for document in found if all(_has(document, word) for word in wanted)][:limit]

    def _new(self, visitor: str, claims: dict[str, str], locale: str) -> Document:
        number = visitor[-4:].upper()
        own = {"kind": "visitor", "value": visitor, "verified": True, "source": "widget"}
        document = self._blank(unguessable("cus"), claims.get("name", "").strip() or f"Visitor {number}", [own], locale)
        for kind in ("email", "phone"):
            if claims.get(kind, "").strip():
                address = {"kind": kind, "value": claims[kind].strip(), "verified": False, "source": "form"}
                document["addresses"].append(address)
        return _indexed(document)

    def _blank(self, id: str, name: str, addresses: list[Document], locale: str) -> Document:
        return {
            "_id": id,
            "name": name,
            "addresses": addresses,
            "language": locale.split("-")[0],
            "timezone": "",
            "fields": {},
            "tags": [],
            "note": "",
            "listed": True,
            "created_at": self._clock.now(),
            "rv": 1,
        }


def shown(document: Document) -> Document:
    """A Customer as docs/wire.md's."""
    names = ("name", "addresses", "language", "timezone", "fields", "tags", "note", "rv")
    return {
        "id": document["_id"],
        **{name: document[name] for name in names},
        "created_at": iso(document["created_at"]),
    }


def _indexed(document: Document) -> Document:
    values = " ".join(address["value"] for address in document["addresses"] if address["kind"] != "visitor")
    keys = [f"{address['kind']}:{address['value'].casefold()}" for address in document["addresses"]]
    words = tokens(f"{document['name']} {values}", limit=12)
    return {**document, "tokens": list(beginnings(words)), "address_keys": keys}


def _has(document: Document, word: str) -> bool:
    return any(token.startswith(word) for token in document["tokens"])
