"""Answering by email: to whom, in which thread, above which quote, as another mail program reads it."""

import email
import email.policy
from collections.abc import AsyncIterator, Iterator
from email.message import EmailMessage
from unittest.mock import patch

import pytest

from domain.refusal import Refused
from mail import outbox
from mail.compose import Mailbox
from server.mail.template_values import first_name
from tests.centre import Centre, Json, Person
from tests.mail_transport.outside import Outside, outside
from tests.server.mail import ADDRESS, answer, came, delivered, letter, read, sending_mailbox, words

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360000002000001e221bc330000000049454e44ae426082"
)


@pytest.fixture(autouse=True)
def hasty() -> Iterator[None]:
    """The outbox looks more often than people would notice."""
    with patch.object(outbox, "LOOK_EVERY_SECONDS", 0.02):
        yield


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann")


@pytest.fixture
async def there() -> AsyncIterator[Outside]:
    async with outside() as running:
        yield running


async def sent(centre: Centre, there: Outside, id: str) -> EmailMessage:
    """The mail that leaves next, once it has."""
    centre.clock.pass_(seconds=6)
    await delivered(centre, id, "sent")
    return read(there.mails[-1].content)


async def upload(centre: Centre, by: Person, name: str, content: bytes, conversation: str = "") -> str:
    path = f"/api/v1/conversations/{conversation}/files" if conversation else "/api/v1/files"
    uploaded = await centre.ask("POST", f"{path}?name={name}", by=by, raw=content)
    assert uploaded.status == 201, uploaded.body
    return str(uploaded.json["id"])


async def test_an_answer_goes_to_who_wrote_in_their_thread(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there, signature="Your shop")
    id = await came(centre, letter())
    shown = await centre.api("GET", f"/conversations/{id}/reply", by=ann)
    assert (shown["to"], shown["cc"]) == ([{"name": "Ada Lovelace", "address": "ada@mail.example"}], [])
    assert (shown["subject"], shown["problem"]) == ("Re: Where is my parcel?", None)
    assert (shown["sender"]["address"], shown["signature"]) == (ADDRESS, "Your shop")
    assert shown["quoted"] == "On 2026-11-21 at 12:00, Ada Lovelace wrote:\n> Is it lost?"
    await answer(centre, id, ann)
    message = await sent(centre, there, id)
    assert (there.mails[0].sender, there.mails[0].recipients) == (ADDRESS, ["ada@mail.example"])
    assert (message["From"], message["To"]) == (f"Shop <{ADDRESS}>", "Ada Lovelace <ada@mail.example>")
    assert (message["In-Reply-To"], message["References"]) == ("<first@mail.example>", "<first@mail.example>")
    assert message["Auto-Submitted"] is None
    text = words(message)
    assert text == (
        "It is on its way.\n\n-- \nYour shop\n\nOn 2026-11-21 at 12:00, Ada Lovelace wrote:\n> Is it lost?\n"
    )
    assert "<p>It is on its way.</p>" in words(message, "html")


async def test_the_event_is_the_mail(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    id = await came(centre, letter())
    number = await answer(centre, id, ann)
    events = (await centre.api("GET", f"/conversations/{id}/events", by=ann))["events"]
    event = next(one for one in events if one["number"] == number)
    assert (event["type"], event["channel"], event["text"]) == ("MessageSent", "email", "It is on its way.")
    assert event["email"]["due_at"] == "2026-11-21T12:00:05.000Z"
    assert "> Is it lost?" in event["email"]["text"]
    await sent(centre, there, id)
    raw = await centre.ask("GET", event["email"]["raw_url"], by=ann)
    assert raw.body == there.mails[0].content
    assert event["email"]["message_id"] == str(read(raw.body)["Message-ID"]).strip("<>")
    assert (await centre.state(id)).awaiting == "customer"


async def test_everybody_the_mail_was_between_is_answered(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    await centre.mailbox("sales@shop.example")
    people: Json = {"to": (Mailbox(ADDRESS), Mailbox("bob@b.example", "Bob")), "cc": (Mailbox("Sales@shop.example"),)}
    id = await came(centre, letter(**people))
    await answer(centre, id, ann, bcc=["boss@shop-owner.example"])
    message = await sent(centre, there, id)
    assert (message["To"], message["Cc"]) == ("Ada Lovelace <ada@mail.example>", "Bob <bob@b.example>")
    assert "boss" not in there.mails[0].content.decode()
    assert there.mails[0].recipients == ["ada@mail.example", "bob@b.example", "boss@shop-owner.example"]


async def test_reply_to_is_where_answers_go(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    id = await came(centre, letter(reply_to="desk@mail.example"))
    await answer(centre, id, ann)
    assert "desk@mail.example" in (await sent(centre, there, id))["To"]


async def test_what_the_agent_says_counts(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    id = await came(centre, letter(cc=(Mailbox("bob@b.example"),)))
    await answer(centre, id, ann, to=["Cy <cy@c.example>"], subject="Quite another thing")
    message = await sent(centre, there, id)
    assert (message["To"], message["Cc"], message["Subject"]) == ("Cy <cy@c.example>", None, "Quite another thing")


async def test_html_alone_is_words_too_and_people_are_named_as_events_name_them(
    centre: Centre, ann: Person, there: Outside
) -> None:
    await sending_mailbox(centre, there)
    people = [{"name": 'Cy "the\r\nBcc: eve@evil.example', "address": "cy@c.example"}, "dee@d.example"]
    html = "<p>Two <b>things</b>:</p><ul><li>one</li><li>two</li></ul>"
    said = {"to": people, "subject": "Offer", "html": html}
    begun = await centre.api("POST", "/conversations", said, by=ann)
    message = await sent(centre, there, begun["conversation"])
    assert there.mails[-1].recipients == ["cy@c.example", "dee@d.example"]
    assert (message["Bcc"], message["To"].addresses[1].addr_spec) == (None, "dee@d.example")
    assert words(message).strip() == "Two things:\n\n- one\n- two"
    events = await centre.api("GET", f"/conversations/{begun['conversation']}/events", by=ann)
    [event] = [one for one in events["events"] if one["type"] == "MessageSent"]
    assert event["text"] == "Two things:\n\n- one\n- two"
    again = await centre.api("POST", "/conversations", said, by=ann)
    assert again["conversation"] != begun["conversation"], "without an id nothing says that it is the same"


@pytest.mark.parametrize(
    "fields",
    [
        {"to": ["nobody"]},
        {"to": [{"name": "Cy"}]},
        {"to": [{"address": "cy@c.example\r\nBcc: eve@evil.example"}]},
        {"to": []},
        {"to": ["a@b.example\r\nBcc: eve@evil.example"]},
        {"cc": ["jürgen@b.example"]},
        {"bcc": ["a@b.example, c@d.example"]},
        {"send_at": "2026-11-21T11:59:59Z"},
        {"send_at": "2028-11-21T11:59:59Z"},
        {"send_at": "2026-11-22T08:00:00"},
        {"text": "  "},
        {"files": ["fil_none"]},
        {"to": ["a@b.example"] * 51},
        {"html": "x" * 100_001},
        {"from": "ceo@shop.example"},
    ],
)
async def test_what_cannot_be_sent_is_refused(centre: Centre, ann: Person, there: Outside, fields: Json) -> None:
    await sending_mailbox(centre, there)
    id = await came(centre, letter())
    before = await centre.events(id)
    said = {"id": "m1", "channel": "email", "text": "x", **fields}
    refused = await centre.ask("POST", f"/api/v1/conversations/{id}/messages", said, by=ann)
    assert refused.code in ("invalid", "not_found"), refused.body
    assert await centre.events(id) == before


async def test_what_was_refused_can_be_put_right_under_the_same_id(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    id = await came(centre, letter())

    async def refused(text: str) -> str:
        said = {"id": "m1", "channel": "email", "text": text}
        return str((await centre.ask("POST", f"/api/v1/conversations/{id}/messages", said, by=ann)).code)

    assert await refused("") == "invalid"
    await centre.api("PUT", f"/conversations/{id}/closure", {}, by=ann)
    assert await refused("While it is closed.") == "closed"
    assert await centre.parley.store.tables.outbox.find({}, limit=9) == []
    await centre.api("DELETE", f"/conversations/{id}/closure", by=ann)
    with patch.object(centre.parley.desk, "do", side_effect=Refused("closed", "Closed at this very moment.")):
        assert await refused("A moment too late.") == "closed"
    await answer(centre, id, ann, "Better words.")
    assert words(await sent(centre, there, id)).startswith("Better words.\n")


async def test_everybody_gets_it_once_and_what_is_shown_is_what_left(
    centre: Centre, ann: Person, there: Outside
) -> None:
    await sending_mailbox(centre, there)
    id = await came(centre, letter())
    number = await answer(
        centre, id, ann, to=["ada@mail.example", "Ada <ADA@mail.example>"], subject="One\r\nBcc: eve@evil.example"
    )
    message = await sent(centre, there, id)
    assert (message["To"], there.mails[0].recipients) == ("ada@mail.example", ["ada@mail.example"])
    (event,) = await centre.parley.desk.events(id, number - 1, 1)
    assert event.body.email.subject == message["Subject"] == "One Bcc: eve@evil.example"  # type: ignore[union-attr]  # a MessageSent


async def test_without_a_server_to_send_with_nothing_is_promised(centre: Centre, ann: Person) -> None:
    await centre.mailbox(ADDRESS)
    id = await came(centre, letter())
    shown = await centre.api("GET", f"/conversations/{id}/reply", by=ann)
    assert shown["problem"] == "This mailbox cannot send: it has no server to send with."
    said = {"id": "m1", "channel": "email", "text": "x"}
    refused = await centre.ask("POST", f"/api/v1/conversations/{id}/messages", said, by=ann)
    assert (refused.code, refused.json["error"]) == ("conflict", shown["problem"])


async def test_a_visitor_who_left_an_address_is_answered_there(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    widget = await centre.widget()
    visitor = await centre.visitor(widget)
    await visitor.ask("introduce", {"name": "Vera", "email": "vera@mail.example"})
    id = (await visitor.ask("message", {"id": "m0", "text": "Hello?"}))["conversation"]
    await visitor.ask("leave", {})
    shown = await centre.api("GET", f"/conversations/{id}/reply", by=ann)
    assert (shown["to"], shown["problem"]) == ([{"name": "Vera", "address": "vera@mail.example"}], None)
    await answer(centre, id, ann, "We are here again.")
    message = await sent(centre, there, id)
    assert (message["To"], message["In-Reply-To"]) == ("Vera <vera@mail.example>", None)
    back = letter(
        "vera@mail.example", "Vera", to=(Mailbox(str(message["Reply-To"].addresses[0].addr_spec)),), text="Good!"
    )
    assert await came(centre, back) == id
    assert (await centre.events(id))[-1] == "MessageReceived"


async def test_a_visitor_without_an_address_cannot_be_written_to(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    id, _ = await centre.given(await centre.widget(), ann)
    shown = await centre.api("GET", f"/conversations/{id}/reply", by=ann)
    assert shown["problem"] == "The customer has left no email address."
    said: Json = {"id": "m1", "channel": "email", "text": "x"}
    refused = await centre.ask("POST", f"/api/v1/conversations/{id}/messages", said, by=ann)
    assert (refused.code, refused.json["error"]) == ("conflict", shown["problem"])
    await answer(centre, id, ann, to=["vera@mail.example"])


async def test_an_answer_joins_by_its_token_and_another_sender_does_not(
    centre: Centre, ann: Person, there: Outside
) -> None:
    await sending_mailbox(centre, there)
    id = await came(centre, letter())
    await answer(centre, id, ann)
    message = await sent(centre, there, id)
    token = (Mailbox(message["Reply-To"].addresses[0].addr_spec),)
    again = {"in_reply_to": message["Message-ID"], "subject": message["Subject"], "to": token}
    assert await came(centre, letter(message_id="<2@mail.example>", **again)) == id
    assert await came(centre, letter("eve@evil.example", message_id="<3@mail.example>", **again)) != id
    without = {**again, "to": (Mailbox(ADDRESS),)}
    assert await came(centre, letter(message_id="<4@mail.example>", **without)) != id


async def test_files_go_along_and_images_stand_in_the_text(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    id = await came(centre, letter())
    image = await upload(centre, ann, "photo.png", PNG)
    plan = await upload(centre, ann, "pl%C3%A0n.txt", b"1. find it", id)
    html = f'<p onclick="x()">See <img src="cid:{image}"><img src="https://track.example/x.png"></p><script>1</script>'
    await answer(centre, id, ann, "See", html=html, files=[image, plan])
    message = await sent(centre, there, id)
    shown = words(message, "html")
    assert f'<img src="cid:{image}@shop.example">' in shown
    assert "onclick" not in shown
    assert "script" not in shown
    assert ' src="https://track.example' not in shown
    parts = {part.get_filename(): part for part in message.walk() if part.get_filename()}
    assert (parts["photo.png"]["Content-ID"], parts["photo.png"].get_content()) == (f"<{image}@shop.example>", PNG)
    assert parts["plàn.txt"].get_content() == "1. find it"
    events = (await centre.api("GET", f"/conversations/{id}/events", by=ann))["events"]
    event = next(one for one in events if one["type"] == "MessageSent")
    assert [file["id"] for file in event["files"]] == [plan]
    assert [(one["id"], bool(one["cid"])) for one in event["email"]["attachments"]] == [(image, True), (plan, False)]
    page = (await centre.ask("GET", event["email"]["html_url"], by=ann)).body.decode()
    assert "See" in page
    assert "<img" in page
    headers = await centre.ask("GET", event["email"]["raw_url"].replace("/raw", "/headers"), by=ann)
    assert ["subject", "Re: Where is my parcel?"] in headers.json["headers"]


async def test_somebody_elses_upload_cannot_be_sent(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    ben = await centre.agent("Ben")
    id = await came(centre, letter())
    for file in (await upload(centre, ben, "a.txt", b"x"), await upload(centre, ben, "a.txt", b"x", id)):
        said = {"id": "m1", "channel": "email", "text": "x", "files": [file]}
        assert (await centre.ask("POST", f"/api/v1/conversations/{id}/messages", said, by=ann)).code == "not_found"


INJECTION = "x\r\nBcc: eve@evil.example\r\n\r\nbody"
ALLOWED = {
    *("From", "To", "Reply-To", "Subject", "Message-ID", "In-Reply-To", "References", "Date", "MIME-Version"),
    *("Content-Type", "Content-Transfer-Encoding"),
}


@pytest.mark.parametrize(
    "payload",
    [
        INJECTION,
        "x\nBcc: eve@evil.example",
        "x\rBcc: eve@evil.example",
        "x\u2028Bcc: eve@evil.example",
        "=?utf-8?q?x=0D=0ABcc:_eve@evil.example?=",
        "x\x0bBcc: eve@evil.example\x0c\x1c\x85",
        'x"; filename="y\r\nBcc: eve@evil.example',
    ],
)
async def test_nothing_becomes_a_header(centre: Centre, ann: Person, there: Outside, payload: str) -> None:
    """In the subject, the mailbox's and the customer's names, a template, a file's name: the headers stay the ones meant."""
    await sending_mailbox(centre, there, name=payload)
    id = await came(centre, letter(name=payload, subject=payload))
    template = {"name": "t", "shortcut": "t", "text": "Dear {name}", "subject": "About {subject} " + payload[:100]}
    boss = await centre.agent("Boss", "administrator")
    made = await centre.api("POST", "/templates", template, by=boss)
    filled = await centre.api("GET", f"/templates/{made['id']}/filled?conversation={id}", by=ann)
    file = (await centre.parley.files.take(payload, _bytes(), visitor=None, agent=ann.id, conversation=None))["_id"]
    await answer(centre, id, ann, filled["text"], subject=filled["subject"], files=[file])
    await sent(centre, there, id)
    raw = there.mails[0].content
    for policy in (email.policy.default, email.policy.compat32):
        message = email.message_from_bytes(raw, policy=policy)
        assert set(message.keys()) <= ALLOWED, message.keys()
        assert len(message.keys()) == len(set(message.keys()))
        for part in message.walk():
            assert not {"bcc", "Bcc"} & set(part.keys())
    assert there.mails[0].recipients == ["ada@mail.example"]


async def _bytes() -> AsyncIterator[bytes]:
    yield b"content"


async def test_the_quote_is_introduced_in_the_customers_language(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there, locale="pl")
    id = await came(centre, letter())
    await answer(centre, id, ann)
    assert "Dnia 21.11.2026 o 12:00 Ada Lovelace napisał(a):" in words(await sent(centre, there, id))


async def test_letters_may_be_long_and_chat_may_not(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    id = await came(centre, letter())
    path, long = f"/api/v1/conversations/{id}/messages", "word " * 2000
    for channel in ("chat", "note"):
        assert (
            await centre.ask("POST", path, {"id": channel, "channel": channel, "text": long}, by=ann)
        ).code == "invalid"
        for extra in ({"to": ["a@b.example"]}, {"subject": "x"}, {"html": "x"}, {"send_at": "2026-12-01T10:00:00Z"}):
            said = {"id": channel, "channel": channel, "text": "x", **extra}
            assert (await centre.ask("POST", path, said, by=ann)).code == "invalid"
    await answer(centre, id, ann, long)
    assert words(await sent(centre, there, id)).startswith(long.strip())


async def test_out_of_reach_is_not_found(centre: Centre, there: Outside) -> None:
    await sending_mailbox(centre, there)
    id = await came(centre, letter())
    foreign = await centre.agent("Ben", queues=[await centre.queue("Elsewhere")])
    said = {"id": "m1", "channel": "email", "text": "x"}
    for method, path, body in (
        ("GET", "reply", None),
        ("POST", "messages", said),
        ("DELETE", "messages/2", None),
    ):
        assert (await centre.ask(method, f"/api/v1/conversations/{id}/{path}", body, by=foreign)).status == 404


# ---- a first mail


async def test_a_first_mail_begins_a_conversation(centre: Centre, ann: Person, there: Outside) -> None:
    mailbox = await sending_mailbox(centre, there)
    file = await upload(centre, ann, "offer.txt", b"cheap")
    said = {
        "id": "m1",
        "to": ["Ada <ada@mail.example>"],
        "subject": "Your order",
        "text": "It is here.",
        "files": [file],
    }
    first = await centre.ask("POST", "/api/v1/conversations", said, by=ann)
    again = await centre.ask("POST", "/api/v1/conversations", said, by=ann)
    assert (first.status, again.status) == (201, 200)
    assert first.json == again.json
    id = first.json["conversation"]
    state = await centre.state(id)
    assert (state.agent, state.queue, state.channel, state.subject) == (ann.id, mailbox["queue"], "email", "Your order")
    message = await sent(centre, there, id)
    assert (message["Subject"], message["To"], message["In-Reply-To"]) == ("Your order", "Ada <ada@mail.example>", None)
    assert len(there.mails) == 1
    reply_to = (Mailbox(message["Reply-To"].addresses[0].addr_spec),)
    assert await came(centre, letter(to=reply_to)) == id
    await answer(centre, id, ann, message="m2")
    shown = await centre.api("GET", f"/conversations/{id}/reply", by=ann)
    assert [one["address"] for one in shown["to"]] == ["ada@mail.example"]


async def test_a_customer_is_written_to_at_their_own_address(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    customer = (await centre.state(await came(centre, letter()))).customer
    said = {"id": "m1", "customer": customer, "subject": "News", "text": "x"}
    id = (await centre.api("POST", "/conversations", said, by=ann))["conversation"]
    assert (await centre.state(id)).customer == customer
    assert "ada@mail.example" in (await sent(centre, there, id))["To"]
    same = {"id": "m2", "to": ["ADA@mail.example"], "subject": "News", "text": "x"}
    again = (await centre.api("POST", "/conversations", same, by=ann))["conversation"]
    assert (await centre.state(again)).customer == customer


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({}, "invalid"),
        ({"to": ["a@b.example"]}, "invalid"),
        ({"to": ["a@b.example"], "subject": " "}, "invalid"),
        ({"to": ["a@b.example"], "subject": "x", "queue": "que_none"}, "not_found"),
        ({"to": ["a@b.example"], "subject": "x", "mailbox": "mbx_none"}, "not_found"),
        ({"customer": "cus_none", "subject": "x"}, "not_found"),
        ({"to": ["a@b.example"], "subject": "x", "channel": "chat"}, "invalid"),
        ({"to": ["a@b.example"], "subject": "x", "text": " "}, "invalid"),
    ],
)
async def test_a_first_mail_that_makes_no_sense(
    centre: Centre, ann: Person, there: Outside, fields: Json, code: str
) -> None:
    await sending_mailbox(centre, there)
    refused = await centre.ask("POST", "/api/v1/conversations", {"id": "m1", "text": "x", **fields}, by=ann)
    assert refused.code == code, refused.body


async def test_nobody_begins_in_a_foreign_queue_or_from_a_foreign_mailbox(centre: Centre, there: Outside) -> None:
    own, foreign = await centre.queue("Own"), await centre.queue("Foreign")
    theirs = await sending_mailbox(centre, there, queue=foreign)
    ours = await sending_mailbox(centre, there, "own@shop.example", queue=own)
    ben, boss = await centre.agent("Ben", queues=[own]), await centre.agent("Boss", "administrator", queues=[])
    for number, place in enumerate(({"queue": foreign}, {"mailbox": theirs["_id"]})):
        said = {"id": f"m{number}", "to": ["a@b.example"], "subject": "x", "text": "x", **place}
        assert (await centre.ask("POST", "/api/v1/conversations", said, by=ben)).code == "not_found"
        assert (await centre.ask("POST", "/api/v1/conversations", said, by=boss)).status == 201
    said = {"id": "m9", "to": ["a@b.example"], "subject": "x", "text": "x"}
    begun = await centre.api("POST", "/conversations", said, by=ben)
    assert (await centre.state(begun["conversation"])).queue == ours["queue"] == own


# ---- templates


async def test_a_template_is_filled_for_its_conversation(centre: Centre, ann: Person, there: Outside) -> None:
    await sending_mailbox(centre, there)
    id = await came(centre, letter(name="Ada {agent}"))
    boss = await centre.agent("Boss", "administrator")
    file = await upload(centre, boss, "terms.txt", b"the terms")
    template = {
        "name": "Answer",
        "shortcut": "answer",
        "subject": "About {subject}",
        "text": "Dear {name}, {{7*7}} {phone}",
        "footer": "{agent}, {queue}, {date}",
        "files": [file],
        "translations": {"pl": {"text": "Witaj {first name}"}},
    }
    made = await centre.api("POST", "/templates", template, by=boss)
    assert [one["name"] for one in made["files"]] == ["terms.txt"]
    path = f"/templates/{made['id']}/filled"
    filled = await centre.api("GET", f"{path}?conversation={id}", by=ann)
    assert filled["subject"] == "About Where is my parcel?"
    assert filled["text"] == "Dear Ada {agent}, {{7*7}} {phone}\n\nAnn, General, 2026-11-21"
    assert filled["missing"] == []
    polish = await centre.api("GET", f"{path}?conversation={id}&locale=pl", by=ann)
    assert polish["text"] == "Witaj Ada\n\nAnn, General, 21.11.2026"
    assert polish["subject"] == "About Where is my parcel?"
    bare = await centre.api("GET", path, by=ann)
    assert bare["missing"] == ["subject", "name", "queue"]
    await answer(centre, id, ann, filled["text"], files=[filled["files"][0]["id"]])
    message = await sent(centre, there, id)
    assert [part.get_content() for part in message.iter_attachments()] == ["the terms"]
    other = await came(centre, letter("bob@b.example", message_id="<b@b.example>"))
    await answer(centre, other, ann, "Again", files=[filled["files"][0]["id"]])
    shown = await centre.ask("GET", filled["files"][0]["url"], by=ann)
    assert shown.body == b"the terms"


async def test_templates_of_earlier_versions_are_whole(centre: Centre, ann: Person) -> None:
    old = await centre.parley.directory.add(
        "templates", {"name": "Old", "shortcut": "old", "text": "Hi {name}", "queue": None}
    )
    (shown,) = (await centre.api("GET", "/templates", by=ann))["items"]
    assert (shown["subject"], shown["footer"], shown["files"], shown["translations"]) == ("", "", [], {})
    filled = await centre.api("GET", f"/templates/{old['_id']}/filled", by=ann)
    assert filled == {"subject": "", "text": "Hi {name}", "files": [], "missing": ["name"]}


async def test_a_visitor_sees_no_file_of_a_template(centre: Centre) -> None:
    boss = await centre.agent("Boss", "administrator")
    file = await upload(centre, boss, "terms.txt", b"the terms")
    await centre.api("POST", "/templates", {"name": "A", "shortcut": "a", "text": "x", "files": [file]}, by=boss)
    visitor = await centre.visitor(await centre.widget())
    token = visitor.welcome["token"]
    assert (await centre.ask("GET", f"/api/v1/files/{file}", by=token)).status == 404
    assert not (await visitor.ask("message", {"id": "m1", "text": "x", "files": [file]}))["ok"]
    mute = await centre.agent("Mute", await centre.role("Mute", ["agents.read"]))
    assert (await centre.ask("GET", f"/api/v1/files/{file}", by=mute)).status == 403


def test_first_names_are_what_people_are_called() -> None:
    called = {"Anna Kowalska": "Anna", "Kowalska, Anna Maria": "Anna", "Anna": "Anna", "Kowalska,": "", "": ""}
    assert {name: first_name(name) for name in called} == called
