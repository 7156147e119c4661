"""What is told of a Customer from outside their Conversations: pages, events, purchases, forms; see docs/wire.md."""

from typing import Annotated, Literal

from msgspec import Meta, field

from chat.wire import Id, Input, Key, Page
from server.wire import Output

Happened = Literal["page", "event", "purchase", "form"]
Value = Annotated[str, Meta(max_length=500)] | float | bool
Data = Annotated[dict[Key, Value], Meta(max_length=20)]
Title = Annotated[str, Meta(min_length=1, max_length=120)]


class VisitorPage(Page):
    """visit: the page, and the version of the consent text that the visitor agreed to, or "site" where the site has asked."""

    consent: Annotated[str, Meta(max_length=40)] = ""


class VisitorEvent(Input):
    """event"""

    id: Id
    name: Title
    data: Data = field(default_factory=dict)


class VisitorForm(Input):
    """form"""

    id: Id
    name: Title
    values: Annotated[dict[Key, Annotated[str, Meta(max_length=2000)]], Meta(max_length=20)] = field(
        default_factory=dict
    )


class EventInput(Input):
    """Something a Customer did elsewhere; sent again with its id it changes nothing. A page is {url, referrer?} and its title is the name."""

    name: Title
    kind: Happened = "event"
    id: Id | None = None
    at: Annotated[str, Meta(max_length=40)] | None = None
    data: Data = field(default_factory=dict)


class EventStored(Output):
    """Its id."""

    id: str
