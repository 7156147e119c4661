"""Trying a mailbox out over HTTP: every step up to the folder or the sign-in, in sentences that say what to change."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace

from aiohttp import web

from domain.refusal import Refused
from mail import imap, sender
from mail.mail_server import MailServer, Step
from server.access import Caller
from server.api.requests import answer
from server.directory import Directory
from server.mail import wire
from server.mail.mailboxes import Mailboxes

STEP_SECONDS = 10.0
"""How long one step may take: a person waits for the answer."""


class MailboxPages:
    """Handlers below ``/api/v1/mailboxes/{id}`` beside those of every list; ``hello`` is what we call ourselves to SMTP servers."""

    def __init__(self, directory: Directory, mailboxes: Mailboxes, hello: str) -> None:
        self._directory, self._mailboxes, self._hello = directory, mailboxes, hello
        self._trying: set[str] = set()

    async def test(self, request: web.Request, caller: Caller) -> web.Response:
        """POST: sign in to both servers as they are set up. Raises Refused while the same mailbox is being tried: guessing locks accounts."""
        id = self._directory.get("mailboxes", request.match_info["id"])["_id"]
        if id in self._trying:
            raise Refused("conflict", "This mailbox is being tried out at the moment.")
        self._trying.add(id)
        try:
            return answer(await self._trial(id))
        finally:
            self._trying.discard(id)

    async def _trial(self, id: str) -> wire.MailboxTrial:
        fetching, sending = self._mailboxes.server_of(id, "imap"), self._mailboxes.server_of(id, "smtp")
        folder = (self._directory.get("mailboxes", id)["imap"] or {}).get("folder", "")
        by_imap, by_smtp = await asyncio.gather(
            _tried(fetching, lambda server: imap.try_out(server, folder)),
            _tried(sending, lambda server: sender.try_out(server, self._hello)),
        )
        ok = all(trial.ok for trial in (by_imap, by_smtp) if trial is not None)
        return wire.MailboxTrial(ok=ok, imap=by_imap, smtp=by_smtp)


async def _tried(
    server: MailServer | None, try_out: Callable[[MailServer], Awaitable[list[Step]]]
) -> wire.Trial | None:
    if server is None:
        return None
    steps = await try_out(replace(server, timeout_seconds=STEP_SECONDS))
    shown = [wire.Step(name=step.name, ok=step.ok, words=step.words) for step in steps]
    return wire.Trial(ok=steps[-1].ok, steps=shown)
