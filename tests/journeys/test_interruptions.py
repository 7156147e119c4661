"""Reloads, second tabs, broken networks and a killed server: nothing is lost, doubled or reordered on any screen."""

import asyncio
import itertools
import time
from dataclasses import dataclass, field

import pytest
import pytest_asyncio
from playwright.async_api import expect

from tests.journeys.centre import Centre
from tests.journeys.people import Agent, People, Said, Visitor, said

OFFLINE_SECONDS = 10.0
PATIENCE_SECONDS = 45.0
MESSAGES = 20
POLL_SECONDS = 0.1
names = (f"Visitor{number} Lake" for number in itertools.count(1))


@dataclass
class Talk:
    """A running conversation, and all that was said in it as its people remember."""

    visitor: Visitor
    agent: Agent
    centre: Centre
    id: str
    remembered: list[Said] = field(default_factory=list)

    async def visitor_writes(self, words: str) -> None:
        """The visitor sends words, whatever their network does."""
        self.remembered.append(("customer", words))
        await self.visitor.write(words)

    async def agent_writes(self, words: str) -> None:
        """The agent sends words, whatever their network does."""
        self.remembered.append(("agent", words))
        await self.agent.write(words)

    async def all_agree(self) -> None:
        """Wait until the store holds exactly what was said, and both screens show exactly what the store holds."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            stored = said(await self.centre.events(self.id))
            views = [sorted(stored), await self.visitor.displayed(), await self.agent.displayed()]
            wanted = [sorted(self.remembered), stored, stored]
            if views == wanted or time.monotonic() > deadline:
                assert views == wanted
                break
            await asyncio.sleep(POLL_SECONDS)
        for side in ("customer", "agent"):
            assert [s for s in stored if s[0] == side] == [s for s in self.remembered if s[0] == side], "reordered"


@pytest_asyncio.fixture(loop_scope="session")
async def talk(people: People, centre: Centre) -> Talk:
    """A visitor and an agent who have exchanged their first words."""
    agent = await people.agent("ada")
    await agent.become("Available")
    visitor = await people.visitor()
    await visitor.open_widget()
    name = next(names)
    await visitor.begin(name, "Is anybody there?")
    await expect(agent.offer).to_contain_text(name)
    await agent.accept()
    id = (await centre.conversations())[0]["id"]
    begun = Talk(visitor, agent, centre, id, [("customer", "Is anybody there?")])
    await begun.agent_writes("Yes, hello!")
    await begun.all_agree()
    return begun


async def test_the_visitor_reloads(talk: Talk) -> None:
    await talk.visitor.composer.fill("half a sentence")
    await talk.visitor.page.reload()
    await expect(talk.visitor.composer).to_have_value("half a sentence")
    await talk.agent_writes("Are you still there?")
    await talk.visitor_writes("Yes, I am back")
    await talk.all_agree()


async def test_the_visitor_goes_to_another_page(talk: Talk) -> None:
    await talk.visitor.page.get_by_role("link", name="Orders").click()
    await talk.visitor.sees("Yes, hello!")
    await talk.visitor_writes("Here is my order")
    await talk.all_agree()


async def test_the_agent_reloads(talk: Talk) -> None:
    await talk.agent.page.reload()
    await talk.visitor_writes("Did you get this?")
    await talk.agent.sees("Did you get this?")
    await talk.agent_writes("I did")
    await talk.all_agree()


async def test_the_visitor_has_two_tabs(talk: Talk) -> None:
    first = talk.visitor
    second = Visitor(first.context, await first.context.new_page(), first.wire, first.shop)
    await second.visit("/orders")
    if not await second.composer.is_visible():
        await second.open_widget()
    await second.sees("Yes, hello!")
    await talk.agent_writes("Which tab are you in?")
    await first.sees("Which tab are you in?")
    await second.sees("Which tab are you in?")
    talk.visitor = second
    await talk.visitor_writes("The second")
    await first.sees("The second")
    await talk.all_agree()

    # The tab that came first goes: the other one carries on.
    await first.page.close()
    await talk.agent_writes("And now?")
    await talk.visitor_writes("Still here")
    await talk.all_agree()


async def test_the_agent_has_two_tabs(talk: Talk) -> None:
    second = Agent(
        talk.agent.context, await talk.agent.context.new_page(), talk.agent.wire, talk.centre, talk.agent.account
    )
    await second.open(talk.id)
    await talk.visitor_writes("Both of you?")
    await second.sees("Both of you?")
    await talk.agent_writes("Only one of me")
    await second.sees("Only one of me")
    assert await second.displayed() == await talk.agent.displayed()
    await talk.all_agree()


@pytest.mark.parametrize("who", ["visitor", "agent"])
async def test_ten_seconds_without_a_network(talk: Talk, who: str) -> None:
    side = talk.visitor if who == "visitor" else talk.agent
    warning = (
        talk.visitor.panel.get_by_text("No connection")
        if who == "visitor"
        else talk.agent.page.get_by_text("Reconnecting")
    )
    side.wire.cut()
    cut_at = time.monotonic()
    await talk.visitor_writes("one")
    await talk.agent_writes("eins")
    await expect(warning).to_be_visible()
    await talk.visitor_writes("two")
    await talk.agent_writes("zwei")
    await asyncio.sleep(max(0.0, cut_at + OFFLINE_SECONDS - time.monotonic()))
    side.wire.mend()
    await talk.all_agree()
    await expect(warning).to_have_count(0)


@pytest.mark.parametrize("who", ["visitor", "agent"])
async def test_what_was_stored_but_never_acknowledged_is_not_stored_again(talk: Talk, who: str) -> None:
    side = talk.visitor if who == "visitor" else talk.agent
    side.wire.deafen()
    await (talk.visitor_writes("Once?") if who == "visitor" else talk.agent_writes("Once?"))
    async with asyncio.timeout(PATIENCE_SECONDS):
        while talk.remembered[-1] not in said(await talk.centre.events(talk.id)):
            await asyncio.sleep(POLL_SECONDS)
    side.wire.mend()
    await (talk.visitor_writes("Once.") if who == "visitor" else talk.agent_writes("Once."))
    await talk.all_agree()


async def test_the_server_is_killed_in_the_middle(talk: Talk, centre: Centre) -> None:
    async def visitor_goes_on() -> None:
        for number in range(MESSAGES):
            await talk.visitor_writes(f"visitor {number}")

    async def agent_goes_on() -> None:
        for number in range(MESSAGES):
            await talk.agent_writes(f"agent {number}")

    async def power_fails() -> None:
        await talk.agent.sees(f"visitor {MESSAGES // 4}")
        await centre.kill()
        await centre.start()

    await asyncio.gather(visitor_goes_on(), agent_goes_on(), power_fails())
    await talk.all_agree()
    await talk.visitor_writes("after")
    await talk.agent_writes("danach")
    await talk.all_agree()
