"""A crash at any write on a mail's way from its mailbox to its Event."""

import asyncio
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from mail.compose import Attachment
from mail.raw_mail import RawMail
from store.opening import Store, memory_store
from tests.centre import NOON, becomes_true, open_centre
from tests.server.intake import OURS, PASSED, mails, sound
from tests.server.mail import ADDRESS, letter


class Crash(BaseException):
    """The process ends here."""


@contextmanager
def crashing(store: Store, at: int, *, after: bool) -> Iterator[list[str]]:
    """Let the ``at``-th write be the last thing that happens, just before it or just after; the list names every write that began."""
    writes: list[str] = []
    with pytest.MonkeyPatch.context() as patch:

        def breakable(owner: Any, name: str, method: str) -> None:
            real = getattr(owner, method)

            async def write(*given: Any, **named: Any) -> Any:
                if at and len(writes) >= at:
                    await asyncio.Event().wait()  # nothing happens any more in a process that has ended
                writes.append(f"{name}.{method}")
                last = len(writes) == at
                if last and not after:
                    raise Crash
                done = await real(*given, **named)
                if last:
                    raise Crash
                return done

            patch.setattr(owner, method, write)

        breakable(store.stream, "stream", "append")
        breakable(store.files, "files", "create")
        for name in ("mails", "threads", "addresses", "customers", "files"):
            breakable(getattr(store.tables, name), name, "insert")
        breakable(store.tables.mails, "mails", "replace")
        yield writes


PICTURE = Attachment("lamp.png", "image/png", b"\x89PNG\r\n\x1a\n", "")
BROUGHT = [
    PASSED + letter(html="<p>Is it <b>lost</b>?</p>", attachments=(PICTURE,)),
    PASSED + letter(message_id="<second@mail.example>", in_reply_to="<first@mail.example>", text="Found it."),
]


async def bring(store: Store, at: int = 0, *, after: bool = False) -> list[str]:
    """A centre that is brought mails as a mailbox brings them, each until it is accepted, and that crashes at a write."""
    with crashing(store, at, after=after) as writes:
        async with open_centre(store) as centre:
            mailbox = next(iter(centre.parley.mailboxes.active()), None) or await centre.mailbox(
                ADDRESS, authserv_id=OURS
            )
            with suppress(Crash):
                for raw in BROUGHT:
                    accepting = centre.parley.intake.accept(RawMail(raw, "imap", NOON, len(raw), mailbox["_id"]))
                    await ended_or(accepting, at, writes)
            await becomes_true(lambda: not centre.parley.intake._works or len(writes) == at > 0)
    return writes


async def ended_or(accepting: Coroutine[Any, Any, None], at: int, writes: list[str]) -> None:
    """Wait for an acceptance, but not in a process that has ended."""
    task = asyncio.create_task(accepting)
    await becomes_true(lambda: task.done() or len(writes) == at > 0)
    if not task.done():
        task.cancel()
        raise Crash
    await task


async def test_a_crash_at_any_write_leaves_exactly_one_event_of_each_mail() -> None:
    calm = await bring(memory_store())
    kinds = {
        "files.create",
        "mails.insert",
        "threads.insert",
        "addresses.insert",
        "customers.insert",
        "stream.append",
        "mails.replace",
    }
    assert kinds <= set(calm)
    for at in range(1, len(calm) + 1):
        for after in (False, True):
            store = memory_store()
            assert len(await bring(store, at, after=after)) == at
            await bring(store)
            async with open_centre(store) as centre:
                found = await mails(centre)
                shown = [(one.message_id, [file.name for file in one.attachments], one.has_html) for one in found]
                place = f"{calm[at - 1]} ({at}, {'after' if after else 'before'})"
                assert sorted(shown) == [
                    ("first@mail.example", ["lamp.png"], True),
                    ("second@mail.example", [], False),
                ], place
                rows = await store.tables.mails.find({})
                assert [row["html"] is not None for row in sorted(rows, key=lambda row: -row["size"])] == [
                    True,
                    False,
                ], place
                assert len({row["conversation"] for row in rows}) == 1, place
                await sound(centre)
