"""Names that are the same by ear, and names that are not."""

import pytest

from domain.names import latin, sounds


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Vera Nowak", "Wera Novak"),
        ("Вера Новак", "Vera Novak"),
        ("Katherine Wiśniewski", "Catherine Visnievsky"),
        ("Giuseppe Rossi", "Giusepe Rosi"),
        ("Nowak Vera", "Nowak, Vera"),
    ],
)
def test_alike(one: str, other: str) -> None:
    assert set(sounds(one)) == set(sounds(other))


def test_not_alike() -> None:
    assert not set(sounds("Vera Nowak")) & set(sounds("Adam Lis"))


def test_a_single_word_or_a_number_says_nothing() -> None:
    assert (sounds("Vera"), sounds("Visitor 1A2B"), sounds("vera@mail.example"), sounds("")) == ((), (), (), ())


def test_letters() -> None:
    assert latin("Łoś Щука") == "los schuka"
