"""A mail server that Parley signs in to, for fetching or for sending, and finding out in words why it cannot be reached.

Nothing here falls back: a server that was set up with TLS is never spoken to without.
"""

import asyncio
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

TLS = Literal["implicit", "starttls", "none"]
SignIn = Literal["password", "xoauth2", "none"]


class NoSecret(Exception):
    """The password or access token cannot be had now; the text says why, for people."""


async def _no_secret() -> str:
    return ""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where a server is and how to sign in. ``tls`` "none" is for a server on this machine only.

    ``secret`` gives the password, or an access token that is still good, each time one is needed (or NoSecret). ``trust`` replaces the system's
    certificate authorities.
    """

    host: str
    port: int
    tls: TLS = "implicit"
    user: str = ""
    sign_in: SignIn = "password"
    secret: Callable[[], Awaitable[str]] = _no_secret
    trust: ssl.SSLContext | None = None
    timeout_seconds: float = 30.0

    def context(self) -> ssl.SSLContext:
        """What the server's certificate is checked with."""
        return self.trust or ssl.create_default_context()


@dataclass(frozen=True, slots=True)
class Step:
    """One step of trying a server out: "dns", "connect", "tls", "login" or "folder", and what happened in one sentence."""

    name: Literal["dns", "connect", "tls", "login", "folder"]
    ok: bool
    words: str


async def reach(server: MailServer) -> list[Step]:
    """Look the server up, connect to it and, where TLS comes first, shake hands; the last step is the one that failed, if any did."""
    loop = asyncio.get_running_loop()
    try:
        async with asyncio.timeout(server.timeout_seconds):
            found = await loop.getaddrinfo(server.host, server.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError, TimeoutError):
        return [Step("dns", ok=False, words=f"There is no server named {server.host}: check the name.")]
    steps = [Step("dns", ok=True, words=f"{server.host} is {found[0][4][0]}.")]
    step = await _connection(server, None, "connect", f"Connected to port {server.port}.")
    steps.append(step)
    if step.ok and server.tls == "implicit":
        steps.append(
            await _connection(
                server, server.context(), "tls", "The connection is encrypted and the certificate is right."
            )
        )
    return steps


async def _connection(
    server: MailServer, context: ssl.SSLContext | None, name: Literal["connect", "tls"], words: str
) -> Step:
    try:
        async with asyncio.timeout(server.timeout_seconds):
            _, writer = await asyncio.open_connection(server.host, server.port, ssl=context)
            writer.close()
            with suppress(OSError):  # it was there, and that is all we wanted to know
                await writer.wait_closed()
    except (OSError, TimeoutError) as problem:
        return Step(name, ok=False, words=problem_words(problem, server))
    return Step(name, ok=True, words=words)


def problem_words(problem: BaseException | None, server: MailServer) -> str:
    """What went wrong between us and the server, as a sentence for the administrator who set it up."""
    where = f"{server.host}, port {server.port}"
    match problem:
        case ssl.SSLCertVerificationError():
            return f"The certificate of {where} is not trusted: {problem.verify_message}."
        case ssl.SSLError():
            return f"{where} does not speak TLS as set up: check the port and whether TLS comes first or by STARTTLS."
        case TimeoutError():
            return f"{where} did not answer in time."
        case ConnectionRefusedError():
            return f"Nothing listens at {where}."
        case socket.gaierror():
            return f"There is no server named {server.host}: check the name."
        case OSError() if problem.strerror:
            return f"{where} cannot be reached: {problem.strerror}."
        case _:
            return f"{where} closed the connection."
