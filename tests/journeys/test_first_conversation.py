"""A visitor's chat from the first click to the next day, as both sides see it."""

from pathlib import Path

from playwright.async_api import expect

from tests.journeys.centre import Centre
from tests.journeys.people import People, said

DAY = 24 * 3600


async def test_from_the_first_click_to_the_next_day(people: People, centre: Centre, tmp_path: Path) -> None:
    leaf, label = tmp_path / "leaf.txt", tmp_path / "label.txt"
    leaf.write_text("a yellow leaf\n")
    label.write_text("a parcel label\n")

    # Nobody has room yet: the visitor waits and sees their place.
    await (await people.agent("cleo")).become("Available")
    ada = await people.agent("ada")
    await ada.become("Lunch")
    rosa = await people.visitor()
    await rosa.open_widget()
    await rosa.begin("Rosa Vance", "My fern has yellow leaves")
    await rosa.sees_text("You are next")

    # An agent comes and takes the offer.
    await ada.become("Available")
    await expect(ada.offer).to_contain_text("Rosa Vance")
    await ada.accept()
    await ada.sees("My fern has yellow leaves")
    await rosa.sees_text("Ada Quill")

    # Both type and see it; both read and are told.
    await ada.composer.press_sequentially("Hello")
    await rosa.sees_text("Ada Quill is typing")
    await ada.write("Hello Rosa, how often do you water it?")
    await rosa.sees("how often do you water it?")
    await ada.sees_mark("how often do you water it?", "read")
    await rosa.composer.press_sequentially("Every")
    await ada.sees_text("Rosa Vance is typing")
    await rosa.write("Every day")
    await ada.sees("Every day")
    await rosa.sees_mark("Every day", "Read")

    # A file each way.
    await rosa.send_file(leaf)
    await ada.sees_text("leaf.txt")
    await ada.send_file(label)
    await rosa.sees_text("label.txt")

    # Another agent gets it, with everything that was said and the note.
    ben = await people.agent("ben")
    await ben.become("Lunch")
    await ada.transfer("Ben Farrow", "She waters too much")
    await rosa.sees_text("Passed on to Ben Farrow")
    conversation = (await centre.conversations())[0]["id"]
    await ben.open(conversation)
    for words in ("My fern has yellow leaves", "how often do you water it?", "Every day"):
        await ben.sees(words)
    await ben.sees_text("leaf.txt")
    await ben.sees_text("She waters too much")
    await ben.write("Once a week is enough")
    await rosa.sees("Once a week is enough")
    await expect(rosa.panel.get_by_text("She waters too much")).to_have_count(0)

    # It ends, and what both saw is what is stored.
    await ben.close_conversation()
    await rosa.sees_text("Conversation ended")
    stored = said(await centre.events(conversation))
    assert await rosa.displayed() == stored
    assert await ben.displayed() == stored

    # The next day the visitor comes back and finds the history.
    centre.pass_time(DAY)
    await rosa.page.close()
    rosa.page = await rosa.context.new_page()
    await rosa.visit("/orders")
    await rosa.open_widget()
    await rosa.sees("Once a week is enough")
    assert await rosa.displayed() == stored
