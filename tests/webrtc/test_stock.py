"""The same call over stock aiortc, by the worker's switch: what our own plane does must be no different from outside."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.webrtc.conftest import Booth, until
from webrtc.media import MediaWorkers
from webrtc.plan import LegConnected, LegGone


@pytest.fixture
async def stock_booth(tmp_path: Path) -> AsyncIterator[Booth]:
    """A call in a media process of its own that was told to be stock."""
    async with MediaWorkers(tmp_path, ["127.0.0.1"], 0, options=["--stock"]) as workers:
        booth = Booth(workers, "stock")
        yield booth
        await booth.close()
        await workers.stop()


async def test_talk_listen_and_join_again(stock_booth: Booth) -> None:
    booth = stock_booth
    agent, customer = await booth.join("agent", 440), await booth.join("customer", 880)
    boss = await booth.join("boss", 1320)
    plan = ("agent>customer", "customer>agent", "agent>boss", "customer>boss")
    await booth.plan(*plan)
    await until(lambda: agent.hears(880) and customer.hears(440) and boss.hears(440) and boss.hears(880))
    assert not agent.hears(1320)
    again = await booth.join("agent", 660)
    await until(lambda: customer.hears(660) and again.hears(880) and not customer.hears(440))
    assert [event.again for event in booth.of(LegConnected)] == [False, False, False, True]
    await customer.close()
    await until(lambda: [event.leg for event in booth.of(LegGone)] == ["customer"])
