"""Folding: what people type finds what people are called."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.words import LONGEST, MAX_TOKEN, SHORTEST, beginnings, folded, tokens


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Łódź ŁÓDŹ lodz", ("lodz",)),
        ("Straße Ærø", ("strasse", "aero")),
        ("Ёлка Йод", ("елка", "иод")),
        ("ann.lee+vip@mail.example, hi", ("ann.lee+vip@mail.example", "hi")),
        ("don't stop-gap (42)!", ("don", "t", "stop", "gap", "42")),
        ("Anna Kowalska-Nowak, AB-123", ("anna", "kowalska", "nowak", "ab-123")),
        ("ＦＵＬＬ ﬁne", ("full", "fine")),
        ("!? …", ()),
        ("x" * 99, ("x" * MAX_TOKEN,)),
    ],
)
def test_words_are_found_whatever_their_case_and_accents(text: str, found: tuple[str, ...]) -> None:
    assert tokens(text) == found


@given(st.text())
def test_folding_twice_changes_nothing_more(text: str) -> None:
    words = tokens(text)
    assert all(0 < len(word) <= MAX_TOKEN for word in words)
    assert len(words) == len(set(words)) <= 32
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet="abcdefghij", min_size=SHORTEST, max_size=MAX_TOKEN))
def test_every_beginning_finds_its_word(word: str) -> None:
    found = beginnings((word,))
    assert set(found) == {word, *(word[:length] for length in range(SHORTEST, min(len(word), LONGEST) + 1))}


def test_a_limit_cuts_the_list() -> None:
    assert tokens("a b c d", limit=2) == ("a", "b")
