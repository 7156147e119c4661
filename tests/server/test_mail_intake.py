"""Every mail becomes exactly one Event, whichever ways it comes and whatever goes wrong meanwhile; and only what can be believed joins a Conversation."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from domain.commands import CloseConversation, ReceiveMessage, SnoozeConversation
from domain.events import MessageReceived
from domain.stream import Unavailable
from mail.child import Parsers
from mail.compose import Attachment, Mailbox
from mail.intake import DEFECT, Intake
from mail.raw_mail import NotStored, RawMail
from server.history import check_history
from store import embedded
from store.files import PIECE
from store.opening import Store, memory_store, open_store
from tests.centre import NOON, Centre, HandClock, Json, Person, becomes_true, open_centre
from tests.mail.letters import LETTERS
from tests.mail_transport.names import Names
from tests.mail_transport.outside import outside
from tests.mail_transport.test_authentication import KEY, record, signed
from tests.server.mail import ADDRESS, answer, came, delivered, deliveries, letter, read, sending_mailbox

ADA, EVE = "ada@mail.example", "eve@evil.example"
OURS = "mx.shop.example"
PASSED = f"Authentication-Results: {OURS}; dmarc=pass header.from=mail.example\r\n".encode()


@pytest.fixture(params=["memory", pytest.param("embedded", marks=pytest.mark.wire)])
async def store(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Store]:
    """Plain dicts, and the database that Parley brings along."""
    if request.param == "memory":
        yield memory_store()
        return
    monkeypatch.setattr(embedded, "STOP_SECONDS", 0.1)
    async with open_store(None, tmp_path) as opened:
        yield opened


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


async def mails(centre: Centre) -> list[Any]:
    """Every mail that is shown anywhere: the Email of each Event."""
    await centre.parley.views.flush()
    shown = []
    for row in await centre.parley.store.tables.conversations.find({}, limit=100_000):
        events = await centre.parley.desk.events(row["_id"], 0, 1000)
        shown += [event.body.email for event in events if isinstance(event.body, MessageReceived) and event.body.email]
    return shown


async def settled(centre: Centre) -> None:
    """Until nothing waits."""

    async def done() -> bool:
        return not await centre.parley.store.tables.mails.find({"state": "waiting"})

    await becomes_true(done, 60)


async def sound(centre: Centre) -> None:
    """The whole history is as it should be."""
    await centre.parley.views.flush()
    history = await check_history(centre.parley.store, centre.clock.now())
    assert (history.violations, history.waiting_mails) == ([], 0)


async def last(centre: Centre, conversation: str) -> MessageReceived:
    """The latest message that came in."""
    events = [event.body for event in await centre.parley.desk.events(conversation, 0, 1000)]
    return [body for body in events if isinstance(body, MessageReceived)][-1]


async def customer(centre: Centre, conversation: str) -> Json:
    return await centre.parley.customers.get((await centre.state(conversation)).customer)


# ---- one Event, whichever ways it comes


async def test_the_same_mails_three_ways_at_once_are_one_event_each(store: Store) -> None:
    async with open_centre(store) as centre:
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
        rows = await store.tables.mails.find({}, limit=1000)
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


# ---- whatever goes wrong


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


class Crash(BaseException):
    """The process ends here."""


@contextmanager
def crashing(store: Store, at: int, *, after: bool) -> Iterator[list[str]]:
    """Let the ``at``-th write be the last thing that happens, just before it or just after; the list names every write that began."""
    writes: list[str] = []
    with pytest.MonkeyPatch.context() as patch:

        def breakable(owner: Any, name: str, method: str) -> None:
            real = getattr(owner, method)

            async def write(*given: Any, **named: Any) -> Any:
                if at and len(writes) >= at:
                    await asyncio.Event().wait()  # nothing happens any more in a process that has ended
                writes.append(f"{name}.{method}")
                last = len(writes) == at
                if last and not after:
                    raise Crash
                done = await real(*given, **named)
                if last:
                    raise Crash
                return done

            patch.setattr(owner, method, write)

        breakable(store.stream, "stream", "append")
        breakable(store.files, "files", "create")
        for name in ("mails", "threads", "addresses", "customers", "files"):
            breakable(getattr(store.tables, name), name, "insert")
        breakable(store.tables.mails, "mails", "replace")
        yield writes


PICTURE = Attachment("lamp.png", "image/png", b"\x89PNG\r\n\x1a\n", "")
BROUGHT = [
    PASSED + letter(html="<p>Is it <b>lost</b>?</p>", attachments=(PICTURE,)),
    PASSED + letter(message_id="<second@mail.example>", in_reply_to="<first@mail.example>", text="Found it."),
]


async def bring(store: Store, at: int = 0, *, after: bool = False) -> list[str]:
    """A centre that is brought mails as a mailbox brings them, each until it is accepted, and that crashes at a write."""
    with crashing(store, at, after=after) as writes:
        async with open_centre(store) as centre:
            mailbox = next(iter(centre.parley.mailboxes.active()), None) or await centre.mailbox(
                ADDRESS, authserv_id=OURS
            )
            with suppress(Crash):
                for raw in BROUGHT:
                    accepting = centre.parley.intake.accept(RawMail(raw, "imap", NOON, len(raw), mailbox["_id"]))
                    await ended_or(accepting, at, writes)
            await becomes_true(lambda: not centre.parley.intake._works or len(writes) == at > 0)
    return writes


async def ended_or(accepting: Coroutine[Any, Any, None], at: int, writes: list[str]) -> None:
    """Wait for an acceptance, but not in a process that has ended."""
    task = asyncio.create_task(accepting)
    await becomes_true(lambda: task.done() or len(writes) == at > 0)
    if not task.done():
        task.cancel()
        raise Crash
    await task


async def test_a_crash_at_any_write_leaves_exactly_one_event_of_each_mail() -> None:
    calm = await bring(memory_store())
    kinds = {
        "files.create",
        "mails.insert",
        "threads.insert",
        "addresses.insert",
        "customers.insert",
        "stream.append",
        "mails.replace",
    }
    assert kinds <= set(calm)
    for at in range(1, len(calm) + 1):
        for after in (False, True):
            store = memory_store()
            assert len(await bring(store, at, after=after)) == at
            await bring(store)
            async with open_centre(store) as centre:
                found = await mails(centre)
                shown = [(one.message_id, [file.name for file in one.attachments], one.has_html) for one in found]
                place = f"{calm[at - 1]} ({at}, {'after' if after else 'before'})"
                assert sorted(shown) == [
                    ("first@mail.example", ["lamp.png"], True),
                    ("second@mail.example", [], False),
                ], place
                rows = await store.tables.mails.find({})
                assert [row["html"] is not None for row in sorted(rows, key=lambda row: -row["size"])] == [
                    True,
                    False,
                ], place
                assert len({row["conversation"] for row in rows}) == 1, place
                await sound(centre)


async def test_what_waited_at_a_crash_is_placed_at_the_next_start(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as idle:
        idle.setattr(Intake, "run", lambda self: asyncio.Event().wait())
        async with open_centre(store) as centre:
            mailbox = await centre.mailbox(ADDRESS)
            for count in range(5):
                raw = letter(message_id=f"<{count}@mail.example>")
                await centre.parley.intake.accept(RawMail(raw, "imap", NOON, len(raw), mailbox["_id"]))
            assert await mails(centre) == []
            history = await check_history(store, NOON)
            assert (history.violations, history.waiting_mails) == ([], 5)
    async with open_centre(store) as centre:
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


# ---- what may join


@asynccontextmanager
async def correspondence(centre: Centre, **mailbox: Any) -> AsyncIterator[tuple[str, str, str]]:
    """A customer who wrote and was answered: the Conversation, the Reply-To of the answer and its Message-ID with brackets."""
    ann = await centre.agent("Ann")
    async with outside() as there:
        await sending_mailbox(centre, there, **mailbox)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        centre.clock.pass_(seconds=6)
        await delivered(centre, id, "sent")
        message = read(there.mails[0].content)
        yield id, message["Reply-To"].addresses[0].addr_spec, str(message["Message-ID"])


def reply(number: int = 2, sender: str = ADA, to: str = ADDRESS, ids: str = "", **more: Any) -> bytes:
    fields = {"to": (Mailbox(to),), "subject": "Re: Where is my parcel?", "text": "Thank you.", "in_reply_to": ids}
    return letter(sender, message_id=f"<{number}@mail.example>", **{**fields, **more})


async def test_an_answer_to_our_answer_comes_back_by_its_token(centre: Centre) -> None:
    async with correspondence(centre) as (id, reply_to, _):
        before = await customer(centre, id)
        assert await came(centre, reply(to=reply_to)) == id
        assert (await last(centre, id)).text == "Thank you."
        assert await came(centre, reply(3), envelope_to=(reply_to,)) == id
        assert await customer(centre, id) == before
        assert (await centre.events(id))[-2:] == ["MessageReceived", "MessageReceived"]


async def test_by_our_id_only_a_proved_participant_comes_back(centre: Centre) -> None:
    eve = PASSED.replace(b"mail.example", b"evil.example")
    async with correspondence(centre, authserv_id=OURS) as (id, _, ours):
        assert await came(centre, reply(2, ids=ours), "imap") != id
        assert await came(centre, eve + reply(3, EVE, ids=ours), "imap") != id
        assert await came(centre, PASSED + reply(4), "imap") != id
        assert await came(centre, PASSED + reply(5, ids=ours), "imap") == id


async def test_a_thousand_forgeries_join_nothing_and_change_no_profile(centre: Centre) -> None:
    async with correspondence(centre, authserv_id=OURS) as (id, reply_to, ours):
        token = reply_to.partition("+")[2].partition("@")[0]
        before, state = await customer(centre, id), await centre.state(id)

        def forged(count: int) -> bytes:
            letters = "abcdefghijklmnopqrstuvwxyz234567"
            wrong = letters[(letters.index(token[count % 25]) + 1 + count // 25) % 32]
            guess = token[: count % 25] + wrong + token[count % 25 + 1 :]
            if count < 400:
                return reply(count, to=reply_to.replace(token, guess), ids=ours)
            if (
                count < 700
            ):  # says it is the customer, under the ids and the subject of the thread, vouched for by nobody or by themselves
                return (PASSED.replace(OURS.encode(), b"mx.evil.example") if count % 2 else b"") + reply(
                    count, ids=ours
                )
            if count < 900:
                return reply(count, EVE, to=reply_to, ids=ours)
            return b"X: y\r\n" + PASSED.replace(b"pass", b"fail") + PASSED + reply(count, ids=ours)

        async def send(part: int) -> list[str]:
            return [await came(centre, forged(count), "imap") for count in range(part, 1_000, 20)]

        joined = [one for found in await asyncio.gather(*map(send, range(20))) for one in found].count(id)
        assert joined == 0
        assert (await customer(centre, id), await centre.state(id)) == (before, state)
        assert len(await centre.parley.store.tables.mails.find({"state": "done"}, limit=2_000)) == 1_002
        assert await came(centre, reply(2_000, to=reply_to)) == id


async def test_a_long_closed_conversation_is_gone_on_from_in_a_new_one(centre: Centre) -> None:
    async with correspondence(centre) as (id, reply_to, _):
        await centre.parley.desk.do(CloseConversation(id="close", conversation=id, at=centre.clock.now()))
        centre.clock.pass_(days=6)
        assert await came(centre, reply(2, to=reply_to)) == id
        assert (await centre.state(id)).state == "waiting"
        await centre.parley.desk.do(CloseConversation(id="close again", conversation=id, at=centre.clock.now()))
        centre.clock.pass_(days=8)
        new = await came(centre, reply(3, to=reply_to))
        assert new != id
        (started, *_) = await centre.parley.desk.events(new, 0, 10)
        assert started.body.earlier == id  # type: ignore[union-attr]  # a ConversationStarted
        forged = await came(centre, reply(4, EVE, to=reply_to))
        (started, *_) = await centre.parley.desk.events(forged, 0, 10)
        assert started.body.earlier is None  # type: ignore[union-attr]  # a ConversationStarted


def bounced(message_id: str, recipient: str = ADA) -> bytes:
    return (
        LETTERS["bounce"]
        .replace(b"<ours@parley.example>", message_id.encode())
        .replace(b"Bob@Customer.example", recipient.encode())
    )


async def test_a_bounce_marks_the_message_it_is_about(centre: Centre) -> None:
    async with correspondence(centre) as (id, _, ours):
        before = await centre.state(id)
        assert await came(centre, bounced(ours), envelope_from="") == id
        assert (await deliveries(centre, id))[-1] == ("bounced", f"{ADA}: smtp; 550 5.1.1 nobody here")
        message = await last(centre, id)
        assert message.email is not None
        assert message.email.bounce is not None
        assert (message.email.is_bounce, message.email.bounce.recipient) == (True, ADA)
        after = await centre.state(id)
        assert (after.state, after.awaiting, after.agent, after.inbound) == (
            "open",
            "customer",
            before.agent,
            before.inbound,
        )
        again = b"Received: from elsewhere\r\n" + bounced(ours)
        assert await came(centre, again) == id
        assert [state for state, _ in await deliveries(centre, id)].count("bounced") == 1


async def test_a_forged_bounce_marks_nothing(centre: Centre) -> None:
    async with correspondence(centre) as (id, _, ours):
        before = await centre.state(id)
        for raw in (bounced(ours, EVE), bounced("<guessed@shop.example>"), bounced("<first@mail.example>")):
            other = await came(centre, raw)
            assert other != id
            assert (await centre.state(other)).state == "closed"
        assert await centre.state(id) == before


async def test_machines_wake_nobody(centre: Centre) -> None:
    note = b"Auto-Submitted: auto-replied\r\n"
    async with correspondence(centre) as (id, reply_to, _):
        await centre.parley.desk.do(
            SnoozeConversation(
                id="snooze", conversation=id, at=centre.clock.now(), until_at=centre.clock.now() + timedelta(days=1)
            )
        )
        assert await came(centre, note + reply(2, to=reply_to)) == id
        assert (await centre.state(id)).state == "snoozed"
        await centre.parley.desk.do(CloseConversation(id="close", conversation=id, at=centre.clock.now()))
        centre.clock.pass_(days=30)
        assert await came(centre, note + reply(3, to=reply_to)) == id
        assert (await centre.state(id)).state == "closed"
        alone = await came(centre, note + letter(EVE))
        assert (await centre.state(alone)).state == "closed"
        assert "OfferMade" not in await centre.events(alone)
        for name in ("read receipt", "abuse report"):
            assert (await centre.state(await came(centre, LETTERS[name]))).state == "closed"


# ---- who it is


async def test_only_the_topmost_word_of_our_own_server_counts(centre: Centre) -> None:
    await centre.mailbox(ADDRESS, authserv_id=OURS)
    foreign, failed = PASSED.replace(OURS.encode(), b"mx.evil.example"), PASSED.replace(b"pass", b"fail")
    cases = [
        (PASSED, "imap", True),
        (PASSED, "import", True),
        (PASSED, "smtp", False),  # nobody of ours has seen it before us
        (b"", "imap", False),
        (foreign, "imap", False),
        (foreign + PASSED, "imap", False),
        (failed + PASSED, "imap", False),
        (PASSED.replace(b"mail.example", b"evil.example"), "imap", False),
    ]
    for count, (trace, source, expected) in enumerate(cases):
        message = await last(centre, await came(centre, trace + letter(message_id=f"<{count}@mail.example>"), source))
        assert message.email is not None
        assert message.email.verified is expected, (trace, source)


async def test_a_signature_proves_the_sender(store: Store) -> None:
    raw = signed(letter(), "mail.example")
    names = Names({"mail._domainkey.mail.example": record(KEY)})
    async with open_centre(store, HandClock(datetime.now(UTC)), resolver=names) as centre:
        proved = await last(centre, await came(centre, raw))
        forged = await last(centre, await came(centre, raw.replace(b"lost?", b"stolen?")))
        assert proved.email is not None
        assert forged.email is not None
        assert (proved.email.verified, forged.email.verified) == (True, False)
        claimed = await customer(centre, await came(centre, letter(message_id="<2@x.example>")))
        known = await customer(
            centre, await came(centre, signed(letter(message_id="<3@x.example>", name="A. L."), "mail.example"))
        )
    assert claimed["_id"] != known["_id"]
    assert (known["name"], known["addresses"]) == (
        "Ada Lovelace",
        [{"kind": "email", "value": ADA, "verified": True, "source": "email"}],
    )
    assert claimed["addresses"] == [{"kind": "email", "value": ADA, "verified": False, "source": "email"}]


async def test_one_address_is_one_customer_however_it_is_written(centre: Centre) -> None:
    ids = await asyncio.gather(
        *(
            came(centre, letter(ADA.upper() if count % 2 else ADA, message_id=f"<{count}@x.example>"))
            for count in range(10)
        )
    )
    assert len({(await customer(centre, id))["_id"] for id in ids}) == 1


async def test_mailboxes_have_their_queues(centre: Centre) -> None:
    orders = await centre.queue("Orders")
    await centre.mailbox(ADDRESS)
    await centre.mailbox("orders@shop.example", queue=orders, locale="pl")
    for raw, envelope in (
        (letter(to=(Mailbox("Orders@shop.example"),)), ()),
        (letter(to=(Mailbox("orders+2027@shop.example"),)), ()),
        (letter(message_id="<3@x.example>"), ("orders@shop.example",)),
        (b"Delivered-To: orders@shop.example\r\n" + letter(message_id="<4@x.example>"), ()),
    ):
        state = await centre.state(await came(centre, raw, envelope_to=envelope))
        assert (state.queue, state.locale, state.channel) == (orders, "pl", "email")
    elsewhere = await centre.state(await came(centre, letter(to=(Mailbox("who@else.example"),))))
    assert elsewhere.queue == centre.parley.directory.first_queue()


HOSTILE = "x\r\nBcc: eve@evil.example\r\n\r\n<script>\u2028\0"


async def test_header_injections_stay_words(centre: Centre, ann: Person) -> None:
    word = f"=?utf-8?b?{base64.b64encode(HOSTILE.encode()).decode()}?="
    raw = (
        f'From: "{word}" <ada@mail.example>\r\nTo: {word} <{ADDRESS}>\r\nSubject: {word}\r\nMessage-ID: <1{word}@x.example>\r\n'
        f"In-Reply-To: <{word}>\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\nHello.\r\n--b\r\n"
        f'Content-Type: text/plain; name="{word}"\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b--\r\n'
    ).encode()
    id = await came(centre, raw)
    message = await last(centre, id)
    email = message.email
    assert email is not None
    (file,) = message.files
    name = (await customer(centre, id))["name"]
    shown = [
        email.subject,
        email.sender.name,
        email.sender.address,
        email.message_id,
        file.name,
        name,
        email.attachments[0].name,
    ]
    shown += [party.name for party in email.to]
    assert all(mark.isprintable() for words in shown for mark in words), shown
    assert "Bcc: eve@evil.example" in email.subject
    got = await centre.ask("GET", f"/api/v1/files/{file.id}", by=ann)
    assert got.headers["Content-Disposition"].startswith("attachment")
    assert "Bcc" not in got.headers


async def test_attachments_are_kept_whole(centre: Centre, ann: Person) -> None:
    content = bytes(range(256)) * (PIECE // 200)
    empty = Attachment("nothing.txt", "text/plain", b"")
    sent = (Attachment("łódź.bin", "application/x-lamp", content), empty)
    message = await last(centre, await came(centre, letter(attachments=sent)))
    assert [(file.name, file.size) for file in message.files] == [("łódź.bin", len(content)), ("nothing.txt", 0)]
    for file, expected in zip(message.files, (content, b""), strict=True):
        got = await centre.ask("GET", f"/api/v1/files/{file.id}", by=ann)
        assert (got.status, got.body) == (200, expected)


async def test_what_is_dropped_leaves_nothing(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another node has stored the Event meanwhile: our copies of its files go."""
    raw = letter(attachments=(PICTURE,))
    await came(centre, raw)
    kept = await centre.parley.store.tables.files.find({})
    (row,) = await centre.parley.store.tables.mails.find({})
    await centre.parley.store.tables.threads.delete(f"k|{row['key']}")
    monkeypatch.setattr("mail.intake.unguessable", lambda prefix: row["conversation"])
    await came(centre, b"X-Trace: 1\r\n" + raw)
    assert await centre.parley.store.tables.files.find({}) == kept
    await sound(centre)
