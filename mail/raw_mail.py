"""A mail as it arrived, before anything has read it: the one shape in which every way in hands mail over.

Whoever brings a mail keeps it until ``accept`` has returned, so nothing is lost when the store is away; what a mail says is found out later.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal


@dataclass(frozen=True, slots=True)
class RawMail:
    """``raw`` is byte for byte what arrived; ``size`` its full length in bytes, more than ``raw`` when only the header was taken.

    ``mailbox`` names the mailbox it was fetched from ("" for the listener). The envelope is known for SMTP only: ``envelope_from``
    is "" for the null sender and is as much a claim as From; ``peer`` is the address of the host that delivered it.
    """

    raw: bytes
    source: Literal["imap", "smtp", "import"]
    received_at: datetime
    size: int
    mailbox: str = ""
    envelope_from: str = ""
    envelope_to: tuple[str, ...] = ()
    peer: str = ""

    @property
    def whole(self) -> bool:
        """Whether this is the mail and not only its header."""
        return len(self.raw) == self.size


class NotStored(Exception):
    """``accept`` could not make the mail durable: it stays where it was and is offered again."""


Accept = Callable[[RawMail], Awaitable[None]]
"""Makes a mail durable and only then returns; raises NotStored. The same mail may come twice."""
