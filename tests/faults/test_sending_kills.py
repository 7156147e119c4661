"""kill -9 of the whole server while mail is written and leaves: each mail arrives at least once and at most twice, or is shown as failed (I5)."""

import asyncio
import random
import signal
from collections import Counter
from contextlib import suppress
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.faults.storm import ANSWER_SECONDS, Storm, gathering
from tests.mail_transport.outside import Failing, failing
from tests.server.mail import ADDRESS, read, smtp

pytestmark = pytest.mark.wire

MAILS = 40
KILLS = 4
SETTLED_SECONDS = 90.0


def slow(there: Failing) -> None:
    """Let the server think before it says that it has a mail, so that a kill meets many of them there."""
    say = there._say

    async def think(writer: asyncio.StreamWriter, what: str, otherwise: str) -> None:
        if what == "CONTENT":
            await asyncio.sleep(random.uniform(0, 0.4))
        await say(writer, what, otherwise)

    there._say = think  # type: ignore[method-assign]  # the one place where this server differs


async def write(storm: Storm, number: int) -> str:
    """One mail, asked for until it is acknowledged: its Conversation."""
    said = {"id": f"mail-{number}", "to": [f"c{number}@mail.example"], "subject": f"Mail {number}", "text": "Hello"}
    while True:
        with suppress(aiohttp.ClientError, TimeoutError, OSError):
            async with asyncio.timeout(ANSWER_SECONDS):
                status, begun = await storm.server.ask("POST", "/conversations", said, storm.token)
            if status in (200, 201):
                return str(begun["conversation"])
            assert status == 503, begun
        await asyncio.sleep(0.05)


async def write_on(storm: Storm) -> list[str]:
    """The other half of the mails, while the server comes and goes."""
    return [await write(storm, number) for number in range(MAILS // 2, MAILS)]


async def states(storm: Storm, conversation: str) -> list[str]:
    """What the Conversation was told of its mail."""
    _, page = await storm.server.ask("GET", f"/conversations/{conversation}/events?limit=500", None, storm.token)
    return [event["state"] for event in page["events"] if event["type"] == "DeliveryChanged"]


async def settled(storm: Storm, conversations: list[str]) -> list[str]:
    """The last that each Conversation was told, once all of them are at an end."""
    async with asyncio.timeout(SETTLED_SECONDS):
        while True:
            last = [(await states(storm, id) or [""])[-1] for id in conversations]
            if set(last) <= {"sent", "failed"}:
                return last
            await asyncio.sleep(0.5)


async def test_mail_that_is_written_and_leaves_while_the_server_is_killed(tmp_path: Path) -> None:
    async with failing() as there, gathering(tmp_path, visitors=0) as storm:
        slow(there)
        box: dict[str, Any] = {"name": "Shop", "address": ADDRESS, "smtp": smtp(there.port)}
        assert (await storm.server.ask("POST", "/mailboxes", box, storm.token))[0] == 201
        conversations = [await write(storm, number) for number in range(MAILS // 2)]
        async with asyncio.timeout(SETTLED_SECONDS):
            while not there.contents:
                await asyncio.sleep(0.02)
        meanwhile = asyncio.create_task(write_on(storm))
        for _ in range(KILLS):
            await asyncio.sleep(random.uniform(0.05, 0.5))
            await storm.server.end(signal.SIGKILL)
            await storm.server.start()
        conversations += await meanwhile
        told = await settled(storm, conversations)
        arrived = Counter(str(read(content)["Subject"]) for content in there.contents)
        same = {(str(read(content)["Subject"]), str(read(content)["Message-ID"])) for content in there.contents}
        assert len(same) == len(arrived), "one mail had two ids"
        for number, last in enumerate(told):
            times = arrived[f"Mail {number}"]
            assert times <= 2, number
            assert times >= 1 or last == "failed", number
        assert [await write(storm, number) for number in range(MAILS)] == conversations
        await storm.server.end(signal.SIGTERM)
        code, said = await storm.server.check()
        assert (code, ": 0 violations" in said) == (0, True), said
        print(f"{KILLS} kills, {MAILS} mails: {Counter(arrived.values())} arrivals, {Counter(told)}")
