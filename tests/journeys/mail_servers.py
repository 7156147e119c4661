"""The mail world around a centre: a real Dovecot that its mailbox is in, and a real SMTP server that takes what it sends.

A customer's mail program is Python's own ``email`` package: it shares no line with Parley's parser.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from pathlib import Path
from typing import Any

from tests.mail_transport.certificates import make_certificates
from tests.mail_transport.dovecot import PASSWORD, Dovecot
from tests.mail_transport.outside import Outside, outside

PATIENCE_SECONDS = 30.0
ACCOUNT = "support"
ADDRESS = "support@fernandfig.example"
OUR_SERVER = "mx.fernandfig.example"
"""Under this name our own mail server says whose mail it has checked."""


@dataclass
class MailServers:
    """Where mail comes in and where it goes out."""

    dovecot: Dovecot
    outside: Outside

    def mailbox(self, queue: str) -> dict[str, Any]:
        """The body of ``POST /mailboxes`` for an account on these servers."""
        server = {"host": "127.0.0.1", "tls": "none", "user": ACCOUNT, "password": PASSWORD}
        return {
            "name": "Fern & Fig",
            "address": ADDRESS,
            "queue": queue,
            "authserv_id": OUR_SERVER,
            "imap": {**server, "port": self.dovecot.port},
            "smtp": {"host": "127.0.0.1", "port": self.outside.port, "tls": "none"},
            "signature": "Fern & Fig, Mill Lane 4",
        }

    async def deliver(self, mail: EmailMessage, *, checked: bool = True) -> None:
        """Put a mail into the account as our mail server would; ``checked`` says that it vouches for the sender."""
        raw = mail.as_bytes(policy=policy.SMTP)
        if checked:
            domain = mail["From"].addresses[0].domain
            raw = f"Authentication-Results: {OUR_SERVER}; dmarc=pass header.from={domain}\r\n".encode() + raw
        await asyncio.to_thread(self.dovecot.put, ACCOUNT, [raw])

    async def sent(self, wanted: Callable[[EmailMessage], bool] = lambda mail: True) -> EmailMessage:
        """Wait for a mail that the outside got, and read it as a customer's program does."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                for received in self.outside.mails:
                    mail = message_from_bytes(received.content, policy=policy.default)
                    assert isinstance(mail, EmailMessage)
                    if wanted(mail):
                        return mail
                await asyncio.sleep(0.05)


def letter(sender: str, subject: str, text: str, html: str | None = None, **headers: str) -> EmailMessage:
    """A mail from a customer; more headers by name, with ``_`` for ``-``."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = sender, ADDRESS, subject
    mail["Date"], mail["Message-ID"] = format_datetime(datetime.now(UTC)), make_msgid(domain="customer.example")
    for name, value in headers.items():
        mail[name.replace("_", "-")] = value
    mail.set_content(text)
    if html is not None:
        mail.add_alternative(html, subtype="html")
    return mail


def answer(to: EmailMessage, sender: str, text: str) -> EmailMessage:
    """What a mail program makes when its owner presses Reply and writes above the quoted mail."""
    body = to.get_body(("plain",))
    assert body is not None
    quoted = "\n".join(f"> {line}" for line in body.get_content().splitlines())
    references = " ".join(filter(None, [to.get("References"), to["Message-ID"]]))
    mail = letter(
        sender, f"Re: {to['Subject'].removeprefix('Re: ')}", f"{text}\n\nOn Saturday, Fern & Fig wrote:\n{quoted}\n"
    )
    del mail["To"]
    mail["To"] = to.get("Reply-To") or to["From"]
    mail["In-Reply-To"], mail["References"] = to["Message-ID"], references
    return mail


@asynccontextmanager
async def open_mail() -> AsyncIterator[MailServers]:
    """Both servers until the block ends."""
    # Dovecot's own users must be able to enter the folder, which pytest's they cannot.
    with tempfile.TemporaryDirectory(prefix="parley-mail-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        dovecot = Dovecot(folder, make_certificates(folder))
        await asyncio.to_thread(dovecot.start)
        try:
            async with outside() as kept:
                yield MailServers(dovecot, kept)
        finally:
            await asyncio.to_thread(dovecot.stop)
