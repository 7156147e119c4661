"""Kills the whole server with -9 again and again under load and checks that nothing acknowledged was lost, doubled or reordered.

``./run bench faults [--kills 200] [--visitors 12]`` ends with the tests that are too long for every day (marked ``long``), and with status 1 if
anything was found.
"""

import argparse
import asyncio
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.faults.storm import gathering

GOAL_BACK_SECONDS = 5.0


async def measure(kills: int, visitors: int) -> bool:
    """Run the storm and print what came of it; True if every promise was kept."""
    started = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="parley-faults-") as folder:
        async with gathering(Path(folder), visitors) as storm:
            await storm.rage(kills, pause=visitors / 14)
            found = await storm.verdict()
            await storm.server.end(signal.SIGTERM)
            code, said = await storm.server.check()
    book, back = storm.book, sorted(storm.back_seconds)
    print(*found, said.strip(), sep="\n")
    print(f"sent {len(book.sent)}, acknowledged {len(book.acknowledged)} in {time.monotonic() - started:.0f} s")
    print(f"everybody answered again after a start: median {back[len(back) // 2]:.2f} s, worst {back[-1]:.2f} s")
    kept = not found and code == 0 and back[-1] <= GOAL_BACK_SECONDS
    print(
        f"{kills} kills: {len(found)} violations, back within {GOAL_BACK_SECONDS:.0f} s: {'pass' if kept else 'FAIL'}"
    )
    return kept


def main() -> int:
    """Read the options, run, and answer with the exit status."""
    parser = argparse.ArgumentParser(prog="python -m bench.faults", description="Kill the server under load")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--visitors", type=int, default=12)
    asked = parser.parse_args()
    kept = asyncio.run(measure(max(1, asked.kills), asked.visitors))
    long_ones = subprocess.run([sys.executable, "-m", "pytest", "-m", "long", "tests"], check=False)
    return 0 if kept and long_ones.returncode == 0 else 1


if __name__ == "__main__":
    sys.exit(main())
