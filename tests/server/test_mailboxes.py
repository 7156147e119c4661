"""Mailboxes over HTTP: what one may look like, what never comes out again, and what happens to its secrets when it changes."""

from typing import Any

import pytest

from domain.refusal import Refused
from domain.rights import RIGHTS
from mail.mail_server import MailServer, NoSecret
from server.addresses import is_near
from server.mail.mailboxes import Mailboxes
from store.opening import memory_store
from tests.centre import Centre, Json, Person, open_centre

SERVER: Json = {"host": "mail.shop.example", "port": 993, "user": "help", "password": "rowan berry"}
OAUTH: Json = {
    "token_url": "https://login.shop.example/token",
    "client_id": "parley",
    "client_secret": "client words",
    "refresh_token": "refresh words",
}
NEW: Json = {"name": "Help", "address": "help@shop.example", "imap": SERVER, "smtp": {**SERVER, "port": 465}}


@pytest.fixture
async def admin(centre: Centre) -> Person:
    return await centre.agent("Admin", "administrator")


async def made(centre: Centre, admin: Person, **fields: Any) -> Json:
    answer: Json = await centre.api("POST", "/mailboxes", {**NEW, **fields}, by=admin)
    return answer


async def changed(centre: Centre, admin: Person, mailbox: Json, **fields: Any) -> Json:
    answer: Json = await centre.api("PATCH", f"/mailboxes/{mailbox['id']}", {"rv": mailbox["rv"], **fields}, by=admin)
    return answer


def server_of(centre: Centre, mailbox: Json, kind: Any = "imap") -> MailServer:
    server = centre.parley.mailboxes.server_of(mailbox["id"], kind)
    assert server is not None
    return server


async def test_a_mailbox_is_made_shown_changed_hidden_and_restored(centre: Centre, admin: Person) -> None:
    mailbox = await made(centre, admin)
    shown = {"host": "mail.shop.example", "port": 993, "tls": "implicit", "user": "help", "password_set": True}
    assert mailbox["imap"] == {**shown, "oauth": None, "folder": "INBOX"}
    assert mailbox["smtp"] == {**shown, "port": 465, "oauth": None}
    assert mailbox["queue"] == centre.parley.directory.first_queue()
    assert mailbox["health"] == {"connected": False, "error": "", "seen_at": None, "waiting": 0, "accepted": 0}
    assert (await centre.api("GET", "/mailboxes", by=admin))["items"] == [mailbox]
    later = await changed(centre, admin, mailbox, name="Sales", signature="The shop", active=False)
    assert (later["name"], later["signature"], later["active"], later["rv"]) == ("Sales", "The shop", False, 2)
    path = f"/api/v1/mailboxes/{mailbox['id']}"
    stale = await centre.ask("PATCH", path, {"rv": 1, "name": "Late"}, by=admin)
    assert (stale.status, stale.code) == (409, "conflict")
    assert (await centre.ask("DELETE", path, by=admin)).status == 204
    gone = await centre.ask("GET", path, by=admin)
    assert (gone.status, gone.json["error"]) == (404, "There is no such mailbox.")
    assert (await centre.api("POST", f"/mailboxes/{mailbox['id']}/restore", by=admin))["name"] == "Sales"


async def test_secrets_are_sealed_in_the_store_and_never_come_out(centre: Centre, admin: Person) -> None:
    mailbox = await made(centre, admin, smtp={**SERVER, "oauth": OAUTH})
    assert mailbox["smtp"]["oauth"] == {
        "token_url": OAUTH["token_url"],
        "client_id": "parley",
        "secrets_set": True,
    }
    stored = str(await centre.parley.store.tables.mailboxes.find({}))
    said = str(await centre.api("GET", "/mailboxes", by=admin))
    for secret in ("rowan berry", "client words", "refresh words"):
        assert secret not in stored
        assert secret not in said
    assert "gAAAA" not in said
    assert await server_of(centre, mailbox).secret() == "rowan berry"


async def test_whoever_only_writes_from_a_mailbox_sees_no_servers(centre: Centre, admin: Person) -> None:
    mailbox = await made(centre, admin, authserv_id="mx.shop.example")
    ann = await centre.agent("Ann")
    shown = (await centre.api("GET", "/mailboxes", by=ann))["items"][0]
    assert shown == await centre.api("GET", f"/mailboxes/{mailbox['id']}", by=ann)
    assert (shown["imap"], shown["smtp"], shown["authserv_id"]) == (None, None, None)
    assert (shown["name"], shown["address"], shown["queue"]) == ("Help", "help@shop.example", mailbox["queue"])
    assert "mail.shop.example" not in str(shown)


# Secrets and what a change leaves out


@pytest.mark.parametrize(
    ("imap", "secret"),
    [
        ({**SERVER, "password": None}, "rowan berry"),
        ({**SERVER, "password": None, "port": 143, "tls": "starttls", "host": "MAIL.shop.example"}, "rowan berry"),
        ({**SERVER, "password": "another"}, "another"),
        ({**SERVER, "password": "another", "host": "mail.other.example"}, "another"),
        ({**SERVER, "password": ""}, ""),
    ],
)
async def test_a_password_left_out_is_kept(centre: Centre, admin: Person, imap: Json, secret: str) -> None:
    later = await changed(centre, admin, await made(centre, admin), imap=imap)
    server = server_of(centre, later)
    assert await server.secret() == secret
    assert later["imap"]["password_set"] == bool(secret)
    assert server.sign_in == ("password" if secret else "none")


async def test_a_password_goes_to_no_other_server_than_it_was_entered_for(centre: Centre, admin: Person) -> None:
    mailbox = await made(centre, admin, smtp={**SERVER, "password": None, "oauth": OAUTH})
    path, left_out = f"/api/v1/mailboxes/{mailbox['id']}", {**OAUTH, "client_secret": None, "refresh_token": None}
    for body, says in (
        ({"imap": {**SERVER, "password": None, "host": "mail.evil.example"}}, "enter the password"),
        ({"smtp": {**SERVER, "password": None, "host": "mail.evil.example", "oauth": left_out}}, "enter the secrets"),
        ({"smtp": {**SERVER, "oauth": {**left_out, "token_url": "https://evil.example/token"}}}, "enter the secrets"),
    ):
        answer = await centre.ask("PATCH", path, {"rv": 1, **body}, by=admin)
        assert (answer.status, answer.code) == (400, "invalid")
        assert says in answer.json["error"]
    later = await changed(centre, admin, mailbox, smtp={**SERVER, "password": None, "oauth": left_out})
    assert later["smtp"]["oauth"]["secrets_set"]


async def test_a_server_taken_away_takes_its_password_with_it(centre: Centre, admin: Person) -> None:
    without = await changed(centre, admin, await made(centre, admin), imap=None)
    assert without["imap"] is None
    assert centre.parley.mailboxes.server_of(without["id"], "imap") is None
    again = await changed(centre, admin, without, imap={**SERVER, "password": None})
    assert not again["imap"]["password_set"]


async def test_secrets_sealed_under_another_key_are_said_to_be() -> None:
    store = memory_store()
    async with open_centre(store) as centre:
        mailbox = await made(centre, await centre.agent("Admin", "administrator"))
    async with open_centre(store, secret="t" * 40) as centre:
        with pytest.raises(NoSecret, match="PARLEY_SECRET is not the one"):
            await server_of(centre, mailbox).secret()
        admin = await centre.agent("Second", "administrator")
        await changed(centre, admin, mailbox, imap=SERVER)
        assert await server_of(centre, mailbox).secret() == "rowan berry"


# What one may look like


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        ({"address": "a" * 38 + "@shop.example"}, "up to 37 characters"),
        ({"address": "hélp@shop.example"}, "must be plain"),
        ({"address": "help@bücher.example"}, "xn--"),
        ({"address": "help<b>@shop.example"}, "must be plain"),
        ({"address": "help"}, "not right"),
        ({"queue": "que_none"}, "no such queue"),
        ({"imap": {**SERVER, "tls": "none"}}, "reached over the internet"),
        ({"smtp": {**SERVER, "tls": "none", "host": "8.8.8.8"}}, "reached over the internet"),
        ({"imap": {**SERVER, "host": "mail shop"}}, "not right"),
        ({"imap": {**SERVER, "oauth": {**OAUTH, "token_url": "http://login.shop.example/"}}}, "begin with https"),
        ({"imap": {**SERVER, "port": 0}}, "not right"),
        ({"name": "   "}, "needs letters"),
        ({"health": {}}, "unknown field"),
    ],
)
async def test_what_makes_no_sense_is_refused_in_words(centre: Centre, admin: Person, fields: Json, says: str) -> None:
    answer = await centre.ask("POST", "/api/v1/mailboxes", {**NEW, **fields}, by=admin)
    assert answer.status in (400, 404), answer.json
    assert says in answer.json["error"]
    assert not list(centre.parley.directory.all("mailboxes"))


async def test_the_longest_local_part_is_taken(centre: Centre, admin: Person) -> None:
    assert (await made(centre, admin, address="a" * 37 + "@shop.example"))["rv"] == 1


@pytest.mark.parametrize(
    ("host", "near"),
    [
        *(("localhost", True), ("dovecot", True), ("127.0.0.1", True), ("::1", True), ("10.1.2.3", True)),
        *(("192.168.0.1", True), ("fd00::1", True), ("::ffff:127.0.0.1", True)),
        *(("mail.shop.example", False), ("8.8.8.8", False), ("2606:4700::1", False), ("::ffff:8.8.8.8", False)),
        *(("134744072", False), ("0x08080808", False), ("8.526344", False), ("", False)),
    ],
)
def test_which_hosts_are_of_ones_own_network(host: str, near: bool) -> None:
    assert is_near(host) == near


async def test_an_address_is_one_mailbox_only(centre: Centre, admin: Person) -> None:
    first = await made(centre, admin)
    again = await centre.ask("POST", "/api/v1/mailboxes", {**NEW, "address": "HELP@Shop.example"}, by=admin)
    assert (again.status, again.json["error"]) == (409, "The mailbox Help has this address already.")
    other = await made(centre, admin, address="sales@shop.example")
    path = f"/api/v1/mailboxes/{other['id']}"
    taken = await centre.ask("PATCH", path, {"rv": 1, "address": "help@shop.example"}, by=admin)
    assert (taken.status, taken.code) == (409, "conflict")
    assert (await changed(centre, admin, first, address="Help@shop.example"))["address"] == "Help@shop.example"
    await centre.ask("DELETE", f"/api/v1/mailboxes/{first['id']}", by=admin)
    hidden = await centre.ask("POST", "/api/v1/mailboxes", NEW, by=admin)
    assert (hidden.status, hidden.code) == (409, "conflict"), "the index keeps it for the one that may be restored"


async def test_whose_mail_an_address_is(centre: Centre) -> None:
    plain = await centre.mailbox("help@shop.example")
    detailed = await centre.mailbox("help+vip@shop.example")
    await centre.mailbox("closed@shop.example", active=False)
    mailboxes = centre.parley.mailboxes
    for address, mailbox in {
        "help@shop.example": plain,
        "HELP+token@SHOP.example": plain,
        "help+vip@shop.example": detailed,
        "help+vip+token@shop.example": detailed,
        "help+@shop.example": plain,
    }.items():
        assert mailboxes.of_address(address) == mailbox, address
        assert await mailboxes.knows(address)
    for address in (
        "helper@shop.example",
        "help@shop.example.org",
        "closed@shop.example",
        "help",
        "",
        "+@shop.example",
    ):
        assert mailboxes.of_address(address) is None, address
        assert not await mailboxes.knows(address)


# Rights that came later


async def test_an_administrator_of_before_may_do_what_is_new() -> None:
    store = memory_store()
    async with open_centre(store):
        roles = store.tables.roles
        for id in ("administrator", "manager"):
            role = await roles.get(id)
            assert role is not None
            await roles.replace({**role, "rights": ["agents.read"]})
    async with open_centre(store) as centre:
        assert centre.parley.directory.rights_of_role("administrator") == set(RIGHTS)
        assert centre.parley.directory.rights_of_role("manager") == {"agents.read"}, "people's own choice"
        assert centre.parley.directory.get("roles", "administrator")["rv"] == 3
    async with open_centre(store) as centre:
        assert centre.parley.directory.get("roles", "administrator")["rv"] == 3, "only once"


def test_a_mailbox_that_is_not_there(centre: Centre) -> None:
    with pytest.raises(Refused, match="no such mailbox"):
        Mailboxes.server_of(centre.parley.mailboxes, "mbx_none", "smtp")
