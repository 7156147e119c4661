"""Whether Parley may write by itself: RFC 3834, and limits that hold even where the other side ignores it.

Two programs that answer each other stop here, whatever their headers say: an address and a Conversation are written to only so often.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from mail.automatic import MOST_HOPS

PER_HOUR = 1
ASKED_PER_HOUR = 3
"""Of mails that somebody in front of our page waits for: no program asks for those, so they begin no loop; the day's limit is the same."""
PER_DAY = 5
PER_CONVERSATION = 3
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Prompt:
    """What an automatic mail would answer. ``ours``: it would go to a mailbox of our own; ``asked``: somebody on our page asks for it now; the
    rest describes the mail that came, if one did.
    """

    ours: bool = False
    asked: bool = False
    imported: bool = False
    quiet: bool = False
    must_not_answer: bool = False
    hops: int = 0


@dataclass(frozen=True, slots=True)
class Past:
    """When automatic mail went to the address, and how much of it the Conversation has had."""

    to_address: Sequence[datetime] = ()
    in_conversation: int = 0


def objection(prompt: Prompt, past: Past, at: datetime) -> str | None:
    """Why no automatic mail may go out at ``at``; None when one may."""
    hour = sum(at - sent_at < timedelta(hours=1) for sent_at in past.to_address)
    day = sum(at - sent_at < DAY for sent_at in past.to_address)
    objections = {
        "It would go to a mailbox of our own.": prompt.ours,
        "The mail was imported, nobody waits for an answer.": prompt.imported,
        "A program wrote the mail.": prompt.quiet,
        "The mail asks for no automatic answer.": prompt.must_not_answer,
        "The mail has been through too many servers: it goes round in a loop.": prompt.hops > MOST_HOPS,
        "The address had automatic mail within the hour.": hour >= (ASKED_PER_HOUR if prompt.asked else PER_HOUR),
        "The address had enough automatic mail today.": day >= PER_DAY,
        "The conversation had enough automatic mail.": past.in_conversation >= PER_CONVERSATION,
    }
    return next((sentence for sentence, holds in objections.items() if holds), None)
