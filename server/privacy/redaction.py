"""Takes words, files, audio or identity out of one Conversation, everywhere they are: its events, and all that was made of them.

First an event says so, so that every fold and row made from now on is without them; then what lies beside the stream goes, record by
record, and each record last. Done again after a crash it finds what is left, because a record that is still whole names all that hangs on it.
"""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from domain.call_events import CallStarted, RecordingStored, VoicemailBegun
from domain.commands import RedactConversation
from domain.emails import Attachment
from domain.events import SYSTEM, Actor, Event, File, What, files_of, mail_of
from domain.redaction import redacted
from domain.stream import Record
from domain.touchpoints import touchpoints
from server.calls.shelf import CallShelf
from server.clock import Clock
from server.codec import events_of, stored_event
from server.desk import Desk
from server.directory import Directory
from server.timelines.touchpoints import Touchpoints, name_of
from store.opening import Store
from store.tables import Conflict

EVERY = 1_000_000
KEPT_CLUE = "k|"
"""What in ``threads`` only knows a mail's content by its hash: it keeps the same mail from coming in a second time."""


class Redaction:
    """Redacts Conversations."""

    def __init__(
        self,
        *,
        store: Store,
        desk: Desk,
        directory: Directory,
        touchpoints: Touchpoints,
        calls: CallShelf,
        clock: Clock,
        forget_name: Callable[[str], Any],
    ) -> None:
        self._store, self._tables, self._desk, self._directory = store, store.tables, desk, directory
        self._touchpoints, self._calls, self._clock = touchpoints, calls, clock
        self._forget_name = forget_name

    async def conversation(
        self, id: str, what: Collection[What], reason: str, key: str, *, name: str = "", by: Actor = SYSTEM
    ) -> None:
        """Let ``what`` of a closed Conversation be gone; the same ``key`` is the same redaction, begun or done before.

        With "identity" the Customer is called ``name`` in it. Raises Refused while it is not closed, Unavailable.
        """
        tags = tuple(tag["name"] for tag in self._directory.all("tags")) if "identity" in what else None
        command = RedactConversation(
            id=_command(id, key),
            conversation=id,
            at=self._clock.now(),
            actor=by,
            what=tuple(what),
            reason=reason,
            customer_name=name,
            tags=tags,
        )
        done = await self._desk.do(command)
        customer = getattr(done.state, "customer", "")
        await self._beside(id, what)
        after = 0
        while records := await self._store.stream.read(id, after):
            for record in records:
                if record.number < done.number:  # what comes later is another redaction's
                    await self._record(record, customer, what, name, tags)
            after = records[-1].last

    async def is_begun(self, id: str, key: str) -> bool:
        """Whether the redaction ``key`` was begun: its event is there, the rest of it may be due. Raises Unavailable."""
        return await self._store.stream.find(_command(id, key)) is not None

    async def _record(
        self, record: Record, customer: str, what: Collection[What], name: str, tags: tuple[str, ...] | None
    ) -> None:
        events = events_of(record)
        bare = [redacted(event, what, name, tags) for event in events]
        for event in events:
            await self._hanging(event, what, name)
        before = [row for event in events for row in touchpoints(event, customer)]
        await self._touchpoints.rewrite(before, [row for event in bare for row in touchpoints(event, customer)])
        if "identity" in what:
            for event in events:
                await self._forget_name(name_of(event))
        if bare != events:
            await self._store.stream.redact(record.command, [stored_event(event) for event in bare])

    async def _hanging(self, event: Event, what: Collection[What], name: str) -> None:
        """What an event names and is kept elsewhere."""
        body, mail = event.body, mail_of(event.body)
        if "words" in what and mail is not None:
            await self.mail(mail.id)
        if "files" in what:
            await self.files(files_of(body), mail.attachments if mail else ())
        if "audio" in what and isinstance(body, RecordingStored | VoicemailBegun):
            await self._store.files.delete(body.recording)
        if isinstance(body, CallStarted) and {"audio", "identity"} & set(what):
            await self._calls.redact(body.call, audio="audio" in what, name=name if "identity" in what else None)

    async def mail(self, id: str) -> None:
        """A mail's bytes and HTML go; its row stays, by the hash of the bytes, so that it does not come in once more."""
        row = await self._tables.mails.get(id)
        if row is None:
            return
        for file in (row["raw"], row["html"]):
            if file is not None:
                await self._store.files.delete(file)
        gone: dict[str, Any] = {
            "raw": None,
            "html": None,
            "envelope_from": "",
            "envelope_to": [],
            "peer": "",
            "sender": "",
        }
        try:
            await self._tables.mails.replace({**row, **gone, "verdict": "", "problems": []})
        except Conflict:
            await self.mail(id)

    async def files(self, *named: Iterable[File | Attachment]) -> None:
        """Files that events name go, with their facts."""
        for id in dict.fromkeys(one.id for some in named for one in some):
            await self._store.files.delete(id)
            await self._tables.files.delete(id)

    async def _beside(self, id: str, what: Collection[What]) -> None:
        """What is found by the Conversation's id."""
        tables = self._tables
        if "words" in what:
            for agent in self._directory.all("agents", even_hidden=True):
                await tables.drafts.delete(f"{id}|{agent['_id']}")
            for letter in await tables.outbox.find({"conversation": id}, limit=EVERY):
                await tables.outbox.delete(letter["_id"])
        if "identity" in what:
            for file in await tables.files.find({"conversation": id}, limit=EVERY):
                await self._store.files.delete(file["_id"])
                await tables.files.delete(file["_id"])
            await tables.automatic.delete(f"c|{id}")
            for lead in await tables.threads.find({"conversation": id}, limit=EVERY):
                if not lead["_id"].startswith(KEPT_CLUE):
                    await tables.threads.delete(lead["_id"])


def _command(id: str, key: str) -> str:
    return f"redact|{id}|{key}"
