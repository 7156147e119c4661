"""One Conversation: what its events make of it, and what each Command makes happen to it.

``evolve`` folds an event into the state; ``decide`` answers a Command with new events or raises Refused. Both are pure.
"""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal, cast

from domain import calls
from domain import commands as c
from domain import events as e
from domain.call_events import CALL_HAPPENINGS, CallAnswered, CallHappening, CallStarted, CallTransferred
from domain.redaction import site_of
from domain.refusal import Refused

State = Literal["waiting", "offered", "open", "snoozed", "closed"]

PREVIEW_LENGTH = 140
REMEMBERED_INBOUND = 21
"""How many of the Customer's last messages the state remembers, so that unread can be counted to "20+"."""

TO_THE_HEAD = ("agent_lost", "returned")
"""Why a Conversation goes before everybody else in its queue: the Customer was served already, and lost their Agent."""

AVOID_SECONDS = 30
"""How long an Agent who declined or missed a Conversation is not offered it again."""


@dataclass(frozen=True)
class Offer:
    """One Conversation put to one Agent until ``deadline_at``."""

    id: str
    agent: str
    deadline_at: datetime


@dataclass(frozen=True)
class Preview:
    """The latest words, for a list row."""

    text: str
    by: Literal["customer", "agent", "note"]
    at: datetime


@dataclass(frozen=True)
class Conversation:
    """The fold of a Conversation's events up to ``number``; ``visible`` is the last number the visitor can see.

    ``call`` is its latest call, live or over; ``first`` puts it before everybody else in its queue. Nothing happens any more in one that is
    ``erased``.
    """

    id: str
    number: int = 0
    visible: int = 0
    state: State = "waiting"
    channel: str = "chat"
    channels: tuple[str, ...] = ()
    queue: str = ""
    agent: str | None = None
    agent_name: str = ""
    customer: str = ""
    customer_name: str = ""
    visitor: str | None = None
    widget: str | None = None
    subject: str = ""
    preview: Preview | None = None
    tags: tuple[str, ...] = ()
    outcome: str | None = None
    created_at: datetime | None = None
    waiting_since_at: datetime | None = None
    last_at: datetime | None = None
    closed_at: datetime | None = None
    snoozed_until_at: datetime | None = None
    offer: Offer | None = None
    avoid: tuple[tuple[str, datetime], ...] = ()
    awaiting: Literal["agent", "customer"] | None = None
    awaiting_since_at: datetime | None = None
    inbound: tuple[int, ...] = ()
    page: e.Page | None = None
    locale: str = "en"
    left_message: bool = False
    consent: str | None = None
    left: bool = False
    first: bool = False
    call: calls.Call | None = None
    erased: bool = False


def unread(state: Conversation, read: int) -> int:
    """How many of the Customer's messages an Agent who has read up to number ``read`` has not seen (20 means 20 or more)."""
    return min(len(state.inbound) - bisect_right(state.inbound, read), REMEMBERED_INBOUND - 1)


def may_reopen(state: Conversation, at: datetime, days: float) -> bool:
    """Whether a message at ``at`` still belongs to this Conversation: it runs, or closed less than ``days`` ago."""
    if state.state != "closed" or state.closed_at is None:
        return True
    return at - state.closed_at < timedelta(days=days)


def avoided(state: Conversation, at: datetime) -> frozenset[str]:
    """The Agents who lately said no to this Conversation, or did not answer."""
    return frozenset(agent for agent, until_at in state.avoid if at < until_at)


def calling(state: Conversation) -> calls.Call | None:
    """The call that runs in it, or None."""
    return state.call if state.call is not None and state.call.live else None


def offerable(state: Conversation) -> bool:
    """Whether it can be put to an Agent: it waits, and a caller is there rather than leaving a message."""
    call = calling(state)
    if state.state != "waiting" or call is None:
        return state.state == "waiting"
    caller = call.customer
    return calls.waits(call) and caller is not None and caller.state != "lost"


def sees(body: e.Body) -> bool:
    """Whether the visitor is told. Emails are not theirs to see: a visitor may have claimed somebody else's address, or the mail went elsewhere."""
    if isinstance(body, e.MessageSent | e.MessageReceived):
        return body.email is None
    return not isinstance(body, e.HIDDEN_FROM_VISITORS)


# evolve ---------------------------------------------------------------------------------------------------------------


def evolve(state: Conversation, event: e.Event) -> Conversation:
    """The state after ``event``, which must be the next one."""
    body = event.body
    changes: dict[str, Any] = {"number": event.number, "last_at": event.at}
    if sees(body):
        changes["visible"] = event.number
    if event.channel not in state.channels:
        changes["channels"] = (*state.channels, event.channel)
    fold = FOLDS.get(type(body))
    if fold is not None:
        changes.update(fold(state, event, body))
    return changed(state, changes)


def changed(state: Conversation, changes: dict[str, Any]) -> Conversation:
    """``dataclasses.replace`` without running ``__init__`` over thirty fields: this is the hot path of every message."""
    new = object.__new__(Conversation)
    new.__dict__.update(state.__dict__)
    new.__dict__.update(changes)
    return new


def _started(state: Conversation, event: e.Event, body: e.ConversationStarted) -> dict[str, Any]:
    return {
        "state": "waiting",
        "channel": event.channel,
        "queue": body.queue,
        "customer": body.customer,
        "customer_name": body.customer_name,
        "visitor": body.visitor,
        "widget": body.widget,
        "created_at": event.at,
        "waiting_since_at": event.at,
        "page": body.page,
        "locale": body.locale,
        "left_message": body.left_message,
        "consent": body.consent,
    }


def _introduced(state: Conversation, event: e.Event, body: e.CustomerIntroduced) -> dict[str, Any]:
    return {"customer_name": body.name} if body.name else {}


def _received(state: Conversation, event: e.Event, body: e.MessageReceived) -> dict[str, Any]:
    if body.email is not None and body.email.quiet:
        return {"preview": _preview(body, "customer", event.at), "subject": state.subject or _subject(body)}
    first_unanswered_at = state.awaiting_since_at if state.awaiting == "agent" else event.at
    return {
        "channel": event.channel,
        "preview": _preview(body, "customer", event.at),
        "subject": state.subject or _subject(body),
        "inbound": (*state.inbound, event.number)[-REMEMBERED_INBOUND:],
        "awaiting": "agent",
        "awaiting_since_at": first_unanswered_at,
        "left": False,
    }


def _sent(state: Conversation, event: e.Event, body: e.MessageSent) -> dict[str, Any]:
    if body.email is not None and event.actor.kind == "system":
        return {}  # an acknowledgement answers nothing: the Customer still waits
    return {
        "channel": event.channel,
        "subject": state.subject or (_subject(body) if body.email else ""),
        "preview": _preview(body, "agent", event.at),
        "awaiting": "customer",
        "awaiting_since_at": event.at,
    }


def _noted(state: Conversation, event: e.Event, body: e.NoteAdded) -> dict[str, Any]:
    return {"preview": _preview(body, "note", event.at)}


def _queued(state: Conversation, event: e.Event, body: e.ConversationQueued) -> dict[str, Any]:
    return {
        "state": "waiting",
        "queue": body.queue,
        "agent": None,
        "agent_name": "",
        "offer": None,
        "avoid": (),
        "waiting_since_at": state.waiting_since_at or event.at,
        "snoozed_until_at": None,
        "first": body.reason in TO_THE_HEAD,
    }


def _offered(state: Conversation, event: e.Event, body: e.OfferMade) -> dict[str, Any]:
    return {"state": "offered", "offer": Offer(body.offer, body.agent, body.deadline_at)}


def _taken(state: Conversation, event: e.Event, body: e.OfferAccepted | e.ConversationAssigned) -> dict[str, Any]:
    return {
        "state": "open",
        "agent": body.agent,
        "agent_name": body.agent_name,
        "offer": None,
        "avoid": (),
        "waiting_since_at": None,
        "snoozed_until_at": None,
        "first": False,
    }


def _refused(state: Conversation, event: e.Event, body: e.OfferDeclined | e.OfferExpired) -> dict[str, Any]:
    until_at = event.at + timedelta(seconds=AVOID_SECONDS)
    kept = tuple((agent, until) for agent, until in state.avoid if agent != body.agent)
    return {"state": "waiting", "offer": None, "avoid": (*kept, (body.agent, until_at))}


def _withdrawn(state: Conversation, event: e.Event, body: e.OfferWithdrawn) -> dict[str, Any]:
    return {"state": "waiting", "offer": None}


def _snoozed(state: Conversation, event: e.Event, body: e.ConversationSnoozed) -> dict[str, Any]:
    return {"state": "snoozed", "snoozed_until_at": body.until_at, "waiting_since_at": None}


def _woken(state: Conversation, event: e.Event, body: e.ConversationWoken) -> dict[str, Any]:
    return {"state": "open", "snoozed_until_at": None}


def _closed(state: Conversation, event: e.Event, body: e.ConversationClosed) -> dict[str, Any]:
    return {
        "state": "closed",
        "outcome": body.outcome,
        "closed_at": event.at,
        "offer": None,
        "waiting_since_at": None,
        "snoozed_until_at": None,
        "awaiting": None,
        "awaiting_since_at": None,
    }


def _reopened(state: Conversation, event: e.Event, body: e.ConversationReopened) -> dict[str, Any]:
    return {"state": "open", "outcome": None, "closed_at": None, "left_message": False}


def _invited(state: Conversation, event: e.Event, body: e.VisitorInvited) -> dict[str, Any]:
    return {"visitor": body.visitor, "widget": body.widget}


def _gone(state: Conversation, event: e.Event, body: e.VisitorLeft) -> dict[str, Any]:
    return {"left": True}


def _tagged(state: Conversation, event: e.Event, body: e.TagsChanged) -> dict[str, Any]:
    kept = tuple(tag for tag in state.tags if tag not in body.removed)
    return {"tags": (*kept, *body.added)}


def _redacted(state: Conversation, event: e.Event, body: e.ConversationRedacted) -> dict[str, Any]:
    """As if the events had been folded without what is gone. It is not something that happened between people: their times stay."""
    changes: dict[str, Any] = {"last_at": state.last_at, "channels": state.channels, "tags": body.tags}
    if {"words", "files"} & set(body.what):
        changes |= {"subject": "", "preview": replace(state.preview, text="") if state.preview else None}
    if "words" in body.what:
        changes["page"] = site_of(state.page)
    if "identity" in body.what:
        changes |= {"customer_name": body.customer_name, "visitor": None, "erased": True}
    return changes


def _called(state: Conversation, event: e.Event, body: CallHappening) -> dict[str, Any]:
    return {"call": calls.evolve(state.call, body, event.at)}


def _call_started(state: Conversation, event: e.Event, body: CallStarted) -> dict[str, Any]:
    changes = {"channel": "call", **_called(state, event, body)}
    if body.direction == "in":
        since_at = state.awaiting_since_at if state.awaiting == "agent" else event.at
        changes |= {"awaiting": "agent", "awaiting_since_at": since_at, "left": False, "left_message": False}
    return changes


def _call_answered(state: Conversation, event: e.Event, body: CallAnswered) -> dict[str, Any]:
    return {"awaiting": None, "awaiting_since_at": None, **_called(state, event, body)}


def _preview(body: e.MessageReceived | e.MessageSent | e.NoteAdded, by: Any, at: datetime) -> Preview:
    return Preview(_shortened(body.text or _names(body.files)), by, at)


def _subject(body: e.MessageReceived | e.MessageSent) -> str:
    return _shortened((body.email.subject if body.email else "") or body.text or _names(body.files))


def _names(files: Sequence[e.File]) -> str:
    return ", ".join(file.name for file in files)


def _shortened(text: str) -> str:
    line = " ".join(text[: PREVIEW_LENGTH * 2].split())
    return line if len(line) <= PREVIEW_LENGTH else line[: PREVIEW_LENGTH - 1].rstrip() + "…"


FOLDS: dict[type[Any], Callable[[Conversation, e.Event, Any], dict[str, Any]]] = {
    e.ConversationStarted: _started,
    e.CustomerIntroduced: _introduced,
    e.MessageReceived: _received,
    e.MessageSent: _sent,
    e.NoteAdded: _noted,
    e.ConversationQueued: _queued,
    e.OfferMade: _offered,
    e.OfferAccepted: _taken,
    e.ConversationAssigned: _taken,
    e.OfferDeclined: _refused,
    e.OfferExpired: _refused,
    e.OfferWithdrawn: _withdrawn,
    e.ConversationSnoozed: _snoozed,
    e.ConversationWoken: _woken,
    e.ConversationClosed: _closed,
    e.ConversationReopened: _reopened,
    e.TagsChanged: _tagged,
    e.VisitorInvited: _invited,
    e.VisitorLeft: _gone,
    e.ConversationRedacted: _redacted,
    **dict.fromkeys(CALL_HAPPENINGS, _called),
    CallStarted: _call_started,
    CallAnswered: _call_answered,
}


# decide ---------------------------------------------------------------------------------------------------------------


def decide(state: Conversation | None, command: c.Command) -> list[e.Happening]:
    """The new events that ``command`` causes; an empty list where it asks for what already is. Raises Refused."""
    if isinstance(command, c.ReceiveMessage):
        check_kept(state)
        return _receive(state, command)
    if isinstance(command, c.SendMessage) and state is None and command.opening is not None:
        return _write_first(command, command.opening)
    if state is None:
        raise Refused("not_found", "There is no such conversation.")
    check_kept(state)
    if calling(state) is not None and isinstance(command, NOT_DURING_A_CALL):
        raise Refused("conflict", "End the call first.")
    return DECISIONS[type(command)](state, command)


def check_kept(state: Conversation | None) -> None:
    """Raises Refused where nothing can happen any more, because the Customer was erased."""
    if state is not None and state.erased:
        raise Refused("closed", "This customer was erased.")


def _receive(state: Conversation | None, command: c.ReceiveMessage) -> list[e.Happening]:
    message = e.MessageReceived(command.message, command.text, command.files, command.email)
    if not command.text.strip() and not command.files and command.email is None:
        raise Refused("invalid", "A message needs words or a file.")
    if state is None:
        return _open_with(command, message)
    if command.email is not None and command.email.quiet:
        return [message]
    if state.state == "closed":
        return [
            e.ConversationReopened("message"),
            message,
            e.ConversationQueued(state.queue, "reopened"),
        ]
    if state.state == "snoozed":
        return _wake(state, "message", [message])
    return [message]


def _open_with(command: c.ReceiveMessage, message: e.MessageReceived) -> list[e.Happening]:
    if command.opening is None:
        raise Refused("not_found", "There is no such conversation.")
    if command.email is not None and command.email.quiet:
        return [started_with(command.opening), message, e.ConversationClosed(None, "automatic")]
    return [started_with(command.opening), message, e.ConversationQueued(command.opening.queue, "started")]


def _write_first(command: c.SendMessage, opening: c.Opening) -> list[e.Happening]:
    _check_said(command)
    taken = e.ConversationAssigned(command.actor.id, command.actor.name)
    return [started_with(opening), taken, e.MessageSent(command.message, command.text, command.files, command.email)]


def started_with(opening: c.Opening) -> e.ConversationStarted:
    """The first event of a Conversation that begins so."""
    return e.ConversationStarted(
        customer=opening.customer,
        customer_name=opening.customer_name,
        visitor=opening.visitor,
        widget=opening.widget,
        queue=opening.queue,
        page=opening.page,
        locale=opening.locale,
        form=opening.form,
        consent=opening.consent,
        left_message=opening.left_message,
        earlier=opening.earlier,
    )


def _wake(state: Conversation, reason: str, then: Sequence[e.Happening] = ()) -> list[e.Happening]:
    back: list[e.Happening] = [] if state.agent else [e.ConversationQueued(state.queue, "woken")]
    return [e.ConversationWoken(reason), *then, *back]


def _send(state: Conversation, command: c.SendMessage) -> list[e.Happening]:
    _check_said(command)
    message = e.MessageSent(command.message, command.text, command.files, command.email)
    if command.email is not None and command.actor.kind == "system":
        return [message]
    if state.state == "closed":
        raise Refused("closed", "This conversation is closed. Reopen it to write.")
    if state.state in ("waiting", "offered") and calling(state) is None:
        return [*_take(state, command.actor.id, command.actor.name), message]
    if state.state == "snoozed":
        return _wake(state, "asked", [message])
    return [message]


def _check_said(command: c.SendMessage) -> None:
    if not command.text.strip() and not command.files:
        raise Refused("invalid", "A message needs words or a file.")


def _take(state: Conversation, agent: str, name: str) -> list[e.Happening]:
    return [*_without_offer(state, "assigned"), e.ConversationAssigned(agent, name)]


def _without_offer(state: Conversation, reason: str) -> list[e.Happening]:
    if state.offer is None:
        return []
    return [e.OfferWithdrawn(state.offer.id, state.offer.agent, reason)]


def _note(state: Conversation, command: c.AddNote) -> list[e.Happening]:
    if not command.text.strip() and not command.files:
        raise Refused("invalid", "A note needs words or a file.")
    return [e.NoteAdded(command.message, command.text, command.files, command.mentions)]


def _report(state: Conversation, command: c.ReportDelivery) -> list[e.Happening]:
    if not 0 < command.message <= state.number:
        raise Refused("not_found", "There is no such message.")
    return [e.DeliveryChanged(command.message, command.state, command.words)]


def _introduce(state: Conversation, command: c.IntroduceCustomer) -> list[e.Happening]:
    return [e.CustomerIntroduced(command.name, command.email, command.phone, command.form)]


def _offer(state: Conversation, command: c.OfferConversation) -> list[e.Happening]:
    if not offerable(state):
        raise Refused("conflict", "Only a waiting conversation can be offered.")
    return [e.OfferMade(command.offer, command.agent, command.agent_name, command.deadline_at)]


def _offer_of(state: Conversation, command: c.AcceptOffer | c.DeclineOffer) -> Offer:
    """The offer this Agent answers, or the named refusal that tells them how the race ended."""
    offer = state.offer
    if offer is not None and offer.id == command.offer:
        if offer.agent != command.actor.id:
            raise Refused("forbidden", "This was offered to somebody else.")
        return offer
    if state.agent is not None and state.agent != command.actor.id:
        raise Refused("offer_taken", f"{state.agent_name} has taken this conversation.")
    if state.state == "closed":
        raise Refused("offer_withdrawn", "The conversation ended before you answered.")
    raise Refused("offer_expired", "The offer has ended.")


def _accept(state: Conversation, command: c.AcceptOffer) -> list[e.Happening]:
    offer = _offer_of(state, command)
    if command.at > offer.deadline_at:
        raise Refused("offer_expired", "The offer ran out before you accepted it.")
    waited = (command.at - state.waiting_since_at).total_seconds() if state.waiting_since_at else 0.0
    accepted = e.OfferAccepted(offer.id, offer.agent, command.actor.name, max(0.0, waited))
    return [accepted, *_call_taken(state, command.leg, offer.agent, command.actor.name, command.at)]


def _call_taken(state: Conversation, leg: str, agent: str, name: str, at: datetime) -> Sequence[e.Happening]:
    """Whoever takes a Conversation takes the call that waits in it."""
    call = calling(state)
    return calls.taken(call, leg, agent, name, at) if call is not None and calls.waits(call) else []


def _decline(state: Conversation, command: c.DeclineOffer) -> list[e.Happening]:
    offer = _offer_of(state, command)
    return [e.OfferDeclined(offer.id, offer.agent)]


def _expire(state: Conversation, command: c.ExpireOffer) -> list[e.Happening]:
    offer = state.offer
    if offer is None or offer.id != command.offer:
        return []
    if command.at < offer.deadline_at:
        raise Refused("conflict", "The offer still runs.")
    return [e.OfferExpired(offer.id, offer.agent)]


def _withdraw(state: Conversation, command: c.WithdrawOffer) -> list[e.Happening]:
    if state.offer is None or state.offer.id != command.offer:
        return []
    return [e.OfferWithdrawn(state.offer.id, state.offer.agent, command.reason)]


def _assign(state: Conversation, command: c.AssignConversation) -> list[e.Happening]:
    if state.state == "closed":
        raise Refused("closed", "This conversation is closed. Reopen it first.")
    if state.agent == command.agent and state.state == "open":
        return []
    if state.agent == command.agent and state.state == "snoozed":
        return _wake(state, "asked")
    if calling(state) is not None and (state.agent is not None or command.agent != command.actor.id):
        raise Refused("conflict", "Transfer the call instead.")
    handed: list[e.Happening] = []
    if state.agent is not None or command.note:
        handed = [e.ConversationTransferred(command.agent, None, command.agent_name, command.note)]
    assigned = e.ConversationAssigned(command.agent, command.agent_name)
    taken = _call_taken(state, command.leg, command.agent, command.agent_name, command.at)
    return [*_without_offer(state, "assigned"), *handed, assigned, *taken]


def _queue(state: Conversation, command: c.QueueConversation) -> list[e.Happening]:
    if state.state == "closed":
        raise Refused("closed", "This conversation is closed. Reopen it first.")
    if state.queue == command.queue and state.state == "waiting":
        return []
    return [
        *_without_offer(state, "transferred"),
        e.ConversationTransferred(None, command.queue, command.queue_name, command.note),
        *(calls.released(call, command.at, "transferred") if (call := calling(state)) else []),
        e.ConversationQueued(command.queue, "transferred"),
    ]


def _snooze(state: Conversation, command: c.SnoozeConversation) -> list[e.Happening]:
    if state.state == "closed":
        raise Refused("closed", "This conversation is closed.")
    if command.until_at <= command.at:
        raise Refused("invalid", "Choose a moment in the future.")
    return [*_without_offer(state, "snoozed"), e.ConversationSnoozed(command.until_at)]


def _end_rest(state: Conversation, command: c.WakeConversation) -> list[e.Happening]:
    if state.state != "snoozed":
        return []
    if command.reason == "due" and state.snoozed_until_at and command.at < state.snoozed_until_at:
        raise Refused("conflict", "It is not due yet.")
    return _wake(state, command.reason)


def _close(state: Conversation, command: c.CloseConversation) -> list[e.Happening]:
    if state.state == "closed":
        return []
    return [*_without_offer(state, "closed"), e.ConversationClosed(command.outcome, command.reason)]


def _reopen(state: Conversation, command: c.ReopenConversation) -> list[e.Happening]:
    if state.state != "closed":
        return []
    reopened = e.ConversationReopened("asked")
    if command.to_agent:
        return [reopened, e.ConversationAssigned(command.to_agent, command.to_agent_name)]
    return [reopened, e.ConversationQueued(state.queue, "reopened")]


def _tag(state: Conversation, command: c.ChangeTags) -> list[e.Happening]:
    wanted = tuple(dict.fromkeys(command.tags))
    added = tuple(tag for tag in wanted if tag not in state.tags)
    removed = tuple(tag for tag in state.tags if tag not in wanted)
    return [e.TagsChanged(added, removed)] if added or removed else []


def _invite(state: Conversation, command: c.InviteVisitor) -> list[e.Happening]:
    return [] if state.visitor == command.visitor else [e.VisitorInvited(command.visitor, command.widget)]


def _leave(state: Conversation, command: c.LeaveConversation) -> list[e.Happening]:
    return [] if state.left or state.state == "closed" else [e.VisitorLeft()]


def _redact(state: Conversation, command: c.RedactConversation) -> list[e.Happening]:
    if state.state != "closed":
        raise Refused("conflict", "Close the conversation first.")
    tags = state.tags if command.tags is None else tuple(tag for tag in state.tags if tag in command.tags)
    return [e.ConversationRedacted(command.what, command.reason, command.customer_name, tags)]


NOT_DURING_A_CALL = (c.CloseConversation, c.SnoozeConversation)

DECISIONS: dict[type[c.Command], Callable[[Conversation, Any], list[e.Happening]]] = {
    c.SendMessage: _send,
    c.AddNote: _note,
    c.ReportDelivery: _report,
    c.IntroduceCustomer: _introduce,
    c.OfferConversation: _offer,
    c.AcceptOffer: _accept,
    c.DeclineOffer: _decline,
    c.ExpireOffer: _expire,
    c.WithdrawOffer: _withdraw,
    c.AssignConversation: _assign,
    c.QueueConversation: _queue,
    c.SnoozeConversation: _snooze,
    c.WakeConversation: _end_rest,
    c.CloseConversation: _close,
    c.ReopenConversation: _reopen,
    c.ChangeTags: _tag,
    c.InviteVisitor: _invite,
    c.LeaveConversation: _leave,
    c.RedactConversation: _redact,
}


def for_visitor(body: e.Body) -> e.Body:
    """The body as the visitor may see it: a transfer's note stays inside."""
    if isinstance(body, e.ConversationTransferred):
        return cast(e.Body, e.ConversationTransferred(body.to_agent, body.to_queue, body.to_name, ""))
    if isinstance(body, CallTransferred):
        return replace(body, note="")
    return body
