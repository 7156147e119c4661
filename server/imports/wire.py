"""Shapes of importing Customers from files: how its rows are to be read, and how far it is."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from server.customers.wire import Customer
from server.wire import Input, Output

Target = Annotated[str, Meta(max_length=70)]
Match = Literal["id", "external", "email", "phone"]
MATCHES: tuple[Match, ...] = ("id", "external", "email", "phone")
Outcome = Literal["new", "updated", "unchanged", "refused"]


class ImportPlan(Input):
    """What each column is ("" nothing, null: guess), what leads to a known Customer, and what happens to the values they have.

    ``country`` is where phone numbers without a country's code are from; ``verified`` says that the addresses are proved (right customers.verify).
    """

    columns: Annotated[list[Target], Meta(max_length=100)] | None = None
    match: Annotated[list[Match], Meta(max_length=4)] = msgspec.field(default_factory=lambda: [*MATCHES])
    existing: Literal["fill", "overwrite"] = "fill"
    verified: bool = False
    country: Annotated[str, Meta(pattern=r"^([A-Z]{2})?$(?!\n)")] = ""


class ImportedRow(Output):
    """A row as it would be stored, by the number a spreadsheet shows; null where it is refused."""

    row: int
    outcome: Outcome
    reason: str
    customer: Customer | None


class ImportCounts(Output):
    """What rows came to, or would come to."""

    new: int
    updated: int
    unchanged: int
    refused: int


class Import(Output):
    """A file of Customers, and how far it is: ``done`` of ``rows``; ``removed`` and ``kept`` once it is taken back."""

    id: str
    name: str
    size: int
    state: Literal["checking", "checked", "running", "done", "cancelled", "failed", "undoing", "undone"]
    problem: str
    format: str
    encoding: str
    delimiter: str
    header: list[str]
    sample: list[list[str]]
    rows: int
    done: int
    counts: ImportCounts
    preview: list[ImportedRow]
    plan: ImportPlan
    wrote: bool
    removed: int
    kept: int
    by: str
    at: str
    ended_at: str | None


class Imports(Output):
    """The latest ones, newest first."""

    items: list[Import]
