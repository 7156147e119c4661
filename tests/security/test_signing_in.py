"""Guessing passwords: how many guesses are checked at all, and what the time of an answer tells."""

import statistics
import time
from functools import partial

import pytest
from argon2 import PasswordHasher

from server.sessions import EVERYWHERE, PER_ACCOUNT_ANYWHERE, Sessions
from tests.centre import Centre, Person

GUESSES = 400


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann", password_hash=await centre.parley.sessions.hash("correct horse battery"))


async def guess(centre: Centre, email: str, **headers: str) -> int:
    credentials = {"email": email, "password": "a wrong guess"}
    return (await centre.ask("POST", "/api/v1/session", credentials, headers=headers)).status


async def checked(centre: Centre, email: str, forged: bool) -> int:
    """How many of many guesses were checked, each from another address if a header may say so."""
    count = 0
    for number in range(GUESSES):
        address = {"X-Forwarded-For": f"203.0.113.{number % 250}"} if forged else {}
        count += await guess(centre, email or f"u{number}@x.example", **address) == 401
    return count


async def test_a_forged_address_does_not_make_an_account_easier(centre: Centre, ann: Person) -> None:
    assert await checked(centre, ann.email, forged=True) <= PER_ACCOUNT_ANYWHERE.burst + 1


async def test_over_many_accounts_and_addresses_few_guesses_are_checked(centre: Centre) -> None:
    started = time.monotonic()
    count = await checked(centre, "", forged=True)
    seconds = time.monotonic() - started
    assert count <= EVERYWHERE.burst + EVERYWHERE.per_second * seconds + 1


async def test_the_guesses_are_counted(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the limits off every guess is checked, so the tests above see what they say."""
    monkeypatch.setattr(Sessions, "_limit", lambda sessions, email, address: None)
    assert await checked(centre, "", forged=True) == GUESSES


async def times_ratio(centre: Centre, known: str, rounds: int = 25) -> float:
    """How much longer a wrong password takes than a wrong account, as medians of interleaved tries."""
    taken: dict[str, list[float]] = {known: [], "nobody@parley.example": []}
    for _ in range(rounds):
        for email, spans in taken.items():
            started = time.perf_counter()
            assert await guess(centre, email) == 401
            spans.append(time.perf_counter() - started)
    medians = [statistics.median(spans) for spans in taken.values()]
    return medians[0] / medians[1]


@pytest.fixture
async def slow_hashes(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some milliseconds a hash, so that what it costs stands out of the noise."""
    sessions = centre.parley.sessions
    monkeypatch.setattr(Sessions, "_limit", lambda sessions, email, address: None)
    monkeypatch.setattr(sessions, "_hasher", partial(PasswordHasher, time_cost=3, memory_cost=8192, parallelism=1)())
    monkeypatch.setattr(sessions, "_nobody", await sessions.hash("nobody"))


@pytest.mark.usefixtures("slow_hashes")
async def test_the_time_of_an_answer_does_not_tell_whether_the_account_exists(centre: Centre) -> None:
    ann = await centre.agent("Ann", password_hash=await centre.parley.sessions.hash("correct horse battery"))
    assert 0.6 < await times_ratio(centre, ann.email) < 1.6


@pytest.mark.usefixtures("slow_hashes")
async def test_the_clock_would_notice_a_short_cut(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    sessions = centre.parley.sessions
    ann = await centre.agent("Ann", password_hash=await sessions.hash("correct horse battery"))
    verify, nobody = sessions._verify, sessions._nobody

    async def short_cut(known: str, password: str) -> bool:
        return known != nobody and await verify(known, password)

    monkeypatch.setattr(sessions, "_verify", short_cut)
    assert await times_ratio(centre, ann.email, rounds=9) > 1.6
