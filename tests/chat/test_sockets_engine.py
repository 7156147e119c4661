"""The connections under the endpoints: frames, one clock for every ping, and who is hung up on."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest
from aiohttp import ClientSession, WSMsgType, web

from chat.engine import Connection, framed
from chat.sockets import Ack, Endpoint
from chat.wire import Nothing

PATH = "/socket/test/?EIO=4&transport="


class Served:
    """An endpoint on a port of its own, which pings every second; everybody is admitted to ``room``."""

    def __init__(self, endpoint: Endpoint, url: str, http: ClientSession) -> None:
        self.endpoint, self.url, self.http = endpoint, url, http

    @property
    def connections(self) -> list[Connection]:
        """What is open."""
        return list(self.endpoint._server.eio.sockets.values())

    async def connect(self) -> Any:
        """An admitted WebSocket that has heard its welcome."""
        socket = await self.http.ws_connect(self.url + PATH + "websocket")
        assert (await socket.receive_str()).startswith("0")
        await socket.send_str("40{}")
        assert (await socket.receive_str()).startswith("40")
        assert await socket.receive_str() == '42["welcome",1]'
        return socket


@pytest.fixture
async def served() -> AsyncIterator[Served]:
    endpoint = Endpoint("socket/test", ping_seconds=1)

    async def connect(sid: str, request: web.Request, auth: Any) -> Callable[[], None]:
        endpoint.enter(sid, "room")
        if auth == "slow":
            await asyncio.sleep(0.2)
        return lambda: endpoint.tell("welcome", 1, sid)

    async def burst(sid: str, nothing: Nothing) -> Ack:
        for number in range(100):
            endpoint.push("number", number, "room")
        return {"ok": True}

    endpoint.connecting(connect)
    endpoint.disconnected(lambda sid: None)
    endpoint.on("burst", Nothing, burst)
    app = web.Application()
    endpoint.attach(app)
    runner = web.AppRunner(app, shutdown_timeout=1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    async with ClientSession() as http:
        yield Served(endpoint, f"http://127.0.0.1:{runner.addresses[0][1]}", http)
    await runner.cleanup()


@pytest.mark.parametrize("length", [0, 125, 126, 65535, 65536, 200_000])
async def test_a_push_of_any_length_arrives_whole(served: Served, length: int) -> None:
    socket = await served.connect()
    served.endpoint.push("long", "x" * length, "room")
    assert json.loads((await socket.receive_str())[2:]) == ["long", "x" * length]


def test_a_frame_says_its_length_in_the_shortest_way() -> None:
    heads = [framed(b"x" * length)[:-length].hex() for length in (1, 125, 126, 65535, 65536)]
    assert heads == ["8101", "817d", "817e007e", "817effff", "817f0000000000010000"]


async def test_pushes_of_one_turn_come_in_order_and_before_the_answer(served: Served) -> None:
    socket = await served.connect()
    await socket.send_str('427["burst",{}]')
    heard = [await socket.receive_str() for _ in range(101)]
    assert heard == [f'42["number",{number}]' for number in range(100)] + ['437[{"ok":true}]']


async def test_what_waited_for_a_poll_comes_first_after_the_upgrade(served: Served) -> None:
    opened = await (await served.http.get(served.url + PATH + "polling")).text()
    session = "&sid=" + json.loads(opened[1:])["sid"]
    await served.http.post(served.url + PATH + "polling" + session, data="40{}")
    await (await served.http.get(served.url + PATH + "polling" + session)).text()
    socket = await served.http.ws_connect(served.url + PATH + "websocket" + session)
    await socket.send_str("2probe")
    assert await socket.receive_str() == "3probe"
    served.endpoint.push("number", 1, "room")
    await socket.send_str("5")
    assert await socket.receive_str() == '42["number",1]'
    served.endpoint.push("number", 2, "room")
    assert await socket.receive_str() == '42["number",2]'


async def test_whoever_answers_pings_stays(served: Served) -> None:
    socket = await served.connect()
    for _ in range(3):
        assert await socket.receive_str() == "2"
        await socket.send_str("3")
    assert len(served.connections) == 1


async def test_whoever_does_not_answer_is_hung_up_on(served: Served) -> None:
    served.endpoint._server.eio.ping_timeout = 1
    socket = await served.connect()
    assert await socket.receive_str() == "2"
    async with asyncio.timeout(5):
        assert (await socket.receive()).type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.ERROR)
    assert served.connections == []
    assert not served.endpoint.someone_in("room")


async def test_whoever_never_says_who_they_are_is_hung_up_on(served: Served) -> None:
    socket = await served.http.ws_connect(served.url + PATH + "websocket")
    assert (await socket.receive_str()).startswith("0")
    async with asyncio.timeout(5):
        assert (await socket.receive()).type in (WSMsgType.CLOSE, WSMsgType.CLOSED, WSMsgType.ERROR)
    assert served.connections == []


async def test_whoever_stops_polling_is_forgotten(served: Served) -> None:
    served.endpoint._server.eio.ping_timeout = 1
    opened = await (await served.http.get(served.url + PATH + "polling")).text()
    url = served.url + PATH + "polling&sid=" + json.loads(opened[1:])["sid"]
    await served.http.post(url, data="40{}")
    assert served.endpoint.someone_in("room")
    async with asyncio.timeout(6):
        while served.connections:
            await asyncio.sleep(0.05)
    assert not served.endpoint.someone_in("room")
    assert served.endpoint._server.environ == {}


async def test_what_follows_a_goodbye_in_one_post_is_not_heard(served: Served) -> None:
    opened = await (await served.http.get(served.url + PATH + "polling")).text()
    url = served.url + PATH + "polling&sid=" + json.loads(opened[1:])["sid"]
    await served.http.post(url, data="40{}")
    answer = await served.http.post(url, data='1\x1e427["burst",{}]')
    assert answer.status == 200
    assert served.connections == []


@pytest.mark.parametrize("transport", ["polling", "websocket"])
async def test_whoever_hangs_up_while_being_admitted_leaves_nothing(served: Served, transport: str) -> None:
    if transport == "websocket":
        socket = await served.http.ws_connect(served.url + PATH + transport)
        await socket.send_str('40"slow"')
        await asyncio.sleep(0.05)
        await socket.close()
    else:
        opened = await (await served.http.get(served.url + PATH + transport)).text()
        url = served.url + PATH + transport + "&sid=" + json.loads(opened[1:])["sid"]
        admitting = asyncio.create_task(served.http.post(url, data='40"slow"').__aenter__())
        await asyncio.sleep(0.05)
        await served.http.post(url, data="1")
        await admitting
    async with asyncio.timeout(5):
        while served.connections or served.endpoint.someone_in("room"):
            await asyncio.sleep(0.01)
    assert served.endpoint._connections == {}


async def test_a_socket_that_has_gone_enters_no_room(served: Served) -> None:
    socket = await served.connect()
    sid = served.connections[0].client
    assert sid is not None
    await socket.close()
    async with asyncio.timeout(5):
        while served.connections:
            await asyncio.sleep(0.01)
    served.endpoint.enter(sid, "late")
    assert not served.endpoint.someone_in("late")


async def test_more_packets_in_one_post_than_python_engineio_takes(served: Served) -> None:
    opened = await (await served.http.get(served.url + PATH + "polling")).text()
    url = served.url + PATH + "polling&sid=" + json.loads(opened[1:])["sid"]
    await served.http.post(url, data="40{}")
    answer = await served.http.post(
        url, data="\x1e".join(f'42{number}["burst",{{}}]' for number in range(2)) + "\x1e3" * 50
    )
    assert answer.status == 200
