"""Which Agents carry a Conversation, and as what: the room it takes of each one's shift.

One place per Conversation and Agent; it is a place for a call exactly while that Agent is in its call or is asked to be.
"""

from collections.abc import Mapping

from domain.conversation import Conversation, calling
from domain.shift import Slot


def served_as(state: Conversation) -> str:
    """The channel whose capacity a Conversation that waits, or is on offer, needs."""
    if calling(state) is not None:
        return "call"
    asked = state.call is not None and state.call.callback and state.state in ("waiting", "offered")
    return "call" if asked else written_as(state)


def written_as(state: Conversation) -> str:
    """The channel of what is left of a Conversation when nobody is on the phone."""
    return "chat" if state.channel == "call" else state.channel


def carried(state: Conversation) -> Mapping[str, Slot]:
    """Agent -> the place that the Conversation takes of their shift."""
    places: dict[str, Slot] = {}
    if state.state == "open" and state.agent:
        places[state.agent] = Slot(written_as(state), None)
    if state.offer is not None:
        places[state.offer.agent] = Slot(served_as(state), state.offer.deadline_at)
    call = calling(state)
    for leg in call.legs if call is not None else ():
        if leg.role == "agent":
            places[leg.party] = Slot("call", None)
    return places


def parties(state: Conversation) -> list[str]:
    """The Agents and supervisors who are in the call that runs, or are asked into it."""
    call = calling(state)
    return [leg.party for leg in call.legs if leg.role != "customer"] if call is not None else []


def takes_part(state: Conversation, agent: str) -> bool:
    """Whether an Agent is in the call that runs, or is asked into it: they see what it is about."""
    return agent in parties(state)
