"""Every mail becomes exactly one Event, whichever ways it comes and whatever goes wrong meanwhile."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from domain.commands import ReceiveMessage
from domain.events import MessageReceived
from domain.stream import Unavailable
from mail.child import Parsers
from mail.intake import DEFECT, Intake
from mail.raw_mail import NotStored, RawMail
from server.history import check_history
from store.opening import Store
from tests.centre import NOON, Centre, Json, Person, becomes_true, open_centre
from tests.mail_transport.outside import outside
from tests.server.intake import ADA, EVE, OURS, PASSED, last, mails, settled, sound
from tests.server.mail import ADDRESS, answer, came, letter, sending_mailbox


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


async def test_the_same_mails_three_ways_at_once_are_one_event_each(each_store: Store) -> None:
    async with open_centre(each_store) as centre:
        mailbox = await centre.mailbox(ADDRESS)
        accept = centre.parley.intake.accept
        letters = [
            letter(f"writer-{count % 7}@mail.example", message_id=f"<{count}@mail.example>") for count in range(20)
        ]

        def ways(raw: bytes) -> list[RawMail]:
            traced = [
                b"Received: from a by b; now\r\n" + raw,
                b"Delivered-To: x@y\r\n" + raw.replace(b"\r\n", b"\n"),
                raw,
            ]
            return [
                RawMail(traced[0], "imap", NOON, len(traced[0]), mailbox["_id"]),
                RawMail(traced[1], "smtp", NOON, len(traced[1]), envelope_to=(ADDRESS,)),
                RawMail(traced[2], "import", NOON, len(traced[2])),
                RawMail(traced[2], "imap", NOON, len(traced[2]), mailbox["_id"]),
            ]

        await asyncio.gather(*(accept(way) for raw in letters for way in ways(raw)))
        await settled(centre)
        assert sorted(one.message_id for one in await mails(centre)) == sorted(
            f"{count}@mail.example" for count in range(20)
        )
        rows = await each_store.tables.mails.find({}, limit=1000)
        assert len(rows) == 60
        assert len({(row["conversation"], row["number"]) for row in rows}) == 20
        await sound(centre)


async def test_nobody_suppresses_a_mail_by_sending_its_id_first(centre: Centre) -> None:
    ids = {
        await came(centre, letter(EVE, text="Nothing to see here.")),
        await came(centre, letter(text="Nothing to see here.")),
        await came(centre, letter()),
        await came(centre, letter().replace(b"Subject", b"Reply-To: eve@evil.example\r\nSubject")),
    }
    assert len(ids) == 4
    assert {one.message_id for one in await mails(centre)} == {"first@mail.example"}
    await sound(centre)


async def test_an_answer_that_comes_together_with_what_it_answers_follows_it(centre: Centre) -> None:
    """A hundred mails of ten threads wait when Parley starts: read at once, placed in order of arrival."""
    mailbox = await centre.mailbox(ADDRESS, authserv_id=OURS)
    thread: Json = {}
    raws = []
    for count in range(100):
        id = f"<{count}@mail.example>"
        if count >= 10:
            thread = {"in_reply_to": f"<{count - 10}@mail.example>", "references": (f"<{count % 10}@mail.example>",)}
        raws.append(
            PASSED + letter(f"writer-{count % 10}@mail.example", text=f"Words {count}", message_id=id, **thread)
        )
    for raw in raws:
        await centre.parley.intake.accept(RawMail(raw, "imap", NOON, len(raw), mailbox["_id"]))
    await settled(centre)
    rows = await centre.parley.store.tables.mails.find({}, limit=1000)
    conversations = {row["conversation"] for row in rows}
    assert len(conversations) == 10
    for id in conversations:
        events = await centre.parley.desk.events(id, 0, 1000)
        said = [int(event.body.text.split()[1]) for event in events if isinstance(event.body, MessageReceived)]
        assert said == sorted(said)
        assert len(said) == 10


async def test_a_mail_that_cannot_be_stored_stays_where_it_was(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    raw, tables, files = letter(), centre.parley.store.tables, centre.parley.store.files
    mail = RawMail(raw, "smtp", NOON, len(raw))
    for owner, method in ((tables.mails, "get"), (files, "create"), (tables.mails, "insert")):
        with monkeypatch.context() as away:
            away.setattr(owner, method, no_store)
            with pytest.raises(NotStored, match="stays where it is"):
                await centre.parley.intake.accept(mail)
    assert await mails(centre) == []
    await centre.parley.intake.accept(mail)
    await settled(centre)
    assert len(await mails(centre)) == 1


async def test_a_store_that_goes_away_while_a_mail_is_placed_delays_it(
    centre: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    tables = centre.parley.store.tables
    for owner, method in ((tables.threads, "insert"), (tables.customers, "insert"), (tables.mails, "replace")):
        real, calls = getattr(owner, method), 0

        async def sometimes(*given: Any, real: Callable[..., Any] = real) -> Any:
            nonlocal calls
            calls += 1
            if calls < 3:
                raise Unavailable("away")
            return await real(*given)

        monkeypatch.setattr(owner, method, sometimes)
        await came(
            centre, letter(f"{method}-{calls}-{id(owner)}@mail.example", message_id=f"<{method}{id(owner)}@x.example>")
        )
        assert calls >= 3
    await sound(centre)


async def no_store(*_: Any) -> None:
    raise Unavailable("away")


async def test_what_waited_at_a_crash_is_placed_at_the_next_start(
    each_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as idle:
        idle.setattr(Intake, "run", lambda self: asyncio.Event().wait())
        async with open_centre(each_store) as centre:
            mailbox = await centre.mailbox(ADDRESS)
            for count in range(5):
                raw = letter(message_id=f"<{count}@mail.example>")
                await centre.parley.intake.accept(RawMail(raw, "imap", NOON, len(raw), mailbox["_id"]))
            assert await mails(centre) == []
            history = await check_history(each_store, NOON)
            assert (history.violations, history.waiting_mails) == ([], 5)
    async with open_centre(each_store) as centre:
        await settled(centre)
        assert sorted(one.message_id for one in await mails(centre)) == [f"{count}@mail.example" for count in range(5)]
        await sound(centre)


async def test_the_history_sees_what_it_looks_for(centre: Centre) -> None:
    id = await came(centre, letter())
    tables, files = centre.parley.store.tables, centre.parley.store.files
    (row,) = await tables.mails.find({})
    await sound(centre)
    state = await centre.state(id)
    event = (await centre.parley.desk.events(id, 0, 10))[1]
    assert isinstance(event.body, MessageReceived)
    again = ReceiveMessage(id="mail|other", conversation=id, at=NOON, message="m", text="", email=event.body.email)
    await centre.parley.desk.do(again)
    await files.delete(row["raw"])
    await tables.mails.replace({**row, "key": "nothing"})
    found = "\n".join((await check_history(centre.parley.store, NOON)).violations)
    assert f"{row['_id']}: its bytes are gone" in found
    assert f"{row['_id']}: there is no event of it" in found
    assert f"{row['_id']} is shown 2 times" in found
    assert state.state == "waiting"


async def test_a_mail_that_cannot_be_read_is_shown_with_its_bytes(centre: Centre, ann: Person) -> None:
    children = centre.parley.parsers
    centre.parley.intake._parsers = Parsers(wall_seconds=0.001)
    async with centre.parley.intake._parsers:
        id = await came(centre, letter())
    centre.parley.intake._parsers = children
    message = await last(centre, id)
    assert message.email is not None
    assert message.email.unparsed == "Reading the mail took too long."
    assert (message.email.subject, message.email.sender.address) == ("Where is my parcel?", ADA)
    assert not message.email.verified
    raw = await centre.ask("GET", f"/api/v1/mail/{message.email.id}/raw", by=ann)
    assert raw.body == letter()
    assert (await centre.state(id)).state == "waiting"
    await sound(centre)


async def test_a_defect_of_ours_costs_the_reading_and_not_the_mail(
    centre: Centre, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with monkeypatch.context() as broken:
        broken.setattr("mail.intake.authenticate", lambda *_, **__: 1 / 0)
        id = await came(centre, letter())
    message = await last(centre, id)
    assert message.email is not None
    assert message.email.unparsed == DEFECT
    assert "cannot be placed" in caplog.text
    assert (await last(centre, await came(centre, letter(message_id="<2@x.example>")))).text == "Is it lost?"
    await sound(centre)


async def test_a_mail_between_two_mailboxes_of_ours_comes_in_too(centre: Centre) -> None:
    """The bytes that were sent are the bytes that come: kept as another mail."""
    ann = await centre.agent("Ann")
    async with outside() as there:
        await sending_mailbox(centre, there)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        centre.clock.pass_(seconds=6)
        await becomes_true(lambda: there.mails)
    sent = there.mails[0].content
    again = await came(centre, sent, envelope_to=(ADDRESS,))
    assert again != id
    message = await last(centre, again)
    assert message.email is not None
    assert message.email.sender.address == ADDRESS
    rows = await centre.parley.store.tables.mails.find({})
    assert sorted(row["source"] for row in rows) == ["sent", "smtp", "smtp"]
    await sound(centre)
