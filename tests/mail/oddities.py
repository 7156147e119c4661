"""Mails that are not as the standards want them, each with what must be read out of it, in the form of the public corpus's expected.json.

Invented from the habits of programs of thirty years: what they leave out, write twice, mislabel or say in words.
"""

import base64
from collections.abc import Iterator
from typing import Any

Oddity = tuple[str, bytes, dict[str, Any]]

_FILE = b"%PDF-1.7 lamp"
_FILE_ENCODED = base64.b64encode(_FILE).decode()


def _b64(text: str, charset: str = "utf-8") -> str:
    return base64.b64encode(text.encode(charset)).decode()


_HEADERS: dict[str, tuple[str, dict[str, Any]]] = {
    "empty lines first": ("\n\nFrom: a@b.example\nSubject: s\n\nwords\n", {"from_address": "a@b.example", "subject": "s"}),
    "a byte order mark": ("\ufeffFrom: a@b.example\nSubject: s\n\nwords\n", {"from_address": "a@b.example", "reply_text": "words"}),
    "nothing but words": ("\njust words\n", {"from_address": None, "text_contains": ["just words"]}),
    "a bracket that never closes": ("From: Joe <a@b.example\n\nx\n", {"from_address": "a@b.example", "from_name": "Joe"}),
    "two brackets": ("From: Joe <<a@b.example>>\n\nx\n", {"from_address": "a@b.example", "from_name": "Joe"}),
    "square brackets": ("From: Joe [mailto:a@b.example]\n\nx\n", {"from_address": "a@b.example"}),
    "a name in square brackets": ("From: Joe [Lamps] <a@b.example>\n\nx\n", {"from_address": "a@b.example", "from_name": "Joe [Lamps]"}),
    "an IPv6 address": ("From: a@[IPv6:2001:db8::1]\n\nx\n", {"from_address": "a@[ipv6:2001:db8::1]"}),
    "blanks round the at": ("From: a @ b . example\n\nx\n", {"from_address": "a@b.example"}),
    "comments everywhere": (
        "From: Pete(A nice (old\\) chap)) <pete(his)@b.example(host)>\nTo: (all (of) us) c@d.example\nCc: (none)Nobody:(a (b) c);\n\nx\n",
        {"from_address": "pete@b.example", "to": ["c@d.example"], "cc": []},
    ),
    "no commas": ("From: a@b.example\nTo: c@d.example\n e@f.example\n\nx\n", {"to": ["c@d.example", "e@f.example"]}),
    "blanks in an id": ("From: a@b.example\nMessage-ID: < one@b.example >\n\nx\n", {"message_id": "one@b.example"}),
    "a quoted id": ('From: a@b.example\nMessage-ID: <"a b:1"@b.example>\n\nx\n', {"message_id": '"a b:1"@b.example'}),
    "text/enriched": ("Content-Type: text/enriched\n\n<bold>Now</bold> <<lamps>\nare\n\n\non", {"text_contains": ["Now <lamps> are", "on"]}),
    "a part of a mail": (
        'From: a@b.example\nContent-Type: message/partial; id="p@b"; number=1; total=2\n\nFrom: a@b.example\n\nfirst half\n',
        {"text_contains": ["first half"]},
    ),
    "blanks after a soft break": ("Content-Transfer-Encoding: quoted-printable\n\none=  \n two\n", {"reply_text": "one two"}),
    "a list's words under base64": (
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{_b64('Zażółć gęślą')}\n\n____\nThe list\n",
        {"text_contains": ["Zażółć gęślą", "The list"]},
    ),
    "base64 that is none": (
        "Content-Type: text/plain\nContent-Transfer-Encoding: base64\n\nHello, this was never encoded!\n",
        {"reply_text": "Hello, this was never encoded!"},
    ),
    "base64 with noise": (
        f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n{' '.join(_b64('Zażółć'))} !\n",
        {"reply_text": "Zażółć"},
    ),
}  # fmt: skip

_ENCODINGS = ("base64", "BASE64 (MIME)", "base-64", "x-base64", '"base64"', "base64;")

_DATES: dict[str, str | None] = {
    "3 May 2027 10:15 +0200": "2027-05-03T08:15:00Z",
    "2027-05-03T10:15:00+02:00": "2027-05-03T08:15:00Z",
    "2027-05-03 10:15:00 +0200": "2027-05-03T08:15:00Z",
    "Mon, 3 May 2027 10:15:60 +0000": "2027-05-03T10:16:00Z",
    "Mon, 3 May 2027 10:15:00 GMT+0200": "2027-05-03T08:15:00Z",
    "Mon, 3 May 2027 10:15:00 +02:00": "2027-05-03T08:15:00Z",
    "Mon, 3 May 127 10:15:00 +0200": "2027-05-03T08:15:00Z",
    "Mon, 3 May 2027 10:15:00 PM +0200": "2027-05-03T20:15:00Z",
    "Mon May  3 10:15:00 2027": "2027-05-03T10:15:00Z",
    "Mon, 32 May 2027 10:15:00 +0200": None,
    "the day before": None,
}

_LABELS = (
    ("gb2312", "gb18030", "灯坏了，谢谢"),
    ("gb_2312-80", "gb18030", "灯坏了，谢谢"),
    ("windows-31j", "cp932", "ランプが壊れた"),
    ("x-euc-jp", "euc-jp", "ランプが壊れた"),
    ("iso-2022-jp", "iso2022-jp", "ランプが壊れた"),
    ("", "iso2022-jp", "ランプが壊れた"),
    ("x-x-big5", "big5", "檯燈壞了，謝謝"),
    ("windows-949", "cp949", "램프가 고장"),
    ("dos-874", "cp874", "โคมไฟเสีย"),
    ("visual", "iso8859-8", "שלום"),
    ("l1", "cp1252", "“naïve” – 20 €"),
    ("ISO_8859-2:1987", "iso8859-2", "Zażółć gęślą jaźń"),
    ("win-1251", "cp1251", "Лампа гудит"),
    ("ibm866", "cp866", "Лампа гудит"),
    ("'utf-8'", "utf-8", "Zażółć – „ładna”"),
    ("utf-8", "cp1251", "Лампа гудит, спасибо"),
    ("", "cp1251", "ЛАМПА НЕ РАБОТАЕТ, ВЕРНИТЕ ДЕНЬГИ"),
    ("", "koi8-r", "ЛАМПА НЕ РАБОТАЕТ, ВЕРНИТЕ ДЕНЬГИ"),
    ("", "cp1250", "Dziękuję"),
    ("", "cp1250", "Příliš žluťoučký kůň"),
    ("", "latin-1", "¿Dónde está mi lámpara? ¡Mañana la necesito!"),
    ("", "latin-1", "Ça ne marche pas très bien, où êtes-vous"),
    ("", "gb18030", "你好，我的灯坏了，请帮助我，谢谢。"),
    ("", "cp949", "안녕하세요, 램프가 고장났습니다. 도와주세요."),
    ("", "cp932", "こんにちは、ランプが壊れました。"),
)

_NAMES = {
    "filename*0*=UTF-8''%C5%82;\n filename*1*=%C3%B3d;\n filename*2=\"ka.pdf\"": "łódka.pdf",
    'filename*0="=?UTF-8?B?xYLDs2TFug"; filename*1="==?= x.pdf"': "łódź x.pdf",
    "filename*=a%20b.pdf": "a b.pdf",
    "filename=my report.pdf": "my report.pdf",
    'filename="plain.pdf"; filename*=UTF-8\'\'%C5%82.pdf': "ł.pdf",
    'filename="(a).pdf" (comment)': "(a).pdf",
    'filename="C:\\\\docs\\\\a.pdf"': "a.pdf",
}  # fmt: skip

_DAEMON = "Mail Delivery Subsystem <MAILER-DAEMON@mx.example>"
_POSTMASTER = "postmaster@mx.example"
_BOB = "bob@customer.example"
_BOUNCES: tuple[tuple[str, str, str, str], ...] = (
    ("bounce", _POSTMASTER, "Undeliverable Mail", f"User mailbox exceeds allowed size: {_BOB}\n\nOriginal message follows.\n"),
    ("bounce", _POSTMASTER, "Undeliverable Mail", f"Delivery failed 20 attempts: {_BOB}\n"),
    ("bounce", _DAEMON, "FAILED MAIL", f"The following destination addresses were unknown:\n\nSMTP <{_BOB}>\n"),
    ("bounce", _DAEMON, "Returned mail: User unknown", f"   ----- Transcript of session follows -----\n550 {_BOB}... User unknown\n"),
    ("bounce", _POSTMASTER, "Message status - undeliverable", f"The message was undeliverable to the following:\n\t{_BOB} (not found)\n"),
    ("bounce", _POSTMASTER, "NOTICE: mail delivery status.", f"Your message to the following recipients cannot be delivered:\n\n<{_BOB}>:\n"),
    ("bounce", "MDaemon <MDaemon@mx.example>", "Permanent Delivery Failure", f"NOT BEEN DELIVERED TO THE FOLLOWING RECIPIENTS:\n\n{_BOB}\n"),
    ("bounce", "Outlook <MicrosoftExchange329e@x.example>", "Undeliverable: lamp", f"Your message to {_BOB} couldn't be delivered.\n"),
    ("bounce", _POSTMASTER, "Email Delivery Failure", f"The following message to <{_BOB}> was undeliverable.\n"),
    ("bounce", _DAEMON, "Mail delivery failed", f"Failed to deliver to '{_BOB}'\n 550 5.1.1 unknown\n"),
    ("bounce", _DAEMON, "Mail delivery failed", f'The following address failed:\n\n  "{_BOB}":\n    timed out\n'),
    ("bounce", _POSTMASTER, "Undeliverable: lamp", f"The following recipient(s) could not be reached:\n\n  {_BOB} on 5/3/2027 10:15 AM\n"),
    ("bounce", _POSTMASTER, "Mancato recapito: lampada", f"Il messaggio non è stato recapitato ai destinatari:\n\n  {_BOB}\n"),
    ("bounce", _POSTMASTER, "Non remis : lampe", f"Échec de la remise pour ces destinataires :\n\n{_BOB}\n"),
    ("bounce", _DAEMON, "No se puede entregar: lámpara", f"No se pudo entregar el mensaje a:\n\n{_BOB}\n"),
    ("delay_notice", _POSTMASTER, "Message delivery delayed", f"Your message to {_BOB} has been delayed.\n"),
    ("delay_notice", _DAEMON, "Zustellung verzögert: Lampe", f"Ihre Nachricht konnte noch nicht zugestellt werden:\n\n{_BOB}\n"),
)  # fmt: skip

_REPORTS = {
    "as we wrote it": "Original-Recipient: rfc822;bob+2Blamp@customer.example\nFinal-Recipient: rfc822; bob+lamp@customer.example\n{}",
    "a tag that looks like a code": "Original-Recipient: rfc822;bob+20@customer.example\nFinal-Recipient: rfc822; b@inner.example\n{}",
    "one failed, one waits": f"Final-Recipient: rfc822; {_BOB}\n{{}}\nFinal-Recipient: rfc822; eve@customer.example\nAction: delayed\n",
}
_REPORTED = ("bob+lamp@customer.example", "bob+20@customer.example", _BOB)


def oddities() -> Iterator[Oddity]:
    """All of them: a name, the bytes, and what is expected."""
    for name, (text, expected) in _HEADERS.items():
        yield name, text.encode(), expected
    for carriage in ("\r", "\r\r\n"):
        text = "From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\none\n--x\n\ntwo\n--x--\n"
        expected = {"from_address": "a@b.example", "text_contains": ["one", "two"], "attachments": []}
        yield f"lines that end with {carriage!r}", text.replace("\n", carriage).encode(), expected
    for encoding in _ENCODINGS:
        text = f"Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: {encoding}\n\n{_b64('żuk')}\n"
        yield f"encoding {encoding}", text.encode(), {"reply_text": "żuk"}
    for written, expected_date in _DATES.items():
        yield f"date {written}", f"From: a@b.example\nDate: {written}\n\nx\n".encode(), {"date_utc": expected_date}
    for label, charset, words in _LABELS:
        text = f"Subject: {words}\nContent-Type: text/plain; charset={label}\n\n{words}\n"
        yield f"{charset} called {label}", text.encode(charset), {"subject": words, "reply_text": words}
    yield from _attached()
    yield from _reported()


def _attached() -> Iterator[Oddity]:
    for parameters, name in _NAMES.items():
        text = (
            "From: a@b.example\nContent-Type: multipart/mixed; boundary=x\n\n--x\n\nwords\n--x\nContent-Type: application/pdf\n"
            f"Content-Transfer-Encoding: base64\nContent-Disposition: attachment; {parameters}\n\n{_FILE_ENCODED}\n--x--\n"
        )
        yield (
            f"file {name}",
            text.encode(),
            {"attachments": [{"name": name, "size": len(_FILE)}], "reply_text": "words"},
        )
    text = (
        "Subject: Лампа\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: text/plain; charset=ibm866\n\nЛампа\n--x\n"
        'Content-Type: image/png\nContent-Disposition: attachment; filename="лампа.png"\n\nPNG\n--x--\n'
    )
    yield (
        "only the text says its charset",
        text.encode("cp866"),
        {"subject": "Лампа", "attachment_names": ["лампа.png"]},
    )


def _reported() -> Iterator[Oddity]:
    for number, (kind, sender, subject, text) in enumerate(_BOUNCES):
        raw = f"From: {sender}\nTo: help@parley.example\nSubject: {subject}\n\n{text}".encode()
        yield f"{kind} {number}", raw, {"kind": kind, "must_not_auto_respond": True, "bounce": {"recipients": [_BOB]}}
    for (name, fields), recipient in zip(_REPORTS.items(), _REPORTED, strict=True):
        text = (
            f"From: {_DAEMON}\nContent-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\n\nSorry.\n--x\n"
            f"Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx\n\n{fields.format('Action: failed' + chr(10) + 'Status: 5.1.1' + chr(10))}--x--\n"
        )
        yield name, text.encode(), {"bounce": {"recipients": [recipient], "action": "failed", "status": "5.1.1"}}
    for subject in ("OOO: Lamp", "Away from the office: Lamp", "Autoantwort: Lampe"):
        yield subject, f"From: a@b.example\nSubject: {subject}\n\nx\n".encode(), {"is_auto_reply": True}
    for subject in ("Vacation photos", "Returned mail order"):
        yield subject, f"From: a@b.example\nSubject: {subject}\n\nx\n".encode(), {"kind": "message"}
