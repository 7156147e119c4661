"""Twelve ways to pretend to be somebody, over the visitors' socket: none shows a row of their history, and each would with the real thing."""

import base64
import hashlib
import hmac
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import pytest

from server.customers.identity import signature
from tests.centre import Centre, Json, Person, Socket

USER, EMAIL = "user-1é", "vera@mail.example"
SECRET_WORDS = "My order is late, my street is Mill Lane 4"


@dataclass
class Site:
    """A shop whose customer Vera, who is signed in there, has written before; another shop of the same centre; and an administrator."""

    centre: Centre
    admin: Person
    widget: Json
    other: Json
    secret: str
    other_secret: str
    theirs: str
    used: Json

    @property
    def expires(self) -> int:
        return int(self.centre.clock.now().timestamp()) + 3600

    def signed(
        self, user: str = USER, email: str = EMAIL, *, secret: str = "", expires: int = 0, name: str = ""
    ) -> Json:
        """What the site's server hands to the page of whoever is signed in."""
        until = expires or self.expires
        mark = signature(secret or self.secret, user, email, name, until)
        return {"user_id": user, "email": email, "name": name, "expires": until, "signature": mark}

    def jwt(self, algorithm: str = "HS256", secret: str = "", **claims: object) -> Json:
        """The same as a JWT."""
        parts: list[Json] = [{"alg": algorithm}, {"sub": USER, "exp": self.expires, **claims}]
        text = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        mark = hmac.new((secret or self.secret).encode(), text.encode(), hashlib.sha256).digest()
        return {"jwt": f"{text}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"}

    async def rotated(self) -> str:
        """Make the identity secret anew; the new one."""
        path = f"/widgets/{self.widget['_id']}/identity-secret"
        return str((await self.centre.api("POST", path, by=self.admin))["secret"])


@pytest.fixture
async def site(centre: Centre) -> Site:
    admin, widget, other = await centre.agent("Admin", "administrator"), await centre.widget(), await centre.widget()
    secrets = [
        (await centre.api("POST", f"/widgets/{one['_id']}/identity-secret", by=admin))["secret"]
        for one in (widget, other)
    ]
    theirs, tab = await centre.conversation(widget, SECRET_WORDS)
    site = Site(centre, admin, widget, other, secrets[0], secrets[1], theirs, {})
    site.used = site.signed(name="Vera")
    assert await tab.ask("identify", site.used) == {"ok": True}
    return site


async def rows(tab: Socket, theirs: str) -> int:
    """How much of somebody's history a tab gets to see: the Conversation in the list, and its events."""
    found = [one for one in (await tab.ask("history", {}))["conversations"] if one["id"] == theirs]
    read = await tab.ask("resume", {"conversation": theirs, "after": 0})
    assert read["ok"] or read["code"] == "not_found"
    return len(found) + len(read.get("events", []))


Act = Callable[[Site, Socket], Awaitable[Json]]


def identify(make: Callable[[Site], Json]) -> Act:
    async def act(site: Site, tab: Socket) -> Json:
        answer: Json = await tab.ask("identify", make(site))
        return answer

    return act


async def claim(site: Site, tab: Socket) -> Json:
    """Only say so, and write as her."""
    await tab.ask("introduce", {"name": "Vera", "email": EMAIL})
    answer: Json = await tab.ask("message", {"id": "m1", "text": "It is me, Vera"})
    return {**answer, "ok": False}


async def other_browser(site: Site, tab: Socket) -> Json:
    """Play back what her page has sent."""
    answer: Json = await tab.ask("identify", site.used)
    return answer


async def after_rotation(site: Site, tab: Socket) -> Json:
    """Sign with a secret that has been changed."""
    old = site.signed()
    site.secret = await site.rotated()
    answer: Json = await tab.ask("identify", old)
    return answer


FORGERIES: dict[str, Act] = {
    "a claim": claim,
    "no signature": identify(lambda s: {**s.signed(), "signature": ""}),
    "another key": identify(lambda s: s.signed(secret="guess")),
    "another id": identify(lambda s: {**s.signed("user-2", ""), "user_id": USER}),
    "another email": identify(lambda s: {**s.signed("user-2", "eve@mail.example"), "email": EMAIL}),
    "expired": identify(lambda s: s.signed(expires=s.expires - 3601)),
    "for ever": identify(lambda s: s.signed(expires=s.expires + 10**8)),
    "played back": other_browser,
    "another way to write the id": identify(lambda s: s.signed("user-1e\u0301")),
    "another widget's secret": identify(lambda s: s.signed(secret=s.other_secret)),
    "a secret that was changed": after_rotation,
    "a token that needs no signature": identify(lambda s: s.jwt("none")),
}


@pytest.mark.parametrize("how", FORGERIES)
async def test_a_forgery_shows_nothing_and_the_real_thing_does(site: Site, how: str) -> None:
    tab = await site.centre.visitor(site.widget)
    forged = await FORGERIES[how](site, tab)
    assert not forged["ok"]
    assert forged.get("code", "forbidden") == "forbidden"
    assert await rows(tab, site.theirs) == 0
    assert SECRET_WORDS not in str(tab.heard)
    real = site.jwt(email=EMAIL) if "token" in how else site.signed()
    assert await tab.ask("identify", real) == {"ok": True}
    assert await rows(tab, site.theirs) > 2


async def test_there_are_twelve() -> None:
    assert len(FORGERIES) == 12


async def test_a_token_of_one_widget_is_a_new_visitor_on_another(site: Site) -> None:
    theirs, tab = await site.centre.conversation(site.widget)
    elsewhere = await site.centre.visitor(site.other, tab.welcome["token"])
    assert elsewhere.welcome["visitor"] != tab.welcome["visitor"]
    assert await rows(elsewhere, theirs) == 0
    assert await rows(await site.centre.visitor(site.widget, tab.welcome["token"]), theirs) > 2


async def test_what_an_agent_merged_opens_no_history(site: Site) -> None:
    """A hand may err; only what a visitor has proved themselves counts, and not once an Agent has parted the two again."""
    centre = site.centre
    mine, tab = await centre.conversation(site.widget)
    us, them = [(await centre.state(id)).customer for id in (mine, site.theirs)]
    merge = {"from": us, "fields": []}
    shown = await centre.api("POST", f"/customers/{them}/merge", merge, by=site.admin)
    assert await rows(tab, site.theirs) == 0
    await centre.api("POST", f"/customers/{them}/unmerge", {"merge": shown["merges"][0]["id"]}, by=site.admin)
    assert await tab.ask("identify", site.signed()) == {"ok": True}
    assert await rows(tab, site.theirs) > 2
    merges = (await centre.api("GET", f"/customers/{them}", by=site.admin))["merges"]
    (proved,) = [one for one in merges if one["unmerged_at"] is None]
    await centre.api("POST", f"/customers/{them}/unmerge", {"merge": proved["id"]}, by=site.admin)
    assert await rows(tab, site.theirs) == 0


async def test_somebody_else_of_the_same_site_begins_anew(site: Site) -> None:
    tab = await site.centre.visitor(site.widget)
    assert (await tab.ask("identify", site.signed()))["ok"]
    refused = await tab.ask("identify", site.signed("user-2", "eve@mail.example"))
    assert (refused["ok"], refused["code"]) == (False, "conflict")
    fresh = await site.centre.visitor(site.widget)
    assert (await fresh.ask("identify", site.signed("user-2", "eve@mail.example")))["ok"]
    assert await rows(fresh, site.theirs) == 0


async def test_a_link_to_talk_proves_nothing(site: Site) -> None:
    widget = await site.centre.widget(kind="both")
    mine, _ = await site.centre.conversation(widget)
    url = (await site.centre.api("POST", f"/conversations/{mine}/talk-link", by=site.admin))["url"]
    tab = await site.centre.visitor(widget, talk=url.partition("#talk=")[2])
    for event, data in (("identify", site.signed()), ("prove", {"email": EMAIL}), ("code", {"code": "123456"})):
        assert (await tab.ask(event, data))["code"] == "forbidden"
