"""What somebody leaves beside their Conversations: pages and forms of a site, consents, holds, imports, codes, links; a word for each place."""

from dataclasses import dataclass

from tests.centre import Centre, Person, Socket
from tests.server.files_of_customers import HEADER, csv_file, imported

CODED = "zqcoded@zqhost.example"
CONSENT = {"text": "We look at what you see.", "version": "1", "required": False, "policy_url": ""}
FOUND_IN = {
    "zqvisitpath": {"visits", "touchpoints", "words"},
    "zqvisittitle": {"visits", "touchpoints", "words"},
    "zqvisitreferrer": {"visits", "touchpoints"},
    "zqvisitevent": {"visits", "touchpoints", "words"},
    "zqvisitform": {"visits", "touchpoints", "words"},
    "zqvisitorder": {"visits", "touchpoints", "words"},
    "zqpagepath": {"consents"},
    "zqconsenttext": {"consents"},
    "zqholdreason": {"holds"},
    "zqholdofchat": {"holds"},
    "zqimportname": {"imports"},
    "zqimportheader": {"imports"},
    "zqimportnote": {"imports"},
    "zqimportrow": {"import_pieces"},
    "zqimportcell": {"import_pieces"},
    CODED: {"codes", "automatic", "outbox", "mails"},
    "zqmaskedfield": {"customers"},
}
"""Word -> where it is to be found, at least."""


@dataclass(frozen=True)
class Links:
    """What was made to lead into the Conversations: the widget, a link to chat in one, a link to talk in the other."""

    widget: str
    chat: str
    talk: str


async def on_the_site(tab: Socket, centre: Centre, boss: Person, customer: str) -> None:
    """Pages, an event, a form and a purchase; a code that was asked for and not yet typed."""
    page = {"url": "https://shop.example/zqvisitpath", "title": "zqvisittitle", "consent": CONSENT["version"]}
    for event, told in (
        ("visit", {**page, "referrer": "https://zqvisitreferrer.example/"}),
        ("event", {"id": "e1", "name": "basket", "data": {"item": "zqvisitevent"}}),
        ("form", {"id": "f1", "name": "survey", "values": {"how": "zqvisitform"}}),
        ("prove", {"email": CODED}),
    ):
        answered = await tab.ask(event, told)
        assert answered["ok"], answered
    bought = {"kind": "purchase", "name": "order", "data": {"number": "zqvisitorder"}}
    await centre.api("POST", f"/customers/{customer}/events", bought, by=boss)


async def in_the_office(centre: Centre, boss: Person, customer: str, chat: str) -> None:
    """A consent on paper, holds that were lifted, a masked field."""
    paper = {"name": "post", "given": True, "source": "paper", "text": "zqconsenttext"}
    await centre.api("POST", f"/customers/{customer}/consents", paper, by=boss)
    for subject, reason in ((customer, "zqholdreason"), (chat, "zqholdofchat")):
        hold = await centre.api("POST", "/holds", {"subject": subject, "reason": reason}, by=boss)
        await centre.api("DELETE", f"/holds/{hold['id']}", by=boss)
    await centre.api("POST", "/fields", {"name": "Pass", "key": "pass", "kind": "text", "masked": True}, by=boss)
    rv = (await centre.api("GET", f"/customers/{customer}", by=boss))["rv"]
    await centre.api("PATCH", f"/customers/{customer}", {"rv": rv, "fields": {"pass": "zqmaskedfield"}}, by=boss)


async def in_files(centre: Centre, boss: Person, email: str) -> None:
    """A file with their row that was only rehearsed, and one that was run, of which a row was refused."""
    row = ["Zqvera", email, "", "", "", "zqimportnote"]
    await imported(centre, boss, csv_file([[*row, ""]], [*HEADER, "zqimportheader"]), dry=True)
    await centre.parley.store.tables.imports.put_many(
        [{**job, "name": "zqimportname.csv"} for job in await centre.parley.store.tables.imports.find({}, limit=10)]
    )
    job = await imported(centre, boss, csv_file([["Zqimportrow", "zqimportcell no address", "", "", "", ""]]))
    assert job["counts"]["refused"] == 1


async def invited(centre: Centre, ann: Person, mail: str, chat: str) -> Links:
    """A link to chat about the mail, and one to talk in the chat."""
    widget = await centre.widget(kind="both", name="Phone")
    made = await centre.api("POST", f"/conversations/{mail}/link", {}, by=ann)
    to_talk = await centre.api("POST", f"/conversations/{chat}/talk-link", {}, by=ann)
    return Links(widget["key"], made["url"].partition("#link=")[2], to_talk["url"].partition("#talk=")[2])
