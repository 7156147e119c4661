"""Offers: what is taken from them, what is answered, and what is refused; a mutated one costs nothing that stays."""

import asyncio
import random

import pytest
from aiortc.sdp import SessionDescription

from domain.refusal import Refused
from tests.webrtc.offers import AUDIO, DATA, USUAL, VIDEO, offer
from webrtc.negotiation import (
    LARGEST,
    MOST_CANDIDATES,
    MOST_LINES,
    MOST_SECTIONS,
    Offered,
    Ours,
    read_offer,
    write_answer,
)
from webrtc.plan import Answer, EndCall, Offer, Refusal
from webrtc.port import Port
from webrtc.switchboard import Switchboard
from webrtc.worker import SharedPort

OURS = Ours(
    "ourufrag", "p" * 32, "sha-256 AB", ("192.0.2.1", "2001:db8::1"), 40_000, {str(mid): mid + 7 for mid in range(9)}
)


def answered(sdp: str, video: bool = False) -> SessionDescription:
    """The answer to an offer, read back by aiortc."""
    return SessionDescription.parse(write_answer(read_offer(sdp, video), OURS, 1))


def refused(sdp: str) -> str:
    """The code an offer is refused with."""
    with pytest.raises(Refused) as caught:
        read_offer(sdp, video=False)
    return caught.value.code


def test_the_answer_hears_the_main_line_and_sends_on_all() -> None:
    answer = answered(USUAL)
    assert [media.direction for media in answer.media] == ["sendrecv", "sendonly", "sendonly", "sendonly"]
    assert [media.ssrc[0].ssrc for media in answer.media] == [7, 8, 9, 10]
    assert all(media.ice and media.ice.iceLite for media in answer.media)
    assert all(media.dtls and media.dtls.role == "server" for media in answer.media)
    assert [(c.ip, c.port) for c in answer.media[0].ice_candidates] == [("192.0.2.1", 40_000), ("2001:db8::1", 40_000)]


def test_it_asks_for_opus_with_dtx_and_fec_and_takes_telephone_events() -> None:
    codecs = {codec.mimeType: codec for codec in answered(USUAL).media[0].rtp.codecs}
    assert list(codecs) == ["audio/opus", "audio/telephone-event"]
    assert codecs["audio/opus"].parameters == {"minptime": 10, "useinbandfec": 1, "usedtx": "1"}
    assert codecs["audio/telephone-event"].payloadType == 110


def test_of_the_header_extensions_it_wants_the_level_and_the_name_only() -> None:
    uris = {
        extension.uri.rpartition(":")[2]: extension.id for extension in answered(USUAL).media[0].rtp.headerExtensions
    }
    assert uris == {"ssrc-audio-level": 1, "mid": 4}


@pytest.mark.parametrize(("video", "port"), [(False, 0), (True, 40_000)])
def test_pictures_only_where_they_are_allowed(video: bool, port: int) -> None:
    answer = answered(offer((AUDIO, "sendrecv"), (VIDEO, "sendonly"), (DATA, "")), video)
    assert [media.port for media in answer.media] == [40_000, port, 0]
    assert answer.group[0].items == (["0", "1"] if video else ["0"])
    assert answer.media[1].direction == ("recvonly" if video else "inactive")


def test_pictures_have_a_most_and_voices_do_not() -> None:
    sdp = write_answer(read_offer(offer((AUDIO, "sendrecv"), (VIDEO, "sendrecv")), True), OURS, 1)
    voice, picture = sdp.split("\r\nm=")[1:]
    assert "\r\nb=AS:1500\r\n" in picture
    assert "b=AS" not in voice


def test_a_renegotiation_is_told_from_a_new_connection() -> None:
    first, later = read_offer(USUAL, False), read_offer(USUAL.replace("ufrag:abcd", "ufrag:efgh"), False)
    other = read_offer(USUAL.replace("o=- 46117", "o=- 46118"), False)
    assert first.same_connection(later)
    assert not first.same_connection(other)


LIMITS = [
    (MOST_SECTIONS, lambda count: offer(*[(AUDIO, "sendrecv")] * count), "invalid"),
    (MOST_CANDIDATES, lambda count: USUAL + "a=candidate:1 1 udp 1 192.0.2.1 9 typ host\r\n" * count, "invalid"),
    (MOST_LINES - AUDIO.count("\n") - 1, lambda count: USUAL + "a=x\r\n" * count, "invalid"),
    (LARGEST - len(USUAL), lambda count: USUAL.replace("s=-", "s=-" + "x" * count), "too_large"),
]


@pytest.mark.parametrize(("limit", "made", "code"), LIMITS)
def test_limits(limit: int, made: object, code: str) -> None:
    assert callable(made)
    for count in (limit - 1, limit):
        assert isinstance(read_offer(made(count), False), Offered)
    assert refused(made(limit + 2)) == code


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a=fingerprint:sha-256", "a=fingerprint:md5"),
        ("a=setup:actpass", "a=setup:passive"),
        ("a=rtcp-mux", "a=x"),
        ("a=ice-pwd:abcdefghijklmnopqrstuvwx", "a=ice-pwd:short"),
        ("a=ice-ufrag:abcd", "a=ice-ufrag:a b"),
        ("a=group:BUNDLE 0 1 2 3", "a=group:BUNDLE 0"),
        ("a=mid:1", "a=mid:0"),
        ("opus/48000/2", "opus/16000"),
        ("111", "72"),
        ("a=rtpmap:111", "a=rtpmap:one"),
    ],
)
def test_what_cannot_be_a_call_is_refused(old: str, new: str) -> None:
    assert old in USUAL
    assert refused(USUAL.replace(old, new)) == "invalid"


def mutated(chance: random.Random, sdp: str) -> str:
    """The offer with lines lost, doubled, moved and overwritten."""
    lines = sdp.split("\r\n")
    for _ in range(chance.randint(1, 4)):
        at = chance.randrange(len(lines))
        match chance.randrange(5):
            case 0:
                lines.pop(at) if len(lines) > 1 else None
            case 1:
                lines.insert(at, lines[chance.randrange(len(lines))])
            case 2:
                lines[at] = lines[at][: chance.randrange(len(lines[at]) + 1)]
            case 3:
                position = chance.randrange(len(lines[at]) + 1)
                lines[at] = lines[at][:position] + chance.choice(" :/=\x00é-9\n;") + lines[at][position + 1 :]
            case _:
                lines[at] = lines[at].replace("1", chance.choice(["-1", "99999999999999999999", "a", ""]))
    return "\r\n".join(lines)


async def test_five_thousand_mutated_offers_are_answered_or_refused_and_leave_nothing() -> None:
    chance = random.Random(20261122)
    port = Port(["127.0.0.1"], 0)
    port.open()
    board = Switchboard(SharedPort(port), port, lambda path: [])
    tasks = len(asyncio.all_tasks())
    answers = refusals = 0
    for number in range(5_000):
        base = offer((AUDIO, "sendrecv")) if number % 10 else USUAL
        reply = await board.carry_out(Offer(f"call-{number % 50}", f"leg-{number % 7}", mutated(chance, base)))
        answers += isinstance(reply, Answer)
        refusals += isinstance(reply, Refusal) and reply.code in ("invalid", "too_large")
    assert answers + refusals == 5_000
    assert min(answers, refusals) > 500
    for number in range(50):
        await board.carry_out(EndCall(f"call-{number}"))
    assert port.associations == 0
    assert len(asyncio.all_tasks()) == tasks
    port.close()
