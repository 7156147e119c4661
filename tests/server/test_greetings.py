"""Greeting by name: whole sentences without a name, and with one only for whom it is, whatever others claim."""

import pytest

from server.customers.identity import signature
from server.visitors.greetings import first_name, greeted, nameless
from server.visitors.widget_texts import texts_for
from tests.centre import Centre, Json, Person, Socket

OWN = {"hello": "Hello {first name}, how can we help?", "hello-hint": "We are here, {name}.", "title": "{first name}"}
EMAIL = "vera@mail.example"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Hello {first name}, how can we help?", "Hello, how can we help?"),
        ("Hello, {first name}, how can we help?", "Hello, how can we help?"),
        ("Hello, {first name}!", "Hello!"),
        ("Bonjour {first name} !", "Bonjour !"),
        ("Welcome back, {name}", "Welcome back"),
        ("{First name}, how can we help?", "How can we help?"),
        ("{name}: what can we do?", "What can we do?"),
        ("We are here for {first name} today.", "We are here for today."),
        ("One {name}\n\nTwo", "One\n\nTwo"),
        ("{first name}", ""),
        ("hello,  {you}", "hello,  {you}"),
    ],
)
def test_without_a_name_nothing_tells_of_the_gap(text: str, left: str) -> None:
    assert nameless(text) == left


@pytest.mark.parametrize(
    ("name", "first"),
    [("Vera Nowak", "Vera"), ("Nowak, Vera", "Vera"), ("Dr. Vera Nowak", "Vera"), ("Vera", "Vera"), ("V.", "V.")],
)
def test_what_one_calls_somebody_by(name: str, first: str) -> None:
    assert first_name(name) == first
    assert greeted("Hello { first name } / {name}!", name) == f"Hello {first} / {name}!"


def test_a_page_has_no_gap_and_never_an_empty_greeting() -> None:
    texts = texts_for({"texts": {"en": {**OWN, "hello-hint": "{name}"}}}, "en")
    assert texts["hello"] == "Hello, how can we help?"
    assert texts["hello-hint"] == texts_for({"texts": {}}, "en")["hello-hint"]
    assert texts["title"] == "{first name}"  # no greeting: nothing is changed in it


@pytest.fixture
async def widget(centre: Centre) -> Json:
    return await centre.widget(texts={"en": OWN})


@pytest.fixture
async def admin(centre: Centre) -> Person:
    return await centre.agent("Admin", "administrator")


async def hello(tab: Socket) -> str | None:
    """The greeting that the server fills for a tab, None where the page's own stays."""
    answer = await tab.ask("greeting", {})
    assert answer["ok"]
    texts: dict[str, str] = answer["texts"]
    return texts.get("hello")


async def named(centre: Centre, widget: Json, name: str) -> tuple[str, Socket]:
    """Somebody who has said what they are called, and written: their Customer and their tab."""
    tab = await centre.visitor(widget)
    await tab.ask("introduce", {"name": name})
    written = await tab.ask("message", {"id": "m1", "text": "hello"})
    return (await centre.state(written["conversation"])).customer, tab


async def test_whoever_comes_back_is_called_by_name(centre: Centre, widget: Json) -> None:
    stranger = await centre.visitor(widget)
    assert await hello(stranger) is None
    _, tab = await named(centre, widget, "Vera {name} Nowak")
    again = await centre.visitor(widget, token=tab.welcome["token"])
    texts = (await again.ask("greeting", {}))["texts"]
    assert texts == {"hello": "Hello Vera, how can we help?", "hello-hint": "We are here, Vera name Nowak."}
    plain = await centre.visitor(await centre.widget(), token=tab.welcome["token"])
    assert await hello(plain) is None


@pytest.mark.parametrize("name", ["", "vera@mail.example", "https://evil.example", "+48 601 234 567"])
async def test_what_is_no_name_is_left_out(centre: Centre, widget: Json, name: str) -> None:
    _, tab = await named(centre, widget, name)
    assert await hello(tab) is None


async def test_a_very_long_name_is_cut(centre: Centre, widget: Json) -> None:
    _, tab = await named(centre, widget, "V" * 254)
    assert await hello(tab) == f"Hello {'V' * 60}, how can we help?"


async def test_a_signed_identity_is_called_by_name_at_once(centre: Centre, widget: Json, admin: Person) -> None:
    secret = (await centre.api("POST", f"/widgets/{widget['_id']}/identity-secret", by=admin))["secret"]
    expires = int(centre.clock.now().timestamp()) + 3600
    tab = await centre.visitor(widget)
    forged = {"user_id": "u1", "name": "Eve", "expires": expires, "signature": "00"}
    assert not (await tab.ask("identify", forged))["ok"]
    assert await hello(tab) is None
    signed = {**forged, "name": "Vera Nowak", "signature": signature(secret, "u1", "", "Vera Nowak", expires)}
    assert (await tab.ask("identify", signed))["ok"]
    assert await hello(tab) == "Hello Vera, how can we help?"


async def test_nobody_is_called_by_what_another_claims(centre: Centre, widget: Json, admin: Person) -> None:
    """A merge by hand lays a name over somebody, and opens nothing of the other; a proof does, which is the control."""
    vera, _ = await named(centre, widget, "Vera")
    _, nameless_tab = await centre.conversation(widget)
    await nameless_tab.ask("introduce", {"email": EMAIL})
    id = str(nameless_tab.welcome["visitor"])
    other = (await centre.parley.customers.of_visitor(id, widget["_id"], {}, "en"))["_id"]
    await centre.api("POST", f"/customers/{vera}/merge", {"from": other, "fields": []}, by=admin)
    assert await hello(nameless_tab) is None
    proving = centre.parley.proving
    await proving.prove(vera, "email", EMAIL, "code")
    assert await hello(nameless_tab) is None
    await proving.mailed(widget, id, EMAIL, "en")
    assert await hello(nameless_tab) == "Hello Vera, how can we help?"


async def test_a_masked_value_in_a_name_stays_behind(centre: Centre, widget: Json, admin: Person) -> None:
    vera, tab = await named(centre, widget, "Vera K-1700")
    assert await hello(tab) == "Hello Vera, how can we help?"
    body = {"kind": "external", "value": "K-1700"}
    addresses = (await centre.api("POST", f"/customers/{vera}/addresses", body, by=admin))["addresses"]
    number = next(one["id"] for one in addresses if one["kind"] == "external")
    await centre.api("POST", f"/customers/{vera}/mask", {"address": number, "masked": True}, by=admin)
    assert await hello(tab) is None


async def test_a_link_to_talk_tells_no_name(centre: Centre, admin: Person) -> None:
    widget = await centre.widget(kind="both", texts={"en": OWN})
    tab = await centre.visitor(widget)
    await tab.ask("introduce", {"name": "Vera"})
    mine = (await tab.ask("message", {"id": "m1", "text": "hello"}))["conversation"]
    assert await hello(tab) == "Hello Vera, how can we help?"
    url = (await centre.api("POST", f"/conversations/{mine}/talk-link", by=admin))["url"]
    talking = await centre.visitor(widget, talk=url.partition("#talk=")[2])
    assert await hello(talking) is None
