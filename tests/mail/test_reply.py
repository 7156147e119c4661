"""The newest words of an answer: at least nine of ten exact, and never a word of the customer's lost."""

import re
from collections import Counter

import pytest

from mail.facts import Mail
from mail.html import marked_text
from mail.parse import parse
from mail.reply import better, newest
from tests.mail.more_replies import more
from tests.mail.replies import PEOPLE, Case, cases, programs

CASES = (*cases(), *more())


def reply_of(case: Case) -> str:
    return newest(marked_text(case.source) if case.is_html else case.source).text


def is_exact(case: Case) -> bool:
    """HTML has no lines of its own, so there white space is compared as one space."""
    found = reply_of(case)
    return found.split() == case.own.split() if case.is_html else found.rstrip() == case.own.rstrip()


def lost(case: Case) -> Counter[str]:
    return Counter(re.findall(r"\w+", case.own)) - Counter(re.findall(r"\w+", reply_of(case)))


def test_the_cases_are_many_and_different() -> None:
    assert len(CASES) >= 80
    assert len({case.source for case in CASES}) == len(CASES)
    assert len(list(programs())) == 75
    assert len(PEOPLE) >= 40


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_no_own_word_is_lost(case: Case) -> None:
    assert not lost(case)


def test_nine_of_ten_are_exact() -> None:
    wrong = [case.name for case in CASES if not is_exact(case)]
    assert len(wrong) <= len(CASES) // 10, wrong


def test_what_is_cut_is_kept_apart() -> None:
    reply = newest("It hums.\n\n-- \nAda\n\nOn 3 May 2027, at 10:15, Help <help@parley.example> wrote:\n> Does it?\n")
    assert reply.text == "It hums."
    assert reply.signature == "--\nAda"
    assert "Does it?" in reply.quoted


def test_a_forwarding_subject_keeps_the_old_mail() -> None:
    source = "Look:\n\nFrom: Shop <s@shop.example>\nSent: 3 May 2027\nTo: Ada\nSubject: Lamp\n\nYour lamp hums."
    assert newest(source).text == "Look:"
    assert newest(source, forwarded=True).text == source


def test_a_list_is_no_quote_in_a_mail_that_answers_nothing() -> None:
    source = "Please send\n\n> the green lamp\n> the red lamp\n\nAda"
    assert newest(source, answer=False).text == source
    assert newest(source).text == "Please send\n\nAda"
    announced = "It hums.\n\n> On 3 May 2027, at 10:15, Help <help@parley.example> wrote:\n> Does it?"
    assert newest(announced, answer=False).text == "It hums."


def test_names_that_only_sound_like_a_quote() -> None:
    source = '<div class="price-quote">I got 20 euros.</div><div id="signature-lamp">The lamp is signed.</div>'
    assert newest(marked_text(source)).text == "I got 20 euros.\nThe lamp is signed."


def test_html_decides_where_the_plain_text_marks_nothing() -> None:
    plain = newest("It hums.\n\nDear Ada, is all well?")
    marked = newest(marked_text("<div>It hums.</div><blockquote type=cite>Dear Ada, is all well?</blockquote>"))
    assert better(plain, marked).text == "It hums."
    assert better(newest("It hums. More words."), marked).text == "It hums. More words."


@pytest.mark.parametrize("subject", ["Fwd: Lamp", "WG: Lampe", "I: Lampada", "PD: Lampa"])
def test_a_mail_passed_on_is_shown_whole(subject: str) -> None:
    raw = f"From: a@b.example\nSubject: {subject}\n\nLook:\n\nFrom: Shop <s@shop.example>\nSent: today\nTo: Ada\nSubject: Lamp\n\nIt hums.\n"
    mail = parse(raw.encode())
    assert isinstance(mail, Mail)
    assert "It hums." in mail.reply.text


def test_a_mail_passed_on_has_no_marks_of_ours_in_it() -> None:
    source = '<p>Look.</p><div id="appendonsend"></div><div id="divRplyFwdMsg"><b>From:</b> Shop</div><p>It hums.</p>'
    assert newest(marked_text(source), forwarded=True).text.split() == ["Look.", "From:", "Shop", "It", "hums."]


def test_a_mail_that_is_all_quote_is_shown_as_its_html_has_it() -> None:
    mail = parse(
        b"From: a@b.example\nContent-Type: text/html\n\n<blockquote type=cite>I answer in here.</blockquote>\n"
    )
    assert isinstance(mail, Mail)
    assert mail.reply.text == "I answer in here."
