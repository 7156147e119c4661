"""Many mails are worked on at once, yet those that have to do with each other in the order in which they came, and never too much at once."""

import asyncio
from collections.abc import Iterable


class Turns:
    """Gives out turns; each comes once all earlier ones that share a key with it are over."""

    def __init__(self) -> None:
        self._last: dict[str, Turn] = {}

    def take(self, keys: Iterable[str]) -> "Turn":
        """The next turn for these keys. It must be ended, whatever happens."""
        wanted = frozenset(keys)
        turn = Turn({self._last[key] for key in wanted if key in self._last})
        self._last.update(dict.fromkeys(wanted, turn))
        turn.ended.add_done_callback(lambda _: self._forget(wanted, turn))
        return turn

    def _forget(self, keys: frozenset[str], turn: "Turn") -> None:
        for key in keys:
            if self._last.get(key) is turn:
                del self._last[key]


class Turn:
    """One's place behind ``earlier`` turns."""

    def __init__(self, earlier: set["Turn"]) -> None:
        self._earlier = earlier
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def came(self) -> None:
        """Return once all earlier turns are over."""
        for turn in self._earlier:
            await asyncio.shield(turn.ended)
        self._earlier = set()

    def end(self) -> None:
        """Let the next ones go on."""
        if not self.ended.done():
            self.ended.set_result(None)


class Allowance:
    """So many bytes at once. What is larger than all of it gets all of it, and is then alone."""

    def __init__(self, most: int) -> None:
        self._most = self._left = most
        self._returned = asyncio.Condition()

    async def take(self, size: int) -> None:
        """Wait until there is so much."""
        async with self._returned:
            await self._returned.wait_for(lambda: self._left >= min(size, self._most))
            self._left -= min(size, self._most)

    async def give_back(self, size: int) -> None:
        """Let others have it."""
        async with self._returned:
            self._left += min(size, self._most)
            self._returned.notify_all()
