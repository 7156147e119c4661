"""The program that calls: the echo test as a health check, and a call that plays a file."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from server.calls.synthetic import Failed, echo, play
from tests.server.phones import ANN_HZ, VISITOR_HZ, Exchange
from tests.server.phones import exchange as open_exchange
from webrtc.caller import tone


@pytest.fixture
async def exchange(tmp_path: Path) -> AsyncIterator[Exchange]:
    async with open_exchange(tmp_path) as there:
        yield there


async def test_it_hears_itself(exchange: Exchange, capsys: pytest.CaptureFixture[str]) -> None:
    await echo(exchange.centre.url, exchange.widget["key"])
    assert "heard itself" in capsys.readouterr().out


async def test_it_says_what_does_not_work(exchange: Exchange) -> None:
    with pytest.raises(Failed, match="does not take this widget's visitors"):
        await echo(exchange.centre.url, "nobody")


async def test_it_calls_and_an_agent_hears_the_file(exchange: Exchange, capsys: pytest.CaptureFixture[str]) -> None:
    ann = await exchange.centre.agent("Ann", queues=[exchange.queue])
    desk = await exchange.desktop(ann, ANN_HZ)
    packets = tone(VISITOR_HZ)
    calling = asyncio.create_task(play(exchange.centre.url, exchange.widget["key"], packets, "Training", 60.0))
    await desk.accepts()
    assert await desk.hears(VISITOR_HZ)
    await desk.asks("call.end")
    await calling
    said = capsys.readouterr().out.split()
    assert "talking" in said
    assert said[-1] == "ended"
