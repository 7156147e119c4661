"""A centre that erases somebody, slowly, until it is killed: ``python -m tests.faults.erasing FOLDER``.

It prints who as JSON once they are there, then a line for every record whose words are gone.
"""

import asyncio
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from store.opening import open_store
from store.stream import MongoStream
from tests.centre import open_centre
from tests.server.somebody import shown_name, somebody

SLOWLY_SECONDS = 0.05


async def main(folder: Path) -> None:
    """Make somebody, and begin to erase them."""
    whole = MongoStream.redact

    async def redact(stream: MongoStream, command: str, events: Sequence[Mapping[str, Any]]) -> bool:
        done = await whole(stream, command, events)
        print("redacted", flush=True)
        await asyncio.sleep(SLOWLY_SECONDS)
        return done

    MongoStream.redact = redact  # type: ignore[method-assign, assignment]  # so that there is time to be killed in
    async with open_store(None, folder) as store, open_centre(store) as centre:
        there = await somebody(centre)
        print(json.dumps({"root": there.root, "conversations": [there.chat, there.mail]}), flush=True)
        body = {"name": await shown_name(there)}
        assert (await centre.ask("POST", f"/api/v1/customers/{there.root}/erase", body, by=there.boss)).status == 202
        await centre.parley.erasure.look()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
