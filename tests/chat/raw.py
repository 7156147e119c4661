"""A WebSocket by hand: a browser that stops reading, or says what no client library would."""

import asyncio
import base64
import json
import os
import socket
import struct
from contextlib import suppress
from typing import Any, Self
from urllib.parse import urlsplit


class RawSocket:
    """An Engine.IO connection as bytes; nothing is read unless a test reads."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    @classmethod
    async def open(cls, url: str, path: str) -> Self:
        """Connect and upgrade, with the smallest receive buffer the system gives."""
        parts = urlsplit(url)
        plain = socket.socket()
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.setblocking(False)
        await asyncio.get_running_loop().sock_connect(plain, (parts.hostname, parts.port))
        reader, writer = await asyncio.open_connection(sock=plain, limit=4096)
        key = base64.b64encode(os.urandom(16)).decode()
        writer.write(
            f"GET /{path}/?EIO=4&transport=websocket HTTP/1.1\r\nHost: {parts.netloc}\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        await reader.readuntil(b"\r\n\r\n")
        return cls(reader, writer)

    @staticmethod
    async def exchange(url: str, request: bytes) -> bytes:
        """Send the bytes of one request that closes its connection, and read the answer."""
        parts = urlsplit(url)
        reader, writer = await asyncio.open_connection(parts.hostname, parts.port)
        writer.write(request)
        answer = await reader.read()
        writer.close()
        with suppress(ConnectionError):
            await writer.wait_closed()
        return answer

    def say(self, packet: str | bytes) -> None:
        """Send one text (or binary) frame."""
        data = packet.encode() if isinstance(packet, str) else packet
        length = len(data)
        head = bytes([0x81 if isinstance(packet, str) else 0x82])
        if length < 126:
            head += bytes([0x80 | length])
        elif length < 65536:
            head += bytes([0x80 | 126]) + struct.pack("!H", length)
        else:
            head += bytes([0x80 | 127]) + struct.pack("!Q", length)
        self._writer.write(head + bytes(4) + data)

    def emit(self, *data: Any) -> None:
        """Send a Socket.IO event."""
        self.say("42" + json.dumps(data))

    async def hear(self) -> str:
        """The next text frame; "" once the other side has gone."""
        try:
            first, second = await self._reader.readexactly(2)
            length = second & 0x7F
            if length == 126:
                (length,) = struct.unpack("!H", await self._reader.readexactly(2))
            elif length == 127:
                (length,) = struct.unpack("!Q", await self._reader.readexactly(8))
            data = await self._reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError):
            return ""
        return "" if first & 0x0F == 8 else data.decode()

    async def hear_all(self) -> list[str]:
        """Everything until the other side goes."""
        heard = []
        while packet := await self.hear():
            heard.append(packet)
        return heard

    async def close(self) -> None:
        """Go away."""
        self._writer.close()
        with suppress(ConnectionError):
            await self._writer.wait_closed()
