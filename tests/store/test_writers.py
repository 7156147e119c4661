"""Five writers on one stream at once, as five processes over the wire: gapless, nothing twice, every answer true."""

import asyncio
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence

import pytest

from domain.stream import Record
from store.connection import Connection
from store.embedded import Embedded
from store.memory import MemoryStream
from store.opening import Store
from store.stream import Stream
from tests.store.writer import STREAM, write

WRITERS, MESSAGES = 5, 20


def gapless(records: Sequence[Record]) -> bool:
    """Each record begins where the one before it ends."""
    ends = [0, *(record.last for record in records)]
    return [record.number for record in records] == [end + 1 for end in ends[:-1]]


async def stored(stream: Stream) -> list[Record]:
    return await stream.read(STREAM, 0, limit=10_000)


async def start_writer(uri: str, name: str) -> Process:
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.store.writer", uri, name, str(MESSAGES)), stdin=PIPE, stdout=PIPE
    )


async def answers_of(writers: Sequence[Process]) -> dict[str, set[int]]:
    """All writers begin at once; the answer is which numbers each command was given."""
    for writer in writers:
        assert writer.stdout is not None
        assert await writer.stdout.readline() == b"ready\n"
    outputs = await asyncio.gather(*(writer.communicate(b"go\n") for writer in writers))
    assert [writer.returncode for writer in writers] == [0] * len(writers)
    answers: dict[str, set[int]] = {}
    for out, _ in outputs:
        for line in out.decode().splitlines():
            command, number = line.split()
            answers.setdefault(command, set()).add(int(number))
    return answers


@pytest.mark.wire
async def test_five_processes_write_one_stream(wire: Store, embedded: Embedded) -> None:
    writers = [await start_writer(embedded.uri, f"w{n}") for n in range(WRITERS)]
    answers = await answers_of(writers)
    records = await stored(wire.stream)
    assert gapless(records)
    assert {record.command: {record.number} for record in records} == answers
    assert len(records) == MESSAGES // 5 + WRITERS * (MESSAGES - MESSAGES // 5)


@pytest.mark.wire
async def test_control_without_the_unique_index_they_break_the_numbers(
    wire: Store, embedded: Embedded, connection: Connection
) -> None:
    writers = [await start_writer(embedded.uri, f"w{n}") for n in range(WRITERS)]
    for writer in writers:
        assert writer.stdout is not None
        await asyncio.sleep(0)
    first = writers[0]
    assert first.stdout is not None
    # Every writer makes the index before it is ready, so it is dropped when all are and before any is told to go.
    for writer in writers:
        assert writer.stdout is not None
        assert await writer.stdout.readline() == b"ready\n"
    collection = connection.collection("stream")
    await collection.drop_index("stream+number")
    await asyncio.gather(*(writer.communicate(b"go\n") for writer in writers))
    assert not gapless(await stored(wire.stream))
    await collection.delete_many({})
    await collection.create_index([("stream", 1), ("number", 1)], unique=True, name="stream+number")


async def test_five_tasks_write_one_stream_in_memory() -> None:
    stream = MemoryStream()
    answers = await asyncio.gather(*(write(stream, f"w{n}", MESSAGES) for n in range(WRITERS)))
    records = await stored(stream)
    assert gapless(records)
    assert {record.command: record.number for record in records} == {k: v for one in answers for k, v in one.items()}
