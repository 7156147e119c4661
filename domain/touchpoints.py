"""What of a Conversation's events shows in a Customer's timeline: each is one row, with its words and nothing to look up.

``stretches`` cuts time into pieces of about equal size from counts per day, so that a page is read without reading what lies around it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from math import ceil
from typing import Literal, get_args

from domain import events as e
from domain.call_events import CallEnded, CallStarted, RecordingStored

Kind = Literal["conversation", "message", "email", "note", "call", "form", "page", "event", "purchase"]
KINDS: tuple[Kind, ...] = get_args(Kind)

LONGEST_TEXT = 4_000
"""What a row keeps of a long mail; the event has all of it."""

NARROWEST = timedelta(seconds=1)


@dataclass(frozen=True, slots=True)
class Touchpoint:
    """One row: ``type`` is its event's, ``name`` who did it; ``title`` is a subject, a page's title or an outcome, never a sentence of ours."""

    id: str
    customer: str
    at: datetime
    kind: Kind
    type: str
    channel: str
    by: e.ActorKind
    name: str
    title: str = ""
    text: str = ""
    conversation: str | None = None
    event: int | None = None


def touchpoints(event: e.Event, customer: str) -> Iterator[Touchpoint]:
    """The rows of an event of a Customer's Conversation: none, one, or for the beginning of a Conversation up to three."""
    for kind, title, text in _shown(event.body):
        yield Touchpoint(
            id=f"{event.conversation}|{event.number}|{kind}",
            customer=customer,
            at=event.at,
            kind=kind,
            type=event.type,
            channel=event.channel,
            by=event.actor.kind,
            name=event.actor.name,
            title=title,
            text=text[:LONGEST_TEXT],
            conversation=event.conversation,
            event=event.number,
        )


def _shown(body: e.Body) -> Iterator[tuple[Kind, str, str]]:
    """Kind, title and text of each row."""
    match body:
        case e.ConversationStarted():
            yield "conversation", "", ""
            if body.page is not None and body.page.url:
                yield "page", body.page.title, body.page.url
            if body.form:
                yield "form", "", _values(body.form)
        case e.CustomerIntroduced():
            yield "form", "", _values({"name": body.name, "email": body.email, "phone": body.phone, **body.form})
        case e.MessageReceived(email=None) | e.MessageSent(email=None):
            yield "message", "", _words(body.text, body.files)
        case e.MessageReceived(email=mail) | e.MessageSent(email=mail):
            yield "email", mail.subject if mail else "", _words(body.text, body.files)
        case e.NoteAdded():
            yield "note", "", _words(body.text, body.files)
        case e.ConversationClosed():
            yield "conversation", body.outcome or "", ""
        case CallStarted():
            yield "call", body.direction, ""
        case CallEnded():
            yield "call", body.state, ""
        case RecordingStored(voicemail=True):
            yield "call", "voicemail", ""


def _words(text: str, files: Sequence[e.File]) -> str:
    return " ".join([text, *(file.name for file in files)]).strip()


def _values(form: Mapping[str, str]) -> str:
    return " · ".join(value for value in form.values() if value)


# Reading a page of many ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """From ``start`` up to but without ``end``."""

    start: datetime
    end: datetime


def stretches(
    days: Mapping[date, int], most: int, *, before: datetime | None = None, after: datetime | None = None
) -> Iterator[Stretch]:
    """Pieces of time that hold about ``most`` rows each and together every row, for ``days`` that say roughly how many rows each day has.

    Newest first, all strictly before ``before`` (None: up to now and beyond); with ``after`` oldest first, all strictly after it. A
    crowded day is cut evenly, quiet days that follow each other are read together.
    """
    forwards = after is not None
    first, last = (after.date() if after else date.min), (before.date() if before else date.max)
    wanted = sorted((day for day in days if first <= day <= last), reverse=not forwards)
    group: list[date] = []
    for day in wanted:
        if group and sum(days[one] for one in group) + days[day] > most:
            yield from _pieces(group, days, most, before, after)
            group = []
        group.append(day)
    if group:
        yield from _pieces(group, days, most, before, after)


def _pieces(
    group: Sequence[date], days: Mapping[date, int], most: int, before: datetime | None, after: datetime | None
) -> Iterator[Stretch]:
    start = datetime.combine(min(group), time.min, UTC)
    end = datetime.combine(max(group), time.min, UTC) + timedelta(days=1)
    count = ceil(days[group[0]] / most) if len(group) == 1 else 1
    width = max((end - start) / count, NARROWEST)
    edges = [start + width * index for index in range(count)]
    cut = [Stretch(one, min(one + width, end)) for one in edges if one < end]
    for piece in cut if after is not None else reversed(cut):
        lower = max(piece.start, after + timedelta(milliseconds=1)) if after else piece.start
        upper = min(piece.end, before) if before else piece.end
        if lower < upper:
            yield Stretch(lower, upper)
