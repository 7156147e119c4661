"""Signing in and out: what a session is good for, when it ends, and how often one may guess."""

import re
from http.cookies import SimpleCookie
from types import SimpleNamespace
from typing import Any

import pytest

from server.sessions import LIFETIME, PER_ACCOUNT, PER_ADDRESS, TRUSTED_SECONDS, hashed
from tests.centre import Answer, Centre, Json, Person

PASSWORD = "correct horse battery"


@pytest.fixture
def instant(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """The monotonic time that limits see; a test moves it."""
    moved = SimpleNamespace(seconds=1000.0)
    monkeypatch.setattr("server.sessions.time", SimpleNamespace(monotonic=lambda: moved.seconds))
    return moved


@pytest.fixture
async def ann(centre: Centre) -> Person:
    return await centre.agent("Ann", password_hash=await centre.parley.sessions.hash(PASSWORD))


async def sign_in(centre: Centre, email: str, password: str = PASSWORD, **headers: str) -> Answer:
    return await centre.ask("POST", "/api/v1/session", {"email": email, "password": password}, headers=headers)


async def test_signing_in_and_out(centre: Centre, ann: Person) -> None:
    answer = await sign_in(centre, f" {ann.email.upper()} ")
    assert answer.status == 201
    cookie = SimpleCookie(answer.headers["Set-Cookie"])["parley_session"]
    assert (cookie["httponly"], cookie["samesite"], cookie["path"]) == (True, "Lax", "/")
    assert cookie.value == answer.json["token"]
    shown = await centre.ask("GET", "/api/v1/session", by=answer.json["token"])
    assert (shown.json["agent"]["id"], "conversations.handle" in shown.json["rights"]) == (ann.id, True)
    assert (await centre.ask("DELETE", "/api/v1/session", by=answer.json["token"])).status == 204
    assert (await centre.ask("GET", "/api/v1/session", by=answer.json["token"])).status == 401


@pytest.mark.parametrize(
    ("email", "password"), [(None, "wrong password"), ("nobody@parley.example", PASSWORD), ("", "")]
)
async def test_the_answer_does_not_say_whether_the_account_exists(
    centre: Centre, ann: Person, email: str | None, password: str
) -> None:
    answer = await sign_in(centre, ann.email if email is None else email, password)
    assert answer.status == 401
    assert answer.json == {"code": "unauthorised", "error": "The email or the password is not right."}
    assert "Set-Cookie" not in answer.headers


async def test_who_was_switched_off_or_has_no_password_stays_out(centre: Centre, ann: Person) -> None:
    ben = await centre.agent("Ben")
    await centre.parley.directory.change("agents", ann.id, {"active": False})
    for person in (ann, ben):
        assert (await sign_in(centre, person.email)).status == 401
    assert (await centre.ask("GET", "/api/v1/session", by=ann)).status == 401


async def test_a_session_ends_after_a_week(centre: Centre, ann: Person) -> None:
    centre.clock.pass_(seconds=LIFETIME.total_seconds() - 1)
    assert (await centre.ask("GET", "/api/v1/session", by=ann)).status == 200
    centre.clock.pass_(seconds=1)
    assert (await centre.ask("GET", "/api/v1/session", by=ann)).status == 401


@pytest.mark.parametrize("fields", [{"password": "another password"}, {"role": "supervisor"}, {"active": False}])
async def test_all_sessions_end_on_a_new_password_or_role(centre: Centre, ann: Person, fields: Json) -> None:
    admin = await centre.agent("Admin", "administrator")
    tokens = [ann.token, await centre.session(ann.id)]
    desktop = await centre.desktop(ann)
    await centre.api("PATCH", f"/agents/{ann.id}", {"rv": 1, **fields}, by=admin)
    assert [(await centre.ask("GET", "/api/v1/session", by=token)).status for token in tokens] == [401, 401]
    await desktop.until("signed_out")
    await desktop.until("disconnect")
    assert await centre.parley.store.tables.sessions.find({"agent": ann.id}) == []


async def test_a_name_changed_ends_nothing(centre: Centre, ann: Person) -> None:
    admin = await centre.agent("Admin", "administrator")
    await centre.api("PATCH", f"/agents/{ann.id}", {"rv": 1, "name": "Ann Lee"}, by=admin)
    assert (await centre.ask("GET", "/api/v1/session", by=ann)).json["agent"]["name"] == "Ann Lee"


async def test_only_hashes_of_tokens_are_stored(centre: Centre, ann: Person) -> None:
    kept = await centre.parley.store.tables.sessions.find({"agent": ann.id})
    assert [one["_id"] for one in kept] == [hashed(ann.token)]
    assert ann.token not in str(kept)
    assert re.fullmatch(r"[\w-]{43}", ann.token), "256 bits"


async def test_a_session_is_new_at_every_sign_in(centre: Centre, ann: Person) -> None:
    """A cookie planted beforehand (session fixation) is worth nothing."""
    planted = await sign_in(centre, ann.email, Cookie="parley_session=planted-by-eve")
    again = await sign_in(centre, ann.email, Cookie=f"parley_session={planted.json['token']}")
    assert len({planted.json["token"], again.json["token"], "planted-by-eve"}) == 3
    assert (await centre.ask("GET", "/api/v1/session", by="planted-by-eve")).status == 401


async def test_a_session_removed_elsewhere_is_believed_for_seconds_only(
    centre: Centre, ann: Person, instant: SimpleNamespace
) -> None:
    assert (await centre.ask("GET", "/api/v1/session", by=ann)).status == 200
    await centre.parley.store.tables.sessions.delete(hashed(ann.token))
    instant.seconds += TRUSTED_SECONDS
    assert (await centre.ask("GET", "/api/v1/session", by=ann)).status == 401


async def guesses(centre: Centre, count: int, email: str = "", **headers: str) -> list[int]:
    return [
        (await sign_in(centre, email or f"u{number}@x.example", "a wrong guess", **headers)).status
        for number in range(count)
    ]


async def test_an_account_can_be_guessed_at_a_few_times(centre: Centre, ann: Person, instant: SimpleNamespace) -> None:
    most = int(PER_ACCOUNT.burst)
    assert await guesses(centre, most + 1, ann.email) == [401] * most + [429]
    assert (await sign_in(centre, ann.email)).status == 429, "the right one too"
    instant.seconds += 1 / PER_ACCOUNT.per_second
    assert (await sign_in(centre, ann.email)).status == 201


async def test_an_address_can_guess_a_few_times(centre: Centre, ann: Person, instant: SimpleNamespace) -> None:
    most = int(PER_ADDRESS.burst)
    assert await guesses(centre, most + 1) == [401] * most + [429]
    answer = await sign_in(centre, ann.email)
    assert (answer.status, answer.code, "Retry-After" in answer.headers) == (429, "rate_limited", True)


async def test_an_address_that_is_stopped_keeps_nobody_else_out(
    centre: Centre, ann: Person, instant: SimpleNamespace
) -> None:
    """What the address' limit refuses must not count against the account or everybody."""
    await guesses(centre, 200, ann.email)
    await guesses(centre, 200)
    assert (await sign_in(centre, ann.email, **{"X-Forwarded-For": "203.0.113.9"})).status == 201, "nor her"
    ben = await centre.agent("Ben", password_hash=await centre.parley.sessions.hash(PASSWORD))
    assert (await sign_in(centre, ben.email, **{"X-Forwarded-For": "203.0.113.9"})).status == 201


async def test_honest_sign_ins_spend_nothing(centre: Centre, ann: Person, instant: SimpleNamespace) -> None:
    statuses = [(await sign_in(centre, ann.email)).status for _ in range(int(PER_ADDRESS.burst) + 5)]
    assert set(statuses) == {201}


async def test_a_session_that_ends_while_it_is_read_is_not_believed_again(
    centre: Centre, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    sessions = centre.parley.sessions
    token = (await sign_in(centre, ann.email)).json["token"]
    table, ended = sessions._table, sessions.end  # the race needs the moment between its two awaits

    class Slow:
        async def get(self, document_id: str) -> Any:
            document = await table.get(document_id)
            monkeypatch.setattr(sessions, "_table", table)
            await ended(document_id)
            return document

    sessions._known.clear()
    monkeypatch.setattr(sessions, "_table", Slow())
    assert await sessions.find(token) is None
    assert await sessions.find(token) is None
