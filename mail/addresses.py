"""Address lists (RFC 5322, section 3.4) as senders write them: names, comments, groups, missing commas and stray ones.

Structure is read before encoded words are decoded; otherwise a comma or an angle bracket inside a name could add an address.
"""

import re
from collections.abc import Iterable

from mail.caps import ADDRESSES
from mail.facts import Address
from mail.headers import clean, value_text

_TOKEN = re.compile(
    r"""(?P<quoted>"(?:[^"\\]|\\.){0,1000}")|(?P<comment>\((?:[^()\\]|\\.){0,1000}\))|<(?P<angle>[^<>]{0,2000})>|(?P<end>[,;])|(?P<group>:)
    |(?P<literal>\[[^\s\[\]<>()]{1,200}\])|(?P<word>[^\s",;:<>()\[]+|"(?:[^"\\]|\\.){1000}+|\((?:[^()\\]|\\.){1000}+|[">()<\[])|(?P<space>\s+)""",
    re.VERBOSE | re.DOTALL,
)
"""A quote or comment that goes on for too long is taken as a word, as far as it was looked at: else each mark in it would be looked past again."""
_MAILTO = re.compile(r"^\[?mailto:", re.IGNORECASE)
_COMMENT = re.compile(r"\((?:[^()\\]|\\.){0,1000}\)")
_NESTED = re.compile(r"\([^()]*\(")
_ENCODED_WHOLE = re.compile(r"([^<>]{0,200})<([^\s<>@]{1,100}@[^\s<>@]{1,200})>")
_ADDRESS = re.compile(r"[^\s@<>\"]{1,100}@[^\s<>@,;]{1,300}|\"[^\"]{0,100}\"@[^\s<>@,;]{1,300}")


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
        self.after: list[str] = []
        self.comment = ""
        self.angle: str | None = None
        self.has_at = False

    def add(self, word: str) -> None:
        """A word of the name, or, behind the address, perhaps of the next one's."""
        (self.words if self.angle is None else self.after).append(word)
        self.has_at = self.has_at or (self.angle is None and "@" in word)

    def address(self) -> Address | None:
        written = "".join(self.words)
        if self.angle is not None:
            return _address(value_text(written) or self.comment, self.angle)
        if bare := _ADDRESS.search(written):
            return _address(self.comment or value_text(written.replace(bare[0], " ")), bare[0])
        tight = re.sub(r"\s*([@.])\s*", r"\1", written.strip())
        if bare := _ADDRESS.fullmatch(tight):
            return _address(self.comment, tight)
        name = value_text(written)
        if encoded := _ENCODED_WHOLE.fullmatch(name):  # some programs encode name and address as one word
            return _address(encoded[1], encoded[2])
        return Address(name, "") if name else None


def _address(name: str, written: str) -> Address | None:
    """The address is never decoded: what servers check is what stands there."""
    address = clean(written)
    if '"' not in address:
        address = _COMMENT.sub("", address).replace(" ", "")
    if _MAILTO.match(address):
        address = _MAILTO.sub("", address).removesuffix("]")
    if address.startswith("@") and ":" in address:  # a route (RFC 822), long forgotten
        address = address.rsplit(":", 1)[1]
    return Address(name.strip(" <>"), address) if address else None


def _list(value: str) -> list[Address]:
    found: list[Address] = []
    one = _One()
    value = _flat(value)
    for token in _TOKEN.finditer(value):
        match token.lastgroup:
            case "end":
                one = _finished(one, found)
            case "group":
                one = one if one.has_at else _One()
            case "angle":
                if one.angle is not None:  # a comma is missing
                    words = one.after
                    one = _finished(one, found)
                    for word in words:
                        one.add(word)
                one.angle = token["angle"]
            case "comment":
                one.comment = value_text(re.sub(r"\\(.)", r"\1", token[0][1:-1]))
            case "quoted":
                one.add(_quoted(token[0], value, token.end()))
            case _:
                one.add(token[0])
        if len(found) > ADDRESSES:
            return found
    _finished(one, found)
    return found


def _flat(value: str) -> str:
    """Comments without comments inside: ``(a (b) c)`` as ``(a b c)``; as it is where a bracket never closes."""
    if not _NESTED.search(value):
        return value
    depth, quoted, escaped = 0, False, False
    flat: list[str] = []
    for letter in value:
        inner = depth > 1 or (depth == 1 and letter == "(")
        if not escaped and not quoted:
            depth += (letter == "(") - (letter == ")" and depth > 0)
        if not escaped and letter == '"' and not depth:
            quoted = not quoted
        flat.append("" if inner and not escaped and letter in "()" else letter)
        escaped = letter == "\\" and not escaped
    return value if depth else "".join(flat)


def _quoted(written: str, value: str, end: int) -> str:
    """A quoted name without its quotes; a quoted local part keeps them."""
    if value[end : end + 1] == "@":
        return written
    return re.sub(r"\\(.)", r"\1", written[1:-1], flags=re.DOTALL)


def _finished(one: _One, found: list[Address]) -> _One:
    written = "".join(one.words).split()
    if (
        one.angle is None and len(written) > 1 and all(map(_ADDRESS.fullmatch, written))
    ):  # only white space between them
        found += [Address("", address) for address in written[: ADDRESSES + 1]]
    elif address := one.address():
        found.append(address)
    return _One()
