"""Mail that nobody writes: the acknowledgement of a first mail, and the transcript of a chat that has ended.

Whether one may go is decided in ``mail/automatic_answers.py``, with what ``server/mail/automatic_limits.py`` remembers.
"""

import asyncio
import logging
from dataclasses import replace
from typing import Any

from domain.commands import SendMessage
from domain.conversation import Conversation
from domain.emails import Party
from domain.events import SYSTEM, ConversationClosed
from domain.refusal import Refused
from domain.stream import Unavailable
from domain.templates import filled, without_gaps
from mail import answers
from mail.automatic_answers import Prompt
from mail.compose import reply_subject
from mail.header_line import Unwritable, ascii_address
from mail.intake import Placed
from server.clock import Clock
from server.customers.customers import Customers
from server.desk import Desk, Told
from server.directory import Directory
from server.mail.answers import MailAnswers, cannot_send
from server.mail.automatic_limits import AutomaticLimits
from server.mail.composing import Draft
from server.mail.sending import MailSending
from server.mail.template_values import values_of, without_lures
from server.transcript import transcript

Document = dict[str, Any]

FIRST_MAIL = 2
"""The number of the message that began a Conversation: only ConversationStarted is before it."""
LONGEST_TRANSCRIPT = 200_000
"""Characters; of a longer chat only the end is sent, because an Event carries it."""
AGAIN_SECONDS = 1.0

TRANSCRIPTS = {
    "en": ("Your conversation with {}", "A copy of this conversation was sent to your email address."),
    "pl": ("Twoja rozmowa: {}", "Kopia tej rozmowy została wysłana na Twój adres e-mail."),
    "it": ("La tua conversazione con {}", "Una copia di questa conversazione è stata inviata al tuo indirizzo email."),
    "ru": ("Ваш разговор: {}", "Копия этого разговора отправлена на ваш адрес электронной почты."),
}
"""By language: the subject, which names the mailbox, and what the Conversation shows."""

log = logging.getLogger("parley.mail")


class AutomaticMail:
    """Hears what happens and answers it by itself, seldom."""

    def __init__(
        self,
        *,
        limits: AutomaticLimits,
        desk: Desk,
        directory: Directory,
        customers: Customers,
        answers: MailAnswers,
        sending: MailSending,
        clock: Clock,
    ) -> None:
        self._limits, self._desk, self._directory, self._customers = limits, desk, directory, customers
        self._answers, self._sending, self._clock = answers, sending, clock
        self._ended: asyncio.Queue[tuple[str, int]] = asyncio.Queue()

    # ---- acknowledgements

    async def placed(self, placed: Placed) -> None:
        """Acknowledge the mail that began a Conversation, where its mailbox says so and nothing speaks against it."""
        mailbox, mail = self._directory.get("mailboxes", placed.mailbox, even_hidden=True), placed.mail
        words, state = mailbox["acknowledgement"].strip(), await self._desk.conversation(placed.conversation)
        if not words or placed.number != FIRST_MAIL or state is None or mail.sender is None:
            return
        prompt = Prompt(
            imported=placed.source == "import",
            quiet=mail.kind != "message",
            must_not_answer=mail.must_not_answer or placed.no_return,
            hops=mail.hops,
        )
        answered = answers.answered(mail, self._clock.now())
        draft = self._draft(
            mailbox, mail.sender.address, mail.sender.name, without_gaps(await self._filled(words, state)), state
        )
        if draft is not None:
            harmless = without_lures({"subject": mail.subject}).get("subject")
            subject = reply_subject(harmless) if harmless else mailbox["name"]
            draft = replace(draft, subject=subject, answered=replace(answered, quoted=None), automatic="auto-replied")
            await self._send(f"acknowledgement|{state.id}", state, draft, prompt)

    async def _filled(self, words: str, state: Conversation) -> str:
        """The acknowledgement's names filled in. The sender chose some of the values, so those that could advertise are left out: else a
        forged From would make us carry it.
        """
        customer = await self._customers.get(state.customer)
        values = values_of(self._directory, self._clock.now(), state.locale, state, customer, agent="")
        return filled(words, without_lures(values)).text

    # ---- transcripts

    def hear(self, told: Told) -> None:
        """Note chats that have ended."""
        state = told.after
        if not told.ours or not isinstance(state, Conversation) or state.widget is None or "chat" not in state.channels:
            return
        for event in told.events:
            if isinstance(event.body, ConversationClosed):
                self._ended.put_nowait((state.id, event.number))

    async def run(self) -> None:
        """Send transcripts until cancelled."""
        while True:
            ended = await self._ended.get()
            try:
                await self._transcript(*ended)
            except Refused as refused:
                log.info("no transcript of %s: %s", ended[0], refused.sentence)
            except Unavailable:
                self._ended.put_nowait(ended)
                await asyncio.sleep(AGAIN_SECONDS)

    async def _transcript(self, conversation: str, number: int) -> None:
        state = await self._desk.conversation(conversation)
        mailbox = next((one for one in self._answers.able() if state and one["queue"] == state.queue), None)
        if state is None or mailbox is None or not mailbox["transcripts"]:
            return
        for person in await self._answers.address_of(state.customer):
            subject, sentence = TRANSCRIPTS[state.locale if state.locale in TRANSCRIPTS else "en"]
            words = (await transcript(self._desk, state, to_visitor=True))[-LONGEST_TRANSCRIPT:]
            draft = self._draft(mailbox, person.address, "", words, state)
            if draft is not None:
                draft = replace(
                    draft, subject=subject.format(mailbox["name"]), message=sentence, automatic="auto-generated"
                )
                await self._send(f"transcript|{conversation}|{number}", state, draft, Prompt())

    # ---- both

    def _draft(self, mailbox: Document, address: str, name: str, text: str, state: Conversation) -> Draft | None:
        """A mail to one address, if it is one."""
        try:
            to = (Party(without_lures({"name": name}).get("name", ""), ascii_address(address)),)
        except Unwritable:
            return None
        return Draft(
            mailbox=mailbox,
            to=to,
            subject="",
            text=text,
            at=self._clock.now(),
            due_at=None,
            language=state.locale,
        )

    async def _send(self, key: str, state: Conversation, draft: Draft, prompt: Prompt) -> None:
        address = draft.to[0].address
        if (why_not := cannot_send(draft.mailbox)) or (
            why_not := await self._limits.objection(
                key, address, replace(prompt, ours=self._answers.is_ours(address)), state.id
            )
        ):
            log.info("no automatic mail in %s: %s", state.id, why_not)
            return
        command = SendMessage(
            id=key,
            conversation=state.id,
            at=self._clock.now(),
            actor=SYSTEM,
            channel="email",
            message=key,
            text=draft.text,
        )
        await self._sending.send(command, draft)
