"""An Agent's shift: what they can take now, and the room they have for Conversations.

Room is reserved here before a Conversation is offered, so that two queues can never give one Agent more than they can carry.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain import commands as c
from domain import events as e
from domain.refusal import Refused

PREFIX = "shf_"
"""How the id of a shift's stream begins."""

MISSED = "missed"
"""The reason of ``busy`` after an offer ran out; an Agent who was already away stays as they are."""


@dataclass(frozen=True)
class Slot:
    """Room taken by one Conversation; ``until_at`` while it is only an offer, ``was`` the channel of the place it grew from."""

    channel: str
    until_at: datetime | None
    was: str | None = None


@dataclass(frozen=True)
class Shift:
    """The fold of a shift's events; ``idle_since_at`` is when the Agent last had nothing more given to them."""

    id: str
    number: int = 0
    state: e.PresenceState = "offline"
    reason: str | None = None
    since_at: datetime | None = None
    idle_since_at: datetime | None = None
    slots: Mapping[str, Slot] = field(default_factory=dict)


def shift_of(agent: str) -> str:
    """The stream of an Agent's shift."""
    return PREFIX + agent


def agent_of(shift: str) -> str:
    """The Agent whose shift a stream is."""
    return shift.removeprefix(PREFIX)


def load(shift: Shift, channel: str) -> int:
    """How many Conversations of ``channel`` the Agent carries, offers included."""
    return sum(1 for slot in shift.slots.values() if slot.channel == channel)


def holds(shift: Shift) -> frozenset[str]:
    """The Conversations that the Agent has a place for; those only on offer are not among them."""
    return frozenset(item for item, slot in shift.slots.items() if slot.until_at is None)


def evolve(shift: Shift, event: e.Event) -> Shift:
    """The shift after ``event``, which must be the next one."""
    return replace(_folded(shift, event), number=event.number)


def _folded(shift: Shift, event: e.Event) -> Shift:
    body = event.body
    match body:
        case e.PresenceChanged():
            idle_since_at = event.at if body.state == "available" else shift.idle_since_at
            return replace(shift, state=body.state, reason=body.reason, since_at=event.at, idle_since_at=idle_since_at)
        case e.SlotReserved():
            return replace(shift, slots={**shift.slots, body.item: _reserved(shift.slots.get(body.item), body)})
        case e.SlotKept():
            slot = shift.slots.get(body.item)
            channel = slot.channel if slot else "chat"
            return replace(shift, slots={**shift.slots, body.item: Slot(channel, None)}, idle_since_at=event.at)
        case e.SlotReleased():
            slots = {item: slot for item, slot in shift.slots.items() if item != body.item}
            return replace(shift, slots=slots, idle_since_at=event.at)
        case _:
            return shift


def decide(shift: Shift, command: c.Command) -> list[e.ShiftHappening]:
    """The new events that ``command`` causes. Raises Refused."""
    match command:
        case c.SetPresence():
            missed_while_away = command.reason == MISSED and shift.state != "available"
            if missed_while_away or (command.state, command.reason) == (shift.state, shift.reason):
                return []
            return [e.PresenceChanged(command.state, command.reason)]
        case c.ReserveSlot():
            return _reserve(shift, command)
        case c.KeepSlot():
            slot = shift.slots.get(command.item)
            return [] if slot and slot.until_at is None else [e.SlotKept(command.item)]
        case c.ReleaseSlot():
            return _release(shift, command)
        case _:
            raise Refused("invalid", "A shift does not know this.")


def _reserved(slot: Slot | None, body: e.SlotReserved) -> Slot:
    """A lease over a place for another channel remembers it, to fall back on."""
    grown = body.until_at is not None and slot is not None and slot.until_at is None
    return Slot(body.in_channel, body.until_at, slot.channel if grown and slot else None)


def _reserve(shift: Shift, command: c.ReserveSlot) -> list[e.ShiftHappening]:
    slot = shift.slots.get(command.item)
    same = slot is not None and slot.channel == command.in_channel
    if slot is not None and same and slot.until_at == command.until_at:
        return []
    if command.until_at is not None:
        _check_lease(shift, slot, same, command)
    return [e.SlotReserved(command.item, command.in_channel, command.until_at)]


def _check_lease(shift: Shift, slot: Slot | None, same: bool, command: c.ReserveSlot) -> None:
    if slot is not None and slot.until_at is not None and command.at < slot.until_at:
        raise Refused("conflict", "Another node is offering this to the agent.")
    if slot is not None and slot.until_at is None and same:
        raise Refused("conflict", "The agent has this, or is still letting go of it.")
    if shift.state != "available":
        raise Refused("over_capacity", "The agent is not available.")
    if not same and load(shift, command.in_channel) >= command.capacity:
        raise Refused("over_capacity", "The agent has no room.")


def _release(shift: Shift, command: c.ReleaseSlot) -> list[e.ShiftHappening]:
    slot = shift.slots.get(command.item)
    if slot is None:
        return []
    if slot.until_at == command.until_at:
        back = e.SlotReserved(command.item, slot.was, None) if slot.was else None
        return [back or e.SlotReleased(command.item, command.reason)]
    gone = command.until_at is None and slot.was is not None
    return [e.SlotReserved(command.item, slot.channel, slot.until_at)] if gone else []
