"""List rows at their own pace: the latest of each, never lost, never after something newer."""

import asyncio

import pytest

from server.pace import AT_ONCE, Pace


@pytest.fixture
def told() -> list[str]:
    return []


async def heard(told: list[str], count: int) -> None:
    async with asyncio.timeout(5):
        while len(told) < count:
            await asyncio.sleep(0.001)


async def test_only_the_latest_of_each_is_told(told: list[str]) -> None:
    pace = Pace(0.01, told.append)
    for text in ("a1", "b1", "a2", "a3"):
        pace.note(text[0], text)
    assert told == []
    await heard(told, 2)
    assert told == ["a3", "b1"]


async def test_what_is_told_at_once_leaves_nothing_older_behind(told: list[str]) -> None:
    pace = Pace(0.01, told.append)
    pace.note("a", "a1")
    pace.at_once("a", "a2")
    pace.note("b", "b1")
    await heard(told, 2)
    await asyncio.sleep(0.03)
    assert told == ["a2", "b1"]


async def test_many_are_told_over_several_turns_of_the_loop(told: list[str]) -> None:
    pace = Pace(0.01, told.append)
    everything = [str(number) for number in range(5 * AT_ONCE)]
    for text in everything:
        pace.note(text, text)
    await heard(told, 1)
    assert len(told) <= 2 * AT_ONCE
    await heard(told, len(everything))
    assert told == everything


async def test_it_goes_on_after_quiet_and_after_a_failure(told: list[str]) -> None:
    def tell(text: str) -> None:
        told.append(text)
        if text == "bad":
            raise ValueError(text)

    failures: list[str] = []
    asyncio.get_running_loop().set_exception_handler(lambda loop, context: failures.append(str(context["exception"])))
    pace = Pace(0.01, tell)
    pace.note("a", "bad")
    await heard(told, 1)
    pace.note("b", "good")
    await heard(told, 2)
    assert (told, failures) == (["bad", "good"], ["bad"])
