"""Who a mail is from, whose it is, and what comes along with it."""

import asyncio
import base64
from datetime import UTC, datetime

import pytest

from mail.compose import Attachment, Mailbox
from store.files import PIECE
from store.opening import Store
from tests.centre import Centre, HandClock, Person, open_centre
from tests.mail_transport.names import Names
from tests.mail_transport.test_authentication import KEY, record, signed
from tests.server.intake import ADA, OURS, PASSED, customer, last, sound
from tests.server.mail import ADDRESS, came, letter


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


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


async def test_a_signature_proves_the_sender(each_store: Store) -> None:
    raw = signed(letter(), "mail.example")
    names = Names({"mail._domainkey.mail.example": record(KEY)})
    async with open_centre(each_store, HandClock(datetime.now(UTC)), resolver=names) as centre:
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
    centre.clock.pass_(seconds=1)
    await centre.mailbox(ADDRESS)
    centre.clock.pass_(seconds=1)
    orders = await centre.queue("Orders")
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
    raw = letter(attachments=(Attachment("lamp.png", "image/png", b"\x89PNG\r\n\x1a\n"),))
    await came(centre, raw)
    kept = await centre.parley.store.tables.files.find({})
    (row,) = await centre.parley.store.tables.mails.find({})
    await centre.parley.store.tables.threads.delete(f"k|{row['key']}")
    monkeypatch.setattr("mail.intake.unguessable", lambda prefix: row["conversation"])
    await came(centre, b"X-Trace: 1\r\n" + raw)
    assert await centre.parley.store.tables.files.find({}) == kept
    await sound(centre)
