"""winmail.dat: the text and the files inside Outlook's own envelope (Microsoft [MS-OXTNEF]).

A stream of attributes: level, id and type, length, data, checksum. Only names, bodies and attached data are read.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from mail.charsets import decoded
from mail.headers import file_name

SIGNATURE = 0x223E9F78
_RENDER_DATA, _TITLE, _DATA, _PROPERTIES, _BODY, _MESSAGE_PROPERTIES, _CODE_PAGE = (
    0x9002,
    0x8010,
    0x800F,
    0x9005,
    0x800C,
    0x9003,
    0x9007,
)
_LONG_NAME, _SHORT_NAME, _MIME_TYPE, _CONTENT_ID, _OBJECT = 0x3707, 0x3704, 0x370E, 0x3712, 0x3701
_BODY_TEXT, _BODY_HTML = 0x1000, 0x1013
_FIXED = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
"""Bytes of the property types of fixed size, padded to four."""
_VARIABLE = {13, 30, 31, 258}
_MOST_PROPERTIES = 2_000


@dataclass(slots=True)
class File:
    """One file of the envelope."""

    name: str = ""
    type: str = "application/octet-stream"
    content_id: str = ""
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What was in it; empty where it was torn."""

    text: str
    html: str
    files: tuple[File, ...]


def opened(data: bytes) -> Envelope | None:
    """The content of a winmail.dat, as far as it can be read; None when it is something else."""
    if len(data) < 6 or struct.unpack_from("<I", data)[0] != SIGNATURE:
        return None
    files: list[File] = []
    bodies = {"text": "", "html": ""}
    charset = "cp1252"
    for attribute, content in _attributes(data):
        if attribute == _CODE_PAGE and len(content) >= 4:
            charset = f"cp{struct.unpack_from('<I', content)[0]}"
        elif attribute == _RENDER_DATA and len(files) < 200:
            files.append(File())
        elif attribute == _BODY:
            bodies["text"] = decoded(content.rstrip(b"\0"), charset)
        elif attribute == _MESSAGE_PROPERTIES:
            _read_bodies(content, charset, bodies)
        elif files:
            _read_file(attribute, content, charset, files[-1])
    return Envelope(bodies["text"], bodies["html"], tuple(file for file in files if file.name or file.data))


def _attributes(data: bytes) -> Iterator[tuple[int, bytes]]:
    position = 6
    while position + 9 <= len(data):
        identity, length = struct.unpack_from("<II", data, position + 1)
        position += 9
        if position + length > len(data):
            return
        yield identity & 0xFFFF, data[position : position + length]
        position += length + 2


def _read_file(attribute: int, content: bytes, charset: str, file: File) -> None:
    if attribute == _TITLE:
        file.name = file.name or file_name(decoded(content.rstrip(b"\0"), charset))
    elif attribute == _DATA:
        file.data = content
    elif attribute == _PROPERTIES:
        found = dict(_properties(content))
        name = _text(found.get(_LONG_NAME) or found.get(_SHORT_NAME), charset)
        file.name = file_name(name) or file.name
        file.type = _text(found.get(_MIME_TYPE), charset).lower() or file.type
        file.content_id = _text(found.get(_CONTENT_ID), charset).strip("<>")
        if not file.data and _OBJECT in found:
            file.data = found[_OBJECT][1]


def _read_bodies(content: bytes, charset: str, bodies: dict[str, str]) -> None:
    found = dict(_properties(content))
    bodies["text"] = bodies["text"] or _text(found.get(_BODY_TEXT), charset)
    bodies["html"] = bodies["html"] or _text(found.get(_BODY_HTML), charset)


def _text(value: tuple[int, bytes] | None, charset: str) -> str:
    if value is None:
        return ""
    kind, data = value
    return (data.decode("utf-16-le", "replace") if kind == 31 else decoded(data, charset)).rstrip("\0")


def _properties(data: bytes) -> Iterator[tuple[int, tuple[int, bytes]]]:
    """Property ids with their type and bytes; stops where the stream makes no sense any more."""
    try:
        count = min(struct.unpack_from("<I", data)[0], _MOST_PROPERTIES)
        position = 4
        for _ in range(count):
            kind, identity = struct.unpack_from("<HH", data, position)
            position += 4
            if identity >= 0x8000:
                position = _after_name(data, position)
            many, kind = kind & 0x1000, kind & 0x0FFF
            values = struct.unpack_from("<I", data, position)[0] if many or kind in _VARIABLE else 1
            position += 4 if many or kind in _VARIABLE else 0
            for _ in range(min(values, _MOST_PROPERTIES)):
                size, position = (
                    (struct.unpack_from("<I", data, position)[0], position + 4)
                    if kind in _VARIABLE
                    else (_FIXED[kind], position)
                )
                yield identity, (kind, data[position : position + size])
                position += size + -size % 4
    except (struct.error, KeyError):
        return


def _after_name(data: bytes, position: int) -> int:
    """Past the name of a named property: a GUID, then a number or a counted UTF-16 string."""
    kind, size = struct.unpack_from("<II", data, position + 16)
    return position + 24 + ((size + -size % 4) if kind == 1 else 0)
