"""The outbox over real SMTP: what is taken back, what comes later, and what servers do to mail that is on its way (invariant I5)."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from unittest.mock import patch

import pytest

from domain.stream import Unavailable
from mail import outbox
from mail.compose import Mailbox
from mail.mail_server import MailServer
from server.mail.mailboxes import Mailboxes
from server.mail.sending import letter_id
from store.opening import memory_store
from tests.centre import Centre, HandClock, Json, Person, becomes_true, open_centre
from tests.mail_transport.outside import failing, outside
from tests.server.mail import answer, came, delivered, deliveries, letter, read, sending_mailbox

ADA = "ada@mail.example"


@pytest.fixture(autouse=True)
def hasty() -> Any:
    """Servers that say nothing are given up soon."""
    known = Mailboxes.server_of

    def server_of(self: Mailboxes, mailbox: str, kind: Any) -> MailServer | None:
        found = known(self, mailbox, kind)
        return replace(found, timeout_seconds=0.5) if found else None

    with (
        patch.object(Mailboxes, "server_of", server_of),
        patch.object(outbox, "CONTENT_SECONDS", 0.5),
        patch.object(outbox, "LOOK_EVERY_SECONDS", 0.02),
    ):
        yield


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


async def letters(centre: Centre) -> list[Json]:
    return await centre.parley.store.tables.outbox.find({}, limit=1000)


async def rests(centre: Centre) -> None:
    """Wait until the outbox has looked, with nothing due."""
    ended = centre.parley.mail_out.outbox

    async def idle() -> bool:
        return not ended._sending and not await ended._letters.due(centre.clock.now(), 10)

    await becomes_true(idle)


def take_back(centre: Centre, id: str, number: int, by: Person) -> Any:
    return centre.ask("DELETE", f"/api/v1/conversations/{id}/messages/{number}", by=by)


# ---- taking back, later


async def test_it_leaves_after_five_seconds_and_not_before(centre: Centre, ann: Person) -> None:
    async with outside() as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        centre.clock.pass_(seconds=4.9)
        await rests(centre)
        assert there.mails == []
        centre.clock.pass_(seconds=0.1)
        assert await delivered(centre, id, "sent") == [("sent", "2.0.0 Kept")]
        assert len(there.mails) == 1


async def test_what_is_taken_back_never_leaves(centre: Centre, ann: Person) -> None:
    async with outside() as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        number = await answer(centre, id, ann)
        for _ in range(2):
            assert (await take_back(centre, id, number, ann)).json == {"number": number}
        assert await deliveries(centre, id) == [("cancelled", "")]
        centre.clock.pass_(days=3)
        await rests(centre)
        assert there.mails == []
        assert await answer(centre, id, ann) == number
        assert [row["state"] for row in await letters(centre)] == ["done"]


async def test_what_has_left_cannot_be_taken_back(centre: Centre, ann: Person) -> None:
    async with outside() as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        number = await answer(centre, id, ann)
        centre.clock.pass_(seconds=5)
        await delivered(centre, id, "sent")
        assert (await take_back(centre, id, number, ann)).status == 409
        assert await deliveries(centre, id) == [("sent", "2.0.0 Kept")]


async def test_while_it_leaves_it_is_too_late(centre: Centre, ann: Person) -> None:
    async with failing(DATA="silent") as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        number = await answer(centre, id, ann)
        centre.clock.pass_(seconds=5)
        await becomes_true(lambda: bool(centre.parley.mail_out.outbox._sending))
        await becomes_true(lambda: _begun(centre))
        assert (await take_back(centre, id, number, ann)).status == 409


async def _begun(centre: Centre) -> bool:
    return any(one["recipients"][0]["attempts"] for one in await letters(centre))


@pytest.mark.parametrize("number", ["0", "2", "99", "-1", "x", "1" * 30])
async def test_only_ones_own_mails_can_be_taken_back(centre: Centre, ann: Person, number: str) -> None:
    async with outside() as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        found = await centre.ask("DELETE", f"/api/v1/conversations/{id}/messages/{number}", by=ann)
        assert found.status == 404


async def test_a_mail_for_later(centre: Centre, ann: Person) -> None:
    async with outside() as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann, send_at="2026-11-23T09:00:00+01:00")
        second = await answer(centre, id, ann, message="m2", send_at="2026-11-23T09:00:00+01:00")
        centre.clock.pass_(hours=43)
        await rests(centre)
        assert there.mails == []
        assert (await take_back(centre, id, second, ann)).status == 200
        centre.clock.pass_(hours=1)
        await delivered(centre, id, "cancelled", "sent")
        assert read(there.mails[0].content)["Date"] == "Mon, 23 Nov 2026 08:00:00 +0000"
        assert len(there.mails) == 1


# ---- once


async def test_asked_again_it_is_one_mail(centre: Centre, ann: Person) -> None:
    async with outside() as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        numbers = await asyncio.gather(*(answer(centre, id, ann) for _ in range(10)))
        assert len(set(numbers)) == 1
        assert await answer(centre, id, ann, "with other words") == numbers[0]
        centre.clock.pass_(seconds=5)
        await delivered(centre, id, "sent")
        assert await answer(centre, id, ann) == numbers[0]
        await rests(centre)
    assert len(there.mails) == 1
    assert (await centre.events(id)).count("MessageSent") == 1


async def test_prepared_and_said_but_not_queued_it_still_leaves() -> None:
    """The process died between the Event and the outbox's knowing of it."""
    store, clock = memory_store(), HandClock()
    async with outside() as there:
        async with open_centre(store, clock) as centre:
            ann = await centre.agent("Ann")
            await sending_mailbox(centre, there)
            id = await came(centre, letter())
            with patch.object(centre.parley.mail_out.sending, "_queue", _nothing):
                number = await answer(centre, id, ann)
            (row,) = await letters(centre)
            assert row["state"] == "prepared"
        clock.pass_(seconds=10)
        async with open_centre(store, clock) as centre:
            await delivered(centre, id, "sent")
            said = [
                event.number for event in await centre.parley.desk.events(id, 0, 100) if event.type == "MessageSent"
            ]
            assert said == [number]
    assert len(there.mails) == 1


async def test_prepared_and_never_said_it_is_said_when_asked_again_or_forgotten(centre: Centre, ann: Person) -> None:
    async with outside() as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        tables, said = centre.parley.store.tables, {"id": "m1", "channel": "email", "text": "Yes."}
        path = f"/api/v1/conversations/{id}/messages"
        with patch.object(centre.parley.desk, "do", _away):
            assert (await centre.ask("POST", path, said, by=ann)).status == 503
        (row,) = await letters(centre)
        assert (await centre.ask("POST", path, said, by=ann)).status == 201
        assert [(one["_id"], one["mail"]) for one in await letters(centre)] == [(row["_id"], row["mail"])]
        with patch.object(centre.parley.desk, "do", _away):
            assert (await centre.ask("POST", path, {**said, "id": "m2"}, by=ann)).status == 503
        centre.clock.pass_(hours=23)
        await centre.parley.mail_out.sending.recover()
        assert len(await letters(centre)) == 2
        centre.clock.pass_(hours=2)
        await centre.parley.mail_out.sending.recover()
        assert [one["_id"] for one in await letters(centre)] == [row["_id"]]
        assert await tables.mails.find({"source": "sent"}) == [await tables.mails.get(row["mail"])]


async def _nothing(*given: Any) -> None:
    return None


async def _away(*given: Any) -> None:
    raise Unavailable("away")


# ---- what servers do


@pytest.mark.parametrize(
    ("stage", "reply"),
    [
        ("GREETING", "421 4.3.2 Closing"),
        ("GREETING", "554 5.3.2 No service"),
        ("GREETING", "cut"),
        ("GREETING", "silent"),
        ("EHLO", "421 4.3.2 Closing"),
        ("EHLO", "cut"),
        ("MAIL", "451 4.3.0 Later"),
        ("MAIL", "silent"),
        ("RCPT", "450 4.2.1 Greylisted"),
        ("RCPT", "452 4.5.3 Too many"),
        ("RCPT", "552 5.5.3 Too many recipients"),
        ("DATA", "451 4.3.0 Later"),
        ("DATA", "cut"),
        ("DATA", "silent"),
        ("CONTENT", "451 4.3.1 Disk full"),
        ("CONTENT", "421 4.3.2 Closing"),
    ],
)
async def test_not_now_is_tried_again_until_it_works(centre: Centre, ann: Person, stage: str, reply: str) -> None:
    async with failing(**{stage: reply}) as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        centre.clock.pass_(seconds=5)
        ((_, why),) = await delivered(centre, id, "delayed")
        assert why.startswith(f"{ADA}: ")
        early = len(there.contents)
        centre.clock.pass_(seconds=29)
        await rests(centre)
        assert len(there.contents) == early
        there.answers.clear()
        centre.clock.pass_(minutes=5)
        await delivered(centre, id, "delayed", "sent")
        assert len(there.contents) == early + 1
        assert len({read(content)["Message-ID"] for content in there.contents}) == 1


@pytest.mark.parametrize(
    ("stage", "reply"),
    [
        ("MAIL", "550 5.7.1 Not you"),
        ("MAIL", "552 5.3.4 Too large"),
        ("RCPT", "550 5.1.1 No such person"),
        ("DATA", "554 5.5.1 No valid recipients"),
        ("CONTENT", "550 5.7.1 Looks like spam"),
        ("CONTENT", "552 5.2.2 Mailbox full"),
    ],
)
async def test_never_is_said_at_once_and_not_tried_again(centre: Centre, ann: Person, stage: str, reply: str) -> None:
    async with failing(**{stage: reply}) as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        centre.clock.pass_(seconds=5)
        assert await delivered(centre, id, "failed") == [("failed", f"{ADA}: {reply}")]
        there.answers.clear()
        arrived = len(there.contents)
        centre.clock.pass_(days=5)
        await rests(centre)
        assert len(there.contents) == arrived


@pytest.mark.parametrize("reply", ["cut", "silent", "nonsense"])
async def test_what_may_have_arrived_is_sent_twice_at_most(centre: Centre, ann: Person, reply: str) -> None:
    async with failing(CONTENT=reply) as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        centre.clock.pass_(seconds=5)
        await delivered(centre, id, "delayed")
        centre.clock.pass_(minutes=2)
        _, (_, words) = await delivered(centre, id, "delayed", "failed")
        assert "may have arrived" in words
        centre.clock.pass_(days=5)
        await rests(centre)
        assert len(there.contents) == 2
        assert there.contents[0] == there.contents[1]


async def test_bad_tls_is_a_delay_that_says_so(centre: Centre, ann: Person) -> None:
    async with outside() as there:
        tls = {"host": "127.0.0.1", "port": there.port, "tls": "starttls", "user": "", "password": None, "oauth": None}
        await centre.mailbox("help@shop.example", smtp=tls)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        centre.clock.pass_(seconds=5)
        ((_, words),) = await delivered(centre, id, "delayed")
        assert "STARTTLS" in words
        assert there.mails == []


async def test_of_many_recipients_one_fails_and_one_waits(centre: Centre, ann: Person) -> None:
    answers = {"gone@b.example": "550 5.1.1 Gone", "full@b.example": "452 4.2.2 Full"}
    async with failing(**answers) as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann, to=[ADA, "gone@b.example"], cc=["full@b.example"])
        centre.clock.pass_(seconds=5)
        ((_, words),) = await delivered(centre, id, "delayed")
        assert words == "full@b.example: 452 4.2.2 Full\ngone@b.example: 550 5.1.1 Gone"
        del there.answers["full@b.example"]
        centre.clock.pass_(minutes=2)
        _, (_, words) = await delivered(centre, id, "delayed", "failed")
        assert words == "gone@b.example: 550 5.1.1 Gone\nEverybody else got it."
        assert len(there.contents) == 2
        assert there.contents[0] == there.contents[1]


async def test_the_same_trouble_is_told_once_and_given_up_in_the_end(centre: Centre, ann: Person) -> None:
    async with failing(MAIL="451 4.3.0 Later") as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        centre.clock.pass_(seconds=5)
        for _ in range(40):
            await rests(centre)
            centre.clock.pass_(hours=4)
        (_, first), (_, last) = await delivered(centre, id, "delayed", "failed")
        assert "451 4.3.0 Later" in first
        assert "18 attempts" in last


async def test_a_mailbox_that_hangs_holds_nobody_else_up(centre: Centre, ann: Person) -> None:
    async with failing(GREETING="silent") as stuck, outside() as there:
        await sending_mailbox(centre, stuck, "slow@shop.example")
        await sending_mailbox(centre, there)
        slow = [await came(centre, _to("slow@shop.example", number)) for number in range(8)]
        for id in slow:
            await answer(centre, id, ann)
        centre.clock.pass_(seconds=1)
        quick = await came(centre, letter())
        await answer(centre, quick, ann)
        most = 0

        async def arrived() -> bool:
            nonlocal most
            most = max(most, len(centre.parley.mail_out.outbox._sending))
            return bool(there.mails)

        with patch.object(Mailboxes, "server_of", _patient(Mailboxes.server_of)):
            centre.clock.pass_(seconds=5)
            await becomes_true(arrived)
            await delivered(centre, quick, "sent")
        assert 1 <= most <= 4


def _patient(known: Any) -> Any:
    """Servers that are waited for longer than the test takes."""

    def server_of(self: Mailboxes, mailbox: str, kind: Any) -> MailServer | None:
        found = known(self, mailbox, kind)
        return replace(found, timeout_seconds=30) if found else None

    return server_of


def _to(address: str, number: int) -> bytes:
    return letter(f"c{number}@mail.example", to=(Mailbox(address),), message_id=f"<{number}@mail.example>")


async def test_a_mailbox_that_loses_its_server_is_a_delay(centre: Centre, ann: Person) -> None:
    async with outside() as there:
        mailbox = await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        await centre.parley.directory.change("mailboxes", mailbox["_id"], {"smtp": None})
        centre.clock.pass_(seconds=5)
        ((_, words),) = await delivered(centre, id, "delayed")
        assert words == f"{ADA}: The mailbox has no server to send with."


async def test_the_store_is_away_when_the_answer_comes(centre: Centre, ann: Person) -> None:
    """What the server said is kept until it can be written down: the mail does not leave twice."""
    async with outside() as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        table = centre.parley.store.tables.outbox
        whole, failures = table.replace, 0

        async def replace_(document: Json) -> Json:
            nonlocal failures
            if there.mails and failures < 2:
                failures += 1
                raise Unavailable("away")
            return await whole(document)

        with patch.object(table, "replace", replace_), patch.object(outbox, "AGAIN_SECONDS", 0.01):
            centre.clock.pass_(seconds=5)
            await delivered(centre, id, "sent")
        assert failures == 2
        await rests(centre)
        assert len(there.mails) == 1


# ---- dying


async def test_stopped_in_the_middle_it_is_sent_again_once() -> None:
    """The process ends while the server has the mail and has not answered; at most two arrive, at least one."""
    store, clock = memory_store(), HandClock()
    async with failing(CONTENT="silent") as there:
        async with open_centre(store, clock) as centre:
            ann = await centre.agent("Ann")
            await sending_mailbox(centre, there)
            id = await came(centre, letter())
            await answer(centre, id, ann)
            with (
                patch("mail.sender.CONTENT_SECONDS", 30),
                patch.object(Mailboxes, "server_of", _patient(Mailboxes.server_of)),
            ):
                clock.pass_(seconds=5)
                await becomes_true(lambda: len(there.contents) == 1)
        there.answers.clear()
        async with open_centre(store, clock) as centre:
            await delivered(centre, id, "sent")
            clock.pass_(days=1)
            await rests(centre)
        assert len(there.contents) == 2
        assert there.contents[0] == there.contents[1]


async def test_two_nodes_share_one_outbox() -> None:
    """Both look at the same Letters all the time; each leaves once."""
    store, clock = memory_store(), HandClock()
    async with outside() as there, open_centre(store, clock) as one, open_centre(store, clock) as other:
        ann = await one.agent("Ann")
        await sending_mailbox(one, there)
        await other.parley.directory.load()
        ids = [await came(one, letter(f"c{n}@mail.example", message_id=f"<{n}@mail.example>")) for n in range(12)]
        for id in ids:
            await answer(one, id, ann)
        clock.pass_(seconds=5)

        async def all_done() -> bool:
            return all(row["state"] == "done" for row in await letters(one))

        await becomes_true(all_done)
        assert sorted(mail.recipients[0] for mail in there.mails) == sorted(f"c{n}@mail.example" for n in range(12))


async def test_the_lease_of_a_dead_node_ends(centre: Centre, ann: Person) -> None:
    """With several nodes nobody may take a Letter over at start: its lease runs out."""
    async with outside() as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        letters_of = centre.parley.mail_out.outbox._letters
        (waiting,) = await letters_of.due(centre.clock.now() + timedelta(seconds=5), 10)
        at = centre.clock.now()
        await letters_of.save(waiting.begun(at + timedelta(seconds=5), at + outbox.LEASE))
        centre.clock.pass_(minutes=10)
        await rests(centre)
        assert there.mails == []
        centre.clock.pass_(minutes=10)
        await delivered(centre, id, "sent")
        assert len(there.mails) == 1


def test_one_letter_for_one_command() -> None:
    assert letter_id("a|1") == letter_id("a|1") != letter_id("a|2")
