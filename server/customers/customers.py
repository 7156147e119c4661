"""Customers and the visitors who are them: made at the first message, told apart by what they prove, never by what they claim.

Two visitors who claim one email stay two Customers until somebody or a proof merges them. Then their documents stay two as well (leaves
of one family): ``get`` reads the family as one, ``leaf`` one document.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from domain.customers import Families, edited
from domain.ids import unguessable
from domain.names import sounds
from domain.refusal import Refused
from domain.times import iso
from domain.words import LONGEST, beginnings, tokens
from server.clock import Clock
from server.customers.address_keys import claimed_key, proved_key
from server.customers.facets import facets
from server.customers.phone_numbers import kept_number
from server.customers.profiles import changed, profile_of, united_addresses, whole, with_profile
from store.tables import Conflict, Tables, Taken

Document = dict[str, Any]
TRIES = 5
MOST_PAGES = 10
"""How many pages of an index are read for one of which filters leave little."""
MOST_ADDRESSES = 20
MOST_FACES = 50_000
PROVING = frozenset({"email", "phone", "external"})
"""Kinds of addresses that say who somebody is; a visitor's id only says which browser."""


@dataclass(frozen=True, slots=True)
class Face:
    """What rows show of a Customer."""

    name: str
    verified: bool
    facets: tuple[str, ...] = ()


class Customers:
    """Reads and changes Customers."""

    def __init__(self, tables: Tables, clock: Clock) -> None:
        self._tables = tables
        self._clock = clock
        self.families = Families()
        self._faces: dict[str, Face] = {}
        self._masked: dict[str, tuple[str, ...]] = {}
        self._hearers: list[Callable[[tuple[str, ...]], None]] = []

    async def load(self) -> None:
        """Read who is merged into whom; they are few beside all Customers."""
        merged = await self._tables.customers.find({"listed": False}, limit=1_000_000)
        self.families = Families({one["_id"]: one["merged_into"] for one in merged if one.get("merged_into")})
        for document in await self._tables.customers.find({"masks": True}, limit=1_000_000):
            self._remember(document)

    def on_change(self, hear: Callable[[tuple[str, ...]], None]) -> None:
        """``hear(ids)`` whenever these Customers are shown differently in rows."""
        self._hearers.append(hear)

    def tell(self, ids: Iterable[str]) -> None:
        """These Customers are shown differently now."""
        told = tuple(ids)
        for hear in self._hearers:
            hear(told)

    async def follow(self, id: str) -> None:
        """Read again what another node changed of a Customer."""
        document = await self._tables.customers.get(id)
        if document is None:
            return
        self.families.follow(id, document.get("merged_into"))
        self._remember(document)

    async def get(self, id: str) -> Document:
        """One Customer as they are shown: the root of the family, with everybody's addresses. Raises Refused."""
        family = self.families.family(id)
        members = await self._tables.customers.get_many(family)
        if family[0] not in members:
            raise Refused("not_found", "There is no such customer.")
        return self._shown([members[one] for one in family if one in members])

    async def leaf(self, id: str) -> Document:
        """One Customer's own document. Raises Refused."""
        document = await self._tables.customers.get(id)
        if document is None:
            raise Refused("not_found", "There is no such customer.")
        self._remember(document)
        return document

    async def meet(self, ids: Iterable[str]) -> None:
        """Learn the faces of these Customers, for ``reference``."""
        missing = {one for id in ids for one in self.families.family(id)} - self._faces.keys()
        if missing:
            for document in (await self._tables.customers.get_many(missing)).values():
                self._remember(document)

    def reference(self, id: str, name: str) -> Document:
        """A Customer as rows name them: as the root of their family; ``name`` where nothing is known of them yet."""
        family = self.families.family(id)
        root = self._faces.get(family[0])
        verified = any(self._faces[one].verified for one in family if one in self._faces)
        return {"id": family[0], "name": root.name if root else name, "verified": verified}

    def facets(self, id: str) -> tuple[str, ...]:
        """The words that a Customer's family is filtered by, as far as they were met."""
        root = self._faces.get(self.families.root(id))
        return root.facets if root else ()

    def hidden(self, id: str) -> tuple[str, ...]:
        """The addresses of a Customer's family that only show as a mask."""
        if not self._masked:
            return ()
        return tuple(value for one in self.families.family(id) for value in self._masked.get(one, ()))

    def _remember(self, document: Document) -> None:
        if values := _masked(document):
            self._masked[document["_id"]] = values
        else:
            self._masked.pop(document["_id"], None)
        shown = whole(document)
        self._faces.pop(document["_id"], None)
        self._faces[document["_id"]] = Face(shown["name"], is_verified(document), tuple(facets(shown)))
        if len(self._faces) > MOST_FACES:
            del self._faces[next(iter(self._faces))]

    def _shown(self, members: list[Document]) -> Document:
        for member in members:
            self._remember(member)
        return {**whole(members[0]), "addresses": united_addresses(members)}

    async def add(self, fields: Document, addresses: list[Document]) -> Document:
        """A Customer that an Agent enters; who they are is nobody's proof."""
        document = self.blank(unguessable("cus"), fields.pop("name"), addresses, fields.pop("language", ""))
        document = _indexed({**document, **fields})
        await self._tables.customers.insert(document)
        self._remember(document)
        self.tell([document["_id"]])
        return document

    async def add_many(self, documents: Sequence[Document]) -> None:
        """Customers that come from elsewhere; one who is there already is left as they are."""
        await self._tables.customers.add_many([_indexed(document) for document in documents])
        for document in documents:
            self._remember(document)
        self.tell(document["_id"] for document in documents)

    async def of_visitor(self, visitor: str, widget: str, claims: dict[str, str], locale: str) -> Document:
        """The Customer a visitor is, made now if they are new, with their claims kept."""
        known = await self._tables.visitors.get(visitor)
        if known is not None:
            document = await self.leaf(known["customer"])
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
        self._remember(document)
        return document

    async def of_sender(self, address: str, name: str, *, verified: bool, locale: str) -> Document:
        """The Customer whose mail comes from ``address``, made now if they are new; nothing about one who is known is changed.

        Whoever proved an address and whoever only claims it are two Customers: a forged From must not lead to the real one's profile.
        """
        key = (proved_key if verified else claimed_key)("email", address)
        claim = await self._tables.addresses.get(key)
        if claim is not None:
            known = await self._tables.customers.get(claim["customer"])
            if known is not None:
                self._remember(known)
            return known or await self._begin(claim["customer"], address, name, verified, locale)
        id = unguessable("cus")
        try:
            await self._tables.addresses.insert({"_id": key, "customer": id, "created_at": self._clock.now(), "rv": 1})
        except Taken:
            return await self.of_sender(address, name, verified=verified, locale=locale)
        return await self._begin(id, address, name, verified, locale)

    async def of_recipient(self, address: str, name: str, locale: str) -> Document:
        """The Customer an Agent writes to first: whoever proved the address, else whoever claims it, made now if they are new."""
        proved = await self._tables.addresses.get(proved_key("email", address)) is not None
        return await self.of_sender(address, name, verified=proved, locale=locale)

    async def _begin(self, id: str, address: str, name: str, verified: bool, locale: str) -> Document:
        """Make the Customer that an address was promised to."""
        written = {"kind": "email", "value": address, "verified": verified, "source": "email"}
        document = _indexed(self.blank(id, name, [written] if "@" in address else [], locale))
        try:
            await self._tables.customers.insert(document)
        except Taken:  # another node was faster
            return await self.leaf(id)
        self._remember(document)
        return document

    async def claim(self, id: str, claims: dict[str, str]) -> Document:
        """Keep what a Customer says of themselves: unverified addresses, and a name where none was proved."""

        def told(document: Document) -> Document:
            addresses = [*document["addresses"]]
            for kind in ("email", "phone"):
                value = _claimed(kind, claims)
                if value and not any(a["kind"] == kind and a["value"] == value for a in addresses):
                    addresses.append({"kind": kind, "value": value, "verified": False, "source": "form"})
            if len(addresses) > MOST_ADDRESSES:
                raise Refused("conflict", "This customer has too many addresses already.")
            if (name := claims.get("name", "").strip()) and is_unproved(document):
                document = {**document, "name": name, "claimed_name": name}
            return {**document, "addresses": addresses}

        return await self.change(id, told)

    async def change(self, id: str, edit: Any) -> Document:
        """Apply ``edit(document)`` by compare-and-set, again if somebody was faster."""
        for _ in range(TRIES):
            try:
                return await self.store(edit(await self.leaf(id)))
            except Conflict:
                continue
        raise Refused("conflict", "This customer is being changed by somebody else. Try again.")

    async def store(self, document: Document) -> Document:
        """Replace a leaf's document by compare-and-set. Raises Conflict."""
        stored = await self._tables.customers.replace(_indexed(document))
        before = self._faces.get(stored["_id"])
        self._remember(stored)
        if before != self._faces[stored["_id"]]:
            self.tell([stored["_id"]])
        return stored

    async def patch(self, id: str, rv: int, fields: Document) -> Document:
        """Change some fields of a Customer who is still at ``rv``. Raises Refused."""
        document = await self.leaf(self.families.root(id))
        check_kept(document)
        profile = profile_of(document)
        document = with_profile(document, edited(profile, changed(profile, fields)))
        try:
            await self.store({**document, "rv": rv})
        except Conflict:
            raise Refused("conflict", "Somebody else changed this customer meanwhile. Load it again.") from None
        self.tell([document["_id"]])
        return await self.get(id)

    async def search(
        self, words: str, limit: int, before: datetime | None, having: Sequence[str] = ()
    ) -> list[Document]:
        """Customers with all of the words, each of which may be a beginning, and all of the facets; latest first by ``found_at``."""
        wanted = tokens(words, limit=6)
        if not wanted:
            equal = {"facets": having[0]} if having else {"listed": True}
            return await self._sifted(equal, having[1:], limit, before)
        rarest = max(wanted, key=len)[:LONGEST]
        hits = await self._newest({"tokens": rarest}, before, limit * 5)
        found = [hit for hit in hits if await self._stands_for(hit, wanted, rarest)]
        if having:
            found = [hit for hit in found if set(having) <= set(facets(await self._found(hit)))]
        if before is None and self._masked:
            known = {self.families.root(one["_id"]) for one in found}
            found = [
                one for one in await self._with_masked(words) if self.families.root(one["_id"]) not in known
            ] + found
        return [await self._found(one) for one in found[:limit]]

    async def _with_masked(self, words: str) -> list[Document]:
        """Those with a masked address that is all of ``words``: of a beginning nobody learns that it is one."""
        exact = {words.strip().casefold(), kept_number(words.strip())}
        ids = [id for id, values in self._masked.items() if exact & {value.casefold() for value in values}]
        return list((await self._tables.customers.get_many(ids)).values())

    async def _sifted(
        self, equal: Mapping[str, Any], having: Sequence[str], limit: int, before: datetime | None
    ) -> list[Document]:
        """A page of the roots that an index gives, less those without all of the facets."""
        found: list[Document] = []
        at_once = limit * 5 if having else limit
        for _ in range(MOST_PAGES):
            hits = await self._newest(equal, before, at_once)
            found += [await self._found(hit) for hit in hits if set(having) <= set(hit.get("facets", ()))]
            if len(found) >= limit or len(hits) < at_once:
                break
            before = hits[-1]["created_at"]
        return found

    async def are_called(self, word: str, besides: Sequence[str]) -> bool:
        """Whether anybody but these is found by a word."""
        hits = await self._newest({"tokens": word}, None, len(besides) + 1)
        return any(hit["_id"] not in besides for hit in hits)

    async def _newest(self, equal: Mapping[str, Any], before: datetime | None, limit: int) -> list[Document]:
        return await self._tables.customers.newest(equal, by="created_at", before=before, limit=limit)

    async def _found(self, hit: Document) -> Document:
        """The family of a leaf that was found, with the time by which the next page goes on."""
        single = self.families.family(hit["_id"]) == (hit["_id"],)
        shown = self._shown([hit]) if single else await self.get(hit["_id"])
        return {**shown, "found_at": hit["created_at"]}

    async def _stands_for(self, hit: Document, wanted: Iterable[str], rarest: str) -> bool:
        """Whether a leaf's family has all of the words. Of the leaves with the rarest one only the newest stands for its family, on whatever page."""
        family = self.families.family(hit["_id"])
        if len(family) == 1:
            return all(_has(hit, word) for word in wanted)
        members = list((await self._tables.customers.get_many(family)).values())
        newest = max((one for one in members if rarest in one["tokens"]), key=_age, default=hit)
        return newest["_id"] == hit["_id"] and all(any(_has(one, word) for one in members) for word in wanted)

    def _new(self, visitor: str, claims: dict[str, str], locale: str) -> Document:
        number = visitor[-4:].upper()
        own = {"kind": "visitor", "value": visitor, "verified": True, "source": "widget"}
        name = claims.get("name", "").strip()
        document = self.blank(unguessable("cus"), name or f"Visitor {number}", [own], locale)
        if name:
            document["claimed_name"] = name
        for kind in ("email", "phone"):
            if value := _claimed(kind, claims):
                document["addresses"].append({"kind": kind, "value": value, "verified": False, "source": "form"})
        return _indexed(document)

    def blank(self, id: str, name: str, addresses: list[Document], locale: str) -> Document:
        """A Customer of whom no more is known."""
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
    later = {"lifecycle": "", "vip": False, "owner": None, "organisation": None, "consents": {}}
    return {
        "id": document["_id"],
        **{name: document[name] for name in names},
        **{name: document.get(name, blank) for name, blank in later.items()},
        "verified": is_verified(document),
        "created_at": iso(document["created_at"]),
        "erased_at": iso(document["erased_at"]) if document.get("erased_at") else None,
    }


def check_kept(document: Document) -> None:
    """Raises Refused for a Customer of whom nothing is kept any more."""
    if document.get("erased_at"):
        raise Refused("conflict", "This customer was erased.")


def is_numbered(document: Document) -> bool:
    """Whether the name is only the number of a visitor who has given none."""
    visitors = (address["value"] for address in document["addresses"] if address["kind"] == "visitor")
    return document["name"] in {f"Visitor {visitor[-4:].upper()}" for visitor in visitors}


def is_unproved(document: Document) -> bool:
    """Whether nobody but the visitor says that this is the name: an Agent or a signature has a better one."""
    return is_numbered(document) or document["name"] == document.get("claimed_name")


def is_verified(document: Document) -> bool:
    """Whether who they are was proved."""
    return any(address["verified"] and address["kind"] in PROVING for address in document["addresses"])


def _indexed(document: Document) -> Document:
    if document.get("erased_at"):  # nothing finds them any more
        return {**document, "tokens": [], "address_keys": [], "masks": False, "sounds": [], "facets": []}
    shown = (one for one in document["addresses"] if one["kind"] != "visitor" and not one.get("masked"))
    values = " ".join(address["value"] for address in shown)
    keys = [f"{address['kind']}:{address['value'].casefold()}" for address in document["addresses"]]
    words = tokens(f"{whole(document)['name']} {document['name']} {values}", limit=12)
    return {
        **document,
        "tokens": list(beginnings(words)),
        "address_keys": keys,
        "masks": bool(_masked(document)),
        "sounds": list(() if is_numbered(document) else sounds(document["name"])),
        "facets": facets(whole(document)) if document["listed"] else [],
    }


def _masked(document: Document) -> tuple[str, ...]:
    return tuple(one["value"] for one in document["addresses"] if one.get("masked"))


def _claimed(kind: str, claims: Mapping[str, str]) -> str:
    value = claims.get(kind, "").strip()
    return kept_number(value) if kind == "phone" else value


def _age(document: Document) -> tuple[datetime, str]:
    return document["created_at"], document["_id"]


def _has(document: Document, word: str) -> bool:
    return any(token.startswith(word) for token in document["tokens"])
