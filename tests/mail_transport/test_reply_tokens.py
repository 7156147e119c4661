"""Reply tokens: the people who were written to get in, nobody else does."""

import secrets

import pytest

from mail.reply_tokens import LENGTH, ReplyTokens, token_in

SECRET, OLDER = b"n" * 32, b"o" * 32
CONVERSATION, OTHER = "cnv_aaaaaaaaaaaaaaaaaaaaaaaaaa", "cnv_bbbbbbbbbbbbbbbbbbbbbbbbbb"
PEOPLE = ["ann@example.org", "bob@example.org"]
TOKENS = ReplyTokens([SECRET, OLDER])


def test_there_and_back() -> None:
    address = TOKENS.reply_to("support@shop.example", CONVERSATION, "Ann@Example.org")
    assert address.startswith("support+")
    assert address.endswith("@shop.example")
    for shape in (address, address.upper(), address.replace("support", "support+orders")):
        token = token_in(shape)
        assert token
        assert len(token) == LENGTH
        assert TOKENS.minted_for(token, CONVERSATION, "ANN@example.org", PEOPLE) == "ann@example.org"
        assert TOKENS.minted_for(token, CONVERSATION, "bob@example.org", PEOPLE) == "ann@example.org"


@pytest.mark.parametrize(
    "address",
    ["support@shop.example", "support+orders@shop.example", "a+" + "b" * 27 + "@c", "", "+@", "a+" + "1" * 26 + "@c"],
)
def test_an_address_without_a_token(address: str) -> None:
    assert token_in(address) is None


def test_who_does_not_take_part_stays_out() -> None:
    token = TOKENS.mint(CONVERSATION, "ann@example.org")
    assert TOKENS.minted_for(token, CONVERSATION, "eve@example.org", PEOPLE) is None
    assert TOKENS.minted_for(token, CONVERSATION, "ann@example.org", []) is None
    outsider = TOKENS.mint(CONVERSATION, "eve@example.org")
    assert TOKENS.minted_for(outsider, CONVERSATION, "ann@example.org", PEOPLE) is None


def test_a_token_opens_one_conversation() -> None:
    assert TOKENS.minted_for(TOKENS.mint(CONVERSATION, PEOPLE[0]), OTHER, PEOPLE[0], PEOPLE) is None


def test_secrets_are_replaced_without_losing_replies() -> None:
    old = ReplyTokens([OLDER]).mint(CONVERSATION, PEOPLE[0])
    assert old != TOKENS.mint(CONVERSATION, PEOPLE[0])
    assert TOKENS.minted_for(old, CONVERSATION, PEOPLE[0], PEOPLE) == PEOPLE[0]
    assert ReplyTokens([SECRET]).minted_for(old, CONVERSATION, PEOPLE[0], PEOPLE) is None


def test_a_thousand_forgeries() -> None:
    right = TOKENS.mint(CONVERSATION, PEOPLE[0])
    forged = ["".join(secrets.choice("abcdefghijklmnopqrstuvwxyz234567") for _ in range(LENGTH)) for _ in range(900)]
    forged += [
        right[:index] + ("a" if letter != "a" else "b") + right[index + 1 :] for index, letter in enumerate(right)
    ]
    forged += [ReplyTokens([secrets.token_bytes(32)]).mint(CONVERSATION, PEOPLE[0]) for _ in range(70)]
    forged += ["", right[:-1], right + "a", "é" * LENGTH]
    assert len(forged) == 1_000
    assert [token for token in forged if TOKENS.minted_for(token, CONVERSATION, PEOPLE[0], PEOPLE)] == []


def test_a_secret_must_be_one() -> None:
    for wrong in ([], [b"short"]):
        with pytest.raises(ValueError, match="32 bytes"):
            ReplyTokens(wrong)


@pytest.mark.parametrize(("length", "fits"), [(36, True), (37, True), (38, False)])
def test_the_longest_mailbox(length: int, fits: bool) -> None:
    mailbox = "a" * length + "@shop.example"
    if fits:
        assert len(TOKENS.reply_to(mailbox, CONVERSATION, PEOPLE[0]).split("@")[0]) <= 64
    else:
        with pytest.raises(ValueError, match="1 to 37"):
            TOKENS.reply_to(mailbox, CONVERSATION, PEOPLE[0])
