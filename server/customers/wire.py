"""Customers, their fields, organisations and merges as they cross the wire; see docs/wire.md."""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, Meta, UnsetType

from chat.wire import END, Id, Key
from server.wire import Input, Named, NamedInput, NamedPatch, Output, Short, Text

FieldValue = str | float | list[str]
"""What a custom field holds: a text, a number, or several choices."""


class Address(Output):
    """A way to reach a Customer; the value of a masked one is dots."""

    id: str
    kind: Literal["email", "phone", "visitor", "external"]
    value: str
    verified: bool
    source: str
    masked: bool


class Customer(Output):
    """A person we serve."""

    id: str
    name: str
    addresses: list[Address]
    language: str
    timezone: str
    fields: dict[str, FieldValue]
    tags: list[str]
    note: str
    lifecycle: str
    vip: bool
    owner: str | None
    organisation: str | None
    consents: dict[str, bool]
    verified: bool
    created_at: str
    erased_at: str | None
    rv: int


class Revealed(Output):
    """A masked value, shown once."""

    value: FieldValue


class IdentitySecret(Output):
    """What a site's server signs identities with; nobody sees it again."""

    secret: str


class Merge(Output):
    """One Customer merged into another: which fields were taken, by whom (null: a proof), and whether it still stands."""

    id: str
    from_: str = msgspec.field(name="from")
    into: str
    name: str
    chosen: list[str]
    by: str | None
    reason: str
    at: str
    unmerged_at: str | None
    unmerged_by: str | None


class Suggestion(Output):
    """Who may be the same person: how likely, of 100, and by what."""

    id: str
    name: str
    score: int
    reasons: list[Literal["external", "email", "phone", "name"]]


class Counts(Output):
    """How much there is of a Customer; 100 means so many or more."""

    conversations: int
    calls: int
    emails: int


class CustomerDetail(Customer):
    """A Customer with all they were merged from, themselves first, and who else they may be."""

    counts: Counts
    family: list[str]
    merges: list[Merge]
    suggestions: list[Suggestion]


class Difference(Output):
    """A field as each of two Customers has it; ``same`` where both have it alike."""

    field: str
    ours: Any
    theirs: Any
    same: bool


class Comparison(Output):
    """Two Customers side by side, and how much of theirs a merge would bring; ``of_two`` where they have different external ids."""

    ours: Customer
    theirs: Customer
    of_two: bool
    counts: Counts
    differences: list[Difference]


class Customers(Output):
    """A page of Customers."""

    items: list[Customer]
    next: str | None


Language = Annotated[str, Meta(max_length=20)]
Zone = Annotated[str, Meta(max_length=60)]
"""An IANA time zone, or nothing."""
Lifecycle = Literal["", "lead", "prospect", "customer", "former"]
Given = Short | Annotated[float, Meta(ge=-1e15, le=1e15)] | Annotated[list[Short], Meta(max_length=50)]
Fields = Annotated[dict[Key, Given], Meta(max_length=50)]
Consents = Annotated[dict[Key, bool], Meta(max_length=20)]
CustomerTags = Annotated[list[Short], Meta(max_length=30)]


class AddressInput(Input):
    """A way to reach a Customer, as an Agent enters it; ``external`` is the company's own number of them."""

    kind: Literal["email", "phone", "external"]
    value: Annotated[str, Meta(min_length=1, max_length=254)]


class CustomerInput(NamedInput):
    """A new Customer."""

    addresses: Annotated[list[AddressInput], Meta(max_length=20)] = []
    language: Language = ""
    timezone: Zone = ""
    note: Text = ""
    fields: Fields = {}
    tags: CustomerTags = []
    lifecycle: Lifecycle = ""
    vip: bool = False
    owner: Id | None = None
    organisation: Id | None = None
    consents: Consents = {}


class CustomerPatch(NamedPatch):
    """What changes about a Customer; ``rv`` is the version it was read at."""

    language: Language | UnsetType = UNSET
    timezone: Zone | UnsetType = UNSET
    note: Text | UnsetType = UNSET
    fields: Fields | UnsetType = UNSET
    tags: CustomerTags | UnsetType = UNSET
    lifecycle: Lifecycle | UnsetType = UNSET
    vip: bool | UnsetType = UNSET
    owner: Id | None | UnsetType = UNSET
    organisation: Id | None | UnsetType = UNSET
    consents: Consents | UnsetType = UNSET


class Reveal(Input):
    """What to show: a field by its key, or an address by its id."""

    field: Key | None = None
    address: Id | None = None


class Mask(Input):
    """Which address to mask, or to show again."""

    address: Id
    masked: bool


class MergeInput(Input):
    """Whom to merge into this Customer, and which of their fields to take; ``of_two`` where their different external ids are known and wrong."""

    from_: Id = msgspec.field(name="from")
    fields: Annotated[list[Annotated[str, Meta(min_length=1, max_length=70)]], Meta(max_length=100)] = []
    of_two: bool = False


class UnmergeInput(Input):
    """Which merge to undo."""

    merge: Id


FieldKind = Literal["text", "number", "date", "choice", "multi-choice", "url", "phone", "email"]
Choices = Annotated[list[Annotated[str, Meta(min_length=1, max_length=120)]], Meta(max_length=100)]
Place = Annotated[int, Meta(ge=0, le=1000)]


class Field(Named):
    """A custom field of Customers, stored under ``key``; ``right`` is who sees it (null: everybody), ``masked`` hides its value.

    They are shown by ``position``, then by name.
    """

    key: str
    kind: FieldKind
    choices: list[str]
    required: bool
    masked: bool
    right: str | None
    position: int


class FieldInput(NamedInput):
    """A new field; its key and kind stay."""

    key: Key
    kind: FieldKind = "text"
    choices: Choices = []
    required: bool = False
    masked: bool = False
    right: Short | None = None
    position: Place = 0


class FieldPatch(NamedPatch):
    """What changes about a field."""

    choices: Choices | UnsetType = UNSET
    required: bool | UnsetType = UNSET
    masked: bool | UnsetType = UNSET
    right: Short | None | UnsetType = UNSET
    position: Place | UnsetType = UNSET


Domains = Annotated[
    list[Annotated[str, Meta(max_length=253, pattern=rf"^[a-z0-9-]+(\.[a-z0-9-]+)+{END}")]], Meta(max_length=50)
]


class Organisation(Named):
    """A company that Customers belong to; ``domains`` of its email addresses."""

    domains: list[str]
    note: str


class OrganisationInput(NamedInput):
    """A new organisation."""

    domains: Domains = []
    note: Text = ""


class OrganisationPatch(NamedPatch):
    """What changes about an organisation."""

    domains: Domains | UnsetType = UNSET
    note: Text | UnsetType = UNSET
