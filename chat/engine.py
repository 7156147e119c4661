"""Engine.IO's connections: python-engineio's protocol and polling, with the WebSocket's way made short.

A WebSocket is one loop that reads. What is pushed goes to its transport as ready frames, those of one turn of the event loop in one
write, and one clock pings everybody: python-engineio spends three tasks, two queues and two re-encodings where this spends none.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any

import engineio
from aiohttp import WSMsgType, web
from engineio.async_socket import AsyncSocket
from engineio.exceptions import EngineIOError, SocketIsClosedError
from engineio.packet import NOOP, OPEN, Packet
from engineio.payload import Payload

MOST_WAITING_PACKETS = 500
MOST_WAITING_BYTES = 4 * 1024 * 1024
MOST_PACKETS_A_POST = 200
"""What waited while a visitor was offline comes by polling all at once; python-engineio takes 16."""

log = logging.getLogger("parley.sockets")


class Push:
    """A message encoded once for however many connections: the text of an Engine.IO packet, and the WebSocket frame around it."""

    __slots__ = ("frame", "text")

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.frame = framed(text)

    def packet(self) -> Packet:
        """As polling wants it."""
        return Packet(int(self.text[:1]), self.text[1:].decode())


def framed(text: bytes) -> bytes:
    """A whole, unmasked text frame (RFC 6455 §5.2)."""
    length = len(text)
    if length < 126:
        return b"\x81%c%b" % (length, text)
    if length < 65536:
        return b"\x81\x7e%b%b" % (length.to_bytes(2, "big"), text)
    return b"\x81\x7f%b%b" % (length.to_bytes(8, "big"), text)


PING = Push(b"2")
PONG = b"3"
PROBE, PROBED, UPGRADE = b"2probe", b"3probe", b"5"
GOODBYE = b"\x88\x02\x03\xe8"
"""A close frame that says 1000, all is well."""


class Connection(AsyncSocket):  # type: ignore[misc]  # python-engineio ships no types
    """One connection; ``client`` is its Socket.IO id while it is admitted.

    Until there is a WebSocket, packets wait in python-engineio's queue for the next poll.
    """

    queue: Any

    def __init__(self, server: "Engine", sid: str) -> None:
        super().__init__(server, sid)
        self.client: str | None = None
        self._transport: asyncio.Transport | None = None
        self._frames: list[bytes] = []
        self._behind = 0
        self._pinged_at = 0.0

    def push(self, push: Push) -> None:
        """Send, after all that was sent before; a connection that does not read is cut off, it would fill the memory."""
        if self.closed:
            return
        if self._transport is not None:
            if not self._frames:
                self.server.loop.call_soon(self._flush)
            self._frames.append(push.frame)
        elif self.queue.qsize() < MOST_WAITING_PACKETS and self._waiting_bytes() < MOST_WAITING_BYTES:
            self.queue.put_nowait(push.packet())
        else:
            self._cut()

    async def send(self, pkt: Packet) -> None:
        """Send one of python-socketio's own packets."""
        if self.closed:
            raise SocketIsClosedError
        if self._transport is None:
            self.queue.put_nowait(pkt)
        else:
            self._write(framed(pkt.encode().encode()))

    def schedule_ping(self) -> None:
        """A pong has come by polling; the clock of ``Engine`` sends the next ping."""
        self._pinged_at = 0.0

    def take_turn(self, now: float) -> bool:
        """Ping, or hang up on who did not answer the last one or never said who they are; False when it is over."""
        if self.closed:
            return False
        if self.client is None or (self._pinged_at and now - self._pinged_at >= self.server.ping_timeout):
            self.hang_up()
            return False
        if not self._pinged_at:
            self._pinged_at = now
            self.push(PING)
        return True

    def hang_up(self) -> None:
        """Break the connection; who is on it hears of it as of any lost one."""
        if self._transport is not None:
            self._transport.abort()
        elif not self.closing:
            self.server.close_later(self)

    async def close(self, wait: bool = True, abort: bool = False, reason: str | None = None) -> None:
        """See ``AsyncSocket.close``; a poll that still waits is let go, and the connection is forgotten."""
        await super().close(wait=False, abort=abort, reason=reason)
        self.server.sockets.pop(self.sid, None)
        if self._transport is None:
            self.queue.put_nowait(None)
        elif not self._transport.is_closing():
            self._flush()
            self._transport.write(GOODBYE)
            self._transport.close()

    async def serve(self, request: web.Request, upgrade: bool) -> web.WebSocketResponse:
        """Be a WebSocket until it ends; with ``upgrade`` of a polling connection, once the client has probed it."""
        socket = web.WebSocketResponse(
            max_msg_size=self.server.max_http_buffer_size, compress=False, decode_text=False, timeout=1.0
        )
        await socket.prepare(request)
        if request.transport is None or (upgrade and not await self._probed(socket)):
            return socket
        self._transport = request.transport
        self.connected = self.upgraded = True
        self._move_queue()
        if not upgrade:
            self.queue = None  # no poll can still wait for it, and it is two kilobytes of an idle connection
        try:
            await self._read(socket)
        except (ValueError, EngineIOError) as error:
            log.debug("a connection broke the protocol: %s", error)
        finally:
            await self.close(abort=True, reason=self.server.reason.TRANSPORT_CLOSE)
        return socket

    async def handle_post_request(self, environ: dict[str, Any]) -> None:
        """See ``AsyncSocket``; what cannot be read ends the connection instead of filling the log."""
        try:
            await super().handle_post_request(environ)
        except (ValueError, IndexError) as error:
            raise EngineIOError from error

    async def _upgrade_websocket(self, environ: dict[str, Any]) -> web.WebSocketResponse:
        if self.upgraded or self.upgrading:
            raise web.HTTPBadRequest(text="There is a WebSocket already.")
        return await self.serve(environ["aiohttp.request"], upgrade=True)

    async def _probed(self, socket: web.WebSocketResponse) -> bool:
        """Engine.IO's upgrade: a probe there and back, the waiting poll ended, then the client's word to go on."""
        self.upgrading = True
        try:
            if await _text(socket) != PROBE:
                return False
            await socket.send_frame(PROBED, WSMsgType.TEXT)
            self.queue.put_nowait(Packet(NOOP))
            return await _text(socket) == UPGRADE
        finally:
            self.upgrading = False

    def _move_queue(self) -> None:
        """What no poll has fetched goes out by WebSocket, before anything new."""
        while not self.queue.empty():
            packet = self.queue.get_nowait()
            if packet.packet_type != NOOP:
                self._write(framed(packet.encode().encode()))

    async def _read(self, socket: web.WebSocketResponse) -> None:
        while not self.closed:
            message = await socket.receive()
            if message.type is not WSMsgType.TEXT:
                return  # closed, or bytes, which no client of ours sends
            await self._hear(message.data)

    async def _hear(self, text: bytes) -> None:
        self._pinged_at = 0.0
        if text.startswith(b"42"):
            await self.server.event(self, text[1:])
        elif text.startswith(b"4"):
            await self.server.heard(self.sid, text[1:].decode())
        elif text != PONG:
            raise ValueError("neither a message nor a pong")

    def _write(self, frame: bytes) -> None:
        if not self._frames:
            self.server.loop.call_soon(self._flush)
        self._frames.append(frame)

    def _flush(self) -> None:
        """Write what this turn of the loop gathered. What the transport still holds from earlier turns was not read."""
        frames, self._frames = self._frames, []
        transport = self._transport
        if not frames or transport is None or transport.is_closing():
            return
        held = transport.get_write_buffer_size()
        self._behind = self._behind + len(frames) if held else 0
        if self._behind >= MOST_WAITING_PACKETS or held > MOST_WAITING_BYTES:
            self._cut()
        else:
            transport.write(frames[0] if len(frames) == 1 else b"".join(frames))

    def _cut(self) -> None:
        log.info("cut a connection off that stopped reading")
        self.hang_up()

    def _waiting_bytes(self) -> int:
        if self.queue.qsize() < 16:
            return 0
        return sum(len(packet.encode()) for packet in self.queue._queue if packet is not None)


class Engine(engineio.AsyncServer):  # type: ignore[misc]  # python-engineio ships no types
    """Opens connections and pings them. ``event`` gets each Socket.IO event's text as it came, before anything has read it."""

    event: Callable[[Connection, bytes], Awaitable[None]]
    loop: asyncio.AbstractEventLoop

    def __init__(self, **options: Any) -> None:
        super().__init__(monitor_clients=False, **options)
        Payload.max_decode_packets = MOST_PACKETS_A_POST
        self._turns: deque[tuple[float, Connection]] = deque()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self, app: web.Application) -> None:
        """Start the clock."""
        self.loop = asyncio.get_running_loop()
        self._keep(self._ping(), "ping")

    async def stop(self, app: web.Application) -> None:
        """Stop the clock and hang up everywhere: clients come back to whoever serves next."""
        for task in self._tasks:
            task.cancel()
        for connection in list(self.sockets.values()):
            connection.hang_up()

    async def handle_request(self, request: web.Request) -> web.StreamResponse:
        """Serve a request; a WebSocket that begins as one takes none of the detours of polling."""
        query = request.query
        if query.get("transport") == "websocket" and query.get("EIO") == "4" and "sid" not in query:
            return await self._open_websocket(request)
        response: web.StreamResponse = await super().handle_request(request)
        return response

    async def heard(self, sid: str, message: str) -> None:
        """Give python-socketio a message that is not an event."""
        await self._trigger_event("message", sid, message, run_async=False)

    def close_later(self, connection: Connection) -> None:
        """Close a polling connection from where nobody can wait for it."""
        self._keep(connection.close(abort=True, reason=self.reason.PING_TIMEOUT), "close")

    async def _open_websocket(self, request: web.Request) -> web.WebSocketResponse:
        connection = await self._open({"aiohttp.request": request}, "websocket")
        try:
            return await connection.serve(request, upgrade=False)
        finally:
            await connection.close(abort=True, reason=self.reason.TRANSPORT_CLOSE)

    async def _handle_connect(self, environ: dict[str, Any], transport: str, jsonp_index: int | None = None) -> Any:
        connection = await self._open(environ, transport)
        connection.connected = True
        return self._ok(await connection.poll(), jsonp_index=jsonp_index)

    async def _open(self, environ: dict[str, Any], transport: str) -> Connection:
        sid = self.generate_id()
        connection = self.sockets[sid] = Connection(self, sid)
        opened = {
            "sid": sid,
            "upgrades": self._upgrades(sid, transport),
            "pingTimeout": self.ping_timeout * 1000,
            "pingInterval": self.ping_interval * 1000,
            "maxPayload": self.max_http_buffer_size,
        }
        await connection.send(Packet(OPEN, opened))
        await self._trigger_event("connect", sid, environ, run_async=False)
        self._turns.append((self.loop.time() + self.ping_interval, connection))
        return connection

    async def _ping(self) -> None:
        """Everybody has a turn each interval; as that is the same for all, the next turn is always the first in line."""
        while True:
            await asyncio.sleep(min(1.0, self.ping_interval / 5))
            now = self.loop.time()
            while self._turns and self._turns[0][0] <= now:
                _, connection = self._turns.popleft()
                if connection.take_turn(now):
                    self._turns.append((now + self.ping_interval, connection))

    def _keep(self, work: Any, name: str) -> None:
        task = self.loop.create_task(work, name=f"socket {name}")
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _text(socket: web.WebSocketResponse) -> bytes | None:
    message = await socket.receive()
    return message.data if message.type is WSMsgType.TEXT else None
