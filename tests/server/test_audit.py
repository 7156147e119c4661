"""The audit: a line for each act that must be answered for, found again by what it is about, who did it and what it was."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from server.privacy.audit import Audit
from store.opening import Store
from tests.centre import Centre, HandClock, Json, Person, open_centre

IP = "127.0.0.1"


@pytest.fixture
async def admin(centre: Centre) -> Person:
    return await centre.agent("Admin", "administrator")


async def lines(centre: Centre, by: Person, query: str = "") -> list[Json]:
    found: list[Json] = (await centre.api("GET", f"/audit{query}", by=by))["items"]
    return found


def told(line: Json) -> tuple[Any, ...]:
    return line["act"], line["agent"], line["subject"], line["where"]


async def test_signing_in_and_out_is_written_down(centre: Centre, admin: Person) -> None:
    body = {"email": "admin@parley.example", "password": "an administrator"}
    wrong = await centre.ask("POST", "/api/v1/session", {**body, "password": "another one"})
    assert wrong.status == 401
    assert await lines(centre, admin) == []
    session = (await centre.ask("POST", "/api/v1/session", body)).json
    await centre.ask("DELETE", "/api/v1/session", by=session["token"])
    one = session["agent"]["id"]
    found = [told(line) for line in await lines(centre, admin, f"?subject={one}")]
    assert sorted(found) == [("session.end", one, one, IP), ("session.start", one, one, IP)]


async def test_a_proxy_says_where_from(centre: Centre, admin: Person) -> None:
    proxied = {"X-Forwarded-For": "198.51.100.9, 203.0.113.7"}
    await centre.ask("POST", "/api/v1/tags", {"name": "vip"}, by=admin, headers=proxied)
    assert [line["where"] for line in await lines(centre, admin)] == ["203.0.113.7"]


async def test_a_change_names_its_fields_and_never_their_values(centre: Centre, admin: Person) -> None:
    weak = await centre.role("Weak", [])
    ann = await centre.agent("Ann", weak)
    change = {"rv": 1, "role": "agent", "password": "a secret of somebody"}
    await centre.api("PATCH", f"/agents/{ann.id}", change, by=admin)
    await centre.api("PATCH", f"/roles/{weak}", {"rv": 1, "rights": ["customers.read"]}, by=admin)
    await centre.ask("DELETE", f"/api/v1/roles/{weak}", by=admin)
    found = await lines(centre, admin)
    assert [told(line)[:3] for line in sorted(found, key=lambda line: line["act"])] == [
        ("agents.change", admin.id, ann.id),
        ("roles.change", admin.id, weak),
        ("roles.remove", admin.id, weak),
    ]
    assert {line["act"]: line["details"] for line in found}["agents.change"] == {"fields": ["password_hash", "role"]}
    assert "secret" not in str(found)
    assert "argon2" not in str(found)


@pytest.fixture
async def many(each_store: Store) -> AsyncIterator[tuple[Centre, Person]]:
    """Sixty lines, one a minute, of three acts by two agents on four subjects."""
    async with open_centre(each_store) as centre:
        reader = await centre.agent("Reader", "administrator")
        audit, clock = Audit(each_store.tables.audit, centre.clock), centre.clock
        assert isinstance(clock, HandClock)
        for each in range(60):
            await audit.write(
                f"act.{each % 3}", f"sub_{each % 4}", f"agt_{each % 2}", also=(f"also_{each}",), each=each
            )
            clock.pass_(minutes=1)
        yield centre, reader


@pytest.mark.parametrize(
    ("query", "fits"),
    [
        ("", lambda each: True),
        ("&subject=sub_1", lambda each: each % 4 == 1),
        ("&subject=also_7", lambda each: each == 7),
        ("&actor=agt_1", lambda each: each % 2 == 1),
        ("&act=act.2", lambda each: each % 3 == 2),
        ("&act=act.2&actor=agt_0&subject=sub_0", lambda each: each % 12 == 8),
        ("&actor=me", lambda each: False),
    ],
)
async def test_pages_hold_every_line_that_fits_once_newest_first(
    many: tuple[Centre, Person], query: str, fits: Any
) -> None:
    centre, reader = many
    found: list[int] = []
    before = ""
    for _ in range(20):
        page = await centre.api("GET", f"/audit?limit=7{query}{before}", by=reader)
        found += [line["details"]["each"] for line in page["items"]]
        if page["next"] is None:
            break
        before = f"&before={page['next']}"
    assert found == [each for each in reversed(range(60)) if fits(each)]


async def test_a_customers_lines_are_their_familys(centre: Centre, admin: Person) -> None:
    one, other = [(await centre.api("POST", "/customers", {"name": name}, by=admin))["id"] for name in ("Vera", "V.")]
    await centre.parley.audit.write("customers.reveal", other, admin.id, field="Size")
    await centre.api("POST", f"/customers/{one}/merge", {"from": other}, by=admin)
    assert {line["act"] for line in await lines(centre, admin, f"?subject={one}")} == {
        "customers.reveal",
        "customers.merge",
    }


async def test_it_is_for_those_with_the_right(centre: Centre) -> None:
    ann = await centre.agent("Ann")
    assert (await centre.ask("GET", "/api/v1/audit", by=ann)).status == 403
    auditor = await centre.agent("Auditor", await centre.role("Auditor", ["audit.read"]))
    assert (await centre.ask("GET", "/api/v1/audit", by=auditor)).status == 200
    assert (await centre.ask("GET", "/api/v1/audit?before=x", by=auditor)).code == "invalid"
