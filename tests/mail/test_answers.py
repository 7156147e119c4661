"""Whom an answer goes to comes from the mail answered, and from nowhere else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from domain.emails import Email, Party
from domain.refusal import Refused
from mail.answers import (
    answered,
    answered_event,
    html_of,
    parties,
    recipients,
    references,
    subject,
    without_detail,
)
from mail.facts import Mail
from mail.parse import parse

AT = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


def ours(address: str) -> bool:
    return without_detail(address) == "help@shop.example"


def mail(*headers: str) -> Mail:
    lines = "\r\n".join(["Message-ID: <m@mail.example>", "Subject: Hi", *headers])
    parsed = parse(f"{lines}\r\n\r\nIs it lost?\r\n".encode())
    assert isinstance(parsed, Mail)
    return parsed


@pytest.mark.parametrize(
    ("headers", "to", "cc"),
    [
        (["From: Ada <ada@a.example>", "To: help@shop.example"], ["ada@a.example"], []),
        (["From: ada@a.example", "Reply-To: desk@a.example", "To: help@shop.example"], ["desk@a.example"], []),
        (
            ["From: ada@a.example", "To: help@shop.example, bob@b.example", "Cc: cy@c.example, Help@Shop.example"],
            ["ada@a.example"],
            ["bob@b.example", "cy@c.example"],
        ),
        (["From: ada@a.example", f"To: help+{'a' * 26}@shop.example"], ["ada@a.example"], []),
        (["From: ada@a.example", "To: ADA@A.example, help@shop.example"], ["ada@a.example"], []),
        (["From: ada@a.example", "Cc: bob@b.example, BOB@b.example"], ["ada@a.example"], ["bob@b.example"]),
        (["From: help@shop.example", "Reply-To: form@a.example"], ["form@a.example"], []),
        (["From: help@shop.example", "To: help@shop.example"], [], []),
        (["From: nobody", "To: help@shop.example"], [], []),
        (["To: help@shop.example"], [], []),
        (["From: ada@a.example", "Cc: jürgen@b.example, ok@b.example"], ["ada@a.example"], ["ok@b.example"]),
        (["From: ada@bücher.example"], ["ada@xn--bcher-kva.example"], []),
        (["From: ada@a.example", "Bcc: spy@evil.example", "Sender: spy@evil.example"], ["ada@a.example"], []),
        (["From: ada@a.example", "Return-Path: <spy@evil.example>", "X-To: spy@evil.example"], ["ada@a.example"], []),
    ],
)
def test_to_and_cc(headers: list[str], to: list[str], cc: list[str]) -> None:
    people = recipients(answered(mail(*headers), AT), ours)
    assert ([one.address for one in people.to], [one.address for one in people.cc]) == (to, cc)


def test_writing_again_goes_to_the_same_people() -> None:
    sent = Email(
        id="eml_1",
        mailbox="mbx_1",
        message_id="2@shop.example",
        in_reply_to="1@mail.example",
        sender=Party("Shop", "help@shop.example"),
        to=(Party("Ada", "ada@a.example"),),
        cc=(Party("", "bob@b.example"),),
        subject="Re: Hi",
        text="x",
        reply_text="x",
        bcc=(Party("", "secret@b.example"),),
    )
    mine = answered_event(sent, AT, ours=True)
    people = recipients(mine, ours)
    assert ([one.address for one in people.to], [one.address for one in people.cc]) == (
        ["ada@a.example"],
        ["bob@b.example"],
    )
    assert (subject(mine), references(mine)) == ("Re: Hi", ("1@mail.example", "2@shop.example"))


def test_the_thread_goes_on() -> None:
    old = mail("From: a@a.example", "References: <1@x> <2@x>", "In-Reply-To: <2@x>")
    assert references(answered(old, AT)) == ("1@x", "2@x", "m@mail.example")
    long = replace(old, references=tuple(f"{n}@x" for n in range(100)), in_reply_to=())
    chain = references(answered(long, AT))
    assert (chain[0], chain[-1], len(chain)) == ("0@x", "m@mail.example", 20)
    bare = replace(old, references=(), in_reply_to=("7@x",), message_id="")
    assert references(answered(bare, AT)) == ("7@x",)


@pytest.mark.parametrize(
    ("written", "name", "address"),
    [
        ("ada@a.example", "", "ada@a.example"),
        ("Ada Lovelace <ada@a.example>", "Ada Lovelace", "ada@a.example"),
        ('"Lovelace, Ada" <ada@a.example>', "Lovelace, Ada", "ada@a.example"),
        ("Żaneta <z@bücher.example>", "Żaneta", "z@xn--bcher-kva.example"),
    ],
)
def test_what_was_typed(written: str, name: str, address: str) -> None:
    assert parties([written]) == (Party(name, address),)


@pytest.mark.parametrize(
    "written",
    [
        "a@b.example, c@d.example",
        "a@b.example c@d.example",
        "group: a@b.example;",
        "nobody",
        "<>",
        "a@b.example\r\nBcc: eve@evil.example",
        "Ada\nBcc: eve@evil.example <a@b.example>",
        "jürgen@b.example",
        "a@b@c.example",
        "a b@c.example",
        '"a b"@c.example',
        "a@-b.example",
        "a@" + "b" * 300 + ".example",
        "a@b.example\x00",
    ],
)
def test_what_is_no_address_is_refused_by_name(written: str) -> None:
    with pytest.raises(Refused) as refused:
        parties([written])
    assert refused.value.code == "invalid"
    assert "\n" not in refused.value.sentence


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\nb\n\nc", "<p>a<br>\nb</p>\n<p>c</p>"),
        ("<b>&", "<p>&lt;b&gt;&amp;</p>"),
        (
            "See https://shop.example/a?b=1&c=2.",
            '<p>See <a href="https://shop.example/a?b=1&amp;c=2">https://shop.example/a?b=1&amp;c=2</a>.</p>',
        ),
        (
            'https://x.example/"onload="x',
            '<p><a href="https://x.example/">https://x.example/</a>&quot;onload=&quot;x</p>',
        ),
        ("javascript:alert(1)", "<p>javascript:alert(1)</p>"),
        ("", ""),
        (" \n\n \n", ""),
    ],
)
def test_plain_words_as_html(text: str, expected: str) -> None:
    assert html_of(text) == expected
