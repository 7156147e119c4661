"""Routing as properties: whatever waits and whoever is free, the answer keeps its promises."""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from domain.routing import Free, Waiting, expected_seconds, offers, place
from tests.domain.script import START, after

QUEUES = ("sales", "support", "billing")
AGENTS = ("ann", "ben", "cem", "dee")
CHANNELS = ("chat", "call", "email")

moments = st.integers(0, 300).map(lambda seconds: START + timedelta(seconds=seconds))
lines = st.lists(
    st.builds(
        Waiting,
        conversation=st.integers(0, 30).map(lambda number: f"cnv_{number}"),
        queue=st.sampled_from(QUEUES),
        channel=st.sampled_from(CHANNELS),
        since_at=moments,
        avoid=st.frozensets(st.sampled_from(AGENTS), max_size=2),
    ),
    max_size=15,
    unique_by=lambda item: item.conversation,
)
teams = st.lists(
    st.builds(
        Free,
        agent=st.sampled_from(AGENTS),
        queues=st.frozensets(st.sampled_from(QUEUES)),
        room=st.dictionaries(st.sampled_from(CHANNELS), st.integers(-1, 4)),
        idle_since_at=moments,
    ),
    max_size=4,
    unique_by=lambda agent: agent.agent,
)


def fits(item: Waiting, agent: Free) -> bool:
    """Whether the agent may be offered it, room apart."""
    return item.queue in agent.queues and agent.agent not in item.avoid


@given(lines, teams)
def test_every_offer_is_allowed_and_none_goes_beyond_room(line: list[Waiting], team: list[Free]) -> None:
    waiting, free = {item.conversation: item for item in line}, {agent.agent: agent for agent in team}
    pairs = offers(line, team)
    assert len({conversation for conversation, _ in pairs}) == len(pairs)
    assert all(fits(waiting[conversation], free[agent]) for conversation, agent in pairs)
    given_away = Counter((agent, waiting[conversation].channel) for conversation, agent in pairs)
    assert all(number <= free[agent].room.get(channel, 0) for (agent, channel), number in given_away.items())


@given(lines, teams)
def test_nobody_who_could_be_served_is_left(line: list[Waiting], team: list[Free]) -> None:
    pairs = dict(offers(line, team))
    taken = Counter((agent, item.channel) for item in line if (agent := pairs.get(item.conversation)))
    for item in line:
        if item.conversation not in pairs:
            able = [agent for agent in team if fits(item, agent)]
            assert all(taken[agent.agent, item.channel] >= max(0, agent.room.get(item.channel, 0)) for agent in able)


@given(lines, teams, st.randoms())
def test_the_order_in_which_they_are_named_does_not_matter(
    line: list[Waiting], team: list[Free], random: Random
) -> None:
    shuffled_line, shuffled_team = [*line], [*team]
    random.shuffle(shuffled_line)
    random.shuffle(shuffled_team)  # the same
    assert offers(shuffled_line, shuffled_team) == offers(line, team)


@given(lines)
def test_places_are_counted_from_one_without_a_gap(line: list[Waiting]) -> None:
    places = sorted(place(item.conversation, line) for item in line)
    assert places == list(range(1, len(line) + 1))
    assert place("cnv_unknown", line) == 0


def waits(name: str, seconds: float, queue: str = "sales") -> Waiting:
    return Waiting(name, queue, "chat", after(seconds))


def idle(name: str, seconds: float, room: int = 3) -> Free:
    return Free(name, frozenset({"sales"}), {"chat": room}, after(seconds))


def test_the_longest_waiting_goes_to_the_longest_idle_and_everybody_has_a_turn() -> None:
    line = [waits("third", 30), waits("first", 10), waits("second", 20)]
    assert offers(line, [idle("ben", 5), idle("ann", 1)]) == [("first", "ann"), ("second", "ben"), ("third", "ann")]


def test_one_with_no_room_is_passed_over() -> None:
    assert offers([waits("a", 1), waits("b", 2)], [idle("ann", 1, 0), idle("ben", 2, 1)]) == [("a", "ben")]


def test_nobody_is_given_back_what_they_have_not_yet_let_go() -> None:
    letting_go = replace(idle("ann", 1), holds=frozenset({"a"}))
    assert offers([waits("a", 1), waits("b", 2)], [letting_go, idle("ben", 2)]) == [("a", "ben"), ("b", "ann")]
    assert offers([waits("a", 1)], [letting_go]) == []


def test_a_line_nobody_serves_holds_no_other_up() -> None:
    assert offers([waits("a", 1, "billing"), waits("b", 2)], [idle("ann", 1)]) == [("b", "ann")]


def test_the_wait_to_expect_is_places_times_the_gap_between_answers() -> None:
    answers = [after(0), after(20), after(60)]
    assert expected_seconds(1, answers) == 30
    assert expected_seconds(4, answers) == 120
    assert expected_seconds(0, answers) is None
    assert expected_seconds(1, answers[:1]) is None
    assert expected_seconds(1, []) is None
