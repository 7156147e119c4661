"""Merging Customers: whatever is merged, edited, received and undone in whatever order, nobody's own is lost, doubled or moved."""

from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domain.customers import Families, Profile, edited, may_join, merged, shown, unmerged
from domain.refusal import Refused

VERA = Profile({"name": "Vera", "language": "en", "tags": ("vip",)})
VERONIKA = {"name": "Veronika", "language": "pl", "tags": ("lead", "vip")}


def test_a_merge_takes_the_chosen_fields_and_unites_tags() -> None:
    assert shown(merged(VERA, "m", VERONIKA, ["language"])) == {
        "name": "Vera",
        "language": "pl",
        "tags": ("vip", "lead"),
    }


def test_undoing_merges_in_any_order_restores_the_start() -> None:
    both = merged(merged(VERA, "one", VERONIKA, ["name"]), "two", {"name": "V. Nowak"}, ["name"])
    assert shown(both)["name"] == "V. Nowak"
    assert shown(unmerged(both, "one"))["name"] == "V. Nowak"
    assert shown(unmerged(unmerged(both, "one"), "two")) == shown(VERA)


def test_what_was_edited_since_stays() -> None:
    both = edited(merged(VERA, "m", VERONIKA, ["name", "language"]), {"name": "Vera N."})
    assert shown(unmerged(both, "m")) == {"name": "Vera N.", "language": "en", "tags": ("vip",)}


def test_nobody_is_merged_twice_or_into_themselves() -> None:
    families = Families()
    families.merge("b", "a")
    for one, into in (("a", "b"), ("b", "a"), ("a", "a"), ("b", "c"), ("c", "b")):
        with pytest.raises(Refused):
            families.merge(one, into)
    assert families.family("b") == ("a", "b")


def test_only_one_external_id_joins_by_itself() -> None:
    assert may_join([], ["crm-1"])
    assert may_join(["crm-1"], ["crm-1"])
    assert not may_join(["crm-1"], ["crm-2"])


class Merging(RuleBasedStateMachine):
    """Customers that get messages while they are merged and unmerged, against what each of them was told itself."""

    roots: Any = Bundle("roots")
    undone_profile = staticmethod(unmerged)

    def __init__(self) -> None:
        super().__init__()
        self.families, self.serial = Families(), 0
        self.profiles: dict[str, Profile] = {}
        self.starts: dict[str, dict[str, Any]] = {}
        self.messages: dict[str, list[int]] = {}
        self.merges: dict[str, tuple[str, str]] = {}

    @rule(target=roots, name=st.sampled_from("ABC"), tags=st.lists(st.sampled_from("xyz"), unique=True))
    def arrive(self, name: str, tags: list[str]) -> str:
        """Somebody new."""
        self.serial += 1
        id = f"cus_{self.serial}"
        self.profiles[id] = Profile({"name": name + id, "tags": tuple(tags)})
        self.starts[id] = shown(self.profiles[id])
        self.messages[id] = []
        return id

    @rule(customer=roots)
    def write(self, customer: str) -> None:
        """A message from an address of one leaf."""
        self.serial += 1
        self.messages[customer].append(self.serial)

    @rule(customer=roots, change=st.sampled_from([{"name": "E"}, {"tags": ("e",)}, {"language": "pl"}]))
    def edit(self, customer: str, change: dict[str, Any]) -> None:
        """Somebody sets a field: that is how it is, whatever is undone later."""
        self.profiles[customer] = edited(self.profiles[customer], change)
        self.starts[customer] = {**self.starts[customer], **change}
        assert shown(self.profiles[customer]).items() >= change.items()

    @rule(one=roots, into=roots, take=st.sampled_from([[], ["name"]]))
    def merge(self, one: str, into: str, take: list[str]) -> None:
        """By hand; a refusal changes nothing."""
        self.serial += 1
        try:
            self.families.merge(one, into)
        except Refused:
            return
        merge = f"mrg_{self.serial}"
        self.merges[merge] = (one, into)
        self.profiles[into] = merged(self.profiles[into], merge, shown(self.profiles[one]), take)

    @rule(pick=st.integers(0, 10_000))
    def unmerge(self, pick: int) -> None:
        """Any merge that stands."""
        if self.merges:
            self._undo(sorted(self.merges)[pick % len(self.merges)])

    @invariant()
    def everything_is_read_once(self) -> None:
        """Each message is in exactly one family."""
        heads = {self.families.root(id) for id in self.messages}
        read = [message for head in heads for one in self.families.family(head) for message in self.messages[one]]
        assert sorted(read) == sorted(message for own in self.messages.values() for message in own)

    def teardown(self) -> None:
        """Undo what is left: the start again."""
        for merge in sorted(self.merges, reverse=True):
            self._undo(merge)
        for id, start in self.starts.items():
            assert shown(self.profiles[id]) == start
            assert self.families.family(id) == (id,)

    def _undo(self, merge: str) -> None:
        one, into = self.merges.pop(merge)
        assert self.families.unmerge(one) == into
        self.profiles[into] = self.undone_profile(self.profiles[into], merge)


class Forgetful(Merging):
    """The same, undone by laying the old name back instead of lifting one merge: the machine must notice."""

    @staticmethod
    def undone_profile(profile: Profile, merge: str) -> Profile:
        """Drops the newest overlay, whichever merge it was."""
        return Profile(profile.own, profile.overlays[:-1]) if len(profile.overlays) > 1 else profile


FEW = settings(max_examples=60, stateful_step_count=30, deadline=None)


def test_any_sequence_of_merges_loses_nothing() -> None:
    run_state_machine_as_test(Merging, settings=FEW)


def test_the_machine_notices_a_merge_that_is_not_undone() -> None:
    with pytest.raises(AssertionError):
        run_state_machine_as_test(Forgetful, settings=settings(FEW, max_examples=200, print_blob=False))
