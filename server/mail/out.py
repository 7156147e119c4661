"""All of outgoing mail, wired on one page: what an answer would be, writing it, the outbox, and what Parley writes by itself."""

import asyncio
from contextlib import suppress

from domain.stream import Unavailable
from mail.child import Parsers
from mail.outbox import Outbox
from mail.reply_tokens import ReplyTokens
from server.clock import Clock
from server.customers.code_mails import CodeMails
from server.customers.customers import Customers
from server.desk import Desk
from server.directory import Directory
from server.files import FileShelf
from server.mail.answers import MailAnswers
from server.mail.automatic import AutomaticMail
from server.mail.automatic_limits import AutomaticLimits
from server.mail.composing import Composer
from server.mail.mailboxes import Mailboxes
from server.mail.outbox import LetterTable, MailPost
from server.mail.sending import MailSending
from server.mail.writing import MailWriting
from store.opening import Store

RECOVER_EVERY_SECONDS = 60.0
AGAIN_SECONDS = 1.0
MOST_TAKEN_OVER = 100_000


class MailOut:
    """The parts, by name. ``alone`` says that no other node shares the store; ``hello`` is our host name."""

    def __init__(
        self,
        *,
        store: Store,
        desk: Desk,
        directory: Directory,
        mailboxes: Mailboxes,
        customers: Customers,
        shelf: FileShelf,
        parsers: Parsers,
        tokens: ReplyTokens,
        clock: Clock,
        hello: str,
        alone: bool,
    ) -> None:
        tables, files = store.tables, store.files
        self._alone = alone
        self._letters = LetterTable(tables.outbox)
        self.outbox = Outbox(self._letters, MailPost(tables, files, mailboxes, desk, clock), clock.now, hello)
        self.answers = MailAnswers(tables, files, desk, directory, customers, parsers)
        self.sending = MailSending(
            tables=tables,
            files=files,
            desk=desk,
            composer=Composer(files, parsers, tokens),
            tokens=tokens,
            letters=self._letters,
            outbox=self.outbox,
            clock=clock,
        )
        self.writing = MailWriting(
            answers=self.answers,
            sending=self.sending,
            customers=customers,
            directory=directory,
            shelf=shelf,
            clock=clock,
        )
        limits = AutomaticLimits(tables.automatic, clock)
        self.codes = CodeMails(
            limits=limits, answers=self.answers, letters=self._letters, mails=tables.mails, files=files, clock=clock
        )
        self.automatic = AutomaticMail(
            limits=limits,
            desk=desk,
            directory=directory,
            customers=customers,
            answers=self.answers,
            sending=self.sending,
            clock=clock,
        )

    async def run(self) -> None:
        """Finish what an earlier process began, then send what is due, until cancelled."""
        await self._settled()
        async with asyncio.TaskGroup() as group:
            group.create_task(self.outbox.run())
            group.create_task(self._recover())

    async def _settled(self) -> None:
        while True:
            try:
                await self.sending.recover()
                if self._alone:
                    await self.outbox.take_over(await self._letters.in_state("queued", MOST_TAKEN_OVER))
                return
            except Unavailable:
                await asyncio.sleep(AGAIN_SECONDS)

    async def _recover(self) -> None:
        while True:
            await asyncio.sleep(RECOVER_EVERY_SECONDS)
            with suppress(Unavailable):
                await self.sending.recover()
