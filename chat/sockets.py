"""A Socket.IO endpoint as Parley needs it: events in with checked payloads and one answer for every refusal, pushes out in order.

A push is encoded once however many sockets get it, and a socket that stops reading is cut off: it resumes by number.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import Any

import msgspec
import socketio
from aiohttp import web

from chat.engine import Connection, Engine, Push
from chat.wire import Checked, read
from domain.refusal import Refused
from domain.stream import Unavailable

LARGEST_PACKET = 256 * 1024
CONNECT, DISCONNECT, EVENT = "0", "1", "2"
"""The kinds of Socket.IO packet that clients of ours send."""

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
    """python-socketio admits and dismisses sockets; their events go to ``Endpoint`` as they came.

    ``admitted`` is called once a socket has been told that it is connected, so that a welcome never overtakes the connect.
    """

    eio: Engine
    admitted: Callable[[str, Connection], None]

    async def _handle_connect(self, eio_sid: str, namespace: str, data: Any) -> None:
        connection = self.eio.sockets[eio_sid]
        if eio_sid not in self.environ:
            connection.hang_up()  # it was here, left, and comes again on the same connection, which no client of ours does
            return
        await super()._handle_connect(eio_sid, namespace, data)
        sid = self.manager.sid_from_eio_sid(eio_sid, namespace or "/")
        if sid is None:
            return
        # The request and its headers: some kilobytes that nobody asks for again. Gone, if it hung up while it was admitted.
        if self.environ.pop(eio_sid, None) is None:
            await self._handle_disconnect(eio_sid, namespace, self.reason.TRANSPORT_CLOSE)
        else:
            self.admitted(sid, connection)

    async def _handle_eio_message(self, eio_sid: str, data: Any) -> None:
        """One packet. Clients connect, disconnect and send events of JSON; whoever sends anything else is cut off."""
        connection = self.eio.sockets.get(eio_sid)
        if connection is None:
            return  # it said goodbye earlier in the same post
        if isinstance(data, str) and data.startswith(EVENT):
            await self.eio.event(connection, data.encode())
            return
        try:
            if not isinstance(data, str) or not data.startswith((CONNECT, DISCONNECT)):
                raise ValueError("not a packet of ours")
            packet = self.packet_class(encoded_packet=data)
        except (ValueError, RecursionError, msgspec.DecodeError):
            connection.hang_up()
            return
        if data.startswith(CONNECT):
            await self._handle_connect(eio_sid, packet.namespace, packet.data)
        else:
            await self._handle_disconnect(eio_sid, packet.namespace, self.reason.CLIENT_DISCONNECT)

    def _engineio_server_class(self) -> type[Engine]:
        return Engine


class Endpoint:
    """One Socket.IO server on one path. Handlers see ``(sid, payload)`` with the payload already of its type."""

    def __init__(self, path: str, ping_seconds: int = 25) -> None:
        self.path = path
        self._listeners: dict[str, Callable[[str, list[msgspec.Raw]], Awaitable[Ack]]] = {}
        self._connections: dict[str, Connection] = {}
        self._rooms: dict[str, dict[str, Connection]] = {}
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
        self._server.eio.event = self._heard

    def attach(self, app: web.Application) -> None:
        """Serve on ``app`` under the endpoint's path."""
        self._server.attach(app, socketio_path=self.path)
        app.on_startup.append(self._server.eio.start)
        app.on_shutdown.append(self._server.eio.stop)

    def connecting(self, handle: Callable[[str, web.Request, Any], Awaitable[Callable[[], None]]]) -> None:
        """``handle(sid, request, auth)`` admits a socket, answering with what to do once it is connected, or raises Refused."""

        async def connect(sid: str, environ: dict[str, Any], auth: Any = None) -> None:
            self._connections[sid] = self._server.eio.sockets[self._server.manager.eio_sid_from_sid(sid, "/")]
            try:
                self._welcomes[sid] = await handle(sid, environ["aiohttp.request"], auth)
            except Refused as refused:
                self._forget(sid)
                raise socketio.exceptions.ConnectionRefusedError(
                    refused.sentence, {"code": refused.code, "error": refused.sentence}
                ) from None
            except Unavailable:
                self._forget(sid)
                raise socketio.exceptions.ConnectionRefusedError(AWAY["error"], AWAY_DATA) from None

        self._server.on("connect", connect)

    def disconnected(self, handle: Callable[[str], None]) -> None:
        """``handle(sid)`` after a socket has gone; it may run twice (python-socketio repeats one that raised TypeError)."""

        async def disconnect(sid: str, reason: str) -> None:
            self._forget(sid)
            handle(sid)

        self._server.on("disconnect", disconnect)

    def on(self, event: str, kind: type[Checked], handle: Callable[[str, Checked], Awaitable[Ack]]) -> None:
        """``handle(sid, payload)`` answers ``event``; Refused and Unavailable become negative acknowledgements."""
        decoder = msgspec.json.Decoder(kind)

        async def answer(sid: str, data: list[msgspec.Raw]) -> Ack:
            try:
                if len(data) > 1:
                    raise Refused("invalid", f"{event} takes one object.")
                return await handle(sid, read(data[0] if data else None, decoder))
            except Refused as refused:
                return {"ok": False, "code": refused.code, "error": refused.sentence}
            except Unavailable:
                return AWAY
            except Exception:
                log.exception("a bug in %s %s", self.path, event)
                return {"ok": False, "code": "internal", "error": "Something went wrong on our side."}

        self._listeners[event] = answer

    def enter(self, sid: str, room: str) -> None:
        """Let a socket hear what is pushed to ``room``, unless it has gone meanwhile."""
        connection = self._connections.get(sid)
        if connection is not None:
            self._rooms.setdefault(room, {})[sid] = connection
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

    def listeners(self, rooms: str | Iterable[str]) -> Mapping[str, Connection]:
        """Every socket in any of ``rooms``: its id and its connection."""
        if isinstance(rooms, str):
            return self._rooms.get(rooms, {})
        listeners: dict[str, Connection] = {}
        for room in rooms:
            listeners.update(self._rooms.get(room, {}))
        return listeners

    def tell(self, event: str, data: Any, sid: str) -> None:
        """Send to one socket."""
        connection = self._connections.get(sid)
        if connection is not None:
            connection.push(_event(event, data))

    def push(self, event: str, data: Any, rooms: str | Iterable[str], skip: str | None = None) -> None:
        """Send to every socket in any of ``rooms``, each once, in the order of the calls."""
        listeners = self.listeners(rooms)
        if not listeners:
            return
        push = _event(event, data)
        for sid, connection in listeners.items():
            if sid != skip:
                connection.push(push)

    async def disconnect(self, sid: str) -> None:
        """Close a socket."""
        await self._server.disconnect(sid)

    async def _heard(self, connection: Connection, packet: bytes) -> None:
        """One event: ``2``, the number of the acknowledgement it asks for if it does, ``["name", payload]``. Who speaks otherwise is cut off."""
        start = packet.find(b"[")
        number = packet[1:start]
        try:
            if start < 1 or (number and not number.isdigit()):
                raise ValueError("an event has a name, and one namespace")
            name, *data = PARTS.decode(packet[start:])
            answer = self._listeners.get(NAME.decode(name))
        except (ValueError, RecursionError, msgspec.DecodeError):
            connection.hang_up()
            return
        if connection.client is not None and (answer is not None or number):
            ack = await answer(connection.client, data) if answer is not None else UNKNOWN
            if number:
                connection.push(Push(b"43%b[%b]" % (number, JSON.encode(ack))))

    def _admitted(self, sid: str, connection: Connection) -> None:
        connection.client = sid
        welcome = self._welcomes.pop(sid, None)
        if welcome is not None:
            welcome()

    def _forget(self, sid: str) -> None:
        for room in self.rooms_of(sid):
            self.leave(sid, room)
        self._welcomes.pop(sid, None)
        connection = self._connections.pop(sid, None)
        if connection is not None:
            connection.client = None


def _event(event: str, data: Any) -> Push:
    return Push(b"42" + JSON.encode((event, data)))


JSON = msgspec.json.Encoder()
PARTS = msgspec.json.Decoder(list[msgspec.Raw])
NAME = msgspec.json.Decoder(str)

UNKNOWN: Ack = {"ok": False, "code": "invalid", "error": "There is no such event here."}
AWAY: Ack = {"ok": False, "code": "unavailable", "error": "Not stored yet. Send it again with the same id."}
AWAY_DATA = {"code": "unavailable", "error": "Parley is not ready. Try again shortly."}
