"""The zip of an exported person, read as what anybody may have made of it: piece by piece, within limits, and nothing that is not theirs.

Whatever in it names a Customer names one of the person's own family, and every shape is checked before anything is written.
"""

import asyncio
import itertools
import zipfile
import zlib
from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import PurePosixPath
from typing import Any, Literal

import msgspec
from msgspec import field

from domain.customers import Families
from domain.events import Actor
from domain.stream import Record
from domain.touchpoints import Touchpoint
from server.customers.profiles import profile_of
from server.privacy.exports import FORMAT, MANIFEST, VERSION, undated
from store.files import PIECE
from store.tables import Document

LARGEST = 2 * 1024**3
"""Bytes of a zip; what is in it may be four times that, and one line of it this many:"""
LONGEST_LINE = 16 * 1024 * 1024
AT_ONCE = 50
"""Lines that are read before others have their turn."""
BLOBS = ("files", "mails", "recordings")
BROKEN = (
    *(zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError),
    *(msgspec.DecodeError, ValueError, TypeError, LookupError, AttributeError, AssertionError, OverflowError),
)
"""What reading something that is no such zip ends in."""


class _Address(msgspec.Struct):
    kind: Literal["email", "phone", "external", "visitor"]
    value: str
    verified: bool
    source: str
    masked: bool = False


class _Leaf(msgspec.Struct):
    """What of a Customer's document everything else relies on."""

    id: str = field(name="_id")
    name: str
    addresses: list[_Address]
    language: str
    timezone: str
    fields: dict[str, str | int | float | bool | list[str]]
    tags: list[str]
    note: str
    listed: bool
    created_at: datetime
    rv: int
    merged_into: str | None = None
    merge: str | None = None
    consents: dict[str, bool] = {}
    lifecycle: str = ""
    vip: bool = False
    owner: str | None = None
    organisation: str | None = None


class PersonArchive:
    """A zip, read without ever holding more than a line or a piece of it. Every method raises one of ``BROKEN`` for what is not right."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def family(self) -> list[str]:
        """The family of a zip that is ours, the root first."""
        if sum(entry.file_size for entry in self._archive.infolist()) > 4 * LARGEST:
            raise ValueError("it is too large")
        with self._archive.open(MANIFEST) as entry:
            manifest = msgspec.json.decode(entry.read(LONGEST_LINE))
        if (manifest["format"], manifest["version"]) != (FORMAT, VERSION):
            raise ValueError("it has another format or version")
        family = msgspec.convert(manifest["family"], list[str])
        if manifest["customer"] != family[0] or not all(id.startswith("cus_") for id in family):
            raise ValueError("it names nobody")
        return family

    async def customers(self) -> list[Document]:
        """The family's documents: merged into one another, each in the end into the root, and into nobody else."""
        family = self.family()
        documents = [document async for document in self.documents("customers")]
        leaves = {document["_id"]: msgspec.convert(document, _Leaf) for document in documents}
        if leaves.keys() != set(family) or len(leaves) != len(documents):
            raise ValueError("its customers are not those it names")
        into = {id: leaf.merged_into for id, leaf in leaves.items() if leaf.merged_into is not None}
        families = Families(into)
        if any(families.root(id) != family[0] or leaf.listed is (id in into) for id, leaf in leaves.items()):
            raise ValueError("its customers are not one person")
        for document in documents:
            profile_of(document)
        return documents

    async def loose_rows(self, family: set[str]) -> AsyncIterator[Touchpoint]:
        """Rows of the person's timeline that are of no Conversation."""
        async for document in self.documents("touchpoints"):
            row = msgspec.convert({**document, "id": document["_id"]}, Touchpoint)
            if row.customer not in family or row.conversation is not None or row.id.startswith("cnv_"):
                raise ValueError("a row of its timeline is somebody else's")
            yield row

    def paths(self) -> list[str]:
        """Of the files, mails and recordings."""
        paths = [path for path in self._archive.namelist() if "/" in path]
        if any(len(PurePosixPath(path).parts) != 2 for path in paths):
            raise ValueError("it has folders in folders")
        return [path for path in paths if path.partition("/")[0] in BLOBS]

    async def documents(self, name: str) -> AsyncIterator[Document]:
        """The documents of one of its files; none where it has no such file."""
        if f"{name}.jsonl" not in self._archive.NameToInfo:
            return
        with self._archive.open(f"{name}.jsonl") as lines:
            for number in itertools.count(1):
                if not (line := lines.readline(LONGEST_LINE)):
                    return
                if number % AT_ONCE == 0:
                    await asyncio.sleep(0)
                document = undated(msgspec.json.decode(line))
                if not isinstance(document, dict) or not isinstance(document.get("_id", ""), str):
                    raise TypeError(f"{name} has a line that is no document")
                yield document

    async def records(self) -> AsyncIterator[Record]:
        """The records of its streams, in order."""
        async for one in self.documents("events"):
            for stored in msgspec.convert(one["events"], list[dict[str, Any]]):
                msgspec.convert(stored["actor"], Actor)
            yield msgspec.convert(one, Record)

    async def pieces(self, path: str) -> AsyncIterator[bytes]:
        """The bytes of one entry, unpacked beside the loop."""
        with self._archive.open(path) as entry:
            while piece := await asyncio.to_thread(entry.read, PIECE):
                yield piece


def blob_of(path: str) -> str:
    """The id of the bytes that are kept under ``path``."""
    return PurePosixPath(path).stem
