"""Reply tokens: what makes ``support+token@example.org`` prove that its writer was sent a mail of this Conversation.

A token is an HMAC over the Conversation and the recipient, so nobody who was never written to can make one; holding one is still not
enough, the sender must be among the people of the Conversation.
"""

import base64
import hmac
import re
from collections.abc import Iterable, Sequence

LENGTH = 26
"""128 bits in base32, which survives mail systems that change the case of an address."""

LONGEST_LOCAL_PART = 64
TOKEN = re.compile(rf"\+([a-z2-7]{{{LENGTH}}})@[^@]+\Z")


class ReplyTokens:
    """Mints and checks tokens with ``secrets``: the first signs, later ones (32 bytes each) are honoured while they are being replaced."""

    def __init__(self, secrets: Sequence[bytes]) -> None:
        if not secrets or any(len(secret) < 32 for secret in secrets):
            raise ValueError("A reply token needs a secret of at least 32 bytes.")
        self._secrets = tuple(secrets)

    def mint(self, conversation: str, recipient: str) -> str:
        """The token of ``recipient`` (an address) in ``conversation`` (its id): the same whenever it is asked for."""
        return _token(self._secrets[0], conversation, recipient)

    def reply_to(self, mailbox: str, conversation: str, recipient: str) -> str:
        """``mailbox`` with the recipient's token as its detail; ValueError when its local part is too long to carry one (over 37)."""
        local, _, domain = mailbox.rpartition("@")
        if not local or len(local) + 1 + LENGTH > LONGEST_LOCAL_PART:
            raise ValueError(f"{mailbox} cannot carry a reply token: the part before the @ must be 1 to 37 characters.")
        return f"{local}+{self.mint(conversation, recipient)}@{domain}"

    def minted_for(self, token: str, conversation: str, sender: str, participants: Iterable[str]) -> str | None:
        """The participant whom ``token`` was minted for, or None when it is forged, of another Conversation, or ``sender`` is no participant.

        Every comparison is made and each takes constant time: neither who takes part nor how much of a guess was right can be measured.
        """
        people = [address.casefold() for address in participants]
        holder = None
        for person in people:
            for secret in self._secrets:
                if hmac.compare_digest(_token(secret, conversation, person).encode(), token.casefold().encode()):
                    holder = person
        return holder if sender.casefold() in people else None


def token_in(address: str) -> str | None:
    """The token that an address such as a mail's To carries, whoever made it."""
    found = TOKEN.search(address.casefold())
    return found[1] if found else None


def _token(secret: bytes, conversation: str, recipient: str) -> str:
    claim = f"reply-token\0{conversation}\0{recipient.casefold()}".encode()
    return base64.b32encode(hmac.digest(secret, claim, "sha256")[:16]).decode().rstrip("=").lower()
