"""One person on every channel: nobody at first, known in mid-conversation, then by email and by telephone, always before anybody accepts."""

import re
import time
from statistics import median
from typing import Any

from playwright.async_api import Locator, expect

from server.customers.identity import signature
from tests.centre import Json, Person
from tests.journeys.callers import ANN_HZ, Caller, Line
from tests.journeys.desks import Desk, desk
from tests.server.mail import ADDRESS, letter

LIMIT_MS = 300.0
"""From the arrival of an offer to the profile on the screen."""
OURS = "mx.shop.example"
PROVED = f"Authentication-Results: {OURS}; dmarc=pass header.from=mail.example\r\n".encode()
"""What our own mail server writes on top of a mail that is Vera's."""

POPS = """(() => {
  const Native = WebSocket;
  window.pops = {};
  const shown = customer => [...document.querySelectorAll(`aside.customer [data-customer="${customer}"] .profile-counts`)]
    .some(counts => counts.getClientRects().length > 0);
  window.WebSocket = class extends Native {
    constructor(...given) {
      super(...given);
      this.addEventListener('message', ({data}) => {
        const found = typeof data === 'string' && /^42\\["offer",(.*)\\]$/s.exec(data);
        if (!found) return;
        const {offer, summary} = JSON.parse(found[1]);
        const since = performance.now();
        const look = () => {
          if (shown(summary.customer.id)) setTimeout(() => { pops[offer] = performance.now() - since; });
          else requestAnimationFrame(look);
        };
        requestAnimationFrame(look);
      });
    }
  };
})()"""
"""Put into the agent's page: for each offer the milliseconds from its arrival on the socket to the frame that shows the profile."""


def profile(ann: Desk) -> Locator:
    """The pane beside the inbox."""
    return ann.page.locator("aside.customer .profile")


async def at_work(line: Line) -> Desk:
    """Ann, whose page keeps the time; she talks with somebody else already, so that every offer finds her at work."""
    ann = await desk(line, "Ann Reed", ANN_HZ)
    await ann.context.add_init_script(POPS)
    await ann.page.reload()
    await expect(ann.page.locator(".presence-button")).to_have_attribute("aria-label", re.compile("Available"))
    rosa = await line.exchange.centre.visitor(line.exchange.widget)
    await rosa.ask("introduce", {"name": "Rosa Vance", "form": {"name": "Rosa Vance"}, "consent": "3"})
    await rosa.ask("message", {"id": "m1", "text": "Is the fern still there?"})
    await takes(ann)
    return ann


async def takes(ann: Desk) -> float:
    """Accept the offer once the profile of whom it is about is on the screen, and how long that took; milliseconds."""
    await expect(ann.offer).to_be_visible()
    await ann.page.wait_for_function("() => Object.keys(pops).length > 0")
    (took,) = await ann.page.evaluate("() => { const all = Object.values(pops); pops = {}; return all; }")
    await ann.offer.get_by_role("button", name="Accept").click()
    await expect(ann.offer).to_have_count(0)
    return float(took)


async def writes(vera: Caller, words: str) -> None:
    """Open the panel and begin a chat, claiming to be somebody."""
    await vera.open()
    await vera.panel.get_by_label("Your name").fill("Vera Nowak")
    await vera.panel.get_by_label("Message").fill(words)
    await vera.panel.get_by_role("checkbox").check()
    await vera.button("Start chat").click()


async def proves(vera: Caller, secret: str) -> None:
    """The shop's server has signed who she is, and its page says so while the chat goes on."""
    expires = int(time.time()) + 600
    who = {"user_id": "4711", "email": "vera@mail.example", "name": "Vera Nowak", "expires": expires}
    signed = {**who, "signature": signature(secret, "4711", "vera@mail.example", "Vera Nowak", expires)}
    await vera.page.evaluate("who => parley('identify', who)", signed)


async def told_of_a_colleague(ann: Desk, line: Line, sue: Person, customer: str) -> None:
    """Two edit one field: whoever comes last sees what the other wrote before they replace it, and can take it back."""
    api = line.exchange.centre.api
    await profile(ann).get_by_role("button", name="Edit Note").click()
    rv = (await api("GET", f"/customers/{customer}", by=sue))["rv"]
    await api("PATCH", f"/customers/{customer}", {"note": "Call her back", "rv": rv}, by=sue)
    note = profile(ann).get_by_role("textbox", name="Note")
    await note.fill("Prefers email")
    await note.press("Enter")
    await expect(profile(ann).get_by_role("alert")).to_contain_text("changed it to “Call her back” meanwhile")
    await note.press("Enter")
    await expect(profile(ann).get_by_role("button", name="Edit Note")).to_contain_text("Prefers email")
    await ann.page.locator(".toast").get_by_role("button", name="Undo").click()
    await expect(profile(ann).get_by_role("button", name="Edit Note")).to_contain_text("Call her back")


async def everything(line: Line, by: Person, customer: str) -> Json:
    """What is whose: addresses, fields, conversations and timeline of one side."""
    api = line.exchange.centre.api
    shown: Json = await api("GET", f"/customers/{customer}", by=by)
    conversations = (await api("GET", f"/customers/{customer}/conversations", by=by))["items"]
    rows = (await api("GET", f"/customers/{customer}/timeline?limit=100&kinds=", by=by))["items"]
    own = {name: shown[name] for name in ("id", "name", "addresses", "note", "family", "tags", "fields")}
    return {**own, "conversations": sorted(one["id"] for one in conversations), "rows": [row["id"] for row in rows]}


async def test_one_person_on_every_channel(line: Line, capsys: Any) -> None:
    centre, there = line.exchange.centre, line.exchange
    sue = await centre.agent("Sue", "manager", queues=None)
    mailbox = await centre.mailbox(ADDRESS, authserv_id=OURS, queue=there.queue)
    secret = (await centre.api("POST", f"/widgets/{there.widget['_id']}/identity-secret", by=sue))["secret"]
    ann = await at_work(line)
    pops: dict[str, float] = {}

    # Nobody we know, until the shop says who she is: the open profile becomes hers.
    vera = await line.caller()
    await writes(vera, "Where is my fern?")
    await expect(ann.offer).to_contain_text("Where is my fern?")
    await expect(ann.page.locator(".pop-tabs")).to_contain_text("Offered: Vera Nowak")
    pops["chat"] = await takes(ann)
    await expect(profile(ann).locator(".marks")).to_contain_text("Not verified")
    await proves(vera, secret)
    await expect(profile(ann).locator(".marks .mark-verified")).to_have_text("Verified")
    await expect(profile(ann).locator(".addresses")).to_contain_text("4711")
    await expect(profile(ann).locator(".addresses")).to_contain_text("verified, signed by the site")
    customer = str(await profile(ann).get_attribute("data-customer"))
    await told_of_a_colleague(ann, line, sue, customer)

    # Her mail, and her call: the same profile, on the screen before the offer is answered.
    await ann.page.locator(".row", has_text="Rosa Vance").click()
    raw = PROVED + letter("vera@mail.example", "Vera N.", subject="Pale fern", message_id="<vera@mail.example>")
    await centre.ask("POST", "/api/v1/mail/import?wait=1", raw=raw, by=sue, headers={"Content-Type": "message/rfc822"})
    await expect(ann.offer).to_contain_text("Verified")
    pops["email"] = await takes(ann)
    await expect(profile(ann)).to_have_attribute("data-customer", customer)
    await ann.page.locator(".row", has_text="Rosa Vance").click()
    await vera.button("Call us").first.click()
    await vera.button("Call now").click()
    pops["call"] = await takes(ann)
    await ann.is_talking()
    await expect(profile(ann)).to_have_attribute("data-customer", customer)
    await ann.key("End").click()
    await ann.is_free()
    await expect(profile(ann).locator(".profile-counts")).to_contain_text("1 email")
    rows = (await centre.api("GET", f"/customers/{customer}/timeline?kinds=message,email,call", by=sue))["items"]
    assert {row["kind"] for row in rows} == {"message", "email", "call"}

    # A wrong merge, made by a suggestion, is undone: each has exactly its own, what came meanwhile included.
    wera = await centre.visitor(there.widget)
    await wera.ask("introduce", {"name": "Wera Nowak", "form": {"name": "Wera Nowak"}, "consent": "3"})
    ack = await wera.ask("message", {"id": "m1", "text": "A question of mine"})
    pops["another chat"] = await takes(ann)
    other = (await centre.state(ack["conversation"])).customer
    before = [await everything(line, sue, one) for one in (customer, other)]
    await merges(ann, "Vera Nowak")
    await wera.ask("message", {"id": "m2", "text": "Are you there?"})
    together = await everything(line, sue, other)
    assert (together["family"], together["name"]) == ([other, customer], "Vera Nowak")
    assert len(together["rows"]) == sum(len(side["rows"]) for side in before) + 1
    await profile(ann).get_by_role("button", name="Part from Vera Nowak").click()
    await expect(profile(ann).locator("h2")).to_contain_text("Wera Nowak")
    for one, was in zip((customer, other), before, strict=True):
        now = await everything(line, sue, one)
        newer = 1 if one == other else 0
        assert {**now, "rows": now["rows"][newer:]} == was
    await centre.api("DELETE", f"/mailboxes/{mailbox['_id']}", by=sue)

    with capsys.disabled():
        print("\nscreen pop:", ", ".join(f"{channel} {took:.0f} ms" for channel, took in pops.items()))
    # A machine that is busy with other things may hold one of them up, not half of them.
    assert median(pops.values()) <= LIMIT_MS, pops


async def merges(ann: Desk, name: str) -> None:
    """Compare with whom the pane suggests, take their name, and merge."""
    await expect(profile(ann).locator(".likely")).to_contain_text(f"May be the same as {name}")
    await profile(ann).get_by_role("button", name=f"Compare with {name}").click()
    dialog = ann.page.get_by_role("dialog")
    await expect(dialog.locator(".merge-follows")).to_contain_text("1 call")
    await dialog.get_by_role("group", name="Name").get_by_role("radio", name=name).check()
    await dialog.get_by_role("button", name="Merge", exact=True).click()
    await expect(ann.page.locator(".toast")).to_contain_text(f"Merged with {name}.")
    await expect(profile(ann).locator("h2")).to_contain_text(name)
