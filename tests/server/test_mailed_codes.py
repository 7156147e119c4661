"""A code by mail proves an address: six digits, ten minutes, five tries, and nobody learns whether the address is known."""

import re
from collections.abc import AsyncIterator, Iterator
from unittest.mock import patch

import pytest

from mail import outbox
from tests.centre import Centre, Json, Socket, becomes_true
from tests.mail_transport.outside import Outside, outside
from tests.server.mail import read, sending_mailbox, words

EMAIL = "vera@mail.example"


@pytest.fixture(autouse=True)
def hasty() -> Iterator[None]:
    with patch.object(outbox, "LOOK_EVERY_SECONDS", 0.02):
        yield


@pytest.fixture
async def there() -> AsyncIterator[Outside]:
    async with outside() as running:
        yield running


@pytest.fixture
async def widget(centre: Centre, there: Outside) -> Json:
    await sending_mailbox(centre, there, signature="Your shop")
    return await centre.widget()


async def mailed(there: Outside, count: int = 1) -> str:
    """The code in the ``count``th mail."""

    async def came() -> bool:
        return len(there.mails) >= count

    await becomes_true(came)
    found = re.search(r"\b(\d{6})\b", words(read(there.mails[count - 1].content)))
    assert found
    return found[1]


def another(code: str, step: int = 1) -> str:
    return f"{(int(code) + step) % 10**6:06d}"


async def history(tab: Socket) -> set[str]:
    return {one["id"] for one in (await tab.ask("history", {}))["conversations"]}


async def known(centre: Centre, widget: Json, there: Outside) -> str:
    """Somebody who has written and proved their address: their Conversation."""
    id, tab = await centre.conversation(widget)
    await tab.ask("prove", {"email": EMAIL})
    assert await tab.ask("code", {"code": await mailed(there)}) == {"ok": True}
    return id


async def test_a_code_makes_two_browsers_one_customer(centre: Centre, widget: Json, there: Outside) -> None:
    first = await known(centre, widget, there)
    second, tab = await centre.conversation(widget)
    assert await history(tab) == {second}
    until = (await tab.ask("prove", {"email": EMAIL}))["expires_at"]
    assert until == "2026-11-21T12:10:00.000Z"
    code = await mailed(there, 2)
    assert (await tab.ask("code", {"code": another(code)}))["error"] == "This is not the code. 4 tries are left."
    assert await tab.ask("code", {"code": code}) == {"ok": True}
    assert await history(tab) == {first, second}
    assert (await tab.ask("resume", {"conversation": first}))["events"]
    one, other = [(await centre.state(id)).customer for id in (first, second)]
    assert set(centre.parley.customers.families.family(one)) == {one, other}
    profile = await centre.parley.customers.get(other)
    assert ("email", EMAIL, True) in {(a["kind"], a["value"], a["verified"]) for a in profile["addresses"]}
    assert (await tab.ask("code", {"code": code}))["code"] == "forbidden"  # used up


async def test_the_mail_says_little_and_leaves_nothing_behind(centre: Centre, widget: Json, there: Outside) -> None:
    tab = await centre.visitor(widget, locale="pl-PL")
    await tab.ask("prove", {"email": EMAIL})
    code = await mailed(there)
    (mail,) = there.mails
    message = read(mail.content)
    assert (mail.sender, mail.recipients) == ("<>", [EMAIL])
    assert (message["Auto-Submitted"], message["Subject"], message["To"]) == ("auto-generated", "Twój kod: Shop", EMAIL)
    assert words(message).endswith("-- \nYour shop\n")
    tables = centre.parley.store.tables

    async def gone() -> bool:
        return not await tables.outbox.find({}) and not await tables.mails.find({})

    await becomes_true(gone)
    assert code not in str(await tables.codes.find({}))


async def test_ten_minutes_and_not_one_moment_more(centre: Centre, widget: Json, there: Outside) -> None:
    for count, (span, ok) in enumerate((({"minutes": 9, "seconds": 59}, True), ({"minutes": 10}, False)), 1):
        tab = await centre.visitor(widget)
        await tab.ask("prove", {"email": EMAIL})
        code = await mailed(there, count)
        centre.clock.pass_(**span)
        assert (await tab.ask("code", {"code": code}))["ok"] is ok


@pytest.mark.parametrize(("wrong", "ok"), [(4, True), (5, False)])
async def test_five_tries(centre: Centre, widget: Json, there: Outside, wrong: int, ok: bool) -> None:
    tab = await centre.visitor(widget)
    await tab.ask("prove", {"email": EMAIL})
    code = await mailed(there)
    answers = [await tab.ask("code", {"code": another(code, step)}) for step in range(1, wrong + 1)]
    assert {answer["code"] for answer in answers} == {"forbidden"}
    assert (await tab.ask("code", {"code": code}))["ok"] is ok


async def test_a_code_is_its_visitors_and_the_last_one_counts(centre: Centre, widget: Json, there: Outside) -> None:
    tab, thief = await centre.visitor(widget), await centre.visitor(widget)
    await tab.ask("prove", {"email": EMAIL})
    first = await mailed(there)
    assert (await thief.ask("code", {"code": first}))["code"] == "forbidden"
    await tab.ask("prove", {"email": EMAIL})
    second = await mailed(there, 2)
    if first != second:
        assert (await tab.ask("code", {"code": first}))["code"] == "forbidden"
    assert (await tab.ask("code", {"code": second}))["ok"]


async def test_nobody_learns_who_is_known_and_nobody_is_flooded(centre: Centre, widget: Json, there: Outside) -> None:
    await known(centre, widget, there)
    answers = []
    for address in (EMAIL, "nobody@mail.example", "help@shop.example", EMAIL, EMAIL, EMAIL):
        tab = await centre.visitor(widget)
        answers.append(await tab.ask("prove", {"email": address}))
        answers.append(await tab.ask("code", {"code": "000000"}))
    assert len({str(answer) for answer in answers[::2]}) == 1
    assert len({str(answer) for answer in answers[1::2]}) == 1
    await mailed(there, 4)
    assert [mail.recipients[0] for mail in there.mails].count(EMAIL) == 3  # within the hour
    assert not any(mail.recipients == ["help@shop.example"] for mail in there.mails)


async def test_too_often_and_no_address_and_no_server(centre: Centre, widget: Json, there: Outside) -> None:
    tab = await centre.visitor(widget)
    assert (await tab.ask("prove", {"email": "vera at home"}))["code"] == "invalid"
    codes = [(await tab.ask("prove", {"email": f"v{n}@mail.example"})).get("code", "ok") for n in range(4)]
    assert codes == ["ok", "ok", "rate_limited", "rate_limited"]
    for bad in ("12345", "1234567", "12345a", "１２３４５６"):
        assert (await tab.ask("code", {"code": bad}))["code"] == "invalid"
    for mailbox in centre.parley.mail_out.answers.able():
        await centre.parley.directory.change("mailboxes", mailbox["_id"], {"active": False})
    other = await centre.visitor(widget)
    assert (await other.ask("prove", {"email": EMAIL}))["code"] == "conflict"
