"""What a crash leaves behind is made good at the next start: views, slots, timers, marks and presence."""

import asyncio
from datetime import timedelta

import pytest

from domain import commands as c
from domain.events import Actor
from domain.shift import shift_of
from domain.stream import Unavailable
from server.history import check_history
from server.presence import GRACE
from server.slots import LEASE_GRACE
from store.opening import Store, memory_store
from tests.centre import NOON, HandClock, becomes_true, open_centre

CUSTOMER = Actor("customer", "cus_1", "Vera")
VERA = c.Opening(customer="cus_1", customer_name="Vera", queue="que_1", visitor="vis_1")


@pytest.fixture
def store() -> Store:
    return memory_store()


async def crash_with(store: Store, *commands: c.Command) -> None:
    """A centre that stores these and dies before its views, slots or timers follow."""
    async with open_centre(store) as centre:
        pass
    for command in commands:
        await centre.parley.desk.do(command)


def begins(id: str, queue: str = "que_1") -> c.ReceiveMessage:
    opening = c.Opening(customer="cus_1", customer_name="Vera", queue=queue, visitor="vis_1")
    return c.ReceiveMessage(
        id=f"c|{id}", conversation=id, at=NOON, actor=CUSTOMER, message="m1", text="hello", opening=opening
    )


def assigned(id: str, agent: str) -> c.AssignConversation:
    return c.AssignConversation(id=f"as|{id}|{agent}", conversation=id, at=NOON, agent=agent, agent_name="Ann")


def ready(agent: str) -> c.SetPresence:
    return c.SetPresence(id=f"p|{agent}", conversation=shift_of(agent), at=NOON, state="available")


def reserved(agent: str, item: str, **more: object) -> c.ReserveSlot:
    until_at = NOON + timedelta(seconds=30)
    return c.ReserveSlot(
        id=f"r|{agent}|{item}",
        conversation=shift_of(agent),
        at=NOON,
        item=item,
        in_channel="chat",
        capacity=3,
        until_at=until_at,
    )


async def test_views_catch_up_with_what_a_crash_cut_off(store: Store) -> None:
    await crash_with(store, begins("cnv_1"), begins("cnv_2"), assigned("cnv_2", "agt_1"))
    assert await store.tables.conversations.get("cnv_1") is None
    async with open_centre(store) as centre:
        assert set(centre.parley.board.live) == {"cnv_1", "cnv_2"}
        kept = await store.tables.conversations.get("cnv_2")
        assert kept is not None
        assert (kept["state"], kept["agent"]) == ("open", "agt_1")
    history = await check_history(store, NOON)
    assert (history.violations, history.behind) == ([], 0)


async def test_slots_lost_between_two_streams_are_given(store: Store) -> None:
    await crash_with(store, begins("cnv_1"), assigned("cnv_1", "agt_1"))
    assert (await check_history(store, NOON)).violations == ["agt_1 has cnv_1 but no slot for it"]
    async with open_centre(store) as centre:

        async def held() -> bool:
            return set((await centre.parley.desk.shift("agt_1")).slots) == {"cnv_1"}

        await becomes_true(held)
    assert (await check_history(store, NOON)).violations == []


async def test_slots_of_offers_never_made_are_freed_when_their_lease_is_over(store: Store) -> None:
    await crash_with(store, ready("agt_1"), begins("cnv_1"), reserved("agt_1", "cnv_1"))
    clock = HandClock(NOON)
    async with open_centre(store, clock) as centre:
        await centre.parley.slots.sweep()
        assert set((await centre.parley.desk.shift("agt_1")).slots) == {"cnv_1"}
        clock.pass_(seconds=30 + LEASE_GRACE.total_seconds())
        await centre.parley.slots.sweep()
        assert not (await centre.parley.desk.shift("agt_1")).slots


async def test_timers_are_set_again(store: Store) -> None:
    offer = c.OfferConversation(
        id="o",
        conversation="cnv_1",
        at=NOON,
        offer="off_1",
        agent="agt_1",
        agent_name="Ann",
        deadline_at=NOON + timedelta(seconds=30),
    )
    snooze = c.SnoozeConversation(id="s", conversation="cnv_2", at=NOON, until_at=NOON + timedelta(hours=1))
    await crash_with(store, ready("agt_1"), begins("cnv_1"), offer, begins("cnv_2"), snooze)
    async with open_centre(store, HandClock(NOON + timedelta(hours=2))) as centre:

        async def due() -> bool:
            return {(await centre.state(id)).state for id in ("cnv_1", "cnv_2")} == {"waiting"}

        await becomes_true(due)
        assert await centre.events("cnv_1") == [
            *["ConversationStarted", "MessageReceived", "ConversationQueued", "OfferMade", "OfferExpired"]
        ]


async def test_after_a_start_everyone_on_duty_has_the_grace_to_come_back(store: Store) -> None:
    async with open_centre(store) as centre:
        ann = await centre.agent("Ann")
        await centre.desktop(ann, "available")
    clock = HandClock(NOON)
    async with open_centre(store, clock) as centre:
        assert await centre.presence(ann) == ("available", None)
        clock.pass_(seconds=GRACE.total_seconds())

        async def offline() -> bool:
            return (await centre.presence(ann))[0] == "offline"

        await becomes_true(offline)


async def test_a_session_and_the_marks_outlive_a_restart(store: Store) -> None:
    async with open_centre(store) as centre:
        widget = await centre.widget()
        ann = await centre.agent("Ann")
        id, visitor = await centre.given(widget, ann)
        await visitor.ask("read", {"number": 3})

        async def written() -> bool:
            return (await store.tables.cursors.get_many([id])).get(id, {}).get("customer_read") == 3

        await becomes_true(written)
    async with open_centre(store) as centre:
        shown = await centre.api("GET", f"/conversations/{id}", by=ann)
        assert shown["marks"]["customer"] == {"delivered": 3, "read": 3}


async def test_views_wait_while_the_store_is_away(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    async with open_centre(store) as centre:
        widget = await centre.widget()
        away = True
        put_many = store.tables.conversations.put_many

        async def put_or_not(documents: list[dict[str, object]]) -> None:
            if away:
                raise Unavailable("away")
            await put_many(documents)

        monkeypatch.setattr(store.tables.conversations, "put_many", put_or_not)
        id, _ = await centre.conversation(widget)
        ann = await centre.agent("Ann")
        refused = await centre.ask("GET", "/api/v1/conversations", by=ann)
        assert (refused.status, refused.code, refused.headers["Retry-After"]) == (503, "unavailable", "5")
        away = False
        assert [item["id"] for item in (await centre.api("GET", "/conversations", by=ann))["items"]] == [id]


async def test_views_write_many_changes_of_one_stream_once(store: Store) -> None:
    async with open_centre(store) as centre:
        widget = await centre.widget()
        id, visitor = await centre.conversation(widget)
        for number in range(20):
            await visitor.ask("message", {"id": f"m{number}", "text": "more"})
        await centre.parley.views.flush()
        kept = await store.tables.conversations.get(id)
        assert kept is not None
        assert kept["number"] == (await centre.state(id)).number


async def test_the_checker_finds_what_is_wrong(store: Store) -> None:
    await crash_with(store, begins("cnv_1"), assigned("cnv_1", "agt_1"), ready("agt_1"))
    async with open_centre(store):
        await asyncio.sleep(0)
    good = await store.tables.conversations.get("cnv_1")
    assert good is not None
    await store.tables.conversations.put_many([{**good, "number": 5, "queue": "elsewhere"}, {**good, "_id": "cnv_x"}])
    await store.stream.append("cnv_3", 0, "odd", NOON, [tampered()])
    sentences = "\n".join((await check_history(store, NOON)).violations)
    assert "cnv_1: its view is at 5, its events end at 4" in sentences
    assert "cnv_x: a view without events" in sentences
    assert "cnv_3 at 1: open, but should have: an agent while open" in sentences


def tampered() -> dict[str, object]:
    actor = {"kind": "system", "id": "parley", "name": "Parley"}
    return {"type": "ConversationWoken", "channel": "chat", "actor": actor, "reason": "due"}
