"""The demo centre: people, queues, a widget and a dozen conversations, made through the same doors as real ones.

It is safe to start again at any moment: what is there stays, and every Command's id is made from its place in the story.
"""

import hashlib
import json
import secrets
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from domain import commands as c
from domain.events import Actor, Page
from domain.ids import unguessable
from server import demo_story as story
from server.clock import Clock
from server.customers.customers import Customers
from server.desk import Desk
from server.directory import Directory, Document
from server.marks import Marks, Side

if TYPE_CHECKING:
    from server.app import Parley

CALLS = {"record_calls": True, "call_wait_seconds": 120}
"""Of the demo's queues: there is something to hear afterwards, and who waits in vain soon sees what comes of it."""

HashPassword = Callable[[str], Awaitable[str]]


async def seed(parley: "Parley") -> None:
    """Make the demo centre where it is missing, and print where to look and how to sign in."""
    makes = Seed(parley.directory, parley.desk, parley.customers, parley.marks, parley.sessions.hash, parley.clock)
    demo = await makes.run(parley.settings.data)
    print(demo.guide(parley.settings.public_url), flush=True)


@dataclass(frozen=True)
class Demo:
    """The demo centre's people by name and email, and the passwords made for them."""

    people: tuple[tuple[str, str, str, str], ...]

    def guide(self, public_url: str) -> str:
        """Where to look, for the terminal that started it."""
        width = max(len(email) for _, email, _, _ in self.people)
        lines = [f"    {email:<{width}}  {password}   {name}, {role}" for name, email, role, password in self.people]
        return "\n".join(
            [
                "",
                f"  Be the visitor:  {public_url}/demo   write, or press the telephone and call",
                f"  Be the agent:    {public_url}/workspace   in another window, signed in as one of",
                *lines,
                "",
                "  Ctrl+C stops it.",
                "",
            ]
        )


class Seed:
    """Makes the demo centre in a directory and a stream that may hold some of it, or all, already."""

    def __init__(
        self,
        directory: Directory,
        desk: Desk,
        customers: Customers,
        marks: Marks,
        hash_password: HashPassword,
        clock: Clock,
    ) -> None:
        self._directory = directory
        self._desk = desk
        self._customers = customers
        self._marks = marks
        self._hash = hash_password
        self._now = clock.now()
        self._queues: dict[str, Document] = {}
        self._agents: dict[str, Document] = {}
        self._widget: Document = {}

    async def run(self, data: Path) -> Demo:
        """Make what is missing; the passwords are kept in ``data``/demo.json, readable by its owner only."""
        kept = Kept.read(data / "demo.json")
        await self._make_queues()
        for person in story.PEOPLE:
            await self._make_agent(person, kept)
        await self._make_lists()
        await self._make_widget()
        if not kept.told:
            for tale in story.STORIES:
                await self._tell(tale)
            kept.told = True
        kept.write()
        return Demo(tuple((p.name, p.email, p.role, kept.passwords[p.key]) for p in story.PEOPLE))

    # The lists ----------------------------------------------------------------------------------------------------------

    async def _make_queues(self) -> None:
        """The queue that every centre starts with becomes the shop's."""
        names = {queue["name"]: queue for queue in self._directory.all("queues")}
        if story.QUEUES["shop"] not in names and "General" in names:
            general = names["General"]["_id"]
            names[story.QUEUES["shop"]] = await self._directory.change(
                "queues", general, {"name": story.QUEUES["shop"], **CALLS}
            )
        for key, name in story.QUEUES.items():
            rules = {"offer_seconds": 30, "reopen_days": 7, "target_seconds": 60, "away_text": "", **CALLS}
            self._queues[key] = names.get(name) or await self._directory.add("queues", {"name": name, **rules})

    async def _make_agent(self, person: story.Person, kept: "Kept") -> None:
        """An Agent whose password is the kept one; a new password where none is kept."""
        agent = self._directory.agent_by_email(person.email)
        if agent is None or person.key not in kept.passwords:
            kept.passwords[person.key] = password()
            hashed = await self._hash(kept.passwords[person.key])
            if agent is None:
                agent = await self._directory.add("agents", self._agent_fields(person, hashed))
            else:
                agent = await self._directory.change("agents", agent["_id"], {"password_hash": hashed})
            kept.write()
        self._agents[person.key] = agent

    def _agent_fields(self, person: story.Person, hashed: str) -> Document:
        return {
            "name": person.name,
            "email": person.email,
            "email_key": person.email.casefold(),
            "password_hash": hashed,
            "role": person.role,
            "locale": person.locale,
            "queues": [self._queues[key]["_id"] for key in person.queues],
            "teams": [],
            "capacity": {"chat": 3, "call": 1, "email": 5},
            "active": True,
        }

    async def _make_lists(self) -> None:
        tags = {tag["name"] for tag in self._directory.all("tags")}
        for name in story.TAGS:
            if name not in tags:
                await self._directory.add("tags", {"name": name})
        shortcuts = {template["shortcut"] for template in self._directory.all("templates")}
        for name, shortcut, text in story.TEMPLATES:
            if shortcut not in shortcuts:
                fields = {"name": name, "shortcut": shortcut, "text": text, "queue": None}
                await self._directory.add("templates", fields)

    async def _make_widget(self) -> None:
        found = self._directory.widget_by_key(story.WIDGET_KEY)
        self._widget = found or await self._directory.add(
            "widgets",
            {
                "name": "Fern & Fig",
                "key": story.WIDGET_KEY,
                "queue": self._queues["shop"]["_id"],
                "sites": ["*"],
                "kind": "both",
                "video": True,
                "active": True,
                "look": {"colour": "#0B5F5C", "position": "right", "launcher": ""},
                "texts": {},
                "locales": ["en", "pl", "it", "ru"],
                "form": story.WIDGET_FORM,
                "consent": story.WIDGET_CONSENT,
            },
        )

    # The conversations --------------------------------------------------------------------------------------------------

    async def _tell(self, tale: story.Story) -> None:
        customer = await self._customer(tale)
        for command in self._commands(tale, customer):
            done = await self._desk.do(command)
            side: Side = "customer" if command.actor.kind == "customer" else "agent"
            await self._marks.rise(command.conversation, side, read=done.number)  # who acts has read what was there

    async def _customer(self, tale: story.Story) -> Document:
        visitor = unguessable("vis", seed_of(tale, "visitor"))
        claims = {"name": tale.customer, "email": tale.email}
        customer = await self._customers.of_visitor(visitor, self._widget["_id"], claims, tale.locale)
        more = {"note": tale.note, "fields": {**tale.fields}}
        return await self._customers.change(customer["_id"], lambda document: {**document, **more})

    def _commands(self, tale: story.Story, customer: Document) -> Iterator[c.Command]:
        """The story as Commands, each at its minute and with an id of its own."""
        conversation = unguessable("cnv", seed_of(tale, "conversation"))
        visitor = Actor("customer", customer["_id"], tale.customer)
        at, agent = self._now - timedelta(hours=tale.hours), None
        for index, line in enumerate(tale.lines):
            at += timedelta(minutes=line.minutes)
            id, message = f"demo|{conversation}|{index}", f"demo-{index}"
            by = line.by.removeprefix("note ")
            if by == "customer":
                opening = self._opening(tale, customer) if index == 0 else None
                yield c.ReceiveMessage(
                    id=id,
                    conversation=conversation,
                    at=at,
                    actor=visitor,
                    message=message,
                    text=line.words,
                    opening=opening,
                )
                continue
            agent = Actor("agent", self._agents[by]["_id"], self._agents[by]["name"])
            kind = c.AddNote if line.by.startswith("note ") else c.SendMessage
            yield kind(id=id, conversation=conversation, at=at, actor=agent, message=message, text=line.words)
        yield from self._ending(tale, conversation, at + timedelta(minutes=1), agent)

    def _opening(self, tale: story.Story, customer: Document) -> c.Opening:
        path, title = tale.page
        return c.Opening(
            customer=customer["_id"],
            customer_name=tale.customer,
            queue=self._queues[tale.queue]["_id"],
            visitor=unguessable("vis", seed_of(tale, "visitor")),
            widget=self._widget["_id"],
            page=Page(f"https://{story.DOMAIN}{path}", title, ""),
            locale=tale.locale,
            consent=str(story.WIDGET_CONSENT["version"]),
        )

    def _ending(self, tale: story.Story, conversation: str, at: datetime, agent: Actor | None) -> Iterator[c.Command]:
        if agent is None:
            return
        told = f"demo|{conversation}"
        if tale.tags:
            yield c.ChangeTags(id=f"{told}|tags", conversation=conversation, at=at, actor=agent, tags=tale.tags)
        if tale.ending == "closed":
            yield c.CloseConversation(
                id=f"{told}|close", conversation=conversation, at=at, actor=agent, outcome=tale.outcome
            )
        if tale.ending == "snoozed":
            until_at = self._now + timedelta(days=3)
            yield c.SnoozeConversation(
                id=f"{told}|snooze", conversation=conversation, at=at, actor=agent, until_at=until_at
            )


@dataclass
class Kept:
    """What must be remembered between starts: the passwords, and that the story has been told."""

    path: Path
    passwords: dict[str, str]
    told: bool

    @classmethod
    def read(cls, path: Path) -> "Kept":
        """What is kept at ``path``; nothing on the first start."""
        kept = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        return cls(path, kept.get("passwords", {}), kept.get("told", False))

    def write(self) -> None:
        """Keep it, readable by its owner only from the first byte."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.touch(mode=0o600)
        content = {"passwords": self.passwords, "told": self.told}
        self.path.write_text(json.dumps(content, indent=2) + "\n", encoding="utf-8")


def password() -> str:
    """Easy to type and 60 bits strong: four groups of three letters and digits that cannot be mistaken for others."""
    letters = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(letters) for _ in range(3)) for _ in range(4))


def seed_of(tale: story.Story, what: str) -> bytes:
    """16 bytes that are the same at every start, so that the demo's ids are too."""
    return hashlib.sha256(f"demo|{what}|{tale.key}".encode()).digest()[:16]
