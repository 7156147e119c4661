"""Erasure, consents, holds, retention and the audit log as they cross the wire; see docs/wire.md."""

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from chat.wire import END, Id, Key
from server.wire import Input, Named, NamedInput, NamedPatch, Output


class Erasure(Output):
    """How far erasing a customer has come: ``done`` of ``conversations``."""

    customer: str
    state: Literal["erasing", "erased"]
    by: str
    at: str
    conversations: int
    done: int


class Restored(Output):
    """A person who was brought in: the customer they are shown as, and how much came with them."""

    customer: str
    conversations: int
    events: int
    files: int
    skipped: list[str]


class ConsentRecord(Output):
    """What a Customer agreed to or took back: the words, their version, where; ``by`` whom it was entered (null: by themselves)."""

    id: str
    at: str
    customer: str
    name: str
    given: bool
    text: str
    version: str
    channel: str
    source: str
    widget: str | None
    page: str
    locale: str
    conversation: str | None
    by: str | None


class ConsentRecords(Output):
    """A page of the ledger, newest first."""

    items: list[ConsentRecord]
    next: str | None


class Hold(Output):
    """A legal hold of a Customer or a Conversation."""

    id: str
    subject: str
    reason: str
    at: str
    by: str | None
    lifted_at: str | None
    lifted_by: str | None


class Holds(Output):
    """Holds that stand, newest first."""

    items: list[Hold]
    next: str | None


class AuditLine(Output):
    """Who did what to whom, when and from where; ``details`` are ids, counts and names of fields."""

    id: str
    at: str
    act: str
    agent: str | None
    where: str
    subject: str
    subjects: list[str]
    details: dict[str, str | float | bool | None | list[str]]


class AuditLines(Output):
    """A page of the audit, newest first."""

    items: list[AuditLine]
    next: str | None


class Erase(Input):
    """Erase a customer; ``name`` is theirs, typed again by a person, whom it keeps from erasing somebody else."""

    name: Annotated[str, Meta(max_length=400)] | None = None


class ConsentInput(Input):
    """What a Customer told an Agent; ``source`` says how."""

    name: Key
    given: bool
    source: Literal["chat", "call", "email", "form", "paper", "in person", "other"]
    text: Annotated[str, Meta(max_length=2000)] = ""
    version: Annotated[str, Meta(max_length=40)] = ""
    conversation: Id | None = None


class HoldInput(Input):
    """What to hold, and why."""

    subject: Annotated[str, Meta(max_length=64, pattern=rf"^(cus|cnv)_[a-z0-9]+{END}")]
    reason: Annotated[str, Meta(min_length=3, max_length=1000)]


KeptChannel = Literal["chat", "email", "call", "recording", "voicemail", "files", "page_views"]
KeptWhat = Literal["words", "files", "audio"]
Days = Annotated[int, Meta(ge=1, le=36_500)]


class RetentionRule(Named):
    """After ``days`` without anything new ``what`` of a channel goes; a queue's own rule stands instead of the general one (queue null)."""

    channel: KeptChannel
    what: KeptWhat
    days: int
    queue: str | None
    enabled: bool


class RetentionRuleInput(NamedInput):
    """A new rule; it is off until somebody has looked at what it would do."""

    channel: KeptChannel
    what: KeptWhat
    days: Days
    queue: Id | None = None
    enabled: bool = False


class RetentionRulePatch(NamedPatch):
    """What changes about a rule."""

    channel: KeptChannel | UnsetType = UNSET
    what: KeptWhat | UnsetType = UNSET
    days: Days | UnsetType = UNSET
    queue: Id | None | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET


class RetentionTrial(Input):
    """A rule that is not saved, to see what it would let go; ``rule`` is the one it would replace."""

    channel: KeptChannel
    what: KeptWhat
    days: Days
    queue: Id | None = None
    rule: Id | None = None


class MonthCount(Output):
    """How many of a month, such as 2026-11."""

    month: str
    count: int


class RetentionExample(Output):
    """Something a rule would let go; its name only to those who may see its conversation."""

    kind: Literal["conversation", "recording", "page"]
    at: str
    name: str
    subject: str
    conversation: str | None
    call: str | None


class RetentionDryRun(Output):
    """What a rule would let go now: how many (``more``: at least), of which months; ``held`` stay because of legal holds."""

    count: int
    held: int
    more: bool
    before_at: str
    months: list[MonthCount]
    examples: list[RetentionExample]


class RetentionRun(Output):
    """What a rule's latest run did; ``running`` while it goes on or was cut off."""

    rule: str
    at: str
    gone: int
    held: int
    running: bool


class RetentionRuns(Output):
    """The latest run of each rule."""

    items: list[RetentionRun]
