"""Parley as a program whose clock a file moves: ``python -m tests.journeys.serve CLOCK_FILE``, settings as ever.

The file holds seconds to add to the real time, so a test can let a day pass without waiting for it.
"""

import asyncio
import os
import signal
import sys
from datetime import datetime, timedelta
from pathlib import Path

import uvloop
from aiohttp import web

from server.app import Parley
from server.clock import Clock, SystemClock
from server.logs import set_up_logs
from server.settings import Settings, read_settings
from store.opening import open_store
from webrtc.media import MediaWorkers


class MovedClock:
    """The system's clock, moved by what the file says now."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._true = SystemClock()

    def now(self) -> datetime:
        """The present instant, moved."""
        return self._true.now() + timedelta(seconds=float(self._file.read_text()))


async def serve(settings: Settings, clock: Clock) -> None:
    """What ``python -m server`` does, on another clock."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    async with open_store(settings.mongodb_uri, settings.data) as store:
        media = MediaWorkers(settings.data / "media", settings.media_hosts, settings.media_port)
        parley = Parley(settings, store, clock, media=media)
        runner = web.AppRunner(parley.app(), access_log=None, shutdown_timeout=3)
        await runner.setup()
        await web.TCPSite(runner, settings.host, settings.port, reuse_address=True).start()
        await stop.wait()
        await runner.cleanup()


if __name__ == "__main__":
    set_up_logs()
    uvloop.run(serve(read_settings(os.environ), MovedClock(Path(sys.argv[1]))))
