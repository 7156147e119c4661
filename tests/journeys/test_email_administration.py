"""An administrator sets a mailbox up and fills a template; an agent's next mail brings what the template brings."""

import re
from pathlib import Path

from playwright.async_api import expect

from tests.journeys.mail_centre import ANNA, Post, addresses, centre, mails, post, sends_by_keys, shop, take
from tests.journeys.mail_servers import letter
from tests.journeys.people import People
from tests.mail_transport.dovecot import PASSWORD

__all__ = ["centre", "post", "shop"]  # fixtures


async def test_a_mailbox_from_a_preset_to_a_passed_trial(people: People, post: Post) -> None:
    admin = await people.agent("admin")
    page = admin.page
    await page.goto(f"{post.centre.url}/workspace/admin/mailboxes/new")
    await page.get_by_label("Name", exact=True).fill("Returns")
    await page.get_by_label("Address", exact=False).first.fill("returns@fernandfig.example")
    await page.get_by_label("Provider").select_option("Google")
    hosts, ports = page.get_by_label("Server", exact=True), page.get_by_label("Port")
    await expect(hosts.nth(0)).to_have_value("imap.gmail.com")
    await expect(hosts.nth(1)).to_have_value("smtp.gmail.com")
    for index, port in enumerate((post.mail.dovecot.port, post.mail.outside.port)):
        await hosts.nth(index).fill("127.0.0.1")
        await ports.nth(index).fill(str(port))
        await page.get_by_label("Encryption").nth(index).select_option("none")
    await page.get_by_label("User").first.fill("returns")
    await page.get_by_label("Password").first.fill("not the password")
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("link", name="Returns").click()

    # The trial says in words what is wrong; a password entered anew puts it right, and the old one was never shown.
    await page.get_by_role("button", name="Test the connection").click()
    await expect(page.locator(".steps [data-ok=false]")).to_contain_text("Sign-in")
    await expect(page.get_by_label("Password").first).to_have_value("")
    await page.get_by_label("Password").first.fill(PASSWORD)
    await page.get_by_role("button", name="Save").click()
    await page.get_by_role("link", name="Returns").click()
    await page.get_by_role("button", name="Test the connection").click()
    await expect(page.get_by_text("Everything works.")).to_be_visible()
    await page.get_by_role("button", name="Delete").click()
    await expect(page.locator(".toast", has_text="Returns deleted")).to_be_visible()


async def test_a_template_brings_its_file_and_its_language(people: People, post: Post, tmp_path: Path) -> None:
    leaflet = tmp_path / "leaflet.txt"
    leaflet.write_text("Ferns like shade.\n")
    made = {"name": "Shade", "shortcut": "shade", "text": "Give it shade, {first name}."}
    template = (await post.centre.ask("POST", "/templates", made))["id"]
    admin = await people.agent("admin")
    page = admin.page
    await page.goto(f"{post.centre.url}/workspace/admin/templates/{template}")
    await page.locator("form input[type=file]").set_input_files(leaflet)
    await expect(page.locator(".upload")).to_contain_text("leaflet.txt")
    await page.get_by_text("Polski").click()
    await page.locator(".translation[open]").get_by_label("Text").fill("Cień, {first name}!")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".toast")).to_contain_text("Shade")
    stored = await post.centre.ask("GET", f"/templates/{template}")
    assert [file["name"] for file in stored["files"]] == ["leaflet.txt"]
    assert stored["translations"]["pl"]["text"] == "Cień, {first name}!"

    await post.mail.deliver(letter(ANNA, "Too sunny", "My fern is burnt."))
    ada = await take(people, "ada")
    await ada.composer.press_sequentially("/shade")
    await ada.composer.press("Enter")
    await expect(ada.composer).to_have_value("Give it shade, Anna.")
    await expect(ada.page.locator(".upload")).to_contain_text("leaflet.txt")
    await sends_by_keys(ada)
    await expect(mails(ada.page).nth(1).locator(".mail-state")).to_have_text(re.compile("sent$"), timeout=20_000)
    got = await post.mail.sent(lambda mail: mail["Subject"] == "Re: Too sunny")
    assert addresses(got, "To") == ["anna@customer.example"]
    assert [part.get_filename() for part in got.iter_attachments()] == ["leaflet.txt"]
