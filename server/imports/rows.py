"""One row of a file as what it says of a Customer, and a Customer as they are once it has been said.

Empty cells say nothing. Whatever is wrong in a row is a sentence for whoever sent it, and the row changes nothing.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import available_timezones

from domain.customers import edited
from domain.refusal import Refused
from domain.words import folded, line
from server.customers.custom_fields import MASK, CustomFields
from server.customers.customers import MOST_ADDRESSES, Document, check_kept
from server.customers.phone_numbers import e164
from server.customers.profiles import changed, profile_of, whole, with_profile
from server.directory import Directory

EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+\.[^@\s,;<>\".]+")
LONGEST_EMAIL, LONGEST_NAME, LONGEST_NOTE, LONGEST_ID, MOST_TAGS = 254, 120, 8000, 254, 30
LIFECYCLES: Mapping[str, str] = {
    "lead": "lead, potencjalny, potenziale, лид",
    "prospect": "prospect, zainteresowany, interessato, потенциальный",
    "customer": "customer, client, klient, cliente, клиент",
    "former": "former, byly, ex, ex cliente, бывший",
}
LANGUAGES = {
    "english": "en",
    "polski": "pl",
    "polish": "pl",
    "italiano": "it",
    "italian": "it",
    "русский": "ru",
    "russian": "ru",
}
YES = frozenset({"yes", "true", "1", "x", "y", "vip", "tak", "si", "да"})
NO = frozenset({"no", "false", "0", "n", "nie", "нет"})

_CALLED = {folded(word.strip()): stage for stage, words in LIFECYCLES.items() for word in words.split(",")}
_ZONES = {zone.casefold(): zone for zone in available_timezones()}
_DAY_FIRST = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})\.?")
_PARTS = re.compile(r"[;\n]")

Key = tuple[str, str]
"""A kind of address and its value."""


@dataclass(slots=True)
class Said:
    """What a row says: who it is about, and what of them; only what it says is there."""

    id: str = ""
    addresses: list[Key] = field(default_factory=list)
    profile: Document = field(default_factory=dict)
    fields: Document = field(default_factory=dict)
    consents: dict[str, bool] = field(default_factory=dict)
    organisation: str = ""

    @property
    def external(self) -> str:
        """The id the company knows them by."""
        return next((value for kind, value in self.addresses if kind == "external"), "")

    def address_keys(self) -> list[str]:
        """The addresses as Customers are found by them."""
        return [f"{kind}:{value.casefold()}" for kind, value in self.addresses]


class Rows:
    """Reads rows as one import has them, and lays them over Customers; its ``rights`` are those of whoever sent the file."""

    def __init__(
        self, columns: Sequence[str], country: str, directory: Directory, rights: Collection[str], *, overwrite: bool
    ) -> None:
        self._columns, self._country, self._directory, self._rights = columns, country or None, directory, rights
        self._overwrite = overwrite
        self._custom = CustomFields(directory)
        self._fields = {one["key"]: one for one in directory.all("fields")}
        agents = list(directory.all("agents"))
        self._agents = {agent["name"].casefold(): agent["_id"] for agent in agents}
        self._agents |= {agent["email_key"]: agent["_id"] for agent in agents}

    def said(self, cells: Sequence[str]) -> Said:
        """What a row says. Raises Refused."""
        if len(cells) > len(self._columns):
            raise Refused("invalid", f"The row has {len(cells)} cells, the header {len(self._columns)}.")
        said, names = Said(), {"first name": "", "last name": ""}
        for target, cell in zip(self._columns, cells, strict=False):
            if not target or not cell or cell == MASK:
                continue
            if target in names:
                names[target] = cell
            else:
                self._take(said, target, cell)
        if both := " ".join(filter(None, names.values())):
            said.profile.setdefault("name", _name(both))
        return said

    def made(self, said: Said, blank: Document, *, verified: bool) -> Document:
        """A new Customer of whom nothing else is known. Raises Refused."""
        name = said.profile.get("name") or next((value for kind, value in said.addresses if kind != "visitor"), "")
        if not name:
            raise Refused("invalid", "The row has neither a name nor an address.")
        own = {**said.profile, "name": name, "consents": said.consents}
        own["fields"] = self._custom.checked(said.fields, {}, self._rights, new=True)
        addresses = [_address(one, verified=verified) for one in said.addresses]
        return {**blank, **own, "addresses": addresses}

    def laid_over(self, document: Document, said: Said, known: Collection[Key], *, verified: bool) -> Document:
        """A Customer as they are after the row, the same document where it says nothing new; ``known`` are their whole family's addresses. Raises Refused."""
        check_kept(document)
        profile, shown = profile_of(document), whole(document)
        given = {name: value for name, value in said.profile.items() if self._overwrite or not shown.get(name)}
        if tags := said.profile.get("tags"):
            given["tags"] = list(tags) if self._overwrite else list(dict.fromkeys([*shown["tags"], *tags]))
        if fields := self._fresh(said.fields, shown["fields"]):
            own = {**shown["fields"], **fields}
            given["fields"] = self._custom.checked(self._visible(own), shown["fields"], self._rights)
        if consents := self._fresh(said.consents, shown["consents"]):
            given["consents"] = {**shown["consents"], **consents}
        changes = changed(profile, given)
        after = with_profile(document, edited(profile, changes)) if changes else document
        return _with_addresses(after, said.addresses, known, verified=verified)

    # ----------------------------------------------------------------------------------------------------------------------

    def _fresh(self, said: Mapping[str, Any], shown: Mapping[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in said.items() if self._overwrite or key not in shown}

    def _visible(self, fields: Document) -> Document:
        return {key: value for key, value in fields.items() if key in self._custom.shown(fields, self._rights)}

    def _take(self, said: Said, target: str, cell: str) -> None:
        kind, _, key = target.partition(":")
        match kind:
            case "email" | "phone" | "external":
                self._take_addresses(said, kind, cell)
            case "field":
                said.fields[key] = self._typed(key, cell)
            case "consent":
                said.consents[key] = _yes(cell, f"The consent {key}")
            case "id":
                said.id = cell[:64]
            case "tags":
                tags = [line(tag)[:200] for tag in (_PARTS.split(cell) if _PARTS.search(cell) else cell.split(","))]
                said.profile["tags"] = list(dict.fromkeys(filter(None, [*said.profile.get("tags", ()), *tags])))[
                    :MOST_TAGS
                ]
            case "note":
                said.profile["note"] = _note("\n".join(filter(None, [said.profile.get("note"), cell])))
            case "organisation":
                said.organisation = _name(cell)
            case _:
                said.profile[kind] = self._plain(kind, cell)

    def _take_addresses(self, said: Said, kind: str, cell: str) -> None:
        parts = [cell] if kind == "external" else _PARTS.split(cell)
        for part in filter(None, map(str.strip, parts)):
            address = (kind, self._address(kind, part))
            if part != MASK and address not in said.addresses:
                said.addresses.append(address)
        if len(said.addresses) > MOST_ADDRESSES:
            raise Refused("invalid", f"The row has more than {MOST_ADDRESSES} addresses.")

    def _address(self, kind: str, text: str) -> str:
        if text == MASK:
            return text
        if kind == "phone":
            return _sure(
                e164(text, self._country),
                f"“{text[:40]}” is no phone number; it begins with + and the number of its country.",
            )
        if kind == "email" and (len(text) > LONGEST_EMAIL or EMAIL.fullmatch(text) is None):
            raise Refused("invalid", f"“{text[:40]}” is no email address.")
        if len(text) > LONGEST_ID:  # cut off, two of them could be one
            raise Refused("invalid", f"An external id has at most {LONGEST_ID} letters.")
        return line(text)

    def _plain(self, target: str, cell: str) -> Any:
        match target:
            case "name":
                return _name(cell)
            case "language":
                code = LANGUAGES.get(cell.casefold(), cell.casefold().replace("_", "-").split("-")[0])
                return _sure(
                    code if re.fullmatch(r"[a-z]{2,3}", code) else None,
                    f"“{cell[:40]}” is no language; it is a code such as pl.",
                )
            case "timezone":
                return _sure(
                    _ZONES.get(cell.casefold()), f"“{cell[:40]}” is no time zone; it is one such as Europe/Warsaw."
                )
            case "lifecycle":
                return _sure(_CALLED.get(folded(cell)), f"“{cell[:40]}” is none of lead, prospect, customer, former.")
            case "vip":
                return _yes(cell, "VIP")
        return _sure(self._agents.get(cell.casefold()), f"There is no agent {cell[:60]}.")

    def _typed(self, key: str, cell: str) -> Any:
        """A cell as the field keeps it; what is none of its kind is refused by CustomFields in its own words."""
        kept = self._fields.get(key)
        match kept["kind"] if kept else "text":
            case "number":
                return _number(cell)
            case "date":
                return _DAY_FIRST.sub(lambda found: f"{found[3]}-{found[2]:0>2}-{found[1]:0>2}", cell)
            case "choice":
                return _choice(cell, kept["choices"]) if kept else cell
            case "multi-choice":
                return (
                    [_choice(one.strip(), kept["choices"]) for one in _PARTS.split(cell) if one.strip()]
                    if kept
                    else cell
                )
            case "phone":
                return e164(cell, self._country) or cell
        return cell[:200] if kept is None else cell


def _with_addresses(document: Document, said: Sequence[Key], known: Collection[Key], *, verified: bool) -> Document:
    """The Customer with the addresses they did not have, and those that are proved from now on."""
    has = {(kind, value.casefold()) for kind, value in known}
    added = [_address(one, verified=verified) for one in said if (one[0], one[1].casefold()) not in has]
    named = {(kind, value.casefold()) for kind, value in said} if verified else set()
    kept = [
        {**one, "verified": True} if (one["kind"], one["value"].casefold()) in named and not one["verified"] else one
        for one in document["addresses"]
    ]
    if not added and kept == document["addresses"]:
        return document
    if len(kept) + len(added) > MOST_ADDRESSES:
        raise Refused("conflict", "This customer has too many addresses already.")
    return {**document, "addresses": [*kept, *added]}


def _address(address: Key, *, verified: bool) -> Document:
    return {"kind": address[0], "value": address[1], "verified": verified, "source": "import"}


def _note(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise Refused("invalid", f"A note has at most {LONGEST_NOTE} letters.")
    return text


def _name(cell: str) -> str:
    name = line(cell)
    if len(name) > LONGEST_NAME:
        raise Refused("invalid", f"A name has at most {LONGEST_NAME} letters.")
    return _sure(name, "A name needs letters.")


def _yes(cell: str, what: str) -> bool:
    said = folded(cell)
    if said not in YES | NO:
        raise Refused("invalid", f"{what} is yes or no, not “{cell[:40]}”.")
    return said in YES


def _number(cell: str) -> Any:
    """A number however its thousands and its decimals are written; the text itself where it is none."""
    text = re.sub(r"[\s\u00a0\u202f']", "", cell)
    if text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    if re.fullmatch(r"[+-]?\d+", text):
        return int(text) if len(text) <= 15 else cell
    return float(text) if re.fullmatch(r"[+-]?\d*\.?\d+(e[+-]?\d+)?", text, re.IGNORECASE) else cell


def _choice(cell: str, choices: Sequence[str]) -> str:
    return next((one for one in choices if one.casefold() == cell.casefold()), cell)


def _sure(value: str | None, otherwise: str) -> str:
    if not value:
        raise Refused("invalid", otherwise)
    return value
