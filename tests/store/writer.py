"""One of several processes that write one stream: ``python -m tests.store.writer URI NAME MESSAGES``.

It appends its messages one by one, each on top of what it has read, sends every third again, and prints each answer.
"""

import asyncio
import sys
from datetime import UTC, datetime

from domain.stream import AlreadyDone, Record, Stale
from store.connection import Connection
from store.stream import MongoStream, Stream

STREAM = "contended"


async def append(stream: Stream, command: str) -> Record:
    """Read the end, append; as often as somebody else was first."""
    last = 0
    while True:
        for record in await stream.read(STREAM, last):
            last = record.last
        try:
            return await stream.append(STREAM, last, command, datetime.now(UTC), [{"text": command}] * 2)
        except Stale:
            continue
        except AlreadyDone as done:
            return done.record


async def write(stream: Stream, name: str, messages: int) -> dict[str, int]:
    """The number each command was answered; a resend must be answered the same."""
    numbers: dict[str, int] = {}
    for n in range(messages):
        # Every fifth command is the same for all writers, as when a message arrives twice over two nodes.
        command = f"shared-{n}" if n % 5 == 0 else f"{name}-{n}"
        numbers[command] = (await append(stream, command)).number
        if n % 3 == 0 and (await append(stream, command)).number != numbers[command]:
            sys.exit(f"{command} was answered differently")
    return numbers


async def main(uri: str, name: str, messages: int) -> None:
    """Say ready, wait for a line, write, print each command and its number."""
    async with Connection(uri, embedded=True) as connection, MongoStream(connection) as stream:
        print("ready", flush=True)
        await asyncio.to_thread(sys.stdin.readline)
        for command, number in (await write(stream, name, messages)).items():
            print(command, number)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3])))
