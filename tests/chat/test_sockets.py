"""What keeps the visitors' socket standing: whose token, how fast, who does not read, and what no honest client would say."""

import asyncio
import json
from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Any

import pytest
from socketio.exceptions import ConnectionError as NotConnected

from chat.engine import MOST_WAITING_BYTES, MOST_WAITING_PACKETS
from chat.sockets import LARGEST_PACKET
from chat.tokens import VisitorTokens
from chat.visitors import VisitorLimits
from domain import commands as c
from domain.events import Actor
from domain.limits import Limit
from tests.centre import Centre, Json, Socket, becomes_true, open_centre
from tests.chat.raw import RawSocket


async def has_no_past(centre: Centre, widget: Json, token: str) -> bool:
    """Whether the token opens nobody's history."""
    tab = await centre.visitor(widget, token)
    return tab.welcome["conversation"] is None and (await tab.ask("history", {}))["conversations"] == []


async def test_what_is_no_event_is_refused_like_what_is_a_wrong_one(centre: Centre, widget: Json) -> None:
    """Else whoever waits for the acknowledgement waits for ever."""
    tab = await centre.visitor(widget)
    assert (await tab.ask("call.hold", {"on": True}))["code"] == "invalid"
    assert (await tab.ask("history", {}))["ok"]


# Tokens


async def test_a_token_is_good_for_its_visitor_on_its_widget_only(centre: Centre, widget: Json) -> None:
    id, vera = await centre.conversation(widget)
    token, visitor = vera.welcome["token"], vera.welcome["visitor"]
    other_widget = await centre.widget()
    signature = token.partition(".")[2]
    forged = [
        visitor,
        f"{visitor}.",
        f"{visitor}.{'0' * len(signature)}",
        f"{visitor}.{signature[:-1]}",
        f"{visitor}.{signature}0",
        f"{visitor}.{signature.upper()}",
        f"{visitor.upper()}.{signature}",
        f"{visitor}\u200b.{signature}",
        f" {token}",
        VisitorTokens("another secret").of(visitor, widget["_id"]),
        (await centre.visitor(widget)).welcome["token"],
    ]
    for guess in forged:
        assert await has_no_past(centre, widget, guess), guess
    assert await has_no_past(centre, other_widget, token), "another widget's visitor is another one"
    again = await centre.visitor(widget, token)
    assert again.welcome["conversation"] == id


async def test_nobody_resumes_what_is_not_theirs(centre: Centre, widget: Json) -> None:
    id, _ = await centre.conversation(widget)
    stranger = await centre.visitor(widget)
    foreign = await stranger.ask("resume", {"conversation": id, "after": 0})
    absent = await stranger.ask("resume", {"conversation": "cnv_" + "a" * 26, "after": 0})
    assert foreign == absent == {"ok": False, "code": "not_found", "error": "There is no such conversation."}


async def test_a_first_message_of_another_is_not_met_by_its_id(centre: Centre, widget: Json) -> None:
    """The Conversation's id comes from visitor and message: the same message id of two visitors is two Conversations."""
    tabs = [await centre.visitor(widget) for _ in range(2)]
    acks = [await tab.ask("message", {"id": "m1", "text": "hi"}) for tab in tabs]
    assert acks[0]["conversation"] != acks[1]["conversation"]


@pytest.mark.parametrize(
    ("auth", "code"),
    [
        ({"widget": "none"}, "not_found"),
        ({}, "invalid"),
        (None, "invalid"),
        ("demo", "invalid"),
        ({"widget": {"$gt": ""}}, "invalid"),
        ({"widget": ["a"]}, "invalid"),
        ({"widget": "a" * 65}, "invalid"),
        ({"widget": "a", "token": {"$ne": None}}, "invalid"),
        ({"widget": "a", "role": "agent"}, "invalid"),
        ({"widget": "a", "page": {"url": 1}}, "invalid"),
    ],
)
async def test_connecting_is_refused_by_code(centre: Centre, auth: Any, code: str) -> None:
    tab = Socket(centre.http)
    with pytest.raises(NotConnected):
        await tab.connect(centre.url, "socket/visitor", auth)
    assert (await tab.until("connect_error"))["data"]["code"] == code


@pytest.mark.parametrize("fields", [{"active": False}, {"hidden": True}])
async def test_a_widget_taken_down_lets_nobody_in(centre: Centre, widget: Json, fields: Json) -> None:
    await centre.parley.directory.change("widgets", widget["_id"], fields)
    with pytest.raises(NotConnected):
        await centre.visitor(widget)


# Speed


@pytest.fixture
async def narrow(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Centre, SimpleNamespace]]:
    """A centre whose visitors may do little, and the time its limits see."""
    instant = SimpleNamespace(seconds=50.0)
    monkeypatch.setattr("chat.visitors.time", SimpleNamespace(monotonic=lambda: instant.seconds))
    limits = VisitorLimits(connects=Limit(5, 1), messages=Limit(4, 0.5), starts=Limit(3, 0.1), others=Limit(7, 1))
    async with open_centre(visitor_limits=limits) as centre:
        yield centre, instant


async def codes(tab: Socket, event: str, count: int) -> list[str]:
    answers = [await tab.ask(event, {"id": f"m{n}", "text": "x"} if event == "message" else {}) for n in range(count)]
    return [answer.get("code", "ok") for answer in answers]


@pytest.mark.parametrize(("event", "most", "wait"), [("message", 4, 2.0), ("typing", 7, 1.0)])
async def test_a_visitor_may_do_so_much_and_then_waits(
    narrow: tuple[Centre, SimpleNamespace], event: str, most: int, wait: float
) -> None:
    centre, instant = narrow
    tab = await centre.visitor(await centre.widget())
    assert await codes(tab, event, most + 1) == ["ok"] * most + ["rate_limited"]
    instant.seconds += wait - 0.01
    assert await codes(tab, event, 1) == ["rate_limited"]
    instant.seconds += 0.02
    assert await codes(tab, event, 1) == ["ok"]


async def test_more_tabs_are_no_way_around(narrow: tuple[Centre, SimpleNamespace]) -> None:
    centre, _ = narrow
    widget = await centre.widget()
    first = await centre.visitor(widget)
    second = await centre.visitor(widget, first.welcome["token"])
    assert await codes(first, "message", 3) == ["ok"] * 3
    assert await codes(second, "message", 2) == ["ok", "rate_limited"]


async def test_an_address_begins_so_many_conversations(narrow: tuple[Centre, SimpleNamespace]) -> None:
    centre, instant = narrow
    widget = await centre.widget()
    tabs = [await centre.visitor(widget) for _ in range(4)]
    assert [(await codes(tab, "message", 1))[0] for tab in tabs] == ["ok", "ok", "ok", "rate_limited"]
    instant.seconds += 10
    assert await codes(tabs[3], "message", 1) == ["ok"]


async def test_an_address_connects_so_often(narrow: tuple[Centre, SimpleNamespace]) -> None:
    centre, instant = narrow
    widget = await centre.widget()
    for _ in range(5):
        await centre.visitor(widget)
    with pytest.raises(NotConnected):
        await centre.visitor(widget)
    assert (await centre.sockets[-1].until("connect_error"))["data"]["code"] == "rate_limited"
    instant.seconds += 1
    await centre.visitor(widget)


# Slow readers


async def test_who_does_not_read_is_cut_off_and_resumes(centre: Centre, widget: Json) -> None:
    id, healthy = await centre.conversation(widget)
    token = healthy.welcome["token"]
    stuck = await RawSocket.open(centre.url, "socket/visitor")
    stuck.say("40" + json.dumps({"widget": widget["key"], "token": token}))
    await becomes_true(lambda: centre.parley.visitors.connected == 2)
    sent = 0
    while centre.parley.visitors.connected == 2:
        assert sent < 8 * MOST_WAITING_PACKETS, "it is kept for ever"
        await centre.parley.desk.do(words(id, centre, sent))
        sent += 1
        await asyncio.sleep(0)
    assert sent > MOST_WAITING_BYTES / 8000
    last = sent + 3
    await healthy.until("event", lambda event: event["number"] == last)
    assert healthy.numbers == list(range(1, last + 1)), "the other tab missed nothing"
    await stuck.close()
    again = await centre.visitor(widget, token)
    numbers: list[int] = []
    while page := (await again.ask("resume", {"conversation": id, "after": numbers[-1] if numbers else 0}))["events"]:
        numbers += [event["number"] for event in page]
    assert numbers == list(range(1, last + 1))


def words(id: str, centre: Centre, serial: int) -> c.ReceiveMessage:
    actor = Actor("customer", "cus", "Vera")
    message = f"s{serial}"
    return c.ReceiveMessage(
        id=f"c|{id}|{message}", conversation=id, at=centre.clock.now(), actor=actor, message=message, text="x" * 8000
    )


@pytest.mark.parametrize(
    ("waiting", "cut"),
    [(MOST_WAITING_PACKETS - 1, False), (MOST_WAITING_PACKETS, False), (MOST_WAITING_PACKETS + 1, True)],
)
async def test_who_does_not_poll_is_cut_off_at_the_limit(centre: Centre, widget: Json, waiting: int, cut: bool) -> None:
    path = "/socket/visitor/?EIO=4&transport=polling"
    opened = await centre.ask("GET", path)
    path += f"&sid={json.loads(opened.body[1:])['sid']}"
    await centre.ask("POST", path, raw=b"40" + json.dumps({"widget": widget["key"]}).encode(), headers=PLAIN)
    await becomes_true(lambda: centre.parley.visitors.connected == 1)
    welcomed = await centre.ask("GET", path)
    visitor = json.loads(welcomed.body.split(b"\x1e")[-1][2:])[1]["visitor"]
    for number in range(waiting):
        centre.parley.visitors.typing(visitor, number % 2 == 0, "Ann")
    await asyncio.sleep(0.01)
    assert centre.parley.visitors.connected == (0 if cut else 1)


PLAIN = {"Content-Type": "text/plain;charset=UTF-8"}


# What no honest client says

ODD_PACKETS = [
    "4",
    "49",
    "42",
    "42[]",
    "42{}",
    "42[1]",
    "42[null]",
    '42["nothing",{}]',
    '42["message"]',
    '42["connect",{}]',
    '42["disconnect"]',
    '42["__init__",{}]',
    '42["message",{"id":"m1","text":"x"},{"more":1}]',
    '42["message",{"id":"m1","text":"\\ud800"}]',
    '42["message",{"id":"m1","text":"x"}',
    "42" + "[" * 100_000,
    '42["message",' + '{"a":' * 50_000 + "1" + "}" * 50_000 + "]",
    '42["message",{"_placeholder":true,"num":0}]',
    '451-["message",{"_placeholder":true,"num":0}]',
    '4599999-["message",{"_placeholder":true,"num":0}]',
    '45-1-["message",{"_placeholder":true,"num":-1}]',
    '42999999999999999999999["typing",{"on":true}]',
    '42-1["typing",{"on":true}]',
    "43[1]",
    "431[1]",
    "44{}",
    "41",
    "40{}",
    "40/admin,{}",
    "42/admin,[]",
    "5",
    "1",
    "6",
    "9",
    "",
    "2probe",
    b"\x00\xff\x04",
]


@pytest.mark.parametrize("packet", ODD_PACKETS, ids=lambda packet: repr(packet[:40]))
async def test_odd_packets_hurt_only_who_sends_them(
    centre: Centre, widget: Json, packet: str | bytes, caplog: pytest.LogCaptureFixture
) -> None:
    honest = await centre.visitor(widget)
    odd = await RawSocket.open(centre.url, "socket/visitor")
    odd.say("40" + json.dumps({"widget": widget["key"]}))
    await becomes_true(lambda: centre.parley.visitors.connected == 2)
    odd.say(packet)
    odd.say('4277["history",{}]')
    await asyncio.sleep(0.05)
    await odd.close()
    await becomes_true(lambda: centre.parley.visitors.connected == 1)
    assert (await honest.ask("message", {"id": "m1", "text": "still here"}))["ok"]
    assert [record for record in caplog.records if record.levelname in ("ERROR", "CRITICAL")] == []


async def test_a_packet_too_large_ends_its_connection(centre: Centre, widget: Json) -> None:
    odd = await RawSocket.open(centre.url, "socket/visitor")
    odd.say("40" + json.dumps({"widget": widget["key"]}))
    await becomes_true(lambda: centre.parley.visitors.connected == 1)
    odd.say("4" + "x" * (LARGEST_PACKET + 1))
    await becomes_true(lambda: centre.parley.visitors.connected == 0)
    await odd.close()


async def test_before_connecting_nothing_is_heard(centre: Centre, widget: Json) -> None:
    odd = await RawSocket.open(centre.url, "socket/visitor")
    for packet in ('420["history",{}]', '420["message",{"id":"m1","text":"x"}]'):
        odd.say(packet)
    odd.say("41")
    assert (await odd.hear()).startswith("0")
    await odd.close()
    assert centre.parley.visitors.connected == 0
    assert centre.parley.board.live == {}
