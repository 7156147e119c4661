"""An administrator says how calls go: what a widget and a queue offer, and a prompt in the company's own voice."""

import wave
from io import BytesIO

from playwright.async_api import expect

from tests.journeys.centre import Centre
from tests.journeys.people import People


def sound() -> bytes:
    """Two silent seconds as a WAV."""
    whole = BytesIO()
    with wave.open(whole, "wb") as file:
        file.setparams((1, 2, 8_000, 0, "NONE", ""))
        file.writeframes(bytes(32_000))
    return whole.getvalue()


async def test_a_widget_a_queue_and_a_prompt(people: People, centre: Centre) -> None:
    admin = await people.agent("admin")
    page = admin.page
    await page.goto(f"{centre.url}/workspace/admin/widgets/new")
    await page.get_by_label("Name", exact=True).fill("Garden")
    await page.get_by_label("Websites").fill("https://garden.example")
    await page.get_by_label("What visitors can do").select_option("chat")
    await expect(page.get_by_label("Cameras and screens")).to_have_count(0)
    await page.get_by_label("What visitors can do").select_option("both")
    await page.get_by_label("Cameras and screens").check()
    await page.get_by_role("group", name="Calls").get_by_label("Polski").fill("Nagrywamy tę rozmowę.")
    await page.get_by_role("button", name="Save").click()
    await expect(page.locator(".snippet").first).to_be_visible()
    made = next(one for one in (await centre.ask("GET", "/widgets"))["items"] if one["name"] == "Garden")
    assert (made["kind"], made["video"]) == ("both", True)
    assert made["texts"] == {"pl": {"call-notice": "Nagrywamy tę rozmowę."}}

    await page.goto(f"{centre.url}/workspace/admin/queues/new")
    await page.get_by_label("Name", exact=True).fill("Garden calls")
    await page.get_by_label("Record calls").check()
    await page.get_by_label("Instead of waiting").select_option("callback")
    await page.get_by_role("button", name="Save").click()
    await expect(page.get_by_role("link", name="Garden calls")).to_be_visible()
    queue = next(one for one in (await centre.ask("GET", "/queues"))["items"] if one["name"] == "Garden calls")
    assert (queue["record_calls"], queue["call_overflow"]) == (True, "callback")

    await page.goto(f"{centre.url}/workspace/admin/prompts")
    await page.get_by_label("Language of the prompts").select_option("it")
    row = page.locator(".prompt", has_text="Benvenuti")
    upload = row.get_by_label("Upload a sound")
    await upload.set_input_files({"name": "words.txt", "mimeType": "text/plain", "buffer": b"Benvenuti"})
    await expect(page.get_by_role("alert").last).to_contain_text("not a WAV, MP3 or Ogg sound")
    await upload.set_input_files({"name": "hello.wav", "mimeType": "audio/wav", "buffer": sound()})
    await expect(row).to_contain_text("Own sound")
    heard = "audio => new Promise(told => { audio.onloadedmetadata = () => told(audio.duration); audio.load(); })"
    assert (
        abs(
            await row.locator("audio").evaluate(f"audio => {{ audio.preload = 'metadata'; return ({heard})(audio); }}")
            - 2
        )
        < 0.2
    )
    await row.get_by_role("button", name="Speak again").click()
    await expect(row).not_to_contain_text("Own sound")
