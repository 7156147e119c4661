"""Who is offered what: the longest waiting Conversation goes to the longest idle Agent who serves its queue and has room.

Pure: given who waits and who is free it answers with pairs; somebody else reserves, offers and keeps time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Waiting:
    """A Conversation that waits; ``avoid`` are Agents who lately said no to it, ``first`` goes before everybody else."""

    conversation: str
    queue: str
    channel: str
    since_at: datetime
    avoid: frozenset[str] = frozenset()
    first: bool = False

    @property
    def turn(self) -> tuple[bool, datetime, str]:
        """What waiting Conversations are ordered by."""
        return (not self.first, self.since_at, self.conversation)


@dataclass(frozen=True, slots=True)
class Free:
    """An available Agent: the queues they serve, how many more of each channel they can take, and what they have places for.

    A Conversation that waits while somebody still has a place for it has just left them: until that place is given back it
    cannot be theirs again, or the giving back would take the new place.
    """

    agent: str
    queues: frozenset[str]
    room: Mapping[str, int]
    idle_since_at: datetime
    holds: frozenset[str] = frozenset()


@dataclass(slots=True)
class _Room:
    left: dict[str, int] = field(default_factory=dict)

    def take(self, channel: str) -> bool:
        if self.left.get(channel, 0) < 1:
            return False
        self.left[channel] -= 1
        return True


def offers(waiting: Iterable[Waiting], free: Iterable[Free]) -> list[tuple[str, str]]:
    """Pairs of (conversation, agent). No Conversation twice, no Agent beyond their room, ties broken by id.

    One call goes once round the Agents before anybody is offered a second Conversation: whoever was just given one counts as
    the least idle.
    """
    agents = sorted(free, key=lambda agent: (agent.idle_since_at, agent.agent))
    rooms = {agent.agent: _Room(dict(agent.room)) for agent in agents}
    pairs = []
    for item in sorted(waiting, key=lambda item: item.turn):
        chosen = _first_fit(item, agents, rooms)
        if chosen is not None:
            pairs.append((item.conversation, chosen.agent))
            agents.remove(chosen)
            agents.append(chosen)
    return pairs


def _first_fit(item: Waiting, agents: Sequence[Free], rooms: Mapping[str, _Room]) -> Free | None:
    for agent in agents:
        serves = item.queue in agent.queues and agent.agent not in item.avoid
        if serves and item.conversation not in agent.holds and rooms[agent.agent].take(item.channel):
            return agent
    return None


def place(conversation: str, queue: Sequence[Waiting]) -> int:
    """The 1-based place of a Conversation among those of its queue, longest waiting first; 0 if it does not wait."""
    ordered = sorted(queue, key=lambda item: item.turn)
    return next((index for index, item in enumerate(ordered, 1) if item.conversation == conversation), 0)


def expected_seconds(place: int, answered_at: Sequence[datetime]) -> float | None:
    """The wait to expect at ``place``: places times the mean gap between the queue's latest answers; None below two answers."""
    if place < 1 or len(answered_at) < 2:
        return None
    span = (max(answered_at) - min(answered_at)).total_seconds()
    return place * span / (len(answered_at) - 1)
