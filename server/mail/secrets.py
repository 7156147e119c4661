"""Passwords and tokens of mail servers as they are stored: encrypted under a key derived from Parley's own secret.

Whoever reads the database or a backup of it learns none of them; whoever loses the secret enters them again.
"""

import base64

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from mail.mail_server import NoSecret

PURPOSE = b"secrets of mailboxes"
"""HKDF's info (RFC 5869): the same secret also signs links and tokens, under keys that have nothing to do with this one."""


class MailSecrets:
    """Seals and opens the secrets of mail servers with Fernet (AES-128-CBC and HMAC-SHA256)."""

    def __init__(self, secret: str, purpose: bytes = PURPOSE) -> None:
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def sealed(self, secret: str) -> str:
        """``secret`` fit to be stored."""
        return self._fernet.encrypt(secret.encode()).decode()

    def opened(self, sealed: str) -> str:
        """The secret again. Raises NoSecret when it was sealed under another key, or damaged."""
        try:
            return self._fernet.decrypt(sealed).decode()
        except InvalidToken:
            raise NoSecret(
                "The stored password cannot be read, because PARLEY_SECRET is not the one it was stored with: enter it again."
            ) from None
