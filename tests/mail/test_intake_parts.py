"""What intake stands on: which mail a mail is, whose turn it is, and what is shown of a mail that cannot be read."""

import asyncio
import time
from datetime import UTC, datetime

import pytest

from domain.events import File
from mail.facts import Mail, Unparsed
from mail.identity import content_key, mail_id
from mail.parse import parse
from mail.raw_mail import RawMail
from mail.received import GLIMPSE, TEXT_CHARACTERS, header_texts, received
from mail.turns import Allowance, Turns
from tests.mail.letters import LETTERS

NOW = datetime(2026, 11, 21, tzinfo=UTC)
LAMP = LETTERS["plain"]


def key(raw: bytes, size: int | None = None) -> str:
    return content_key(raw, len(raw) if size is None else size)


def raw_mail(raw: bytes, size: int | None = None) -> RawMail:
    return RawMail(raw, "import", NOW, len(raw) if size is None else size)


class TestIdentity:
    @pytest.mark.parametrize(
        "way",
        [
            b"Return-Path: <ada@customer.example>\r\nReceived: from a by b; now\r\n" + LAMP,
            b"Authentication-Results: mx.parley.example; dmarc=pass\r\nDelivered-To: help@parley.example\r\n" + LAMP,
            b"From ada@customer.example Mon May  3 10:15:00 2027\r\n" + LAMP,
            LAMP.replace(b"\r\n", b"\n"),
            LAMP.removesuffix(b"\r\n"),
            LAMP + b"\r\n\r\n",
            LAMP.replace(b"Subject: Lamp", b"Subject:\r\n Lamp"),
            LAMP.replace(b"Subject: Lamp", b"SUBJECT:   Lamp "),
        ],
        ids=["smtp", "own server", "mbox", "line feeds", "no last end", "blank lines", "folded", "spaced"],
    )
    def test_one_mail_by_several_ways(self, way: bytes) -> None:
        assert mail_id(way) != mail_id(LAMP)
        assert key(way) == key(LAMP)

    @pytest.mark.parametrize(
        ("was", "now"),
        [
            (b"ada@customer.example", b"eve@customer.example"),
            (b"It hums.", b"It sings."),
            (b"Subject: Lamp", b"Subject: Lamps"),
            (b"To: help@", b"To: sales@"),
            (b"2027 10:15", b"2027 10:16"),
            (b"MIME-Version: 1.0\r\n", b"Content-Type: text/html\r\n"),
            (b"MIME-Version: 1.0\r\n", b"Reply-To: eve@evil.example\r\n"),
            (b"MIME-Version: 1.0\r\n", b"DKIM-Signature: v=1; b=abc\r\n"),
            (b"MIME-Version: 1.0\r\n", b"Cc: bob@customer.example\r\n"),
        ],
    )
    def test_what_makes_another_mail_under_the_same_id(self, was: bytes, now: bytes) -> None:
        other = LAMP.replace(was, now)
        assert other != LAMP
        assert key(other) != key(LAMP)

    def test_mails_whose_headers_are_too_long_to_be_read_are_told_apart(self) -> None:
        long = b"X-Spam: " + b"x" * 300_000 + b"\r\n"
        lamp, lantern = long + LAMP, long + LAMP.replace(b"Subject: Lamp", b"Subject: Lantern")
        assert key(lamp) == key(lamp) != key(lantern)

    def test_a_header_cannot_pass_for_two(self) -> None:
        one, two = b"Subject: a\n\nto:b", b"Subject: a\nTo: b\n\n"
        assert key(one) != key(two)

    def test_a_small_mail_cannot_pass_for_one_of_which_only_the_header_came(self) -> None:
        header = LAMP[: LAMP.index(b"\r\n\r\n") + 4]
        assert key(header) != key(header, 40_000_000)
        assert key(header, 40_000_000) == key(b"Received: x\r\n" + header, 40_000_000)

    def test_it_is_linear(self) -> None:
        mails = [
            b"Subject: " + b" x" * 5_000_000,
            b"a: b\n" * 2_000_000,
            LAMP + b"\r\n" * 10_000_000,
            b":" * 10_000_000,
        ]
        for one in mails:
            began = time.process_time()
            key(one)
            assert time.process_time() - began < 2


class TestTurns:
    async def test_those_who_share_a_key_wait_and_others_do_not(self) -> None:
        turns, done = Turns(), list[str]()
        gates = {name: asyncio.Event() for name in "abcd"}

        async def work(name: str, keys: str) -> None:
            turn = turns.take(keys)
            try:
                await turn.came()
                await gates[name].wait()
                done.append(name)
            finally:
                turn.end()

        tasks = [
            asyncio.create_task(work(name, keys)) for name, keys in {"a": "xy", "b": "x", "c": "z", "d": "yx"}.items()
        ]
        await asyncio.sleep(0)
        for name in "dcba":
            gates[name].set()
        await asyncio.gather(*tasks)
        assert sorted(done) == list("abcd")
        assert done.index("c") == 0
        assert [name for name in done if name != "c"] == list("abd")
        await asyncio.sleep(0)
        assert turns._last == {}

    async def test_no_more_than_so_many_bytes_and_a_larger_one_alone(self) -> None:
        allowance = Allowance(10)
        await allowance.take(6)
        larger = asyncio.create_task(allowance.take(30))
        await asyncio.sleep(0.01)
        assert not larger.done()
        await allowance.give_back(6)
        await larger
        small = asyncio.create_task(allowance.take(1))
        await asyncio.sleep(0.01)
        assert not small.done()
        await allowance.give_back(30)
        await small


class TestReceived:
    def test_what_cannot_be_parsed_still_says_whom_to_ask(self) -> None:
        who = received("eml_1", raw_mail(LAMP), Unparsed("Reading the mail took too long."))
        email = who.email("mbx_1", verified=False, kept=())
        assert (email.unparsed, email.subject, email.text) == ("Reading the mail took too long.", "Lamp", "")
        assert (email.sender.address, who.name, email.message_id) == (
            "ada@customer.example",
            "Ada Lovage",
            "plain@customer.example",
        )
        assert who.mail.must_not_answer

    def test_of_a_bomb_only_a_piece_is_looked_at(self) -> None:
        words = b"=?utf-8?q?a?= " * 100_000
        bomb = (
            b"From: "
            + b"<a@b.example>, " * 100_000
            + b"\r\nSubject: "
            + words
            + b"\r\nTo: "
            + b'"' * 1_000_000
            + b"\r\n\r\n"
        )
        began = time.process_time()
        who = received("eml_1", raw_mail(bomb), Unparsed("x"))
        assert time.process_time() - began < 1
        assert len(who.mail.subject) <= GLIMPSE

    def test_nobody_is_somebody(self) -> None:
        assert received("eml_1", raw_mail(b"\xff\x00"), Unparsed("x")).name == "Unknown sender"

    def test_only_the_header_came(self) -> None:
        who = received("eml_1", raw_mail(LAMP, 40_000_000), parsed(LAMP))
        assert who.unparsed is not None
        assert "larger than 35 MB" in who.unparsed
        assert who.mail.subject == "Lamp"

    def test_a_very_long_text_is_shown_in_part_and_says_so(self) -> None:
        long = LAMP + b"word " * TEXT_CHARACTERS
        who = received("eml_1", raw_mail(long), parsed(long))
        email = who.email("mbx_1", verified=False, kept=())
        assert (len(email.text), len(who.words)) == (TEXT_CHARACTERS, TEXT_CHARACTERS)
        assert any("too long" in problem for problem in who.mail.problems)

    def test_files_beside_the_html(self) -> None:
        who = received("eml_1", raw_mail(LETTERS["related"]), parsed(LETTERS["related"]))
        kept = tuple(File(f"fil_{count}", one.name, one.size, "x/y") for count, one in enumerate(who.mail.attachments))
        assert [file.name for file in kept] == ["lamp.png", "łódź.pdf"]
        assert [file.id for file in who.beside_html(kept)] == ["fil_1"]
        shown = who.email("mbx_1", verified=True, kept=kept).attachments
        assert [(one.id, one.cid, one.type) for one in shown] == [
            ("fil_0", "p1@x", "image/png"),
            ("fil_1", None, "application/pdf"),
        ]

    @pytest.mark.parametrize("name", ["absence note", "bounce", "read receipt", "abuse report"])
    def test_machines_are_quiet(self, name: str) -> None:
        assert (
            received("eml_1", raw_mail(LETTERS[name]), parsed(LETTERS[name])).email("", verified=False, kept=()).quiet
        )
        assert not received("eml_1", raw_mail(LAMP), parsed(LAMP)).email("", verified=False, kept=()).quiet

    def test_headers_that_cannot_be_decoded_are_shown_as_they_stand(self) -> None:
        assert header_texts(b"Subject: \xff\r\nTo: a\r\n\r\nTo: b") == [("subject", "\ufffd"), ("to", "a")]


def parsed(raw: bytes) -> Mail:
    mail = parse(raw)
    assert isinstance(mail, Mail)
    return mail
