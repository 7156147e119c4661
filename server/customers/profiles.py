"""A stored Customer read and written as a Profile: its own fields, and what merges laid over them.

Fields with names of their own (custom fields, consents) are single fields of a Profile, so that a merge chooses each of them.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from domain.customers import Overlay, Profile
from domain.customers import shown as shown_fields

Document = dict[str, Any]

PLAIN: Mapping[str, Any] = {
    "name": "",
    "language": "",
    "timezone": "",
    "note": "",
    "lifecycle": "",
    "vip": False,
    "owner": None,
    "organisation": None,
    "tags": (),
}
"""Field -> what it is until somebody says otherwise."""

NESTED = ("fields", "consents")
"""Objects of fields: ``fields.Size`` is one field."""


def profile_of(document: Document) -> Profile:
    """The Profile that is stored in ``document``."""
    own = {name: document.get(name, blank) for name, blank in PLAIN.items()}
    own["tags"] = tuple(own["tags"])
    for outer in NESTED:
        own |= flat(outer, document.get(outer, {}))
    return Profile(own, tuple(_overlay(stored) for stored in document.get("overlays", ())))


def with_profile(document: Document, profile: Profile) -> Document:
    """``document`` with ``profile`` stored in it."""
    overlays = [
        {
            "merge": overlay.merge,
            # Pairs, because a name of a field's own choosing is no key that a database takes.
            "chosen": [[name, _stored(value)] for name, value in overlay.chosen.items()],
            "united": {name: list(values) for name, values in overlay.united.items()},
        }
        for overlay in profile.overlays
    ]
    return {**document, **nested(profile.own), "overlays": overlays}


def whole(document: Document) -> Document:
    """``document`` as people see it, merges included."""
    return {**document, **nested(shown_fields(profile_of(document)))}


def changed(profile: Profile, given: Mapping[str, Any]) -> dict[str, Any]:
    """What really differs of what somebody sent, as single fields: saying what was shown anyway is no edit, so undoing a merge still undoes it.

    An object that is given is given whole: what is not in it is taken away (None).
    """
    now, wanted = shown_fields(profile), dict[str, Any]()
    for name, value in given.items():
        if name in NESTED:
            gone = {field: None for field in now if field.startswith(f"{name}.")}
            wanted |= {**gone, **flat(name, value)}
        else:
            wanted[name] = tuple(value) if name == "tags" else value
    return {name: value for name, value in wanted.items() if now.get(name) != value}


def flat(outer: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """``fields`` as single fields of a Profile."""
    return {f"{outer}.{name}": value for name, value in fields.items()}


def nested(fields: Mapping[str, Any]) -> Document:
    """Single fields of a Profile as a document has them; one that was taken away (None) is not there."""
    found: Document = {name: _stored(value) for name, value in fields.items() if name in PLAIN}
    for outer in NESTED:
        inner = {
            name.removeprefix(f"{outer}."): value for name, value in fields.items() if name.startswith(f"{outer}.")
        }
        found[outer] = {name: value for name, value in inner.items() if value is not None}
    return found


def differences(ours: Document, theirs: Document) -> list[Document]:
    """Every field that either of two shown Customers has, side by side."""
    left, right = (
        shown_fields(profile_of({**ours, "overlays": []})),
        shown_fields(profile_of({**theirs, "overlays": []})),
    )
    names = [*PLAIN, *sorted((left.keys() | right.keys()) - PLAIN.keys())]
    pairs = [(name, left.get(name), right.get(name)) for name in names]
    blank = (None, "", (), False)
    return [
        {"field": name, "ours": _stored(one), "theirs": _stored(other), "same": one == other}
        for name, one, other in pairs
        if one not in blank or other not in blank
    ]


def united_addresses(members: Iterable[Document]) -> list[Document]:
    """Every address of a family once, proved or masked wherever it stands as such."""
    found: dict[tuple[str, str], Document] = {}
    masked: set[tuple[str, str]] = set()
    for member in members:
        for address in member["addresses"]:
            key = (address["kind"], address["value"].casefold())
            if key not in found or (address["verified"] and not found[key]["verified"]):
                found[key] = address
            if address.get("masked"):
                masked.add(key)
    return [{**address, "masked": True} if key in masked else address for key, address in found.items()]


def _overlay(stored: Document) -> Overlay:
    chosen = {name: tuple(value) if name == "tags" else value for name, value in stored["chosen"]}
    return Overlay(stored["merge"], chosen, {name: tuple(values) for name, values in stored["united"].items()})


def _stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
