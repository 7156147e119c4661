"""What timelines and searches answer; see docs/wire.md."""

from typing import Annotated, Literal

from msgspec import Meta

from server.customers.wire import Customer
from server.wire import Output

Range = Annotated[list[int], Meta(min_length=2, max_length=2)]
"""[start, end) in UTF-16 units, as JavaScript slices."""


class Touchpoint(Output):
    """One row of a timeline; what its ``type`` adds is in the Conversation's event."""

    id: str
    kind: Literal["conversation", "message", "email", "note", "call", "form", "page", "event", "purchase"]
    type: str
    at: str
    channel: str
    by: Literal["customer", "agent", "system"]
    name: str
    title: str
    text: str
    conversation: str | None
    event: int | None


class Timeline(Output):
    """A page of a timeline, newest first: ``before=older`` and ``after=newer`` are the pages beside it."""

    items: list[Touchpoint]
    older: str | None
    newer: str | None


class Snippet(Output):
    """A piece of text and where the words are in it."""

    text: str
    ranges: list[Range]


class MessageHit(Output):
    """A message that has the words, and the Conversation it is in."""

    row: Touchpoint
    customer: str
    customer_name: str
    queue: str
    title: Snippet
    text: Snippet


class CustomerHit(Output):
    """A Customer who was found, with the words marked in their name; ``near`` if only nearly by what was typed."""

    customer: Customer
    name: Snippet
    near: bool


class Found(Output):
    """Hits, and the ``before`` that more are asked with."""

    messages: list[MessageHit]
    customers: list[CustomerHit]
    next: str | None
