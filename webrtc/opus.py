"""Opus packets taken apart and put together without decoding: RFC 6716 §3 (frames of a packet) and appendix B (self-delimiting).

A *frame packet* here is a packet of exactly one frame (code 0): every packet can be split into such packets, and such packets of
equal TOC can be packed into one. So channels whose senders use other packet sizes still meet at common boundaries.
"""

from collections.abc import Sequence

SAMPLES_PER_SECOND = 48_000
SLOT = 960
"""Samples of 20 ms, the grid of recordings and clips."""
LONGEST_FRAME = 1275
LONGEST_PACKET_SAMPLES = 5760
"""120 ms, in samples of 48 kHz."""


class BadPacket(Exception):
    """The bytes are no Opus packet."""


def _samples(config: int) -> int:
    if config < 12:  # SILK: 10, 20, 40, 60 ms
        return (480, 960, 1920, 2880)[config & 3]
    if config < 16:  # hybrid: 10, 20 ms
        return (480, 960)[config & 1]
    return (120, 240, 480, 960)[config & 3]  # CELT: 2.5, 5, 10, 20 ms


FRAME_SAMPLES = tuple(_samples(toc >> 3) for toc in range(256))
"""Samples of one frame, by TOC byte."""
IS_SLOT = tuple(toc & 3 == 0 and FRAME_SAMPLES[toc] == SLOT for toc in range(256))
"""Whether a packet with this TOC byte is one frame of 20 ms: what browsers send, and needs no splitting."""

SILENCE = b"\xf8\xff\xfe"
"""20 ms of digital silence: a CELT frame that says so. An empty frame is not silence: decoders go on with what they heard."""


def _length(size: int) -> bytes:
    """A frame's length as RFC 6716 §3.2.1 writes it."""
    if size < 252:
        return bytes((size,))
    first = 252 + (size & 3)
    return bytes((first, (size - first) >> 2))


LENGTHS = tuple(_length(size) for size in range(LONGEST_FRAME + 1))


def concealed(toc: int) -> bytes:
    """A frame packet of 20 ms without a frame: the decoder bridges it in the mode of ``toc`` as it does a lost one."""
    config = toc >> 3
    step = (config & ~3) + 1 if config < 12 else config | (1 if config < 16 else 3)
    return bytes((step << 3 | toc & 4,))


def split(packet: bytes) -> list[bytes]:
    """The frame packets of any packet; an empty frame stays as a bare TOC byte. Raises BadPacket."""
    if not packet:
        raise BadPacket("empty")
    toc = bytes((packet[0] & 0xFC,))
    frames = _SPLITTERS[packet[0] & 3](packet)
    if len(frames) * FRAME_SAMPLES[packet[0]] > LONGEST_PACKET_SAMPLES or max(map(len, frames)) > LONGEST_FRAME:
        raise BadPacket("longer than 120 ms or than a frame may be")
    return [toc + frame for frame in frames]


def packed(frames: Sequence[bytes], delimited: bool) -> bytes:
    """One packet of frame packets that share their TOC byte; ``delimited`` as appendix B has it, for all streams but the last."""
    toc, bodies = frames[0][0], [frame[1:] for frame in frames]
    lengths = b"".join(LENGTHS[len(body)] for body in (bodies if delimited else bodies[:-1]))
    head = bytes((toc,)) if len(frames) == 1 else bytes((toc | 3, 0x80 | len(frames)))
    return head + lengths + b"".join(bodies)


def parted(packet: bytes) -> tuple[list[bytes], list[bytes]]:
    """The frame packets of both streams of a two-stream packet made by ``packed``. Raises BadPacket."""
    code, start = packet[0] & 3, 1
    if code not in (0, 3) or (code == 3 and packet[1] & 0xC0 != 0x80):
        raise BadPacket("not a packet of ours")
    count, start = (1, 1) if code == 0 else (packet[1] & 0x3F, 2)
    toc, sizes, first = bytes((packet[0] & 0xFC,)), [], []
    for _ in range(count):
        size, start = _read_length(packet, start)
        sizes.append(size)
    for size in sizes:
        first.append(toc + packet[start : start + size])
        start += size
    return first, split(packet[start:])


def _one(packet: bytes) -> list[bytes]:
    return [packet[1:]]


def _two_equal(packet: bytes) -> list[bytes]:
    half, odd = divmod(len(packet) - 1, 2)
    if odd:
        raise BadPacket("two equal frames of odd size")
    return [packet[1 : 1 + half], packet[1 + half :]]


def _two(packet: bytes) -> list[bytes]:
    size, start = _read_length(packet, 1)
    if start + size > len(packet):
        raise BadPacket("first frame cut")
    return [packet[start : start + size], packet[start + size :]]


def _many(packet: bytes) -> list[bytes]:
    if len(packet) < 2 or not packet[1] & 0x3F:
        raise BadPacket("no frame count")
    count, start, padding = packet[1] & 0x3F, 2, 0
    if packet[1] & 0x40:
        start, padding = _read_padding(packet)
    end = len(packet) - padding
    if packet[1] & 0x80:
        sizes = []
        for _ in range(count - 1):
            size, start = _read_length(packet, start)
            sizes.append(size)
        sizes.append(end - start - sum(sizes))
    else:
        size, rest = divmod(end - start, count)
        sizes = [-1 if rest else size] * count
    if min(sizes) < 0:
        raise BadPacket("frames and padding do not fit")
    frames = []
    for size in sizes:
        frames.append(packet[start : start + size])
        start += size
    return frames


_SPLITTERS = (_one, _two_equal, _two, _many)


def _read_length(packet: bytes, at: int) -> tuple[int, int]:
    """A length and where it ends."""
    if at >= len(packet) or (packet[at] >= 252 and at + 1 >= len(packet)):
        raise BadPacket("length cut")
    if packet[at] < 252:
        return packet[at], at + 1
    return packet[at] + 4 * packet[at + 1], at + 2


def _read_padding(packet: bytes) -> tuple[int, int]:
    """Where the padding's length ends, and the padding: each 255 stands for 254 and another byte of length."""
    padding = 0
    for at in range(2, len(packet)):
        padding += packet[at] - (packet[at] == 255)
        if packet[at] != 255:
            return at + 1, padding
    raise BadPacket("padding cut")
