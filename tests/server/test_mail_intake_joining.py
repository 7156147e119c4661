"""Only what can be believed joins a Conversation: real mails, answered through a real server, and forgeries of every kind."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

from domain.commands import CloseConversation, SnoozeConversation
from mail.compose import Mailbox
from tests.centre import Centre
from tests.mail.letters import LETTERS
from tests.mail_transport.outside import outside
from tests.server.intake import ADA, EVE, OURS, PASSED, customer, last
from tests.server.mail import ADDRESS, answer, came, delivered, deliveries, letter, read, sending_mailbox


@asynccontextmanager
async def correspondence(centre: Centre, **mailbox: Any) -> AsyncIterator[tuple[str, str, str]]:
    """A customer who wrote and was answered: the Conversation, the Reply-To of the answer and its Message-ID with brackets."""
    ann = await centre.agent("Ann")
    async with outside() as there:
        await sending_mailbox(centre, there, **mailbox)
        id = await came(centre, letter())
        await answer(centre, id, ann)
        centre.clock.pass_(seconds=6)
        await delivered(centre, id, "sent")
        message = read(there.mails[0].content)
        yield id, message["Reply-To"].addresses[0].addr_spec, str(message["Message-ID"])


def reply(number: int = 2, sender: str = ADA, to: str = ADDRESS, ids: str = "", **more: Any) -> bytes:
    fields = {"to": (Mailbox(to),), "subject": "Re: Where is my parcel?", "text": "Thank you.", "in_reply_to": ids}
    return letter(sender, message_id=f"<{number}@mail.example>", **{**fields, **more})


async def test_an_answer_to_our_answer_comes_back_by_its_token(centre: Centre) -> None:
    async with correspondence(centre) as (id, reply_to, _):
        before = await customer(centre, id)
        assert await came(centre, reply(to=reply_to)) == id
        assert (await last(centre, id)).text == "Thank you."
        assert await came(centre, reply(3), envelope_to=(reply_to,)) == id
        assert await customer(centre, id) == before
        assert (await centre.events(id))[-2:] == ["MessageReceived", "MessageReceived"]


async def test_by_our_id_only_a_proved_participant_comes_back(centre: Centre) -> None:
    eve = PASSED.replace(b"mail.example", b"evil.example")
    async with correspondence(centre, authserv_id=OURS) as (id, _, ours):
        assert await came(centre, reply(2, ids=ours), "imap") != id
        assert await came(centre, eve + reply(3, EVE, ids=ours), "imap") != id
        assert await came(centre, PASSED + reply(4), "imap") != id
        assert await came(centre, PASSED + reply(5, ids=ours), "imap") == id


async def test_a_thousand_forgeries_join_nothing_and_change_no_profile(centre: Centre) -> None:
    async with correspondence(centre, authserv_id=OURS) as (id, reply_to, ours):
        token = reply_to.partition("+")[2].partition("@")[0]
        before, state = await customer(centre, id), await centre.state(id)

        def forged(count: int) -> bytes:
            letters = "abcdefghijklmnopqrstuvwxyz234567"
            wrong = letters[(letters.index(token[count % 25]) + 1 + count // 25) % 32]
            guess = token[: count % 25] + wrong + token[count % 25 + 1 :]
            if count < 400:
                return reply(count, to=reply_to.replace(token, guess), ids=ours)
            if (
                count < 700
            ):  # says it is the customer, under the ids and the subject of the thread, vouched for by nobody or by themselves
                return (PASSED.replace(OURS.encode(), b"mx.evil.example") if count % 2 else b"") + reply(
                    count, ids=ours
                )
            if count < 900:
                return reply(count, EVE, to=reply_to, ids=ours)
            return b"X: y\r\n" + PASSED.replace(b"pass", b"fail") + PASSED + reply(count, ids=ours)

        async def send(part: int) -> list[str]:
            return [await came(centre, forged(count), "imap") for count in range(part, 1_000, 20)]

        joined = [one for found in await asyncio.gather(*map(send, range(20))) for one in found].count(id)
        assert joined == 0
        assert (await customer(centre, id), await centre.state(id)) == (before, state)
        assert len(await centre.parley.store.tables.mails.find({"state": "done"}, limit=2_000)) == 1_002
        assert await came(centre, reply(2_000, to=reply_to)) == id


async def test_a_long_closed_conversation_is_gone_on_from_in_a_new_one(centre: Centre) -> None:
    async with correspondence(centre) as (id, reply_to, _):
        await centre.parley.desk.do(CloseConversation(id="close", conversation=id, at=centre.clock.now()))
        centre.clock.pass_(days=6)
        assert await came(centre, reply(2, to=reply_to)) == id
        assert (await centre.state(id)).state == "waiting"
        await centre.parley.desk.do(CloseConversation(id="close again", conversation=id, at=centre.clock.now()))
        centre.clock.pass_(days=8)
        new = await came(centre, reply(3, to=reply_to))
        assert new != id
        (started, *_) = await centre.parley.desk.events(new, 0, 10)
        assert started.body.earlier == id  # type: ignore[union-attr]  # a ConversationStarted
        forged = await came(centre, reply(4, EVE, to=reply_to))
        (started, *_) = await centre.parley.desk.events(forged, 0, 10)
        assert started.body.earlier is None  # type: ignore[union-attr]  # a ConversationStarted


def bounced(message_id: str, recipient: str = ADA) -> bytes:
    return (
        LETTERS["bounce"]
        .replace(b"<ours@parley.example>", message_id.encode())
        .replace(b"Bob@Customer.example", recipient.encode())
    )


async def test_a_bounce_marks_the_message_it_is_about(centre: Centre) -> None:
    async with correspondence(centre) as (id, _, ours):
        before = await centre.state(id)
        assert await came(centre, bounced(ours), envelope_from="") == id
        assert (await deliveries(centre, id))[-1] == ("bounced", f"{ADA}: smtp; 550 5.1.1 nobody here")
        message = await last(centre, id)
        assert message.email is not None
        assert message.email.bounce is not None
        assert (message.email.is_bounce, message.email.bounce.recipient) == (True, ADA)
        after = await centre.state(id)
        assert (after.state, after.awaiting, after.agent, after.inbound) == (
            "open",
            "customer",
            before.agent,
            before.inbound,
        )
        again = b"Received: from elsewhere\r\n" + bounced(ours)
        assert await came(centre, again) == id
        assert [state for state, _ in await deliveries(centre, id)].count("bounced") == 1
        late = bounced(ours).replace(b"Action: failed", b"Action: delayed").replace(b"Status: 5", b"Status: 4")
        assert await came(centre, late) == id
        assert (await deliveries(centre, id))[-1][0] == "bounced"


async def test_a_forged_bounce_marks_nothing(centre: Centre) -> None:
    async with correspondence(centre) as (id, _, ours):
        before = await centre.state(id)
        for raw in (bounced(ours, EVE), bounced("<guessed@shop.example>"), bounced("<first@mail.example>")):
            other = await came(centre, raw)
            assert other != id
            assert (await centre.state(other)).state == "closed"
        assert await centre.state(id) == before


async def test_machines_wake_nobody(centre: Centre) -> None:
    note = b"Auto-Submitted: auto-replied\r\n"
    async with correspondence(centre) as (id, reply_to, _):
        await centre.parley.desk.do(
            SnoozeConversation(
                id="snooze", conversation=id, at=centre.clock.now(), until_at=centre.clock.now() + timedelta(days=1)
            )
        )
        assert await came(centre, note + reply(2, to=reply_to)) == id
        assert (await centre.state(id)).state == "snoozed"
        await centre.parley.desk.do(CloseConversation(id="close", conversation=id, at=centre.clock.now()))
        centre.clock.pass_(days=30)
        assert await came(centre, note + reply(3, to=reply_to)) == id
        assert (await centre.state(id)).state == "closed"
        alone = await came(centre, note + letter(EVE))
        assert (await centre.state(alone)).state == "closed"
        assert "OfferMade" not in await centre.events(alone)
        for name in ("read receipt", "abuse report"):
            assert (await centre.state(await came(centre, LETTERS[name]))).state == "closed"
