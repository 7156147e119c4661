"""HTML of mails made safe to show, and made text.

Safe means twice: what is read flat is written again well-formed, with images kept from loading, and then nh3 removes whatever
is not on its lists. It is still shown only in a sandboxed frame without scripts.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

import nh3

from mail.caps import HTML_CHARACTERS
from mail.markup import VOID, Tag, tokens


def _words(text: str) -> set[str]:
    return set(text.split())


TEXT_TAGS = _words(
    """
    a abbr acronym address b bdi bdo big blockquote br caption center cite code col colgroup dd del dfn div dl dt em
    font h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q rp rt ruby s samp small span strike strong sub sup
    table tbody td tfoot th thead time tr tt u ul var wbr
    """
)
ATTRIBUTES = {
    "*": {"style", "align", "valign", "dir", "lang", "title", "width", "height", "bgcolor"},
    "a": {"href"},
    "img": {"src", "alt", "border", "data-remote-src"},
    "font": {"color", "face", "size"},
    "table": {"border", "cellpadding", "cellspacing"},
    "td": {"colspan", "rowspan", "nowrap"},
    "th": {"colspan", "rowspan", "nowrap"},
    "ol": {"start", "type"},
    "li": {"value"},
    "time": {"datetime"},
}
_SIDES = ("", "-top", "-right", "-bottom", "-left")
STYLES = {
    *_words(
        "background-color color direction display height line-height max-height max-width min-height min-width width"
    ),
    *_words("font font-family font-size font-style font-variant font-weight letter-spacing word-spacing white-space"),
    *_words(
        "text-align text-decoration text-transform unicode-bidi vertical-align word-break word-wrap list-style-type"
    ),
    *_words("border-collapse border-radius border-spacing table-layout"),
    *(f"{box}{side}" for box in ("margin", "padding", "border") for side in _SIDES),
    *(f"border{side}-{what}" for side in _SIDES for what in ("color", "style", "width")),
}
"""Nothing that moves, covers or loads: no position, z-index, transform, background images, content or animation."""

_DECLARATION = re.compile(r"\s*([a-z-]{1,40})\s*:\s*([^;]{1,400})")
_VALUE = re.compile(r"(?:(?:rgba?|hsla?)\([\d\s.,%/]{1,60}\)|[\w\s#%.,'\"!+]|(?<=[a-z])-(?=[a-z]))*", re.ASCII)
"""A hyphen only inside a word: a negative length could move text over other text."""
_LINK = re.compile(r"https?://|mailto:|tel:", re.IGNORECASE)
_IGNORED_IN_URLS = re.compile(r"[\x00-\x20]+")
"""Browsers pass over these in the middle of a scheme, too."""
_SAFE_DATA = re.compile(r"data:image/(?:png|gif|jpe?g|webp);base64,[A-Za-z0-9+/=\s]*\Z", re.IGNORECASE)
_DEEPEST = 200
_CLOSED_BY = {
    "p": {"p"},
    "li": {"li"},
    "dd": {"dd", "dt"},
    "dt": {"dd", "dt"},
    "td": {"td", "th"},
    "th": {"td", "th"},
    "tr": {"tr", "td", "th"},
    "tbody": {"tbody", "thead", "tr", "td", "th"},
}
"""What an opening tag ends by itself; without this every unclosed ``<p>`` of an old mail would count as one level more."""


@dataclass(frozen=True, slots=True)
class CleanHtml:
    """HTML fit for the sandboxed frame; ``remote_images`` have their address in ``data-remote-src`` and load nothing."""

    html: str
    remote_images: int


def cleaned(source: str, images: Mapping[str, str]) -> CleanHtml:
    """Safe HTML; ``images`` gives the URL for each content id (without brackets); an image that is not there loses its source."""
    writer = _Writer(images)
    for token in tokens(source[:HTML_CHARACTERS]):
        writer.write(token)
    return CleanHtml(_sanitised(writer.result()), writer.remote_images)


def _sanitised(source: str) -> str:
    return nh3.clean(
        source,
        tags=TEXT_TAGS,
        attributes=ATTRIBUTES,
        attribute_filter=_attribute,
        url_schemes={"http", "https", "mailto", "tel", "data"},
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
        strip_comments=True,
    )


def _attribute(tag: str, name: str, value: str) -> str | None:
    if name == "style":
        return _style(value) or None
    if name == "href":
        return value if _LINK.match(_IGNORED_IN_URLS.sub("", value)) else None
    if name == "src":
        data = _IGNORED_IN_URLS.sub("", value).lower().startswith("data:")
        return None if data and not _SAFE_DATA.match(value) else value
    return value


def _style(value: str) -> str:
    """The declarations on the list whose value is made of plain words, numbers and colours (so no ``url()``, no escapes)."""
    pairs = (_DECLARATION.fullmatch(one) for one in value.lower()[:10_000].split(";"))
    return ";".join(f"{pair[1]}:{pair[2].strip()}" for pair in pairs if pair and _is_harmless(pair[1], pair[2]))


def _is_harmless(name: str, value: str) -> bool:
    return name in STYLES and _VALUE.fullmatch(value) is not None


class _Writer:
    """Writes tokens again as well-formed HTML of limited depth, with every image's source decided."""

    def __init__(self, images: Mapping[str, str]) -> None:
        self.images = images
        self.remote_images = 0
        self._pieces: list[str] = []
        self._open: list[str] = []

    def write(self, token: Tag | str) -> None:
        if isinstance(token, str):
            self._pieces.append(html.escape(token))
        elif token.name in TEXT_TAGS:
            self._close(token.name) if token.closing else self._begin(token)

    def result(self) -> str:
        while self._open:
            self._pieces.append(f"</{self._open.pop()}>")
        return "".join(self._pieces)

    def _begin(self, tag: Tag) -> None:
        while self._open and self._open[-1] in _CLOSED_BY.get(tag.name, ()):
            self._pieces.append(f"</{self._open.pop()}>")
        if tag.name not in VOID and len(self._open) >= _DEEPEST:
            return
        attributes = self._image(tag.attributes) if tag.name == "img" else tag.attributes
        allowed = ATTRIBUTES["*"] | ATTRIBUTES.get(tag.name, set())
        written = "".join(f' {name}="{html.escape(value)}"' for name, value in attributes.items() if name in allowed)
        self._pieces.append(f"<{tag.name}{written}>")
        if tag.name not in VOID:
            self._open.append(tag.name)

    def _close(self, name: str) -> None:
        if name not in self._open:
            return
        while True:
            last = self._open.pop()
            self._pieces.append(f"</{last}>")
            if last == name:
                return

    def _image(self, attributes: dict[str, str]) -> dict[str, str]:
        """An image's source: ours for a content id, itself for harmless data, kept aside when it is on the network."""
        source = attributes.get("src", "").strip()
        others = {name: value for name, value in attributes.items() if name not in {"src", "data-remote-src"}}
        scheme = source.split(":", 1)[0].lower()
        if scheme == "cid":
            url = self.images.get(source[4:].strip("<>"))
            return {**others, "src": url} if url else others
        if scheme in {"http", "https"} or source.startswith("//"):
            self.remote_images += 1
            return {**others, "data-remote-src": f"https:{source}" if source.startswith("//") else source}
        return {**others, "src": source} if _SAFE_DATA.match(source) else others


# ---- HTML to text


QUOTE, SIGNATURE, HISTORY = ">", "\ue001", "\ue002"
"""How ``marked_text`` begins a quoted line, a line of a signature, and the line after which everything is history."""

_QUOTE_NAMES = {
    "gmail_attr",
    "moz-cite-prefix",
    "moz-email-headers-table",
    "protonmail_quote",
    "tutanota_quote",
    "yahoo_quoted",
    "zmail_extra",
}
_SIGNATURE_NAMES = {
    "AppleMailSignature",
    "Signature",
    "gmail_signature",
    "gmail_signature_prefix",
    "k9mail-signature",
    "moz-signature",
    "ms-outlook-mobile-signature",
    "protonmail_signature_block",
    "tutanota_signature",
}
_HISTORY_NAMES = {"OLK_SRC_BODY_SECTION", "appendonsend", "divRplyFwdMsg"}
"""Classes and ids that mail programs give to what they write themselves."""

_GAPS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "pre", "blockquote"}
_LINES = {"div", "li", "tr", "dt", "dd", "center", "address", "section", "article", "header", "footer", "form", "body"}
_INDENT = re.compile(r"border(?:-left)?:\s*(?:none|0)")


def text_of(source: str) -> str:
    """The words of an HTML text, one line per block, cells apart by a space."""
    return _TextWriter(marks=False).text(source)


def marked_text(source: str) -> str:
    """As ``text_of``, but what HTML itself calls a quote, a signature or history is marked as such at the start of its lines."""
    return _TextWriter(marks=True).text(source)


class _TextWriter:
    def __init__(self, *, marks: bool) -> None:
        self._marks = marks
        self._lines: list[str] = []
        self._line: list[str] = []
        self._open: list[tuple[str, str]] = []
        self._preformatted = 0

    def text(self, source: str) -> str:
        for token in tokens(source[:HTML_CHARACTERS]):
            if isinstance(token, str):
                self._words(token)
            elif token.closing:
                self._close(token.name)
            else:
                self._begin(token)
        self._end_line()
        return re.sub(r"\n{3,}", "\n\n", "\n".join(self._lines)).strip()

    def _words(self, text: str) -> None:
        if self._preformatted:
            first, *rest = text.replace("\r\n", "\n").split("\n")
            self._line.append(first)
            for line in rest:
                self._end_line(even_empty=True)
                self._line.append(line)
            return
        self._line.append(re.sub(r"[ \t\r\n\f]+", " ", text))

    def _end_line(self, *, even_empty: bool = False) -> None:
        line = "".join(self._line)
        line = line.rstrip() if self._preformatted else re.sub(r"[ \u00a0]+", " ", line).strip()
        self._line.clear()
        if line or even_empty:
            self._lines.append(self._prefix() + line)

    def _gap(self) -> None:
        self._end_line()
        if self._lines and self._lines[-1].strip(">" + SIGNATURE + " "):
            self._lines.append(self._prefix().rstrip())

    def _prefix(self) -> str:
        marks = [mark for _, mark in self._open if mark] if self._marks else []
        if QUOTE in marks:
            return QUOTE * min(marks.count(QUOTE), 5) + " "
        return SIGNATURE if SIGNATURE in marks else ""

    def _begin(self, tag: Tag) -> None:
        name = tag.name
        if name == "br":
            self._end_line(even_empty=True)
            return
        if name in {"td", "th"}:
            self._line.append(" ")
        elif name == "hr" or name in _LINES:
            self._end_line()
        elif name in _GAPS:
            self._gap()
        if name == "li":
            self._line.append("- ")
        mark = self._mark(tag)
        if mark:
            self._end_line()
        if mark == HISTORY:
            self._lines.append(HISTORY)
            mark = ""
        if name in VOID or len(self._open) >= _DEEPEST:
            return
        while self._open and self._open[-1][0] in _CLOSED_BY.get(name, ()):
            self._open.pop()
        self._preformatted += name == "pre"
        self._open.append((name, mark))

    def _close(self, name: str) -> None:
        if name in _GAPS:
            self._gap()
        elif name in _LINES:
            self._end_line()
        if all(name != opened for opened, _ in self._open):
            return
        while True:
            opened, mark = self._open.pop()
            if mark:
                self._leave(opened, mark)
            self._preformatted -= opened == "pre"
            if opened == name:
                return

    def _leave(self, name: str, mark: str) -> None:
        """What was still on the line belongs inside the mark."""
        self._open.append((name, mark))
        self._end_line()
        self._open.pop()

    def _mark(self, tag: Tag) -> str:
        if not self._marks:
            return ""
        names = _names(tag)
        if names & _HISTORY_NAMES:
            return HISTORY
        if names & _SIGNATURE_NAMES:
            return SIGNATURE
        if tag.name == "blockquote":
            return QUOTE if self._is_quote(tag) else ""
        return QUOTE if names & _QUOTE_NAMES or tag.attributes.get("name") == "quote" else ""

    def _is_quote(self, tag: Tag) -> bool:
        """Whether a block is quoted or only indented: mail programs mark quotes, people indent with the same element."""
        if tag.attributes.get("type", "").lower() == "cite" or tag.attributes.get("cite"):
            return True
        if _INDENT.search(tag.attributes.get("style", "").lower()):
            return False
        if "gmail_quote" in tag.attributes.get("class", "") or "border-left" in tag.attributes.get("style", "").lower():
            return True
        before = next((line for line in reversed(self._lines) if line.strip()), "")
        return before.endswith(":") and any(character.isdigit() or character == "@" for character in before)


def _names(tag: Tag) -> set[str]:
    """Classes and id of a tag without the ``x_`` that Outlook puts before others' names and the numbers that Yahoo appends."""
    written = f"{tag.attributes.get('class', '')} {tag.attributes.get('id', '')}"[:1_000].split()
    return {re.sub(r"^(?:x_)+|(?<=yahoo_quoted)_\w+$", "", name) for name in written}
