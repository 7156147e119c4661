"""Somebody who left a mark of their own everywhere a person can: one word per place, so that a scan says where something was left."""

import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import bson
from bson.raw_bson import RawBSONDocument

from domain import call_commands as cc
from domain.events import Actor
from domain.ids import unguessable
from domain.touchpoints import Touchpoint
from mail.compose import Attachment, Mailbox
from store.memory import MemoryFiles, MemoryStream, MemoryTable
from store.opening import Store
from store.schema import SCHEMA
from tests.centre import Centre, Person, Socket, becomes_true
from tests.server.mail import ADDRESS, answer, came, letter
from tests.server.somebody_aside import CONSENT, FOUND_IN, Links, in_files, in_the_office, invited, on_the_site

EMAIL, CHAT_EMAIL, PHONE = "zqmail@zqhost.example", "zqchat@zqhost.example", "+48600700800"
NAME = "Zqvera Zqhumska"
MARKS = (
    *("zqvera", "zqhumska", "zqmail@zqhost.example", "zqchat@zqhost.example", "+48600700800", "zqformvalue"),
    *("zqpagetitle", "zqpagepath", "zqreferrer", "zqhello", "zqreply", "zqnoteaboutthem", "zqdraft", "zqtransfernote"),
    *(
        "zqconversationtag",
        "zqfilename",
        "zqfilebytes",
        "zqsubject",
        "zqmailwords",
        "zqattachmentname",
        "zqattachmentbytes",
    ),
    *("zqmailanswer", "zqfield", "zqcustomertag", "zqprofilenote", "zqaudio", "zqevent", "zqmailname", "zqmessageid"),
    *("zqwv", *FOUND_IN),
)
WAVEFORM = ((int.from_bytes(b"zqwv", "little"), 2), (3, 4))
"""As the database writes it."""
OTHERS = ("kqbob", "kqwords", "kqsubject")
"""What Bob, who wrote to both of them, said: it stays."""


@dataclasses.dataclass
class Somebody:
    """Zqvera, who chatted, wrote and called, and is one Customer of two by a merge; Bob's mail names her."""

    centre: Centre
    ann: Person
    boss: Person
    root: str
    leaf: str
    chat: str
    mail: str
    bobs: str
    visitor: str
    token: str
    invited: str
    links: Links


async def somebody(centre: Centre) -> Somebody:
    """Zqvera, with all her Conversations closed."""
    ann, boss = await centre.agent("Ann"), await centre.agent("Boss", "administrator")
    mailbox = await centre.mailbox(ADDRESS, acknowledgement="Hello {name}", smtp=_nowhere(), transcripts=True)
    assert mailbox
    await centre.parley.directory.add("tags", {"name": "refund"})
    chat, tab = await _chatted(centre, ann)
    visitor, token = tab.welcome["visitor"], tab.welcome["token"]
    mail = await _wrote(centre, ann)
    bobs = await _copied(centre)
    root, leaf = [(await centre.state(id)).customer for id in (mail, chat)]
    await _called(centre, chat, leaf, visitor, ann)
    await _profile(centre, ann, root, leaf)
    await on_the_site(tab, centre, boss, root)
    await in_the_office(centre, boss, root, chat)
    await in_files(centre, boss, EMAIL)
    links = await invited(centre, ann, mail, chat)
    beside = (await centre.state(mail)).visitor
    assert beside
    await centre.parley.store.tables.cursors.raise_to(chat, {"customer_read": 3})
    for id in (chat, mail):
        await centre.api("PUT", f"/conversations/{id}/closure", {"outcome": "solved"}, by=ann)
    await centre.api("POST", f"/customers/{root}/merge", {"from": leaf, "fields": ["name", "note"]}, by=ann)
    await _settled(centre)
    await becomes_true(lambda: _is_mailed(centre, chat))
    await becomes_true(lambda: _tried(centre))
    return Somebody(centre, ann, boss, root, leaf, chat, mail, bobs, visitor, token, beside, links)


async def _chatted(centre: Centre, ann: Person) -> tuple[str, Socket]:
    page = {
        "url": "https://shop.example/zqpagepath?q=1",
        "title": "zqpagetitle",
        "referrer": "https://x.example/zqreferrer",
    }
    tab = await centre.visitor(await centre.widget(consent=CONSENT), page=page)
    form = {"order": "zqformvalue"}
    her = {"name": NAME, "email": CHAT_EMAIL, "phone": PHONE, "form": form, "consent": CONSENT["version"]}
    await tab.ask("introduce", her)
    token = tab.welcome["token"]
    file = await centre.ask("POST", "/api/v1/visitor/files?name=zqfilename.txt", by=token, raw=b"zqfilebytes " * 40_000)
    said = await tab.ask("message", {"id": "m1", "text": "zqhello shared words", "files": [file.json["id"]]})
    id = said["conversation"]
    await tab.ask("introduce", her)
    await centre.api("PUT", f"/conversations/{id}/assignment", {"agent": "me"}, by=ann)
    for channel, text in (("chat", "zqreply"), ("note", "zqnoteaboutthem")):
        await centre.api(
            "POST", f"/conversations/{id}/messages", {"id": f"{channel}-1", "channel": channel, "text": text}, by=ann
        )
    centre.clock.pass_(seconds=30)
    ben = await centre.agent("Ben")
    await centre.api("PUT", f"/conversations/{id}/assignment", {"agent": ben.id, "note": "zqtransfernote"}, by=ann)
    await centre.api("PUT", f"/conversations/{id}/tags", {"tags": ["refund", "zqconversationtag"]}, by=ann)
    await centre.api("PUT", f"/conversations/{id}/draft", {"channel": "chat", "text": "zqdraft"}, by=ann)
    return id, tab


async def _wrote(centre: Centre, ann: Person) -> str:
    attached = Attachment("zqattachmentname.txt", "text/plain", b"zqattachmentbytes")
    raw = letter(
        EMAIL,
        "Zqmailname",
        subject="zqsubject",
        text="zqmailwords",
        attachments=(attached,),
        message_id="<zqmessageid@zqhost.example>",
    )
    id = await came(centre, raw, envelope_from=EMAIL)
    centre.clock.pass_(seconds=10)
    await answer(centre, id, ann, "zqmailanswer")
    return id


async def _copied(centre: Centre) -> str:
    """Bob writes to us with a copy to her, and quotes her address."""
    text = f"kqwords Ask {CHAT_EMAIL}, too"
    raw = letter(
        "kqbob@mail.example",
        "Kqbob",
        subject="kqsubject",
        text=text,
        cc=(Mailbox(EMAIL, "Zqvera"),),
        message_id="<kq@mail.example>",
    )
    return await came(centre, raw, envelope_from="kqbob@mail.example")


async def _called(centre: Centre, conversation: str, customer: str, visitor: str, ann: Person) -> None:
    desk, call, recording = centre.parley.desk, unguessable("cal"), unguessable("rec")
    her = Actor("customer", customer, NAME)
    head: dict[str, Any] = {"conversation": conversation, "call": call, "channel": "call"}

    async def do(kind: Any, **fields: Any) -> None:
        await desk.do(kind(id=unguessable("cmd"), at=centre.clock.now(), **head, **fields))

    await do(cc.StartCall, actor=her, direction="in", leg="leg_1", party=visitor)
    centre.clock.pass_(seconds=20)
    await do(cc.EndCall, actor=her)
    kept = {"seconds": 20.0, "size": 7, "incomplete": False, "voicemail": True, "waveform": WAVEFORM}
    await centre.parley.store.files.create(recording, _bytes(b"zqaudio"), 7)
    await do(cc.KeepRecording, recording=recording, **kept)
    await do(cc.MeasureCall, speech={"talk_share": 0.5}, quality={"loss": 0.01})


async def _profile(centre: Centre, ann: Person, root: str, leaf: str) -> None:
    for id in (root, leaf):
        rv = (await centre.api("GET", f"/customers/{id}", by=ann))["rv"]
        patch = {
            "note": "zqprofilenote",
            "tags": ["zqcustomertag"],
            "fields": {"size": "zqfield"},
            "consents": {"mail": True},
        }
        await centre.api("PATCH", f"/customers/{id}", {"rv": rv, **patch}, by=ann)
    at = centre.clock.now() - timedelta(days=2)
    row = Touchpoint(
        "evt_1", leaf, at, "event", "order_placed", "chat", "customer", "Zqvera", "zqevent", "zqevent words"
    )
    centre.parley.touchpoints.add([row])


async def _settled(centre: Centre) -> None:
    await centre.parley.views.flush()
    await centre.parley.touchpoints.flush()
    await centre.parley.telephone.shelf.settled()
    await centre.parley.consents.settled(centre.parley.desk)


async def _is_mailed(centre: Centre, chat: str) -> bool:
    """Whether what was said in the chat is on its way to her."""
    return bool(await centre.parley.store.tables.outbox.find({"conversation": chat}, limit=1))


async def _tried(centre: Centre) -> bool:
    """Whether every mail that is due was tried: what is told of it then comes before anything is counted."""
    letters = await centre.parley.store.tables.outbox.find({"state": "queued"}, limit=100)
    return all(one["due_at"] > centre.clock.now() for one in letters)


async def erased(there: Somebody) -> None:
    """She is erased, both times over."""
    centre = there.centre
    answered = await centre.ask(
        "POST", f"/api/v1/customers/{there.root}/erase", {"name": await shown_name(there)}, by=there.boss
    )
    assert answered.status == 202, answered.body
    await centre.parley.erasure.look()
    centre.clock.pass_(seconds=61)
    await centre.parley.erasure.look()
    shown = await centre.api("GET", f"/customers/{there.root}/erase", by=there.boss)
    assert (shown["state"], shown["done"]) == ("erased", shown["conversations"])
    await _settled(centre)


async def shown_name(there: Somebody) -> str:
    """What she is called now."""
    return str((await there.centre.api("GET", f"/customers/{there.root}", by=there.ann))["name"])


# The scan --------------------------------------------------------------------------------------------------------------


async def dumped(store: Store) -> dict[str, bytes]:
    """Every byte the database holds, by table, files among them."""
    if isinstance(store.stream, MemoryStream):
        return _memory(store)
    database = store.tables.customers._collection.database  # type: ignore[attr-defined]  # a scan looks below every interface
    found = {}
    for name in await database.list_collection_names():
        raw = database.get_collection(name, bson.CodecOptions(document_class=RawBSONDocument))
        found[name] = b"".join([document.raw async for document in raw.find({})])
    return found


def _memory(store: Store) -> dict[str, bytes]:
    stream, files = store.stream, store.files
    assert isinstance(stream, MemoryStream)
    assert isinstance(files, MemoryFiles)
    found = {"stream": bson.encode({"all": [dataclasses.asdict(one) for one in stream._commands.values()]})}
    found["streams"] = bson.encode(
        {"all": [dataclasses.asdict(one) for some in stream._streams.values() for one in some]}
    )
    found["blobs"] = b"".join([id.encode() + content for id, content in files._files.items()])
    for name in SCHEMA:
        table = store.tables[name]
        assert isinstance(table, MemoryTable)
        found[name] = bson.encode({"all": list(table._documents.values())})
    return found


def places(found: dict[str, bytes], marks: tuple[str, ...]) -> dict[str, list[str]]:
    """Where each mark is; whatever the case it is written in."""
    folded = {name: content.lower() for name, content in found.items()}
    return {mark: [name for name, content in folded.items() if mark.lower().encode() in content] for mark in marks}


def left(found: dict[str, bytes], marks: tuple[str, ...] = MARKS) -> dict[str, list[str]]:
    """The marks that are still somewhere, and where."""
    return {mark: where for mark, where in places(found, marks).items() if where}


async def _bytes(content: bytes) -> AsyncIterator[bytes]:
    yield content


def _nowhere() -> dict[str, Any]:
    return {"host": "127.0.0.1", "port": 9, "tls": "none", "user": "", "password": None, "oauth": None}
