"""A Conversation as its list row and page show it: the fold, the marks, and the Customer's name."""

from collections.abc import Mapping
from typing import Any

from domain.calls import phase
from domain.conversation import Conversation, unread
from domain.events import Page
from domain.times import iso
from server.marks import NOTHING, shown


def row(state: Conversation, customer: Mapping[str, Any], marks: Mapping[str, int] = NOTHING) -> dict[str, Any]:
    """``state`` as docs/wire.md's Conversation; ``customer`` is whom its Customer is shown as."""
    return {
        "id": state.id,
        "number": state.number,
        "state": state.state,
        "channel": state.channel,
        "channels": list(state.channels),
        "queue": state.queue,
        "agent": state.agent,
        "customer": dict(customer),
        "visitor": state.visitor,
        "widget": state.widget,
        "subject": state.subject,
        "preview": _preview(state),
        "tags": list(state.tags),
        "outcome": state.outcome,
        "created_at": _time(state.created_at),
        "waiting_since_at": _time(state.waiting_since_at),
        "last_at": _time(state.last_at),
        "snoozed_until_at": _time(state.snoozed_until_at),
        "offer": _offer(state),
        "awaiting": state.awaiting,
        "awaiting_since_at": _time(state.awaiting_since_at),
        "unread": unread(state, marks["agent_read"]),
        "marks": shown(marks),
        "page": page_of(state.page),
        "locale": state.locale,
        "left_message": state.left_message,
        "call": _call(state),
        "erased": state.erased,
    }


def page_of(page: Page | None) -> dict[str, str] | None:
    """A web page as the wire shows it."""
    return {"url": page.url, "title": page.title, "referrer": page.referrer} if page else None


def _call(state: Conversation) -> dict[str, Any] | None:
    call = state.call
    return {"call": call.id, "state": phase(call), "callback": call.callback} if call is not None else None


def _preview(state: Conversation) -> dict[str, Any] | None:
    return {"text": state.preview.text, "by": state.preview.by, "at": iso(state.preview.at)} if state.preview else None


def _offer(state: Conversation) -> dict[str, Any] | None:
    offer = state.offer
    return {"id": offer.id, "agent": offer.agent, "deadline_at": iso(offer.deadline_at)} if offer else None


def _time(at: Any) -> str | None:
    return iso(at) if at else None
