"""A DNS of the tests' own: names to TXT records, with those that nobody answers for."""

from collections.abc import Sequence

from mail.authentication import NoAnswer


class Names:
    """Answers from ``records``; counts what it is asked."""

    def __init__(self, records: dict[str, bytes | list[bytes]]) -> None:
        self.records = records
        self.silent: set[str] = set()
        self.asked: list[str] = []

    async def txt(self, name: str) -> Sequence[bytes]:
        self.asked.append(name)
        if name in self.silent:
            raise NoAnswer(name)
        found = self.records.get(name, [])
        return [found] if isinstance(found, bytes) else found
