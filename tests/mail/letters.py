"""Mails of our own making, one for each thing that real mail does; the tests read them and the fuzzer breaks them."""

import base64
import struct


def tnef() -> bytes:
    """A winmail.dat with a body and two files, one of them named only in its properties."""

    def attribute(level: int, kind: int, identity: int, data: bytes) -> bytes:
        return struct.pack("<BHHI", level, identity, kind, len(data)) + data + struct.pack("<H", sum(data) & 0xFFFF)

    long_name = "Umowa łódź.pdf".encode("utf-16-le") + b"\0\0"
    properties = struct.pack("<I", 2) + struct.pack("<HHI", 3, 0x3705, 1)
    properties += struct.pack("<HHII", 31, 0x3707, 1, len(long_name)) + long_name + b"\0" * (-len(long_name) % 4)
    return (
        struct.pack("<IH", 0x223E9F78, 1)
        + attribute(1, 8, 0x9006, struct.pack("<I", 0x10000))
        + attribute(1, 2, 0x800C, b"See the files.\0")
        + attribute(2, 6, 0x9002, b"\0" * 14)
        + attribute(2, 1, 0x8010, b"notes.txt\0")
        + attribute(2, 6, 0x800F, b"two lamps")
        + attribute(2, 6, 0x9002, b"\0" * 14)
        + attribute(2, 1, 0x8010, b"UMOWA~1.PDF\0")
        + attribute(2, 6, 0x800F, b"%PDF-1.7")
        + attribute(2, 6, 0x9005, properties)
    )


_TOP = "From: Ada Lovage <ada@customer.example>\nTo: help@parley.example\nMessage-ID: <{0}@customer.example>\nMIME-Version: 1.0\n"
_PNG = base64.b64encode(b"\x89PNG\r\n\x1a\n picture").decode()


def _mail(name: str, rest: str, charset: str = "utf-8") -> bytes:
    return (_TOP.format(name) + rest).replace("\n", "\r\n").encode(charset)


LETTERS: dict[str, bytes] = {
    "plain": _mail("plain", "Subject: Lamp\nDate: Mon, 3 May 2027 10:15:00 +0200\n\nIt hums.\n"),
    "alternative": _mail(
        "alternative",
        "Subject: =?utf-8?q?Lampa_=C5=82adna?=\nIn-Reply-To: <1@parley.example>\nReferences: <0@parley.example> <1@parley.example>\n"
        "Content-Type: multipart/alternative; boundary=x\n\npreamble\n--x\nContent-Type: text/plain; charset=utf-8\n"
        "Content-Transfer-Encoding: quoted-printable\n\nŁadna =\nlampa.\n--x\nContent-Type: text/html; charset=utf-8\n\n"
        '<p>Ładna <b>lampa</b>.</p><img src="cid:p1@x"><img src="https://tracker.example/1.gif">\n--x--\nepilogue\n',
    ),
    "related": _mail(
        "related",
        "Content-Type: multipart/mixed; boundary=m\n\n--m\nContent-Type: multipart/related; boundary=r\n\n--r\n"
        'Content-Type: text/html\n\n<p>See <img src="cid:p1@x"></p>\n--r\nContent-Type: image/png; name="lamp.png"\n'
        f"Content-ID: <p1@x>\nContent-Transfer-Encoding: base64\n\n{_PNG}\n--r--\n--m\nContent-Type: application/pdf\n"
        "Content-Disposition: attachment; filename*0*=utf-8''%C5%82%C3%B3d; filename*1*=%C5%BA.pdf\n"
        "Content-Transfer-Encoding: base64\n\nJVBERi0xLjc=\n--m--\n",
    ),
    "polish without a label": _mail("polish", "Subject: Łódź\n\nZażółć gęślą jaźń.\n", "cp1250"),
    "russian without a label": _mail("russian", "Subject: Лампа\n\nЛампа гудит, спасибо.\n", "koi8-r"),
    "russian under a wrong label": _mail(
        "wrong", "Subject: x\nContent-Type: text/plain; charset=iso-8859-1\n\nЗдравствуйте, лампа гудит.\n", "cp1251"
    ),
    "uuencoded": _mail("uu", "Subject: old\n\nSee below.\n\nbegin 644 note.txt\n)='=O(&QA;7!S\n`\nend\n\nAda\n"),
    "flowed": _mail(
        "flowed",
        "In-Reply-To: <1@parley.example>\nContent-Type: text/plain; format=flowed\n\nIt hums \nall day.\n\n> What \n> hums?\n-- \nAda\n",
    ),
    "invite": _mail(
        "invite",
        "Subject: Visit\nContent-Type: multipart/alternative; boundary=c\n\n--c\nContent-Type: text/plain\n\nVisit?\n--c\n"
        "Content-Type: text/calendar; method=REQUEST; charset=utf-8\n\nBEGIN:VCALENDAR\nMETHOD:REQUEST\nBEGIN:VEVENT\nUID:v1\n"
        "SUMMARY:Look at the lamp\\, again\nDTSTART;TZID=Europe/Warsaw:20270503T101500\nDTEND;TZID=Europe/Warsaw:20270503T104500\n"
        "ORGANIZER;CN=Ada:mailto:ada@customer.example\nLOCATION:Lamp\n  Street 4\nBEGIN:VALARM\nSUMMARY:no\nEND:VALARM\n"
        "END:VEVENT\nEND:VCALENDAR\n--c--\n",
    ),
    "winmail": _mail(
        "winmail",
        "Subject: files\nContent-Type: application/ms-tnef; name=winmail.dat\nContent-Transfer-Encoding: base64\n\n"
        + base64.encodebytes(tnef()).decode(),
    ),
    "bounce": _mail(
        "bounce",
        "Return-Path: <>\nSubject: Undelivered\nAuto-Submitted: auto-replied\n"
        "Content-Type: multipart/report; report-type=delivery-status; boundary=b\n\n--b\n\nSorry.\n--b\n"
        "Content-Type: message/delivery-status\n\nReporting-MTA: dns; mx.customer.example\n\n"
        "Final-Recipient: rfc822; Bob@Customer.example\nAction: failed\nStatus: 5.1.1\n"
        "Diagnostic-Code: smtp; 550 5.1.1 nobody here\n\n--b\nContent-Type: message/rfc822\n\n"
        "Message-ID: <ours@parley.example>\nSubject: Your lamp\n\nDear Bob\n--b--\n",
    ),
    "read receipt": _mail(
        "receipt",
        "Subject: Read\nContent-Type: multipart/report; report-type=disposition-notification; boundary=b\n\n--b\n\nRead.\n--b\n"
        "Content-Type: message/disposition-notification\n\nOriginal-Message-ID: <ours@parley.example>\n"
        "Disposition: manual-action/MDN-sent-manually; displayed\n\n--b--\n",
    ),
    "abuse report": _mail(
        "abuse",
        "Subject: complaint\nContent-Type: multipart/report; report-type=feedback-report; boundary=b\n\n--b\n\nSpam.\n--b\n"
        "Content-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\nOriginal-Rcpt-To: <bob@customer.example>\n\n"
        "--b\nContent-Type: message/rfc822\n\nMessage-ID: <ours@parley.example>\nSubject: Your lamp\n\nDear Bob\n--b--\n",
    ),
    "absence note": _mail(
        "absence", "Subject: Abwesenheitsnotiz: Lampe\nAuto-Submitted: auto-replied\n\nIch bin im Urlaub.\n"
    ),
    "list mail": _mail(
        "list", "Subject: [lamps] x\nList-Id: Lamps <lamps.list.example>\nPrecedence: list\n\nHello all.\n"
    ),
    "signed": _mail(
        "signed",
        'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=s\n\n--s\nContent-Type: text/plain\n\n'
        "Signed words.\n--s\nContent-Type: application/pkcs7-signature; name=smime.p7s\nContent-Transfer-Encoding: base64\n\nMIIB\n--s--\n",
    ),
    "encrypted": _mail(
        "encrypted",
        "Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m\nContent-Transfer-Encoding: base64\n\nMIIB\n",
    ),
    "forwarded as a file": _mail(
        "forward",
        "Content-Type: multipart/mixed; boundary=f\n\n--f\n\nSee the mail.\n--f\nContent-Type: message/rfc822\n\n"
        "From: shop@other.example\nSubject: Old lamp\n\nIt is old.\n--f--\n",
    ),
}
"""Each mail by what it shows."""
