"""Prompts: right words in four languages, spoken once and kept, and a chime where nothing can speak."""

import asyncio
import logging
import shutil
from pathlib import Path

import pytest

from tests.webrtc.test_clips import wav
from webrtc.clips import Unusable, load
from webrtc.prompts import PROGRAM, Prompts
from webrtc.prompts_texts import KINDS, LANGUAGES, NUMBERED, minutes, text
from webrtc.tones import Tones

POLISH = {
    1: "jedna minuta",
    2: "dwie minuty",
    4: "4 minuty",
    5: "5 minut",
    12: "12 minut",
    21: "21 minut",
    22: "20 dwie minuty",
}
RUSSIAN = {
    1: "одна минута",
    2: "две минуты",
    4: "4 минуты",
    5: "5 минут",
    11: "11 минут",
    12: "12 минут",
    21: "20 одна минута",
}


@pytest.fixture
def prompts(tmp_path: Path) -> Prompts:
    assert shutil.which(PROGRAM), "the tests need espeak-ng (Debian and Ubuntu: apt install espeak-ng)"
    return Prompts(tmp_path / "prompts", Tones(tmp_path / "tones"))


@pytest.mark.parametrize(
    ("language", "forms"), [("pl", POLISH), ("ru", RUSSIAN), ("en", {1: "1 minute", 2: "2 minutes"})]
)
def test_minutes_have_their_plural_forms(language: str, forms: dict[int, str]) -> None:
    assert {number: minutes(language, number) for number in forms} == forms


def test_every_sentence_exists_in_every_language() -> None:
    for kind in KINDS:
        sentences = {text(kind, language, 3) for language in LANGUAGES}
        assert len(sentences) == len(LANGUAGES)
        assert not any("{" in sentence for sentence in sentences)


def test_numbers_have_an_end() -> None:
    for language in LANGUAGES:
        assert len({text(kind, language, number) for kind in NUMBERED for number in range(-5, 10_000)}) == 50 + 60 + 2


async def test_all_are_spoken_in_all_languages(prompts: Prompts) -> None:
    kinds = [("welcome", language) for language in LANGUAGES] + [("place", "pl"), ("wait", "ru")]
    for kind, language in kinds:
        clip = load(await prompts.path(kind, language, 2))  # type: ignore[arg-type]  # the list above has only kinds
        assert 1.0 < clip.seconds < 10


async def test_a_prompt_is_spoken_once(prompts: Prompts) -> None:
    paths = await asyncio.gather(*(prompts.path("goodbye", "en") for _ in range(3)))
    assert len(set(paths)) == 1
    spoken_at = paths[0].stat().st_mtime_ns
    assert (await prompts.path("goodbye", "en")).stat().st_mtime_ns == spoken_at
    assert await prompts.path("goodbye", "it") != paths[0]


async def test_an_uploaded_prompt_is_preferred_until_it_is_taken_away(prompts: Prompts, tmp_path: Path) -> None:
    (tmp_path / "ours.wav").write_bytes(wav())
    ours = await prompts.replace("goodbye", "de", tmp_path / "ours.wav")
    assert await prompts.path("goodbye", "de") == ours
    prompts.restore("goodbye", "de")
    assert await prompts.path("goodbye", "de") == await prompts.path("goodbye", "en")


async def test_a_language_is_no_path(prompts: Prompts, tmp_path: Path) -> None:
    with pytest.raises(Unusable):
        await prompts.path("goodbye", "../../etc")


async def test_words_are_never_options(prompts: Prompts, tmp_path: Path) -> None:
    outside = tmp_path / "outside.wav"
    path = await prompts.spoken(f"-w {outside} hello", "en")
    assert load(path).seconds > 1
    assert not outside.exists()


async def test_without_the_program_a_chime_is_heard_and_the_log_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    prompts = Prompts(tmp_path / "prompts", Tones(tmp_path / "tones"), program="no-such-program")
    with caplog.at_level(logging.WARNING):
        paths = {await prompts.path(kind, "en") for kind in ("welcome", "busy", "goodbye")}
    assert [path.name.split("-")[0] for path in paths] == ["chime"]
    assert len([record for record in caplog.records if "chime" in record.message]) == 1
