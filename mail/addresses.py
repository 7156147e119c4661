"""Address lists (RFC 5322, section 3.4) as senders write them: names, comments, groups, missing commas and stray ones.

Structure is read before encoded words are decoded; otherwise a comma or an angle bracket inside a name could add an address.
"""

import re
from collections.abc import Iterable

from mail.caps import ADDRESSES
from mail.facts import Address
from mail.headers import value_text

_TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.){0,1000}")|(?P<comment>\((?:[^()\\]|\\.){0,1000}\))|<(?P<angle>[^<>]{0,2000})>|(?P<end>[,;])|(?P<group>:)
    |(?P<word>[^\s",;:<>()]+|[">()<])|(?P<space>\s+)""",
    re.VERBOSE | re.DOTALL,
)
_MAILTO = re.compile(r"^mailto:", re.IGNORECASE)
_ADDRESS = re.compile(r"[^\s@<>\"]+@[^\s<>@,;]+|\"[^\"]*\"@[^\s<>@,;]+")


def addresses(values: Iterable[str]) -> tuple[Address, ...]:
    """All addresses of these header values, at most one more than the cap, so that the caller can tell that there are too many."""
    found: list[Address] = []
    for value in values:
        found += _list(value)
        if len(found) > ADDRESSES:
            break
    return tuple(found[: ADDRESSES + 1])


class _One:
    """What has been read of one address so far."""

    def __init__(self) -> None:
        self.words: list[str] = []
        self.comment = ""
        self.angle: str | None = None

    def address(self) -> Address | None:
        name = value_text("".join(self.words))
        if self.angle is not None:
            return _address(name or self.comment, self.angle)
        bare = _ADDRESS.search("".join(self.words))
        if not bare:
            return Address(name, "") if name and not self.comment else None
        rest = value_text("".join(self.words).replace(bare[0], " "))
        return _address(self.comment or rest, bare[0])


def _address(name: str, written: str) -> Address | None:
    address = value_text(_MAILTO.sub("", written.strip())).rsplit(":", 1)[-1] if "@" in written else value_text(written)
    address = re.sub(r"\s+", "", address)
    return Address(name.strip(), address) if address else None


def _list(value: str) -> list[Address]:
    found: list[Address] = []
    one = _One()
    for token in _TOKEN.finditer(value):
        match token.lastgroup:
            case "end":
                one = _finished(one, found)
            case "group":
                one = _One() if "@" not in "".join(one.words) else one
            case "angle":
                if one.angle is not None:  # a comma is missing
                    one = _finished(one, found)
                one.angle = token["angle"]
            case "comment":
                one.comment = value_text(re.sub(r"\\(.)", r"\1", token[0][1:-1]))
            case "quoted":
                one.words.append(_quoted(token[0], value, token.end()))
            case _:
                one.words.append(token[0])
        if len(found) > ADDRESSES:
            return found
    _finished(one, found)
    return found


def _quoted(written: str, value: str, end: int) -> str:
    """A quoted name without its quotes; a quoted local part keeps them."""
    if value[end : end + 1] == "@":
        return written
    return re.sub(r"\\(.)", r"\1", written[1:-1], flags=re.DOTALL)


def _finished(one: _One, found: list[Address]) -> _One:
    address = one.address()
    if address:
        found.append(address)
    return _One()
