"""All Customers, or those that filters leave, as rows of a table that an import reads back as it was.

They are read in one pass and sent as they are read. What is masked on the screen is masked here; a browser's own id is nobody's business.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from domain.refusal import Refused
from domain.words import tokens
from server.customers.custom_fields import CustomFields
from server.customers.customers import Customers, Document
from server.customers.masking import Masking
from server.directory import Directory
from server.imports.columns import guessed
from server.imports.sheets import as_typed
from store.tables import Tables

OWN = {
    "Id": "id",
    "Name": "name",
    "Email": "email",
    "Phone": "phone",
    "External id": "external",
    "Language": "language",
    "Time zone": "timezone",
    "Lifecycle": "lifecycle",
    "VIP": "vip",
    "Owner": "owner",
    "Organisation": "organisation",
    "Tags": "tags",
    "Note": "note",
    "Created at": "created_at",
}
"""Header -> what is below it, as imports call it."""
ADDRESSES = ("email", "phone", "external")
AT_ONCE = 25

Rights = Collection[str]


@dataclass(frozen=True, slots=True)
class Table:
    """What is exported: its columns, and how many rows they have."""

    header: list[str]
    columns: list[str]
    rows: int


class CustomerExports:
    """Reads Customers for files."""

    def __init__(self, tables: Tables, customers: Customers, directory: Directory, masking: Masking) -> None:
        self._tables, self._customers, self._directory, self._masking = tables, customers, directory, masking
        self._fields = CustomFields(directory)

    async def table(self, words: str, having: Sequence[str], rights: Rights) -> Table:
        """The columns that these Customers need for somebody with ``rights``. Raises Unavailable."""
        keys: dict[str, None] = {}
        count = 0
        async for document in self._found(words, having):
            count += 1
            keys |= dict.fromkeys(f"field:{key}" for key in self._fields.shown(document["fields"], rights))
            keys |= dict.fromkeys(f"consent:{name}" for name in document.get("consents", {}))
        columns = [*OWN.values(), *sorted(keys, reverse=True)]
        return Table(self._header(columns), columns, count)

    async def rows(
        self, table: Table, words: str, having: Sequence[str], rights: Rights
    ) -> AsyncIterator[list[list[str]]]:
        """The rows below the header, some at a time. Raises Unavailable."""
        some: list[list[str]] = []
        async for document in self._found(words, having):
            shown = self._masking.shown(document, rights)
            some.append([self._cell(shown, column) for column in table.columns])
            if len(some) == AT_ONCE:
                yield some
                some = []
                await asyncio.sleep(0)
        yield some

    async def _found(self, words: str, having: Sequence[str]) -> AsyncIterator[Document]:
        """Roots of families as they are shown."""
        wanted, facets = tokens(words, limit=6), set(having)
        number = 0
        async for document in self._tables.customers.every():
            number += 1
            if number % AT_ONCE == 0:
                await asyncio.sleep(0)
            if not document["listed"] or not facets <= set(document.get("facets", ())):
                continue
            family = self._customers.families.family(document["_id"])
            members = [document, *(await self._tables.customers.get_many(family[1:])).values()]
            if all(any(token.startswith(word) for one in members for token in one["tokens"]) for word in wanted):
                yield (
                    document
                    if len(members) == 1 and not document.get("overlays")
                    else await self._customers.get(family[0])
                )

    def _header(self, columns: Sequence[str]) -> list[str]:
        """What each column is called: a field by its name, unless an import would take that for something else."""
        names = {f"field:{field['key']}": field["name"] for field in self._directory.all("fields")}
        called = [*OWN, *(names.get(column, column) for column in columns[len(OWN) :])]
        return [
            name if place < len(OWN) or meant == column else column
            for place, (name, meant, column) in enumerate(
                zip(called, guessed(called, self._directory), columns, strict=True)
            )
        ]

    def _cell(self, shown: Document, column: str) -> str:
        kind, _, key = column.partition(":")
        match kind:
            case "email" | "phone" | "external":
                return "; ".join(one["value"] for one in shown["addresses"] if one["kind"] == kind)
            case "field":
                return _text(shown["fields"].get(key))
            case "consent":
                return _text(shown["consents"].get(key))
            case "owner":
                return self._named("agents", shown["owner"], "email")
            case "organisation":
                return self._named("organisations", shown["organisation"], "name")
            case "tags":
                return _listed(shown["tags"])
        return _text(shown[kind] or None)

    def _named(self, kind: str, id: str | None, by: str) -> str:
        """Nothing for one who is gone: no import would find them."""
        try:
            return str(self._directory.get(kind, id)[by]) if id else ""
        except Refused:
            return ""


def _text(value: Any) -> str:
    return _listed(value) if isinstance(value, list) else as_typed(value)


def _listed(values: Sequence[str]) -> str:
    """Several values in one cell, with a mark behind a single one that would be read as several."""
    return "; ".join(values) if len(values) != 1 or "," not in values[0] else f"{values[0]};"
