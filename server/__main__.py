"""``python -m server``: reads the settings, opens the store, serves until told to stop."""

import argparse
import asyncio
import logging
import os
import signal
import sys

import uvloop
from aiohttp import web

from domain.stream import Unavailable
from server.app import Parley
from server.logs import set_up_logs
from server.settings import BadSettings, Settings, read_settings
from store.connection import CannotOpen
from store.opening import open_store

log = logging.getLogger("parley")


async def serve(settings: Settings) -> None:
    """Serve until SIGINT or SIGTERM."""
    stop = asyncio.Event()
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, stop.set)
    async with open_store(settings.mongodb_uri, settings.data) as store:
        parley = Parley(settings, store)
        runner = web.AppRunner(parley.app(), access_log=None, shutdown_timeout=3)
        await runner.setup()
        if settings.demo:
            from server.demo import seed

            await seed(parley)
        try:
            await web.TCPSite(runner, settings.host, settings.port, reuse_address=True, backlog=4096).start()
            print(f"Parley serves {settings.public_url}", flush=True)
            await stop.wait()
        finally:
            await runner.cleanup()


def main() -> int:
    """Run; a reason not to start is one sentence."""
    parser = argparse.ArgumentParser(prog="python -m server", description="Parley's server")
    parser.add_argument("--demo", action="store_true", help="fill an empty centre with demo data")
    demo = parser.parse_args().demo
    set_up_logs()
    try:
        uvloop.run(serve(read_settings(os.environ, demo)))
    except (BadSettings, CannotOpen) as error:
        print(f"Parley cannot start: {error}", file=sys.stderr)
        return 1
    except Unavailable as error:
        print(f"Parley cannot start: the database does not answer ({error}).", file=sys.stderr)
        return 1
    except OSError as error:
        print(f"Parley cannot start: {error.strerror or error}.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
