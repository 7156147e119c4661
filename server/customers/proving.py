"""What happens when a visitor proves who they are: the address is theirs, or they are merged into whom it belongs to.

A proof decides between Customers without anybody's doing, so it never joins two that a company itself holds to be different people.
"""

from domain.customers import may_join
from domain.refusal import Refused
from server.clock import Clock
from server.customers.address_keys import proved_key
from server.customers.customers import Customers, Document, is_unproved
from server.customers.identity import Identify, IdentitySecrets, proved
from server.customers.merging import PROVED, Merging
from server.customers.recognition import Recognition
from store.tables import Tables, Taken

TRIES = 5


class Proving:
    """Takes proofs."""

    def __init__(
        self, tables: Tables, customers: Customers, merging: Merging, secrets: IdentitySecrets, clock: Clock
    ) -> None:
        self._tables, self._customers, self._merging = tables, customers, merging
        self._secrets, self._clock = secrets, clock
        self.recognition = Recognition(tables, customers)

    async def identify(self, widget: Document, visitor: str, given: Identify, locale: str) -> Document:
        """The Customer that a site has signed a visitor to be. Raises Refused; then nothing is known or changed.

        ``conflict`` where this browser is known as somebody else of the same site already: they begin anew as another visitor.
        """
        secret = await self._secrets.of(widget["_id"])
        if secret is None:
            raise Refused("forbidden", "This identity is not proved.")
        proof = proved(secret, widget["key"], given, self._clock.now())
        await self._check_person(
            visitor, proof.external
        )  # before the signature is theirs: whom they begin anew as will need it
        await self._use(proof.id, visitor, widget["_id"], proof.expires_at)
        leaf = (await self._customers.of_visitor(visitor, widget["_id"], {}, locale))["_id"]
        owner = await self.prove(leaf, "external", proof.external, "identity")
        await self.recognition.remember(visitor, proved_key("external", proof.external))
        if proof.name and is_unproved(owner):
            await self._customers.change(owner["_id"], lambda document: {**document, "name": proof.name})
        if proof.email and await self._prove_too(leaf, proof.email):
            await self.recognition.remember(visitor, proved_key("email", proof.email))
        return await self._customers.get(leaf)

    async def mailed(self, widget: Document, visitor: str, email: str, locale: str) -> Document:
        """The Customer that a visitor is who had a code from ``email``. Raises Refused."""
        leaf = (await self._customers.of_visitor(visitor, widget["_id"], {}, locale))["_id"]
        owner = await self.prove(leaf, "email", email, "code")
        await self.recognition.remember(visitor, proved_key("email", email))
        return owner

    async def prove(self, leaf: str, kind: str, value: str, source: str) -> Document:
        """A Customer has proved an address of a ``kind``: whom it belongs to now, them included. Raises Refused."""
        ours = await self._externals(leaf)
        owner = await self._owner(proved_key(kind, value), leaf)
        await self._keep(owner, {"kind": kind, "value": value, "verified": True, "source": source})
        if not may_join(ours, await self._externals(owner)) or await self._merging.were_parted(leaf, owner):
            raise Refused("conflict", "This address belongs to somebody else.")
        await self._join(leaf, owner)
        return await self._customers.get(leaf)

    async def _check_person(self, visitor: str, external: str) -> None:
        """Raises Refused where a visitor is known as another one of the company's people, or a person has parted them from this one."""
        known = await self._tables.visitors.get(visitor)
        owner = await self._tables.addresses.get(proved_key("external", external)) if known else None
        ours = await self._externals(known["customer"]) if known else set()
        parted = known and owner and await self._merging.were_parted(known["customer"], owner["customer"])
        if parted or (ours and external not in ours):
            raise Refused("conflict", "This browser is known as somebody else. Begin a new visit.")

    async def _prove_too(self, leaf: str, email: str) -> bool:
        """An email beside an external id: where it belongs to another of the company's people, the id counts. Whether it is theirs."""
        owner = await self._owner(proved_key("email", email), leaf)
        parted = await self._merging.were_parted(leaf, owner)
        if parted or not may_join(await self._externals(leaf), await self._externals(owner)):
            return False
        await self._keep(owner, {"kind": "email", "value": email, "verified": True, "source": "identity"})
        await self._join(owner, leaf)
        return True

    async def _join(self, one: str, into: str) -> None:
        """Merge their families, unless they are one already."""
        families = self._customers.families
        for _ in range(TRIES):
            if families.root(one) == families.root(into):
                return
            try:
                await self._merging.merge(families.root(one), families.root(into), [], None, PROVED)
            except Refused as refused:
                if refused.code != "conflict":
                    raise
        if families.root(one) != families.root(into):
            raise Refused("conflict", "This customer is being changed by somebody else. Try again.")

    async def _owner(self, key: str, leaf: str) -> str:
        """Whose a proved address is; theirs who prove it first."""
        document = {"_id": key, "customer": leaf, "created_at": self._clock.now(), "rv": 1}
        known = await self._tables.addresses.get(key)
        if known is None:
            try:
                await self._tables.addresses.insert(document)
            except Taken:
                return await self._owner(key, leaf)
        return str((known or document)["customer"])

    async def _keep(self, owner: str, address: Document) -> None:
        def with_address(document: Document) -> Document:
            known = [one for one in document["addresses"] if (one["kind"], one["value"]) == (kind, value)]
            rest = [one for one in document["addresses"] if one not in known]
            masked = {"masked": True} if any(one.get("masked") for one in known) else {}
            return {**document, "addresses": [*rest, {**address, **masked}]}

        kind, value = address["kind"], address["value"]
        if not any(address.items() <= one.items() for one in (await self._customers.leaf(owner))["addresses"]):
            await self._customers.change(owner, with_address)

    async def _externals(self, customer: str) -> set[str]:
        document = await self._customers.get(customer)
        return {one["value"] for one in document["addresses"] if one["kind"] == "external"}

    async def _use(self, proof: str, visitor: str, widget: str, expires_at: object) -> None:
        """A signature is one visitor's: whoever copies it proves nothing. Raises Refused."""
        id = f"{widget}|{proof}"
        try:
            await self._tables.proofs.insert({"_id": id, "visitor": visitor, "expires_at": expires_at})
        except Taken:
            used = await self._tables.proofs.get(id)
            if used is None or used["visitor"] != visitor:
                raise Refused("forbidden", "This identity is not proved.") from None
