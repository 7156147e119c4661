"""A centre that is told to stop stops: a cancel that comes together with what a loop waits for is not lost, or is said again."""

import asyncio
from pathlib import Path

import pytest

from server.app import end
from server.calls.shelf import CallShelf, Closed
from tests.centre import Centre


async def test_a_recording_that_comes_with_the_end_does_not_keep_its_loop(centre: Centre, tmp_path: Path) -> None:
    parley = centre.parley
    shelf = CallShelf(parley.store.tables.calls, parley.store.files, parley.desk, centre.clock, tmp_path)
    loop = asyncio.create_task(shelf.run_recordings())
    await asyncio.sleep(0.01)
    shelf.receive(Closed("cnv_1", "cll_1", tmp_path / "nowhere", {}))
    await asyncio.sleep(0)
    loop.cancel()
    await asyncio.wait({loop}, timeout=15)
    assert loop.cancelled()


async def test_a_loop_that_loses_the_first_cancel_hears_the_second(caplog: pytest.LogCaptureFixture) -> None:
    lost = 0

    async def deaf() -> None:
        nonlocal lost
        while True:
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                lost += 1
                if lost > 1:
                    raise

    loop = asyncio.create_task(deaf(), name="deaf")
    await asyncio.sleep(0)
    async with asyncio.timeout(15):
        await end([loop])
    assert (lost, loop.cancelled()) == (2, True)
    assert "deaf goes on" in caplog.text
