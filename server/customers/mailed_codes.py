"""Codes that prove an email address: six digits by mail, good for ten minutes and five tries, kept only as a keyed hash.

Nothing that is answered depends on whether anybody is known by the address, or on whether a mail really went: where it may not go, the
visitor's tries are counted all the same and no code is right.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

from domain.refusal import Refused
from mail.header_line import Unwritable, ascii_address
from server.clock import Clock
from server.customers.code_mails import CodeMails
from store.tables import Conflict, Document, Table

LIVES = timedelta(minutes=10)
TRIES = 5
RIVALS = 5
"""How often a try is counted again because another one came at the same moment."""


class MailedCodes:
    """Makes codes and checks them; each visitor has one at a time."""

    def __init__(self, table: Table, mails: CodeMails, clock: Clock, secret: str) -> None:
        self._table, self._mails, self._clock, self._secret = table, mails, clock, secret.encode()

    async def ask(self, visitor: str, email: str, locale: str, queue: str) -> datetime:
        """Mail a new code to ``email``; the visitor's earlier one ends. When the new one ends. Raises Refused where no mail can be sent at all."""
        try:
            address = ascii_address(email)
        except Unwritable:
            raise Refused("invalid", "This is not an email address that mail can be sent to.") from None
        if not self._mails.able:
            raise Refused("conflict", "No mail can be sent from here at the moment.")
        code = f"{secrets.randbelow(10**6):06d}"
        until_at = self._clock.now() + LIVES
        goes = await self._mails.send(address, code, locale, queue, int(LIVES.total_seconds() // 60))
        hashed = self._hash(visitor, address, code) if goes else ""
        row = {"_id": visitor, "email": address, "hash": hashed, "tries": 0, "expires_at": until_at, "rv": 1}
        await self._table.put_many([row])
        return until_at

    async def proved(self, visitor: str, code: str) -> str:
        """The address that ``code`` proves to be the visitor's; it is used up. Raises Refused."""
        row = await self._tried(visitor)
        right = hmac.compare_digest(row["hash"], self._hash(visitor, row["email"], code))
        if right and await self._table.delete(visitor):
            return str(row["email"])
        left = TRIES - row["tries"]
        if not left:
            raise _ended()
        tries = "One try is" if left == 1 else f"{left} tries are"
        raise Refused("forbidden", f"This is not the code. {tries} left.")

    async def _tried(self, visitor: str) -> Document:
        """The visitor's code with this try counted, before anything is compared: guesses made at once count one by one."""
        for _ in range(RIVALS):
            row = await self._table.get(visitor)
            if row is None or row["tries"] >= TRIES or row["expires_at"] <= self._clock.now():
                raise _ended()
            try:
                return await self._table.replace({**row, "tries": row["tries"] + 1})
            except Conflict:
                continue
        raise Refused("rate_limited", "Too fast. Try again in a moment.")

    def _hash(self, visitor: str, email: str, code: str) -> str:
        return hmac.new(self._secret, f"code|{visitor}|{email}|{code}".encode(), hashlib.sha256).hexdigest()


def _ended() -> Refused:
    return Refused("forbidden", "This code has ended. Ask for a new one.")
