"""Each thing that real mail does, read out of a mail of our own."""

import hashlib

import pytest

from mail.facts import Address, Mail, Unparsed
from mail.parse import parse
from tests.mail.bounces import BOUNCES, NOT_BOUNCES
from tests.mail.letters import LETTERS


def letter(name: str) -> Mail:
    mail = parse(LETTERS[name])
    assert isinstance(mail, Mail)
    return mail


def read(text: str) -> Mail:
    mail = parse(text.replace("\n", "\r\n").encode())
    assert isinstance(mail, Mail)
    return mail


def test_the_plainest_mail() -> None:
    mail = letter("plain")
    assert mail.sender == Address("Ada Lovage", "ada@customer.example")
    assert mail.to == (Address("", "help@parley.example"),)
    assert mail.message_id == "plain@customer.example"
    assert str(mail.sent_at) == "2027-05-03 08:15:00+00:00"
    assert (mail.subject, mail.text.strip(), mail.kind, mail.must_not_answer) == ("Lamp", "It hums.", "message", False)
    assert mail.problems == ()


def test_alternatives_are_one_text_in_two_forms() -> None:
    mail = letter("alternative")
    assert mail.subject == "Lampa ładna"
    assert mail.text == "Ładna lampa."
    assert "<b>lampa</b>" in mail.html
    assert mail.in_reply_to == ("1@parley.example",)
    assert mail.references == ("0@parley.example", "1@parley.example")
    assert mail.attachments == ()


def test_files_keep_name_bytes_and_place() -> None:
    lamp, contract = letter("related").attachments
    assert (lamp.name, lamp.content_id, lamp.inline, lamp.type) == ("lamp.png", "p1@x", True, "image/png")
    assert (contract.name, contract.data, contract.inline) == ("łódź.pdf", b"%PDF-1.7", False)
    assert contract.sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert contract.size == 8


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("polish without a label", "Zażółć gęślą jaźń."),
        ("russian without a label", "Лампа гудит, спасибо."),
        ("russian under a wrong label", "Здравствуйте, лампа гудит."),
    ],
)
def test_charsets_are_found_where_labels_fail(name: str, words: str) -> None:
    assert letter(name).text.strip() == words


def test_uuencoded_files_leave_the_text() -> None:
    mail = letter("uuencoded")
    assert [(file.name, file.data) for file in mail.attachments] == [("note.txt", b"two lamps")]
    assert mail.reply.text == "See below.\n\nAda"


def test_flowed_lines_are_joined() -> None:
    mail = letter("flowed")
    assert mail.reply.text == "It hums all day."
    assert mail.reply.signature == "--\nAda"


def test_an_invite_says_what_and_when() -> None:
    mail = letter("invite")
    (invite,) = mail.invites
    assert invite.method == "REQUEST"
    assert invite.summary == "Look at the lamp, again"
    assert (invite.starts, invite.ends, invite.timezone) == (
        "2027-05-03T10:15:00",
        "2027-05-03T10:45:00",
        "Europe/Warsaw",
    )
    assert (invite.location, invite.organizer) == ("Lamp Street 4", "ada@customer.example")
    assert mail.text == "Visit?"


def test_winmail_is_opened() -> None:
    mail = letter("winmail")
    assert [(file.name, file.data) for file in mail.attachments] == [
        ("notes.txt", b"two lamps"),
        ("Umowa łódź.pdf", b"%PDF-1.7"),
    ]
    assert mail.text == "See the files."


def test_a_torn_winmail_stays_a_file() -> None:
    mail = read("From: a@b.example\nContent-Type: application/ms-tnef; name=winmail.dat\n\nno envelope\n")
    assert [file.name for file in mail.attachments] == ["winmail.dat"]


def test_signed_and_encrypted_mails_are_called_so() -> None:
    assert letter("signed").protection == "smime_signed"
    assert letter("signed").text == "Signed words."
    assert letter("encrypted").protection == "smime_encrypted"
    assert read("From: a@b.example\n\n-----BEGIN PGP MESSAGE-----\n\nhQ\n").protection == "pgp_encrypted"
    assert (
        read("From: a@b.example\n\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\nWords.\n").reply.text == "Words."
    )


def test_an_attached_mail_is_a_file_named_after_its_subject() -> None:
    mail = letter("forwarded as a file")
    assert mail.text == "See the mail."
    assert [file.name for file in mail.attachments] == ["Old lamp.eml"]
    assert mail.message_id == "forward@customer.example"


def test_a_bounce_names_the_recipient_and_our_mail() -> None:
    mail = letter("bounce")
    assert mail.is_bounce
    assert not mail.is_auto_reply
    assert mail.delivery
    assert mail.delivery.recipients == ("bob@customer.example",)
    assert (mail.delivery.action, mail.delivery.status) == ("failed", "5.1.1")
    assert mail.delivery.original_message_id == "ours@parley.example"


@pytest.mark.parametrize("name", BOUNCES)
def test_bounces_without_a_standard_form(name: str) -> None:
    source, recipients, action = BOUNCES[name]
    mail = read(source)
    assert mail.is_bounce
    assert mail.must_not_answer
    assert mail.delivery
    assert (mail.delivery.recipients, mail.delivery.action) == (recipients, action)


@pytest.mark.parametrize("name", NOT_BOUNCES)
def test_mails_that_only_sound_like_a_bounce(name: str) -> None:
    assert read(NOT_BOUNCES[name]).delivery is None


def test_other_reports_are_not_bounces() -> None:
    receipt, abuse = letter("read receipt"), letter("abuse report")
    assert receipt.kind == "read_receipt"
    assert receipt.receipt
    assert (receipt.receipt.original_message_id, receipt.receipt.disposition) == ("ours@parley.example", "displayed")
    assert abuse.kind == "abuse_report"
    assert abuse.abuse
    assert (abuse.abuse.feedback_type, abuse.abuse.recipients) == ("abuse", ("bob@customer.example",))
    assert not receipt.is_bounce
    assert not abuse.is_bounce


@pytest.mark.parametrize("name", ["bounce", "read receipt", "abuse report", "absence note", "list mail"])
def test_machines_get_no_automatic_answer(name: str) -> None:
    assert letter(name).must_not_answer


@pytest.mark.parametrize(
    "header",
    [
        "Auto-Submitted: auto-generated",
        "Precedence: bulk",
        "List-Unsubscribe: <mailto:off@list.example>",
        "X-Auto-Response-Suppress: OOF, AutoReply",
        "X-Loop: yes",
        "Return-Path: <>",
        "Received: x\n" * 50 + "Received: x",
    ],
)
def test_one_header_is_enough_to_get_no_automatic_answer(header: str) -> None:
    assert read(f"From: a@b.example\n{header}\n\nHello\n").must_not_answer
    assert not read(
        "From: a@b.example\nAuto-Submitted: no\nReceived: x\nReturn-Path: <a@b.example>\n\nHello\n"
    ).must_not_answer


@pytest.mark.parametrize(
    "address",
    [
        "noreply@x.example",
        "no-reply+4@x.example",
        "MAILER-DAEMON@x.example",
        "bounces-1@x.example",
        "owner-lamps@x.example",
    ],
)
def test_robots_get_no_automatic_answer(address: str) -> None:
    assert read(f"From: {address}\n\nHello\n").must_not_answer


@pytest.mark.parametrize(
    "subject",
    [
        "Automatic reply: Lamp",
        "Out of office",
        "Automatische Antwort: Lampe",
        "Automatyczna odpowiedź: Lampa",
        "Risposta automatica: Lampada",
        "Автоматический ответ: Лампа",
    ],
)
def test_absence_is_read_from_the_subject(subject: str) -> None:
    assert read(f"From: a@b.example\nSubject: {subject}\n\nAway.\n").is_auto_reply


@pytest.mark.parametrize("subject", ["Automatic doors", "The office is out of lamps", "Autobus"])
def test_a_subject_that_only_sounds_alike(subject: str) -> None:
    assert not read(f"From: a@b.example\nSubject: {subject}\n\nHello.\n").is_auto_reply


def test_what_cannot_be_parsed_says_why() -> None:
    assert parse(b"") == Unparsed("The mail is empty.")
    assert parse(b" " * (35 * 1024 * 1024 + 1)) == Unparsed("The mail is larger than 35 MB.")


@pytest.mark.parametrize(
    ("mail", "words"),
    [
        (
            "Content-Type: multipart/mixed; boundary=a\n\n--b\nContent-Type: text/plain\n\none\n--b\n\ntwo\n--b--\n",
            ["one", "two"],
        ),
        ("Content-Type: multipart/mixed; boundary=a\n\njust words\n", ["just words"]),
        ("Content-Type: multipart/mixed; boundary=a\n\n--a\n\nno end\n", ["no end"]),
        ("Content-Type: text/plain; charset=utf-16\n\nno such thing\n", ["no such thing"]),
        ("Content-Type: text\n\nno subtype\n", ["no subtype"]),
        ("Content-Type: text/plain; charset=klingon\n\nqapla\n", ["qapla"]),
        ("Subject: x\nno empty line\n", ["no empty line"]),
        ("Content-Transfer-Encoding: base64\n\nSGVsbG8gQWR\n", ["Hello Ad"]),
        ("Content-Type: text/html\n\n<p>only <b>HTML</b><td>cells", ["only HTML", "cells"]),
        ("Content-Type: text/html\n\n<style>p{}</style><script>x</script><p>words", ["words"]),
    ],
)
def test_broken_mails_show_their_words(mail: str, words: list[str]) -> None:
    text = read(mail).text
    assert all(word in text for word in words)


def test_a_stray_line_among_headers_is_passed_over() -> None:
    mail = read("From: a@b.example\nthis is no header\nSubject: Lamp\n\nIt hums.\n")
    assert (mail.subject, mail.text.strip()) == ("Lamp", "It hums.")


def test_two_senders_are_said() -> None:
    assert "The mail names more than one sender." in read("From: a@b.example\nFrom: c@d.example\n\nx\n").problems
    assert "The mail names more than one sender." in read("From: a@b.example, c@d.example\n\nx\n").problems


@pytest.mark.parametrize(("number", "said"), [(199, False), (200, False), (201, True)])
def test_the_cap_on_addresses(number: int, said: bool) -> None:
    mail = read("From: a@b.example\nTo: " + ",\n ".join(f"c{one}@d.example" for one in range(number)) + "\n\nx\n")
    assert len(mail.to) == min(number, 200)
    assert bool(mail.problems) is said


@pytest.mark.parametrize(("number", "said"), [(998, False), (999, False), (1000, True)])
def test_the_cap_on_header_lines(number: int, said: bool) -> None:
    mail = read("From: a@b.example\n" + "X-Line: 1\n" * number + "\nwords\n")
    assert bool(mail.problems) is said
    assert mail.must_not_answer is said
    assert mail.text.strip() == "words"


@pytest.mark.parametrize(("levels", "said"), [(99, False), (100, False), (101, True)])
def test_the_cap_on_levels(levels: int, said: bool) -> None:
    opened = "".join(f"Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n" for level in range(levels))
    mail = read(f"From: a@b.example\n{opened}\nwords\n")
    assert bool(mail.problems) is said
    assert ("words" in mail.text) is not said


@pytest.mark.parametrize(("number", "said"), [(998, False), (999, False), (1000, True)])
def test_the_cap_on_parts(number: int, said: bool) -> None:
    mail = read("From: a@b.example\nContent-Type: multipart/mixed; boundary=b\n\n" + "--b\n\nwords\n" * number)
    assert bool(mail.problems) is said
    assert mail.text.count("words") == min(number, 999)
