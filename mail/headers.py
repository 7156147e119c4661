"""The header block of a mail or of a part: lines to names and values, values to text, text to parameters, ids and times.

Encoded words (RFC 2047) and parameters (RFC 2231) are read as senders write them, not only as the standards say. Every value
leaves without control characters, so that no line break hidden in an encoding reaches a header of ours (CVE-2024-6923).
"""

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_tz
from urllib.parse import unquote_to_bytes

from mail.caps import HEADER_BYTES, HEADER_LINES, HEADER_VALUE, REFERENCES
from mail.charsets import decoded

_NAME = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_FAMILIAR = re.compile(
    rb"(?i)(?:x-[\w-]+|content-[\w-]+|list-[\w-]+|received(?:-spf)?|delivered-to|return-path|date|from|to|cc|subject|sender"
    rb"|reply-to|message-id|in-reply-to|references|mime-version|dkim-signature|authentication-results)[ \t]*:"
)
_END_OF_LINE = re.compile(rb"\r{0,2}\n|\r(?!\r?\n)")
_BEFORE_HEADERS = re.compile(rb"(?:\xef\xbb\xbf)?[\r\n]*")
"""A mark of the byte order, and empty lines that a program lost on the way into a file."""
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff]+")
_DIRECTIONS = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_ENCODED_WORD = re.compile(r"=\?([\w.:+-]{1,60})(?:\*[\w-]*)?\?([bBqQ])\?((?:[^?=]|=(?!\?[^=])|\?(?!=)){0,9000})\?=")
"""The content stops before the next ``=?``: unfinished words without number cost time in proportion to their length only."""
_BETWEEN_WORDS = re.compile(r"(\?=)\s+(?==\?[\w.:+*-]{1,80}\?[bBqQ]\?)")
_PARAMETER = re.compile(r';\s*([^\s=;"]{1,80})\s*=\s*("(?:[^"\\]|\\.)*"?|[^;]*)', re.DOTALL)
_CONTINUED = re.compile(r"(.+?)\*(\d{1,3})?(\*)?$")
_ID = re.compile(r"<\s{0,80}([^<>\s]{1,900}|\"[^<>\"\r\n]{1,200}\"@[^<>\s]{1,400})\s{0,80}>")
_BARE_ID = re.compile(r"[^\s<>,;\"]{1,450}@[^\s<>,;\"]{1,450}")
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d")
_ZONE_NAMED_TWICE = re.compile(r"\b(?:GMT|UTC?)\s*(?=[+-]\d\d)", re.IGNORECASE)
"""Before the offset that matters."""
_COLON_IN_ZONE = re.compile(r"(?<=[\d ])([+-]\d\d):(?=\d\d\b)")
_AFTERNOON = re.compile(r"\s[ap]m\b", re.IGNORECASE)
_NOT_BASE64 = bytes(set(range(256)) - set(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="))


@dataclass(frozen=True, slots=True)
class Headers:
    """Names in lower case with raw unfolded values, in order; ``body`` is where the block ended; ``cut`` if beyond a cap.

    ``charset`` is the label of the text that they belong to: what eight-bit values are written in, if they are not UTF-8.
    """

    fields: tuple[tuple[str, bytes], ...]
    body: int
    cut: bool = False
    charset: str = ""

    def raw(self, name: str) -> bytes:
        """The first value of a header, or nothing."""
        return next((value for found, value in self.fields if found == name), b"")

    def all(self, name: str) -> Iterator[str]:
        """The values of every header of this name, as text before decoding of encoded words."""
        return (as_text(value, self.charset) for found, value in self.fields if found == name)

    def written(self, name: str) -> str:
        """The first value as text before decoding of encoded words, or nothing."""
        return next(self.all(name), "")

    def decoded(self) -> tuple[tuple[str, str], ...]:
        """All of them in order, decoded and clean."""
        return tuple((name, value_text(as_text(value, self.charset))) for name, value in self.fields)

    def text(self, name: str) -> str:
        """The first value, decoded and clean."""
        return value_text(self.written(name))

    def has(self, name: str) -> bool:
        """Whether there is such a header, even an empty one."""
        return any(found == name for found, _ in self.fields)


def read(raw: bytes, start: int, end: int, *, top: bool = False) -> Headers:
    """The header block of ``raw[start:end]``; at the ``top`` of a mail an mbox line and stray lines are passed over."""
    if top and (before := _BEFORE_HEADERS.match(raw, start, end)):
        start = before.end()
    fields: list[tuple[str, list[bytes]]] = []
    position = start
    for number, (line, following) in enumerate(_lines(raw, start, end), start=1):
        if not line:
            return Headers(_joined(fields), following)
        if number > HEADER_LINES or following - start > HEADER_BYTES:
            return Headers(_joined(fields), _blank_line(raw, position, end), cut=True)
        named = _NAME.match(line)
        if line[:1] in b" \t" and fields:
            fields[-1][1].append(line)
        elif named and not line[: named.end()].isspace():
            fields.append((named[1].decode("ascii").lower(), [line[named.end() :]]))
        elif not (top and _stray(raw, line, following, end, first=not fields)):
            return Headers(_joined(fields), position)  # no empty line was written: this is already the text
        position = following
    return Headers(_joined(fields), end)


def _lines(raw: bytes, start: int, end: int) -> Iterator[tuple[bytes, int]]:
    """Lines without their ends, each with the position after it; a bare CR ends a line as mail programs believe it does."""
    position = start
    for found in _END_OF_LINE.finditer(raw, start, end):
        yield raw[position : found.start()], found.end()
        position = found.end()
    if position < end:
        yield raw[position:end], end


def _joined(fields: list[tuple[str, list[bytes]]]) -> tuple[tuple[str, bytes], ...]:
    return tuple((name, b"".join(lines)) for name, lines in fields)


def _blank_line(raw: bytes, start: int, end: int) -> int:
    found = re.compile(rb"\r?\n\r?\n|\r\r").search(raw, start, end)
    return found.end() if found else end


def _stray(raw: bytes, line: bytes, following: int, end: int, *, first: bool) -> bool:
    """Whether a line that is no header is only dirt between headers: an mbox line, or real headers go on after it."""
    if first and line.startswith((b"From ", b">From ")):
        return True
    return bool(_FAMILIAR.match(raw, following, end))


def as_text(value: bytes, charset: str = "") -> str:
    """Raw header bytes as text; eight-bit ones are UTF-8, or what the text's own label says, or else guessed."""
    if value.isascii():
        return decoded(value) if b"\x1b" in value else value.decode("ascii")
    return decoded(value, charset)


def clean(text: str) -> str:
    """One line of printable text: control characters and line separators become a space."""
    return " ".join(_UNPRINTABLE.sub(" ", text).split())[:HEADER_VALUE]


def value_text(text: str) -> str:
    """A header's value with its encoded words decoded, clean."""
    return clean(words_decoded(text))


def words_decoded(text: str) -> str:
    """Encoded words to text. Neighbours in one charset are joined as bytes first: senders split in the middle of a letter."""
    if "=?" not in text:
        return text
    text = _BETWEEN_WORDS.sub(r"\1", text)
    pieces: list[str] = []
    pending, charset, position = bytearray(), "", 0
    for word in _ENCODED_WORD.finditer(text):
        between = text[position : word.start()]
        if between or word[1].lower() != charset:
            pieces += [decoded(bytes(pending), charset), between]
            pending.clear()
        charset = word[1].lower()
        pending += _word_bytes(word[2], word[3])
        position = word.end()
    return "".join([*pieces, decoded(bytes(pending), charset), text[position:]])


def _word_bytes(encoding: str, content: str) -> bytes:
    if encoding in "bB":
        return from_base64(content.encode("utf-8"))
    data = content.replace("_", " ").encode("utf-8")
    return re.sub(rb"=([0-9A-Fa-f]{2})", lambda hexadecimal: bytes([int(hexadecimal[1], 16)]), data)


def from_base64(data: bytes) -> bytes:
    """Base64 as it comes: foreign characters skipped, padding missing or in the middle, a torn last group dropped."""
    letters = data.translate(None, _NOT_BASE64)
    return b"".join(_from_letters(run) for run in letters.split(b"=") if run)


def _from_letters(letters: bytes) -> bytes:
    whole = letters[:-1] if len(letters) % 4 == 1 else letters
    return binascii.a2b_base64(whole + b"=" * (-len(whole) % 4))


def parameters(value: str) -> tuple[str, dict[str, str]]:
    """A value such as ``text/plain; charset=utf-8``: its first word in lower case and its parameters, decoded and clean."""
    head = value.split(";", 1)[0]
    plain: dict[str, str] = {}
    continued: dict[str, dict[int, tuple[str, bool]]] = {}
    for named, written in _PARAMETER.findall(value[len(head) : len(head) + HEADER_BYTES]):
        name, content = named.lower(), _unquoted(written)
        if part := _CONTINUED.match(name):
            continued.setdefault(part[1], {})[int(part[2] or 0)] = (content, bool(part[3]) or part[2] is None)
        else:
            plain.setdefault(name, value_text(content))
    for name, parts in continued.items():
        plain[name] = _rfc2231(parts)
    return clean(head).lower(), plain


def _unquoted(written: str) -> str:
    written = written.strip()
    if written.startswith('"'):
        return re.sub(r"\\(.)", r"\1", written[1:].removesuffix('"'), flags=re.DOTALL)
    return written


def _rfc2231(parts: dict[int, tuple[str, bool]]) -> str:
    """Numbered pieces joined; the first names the charset as ``charset'language'...``."""
    charset, data = "", bytearray()
    for number in sorted(parts):
        content, extended = parts[number]
        if number == min(parts) and extended and content.count("'") >= 2:
            charset, _, content = content.split("'", 2)
        data += unquote_to_bytes(content) if extended else content.encode("utf-8")
    return value_text(decoded(bytes(data), charset))


def file_name(text: str) -> str:
    """A file's name as data: without folders, and without marks that turn the reading direction (``gpj.exe`` as ``exe.jpg``)."""
    return clean(_DIRECTIONS.sub("", re.split(r"[/\\]", text.strip())[-1]))[:255]


def message_ids(values: Iterator[str]) -> tuple[str, ...]:
    """The ids in Message-ID, In-Reply-To or References headers, without angle brackets, each once, the first ``REFERENCES``."""
    found: dict[str, None] = {}
    for value in values:
        ids = _ID.findall(value) or ([] if "<" in value else _BARE_ID.findall(value[:2_000]))
        found.update(dict.fromkeys(clean(one) for one in ids if not _UNPRINTABLE.search(one)))
    return tuple(found)[:REFERENCES]


def time_of(value: str) -> datetime | None:
    """A Date header as an aware UTC time; None for what is no date. A missing zone is read as UTC."""
    written = _COLON_IN_ZONE.sub(r"\1", _ZONE_NAMED_TWICE.sub("", clean(value)[:200]))
    try:
        if _ISO_DATE.match(written):
            moment = datetime.fromisoformat(re.sub(r"\s+(?=[+-]\d\d)", "", written))
            return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
        found = parsedate_tz(_AFTERNOON.sub("", written))
        if not found:
            return None
        year, month, day, hour, minute, second = found[:6]
        if (half := _AFTERNOON.search(written)) and 1 <= hour <= 12:
            hour = hour % 12 + 12 * (half[0].strip().lower() == "pm")
        moment = datetime(year + 1900 * (100 <= year < 1000), month, day, hour, minute, tzinfo=UTC)
        return moment + timedelta(seconds=second - (found[9] or 0))
    except (ValueError, OverflowError, IndexError, TypeError, OSError):
        return None
