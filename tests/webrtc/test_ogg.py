"""Pages and packets: what is written can be read, by us and by FFmpeg, and every form of Opus packet is taken apart rightly."""

import os
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.webrtc.opus_sounds import decoded_packets, tone
from webrtc import ogg
from webrtc.opus import FRAME_SAMPLES, LENGTHS, SILENCE, BadPacket, concealed, packed, parted, split

bodies = st.binary(max_size=300) | st.binary(min_size=1200, max_size=1275)


def plain_checksum(page: bytes) -> int:
    """The CRC as RFC 3533 says it: bit by bit."""
    crc = 0
    for byte in page:
        crc ^= byte << 24
        for _ in range(8):
            crc = (crc << 1 ^ (0x04C11DB7 if crc & 0x80000000 else 0)) & 0xFFFFFFFF
    return crc


@given(st.binary(max_size=400))
def test_the_checksum_is_oggs(content: bytes) -> None:
    assert ogg.checksum(content) == plain_checksum(content)


@given(st.lists(st.binary(max_size=3000), max_size=40))
def test_packets_come_back_from_their_pages(packets: list[bytes]) -> None:
    paging = ogg.Paging(7)
    content = paging.headers(2) + b"".join(paging.pages((packet, 960) for packet in packets))
    whole = list(ogg.pages(content))
    assert [packet for page in whole[2:] for packet in page.packets] == packets
    assert [page.number for page in whole] == list(range(len(whole)))
    assert whole[-1].granule == 960 * len(packets)
    assert whole[-1].end == len(content)


@given(st.integers(0, 999), st.integers(1, 255))
def test_a_changed_byte_is_noticed(at: int, change: int) -> None:
    paging = ogg.Paging(7)
    content = paging.headers(1) + paging.pages([(b"x" * 900, 960)])[0]
    broken = bytearray(content)
    broken[at % len(content)] ^= change
    assert len(list(ogg.pages(content))) == 3
    assert len(list(ogg.pages(bytes(broken)))) < 3


@given(st.binary(max_size=200))
def test_any_bytes_are_no_pages(content: bytes) -> None:
    assert list(ogg.pages(content)) == []


def test_a_page_of_another_stream_ends_ours() -> None:
    ours, other = ogg.Paging(1), ogg.Paging(2)
    content = ours.headers(1) + other.headers(1)
    assert [page.serial for page in ogg.pages(content)] == [1, 1]


# ---- Opus packets


def padded(count: int, padding: int) -> bytes:
    return bytes((0x40 | count,)) + b"\xff" * (padding // 254) + bytes((padding % 254,))


@given(st.sampled_from((0x78, 0x08, 0xF8, 0x7C)), st.lists(bodies, min_size=1, max_size=6), st.integers(0, 700))
def test_every_form_of_packet_splits_into_its_frames(toc: int, frames: list[bytes], padding: int) -> None:
    wanted = [bytes((toc,)) + frame for frame in frames]
    lengths = b"".join(LENGTHS[len(frame)] for frame in frames[:-1])
    body, end = b"".join(frames), bytes(padding)
    count = padded(len(frames), padding)
    assert split(bytes((toc | 3, count[0] | 0x80)) + count[1:] + lengths + body + end) == wanted
    assert split(bytes((toc | 3, 0x80 | len(frames))) + lengths + body) == wanted
    assert split(packed(wanted, delimited=False)) == wanted
    equal = [frames[0]] * len(frames)
    assert split(bytes((toc | 3,)) + count + b"".join(equal) + end) == [wanted[0]] * len(frames)
    assert split(wanted[0]) == wanted[:1]
    if len(frames) > 1:
        assert split(bytes((toc | 1,)) + frames[0] * 2) == [wanted[0]] * 2
        assert split(bytes((toc | 2,)) + LENGTHS[len(frames[0])] + frames[0] + frames[1]) == wanted[:2]


@given(st.binary(max_size=60))
def test_any_bytes_split_or_are_refused(content: bytes) -> None:
    try:
        frames = split(content)
    except BadPacket:
        return
    assert 0 < len(frames) * FRAME_SAMPLES[content[0]] <= 5760
    assert sum(len(frame) - 1 for frame in frames) < len(content)


@pytest.mark.parametrize(
    "packet",
    [
        b"",
        b"\x79abc",
        b"\x7a",
        b"\x7a\xfc",
        b"\x7a\x05abc",
        b"\x7b",
        b"\x7b\x00",
        b"\x7b\x03ab",
        b"\x7b\x41\xff",
        b"\xdb\x3f",
    ],
)
def test_broken_packets_are_refused(packet: bytes) -> None:
    with pytest.raises(BadPacket):
        split(packet)


@given(st.lists(bodies, min_size=1, max_size=6), st.lists(bodies, min_size=1, max_size=6))
def test_two_streams_share_a_packet(left: list[bytes], right: list[bytes]) -> None:
    ours, theirs = [b"\x78" + frame for frame in left], [b"\x08" + frame for frame in right]
    assert parted(packed(ours, delimited=True) + packed(theirs, delimited=False)) == (ours, theirs)


def test_frames_in_one_packet_sound_as_in_their_own() -> None:
    every = tone(440, 2.0)
    frames = [frame for frame in every if frame[0] == every[-1][0]][:48]
    joined = [packed(frames[start : start + 3], delimited=False) for start in range(0, 48, 3)]
    assert len(frames) == 48
    assert np.array_equal(decoded_packets(joined), decoded_packets(frames))


def test_silence_is_silent_and_an_empty_frame_is_not() -> None:
    frames = list(tone(440, 1.0))[:48]
    after = decoded_packets([*frames, *[SILENCE] * 20])[0, 50 * 960 :]
    bridged = decoded_packets([*frames, *[concealed(frames[-1][0])] * 20])[0, 50 * 960 :]
    assert np.abs(after).max() < 1e-4
    assert np.abs(bridged).max() > 1e-3


@pytest.mark.parametrize("toc", range(0, 256, 4))
def test_what_bridges_a_gap_lasts_a_slot(toc: int) -> None:
    bridge = concealed(toc)
    assert len(bridge) == 1
    assert FRAME_SAMPLES[bridge[0]] == 960
    assert bridge[0] & 4 == toc & 4


def test_a_page_can_become_the_last(tmp_path: Path) -> None:
    page = ogg.page(5, 2, 960, [os.urandom(40)])
    (read,) = [each for each in [ogg._page_at(ogg.ended(page), 0)] if each]
    assert (read.flags, read.packets) == (ogg.END, ogg._page_at(page, 0).packets)  # type: ignore[union-attr]  # it was just made
