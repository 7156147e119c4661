"""Taking mail over SMTP, from the setting to the conversation: our own addresses only, those of mailboxes in use."""

import socket
import ssl
from collections.abc import AsyncIterator
from pathlib import Path

import aiosmtplib
import pytest

from server.mail.certificate import Certificate
from tests.centre import Centre, Json, becomes_true, open_centre
from tests.mail_transport.certificates import make_certificates

MAIL = b"From: Ann <ann@example.org>\r\nTo: help@shop.example\r\nSubject: Parcel\r\n\r\nWhere is it?\r\n"


@pytest.fixture
async def listening() -> AsyncIterator[Centre]:
    async with open_centre(smtp_listen=("127.0.0.1", 0)) as centre:
        yield centre


async def recipients(centre: Centre, *addresses: str) -> list[int]:
    """What each recipient is answered with; those that are taken get the mail."""
    assert centre.parley.listener is not None
    client = aiosmtplib.SMTP(
        hostname="127.0.0.1", port=centre.parley.listener.port, local_hostname="sender.example", start_tls=False
    )
    async with client:
        await client.ehlo()
        await client.mail("ann@example.org")
        codes = []
        for address in addresses:
            try:
                codes.append((await client.rcpt(address)).code)
            except aiosmtplib.SMTPRecipientRefused as refusal:
                codes.append(refusal.code)
        if 250 in codes:
            assert (await client.data(MAIL)).code == 250
        return codes


async def test_mail_for_a_mailbox_in_use_becomes_a_conversation(listening: Centre) -> None:
    mailbox = await listening.mailbox("help@shop.example", queue=await listening.queue("Help"))
    await listening.mailbox("closed@shop.example", active=False)
    addresses = ("closed@shop.example", "ann@example.org", "help@other.example", "HELP+abc@shop.example")
    assert await recipients(listening, *addresses) == [550, 550, 550, 250]
    admin = await listening.agent("Admin", "administrator")

    async def found() -> list[Json]:
        items: list[Json] = (await listening.api("GET", "/conversations?channel=email", by=admin))["items"]
        return items

    await becomes_true(found)
    [conversation] = await found()
    assert (conversation["subject"], conversation["queue"]) == ("Parcel", mailbox["queue"])
    await listening.parley.directory.change("mailboxes", mailbox["_id"], {"hidden": True})
    assert await recipients(listening, "help@shop.example") == [550]


async def test_a_renewed_certificate_is_offered_next(tmp_path: Path) -> None:
    made = make_certificates(tmp_path)
    certificate = Certificate(made.certificate, made.key)
    async with open_centre(smtp_listen=("127.0.0.1", 0), smtp_certificate=certificate) as centre:
        assert centre.parley.listener is not None

        async def trusts(authority: ssl.SSLContext) -> bool:
            assert centre.parley.listener is not None
            port = centre.parley.listener.port
            try:
                async with aiosmtplib.SMTP(hostname="localhost", port=port, start_tls=True, tls_context=authority):
                    return True
            except (ssl.SSLError, aiosmtplib.SMTPException):
                return False

        first = made.client()
        assert await trusts(first)
        make_certificates(tmp_path)
        assert (await trusts(first), await trusts(made.client())) == (False, True)
        made.key.write_text("half of it")
        assert await trusts(made.client()), "what was good is kept"


async def test_nothing_listens_unless_it_is_asked_for(centre: Centre) -> None:
    assert centre.parley.listener is None


async def test_a_taken_port_stops_the_start() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError, match="in use"):
        async with open_centre(smtp_listen=taken.getsockname()):
            pass
