"""Which Conversation a mail belongs to. Pure: what its clues lead to was looked up before; here is only decided what may be believed.

From is a claim and ids are copied by whoever saw them, so neither joins a Conversation alone: a reply token and a participant's address do, or an id
of the Conversation and a *proved* participant's address. A subject never does. Who cannot join begins a Conversation of their own.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from mail.facts import Mail
from mail.reply_tokens import ReplyTokens, token_in

MOST_TOKENS = 10
MOST_IDS = 50
"""More than a real mail needs; each costs a look at the store, and who writes more of them is guessing."""
LONGEST_WORDS = 500

_DELIVERED_TO = {"delivered-to", "x-original-to", "envelope-to"}


@dataclass(frozen=True, slots=True)
class Clues:
    """What a mail says about where it belongs, most telling first: reply tokens in its recipients, ids of other mails."""

    tokens: tuple[str, ...]
    ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A mail of ours: its number in the Conversation, the addresses it went to, case folded, and whether one of them is known not to have got it."""

    number: int
    recipients: frozenset[str]
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Thread:
    """A Conversation that a clue leads to: whether it still takes messages, who takes part in it by mail (addresses, case folded: the Customer's
    and those we wrote to) and the mails we wrote in it, by id.
    """

    conversation: str
    runs: bool
    participants: frozenset[str]
    written: Mapping[str, Written] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Leads:
    """The Threads that each clue leads to; most clues lead nowhere and are not here."""

    tokens: Mapping[str, Thread] = field(default_factory=dict)
    ids: Mapping[str, Thread] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Report:
    """What another server says became of message number ``message``."""

    message: int
    state: Literal["bounced", "delayed"]
    words: str


@dataclass(frozen=True, slots=True)
class Placement:
    """The Conversation to join, or None for a new one, which may go on from an ``earlier`` one."""

    conversation: str | None = None
    earlier: str | None = None
    report: Report | None = None


def recipients(mail: Mail, envelope_to: Iterable[str] = ()) -> tuple[str, ...]:
    """Every address that says which mailbox of ours the mail was for: what servers say before what the writer says."""
    delivered = (text.strip("<> ") for name, text in mail.headers if name in _DELIVERED_TO)
    written = (address.address for address in (*mail.to, *mail.cc))
    return tuple(dict.fromkeys(filter(None, (*envelope_to, *delivered, *written))))


def clues(mail: Mail, envelope_to: Iterable[str] = ()) -> Clues:
    """What the mail says about where it belongs."""
    tokens = (token_in(address) for address in recipients(mail, envelope_to))
    reported = (
        mail.delivery.original_message_id if mail.delivery else "",
        mail.receipt.original_message_id if mail.receipt else "",
    )
    ids = (*reported, *mail.in_reply_to, *reversed(mail.references))
    return Clues(
        tuple(dict.fromkeys(filter(None, tokens)))[:MOST_TOKENS], tuple(dict.fromkeys(filter(None, ids)))[:MOST_IDS]
    )


def place(mail: Mail, verified: bool, leads: Leads, tokens: ReplyTokens) -> Placement:
    """Where the mail belongs; ``verified`` says whether its sender is proved."""
    if reported := _reported(mail, leads):
        return reported
    thread = _by_token(mail, leads, tokens) or (_by_id(mail, leads) if verified else None)
    if thread is None:
        return Placement()
    machine = mail.kind != "message"  # such a mail wakes nobody, so it may go into a Conversation that has ended
    return Placement(thread.conversation) if thread.runs or machine else Placement(earlier=thread.conversation)


def _by_token(mail: Mail, leads: Leads, tokens: ReplyTokens) -> Thread | None:
    for token, thread in leads.tokens.items():
        if tokens.minted_for(token, thread.conversation, sender_of(mail), thread.participants):
            return thread
    return None


def _by_id(mail: Mail, leads: Leads) -> Thread | None:
    return next((thread for thread in leads.ids.values() if sender_of(mail) in thread.participants), None)


def _reported(mail: Mail, leads: Leads) -> Placement | None:
    """Where a delivery report belongs: its sender is some server, so it must name a mail of ours and somebody that mail went to."""
    delivery = mail.delivery
    thread = leads.ids.get(delivery.original_message_id) if delivery else None
    written = thread.written.get(delivery.original_message_id) if delivery and thread else None
    if delivery is None or thread is None or written is None:
        return None
    named = [address for address in delivery.recipients if address.casefold() in written.recipients]
    if not named:
        return None
    if delivery.action == "delivered" or (delivery.action == "delayed" and written.failed):
        return Placement(thread.conversation)  # the worse news stays: notices overtake each other
    words = f"{', '.join(named)}: {delivery.diagnostic or delivery.status or 'no reason given'}"
    state: Literal["bounced", "delayed"] = "delayed" if delivery.action == "delayed" else "bounced"
    return Placement(thread.conversation, report=Report(written.number, state, words[:LONGEST_WORDS]))


def sender_of(mail: Mail) -> str:
    """The address that From claims, case folded; "" without one."""
    return mail.sender.address.casefold() if mail.sender else ""
