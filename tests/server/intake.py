"""What tests of incoming mail share: who writes, what our own mail server says of them, and what became of their mails."""

from typing import Any

from domain.events import MessageReceived
from server.history import check_history
from tests.centre import Centre, Json, becomes_true

ADA, EVE = "ada@mail.example", "eve@evil.example"
OURS = "mx.shop.example"
"""How our own mail server calls itself."""
PASSED = f"Authentication-Results: {OURS}; dmarc=pass header.from=mail.example\r\n".encode()
"""What it writes on top of a mail of Ada's."""


async def mails(centre: Centre) -> list[Any]:
    """Every mail that is shown anywhere: the Email of each Event."""
    await centre.parley.views.flush()
    shown = []
    for row in await centre.parley.store.tables.conversations.find({}, limit=100_000):
        events = await centre.parley.desk.events(row["_id"], 0, 1000)
        shown += [event.body.email for event in events if isinstance(event.body, MessageReceived) and event.body.email]
    return shown


async def settled(centre: Centre) -> None:
    """Until nothing waits."""

    async def done() -> bool:
        return not await centre.parley.store.tables.mails.find({"state": "waiting"})

    await becomes_true(done, 60)


async def sound(centre: Centre) -> None:
    """The whole history is as it should be."""
    await centre.parley.views.flush()
    history = await check_history(centre.parley.store, centre.clock.now())
    assert (history.violations, history.waiting_mails) == ([], 0)


async def last(centre: Centre, conversation: str) -> MessageReceived:
    """The latest message that came in."""
    events = [event.body for event in await centre.parley.desk.events(conversation, 0, 1000)]
    return [body for body in events if isinstance(body, MessageReceived)][-1]


async def customer(centre: Centre, conversation: str) -> Json:
    return await centre.parley.customers.get((await centre.state(conversation)).customer)
