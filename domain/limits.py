"""Token buckets: how often something may be asked, as arithmetic on times.

A bucket holds ``burst`` tokens and gains ``per_second``; asking takes one (Turner, "New directions in communications", 1986).
"""

from collections import OrderedDict
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """At most ``burst`` at once and ``per_second`` for long."""

    burst: float
    per_second: float


class Buckets:
    """One bucket per key under one limit; the least used keys are forgotten, which only ever refills them."""

    def __init__(self, limit: Limit, most_keys: int = 100_000) -> None:
        self._limit = limit
        self._most_keys = most_keys
        self._buckets: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def give(self, key: str, tokens: float = 1.0) -> None:
        """Put back what was taken for something that turned out harmless."""
        if key in self._buckets:
            left, seen = self._buckets[key]
            self._buckets[key] = (min(self._limit.burst, left + tokens), seen)

    def take(self, key: str, now: float, tokens: float = 1.0) -> float:
        """Take ``tokens`` at monotonic time ``now``: 0.0 if there were enough, else the seconds until there will be."""
        left, seen = self._buckets.pop(key, (self._limit.burst, now))
        left = min(self._limit.burst, left + (now - seen) * self._limit.per_second)
        wait = 0.0 if left >= tokens else (tokens - left) / self._limit.per_second
        self._buckets[key] = (left if wait else left - tokens, now)
        if len(self._buckets) > self._most_keys:
            self._buckets.popitem(last=False)
        return wait
