"""A centre that has a mailbox, for the journeys of mail: fixtures in place of the ordinary ``centre`` and ``shop``, and words for the screen.

It is a centre of its own, because where no mail can be sent the widget promises other things.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import Locator, Page, expect

from tests.journeys.centre import Centre, open_centre
from tests.journeys.mail_servers import MailServers, open_mail
from tests.journeys.people import Agent, People
from tests.journeys.shop import Shop, open_shop

ANNA = "Anna Kowalska <anna@customer.example>"
PAGE_OF_ANNA = """<h2>Order 4471</h2><p>The <b>second</b> fern is pale.</p>
<img src="http://tracker.example/pixel.png" alt="the fern"><script>parent.document.title = "taken"</script>"""
MAIL_MS = 75_000
"""A mail that comes in just as Parley begins to listen is only noticed at the next look, a minute later."""

FORM = (("name", "text", "Your name"), ("email", "email", "Your email"))
TEMPLATE = {
    "name": "Care",
    "shortcut": "care",
    "text": "Dear {first name},\n\ngive it **less** water.\n\n{agent}",
    "footer": "Fern & Fig answers within a day.",
}


@dataclass
class Post:
    """A centre with a mailbox, and the mail servers around it."""

    centre: Centre
    mail: MailServers
    mailbox: str


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def post(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Post]:
    async with open_mail() as mail, open_centre(tmp_path_factory.mktemp("post")) as centre:
        mailbox = await centre.ask("POST", "/mailboxes", mail.mailbox(centre.queue))
        await centre.ask("POST", "/templates", TEMPLATE)
        form = [{"name": name, "kind": kind, "label": label, "required": True} for name, kind, label in FORM]
        widget = await centre.ask("GET", f"/widgets/{centre.widget}")
        await centre.ask("PATCH", f"/widgets/{centre.widget}", {"form": form, "rv": widget["rv"]})
        yield Post(centre, mail, mailbox["id"])


@pytest.fixture(scope="module")
def centre(post: Post) -> Centre:
    return post.centre


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shop(centre: Centre) -> AsyncIterator[Shop]:
    async with open_shop(centre.url, centre.key) as open_now:
        yield open_now


def mails(page: Page) -> Locator:
    """The emails of the timeline."""
    return page.locator(".timeline li.mail")


async def opened(mail: Locator) -> Locator:
    """An email, opened by the keyboard."""
    fold = mail.locator(".mail-fold")
    await fold.press("Enter")
    await expect(fold).to_have_attribute("aria-expanded", "true")
    return mail


async def sends_by_keys(agent: Agent) -> None:
    """Send what is written, once it can be seen to whom."""
    await expect(agent.page.locator(".composer .recipient").first).to_be_visible()
    await agent.composer.press("Control+Enter")


def addresses(mail: EmailMessage, header: str) -> list[str]:
    """Who a header names."""
    return [address for _, address in getaddresses(mail.get_all(header, []))]


async def take(people: People, key: str, **context: Any) -> Agent:
    """An agent who takes what is offered."""
    agent = await people.agent(key, **context)
    await agent.become("Available")
    await expect(agent.offer).to_be_visible(timeout=MAIL_MS)
    await agent.accept()
    return agent
