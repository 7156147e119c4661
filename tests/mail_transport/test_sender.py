"""Sending, to a server that works and to one that fails in every way there is."""

import socket
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from mail import sender
from mail.compose import Mailbox, Outgoing, compose
from mail.mail_server import MailServer, NoSecret
from mail.sender import MOST_ATTEMPTS, Delayed, Failed, GivenUp, Outcome, Sent, next_attempt, send
from tests.mail_transport.certificates import Certificates
from tests.mail_transport.outside import failing, outside

MAIL = compose(
    Outgoing(
        sender=Mailbox("support@shop.example", "Shop"),
        to=(Mailbox("ann@example.org"),),
        subject="Your parcel",
        text="It is on its way.\n.\n..and a line that begins with dots\n",
        message_id="<1@shop.example>",
        at=datetime(2026, 11, 21, 10, 0, tzinfo=UTC),
    )
)
EACH = ["ann@example.org", "bob@example.org"]


def server(port: int) -> MailServer:
    return MailServer("127.0.0.1", port, "none", sign_in="none", timeout_seconds=1)


async def attempt(port: int, recipients: list[str] | None = None) -> dict[str, Outcome]:
    return await send(
        server(port), "support@shop.example", recipients or EACH, MAIL, "shop.example", content_seconds=0.3
    )


async def rowan() -> str:
    return "rowan"


async def test_it_arrives_as_it_was() -> None:
    async with outside() as there:
        assert await attempt(there.port) == dict.fromkeys(EACH, Sent(250, "2.0.0 Kept"))
    (mail,) = there.mails
    assert mail.content == MAIL
    assert (mail.sender, mail.recipients) == ("support@shop.example", EACH)


async def test_automatic_mail_has_the_null_sender() -> None:
    async with outside() as there:
        await send(server(there.port), "", ["ann@example.org"], MAIL, "shop.example")
    assert there.mails[0].sender == "<>"


async def test_encrypted_and_signed_in(certificates: Certificates) -> None:
    async with outside(certificates.server(), sign_in=True) as there:
        where = MailServer("localhost", there.port, "starttls", "ann", "password", rowan, certificates.client(), 5)
        assert isinstance((await send(where, "a@shop.example", EACH, MAIL, "shop.example"))[EACH[0]], Sent)
        assert (there.mails[0].encrypted, there.mails[0].signed_in_as) == (True, "ann")
        assert [(step.name, step.ok) for step in await sender.try_out(where, "shop.example")] == [
            (name, True) for name in ("dns", "connect", "tls", "login")
        ]


async def test_by_access_token(certificates: Certificates) -> None:
    async def token() -> str:
        return "good token"

    async with outside(certificates.server(), sign_in=True) as there:
        where = MailServer("localhost", there.port, "starttls", "ann", "xoauth2", token, certificates.client(), 5)
        assert isinstance((await send(where, "a@shop.example", EACH, MAIL, "shop.example"))[EACH[0]], Sent)
        refused = await send(replace(where, secret=rowan), "a@shop.example", EACH, MAIL, "shop.example")
        assert isinstance(refused[EACH[0]], Delayed)
        assert "did not accept" in refused[EACH[0]].words


async def test_a_server_that_speaks_something_else() -> None:
    async with failing(GREETING="* OK IMAP4rev1 ready") as there:
        outcome = (await send(server(there.port), "a@shop.example", EACH, MAIL, "shop.example"))[EACH[0]]
        words = f"127.0.0.1, port {there.port} does not speak SMTP: check the port."
        assert outcome == Delayed(None, words)
        assert (await sender.try_out(server(there.port), "shop.example"))[-1].words == words


async def test_implicit_tls(certificates: Certificates) -> None:
    async with outside(certificates.server(), implicit=True) as there:
        where = MailServer("localhost", there.port, "implicit", sign_in="none", trust=certificates.client())
        assert isinstance((await send(where, "a@shop.example", EACH, MAIL, "shop.example"))[EACH[0]], Sent)
        untrusted = (await send(replace(where, trust=None), "a@shop.example", EACH, MAIL, "shop.example"))[EACH[0]]
        assert isinstance(untrusted, Delayed)
        assert "certificate" in untrusted.words


async def test_never_without_the_tls_that_was_set_up() -> None:
    async with outside() as there:
        where = replace(server(there.port), tls="starttls")
        outcome = (await send(where, "a@shop.example", EACH, MAIL, "shop.example"))[EACH[0]]
        assert isinstance(outcome, Delayed)
        assert "STARTTLS" in outcome.words
    assert there.mails == []


@pytest.mark.parametrize(
    ("stage", "answer", "code"),
    [
        ("GREETING", "421 4.3.2 Closing", 421),
        ("GREETING", "554 5.3.2 No service", 554),
        ("GREETING", "cut", None),
        ("GREETING", "silent", None),
        ("MAIL", "451 4.3.0 Later", 451),
        ("MAIL", "421 4.3.2 Closing", 421),
        ("MAIL", "cut", None),
        ("RCPT", "450 4.2.1 Greylisted", 450),
        ("RCPT", "552 5.5.3 Too many recipients", 552),
        ("RCPT", "silent", None),
        ("DATA", "451 4.3.0 Later", 451),
        ("DATA", "cut", None),
        ("CONTENT", "452 4.3.1 Disk full", 452),
        ("CONTENT", "421 4.3.2 Closing", 421),
    ],
)
async def test_not_now(stage: str, answer: str, code: int | None) -> None:
    async with failing(**{stage: answer}) as there:
        outcome = (await attempt(there.port, EACH[:1]))[EACH[0]]
    assert isinstance(outcome, Delayed)
    assert outcome.code == code
    assert outcome.words
    assert not outcome.uncertain


@pytest.mark.parametrize(
    ("stage", "answer"),
    [
        ("MAIL", "550 5.7.1 Not you"),
        ("MAIL", "552 5.3.4 Too large"),
        ("RCPT", "550 5.1.1 No such person"),
        ("DATA", "554 5.5.1 No valid recipients"),
        ("CONTENT", "554 5.7.1 Looks like spam"),
    ],
)
async def test_never(stage: str, answer: str) -> None:
    async with failing(**{stage: answer}) as there:
        outcome = (await attempt(there.port, EACH[:1]))[EACH[0]]
    assert outcome == Failed(int(answer[:3]), answer[4:])


@pytest.mark.parametrize("answer", ["cut", "silent", "nonsense"])
async def test_it_may_have_arrived(answer: str) -> None:
    async with failing(CONTENT=answer) as there:
        outcomes = await attempt(there.port)
        assert len(there.contents) == 1
    assert all(isinstance(outcome, Delayed) and outcome.uncertain for outcome in outcomes.values())
    assert all("-1" not in outcome.words for outcome in outcomes.values())


async def test_each_recipient_has_an_outcome_of_their_own() -> None:
    people = ["ann@example.org", "gone@example.org", "full@example.org", "bad address@example.org"]
    async with failing(**{"gone@example.org": "550 5.1.1 Gone", "full@example.org": "452 4.2.2 Full"}) as there:
        outcomes = await attempt(there.port, people)
    assert [type(outcomes[person]) for person in people] == [Sent, Failed, Delayed, Failed]


async def test_what_was_accepted_stays_accepted_when_the_goodbye_fails() -> None:
    async with failing(QUIT="cut") as there:
        assert isinstance((await attempt(there.port))[EACH[0]], Sent)


async def test_nobody_listens() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        outcome = (await attempt(taken.getsockname()[1]))[EACH[0]]
    assert isinstance(outcome, Delayed)
    assert "Nothing listens" in outcome.words


async def test_a_secret_that_cannot_be_had() -> None:
    async def none() -> str:
        raise NoSecret("Connect the mailbox again.")

    async with outside() as there:
        where = replace(server(there.port), sign_in="password", secret=none)
        assert (await send(where, "", EACH, MAIL, "shop.example"))[EACH[0]] == Delayed(
            None, "Connect the mailbox again."
        )


@pytest.mark.parametrize("ending", [b"\n", b"\r", b"\n.\r\n", b"\r\n.\n"])
async def test_nothing_is_sent_that_could_smuggle(ending: bytes) -> None:
    with pytest.raises(ValueError, match="CRLF"):
        await send(server(1), "", EACH, b"Subject: a\r\n\r\na" + ending, "shop.example")


class TestPauses:
    later = Delayed(451, "Later")
    unsure = Delayed(None, "cut", uncertain=True)

    def test_longer_and_longer_and_never_all_at_once(self) -> None:
        longest = [next_attempt([self.later] * count, chance=0.999999) for count in range(1, MOST_ATTEMPTS)]
        shortest = [next_attempt([self.later] * count, chance=0.0) for count in range(1, MOST_ATTEMPTS)]
        assert [round(float(pause)) for pause in longest[:5] if not isinstance(pause, GivenUp)] == [
            60,
            120,
            240,
            480,
            960,
        ]
        assert longest[-1] == pytest.approx(4 * 3600, rel=0.01)
        assert all(few == pytest.approx(many / 2, rel=0.01) for few, many in zip(shortest, longest, strict=True))  # type: ignore[operator]  # all numbers
        assert 36 * 3600 < sum(longest) < 54 * 3600  # type: ignore[arg-type]  # all numbers

    def test_it_ends(self) -> None:
        given_up = next_attempt([self.later] * MOST_ATTEMPTS)
        assert isinstance(given_up, GivenUp)
        assert "The last answer: Later" in given_up.words

    def test_at_most_twice_when_it_may_have_arrived(self) -> None:
        assert isinstance(next_attempt([self.unsure]), float)
        assert isinstance(next_attempt([self.unsure, self.later, self.unsure]), GivenUp)
