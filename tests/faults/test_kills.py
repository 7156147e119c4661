"""kill -9 of the whole server, its database with it, in the middle of what people write."""

import signal
from pathlib import Path

import pytest

from tests.faults.storm import gathering

pytestmark = pytest.mark.wire

KILLS = 10


async def test_nothing_acknowledged_is_lost_doubled_or_reordered(tmp_path: Path) -> None:
    async with gathering(tmp_path, visitors=6) as storm:
        await storm.rage(KILLS)
        assert await storm.verdict() == []
        assert len(storm.book.acknowledged) == len(storm.book.sent) > 5 * KILLS
        assert max(storm.back_seconds) < 5, storm.back_seconds
        await storm.server.end(signal.SIGTERM)
        code, said = await storm.server.check()
        assert (code, ": 0 violations" in said) == (0, True), said


async def test_the_verdict_sees_what_it_looks_for(tmp_path: Path) -> None:
    """A message answered but not stored, one stored that nobody sent, one shown twice."""
    async with gathering(tmp_path, visitors=2) as storm:
        first, second = storm.visitors
        for visitor in storm.visitors:
            await visitor.say_something()
            await visitor.catch_up()
        assert await storm.verdict() == []
        storm.book.answered("lost", first.conversation, 99)
        del storm.book.sent[f"{second.name}-0"]
        storm.book.shown[first.name].append(storm.book.shown[first.name][-1])
        found = "\n".join(await storm.verdict())
        assert "I1 lost" in found
        assert f"I3 nobody sent {second.name}-0" in found
        assert f"I2 {first.name}" in found
