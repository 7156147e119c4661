"""What is composed, read back by CPython's parser and by Parley's own: exactly the headers meant, and every word."""

import email
import email.policy
import re
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from typing import Any, cast

import pytest

from mail.compose import (
    ATTRIBUTIONS,
    Attachment,
    Mailbox,
    Outgoing,
    Quoted,
    answer_html,
    answer_text,
    attribution,
    compose,
    new_message_id,
    reply_subject,
)
from mail.facts import Mail
from mail.header_line import Unwritable
from mail.parse import parse

AT = datetime(2026, 11, 21, 10, 30, tzinfo=UTC)
USUAL = Outgoing(
    sender=Mailbox("support@shop.example", "Sklep Żółw"),
    to=(Mailbox("ann@example.org", "Ann Rowan"),),
    subject="Your parcel",
    text="It is on its way.",
    message_id="<1@shop.example>",
    at=AT,
)
HEADERS = ["From", "To", "Subject", "Message-ID", "Date", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"]


def read(raw: bytes) -> EmailMessage:
    """By an independent parser, after checking what every mail of ours keeps to."""
    assert raw.isascii()
    assert b"\r\n" in raw
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", raw), "CRLF and nothing else"
    assert max(len(line) for line in raw.split(b"\r\n")) <= 400
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert [part.defects for part in message.walk()] == [[]] * len(list(message.walk()))
    return message


def parsed(raw: bytes) -> Mail:
    found = parse(raw)
    assert isinstance(found, Mail)
    return found


def words(part: Any) -> str:
    content: str = part.get_content()
    return content.replace("\r\n", "\n")


def test_a_plain_mail() -> None:
    message = read(compose(USUAL))
    assert message.keys() == HEADERS
    assert message["From"].addresses[0].display_name == "Sklep Żółw"
    assert message["To"].addresses[0].addr_spec == "ann@example.org"
    assert message["Subject"] == "Your parcel"
    assert message["Message-ID"] == "<1@shop.example>"
    assert message["Date"].datetime == AT
    assert message.get_content_type() == "text/plain"
    assert words(message) == "It is on its way.\n"


def test_the_whole_of_it() -> None:
    png, pdf = b"\x89PNG\r\n\x1a\n" + bytes(200), bytes(range(256)) * 40
    mail = replace(
        USUAL,
        cc=(Mailbox("bob@example.org"), Mailbox("eva@example.org", 'Eva "the \\ boss", Ltd.')),
        bcc=(Mailbox("log@shop.example"),),
        reply_to="support+" + "a" * 26 + "@shop.example",
        in_reply_to="<q@example.org>",
        references=("<first@example.org>", "<q@example.org>"),
        html='<p>It is <b>on its way</b>. <img src="cid:logo@shop"></p>',
        attachments=(
            Attachment("Rechnung für März.pdf", "application/pdf", pdf),
            Attachment("logo.png", "image/png", png, "logo@shop"),
        ),
    )
    raw = compose(mail)
    message = read(raw)
    assert b"log@shop.example" not in raw
    assert mail.recipients == ("ann@example.org", "bob@example.org", "eva@example.org", "log@shop.example")
    assert [one.display_name for one in message["Cc"].addresses] == ["", 'Eva "the \\ boss", Ltd.']
    assert message["Reply-To"].addresses[0].addr_spec == mail.reply_to
    assert (message["In-Reply-To"], message["References"]) == ("<q@example.org>", "<first@example.org> <q@example.org>")
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/mixed",
        "multipart/related",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "image/png",
        "application/pdf",
    ]
    parts = {part.get_content_type(): part for part in message.walk()}
    assert cast("Any", parts["application/pdf"]).get_content() == pdf
    assert parts["application/pdf"].get_filename() == "Rechnung für März.pdf"
    assert cast("Any", parts["image/png"]).get_content() == png
    assert (parts["image/png"]["Content-ID"], parts["image/png"].get_content_disposition()) == ("<logo@shop>", "inline")
    assert words(parts["text/html"]).strip() == mail.html


def test_parleys_own_parser_reads_it_too() -> None:
    mail = replace(USUAL, html="<p>It is on its way.</p>", in_reply_to="<q@example.org>", subject="Paczka – żółć 🎁")
    found = parsed(compose(mail))
    assert found.subject == mail.subject
    assert (found.message_id, found.in_reply_to) == ("1@shop.example", ("q@example.org",))
    assert found.text.strip() == mail.text


def test_the_same_mail_is_the_same_bytes() -> None:
    mail = replace(USUAL, html="<p>a</p>", attachments=(Attachment("a.txt", "text/plain", b"a"),))
    assert compose(mail) == compose(mail)


INJECTIONS = [
    f"Hello{ending}Bcc: eve@evil.example{ending}{ending}<script>"
    for ending in ("\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029", "\x00", "\x1c", "\r\n ", "\n\t")
] + [
    "=?utf-8?q?Hello=0D=0ABcc:_eve@evil.example?=",
    "=?utf-8?b?DQpCY2M6IGV2ZUBldmlsLmV4YW1wbGU=?=",
    '"; filename="evil.exe',
    "a" * 5_000,
    "\ud800 broken",
    '"quoted" \\ <angle@evil.example>, other@evil.example;',
    " lead and  two spaces ",
    "../../etc/passwd\\..\\boot.ini",
    "żółw" * 300,
    "",
    "?=",
    "%0d%0aBcc: eve@evil.example",
]


@pytest.mark.parametrize("hostile", INJECTIONS, ids=lambda text: repr(text)[:30])
def test_no_value_makes_a_header(hostile: str) -> None:
    mail = replace(
        USUAL,
        sender=Mailbox("support@shop.example", hostile),
        to=(Mailbox("ann@example.org", hostile),),
        subject=hostile,
        text=hostile,
        html=f"<p>{hostile}</p>",
        in_reply_to=hostile,
        references=(hostile, "<fine@example.org>", f"<a@b>{hostile}"),
        attachments=(Attachment(hostile, hostile, b"a"), Attachment("b.png", f"image/png{hostile}", b"b", "cid1")),
    )
    raw = compose(mail)
    message = read(raw)
    expected = [*HEADERS[:4], "References", "Date", "MIME-Version", "Content-Type"]
    assert message.keys() == expected
    assert {name for part in message.walk() for name in part.keys()} <= {  # noqa: SIM118
        *HEADERS,
        "References",
        "Content-Disposition",
        "Content-ID",
    }
    assert [one.addr_spec for one in message["From"].addresses] == ["support@shop.example"]
    assert [one.addr_spec for one in message["To"].addresses] == ["ann@example.org"]
    assert "<fine@example.org>" in message["References"]
    assert "Bcc" not in message
    types = [part.get_content_type() for part in message.walk() if not part.is_multipart()]
    assert types[:2] == ["text/plain", "text/html"]
    assert sorted(types[2:]) == ["application/octet-stream", "application/octet-stream" if hostile else "image/png"]
    if hostile.isprintable() and "=?" not in hostile:
        assert message["Subject"] == hostile.strip()[:1_000]
        shown = message["From"].addresses[0].display_name
        assert (
            shown.replace(" ", "") == hostile.replace(" ", "")[:1_000]
        )  # CPython puts spaces between the words of a name


@pytest.mark.parametrize(
    "address",
    [
        "ann@example.org\r\nBcc: eve@evil.example",
        "ann@example.org, eve@evil.example",
        "ann@example.org>",
        "<ann@example.org>",
        "ann",
        "@example.org",
        "ann@",
        "ann@exa mple.org",
        '"a b"@example.org',
        "żółw@example.org",
        "ann@-example.org",
        "ann@example..org",
        "a" * 65 + "@example.org",
        "ann@" + "a." * 130 + "org",
    ],
)
def test_an_address_is_plain_or_refused(address: str) -> None:
    for changed in (
        replace(USUAL, to=(Mailbox(address),)),
        replace(USUAL, sender=Mailbox(address)),
        replace(USUAL, cc=(Mailbox(address),)),
        replace(USUAL, reply_to=address),
    ):
        with pytest.raises(Unwritable, match="not an address"):
            compose(changed)


def test_a_domain_in_other_letters() -> None:
    message = read(compose(replace(USUAL, to=(Mailbox("ann@żółw.example"),))))
    assert message["To"].addresses[0].domain == "xn--w-uga1v8h.example"


@pytest.mark.parametrize("own", ["", "<1@shop.example>\r\nBcc: a@b", "<a b@c>", "<>", "<a><b>", "<" + "a" * 251 + ">"])
def test_its_own_message_id_must_be_one(own: str) -> None:
    with pytest.raises(Unwritable, match="not a message id"):
        compose(replace(USUAL, message_id=own))


def test_a_long_thread_keeps_its_first_and_its_newest() -> None:
    chain = tuple(f"<{number}@example.org>" for number in range(100))
    message = read(compose(replace(USUAL, in_reply_to=chain[50], references=chain)))
    kept = message["References"].split()
    assert (len(kept), kept[0], kept[-1]) == (20, chain[0], chain[50])


def test_nobody_to_send_it_to() -> None:
    with pytest.raises(Unwritable, match="recipient"):
        compose(replace(USUAL, to=()))


@pytest.mark.parametrize("automatic", ["auto-replied", "auto-generated"])
def test_automatic_mail_says_so(automatic: Any) -> None:
    message = read(compose(replace(USUAL, automatic=automatic)))
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == (automatic, "All")


@pytest.mark.parametrize(
    "text",
    [
        "",
        ".",
        ".\n.\n..",
        "From here\nto there",
        "a\n\n\n b \n",
        "żółć " * 400,
        "Привет, мир! " * 200,
        "x" * 10_000,
        "tab\tand = sign =3D",
        "\x00\x07bell",
    ],
    ids=lambda text: repr(text)[:20],
)
def test_every_word_arrives(text: str) -> None:
    message = read(compose(replace(USUAL, text=text, html=f"<p>{text}</p>")))
    plain, rich = message.iter_parts()
    expected = text.replace("\x00", "").replace("\x07", "").rstrip("\n")
    assert words(plain) == expected + "\n"
    assert words(rich) == f"<p>{text}</p>".replace("\x00", "").replace("\x07", "") + "\n"


def test_lines_are_folded() -> None:
    raw = compose(
        replace(
            USUAL,
            subject="Wiadomość o przesyłce, " * 20,
            to=tuple(Mailbox(f"person{number}@example.org", f"Person Number {number}") for number in range(40)),
            references=tuple(f"<{number}.{'x' * 30}@example.org>" for number in range(20)),
            attachments=(Attachment("ein sehr langer Dateiname für Übungen " * 5 + ".pdf", "application/pdf", b"a"),),
        )
    )
    assert max(len(line) for line in raw.split(b"\r\n")) <= 78
    message = read(raw)
    assert len(message["To"].addresses) == 40
    assert message["Subject"] == ("Wiadomość o przesyłce, " * 20).strip()
    assert [part.get_filename() for part in message.iter_attachments()] == [
        "ein sehr langer Dateiname für Übungen " * 5 + ".pdf"
    ]


@pytest.mark.parametrize("language", [*ATTRIBUTIONS, "pl-PL", "fr", ""])
def test_the_quote(language: str) -> None:
    quoted = Quoted("Ann\r\nRowan", AT, "Where is it?\n> older\n\nAnn", "<p>Where is it?</p>")
    text = answer_text("It is here.\n", "Parley\nShop", quoted, language)
    line = attribution(language, quoted)
    assert "Ann Rowan" in line
    assert "2026" in line
    assert "\n" not in line
    assert text == f"It is here.\n\n-- \nParley\nShop\n\n{line}\n> Where is it?\n>> older\n> \n> Ann\n"
    rich = answer_html("<p>It is here.</p>", "A & <B>", quoted, language)
    assert "A &amp; &lt;B&gt;" in rich
    assert '<blockquote type="cite"' in rich
    assert rich.index("It is here") < rich.index("A &amp;") < rich.index("Where is it?")


def test_a_quote_without_html_is_escaped() -> None:
    assert "&lt;script&gt;" in answer_html("a", quoted=Quoted("<b>", AT, "<script>"))
    assert "<script>" not in answer_html("a", quoted=Quoted("<b>", AT, "<script>"))


def test_the_customers_program_finds_the_quote_again() -> None:
    """Parley's own reply cutting, in each language."""
    for language in ATTRIBUTIONS:
        text = answer_text("It is here.", "", Quoted("Ann Rowan", AT, "Where is it?"), language)
        assert parsed(compose(replace(USUAL, text=text))).reply.text.strip() == "It is here.", language


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        ("Parcel", "Re: Parcel"),
        ("RE: Parcel", "RE: Parcel"),
        ("Odp: Parcel", "Odp: Parcel"),
        ("AW: x", "AW: x"),
        ("Отв: x", "Отв: x"),
        ("Report: x", "Re: Report: x"),
    ],
)
def test_the_subject_of_an_answer(subject: str, expected: str) -> None:
    assert reply_subject(subject) == expected


def test_message_ids_are_unguessable() -> None:
    assert new_message_id("shop.example") != new_message_id("shop.example")
    compose(replace(USUAL, message_id=new_message_id("shop.example")))
