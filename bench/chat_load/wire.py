"""The client's end of a WebSocket, no more than a load generator needs: whole text frames on one asyncio protocol.

Frames are masked with zeros, which is a mask in form (RFC 6455 §5.3): nothing needs hiding on loopback, and the generator's time is precious.
"""

import asyncio
import time
from typing import cast

UPGRADE = (
    "GET {path} HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n"
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/143.0.0.0 Safari/537.36\r\n"
    "Accept-Encoding: gzip, deflate, br\r\nAccept-Language: en-GB,en;q=0.9\r\n"
    "Cache-Control: no-cache\r\nPragma: no-cache\r\n\r\n"
)
"""About what a browser sends, because a server keeps it in memory."""

NO_MASK = b"\0\0\0\0"


class Socket(asyncio.Protocol):
    """One connection; a subclass says what to do with each text in ``heard`` and when it is gone in ``lost``."""

    transport: asyncio.Transport

    def __init__(self, host: str, path: str) -> None:
        self._upgrade = UPGRADE.format(host=host, path=path).encode()
        self._rest = b""
        self._upgraded = False

    def heard(self, text: bytes, at: float) -> None:
        """A text frame, and the monotonic time at which its bytes were read."""
        raise NotImplementedError

    def lost(self) -> None:
        """The connection has gone."""

    def send(self, text: bytes) -> None:
        """One text frame."""
        length = len(text)
        head = bytes((0x81, 0x80 | length)) if length < 126 else b"\x81\xfe" + length.to_bytes(2, "big")
        self.transport.write(head + NO_MASK + text)

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Ask for a WebSocket."""
        self.transport = cast(asyncio.Transport, transport)  # uvloop's are not of the class
        self.transport.write(self._upgrade)

    def connection_lost(self, exc: Exception | None) -> None:
        """Tell the subclass."""
        self.lost()

    def data_received(self, data: bytes) -> None:
        """Cut what came into frames."""
        at = time.monotonic()
        data = self._rest + data if self._rest else data
        if not self._upgraded:
            head, end, data = data.partition(b"\r\n\r\n")
            if not end:
                self._rest = head
                return
            if not head.startswith(b"HTTP/1.1 101"):
                raise ConnectionError(head.decode(errors="replace"))
            self._upgraded = True
        self._rest = self._frames(data, at)

    def _frames(self, data: bytes, at: float) -> bytes:
        """Hand on every whole frame; the answer is what is left."""
        start, end = 0, len(data)
        while end - start >= 2:
            length, body = data[start + 1], start + 2
            if length == 126:
                length, body = int.from_bytes(data[start + 2 : start + 4], "big"), start + 4
            elif length == 127:
                length, body = int.from_bytes(data[start + 2 : start + 10], "big"), start + 10
            if end < body + length:
                break
            if data[start] == 0x81:
                self.heard(data[body : body + length], at)
            start = body + length
        return data[start:]
