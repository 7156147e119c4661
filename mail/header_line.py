"""Writing one header line: whatever the value holds, it stays one header, in ASCII, folded at 78 (RFC 5322, 2047, 2231).

Values are made of pieces that must not be broken; a line break goes only between them. Controls are taken out first, so a line break that
came with a customer's subject, name or id cannot start a header of its own (CVE-2024-6923 is that defect in CPython's writer).
"""

import base64
import re
from collections.abc import Iterable, Iterator, Sequence
from urllib.parse import quote

WIDTH = 78
LONGEST_VALUE = 1_000
"""Characters of a subject, a name or a file name that are kept."""

_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]+")
_PLAIN = re.compile(r"(?!.*=\?)[!-~]{1,60}(?: [!-~]{1,60})*\Z")
_ADDRESS = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@(?=.{1,253}\Z)[A-Za-z0-9]"
    r"[A-Za-z0-9-]*(?:\.[A-Za-z0-9][A-Za-z0-9-]*)*\Z"
)
_MESSAGE_ID = re.compile(r"(?!.*=\?)(?:<([!-;=?-~]{1,250})>|([!-;=?A-~]{1,150}@[!-;=?-~]{1,100}))\Z")
_ENCODED_OCTETS = 42
"""Octets in one encoded word, so that it fits behind the name of its header."""


class Unwritable(ValueError):
    """A value that cannot be written into a mail; the text says which, for people."""


def clean(text: str) -> str:
    """``text`` without control characters, line separators and broken surrogates, as one line of at most LONGEST_VALUE characters."""
    return _UNPRINTABLE.sub(" ", text)[: LONGEST_VALUE * 2].strip()[:LONGEST_VALUE]


def header(name: str, pieces: Iterable[str]) -> bytes:
    """``name: pieces``, folded between pieces where a line would pass 78 characters."""
    lines = [f"{name}:"]
    for piece in pieces:
        if len(lines[-1]) + 1 + len(piece) > WIDTH and lines[-1] != f"{name}:":
            lines.append("")
        lines[-1] += f" {piece}"
    return "\r\n".join(lines).encode("ascii") + b"\r\n"


def words(text: str) -> list[str]:
    """The pieces of free text: itself where plain ASCII can say it, otherwise encoded words."""
    line = clean(text)
    return line.split(" ") if _PLAIN.match(line) else list(_encoded_words(line))


def address(email: str, name: str = "") -> list[str]:
    """The pieces of one mailbox. Unwritable unless ``email`` is a plain address; a domain in other letters becomes its ASCII form."""
    bare = f"<{ascii_address(email)}>"
    shown = clean(name)
    if not shown:
        return [bare]
    if _PLAIN.match(shown):
        escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
        return [*f'"{escaped}"'.split(" "), bare]
    return [*_encoded_words(shown), bare]


def addresses(mailboxes: Iterable[Sequence[str]]) -> list[str]:
    """The pieces of an address list; each mailbox is the pieces of ``address``."""
    listed = [list(mailbox) for mailbox in mailboxes]
    for mailbox in listed[:-1]:
        mailbox[-1] += ","
    return [piece for mailbox in listed for piece in mailbox]


def ascii_address(email: str) -> str:
    """``email`` as SMTP carries it everywhere, Unwritable when it cannot."""
    local, _, domain = email.strip().rpartition("@")
    try:
        written = f"{local}@{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        written = ""
    if len(local) > 64 or not _ADDRESS.match(written):
        raise Unwritable(f"{clean(email)} is not an address that mail can be sent to.")
    return written


def message_id(text: str) -> str | None:
    """``text`` in angle brackets, with or without which it may come, if it can be a message id: printable ASCII without spaces, other
    brackets, or what a reader might take for an encoded word.
    """
    found = _MESSAGE_ID.match(text.strip())
    return f"<{found[1] or found[2]}>" if found else None


def parameter(name: str, text: str) -> list[str]:
    """The pieces of a parameter such as a file name: quoted where ASCII can say it, otherwise as RFC 2231 has it, in numbered parts."""
    value = clean(text)
    if _PLAIN.match(value) and len(value) <= 60 and not re.search(r"[\"\\]", value):
        return [f'; {name}="{value}"']
    encoded = quote(value.encode("utf-8"), safe="")
    parts = re.findall(r"(?:%..|[^%]){1,18}", encoded)
    if len(parts) == 1:
        return [f"; {name}*=utf-8''{encoded}"]
    return [f"; {name}*{count}*={'' if count else 'utf-8' + chr(39) * 2}{part}" for count, part in enumerate(parts)]


def _encoded_words(text: str) -> Iterator[str]:
    """``text`` as base64 encoded words, each of whole characters, as RFC 2047 demands."""
    word = b""
    for character in text:
        octets = character.encode("utf-8")
        if len(word) + len(octets) > _ENCODED_OCTETS:
            yield f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?="
            word = b""
        word += octets
    if word:
        yield f"=?utf-8?b?{base64.b64encode(word).decode('ascii')}?="
