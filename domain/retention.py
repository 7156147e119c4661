"""How long data is kept: rules for a channel, and what they together mean for one Conversation.

A queue's own rule stands instead of the general one. Where several rules touch one Conversation, because it changed its channel, the longest
keeps: taking words away too late can be mended, too early cannot.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Channel = Literal["chat", "email", "call", "recording", "voicemail", "files", "page_views"]
What = Literal["words", "files", "audio"]

COVERS: Mapping[Channel, tuple[What, ...]] = {
    "chat": ("words", "files"),
    "email": ("words", "files"),
    "call": ("words",),
    "recording": ("audio",),
    "voicemail": ("audio",),
    "files": ("files",),
    "page_views": ("words",),
}
"""What there is to take of each channel. Recordings, voicemail, files and page views are of any Conversation, or of none."""


@dataclass(frozen=True, slots=True)
class Rule:
    """After ``days`` without anything new, ``what`` of a ``channel`` goes; ``queue`` None is every queue without a rule of its own."""

    id: str
    channel: Channel
    what: What
    days: int
    queue: str | None = None


def rule_for(rules: Iterable[Rule], channel: str, what: What, queue: str) -> Rule | None:
    """The rule for a channel in a queue: of its own ones, else of the general ones, the one that keeps longest."""
    fitting = [rule for rule in rules if rule.channel == channel and rule.what == what and rule.queue in (None, queue)]
    own = [rule for rule in fitting if rule.queue is not None]
    return max(own or fitting, key=lambda rule: rule.days, default=None)


def deciding(rules: Collection[Rule], channels: Iterable[str], what: What, queue: str) -> Rule | None:
    """The rule by which ``what`` of a Conversation on these channels goes; None where it is kept for ever."""
    named = [*channels, *(["files"] if what == "files" else [])]
    found = [rule for channel in named if (rule := rule_for(rules, channel, what, queue)) is not None]
    return max(found, key=lambda rule: rule.days, default=None)


def touching(rules: Collection[Rule], rule: Rule, channels: Collection[str], queue: str) -> bool:
    """Whether ``rule`` is among those that have a say in a Conversation on these channels."""
    named = [*channels, *(["files"] if rule.what == "files" else [])]
    return any(rule_for(rules, channel, rule.what, queue) == rule for channel in named)
