"""Ogg pages (RFC 3533) of Opus streams (RFC 7845), written and read with nothing but bytes.

A page is whole or it is not there: whatever a crash leaves behind its last whole page can be cut off, and the rest plays.
"""

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

BEGINNING, END = 2, 4
"""Flags of a page: first of its stream, last of its stream."""
MOST_SEGMENTS = 255

_HEAD = struct.Struct("<4sBBqIII B")
_CHECKSUM_AT = 22
_FLAGS_AT = 5
_VENDOR = b"Parley"
_MIRRORED = bytes(int(f"{byte:08b}"[::-1], 2) for byte in range(256))


def checksum(page: bytes) -> int:
    """Ogg's CRC (polynomial 0x04c11db7, plain bit order) by zlib's, which is the same with each byte and the result mirrored."""
    mirrored = zlib.crc32(page.translate(_MIRRORED), 0xFFFFFFFF) ^ 0xFFFFFFFF
    return int.from_bytes(mirrored.to_bytes(4, "little").translate(_MIRRORED), "big")


def lacing(size: int) -> bytes:
    """The segment sizes of a packet: 255 as long as it goes on, then the rest."""
    return b"\xff" * (size // 255) + bytes((size % 255,))


_LACINGS = tuple(lacing(size) for size in range(2048))


def page(serial: int, number: int, granule: int, packets: Iterable[bytes], flags: int = 0) -> bytes:
    """One page of whole packets, at most 255 segments; ``granule`` is the samples completed at its end."""
    packets = list(packets)
    segments = b"".join([_LACINGS[len(p)] if len(p) < 2048 else lacing(len(p)) for p in packets])
    head = _HEAD.pack(b"OggS", 0, flags, granule, serial, number, 0, len(segments))
    return sealed(head + segments + b"".join(packets))


def sealed(bytes_of_page: bytes) -> bytes:
    """The page with its checksum in place."""
    rest = bytes_of_page[_CHECKSUM_AT + 4 :]
    crc = checksum(bytes_of_page[:_CHECKSUM_AT] + b"\0\0\0\0" + rest)
    return bytes_of_page[:_CHECKSUM_AT] + crc.to_bytes(4, "little") + rest


def ended(bytes_of_page: bytes) -> bytes:
    """The same page, marked as the last of its stream."""
    flagged = bytearray(bytes_of_page)
    flagged[_FLAGS_AT] |= END
    return sealed(bytes(flagged))


def granule_of(bytes_of_page: bytes) -> int:
    """The samples completed at the end of a page; 0 for no page at all."""
    return int(_HEAD.unpack_from(bytes_of_page)[3]) if bytes_of_page else 0


def opus_head(streams: int, skip: int = 0) -> bytes:
    """The identification header for ``streams`` mono streams, a channel each: family 0 for one, family 1 for two."""
    family = b"\0" if streams == 1 else bytes((1, streams, 0, *range(streams)))
    return b"OpusHead\x01" + bytes((streams,)) + struct.pack("<HIh", skip, 48_000, 0) + family


def opus_tags() -> bytes:
    """The comment header: our name and no comments."""
    return b"OpusTags" + struct.pack("<I", len(_VENDOR)) + _VENDOR + struct.pack("<I", 0)


@dataclass(frozen=True)
class Page:
    """A whole page of a file: where it is, what it says, and its packets (none of ours goes on over two pages)."""

    start: int
    end: int
    flags: int
    granule: int
    serial: int
    number: int
    packets: list[bytes]


def pages(content: bytes) -> Iterator[Page]:
    """The whole pages from the beginning up to the first that is cut, damaged or of another stream."""
    start, serial, number = 0, None, 0
    while (found := _page_at(content, start)) is not None:
        if found.serial != (found.serial if serial is None else serial) or found.number != number:
            return
        yield found
        start, serial, number = found.end, found.serial, number + 1


def _page_at(content: bytes, start: int) -> Page | None:
    body = start + _HEAD.size
    if len(content) < body:
        return None
    magic, version, flags, granule, serial, number, crc, count = _HEAD.unpack_from(content, start)
    segments = content[body : body + count]
    end = body + count + sum(segments)
    if magic != b"OggS" or version or len(segments) < count or len(content) < end:
        return None
    whole = content[start:end]
    if checksum(whole[:_CHECKSUM_AT] + b"\0\0\0\0" + whole[_CHECKSUM_AT + 4 :]) != crc:
        return None
    return Page(start, end, flags, granule, serial, number, _packets(segments, content, body + count))


def _packets(segments: bytes, content: bytes, at: int) -> list[bytes]:
    packets, size = [], 0
    for segment in segments:
        size += segment
        if segment < 255:
            packets.append(content[at : at + size])
            at, size = at + size, 0
    return packets


class Paging:
    """Gathers packets into numbered pages of one stream, counting the samples."""

    def __init__(self, serial: int) -> None:
        self._serial = serial
        self._number = 0
        self.granule = 0

    def headers(self, streams: int, skip: int = 0) -> bytes:
        """The two header pages that begin the file."""
        first = self._page([opus_head(streams, skip)], BEGINNING)
        return first + self._page([opus_tags()])

    def pages(self, packets: Iterable[tuple[bytes, int]]) -> list[bytes]:
        """Pages of these packets, each given with its samples; as many as 255 segments a page ask for."""
        made, gathered, segments = [], list[bytes](), 0
        for packet, samples in packets:
            needed = len(packet) // 255 + 1
            if segments + needed > MOST_SEGMENTS:
                made.append(self._page(gathered))
                gathered, segments = [], 0
            gathered.append(packet)
            segments += needed
            self.granule += samples
        return [*made, self._page(gathered)] if gathered else made

    def _page(self, packets: list[bytes], flags: int = 0) -> bytes:
        made = page(self._serial, self._number, self.granule, packets, flags)
        self._number += 1
        return made
