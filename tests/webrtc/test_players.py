"""Sounds from files, beat by beat."""

import asyncio

from webrtc.players import PHASES, Player, Players
from webrtc.streams import Source


class Ear:
    """Keeps the payloads it hears."""

    def __init__(self) -> None:
        self.heard: list[tuple[int, int, bytes]] = []

    def take(
        self, source: Source, sequence: int, timestamp: int, marker: int, payload: bytes, level: int | None, now: float
    ) -> None:
        """Keep it."""
        self.heard.append((sequence, timestamp, payload))


def test_music_goes_round_and_numbers_on() -> None:
    player, ear = Player([b"a", b"b"], True), Ear()
    player.hear("call", (ear,))
    assert all(player.beat(1.0) for _ in range(5))
    assert [payload for *_, payload in ear.heard] == [b"a", b"b", b"a", b"b", b"a"]
    assert ear.heard[-1][:2] == (4, 4 * 960)


def test_a_clip_waits_for_its_first_listener_and_then_goes_on_without() -> None:
    ended: list[bool] = []
    player, ear = Player([b"a", b"b"], False, lambda: ended.append(True)), Ear()
    assert [player.beat(1.0) for _ in range(3)] == [True] * 3
    player.hear("call", (ear,))
    assert player.beat(1.0)
    player.hear("call", ())
    assert player.beat(1.0)
    assert not player.beat(1.0)
    assert (ended, [payload for *_, payload in ear.heard]) == ([True], [b"a"])


def test_an_empty_clip_ends_and_empty_music_does_not_spin() -> None:
    ear = Ear()
    clip, music = Player([], False), Player([], True)
    for player in (clip, music):
        player.hear("call", (ear,))
        assert not player.beat(1.0)


async def test_calls_share_music_and_the_last_to_leave_stops_it() -> None:
    loads: list[str] = []

    def load(path: str) -> list[bytes]:
        loads.append(path)
        return [b"x"]

    players = Players(load)
    made = {players.music(("hold",), f"call-{number}") for number in range(40)}
    assert len(made) == len(loads) == PHASES
    for player in made:
        for number in range(40):
            players.leave(player, f"call-{number}")
    await asyncio.sleep(0.05)
    assert players._timer is None
    assert not any(players._playing)


async def test_a_sound_that_goes_wrong_does_not_silence_the_others() -> None:
    class Wrong:
        def beat(self, now: float) -> bool:
            raise ValueError(now)

    players, ear = Players(lambda path: [b"a"]), Ear()
    for _ in range(PHASES):
        players.keep(Wrong())
    player = players.music(("music",), "call")
    player.hear("call", (ear,))
    async with asyncio.timeout(5):
        while len(ear.heard) < 3:
            await asyncio.sleep(0.01)
    players.leave(player, "call")
