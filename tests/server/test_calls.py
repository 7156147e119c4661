"""Calls through the real sockets and a real media process: who hears whom by the tone they play, and what is told and stored."""

import asyncio
import io
import os
import signal
from collections.abc import Iterable
from pathlib import Path

import av
import pytest

from domain.call_plan import Plan
from server.calls import calls
from server.calls.media import Said
from store.opening import memory_store
from tests.centre import Centre, becomes_true
from tests.server.phones import ANN_HZ, BEN_HZ, SUE_HZ, VISITOR_HZ, Exchange, Phone, exchange
from webrtc import plan as m
from webrtc.caller import Caller, tone


async def test_click_queue_answer_talk_end(phones: Exchange) -> None:
    ann = await phones.centre.agent("Ann", queues=[phones.queue])
    desk = await phones.desktop(ann, ANN_HZ, "busy")
    visitor = await (await phones.visitor()).starts()
    assert await visitor.hears_something_else(), "music while they wait"
    assert (await visitor.sees("waiting"))["leg"] == visitor.leg
    for state, calls_in_it in (("waiting", [visitor.call]), ("talking,held", [])):
        page = await phones.centre.api("GET", f"/calls?state={state}", by=ann)
        assert [call["call"] for call in page["items"]] == calls_in_it
    await desk.asks("presence", state="available")
    await desk.accepts()
    assert await visitor.hears(ANN_HZ)
    assert await desk.hears(VISITOR_HZ)
    seen = await visitor.sees("talking")
    assert (seen["agent"], seen["recording"]) == ("Ann", "on")
    assert "legs" not in seen
    await visitor.asks("call.end")
    assert (await desk.sees("ended"))["reason"] == "customer"
    await becomes_true(lambda: phones.centre.parley.board.shifts[ann.id].state == "wrap_up")
    phones.pass_(30)
    await becomes_true(lambda: phones.centre.parley.board.shifts[ann.id].state == "available")


async def test_mute_hold_and_keys(phones: Exchange) -> None:
    visitor, desk, _, _ = await phones.talking()
    await desk.asks("call.mute", on=True)
    assert await visitor.hears()
    assert await desk.hears(VISITOR_HZ)
    await desk.asks("call.mute", on=False)
    await desk.asks("call.hold", on=True)
    assert await visitor.hears_something_else()
    assert await desk.hears()
    assert (await visitor.sees("held"))["muted"] is False
    await desk.asks("call.hold", on=False)
    assert await visitor.hears(ANN_HZ)
    await visitor.asks("call.keys", digits="42#")
    assert (await desk.socket.until("keys"))["digits"] == "42#"
    assert await visitor.refused("call.keys", digits="hello") == "invalid"


CANDIDATE = {"candidate": "candidate:1 1 udp 1 127.0.0.1 9 typ host", "sdpMid": "0", "sdpMLineIndex": 0}


@pytest.mark.parametrize("said", [None, "", {}, CANDIDATE, CANDIDATE["candidate"]])
async def test_every_way_to_say_a_candidate_is_taken(centre: Centre, said: object) -> None:
    centre.parley.telephone.calls.there.set()
    visitor = await centre.visitor(await centre.widget(kind="call"))
    ack = await visitor.ask("call.start", {})
    head = {"call": ack["call"], "leg": ack["leg"]}
    assert await visitor.ask("call.ice", {**head, "candidate": said}) == {"ok": True}
    assert await visitor.ask("call.ice", {**head, **CANDIDATE, "usernameFragment": None}) == {"ok": True}
    assert (await visitor.ask("call.ice", {"candidate": 5}))["code"] == "invalid"


async def test_who_calls_while_media_begins_waits_and_who_calls_in_vain_spends_nothing(centre: Centre) -> None:
    calls, widget = centre.parley.telephone.calls, await centre.widget(kind="call")
    visitor = await centre.visitor(widget)
    for _ in range(7):
        assert (await visitor.ask("call.start", {}))["code"] == "unavailable"
    calls.begins = True
    asked = asyncio.create_task(visitor.ask("call.start", {}))
    assert (await (await centre.visitor(widget)).ask("history", {}))["ok"]
    assert not asked.done()
    calls.there.set()
    assert (await asked)["ok"]


async def test_consult_swap_merge_and_leave(phones: Exchange) -> None:
    ben = await phones.centre.agent("Ben", queues=[])
    second = await phones.desktop(ben, BEN_HZ)
    visitor, desk, _, _ = await phones.talking()
    await desk.asks("call.consult", to=ben.id)
    await second.accepts("consult")
    assert await desk.hears(BEN_HZ)
    assert await second.hears(ANN_HZ)
    assert await visitor.hears_something_else()
    await desk.asks("call.swap")
    assert await visitor.hears(ANN_HZ)
    assert await second.hears()
    await desk.asks("call.merge")
    assert await visitor.hears(ANN_HZ, BEN_HZ)
    assert await desk.hears(VISITOR_HZ, BEN_HZ)
    assert await second.hears(VISITOR_HZ, ANN_HZ)
    assert (await visitor.sees("talking"))["agent"] == "Ann"
    await desk.asks("call.end")
    assert await visitor.hears(BEN_HZ)
    await second.asks("call.end")
    await visitor.sees("ended")


async def test_a_blind_transfer_returns_when_nobody_answers(phones: Exchange) -> None:
    ben = await phones.centre.agent("Ben", queues=[])
    second = await phones.desktop(ben, BEN_HZ)
    visitor, desk, ann, conversation = await phones.talking()
    await desk.asks("call.transfer", to={"agent": ben.id}, note="a refund")
    offer = await second.socket.until("offer")
    assert (offer["note"], offer["summary"]["agent"]) == ("a refund", ann.id)
    phones.pass_(26)
    assert (await second.socket.until("withdrawn"))["reason"] == "expired"
    await desk.accepts("return")
    assert await visitor.hears(ANN_HZ)
    assert (await phones.centre.state(conversation)).agent == ann.id
    assert await desk.refused("call.transfer", to={}) == "invalid"


async def test_supervisors_by_right_only(phones: Exchange) -> None:
    sue = await phones.centre.agent("Sue", "manager", queues=[])
    beside = await phones.desktop(sue, SUE_HZ)
    visitor, desk, _, _ = await phones.talking()
    assert await desk.refused("call.listen", call=visitor.call) == "forbidden"
    ack = await beside.asks("call.listen", call=visitor.call)
    await beside.connect(ack["call"], ack["leg"])
    assert await beside.hears(VISITOR_HZ, ANN_HZ)
    assert await visitor.hears(ANN_HZ)
    assert await desk.hears(VISITOR_HZ)
    await beside.asks("call.whisper", call=visitor.call)
    assert await desk.hears(VISITOR_HZ, SUE_HZ)
    assert await visitor.hears(ANN_HZ)
    await beside.asks("call.join", call=visitor.call)
    assert await visitor.hears(ANN_HZ, SUE_HZ)
    await beside.asks("call.takeover", call=visitor.call)
    assert await visitor.hears(SUE_HZ)
    assert await desk.hears_nothing()


async def test_a_reload_of_either_side_comes_back(phones: Exchange) -> None:
    visitor, desk, ann, _ = await phones.talking()
    token = visitor.socket.welcome["token"]
    await visitor.vanishes()
    again = await phones.visitor(token)
    shown = await again.socket.until("call")
    await again.starts()
    assert (again.call, again.leg) == (visitor.call, visitor.leg) == (shown["call"], shown["leg"])
    assert await again.hears(ANN_HZ)
    await desk.vanishes()
    back = await phones.desktop(ann, ANN_HZ, None)
    known = await back.socket.until("call")
    leg = next(leg["id"] for leg in known["legs"] if leg["party"] == ann.id)
    await back.connect(known["call"], leg)
    assert await back.hears(VISITOR_HZ)
    assert await again.hears(ANN_HZ)


async def test_an_agent_whose_tab_died_loses_the_call_to_the_head_of_the_queue(phones: Exchange) -> None:
    ben = await phones.centre.agent("Ben", queues=[phones.queue])
    second = await phones.desktop(ben, BEN_HZ, None)
    visitor, desk, _, conversation = await phones.talking()
    await desk.vanishes()
    await visitor.sees("interrupted")
    assert await visitor.hears_something_else()
    phones.pass_(31)

    async def first_in_line() -> bool:
        return (await phones.centre.state(conversation)).first

    await becomes_true(first_in_line)
    await second.asks("presence", state="available")
    await second.accepts()
    assert await visitor.hears(BEN_HZ)


async def test_a_visitor_who_vanished_is_waited_for_a_minute(phones: Exchange) -> None:
    visitor, desk, _, _ = await phones.talking()
    await visitor.vanishes()
    await desk.sees("interrupted")
    phones.pass_(61)
    assert (await desk.sees("ended"))["reason"] == "lost"


async def test_a_call_is_recorded_listed_and_played(phones: Exchange) -> None:
    visitor, _, ann, conversation = await phones.talking()
    admin = await phones.centre.agent("Boss", "administrator")
    live = await phones.centre.api("GET", "/calls?state=live", by=ann)
    assert [call["call"] for call in live["items"]] == [visitor.call]
    await visitor.asks("call.end")

    async def stored() -> bool:
        return bool((await phones.centre.api("GET", f"/calls/{visitor.call}", by=ann))["recordings"])

    await becomes_true(stored)
    shown = await phones.centre.api("GET", f"/calls/{visitor.call}", by=ann)
    (recording,) = shown["recordings"]
    assert not recording["incomplete"]
    assert {party["role"] for party in shown["parties"]} == {"customer", "agent"}

    async def measured() -> bool:
        call = await phones.centre.api("GET", f"/calls/{visitor.call}", by=ann)
        return call["speech"] is not None and call["speech"]["legs"].keys() <= {one["leg"] for one in call["parties"]}

    await becomes_true(measured)
    path = recording["url"]
    whole = await phones.centre.ask("GET", path, by=ann)
    assert (whole.status, len(whole.body)) == (200, recording["size"])
    with av.open(io.BytesIO(whole.body)) as opened:
        assert opened.streams.audio[0].channels == 2
    part = await phones.centre.ask("GET", path, by=ann, headers={"Range": "bytes=10-19"})
    assert (part.status, part.body) == (206, whole.body[10:20])
    assert part.headers["Content-Range"] == f"bytes 10-19/{recording['size']}"
    assert (await phones.centre.ask("GET", path, by=ann, headers={"Range": "bytes=999999999-"})).status == 416
    audit = await phones.centre.parley.store.tables.audit.find({}, limit=10)
    assert [(line["agent"], line["act"]) for line in audit] == [(ann.id, "recordings.play")]
    assert (await phones.centre.ask("DELETE", path, by=ann)).status == 403
    assert (await phones.centre.ask("DELETE", path, by=admin)).status == 204
    assert (await phones.centre.ask("GET", path, by=ann)).status == 404
    stranger = await phones.centre.agent("Cem", queues=[])
    assert (await phones.centre.ask("GET", f"/api/v1/calls/{visitor.call}", by=stranger)).status == 404
    assert "CallMeasured" in await phones.centre.events(conversation)


async def test_nobody_there_is_voicemail(phones: Exchange) -> None:
    visitor = await (await phones.visitor()).starts()
    await visitor.sees("voicemail")
    await visitor.asks("call.end")
    ann = await phones.centre.agent("Ann", queues=[phones.queue])

    async def left() -> bool:
        recordings = (await phones.centre.api("GET", f"/calls/{visitor.call}", by=ann))["recordings"]
        return [one["voicemail"] for one in recordings] == [True]

    await becomes_true(left)
    state = await phones.centre.state(next(iter(phones.centre.parley.board.live)))
    assert (state.state, state.call and state.call.end) == ("waiting", "missed")


async def test_a_callback_is_asked_by_a_key(phones: Exchange) -> None:
    ann = await phones.centre.agent("Ann", queues=[phones.queue])
    desk = await phones.desktop(ann, ANN_HZ, "busy")
    visitor = await (await phones.visitor()).starts()
    await visitor.asks("call.keys", digits="2")
    assert (await visitor.sees("missed"))["reason"] == "callback"
    await desk.asks("presence", state="available")
    offer = await desk.socket.until("offer")
    ack = await desk.asks("accept", offer=offer["offer"])
    out = await desk.starts(conversation=ack["conversation"])
    ringing = await visitor.socket.until("call", lambda call: call["state"] == "ringing")
    assert ringing["call"] == out.call
    await visitor.starts()
    assert visitor.call == out.call
    assert await visitor.hears(ANN_HZ)


async def test_a_callback_is_made_right_after_it_was_taken(phones: Exchange, monkeypatch: pytest.MonkeyPatch) -> None:
    """The place that its offer took is not another call, even while nobody has turned it into theirs yet."""
    ann = await phones.centre.agent("Ann", queues=[phones.queue])
    desk = await phones.desktop(ann, ANN_HZ, "busy")
    visitor = await (await phones.visitor()).starts()
    await visitor.asks("call.callback")
    await visitor.sees("missed")
    await desk.asks("presence", state="available")
    offer = await desk.socket.until("offer")
    monkeypatch.setattr(phones.centre.parley.slots, "_carry_out", never)
    ack = await desk.asks("accept", offer=offer["offer"])
    assert (await desk.asks("call.start", conversation=ack["conversation"]))["call"] != visitor.call


async def never(command: object) -> None:
    """Not carried out yet."""


async def test_a_change_waits_neither_for_another_call_nor_for_the_plan_before_it(
    phones: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A second's patience with a media process that is away is not for what changes while a plan is carried out."""
    monkeypatch.setattr(calls, "AGAIN_SECONDS", 3600.0)
    centre = phones.centre.parley.telephone.calls
    one, two = await (await phones.visitor()).starts(), await (await phones.visitor()).starts()
    begun, goes_on, made = asyncio.Event(), asyncio.Event(), 0
    quick = centre._sounds.plan

    async def plan(wanted: Plan, saying: Iterable[Said]) -> m.Plan:
        nonlocal made
        if wanted.call == one.call:
            made += 1
            begun.set()
            await goes_on.wait()
        return await quick(wanted, saying)

    monkeypatch.setattr(centre._sounds, "plan", plan)
    centre.note(one.call)
    await begun.wait()
    await two.asks("call.end")
    await becomes_true(lambda: centre.at_home(two.call) is None)
    centre.note(one.call)
    goes_on.set()
    await becomes_true(lambda: made == 2)


async def test_agents_call_each_other(phones: Exchange) -> None:
    ann, ben = [await phones.centre.agent(name, queues=[]) for name in ("Ann", "Ben")]
    one, two = await phones.desktop(ann, ANN_HZ), await phones.desktop(ben, BEN_HZ)
    await one.starts(agent=ben.id)
    await two.accepts("internal")
    assert await one.hears(BEN_HZ)
    assert await two.hears(ANN_HZ)
    third = await phones.centre.agent("Cem", queues=[])
    three = await phones.desktop(third, SUE_HZ)
    assert await three.refused("call.start", agent=ben.id) == "over_capacity"
    assert await three.refused("call.end") == "not_found"
    await two.asks("call.end")
    await one.sees("ended")


async def test_a_dead_media_process_is_joined_again(phones: Exchange) -> None:
    visitor, desk, _, _ = await phones.talking()
    (pid,) = phones.media.pids
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    lost = await visitor.socket.until("call", lambda call: call["leg_state"] == "lost")
    assert lost["state"] == "interrupted"

    await becomes_true(lambda: phones.media.pids not in ([pid], [None]))
    await visitor.connect(visitor.call, visitor.leg)
    await desk.connect(desk.call, desk.leg)
    assert await visitor.hears(ANN_HZ)
    assert await desk.hears(VISITOR_HZ)
    await visitor.asks("call.end")
    await desk.sees("ended")


async def test_what_strangers_cannot_do(phones: Exchange) -> None:
    visitor, desk, _, _ = await phones.talking()
    other = await phones.visitor()
    assert await other.refused("call.offer", call=visitor.call, leg=visitor.leg, sdp="v=0") == "not_found"
    assert await other.refused("call.end", call=visitor.call) == "not_found"
    assert await visitor.refused("call.offer", call=visitor.call, leg=desk.leg, sdp="v=0") == "not_found"
    assert await visitor.refused("call.offer", call=visitor.call, leg=visitor.leg, sdp="v=0") == "invalid"
    assert await visitor.refused("call.offer", call=visitor.call, leg=visitor.leg, sdp="x" * 70_000) == "invalid"
    assert await visitor.hears(ANN_HZ)


async def test_set_up_is_limited_by_address(phones: Exchange) -> None:
    codes = []
    for _ in range(7):
        ack = await (await phones.visitor()).socket.ask("call.start", {})
        codes.append(ack.get("code"))
    assert codes[:5] == [None] * 5
    assert codes[5:] == ["rate_limited"] * 2


async def test_a_call_in_an_open_chat_rings_its_agent(phones: Exchange) -> None:
    ann = await phones.centre.agent("Ann", queues=[phones.queue])
    desk = await phones.desktop(ann, ANN_HZ)
    conversation, socket = await phones.centre.given(phones.widget, ann)
    visitor = Phone(socket, VISITOR_HZ)
    phones.phones.append(visitor)
    await visitor.starts(conversation=conversation)
    await desk.accepts("answer")
    assert await visitor.hears(ANN_HZ)
    ack = await socket.ask("message", {"id": "m2", "text": "I also write"})
    assert ack["conversation"] == conversation
    await visitor.asks("call.end")
    assert (await phones.centre.api("GET", f"/conversations/{conversation}", by=ann))["state"] == "open"
    assert await phones.centre.slots(ann) == {conversation}


async def test_a_new_web_process_finds_the_call_still_talking(sounding: Path) -> None:
    store = memory_store()
    async with exchange(sounding, store, media_goes_on=True) as before:
        visitor, desk, ann, conversation = await before.talking()
        before.phones.clear()  # their sound goes on without the server
        (pid,) = before.media.pids
    assert await visitor.hears(ANN_HZ)
    assert await desk.hears(VISITOR_HZ)
    async with exchange(sounding, store) as after:
        assert after.media.pids == [pid]
        call = (await after.centre.state(conversation)).call
        assert call is not None
        assert {leg.state for leg in call.legs} == {"connected"}
        again = await after.desktop(ann, ANN_HZ, None)
        await again.sees("talking")
        await again.asks("call.hold", on=True)
        assert await visitor.hears_something_else()
        await again.asks("call.end")
        assert visitor.caller is not None
        assert desk.caller is not None
        await visitor.caller.close()
        await desk.caller.close()


async def test_a_call_whose_media_died_with_the_web_process_ends(sounding: Path) -> None:
    store = memory_store()
    async with exchange(sounding, store, media_goes_on=True) as before:
        visitor, _, _, conversation = await before.talking()
        talking, before.phones = before.phones, []
        (pid,) = before.media.pids
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    async with exchange(sounding, store) as after:

        async def lost() -> bool:
            call = (await after.centre.state(conversation)).call
            return call is not None and {leg.state for leg in call.legs} == {"lost"}

        await becomes_true(lost)
        after.pass_(13)

        async def ended_and_kept() -> bool:
            boss = await after.centre.agent("Boss", "administrator")
            shown = await after.centre.api("GET", f"/calls/{visitor.call}", by=boss)
            return shown["state"] == "ended" and [one["incomplete"] for one in shown["recordings"]] == [True]

        await becomes_true(ended_and_kept)
    for phone in talking:
        assert phone.caller is not None
        await phone.caller.close()


async def test_test_calls_have_a_limit_of_their_own(phones: Exchange) -> None:
    visitor = await phones.visitor()
    acks = [await visitor.socket.ask("call.test", {"sdp": "v=0"}) for _ in range(11)]
    assert [ack["code"] for ack in acks] == ["invalid"] * 10 + ["rate_limited"]
    await visitor.starts()
    ann = await phones.desktop(await phones.centre.agent("Ann", queues=[]), ANN_HZ)
    acks = [await ann.socket.ask("call.test", {"sdp": "v=0"}) for _ in range(11)]
    assert acks[10]["code"] == "rate_limited"


async def test_who_can_only_chat_is_not_rung(phones: Exchange) -> None:
    ann = await phones.centre.agent("Ann", queues=[phones.queue])
    desk = await phones.desktop(ann, ANN_HZ)
    there = {kind: await phones.centre.widget(phones.queue, kind=kind) for kind in ("chat", "call")}
    chatting, socket = await phones.centre.given(there["chat"], ann)
    ack = await desk.socket.ask("call.start", {"conversation": chatting})
    assert (ack["code"], "can only chat" in ack["error"]) == ("conflict", True)
    assert await Phone(socket, VISITOR_HZ).refused("call.start") == "forbidden"
    able, _ = await phones.centre.given(there["call"], ann)
    await desk.asks("call.start", conversation=able)


async def test_a_test_call_lets_one_hear_oneself(phones: Exchange) -> None:
    visitor = await phones.visitor()
    visitor.caller = Caller(tone(VISITOR_HZ))
    answer = await visitor.asks("call.test", sdp=await visitor.caller.offer())
    await visitor.caller.accept(answer["sdp"])
    assert await visitor.hears(VISITOR_HZ)
    phones.pass_(31)

    async def over() -> bool:
        return await phones.media.living() == []

    await becomes_true(over)
