"""Email as both sides see it: a customer's mail program, a real IMAP and a real SMTP server, and an agent in a browser."""

import re
from pathlib import Path

from playwright.async_api import Frame, Locator, Page, expect

from tests.journeys.mail_centre import (
    ANNA,
    MAIL_MS,
    PAGE_OF_ANNA,
    Post,
    addresses,
    centre,
    mails,
    opened,
    post,
    sends_by_keys,
    shop,
    take,
)
from tests.journeys.mail_servers import ADDRESS, answer, letter
from tests.journeys.people import People
from tests.mail_transport.outside import failing

__all__ = ["centre", "post", "shop"]  # fixtures


async def frame_of(mail: Locator) -> Frame:
    """The document that shows a mail's HTML."""
    element = await mail.locator("iframe").element_handle()
    assert element is not None
    frame = await element.content_frame()
    assert frame is not None
    return frame


async def stations(page: Page) -> list[tuple[str, str]]:
    """The channel and the first words of every message on the screen, from the top; open mails are folded first."""
    unfolded = page.locator(".mail-fold[aria-expanded=true]")
    while await unfolded.count():
        await unfolded.first.press("Enter")
    found = await page.locator(".timeline li:is(.mail, .words)").all()
    return [
        (
            str(await station.get_attribute("data-channel")),
            (await station.locator(".mail-lines, p.bubble").first.inner_text()).split(": ")[-1],
        )
        for station in found
    ]


async def test_from_a_mail_to_the_answer_of_the_answer(people: People, post: Post, tmp_path: Path) -> None:
    leaflet = tmp_path / "care.txt"
    leaflet.write_text("Water on Sundays.\n")
    first = letter(
        ANNA, "The pale fern", "Why is my second fern so pale?", PAGE_OF_ANNA, Cc="Ben <ben@customer.example>"
    )
    first.add_attachment(b"%PDF-1.4 an invoice", maintype="application", subtype="pdf", filename="invoice.pdf")
    await post.mail.deliver(first)

    # It waits in the queue, is offered, and read: folded, opened, formatted without a single remote byte.
    ada = await take(people, "ada")
    asked: list[str] = []
    ada.page.on("request", lambda request: asked.append(request.url))
    await expect(ada.page.locator(".row-why").first).to_contain_text("Email")
    mail = mails(ada.page).first
    await expect(mail.locator(".mail-lines")).to_have_text("Why is my second fern so pale?")
    await opened(mail)
    await expect(mail.locator(".mail-head")).to_contain_text("ben@customer.example")
    await expect(mail.locator(".mail-sender")).to_have_text("Verified sender")
    await expect(mail.get_by_role("link", name="invoice.pdf")).to_be_visible()
    await mail.get_by_role("button", name="Show formatted").click()
    shown = await frame_of(mail)
    await expect(shown.get_by_text("The second fern is pale.")).to_be_visible()
    await expect(shown.locator("script")).to_have_count(0)
    await expect(shown.locator("img[src]")).to_have_count(0)
    assert not any("/mail/image" in url or "tracker.example" in url for url in asked)
    await mail.get_by_role("button", name="Show images").click()
    pictures = (await frame_of(mail)).locator("img")
    await expect(pictures).to_have_attribute("src", re.compile(r"/mail/image\?"))
    assert not any("tracker.example" in url.split("?")[0] for url in asked), "images come through us only"
    await mail.get_by_role("button", name="Headers").click()
    await expect(ada.page.get_by_role("dialog")).to_contain_text(first["Message-ID"])
    await ada.page.keyboard.press("Escape")

    # The answer: from a template, with a file, to everybody who was on the mail.
    await ada.composer.press_sequentially("/care")
    await ada.page.get_by_role("option", name="Care").click()
    await expect(ada.composer).to_have_value(
        f"Dear Anna,\n\ngive it **less** water.\n\n{ada.account.name}\n\nFern & Fig answers within a day."
    )
    await ada.page.locator(".composer input[type=file]").set_input_files(leaflet)
    await expect(ada.page.locator(".upload progress")).to_have_count(0)
    await expect(ada.page.get_by_role("list", name="To")).to_contain_text("anna@customer.example")
    await expect(ada.page.get_by_role("list", name="Cc")).to_contain_text("ben@customer.example")
    await sends_by_keys(ada)
    await expect(mails(ada.page).nth(1).locator(".mail-state")).to_contain_text("sent", timeout=20_000)

    # The customer's mail program threads it and shows all of it.
    got = await post.mail.sent()
    assert got["In-Reply-To"] == got["References"] == first["Message-ID"]
    assert (got["Subject"], addresses(got, "From")) == ("Re: The pale fern", [ADDRESS])
    assert (addresses(got, "To"), addresses(got, "Cc")) == (["anna@customer.example"], ["ben@customer.example"])
    plain, rich = got.get_body(("plain",)), got.get_body(("html",))
    assert plain is not None
    assert rich is not None
    assert "give it *less* water." in plain.get_content()
    assert "> Why is my second fern" in plain.get_content()
    assert "<strong>less</strong>" in rich.get_content()
    assert [(part.get_filename(), part.get_content()) for part in got.iter_attachments()] == [
        ("care.txt", "Water on Sundays.\n")
    ]

    # Their answer comes back into the same conversation, cut to what is new.
    await post.mail.deliver(answer(got, ANNA, "Thank you, it is green again!"))
    third = mails(ada.page).nth(2)
    await expect(third.locator(".mail-lines")).to_have_text("Thank you, it is green again!", timeout=MAIL_MS)
    await opened(third)
    await third.get_by_role("button", name="Show quoted text").click()
    await expect(third.locator(".quoted")).to_contain_text("give it *less* water.")
    assert len(await post.centre.conversations()) == 1
    assert [channel for channel, _ in await stations(ada.page)] == ["email", "email", "email"]

    # A link to the chat goes by email, and whoever opens it is Anna in this conversation: one timeline, in order.
    await ada.composer.press_sequentially("Come and show me: ")
    await ada.page.get_by_role("button", name="Insert a link to the chat").click()
    await expect(ada.composer).to_have_value(re.compile(r"/p/\w+#link=cnv_\w+\.\d+\.\w+$"))
    await sends_by_keys(ada)
    await expect(mails(ada.page).nth(3).locator(".mail-state")).to_contain_text("sent", timeout=20_000)
    second = await post.mail.sent(lambda mail: mail["Message-ID"] != got["Message-ID"])
    invitation = second.get_body(("plain",))
    assert invitation is not None
    link = re.search(r"http\S+#link=[\w.]+", invitation.get_content())
    assert link is not None
    anna = (await people.visitor()).page
    await anna.goto(link[0])
    await expect(anna.get_by_label("Your name")).to_have_count(0)
    await anna.get_by_label("Message").fill("Here is my fern")
    await anna.get_by_role("checkbox").check()
    await anna.get_by_role("button", name="Start chat").click()
    await ada.sees("Here is my fern")
    await ada.page.locator(".composer").get_by_role("button", name="Chat", exact=True).click()
    await ada.write("What a beauty")
    await expect(anna.locator(".timeline li.agent").last).to_contain_text("What a beauty")
    assert len(await post.centre.conversations()) == 1
    channels = [channel for channel, _ in await stations(ada.page)]
    assert channels == ["email", "email", "email", "email", "chat", "chat"]


async def test_a_visitor_who_left_is_answered_by_email_and_comes_back(people: People, post: Post) -> None:
    ada = await people.agent("ada")
    await ada.become("Available")
    rosa = await people.visitor()
    await rosa.open_widget()
    await rosa.panel.get_by_label("Your email").fill("rosa@customer.example")
    await rosa.begin("Rosa Vance", "Do you ship to Łódź?")
    await ada.accept()
    await ada.write("One moment, I will ask")
    await rosa.sees("One moment, I will ask")

    # She leaves the chat; the next words go by email without anybody choosing it, and that is said.
    await rosa.panel.get_by_role("button", name="More").click()
    await rosa.panel.get_by_role("button", name="End conversation").click()
    await ada.sees_text("this goes by email to rosa@customer.example")
    await expect(ada.page.get_by_role("button", name="Email", exact=True)).to_have_attribute("aria-pressed", "true")
    await ada.composer.fill("Yes, we do.")
    await ada.page.get_by_label("Subject").fill("Shipping to Łódź")
    await ada.page.locator(".composer .send").click()
    got = await post.mail.sent(lambda mail: mail["Subject"] == "Shipping to Łódź")
    assert addresses(got, "To") == ["rosa@customer.example"]

    # Her emailed answer, and her next words in the chat, stand in the same conversation, in order. Mail is not shown in the
    # chat: whoever sits at that browser is not proved to be who reads that mailbox.
    assert await rosa.panel.get_by_text("Yes, we do.").count() == 0
    await post.mail.deliver(answer(got, "Rosa <rosa@customer.example>", "Wonderful, thank you."))
    await expect(mails(ada.page).nth(1)).to_contain_text("Wonderful, thank you.", timeout=MAIL_MS)
    await rosa.panel.get_by_role("button", name="Write again").click()
    await rosa.write("Here I am again")
    await ada.sees("Here I am again")
    assert await stations(ada.page) == [
        ("chat", "Do you ship to Łódź?"),
        ("chat", "One moment, I will ask"),
        ("email", "Yes, we do."),
        ("email", "Wonderful, thank you."),
        ("chat", "Here I am again"),
    ]
    await expect(ada.page.get_by_role("button", name="Chat", exact=True)).to_have_attribute("aria-pressed", "true")


async def test_what_is_taken_back_returns_to_the_composer(people: People, post: Post) -> None:
    await post.mail.deliver(letter(ANNA, "Opening hours", "When are you open?"))
    ada = await take(people, "ada")
    before = len(post.mail.outside.mails)
    page = ada.page

    # By a key, within five seconds.
    await ada.composer.fill("On Sundays only")
    await page.get_by_role("button", name="Cc, Bcc").click()
    await page.get_by_label("Bcc: add an address").fill("log@fernandfig.example")
    await page.locator(".composer .send").click()
    await expect(page.locator(".toast")).to_contain_text("on its way")
    await page.keyboard.press("z")
    await expect(ada.composer).to_have_value("On Sundays only")
    await expect(page.get_by_role("list", name="Bcc")).to_contain_text("log@fernandfig.example")
    await expect(mails(page).nth(1).locator(".mail-state")).to_contain_text("taken back")

    # A scheduled one, from its place in the timeline.
    await page.get_by_role("button", name="Send later").click()
    await page.get_by_role("button", name="Tomorrow").click()
    scheduled = mails(page).nth(2).locator(".mail-state")
    await expect(scheduled).to_contain_text("will leave: tomorrow, 09:00")
    await scheduled.get_by_role("button", name="Do not send").click()
    await expect(ada.composer).to_have_value("On Sundays only")
    await expect(scheduled).to_contain_text("taken back")
    assert len(post.mail.outside.mails) == before


async def test_a_mail_that_cannot_be_sent_says_why_and_can_be_written_again(people: People, post: Post) -> None:
    await post.mail.deliver(letter(ANNA, "A lost address", "Please write to me."))
    ada = await take(people, "ada")
    async with failing(RCPT="550 5.1.1 Nobody of that name here") as server:
        box = await post.centre.ask("GET", f"/mailboxes/{post.mailbox}")
        smtp = {"host": "127.0.0.1", "port": server.port, "tls": "none"}
        await post.centre.ask("PATCH", f"/mailboxes/{post.mailbox}", {"smtp": smtp, "rv": box["rv"]})
        await ada.composer.fill("Here I am")
        await sends_by_keys(ada)
        state = mails(ada.page).nth(1).locator(".mail-state")
        await expect(state).to_contain_text("not sent", timeout=20_000)
        await expect(state).to_contain_text("Nobody of that name here")
        await state.get_by_role("button", name="Write again").click()
        await expect(ada.composer).to_have_value("Here I am")
    box = await post.centre.ask("GET", f"/mailboxes/{post.mailbox}")
    smtp = {"host": "127.0.0.1", "port": post.mail.outside.port, "tls": "none"}
    await post.centre.ask("PATCH", f"/mailboxes/{post.mailbox}", {"smtp": smtp, "rv": box["rv"]})
    await ada.page.locator(".composer .send").click()
    got = await post.mail.sent(lambda mail: mail["Subject"] == "Re: A lost address")
    assert addresses(got, "To") == ["anna@customer.example"]


async def test_a_new_email_by_keys_alone(people: People, post: Post) -> None:
    ada = await people.agent("ada")
    page = ada.page
    await page.keyboard.press("c")
    await expect(page.get_by_label("To: add an address")).to_be_focused()
    await page.keyboard.type("Olga <olga@customer.example>,")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Your order 7")
    await page.keyboard.press("Tab")
    await page.keyboard.type("It is packed.")
    # What is written stays when the dialog is closed.
    await page.keyboard.press("Escape")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)
    await page.keyboard.press("c")
    await expect(page.get_by_label("Text of the email")).to_have_value("It is packed.")
    await page.get_by_label("Text of the email").press("Control+Enter")
    await expect(mails(page).first.locator(".mail-state")).to_contain_text("sent", timeout=20_000)
    await expect(page.get_by_role("heading", name="Olga", level=2).first).to_be_visible()
    got = await post.mail.sent(lambda mail: mail["Subject"] == "Your order 7")
    assert addresses(got, "To") == ["olga@customer.example"]


async def test_an_unverified_sender_and_machines_are_shown_as_what_they_are(people: People, post: Post) -> None:
    await post.mail.deliver(letter(ANNA, "Pay here instead", "Our account has changed."), checked=False)
    ada = await take(people, "ada")
    mail = mails(ada.page).first
    await expect(mail.locator(".mail-claim")).to_have_text("Unverified sender")
    await opened(mail)
    await mail.locator("summary").press("Enter")
    await expect(mail.locator(".mail-sender")).to_contain_text("Nothing proves")

    # An absence notice answers us: one line, and nobody has to answer it.
    await ada.composer.fill("Who are you?")
    await sends_by_keys(ada)
    got = await post.mail.sent(lambda mail: mail["Subject"] == "Re: Pay here instead")
    notice = answer(got, ANNA, "I am away until Monday.")
    notice["Auto-Submitted"] = "auto-replied"
    await post.mail.deliver(notice)
    quiet = ada.page.locator(".timeline li.mail[data-quiet]")
    await expect(quiet).to_contain_text("Automatic reply", timeout=MAIL_MS)
    await expect(quiet.locator(".mail-lines")).to_have_count(0)
    await expect(ada.page.locator(".row-why").first).to_contain_text("waiting for the customer")
