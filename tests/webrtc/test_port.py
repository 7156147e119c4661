"""The port itself: both IP families, the busy mode of reading once a millisecond, and that what is closed is forgotten."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from tests.webrtc.conftest import until
from webrtc import port as module
from webrtc.caller import Caller, tone
from webrtc.plan import Answer, Edge, EndCall, Offer, Plan
from webrtc.port import Port
from webrtc.switchboard import Switchboard
from webrtc.worker import SharedPort


@asynccontextmanager
async def board_on(*addresses: str) -> AsyncIterator[tuple[Switchboard, Port]]:
    """A switchboard in this very process."""
    port = Port(addresses, 0)
    port.open()
    board = Switchboard(SharedPort(port), port, lambda path: [])
    running = asyncio.create_task(board.run())
    yield board, port
    board.stopping.set()
    await running
    port.close()


async def echo(board: Switchboard, call: str, address: str = "127.0.0.1") -> Caller:
    """A caller who hears themselves."""
    caller = Caller(tone(440), addresses=[address])
    reply = await board.carry_out(Offer(call, "visitor", await caller.offer()))
    assert isinstance(reply, Answer)
    await caller.accept(reply.sdp)
    await board.carry_out(Plan(call, (Edge("leg:visitor", "leg:visitor"),)))
    return caller


@pytest.mark.parametrize("address", ["127.0.0.1", "::1"])
async def test_a_caller_of_either_family_is_heard(address: str) -> None:
    async with board_on("127.0.0.1", "::1") as (board, _):
        caller = await echo(board, "call", address)
        await until(lambda: caller.hears(440))
        await caller.close()
        await board.carry_out(EndCall("call"))


@pytest.mark.parametrize("busy", [0, 1_000])
async def test_busy_or_not_everything_is_heard(busy: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_ASSOCIATIONS", busy)
    async with board_on("127.0.0.1") as (board, port):
        callers = [await echo(board, f"call-{number}") for number in range(3)]
        await until(lambda: all(caller.hears(440) for caller in callers))
        assert bool(port._timers) == (busy == 0)
        for number, caller in enumerate(callers):
            await caller.close()
            await board.carry_out(EndCall(f"call-{number}"))


async def test_what_is_over_is_forgotten() -> None:
    async with board_on("127.0.0.1") as (board, port):
        caller = await echo(board, "call")
        assert (port.associations, len(port._by_address), len(port._by_name)) == (1, 1, 1)
        await board.carry_out(EndCall("call"))
        assert (port.associations, len(port._by_address), len(port._by_name)) == (0, 0, 0)
        await until(lambda: caller.connection.connectionState == "closed")


async def test_the_cipher_is_gcm() -> None:
    async with board_on("127.0.0.1") as (board, port):
        caller = await echo(board, "call")
        assert [association.cipher for association in port._associations] == ["SRTP_AEAD_AES_128_GCM"]
        await caller.close()
        await board.carry_out(EndCall("call"))
