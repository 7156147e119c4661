"""Visitor tokens: a visitor's id signed for one widget, so that connecting needs no look-up and nothing is stored before they write.

``id.signature``, the id 128 random bits, the signature HMAC-SHA256 over widget and id cut to 128 bits (RFC 2104 §5).
"""

import hashlib
import hmac

from domain.ids import VisitorId, unguessable


class VisitorTokens:
    """Makes and checks tokens."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def new(self, widget: str) -> tuple[VisitorId, str]:
        """A visitor nobody has seen, and their token."""
        visitor = VisitorId(unguessable("vis"))
        return visitor, self.of(visitor, widget)

    def of(self, visitor: str, widget: str) -> str:
        """The token of ``visitor`` on ``widget`` (its id)."""
        return f"{visitor}.{self._signature(visitor, widget)}"

    def visitor(self, token: str, widget: str) -> VisitorId | None:
        """Whose token it is, or None if it was not made here for this widget."""
        visitor, _, signature = token.partition(".")
        right = hmac.compare_digest(signature.encode(), self._signature(visitor, widget).encode())
        return VisitorId(visitor) if right else None

    def first_conversation(self, visitor: str, message: str) -> str:
        """The id of the Conversation that ``message`` begins: always the same, so that a resent first message meets its first sending."""
        return unguessable("cnv", self._digest(f"conversation|{visitor}|{message}"))

    def _signature(self, visitor: str, widget: str) -> str:
        return self._digest(f"visitor|{widget}|{visitor}").hex()

    def _digest(self, text: str) -> bytes:
        return hmac.new(self._secret, text.encode(), hashlib.sha256).digest()[:16]
