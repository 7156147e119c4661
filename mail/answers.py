"""What an answer by email is, derived only from the mail that is answered: to whom, about what, in which thread, above which quote.

Nothing here chooses a recipient from anywhere else, so no rule, template or profile can lead an answer astray.
"""

import html
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from domain.emails import Email, Party
from domain.refusal import Refused
from mail.compose import MOST_REFERENCES, Quoted, reply_subject
from mail.facts import Address, Mail
from mail.header_line import Unwritable, ascii_address, clean

LONGEST_QUOTE = 100_000
"""Characters of the answered mail that are quoted; its whole text is in the recipient's own mailbox."""
MOST_RECIPIENTS = 100

_TYPED = re.compile(r"\s*(?:(?P<name>[^<>]*)<(?P<angle>[^<>]+)>|(?P<bare>[^\s<>]+))\s*\Z")
_LINK = re.compile(r"https?://[^\s<>\"'`]{1,500}[^\s<>\"'`.,;:!?)\]}»”]")


@dataclass(frozen=True, slots=True)
class Answered:
    """The mail that is answered, as its header says; ``ours`` when we wrote it, so that writing again goes to the same people. Without ``quoted``
    the answer repeats nothing of it.
    """

    message_id: str
    references: tuple[str, ...]
    to: tuple[Party, ...]
    cc: tuple[Party, ...]
    subject: str
    quoted: Quoted | None
    ours: bool = False


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who gets an answer."""

    to: tuple[Party, ...]
    cc: tuple[Party, ...] = ()


def answered(mail: Mail, at: datetime, html_of_it: str = "") -> Answered:
    """A parsed mail that came in ``at`` then; ``html_of_it`` is its HTML, cleaned."""
    author = mail.sender or Address("", "")
    back = mail.reply_to or (author,)
    quoted = Quoted(author.name or author.address, mail.sent_at or at, mail.text[:LONGEST_QUOTE], html_of_it)
    return Answered(
        mail.message_id,
        (*mail.references, *(id for id in mail.in_reply_to if id not in mail.references)),
        _parties(back),
        _parties((*mail.to, *mail.cc)),
        mail.subject,
        quoted,
    )


def answered_event(email: Email, at: datetime, ours: bool) -> Answered:
    """A mail of which only its event is at hand: one of ours, or one that could not be parsed."""
    back, others = (email.to, email.cc) if ours else ((email.sender,), (*email.to, *email.cc))
    references = (email.in_reply_to,) if email.in_reply_to else ()
    quoted = Quoted(email.sender.name or email.sender.address, at, email.reply_text[:LONGEST_QUOTE])
    return Answered(email.message_id, references, back, others, email.subject, quoted, ours)


def recipients(mail: Answered, is_ours: Callable[[str], bool]) -> Recipients:
    """Everybody the mail was between: To is who wrote it (Reply-To, else From), Cc the others, less our own mailboxes."""
    to = _once(mail.to, is_ours, set())
    return Recipients(to, _once(mail.cc, is_ours, {party.address.casefold() for party in to}))


def references(mail: Answered) -> tuple[str, ...]:
    """The ids of the thread up to and with the mail, oldest first."""
    chain = dict.fromkeys([*mail.references, mail.message_id])
    kept = [id for id in chain if id]
    return (*kept[:1], *kept[1:][-(MOST_REFERENCES - 1) :])


def subject(mail: Answered) -> str:
    """The subject of an answer."""
    return clean(mail.subject) if mail.ours else reply_subject(mail.subject)


def parties(written: Iterable[str | Party]) -> tuple[Party, ...]:
    """Recipients as somebody gave them, typed as ``ada@example.org`` or ``Ada <ada@example.org>``, or apart. Raises Refused."""
    return checked([one if isinstance(one, Party) else _typed(one) for one in written])


def without_detail(address: str) -> str:
    """``address`` in lower case and without what follows a plus: all of these are delivered to one mailbox of ours."""
    local, _, domain = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def html_of(text: str) -> str:
    """Plain words as HTML: paragraphs, line breaks and links, and nothing else that might be in them."""
    paragraphs = (part for part in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n").strip()) if part.strip())
    return "\n".join(f"<p>{_linked(part)}</p>" for part in paragraphs)


def checked(people: Sequence[Party]) -> tuple[Party, ...]:
    """``people`` with addresses that mail can be sent to, each once. Raises Refused naming the first that is none."""
    found: dict[str, Party] = {}
    for party in people:
        try:
            address = ascii_address(party.address)
        except Unwritable as problem:
            raise Refused("invalid", str(problem)) from None
        found.setdefault(address.casefold(), Party(clean(party.name), address))
    return tuple(found.values())


def _typed(text: str) -> Party:
    """Read strictly: what a lenient reader would make of a typing error could be somebody else's address."""
    typed = _TYPED.match(text)
    if typed is None or clean(text) != text.strip():
        raise Refused("invalid", f"{clean(text)[:100]} is not one address.")
    name = (typed["name"] or "").strip().removeprefix('"').removesuffix('"')
    return Party(name, typed["angle"] or typed["bare"])


def _parties(people: Iterable[Address]) -> tuple[Party, ...]:
    """Those of a mail's people who can be written to; a header may hold anything."""
    found = []
    for person in people:
        try:
            found.append(Party(clean(person.name), ascii_address(person.address)))
        except Unwritable:
            continue
    return tuple(found)


def _once(people: Iterable[Party], is_ours: Callable[[str], bool], known: set[str]) -> tuple[Party, ...]:
    kept = []
    for party in people:
        key = party.address.casefold()
        if key not in known and not is_ours(party.address):
            known.add(key)
            kept.append(party)
    return tuple(kept[:MOST_RECIPIENTS])


def _linked(text: str) -> str:
    """Escaped text; an address of a page is a link to exactly what it shows."""
    pieces, end = [], 0
    for link in _LINK.finditer(text):
        shown = html.escape(link[0])
        pieces += [html.escape(text[end : link.start()]), f'<a href="{shown}">{shown}</a>']
        end = link.end()
    return "".join([*pieces, html.escape(text[end:])]).replace("\n", "<br>\n")
