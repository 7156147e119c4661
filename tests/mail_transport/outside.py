"""Mail servers of the outside world: a real one (aiosmtpd) that keeps what it gets, and one that fails where a test wants it to."""

import asyncio
import base64
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session


@dataclass
class Received:
    """One mail that the outside got."""

    sender: str
    recipients: list[str]
    content: bytes
    encrypted: bool
    signed_in_as: str


@dataclass
class Outside:
    """A server that takes mail for everybody."""

    port: int = 0
    mails: list[Received] = field(default_factory=list)

    async def handle_DATA(self, _server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        assert isinstance(envelope.original_content, bytes)
        data: Any = session.auth_data  # declared as None, which it is only until somebody signs in
        login = data.login.decode() if session.authenticated else ""
        sender, recipients = envelope.mail_from or "", list(envelope.rcpt_tos)
        self.mails.append(Received(sender, recipients, envelope.original_content, session.ssl is not None, login))
        return "250 2.0.0 Kept"

    async def auth_XOAUTH2(self, server: SMTP, given: list[str]) -> AuthResult:  # noqa: N802
        claim = base64.b64decode(given[1]).decode()
        user, token = claim.removeprefix("user=").split("\1")[0], claim.split("Bearer ")[1].split("\1")[0]
        if token == "good token":
            return AuthResult(success=True, auth_data=LoginPassword(user.encode(), b""))
        await server.challenge_auth('{"status":"401"}')
        return AuthResult(success=False, handled=False)


@asynccontextmanager
async def outside(
    tls: ssl.SSLContext | None = None, *, sign_in: bool = False, implicit: bool = False
) -> AsyncIterator[Outside]:
    """A running server; with ``sign_in`` it wants ann and "rowan", or a good token."""
    kept = Outside()

    def check(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: LoginPassword
    ) -> AuthResult:
        right = (data.login, data.password) == (b"ann", b"rowan")
        return AuthResult(success=right, handled=False, auth_data=data)

    loop = asyncio.get_running_loop()
    open_: list[asyncio.BaseTransport] = []

    class Protocol(SMTP):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            open_.append(transport)
            super().connection_made(transport)

    def protocol() -> SMTP:
        return Protocol(
            kept,
            hostname="outside.example",
            loop=loop,
            tls_context=None if implicit else tls,
            auth_required=sign_in,
            auth_require_tls=sign_in and not implicit,
            authenticator=check if sign_in else None,
        )

    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=tls if implicit else None)
    kept.port = server.sockets[0].getsockname()[1]
    try:
        yield kept
    finally:
        server.close()
        for transport in open_:
            transport.close()
        await asyncio.sleep(0)


@dataclass
class Failing:
    """A server that answers each command from ``answers`` (by its first word, RCPT also by address, CONTENT after the mail).

    "cut" ends the connection instead, "silent" says nothing ever; whatever is not named goes well. ``contents`` is what arrived whole.
    """

    answers: dict[str, str]
    port: int = 0
    contents: list[bytes] = field(default_factory=list)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await self._say(writer, "GREETING", "220 failing.example ESMTP")
            while line := (await reader.readline()).decode():
                word = line.split()[0].upper()
                if word == "DATA":
                    await self._say(writer, "DATA", "354 Go on")
                    if self.answers.get("DATA", "354").startswith("354"):
                        self.contents.append(await reader.readuntil(b"\r\n.\r\n"))
                        await self._say(writer, "CONTENT", "250 2.0.0 Kept")
                elif word == "RCPT":
                    address = line.partition("<")[2].partition(">")[0]
                    await self._say(writer, address if address in self.answers else "RCPT", "250 2.1.5 OK")
                elif word == "EHLO":
                    await self._say(writer, "EHLO", "250-failing.example\r\n250 SIZE 1000000")
                elif word == "QUIT":
                    await self._say(writer, "QUIT", "221 Bye")
                    return
                else:
                    await self._say(writer, word, "250 OK")
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            writer.transport.abort()

    async def _say(self, writer: asyncio.StreamWriter, what: str, otherwise: str) -> None:
        answer = self.answers.get(what, otherwise)
        if answer == "cut":
            writer.transport.abort()
            raise ConnectionAbortedError
        if answer == "silent":
            await asyncio.sleep(3600)
        writer.write(f"{answer}\r\n".encode())
        await writer.drain()


@asynccontextmanager
async def failing(**answers: str) -> AsyncIterator[Failing]:
    """A running server that fails; name a recipient's answer by ``answers`` afterwards."""
    server = Failing(dict(answers))
    tasks: set[asyncio.Task[None]] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        tasks.add(task)
        try:
            await server.serve(reader, writer)
        finally:
            tasks.discard(task)

    listening = await asyncio.start_server(serve, "127.0.0.1", 0)
    server.port = listening.sockets[0].getsockname()[1]
    try:
        yield server
    finally:
        listening.close()
        for task in list(tasks):
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
