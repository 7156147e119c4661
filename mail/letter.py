"""A composed mail on its way out, recipient by recipient: what each attempt came to, what is next, and what there is to tell.

An attempt is written down as one that may have arrived before it is made. So however often a process dies in the middle, two such
attempts are the most, and after them the mail is shown as failed rather than sent a third time.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Literal

from domain.emails import DeliveryState
from mail.sender import Delayed, Failed, GivenUp, Outcome, Sent, next_attempt

BEGUN = Delayed(None, "Parley stopped while the mail was being sent: it may have arrived.", uncertain=True)
"""What stands for an attempt until it ends."""


@dataclass(frozen=True, slots=True)
class Recipient:
    """How far the mail has come to one address: what was tried so far without an end, and when it is tried again."""

    address: str
    state: DeliveryState = "queued"
    words: str = ""
    attempts: tuple[Delayed, ...] = ()
    next_at: datetime | None = None

    @property
    def waits(self) -> bool:
        """Whether there is more to do for this address."""
        return self.state in ("queued", "delayed")

    def due(self, at: datetime) -> bool:
        """Whether it is time for an attempt."""
        return self.waits and (self.next_at is None or self.next_at <= at)

    def begun(self) -> "Recipient":
        """With an attempt that has begun; failed instead when there may be no further one."""
        pause = next_attempt(self.attempts) if self.attempts else None
        if isinstance(pause, GivenUp):
            return replace(self, state="failed", words=pause.words, next_at=None)
        return replace(self, attempts=(*self.attempts, BEGUN))

    def ended(self, outcome: Outcome, at: datetime, chance: float | None) -> "Recipient":
        """With the outcome of the attempt that had begun."""
        before = self.attempts[:-1]
        match outcome:
            case Sent():
                return replace(self, state="sent", words=outcome.words, attempts=before, next_at=None)
            case Failed():
                words = f"{outcome.code} {outcome.words}"
                return replace(self, state="failed", words=words, attempts=before, next_at=None)
            case Delayed():
                return self._delayed(outcome, at, chance)

    def _delayed(self, outcome: Delayed, at: datetime, chance: float | None) -> "Recipient":
        attempts = (*self.attempts[:-1], outcome)
        pause = next_attempt(attempts, chance)
        if isinstance(pause, GivenUp):
            return replace(self, state="failed", words=pause.words, attempts=attempts, next_at=None)
        said = outcome.code is None or str(outcome.code) in outcome.words
        words = outcome.words if said else f"{outcome.code} {outcome.words}"
        next_at = at + timedelta(seconds=pause)
        return replace(self, state="delayed", words=words, attempts=attempts, next_at=next_at)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail in the outbox. ``mail`` is the id of its bytes, ``sender`` the envelope's; ``number`` is its message's, once ``command`` is stored.

    Between "prepared" and "queued" the Conversation gets its event; ``message`` is what it gets, until then. ``due_at`` is when to look
    at it next, ``told`` the last that the Conversation was told of its delivery.
    """

    id: str
    command: str
    conversation: str
    mail: str
    mailbox: str
    sender: str
    recipients: tuple[Recipient, ...]
    due_at: datetime
    created_at: datetime
    state: Literal["prepared", "queued", "done"] = "prepared"
    number: int = 0
    told: tuple[DeliveryState, str] | None = None
    message: Mapping[str, Any] = field(default_factory=dict)
    rv: int = 1

    @property
    def untried(self) -> bool:
        """Whether it can still be taken back."""
        return self.state != "done" and all(one.state == "queued" and not one.attempts for one in self.recipients)

    @property
    def interrupted(self) -> bool:
        """Whether an attempt has begun and not ended."""
        return any(one.waits and one.attempts[-1:] == (BEGUN,) for one in self.recipients)

    @property
    def attempts(self) -> int:
        """How many attempts there were without an end, over all recipients."""
        return sum(len(one.attempts) for one in self.recipients)

    def due(self, at: datetime) -> tuple[str, ...]:
        """The addresses that an attempt is due for."""
        return tuple(one.address for one in self.recipients if one.due(at))

    def queued(self, number: int) -> "Letter":
        """Now that its message has ``number``."""
        return replace(self, state="queued", number=number, message={})

    def cancelled(self, at: datetime) -> "Letter":
        """Taken back before it left."""
        kept = tuple(replace(one, state="cancelled") for one in self.recipients)
        return replace(self, recipients=kept, due_at=at)

    def begun(self, at: datetime, until_at: datetime) -> "Letter":
        """With an attempt begun for whoever is due, and nobody else's to touch before ``until_at``."""
        return replace(
            self, recipients=tuple(one.begun() if one.due(at) else one for one in self.recipients), due_at=until_at
        )

    def ended(self, outcomes: Mapping[str, Outcome], at: datetime, chance: float | None = None) -> "Letter":
        """With what came of the attempt for each address in ``outcomes``, due at once to be told of. One throw of the dice for all keeps those
        who wait together in one attempt.
        """
        chance = random.random() if chance is None else chance
        recipients = tuple(
            one.ended(outcomes[one.address], at, chance) if one.address in outcomes else one for one in self.recipients
        )
        return replace(self, recipients=recipients, due_at=at)

    def heard(self) -> "Letter":
        """Now that its Conversation knows how far it is."""
        waiting = [one.next_at or self.due_at for one in self.recipients if one.waits]
        told = replace(self, told=self.verdict())
        return replace(told, due_at=min(waiting)) if waiting else replace(told, state="done")

    def verdict(self) -> tuple[DeliveryState, str] | None:
        """What there is to tell of it all, in one state and in words that name who has not got it; None before the first attempt."""
        if all(one.state == "cancelled" for one in self.recipients):
            return "cancelled", ""
        failed = [f"{one.address}: {one.words}" for one in self.recipients if one.state == "failed"]
        delayed = [f"{one.address}: {one.words}" for one in self.recipients if one.state == "delayed"]
        sent = [one.words for one in self.recipients if one.state == "sent"]
        if any(one.waits for one in self.recipients):
            return ("delayed", "\n".join([*delayed, *failed])) if delayed or failed else None
        if failed:
            return "failed", "\n".join([*failed, *(["Everybody else got it."] if sent else [])])
        return "sent", sent[-1]
