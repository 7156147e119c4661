"""Signed identity: what a site's server signed leads to its user's history, and no forgery leads anywhere."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from typing import Any

import pytest

from domain.refusal import Refused
from server.customers.identity import Identify, signature
from tests.centre import Centre, Json, Person

LATER = 3600
USER, EMAIL, NAME = "user-1é", "vera@mail.example", "Vera Nowak"


class Site:
    """A site with a widget, its secret, and somebody known who has written before."""

    def __init__(self, centre: Centre, widget: Json, secret: str) -> None:
        self.centre, self.widget, self.secret = centre, widget, secret
        self.known = ""
        self.agent: Person

    @property
    def expires(self) -> int:
        """An hour from now."""
        return int(self.centre.clock.now().timestamp()) + LATER

    def signed(self, user: str = USER, email: str = "", name: str = "", **more: Any) -> Json:
        """What the site's server hands to the page."""
        expires = more.pop("expires", self.expires)
        mark = signature(more.pop("secret", self.secret), user, email, name, expires)
        return {"user_id": user, "email": email, "name": name, "expires": expires, "signature": mark, **more}

    def jwt(self, secret: str | None = None, head: Json | None = None, **claims: Any) -> Json:
        """The same as a JWT."""
        body = {"sub": USER, "exp": self.expires, **claims}
        parts = [head or {"alg": "HS256", "typ": "JWT"}, {k: v for k, v in body.items() if v is not None}]
        text = ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)
        mark = hmac.new((self.secret if secret is None else secret).encode(), text.encode(), hashlib.sha256).digest()
        return {"jwt": f"{text}.{base64.urlsafe_b64encode(mark).decode().rstrip('=')}"}

    async def begin(self) -> tuple[str, str]:
        """Somebody nobody knows writes: their visitor and their Customer."""
        id, tab = await self.centre.conversation(self.widget)
        return tab.welcome["visitor"], (await self.centre.state(id)).customer

    async def identify(self, visitor: str, given: Json) -> Json:
        """As the visitor's socket does it."""
        made: Json = await self.centre.parley.proving.identify(self.widget, visitor, Identify(**given), "en")
        return made

    async def history(self, customer: str) -> int:
        """How many Conversations their profile shows."""
        found = await self.centre.api("GET", f"/customers/{customer}/conversations", by=self.agent)
        return len(found["items"])


@pytest.fixture
async def site(centre: Centre) -> Site:
    admin, widget = await centre.agent("Admin", "administrator"), await centre.widget()
    made = await centre.api("POST", f"/widgets/{widget['_id']}/identity-secret", by=admin)
    site = Site(centre, widget, made["secret"])
    site.agent = admin
    visitor, _ = await site.begin()
    site.known = (await site.identify(visitor, site.signed(USER, EMAIL, NAME)))["_id"]
    return site


async def test_who_is_signed_in_is_known_on_another_browser(site: Site) -> None:
    customer = ""
    for given in (site.signed(USER), site.jwt(), site.jwt(email=EMAIL, aud=site.widget["key"])):
        visitor, customer = await site.begin()
        before = await site.history(site.known)
        owner = await site.identify(visitor, given)
        assert (owner["_id"], owner["name"]) == (site.known, NAME)
        assert await site.history(customer) == before + 1
        assert await site.identify(visitor, given) == owner  # a page that is loaded again
    shown = await site.centre.api("GET", f"/customers/{customer}", by=site.agent)
    assert shown["verified"]
    assert {(a["kind"], a["value"], a["verified"]) for a in shown["addresses"]} >= {
        ("external", USER, True),
        ("email", EMAIL, True),
    }
    assert {merge["reason"] for merge in shown["merges"]} == {"proved"}


async def test_a_proved_merge_is_undone_like_any_other(site: Site) -> None:
    visitor, customer = await site.begin()
    await site.identify(visitor, site.signed())
    (merge,) = (await site.centre.api("GET", f"/customers/{customer}", by=site.agent))["merges"]
    await site.centre.api("POST", f"/customers/{site.known}/unmerge", {"merge": merge["id"]}, by=site.agent)
    assert (await site.history(customer), await site.history(site.known)) == (1, 1)
    with pytest.raises(Refused) as refused:  # the next page that they load does not make it again:
        await site.identify(visitor, given := site.signed(email=EMAIL))
    assert refused.value.code == "conflict"  # at which the widget begins anew as somebody who is only them
    anew, other = await site.begin()
    assert (await site.identify(anew, given))["_id"] == site.known
    assert (await site.history(customer), await site.history(other)) == (1, 2)


async def test_a_signed_name_stands_over_a_claimed_one_and_under_an_agents(site: Site) -> None:
    customers = site.centre.parley.customers
    visitor, customer = await site.begin()
    await customers.claim(customer, {"name": "The Queen"})
    assert (await site.identify(visitor, site.signed("user-3", name="Adam")))["name"] == "Adam"
    await customers.claim(customer, {"name": "The Queen"})
    shown = await site.centre.api("GET", f"/customers/{customer}", by=site.agent)
    assert shown["name"] == "Adam"
    await site.centre.api("PATCH", f"/customers/{customer}", {"name": "Adam B.", "rv": shown["rv"]}, by=site.agent)
    assert (await site.identify(visitor, site.signed("user-3", name="A.")))["name"] == "Adam B."


def one_letter_more(given: Json) -> Json:
    return {**given, "signature": given["signature"][:-1] + ("0" if given["signature"][-1] != "0" else "1")}


FORGERIES: dict[str, Callable[[Site], Json]] = {
    "no signature": lambda s: {**s.signed(), "signature": ""},
    "a changed signature": lambda s: one_letter_more(s.signed()),
    "another key": lambda s: s.signed(secret="guess"),
    "another id": lambda s: {**s.signed("user-2"), "user_id": USER},
    "another email": lambda s: {**s.signed("user-2", "eve@mail.example"), "email": EMAIL},
    "expired": lambda s: s.signed(expires=s.expires - LATER),
    "expired, made to last": lambda s: {**s.signed(expires=s.expires - LATER), "expires": s.expires},
    "for ever": lambda s: s.signed(expires=s.expires + 10**8),
    "decomposed letters": lambda s: s.signed("user-1e\u0301"),
    "unseen letters": lambda s: s.signed(USER + "\u200b"),
    "an email beyond ASCII": lambda s: s.signed("user-2", "vera@mai\u217c.example"),
    "fields moved over a line feed": lambda s: {**s.signed("a", "b", "c"), "user_id": "a\nb", "email": "c", "name": ""},
    "no letters": lambda s: s.signed(""),
    "half a character": lambda s: {**s.signed(), "user_id": "\ud800"},
    "a token without a signature": lambda s: {"jwt": s.jwt(head={"alg": "none"})["jwt"].rpartition(".")[0] + "."},
    "a token that says none": lambda s: s.jwt(head={"alg": "none"}),
    "a token of another algorithm": lambda s: s.jwt(head={"alg": "RS256"}),
    "a token of another key": lambda s: s.jwt(""),
    "a token without an end": lambda s: s.jwt(exp=None),
    "a token that has ended": lambda s: s.jwt(exp=s.expires - 2 * LATER),
    "a token of tomorrow": lambda s: s.jwt(nbf=s.expires),
    "a token for another widget": lambda s: s.jwt(aud="other"),
    "a token of odd types": lambda s: s.jwt(sub=["user-1"]),
    "no token at all": lambda s: {"jwt": "a.b"},
    "a token without a bottom": lambda s: {"jwt": base64.urlsafe_b64encode(b"[" * 1900).decode() + ".b.c"},
}


@pytest.mark.parametrize("how", FORGERIES)
async def test_a_forgery_leads_to_nobodys_history(site: Site, how: str) -> None:
    visitor, customer = await site.begin()
    with pytest.raises(Refused) as refused:
        await site.identify(visitor, FORGERIES[how](site))
    assert refused.value.code == "forbidden"
    families = site.centre.parley.customers.families
    assert (families.family(customer), await site.history(customer)) == ((customer,), 1)
    shown = await site.centre.api("GET", f"/customers/{customer}", by=site.agent)
    assert (shown["verified"], [a["kind"] for a in shown["addresses"]]) == (False, ["visitor"])
    assert await site.history(site.known) == 1


async def test_without_the_check_a_forgery_would_be_noticed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("server.customers.identity.hmac.compare_digest", lambda one, other: True)
    visitor, customer = await site.begin()
    await site.identify(visitor, FORGERIES["another id"](site))
    assert await site.history(customer) == 2


async def test_a_copied_signature_is_worth_nothing(site: Site) -> None:
    """Neither as it was nor with the unused bits of its last letter changed."""
    for given in (site.signed(name="x"), site.jwt(name="x")):
        visitor, _ = await site.begin()
        await site.identify(visitor, given)
        thief, customer = await site.begin()
        variants = [given]
        if "jwt" in given:
            letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
            last = letters.index(given["jwt"][-1])
            variants += [{"jwt": given["jwt"][:-1] + letters[(last & ~3) | low]} for low in range(4)]
        for variant in variants:
            with pytest.raises(Refused):
                await site.identify(thief, variant)
        assert await site.history(customer) == 1


async def test_another_widgets_secret_and_an_old_one_prove_nothing(site: Site) -> None:
    old, other = site.signed(), await site.centre.widget()
    path = "/widgets/{}/identity-secret"
    foreign = (await site.centre.api("POST", path.format(other["_id"]), by=site.agent))["secret"]
    fresh = (await site.centre.api("POST", path.format(site.widget["_id"]), by=site.agent))["secret"]
    assert len({foreign, fresh, site.secret}) == 3
    visitor, customer = await site.begin()
    for given in (old, site.signed(secret=foreign), site.jwt(foreign)):
        with pytest.raises(Refused):
            await site.identify(visitor, given)
    assert await site.history(customer) == 1
    await site.identify(visitor, site.signed(secret=fresh))
    assert await site.history(customer) == 2


async def test_the_secret_is_shown_once_and_kept_sealed(site: Site) -> None:
    for path in ("/widgets", f"/widgets/{site.widget['_id']}", "/session"):
        assert site.secret.encode() not in (await site.centre.ask("GET", f"/api/v1{path}", by=site.agent)).body
    tables = site.centre.parley.store.tables
    assert site.secret not in str([await tables[name].find({}) for name in ("settings", "widgets", "audit")])


async def test_two_of_a_sites_users_never_become_one(site: Site) -> None:
    """Not on one browser, and not over an email that both are said to have."""
    visitor, _ = await site.begin()
    await site.identify(visitor, site.signed())
    with pytest.raises(Refused) as refused:
        await site.identify(visitor, site.signed("user-2"))
    assert refused.value.code == "conflict"
    visitor, customer = await site.begin()
    await site.identify(visitor, site.signed("user-2", EMAIL, "Adam"))
    assert site.centre.parley.customers.families.family(customer) == (customer,)
    assert (await site.history(customer), await site.history(site.known)) == (1, 2)


async def test_who_proved_an_email_by_mail_is_the_one_who_signs_in_with_it(site: Site) -> None:
    customers = site.centre.parley.customers
    mailed = (await customers.of_sender("adam@mail.example", "Adam", verified=True, locale="en"))["_id"]
    claimed = (await customers.of_sender("adam@mail.example", "Eve", verified=False, locale="en"))["_id"]
    visitor, customer = await site.begin()
    await site.identify(visitor, site.signed("user-3", "adam@mail.example"))
    assert set(customers.families.family(customer)) == {customer, mailed}
    assert customers.families.family(claimed) == (claimed,)
    again = await customers.of_sender("adam@mail.example", "Adam", verified=True, locale="en")
    assert again["_id"] == mailed  # an address leads where it always led
