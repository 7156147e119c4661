"""Several nodes: the bus carries hints only, which events of which stream are new; the truth is read from the store.

A lost hint costs a delay until the next one or the next command, never a message; without ``REDIS_URL`` there is one node and no bus.
"""

import asyncio
import logging
import secrets
from collections import deque
from typing import Any

import msgspec
from redis.asyncio import Redis
from redis.exceptions import RedisError

from domain.stream import Unavailable
from server.customers.customers import Customers
from server.desk import Desk, Told
from server.directory import Directory, Document

CHANNEL = "parley"
MOST_HINTS = 10_000
AGAIN_SECONDS = 1.0

log = logging.getLogger("parley.bus")


class Bus:
    """Tells the other nodes what moved, and moves with them."""

    def __init__(self, url: str, desk: Desk, directory: Directory, customers: Customers) -> None:
        self._redis = Redis.from_url(url)
        self._desk = desk
        self._directory = directory
        self._customers = customers
        self._following = False
        self._node = secrets.token_hex(8)
        self._hints: deque[dict[str, Any]] = deque(maxlen=MOST_HINTS)
        self._work = asyncio.Event()

    def hear(self, told: Told) -> None:
        """A stream moved here."""
        if not told.ours:
            return
        first, last = told.events[0].number, told.events[-1].number
        self._note({"node": self._node, "stream": told.after.id, "first": first, "last": last})

    def directory_changed(self, kind: str, document: Document) -> None:
        """A list changed."""
        self._note({"node": self._node, "kind": kind, "id": document["_id"], "rv": document["rv"]})

    def customers_changed(self, ids: tuple[str, ...]) -> None:
        """Customers are shown differently; what came from another node is not told again."""
        if not self._following:
            self._note({"node": self._node, "customers": list(ids)})

    def _note(self, hint: dict[str, Any]) -> None:
        self._hints.append(hint)
        self._work.set()

    async def send(self) -> None:
        """Publish hints until cancelled; while the bus is away they wait, the oldest beyond MOST_HINTS forgotten."""
        while True:
            await self._work.wait()
            self._work.clear()
            while self._hints:
                hint = self._hints.popleft()
                try:
                    await self._redis.publish(CHANNEL, msgspec.json.encode(hint))
                except (RedisError, OSError) as error:
                    log.warning("the bus is away: %s", error)
                    self._hints.appendleft(hint)
                    await asyncio.sleep(AGAIN_SECONDS)

    async def listen(self) -> None:
        """Follow the other nodes until cancelled."""
        while True:
            try:
                async with self._redis.pubsub() as channel:
                    await channel.subscribe(CHANNEL)
                    async for message in channel.listen():
                        if message["type"] == "message":
                            await self._follow(msgspec.json.decode(message["data"]))
            except (RedisError, OSError) as error:
                log.warning("the bus is away: %s", error)
                await asyncio.sleep(AGAIN_SECONDS)

    async def _follow(self, hint: dict[str, Any]) -> None:
        if hint["node"] == self._node:
            return
        try:
            if "customers" in hint:
                await self._follow_customers(tuple(hint["customers"]))
            elif "stream" in hint:
                await self._desk.follow(hint["stream"], hint["first"], hint["last"])
            else:
                await self._directory.reload(hint["kind"], hint["id"], hint["rv"])
        except Unavailable:
            log.warning("a hint could not be followed: the store is away")

    async def _follow_customers(self, ids: tuple[str, ...]) -> None:
        for id in ids:
            await self._customers.follow(id)
        self._following = True
        try:
            self._customers.tell(ids)
        finally:
            self._following = False
