"""Access tokens for XOAUTH2 from a token endpoint on loopback: had once, kept until they expire, and in words where they cannot be had."""

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from domain.stream import Unavailable
from mail.mail_server import MailServer, NoSecret
from tests.centre import Centre, Json, Person
from tests.mail_transport.certificates import make_certificates
from tests.mail_transport.outside import outside


@dataclass
class Provider:
    """A token endpoint; ``says`` is what it answers, with ``status``, else a new token each time."""

    port: int = 0
    asked: list[dict[str, str]] = field(default_factory=list)
    says: Any = None
    status: int = 200

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/token"

    async def token(self, request: web.Request) -> web.Response:
        self.asked.append({name: str(value) for name, value in (await request.post()).items()})
        given = self.says or {"access_token": f"token {len(self.asked)}", "expires_in": 3600, "token_type": "Bearer"}
        text = given if isinstance(given, str) else json.dumps(given)
        return web.Response(text=text, status=self.status, content_type="application/json")


@pytest.fixture
async def provider() -> AsyncIterator[Provider]:
    app, kept = web.Application(), Provider()
    app.router.add_post("/token", kept.token)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    kept.port = runner.addresses[0][1]
    yield kept
    await runner.cleanup()


def smtp(provider: Provider, **oauth: Any) -> Json:
    given = {"token_url": provider.url, "client_id": "parley", "client_secret": "client", "refresh_token": "first"}
    server = {"host": "localhost", "port": 25, "tls": "starttls", "user": "help@shop.example", "password": None}
    return {**server, "oauth": {**given, **oauth}}


async def made(centre: Centre, provider: Provider, **oauth: Any) -> tuple[Json, MailServer]:
    mailbox = await centre.mailbox(smtp=smtp(provider, **oauth))
    server = centre.parley.mailboxes.server_of(mailbox["_id"], "smtp")
    assert server is not None
    assert server.sign_in == "xoauth2"
    return mailbox, server


async def test_a_token_is_kept_until_shortly_before_it_expires(centre: Centre, provider: Provider) -> None:
    _, server = await made(centre, provider)
    assert await asyncio.gather(*(server.secret() for _ in range(5))) == ["token 1"] * 5
    grant = {"grant_type": "refresh_token", "client_id": "parley", "client_secret": "client", "refresh_token": "first"}
    assert provider.asked == [grant]
    centre.clock.pass_(seconds=3600 - 61)
    assert await server.secret() == "token 1"
    centre.clock.pass_(seconds=1)
    assert await server.secret() == "token 2"


@pytest.mark.parametrize(
    ("expires_in", "seconds"), [(None, 3540), ("120", 60), (1e9, 86_340), ("soon", 3540), ("nan", 3540), (30, 0)]
)
async def test_how_long_a_token_lasts(centre: Centre, provider: Provider, expires_in: Any, seconds: int) -> None:
    provider.says = {"access_token": "a", "expires_in": expires_in}
    _, server = await made(centre, provider)
    await server.secret()
    centre.clock.pass_(seconds=max(0, seconds - 1))
    await server.secret()
    assert len(provider.asked) == (1 if seconds else 2)
    centre.clock.pass_(seconds=1)
    await server.secret()
    assert len(provider.asked) == (2 if seconds else 3)


async def test_a_refresh_token_that_is_replaced_is_kept_sealed_and_used_from_then_on(
    centre: Centre, provider: Provider
) -> None:
    provider.says = {"access_token": "a", "expires_in": 0, "refresh_token": "second"}
    mailbox, server = await made(centre, provider)
    for _ in range(2):
        await server.secret()
    assert [asked["refresh_token"] for asked in provider.asked] == ["first", "second"]
    assert "second" not in str(await centre.parley.store.tables.settings.find({}))
    mailboxes = centre.parley.mailboxes
    fields = mailboxes.checked({"smtp": smtp(provider, refresh_token="entered anew")}, mailbox)
    await centre.parley.directory.change("mailboxes", mailbox["_id"], fields)
    again = mailboxes.server_of(mailbox["_id"], "smtp")
    assert again is not None
    await again.secret()
    assert provider.asked[-1]["refresh_token"] == "entered anew"


async def test_a_public_client_has_no_secret(centre: Centre, provider: Provider) -> None:
    _, server = await made(centre, provider, client_secret=None)
    await server.secret()
    assert "client_secret" not in provider.asked[0]


@pytest.mark.parametrize(
    ("status", "says", "words"),
    [
        (
            400,
            {"error": "invalid_grant", "error_description": "Token\r\nexpired."},
            "gave no access token: invalid_grant Token expired.",
        ),
        (500, {"x": 1}, "gave no access token: it answered 500."),
        (200, {"token_type": "Bearer"}, "gave no access token: it answered 200."),
        (401, {"error": "\x1b[31mred"}, "gave no access token: it answered 401."),
        (200, "<html>Sign in</html>", "it is no OAuth2 token endpoint"),
        (200, '{"access_token": 5}', "it is no OAuth2 token endpoint"),
        (200, "x" * 2_000_000, "No access token can be had: 127.0.0.1 sent more than 1024 KB."),
    ],
)
async def test_what_the_provider_will_not_do_is_said(
    centre: Centre, provider: Provider, status: int, says: Any, words: str
) -> None:
    provider.status, provider.says = status, says
    _, server = await made(centre, provider)
    with pytest.raises(NoSecret) as refusal:
        await server.secret()
    assert words in str(refusal.value)
    assert "\n" not in str(refusal.value)
    provider.status, provider.says = 200, None
    assert (await server.secret()).startswith("token"), "a refusal is not kept"


async def test_other_reasons_for_having_none_are_said(
    centre: Centre, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, server = await made(centre, provider, refresh_token=None)
    with pytest.raises(NoSecret, match="no refresh token"):
        await server.secret()
    _, server = await made(centre, provider, token_url="http://127.0.0.1:1234/token")
    with pytest.raises(NoSecret, match=r"127\.0\.0\.1 cannot be reached"):
        await server.secret()
    _, server = await made(centre, provider)

    async def away(*_: Any) -> None:
        raise Unavailable

    monkeypatch.setattr(type(centre.parley.store.tables.settings), "get", away)
    with pytest.raises(NoSecret, match="database does not answer"):
        await server.secret()


async def test_a_mailbox_signs_in_with_it(centre: Centre, provider: Provider) -> None:
    """The whole way: the stored settings, the provider, a mail server that asks for XOAUTH2."""
    admin: Person = await centre.agent("Admin", "administrator")
    with tempfile.TemporaryDirectory() as folder:
        certificates = make_certificates(Path(folder))
        centre.parley.mailboxes._trust = certificates.client()
        async with outside(certificates.server(), sign_in=True) as sending:
            mailbox = await centre.mailbox(smtp={**smtp(provider), "port": sending.port})
            for token, ok in (("good token", True), ("another", False)):
                provider.says = {"access_token": token, "expires_in": 0}
                trial = await centre.api("POST", f"/mailboxes/{mailbox['_id']}/test", by=admin)
                assert trial["smtp"]["ok"] is ok, trial
                assert trial["smtp"]["steps"][-1]["name"] == "login"
