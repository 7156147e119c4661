"""Which rule decides over a Conversation: a queue's own before the general one, and of several channels' the longest."""

import pytest

from domain.retention import Rule, deciding, rule_for, touching

CHAT = Rule("chat", "chat", "words", 30)
EMAIL = Rule("email", "email", "words", 365)
SHOP = Rule("shop", "chat", "words", 90, "que_shop")
LONGER = Rule("longer", "chat", "words", 60)
FILES = Rule("files", "files", "files", 10)
CHAT_FILES = Rule("chat files", "chat", "files", 20)
SOUND = Rule("sound", "recording", "audio", 5)
ALL = (CHAT, EMAIL, SHOP, FILES, CHAT_FILES, SOUND)


@pytest.mark.parametrize(
    ("channels", "what", "queue", "rule"),
    [
        (["chat"], "words", "que_a", CHAT),
        (["email"], "words", "que_a", EMAIL),
        (["chat", "email"], "words", "que_a", EMAIL),
        (["chat"], "words", "que_shop", SHOP),
        (["chat", "call"], "words", "que_a", CHAT),
        (["call"], "words", "que_a", None),
        (["email"], "files", "que_a", FILES),
        (["chat"], "files", "que_a", CHAT_FILES),
        ([], "audio", "que_a", None),
    ],
)
def test_the_longest_of_those_that_fit_decides(channels: list[str], what: str, queue: str, rule: Rule | None) -> None:
    assert deciding(ALL, channels, what, queue) == rule  # type: ignore[arg-type]  # words of a table


def test_of_two_for_the_same_the_longer_keeps() -> None:
    assert rule_for((CHAT, LONGER), "chat", "words", "que_a") == LONGER
    assert not touching((CHAT, LONGER), CHAT, ["chat"], "que_a")


def test_a_rule_has_its_say_where_it_fits() -> None:
    assert touching(ALL, CHAT, ["chat", "email"], "que_a")
    assert not touching(ALL, CHAT, ["chat"], "que_shop")
    assert touching(ALL, FILES, ["email"], "que_a")
    assert not touching(ALL, CHAT, ["email"], "que_a")
