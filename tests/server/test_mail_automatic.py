"""Mail that nobody wrote: who gets one, how seldom, and what happens when two Parleys meet."""

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

import pytest
from aiosmtpd.smtp import SMTP

from domain.events import MessageSent
from mail import outbox
from mail.compose import Mailbox
from mail.raw_mail import RawMail
from tests.centre import NOON, Centre, HandClock, Json, Person, becomes_true, open_centre
from tests.journeys.centre import free_port
from tests.mail_transport.outside import Outside, outside
from tests.server.mail import ADDRESS, answer, came, delivered, letter, read, sending_mailbox, smtp, words

WORDS = "Dear {first name}, thank you for writing to {queue} about {subject}. {{7*7}}"


@pytest.fixture(autouse=True)
def hasty() -> Iterator[None]:
    """The outbox looks more often than people would notice."""
    with patch.object(outbox, "LOOK_EVERY_SECONDS", 0.02):
        yield


@pytest.fixture
async def there() -> AsyncIterator[Outside]:
    async with outside() as running:
        yield running


async def automatic(centre: Centre, id: str) -> list[MessageSent]:
    """What Parley itself wrote in a Conversation."""
    events = await centre.parley.desk.events(id, 0, 1000)
    return [one.body for one in events if isinstance(one.body, MessageSent) and one.actor.kind == "system"]


async def test_the_first_mail_is_acknowledged(centre: Centre, there: Outside) -> None:
    await sending_mailbox(centre, there, acknowledgement=WORDS, signature="Your shop")
    id = await came(centre, letter())
    await delivered(centre, id, "sent")
    (mail,) = there.mails
    message = read(mail.content)
    assert (mail.sender, mail.recipients) == ("<>", ["ada@mail.example"])
    assert (message["Auto-Submitted"], message["X-Auto-Response-Suppress"]) == ("auto-replied", "All")
    assert (message["Subject"], message["In-Reply-To"]) == ("Re: Where is my parcel?", "<first@mail.example>")
    assert words(message).startswith(
        "Dear Ada, thank you for writing to General about Where is my parcel?. {{7*7}}\n\n-- \nYour shop"
    )
    assert "Is it lost?" not in words(message)
    state = await centre.state(id)
    assert (state.state, state.awaiting, state.agent) == ("waiting", "agent", None)
    assert [one.text[:8] for one in await automatic(centre, id)] == ["Dear Ada"]


async def test_the_second_mail_of_a_conversation_is_not(centre: Centre, there: Outside) -> None:
    await sending_mailbox(centre, there, acknowledgement=WORDS)
    id = await came(centre, letter())
    await delivered(centre, id, "sent")
    centre.clock.pass_(hours=2)
    token = (Mailbox(read(there.mails[0].content)["Reply-To"].addresses[0].addr_spec),)
    assert await came(centre, letter(to=token, message_id="<2@mail.example>")) == id
    assert len(await automatic(centre, id)) == 1


@pytest.mark.parametrize(
    ("fields", "facts"),
    [
        ({"automatic": "auto-replied"}, {}),
        ({"automatic": "auto-generated"}, {}),
        ({"sender": "no-reply@mail.example"}, {}),
        ({"sender": "MAILER-DAEMON@mail.example"}, {}),
        ({"sender": ADDRESS}, {}),
        ({"sender": f"help+{'a' * 26}@shop.example"}, {}),
        ({"subject": "Out of office: back on Monday"}, {}),
        ({}, {"source": "import"}),
        ({}, {"source": "smtp", "envelope_from": ""}),
    ],
)
async def test_some_mails_are_never_answered(centre: Centre, there: Outside, fields: Json, facts: Json) -> None:
    await sending_mailbox(centre, there, acknowledgement=WORDS)
    assert await automatic(centre, await came(centre, letter(**fields), **facts)) == []


@pytest.mark.parametrize(
    "header",
    [
        b"Precedence: bulk",
        b"List-Id: <list.mail.example>",
        b"X-Auto-Response-Suppress: OOF",
        b"Return-Path: <>",
        b"X-Loop: yes",
        b"\r\n".join([b"Received: from a by b; Sat, 21 Nov 2026 12:00:00 +0000"] * 51),
    ],
)
async def test_mails_that_ask_for_silence_get_it(centre: Centre, there: Outside, header: bytes) -> None:
    await sending_mailbox(centre, there, acknowledgement=WORDS)
    assert await automatic(centre, await came(centre, header + b"\r\n" + letter())) == []


async def test_a_mailbox_without_words_or_server_acknowledges_nothing(centre: Centre, there: Outside) -> None:
    await sending_mailbox(centre, there, acknowledgement="  ")
    await centre.mailbox("mute@shop.example", acknowledgement=WORDS)
    for number, address in enumerate((ADDRESS, "mute@shop.example")):
        mail = letter(f"c{number}@mail.example", to=(Mailbox(address),), message_id=f"<{number}@mail.example>")
        assert await automatic(centre, await came(centre, mail)) == []


async def test_an_address_gets_one_an_hour_and_five_a_day(centre: Centre, there: Outside) -> None:
    """However the sender writes their own address."""
    await sending_mailbox(centre, there, acknowledgement=WORDS)
    forms = ("ada@mail.example", "ADA@mail.example", "ada+1@mail.example", "Ada+2@Mail.example")
    count = 0
    for hour in range(30):
        for part in range(2):
            mail = letter(forms[(hour + part) % 4], message_id=f"<{hour}.{part}@mail.example>")
            count += len(await automatic(centre, await came(centre, mail)))
        if hour == 0:
            assert count == 1
        if hour == 23:
            assert count == 5
        centre.clock.pass_(hours=1)
    assert 6 <= count <= 10


async def test_many_mails_at_once_from_one_address_get_one(centre: Centre, there: Outside) -> None:
    await sending_mailbox(centre, there, acknowledgement=WORDS)
    mails = [letter(message_id=f"<{number}@mail.example>") for number in range(20)]
    ids = await asyncio.gather(*(came(centre, mail) for mail in mails))
    assert sum([len(await automatic(centre, id)) for id in ids]) == 1


@pytest.mark.parametrize(
    "lure", ["Win at www.evil.example", "http://evil.example", "call 0800 55555 now", "x@evil.example"]
)
async def test_nobody_advertises_in_our_name(centre: Centre, there: Outside, lure: str) -> None:
    """A forged From makes the acknowledgement go to a stranger: it carries nothing of the sender's own words."""
    await sending_mailbox(centre, there, acknowledgement="Dear {name}, about {subject}")
    id = await came(centre, letter("victim@mail.example", lure, subject=lure, text=lure))
    await delivered(centre, id, "sent")
    message = read(there.mails[0].content)
    assert "evil" not in words(message)
    assert "55555" not in words(message)
    assert message["Subject"] == "Shop"
    assert str(message["To"]) == "victim@mail.example"


# ---- transcripts


async def chat(centre: Centre, ann: Person, address: str = "vera@mail.example") -> str:
    widget = await centre.widget()
    visitor = await centre.visitor(widget)
    if address:
        await visitor.ask("introduce", {"name": "Vera", "email": address})
    id = str((await visitor.ask("message", {"id": "m0", "text": "Is it in stock?"}))["conversation"])
    await centre.api("POST", f"/conversations/{id}/messages", {"id": "m1", "text": "It is."}, by=ann)
    return id


async def test_a_chat_that_ends_is_sent_as_a_transcript(centre: Centre, there: Outside) -> None:
    await sending_mailbox(centre, there, transcripts=True)
    ann = await centre.agent("Ann")
    id = await chat(centre, ann)
    await centre.api("PUT", f"/conversations/{id}/closure", {}, by=ann)
    await delivered(centre, id, "sent")
    message = read(there.mails[0].content)
    assert there.mails[0].sender == "<>"
    assert (message["To"], message["Subject"]) == ("vera@mail.example", "Your conversation with Shop")
    assert (message["Auto-Submitted"], message["In-Reply-To"]) == ("auto-generated", None)
    assert re.search(r"Vera: Is it in stock\?\s.*Ann: It is\.", words(message), re.DOTALL)
    state = await centre.state(id)
    assert (state.state, state.awaiting) == ("closed", None)
    (said,) = await automatic(centre, id)
    assert said.text == "A copy of this conversation was sent to your email address."
    back = letter("vera@mail.example", to=(Mailbox(message["Reply-To"].addresses[0].addr_spec),), text="One more thing")
    assert await came(centre, back) == id
    assert (await centre.state(id)).state == "waiting"


async def test_no_transcript_without_an_address_a_switch_or_a_chat(centre: Centre, there: Outside) -> None:
    mailbox = await sending_mailbox(centre, there, transcripts=True)
    ann = await centre.agent("Ann")
    nameless, mailed = await chat(centre, ann, ""), await came(centre, letter())
    for id in (nameless, mailed):
        await centre.api("PUT", f"/conversations/{id}/closure", {}, by=ann)
    await centre.parley.directory.change("mailboxes", mailbox["_id"], {"transcripts": False})
    off = await chat(centre, ann)
    await centre.api("PUT", f"/conversations/{off}/closure", {}, by=ann)
    await centre.parley.directory.change("mailboxes", mailbox["_id"], {"transcripts": True})
    on = await chat(centre, ann)
    await centre.api("PUT", f"/conversations/{on}/closure", {}, by=ann)
    await delivered(centre, on, "sent")
    for id in (nameless, mailed, off):
        assert await automatic(centre, id) == []


async def test_a_conversation_gets_three_at_most(centre: Centre, there: Outside) -> None:
    await sending_mailbox(centre, there, transcripts=True)
    ann = await centre.agent("Ann")
    id = await chat(centre, ann)
    for _ in range(6):
        await centre.api("PUT", f"/conversations/{id}/closure", {}, by=ann)
        await centre.api("DELETE", f"/conversations/{id}/closure", by=ann)
        await becomes_true(centre.parley.mail_out.automatic._ended.empty)
        centre.clock.pass_(hours=3)
    await becomes_true(lambda: len(there.mails) == 3)
    assert len(await automatic(centre, id)) == 3


# ---- two Parleys


class Relay:
    """A server between two centres that hands mail on, as it is or less what says that a program wrote it."""

    def __init__(self, change: Callable[[bytes], bytes]) -> None:
        self.change = change
        self.to: Centre | None = None
        self.carried = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802  # aiosmtpd's word
        assert self.to is not None
        raw = self.change(envelope.original_content)
        self.carried += 1
        await self.to.parley.intake.keep(RawMail(raw, "imap", NOON, len(raw)))
        return "250 Kept"


@asynccontextmanager
async def relay(handler: Relay) -> AsyncIterator[int]:
    """A running Relay: its port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, loop=loop), "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def as_it_is(raw: bytes) -> bytes:
    return raw


def without_marks(raw: bytes) -> bytes:
    """What a careless gateway makes of an automatic mail: nothing tells it from a person's, and its thread is cut."""
    kept = re.sub(
        rb"(?im)^(auto-submitted|x-auto-response-suppress|in-reply-to|references):.*\r\n(?:[ \t].*\r\n)*", b"", raw
    )
    kept = re.sub(rb"(?im)^subject:.*\r\n", b"Subject: Hello\r\n", kept)
    return re.sub(rb"\+[a-z2-7]{26}@", b"@", kept)


@pytest.mark.parametrize(("change", "expected"), [(as_it_is, 1), (without_marks, 2)])
async def test_two_parleys_do_not_write_to_each_other_for_ever(change: Callable[[bytes], bytes], expected: int) -> None:
    assert await written_in_a_minute(change) == expected


async def test_without_limits_they_would() -> None:
    """Shows that the test above sees what it looks for; somebody has to stop them even so."""
    patience = iter(range(40))  # asked for the address, then for the Conversation
    with patch(
        "server.mail.automatic_limits.objection", lambda *given: None if next(patience, None) is not None else "Enough."
    ):
        assert await written_in_a_minute(without_marks) == 20


async def written_in_a_minute(change: Callable[[bytes], bytes]) -> int:
    """How many automatic mails two centres make of one mail, over sixty seconds."""
    clock, relays = HandClock(), (Relay(change), Relay(change))
    async with (
        relay(relays[0]) as first,
        relay(relays[1]) as second,
        open_centre(None, clock) as one,
        open_centre(None, clock) as two,
    ):
        centres, boxes = (one, two), ("help@one.example", "help@two.example")
        relays[0].to, relays[1].to = two, one
        for centre, address, port in zip(centres, boxes, (first, second), strict=True):
            await centre.mailbox(address, smtp=smtp(port), acknowledgement="Thank you, we got it.", transcripts=True)
        ann = await one.agent("Ann")
        said = {"id": "m1", "to": [boxes[1]], "subject": "Hello", "text": "Is anybody there?"}
        await one.api("POST", "/conversations", said, by=ann)
        await seconds(clock, centres, 60)
        assert relays[0].carried >= 1
        return sum([await all_automatic(centre) for centre in centres])


async def test_two_parleys_over_smtp() -> None:
    """The same through both listeners, as two installations would meet; an Agent's answer there still comes back into the thread."""
    clock, ports = HandClock(), (free_port(), free_port())
    async with (
        open_centre(None, clock, smtp_listen=("127.0.0.1", ports[0])) as one,
        open_centre(None, clock, smtp_listen=("127.0.0.1", ports[1])) as two,
    ):
        centres, boxes = (one, two), ("help@one.example", "help@two.example")
        for centre, address, port in zip(centres, boxes, ports[::-1], strict=True):
            await centre.mailbox(address, smtp=smtp(port), acknowledgement="Thank you, we got it.")
        ann, ben = await one.agent("Ann"), await two.agent("Ben")
        said = {"id": "m1", "to": [boxes[1]], "subject": "Hello", "text": "Is anybody there?"}
        id = (await one.api("POST", "/conversations", said, by=ann))["conversation"]
        await seconds(clock, centres, 60)
        assert [await all_automatic(centre) for centre in centres] == [0, 1]
        (there,) = await two.parley.store.tables.conversations.find({}, limit=9)
        await answer(two, there["_id"], ben, "Here we are.")
        await seconds(clock, centres, 10)
        assert (await one.events(id)).count("MessageReceived") == 1
        assert [await all_automatic(centre) for centre in centres] == [0, 1]


async def seconds(clock: HandClock, centres: tuple[Centre, ...], count: int) -> None:
    """Let so many pass, one by one, each until everybody has done what there was to do."""
    for _ in range(count):
        clock.pass_(seconds=1)
        await quiet(centres)


async def quiet(centres: tuple[Centre, ...]) -> None:
    """Wait until nobody has anything to do at this instant."""

    async def idle() -> bool:
        for centre in centres:
            out, tables = centre.parley.mail_out, centre.parley.store.tables
            busy = out.outbox._sending or await out._letters.due(centre.clock.now(), 1) or centre.parley.intake._works
            if busy or await tables.mails.find({"state": "waiting"}, limit=1):
                return False
        return True

    await becomes_true(idle)


async def all_automatic(centre: Centre) -> int:
    await centre.parley.views.flush()
    found = await centre.parley.store.tables.conversations.find({}, limit=1000)
    return sum([len(await automatic(centre, one["_id"])) for one in found])
