"""A Socket.IO endpoint as Parley needs it: events in with checked payloads and one answer for every refusal, pushes out in order.

A push is encoded once however many sockets get it, and a socket that stops reading is cut off: it resumes by number.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

import msgspec
import socketio
from aiohttp import web
from engineio.packet import MESSAGE
from engineio.packet import Packet as EnginePacket
from socketio.packet import EVENT

from chat.wire import Checked, checked
from domain.refusal import Refused
from domain.stream import Unavailable

MOST_WAITING_PACKETS = 500
MOST_WAITING_BYTES = 4 * 1024 * 1024
LARGEST_PACKET = 256 * 1024

log = logging.getLogger("parley.sockets")

Ack = dict[str, Any]


class Json:
    """msgspec's JSON under the names python-socketio asks for: three times as fast as the standard library's."""

    @staticmethod
    def dumps(value: Any, **_: Any) -> str:
        """``value`` as JSON text."""
        return msgspec.json.encode(value).decode()

    @staticmethod
    def loads(text: str | bytes, **_: Any) -> Any:
        """What JSON text says. Raises ValueError."""
        return msgspec.json.decode(text)


class Manager(socketio.AsyncManager):  # type: ignore[misc]  # python-socketio ships no types
    """Knows which socket is which; rooms are the Endpoint's own.

    The stock manager keeps a room per socket and looks through every room when one disconnects, so that a crowd's leaving
    costs the square of its size.
    """

    def basic_enter_room(self, sid: str, namespace: str, room: str | None, eio_sid: str | None = None) -> None:
        """Keep only the list of everybody (room None)."""
        if room is None:
            super().basic_enter_room(sid, namespace, room, eio_sid=eio_sid)

    def basic_disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        """Forget a socket."""
        self.basic_leave_room(sid, namespace, None)
        self.callbacks.pop(sid, None)
        for pending in (self.pending_connect, self.pending_disconnect):
            if sid in pending.get(namespace, ()):
                pending[namespace].remove(sid)


class Server(socketio.AsyncServer):  # type: ignore[misc]  # python-socketio ships no types
    """Calls ``admitted`` once a socket has been told that it is connected, so that a welcome never overtakes the connect."""

    admitted: Callable[[str], None]

    async def _handle_connect(self, eio_sid: str, namespace: str, data: Any) -> None:
        await super()._handle_connect(eio_sid, namespace, data)
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace or "/")
        if sid is not None:
            self.admitted(sid)


class Endpoint:
    """One Socket.IO server on one path. Handlers see ``(sid, payload)`` with the payload already of its type."""

    def __init__(self, path: str, ping_seconds: int = 25) -> None:
        self.path = path
        self._rooms: dict[str, dict[str, str]] = {}
        self._rooms_of: dict[str, set[str]] = {}
        self._welcomes: dict[str, Callable[[], None]] = {}
        self._server = Server(
            async_mode="aiohttp",
            client_manager=Manager(),
            json=Json,
            async_handlers=False,
            cors_allowed_origins=[],
            allow_upgrades=True,
            http_compression=False,
            max_http_buffer_size=LARGEST_PACKET,
            ping_interval=ping_seconds,
            ping_timeout=20,
            logger=False,
            engineio_logger=False,
        )
        self._server.admitted = self._admitted

    def attach(self, app: web.Application) -> None:
        """Serve on ``app`` under the endpoint's path."""
        self._server.attach(app, socketio_path=self.path)

    def connecting(self, handle: Callable[[str, web.Request, Any], Awaitable[Callable[[], None]]]) -> None:
        """``handle(sid, request, auth)`` admits a socket, answering with what to do once it is connected, or raises Refused."""

        async def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
            try:
                self._welcomes[sid] = await handle(sid, environ["aiohttp.request"], auth)
            except Refused as refused:
                raise socketio.exceptions.ConnectionRefusedError(
                    refused.sentence, {"code": refused.code, "error": refused.sentence}
                ) from None
            except Unavailable:
                raise socketio.exceptions.ConnectionRefusedError(AWAY["error"], AWAY_DATA) from None

        self._server.on("connect", connect)

    def disconnected(self, handle: Callable[[str], None]) -> None:
        """``handle(sid)`` after a socket has gone; it may run twice (python-socketio repeats one that raised TypeError)."""

        async def disconnect(sid: str, reason: str) -> None:
            for room in list(self._rooms_of.get(sid, ())):
                self.leave(sid, room)
            self._welcomes.pop(sid, None)
            handle(sid)

        self._server.on("disconnect", disconnect)

    def on(self, event: str, kind: type[Checked], handle: Callable[[str, Checked], Awaitable[Ack]]) -> None:
        """``handle(sid, payload)`` answers ``event``; Refused and Unavailable become negative acknowledgements."""

        async def answer(sid: str, *data: Any) -> Ack:
            try:
                if len(data) > 1:
                    raise Refused("invalid", f"{event} takes one object.")
                return await handle(sid, checked(data[0] if data else None, kind))
            except Refused as refused:
                return {"ok": False, "code": refused.code, "error": refused.sentence}
            except Unavailable:
                return AWAY
            except Exception:
                log.exception("a bug in %s %s", self.path, event)
                return {"ok": False, "code": "internal", "error": "Something went wrong on our side."}

        self._server.on(event, answer)

    def enter(self, sid: str, room: str) -> None:
        """Let a socket hear what is pushed to ``room``."""
        self._rooms.setdefault(room, {})[sid] = self._engine_sid(sid)
        self._rooms_of.setdefault(sid, set()).add(room)

    def leave(self, sid: str, room: str) -> None:
        """Let it no longer."""
        listeners = self._rooms.get(room, {})
        listeners.pop(sid, None)
        if not listeners:
            self._rooms.pop(room, None)
        rooms = self._rooms_of.get(sid, set())
        rooms.discard(room)
        if not rooms:
            self._rooms_of.pop(sid, None)

    def someone_in(self, room: str) -> bool:
        """Whether any socket hears ``room``."""
        return room in self._rooms

    def rooms_of(self, sid: str) -> list[str]:
        """The rooms a socket is in."""
        return list(self._rooms_of.get(sid, ()))

    def listeners(self, rooms: str | Iterable[str]) -> dict[str, str]:
        """Every socket in any of ``rooms``: its id and its connection's."""
        if isinstance(rooms, str):
            return self._rooms.get(rooms, {})
        listeners: dict[str, str] = {}
        for room in rooms:
            listeners.update(self._rooms.get(room, {}))
        return listeners

    def tell(self, event: str, data: Any, sid: str) -> None:
        """Send to one socket."""
        self._send(self._engine_sid(sid), self._encoded(event, data))

    def push(self, event: str, data: Any, rooms: str | Iterable[str], skip: str | None = None) -> None:
        """Send to every socket in any of ``rooms``, each once, in the order of the calls."""
        listeners = self.listeners(rooms)
        if skip is not None:
            listeners = {sid: engine_sid for sid, engine_sid in listeners.items() if sid != skip}
        if not listeners:
            return
        packet = self._encoded(event, data)
        for engine_sid in listeners.values():
            self._send(engine_sid, packet)

    async def disconnect(self, sid: str) -> None:
        """Close a socket."""
        await self._server.disconnect(sid)

    def _admitted(self, sid: str) -> None:
        welcome = self._welcomes.pop(sid, None)
        if welcome is not None:
            welcome()

    def _engine_sid(self, sid: str) -> str:
        return self._server.manager.eio_sid_from_sid(sid, "/") or ""

    def _encoded(self, event: str, data: Any) -> EnginePacket:
        return EnginePacket(MESSAGE, self._server.packet_class(EVENT, namespace="/", data=[event, data]).encode())

    def _send(self, engine_sid: str, packet: EnginePacket) -> None:
        socket = self._server.eio.sockets.get(engine_sid)
        if socket is None or socket.closed:
            return
        waiting = socket.queue.qsize()
        if waiting >= MOST_WAITING_PACKETS or (waiting > 16 and _bytes(socket.queue) > MOST_WAITING_BYTES):
            self._cut(engine_sid, socket)
            return
        socket.queue.put_nowait(packet)

    def _cut(self, engine_sid: str, socket: Any) -> None:
        """A socket that does not read would otherwise keep everything it was sent in memory for ever."""
        log.info("cut a socket off that stopped reading")
        request = self._server.environ.get(engine_sid, {}).get("aiohttp.request")
        if request is not None and request.transport is not None:
            request.transport.abort()
        task = asyncio.get_running_loop().create_task(socket.close(wait=False, abort=True), name="cut socket")
        task.add_done_callback(lambda done: done.exception())


def _bytes(queue: "asyncio.Queue[EnginePacket | None]") -> int:
    waiting = queue._queue  # type: ignore[attr-defined]  # asyncio offers no way to look without taking
    return sum(len(packet.data) for packet in waiting if packet is not None and packet.data)


AWAY: Ack = {"ok": False, "code": "unavailable", "error": "Not stored yet. Send it again with the same id."}
AWAY_DATA = {"code": "unavailable", "error": "Parley is not ready. Try again shortly."}
