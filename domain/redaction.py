"""An event without what somebody wants gone: its words, its files' names, its audio's picture, or who the Customer was.

Ids, kinds, numbers and times stay, and so do lists in their length: whatever counts or measures gives the same afterwards.
"""

from collections.abc import Collection, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from domain import events as e
from domain.call_events import CallStarted, CallTransferred, LegJoined, LegRang, RecordingStored
from domain.emails import Bounce, Email, Party
from domain.events import What

ALL: tuple[What, ...] = ("words", "files", "audio", "identity")
NOBODY = Party("", "")


def erased_name(customer: str) -> str:
    """What an erased Customer is called: as visitors without a name are, by the end of their id."""
    return f"Erased {customer[-4:].upper()}"


def redacted(event: e.Event, what: Collection[What], name: str = "", tags: Collection[str] | None = None) -> e.Event:
    """``event`` without ``what``; ``name`` stands for the Customer's, and of tags only ``tags`` stay (None: all)."""
    body: Any = event.body
    for one, take in TAKING.items():
        if one in what:
            body = take(body, name)
    if isinstance(body, e.TagsChanged) and tags is not None:
        body = replace(body, added=_those(body.added, tags), removed=_those(body.removed, tags))
    actor = event.actor
    if "identity" in what and actor.kind == "customer":
        actor = replace(actor, name=name)
    return replace(event, body=body, actor=actor)


def _without_words(body: e.Body, name: str) -> e.Body:
    match body:
        case e.ConversationStarted():
            return replace(body, page=site_of(body.page), form=_unfilled(body.form))
        case e.CustomerIntroduced():
            return replace(body, form=_unfilled(body.form))
        case e.MessageReceived() | e.MessageSent():
            return replace(body, text="", email=_mail_without_words(body.email))
        case e.NoteAdded():
            return replace(body, text="")
        case e.ConversationTransferred() | CallTransferred():
            return replace(body, note="")
        case e.DeliveryChanged():
            return replace(body, words="")
        case _:
            return body


def _without_files(body: e.Body, name: str) -> e.Body:
    match body:
        case e.MessageReceived() | e.MessageSent():
            files = tuple(replace(file, name="") for file in body.files)
            return replace(body, files=files, email=_mail_without_files(body.email))
        case e.NoteAdded():
            return replace(body, files=tuple(replace(file, name="") for file in body.files))
        case _:
            return body


def _without_audio(body: e.Body, name: str) -> e.Body:
    return replace(body, waveform=()) if isinstance(body, RecordingStored) else body


def _without_identity(body: e.Body, name: str) -> e.Body:
    match body:
        case e.ConversationStarted():
            return replace(body, customer_name=name, visitor=None)
        case e.CustomerIntroduced():
            return replace(body, name=name, email="", phone="")
        case e.MessageReceived() | e.MessageSent():
            return replace(body, email=_mail_of_nobody(body.email))
        case e.VisitorInvited():
            return replace(body, visitor="")
        case CallStarted(direction="in"):
            return replace(body, party="", name=name)
        case LegRang(role="customer") | LegJoined(role="customer"):
            return replace(body, party="", name=name)
        case _:
            return body


TAKING = {"words": _without_words, "files": _without_files, "audio": _without_audio, "identity": _without_identity}


def _mail_without_words(mail: Email | None) -> Email | None:
    if mail is None:
        return None
    bounce = replace(mail.bounce, words="") if mail.bounce else None
    unparsed = None if mail.unparsed is None else ""
    return replace(mail, subject="", text="", reply_text="", has_html=False, unparsed=unparsed, bounce=bounce)


def _mail_without_files(mail: Email | None) -> Email | None:
    if mail is None:
        return None
    return replace(mail, attachments=tuple(replace(one, name="", sha256="", cid=None) for one in mail.attachments))


def _mail_of_nobody(mail: Email | None) -> Email | None:
    """Ids of mails go as well: whoever wrote one made its id, of their own host's name and more."""
    if mail is None:
        return None
    to, cc, bcc = ((NOBODY,) * len(parties) for parties in (mail.to, mail.cc, mail.bcc))
    bounce = Bounce(None, "", mail.bounce.status, mail.bounce.words) if mail.bounce else None
    return replace(mail, message_id="", in_reply_to=None, sender=NOBODY, to=to, cc=cc, bcc=bcc, bounce=bounce)


def _unfilled(form: Mapping[str, str]) -> dict[str, str]:
    return dict.fromkeys(form, "")


def site_of(page: e.Page | None) -> e.Page | None:
    """The site alone: a path, a query, a title and a referrer may say who somebody is."""
    if page is None:
        return None
    parts = urlsplit(page.url)
    return e.Page(url=f"{parts.scheme}://{parts.hostname}/" if parts.scheme and parts.hostname else "")


def _those(tags: Collection[str], kept: Collection[str]) -> tuple[str, ...]:
    return tuple(tag for tag in tags if tag in kept)
