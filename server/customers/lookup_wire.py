"""Look-ups as they are set up, and what they show beside a Customer; see docs/wire.md."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType, field

from server.wire import Named, NamedInput, NamedPatch, Output

LookupKind = Literal["card", "frame"]
"""Facts that Parley asks for and shows, or a page of the other system in a frame."""
Match = Literal["any", "external", "email", "phone"]
"""By which kind of address it is asked; ``any``: the best that there is, in this order."""

Url = Annotated[str, Meta(min_length=8, max_length=1000)]
Secret = Annotated[str, Meta(max_length=200)] | None
Facts = Annotated[list[Annotated[str, Meta(min_length=1, max_length=200)]], Meta(max_length=20)]
"""What of an answer is shown: lines such as ``Credit limit = account.limit``; without any, its plain values."""
Seconds = Annotated[int, Meta(ge=0, le=86_400)]


class Lookup(Named):
    """A system that is asked about Customers; ``secret_set`` says that it has a secret, which is never shown."""

    kind: LookupKind
    url: str
    match: Match
    facts: list[str]
    cache_seconds: int
    active: bool
    secret_set: bool


class LookupInput(NamedInput):
    """A new look-up."""

    url: Url
    kind: LookupKind = "card"
    match: Match = "any"
    secret: Secret = None
    facts: Facts = field(default_factory=list)
    cache_seconds: Seconds = 300
    active: bool = True


class LookupPatch(NamedPatch):
    """What changes about a look-up; a secret left out is kept, but another server wants it again."""

    url: Url | UnsetType = UNSET
    kind: LookupKind | UnsetType = UNSET
    match: Match | UnsetType = UNSET
    secret: Secret | UnsetType = UNSET
    facts: Facts | UnsetType = UNSET
    cache_seconds: Seconds | UnsetType = UNSET
    active: bool | UnsetType = UNSET


class Fact(Output):
    """One line of a card."""

    label: str
    value: str


class Card(Output):
    """What a look-up shows: ``facts`` as old as ``age_seconds``, or a frame's ``url``; ``error`` says in words why it is not newer.

    ``by`` is the address it was asked by, ``proved`` whether that is really theirs; without an address nothing is asked.
    """

    lookup: str
    name: str
    kind: LookupKind
    by: str | None
    proved: bool
    found: bool
    facts: list[Fact]
    url: str | None
    age_seconds: int | None
    error: str | None


class Cards(Output):
    """Every look-up's."""

    items: list[Card]
