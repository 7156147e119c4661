"""kill -9 of the whole server, its database with it, while mail comes over SMTP and by import: what was answered "250" or "202" becomes one Event."""

import asyncio
import random
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import aiosmtplib
import pytest

from mail.compose import Attachment, Mailbox, Outgoing, compose
from tests.faults.storm import ADMINISTRATOR, Server
from tests.journeys.centre import free_port

pytestmark = pytest.mark.wire

ADDRESS = "help@shop.example"
KILLS = 5
WRITERS = 6
ANSWER_SECONDS = 10.0
PICTURE = Attachment("lamp.png", "image/png", b"\x89PNG\r\n\x1a\n" * 100)


@dataclass
class MailServer(Server):
    """A server that takes mail over SMTP, too."""

    smtp_port: int = field(default_factory=free_port)
    token: str = ""

    def environment(self) -> dict[str, str]:
        return {**super().environment(), "PARLEY_SMTP_LISTEN": f"127.0.0.1:{self.smtp_port}"}

    async def over_smtp(self, raw: bytes) -> None:
        """Return on "250"."""
        await aiosmtplib.send(
            raw,
            sender="ada@mail.example",
            recipients=[ADDRESS],
            hostname="127.0.0.1",
            port=self.smtp_port,
            timeout=ANSWER_SECONDS,
        )

    async def imported(self, raw: bytes, wait: str = "") -> tuple[int, dict[str, Any]]:
        """Return on "202", or with its Event."""
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": "message/rfc822"}
        url = f"{self.url}/api/v1/mail/import{wait}"
        async with self.http.post(url, data=raw, headers=headers) as answer:
            if answer.status not in (200, 201, 202):
                raise aiohttp.ClientError(await answer.text())
            return answer.status, await answer.json()


@dataclass
class Post:
    """Everybody who writes, and what was acknowledged."""

    server: MailServer
    acknowledged: dict[str, bytes] = field(default_factory=dict)
    attempts: int = 0

    async def write(self, name: str, calm: asyncio.Event) -> None:
        """One mail after the other, each brought by one way or by both until every way has taken it, and never again."""
        number = 0
        while not calm.is_set():
            id = f"{name}-{number}@mail.example"
            raw = compose(
                Outgoing(
                    Mailbox("ada@mail.example", name),
                    (Mailbox(ADDRESS),),
                    "Lamp",
                    f"Words of {id}",
                    f"<{id}>",
                    datetime.now(UTC),
                    html="<p>Words</p>" if number % 2 else "",
                    attachments=(PICTURE,) if number % 3 == 0 else (),
                )
            )
            ways: list[Callable[[bytes], Awaitable[object]]] = [self.server.over_smtp, self.server.imported]
            chosen = ways if number % 4 == 0 else [random.choice(ways)]
            await asyncio.gather(*(self._brought(way, raw) for way in chosen))
            self.acknowledged[id] = raw
            number += 1
            await asyncio.sleep(random.uniform(0, 0.05))

    async def _brought(self, way: Callable[[bytes], Awaitable[object]], raw: bytes) -> None:
        while True:
            self.attempts += 1
            with suppress(aiohttp.ClientError, aiosmtplib.SMTPException, OSError, TimeoutError):
                async with asyncio.timeout(ANSWER_SECONDS):
                    await way(raw)
                    return
            await asyncio.sleep(0.1)


async def test_every_mail_that_was_taken_becomes_exactly_one_event(tmp_path: Path) -> None:
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as http:
        server = MailServer(tmp_path, free_port(), http)
        await server.start()
        try:
            email, password = ADMINISTRATOR
            server.token = (await server.ask("POST", "/session", {"email": email, "password": password}))[1]["token"]
            status, _ = await server.ask("POST", "/mailboxes", {"name": "Help", "address": ADDRESS}, server.token)
            assert status == 201
            post, calm = Post(server), asyncio.Event()
            writers = [asyncio.create_task(post.write(f"writer{count}", calm)) for count in range(WRITERS)]
            for _ in range(KILLS):
                await asyncio.sleep(random.uniform(0.2, 1.2))
                await server.end(signal.SIGKILL)
                await server.start()
            calm.set()
            await asyncio.gather(*writers)
            places = set()
            for id, raw in post.acknowledged.items():
                status, event = await server.imported(raw, "?wait=1")
                assert (status, event["email"]["message_id"]) == (200, id)
                assert len(event["email"]["attachments"]) == (b"lamp.png" in raw)
                places.add((event["conversation"], event["number"]))
        finally:
            await server.end(signal.SIGTERM)
        assert len(places) == len(post.acknowledged) > 5 * KILLS
        assert post.attempts > len(post.acknowledged)
        code, said = await server.check()
        assert (code, ": 0 violations" in said, "mails wait" in said) == (0, True, False), said
