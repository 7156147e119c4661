"""Fetching mail from a real Dovecot as mailboxes come, change and go; one node at a time; and trying a mailbox out in words."""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from domain.stream import Unavailable
from mail.imap import Pace
from mail.raw_mail import NotStored, RawMail
from server.directory import KINDS, Directory
from server.mail.fetching import LEASE, Fetching
from server.mail.mailboxes import Mailboxes
from server.mail.oauth import AccessTokens
from server.mail.secrets import MailSecrets
from server.outbound import Outbound
from store.opening import memory_store
from store.tables import Conflict, Taken
from tests.centre import Centre, HandClock, Json, Person, becomes_true
from tests.mail_transport.certificates import Certificates, make_certificates
from tests.mail_transport.dovecot import PASSWORD, Dovecot
from tests.mail_transport.outside import outside

QUICK = Pace(idle=20, poll=0.2, first_pause=0.05, refused_pause=0.05)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A folder that Dovecot's own users can enter, unlike pytest's."""
    with tempfile.TemporaryDirectory(prefix="parley-mail-") as name:
        path = Path(name)
        path.chmod(0o755)
        yield path


@pytest.fixture(scope="module")
def certificates(folder: Path) -> Certificates:
    return make_certificates(folder)


@pytest.fixture(scope="module")
def dovecot(folder: Path, certificates: Certificates) -> Iterator[Dovecot]:
    server = Dovecot(folder, certificates)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def user(request: pytest.FixtureRequest) -> str:
    """An account of the test's own."""
    return "".join(letter for letter in request.node.name.lower() if letter.isalnum())[:60]


class Kept:
    """What was accepted, in order, by mailbox and subject."""

    def __init__(self) -> None:
        self.mails: list[tuple[str, str]] = []
        self.away = False

    async def accept(self, mail: RawMail) -> None:
        if self.away:
            raise NotStored("The database does not answer.")
        self.mails.append((mail.mailbox, mail.raw.split(b"Subject: ")[1].split(b"\r\n")[0].decode()))

    def subjects(self, mailbox: Json) -> list[str]:
        return [subject for id, subject in self.mails if id == mailbox["_id"]]


def mail(subject: str) -> bytes:
    return f"From: ann@example.org\r\nSubject: {subject}\r\n\r\nWhere is it?\r\n".encode()


def imap(dovecot: Dovecot, user: str, **fields: Any) -> Json:
    server = {
        "host": "127.0.0.1",
        "port": dovecot.port,
        "tls": "none",
        "user": user,
        "password": PASSWORD,
        "oauth": None,
    }
    return {**server, "folder": "INBOX", **fields}


class Office:
    """A centre's mailboxes, and the nodes that follow them."""

    def __init__(self) -> None:
        self.clock, self.tables = HandClock(), memory_store().tables
        self.directory = Directory({kind: self.tables[kind] for kind in KINDS}, Taken, Conflict, self.clock)
        self.mailboxes = self.view()

    def view(self) -> Mailboxes:
        """What one node knows of them."""
        secrets = MailSecrets("s" * 40)
        return Mailboxes(self.directory, secrets, AccessTokens(self.tables.settings, secrets, Outbound(), self.clock))

    async def mailbox(self, imap: Json) -> Json:
        fields = {"name": "Help", "address": "help@shop.example", "imap": imap, "smtp": None, "active": True}
        rest = {"queue": "que_1", "locale": "en", "authserv_id": None, "signature": "", "acknowledgement": ""}
        return await self.directory.add(
            "mailboxes", self.mailboxes.checked({**fields, **rest, "transcripts": False}, None)
        )

    async def change(self, mailbox: Json, **fields: Any) -> None:
        before = self.directory.get("mailboxes", mailbox["_id"], even_hidden=True)
        await self.directory.change("mailboxes", mailbox["_id"], self.mailboxes.checked(fields, before))

    def health(self, mailbox: Json) -> Json:
        shown: Json = self.mailboxes.shown(mailbox)["health"]
        return shown

    @asynccontextmanager
    async def node(self, kept: Kept, name: str = "one", mailboxes: Mailboxes | None = None) -> AsyncIterator[Fetching]:
        running = Fetching(
            mailboxes or self.mailboxes, kept.accept, self.tables.checkpoints, name, self.clock, pace=QUICK
        )
        self.directory.on_change(running.directory_changed)
        task = asyncio.create_task(running.run())
        try:
            yield running
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)


@pytest.fixture
def office() -> Office:
    return Office()


# Mailboxes that come, change and go


async def test_a_mailbox_is_followed_from_when_it_is_made_until_it_is_hidden(
    office: Office, dovecot: Dovecot, user: str
) -> None:
    kept = Kept()
    dovecot.put(user, [mail("waited")])
    async with office.node(kept):
        mailbox = await office.mailbox(imap(dovecot, user))
        await becomes_true(lambda: kept.subjects(mailbox) == ["waited"])
        await becomes_true(lambda: office.health(mailbox)["connected"] and office.health(mailbox)["accepted"] == 1)
        dovecot.put(user, [mail("came")])
        await becomes_true(lambda: kept.subjects(mailbox) == ["waited", "came"])
        await office.directory.change("mailboxes", mailbox["_id"], {"hidden": True})
        await becomes_true(lambda: not office.health(mailbox)["connected"])
        dovecot.put(user, [mail("later")])
        await office.directory.change("mailboxes", mailbox["_id"], {"hidden": False})
        await becomes_true(lambda: kept.subjects(mailbox) == ["waited", "came", "later"])
        await office.change(mailbox, active=False)
        await becomes_true(lambda: not office.health(mailbox)["connected"])
    assert dovecot.unread(user) == 0


async def test_a_change_of_its_server_starts_it_anew_and_any_other_does_not(
    office: Office, dovecot: Dovecot, user: str
) -> None:
    kept = Kept()
    dovecot.put(user, [mail("here")])
    dovecot.put(f"{user}2", [mail("there")])
    async with office.node(kept) as running:
        mailbox = await office.mailbox(imap(dovecot, user, password="wrong"))
        await becomes_true(lambda: "did not accept the user name" in office.health(mailbox)["error"])
        first = running._followed[mailbox["_id"]]
        await office.change(mailbox, name="Renamed", signature="Yours")
        await asyncio.sleep(0.05)
        assert running._followed[mailbox["_id"]] is first
        await office.change(mailbox, imap=imap(dovecot, user))
        await becomes_true(lambda: kept.subjects(mailbox) == ["here"])
        assert first.task.cancelled()
        assert office.health(mailbox)["error"] == ""
        await office.change(mailbox, imap=imap(dovecot, f"{user}2"))
        await becomes_true(lambda: kept.subjects(mailbox) == ["here", "there"])
        await office.change(mailbox, imap=imap(dovecot, user))
        dovecot.put(user, [mail("again")])
        await becomes_true(lambda: kept.subjects(mailbox) == ["here", "there", "again"])
        await office.change(mailbox, imap=None)
        await becomes_true(lambda: not running._followed)


async def test_where_it_was_is_known_after_a_restart(office: Office, dovecot: Dovecot, user: str) -> None:
    """What is unread but behind the place reached is not fetched again: the place is kept, not guessed from flags."""
    kept = Kept()
    dovecot.put(user, [mail("first")])
    mailbox = await office.mailbox(imap(dovecot, user))
    async with office.node(kept):
        await becomes_true(lambda: kept.subjects(mailbox) == ["first"])
        await becomes_true(lambda: office.health(mailbox)["connected"])
    with dovecot.owner(user) as client:
        client.select("INBOX")
        client.store("1", "-FLAGS", "\\Seen")
    dovecot.put(user, [mail("second")])
    async with office.node(kept):
        await becomes_true(lambda: kept.subjects(mailbox) == ["first", "second"])


async def test_while_the_store_is_away_mail_stays_and_the_mailbox_says_why(
    office: Office, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = Kept()
    kept.away = True
    dovecot.put(user, [mail("one")])
    async with office.node(kept):
        mailbox = await office.mailbox(imap(dovecot, user))
        await becomes_true(lambda: office.health(mailbox)["error"] == "The database does not answer.")
        assert dovecot.unread(user) == 1
        kept.away = False
        await becomes_true(lambda: kept.subjects(mailbox) == ["one"])
        checkpoints = type(office.tables.checkpoints)
        put = checkpoints.put_many

        async def away(*_: Any) -> None:
            raise Unavailable

        monkeypatch.setattr(checkpoints, "put_many", away)
        dovecot.put(user, [mail("two")])
        await becomes_true(lambda: office.health(mailbox)["error"] == "The database does not answer.")
        monkeypatch.setattr(checkpoints, "put_many", put)
        await becomes_true(lambda: office.health(mailbox)["error"] == "" and office.health(mailbox)["connected"])
        assert set(kept.subjects(mailbox)) == {"one", "two"}


# Several nodes


async def test_one_node_follows_and_another_takes_over(
    office: Office, dovecot: Dovecot, user: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("server.mail.fetching.LOOK_EVERY_SECONDS", 0.05)
    first, second = Kept(), Kept()
    elsewhere = office.view()
    mailbox = await office.mailbox(imap(dovecot, user))
    async with office.node(second, "two", elsewhere), office.node(first, "one") as other:
        await becomes_true(lambda: elsewhere.health.get(mailbox["_id"]))
        dovecot.put(user, [mail("for one of them")])
        await becomes_true(lambda: first.mails or second.mails)
        holder, waiting = (first, second) if first.mails else (second, first)
        assert holder is second, "the one that came first"
        assert not other._followed
        await becomes_true(lambda: office.health(mailbox)["accepted"] == 1)
        assert office.health(mailbox)["connected"], "told by the node that follows it"
        # The holder stops in its tracks: it renews no more.
        monkeypatch.setattr("server.mail.fetching.Lease.hold", _only("one", office.tables.checkpoints))
        office.clock.pass_(seconds=LEASE.total_seconds() + 1)
        await becomes_true(lambda: other._followed)
        dovecot.put(user, [mail("after")])
        await becomes_true(lambda: first.mails)
        assert [subject for _, subject in first.mails] == ["after"]
        assert not waiting.mails or waiting is first


def _only(node: str, table: Any) -> Any:
    """A lease's ``hold`` that works for ``node`` alone, as if no other could reach the store."""
    from server.lease import Lease

    hold = Lease.hold

    async def held(lease: Lease) -> bool:
        if lease._node != node:
            raise Unavailable
        return await hold(lease)

    return held


async def test_a_node_that_stops_gives_the_work_back(office: Office, dovecot: Dovecot, user: str) -> None:
    first, second = Kept(), Kept()
    mailbox = await office.mailbox(imap(dovecot, user))
    async with office.node(first, "one"):
        await becomes_true(lambda: office.health(mailbox)["connected"])
    async with office.node(second, "two") as other:
        await becomes_true(lambda: mailbox["_id"] in other._followed)


# Trying out


@pytest.fixture
async def admin(centre: Centre) -> Person:
    return await centre.agent("Admin", "administrator")


async def tried(centre: Centre, admin: Person, mailbox: Json) -> Json:
    answer: Json = await centre.api("POST", f"/mailboxes/{mailbox['_id']}/test", by=admin)
    return answer


def steps(trial: Json) -> list[tuple[str, bool]]:
    return [(step["name"], step["ok"]) for step in trial["steps"]]


async def test_trying_out_says_what_works(
    centre: Centre, admin: Person, dovecot: Dovecot, user: str, certificates: Certificates
) -> None:
    centre.parley.mailboxes._trust = certificates.client()
    async with outside(certificates.server(), sign_in=True) as sending:
        smtp = {
            "host": "localhost",
            "port": sending.port,
            "tls": "starttls",
            "user": "ann",
            "password": "rowan",
            "oauth": None,
        }
        by_tls = imap(dovecot, user, host="localhost", port=dovecot.tls_port, tls="implicit")
        trial = await tried(centre, admin, await centre.mailbox(imap=by_tls, smtp=smtp, active=False))
    assert trial["ok"], trial
    assert steps(trial["imap"]) == [(name, True) for name in ("dns", "connect", "tls", "login", "folder")]
    assert steps(trial["smtp"]) == [(name, True) for name in ("dns", "connect", "tls", "login")]
    assert PASSWORD not in str(trial)


@pytest.mark.parametrize(
    ("fields", "failing", "says"),
    [
        ({"host": "nowhere.invalid", "tls": "implicit"}, "dns", "no server named nowhere.invalid"),
        ({"port": 1}, "connect", "Nothing listens at 127.0.0.1, port 1"),
        ({"host": "localhost", "tls": "implicit"}, "tls", "does not speak TLS as set up"),
        ({"host": "localhost", "tls": "starttls"}, "tls", "certificate"),
        ({"password": "wrong"}, "login", "did not accept the user name or the password"),
        ({"folder": "Nowhere"}, "folder", "no folder Nowhere"),
    ],
)
async def test_trying_out_says_what_fails(
    centre: Centre, admin: Person, dovecot: Dovecot, user: str, fields: Json, failing: str, says: str
) -> None:
    trial = await tried(centre, admin, await centre.mailbox(imap=imap(dovecot, user, **fields), active=False))
    last = trial["imap"]["steps"][-1]
    assert (trial["ok"], trial["imap"]["ok"], trial["smtp"]) == (False, False, None)
    assert (last["name"], last["ok"]) == (failing, False), trial
    assert says in last["words"]
    assert all(step["ok"] for step in trial["imap"]["steps"][:-1])


async def test_a_mailbox_is_tried_by_one_at_a_time(centre: Centre, admin: Person) -> None:
    connected, over = asyncio.Event(), asyncio.Event()

    async def silent(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connected.set()
        await over.wait()
        writer.close()

    listening = await asyncio.start_server(silent, "127.0.0.1", 0)
    port = listening.sockets[0].getsockname()[1]
    server = {"host": "127.0.0.1", "port": port, "tls": "none", "user": "x", "password": "y", "oauth": None}
    path = f"/api/v1/mailboxes/{(await centre.mailbox(smtp=server))['_id']}/test"
    trying = asyncio.create_task(centre.ask("POST", path, by=admin))
    await connected.wait()
    again = await centre.ask("POST", path, by=admin)
    assert (again.status, again.code) == (409, "conflict")
    over.set()
    assert (await trying).json["ok"] is False
    assert (await centre.ask("POST", path, by=admin)).status == 200
    listening.close()
    absent = await centre.ask("POST", "/api/v1/mailboxes/mbx_none/test", by=admin)
    assert (absent.status, absent.code) == (404, "not_found")


# All of it together


async def test_a_fetched_mail_becomes_a_conversation(
    centre: Centre, admin: Person, dovecot: Dovecot, user: str
) -> None:
    mailbox = await centre.mailbox("help@shop.example", imap=imap(dovecot, user))
    dovecot.put(user, [mail("Parcel")])

    async def found() -> list[Json]:
        items: list[Json] = (await centre.api("GET", "/conversations?channel=email", by=admin))["items"]
        return items

    await becomes_true(found)
    conversation = (await found())[0]
    assert (conversation["subject"], conversation["queue"]) == ("Parcel", mailbox["queue"])
    await becomes_true(lambda: centre.parley.mailboxes.shown(mailbox)["health"]["accepted"] == 1)
