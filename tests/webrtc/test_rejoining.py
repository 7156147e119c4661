"""Browsers that are reloaded, killed, moved to another network, or offer again: their leg stays, and nobody else notices."""

import asyncio
import re
import socket
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import pairwise

import aioice.stun
import pytest

from domain.refusal import Refused
from tests.webrtc.conftest import Booth, until
from webrtc.caller import Caller, tone
from webrtc.plan import LegConnected, LegGone

TALK = ("agent>customer", "customer>agent")


def gaps(caller: Caller) -> float:
    """The longest pause in what was kept of the main m-line, in seconds."""
    return max((b.at - a.at for a, b in pairwise(list(caller.heard[0]))), default=0.0)


async def test_a_killed_browser_joins_again_within_two_seconds_and_the_other_leg_hears_no_gap(booth: Booth) -> None:
    agent, customer = await booth.join("agent", 440), await booth.join("customer", 880)
    await booth.plan(*TALK, "customer>customer")
    await until(lambda: customer.hears(440) and agent.hears(880))
    ssrc = customer.heard[0][-1].ssrc

    async def comes_back(hz: int) -> tuple[Caller, float]:
        began = time.monotonic()
        again = await booth.join("agent", hz)
        await until(lambda: customer.hears(hz) and again.hears(880))
        return again, time.monotonic() - began

    took = []
    for hz in (1320, 1760, 2200):  # a busy machine may be slow once
        await agent.vanish()
        agent, seconds = await comes_back(hz)
        took.append(seconds)
    assert min(took) < 2.0
    assert customer.heard[0][-1].ssrc == ssrc
    assert gaps(customer) < max(took) + 0.5
    assert [event.again for event in booth.of(LegConnected)] == [False, False, True, True, True]
    assert booth.of(LegGone) == []


async def test_a_second_tab_takes_the_leg_and_the_first_is_hung_up_on(booth: Booth) -> None:
    first, customer = await booth.join("agent", 440), await booth.join("customer", 880)
    await booth.plan(*TALK)
    await until(lambda: customer.hears(440))
    second = await booth.join("agent", 1320)
    await until(lambda: customer.hears(1320) and second.hears(880) and not customer.hears(440))
    await until(lambda: first.connection.connectionState == "closed")


async def test_an_offer_that_never_connects_leaves_the_leg_as_it_is(booth: Booth) -> None:
    customer = await booth.join("customer", 880)
    await booth.plan("customer>customer")
    ghost = Caller(tone(440))
    booth.callers.append(ghost)
    await booth.media.answer(booth.call, "customer", await ghost.offer())
    await until(lambda: customer.hears(880))
    assert [life.state for call in await booth.media.living() if call.call == booth.call for life in call.legs] == [
        "there"
    ]


async def test_of_two_offers_at_once_the_last_has_the_leg(booth: Booth) -> None:
    callers = [Caller(tone(hz)) for hz in (440, 880)]
    booth.callers += callers
    offers = [await caller.offer() for caller in callers]
    answers = await asyncio.gather(*(booth.media.answer(booth.call, "visitor", offer) for offer in offers))
    await callers[1].accept(answers[1])
    await booth.plan("visitor>visitor")
    await until(lambda: callers[1].hears(880))


@contextmanager
def new_address() -> Iterator[socket.socket]:
    """A socket as a browser has it after a change of network."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as fresh:
        fresh.bind(("127.0.0.1", 0))
        fresh.setblocking(False)
        yield fresh


def check(answer: str, ours: str, nominate: bool = True, password: str | None = None) -> tuple[bytes, tuple[str, int]]:
    """An ICE check as aioice writes it, for the connection of an answer; and where it goes."""
    found = dict(re.findall(r"a=(ice-ufrag|ice-pwd):(\S+)", answer))
    port = re.findall(r"a=candidate:1 1 udp \d+ \S+ (\d+)", answer)[0]
    message = aioice.stun.Message(aioice.stun.Method.BINDING, aioice.stun.Class.REQUEST)
    message.attributes["USERNAME"] = f"{found['ice-ufrag']}:{ours}"
    message.attributes["PRIORITY"] = 1
    message.attributes["ICE-CONTROLLING"] = 1
    if nominate:
        message.attributes["USE-CANDIDATE"] = None
    message.add_message_integrity((password or found["ice-pwd"]).encode())
    return bytes(message), ("127.0.0.1", int(port))


async def media_at(fresh: socket.socket, count: int = 5) -> int:
    """Wait for so many media packets at an address; how many ICE answers came between."""
    answers = media = 0
    async with asyncio.timeout(5):
        while media < count:
            data = await asyncio.get_running_loop().sock_recv(fresh, 2048)
            answers, media = answers + (data[0] < 4), media + (127 < data[0] < 192)
    return answers


async def test_sound_follows_a_nominated_new_address(booth: Booth) -> None:
    customer = await booth.join("customer", 880)
    await booth.plan("customer>customer")
    await until(lambda: customer.hears(880))
    before = customer.counts[0]
    with new_address() as fresh:
        answer = customer.connection.remoteDescription.sdp
        fresh.sendto(*check(answer, "theirs"))
        assert await media_at(fresh) == 1
        assert customer.counts[0] < before + 5, "and leaves the old one"


async def test_a_restart_gets_new_credentials_and_the_old_ones_serve_until_then(booth: Booth) -> None:
    customer = await booth.join("customer", 880)
    await booth.plan("customer>customer")
    await until(lambda: customer.hears(880))
    old = customer.connection.remoteDescription.sdp
    offer = re.sub(r"a=ice-ufrag:\S+", "a=ice-ufrag:restarted", customer.connection.localDescription.sdp)
    answer = await booth.media.answer(booth.call, "customer", offer)
    assert check(old, "x")[1] == check(answer, "x")[1]
    assert re.findall("a=ice-ufrag:.*", old) != re.findall("a=ice-ufrag:.*", answer)
    assert re.findall("a=ssrc:.*", old) != []
    assert re.findall(r"a=ssrc:\d+", old)[0] == re.findall(r"a=ssrc:\d+", answer)[0], "sound goes on where it was"
    before = customer.counts[0]
    await until(lambda: customer.counts[0] > before + 5)
    with new_address() as fresh:
        fresh.sendto(*check(answer, "restarted"))
        await media_at(fresh)
    assert [event.again for event in booth.of(LegConnected)] == [False]


@pytest.mark.parametrize("password", ["wrong-password-of-the-right-size", ""])
async def test_a_check_without_the_password_moves_nothing(booth: Booth, password: str) -> None:
    customer = await booth.join("customer", 880)
    await booth.plan("customer>customer")
    await until(lambda: customer.hears(880))
    with new_address() as fresh:
        fresh.sendto(*check(customer.connection.remoteDescription.sdp, "x", password=password or "x"))
        before = customer.counts[0]
        await until(lambda: customer.counts[0] > before + 20)
        with pytest.raises(BlockingIOError):
            fresh.recv(2048)


async def test_a_foreign_certificate_is_refused(booth: Booth) -> None:
    caller = Caller(tone(440))
    booth.callers.append(caller)
    forged = re.sub(
        r"(a=fingerprint:sha-256 )(.)", lambda found: found[1] + ("A" if found[2] != "A" else "B"), await caller.offer()
    )
    answer = await booth.media.answer(booth.call, "visitor", forged)
    with pytest.raises((ConnectionError, TimeoutError)):
        async with asyncio.timeout(1):
            await caller.accept(answer)
    await until(lambda: booth.of(LegGone) == [LegGone(booth.call, "visitor", "failed")])


async def test_a_broken_offer_is_refused_and_leaves_no_leg(booth: Booth) -> None:
    with pytest.raises(Refused) as refused:
        await booth.media.answer(booth.call, "visitor", "v=0\r\n")
    assert refused.value.code == "invalid"
    assert [call for call in await booth.media.living() if call.call == booth.call] == []
