"""Rights, ids and times: the small facts that everything else leans on."""

import re
from datetime import UTC, datetime
from itertools import pairwise

import pytest

from domain.ids import unguessable
from domain.rights import DEFAULT_ROLES, RIGHTS, can_see, reach
from domain.times import iso, milliseconds


def test_every_default_right_exists_and_each_role_has_all_of_the_one_below() -> None:
    rights = [DEFAULT_ROLES[role][1] for role in ("agent", "supervisor", "manager", "administrator")]
    for below, above in pairwise(rights):
        assert below < above
    assert rights[-1] == set(RIGHTS)
    assert "roles.write" not in DEFAULT_ROLES["manager"][1]


@pytest.mark.parametrize(
    ("rights", "span"),
    [
        ((), "none"),
        (("customers.read", "agents.write"), "none"),
        (("conversations.handle",), "queues"),
        (("conversations.supervise",), "queues"),
        (("conversations.all",), "all"),
        (("conversations.handle", "conversations.all"), "all"),
    ],
)
def test_reach(rights: tuple[str, ...], span: str) -> None:
    assert reach(rights) == span


HANDLE = ("conversations.handle",)


@pytest.mark.parametrize(
    ("rights", "holder", "queue", "sees"),
    [
        (HANDLE, None, "mine", True),
        (HANDLE, "other", "mine", True),
        (HANDLE, "me", "foreign", True),
        (HANDLE, "other", "foreign", False),
        (HANDLE, None, "foreign", False),
        ((), "me", "mine", False),
        (("customers.write",), "me", "mine", False),
        (("conversations.all",), "other", "foreign", True),
    ],
)
def test_who_sees_what(rights: tuple[str, ...], holder: str | None, queue: str, sees: bool) -> None:
    assert can_see(rights, "me", {"mine"}, holder, queue) is sees


def test_ids_are_128_random_bits_behind_what_they_name() -> None:
    ids = {unguessable("cnv") for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"cnv_[a-z2-7]{26}", id) for id in ids)
    assert unguessable("cnv", bytes(16)) == unguessable("cnv", bytes(16))


def test_times_are_cut_to_milliseconds_and_written_one_way() -> None:
    at = datetime(2026, 1, 2, 3, 4, 5, 6_789, tzinfo=UTC)
    assert milliseconds(at).microsecond == 6_000
    assert iso(at) == "2026-01-02T03:04:05.006Z"
    assert datetime.fromisoformat(iso(at)) == milliseconds(at)
