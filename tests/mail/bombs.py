"""Mails made to hurt: each is small on the wire and dear to read for a parser that takes standards at their word."""

from collections.abc import Callable

_HEAD = b"From: Ada Lovage <ada@customer.example>\r\nTo: help@parley.example\r\nMessage-ID: <bomb@customer.example>\r\n"
_TEXT = b"Content-Type: text/plain; charset=utf-8\r\n\r\nmy own words\r\n"
_HTML = b"MIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\n\r\n"


def _nested(levels: int) -> bytes:
    opened = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n' % (level, level) for level in range(levels)
    )
    return _HEAD + b"Subject: nesting\r\n" + opened + _TEXT


def _parts(number: int) -> bytes:
    return (
        _HEAD + b"Subject: parts\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n" + (b"--x\r\n" + _TEXT) * number
    )


def _rfc822(levels: int) -> bytes:
    return _HEAD + b"Content-Type: message/rfc822\r\n\r\n" * levels + _TEXT


BOMBS: dict[str, Callable[[], bytes]] = {
    "a subject of encoded words": lambda: _HEAD + b"Subject:" + b" =?utf-8?q?=C5=82?=" * 9_000 + b"\r\n" + _TEXT,
    "a subject of unfinished encoded words": lambda: _HEAD + b"Subject: " + b"=?a?q?" * 40_000 + b"\r\n" + _TEXT,
    "a subject of foreign charsets": lambda: (
        _HEAD + b"Subject:" + b" =?iso-2022-jp?b?GyRC?= =?zlib?b?eJw=?=" * 5_000 + b"\r\n" + _TEXT
    ),
    "spaces under base64": lambda: (
        _HEAD + b"Content-Type: text/plain\r\nContent-Transfer-Encoding: base64\r\n\r\n" + b" " * 4_000_000 + b"!\r\n"
    ),
    "one letter beyond ASCII without an end": lambda: _HEAD + b"\r\n" + b"\xff" * 4_000_000,
    "comments in comments": lambda: _HEAD + b"Cc: " + b"(a" * 100_000 + b"\r\n" + _TEXT,
    "a folded subject of a megabyte": lambda: _HEAD + b"Subject: x" + b"\r\n x" * 250_000 + b"\r\n" + _TEXT,
    "a folded subject under the cap": lambda: _HEAD + b"Subject: x" + (b"\r\n " + b"x" * 200) * 990 + b"\r\n" + _TEXT,
    "ten thousand header lines": lambda: _HEAD + b"X-Spam: 1\r\n" * 10_000 + _TEXT,
    "a Content-Type of parameters": lambda: (
        _HEAD + b"Content-Type: text/plain" + b";a=b" * 60_000 + b"\r\n\r\nmy own words\r\n"
    ),
    "a Content-Type of numbered pieces": lambda: (
        _HEAD
        + b"Content-Type: text/plain"
        + b"".join(b"; n*%d=x" % number for number in range(20_000))
        + b"\r\n\r\nmy own words\r\n"
    ),
    "a Content-Type of quotes": lambda: (
        _HEAD + b'Content-Type: text/plain; a="' + b'\\"' * 120_000 + b"\r\n\r\nmy own words\r\n"
    ),
    "nesting under the cap": lambda: _nested(95),
    "nesting": lambda: _nested(20_000),
    "mails in mails": lambda: _rfc822(5_000),
    "ten thousand addresses": lambda: _HEAD + b"Cc: " + b"a@b.example, " * 19_000 + b"\r\n" + _TEXT,
    "an address list of quotes": lambda: _HEAD + b'Cc: "' + b'\\" "' * 60_000 + b"\r\n" + _TEXT,
    "a sender of quotes that never close": lambda: (
        b'From: "' + b'\\"' * 120_000 + b"\r\nTo: help@parley.example\r\n" + _TEXT
    ),
    "an address list of comments that never close": lambda: _HEAD + b"Cc: (" + b"\\(" * 120_000 + b"\r\n" + _TEXT,
    "an address list of groups": lambda: _HEAD + b"Cc: " + b"@:" * 120_000 + b"\r\n" + _TEXT,
    "an address list of brackets": lambda: _HEAD + b"Cc: " + b"(<" * 120_000 + b"\r\n" + _TEXT,
    "an address of one long word": lambda: _HEAD + b"Cc: " + b"a" * 240_000 + b"\r\n" + _TEXT,
    "ids of brackets": lambda: _HEAD + b"References: " + b"<" * 240_000 + b"\r\n" + _TEXT,
    "parts": lambda: _parts(200_000),
    "delimiter lines": lambda: _parts(1) + b"--\r\n--y\r\n" * 700_000,
    "base64 of padding": lambda: _HEAD + b"Content-Transfer-Encoding: base64\r\n\r\n" + b"QQ==" * 1_000_000,
    "quoted-printable of equals": lambda: (
        _HEAD + b"Content-Transfer-Encoding: quoted-printable\r\n\r\n" + b"=" * 4_000_000
    ),
    "text of quote marks": lambda: _HEAD + b"\r\n" + b">" * 2_000_000,
    "lines of quote marks": lambda: _HEAD + b"\r\n" + b"> \n" * 600_000,
    "lines of labels": lambda: _HEAD + b"\r\n" + b"From: a\nTo: b\n" * 40_000,
    "lines of dashes": lambda: _HEAD + b"\r\n" + b"--\nAda\n" * 70_000,
    "lines that begin like announcements": lambda: _HEAD + b"\r\n" + b"On Mon 3 May 2027, 10:00, Ada\n" * 20_000,
    "lines of begin": lambda: _HEAD + b"\r\n" + b"begin 644 a\n" * 200_000 + b"end\n",
    "tags nested": lambda: _HEAD + _HTML + b"<div>" * 400_000 + b"my own words",
    "formatting nested": lambda: _HEAD + _HTML + b"<a><b>" * 300_000 + b"my own words",
    "quotes that never close": lambda: _HEAD + _HTML + b"<a title='" * 180_001 + b">",
    "comments that never close": lambda: _HEAD + _HTML + b"<!--" * 500_000,
    "styles that never close": lambda: _HEAD + _HTML + b"<style>" * 290_000,
    "attributes": lambda: _HEAD + _HTML + b"<p " + b"a=1 " * 500_000 + b">my own words",
    "paragraphs": lambda: _HEAD + _HTML + b"<p>my own words<br>" * 110_000,
    "entities": lambda: _HEAD + _HTML + b"&lt;" * 500_000,
    "angle brackets": lambda: _HEAD + _HTML + b"<" * 2_000_000,
    "blockquotes": lambda: _HEAD + _HTML + b"<blockquote type=cite>my own words" * 60_000,
    "a calendar of folds": lambda: _HEAD + b"Content-Type: text/calendar\r\n\r\nBEGIN:VEVENT\r\n" + b"A;B" * 900_000,
    "spaces": lambda: _HEAD + b"Subject:" + b" " * 200_000 + b"x\r\n\r\n" + b" " * 3_000_000,
    "a bounce of quoted nothing": lambda: (
        b"From: mailer-daemon@x.example\r\nSubject: failure notice\r\n\r\n" + b">\r\n" * 200_000
    ),
    "a bounce of at-signs": lambda: (
        b"From: mailer-daemon@x.example\r\nSubject: failure notice\r\n\r\n" + b"recipient:a@" * 200_000
    ),
}
