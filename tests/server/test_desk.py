"""The one door: each command once, in order, told only when it is stored, whatever gets lost on the way."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import pytest

from domain import commands as c
from domain.conversation import Conversation
from domain.events import Actor
from domain.refusal import Refused
from domain.stream import Record, Unavailable
from server.desk import MESSAGES, Desk, Done, Told
from store.memory import MemoryStream
from store.opening import Store, memory_store
from tests.centre import NOON

CUSTOMER = Actor("customer", "cus_1", "Vera")
ANN = Actor("agent", "agt_ann", "Ann")
OPENING = c.Opening(customer="cus_1", customer_name="Vera", queue="que_1", visitor="vis_1")


class WeakStream(MemoryStream):
    """The stream with a wire that breaks: ``before`` the append is stored, or ``after`` it, when the answer is lost."""

    def __init__(self) -> None:
        super().__init__()
        self.breaks: list[str] = []

    async def append(self, stream: str, after: int, command: str, at: datetime, events: Sequence[Any]) -> Record:
        fault = self.breaks.pop(0) if self.breaks else ""
        await asyncio.sleep(0)
        if fault == "before":
            raise Unavailable("the wire broke")
        record = await super().append(stream, after, command, at, events)
        if fault == "after":
            raise Unavailable("the wire broke")
        return record


class Heard:
    """A subscriber that keeps the numbers it was told of each stream."""

    def __init__(self, desk: Desk) -> None:
        self.numbers: list[int] = []
        desk.subscribe(self.hear)

    def hear(self, told: Told) -> None:
        assert told.after.number == told.events[-1].number
        self.numbers += [event.number for event in told.events]


@pytest.fixture
def store() -> Store:
    kept = memory_store()
    return Store(WeakStream(), kept.tables, kept.files, kept.ping)


def desk_on(store: Store) -> Desk:
    return Desk(store.stream, store.tables.conversations, store.tables.shifts)


@pytest.fixture
def desk(store: Store) -> Desk:
    return desk_on(store)


@pytest.fixture
def wire(store: Store) -> WeakStream:
    assert isinstance(store.stream, WeakStream)
    return store.stream


def says(message: str, text: str = "hello", opening: c.Opening | None = OPENING) -> c.ReceiveMessage:
    return c.ReceiveMessage(
        id=f"c|cnv_1|{message}",
        conversation="cnv_1",
        at=NOON,
        actor=CUSTOMER,
        message=message,
        text=text,
        opening=opening,
    )


def answers(message: str) -> c.SendMessage:
    return c.SendMessage(id=f"a|cnv_1|{message}", conversation="cnv_1", at=NOON, actor=ANN, message=message, text="hi")


def closes(id: str) -> c.CloseConversation:
    return c.CloseConversation(id=id, conversation="cnv_1", at=NOON, actor=ANN)


async def stored(store: Store) -> list[str]:
    return [record.command for record in await store.stream.read("cnv_1", 0)]


async def test_the_answer_is_the_number_of_the_message(desk: Desk) -> None:
    assert (await desk.do(says("m1"))).number == 2
    assert (await desk.do(says("m2"))).number == 4
    assert (await desk.do(closes("x"))).number == 5


async def test_a_resent_command_changes_nothing_and_answers_the_same(desk: Desk, store: Store) -> None:
    heard = Heard(desk)
    first = await desk.do(says("m1"))
    await desk.do(says("m2"))
    again = await desk.do(says("m1", "other words"))
    assert (again.number, again.fresh, first.fresh) == (first.number, False, True)
    assert heard.numbers == [1, 2, 3, 4]
    assert await stored(store) == ["c|cnv_1|m1", "c|cnv_1|m2"]


async def test_a_resent_command_answers_the_same_even_where_the_rules_now_say_no(desk: Desk) -> None:
    await desk.do(says("m1"))
    sent = await desk.do(answers("m2"))
    await desk.do(closes("x"))
    assert (await desk.do(answers("m2"))).number == sent.number
    with pytest.raises(Refused) as refused:
        await desk.do(answers("m3"))
    assert refused.value.code == "closed"


async def test_what_asks_for_what_already_is_stores_nothing(desk: Desk, store: Store) -> None:
    await desk.do(says("m1"))
    await desk.do(closes("x"))
    before = await stored(store)
    assert (await desk.do(closes("y"))).number == 4
    assert await stored(store) == before


async def test_commands_given_at_once_are_numbered_without_a_gap(desk: Desk, store: Store) -> None:
    heard = Heard(desk)
    done = await asyncio.gather(*(desk.do(says(f"m{number}")) for number in range(50)))
    assert sorted(one.number for one in done) == [2, *range(4, 53)]
    assert heard.numbers == list(range(1, 53))
    assert (await desk.do(says("m7"))).number == done[7].number


async def test_two_desks_on_one_store_agree(store: Store) -> None:
    """The second one decides on an old state, is told Stale, reads on and decides again."""
    here, there = desk_on(store), desk_on(store)
    heard_here, heard_there = Heard(here), Heard(there)
    await here.do(says("m0"))
    await there.do(says("m1"))
    for round_ in range(20):
        await asyncio.gather(here.do(says(f"h{round_}")), there.do(says(f"t{round_}")), there.do(answers(f"a{round_}")))
    await asyncio.gather(here.do(says("last")), there.do(says("last", "sent over both")))
    records = await store.stream.read("cnv_1", 0, limit=1000)
    numbers = [record.number + index for record in records for index in range(len(record.events))]
    assert numbers == list(range(1, len(numbers) + 1))
    assert len(await stored(store)) == len({*await stored(store)}) == 63
    for heard in (heard_here, heard_there):
        assert heard.numbers == sorted(set(heard.numbers)), "told twice or out of order"


async def test_a_stale_decision_is_made_again_on_what_is_there(store: Store) -> None:
    """Both desks see it open; when one closes it the other's answer must be refused, not appended."""
    here, there = desk_on(store), desk_on(store)
    await here.do(says("m1"))
    await there.do(says("m2"))
    await here.do(closes("x"))
    with pytest.raises(Refused) as refused:
        await there.do(answers("m3"))
    assert refused.value.code == "closed"


async def test_nothing_is_told_or_answered_before_it_is_stored(desk: Desk, wire: WeakStream, store: Store) -> None:
    heard = Heard(desk)
    wire.breaks = ["before"]
    with pytest.raises(Unavailable):
        await desk.do(says("m1"))
    assert (heard.numbers, await stored(store)) == ([], [])
    assert (await desk.do(says("m1"))).number == 2
    assert heard.numbers == [1, 2, 3]


async def test_after_a_lost_answer_the_resend_is_answered_and_subscribers_are_told(
    desk: Desk, wire: WeakStream, store: Store
) -> None:
    heard = Heard(desk)
    await desk.do(says("m1"))
    wire.breaks = ["after"]
    with pytest.raises(Unavailable):
        await desk.do(says("m2"))
    assert heard.numbers == [1, 2, 3]
    assert (await desk.do(says("m2"))).number == 4
    assert heard.numbers == [1, 2, 3, 4]
    assert await stored(store) == ["c|cnv_1|m1", "c|cnv_1|m2"]


async def test_after_a_lost_answer_the_next_command_tells_what_was_missed_first(desk: Desk, wire: WeakStream) -> None:
    heard = Heard(desk)
    wire.breaks = ["after"]
    with pytest.raises(Unavailable):
        await desk.do(says("m1"))
    await desk.do(says("m2"))
    assert heard.numbers == [1, 2, 3, 4]


@pytest.mark.parametrize("seed", range(8))
async def test_whatever_breaks_every_message_is_there_once(
    desk: Desk, wire: WeakStream, store: Store, seed: int
) -> None:
    heard = Heard(desk)
    faults = ["", "before", "after", "after", "before", "", "after"]
    wire.breaks = [faults[(seed + step * (seed + 1)) % len(faults)] for step in range(60)]

    async def send(command: c.Command) -> Done:
        while True:
            try:
                return await desk.do(command)
            except Unavailable:
                continue

    done = await asyncio.gather(*(send(says(f"m{number}")) for number in range(30)))
    records = await store.stream.read("cnv_1", 0, limit=100)
    numbers = {r.command: r.number + i for r in records for i, e in enumerate(r.events) if e["type"] in MESSAGES}
    assert numbers == {f"c|cnv_1|m{index}": one.number for index, one in enumerate(done)}
    assert heard.numbers == list(range(1, 33))


async def test_a_fold_is_read_again_from_a_view_that_lags(store: Store) -> None:
    first = desk_on(store)
    for number in range(5):
        await first.do(says(f"m{number}"))
    state = await first.conversation("cnv_1")
    assert isinstance(state, Conversation)
    heard = Heard(second := desk_on(store))
    assert await second.conversation("cnv_1") == state
    assert heard.numbers == []
    assert (await second.do(says("m9"))).number == 8


async def test_events_are_paged(desk: Desk) -> None:
    for number in range(9):
        await desk.do(says(f"m{number}"))
    assert [event.number for event in await desk.events("cnv_1", 1, 3)] == [2, 3, 4]
    assert [event.number for event in await desk.events("cnv_1", 9, 50)] == [10, 11]
    assert await desk.events("cnv_1", 11, 50) == []
    assert await desk.events("cnv_none", 0, 50) == []


async def test_what_is_not_there_is_not_made_by_asking(desk: Desk) -> None:
    assert await desk.conversation("cnv_none") is None
    assert (await desk.shift("agt_none")).number == 0
    with pytest.raises(Refused) as refused:
        await desk.do(says("m1", opening=None))
    assert refused.value.code == "not_found"
