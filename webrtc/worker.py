"""``python -m webrtc.worker``: a media process. It carries calls over one UDP port and obeys the web process over a unix socket.

It outlives the web process: sound and recordings go on without it, and the next one finds everything through the socket. It ends
when told to, or when for two minutes neither a web process nor a caller has needed it.
"""

import argparse
import asyncio
import fcntl
import gc
import logging
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import uvloop

from webrtc import clips
from webrtc.association import Association
from webrtc.control import Control
from webrtc.dtls import Identity
from webrtc.leg import Plane
from webrtc.negotiation import Offered
from webrtc.port import Port
from webrtc.switchboard import REPORT_SECONDS, Switchboard

COLLECT = (10_000, 20, 50)
"""Nothing that runs for every packet makes cycles, so cycles are looked for seldom: a look is a pause in everybody's sound."""
TAKEN = 3
"""Exit code: another worker has this socket."""

log = logging.getLogger("parley.media")


class SharedPort:
    """The usual plane: every browser connection through the one port, with the one certificate."""

    def __init__(self, port: Port) -> None:
        self._port = port
        self._identity = Identity()

    def way(self, offered: Offered) -> Association:
        """For one offer that was read."""
        return Association(self._port, self._identity, offered)


def frames(path: str) -> Sequence[bytes]:
    """The 20 ms Opus frames of a clip's file. Raises OSError or ValueError."""
    return _frames(path, Path(path).stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _frames(path: str, changed: int) -> Sequence[bytes]:
    return clips.load(path).frames


async def serve(asked: argparse.Namespace) -> int:
    """Carry calls until told to stop."""
    port = Port(asked.offer, asked.port)
    port.open()
    plane: Plane = SharedPort(port)
    if asked.stock:
        from webrtc.stock import StockPlane

        plane = StockPlane(asked.offer)
    switchboard = Switchboard(plane, port, frames, asked.report_seconds)
    for signal_number in (signal.SIGINT, signal.SIGTERM):
        asyncio.get_running_loop().add_signal_handler(signal_number, switchboard.stopping.set)
    control = Control(switchboard)
    await control.open(asked.socket)
    log.info("media on UDP port %d for %s", port.number, ", ".join(asked.offer))
    gc.freeze()
    gc.set_threshold(*COLLECT)
    try:
        await switchboard.run()
    finally:
        switchboard.end_all()
        await asyncio.sleep(0)  # what was said last goes out
        await control.close()
        port.close()
        asked.socket.unlink(missing_ok=True)
    return 0


def main() -> int:
    """Run; a reason not to start is one sentence."""
    parser = argparse.ArgumentParser(prog="python -m webrtc.worker", description="Parley's media process")
    parser.add_argument("--socket", type=Path, required=True, help="path of the control socket")
    parser.add_argument(
        "--offer", action="append", required=True, help="IP address browsers are given; may be repeated"
    )
    parser.add_argument("--port", type=int, required=True, help="UDP port, 0 for any")
    parser.add_argument("--report-seconds", type=float, default=REPORT_SECONDS, help="time between RTCP reports")
    parser.add_argument(
        "--nice", type=int, default=0, help="priority: below 0 goes before others, where that is allowed"
    )
    parser.add_argument(
        "--stock", action="store_true", help="carry calls by aiortc alone, for comparison: one port each"
    )
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(name)s %(levelname)s %(message)s")
    with suppress(PermissionError):
        os.nice(asked.nice)
    # One worker per socket, whoever starts them: the lock ends with the process, however that ends.
    lock = os.open(asked.socket.with_suffix(".lock"), os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return uvloop.run(serve(asked))
    except BlockingIOError:
        log.critical("another media process has this socket")
        return TAKEN
    except OSError as error:
        log.critical("the media process cannot start: %s", error.strerror or error)
        return 1


if __name__ == "__main__":
    sys.exit(main())
