"""What tests of outgoing mail share: a mailbox that sends to a real server on loopback, mails that come in, and mails as another program reads them."""

import email
import email.policy
from email.message import EmailMessage
from typing import Any

from mail.compose import Mailbox, Outgoing, compose
from mail.raw_mail import RawMail
from tests.centre import NOON, Centre, Json, Person, becomes_true
from tests.mail_transport.outside import Failing, Outside

ADDRESS = "help@shop.example"


def smtp(port: int) -> Json:
    """A server without TLS or password, as an administrator enters it."""
    return {"host": "127.0.0.1", "port": port, "tls": "none", "user": "", "password": None, "oauth": None}


async def sending_mailbox(centre: Centre, there: Outside | Failing, address: str = ADDRESS, **fields: Any) -> Json:
    """A mailbox whose mail leaves by ``there``."""
    return await centre.mailbox(address, smtp=smtp(there.port), **{"name": "Shop", **fields})


async def came(centre: Centre, raw: bytes, source: Any = "smtp", **facts: Any) -> str:
    """A mail that came in: its Conversation, once it is an Event."""
    envelope = {"envelope_from": "ada@mail.example"} if source == "smtp" else {}
    id, _ = await centre.parley.intake.keep(RawMail(raw, source, NOON, len(raw), **{**envelope, **facts}))
    await centre.parley.intake.settled(id)
    row = await centre.parley.store.tables.mails.get(id)
    assert row is not None
    return str(row["conversation"])


def letter(sender: str = "ada@mail.example", name: str = "Ada Lovelace", **fields: Any) -> bytes:
    """A mail to our mailbox."""
    usual: Json = {
        "to": (Mailbox(ADDRESS),),
        "subject": "Where is my parcel?",
        "text": "Is it lost?",
        "message_id": "<first@mail.example>",
        "at": NOON,
    }
    return compose(Outgoing(sender=Mailbox(sender, name), **{**usual, **fields}))


def read(raw: bytes) -> EmailMessage:
    """A mail as Python's own library reads it."""
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return message


def words(message: EmailMessage, kind: str = "plain") -> str:
    """Its text."""
    part = message.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\r\n", "\n")


async def answer(centre: Centre, id: str, by: Person, text: str = "It is on its way.", **fields: Any) -> int:
    """An email in a Conversation: its number."""
    said = {"id": fields.pop("message", "m1"), "channel": "email", "text": text, **fields}
    return int((await centre.api("POST", f"/conversations/{id}/messages", said, by=by))["number"])


async def deliveries(centre: Centre, id: str) -> list[tuple[str, str]]:
    """What the Conversation was told of the delivery of its mails."""
    events = [event.body for event in await centre.parley.desk.events(id, 0, 1000)]
    return [(body.state, body.words) for body in events if type(body).__name__ == "DeliveryChanged"]  # type: ignore[union-attr]  # only that body has them


async def delivered(centre: Centre, id: str, *states: str) -> list[tuple[str, str]]:
    """The same, once there are as many and they say so."""

    async def said() -> bool:
        return [state for state, _ in await deliveries(centre, id)] == list(states)

    await becomes_true(said)
    return await deliveries(centre, id)
