"""Who is the same Customer as whom, and what is known of them: merging and unmerging as things that can always be undone.

Nothing moves. A merged Customer keeps its addresses and its Conversations and only points at whom it was merged into; a family is read together.
So a message that comes in meanwhile belongs where its address belongs, and undoing a merge gives each side exactly its own again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from domain.refusal import Refused

LONGEST_CHAIN = 1_000
"""Customers merged one into the other; more is a loop that no rule here lets anybody make."""

UNITED = frozenset({"tags"})
"""Fields of which a merge keeps both sides' values."""


@dataclass(frozen=True, slots=True)
class Overlay:
    """What one merge laid over a profile: the fields taken from the other side, and what was united with ours."""

    merge: str
    chosen: Mapping[str, Any] = field(default_factory=dict)
    united: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Profile:
    """A Customer's fields as they would be without any merge, and what the merges that still stand laid over them, oldest first."""

    own: Mapping[str, Any]
    overlays: tuple[Overlay, ...] = ()


def shown(profile: Profile) -> dict[str, Any]:
    """The fields as people see them: a later merge's choice covers an earlier one's."""
    fields = dict(profile.own)
    for overlay in profile.overlays:
        fields.update(overlay.chosen)
        for name, values in overlay.united.items():
            fields[name] = tuple(dict.fromkeys((*fields.get(name, ()), *values)))
    return fields


def merged(profile: Profile, merge: str, other: Mapping[str, Any], take: Iterable[str]) -> Profile:
    """The profile after a merge that takes these fields from ``other`` (the other side as it is shown) and unites what can be."""
    chosen = {name: other[name] for name in take if name in other and name not in UNITED}
    united = {name: tuple(other[name]) for name in sorted(UNITED) if other.get(name)}
    return replace(profile, overlays=(*profile.overlays, Overlay(merge, chosen, united)))


def unmerged(profile: Profile, merge: str) -> Profile:
    """The profile as if this merge had never been; the other merges and what was edited since stay."""
    return replace(profile, overlays=tuple(overlay for overlay in profile.overlays if overlay.merge != merge))


def edited(profile: Profile, changes: Mapping[str, Any]) -> Profile:
    """The profile after somebody set these fields: that is how it now is, whatever merges are undone later."""
    overlays = tuple(
        Overlay(
            overlay.merge,
            {name: value for name, value in overlay.chosen.items() if name not in changes},
            {name: values for name, values in overlay.united.items() if name not in changes},
        )
        for overlay in profile.overlays
    )
    return Profile({**profile.own, **changes}, overlays)


class Families:
    """Which Customers are one: each merged one points at whom it was merged into."""

    def __init__(self, into: Mapping[str, str] | None = None) -> None:
        self._into: dict[str, str] = dict(into or {})
        self._merged: dict[str, set[str]] = {}
        for one, other in self._into.items():
            self._merged.setdefault(other, set()).add(one)

    def root(self, customer: str) -> str:
        """The Customer that this one is shown as."""
        for _ in range(LONGEST_CHAIN):
            if customer not in self._into:
                return customer
            customer = self._into[customer]
        raise AssertionError(f"{customer} is merged into itself")

    def into(self, customer: str) -> str | None:
        """Whom this one was merged into, None where it is shown as itself."""
        return self._into.get(customer)

    def family(self, customer: str) -> tuple[str, ...]:
        """Everybody who is shown as this Customer's root, the root first."""
        found = [self.root(customer)]
        for one in found:
            found.extend(sorted(self._merged.get(one, ())))
        return tuple(found)

    def check(self, one: str, into: str) -> None:
        """Raises Refused where merging ``one`` into ``into`` makes no sense: both must be shown as themselves."""
        if self.root(one) == self.root(into):
            raise Refused("conflict", "They are the same customer already.")
        if one in self._into or into in self._into:
            raise Refused("conflict", "One of them has been merged meanwhile. Load it again.")

    def merge(self, one: str, into: str) -> None:
        """From now on ``one`` is shown as ``into``. Raises Refused."""
        self.check(one, into)
        self.follow(one, into)

    def unmerge(self, one: str) -> str:
        """From now on ``one`` is shown as itself, with all that was merged into it; the answer is whom it left. Raises Refused."""
        into = self._into.get(one)
        if into is None:
            raise Refused("conflict", "This merge has been undone already.")
        self.follow(one, None)
        return into

    def follow(self, one: str, into: str | None) -> None:
        """``one`` points at ``into`` now, as it was decided elsewhere: nothing is checked again."""
        before = self._into.pop(one, None)
        if before is not None:
            self._merged[before].discard(one)
        if into is not None:
            self._into[one] = into
            self._merged.setdefault(into, set()).add(one)


def may_join(externals: Iterable[str], others: Iterable[str]) -> bool:
    """Whether a proof may merge two families by itself: never when they have different external ids, for those are two people to their company."""
    ours, theirs = set(externals), set(others)
    return not ours or not theirs or ours == theirs
