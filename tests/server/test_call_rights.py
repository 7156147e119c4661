"""Who may be in a call now, and who is told what before they are: rights that end end a part, and nobody is rung out of a call."""

from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from server.visitors.widget_pages import notice
from tests.centre import Centre, Json, Person, becomes_true
from tests.server.phones import ANN_HZ, BEN_HZ, SUE_HZ, VISITOR_HZ, Exchange, Phone

Ends = Callable[[Centre, Person], Awaitable[object]]


async def lose_the_right(centre: Centre, person: Person) -> None:
    await centre.parley.directory.change("agents", person.id, {"role": "agent"})


async def lose_it_with_their_role(centre: Centre, person: Person) -> None:
    await centre.parley.directory.change("roles", "manager", {"rights": ["conversations.handle"]})


async def be_removed(centre: Centre, person: Person) -> None:
    await centre.parley.directory.change("agents", person.id, {"active": False})


@pytest.mark.parametrize("ends", [lose_the_right, lose_it_with_their_role, be_removed])
async def test_who_may_no_longer_listen_hears_nothing_more(phones: Exchange, ends: Ends) -> None:
    sue = await phones.centre.agent("Sue", "manager", queues=[])
    beside = await phones.desktop(sue, SUE_HZ)
    visitor, desk, _, conversation = await phones.talking()
    ack = await beside.asks("call.listen", call=visitor.call)
    await beside.connect(ack["call"], ack["leg"])
    assert await beside.hears(VISITOR_HZ, ANN_HZ)
    await ends(phones.centre, sue)

    async def out() -> bool:
        call = (await phones.centre.state(conversation)).call
        return call is not None and call.leg_of(sue.id) is None

    await becomes_true(out)
    assert await beside.hears_nothing()
    assert await visitor.hears(ANN_HZ)
    assert await desk.hears(VISITOR_HZ)


async def test_who_signed_out_listens_no_longer_though_their_sound_is_there(phones: Exchange) -> None:
    sue = await phones.centre.agent("Sue", "manager", queues=[])
    beside = await phones.desktop(sue, SUE_HZ)
    visitor, desk, _, _ = await phones.talking()
    ack = await beside.asks("call.listen", call=visitor.call)
    await beside.connect(ack["call"], ack["leg"])
    assert await beside.hears(VISITOR_HZ, ANN_HZ)
    assert (await phones.centre.ask("DELETE", "/api/v1/session", by=sue)).status == 204

    def lost(call: Json) -> bool:
        return any(leg["party"] == sue.id and leg["state"] == "lost" for leg in call["legs"])

    await desk.socket.until("call", lost)
    assert await beside.hears_nothing()
    desk.socket.forget()
    phones.pass_(31)
    await desk.socket.until("call", lambda call: call["state"] == "talking" and len(call["legs"]) == 2)
    assert await visitor.hears(ANN_HZ)


async def test_whose_session_is_ended_hears_nothing_more_and_may_return(phones: Exchange) -> None:
    """Another tab of theirs, signed in by itself, is no reason to go on hearing in this one."""
    visitor, desk, ann, _ = await phones.talking()
    elsewhere = await phones.centre.session(ann.id)
    other = await phones.desktop(replace(ann, token=elsewhere), ANN_HZ, None)
    assert (await phones.centre.ask("DELETE", "/api/v1/session", by=ann)).status == 204
    await other.sees("interrupted")
    assert await desk.hears_nothing()
    assert await visitor.hears_something_else()
    other.socket.forget()
    await other.connect(visitor.call, desk.leg)
    assert await visitor.hears(ANN_HZ)
    assert await other.hears(VISITOR_HZ)


async def test_the_caller_of_a_removed_agent_goes_on_with_whoever_is_there(phones: Exchange) -> None:
    ben = await phones.centre.agent("Ben", queues=[])
    second = await phones.desktop(ben, BEN_HZ)
    visitor, desk, ann, conversation = await phones.talking()
    await desk.asks("call.add", agent=ben.id)
    await second.accepts("add")
    assert await visitor.hears(ANN_HZ, BEN_HZ)
    await be_removed(phones.centre, ann)
    assert await visitor.hears(BEN_HZ)
    assert await desk.hears_nothing()
    assert (await phones.centre.state(conversation)).agent == ben.id


@pytest.fixture
def centre_with_lines(centre: Centre) -> Centre:
    """Calls can begin, though nobody hears anything."""
    centre.parley.telephone.calls.there.set()
    return centre


async def test_nobody_is_rung_out_of_their_call(centre_with_lines: Centre) -> None:
    centre = centre_with_lines
    ann, widget = await centre.agent("Ann"), await centre.widget(kind="both")
    first, visitor = await centre.given(widget, ann)
    await centre.api("PUT", f"/conversations/{first}/closure", {}, by=ann)
    centre.clock.pass_(days=30)
    ann = replace(ann, token=await centre.session(ann.id))
    begun = await visitor.ask("call.start", {})
    assert begun["ok"]
    assert begun["conversation"] != first
    desk = await centre.desktop(ann)
    refusal = await desk.ask("call.start", {"conversation": first})
    assert (refusal["ok"], refusal.get("code")) == (False, "conflict")
    assert (await visitor.ask("call.end", {}))["ok"]
    assert (await desk.ask("call.start", {"conversation": first}))["ok"]


async def test_a_notice_that_was_shown_to_who_answers_is_kept(centre_with_lines: Centre) -> None:
    centre = centre_with_lines
    ann, widget = await centre.agent("Ann"), await centre.widget(kind="both")
    id, socket = await centre.given(widget, ann)
    desk, version = await centre.desktop(ann), notice(widget, "en")["version"]
    assert (await desk.ask("call.start", {"conversation": id}))["ok"]
    await Phone(socket, VISITOR_HZ).asks("call.start", notice=version)
    customer = (await centre.state(id)).customer
    (row,) = (await centre.api("GET", f"/customers/{customer}/consents", by=ann))["items"]
    assert (row["name"], row["version"]) == ("call-recording", version)
    assert row["text"]


async def test_who_was_only_asked_reads_no_more_once_they_have_left(phones: Exchange) -> None:
    ben = await phones.centre.agent("Ben", queues=[])
    second = await phones.desktop(ben, BEN_HZ)
    visitor, desk, _, conversation = await phones.talking()
    await desk.asks("call.consult", to={"agent": ben.id})
    await second.accepts("consult")
    await second.asks("subscribe", conversation=conversation, after=0)

    async def writes(words: str, to: Phone) -> None:
        await visitor.asks("message", id=words, text=words)
        await to.socket.until("event", lambda event: words in str(event))

    await writes("while-they-are-asked", second)
    await second.asks("call.end")
    await second.socket.until("gone", lambda gone: gone["conversation"] == conversation)
    await writes("once-they-have-left", desk)
    await second.asks("presence", state="available")  # whatever came before is there by now
    assert "once-they-have-left" not in str(second.socket.all("event"))
