"""The SMTP listener: takes mail for our own addresses from anybody and gives nothing away, on our own event loop.

A mail ends at CRLF dot CRLF and nowhere else; a lone dot between any other line ends is how a second mail is smuggled past a server, so such
a mail is refused whole. "250" is said only after the mail is durable; whatever goes wrong before that is a 451, and the sender tries again.
"""

import asyncio
import logging
import math
import re
import ssl
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from aiosmtpd.smtp import SMTP, Envelope, Session, TLSSetupException, syntax

from mail.caps import MAIL_BYTES
from mail.raw_mail import Accept, NotStored, RawMail

log = logging.getLogger(__name__)

LONGEST_LINE = 1001
"""Octets of a line on the wire, with its CRLF and SMTP's extra dot (RFC 5321, 4.5.3.1.6)."""
READ_BYTES = 64 * 1024
MOVES_BYTES = 512
"""Of content, in one piece: about a packet, which nobody sends who only means to stay."""

_END = b"\r\n.\r\n"
_LONE_DOT = re.compile(rb"(?:(?<!\r)\n|\r)\.[\r\n]|\r\n\.(?:\n|\r(?!\n|\Z))")
_PATH = re.compile(r"<(?:@[^:<>\s]*:)?([^<>\s]{0,320})>(?:\s+(.*))?\Z")

Knows = Callable[[str], Awaitable[bool]]
"""Whether mail for this address is ours."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one sender, and all of them together, may take. Whoever has brought nothing for ``patience_seconds`` makes way where it is crowded."""

    mail_bytes: int = MAIL_BYTES
    connections: int = 100
    connections_per_address: int = 10
    recipients: int = 100
    unknown_recipients: int = 10
    commands: int = 200
    idle_seconds: float = 60.0
    content_seconds: float = 300.0
    session_seconds: float = 900.0
    accept_seconds: float = 60.0
    patience_seconds: float = 10.0


class Listener:
    """Listens on ``host`` and ``port`` (0 for any) and hands each mail to ``accept``; STARTTLS is offered when ``tls`` is given,
    which each connection is asked anew: certificates are renewed.
    """

    def __init__(
        self,
        *,
        host: str,
        port: int,
        hostname: str,
        accept: Accept,
        knows: Knows,
        limits: Limits | None = None,
        tls: Callable[[], ssl.SSLContext] | None = None,
    ) -> None:
        self.hostname, self.accept, self.knows, self.tls = hostname, accept, knows, tls
        self.limits = limits or Limits()
        self.open: set[_Receiver] = set()
        self.by_address: Counter[str] = Counter()
        self._host, self._port = host, port
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        """Listen from now on; OSError when the port is taken."""
        logging.getLogger("mail.log").setLevel(
            logging.ERROR
        )  # aiosmtpd writes what it reads, which anybody may fill a disk with
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: _Receiver(self, loop), self._host, self._port)

    @property
    def port(self) -> int:
        """The port that is listened on."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    def has_room(self, address: str) -> bool:
        """Whether one more may come from ``address``; where it is crowded, whoever has brought nothing for longest is cut off, if that is long.

        Otherwise a few who never finish would keep everybody out for as long as a session may take.
        """
        limits, of_address = self.limits, self.by_address[address]
        if len(self.open) < limits.connections and of_address < limits.connections_per_address:
            return True
        own = [one for one in self.open if one.address == address]
        slowest = min(own if of_address >= limits.connections_per_address else self.open, key=lambda one: one.moved_at)
        if slowest.loop.time() - slowest.moved_at < limits.patience_seconds:
            return False
        slowest.make_way()
        return True

    async def stop(self) -> None:
        """Take no more mail; what is not yet accepted is sent again by whoever brought it."""
        if self._server is None:
            return
        self._server.close()
        for receiver in list(self.open):
            receiver.hang_up()
        await self._server.wait_closed()


class _Hooks:
    """What aiosmtpd asks of whoever handles a session's commands."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self.unknown = 0

    async def handle_EHLO(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, session: Session, _envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        """Offer what is there: no sign-in, no help."""
        session.host_name = hostname
        kept = [line for line in responses[:-1] if not line.startswith("250-AUTH")]
        return [*kept, "250 ENHANCEDSTATUSCODES"]

    async def handle_RCPT(  # noqa: N802  aiosmtpd's name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Take our own recipients; whoever keeps guessing is cut off."""
        limits = self._listener.limits
        if len(envelope.rcpt_tos) >= limits.recipients:
            return "452 4.5.3 Too many recipients"
        if await self._listener.knows(address):
            envelope.rcpt_tos.append(address)
            return "250 2.1.5 OK"
        self.unknown += 1
        if self.unknown < limits.unknown_recipients:
            return "550 5.1.1 No such recipient here"
        return "421 4.7.0 Too many unknown recipients"

    async def handle_exception(self, error: Exception) -> str:
        """The one place where a defect on this side ends: the sender tries again. A handshake that fails is none, and anybody can make it."""
        if isinstance(error, TLSSetupException):
            return "454 4.7.0 TLS is not possible"
        log.error("A mail could not be taken over SMTP", exc_info=error)
        return "451 4.3.0 Not now, please try again"


class _Receiver(SMTP):
    """One connection."""

    def __init__(self, listener: Listener, loop: asyncio.AbstractEventLoop) -> None:
        limits = listener.limits
        self._hooks = _Hooks(listener)
        super().__init__(
            self._hooks,
            data_size_limit=limits.mail_bytes,
            enable_SMTPUTF8=True,
            hostname=listener.hostname,
            ident="ESMTP",
            tls_context=listener.tls() if listener.tls else None,
            timeout=limits.idle_seconds,
            command_call_limit=limits.commands,
            auth_exclude_mechanism=["LOGIN", "PLAIN"],
            loop=loop,
        )
        self._listener = listener
        self.address = ""
        self.moved_at = loop.time()
        """When it came, or last brought something; never, while it waits for us."""
        self._deadline: asyncio.TimerHandle | None = None

    # ---- the connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Take the connection if there is room, for all and for its address."""
        listener = self._listener
        if self not in listener.open:  # it comes twice when STARTTLS wraps the connection
            self.address = str((transport.get_extra_info("peername") or ("",))[0])
            if not listener.has_room(self.address):
                refused = cast(asyncio.WriteTransport, transport)  # uvloop's is one, but does not inherit from it
                refused.write(b"421 4.7.0 Too many connections, please try again later\r\n")
                refused.close()
                return
            listener.open.add(self)
            listener.by_address[self.address] += 1
            self._deadline = self.loop.call_later(listener.limits.session_seconds, self.hang_up)
        super().connection_made(transport)

    def connection_lost(self, error: Exception | None) -> None:
        """Make room for the next."""
        if self not in self._listener.open:
            return
        self._listener.open.discard(self)
        self._listener.by_address[self.address] -= 1
        self._listener.by_address += Counter()  # forgets who has no connection left
        if self._deadline:
            self._deadline.cancel()
        super().connection_lost(error)

    def eof_received(self) -> bool | None:
        """The sender has closed its side."""
        return super().eof_received() if self in self._listener.open else None

    def hang_up(self) -> None:
        """Close the connection once what was said has been written."""
        if self._tls_protocol and self.session and not self.session.ssl:
            self.make_way()  # in the middle of a handshake: closed politely, its end would never be told here
        elif self.transport is not None:
            self.transport.close()

    def make_way(self) -> None:
        """Close the connection at once, and count it no more."""
        if transport := self._original_transport or self.transport:
            cast(asyncio.WriteTransport, transport).abort()
        self.connection_lost(None)

    def _timeout_cb(self) -> None:
        self.hang_up()

    # ---- commands

    def _getaddr(self, arg: str) -> tuple[str | None, str | None]:
        """The address and the parameters of MAIL and RCPT; "<>" is the null sender. Stricter than aiosmtpd, whose reader some inputs crash."""
        found = _PATH.match(arg.strip())
        if not found or not (found[1] == "" or "@" in found[1]) or not found[1].isprintable():
            return None, None
        return found[1] or "<>", found[2] or ""

    @syntax("RCPT TO: <address>", extended=" [SP <mail-parameters>]")
    async def smtp_RCPT(self, arg: str | None) -> None:  # noqa: N802  aiosmtpd's name
        """Whoever keeps guessing who exists is cut off."""
        await super().smtp_RCPT(arg)
        if self._hooks.unknown >= self._listener.limits.unknown_recipients:
            self.hang_up()

    @syntax("VRFY <address>")
    async def smtp_VRFY(self, arg: str) -> None:  # noqa: N802  aiosmtpd's name
        """Nobody learns here who exists."""
        await self.push("502 5.5.1 VRFY is not offered here")

    @syntax("HELP")
    async def smtp_HELP(self, arg: str) -> None:  # noqa: N802  aiosmtpd's name
        """Nobody needs it here."""
        await self.push("502 5.5.1 HELP is not offered here")

    @syntax("AUTH")
    async def smtp_AUTH(self, arg: str) -> None:  # noqa: N802  aiosmtpd's name
        """Nobody signs in here."""
        await self.push("502 5.5.1 AUTH is not offered here")

    @syntax("DATA")
    async def smtp_DATA(self, arg: str | None) -> None:  # noqa: N802  aiosmtpd's name
        """Read one mail, have it made durable, and only then say so."""
        assert self.envelope is not None
        assert self.session is not None
        if await self.check_helo_needed():
            return
        if not self.envelope.rcpt_tos:
            await self.push("503 5.5.1 Error: need RCPT command")
            return
        if arg:
            await self.push("501 5.5.4 Syntax: DATA")
            return
        await self.push("354 End data with <CR><LF>.<CR><LF>")
        content = _Content(self._listener.limits.mail_bytes)
        self._reset_timeout(self._listener.limits.content_seconds)
        while not content.ended and not content.too_much:
            piece = await self._reader.read(READ_BYTES)
            if not piece:
                return  # the sender has gone, and this task with it
            content.add(piece)
            if len(piece) >= MOVES_BYTES:
                self.moved_at = self.loop.time()
        await self.push(content.refusal or await self._keep(content.mail()))
        self.envelope = self._create_envelope()
        if content.suspicious:
            self.hang_up()

    async def _keep(self, raw: bytes) -> str:
        """The answer to a whole mail."""
        assert self.envelope is not None
        limits = self._listener.limits
        self._reset_timeout(limits.accept_seconds + limits.idle_seconds)
        sender = self.envelope.mail_from or "<>"
        mail = RawMail(
            raw=raw,
            source="smtp",
            received_at=datetime.now(UTC),
            size=len(raw),
            envelope_from="" if sender == "<>" else sender,
            envelope_to=tuple(self.envelope.rcpt_tos),
            peer=self.address,
        )
        self.moved_at = math.inf
        try:
            async with asyncio.timeout(limits.accept_seconds):
                await self._listener.accept(mail)
        except (NotStored, TimeoutError):
            return "451 4.3.0 The mail could not be stored, please try again"
        finally:
            self.moved_at = self.loop.time()
        return "250 2.0.0 OK, stored"


class _Content:
    """The content of one mail while it is read: checked piece by piece as it comes, and dropped as soon as it is known to be refused.

    ``_open`` is what is not settled yet: the line that is being read, from the line end before it, because a dot counts only behind one.
    """

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._open = b"\r\n"  # the end of the DATA command: a mail may end at its first line
        self._settled = bytearray()
        self._size = 0
        self.refusal = ""
        self.suspicious = False
        self.ended = False

    @property
    def too_much(self) -> bool:
        """So far over the limit that its end is not waited for."""
        return self._size > 2 * self._limit

    def add(self, piece: bytes) -> None:
        """Take what came next."""
        self._size += len(piece)
        read = self._open + piece
        end = read.find(_END)
        if end >= 0:
            self.ended = True
            if end + len(_END) < len(read):
                self._refuse("554 5.5.0 Commands before the answer to a mail", suspicious=True)
            read = read[: end + 2]
        self._check(read)
        settled = len(read) if self.ended else max(read.rfind(b"\r\n"), 0)
        self._open = read[settled:] if not self.refusal else read[-len(_END) :]
        if self.refusal:
            self._settled.clear()
        else:
            self._settled += read[:settled].replace(b"\r\n.", b"\r\n")

    def mail(self) -> bytes:
        """The mail as its sender wrote it, without SMTP's dots."""
        return bytes(memoryview(self._settled)[2:])

    def _check(self, read: bytes) -> None:
        if _LONE_DOT.search(read):
            self._refuse("550 5.6.0 A lone dot between line ends other than CRLF", suspicious=True)
        if _has_long_line(read):
            self._refuse("500 5.6.0 A line is longer than 998 octets")
        if self._size > self._limit + len(b".\r\n"):
            self._refuse(f"552 5.3.4 The mail is larger than {self._limit} octets", suspicious=self.too_much)

    def _refuse(self, answer: str, *, suspicious: bool = False) -> None:
        self.refusal = self.refusal or answer
        self.suspicious = self.suspicious or suspicious


def _has_long_line(read: bytes) -> bool:
    """Whether a line of ``read``, which begins with a line end, is too long; jumps as far as a line may reach, so short ones cost nothing."""
    start = len(b"\r\n")
    while len(read) - start > LONGEST_LINE:
        end = read.rfind(b"\r\n", start, start + LONGEST_LINE)
        if end < 0:
            return True
        start = end + len(b"\r\n")
    return False
