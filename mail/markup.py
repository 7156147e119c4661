"""HTML of mails as a flat run of tags and words, in one pass whose time grows only with the length.

A real HTML parser builds a tree, and the standard's rules for that are quadratic in depth: 800 KB of ``<div>`` cost one minute.
So mail HTML is first read flat and its depth limited; the sanitiser sees only what is left.
"""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

_START = re.compile(r"<(?:!--|([!?/]?)([a-zA-Z][^\s/>]{0,60})|[!?/])")
_REST = re.compile(r"[^>\"']*(?:\"[^\"]*\"[^>\"']*|'[^']*'[^>\"']*)*>")
_ATTRIBUTE = re.compile(r"""([^\s=/>"']{1,100})(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+)))?""")
_RAW = {
    "script",
    "style",
    "title",
    "textarea",
    "xmp",
    "noembed",
    "noframes",
    "iframe",
    "object",
    "applet",
    "svg",
    "math",
}
_MOST_TAGS = 200_000
_MOST_ATTRIBUTES = 50

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag in lower case; ``closing`` for ``</...>``."""

    name: str
    closing: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


def tokens(source: str) -> Iterator[Tag | str]:
    """Tags and unescaped text in order. What programs run or style (scripts, styles, objects) is passed over with its content."""
    reader = _Reader(source)
    yield from reader.tokens()


class _Reader:
    def __init__(self, source: str) -> None:
        self.source = source
        self.position = 0
        self.quotes_close = True
        self.unclosed: set[str] = set()

    def tokens(self) -> Iterator[Tag | str]:
        for _ in range(_MOST_TAGS):
            start = _START.search(self.source, self.position)
            if not start:
                yield html.unescape(self.source[self.position :])
                return
            if start.start() > self.position:
                yield html.unescape(self.source[self.position : start.start()])
            self.position = start.end()
            tag = self._tag(start)
            if tag:
                yield tag
        yield html.unescape(re.sub(r"<[^>]{0,500}>", " ", self.source[self.position :]))  # beyond the cap: words only

    def _tag(self, start: re.Match[str]) -> Tag | None:
        if start[0] == "<!--":
            self._skip_to("-->")
            return None
        inside = self._inside()
        name = (start[2] or "").lower()
        if not name or start[1] in {"!", "?"}:
            return None
        if start[1] == "/":
            return Tag(name, closing=True)
        if name in _RAW:
            if not inside.endswith("/"):
                self._skip_to(f"</{name}")
            return None
        return Tag(name, attributes=_attributes(inside))

    def _inside(self) -> str:
        """What stands between a tag's name and its ``>``. A quote that never closes is believed once, then quotes mean nothing."""
        found = _REST.match(self.source, self.position) if self.quotes_close else None
        if self.quotes_close and not found:
            self.quotes_close = False
        end = found.end() if found else self.source.find(">", self.position) + 1 or len(self.source)
        inside = self.source[self.position : end - 1]
        self.position = end
        return inside

    def _skip_to(self, mark: str) -> None:
        """Pass over an element's or comment's content; one without an end has none, and its words are kept."""
        if mark in self.unclosed:
            return
        end = re.compile(re.escape(mark), re.IGNORECASE).search(self.source, self.position)
        if not end:
            self.unclosed.add(mark)
            return
        self.position = end.end()
        if not mark.endswith(">"):
            self._inside()


def _attributes(inside: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for attribute in islice(_ATTRIBUTE.finditer(inside), _MOST_ATTRIBUTES):
        value = attribute[2] or attribute[3] or attribute[4] or ""
        found.setdefault(attribute[1].lower(), html.unescape(value))
    return found
