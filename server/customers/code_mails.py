"""The mail that carries a code: automatic mail like any other, but in no Conversation, because whoever asks for it is still nobody.

Its bytes are kept until it has left, or cannot, and not a moment longer (``MailPost.report``): they say the code in clear.
"""

import logging

from domain.ids import unguessable
from mail.answers import html_of
from mail.automatic_answers import Prompt
from mail.compose import Mailbox, Outgoing, answer_html, answer_text, compose, new_message_id
from mail.identity import mail_id
from mail.letter import Letter, Recipient
from server.clock import Clock
from server.mail.answers import MailAnswers
from server.mail.automatic_limits import AutomaticLimits
from server.mail.outbox import LetterTable, kept_mail
from store.files import Files
from store.tables import Table

WORDS = {
    "en": (
        "Your code",
        "Your code is {code}. Type it into the chat that you asked for it in; it is good for {minutes} minutes.\n\n"
        "If you did not ask for it, you need do nothing: without the code nobody gets to see anything of yours.",
    ),
    "pl": (
        "Twój kod",
        "Twój kod to {code}. Wpisz go na czacie, w którym o niego poproszono; jest ważny {minutes} minut.\n\n"
        "Jeśli to nie Twoja prośba, nie musisz nic robić: bez kodu nikt nie zobaczy niczego, co Twoje.",
    ),
    "it": (
        "Il tuo codice",
        "Il tuo codice è {code}. Scrivilo nella chat in cui lo hai chiesto; vale {minutes} minuti.\n\n"
        "Se non lo hai chiesto tu, non devi fare nulla: senza il codice nessuno vede niente di tuo.",
    ),
    "ru": (
        "Ваш код",
        "Ваш код: {code}. Введите его в чате, в котором вы его запросили; он действует {minutes} минут.\n\n"
        "Если вы его не запрашивали, ничего делать не нужно: без кода никто не увидит ничего вашего.",
    ),
}
"""By language: subject and text."""

log = logging.getLogger("parley.mail")


class CodeMails:
    """Sends codes."""

    def __init__(
        self,
        *,
        limits: AutomaticLimits,
        answers: MailAnswers,
        letters: LetterTable,
        mails: Table,
        files: Files,
        clock: Clock,
    ) -> None:
        self._limits, self._answers, self._letters = limits, answers, letters
        self._mails, self._files, self._clock = mails, files, clock

    @property
    def able(self) -> bool:
        """Whether any mailbox could send one."""
        return bool(self._answers.able())

    async def send(self, address: str, code: str, locale: str, queue: str, minutes: int) -> bool:
        """Put a code on its way to ``address`` (as SMTP carries it) unless something speaks against it; whether it goes. Raises Refused."""
        mailbox, key, at = self._answers.mailbox(queue), unguessable("out"), self._clock.now()
        prompt = Prompt(ours=self._answers.is_ours(address), asked=True)
        if why_not := await self._limits.objection(key, address, prompt):
            log.info("no code is mailed: %s", why_not)
            return False
        subject, text = WORDS.get(locale, WORDS["en"])
        text = text.format(code=code, minutes=minutes)
        raw = compose(
            Outgoing(
                sender=Mailbox(mailbox["address"], mailbox["name"]),
                to=(Mailbox(address),),
                subject=f"{subject}: {mailbox['name']}",
                text=answer_text(text, mailbox["signature"]),
                html=answer_html(html_of(text), mailbox["signature"]),
                message_id=new_message_id(mailbox["address"].rpartition("@")[2]),
                at=at,
                automatic="auto-generated",
            )
        )
        row = await kept_mail(self._files, raw, mailbox["_id"], "", (address,), at)
        await self._mails.insert({**row, "_id": mail_id(raw), "sender": mailbox["address"], "conversation": None})
        await self._letters.add(
            Letter(
                id=key,
                command="",
                conversation="",
                mail=mail_id(raw),
                mailbox=mailbox["_id"],
                sender="",
                recipients=(Recipient(address),),
                due_at=at,
                created_at=at,
                state="queued",
            )
        )
        return True
