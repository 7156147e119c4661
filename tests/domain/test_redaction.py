"""What redaction takes of every kind of event, and that the fold that hears of it is the fold of what is left."""

import dataclasses
import types
import typing
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from itertools import count
from typing import Any, Literal, Union, get_args, get_origin

import pytest

from domain import events as e
from domain.conversation import Conversation, evolve
from domain.emails import Attachment, Bounce, Email, Party
from domain.redaction import ALL, erased_name, redacted
from tests.domain.script import ANN, CLOSED, CUSTOMER, OPEN, event

AT = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
SHIFT = frozenset(kind.__name__ for kind in e.ShiftHappening.__args__)

WORDS: tuple[e.What, ...] = ("words",)

KEPT = {
    # What says which, who of ours, which kind, or how far: no word or address of the Customer's.
    *(
        "customer",
        "widget",
        "queue",
        "locale",
        "consent",
        "earlier",
        "message",
        "reason",
        "offer",
        "agent",
        "agent_name",
        "outcome",
    ),
    *(
        "to_agent",
        "to_queue",
        "to_name",
        "call",
        "leg",
        "role",
        "purpose",
        "back_to",
        "side",
        "mode",
        "direction",
        "kind",
        "state",
    ),
    *(
        "recording",
        "notice",
        "call_",
        "id",
        "mailbox",
        "status",
        "type",
        "what",
        "overflow",
        "mentions",
        "legs",
        "media",
    ),
    # The keys of forms and of measurements, and the tags that remain.
    *("form.key", "speech.key", "speech", "quality.key", "quality", "tags", "customer_name of ConversationRedacted"),
}
_serial = count()


def filled(kind: Any, path: str) -> Any:
    """A value of a type with a mark of its own in every text: its path."""
    origin, args = get_origin(kind), get_args(kind)
    if kind is str or kind is Any:
        return f"<{path}>"
    if origin is Literal:
        return args[0]
    if origin in (Union, types.UnionType):
        return filled(next(one for one in args if one is not type(None)), path)
    if origin is tuple:
        return (filled(args[0], path),)
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {f"<{path}.key>": filled(args[1], path)}
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return kind(**{one.name: filled(hints[one.name], f"{one.name}") for one in dataclasses.fields(kind)})  # type: ignore[operator]  # a class of ours
    return AT if kind is datetime else kind(1)


def texts(value: Any) -> set[str]:
    """Every text in a value."""
    if isinstance(value, str):
        return {value}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return set().union(*(texts(getattr(value, one.name)) for one in dataclasses.fields(value)), set())
    if isinstance(value, Mapping):
        return set().union(*(texts(one) for pair in value.items() for one in pair), set())
    return set().union(*map(texts, value), set()) if isinstance(value, list | tuple) else set()


@pytest.mark.parametrize("name", sorted(e.BODIES.keys() - SHIFT))
def test_every_text_of_every_event_is_taken_or_known_to_be_nobodys(name: str) -> None:
    """A new field of an event is said here to be kept, or taken in domain/redaction.py."""
    body = filled(e.BODIES[name], "")
    left = {text.strip("<>") for text in texts(redacted(event(1, body), ALL, "", ()).body) if text.startswith("<")}
    allowed = {f"{one.partition(' of ')[0]}" for one in KEPT if one.partition(" of ")[2] in ("", name)}
    assert left - allowed == set()


MAIL = Email(
    id="eml_1",
    mailbox="mbx_1",
    message_id="1@x.example",
    in_reply_to="0@x.example",
    sender=Party("Vera", "vera@x.example"),
    to=(Party("", "help@shop.example"),),
    cc=(Party("Max", "max@x.example"), Party("", "eve@x.example")),
    subject="Hello",
    text="words and more",
    reply_text="words",
    has_html=True,
    attachments=(Attachment("fil_1", "a.pdf", 7, "ff", "application/pdf", "c1"),),
    bounce=Bounce("2@x", "vera@x.example", "5.1.1", "unknown"),
)


def test_counts_sizes_and_kinds_stay() -> None:
    mail = e.mail_of(redacted(event(1, e.MessageReceived("m", "words", (), MAIL)), ALL, "Erased CUS1").body)
    assert mail is not None
    assert (len(mail.to), len(mail.cc), mail.attachments[0].size, mail.attachments[0].type) == (
        1,
        2,
        7,
        "application/pdf",
    )
    assert mail.bounce == Bounce(None, "", "5.1.1", "")
    assert "x.example" not in repr(mail)


@pytest.mark.parametrize(
    ("url", "kept"),
    [("https://shop.example/vera?q=vera#vera", "https://shop.example/"), ("", ""), ("nonsense", "")],
)
def test_of_a_page_the_site_stays(url: str, kept: str) -> None:
    body = e.ConversationStarted(
        "cus_1", "Vera", "vis_1", None, "q", e.Page(url, "Vera", "https://vera.example"), "en", {}, None, False
    )
    shown = redacted(event(1, body), WORDS).body
    assert isinstance(shown, e.ConversationStarted)
    assert shown.page == e.Page(kept)


def test_words_go_and_who_it_was_stays_where_only_words_are_asked_for() -> None:
    said = redacted(
        event(1, e.MessageReceived("m", "words", (e.File("f", "a.png", 1, "image/png"),)), actor=CUSTOMER), WORDS
    )
    assert (said.actor, said.body) == (CUSTOMER, e.MessageReceived("m", "", (e.File("f", "a.png", 1, "image/png"),)))
    again = redacted(said, ("files", "identity"), "Erased US_1")
    assert (again.actor.name, again.actor.id, e.files_of(again.body)[0].name) == ("Erased US_1", "cus_1", "")
    assert redacted(event(1, e.NoteAdded("n", "words"), actor=ANN), ALL, "Erased US_1").actor == ANN


MORE = (
    *OPEN,
    e.CustomerIntroduced("Vera Hum", "vera@x.example", "+48600700800", {"order": "7"}),
    e.MessageReceived("m2", "second", (e.File("f", "a.png", 1, "image/png"),)),
    e.TagsChanged(("refund", "vera's"), ()),
    e.VisitorInvited("vis_2", "wid_1"),
    e.MessageReceived("m3", "words", (), MAIL),
    e.NoteAdded("n", "she shouts"),
    e.ConversationClosed("solved", "asked"),
)


def folded(bodies: Collection[e.Body], seen: Any) -> Conversation:
    state = Conversation("cnv_1")
    for number, body in enumerate(bodies, 1):
        state = evolve(state, seen(event(number, body)))
    return state


@pytest.mark.parametrize("bodies", [CLOSED, MORE])
@pytest.mark.parametrize("what", [("words",), ("files",), ("words", "files"), ("audio",), ALL])
def test_the_fold_that_hears_of_it_is_the_fold_of_what_is_left(
    bodies: tuple[e.Happening, ...], what: tuple[e.What, ...]
) -> None:
    name, tags = (erased_name("cus_1"), ("refund",)) if "identity" in what else ("", None)
    kept = tuple(tag for tag in folded(bodies, lambda one: one).tags if tags is None or tag in tags)
    said = (*bodies, e.ConversationRedacted(what, "erasure", name, kept))
    assert folded(said, lambda one: one) == folded(said, lambda one: redacted(one, what, name, tags))


def test_redacting_twice_changes_nothing_more() -> None:
    for number, body in enumerate(MORE, 1):
        once = redacted(event(number, body), ALL, "Erased US_1", ())
        assert redacted(once, ALL, "Erased US_1", ()) == once
