"""Events and states to plain values and back: the one place that knows how they are written down.

An event is stored as the wire shows it, less its envelope's conversation, number and time, which the record has.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, TypeVar, cast

import msgspec

from domain.conversation import Conversation, for_visitor
from domain.events import BODIES, Actor, Body, Event, MessageReceived, MessageSent
from domain.shift import Shift
from domain.stream import Record
from domain.times import iso

TIMES = frozenset({"until_at", "deadline_at"})
"""Fields of bodies that are times: written as everywhere on the wire, not as the encoder would."""

Fold = TypeVar("Fold", Conversation, Shift)


def stored_event(event: Event) -> dict[str, Any]:
    """``event`` as the stream keeps it."""
    return {"type": event.type, "channel": event.channel, "actor": _actor(event.actor), **_plain(event.body)}


def events_of(record: Record) -> list[Event]:
    """The events of a stored record, in order."""
    return [
        Event(
            record.stream,
            record.number + index,
            record.at,
            stored["channel"],
            Actor(**stored["actor"]),
            msgspec.convert(stored, BODIES[stored["type"]]),
        )
        for index, stored in enumerate(record.events)
    ]


def file_path(id: str) -> str:
    """Where a file is; an agent's cookie or token opens it."""
    return f"/api/v1/files/{id}"


def wire_event(event: Event) -> dict[str, Any]:
    """``event`` as agents see it; their cookie or token opens its files."""
    wire = _linked(_enveloped(event, event.body), file_path)
    if isinstance(event.body, MessageReceived | MessageSent) and event.body.email is not None:
        wire["email"] = wire_email(wire["email"])
    return wire


def visitor_event(event: Event, before: int, link: Callable[[str], str]) -> dict[str, Any]:
    """``event`` as the visitor sees it; ``before`` is the number of the event they can see just before it, ``link`` signs a
    file's address, because a frame on somebody else's page has no cookie of ours.
    """
    wire = _linked(_enveloped(event, for_visitor(event.body)), link)
    wire["before"] = before
    return wire


def wire_email(email: dict[str, Any]) -> dict[str, Any]:
    """An email of an event as agents see it: with where its HTML, its raw bytes and its files are."""
    shown = {name: value for name, value in email.items() if name not in ("id", "sender", "has_html", "attachments")}
    shown["from"] = email["sender"]
    shown["html_url"] = f"/mail/{email['id']}/body" if email["has_html"] else None
    shown["raw_url"] = f"/api/v1/mail/{email['id']}/raw"
    shown["attachments"] = [{**file, "url": file_path(file["id"])} for file in email["attachments"]]
    return shown


def stored_state(state: Conversation | Shift) -> dict[str, Any]:
    """A fold as its table keeps it, times as times so that they can be searched."""
    plain: dict[str, Any] = msgspec.to_builtins(state, builtin_types=(datetime,))
    plain["_id"] = plain.pop("id")
    return plain


def state_of(document: Mapping[str, Any], kind: type[Fold]) -> Fold:
    """The fold that a table's document keeps."""
    return msgspec.convert({**document, "id": document["_id"]}, kind)


def _linked(wire: dict[str, Any], link: Callable[[str], str]) -> dict[str, Any]:
    for file in wire.get("files", ()):
        file["url"] = link(file["id"])
    return wire


def _plain(body: Body) -> dict[str, Any]:
    plain = cast(dict[str, Any], msgspec.to_builtins(body))
    if plain.get("email", ...) is None:
        del plain["email"]
    elif isinstance(body, MessageSent) and body.email is not None and body.email.due_at is not None:
        plain["email"]["due_at"] = iso(body.email.due_at)
    for name in TIMES & plain.keys():
        if (at := getattr(body, name)) is not None:
            plain[name] = iso(at)
    return plain


def _actor(actor: Actor) -> dict[str, str]:
    return {"kind": actor.kind, "id": actor.id, "name": actor.name}


def _enveloped(event: Event, body: Body) -> dict[str, Any]:
    return {
        "conversation": event.conversation,
        "number": event.number,
        "type": event.type,
        "at": iso(event.at),
        "channel": event.channel,
        "actor": _actor(event.actor),
        **_plain(body),
    }
