"""A visitor whose browser gives frames of other origins no storage at all, as private windows do: the chat goes on all the same."""

from playwright.async_api import expect

from tests.browser import open_browser
from tests.journeys.centre import Centre
from tests.journeys.people import People, said
from tests.journeys.shop import Shop


async def test_a_reload_keeps_the_conversation(people: People, centre: Centre, shop: Shop) -> None:
    agent = await people.agent("ada")
    await agent.become("Available")
    async with open_browser() as private, People(private, centre, shop) as strangers:
        visitor = await strangers.visitor()
        await visitor.open_widget()
        await visitor.begin("Noor Bell", "Nobody keeps anything here")
        frame = next(frame for frame in visitor.page.frames if "/panel/" in frame.url)
        assert await frame.evaluate("() => { try { return !sessionStorage } catch { return true } }"), "not so private"
        await expect(agent.offer).to_contain_text("Noor Bell")
        await agent.accept()
        await agent.write("We do")
        await visitor.sees("We do")
        await visitor.page.reload()
        await visitor.sees("We do")
        await visitor.write("Good to know")
        await agent.sees("Good to know")
        stored = said(await centre.events((await centre.conversations())[0]["id"]))
        assert await visitor.displayed() == await agent.displayed() == stored
