"""Who a visitor is: said by the site in signed words, or proved by a code from their mailbox; and what the next person at the browser sees."""

import asyncio
import re
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass

import pytest
import pytest_asyncio
from playwright.async_api import expect

from server.customers.identity import signature
from tests.journeys.centre import Centre, open_centre
from tests.journeys.people import People, Visitor
from tests.journeys.shop import Shop, open_shop
from tests.journeys.test_accessibility import Findings
from tests.mail_transport.outside import Outside, outside
from tests.server.mail import read, words

EMAIL, NAME = "anna@customer.example", "Anna Kowalska"
HEARD = """
  window.heard = [];
  for (const name of ['identified', 'error']) parley('on', name, data => heard.push([name, data.code ?? data.user_id]));
"""
MAIL_SECONDS = 15.0


@dataclass
class Site:
    """A centre whose shop knows its customers and whose mail really goes out."""

    centre: Centre
    mail: Outside
    secret: str

    def signed(self, user: str, email: str = "", name: str = "", secret: str = "") -> dict[str, str | int]:
        """What the shop's server hands to the page."""
        expires = int(time.time()) + 3600
        mark = signature(secret or self.secret, user, email, name, expires)
        return {"user_id": user, "email": email, "name": name, "expires": expires, "signature": mark}

    async def code(self) -> str:
        """The code in the last mail."""
        deadline = time.monotonic() + MAIL_SECONDS
        while not self.mail.mails and time.monotonic() < deadline:
            await asyncio.sleep(0.05)
        found = re.search(r"\b\d{6}\b", words(read(self.mail.mails.pop().content)))
        assert found
        return found[0]


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def site(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Site]:
    async with outside() as mail, open_centre(tmp_path_factory.mktemp("identity")) as centre:
        smtp = {"host": "127.0.0.1", "port": mail.port, "tls": "none"}
        box = {"name": "Fern & Fig", "address": "help@fernandfig.example", "queue": centre.queue, "smtp": smtp}
        await centre.ask("POST", "/mailboxes", box)
        made = await centre.ask("POST", f"/widgets/{centre.widget}/identity-secret")
        yield Site(centre, mail, made["secret"])


@pytest.fixture(scope="module")
def centre(site: Site) -> Centre:
    return site.centre


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def shop(centre: Centre) -> AsyncIterator[Shop]:
    async with open_shop(centre.url, centre.key) as open_now:
        yield open_now


async def identify(visitor: Visitor, given: dict[str, str | int], outcome: str, what: str) -> None:
    """The shop says who is signed in, and hears what came of it."""
    await visitor.page.evaluate("window.heard ?? (() => {" + HEARD + "})()")
    await visitor.page.evaluate("given => parley('identify', given)", given)
    await hears(visitor, outcome, what)


async def hears(visitor: Visitor, outcome: str, what: str) -> None:
    """Wait until the shop's page was told so."""
    await visitor.page.wait_for_function("wanted => heard.some(one => `${one}` === wanted)", arg=f"{outcome},{what}")


async def earlier(visitor: Visitor, *there: str) -> None:
    """Open the list of earlier conversations: exactly those that began so."""
    await visitor.panel.get_by_label("More").click()
    await visitor.panel.get_by_role("button", name="Earlier conversations").click()
    await listed(visitor, *there)


async def listed(visitor: Visitor, *there: str) -> None:
    rows = visitor.panel.locator(".earlier li span")
    await expect(rows).to_have_count(len(there))
    assert set(await rows.all_inner_texts()) == set(there)


async def test_signed_in_proved_by_mail_and_signed_out(people: People, site: Site) -> None:
    ada = await people.agent("ada")
    await ada.become("Available")

    # Anonymous, then signed in in the middle of it: the agent sees who it is.
    laptop = await people.visitor()
    await laptop.open_widget()
    await laptop.begin("Anna", "My fern is pale")
    await ada.accept()
    await identify(laptop, site.signed("c-1", EMAIL, NAME, secret="guessed"), "error", "forbidden")
    await identify(laptop, site.signed("c-1", EMAIL, NAME), "identified", "c-1")
    await expect(ada.page.locator(".customer")).to_contain_text("c-1")
    await laptop.page.evaluate("parley('event', 'purchase', {order: 'A-1', amount: 12.5})")
    (row,) = await site.centre.conversations()
    customer = row["customer"]["id"]
    assert row["customer"]["verified"]

    # Another browser, another day: signed in before the first word; what was said on the laptop is there.
    phone = await people.visitor()
    given = site.signed("c-1", EMAIL)
    await phone.page.evaluate("() => {" + HEARD + "}")
    await phone.page.evaluate("given => parley('identify', given)", given)
    await phone.open_widget()
    await phone.begin("Anna", "It is me again")
    await hears(phone, "identified", "c-1")
    await earlier(phone, "My fern is pale", "It is me again")

    # A third one, where the shop does not know her: a code from her mailbox does the same.
    findings, tablet = Findings(), await people.visitor()
    await tablet.open_widget()
    await tablet.begin("A.", "And on the tablet")
    await earlier(tablet, "And on the tablet")
    await findings.look_at_widget("the offer", tablet)
    await tablet.panel.get_by_role("button", name="Find conversations you had elsewhere").click()
    await tablet.panel.get_by_label("Email").fill(EMAIL)
    await findings.look_at_widget("the address", tablet)
    await tablet.panel.get_by_role("button", name="Send code").click()
    code = await site.code()
    field = tablet.panel.get_by_label("Code from the email")
    await field.fill("000000" if code != "000000" else "111111")
    await tablet.panel.get_by_role("button", name="Show my conversations").click()
    await expect(tablet.panel.get_by_role("alert")).to_contain_text("not the code")
    await findings.look_at_widget("a wrong code", tablet)
    await field.fill(code)
    await tablet.panel.get_by_role("button", name="Show my conversations").click()
    await listed(tablet, "My fern is pale", "It is me again", "And on the tablet")
    await tablet.panel.get_by_role("button", name="My fern is pale").click()
    await tablet.sees("My fern is pale")
    assert findings == {}
    shown = await site.centre.ask("GET", f"/customers/{customer}")
    assert len(shown["family"]) == 3
    assert {row["customer"]["id"] for row in await site.centre.conversations()} == {shown["id"]}
    told = await site.centre.ask("GET", f"/customers/{customer}/timeline?kinds=purchase")
    assert [(item["title"], item["text"]) for item in told["items"]] == [("purchase", "order: A-1\namount: 12.5")]

    # Signed out, in two tabs of one browser: the next person is nobody, there and after they have written.
    second = await phone.context.new_page()
    await second.goto(phone.shop.url)
    await second.locator("parley-widget button").click()
    await expect(second.frame_locator("parley-widget iframe").get_by_text("It is me again").first).to_be_visible()
    await phone.page.evaluate("parley('reset')")
    await expect(second.frame_locator("parley-widget iframe").get_by_label("Your name")).to_have_count(1)
    await expect(second.frame_locator("parley-widget iframe").get_by_text("It is me again")).to_have_count(0)
    await second.close()
    await phone.open_widget()
    await phone.begin("Somebody else", "Good morning")
    await earlier(phone, "Good morning")

    # Somebody else signs in where Anna was: the panel begins anew by itself.
    await laptop.page.evaluate("given => parley('identify', given)", site.signed("c-2", "", "Ben Farr"))
    await expect(laptop.panel.get_by_text("My fern is pale")).to_have_count(0)
    await laptop.begin("Ben", "Where is my parcel?")
    await hears(laptop, "identified", "c-2")
    await earlier(laptop, "Where is my parcel?")
