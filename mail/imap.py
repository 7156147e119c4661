"""An IMAP mailbox that is followed for ever: what waits is fetched in order, what comes is told by the server, what breaks is tried again.

A cursor (UIDVALIDITY and the last UID) says how far we are; it moves and the mails are marked seen only after ``accept`` has made them durable,
so a cut at any moment brings a mail twice at worst. IMAPClient speaks the protocol in a thread of the mailbox's own: docs/decisions says why.
"""

import asyncio
import logging
import re
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from imapclient import IMAPClient, SocketTimeout
from imapclient.exceptions import IMAPClientError, LoginError

from mail.caps import MAIL_BYTES
from mail.header_line import clean
from mail.mail_server import MailServer, NoSecret, Step, problem_words, reach
from mail.patience import pause_seconds
from mail.raw_mail import Accept, NotStored, RawMail

log = logging.getLogger(__name__)

BATCH_MAILS = 50
BATCH_BYTES = 8 * 1024 * 1024
"""What is fetched with one command, unless a single mail is larger."""
ACCEPTED_AT_ONCE = 8
OVERLAP = timedelta(days=3)
"""How far back read mails are fetched again when a server has renumbered the mailbox; unread ones always are."""
FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 300.0
REFUSED_PAUSE_SECONDS = 60.0
"""The first pause after a refused sign-in: guessing on would lock the account."""

SETTLED_SECONDS = 60.0
"""A connection that lasted this long was a good one: the next pause is short again."""

LONGEST_WORDS = 300
"""Characters of what a server says that an administrator is shown."""
_BYTES = re.compile(r"\[?\bb(['\"])(.*?)\1\]?")
_STOPWATCH = re.compile(r" \([\d.]+(?: \+ [\d.]+)* secs\)")

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Cursor:
    """How far a mailbox has been read: every mail up to ``uid`` under this ``validity``; ``at`` is when that was last so."""

    validity: int
    uid: int
    at: datetime


@dataclass(frozen=True, slots=True)
class State:
    """What an administrator sees: ``error`` is a sentence, "" while all is well; ``waiting`` how many mails are still to be fetched."""

    connected: bool = False
    error: str = ""
    seen_at: datetime | None = None
    waiting: int = 0
    accepted: int = 0


@dataclass(frozen=True, slots=True)
class Pace:
    """How patient a mailbox is, in seconds.

    IDLE is renewed often: routers forget quiet connections, and a mail that is announced together with the start of an IDLE is only
    noticed at its end.
    """

    idle: float = 60.0
    poll: float = 60.0
    first_pause: float = FIRST_PAUSE_SECONDS
    refused_pause: float = REFUSED_PAUSE_SECONDS


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A mail on the server."""

    uid: int
    size: int
    received_at: datetime


class ImapMailbox:
    """Follows one folder. ``load`` and ``save`` keep the cursor; ``changed`` is told of every new state."""

    def __init__(
        self,
        mailbox: str,
        server: MailServer,
        accept: Accept,
        *,
        load: Callable[[], Awaitable[Cursor | None]],
        save: Callable[[Cursor], Awaitable[None]],
        folder: str = "INBOX",
        changed: Callable[[State], None] = lambda _: None,
        pace: Pace | None = None,
    ) -> None:
        self.state = State()
        self._mailbox, self._server, self._accept, self._folder = mailbox, server, accept, folder
        self._load, self._save, self._changed = load, save, changed
        self._pace = pace or Pace()
        self._thread = ThreadPoolExecutor(1, thread_name_prefix=f"imap-{mailbox}")

    async def run(self) -> None:
        """Follow the folder until cancelled. Once only: the thread ends with it."""
        failures = 0
        try:
            while True:
                began, accepted = asyncio.get_running_loop().time(), self.state.accepted
                pause = self._pace.first_pause
                try:
                    await self._session()
                except (IMAPClientError, OSError, NoSecret, NotStored) as problem:
                    self._tell(connected=False, error=trouble(problem, self._server, self._folder))
                    pause = self._pace.refused_pause if isinstance(problem, LoginError) else pause
                except Exception:
                    log.exception("Mailbox %s stopped on a defect and starts again", self._mailbox)
                    self._tell(
                        connected=False, error="A defect of Parley's own stopped this mailbox; it is tried again."
                    )
                lasted = asyncio.get_running_loop().time() - began
                failures = 1 if self.state.accepted > accepted or lasted > SETTLED_SECONDS else failures + 1
                await asyncio.sleep(pause_seconds(failures, pause, LONGEST_PAUSE_SECONDS))
        finally:
            self._tell(connected=False)
            self._thread.shutdown(wait=False)

    def _tell(
        self, *, connected: bool | None = None, error: str | None = None, waiting: int | None = None, accepted: int = 0
    ) -> None:
        old = self.state
        self.state = replace(
            old,
            connected=old.connected if connected is None else connected,
            error=old.error if error is None else error,
            waiting=old.waiting if waiting is None else waiting,
            accepted=old.accepted + accepted,
            seen_at=datetime.now(UTC) if connected else old.seen_at,
        )
        if self.state != old:
            self._changed(self.state)

    # ---- one connection

    async def _session(self) -> None:
        client = await self._opened(await self._server.secret())
        try:
            cursor = await self._beginning(client)
            while True:
                self._tell(connected=True, error="")
                while uids := await self._in_thread(client.beyond, cursor.uid):
                    async for uid in self._fetched(client, uids):
                        cursor = await self._moved(cursor.validity, uid)
                if await self._in_thread(client.can_idle):
                    await self._in_thread(client.wait_for_more, self._pace.idle)
                else:
                    await asyncio.sleep(self._pace.poll)
        finally:
            client.cut()
            await self._in_thread(client.release)

    async def _opened(self, secret: str) -> "_Client":
        """A signed-in connection; one that is established after we were told to stop is closed."""
        opening = self._thread.submit(_Client.opened, self._server, secret)
        try:
            return await asyncio.wrap_future(opening)
        except asyncio.CancelledError:
            opening.add_done_callback(_close_late)
            raise

    async def _in_thread(self, work: Callable[..., Result], *arguments: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *arguments)

    async def _beginning(self, client: "_Client") -> Cursor:
        """Where to go on. A folder that is new to us, or that its server has numbered anew, is gone through for what may be missing first:
        what nobody has read, and what was read while we were last there. The cursor is kept only when all of that is durable.
        """
        validity, next_uid = await self._in_thread(client.select, self._folder)
        kept = await self._load()
        if kept and kept.validity == validity:
            return kept
        self._tell(connected=True, error="")
        since = kept.at - OVERLAP if kept else None
        async for _ in self._fetched(client, await self._in_thread(client.unread_below, next_uid, since)):
            pass
        return await self._moved(validity, next_uid - 1)

    async def _moved(self, validity: int, uid: int) -> Cursor:
        cursor = Cursor(validity, uid, datetime.now(UTC))
        await self._save(cursor)
        return cursor

    # ---- fetching

    async def _fetched(self, client: "_Client", uids: Sequence[int]) -> AsyncIterator[int]:
        """Fetch these mails batch by batch, and say after each up to which UID all are durable. Ends with what ``accept`` raised, if it did."""
        left = len(uids)
        for some in _chunks(uids, 10 * BATCH_MAILS):
            for batch in _batches(await self._in_thread(client.sizes, some)):
                self._tell(connected=True, waiting=left)
                reached, problem = await self._taken(client, batch)
                yield reached
                if problem:
                    raise problem
                left -= len(batch)
            yield some[-1]  # what vanished in the meantime is behind us too
        self._tell(waiting=0)

    async def _taken(self, client: "_Client", batch: Sequence[_Waiting]) -> tuple[int, BaseException | None]:
        """Fetch a batch, have it made durable and mark it seen; the last UID before the first that was not stored, and why it was not."""
        mails = await self._in_thread(client.fetched, batch, self._mailbox)
        turn = asyncio.Semaphore(ACCEPTED_AT_ONCE)

        async def accept(mail: RawMail) -> None:
            async with turn:
                await self._accept(mail)

        outcomes = await asyncio.gather(*map(accept, mails.values()), return_exceptions=True)
        failed = {uid: problem for uid, problem in zip(mails, outcomes, strict=True) if problem is not None}
        done = [uid for uid in mails if uid not in failed]
        if done:
            await self._in_thread(client.mark_seen, done)
            self._tell(accepted=len(done))
        if failed:
            return min(failed) - 1, failed[min(failed)]
        return batch[-1].uid, None


async def try_out(server: MailServer, folder: str = "INBOX") -> list[Step]:
    """Try out everything up to opening the folder; the last step is the one that failed, if any did."""
    steps = await reach(server)
    if not steps[-1].ok:
        return steps
    try:
        secret = await server.secret()
    except NoSecret as problem:
        return [*steps, Step("login", ok=False, words=str(problem))]
    return steps + await asyncio.to_thread(_steps, server, secret, folder)


def _steps(server: MailServer, secret: str, folder: str) -> list[Step]:
    steps: list[Step] = []
    trying: Step = Step("connect", ok=True, words="")
    client = None
    try:
        client = _Client(server)
        if server.tls == "starttls":
            trying = Step("tls", ok=True, words="The connection is encrypted and the certificate is right.")
            client.encrypt(server)
            steps.append(trying)
        trying = Step("login", ok=True, words=f"Signed in as {server.user}.")
        client.sign_in(server, secret)
        steps.append(trying)
        trying = Step("folder", ok=True, words=f"The folder {folder} is there.")
        client.select(folder)
        steps.append(trying)
    except (IMAPClientError, OSError) as problem:
        steps.append(Step(trying.name, ok=False, words=trouble(problem, server, folder)))
    finally:
        if client:
            client.cut()
            client.release()
    return steps


def trouble(problem: BaseException, server: MailServer, folder: str) -> str:
    """What went wrong, as a sentence for the administrator who set the mailbox up."""
    match problem:
        case LoginError():
            return f"{server.host} did not accept the user name or the password: {_said(problem)}"
        case NoFolder():
            return f"There is no folder {clean(folder)} that can be opened: {_said(problem)}"
        case NoSecret() | NotStored():
            return str(problem)
        case IMAPClientError() if "EOF" not in str(problem) and "closed" not in str(problem):
            return f"{server.host} answered: {_said(problem)}"
        case OSError():
            return problem_words(problem, server)
        case _:
            return problem_words(None, server)


def _said(problem: BaseException) -> str:
    """The server's words less what the library and Dovecot's stopwatch put around them: the same trouble reads the same each time."""
    return clean(_STOPWATCH.sub("", _BYTES.sub(r"\2", str(problem))))[:LONGEST_WORDS]


class NoFolder(IMAPClientError):  # type: ignore[misc]  # IMAPClient is published without types
    """The folder cannot be selected."""


class _Client(IMAPClient):  # type: ignore[misc]  # IMAPClient is published without types
    """A connection, used from the mailbox's thread only, except for ``cut``."""

    def __init__(self, server: MailServer) -> None:
        context = None if server.tls == "none" else server.context()
        patience = SocketTimeout(server.timeout_seconds, server.timeout_seconds)
        super().__init__(server.host, server.port, ssl=server.tls == "implicit", ssl_context=context, timeout=patience)

    @classmethod
    def opened(cls, server: MailServer, secret: str) -> "_Client":
        """A connection that is encrypted as set up and signed in."""
        client = cls(server)
        try:
            if server.tls == "starttls":
                client.encrypt(server)
            client.sign_in(server, secret)
        except BaseException:
            client.cut()
            client.release()
            raise
        return client

    def encrypt(self, server: MailServer) -> None:
        """STARTTLS. IMAPClientError when the server does not offer it: nothing is sent in the clear instead."""
        self.starttls(server.context())

    def sign_in(self, server: MailServer, secret: str) -> None:
        """LOGIN, or XOAUTH2 with an access token. LoginError with the server's words."""
        if server.sign_in == "xoauth2":
            answers = iter([f"user={server.user}\1auth=Bearer {secret}\1\1"])
            self.sasl_login("XOAUTH2", lambda _: next(answers, ""))  # a second challenge is the refusal's detail
        elif server.sign_in == "password":
            self.login(server.user, secret)

    def cut(self) -> None:
        """End the connection from any thread: whoever waits on it wakes up with an error."""
        with suppress(OSError):  # it is gone already
            socket.socket.shutdown(
                self.socket(), socket.SHUT_RDWR
            )  # not the TLS one, which is not safe while the other thread reads

    def release(self) -> None:
        """Give the connection's file back."""
        with suppress(OSError, IMAPClientError):  # it is gone already
            self.shutdown()

    def select(self, folder: str) -> tuple[int, int]:
        """Open the folder; its UIDVALIDITY and the UID that its next mail will have. NoFolder when it cannot be opened."""
        try:
            told = self.select_folder(folder)
        except self.AbortError:
            raise
        except IMAPClientError as problem:
            raise NoFolder(str(problem)) from problem
        next_uid = told.get(b"UIDNEXT") or max(self.search("ALL"), default=0) + 1
        return int(told.get(b"UIDVALIDITY", 0)), int(next_uid)

    def beyond(self, uid: int) -> list[int]:
        """The UIDs after ``uid``, in order."""
        self._told_of_more()
        found = self.search([b"UID", f"{uid + 1}:*".encode()])
        return sorted(one for one in found if one > uid)  # "7:*" means the last mail even when its UID is 6

    def unread_below(self, next_uid: int, since: datetime | None) -> list[int]:
        """The UIDs below ``next_uid`` of mails that nobody has read, or that came after ``since``, in order."""
        criteria: list[object] = [b"OR", b"UNSEEN", b"SINCE", since.date()] if since else [b"UNSEEN"]
        return sorted(one for one in self.search(criteria) if one < next_uid)

    def sizes(self, uids: Sequence[int]) -> list[_Waiting]:
        """What is known of these mails before they are fetched; those that have vanished are left out."""
        found = self.fetch(uids, [b"RFC822.SIZE", b"INTERNALDATE"])
        now = datetime.now(UTC)
        return [
            _Waiting(uid, int(found[uid][b"RFC822.SIZE"]), _aware(found[uid].get(b"INTERNALDATE"), now))
            for uid in uids
            if uid in found and b"RFC822.SIZE" in found[uid]
        ]

    def fetched(self, batch: Sequence[_Waiting], mailbox: str) -> dict[int, RawMail]:
        """The mails of a batch by UID, without marking them. Of one over 35 MB only the header: RawMail says so."""
        large = batch[0].size > MAIL_BYTES
        section = b"BODY[HEADER]" if large else b"BODY[]"
        cap = f"<0.{MAIL_BYTES}>".encode()  # a server that told a wrong size cannot fill our memory
        found = self.fetch([one.uid for one in batch], [section.replace(b"BODY", b"BODY.PEEK") + cap])
        mails = {}
        for one in batch:
            raw = found.get(one.uid, {}).get(section + b"<0>")
            if raw is not None:
                size = one.size if large else len(raw)
                mails[one.uid] = RawMail(
                    raw=raw, source="imap", received_at=one.received_at, size=size, mailbox=mailbox
                )
        return mails

    def mark_seen(self, uids: Sequence[int]) -> None:
        """Set the Seen flag; a folder that may only be read stays as it is, the cursor knows."""
        try:
            self.add_flags(uids, [b"\\Seen"], silent=True)
        except self.AbortError:
            raise
        except IMAPClientError as refusal:
            log.info("The Seen flag cannot be set: %s", refusal)

    def can_idle(self) -> bool:
        """Whether the server tells of new mail by itself."""
        return bool(self.has_capability("IDLE"))

    def wait_for_more(self, seconds: float) -> None:
        """Return when the server has told of something, or after ``seconds``."""
        if self._told_of_more():
            return
        self.idle()
        if not self._read_ahead():
            self.idle_check(timeout=seconds)
        self.idle_done()

    def _read_ahead(self) -> bool:
        """Whether a mail was announced together with the start of the IDLE: then it has been read from the socket, which stays silent."""
        connection = self.socket()
        patience = connection.gettimeout()
        connection.settimeout(0)
        try:
            return bool(self._imap.file.peek(1))
        except ssl.SSLWantReadError:
            return False
        finally:
            connection.settimeout(patience)

    def _told_of_more(self) -> bool:
        """Whether the server has mentioned new mail in passing since this was last asked: an IDLE would not repeat it."""
        return bool(self._imap.response("EXISTS")[1] != [None])


def _close_late(opening: "Future[_Client]") -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().cut()
        opening.result().release()


def _aware(moment: datetime | None, otherwise: datetime) -> datetime:
    return moment.astimezone(UTC) if moment else otherwise


def _chunks(uids: Sequence[int], count: int) -> Iterator[Sequence[int]]:
    return (uids[start : start + count] for start in range(0, len(uids), count))


def _batches(mails: Sequence[_Waiting]) -> Iterator[list[_Waiting]]:
    """In order, so many that they fit; a mail that is too large to be taken whole is a batch of its own."""
    batch: list[_Waiting] = []
    total = 0
    for mail in mails:
        alone = mail.size > MAIL_BYTES or (batch and batch[0].size > MAIL_BYTES)
        if batch and (alone or len(batch) == BATCH_MAILS or total + mail.size > BATCH_BYTES):
            yield batch
            batch, total = [], 0
        batch.append(mail)
        total += mail.size
    if batch:
        yield batch
