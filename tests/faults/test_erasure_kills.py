"""An erasure that is killed with -9 in its middle is finished by the next start, and nothing is left."""

import asyncio
import json
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from server.history import check_history
from store.opening import open_store
from tests.centre import NOON, HandClock, becomes_true, open_centre
from tests.server.somebody import MARKS, dumped, left

PATIENCE_SECONDS = 60.0


@pytest.mark.wire
@pytest.mark.parametrize("records", [7])
async def test_killed_in_the_middle_it_is_finished_by_the_next_start(tmp_path: Path, records: int) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.faults.erasing", str(tmp_path), stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            there = json.loads(await process.stdout.readline())
            for _ in range(records):
                assert await process.stdout.readline() == b"redacted\n"
    finally:
        process.kill()
        await process.wait()
    async with open_store(None, tmp_path) as store:
        assert left(await dumped(store)) != {}  # it was in the middle
        async with open_centre(store, HandClock(NOON + timedelta(hours=1))) as centre:

            async def finished() -> bool:
                row = await store.tables.erasures.get(there["root"])
                return row is not None and row["state"] == "again"

            await becomes_true(finished, PATIENCE_SECONDS)
            await centre.parley.views.flush()
            assert left(await dumped(store), MARKS) == {}
            assert (await check_history(store, centre.clock.now())).violations == []
