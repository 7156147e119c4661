"""Importing a mail over HTTP, its bytes as they came, its headers."""

import asyncio

import pytest

from mail.caps import MAIL_BYTES
from mail.intake import Intake
from server.api import mail as pages
from tests.centre import Answer, Centre, Person
from tests.mail.letters import LETTERS
from tests.server.mail import ADDRESS, letter

RFC822 = {"Content-Type": "message/rfc822"}


@pytest.fixture
async def admin(centre: Centre) -> Person:
    return await centre.agent("Admin", "administrator")


async def bring(centre: Centre, raw: bytes, by: Person, query: str = "?wait=1", **headers: str) -> Answer:
    return await centre.ask("POST", f"/api/v1/mail/import{query}", raw=raw, by=by, headers={**RFC822, **headers})


async def test_an_import_answers_with_its_event(centre: Centre, admin: Person) -> None:
    mailbox = await centre.mailbox(ADDRESS)
    first = await bring(centre, letter(), admin)
    assert first.status == 201
    event = first.json
    assert (event["type"], event["channel"], event["text"]) == ("MessageReceived", "email", "Is it lost?")
    assert event["actor"] == {"kind": "customer", "id": event["actor"]["id"], "name": "Ada Lovelace"}
    email = event["email"]
    assert (email["mailbox"], email["message_id"], email["subject"]) == (
        mailbox["_id"],
        "first@mail.example",
        "Where is my parcel?",
    )
    assert email["from"] == {"name": "Ada Lovelace", "address": "ada@mail.example"}
    assert email["raw_url"] == f"/api/v1/mail/{event['message']}/raw"
    stored = await centre.api("GET", f"/conversations/{event['conversation']}/events", by=admin)
    assert event in stored["events"]


async def test_the_same_again_is_the_same(centre: Centre, admin: Person) -> None:
    first = await bring(centre, letter(), admin)
    again = await bring(centre, letter(), admin)
    assert (again.status, again.json) == (200, first.json)
    raw = b"Received: from a by b; now\r\n" + letter()
    other_bytes = await bring(centre, raw, admin)
    assert (other_bytes.status, other_bytes.json) == (200, first.json)
    assert first.headers["Location"] == first.json["email"]["raw_url"] != other_bytes.headers["Location"]
    assert (await centre.ask("GET", other_bytes.headers["Location"], by=admin)).body == raw
    at_once = await asyncio.gather(*(bring(centre, LETTERS["plain"], admin) for _ in range(5)))
    assert sorted(answer.status for answer in at_once) == [200, 200, 200, 200, 201]
    assert len({str(answer.json) for answer in at_once}) == 1


async def test_without_waiting_it_is_only_durable(
    centre: Centre, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    answer = await bring(centre, letter(), admin, "")
    assert (answer.status, list(answer.json)) == (202, ["mail"])
    assert await centre.parley.store.tables.mails.get(answer.json["mail"]) is not None
    await centre.parley.intake.settled(answer.json["mail"])
    assert (await bring(centre, letter(), admin, "")).status == 200
    monkeypatch.setattr(pages, "PATIENCE_SECONDS", 0.05)
    monkeypatch.setattr(Intake, "settled", lambda intake, id: asyncio.Event().wait())
    late = await bring(centre, LETTERS["plain"], admin)
    assert (late.status, list(late.json)) == (202, ["mail"])


async def test_the_mailbox_it_is_imported_into(centre: Centre, admin: Person) -> None:
    nowhere = await bring(centre, letter(message_id="<0@x.example>"), admin)
    assert nowhere.json["email"]["mailbox"] == ""
    first = await centre.mailbox(ADDRESS)
    centre.clock.pass_(seconds=1)
    orders = await centre.mailbox("orders@shop.example")
    by_recipient = await bring(
        centre, LETTERS["plain"].replace(b"help@parley.example", b"orders+1@shop.example"), admin
    )
    assert by_recipient.json["email"]["mailbox"] == orders["_id"]
    assert (await bring(centre, LETTERS["flowed"], admin)).json["email"]["mailbox"] == first["_id"]
    named = await bring(centre, letter(), admin, f"?wait=1&mailbox={orders['_id']}")
    assert named.json["email"]["mailbox"] == orders["_id"]
    assert (await bring(centre, letter(), admin, "?mailbox=mbx_none")).status == 404


async def test_what_is_refused(centre: Centre, admin: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await bring(centre, b"", admin)).code == "invalid"
    assert (await bring(centre, letter(), admin, **{"Content-Type": "application/json"})).code == "unsupported_type"
    assert (await bring(centre, letter(), await centre.agent("Ann"))).code == "forbidden"
    assert (await bring(centre, letter(), admin, "?mailbox[$ne]=x")).code == "invalid"
    small = 2_000
    monkeypatch.setattr(pages, "MAIL_BYTES", small)
    head = b"From: a@b.example\r\n\r\n"
    assert (await bring(centre, head + b"x" * (small - len(head)), admin)).status == 201
    assert (await bring(centre, head + b"x" * (small + 1 - len(head)), admin)).code == "too_large"
    assert len(await centre.parley.store.tables.mails.find({})) == 1


async def test_a_mail_of_the_largest_size(centre: Centre, admin: Person) -> None:
    head = b"From: a@b.example\r\nSubject: large\r\nContent-Type: application/x-lamp\r\nContent-Disposition: attachment\r\n\r\n"
    raw = head + b"x" * (MAIL_BYTES - len(head))
    answer = await bring(centre, raw, admin)
    assert answer.status == 201
    assert [file["size"] for file in answer.json["files"]] == [len(raw) - len(head)]
    got = await centre.ask("GET", answer.json["email"]["raw_url"], by=admin)
    assert got.body == raw


async def test_raw_is_byte_for_byte_and_no_browser_makes_anything_of_it(centre: Centre, admin: Person) -> None:
    raw = (
        b"Subject: <script>alert(1)</script>\nContent-Type: text/html\n\n<script>alert(1)</script>\x00\xff\r\n\r"
        + bytes(range(256))
    )
    mail = (await bring(centre, raw, admin)).json["message"]
    got = await centre.ask("GET", f"/api/v1/mail/{mail}/raw", by=admin)
    assert (got.status, got.body) == (200, raw)
    assert got.headers["Content-Type"] == "text/plain"
    assert got.headers["Content-Disposition"] == f'attachment; filename="{mail}.eml"'
    assert got.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in got.headers["Content-Security-Policy"]


async def test_headers_say_who_vouches_and_what_is_odd(centre: Centre, admin: Person) -> None:
    raw = LETTERS["polish without a label"].replace(b"To: help", b"From: eve@evil.example\r\nTo: help")
    mail = (await bring(centre, raw, admin)).json["message"]
    shown = await centre.api("GET", f"/mail/{mail}/headers", by=admin)
    assert shown["headers"][:2] == [["from", "Ada Lovage <ada@customer.example>"], ["from", "eve@evil.example"]]
    assert ["subject", "Łódź"] in shown["headers"]
    assert shown["verdict"] == "It does not have exactly one From."
    assert shown["problems"] == ["The mail names more than one sender."]


async def test_headers_of_a_mail_that_cannot_be_parsed(
    centre: Centre, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = (await bring(centre, b"\r\n\r\n \r\n", admin)).json
    assert mail["email"]["unparsed"] == "The mail is empty."
    shown = await centre.api("GET", f"/mail/{mail['message']}/headers", by=admin)
    assert (shown["headers"], shown["problems"]) == ([], ["The mail is empty."])


async def test_a_mail_is_seen_by_who_sees_its_conversation(centre: Centre, admin: Person) -> None:
    own, foreign = await centre.queue("Own"), await centre.queue("Foreign")
    ann = await centre.agent("Ann", queues=[own])
    for queue, status in ((own, 200), (foreign, 404)):
        mailbox = await centre.mailbox(queue=queue)
        raw = letter(message_id=f"<{queue}@x.example>")
        mail = (await bring(centre, raw, admin, f"?wait=1&mailbox={mailbox['_id']}")).json["message"]
        for what in ("raw", "headers"):
            assert (await centre.ask("GET", f"/api/v1/mail/{mail}/{what}", by=ann)).status == status
            assert (await centre.ask("GET", f"/api/v1/mail/{mail}/{what}")).status == 401
