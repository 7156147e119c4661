"""Values of headers as they come, and as nobody can use them against us."""

from datetime import UTC, datetime

import pytest

from mail.addresses import addresses
from mail.facts import Address, Mail
from mail.headers import as_text, file_name, message_ids, parameters, time_of, value_text
from mail.parse import parse


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("=?utf-8?B?xYHDs2TFug==?=", "Łódź"),
        ("=?iso-8859-2?Q?=A3=F3d=BC?=", "Łódź"),
        ("=?koi8-r?B?7MHN0ME=?= x", "Лампа x"),
        ("=?utf-8?B?xYHD?= =?utf-8?B?s2TFug==?=", "Łódź"),
        ("=?utf-8?Q?=C5=81?=\r\n =?utf-8?Q?=C3=B3d=C5=BA?=", "Łódź"),
        ("a =?utf-8?q?b?= c", "a b c"),
        ("=?utf-8?q?a?==?utf-8?q?b?=", "ab"),
        ("=?utf-8*en?q?lamp?=", "lamp"),
        ("=?utf-8?q?two words?=", "two words"),
        ("=?utf-8?q?what?now?=", "what?now"),
        ("=?unknown?q?lamp?=", "lamp"),
        ("=?utf-8?x?lamp?=", "=?utf-8?x?lamp?="),
        ("=?utf-8?b?=?=", ""),
        ("=?utf-8?q?open", "=?utf-8?q?open"),
        ("=?zlib?b?eJw=?=", "xś"),
    ],
)
def test_encoded_words(written: str, read: str) -> None:
    assert value_text(written) == read


def test_eight_bit_headers() -> None:
    assert as_text("Łódź".encode()) == "Łódź"
    assert as_text("Łódź".encode("cp1250")) == "Łódź"
    assert as_text("Лампа гудит".encode("cp1251")) == "Лампа гудит"


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("text/plain; charset=utf-8", ("text/plain", {"charset": "utf-8"})),
        ('Text/Plain ; Charset="utf-8" ; a=b', ("text/plain", {"charset": "utf-8", "a": "b"})),
        ('attachment; filename="a \\"b\\".txt"', ("attachment", {"filename": 'a "b".txt'})),
        ("attachment; filename==?utf-8?B?xYHDs2TFug==?=", ("attachment", {"filename": "Łódź"})),
        ("attachment; filename*=iso-8859-2''%A3%F3d%BC", ("attachment", {"filename": "Łódź"})),
        ("a; name*0=x; name*1=y; name*10=z", ("a", {"name": "xyz"})),
        ("a; name*1*=%C5%BA; name*0*=utf-8''%C5%81", ("a", {"name": "Łź"})),
        ('a; name="open', ("a", {"name": "open"})),
        ("", ("", {})),
    ],
)
def test_parameters(value: str, read: tuple[str, dict[str, str]]) -> None:
    assert parameters(value) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("ada@b.example", [("", "ada@b.example")]),
        ("Ada <ada@b.example>", [("Ada", "ada@b.example")]),
        ('"Lovage, Ada" <ada@b.example>, bob@b.example', [("Lovage, Ada", "ada@b.example"), ("", "bob@b.example")]),
        ("ada@b.example (Ada Lovage)", [("Ada Lovage", "ada@b.example")]),
        ("lamps: ada@b.example, bob@b.example;", [("", "ada@b.example"), ("", "bob@b.example")]),
        ("undisclosed-recipients:;", []),
        ("=?utf-8?q?a=40bank.example=3E=2C?= <ada@b.example>", [("a@bank.example>,", "ada@b.example")]),
        ("=?utf-8?q?Ada_=3Cada=40b.example=3E?=", [("Ada", "ada@b.example")]),
        ("bank@bank.example <ada@b.example>", [("bank@bank.example", "ada@b.example")]),
        ("Ada <ada@b.example> Bob <bob@b.example>", [("Ada", "ada@b.example"), ("Bob", "bob@b.example")]),
        ("ada@b.example; bob@b.example", [("", "ada@b.example"), ("", "bob@b.example")]),
        (", ,ada@b.example,", [("", "ada@b.example")]),
        ('"ada l"@b.example', [("", '"ada l"@b.example')]),
        ("<@hop.example:ada@b.example>", [("", "ada@b.example")]),
        ("<mailto:ada@b.example>", [("", "ada@b.example")]),
        ("Ada <>", []),
        ("Mail Daemon", [("Mail Daemon", "")]),
        ('"Łódź" <ó@łódź.example>', [("Łódź", "ó@łódź.example")]),
        ('"open <ada@b.example>', [('"open', "ada@b.example")]),
    ],
)
def test_addresses(value: str, read: list[tuple[str, str]]) -> None:
    assert addresses([value]) == tuple(Address(name, address) for name, address in read)


def test_ids_of_threads() -> None:
    assert message_ids(iter(["<a@b> <c@d>", "x <a@b>", "<no at>"])) == ("a@b", "c@d")
    assert message_ids(iter(["bare@id.example"])) == ("bare@id.example",)
    assert message_ids(iter(["<<<<"])) == ()


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("Mon, 3 May 2027 10:15:00 +0200", datetime(2027, 5, 3, 8, 15, tzinfo=UTC)),
        ("3 May 27 10:15 GMT", datetime(2027, 5, 3, 10, 15, tzinfo=UTC)),
        ("Mon, 3 May 2027 10:15:00 +0200 (CEST)", datetime(2027, 5, 3, 8, 15, tzinfo=UTC)),
        ("yesterday", None),
        ("Mon, 99 May 2027 10:15:00 +0200", None),
        ("Mon, 3 May 9999999999 10:15:00 +0200", None),
        ("", None),
    ],
)
def test_times(value: str, read: datetime | None) -> None:
    assert time_of(value) == read


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\lamps\\lamp.png", "lamp.png"),
        ("lamp\u202egnp.exe", "lampgnp.exe"),
        ("a\r\nb.txt", "a b.txt"),
        ("x" * 999, "x" * 255),
    ],
)
def test_names_of_files(written: str, read: str) -> None:
    assert file_name(written) == read


BREAKS = ("\r\n", "\n", "\r", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x00", "\x1b")


@pytest.mark.parametrize("line_break", BREAKS)
def test_no_header_value_holds_a_line_break(line_break: str) -> None:
    """The attack: an encoded break in a subject or name that becomes a real header of our answer (CVE-2024-6923)."""
    hidden = "".join(f"={byte:02X}" for byte in f"x{line_break}Bcc: thief@evil.example".encode())
    word = f"=?utf-8?q?{hidden}?="
    percent = hidden.replace("=", "%")
    raw = (
        f"From: {word} <a@b.example>\r\nTo: {word} <c@d.example>\r\nSubject: {word}\r\nMessage-ID: <{word}@b>\r\nX-Own: {word}\r\n"
        f"Reply-To: {word} <e@f.example>\r\nReferences: <a{line_break}b@c> <{word}>\r\nList-Id: {word}\r\n"
        f"Content-Type: application/pdf; name*=utf-8''{percent}\r\n\r\nx"
    ).encode()
    mail = parse(raw)
    assert isinstance(mail, Mail)
    assert mail.sender
    values = [mail.sender.name, mail.sender.address, mail.subject, mail.message_id, mail.list_id, *mail.references]
    values += [one.name for one in (*mail.to, *mail.reply_to)] + [file.name for file in mail.attachments]
    values += [value for _, value in mail.headers]
    assert all(line_break not in value and len(value.splitlines()) <= 1 for value in values)
    assert "Bcc: thief" in mail.subject  # the guard keeps the words and takes only the break
