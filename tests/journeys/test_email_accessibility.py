"""axe finds nothing to say about mail being read, written and set up, in light and in dark, wide and small; nothing on the page jumps."""

from playwright.async_api import expect

from tests.journeys.mail_centre import ANNA, PAGE_OF_ANNA, Post, centre, mails, opened, post, shop, take
from tests.journeys.mail_servers import letter
from tests.journeys.people import People
from tests.journeys.test_accessibility import SHORT_OF_MOTION, Findings, Theme, each_theme

__all__ = ["centre", "post", "shop"]  # fixtures

SMALL = {"width": 390, "height": 844}
SHIFTS = """() => new Promise(done => {
  const found = [];
  const name = node => node?.className || node?.nodeName;
  const seen = entries => {
    for (const each of entries.filter(each => !each.hadRecentInput && each.value > 0.005))
      found.push(`${each.value.toFixed(3)} ${each.sources.map(source => name(source.node))}`);
  };
  const observer = new PerformanceObserver(list => seen(list.getEntries()));
  observer.observe({ type: 'layout-shift', buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => { seen(observer.takeRecords()); done(found); }));
})"""


@each_theme
async def test_mail_in_the_workspace(people: People, post: Post, theme: Theme) -> None:
    findings = Findings()
    first = letter(ANNA, f"Ferns in {theme}", "Is this fern healthy?\n\n> You wrote\n> something", PAGE_OF_ANNA)
    first.add_attachment(b"%PDF-1.4 a leaf", maintype="application", subtype="pdf", filename="leaf.pdf")
    await post.mail.deliver(first, checked=theme == "light")
    ada = await take(people, "ada", color_scheme=theme, **SHORT_OF_MOTION)
    page = ada.page
    mail = mails(page).first
    await expect(mail).to_be_visible()
    await findings.look("a folded mail", page)
    await opened(mail)
    if theme == "dark":
        await mail.locator("summary").click()
    await findings.look("an open mail", page)
    await mail.get_by_role("button", name="Show formatted").click()
    await findings.look("its HTML", page)
    await mail.get_by_role("button", name="Headers").click()
    await expect(page.get_by_role("dialog")).to_contain_text("Message-ID".lower())
    await findings.look("its headers", page)
    await page.keyboard.press("Escape")
    await ada.composer.fill("Dear Anna")
    await page.get_by_role("button", name="Cc, Bcc").click()
    await page.get_by_label("Bcc: add an address").fill("nonsense;")
    await page.locator(".mail-below summary").click()
    await page.locator(".composer .send").click()
    await expect(page.locator(".composer-warning")).to_be_visible()
    await findings.look("a mail being written, with a mistake", page)
    await page.get_by_label("Remove nonsense").click()
    await page.get_by_role("button", name="Send later").click()
    await expect(page.locator("[popover]:popover-open")).to_be_visible()
    await findings.look("what Send later opens", page)
    await page.get_by_role("button", name="Tomorrow").click()
    await expect(mails(page).nth(1).locator(".mail-state")).to_contain_text("will leave")
    await findings.look("a scheduled mail", page)
    await page.locator("h1").first.click()
    await page.keyboard.press("c")
    await expect(page.get_by_label("To: add an address")).to_be_visible()
    await findings.look("a new email", page)
    await page.keyboard.press("Escape")
    await page.set_viewport_size(SMALL)  # type: ignore[arg-type]  # a plain dict has the two keys it wants
    await findings.look("a mail at 390", page)
    await mails(page).nth(1).get_by_role("button", name="Do not send").click()
    await expect(ada.composer).to_have_value("Dear Anna")
    await findings.look("writing at 390", page)
    assert findings == {}


@each_theme
async def test_mailboxes_and_templates(people: People, post: Post, theme: Theme) -> None:
    findings = Findings()
    admin = await people.agent("admin", color_scheme=theme, **SHORT_OF_MOTION)
    page = admin.page
    await page.goto(f"{post.centre.url}/workspace/admin/mailboxes")
    await expect(page.locator(".health")).to_have_attribute("data-state", "ok")
    await findings.look("the list of mailboxes", page)
    await page.get_by_role("link", name="Fern & Fig").click()
    await page.get_by_role("button", name="Test the connection").click()
    await expect(page.get_by_text("Everything works.")).to_be_visible()
    await expect(page.locator(".steps li")).not_to_have_count(0)
    await findings.look("a mailbox, tried out", page)
    await page.get_by_role("switch", name="Sign in by OAuth2").first.click()
    await findings.look("a mailbox with OAuth2", page)
    page.on("dialog", lambda dialog: dialog.accept())
    template = (await post.centre.ask("GET", "/templates"))["items"][0]["id"]
    await page.goto(f"{post.centre.url}/workspace/admin/templates/{template}")
    await page.locator(".translation summary").nth(1).click()
    await findings.look("a template with its translations", page)
    assert findings == {}


async def test_nothing_jumps_while_a_mail_is_read(people: People, post: Post) -> None:
    await post.mail.deliver(letter(ANNA, "Stillness", "A quiet mail.", PAGE_OF_ANNA))
    ada = await take(people, "ada", **SHORT_OF_MOTION)
    await expect(mails(ada.page).first).to_be_visible()
    conversation = (await post.centre.conversations())[0]["id"]
    await ada.open(conversation)
    await opened(mails(ada.page).first)
    await mails(ada.page).first.get_by_role("button", name="Show formatted").click()
    await ada.composer.click()  # what moves because somebody pressed something is no jump
    await ada.page.keyboard.type("A quiet answer")
    assert await ada.page.evaluate(SHIFTS) == []
