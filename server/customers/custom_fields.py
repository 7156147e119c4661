"""Custom fields of Customers: what each may hold, who sees it, and whose value is only shown when it is asked for.

A name that no field is defined for holds a plain text, as tags of one's own do. Values that were right when they were entered stay: only
what changes is checked.
"""

import math
import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from domain.refusal import Refused
from server.customers.phone_numbers import e164
from server.directory import Directory, Document

MASK = "••••"
UNMASK = "customers.unmask"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")
_EMPTY: tuple[Any, ...] = (None, "", [])


class CustomFields:
    """Checks values that come in and hides those that may not go out."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def checked(
        self, given: Mapping[str, Any], before: Mapping[str, Any], rights: Collection[str], *, new: bool = False
    ) -> dict[str, Any]:
        """All values as they will be stored, where ``given`` were all that somebody with ``rights`` saw; empty ones go. Raises Refused."""
        defined = self._defined()
        kept = {key: value for key, value in before.items() if not _sees(defined.get(key), rights)}
        for key, value in given.items():
            field = defined.get(key)
            if not _sees(field, rights):
                raise Refused("forbidden", f"Your role does not let you change {key}.")
            if value == MASK and key in before:
                kept[key] = before[key]
            elif value not in _EMPTY:
                kept[key] = value if value == before.get(key) else checked_value(field, key, value)
        for key, field in defined.items():
            expected = field["required"] and _sees(field, rights) and (new or key in before)
            if expected and key not in kept:
                raise Refused("invalid", f"{field['name']} is required.")
        return kept

    def shown(self, fields: Mapping[str, Any], rights: Collection[str]) -> dict[str, Any]:
        """The values that somebody with ``rights`` sees, masked ones as a mask."""
        defined = self._defined()
        return {
            key: MASK if _masked(defined.get(key)) else value
            for key, value in fields.items()
            if _sees(defined.get(key), rights)
        }

    def shown_differences(self, found: list[Document], rights: Collection[str]) -> list[Document]:
        """Differences of two Customers as somebody with ``rights`` sees them."""
        kept = []
        for one in found:
            field = self._defined().get(one["field"].removeprefix("fields."))
            field = field if one["field"].startswith("fields.") else None
            if _sees(field, rights):
                masked = {side: MASK for side in ("ours", "theirs") if one[side] is not None}
                kept.append({**one, **masked} if _masked(field) else one)
        return kept

    def _defined(self) -> dict[str, Document]:
        """Removed ones too: who could not see their values does not see them now either."""
        return {field["key"]: field for field in self._directory.all("fields", even_hidden=True)}


def checked_value(field: Document | None, key: str, value: Any) -> Any:
    """``value`` as the field keeps it. Raises Refused where it is not of the field's kind."""
    kind = field["kind"] if field is not None else "text"
    made = _made(kind, value, field["choices"] if field is not None else ())
    if made is None:
        raise Refused("invalid", f"{field['name'] if field else key}: {_WANTED[kind]}")
    return made


_WANTED = {
    "text": "a text of at most 200 characters.",
    "number": "a number.",
    "date": "a date such as 2026-11-21.",
    "choice": "one of its choices.",
    "multi-choice": "some of its choices.",
    "url": "an address that begins with http:// or https://.",
    "phone": "a phone number begins with + and the number of its country.",
    "email": "an email address looks like vera@mail.example.",
}


def _made(kind: str, value: Any, choices: Collection[str]) -> Any:
    """The value in the form it is kept in, None where it is none of this kind."""
    if kind == "number":
        return value if isinstance(value, int | float) and math.isfinite(value) else None
    if kind == "multi-choice":
        fits = isinstance(value, list) and set(value) <= set(choices)
        return list(dict.fromkeys(value)) if fits else None
    if not isinstance(value, str):
        return None
    text = value.strip()
    match kind:
        case "choice":
            return text if text in choices else None
        case "date":
            return text if _is_date(text) else None
        case "url":
            return text if _is_web_address(text) else None
        case "phone":
            return e164(text)
        case "email":
            return text if _EMAIL.fullmatch(text) else None
    return text


def _is_date(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_web_address(text: str) -> bool:
    """Only http and https: a link that somebody will click must not be a script."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and not re.search(r"[\s\x00-\x1f]", text)


def _sees(field: Document | None, rights: Collection[str]) -> bool:
    """Whether a field's value is for somebody: a removed field's is for nobody, and stays for the day it is brought back."""
    return field is None or (not field.get("hidden") and (field["right"] is None or field["right"] in rights))


def _masked(field: Document | None) -> bool:
    return field is not None and field["masked"]
