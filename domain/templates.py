"""Templates: words with names in braces, each of which becomes what it stands for, once.

A value is only ever a value: braces inside one are not looked at again, so nobody can write a template by calling themselves one.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from domain.words import line

NAMES = ("first name", "name", "agent", "case", "queue", "email", "subject", "date")
"""What braces can stand for, beside ``{customer.KEY}`` for a field of customers; whatever else stands between braces stays as it is."""
OF_CUSTOMER = "customer."

LONGEST_VALUE = 300

_BRACES = re.compile(r"\{(" + "|".join(NAMES) + r"|customer\.[^{}\n]{1,60})\}")


@dataclass(frozen=True, slots=True)
class Filled:
    """The words, and which names had no value: those are still in their braces."""

    text: str
    missing: tuple[str, ...]


def one_line(value: str) -> str:
    """``value`` as plain text carries it: one line of bounded length."""
    return line(value)[:LONGEST_VALUE]


def filled(text: str, values: Mapping[str, str], escape: Callable[[str], str] = one_line) -> Filled:
    """``text`` with each known name in braces replaced by its value, escaped by ``escape`` for where the words go."""
    missing: dict[str, None] = {}

    def value_of(braces: re.Match[str]) -> str:
        value = escape(values.get(braces[1], ""))
        if not value:
            missing[braces[1]] = None
        return value or braces[0]

    return Filled(_BRACES.sub(value_of, text), tuple(missing))


def without_gaps(text: str) -> str:
    """``text`` less the names that nobody will fill in, for mail that no Agent sees before it leaves."""
    return re.sub(r"[ \t]+([,.!?;:])", r"\1", _BRACES.sub("", text))
