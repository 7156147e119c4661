"""An IMAP mailbox against a real Dovecot: everything arrives once, whatever is cut, killed or numbered anew."""

import asyncio
import base64
import contextlib
import hashlib
import hmac
import json
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest

from mail import imap
from mail.imap import Cursor, ImapMailbox, Pace, State
from mail.mail_server import MailServer, NoSecret
from mail.raw_mail import NotStored, RawMail
from tests.mail_transport.certificates import Certificates
from tests.mail_transport.dovecot import PASSWORD, TOKEN_KEY, Dovecot
from tests.mail_transport.outside import outside
from tests.mail_transport.wire import Wire

QUICK = Pace(idle=20, poll=0.2, first_pause=0.05, refused_pause=0.05)


async def password() -> str:
    return PASSWORD


def server(dovecot: Dovecot, user: str) -> MailServer:
    return MailServer("127.0.0.1", dovecot.port, tls="none", user=user, secret=password, timeout_seconds=5)


def mail(number: int, size: int = 0) -> bytes:
    return f"From: ann@example.org\r\nSubject: Parcel {number}\r\n\r\nWhere is it?\r\n".encode() + b"x" * 70 * (
        size // 70
    )


class Store:
    """What the rest of Parley does with a mail: keeps it by content, so the same mail twice is one."""

    def __init__(self) -> None:
        self.cursor: Cursor | None = None
        self.mails: dict[str, RawMail] = {}
        self.offers = 0
        self.refusals = 0
        self.slow_seconds = 0.0
        self.states: list[State] = []

    async def accept(self, given: RawMail) -> None:
        await asyncio.sleep(self.slow_seconds)
        self.offers += 1
        if self.refusals:
            self.refusals -= 1
            raise NotStored("The database is away.")
        self.mails[hashlib.sha256(given.raw).hexdigest()] = given

    async def load(self) -> Cursor | None:
        return self.cursor

    async def save(self, cursor: Cursor) -> None:
        self.cursor = cursor

    @property
    def subjects(self) -> list[str]:
        return sorted(given.raw.split(b"Subject: ")[1].split(b"\r\n")[0].decode() for given in self.mails.values())


@asynccontextmanager
async def following(store: Store, where: MailServer, pace: Pace = QUICK) -> AsyncIterator[ImapMailbox]:
    mailbox = ImapMailbox(
        "mbx_1", where, store.accept, load=store.load, save=store.save, changed=store.states.append, pace=pace
    )
    running = asyncio.create_task(mailbox.run())
    try:
        yield mailbox
    finally:
        running.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await running


async def until(condition: Callable[[], bool], seconds: float = 15) -> None:
    async with asyncio.timeout(seconds):
        while not condition():
            await asyncio.sleep(0.01)


async def test_what_waits_and_what_comes(dovecot: Dovecot, user: str) -> None:
    dovecot.put(user, [mail(1), mail(2)])
    store = Store()
    async with following(store, server(dovecot, user)) as mailbox:
        await until(lambda: len(store.mails) == 2)
        await until(lambda: mailbox.state.waiting == 0)
        await asyncio.sleep(0.2)
        told = time.monotonic()
        await asyncio.to_thread(dovecot.put, user, [mail(3)])
        await until(lambda: len(store.mails) == 3)
        assert time.monotonic() - told < QUICK.idle / 2, "IDLE tells of a new mail at once"
        await until(lambda: mailbox.state.accepted == 3)
    assert all(given.whole and given.source == "imap" and given.mailbox == "mbx_1" for given in store.mails.values())
    assert mail(3) in [given.raw for given in store.mails.values()], "byte for byte"
    assert dovecot.unread(user) == 0
    assert store.offers == 3
    assert any(state.connected for state in store.states)


async def test_seen_only_after_it_is_durable(dovecot: Dovecot, user: str) -> None:
    dovecot.put(user, [mail(1)])
    store = Store()
    store.refusals = 2
    async with following(store, server(dovecot, user)) as mailbox:
        await until(lambda: mailbox.state.error != "")
        assert mailbox.state.error == "The database is away."
        assert await asyncio.to_thread(dovecot.unread, user) == 1
        await until(lambda: len(store.mails) == 1)
        await until(lambda: mailbox.state.error == "")
    assert dovecot.unread(user) == 0
    assert store.offers == 3


async def test_an_old_mail_that_somebody_read_stays_where_it_is(dovecot: Dovecot, user: str) -> None:
    dovecot.put(user, [mail(1), mail(2)])
    with dovecot.owner(user) as client:
        client.select("INBOX")
        client.store("1", "+FLAGS", "\\Seen")
    store = Store()
    async with following(store, server(dovecot, user)):
        await until(lambda: store.cursor is not None)
        with dovecot.owner(user) as client:  # but one that comes now and is read before we look does count
            client.append("INBOX", "\\Seen", "", mail(3))
        await until(lambda: len(store.mails) == 2)
    assert store.subjects == ["Parcel 2", "Parcel 3"]


async def test_a_restart_fetches_nothing_twice(dovecot: Dovecot, user: str) -> None:
    dovecot.put(user, [mail(1)])
    store = Store()
    async with following(store, server(dovecot, user)):
        await until(lambda: store.cursor is not None)
    dovecot.put(user, [mail(2)])
    async with following(store, server(dovecot, user)):
        await until(lambda: len(store.mails) == 2)
    assert store.offers == 2


async def test_cut_in_the_middle_of_fetching(dovecot: Dovecot, user: str) -> None:
    dovecot.put_quickly(user, [mail(number, 20_000) for number in range(60)])
    store = Store()
    async with Wire(dovecot.port) as wire:
        wire.cuts = [300, 5_000, 30_000, 200_000, 900_000, 1_100_000]
        async with following(store, replace(server(dovecot, user), port=wire.port)):
            await until(lambda: len(store.mails) == 60)
            await until(lambda: store.cursor is not None)
        assert wire.connections >= 7
    assert dovecot.unread(user) == 0
    assert all(given.raw.endswith(b"x" * 70) and given.whole for given in store.mails.values())


async def test_the_server_is_killed_and_comes_back(dovecot: Dovecot, user: str) -> None:
    dovecot.put_quickly(user, [mail(number, 2_000) for number in range(200)])
    store = Store()
    store.slow_seconds = 0.01
    async with following(store, server(dovecot, user)) as mailbox:
        await until(lambda: len(store.mails) > 20)
        await asyncio.to_thread(dovecot.kill)
        await until(lambda: not mailbox.state.connected)
        assert "127.0.0.1" in mailbox.state.error
        await asyncio.to_thread(dovecot.start)
        await until(lambda: len(store.mails) == 200)
        await until(lambda: mailbox.state.error == "")
    assert store.offers <= 250, "only the batch that was cut comes again"


async def test_numbered_anew(dovecot: Dovecot, user: str) -> None:
    dovecot.put(user, [mail(1), mail(2)])
    store = Store()
    async with following(store, server(dovecot, user)):
        await until(lambda: store.cursor is not None)
    before = store.cursor
    await asyncio.to_thread(dovecot.renumber, user)
    dovecot.put(user, [mail(3)])
    async with following(store, server(dovecot, user)):
        await until(lambda: store.cursor is not None and store.cursor != before)
        await until(lambda: len(store.mails) == 3)
    assert before
    assert store.cursor
    assert store.cursor.validity != before.validity
    assert store.subjects == ["Parcel 1", "Parcel 2", "Parcel 3"], "fetched again, and the same mail is one"


async def test_a_large_mail_is_taken_whole_and_a_larger_one_by_its_header(
    dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(imap, "MAIL_BYTES", 100_000)
    dovecot.put(user, [mail(1, 99_000), mail(2, 200_000), mail(3)])
    store = Store()
    async with following(store, server(dovecot, user)):
        await until(lambda: len(store.mails) == 3)
    by_subject = {given.raw.split(b"\r\n")[1]: given for given in store.mails.values()}
    assert by_subject[b"Subject: Parcel 1"].whole
    assert by_subject[b"Subject: Parcel 3"].whole
    larger = by_subject[b"Subject: Parcel 2"]
    assert not larger.whole
    assert larger.size == len(mail(2, 200_000))
    assert larger.raw == b"From: ann@example.org\r\nSubject: Parcel 2\r\n\r\n"


async def test_without_idle_it_asks(dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap._Client, "can_idle", lambda _: False)
    store = Store()
    async with following(store, server(dovecot, user)):
        await until(lambda: store.cursor is not None)
        await asyncio.to_thread(dovecot.put, user, [mail(1)])
        await until(lambda: len(store.mails) == 1)


async def test_a_silent_server_is_left(dovecot: Dovecot, user: str) -> None:
    dovecot.put(user, [mail(1)])
    store = Store()
    async with Wire(dovecot.port) as wire:
        where = replace(server(dovecot, user), port=wire.port, timeout_seconds=0.5)
        async with following(store, where, replace(QUICK, idle=0.3)) as mailbox:
            await until(lambda: len(store.mails) == 1)
            wire.silent = True
            await until(lambda: not mailbox.state.connected)
            assert "did not answer in time" in mailbox.state.error
            wire.silent = False
            await asyncio.to_thread(dovecot.put, user, [mail(2)])
            await until(lambda: len(store.mails) == 2)


async def test_a_thousand_waiting(dovecot: Dovecot, user: str) -> None:
    count = 1_000
    dovecot.put_quickly(user, [mail(number, 4_000) for number in range(count)])
    store = Store()
    store.slow_seconds = 0.005
    held_up = 0.0
    started = time.monotonic()
    async with following(store, server(dovecot, user)):
        while len(store.mails) < count:
            before = time.thread_time()  # what the loop itself works: others on the machine do not count
            await asyncio.sleep(0.01)
            held_up = max(held_up, time.thread_time() - before)
            assert time.monotonic() - started < 20
    rate = count / (time.monotonic() - started)
    assert held_up < 0.25
    print(f"{rate:.0f} mails/s, the event loop held up for {held_up * 1000:.0f} ms of the processor")


@pytest.mark.parametrize("tls", ["implicit", "starttls"])
async def test_encrypted(dovecot: Dovecot, user: str, certificates: Certificates, tls: str) -> None:
    dovecot.put(user, [mail(1)])
    port = dovecot.tls_port if tls == "implicit" else dovecot.port
    where = MailServer("localhost", port, tls, user, "password", password, certificates.client(), 5)  # type: ignore[arg-type]  # a parameter is a str
    store = Store()
    async with following(store, where):
        await until(lambda: len(store.mails) == 1)


def access_token(user: str, lifetime: int = 300) -> str:
    def part(fields: dict[str, object]) -> bytes:
        return base64.urlsafe_b64encode(json.dumps(fields).encode()).rstrip(b"=")

    now = int(time.time())
    signed = part({"alg": "HS256", "typ": "JWT"}) + b"." + part({"sub": user, "iat": now - 5, "exp": now + lifetime})
    signature = base64.urlsafe_b64encode(hmac.digest(TOKEN_KEY, signed, "sha256")).rstrip(b"=")
    return (signed + b"." + signature).decode()


async def test_signed_in_by_an_access_token(dovecot: Dovecot, user: str) -> None:
    dovecot.put(user, [mail(1)])
    lifetimes = iter([-300, 300, 300, 300])

    async def token() -> str:
        return access_token(user, next(lifetimes))

    where = replace(server(dovecot, user), sign_in="xoauth2", secret=token)
    store = Store()
    async with following(store, where) as mailbox:
        await until(lambda: mailbox.state.error != "")
        assert "did not accept" in mailbox.state.error
        await until(lambda: len(store.mails) == 1)


async def test_stopping_while_nobody_answers() -> None:
    """A server that accepts the connection and then says nothing does not hold up the end."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        where = MailServer("127.0.0.1", silent.getsockname()[1], "none", secret=password, timeout_seconds=30)
        started = time.monotonic()
        async with following(Store(), where):
            await asyncio.sleep(0.1)
        assert time.monotonic() - started < 15


class TestTryingOut:
    async def steps(self, where: MailServer, folder: str = "INBOX") -> list[tuple[str, bool]]:
        found = await imap.try_out(where, folder)
        self.words = found[-1].words
        return [(step.name, step.ok) for step in found]

    async def test_all_is_well(self, dovecot: Dovecot, certificates: Certificates) -> None:
        where = MailServer(
            "localhost", dovecot.tls_port, "implicit", "eve", "password", password, certificates.client()
        )
        names = ["dns", "connect", "tls", "login", "folder"]
        assert await self.steps(where) == [(name, True) for name in names]
        where = replace(where, port=dovecot.port, tls="starttls")
        assert await self.steps(where) == [(name, True) for name in names]

    async def test_no_such_server(self) -> None:
        assert await self.steps(MailServer("mail.invalid", 993)) == [("dns", False)]
        assert self.words == "There is no server named mail.invalid: check the name."

    async def test_nothing_listens(self) -> None:
        assert await self.steps(MailServer("127.0.0.1", 1)) == [("dns", True), ("connect", False)]
        assert self.words == "Nothing listens at 127.0.0.1, port 1."

    async def test_a_certificate_that_is_not_trusted(self, dovecot: Dovecot) -> None:
        for port, tls in ((dovecot.tls_port, "implicit"), (dovecot.port, "starttls")):
            where = MailServer("localhost", port, tls)  # type: ignore[arg-type]  # a loop's str
            assert await self.steps(where) == [("dns", True), ("connect", True), ("tls", False)]
            assert self.words.startswith(f"The certificate of localhost, port {port} is not trusted")

    async def test_tls_on_the_wrong_port(self, dovecot: Dovecot, certificates: Certificates) -> None:
        where = MailServer("localhost", dovecot.port, trust=certificates.client(), timeout_seconds=3)
        assert await self.steps(where) == [("dns", True), ("connect", True), ("tls", False)]
        assert "does not speak TLS as set up" in self.words

    async def test_a_wrong_password(self, dovecot: Dovecot) -> None:
        async def wrong() -> str:
            return "guess"

        where = replace(server(dovecot, "eve"), secret=wrong)
        assert await self.steps(where) == [("dns", True), ("connect", True), ("login", False)]
        assert self.words == (
            "127.0.0.1 did not accept the user name or the password: [AUTHENTICATIONFAILED] Authentication failed."
        )

    async def test_a_server_that_speaks_something_else(self) -> None:
        async with outside() as there:
            assert (await self.steps(MailServer("127.0.0.1", there.port, "none")))[-1] == ("connect", False)
        assert self.words.startswith("127.0.0.1 answered: unexpected response: 220 outside.example")

    async def test_a_token_that_cannot_be_had(self, dovecot: Dovecot) -> None:
        async def none() -> str:
            raise NoSecret("The sign-in at the mail provider has expired: connect the mailbox again.")

        assert (await self.steps(replace(server(dovecot, "eve"), secret=none)))[-1] == ("login", False)
        assert "expired" in self.words

    async def test_a_folder_that_is_not_there(self, dovecot: Dovecot) -> None:
        assert (await self.steps(server(dovecot, "eve"), "Support"))[-1] == ("folder", False)
        assert self.words == (
            "There is no folder Support that can be opened: select failed: Mailbox doesn't exist: Support."
        )
