"""A crowd on XMPP: senders whose stanzas the server counts as handled (XEP-0198), and receivers who hear them.

A message is acknowledged when the server's count reaches it. Prosody archives a message before it counts it, so the answer says the
same as Parley's: it is stored.
"""

import asyncio
import base64
import re
import time
from collections import deque
from collections.abc import Callable
from typing import cast

from bench.chat_load.crowd import WORDS
from bench.chat_load.tally import Tally

DOMAIN = "localhost"
PASSWORD = "bench"
STREAM = (
    f"<?xml version='1.0'?><stream:stream to='{DOMAIN}' version='1.0' xmlns='jabber:client' "
    "xmlns:stream='http://etherx.jabber.org/streams'>"
)
BIND = "<iq type='set' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>"
ENABLE = "<enable xmlns='urn:xmpp:sm:3'/>"
MESSAGE = (
    "<message to='{to}@"
    + DOMAIN
    + "' type='chat' id='b{index}'><body>"
    + WORDS.replace("'", "&apos;")
    + "</body></message>"
)
REQUEST = "<r xmlns='urn:xmpp:sm:3'/>"
HANDLED = re.compile(rb"<a [^>]*?\bh='(\d+)'")
RECEIVED = re.compile(rb"<message [^>]*?\bid='b(\d+)'")
END = b"</message>"


class Client(asyncio.Protocol):
    """One account's stream; ``ready`` once it may send and hear messages."""

    transport: asyncio.Transport

    def __init__(self, account: str, last_step: str) -> None:
        self.ready: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        secret = base64.b64encode(f"\0{account}\0{PASSWORD}".encode()).decode()
        authentication = f"<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='PLAIN'>{secret}</auth>"
        self._steps = deque(
            [
                (b"</stream:features>", authentication),
                (b"<success", STREAM),
                (b"</stream:features>", BIND),
                (b"type='result'", last_step),
            ]
        )
        self._rest = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Open the stream."""
        self.transport = cast(asyncio.Transport, transport)
        self.transport.write(STREAM.encode())

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever waits learns that it will not come."""
        if not self.ready.done():
            self.ready.set_exception(ConnectionError("Prosody hung up"))

    def data_received(self, data: bytes) -> None:
        """Sign in step by step, then listen."""
        if self.ready.done():
            self.heard(data, time.monotonic())
            return
        self._rest += data
        expected, answer = self._steps[0]
        if expected in self._rest:
            self._rest = b""
            self._steps.popleft()
            self.transport.write(answer.encode())
            if not self._steps:
                self.ready.set_result(None)

    def heard(self, data: bytes, at: float) -> None:
        """What came once it is ready."""
        raise NotImplementedError


class Sender(Client):
    """Writes to one receiver, and counts what the server says that it has handled."""

    def __init__(self, account: str, to: str, tally: Tally) -> None:
        super().__init__(account, ENABLE)
        self._to, self._tally = to, tally
        self._waiting: deque[int] = deque()
        self._handled = 0

    def say(self, index: int) -> None:
        """Send message ``index``, and ask for the count."""
        self._waiting.append(index)
        self.transport.write(MESSAGE.format(to=self._to, index=index).encode() + REQUEST.encode())

    def heard(self, data: bytes, at: float) -> None:
        """A count."""
        self._rest += data
        end = 0
        for found in HANDLED.finditer(self._rest):
            end = found.end()
            for _ in range(int(found[1]) - self._handled):
                self._tally.acked(self._waiting.popleft(), at, ok=True)
            self._handled = int(found[1])
        self._rest = self._rest[end:]


class Receiver(Client):
    """Hears messages."""

    def __init__(self, account: str, tally: Tally) -> None:
        super().__init__(account, "<presence/>")
        self._tally = tally

    def heard(self, data: bytes, at: float) -> None:
        """Messages, whole or in pieces."""
        self._rest += data
        whole, end, rest = self._rest.rpartition(END)
        if not end:
            return
        self._rest = rest
        for found in RECEIVED.finditer(whole):
            self._tally.packets += 1
            self._tally.delivered(int(found[1]), at)


class XmppCrowd:
    """Senders who take turns, each writing to one of the receivers."""

    def __init__(self, port: int, senders: list[str], receivers: list[str]) -> None:
        self.tally = Tally()
        self._port = port
        self._receivers = [Receiver(account, self.tally) for account in receivers]
        self._senders = [
            Sender(account, receivers[index % len(receivers)], self.tally) for index, account in enumerate(senders)
        ]
        self._turn = 0

    async def connect(self) -> None:
        """Sign everybody in."""
        loop = asyncio.get_running_loop()
        for client in (*self._receivers, *self._senders):
            await loop.create_connection(_giving(client), "127.0.0.1", self._port)
            async with asyncio.timeout(10):
                await client.ready
        await asyncio.sleep(0.5)

    def write(self, index: int) -> None:
        """See ``ladder.Writers``."""
        self._turn = (self._turn + 1) % len(self._senders)
        self._senders[self._turn].say(index)


def _giving(client: Client) -> Callable[[], Client]:
    return lambda: client
