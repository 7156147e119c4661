"""The parts of a mail (RFC 2045-2049) as a tree over the raw bytes, in time proportional to their number.

Delimiter lines of the whole mail are found in one pass; nothing is copied until a part is decoded. An outer delimiter ends
every part inside it, as the standard wants, so a forgotten inner end harms only its own multipart.
"""

import binascii
import quopri
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from mail.caps import LEVELS, PARTS
from mail.charsets import is_utf8
from mail.headers import Headers, as_text, clean, file_name, from_base64, message_ids, parameters, read

_DELIMITER = re.compile(rb"^--([^\r\n]{1,200})$|^--([^\r\n]{1,200})(?=\r)", re.MULTILINE)
_UUENCODED = re.compile(rb"^begin(?:-base64)? [0-7]{3,4} ([^\r\n]{1,255})\r?$", re.MULTILINE)
_MOST_UUENCODED = 20
"""Each try may read the rest of the text."""
_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+")
_ENCODING = re.compile(r"[\"'\s]*(?:x-)?(quoted printable|[\w-]+)")
_BLANKS_AFTER_SOFT_BREAK = re.compile(rb"=[ \t]+(?=\r?\n)")
_NOT_BASE64 = re.compile(rb"[^A-Za-z0-9+/=\s]|(?<=[A-Za-z0-9+/])[ \t]+[A-Za-z0-9+/]")


@dataclass(slots=True)
class Part:
    """One part: ``type`` such as ``text/plain``, its parameters and disposition; its bytes are ``raw[start:end]``."""

    headers: Headers
    type: str
    parameters: dict[str, str]
    disposition: str
    written_name: str
    raw: bytes
    start: int
    end: int
    parts: list["Part"] = field(default_factory=list)

    @property
    def charset(self) -> str:
        """The label of the charset, as written."""
        return self.parameters.get("charset", "")

    @property
    def content_id(self) -> str:
        """What HTML calls this part by, without angle brackets."""
        return next(iter(message_ids(self.headers.all("content-id"))), self.headers.text("content-id").strip("<>"))

    def content(self) -> bytes:
        """The bytes as they were before they were encoded for the way; an unknown encoding leaves them as they are."""
        data = self.raw[self.start : self.end]
        match self._encoding():
            case "base64":
                return _from_base64_text(data) if self.type.startswith("text/") else from_base64(data)
            case "quotedprintable" | "qp":
                return quopri.decodestring(_BLANKS_AFTER_SOFT_BREAK.sub(b"=", data))
            case "uuencode" | "uue":
                return next((file for _, file in uuencoded(data)[1]), data if data.strip() else b"")
        return data

    def _encoding(self) -> str:
        """The name of the encoding without what senders vary in it: case, dashes, an x before it, what stands behind."""
        found = _ENCODING.match(self.headers.text("content-transfer-encoding").lower())
        return re.sub(r"[^a-z0-9]", "", found[1]) if found else ""

    def walk(self) -> Iterator["Part"]:
        """The part itself and all inside it, in order."""
        yield self
        for part in self.parts:
            yield from part.walk()


class Reading:
    """One pass over one mail: counts parts and levels, and notes what was left out."""

    def __init__(self, raw: bytes) -> None:
        self.raw = raw
        self.problems: dict[str, None] = {}
        self._left = PARTS
        self._charset = ""
        self._delimiters: defaultdict[bytes, list[tuple[int, int]]] = defaultdict(list)
        for found in _DELIMITER.finditer(raw):
            self._delimiters[(found[1] or found[2]).rstrip()].append((found.start(), found.end()))

    def part(self, start: int, end: int, *, level: int = 0, default: str = "text/plain") -> Part:
        """The part in ``raw[start:end]`` with everything inside it."""
        self._left -= 1
        headers = read(self.raw, start, end, top=level == 0)
        if headers.cut:
            self.problems["The headers are too long; the rest of them was left out."] = None
        part = _described(headers, self.raw, end, default, self._charset)
        self._charset = self._charset or part.charset
        if part.type.startswith("multipart/"):
            self._divide(part, level)
        return part

    def _divide(self, part: Part, level: int) -> None:
        ranges = self._ranges(part)
        if not ranges:
            part.type = "text/plain"  # no delimiter: the words are somewhere in there, and shown
            return
        if level >= LEVELS:
            self.problems[f"Parts are nested deeper than {LEVELS} levels; the inner ones are kept as one file."] = None
            part.type = "application/octet-stream"
            return
        default = "message/rfc822" if part.type == "multipart/digest" else "text/plain"
        for start, end in ranges:
            if self._left <= 0:
                self.problems[f"There are more than {PARTS} parts; the rest was left out."] = None
                return
            part.parts.append(self.part(start, end, level=level + 1, default=default))

    def _ranges(self, part: Part) -> list[tuple[int, int]]:
        """Where the parts of a multipart lie, by its boundary or, when that is found nowhere, by the one that is in use."""
        boundary = as_boundary(part.parameters.get("boundary", ""))
        return self._between(boundary, part) or self._between(self._likely_boundary(part), part)

    def _between(self, boundary: bytes, part: Part) -> list[tuple[int, int]]:
        if not boundary:
            return []
        openings = self._within(self._delimiters.get(boundary, []), part)
        closings = self._within(self._delimiters.get(boundary + b"--", []), part)
        if not openings:
            return []
        closing = next((start for start, _ in closings if start > openings[0][0]), part.end)
        openings = [opening for opening in openings if opening[0] < closing]
        ends = [start for start, _ in openings[1:]] + [closing]
        return [
            (self._next_line(after), self._before_line_end(end)) for (_, after), end in zip(openings, ends, strict=True)
        ]

    def _within(self, found: list[tuple[int, int]], part: Part) -> list[tuple[int, int]]:
        return found[bisect_left(found, (part.start, 0)) : bisect_left(found, (part.end, 0))]

    def _likely_boundary(self, part: Part) -> bytes:
        """The commonest delimiter-like line that Content headers follow."""
        before_headers = re.compile(rb"^--([^\r\n]{1,200}?)[ \t]*\r?\nContent-", re.MULTILINE | re.IGNORECASE)
        counted = Counter(found[1] for found in before_headers.finditer(self.raw, part.start, part.end))
        return counted.most_common(1)[0][0] if counted else b""

    def _next_line(self, position: int) -> int:
        if self.raw[position : position + 2] == b"\r\n":
            return position + 2
        return min(position + 1, len(self.raw))

    def _before_line_end(self, position: int) -> int:
        """The line break before a delimiter belongs to the delimiter."""
        if self.raw[position - 2 : position] == b"\r\n":
            return position - 2
        return position - 1 if self.raw[position - 1 : position] == b"\n" else position


def tree(raw: bytes) -> tuple[Part, tuple[str, ...]]:
    """The root part of a mail, and sentences about what was left out of it."""
    reading = Reading(_with_usual_lines(raw))
    root = reading.part(0, len(reading.raw))
    if not root.charset:
        root.headers = replace(root.headers, charset=next(filter(None, (part.charset for part in root.walk())), ""))
    return root, tuple(reading.problems)


def _with_usual_lines(raw: bytes) -> bytes:
    """A mail whose every line ends as no program wrote it, but some carrier left it, with line ends that delimiters are found by."""
    if b"\n" not in raw:
        return raw.replace(b"\r", b"\n")
    first = raw.find(b"\n")
    return raw.replace(b"\r\r\n", b"\r\n") if raw[:first].endswith(b"\r\r") else raw


def as_boundary(text: str) -> bytes:
    """A boundary as it stands in delimiter lines."""
    return text.rstrip().encode("utf-8")[:200]


def _described(headers: Headers, raw: bytes, end: int, default: str, charset: str) -> Part:
    """``charset``: what eight-bit headers are taken to be in if the part does not say."""
    label = parameters(headers.written("content-type"))[1].get("charset", "") or charset
    headers = replace(headers, charset=label)
    kind, named = parameters(headers.written("content-type"))
    disposition, more = parameters(headers.written("content-disposition"))
    location = headers.text("content-location")
    name = more.get("filename") or more.get("name") or named.get("name") or named.get("filename") or ""
    if not name and not kind.startswith(("text/", "multipart/")) and "://" not in location:
        name = location
    kind = kind.split()[0] if kind else default
    if not _TYPE.fullmatch(kind):
        kind = "text/plain" if kind.startswith("text") else default if not kind else "application/octet-stream"
    if disposition not in {"attachment", "inline"}:
        disposition = "attachment" if clean(more.get("filename", "")) else ""
    return Part(headers, kind, named, disposition, file_name(name), raw, min(headers.body, end), end)


def _from_base64_text(data: bytes) -> bytes:
    """A text: what a list server wrote below it is as it stands, and so is all of it where the label alone says base64."""
    foreign = _NOT_BASE64.search(data)
    if foreign is None:
        return from_base64(data)
    begins = data.rfind(b"\n", 0, foreign.start()) + 1
    if data[:begins].strip():
        return from_base64(data[:begins]) + b"\n\n" + data[begins:]
    read = from_base64(data)
    return read if is_utf8(read) else data


def uuencoded(data: bytes) -> tuple[bytes, list[tuple[str, bytes]]]:
    """Files written into a text with ``begin 644 name`` (before MIME, and still): the text without them, and name and bytes of each."""
    files: list[tuple[str, bytes]] = []
    rest: list[bytes] = []
    position = 0
    for found in islice(_UUENCODED.finditer(data), _MOST_UUENCODED):
        if found.start() < position:
            continue
        ending = re.compile(rb"^end\r?$", re.MULTILINE).search(data, found.end())
        if not ending:
            break
        content = _uudecoded(data[found.end() : ending.start()])
        if content is None:
            continue
        files.append((file_name(as_text(found[1])), content))
        rest.append(data[position : found.start()])
        position = ending.end()
    return b"".join([*rest, data[position:]]), files


def _uudecoded(data: bytes) -> bytes | None:
    """The bytes of uuencoded lines; None where a line is none, since then it was a sentence that begins with "begin"."""
    content = bytearray()
    for line in data.splitlines():
        if not line.strip():
            continue
        try:
            content += binascii.a2b_uu(line)
        except binascii.Error:
            length = ((line[0] - 32) & 63) * 4 + 5  # some programs pad the last line with what is not zero
            try:
                content += binascii.a2b_uu(line[: length // 3])
            except binascii.Error:
                return None
    return bytes(content)
