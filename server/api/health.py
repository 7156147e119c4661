"""Whether Parley lives, is ready, and how it fares, for orchestrators and Prometheus."""

import asyncio
import time
from functools import lru_cache

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.exposition import CONTENT_TYPE_LATEST

from chat.visitors import Visitors
from domain.refusal import Refused
from domain.stream import Unavailable
from server.api.requests import answer
from server.board import Board
from server.desk import Told
from server.workspace import Workspace
from store.opening import Store

PROBE_SECONDS = 2.0


class Health:
    """Handlers of ``/healthz``, ``/readyz`` and ``/metrics``."""

    def __init__(self, store: Store, board: Board, visitors: Visitors, workspace: Workspace) -> None:
        self._store = store
        self.registry = CollectorRegistry()
        gauges = {
            "parley_visitors_connected": ("Visitors' tabs connected", lambda: visitors.connected),
            "parley_agents_connected": ("Agents' tabs connected", lambda: workspace.connected),
            "parley_conversations_live": ("Conversations not closed", lambda: len(board.live)),
            "parley_conversations_waiting": (
                "Conversations waiting or on offer",
                lambda: sum(1 for state in board.live.values() if state.state in ("waiting", "offered")),
            ),
        }
        for name, (meaning, measure) in gauges.items():
            Gauge(name, meaning, registry=self.registry).set_function(measure)
        self._events = Counter("parley_events", "Events stored, by type", ["type"], registry=self.registry)
        self._of_type = lru_cache(self._events.labels)
        self._lag = Histogram(
            "parley_loop_lag_seconds",
            "How late the event loop runs what is due",
            buckets=(0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1.0),
            registry=self.registry,
        )

    def hear(self, told: Told) -> None:
        """Count events."""
        for event in told.events:
            self._of_type(event.type).inc()

    async def run(self) -> None:
        """Measure the loop's lag until cancelled."""
        while True:
            before = time.monotonic()
            await asyncio.sleep(1.0)
            self._lag.observe(max(0.0, time.monotonic() - before - 1.0))

    async def alive(self, request: web.Request) -> web.Response:
        """The process answers."""
        return answer({"ok": True})

    async def ready(self, request: web.Request) -> web.Response:
        """The store answers too."""
        try:
            async with asyncio.timeout(PROBE_SECONDS):
                await self._store.ping()
        except (Unavailable, TimeoutError):
            raise Refused("unavailable", "The database does not answer.") from None
        return answer({"ok": True})

    async def metrics(self, request: web.Request) -> web.Response:
        """Prometheus text."""
        return web.Response(body=generate_latest(self.registry), headers={"Content-Type": CONTENT_TYPE_LATEST})
