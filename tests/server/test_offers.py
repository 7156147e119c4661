"""Offers end to end: made, accepted once, missed, declined, withdrawn, with every slot given back."""

import asyncio
from collections import Counter

import pytest

from domain.conversation import AVOID_SECONDS
from server.presence import GRACE
from tests.centre import Centre, Json, Person, Socket, becomes_true


@pytest.fixture
async def widget(centre: Centre) -> Json:
    return await centre.widget()


async def offered(centre: Centre, desktop: Socket, widget: Json) -> tuple[str, str]:
    """A new Conversation's id and that of the offer the desktop was just made of it."""
    id, _ = await centre.conversation(widget)
    offer = await desktop.until("offer", lambda offer: offer["conversation"] == id)
    return id, offer["offer"]


async def test_an_offer_is_accepted_and_its_room_kept(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann")
    desktop = await centre.desktop(ann, "available")
    id, offer = await offered(centre, desktop, widget)
    assert (await centre.state(id)).state == "offered"
    assert await desktop.ask("accept", {"offer": offer}) == {"ok": True, "conversation": id}
    assert (await centre.state(id)).agent == ann.id
    assert (await desktop.until("withdrawn"))["reason"] == "accepted"
    assert await centre.slots(ann) == {id}
    assert await desktop.ask("accept", {"offer": offer}) == {"ok": True, "conversation": id}, "a resend"
    assert (await centre.events(id)).count("OfferAccepted") == 1


async def test_fifty_accept_one_offer_and_one_has_it(centre: Centre, widget: Json) -> None:
    """All at once; the others learn why not."""
    ann = await centre.agent("Ann")
    desktop = await centre.desktop(ann, "available")
    rivals = [await centre.desktop(await centre.agent(f"Rival{number}")) for number in range(49)]
    id, offer = await offered(centre, desktop, widget)
    answers = await asyncio.gather(
        *(one.ask("accept", {"offer": offer}) for one in [*rivals[:9], desktop, *rivals[9:]])
    )
    assert answers.pop(9) == {"ok": True, "conversation": id}
    codes = Counter(answer.get("code", "ok") for answer in answers)
    assert set(codes) <= {"forbidden", "offer_taken"}
    late = await rivals[0].ask("accept", {"offer": offer})
    assert (late["ok"], late.get("code")) == (False, "offer_taken")
    assert await centre.slots(ann) == {id}
    assert (await centre.events(id)).count("OfferAccepted") == 1


async def test_one_agent_accepts_from_fifty_tabs(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann")
    tabs = [await centre.desktop(ann, "available"), *[await centre.desktop(ann) for _ in range(9)]]
    id, offer = await offered(centre, tabs[0], widget)
    answers = await asyncio.gather(*(tab.ask("accept", {"offer": offer}) for tab in tabs * 5))
    assert answers == [{"ok": True, "conversation": id}] * 50
    assert (await centre.events(id)).count("OfferAccepted") == 1


async def test_an_offer_nobody_answers_is_missed(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann")
    desktop = await centre.desktop(ann, "available")
    id, offer = await offered(centre, desktop, widget)
    centre.clock.pass_(seconds=30)
    assert await desktop.until("withdrawn") == {"offer": offer, "reason": "expired"}
    await desktop.until("presence", lambda presence: presence["reason"] == "missed")
    assert await centre.presence(ann) == ("busy", "missed")
    assert await centre.slots(ann) == set()
    assert (await centre.state(id)).state == "waiting"
    late = await desktop.ask("accept", {"offer": offer})
    assert late["code"] == "offer_expired"


async def test_what_was_missed_goes_to_the_next(centre: Centre, widget: Json) -> None:
    ann, ben = await centre.agent("Ann"), await centre.agent("Ben")
    first = await centre.desktop(ann, "available")
    id, _ = await offered(centre, first, widget)
    second = await centre.desktop(ben, "available")
    centre.clock.pass_(seconds=31)
    assert (await second.until("offer"))["conversation"] == id


async def test_what_was_declined_comes_back_only_after_a_while(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann")
    desktop = await centre.desktop(ann, "available")
    id, offer = await offered(centre, desktop, widget)
    assert await desktop.ask("decline", {"offer": offer}) == {"ok": True}
    assert await centre.presence(ann) == ("available", None)
    centre.clock.pass_(seconds=AVOID_SECONDS - 1)
    centre.parley.router.look()
    await asyncio.sleep(0.05)
    assert (await centre.state(id)).state == "waiting"
    desktop.forget()
    centre.clock.pass_(seconds=1)
    centre.parley.router.look()
    assert (await desktop.until("offer"))["conversation"] == id


async def test_nobody_is_offered_more_than_they_can_carry(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann", capacity={"chat": 2, "call": 1, "email": 5})
    desktop = await centre.desktop(ann, "available")
    for _ in range(2):
        _, offer = await offered(centre, desktop, widget)
        await desktop.ask("accept", {"offer": offer})
    third, _ = await centre.conversation(widget)
    centre.parley.router.look()
    await asyncio.sleep(0.05)
    assert (await centre.state(third)).state == "waiting"
    first = desktop.all("offer")[0]["conversation"]
    await centre.api("PUT", f"/conversations/{first}/closure", {}, by=ann)
    assert (await desktop.until("offer", lambda offer: offer["conversation"] == third))["offer"]


async def test_only_who_serves_the_queue_is_offered_it(centre: Centre) -> None:
    sales, support = await centre.queue("Sales"), await centre.queue("Support")
    ann = await centre.desktop(await centre.agent("Ann", queues=[sales]), "available")
    ben = await centre.desktop(await centre.agent("Ben", queues=[support]), "available")
    id, _ = await centre.conversation(await centre.widget(support))
    assert (await ben.until("offer"))["conversation"] == id
    assert ann.all("offer") == []


async def test_going_offline_withdraws_what_is_on_offer(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann")
    desktop = await centre.desktop(ann, "available")
    id, offer = await offered(centre, desktop, widget)
    await desktop.ask("presence", {"state": "offline"})
    assert await desktop.until("withdrawn") == {"offer": offer, "reason": "agent_gone"}
    assert (await centre.state(id)).state == "waiting"
    assert (await desktop.ask("accept", {"offer": offer}))["code"] == "offer_expired"


async def test_closing_withdraws_and_says_so(centre: Centre, widget: Json) -> None:
    ann, boss = await centre.agent("Ann"), await centre.agent("Boss", "manager")
    desktop = await centre.desktop(ann, "available")
    id, offer = await offered(centre, desktop, widget)
    await centre.api("PUT", f"/conversations/{id}/closure", {"outcome": "spam"}, by=boss)
    assert await desktop.until("withdrawn") == {"offer": offer, "reason": "closed"}
    assert (await desktop.ask("accept", {"offer": offer}))["code"] == "offer_withdrawn"
    assert await centre.slots(ann) == set()


async def test_somebody_who_never_began_a_shift_may_say_that_they_are_away(centre: Centre) -> None:
    ann = await centre.agent("Ann Reed")
    await centre.desktop(ann, "offline")
    assert await centre.presence(ann) == ("offline", None)


async def test_an_agent_keeps_their_presence_over_a_short_absence(centre: Centre) -> None:
    ann = await centre.agent("Ann")
    first, second = await centre.desktop(ann, "available"), await centre.desktop(ann)
    await first.close()
    centre.clock.pass_(seconds=GRACE.total_seconds() + 5)
    await asyncio.sleep(0.05)
    assert await centre.presence(ann) == ("available", None), "a tab is still there"
    await second.close()
    await becomes_true(lambda: not centre.parley.presences.here(ann.id))
    centre.clock.pass_(seconds=GRACE.total_seconds() - 1)
    back = await centre.desktop(ann)
    centre.clock.pass_(seconds=GRACE.total_seconds())
    await asyncio.sleep(0.05)
    assert await centre.presence(ann) == ("available", None)
    await back.close()
    await becomes_true(lambda: not centre.parley.presences.here(ann.id))
    centre.clock.pass_(seconds=GRACE.total_seconds())

    async def offline() -> bool:
        return await centre.presence(ann) == ("offline", "connection_lost")

    await becomes_true(offline)


async def test_snoozed_ones_come_back_when_they_are_due(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann")
    id, _ = await centre.given(widget, ann)
    await centre.api("PUT", f"/conversations/{id}/snooze", {"until": "2026-11-21T13:00:00Z"}, by=ann)
    assert await centre.slots(ann) == set()
    centre.clock.pass_(minutes=59)
    await asyncio.sleep(0.05)
    assert (await centre.state(id)).state == "snoozed"
    centre.clock.pass_(minutes=1)

    async def awake() -> bool:
        return (await centre.state(id)).state == "open"

    await becomes_true(awake)
    assert (await centre.events(id))[-1] == "ConversationWoken"
    assert await slots_become(centre, ann, {id})


async def test_a_transfer_moves_the_slot(centre: Centre, widget: Json) -> None:
    ann, ben = await centre.agent("Ann"), await centre.agent("Ben")
    id, _ = await centre.given(widget, ann)
    assert await slots_become(centre, ann, {id})
    await centre.api("PUT", f"/conversations/{id}/assignment", {"agent": ben.id, "note": "yours"}, by=ann)
    assert await slots_become(centre, ann, set())
    assert await slots_become(centre, ben, {id})
    await centre.api("PUT", f"/conversations/{id}/closure", {}, by=ben)
    assert await slots_become(centre, ben, set())


async def slots_become(centre: Centre, agent: Person, items: set[str]) -> bool:
    async def equal() -> bool:
        return await centre.slots(agent) == items

    await becomes_true(equal)
    return True


async def test_a_change_of_the_directory_closes_no_open_page(centre: Centre, widget: Json) -> None:
    """Not even that of a closed Conversation, which is no longer on the board."""
    ann, ben = await centre.agent("Ann"), await centre.agent("Ben")
    id, visitor = await centre.given(widget, ann)
    await centre.api("PUT", f"/conversations/{id}/closure", {}, by=ann)
    desktop = await centre.desktop(ben)
    assert (await desktop.ask("subscribe", {"conversation": id}))["ok"]
    await centre.parley.directory.change("agents", ann.id, {"name": "Ann Lee"})
    await desktop.ask("presence", {"state": "busy"})
    await visitor.ask("message", {"id": "m2", "text": "again"})
    await desktop.until("event", lambda event: event.get("message") == "m2")
