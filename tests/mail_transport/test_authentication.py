"""Who a mail is from. The signatures are made by dkimpy, an implementation that is not ours; the forgeries by hand."""

import asyncio
import base64
import time
from datetime import UTC, datetime, timedelta
from typing import cast

import dkim
import dns.message
import dns.rcode
import dns.rrset
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from mail.authentication import DnsResolver, NoAnswer, Verdict, authenticate, parsed_results
from tests.mail_transport.names import Names

NOW = datetime.now(UTC)
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER = rsa.generate_private_key(public_exponent=65537, key_size=1024)
SMALL = rsa.generate_private_key(public_exponent=65537, key_size=1024)
ANN = "ann@example.org"
BODY = b"Hello  there \r\n\r\nWhere is\tmy parcel?  \r\n\r\n\r\n"


def record(key: rsa.RSAPrivateKey, more: bytes = b"") -> bytes:
    der = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return b"v=DKIM1; k=rsa; " + more + b"p=" + base64.b64encode(der)


def plain(sender: str = f"Ann <{ANN}>", body: bytes = BODY) -> bytes:
    head = f"Received: from out.example\r\n\tby mx; today\r\nFrom: {sender}\r\nTo: support@shop.example\r\nSubject:  My  parcel\r\n"
    return head.encode() + b"Message-ID: <1@example.org>\r\n\r\n" + body


def signed(
    mail: bytes,
    domain: str = "example.org",
    key: rsa.RSAPrivateKey = KEY,
    form: str = "relaxed/relaxed",
    *,
    length: bool = False,
) -> bytes:
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    forms = tuple(part.encode() for part in form.split("/"))
    made: bytes = dkim.sign(mail, b"mail", domain.encode(), pem, canonicalize=forms, length=length)
    return made + mail


def names(**more: bytes) -> Names:
    return Names({"mail._domainkey.example.org": record(KEY), **more})


async def judge(
    mail: bytes, resolver: Names | None = None, sender: str = ANN, authserv_id: str | None = None
) -> Verdict:
    return await authenticate(mail, sender, authserv_id=authserv_id, resolver=resolver or names(), now=NOW)


class TestSignatures:
    @pytest.mark.parametrize("form", ["relaxed/relaxed", "relaxed/simple", "simple/relaxed", "simple/simple"])
    @pytest.mark.parametrize(
        "body",
        [BODY, b"", b"\r\n", b"\r\n\r\n", b" \r\n\t\r\n", b"no end", b"trailing \t \r\n", b"x" * 300_000],
        ids=["usual", "empty", "blank", "blank lines", "white lines", "no end", "trailing", "long"],
    )
    async def test_what_dkimpy_signs_is_right(self, form: str, body: bytes) -> None:
        mail = signed(plain(body=body), form=form)
        assert await judge(mail) == Verdict(True, "dkim", "The mail is signed by example.org.")
        changed = mail[:-3] + b"!" + mail[-2:] if body.strip() else mail + b"more\r\n"
        assert not (await judge(changed)).verified

    async def test_a_mail_from_a_file_with_bare_line_feeds(self) -> None:
        assert (await judge(signed(plain()).replace(b"\r\n", b"\n"))).verified

    async def test_ed25519(self) -> None:
        """RFC 8463's own example."""
        key = base64.b64encode(
            ed25519.Ed25519PrivateKey.from_private_bytes(
                base64.b64decode("nWGxne/9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A=")
            )
            .public_key()
            .public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
        )
        assert key == b"11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="
        mail = (
            b"DKIM-Signature: v=1; a=ed25519-sha256; c=relaxed/relaxed;\r\n"
            b" d=football.example.com; i=@football.example.com;\r\n"
            b" q=dns/txt; s=brisbane; t=1528637909; h=from : to :\r\n"
            b" subject : date : message-id : from : subject : date;\r\n"
            b" bh=2jUSOH9NhtVGCQWNr9BrIAPreKQjO6Sn7XIkfJVOzv8=;\r\n"
            b" b=/gCrinpcQOoIfuHNQIbq4pgh9kyIK3AQUdt9OdqQehSwhEIug4D11Bus\r\n"
            b" Fa3bT3FY5OsU7ZbnKELq+eXdp1Q1Dw==\r\n"
            b"From: Joe SixPack <joe@football.example.com>\r\n"
            b"To: Suzie Q <suzie@shopping.example.net>\r\n"
            b"Subject: Is dinner ready?\r\n"
            b"Date: Fri, 11 Jul 2003 21:00:37 -0700 (PDT)\r\n"
            b"Message-ID: <20030712040037.46341.5F8J@football.example.com>\r\n"
            b"\r\n"
            b"Hi.\r\n\r\nWe lost the game.  Are you hungry yet?\r\n\r\nJoe.\r\n"
        )
        resolver = Names({"brisbane._domainkey.football.example.com": b"v=DKIM1; k=ed25519; p=" + key})
        assert (await judge(mail, resolver, "joe@football.example.com")).verified
        assert not (await judge(mail.replace(b"dinner", b"supper"), resolver, "joe@football.example.com")).verified

    @pytest.mark.parametrize(
        "key",
        [
            b"v=DKIM1; k=rsa; p=",
            b"v=DKIM2; " + record(KEY)[9:],
            record(KEY, b"t=y; "),
            record(KEY, b"h=sha1; "),
            record(KEY, b"s=tlsrpt; "),
            record(OTHER),
            b"p=!!!",
            b"",
            record(KEY, b"p=x; "),
        ],
    )
    async def test_a_key_that_does_not_count(self, key: bytes) -> None:
        assert not (await judge(signed(plain()), Names({"mail._domainkey.example.org": key}))).verified

    async def test_two_keys_are_none(self) -> None:
        both = Names({"mail._domainkey.example.org": [record(KEY), record(OTHER)]})
        assert not (await judge(signed(plain()), both)).verified

    async def test_words_added_behind_a_signed_length(self) -> None:
        mail = signed(plain(), length=True)
        assert b"l=" in mail.split(b"\r\n\r\n")[0]
        assert not (await judge(mail + b"Send the parcel elsewhere.\r\n")).verified
        assert not (await judge(mail)).verified

    async def test_time(self) -> None:
        mail = signed(plain())
        for day, expected in ((timedelta(days=-2), False), (timedelta(days=30), True)):
            verdict = await authenticate(mail, ANN, authserv_id=None, resolver=names(), now=NOW + day)
            assert verdict.verified is expected

    async def test_the_dns_is_away(self) -> None:
        resolver = names()
        resolver.silent = {"mail._domainkey.example.org"}
        verdict = await judge(signed(plain()), resolver)
        assert (verdict.verified, "did not answer" in verdict.words) == (False, True)

    async def test_a_hundred_signatures_cost_five_questions(self) -> None:
        resolver = names()
        one = signed(plain()).removesuffix(plain()).replace(b"s=mail", b"s=none")
        assert not (await judge(one * 100 + plain(), resolver)).verified
        assert len(resolver.asked) == 5

    @pytest.mark.parametrize(
        "body",
        [
            b"x" + b" " * 4_000_000 + b"x\r\n",
            b"\r\n" * 4_000_000,
            b" \r\n" * 2_000_000,
            b"\n" * 4_000_000,
            b"x\r\n" * 2_000_000,
        ],
        ids=["spaces", "line ends", "white lines", "feeds", "lines"],
    )
    async def test_bodies_made_to_hurt(self, body: bytes) -> None:
        mail = signed(plain()).removesuffix(BODY) + body
        spent = time.process_time()
        assert not (await judge(mail)).verified
        assert time.process_time() - spent < 2

    @pytest.mark.parametrize(
        "piece", [b" ", b"\t", b"\r\n ", b";", b"b=", b"; b = a", b"h=from:", b":", b"=", b'"', b"("]
    )
    @pytest.mark.parametrize("name", [b"DKIM-Signature", b"Authentication-Results", b"From"])
    async def test_headers_made_to_hurt(self, name: bytes, piece: bytes) -> None:
        mail = name + b": v=1; " + piece * (200_000 // len(piece)) + b"\r\n" + plain()
        spent = time.process_time()
        await judge(mail, authserv_id="mx.shop.example")
        assert time.process_time() - spent < 2


class TestAlignment:
    async def test_another_domain_vouches_for_nobody(self) -> None:
        resolver = Names({"mail._domainkey.evil.example": record(KEY)})
        assert not (await judge(signed(plain(), "evil.example"), resolver)).verified
        assert resolver.asked == []

    @pytest.mark.parametrize(
        ("sender", "signer", "records", "expected"),
        [
            ("news.example.org", "example.org", {}, False),
            ("news.example.org", "example.org", {"example.org": b"v=DMARC1; p=none"}, True),
            ("example.org", "mta.example.org", {"example.org": b"v=DMARC1; p=none"}, True),
            ("a.example.org", "b.example.org", {"example.org": b"v=DMARC1;p=reject"}, True),
            ("a.example.org", "b.example.org", {"example.org": b"v=DMARC1; p=none; adkim=s"}, False),
            (
                "a.example.org",
                "b.example.org",
                {"a.example.org": b"v=DMARC1; adkim=s", "example.org": b"v=DMARC1"},
                False,
            ),
            ("a.example.org", "b.example.org", {"example.org": b"v=DMARC1; psd=y"}, False),
            ("x.a.example.org", "y.a.example.org", {"example.org": b"v=DMARC1; psd=y"}, True),
            (
                "x.a.example.org",
                "y.b.example.org",
                {"example.org": b"v=DMARC1", "a.example.org": b"v=DMARC1; psd=n"},
                False,
            ),
            ("a.example.org", "b.example.org", {"org": b"v=DMARC1; psd=y"}, True),
            ("a.example.org", "b.example.org", {"example.org": b"v=DMARC10; p=none"}, False),
            ("ann.co.example", "bob.co.example", {"example": b"v=DMARC1"}, True),
            ("example.org", "notexample.org", {"example.org": b"v=DMARC1", "notexample.org": b"v=DMARC1"}, False),
        ],
    )
    async def test_domains_of_one_organisation(
        self, sender: str, signer: str, records: dict[str, bytes], expected: bool
    ) -> None:
        found: dict[str, bytes | list[bytes]] = {f"_dmarc.{name}": record for name, record in records.items()}
        resolver = Names({f"mail._domainkey.{signer}": record(KEY), **found})
        mail = signed(plain(f"ann@{sender}"), signer)
        assert (await judge(mail, resolver, f"ann@{sender}")).verified is expected

    async def test_a_very_long_domain_is_walked_in_eight_steps(self) -> None:
        labels = ".".join("abcdefghijklmnopqrstuvwxyz")
        resolver = Names({})
        await judge(signed(plain(f"ann@x.{labels}"), f"y.{labels}"), resolver, f"ann@x.{labels}")
        assert len(resolver.asked) <= 8
        assert resolver.asked[1] == "_dmarc.t.u.v.w.x.y.z"


class TestWhoseFrom:
    @pytest.mark.parametrize(
        "sender",
        [
            "boss@shop.example, ann@example.org",
            '"boss@shop.example" <ann@example.org>',
            "ann@example.org <boss@shop.example>",
            "<boss@shop.example> (ann@example.org)",
            "",
            "Ann",
        ],
    )
    async def test_two_readings_are_none(self, sender: str) -> None:
        assert not (await judge(signed(plain(sender)))).verified

    async def test_two_froms(self) -> None:
        assert not (await judge(b"From: boss@shop.example\r\n" + signed(plain()))).verified

    async def test_what_was_read_is_what_was_signed(self) -> None:
        assert not (await judge(signed(plain()), sender="boss@example.org")).verified

    async def test_a_name_that_repeats_the_address(self) -> None:
        assert (await judge(signed(plain('"Ann@Example.org" <ann@example.org>')))).verified


class TestOurServersWord:
    ours = "mx.shop.example"

    async def judge(self, *results: str, mail: bytes | None = None) -> Verdict:
        lines = "".join(f"Authentication-Results: {result}\r\n" for result in results)
        return await judge(lines.encode() + (mail or plain()), authserv_id=self.ours)

    @pytest.mark.parametrize(
        ("result", "expected"),
        [
            ("mx.shop.example; dmarc=pass header.from=example.org", True),
            (
                "MX.shop.example 1;\r\n\tspf=pass smtp.mailfrom=example.org;\r\n\tdmarc=pass (p=none dis=none) header.from=Example.org",
                True,
            ),
            ("mx.shop.example; dkim=pass header.d=example.org header.s=mail", True),
            ("mx.shop.example; dkim=pass header.i=@evil.example header.d=evil.example", False),
            ("mx.shop.example; spf=pass smtp.mailfrom=example.org", False),
            ("mx.shop.example; dmarc=none header.from=example.org", False),
            ("mx.shop.example; dmarc=pass header.from=evil.example", False),
            ("mx.shop.example; dmarc=pass", False),
            ("mx.evil.example; dmarc=pass header.from=example.org", False),
            ('mx.shop.example; spf=pass smtp.mailfrom="a; dmarc=pass header.from=example.org"', False),
            ("mx.shop.example; spf=fail (x; dmarc=pass header.from=example.org) smtp.mailfrom=b", False),
            ("mx.shop.example; spf=fail ((nested) ; dmarc=pass header.from=example.org", False),
            ("mx.shop.example; none", False),
            ("", False),
            (";;;", False),
            ("mx.shop.example; dmarc = pass header.from=example.org", False),
        ],
    )
    async def test_results(self, result: str, expected: bool) -> None:
        assert (await self.judge(result)).verified is expected

    async def test_only_the_topmost(self) -> None:
        forged = f"{self.ours}; dmarc=pass header.from=example.org"
        assert not (await self.judge(f"{self.ours}; dmarc=none", forged)).verified
        assert not (await self.judge("mx.elsewhere.example; dmarc=pass header.from=example.org", forged)).verified

    async def test_a_forgery_that_our_server_saw_is_not_asked_about_again(self) -> None:
        verdict = await self.judge(f"{self.ours}; dmarc=fail header.from=example.org", mail=signed(plain()))
        assert verdict == Verdict(False, "mail server", "Our mail server found that the sender is forged.")

    async def test_what_our_server_did_not_judge_is_judged_here(self) -> None:
        assert (await self.judge(f"{self.ours}; spf=none", mail=signed(plain()))).by == "dkim"

    async def test_without_a_server_of_ours_nobody_is_believed(self) -> None:
        mail = b"Authentication-Results: mx.shop.example; dmarc=pass header.from=example.org\r\n" + plain()
        assert not (await judge(mail, authserv_id=None)).verified

    def test_parsing(self) -> None:
        assert parsed_results(
            '"mx.example" 1; dkim=pass (ok) header.d=a.example; dmarc/1=fail reason="x;y" header.from=b.example'
        ) == (
            "mx.example",
            [
                ("dkim", "pass", {"header.d": "a.example"}),
                ("dmarc", "fail", {"reason": "", "header.from": "b.example"}),
            ],
        )


async def test_a_real_question_to_a_name_server() -> None:
    """Over UDP to a name server on loopback."""

    class NameServer(asyncio.DatagramProtocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport = cast("asyncio.DatagramTransport", transport)

        def datagram_received(self, data: bytes, address: tuple[str, int]) -> None:
            question = dns.message.from_wire(data)
            answer = dns.message.make_response(question)
            name = question.question[0].name
            if str(name) == "mail._domainkey.example.org.":
                text = f'"{"a" * 200}" "{"b" * 200}"'
                answer.answer.append(dns.rrset.from_text(name, 60, "IN", "TXT", text))
            else:
                answer.set_rcode(dns.rcode.NXDOMAIN if "none" in str(name) else dns.rcode.SERVFAIL)
            self.transport.sendto(answer.to_wire(), address)

    loop = asyncio.get_running_loop()
    transport, _ = await loop.create_datagram_endpoint(NameServer, local_addr=("127.0.0.1", 0))
    resolver = DnsResolver(["127.0.0.1"], transport.get_extra_info("sockname")[1])
    assert await resolver.txt("mail._domainkey.example.org") == (b"a" * 200 + b"b" * 200,)
    assert await resolver.txt("none.example.org") == ()
    with pytest.raises(NoAnswer):
        await resolver.txt("broken.example.org")
    with pytest.raises(NoAnswer):
        await resolver.txt("x" * 70 + ".example.org")
    transport.close()
