"""ICE checks: aioice writes and reads them as a second opinion, Hypothesis writes everything else."""

import aioice.stun
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from webrtc.stun import LARGEST, read_check, response

PASSWORD = b"password-of-some-size-here"


def request(username: str = "ours:theirs", nominate: bool = False) -> aioice.stun.Message:
    """A check as a browser sends it."""
    message = aioice.stun.Message(aioice.stun.Method.BINDING, aioice.stun.Class.REQUEST)
    message.attributes["USERNAME"] = username
    message.attributes["PRIORITY"] = 1
    message.attributes["ICE-CONTROLLING"] = 1
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    return message


def signed(nominate: bool = False) -> bytes:
    """The same as bytes, with integrity and fingerprint."""
    message = request(nominate=nominate)
    message.add_message_integrity(PASSWORD)
    return bytes(message)


@pytest.mark.parametrize("nominate", [False, True])
def test_a_check_is_read_and_proved(nominate: bool) -> None:
    check = read_check(signed(nominate))
    assert check is not None
    assert (check.local, check.nominates) == (b"ours", nominate)
    assert check.authentic(PASSWORD)
    assert not check.authentic(PASSWORD + b"x")


@pytest.mark.parametrize(("host", "port"), [("203.0.113.9", 65_535), ("2001:db8::1", 1)])
def test_the_answer_is_read_and_proved_by_aioice(host: str, port: int) -> None:
    data = response(bytes(range(12)), host, port, PASSWORD)
    message = aioice.stun.parse_message(data)
    assert message.attributes["XOR-MAPPED-ADDRESS"] == (host, port)
    assert message.check_message_integrity(PASSWORD)


def test_every_changed_bit_that_counts_is_noticed() -> None:
    data = signed(nominate=True)
    for bit in range((len(data) - 8) * 8):  # what follows the integrity is only a checksum
        changed = bytearray(data)
        changed[bit // 8] ^= 1 << bit % 8
        check = read_check(bytes(changed))
        assert check is None or not check.authentic(PASSWORD), bit


def test_what_is_appended_behind_the_integrity_is_not_believed() -> None:
    data = bytearray(signed())
    data += b"\x00\x25\x00\x00"
    data[2:4] = (len(data) - 20).to_bytes(2)
    check = read_check(bytes(data))
    assert check is None or not check.nominates


def test_every_truncation_is_dropped() -> None:
    data = signed()
    assert all(read_check(data[:size]) is None for size in range(len(data)))


@pytest.mark.parametrize("username", ["nocolon", "", ":"])
def test_odd_usernames_do_no_harm(username: str) -> None:
    message = request(username)
    message.add_message_integrity(PASSWORD)
    check = read_check(bytes(message))
    assert check is None or check.local == b""


@settings(deadline=None)
@given(st.binary(max_size=LARGEST + 8))
@example(b"")
@example(b"\x00\x01\x00\x00\x21\x12\xa4\x42" + bytes(12))
def test_no_bytes_raise(data: bytes) -> None:
    read_check(data)


@settings(deadline=None)
@given(position=st.integers(0, 200), junk=st.binary(min_size=1, max_size=60))
def test_no_overwritten_check_raises_or_is_believed(position: int, junk: bytes) -> None:
    data = signed()
    changed = (data[:position] + junk + data[position + len(junk) :])[: len(data)]
    check = read_check(changed)
    assert check is None or not check.authentic(PASSWORD) or changed[: len(data) - 8] == data[: len(data) - 8]
