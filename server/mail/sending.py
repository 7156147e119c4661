"""On its way, step by step: a mail is composed and kept, then in the outbox, then an Event of its Conversation, and only then due.

Whatever is repeated or dies in between, one Command id is one mail: the Letter in the outbox is found by it and says the rest again.
"""

import hashlib
from contextlib import suppress
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec

from domain.commands import SendMessage
from domain.conversation import Conversation
from domain.events import MessageSent
from domain.refusal import Refused
from mail.letter import Letter, Recipient
from mail.outbox import Outbox, Overtaken
from mail.reply_tokens import ReplyTokens
from server.clock import Clock
from server.desk import Desk
from server.mail.composing import Composed, Composer, Draft
from server.mail.outbox import LetterTable, kept_mail, stored
from server.mail.room import id_clue, token_clue
from store.files import Files
from store.tables import Conflict, Tables, Taken

DROPPED = timedelta(days=1)
MOST_PREPARED = 1_000


class MailSending:
    """Puts mails on their way and takes them back."""

    def __init__(
        self,
        *,
        tables: Tables,
        files: Files,
        desk: Desk,
        composer: Composer,
        tokens: ReplyTokens,
        letters: LetterTable,
        outbox: Outbox,
        clock: Clock,
    ) -> None:
        self._tables, self._files, self._desk = tables, files, desk
        self._composer, self._tokens = composer, tokens
        self._letters, self._outbox, self._clock = letters, outbox, clock

    async def sent(self, command: str) -> int | None:
        """The number of the message that ``command`` sent, None when it did not yet."""
        number = await self._desk.answered(command)
        letter = await self._letters.get(letter_id(command)) if number is not None else None
        if letter is not None and letter.state == "prepared" and number is not None:
            await self._queue(letter, number)
        return number

    async def send(self, command: SendMessage, draft: Draft) -> tuple[int, bool]:
        """Put ``draft`` on its way as the message of ``command``, once however often it is asked: the number, and whether it is new.

        Raises Refused.
        """
        letter = await self._letters.get(letter_id(command.id)) or await self._prepared(command, draft)
        if letter.state != "prepared":
            return letter.number, False
        try:
            done = await self._desk.do(msgspec.convert(letter.message, SendMessage))
        except Refused:  # else these words would leave when the same id is tried again with better ones
            await self._drop(letter)
            raise
        await self._queue(letter, done.number)
        return done.number, done.fresh

    async def take_back(self, state: Conversation, number: int) -> int:
        """Keep a mail from leaving; the answer is its number. Raises Refused once it has left."""
        events = await self._desk.events(state.id, number - 1, 1) if number > 0 else []
        body = events[0].body if events else None
        email = body.email if isinstance(body, MessageSent) else None
        letter = await self._letters.of_mail(state.id, email.id) if email else None
        if letter is None or email is None:
            raise Refused("not_found", "There is no such email.")
        if letter.verdict() != ("cancelled", ""):
            if email.due_at is None or not letter.untried:
                raise Refused("conflict", "Parley has begun to send it, so it cannot be taken back.")
            try:
                letter = await self._letters.save(letter.queued(number).cancelled(self._clock.now()))
            except Overtaken:
                raise Refused("conflict", "It is leaving just now.") from None
        if letter.state != "done":
            with suppress(Overtaken):  # the outbox tells it at this very moment
                await self._outbox.tell(letter)
        return number

    async def recover(self) -> None:
        """Queue what was prepared and became an Event before somebody died; forget after a day what never did."""
        for letter in await self._letters.in_state("prepared", MOST_PREPARED):
            number = await self._desk.answered(letter.command)
            if number is not None:
                await self._queue(letter, number)
            elif self._clock.now() - letter.created_at > DROPPED:
                await self._drop(letter)

    # ---- steps

    async def _prepared(self, command: SendMessage, draft: Draft) -> Letter:
        """The Letter of a composed mail, kept in full before anybody knows of it: its bytes, what leads answers back, what it says."""
        mail = await self._composer.composed(command.conversation, draft)
        await self._keep(mail, command.conversation)
        letter = Letter(
            id=letter_id(command.id),
            command=command.id,
            conversation=command.conversation,
            mail=mail.email.id,
            mailbox=mail.email.mailbox,
            sender=mail.sender,
            recipients=tuple(map(Recipient, mail.recipients)),
            due_at=draft.due_at or draft.at,
            created_at=command.at,
            message=msgspec.to_builtins(_said(command, draft, mail), builtin_types=(datetime,)),
        )
        try:
            await self._letters.add(letter)
        except Taken:  # asked twice at once: the first one counts
            first = await self._letters.get(letter.id)
            assert first is not None
            return first
        return letter

    async def _keep(self, mail: Composed, conversation: str) -> None:
        """Everything that is needed to send it, to show it and to recognise its answers."""
        row = await kept_mail(
            self._files, mail.raw, mail.email.mailbox, mail.sender, mail.recipients, self._clock.now()
        )
        row |= {
            "_id": mail.email.id,
            "html": await stored(self._files, "htm", mail.html.encode()),
            "sender": mail.email.sender.address,
            "conversation": conversation,
        }
        await self._tables.mails.insert(row)
        tokens = {token_clue(self._tokens.mint(conversation, recipient)): recipient for recipient in mail.recipients}
        leads: list[dict[str, Any]] = [{"_id": clue, "recipient": recipient} for clue, recipient in tokens.items()]
        leads.append({"_id": id_clue(mail.email.message_id), "sent": True, "mail": mail.email.id})
        await self._tables.threads.put_many([{**lead, "conversation": conversation, "rv": 1} for lead in leads])

    async def _queue(self, letter: Letter, number: int) -> None:
        """Now that it is an Event it may leave."""
        with suppress(Overtaken):  # somebody else found out, too
            await self._letters.save(letter.queued(number))
        mail = await self._tables.mails.get(letter.mail)
        if mail is not None and mail["number"] != number:
            with suppress(Conflict):
                await self._tables.mails.replace({**mail, "number": number})

    async def _drop(self, letter: Letter) -> None:
        mail = await self._tables.mails.get(letter.mail)
        await self._letters.forget(letter)
        if mail is not None:
            await self._tables.mails.delete(letter.mail)
            await self._files.delete(mail["raw"])
            await self._files.delete(mail["html"])


def letter_id(command: str) -> str:
    """The Letter that carries what ``command`` says."""
    return f"out_{hashlib.sha256(command.encode()).hexdigest()[:40]}"


def _said(command: SendMessage, draft: Draft, mail: Composed) -> SendMessage:
    """The Command with the mail in it; its files are those that the HTML does not show."""
    inline = {one.id for one in mail.email.attachments if one.cid}
    files = tuple(file for file in draft.files if file.id not in inline)
    return replace(command, text=draft.message or draft.text, files=files, email=mail.email)
