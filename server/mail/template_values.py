"""What the names in a template's braces stand for in one Conversation."""

import re
from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from domain.conversation import Conversation
from domain.templates import OF_CUSTOMER
from server.customers.custom_fields import MASK, CustomFields
from server.directory import Directory

Document = dict[str, Any]

LONGEST_NAME = 60
_DATES = {"en": "%Y-%m-%d", "pl": "%d.%m.%Y", "it": "%d/%m/%Y", "ru": "%d.%m.%Y"}
_LURE = re.compile(r"[/\\@<>]|\bwww\b|\w\.\w|\d{5}", re.IGNORECASE)
_CHOSEN_BY_SENDER = ("name", "first name", "subject")


def values_of(
    directory: Directory,
    now: datetime,
    locale: str,
    state: Conversation | None,
    customer: Document | None,
    agent: str,
    rights: Collection[str] = (),
) -> dict[str, str]:
    """The value of every name of ``domain.templates.NAMES`` that is known, "" for those that are not, and of the fields of the customer that
    somebody with ``rights`` sees; a masked one is not known.
    """
    values = {"agent": agent, "date": now.strftime(_DATES.get(locale, _DATES["en"]))}
    if state is not None:
        values |= {
            "queue": directory.get("queues", state.queue, even_hidden=True)["name"],
            "subject": state.subject,
            "case": reference(state),
        }
    if customer is not None:
        name = customer["name"] if _is_own_name(customer) else ""
        emails = [one["value"] for one in customer["addresses"] if one["kind"] == "email"]
        values |= {"name": name, "first name": first_name(name), "email": emails[-1] if emails else ""}
        shown = CustomFields(directory).shown(customer["fields"], rights)
        values |= {f"{OF_CUSTOMER}{key}": _text(value) for key, value in shown.items() if value != MASK}
    return values


def _text(value: Any) -> str:
    """A field's value in words."""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value:.15g}" if isinstance(value, float) else str(value)


def first_name(name: str) -> str:
    """What to call somebody: the first word of their name, or the first after the comma of "Kowalska, Anna", as Outlook writes it."""
    _, comma, given = name.partition(",")
    return ((given if comma else name).split() or [""])[0]


def reference(state: Conversation) -> str:
    """What a Customer may quote to say which Conversation they mean. It only names; nothing is ever found by it alone."""
    return state.id.removeprefix("cnv_")[:8].upper()


def without_lures(values: Mapping[str, str]) -> dict[str, str]:
    """``values`` less those that whoever writes to us chose and that hold an address, a link or a number to call."""
    return {
        name: value
        for name, value in values.items()
        if name not in _CHOSEN_BY_SENDER
        or (len(value) <= (LONGEST_NAME if name != "subject" else 200) and not _LURE.search(value))
    }


def _is_own_name(customer: Document) -> bool:
    """Whether a Customer's name is theirs: visitors without one are numbered, and a sender without one is called by their address."""
    made_up = {f"Visitor {one['value'][-4:].upper()}" for one in customer["addresses"] if one["kind"] == "visitor"}
    return customer["name"] not in made_up and "@" not in customer["name"]
