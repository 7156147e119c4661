"""``python -m server``: reads the settings, opens the store, serves until told to stop; ``check-history`` checks what is stored."""

import argparse
import asyncio
import logging
import os
import signal
import socket
import sys

import uvloop
from aiohttp import web

from domain.stream import Unavailable
from server.app import Parley
from server.clock import SystemClock
from server.garbage import settle
from server.history import check_history
from server.logs import set_up_logs
from server.settings import BadSettings, Settings, read_settings
from store.connection import CannotOpen
from store.opening import open_store
from webrtc.media import MediaWorkers

log = logging.getLogger("parley")


async def serve(settings: Settings) -> int:
    """Serve until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    # A taken port is said before a centre is made for it.
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    socket.create_server((settings.host, settings.port), family=family).close()
    async with open_store(settings.mongodb_uri, settings.data) as store:
        media = MediaWorkers(settings.data / "media", settings.media_hosts, settings.media_port)
        parley = Parley(settings, store, media=media)
        runner = web.AppRunner(parley.app(), access_log=None, shutdown_timeout=3)
        await runner.setup()
        if settings.demo:
            from server.demo import seed

            await seed(parley)
        settle()
        try:
            await web.TCPSite(runner, settings.host, settings.port, reuse_address=True, backlog=4096).start()
            print(f"Parley serves {settings.public_url}", flush=True)
            await stop.wait()
        finally:
            await runner.cleanup()
    return 0


async def check(settings: Settings) -> int:
    """Read everything that is stored and say what is wrong with it; 1 if anything is."""
    async with open_store(settings.mongodb_uri, settings.data) as store:
        history = await check_history(store, SystemClock().now())
    print(history, flush=True)
    return 1 if history.violations else 0


WORK = {"serve": serve, "check-history": check}


def main() -> int:
    """Run; a reason not to start is one sentence."""
    parser = argparse.ArgumentParser(prog="python -m server", description="Parley's server")
    parser.add_argument("work", nargs="?", choices=WORK, default="serve", help="what to do (serve)")
    parser.add_argument("--demo", action="store_true", help="fill an empty centre with demo data")
    asked = parser.parse_args()
    set_up_logs()
    try:
        return uvloop.run(WORK[asked.work](read_settings(os.environ, asked.demo)))
    except (BadSettings, CannotOpen) as error:
        print(f"Parley cannot start: {error}", file=sys.stderr)
        return 1
    except Unavailable as error:
        print(f"Parley cannot start: the database does not answer ({error}).", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Parley cannot start: {error.strerror or error}.", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
