"""Datagrams from strangers, of every malformed kind, at a thousand a second: before, during and after calls are set up.

The positive control sends the same to a stock aiortc connection, where one of them is the end of the call.
"""

import asyncio
import itertools
import os
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing

from aiortc import RTCSessionDescription

from tests.webrtc.conftest import until
from webrtc.caller import Caller, tone
from webrtc.media import MediaWorkers
from webrtc.plan import Edge, LegGone, Plan
from webrtc.stock import gathering_on

PER_SECOND = 1_000
CALLS = 10

CLIENT_HELLO = bytes.fromhex("16feff0000000000000000002a0100001e000000000000001efefd") + bytes(29)
ALERT = bytes.fromhex("15fefd00000000000000000002022a")
TRUNCATED_STUN = bytes.fromhex("000100582112a442") + b"123456789012" + b"\x00\x06\x00\x40ab"
STUN = bytes.fromhex("000100242112a442") + b"123456789012" + b"\x00\x06\x00\x03a:b\x00\x00\x08\x00\x14" + bytes(24)
KINDS = {
    "empty": b"",
    "client hello": CLIENT_HELLO,
    "alert": ALERT,
    "bad srtp": b"\x80\x6f\x00\x01" + os.urandom(60),
    "bad rtcp": b"\x80\xc8\x00\x06" + os.urandom(40),
    "truncated stun": TRUNCATED_STUN,
    "foreign stun": STUN,
    "one byte": b"\x80",
    "huge": b"\x80\x6f" + os.urandom(60_000),
}


@asynccontextmanager
async def flood(port: int) -> AsyncIterator[list[int]]:
    """Strangers sending all kinds in turn, from several addresses; how many were sent so far."""
    sent = [0]

    async def send() -> None:
        sockets = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(8)]
        turns = itertools.cycle(KINDS.values())
        began = asyncio.get_running_loop().time()
        try:
            while True:
                due = int((asyncio.get_running_loop().time() - began) * PER_SECOND)
                for _ in range(min(due - sent[0], 200)):
                    sockets[sent[0] % 8].sendto(next(turns), ("127.0.0.1", port))
                    sent[0] += 1
                await asyncio.sleep(0.01)
        finally:
            for opened in sockets:
                opened.close()

    task = asyncio.create_task(send())
    yield sent
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


def port_of(answer: str) -> int:
    """Where an answer says that media goes."""
    return int(answer.partition("\r\nm=audio ")[2].split()[0])


async def talking(media: MediaWorkers, number: int) -> Caller:
    """One echo call."""
    caller = Caller(tone(440 + 20 * number))
    await caller.accept(await media.answer(f"flooded-{number}", "visitor", await caller.offer()))
    await media.carry_out(Plan(f"flooded-{number}", (Edge("leg:visitor", "leg:visitor"),)))
    return caller


def lost(caller: Caller) -> float:
    """The share of what was sent to a caller that did not arrive, among the last packets."""
    numbers = [packet.sequence for packet in caller.heard[0]]
    expected = ((numbers[-1] - numbers[0]) & 0xFFFF) + 1
    return 1 - len(set(numbers)) / expected


async def test_no_stranger_drops_or_disturbs_a_call(media: MediaWorkers) -> None:
    probe = Caller(tone(440))
    port = port_of(await media.answer("probe", "visitor", await probe.offer()))
    events: list[object] = []

    async def read() -> None:
        async for event in media.events():
            events.append(event)  # noqa: PERF401 - they are looked at before the last has come

    reading = asyncio.create_task(read())
    async with flood(port) as sent:
        await until(lambda: sent[0] > 300)
        callers = [await talking(media, number) for number in range(CALLS)]
        before = [caller.counts[0] for caller in callers]
        await until(lambda: all(caller.counts[0] - had >= 100 for caller, had in zip(callers, before, strict=True)))
        assert sent[0] > 2_000
        await until(lambda: all(caller.hears(440 + 20 * number) for number, caller in enumerate(callers)))
    assert max(map(lost, callers)) < 0.01
    assert [event for event in events if isinstance(event, LegGone)] == []
    for number, caller in enumerate(callers):
        await caller.close()
        await media.end(f"flooded-{number}")
    await probe.close()
    await media.end("probe")
    reading.cancel()


async def test_the_control_stock_aiortc_dies_of_one_empty_datagram() -> None:
    here, there = Caller(tone(440), spares=0), Caller(tone(880), spares=0)
    offer = await here.offer()
    await there.connection.close()
    there = Caller(tone(880), spares=0)
    await there.connection.setRemoteDescription(RTCSessionDescription(offer, "offer"))
    with gathering_on(("127.0.0.1",)):
        await there.connection.setLocalDescription(await there.connection.createAnswer())
    answer = there.connection.localDescription.sdp
    await here.accept(answer)
    await until(lambda: there.connection.connectionState == "connected")
    with closing(socket.socket(socket.AF_INET, socket.SOCK_DGRAM)) as stranger:
        for _ in range(3):
            stranger.sendto(b"", ("127.0.0.1", port_of(answer)))
    await until(lambda: there.connection.connectionState != "connected")
    await here.close()
    await there.close()
