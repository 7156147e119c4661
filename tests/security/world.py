"""A centre with somebody of every role and something of every kind, in reach and out of it, for tests that try everything."""

import json
import wave
import zipfile
from dataclasses import dataclass, field
from datetime import timedelta
from io import BytesIO
from itertools import count
from typing import Any

from domain import commands as c
from domain.call_commands import KeepRecording, StartCall
from domain.events import Actor
from domain.ids import unguessable
from domain.rights import DEFAULT_ROLES
from mail.raw_mail import RawMail
from server.routes import Route
from tests.centre import Centre, Json, Person

ROLES = (*DEFAULT_ROLES, "none")
ABSENT = {
    "conversations": "cnv_" + "a" * 26,
    "customers": "cus_" + "a" * 26,
    "files": "fil_" + "a" * 26,
    "mail": "eml_" + "a" * 40,
}
NEW: dict[str, Json] = {
    "agents": {"name": "Made", "email": "made@parley.example"},
    "teams": {"name": "Made"},
    "queues": {"name": "Made"},
    "widgets": {"name": "Made", "sites": ["https://shop.example"]},
    "mailboxes": {"name": "Made", "address": "made@parley.example"},
    "templates": {"name": "Made", "shortcut": "made", "text": "Made"},
    "tags": {"name": "Made"},
    "roles": {"name": "Made", "rights": []},
    "customers": {"name": "Made"},
    "fields": {
        "name": "Made",
        "key": "made",
        "kind": "text",
        "choices": [],
        "required": False,
        "masked": False,
        "right": None,
    },
    "organisations": {"name": "Made", "domains": [], "note": ""},
    "lookups": {"name": "Made", "url": "https://crm.example/ask"},
    "retention-rules": {
        "name": "Made",
        "channel": "chat",
        "what": "words",
        "days": 400,
        "queue": None,
        "enabled": False,
    },
}
SESAME = "open the mailbox"
SERVER: Json = {"host": "localhost", "port": 143, "tls": "none", "user": "help", "password": SESAME, "oauth": None}
BODIES: dict[str, Json] = {
    "messages": {"id": "m1", "channel": "note", "text": "words"},
    "closure": {"outcome": "solved"},
    "assignment": {"agent": "me"},
    "snooze": {"until": "2026-12-24T12:00:00Z"},
    "tags": {"tags": ["vip"]},
    "draft": {"text": "words"},
    "addresses": {"kind": "email", "value": "vera@mail.example"},
    "consents": {"name": "post", "given": True, "source": "paper"},
    "dry-run": {"channel": "chat", "what": "words", "days": 400},
    "reveal": {"field": "Hat"},
    "erase": {"name": "Vera"},
    "events": {"id": "e1", "name": "words", "data": {"words": "words"}},
    "conversations": {"id": "m1", "to": ["vera@mail.example"], "subject": "words", "text": "words"},
}
FORM_TYPE = "multipart/form-data; boundary=x"
FORM = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nName\nVera\n\r\n--x--\r\n'

_serial = count()


@dataclass
class World:
    """The centre, its people by role, and a queue in and one out of their reach."""

    centre: Centre
    own: str = ""
    foreign: str = ""
    people: dict[str, Person | None] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    """Of Conversations with a mail that has not left: its number."""
    others: dict[str, str] = field(default_factory=dict)
    """Of Customers: another one, or the merge in which they took one in, or an address of theirs."""
    someone: str = ""
    """A Customer of our own queue."""

    async def populate(self) -> "World":
        """Make queues and people; "signed out" is nobody."""
        self.own, self.foreign = await self.centre.queue("Own"), await self.centre.queue("Foreign")
        role = await self.centre.role("None", [])
        for name in ROLES:
            self.people[name] = await self.centre.agent(name, role if name == "none" else name, [self.own])
        self.people["signed out"] = None
        lease = {
            "_id": "lease|imports",
            "node": "another",
            "until": self.centre.clock.now() + timedelta(days=1),
            "rv": 1,
        }
        await self.centre.parley.store.tables.settings.put_many([lease])  # nothing happens to imports in between
        await self.centre.mailbox(queue=self.own, smtp=SERVER)
        await self.centre.widget(self.own, kind="both")
        self.someone = await self.customer(self.own, "")
        return self

    def rights(self, who: str) -> frozenset[str]:
        """What a role of ``people`` may do."""
        return DEFAULT_ROLES[who][1] if who in DEFAULT_ROLES else frozenset()

    async def conversation(self, queue: str) -> str:
        """A new waiting Conversation of a new Customer, straight through the desk."""
        parley, id = self.centre.parley, unguessable("cnv")
        visitor = unguessable("vis")
        claims = {"name": "Vera"}
        customer = (await parley.customers.of_visitor(visitor, "wid_1", claims, "en"))["_id"]
        opening = c.Opening(customer=customer, customer_name="Vera", queue=queue, visitor=visitor, widget="wid_1")
        await parley.desk.do(
            c.ReceiveMessage(
                id=f"c|{id}",
                conversation=id,
                at=self.centre.clock.now(),
                actor=Actor("customer", customer, "Vera"),
                message="m0",
                text="hello",
                opening=opening,
            )
        )
        return id

    async def file(
        self,
        conversation: str | None,
        agent: str | None = None,
        content: bytes = b"words",
        name: str = "a.txt",
        visitor: str | None = None,
    ) -> str:
        """A file of a Conversation."""

        async def source() -> Any:
            yield content

        shelf = self.centre.parley.files
        return str((await shelf.take(name, source(), visitor=visitor, agent=agent, conversation=conversation))["_id"])

    async def mail(self, queue: str) -> str:
        """A mail that came to a mailbox of the queue: its id."""
        mailbox, intake = await self.centre.mailbox(queue=queue), self.centre.parley.intake
        head = f"From: vera@mail.example\r\nMessage-ID: <{next(_serial)}@mail.example>\r\nContent-Type: text/html\r\n"
        raw = f"{head}\r\n<p>Hello.</p>".encode()
        id, _ = await intake.keep(RawMail(raw, "imap", self.centre.clock.now(), len(raw), mailbox["_id"]))
        await intake.settled(id)
        return id

    async def phone_call(self, queue: str) -> str:
        """A call that was recorded: its id."""
        conversation, call, recording = await self.conversation(queue), unguessable("cal"), unguessable("rec")
        parley = self.centre.parley
        head: dict[str, Any] = {"conversation": conversation, "at": self.centre.clock.now(), "call": call}
        actor = Actor("customer", "cus_1", "Vera")
        fields: dict[str, Any] = {"direction": "in", "leg": unguessable("leg"), "party": "vis_1", "actor": actor}
        await parley.desk.do(StartCall(id=f"v|{call}", **head, **fields))
        kept: dict[str, Any] = {
            "recording": recording,
            "seconds": 1.0,
            "size": 5,
            "incomplete": False,
            "voicemail": False,
        }
        await parley.desk.do(KeepRecording(id=f"rec|{call}", **head, **kept))

        async def source() -> Any:
            yield b"words"

        await parley.store.files.create(recording, source(), 5)
        return call

    async def unsent(self, queue: str) -> str:
        """A Conversation in which the administrator has written a mail that has not left."""
        id, boss = await self.conversation(queue), self.people["administrator"]
        assert boss is not None
        said = {**BODIES["conversations"], "channel": "email"}
        self.numbers[id] = (await self.centre.api("POST", f"/conversations/{id}/messages", said, by=boss))["number"]
        return id

    async def target(self, route: Route, which: str) -> str:
        """The id of what a route is about: ``own``, ``foreign`` or ``absent``."""
        kind = kind_of(route)
        if which == "absent":
            return ABSENT.get(kind, "none")
        queue = self.own if which == "own" else self.foreign
        if kind == "conversations":
            return await (self.unsent(queue) if "{number}" in route.path else self.conversation(queue))
        if "/imports/" in route.path:
            return await self.an_import(route.path.split("/")[-1])
        if kind == "customers":
            return await self.customer(queue, "mask" if "{address}" in route.path else route.path.split("/")[-1])
        if kind == "files":
            return await self.file(await self.conversation(queue))
        if kind == "mail":
            return await self.mail(queue)
        if kind == "calls":
            return await self.phone_call(queue)
        if kind == "prompts":
            return "welcome.en"
        return await self.thing(kind)

    async def customer(self, queue: str, act: str) -> str:
        """A Customer with another one beside them, already merged where it is about undoing that."""
        one, other = [(await self.centre.state(await self.conversation(queue))).customer for _ in range(2)]
        self.others[one] = other
        if act == "reveal":
            await self.centre.parley.customers.change(one, lambda document: {**document, "fields": {"Hat": "red"}})
        if act == "mask":
            told = await self.centre.parley.customers.claim(one, {"phone": "+48601234567"})
            addresses = self.centre.parley.masking.shown(told, ())["addresses"]
            self.others[one] = next(address["id"] for address in addresses if address["kind"] == "phone")
        if act == "erase":  # begun already, so that it is nobody's loss
            told = {"by": "agt_1", "conversations": 1, "done": 1, "due_at": self.centre.clock.now(), "rv": 1}
            row = {"_id": one, "family": [one], "state": "done", "at": self.centre.clock.now(), **told}
            await self.centre.parley.store.tables.erasures.insert(row)
        if act == "unmerge":
            self.others[one] = (await self.centre.parley.merging.merge(other, one, [], None, "x"))["_id"]
        return one

    async def an_import(self, act: str) -> str:
        """The only import, in a state in which this can be done to it."""
        table, id = self.centre.parley.store.tables.imports, unguessable("imp")
        for one in await table.find({}):
            await table.delete(one["_id"])
        plan: Json = {"columns": None, "match": [], "existing": "fill", "verified": False, "country": ""}
        state = {"cancel": "running", "undo": "done"}.get(act, "checked")
        so_far = {"done": 2, "counts": {"new": 1}, "wrote": act == "undo", "preview": [], "sample": [], "head": None}
        asked = {"name": "a.csv", "size": 5, "by": "agt_1", "where": "", "at": self.centre.clock.now(), "plan": plan}
        end = {"problem": "", "cancel": False, "ended_at": None, "removed": 0, "kept": 0}
        await table.insert({"_id": id, "state": state, **so_far, **asked, **end, "rv": 1})
        return id

    async def thing(self, kind: str) -> str:
        """A new document of the directory that nothing uses."""
        if kind == "holds":
            return str((await self.centre.parley.holds.place(self.someone, "Case 7", None))["_id"])
        fields = {**NEW[kind], "name": f"Thing {next(_serial)}"}
        if kind == "fields":
            fields["key"] = f"thing-{next(_serial)}"
        if kind == "agents":
            return (await self.centre.agent("Thing", await self.centre.role("Weak", []), [])).id
        if kind == "widgets":
            return str((await self.centre.widget(self.own))["_id"])
        if kind == "queues":
            return await self.centre.queue("Thing")
        if kind == "mailboxes":
            return str((await self.centre.mailbox(imap={**SERVER, "folder": "INBOX"}))["_id"])
        if kind == "templates":
            fields["queue"] = None
        if kind == "lookups":
            usual = {"kind": "card", "match": "any", "facts": [], "cache_seconds": 300, "active": False}
            fields = self.centre.parley.lookups.checked({**usual, **fields}, None)
        return str((await self.centre.parley.directory.add(kind, fields))["_id"])

    def body(self, route: Route, id: str) -> Any:
        """A body the route takes, as JSON."""
        if route.takes is None:
            return None
        *_, kind, last = route.path.split("/")
        if kind == "imports":
            return {}
        if last == "holds":
            return {"subject": self.someone, "reason": "Case 7"}
        if last == "mask":
            return {"address": self.others.get(id, "none"), "masked": True}
        if last in ("merge", "unmerge"):
            return {{"merge": "from", "unmerge": "merge"}[last]: self.others.get(id, "none")}
        if route.method == "PATCH":
            changed = {"note": "changed"} if kind == "customers" else {"name": f"Changed {next(_serial)}"}
            return {"rv": 1, **changed}
        if route.method == "POST" and last in NEW:
            unique = next(_serial)
            address = {"agents": "email", "mailboxes": "address", "fields": "key"}.get(last)
            made = f"made-{unique}" if last == "fields" else f"made-{unique}@parley.example"
            more = {address: made} if address else {}
            return {**NEW[last], "name": f"Made {unique}", **more}
        return BODIES[last]

    async def call(self, route: Route, who: Person | str | None, id: str, body: Any = ...) -> Any:
        """Ask a route, with a body it takes unless another is given."""
        asked = self.body(route, id) if body is ... else body
        path = route.path.replace("{id}", id).replace("{number}", str(self.numbers.get(id, 1)))
        path = path.replace("{address}", self.others.get(id, "none"))
        raw = b"bytes" if path.endswith(("/files", "/mail/import")) else None
        raw = sound() if kind_of(route) == "prompts" and route.method == "PUT" else raw
        if path.endswith("/customers/import"):
            return await self.centre.ask(route.method, path, by=who, raw=FORM, headers={"Content-Type": FORM_TYPE})
        if path.endswith("/import-person"):
            return await self.centre.ask(route.method, path, by=who, raw=person(unguessable("cus")))
        query = "?name=a.txt" if raw else f"?with={self.others.get(id, 'none')}" if path.endswith("/compare") else ""
        return await self.centre.ask(route.method, path + query, None if raw else asked, by=who, raw=raw)

    def routes(self) -> list[Route]:
        """Every route of the API and the page of a mail; other pages, health and widgets are everybody's."""
        asked = ("/api/v1/", "/mail/{id}/body")
        return [route for route in self.centre.parley.routes() if route.path.startswith(asked)]


def person(id: str) -> bytes:
    """The export of a Customer of whom nothing but a name is known."""
    whole = BytesIO()
    line: Json = {
        "_id": id,
        "name": "Vera",
        "addresses": [],
        "language": "",
        "timezone": "",
        "fields": {},
        "tags": [],
        "note": "",
    }
    line |= {"listed": True, "created_at": {"$date": "2026-11-21T12:00:00.000Z"}, "rv": 1}
    with zipfile.ZipFile(whole, "w") as archive:
        manifest = {"format": "parley person", "version": 1, "customer": id, "family": [id]}
        archive.writestr("person.json", json.dumps(manifest))
        archive.writestr("customers.jsonl", json.dumps(line))
    return whole.getvalue()


def sound() -> bytes:
    """A silent WAV."""
    whole = BytesIO()
    with wave.open(whole, "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(bytes(1_600))
    return whole.getvalue()


def kind_of(route: Route) -> str:
    """What a route is about, as the first word of its path."""
    return route.path.removeprefix("/api/v1").split("/")[1]
