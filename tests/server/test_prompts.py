"""Prompts of calls: listed in every language, heard, replaced by an uploaded sound, and spoken again."""

import wave
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest

from server.calls.prompts import SAID
from tests.centre import Centre, Person, open_centre
from webrtc.clips import load
from webrtc.prompts_texts import LANGUAGES

PATH = "/api/v1/prompts/welcome.pl"


@pytest.fixture
async def centre(sounding: Path) -> AsyncIterator[Centre]:
    async with open_centre(data=sounding) as running:
        yield running


@pytest.fixture
async def boss(centre: Centre) -> Person:
    return await centre.agent("Boss", "administrator")


def sound(seconds: float) -> bytes:
    """A silent WAV."""
    whole = BytesIO()
    with wave.open(whole, "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(bytes(int(16_000 * seconds)))
    return whole.getvalue()


def seconds_of(clip: bytes, folder: Path) -> float:
    """How long a clip is."""
    (folder / "clip.ogg").write_bytes(clip)
    return len(load(folder / "clip.ogg").frames) / 50


async def test_an_uploaded_sound_takes_the_place_of_the_words_until_it_is_removed(
    centre: Centre, boss: Person, tmp_path: Path
) -> None:
    listed = (await centre.api("GET", "/prompts", by=boss))["items"]
    assert {(one["kind"], one["language"]) for one in listed} == {(kind, lang) for kind in SAID for lang in LANGUAGES}
    assert not any(one["uploaded"] for one in listed)
    spoken = await centre.ask("GET", PATH, by=boss)
    assert (spoken.status, spoken.headers["Content-Type"]) == (200, "audio/ogg")
    replaced = await centre.ask("PUT", PATH, by=boss, raw=sound(1.5))
    assert (replaced.status, replaced.json["uploaded"]) == (200, True)
    assert seconds_of((await centre.ask("GET", PATH, by=boss)).body, tmp_path) == pytest.approx(1.5, abs=0.1)
    other = next(one for one in (await centre.api("GET", "/prompts", by=boss))["items"] if one["id"] == "welcome.en")
    assert not other["uploaded"]
    assert (await centre.ask("DELETE", PATH, by=boss)).status == 204
    assert (await centre.ask("GET", PATH, by=boss)).body == spoken.body
    acts = [line["act"] for line in await centre.parley.store.tables.audit.find({}, limit=10)]
    assert [act for act in acts if act.startswith("prompts.")] == ["prompts.replace", "prompts.restore"]


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"no sound at all", 400, "The file is not a WAV, MP3 or Ogg sound."),
        (sound(301), 400, "The sound is longer than 300 seconds."),
        (bytes(20 * 2**20 + 1), 413, "The file is larger than 20 MB."),
    ],
)
async def test_what_cannot_be_a_prompt_is_refused_in_a_sentence(
    centre: Centre, boss: Person, content: bytes, status: int, sentence: str
) -> None:
    answer = await centre.ask("PUT", PATH, by=boss, raw=content)
    assert (answer.status, answer.json["error"]) == (status, sentence)
    assert not any(one["uploaded"] for one in (await centre.api("GET", "/prompts", by=boss))["items"])


@pytest.mark.parametrize("id", ["welcome.xx", "welcome", "goodbye.en", "..%2fsecret.en", "welcome.en.ogg"])
async def test_there_are_no_other_prompts(centre: Centre, boss: Person, id: str) -> None:
    for method in ("GET", "DELETE"):
        assert (await centre.ask(method, f"/api/v1/prompts/{id}", by=boss)).status == 404
