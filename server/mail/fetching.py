"""Fetching mail: an ImapMailbox for every active mailbox that has an IMAP server, all of them on one node at a time.

How far each has been read is kept by server, user and folder: a mailbox that moves to another server is read there from the start.
"""

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any

from domain.stream import Unavailable
from mail.imap import Cursor, ImapMailbox, Pace, State
from mail.raw_mail import Accept, NotStored
from server.clock import Clock
from server.lease import Lease
from server.mail.mailboxes import Mailboxes
from store.tables import Table

LEASE = timedelta(seconds=30)
LOOK_EVERY_SECONDS = 10.0

Document = dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Followed:
    """A mailbox that is being followed, and the IMAP settings that it is followed by."""

    imap: Document
    task: asyncio.Task[None]


class Fetching:
    """Keeps mailboxes followed; ``node`` names this process among those that share the store."""

    def __init__(
        self,
        mailboxes: Mailboxes,
        accept: Accept,
        checkpoints: Table,
        node: str,
        clock: Clock,
        pace: Pace | None = None,
    ) -> None:
        self._mailboxes, self._accept, self._checkpoints, self._pace = mailboxes, accept, checkpoints, pace
        self._lease = Lease(checkpoints, "fetching mail", node, LEASE, clock)
        self._followed: dict[str, _Followed] = {}
        self._changed = asyncio.Event()
        self._told: dict[str, State] = {}

    def directory_changed(self, kind: str, document: Document) -> None:
        """A mailbox was made, changed or hidden."""
        if kind == "mailboxes":
            self._changed.set()

    async def run(self) -> None:
        """Follow what there is to follow until cancelled."""
        try:
            while True:
                self._changed.clear()
                with suppress(Unavailable):  # what is followed goes on: while nothing can be stored, nothing is taken
                    await self._look()
                with suppress(TimeoutError):
                    async with asyncio.timeout(LOOK_EVERY_SECONDS):
                        await self._changed.wait()
        finally:
            await self._stop(list(self._followed))
            await self._lease.give_back()

    async def _look(self) -> None:
        """Follow each mailbox as it is set up now, or learn from the node that does how it fares."""
        if not await self._lease.hold():
            await self._stop(list(self._followed))
            self._mailboxes.health |= await self._health_elsewhere()
            return
        wanted = {document["_id"]: document["imap"] for document in self._mailboxes.active() if document["imap"]}
        await self._stop([id for id, one in self._followed.items() if wanted.get(id) != one.imap or one.task.done()])
        for id in wanted.keys() - self._followed.keys():
            self._start(id, wanted[id])
        await self._tell_health()

    def _start(self, id: str, imap: Document) -> None:
        server = self._mailboxes.server_of(id, "imap")
        assert server is not None

        def changed(state: State) -> None:
            self._mailboxes.health[id] = state

        load, save = self._cursor(id, imap)
        follower = ImapMailbox(
            id, server, self._accept, load=load, save=save, folder=imap["folder"], changed=changed, pace=self._pace
        )
        self._followed[id] = _Followed(imap, asyncio.create_task(follower.run(), name=f"mailbox {id}"))

    async def _stop(self, ids: Iterable[str]) -> None:
        tasks = {id: self._followed.pop(id).task for id in ids}
        for task in tasks.values():
            task.cancel()
        await asyncio.gather(*tasks.values(), return_exceptions=True)
        for id in tasks:
            self._mailboxes.health.pop(id, None)

    def _cursor(
        self, id: str, imap: Document
    ) -> tuple[Callable[[], Awaitable[Cursor | None]], Callable[[Cursor], Awaitable[None]]]:
        """Where a mailbox's place is read from and written to."""
        place = "\0".join((imap["host"].casefold(), imap["user"], imap["folder"]))
        kept = f"imap|{id}|{hashlib.sha256(place.encode()).hexdigest()[:20]}"

        async def load() -> Cursor | None:
            try:
                stored = await self._checkpoints.get(kept)
            except Unavailable:
                raise NotStored("The database does not answer.") from None
            return Cursor(stored["validity"], stored["uid"], stored["at"]) if stored else None

        async def save(cursor: Cursor) -> None:
            try:
                await self._checkpoints.put_many([{"_id": kept, **asdict(cursor)}])
            except Unavailable:
                raise NotStored("The database does not answer.") from None

        return load, save

    # ---- how it fares, for the other nodes

    async def _tell_health(self) -> None:
        now = {id: self._mailboxes.health[id] for id in self._followed if id in self._mailboxes.health}
        news = [{"_id": f"mailbox|{id}", **asdict(state)} for id, state in now.items() if self._told.get(id) != state]
        await self._checkpoints.put_many(news)
        self._told = now

    async def _health_elsewhere(self) -> dict[str, State]:
        ids = {f"mailbox|{document['_id']}": document["_id"] for document in self._mailboxes.active()}
        stored = await self._checkpoints.get_many(ids)
        fields = State.__slots__
        return {ids[key]: State(**{name: document[name] for name in fields}) for key, document in stored.items()}
