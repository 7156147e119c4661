"""Sending: one attempt to hand one mail to one server, and what came of it for each recipient.

What a code means is decided here once. The dangerous moment is a connection that dies after the whole mail has been sent: it may have arrived, so such
an attempt is ``uncertain`` and a mail is not tried a third time after two of them.
"""

import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Literal

import aiosmtplib

from mail.mail_server import MailServer, NoSecret, Step, problem_words, reach
from mail.patience import pause_seconds

FIRST_PAUSE_SECONDS = 60.0
LONGEST_PAUSE_SECONDS = 4 * 3600.0
MOST_ATTEMPTS = 18
"""With the pauses above a mail is given up after about two days."""
MOST_UNCERTAIN = 2
CONTENT_SECONDS = 600.0
"""How long the server may take to say that it has the mail (RFC 5321, 4.5.3.2.6)."""


@dataclass(frozen=True, slots=True)
class Sent:
    """The server has taken responsibility for the mail."""

    code: int
    words: str


@dataclass(frozen=True, slots=True)
class Delayed:
    """Not now: the mail is tried again. ``code`` is None when the server did not say; ``uncertain`` when the mail may have arrived."""

    code: int | None
    words: str
    uncertain: bool = False


@dataclass(frozen=True, slots=True)
class Failed:
    """Never: trying again would get the same answer."""

    code: int
    words: str


Outcome = Sent | Delayed | Failed


@dataclass(frozen=True, slots=True)
class GivenUp:
    """No further attempt; the words say why."""

    words: str


class _Stopped(Exception):
    """The whole attempt ended with one outcome."""

    def __init__(self, outcome: Delayed | Failed) -> None:
        super().__init__(outcome.words)
        self.outcome = outcome


def next_attempt(history: Sequence[Delayed], chance: float | None = None) -> float | GivenUp:
    """Seconds until a recipient's next attempt after ``history`` (every attempt so far, oldest first), or why there is none."""
    if sum(attempt.uncertain for attempt in history) >= MOST_UNCERTAIN:
        return GivenUp(
            "The connection broke twice after the mail had been sent: it may have arrived, so it is not sent again."
        )
    if len(history) >= MOST_ATTEMPTS:
        return GivenUp(f"It could not be delivered in {len(history)} attempts. The last answer: {history[-1].words}")
    return pause_seconds(len(history), FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, chance)


async def send(
    server: MailServer,
    sender: str,
    recipients: Sequence[str],
    mail: bytes,
    hello: str,
    *,
    content_seconds: float = CONTENT_SECONDS,
) -> dict[str, Outcome]:
    """Try once to hand ``mail`` over, and say for each recipient what came of it; nothing that a server does is raised.

    ``sender`` is the envelope's ("" for automatic mail), ``hello`` our host name. ValueError when ``mail`` has line ends other than CRLF.
    """
    if not mail.endswith(b"\r\n") or re.search(rb"[\r\n]", mail.replace(b"\r\n", b"")):
        raise ValueError("Mail is sent with CRLF line ends only: other ones can smuggle a second mail past a server.")
    try:
        async with _session(server, hello) as client:
            return await _transaction(client, server, sender, recipients, mail, content_seconds)
    except _Stopped as stopped:
        return dict.fromkeys(recipients, stopped.outcome)
    except (aiosmtplib.SMTPException, OSError, NoSecret) as problem:
        return dict.fromkeys(recipients, Delayed(_code(problem), _words(problem, server)))


async def try_out(server: MailServer, hello: str) -> list[Step]:
    """Try out everything up to signing in; the last step is the one that failed, if any did."""
    steps = await reach(server)
    if not steps[-1].ok:
        return steps
    client = _client(server, hello)
    trying: Literal["connect", "tls", "login"] = "connect"
    try:
        await client.connect()
        if server.tls == "starttls":
            trying = "tls"
            await client.starttls()
            steps.append(Step("tls", ok=True, words="The connection is encrypted and the certificate is right."))
        if server.sign_in != "none":
            trying = "login"
            await _sign_in(client, server)
            steps.append(Step("login", ok=True, words=f"Signed in as {server.user}."))
    except (aiosmtplib.SMTPException, OSError, NoSecret) as problem:
        steps.append(Step(trying, ok=False, words=_words(problem, server)))
    finally:
        client.close()
    return steps


def _client(server: MailServer, hello: str) -> aiosmtplib.SMTP:
    return aiosmtplib.SMTP(
        hostname=server.host,
        port=server.port,
        local_hostname=hello,
        timeout=server.timeout_seconds,
        use_tls=server.tls == "implicit",
        start_tls=False,
        tls_context=None if server.tls == "none" else server.context(),
    )


@asynccontextmanager
async def _session(server: MailServer, hello: str) -> AsyncIterator[aiosmtplib.SMTP]:
    client = _client(server, hello)
    try:
        await client.connect()
        if server.tls == "starttls":
            await client.starttls()
        if server.sign_in != "none":
            await _sign_in(client, server)
        yield client
        with suppress(aiosmtplib.SMTPException, OSError):  # what was decided stays decided, however they say goodbye
            await client.quit()
    finally:
        client.close()


async def _sign_in(client: aiosmtplib.SMTP, server: MailServer) -> None:
    secret = await server.secret()
    if server.sign_in == "xoauth2":
        await client.auth_xoauth2(server.user, secret)
    else:
        await client.login(server.user, secret)


async def _transaction(
    client: aiosmtplib.SMTP,
    server: MailServer,
    sender: str,
    recipients: Sequence[str],
    mail: bytes,
    content_seconds: float,
) -> dict[str, Outcome]:
    """MAIL, RCPT for each, DATA."""
    outcomes: dict[str, Outcome] = {}
    try:
        await client.ehlo()
        size = [f"SIZE={len(mail)}"] if client.supports_extension("size") else []
        await client.mail(sender, options=size)
    except (aiosmtplib.SMTPResponseException, ValueError) as problem:
        raise _Stopped(_refusal(problem)) from problem
    for recipient in recipients:
        try:
            await client.rcpt(recipient)
        except (aiosmtplib.SMTPResponseException, ValueError) as problem:
            outcomes[recipient] = _refusal(problem, too_many=True)
    accepted = [recipient for recipient in recipients if recipient not in outcomes]
    if accepted:
        outcomes |= dict.fromkeys(accepted, await _content(client, server, mail, content_seconds))
    return {recipient: outcomes[recipient] for recipient in recipients}


async def _content(client: aiosmtplib.SMTP, server: MailServer, mail: bytes, content_seconds: float) -> Outcome:
    """Send the mail itself; from its first byte on a lost connection leaves it open whether it arrived."""
    try:
        answer = await client.execute_command(b"DATA")
    except (aiosmtplib.SMTPException, OSError) as problem:
        return Delayed(_code(problem), _words(problem, server))
    protocol = client.protocol
    if answer.code != 354 or protocol is None:
        return _outcome(answer.code, answer.message)
    stuffed = (b"." if mail.startswith(b".") else b"") + mail.replace(b"\r\n.", b"\r\n..") + b".\r\n"
    try:
        protocol.write(stuffed)
        answer = await protocol.read_response(timeout=content_seconds)
    except (aiosmtplib.SMTPException, OSError) as problem:
        return Delayed(_code(problem), _words(problem, server), uncertain=True)
    return _outcome(answer.code, answer.message)


def _outcome(code: int, words: str) -> Outcome:
    if 200 <= code < 300:
        return Sent(code, words)
    return Failed(code, words) if 500 <= code < 600 else Delayed(code, words)


def _refusal(problem: aiosmtplib.SMTPResponseException | ValueError, *, too_many: bool = False) -> Delayed | Failed:
    """A refused sender or recipient. 552 for a recipient means "too many at once" to old servers (RFC 5321, 4.5.3.1.10): later, then."""
    if isinstance(problem, ValueError):
        return Failed(553, "The address cannot be written in SMTP.")
    later = problem.code < 500 or (too_many and problem.code == 552)
    return Delayed(problem.code, problem.message) if later else Failed(problem.code, problem.message)


def _code(problem: BaseException) -> int | None:
    return problem.code if isinstance(problem, aiosmtplib.SMTPResponseException) and problem.code > 0 else None


def _words(problem: BaseException, server: MailServer) -> str:
    """What went wrong before the mail was sent; a server that refuses us altogether may be repaired, so all of it is worth a retry."""
    match problem:
        case NoSecret():
            return str(problem)
        case aiosmtplib.SMTPAuthenticationError():
            return f"{server.host} did not accept the user name or the password: {problem.code} {problem.message}"
        case aiosmtplib.SMTPResponseException() if problem.code < 0:  # the library's own, for what is no answer
            return f"{server.host}, port {server.port} does not speak SMTP: check the port."
        case aiosmtplib.SMTPResponseException():
            return f"{server.host} answered {problem.code} {problem.message}"
        case aiosmtplib.SMTPTimeoutError():
            return problem_words(TimeoutError(), server)
        case aiosmtplib.SMTPConnectError() | aiosmtplib.SMTPServerDisconnected():
            return problem_words(problem.__cause__, server)
        case aiosmtplib.SMTPException():
            return f"{server.host}: {problem.message}"
        case _:
            return problem_words(problem, server)
