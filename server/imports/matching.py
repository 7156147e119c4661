"""Whom a row is about: the Customers that have its id or one of its addresses, an external id before an email before a phone number.

Only what is proved, or what the company itself entered, leads to somebody: what a visitor said of themselves must not draw the company's
knowledge to their profile.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import msgspec

from domain.refusal import Refused
from server.customers.address_keys import proved_key
from server.customers.customers import Customers, Document
from server.imports.rows import Key, Said
from store.tables import Tables

ORDER = ("external", "email", "phone")
CALLED: Mapping[str, str] = {"external": "external id", "email": "email address", "phone": "phone number"}
OURS = frozenset({"agent", "import"})
"""Sources of addresses that nobody proved and the company vouches for."""
MOST_FOUND = 100_000


class Known:
    """The Customers that a piece of rows may be about, as they will be once the rows before have been taken in.

    A rehearsal writes nothing, so it keeps here what the rows before would have made of them.
    """

    def __init__(self, customers: Customers, tables: Tables, match: Collection[str], *, rehearsal: bool) -> None:
        self._customers, self._tables, self._match, self._rehearsal = customers, tables, match, rehearsal
        self._documents: dict[str, Document] = {}
        self._addresses: dict[str, set[Key]] = {}
        self._holders: dict[str, dict[str, bool]] = {}
        self._roots: dict[str, str] = {}
        self._owners: dict[str, str] = {}
        self._packed: dict[str, bytes] = {}
        self._packed_keys: dict[str, set[str]] = {}

    async def read(self, rows: Iterable[Said], own: Iterable[str], *, verified: bool) -> None:
        """Read whom these rows may be about, and those with the ids ``own``. Raises Unavailable."""
        rows = list(rows)
        self._documents, self._addresses, self._holders, self._roots = {}, {}, {}, {}
        keys = tuple({key for said in rows for key in said.address_keys() if key.partition(":")[0] in self._match})
        ids = {said.id for said in rows if said.id}
        leaves = await self._tables.customers.find({"address_keys": keys}, limit=MOST_FOUND) if keys else []
        families = self._customers.families
        named = {*ids, *own, *(leaf["_id"] for leaf in leaves)}
        for document in (
            await self._tables.customers.get_many({i for n in named for i in families.family(n)})
        ).values():
            self._learn(document)
        for document in self._rehearsed(keys):
            self.put(document)
        proofs = {proved_key(*key) for said in rows for key in said.addresses} if verified else set()
        claims = await self._tables.addresses.get_many(proofs)
        self._owners = {key: families.root(claim["customer"]) for key, claim in claims.items()}

    def put(self, document: Document) -> None:
        """From now on a Customer is like this."""
        self._learn(document)
        if self._rehearsal:
            self._packed[document["_id"]] = msgspec.msgpack.encode(document)
            for one in document["addresses"]:
                self._packed_keys.setdefault(_key(one), set()).add(document["_id"])

    def get(self, id: str) -> Document | None:
        """A Customer by their own id."""
        return self._documents.get(id)

    def addresses(self, id: str) -> set[Key]:
        """Those of a root's whole family."""
        return self._addresses.get(id, set())

    def of(self, said: Said) -> Document | None:
        """Whom a row is about, None where it is nobody yet. Raises Refused."""
        if "id" in self._match and (root := self._roots.get(said.id)) and root in self._documents:
            if not self._may_be(root, said):
                raise Refused("conflict", "The customer with this id is known by another external id.")
            return self._documents[root]
        for kind in ORDER:
            if kind in self._match and (found := self._holding(kind, said)):
                if len(found) > 1:
                    raise Refused(
                        "conflict",
                        f"{len(found)} customers have this {CALLED[kind]}. Merge them, or name one by its id.",
                    )
                return self._documents[found[0]]
        return None

    def check_owner(self, said: Said, customer: str) -> None:
        """Raises Refused where an address of the row is proved to be another's."""
        for key in said.addresses:
            if self._owners.get(proved_key(*key), customer) != customer:
                raise Refused("conflict", f"The {CALLED[key[0]]} “{key[1][:60]}” is proved to be another customer's.")
            self._owners[proved_key(*key)] = customer

    # ----------------------------------------------------------------------------------------------------------------------

    def _learn(self, document: Document) -> None:
        id, root = document["_id"], self._customers.families.root(document["_id"])
        self._roots[id] = root
        self._documents[id] = document
        for one in document["addresses"]:
            self._addresses.setdefault(root, set()).add((one["kind"], one["value"]))
            if one["verified"] or one["source"] in OURS:
                holders = self._holders.setdefault(_key(one), {})
                holders[root] = holders.get(root, False) or one["verified"]

    def _rehearsed(self, keys: Iterable[str]) -> list[Document]:
        ids = {id for key in keys for id in self._packed_keys.get(key, ())} | (
            self._packed.keys() & self._documents.keys()
        )
        return [msgspec.msgpack.decode(self._packed[id], type=dict[str, Any]) for id in ids]

    def _holding(self, kind: str, said: Said) -> list[str]:
        holders: dict[str, bool] = {}
        for key in said.address_keys():
            if key.startswith(f"{kind}:"):
                for root, proved in self._holders.get(key, {}).items():
                    holders[root] = holders.get(root, False) or proved
        fitting = [root for root in holders if root in self._documents and self._may_be(root, said)]
        return [root for root in fitting if holders[root]] or fitting

    def _may_be(self, root: str, said: Said) -> bool:
        """Two different external ids are two people to their company, whatever else they share."""
        theirs = [value for kind, value in self.addresses(root) if kind == "external"]
        return not said.external or not theirs or said.external in theirs


def _key(address: Document) -> str:
    return f"{address['kind']}:{address['value'].casefold()}"
