"""Parley for the benchmark: ``python -m bench.peers.parley [--memory]``, settings as ever.

It is the real application; only the limits that count an address are raised, because here one address is the whole crowd.
"""

import argparse
import asyncio
import os
import signal
from contextlib import nullcontext

import uvloop
from aiohttp import web

from chat.visitors import VisitorLimits
from domain.limits import Limit
from server.app import Parley
from server.garbage import settle
from server.logs import set_up_logs
from server.settings import Settings, read_settings
from store.opening import memory_store, open_store

CROWD = Limit(burst=1_000_000, per_second=1_000_000)


async def serve(settings: Settings, memory: bool) -> None:
    """What ``python -m server`` does, for one crowded address."""
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    opening = nullcontext(memory_store()) if memory else open_store(settings.mongodb_uri, settings.data)
    async with opening as store:
        parley = Parley(settings, store, visitor_limits=VisitorLimits(connects=CROWD, starts=CROWD))
        runner = web.AppRunner(parley.app(), access_log=None, shutdown_timeout=3)
        await runner.setup()
        settle()
        try:
            await web.TCPSite(runner, settings.host, settings.port, reuse_address=True, backlog=4096).start()
            print(f"Parley serves {settings.public_url}", flush=True)
            await stop.wait()
        finally:
            await runner.cleanup()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--memory", action="store_true", help="a store that keeps nothing")
    set_up_logs()
    uvloop.run(serve(read_settings(os.environ), parser.parse_args().memory))
