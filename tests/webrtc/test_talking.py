"""Who hears whom, by frequency: real callers, a real media process, UDP on loopback."""

from array import array
from functools import partial
from itertools import pairwise
from pathlib import Path

import av

from tests.webrtc.conftest import Booth, until
from webrtc.caller import Caller, Heard, goertzel, tone
from webrtc.clips import Clip
from webrtc.plan import (
    LEFT,
    RIGHT,
    ClipEnded,
    LegConnected,
    LegGone,
    Levels,
    Quality,
    Recording,
    RecordingClosed,
    Sound,
    Speech,
)


def jumps(heard: list[Heard]) -> list[tuple[int, int]]:
    """Where the numbers of consecutive packets do not go on: (sequence, timestamp) steps other than 1 and a real time."""
    steps = [((b.sequence - a.sequence) & 0xFFFF, (b.timestamp - a.timestamp) & 0xFFFFFFFF) for a, b in pairwise(heard)]
    return [step for step in steps if step[0] != 1 or not 0 < step[1] < 48_000]


def hears_only(caller: Caller, *tones: float, of: tuple[float, ...]) -> bool:
    """Whether these tones and no others of ``of`` are there."""
    return all(caller.hears(hz) == (hz in tones) for hz in of)


async def test_two_legs_hear_each_other_and_not_themselves(booth: Booth) -> None:
    agent, customer = await booth.join("agent", 440), await booth.join("customer", 880)
    await booth.plan("agent>customer", "customer>agent")
    await until(lambda: agent.hears(880) and customer.hears(440))
    assert not agent.hears(440)
    assert not customer.hears(880)
    assert [event.leg for event in booth.of(LegConnected)] == ["agent", "customer"]


async def test_without_an_edge_nobody_hears_anything(booth: Booth) -> None:
    agent, customer = await booth.join("agent", 440), await booth.join("customer", 880)
    await booth.plan("agent>customer")
    await until(lambda: customer.hears(440))
    assert sum(agent.counts) == 0


async def test_three_parties_hear_both_others_on_spare_m_lines(booth: Booth) -> None:
    tones = (440.0, 880.0, 1320.0)
    callers = [await booth.join(name, hz) for name, hz in zip("abc", tones, strict=True)]
    await booth.plan("a>b", "a>c", "b>a", "b>c", "c>a", "c>b")
    for caller, own in zip(callers, tones, strict=True):
        others = [hz for hz in tones if hz != own]
        await until(partial(hears_only, caller, *others, of=tones))
        assert sum(1 for heard in caller.heard if heard) == 2


async def test_a_supervisor_listens_unheard_then_whispers_to_the_agent_only_then_joins(booth: Booth) -> None:
    of = (440.0, 880.0, 1320.0)
    agent, customer = await booth.join("agent", 440), await booth.join("customer", 880)
    boss = await booth.join("boss", 1320)
    talk, listen = ("agent>customer", "customer>agent"), ("agent>boss", "customer>boss")
    await booth.plan(*talk, *listen)
    await until(lambda: hears_only(boss, 440, 880, of=of))
    await until(lambda: hears_only(agent, 880, of=of) and hears_only(customer, 440, of=of))
    await booth.plan(*talk, *listen, "boss>agent")
    await until(lambda: hears_only(agent, 880, 1320, of=of) and hears_only(customer, 440, of=of))
    await booth.plan(*talk, *listen, "boss>agent", "boss>customer")
    await until(lambda: hears_only(customer, 440, 1320, of=of))


async def test_a_slot_goes_on_without_a_jump_when_its_source_changes(booth: Booth) -> None:
    await booth.join("a", 440)
    await booth.join("b", 880)
    customer = await booth.join("customer", 1320, spares=0)
    await booth.plan("a>customer")
    await until(lambda: customer.hears(440))
    await booth.plan("b>customer")
    await until(lambda: customer.hears(880) and not customer.hears(440))
    await booth.plan("a>customer")
    await until(lambda: customer.hears(440) and not customer.hears(880))
    heard = list(customer.heard[0])
    assert jumps(heard) == []
    assert len({packet.ssrc for packet in heard}) == 1


async def test_what_was_said_while_muted_is_not_missed_afterwards(booth: Booth) -> None:
    """A gap in the numbers would be heard as a bad line, and shown as one."""
    agent, customer = await booth.join("agent", 440), await booth.join("customer", 880)
    await booth.plan("agent>customer", "customer>agent")
    await until(lambda: customer.hears(440) and agent.hears(880))
    await booth.plan("customer>agent")
    last = agent.heard[0][-1].sequence
    await until(lambda: (agent.heard[0][-1].sequence - last) & 0xFFFF > 10 and not customer.hears(440))
    await booth.plan("agent>customer", "customer>agent")
    await until(lambda: customer.hears(440))
    assert not [step for step in jumps(list(customer.heard[0])) if step[0] != 1]


async def test_with_one_m_line_several_are_heard_as_one(booth: Booth) -> None:
    await booth.join("a", 440)
    await booth.join("b", 880)
    customer = await booth.join("customer", 1320, spares=0)
    await booth.plan("a>customer", "b>customer")
    await until(lambda: hears_only(customer, 440, 880, of=(440, 880, 1320)))


async def test_hold_is_music_instead_of_the_agent_and_back(booth: Booth, tmp_path: Path) -> None:
    music = tmp_path / "music.ogg"
    Clip(list(tone(1320))).save(music)
    sounds = (Sound("music:hold", (str(music),), again=True),)
    agent, customer = await booth.join("agent", 440), await booth.join("customer", 880)
    talk = ("agent>customer", "customer>agent")
    await booth.plan(*talk)
    await until(lambda: customer.hears(440) and agent.hears(880))
    await booth.plan("music:hold>customer", sounds=sounds)
    await until(lambda: customer.hears(1320) and not customer.hears(440) and not agent.hears(880))
    await booth.plan(*talk)
    await until(lambda: customer.hears(440) and not customer.hears(1320) and agent.hears(880))
    assert jumps(list(customer.heard[0])) == []
    assert sum(customer.counts[1:]) == 0, "all on the main m-line"


async def test_a_clip_waits_for_its_listener_plays_once_and_is_told(booth: Booth, tmp_path: Path) -> None:
    paths = []
    for hz in (1320.0, 1760.0):
        paths.append(tmp_path / f"{hz}.ogg")
        Clip(list(tone(hz))[:25]).save(paths[-1])
    prompt = (Sound("clip:welcome", tuple(map(str, paths))),)
    await booth.plan("clip:welcome>customer", sounds=prompt)
    customer = await booth.join("customer", 880)
    await until(lambda: customer.hears(1320))
    await until(lambda: customer.hears(1760))
    await until(lambda: booth.of(ClipEnded) == [ClipEnded(booth.call, "clip:welcome")])
    assert customer.counts[0] == 50
    await booth.plan("clip:welcome>customer", sounds=prompt)
    await booth.plan("clip:again>customer", sounds=(Sound("clip:again", prompt[0].paths),))
    await until(lambda: len(booth.of(ClipEnded)) == 2)
    assert customer.counts[0] == 100, "the same clip in the next plan is not played again"


async def test_a_sound_that_is_no_clip_is_told_as_not_played(booth: Booth, tmp_path: Path) -> None:
    broken = tmp_path / "broken.ogg"
    broken.write_bytes(b"no sound")
    await booth.plan("clip:x>a", sounds=(Sound("clip:x", (str(broken),)),))
    await until(lambda: booth.of(ClipEnded) == [ClipEnded(booth.call, "clip:x", played=False)])


async def test_a_recording_has_the_agent_left_and_the_customer_right(booth: Booth, tmp_path: Path) -> None:
    await booth.join("agent", 440)
    customer = await booth.join("customer", 880)
    recording = Recording("rec_1", str(tmp_path / "rec_1.ogg"))
    edges = ("agent>customer", "customer>agent", f"agent>{LEFT}", f"customer>{RIGHT}", "agent>meter", "customer>meter")
    await booth.plan(*edges, recording=recording)
    await until(lambda: customer.counts[0] > 50)
    await booth.plan(*edges[:2])
    await until(lambda: booth.of(RecordingClosed))
    closed = booth.of(RecordingClosed)[0]
    assert (closed.recording, closed.facts["incomplete"]) == ("rec_1", False)
    assert closed.facts["seconds"] > 0.9
    with av.open(closed.path) as file:
        left, right = array("f"), array("f")
        for frame in file.decode(audio=0):
            assert frame.format.name == "fltp"
            for side, plane in ((left, frame.planes[0]), (right, frame.planes[1])):
                side.frombytes(bytes(plane)[: frame.samples * 4])
    for side, own, other in ((left, 440.0, 880.0), (right, 880.0, 440.0)):
        loud = [int(sample * 32767) for sample in side[24_000:44_000]]
        assert goertzel(loud, own, 48_000) > 0.1 > 10 * goertzel(loud, other, 48_000)


async def test_the_meter_hears_without_being_heard(booth: Booth) -> None:
    await booth.join("agent", 440)
    await booth.plan("agent>meter")
    await until(lambda: any("agent" in event.levels for event in booth.of(Levels)))
    await booth.media.end(booth.call)
    await until(lambda: booth.of(Speech))
    assert list(booth.of(Speech)[0].balance["legs"]) == ["agent"]


async def test_an_edge_to_oneself_is_an_echo(booth: Booth) -> None:
    visitor = await booth.join("visitor", 660)
    await booth.plan("visitor>visitor")
    await until(lambda: visitor.hears(660))


async def test_the_same_plan_again_changes_nothing(booth: Booth) -> None:
    await booth.join("a", 440)
    customer = await booth.join("customer", 880)
    await booth.plan("a>customer")
    await until(lambda: customer.hears(440))
    for _ in range(20):
        await booth.plan("a>customer")
    await until(lambda: customer.counts[0] > 60)
    assert jumps(list(customer.heard[0])) == []


async def test_a_leg_that_hangs_up_is_told_and_the_other_stays(booth: Booth) -> None:
    agent, customer = await booth.join("agent", 440), await booth.join("customer", 880)
    await booth.plan("agent>customer", "customer>agent", "customer>customer")
    await until(lambda: agent.hears(880))
    await agent.close()
    await until(lambda: booth.of(LegGone) == [LegGone(booth.call, "agent", "closed")])
    await until(lambda: customer.hears(880) and not customer.hears(440))


async def test_quality_is_told_with_a_round_trip(booth: Booth) -> None:
    for name, hz in (("a", 440), ("b", 880)):
        await booth.join(name, hz)
    await booth.plan("a>b", "b>a")
    await until(lambda: {event.leg for event in booth.of(Quality)} == {"a", "b"})
    assert all(event.loss_in == 0 for event in booth.of(Quality))
