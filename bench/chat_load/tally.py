"""When each message was due, acknowledged and delivered; what a window of them amounts to.

Delays count from when a message was due, not from when the generator came to send it: a server that stalls the generator does not
hide what it kept waiting (Tene's "coordinated omission").
"""

from dataclasses import dataclass


class Tally:
    """Every message by its index, from 0 on; times are monotonic seconds, 0.0 while it has not happened."""

    def __init__(self) -> None:
        self.due_at: list[float] = []
        self.acked_at: list[float] = []
        self.delivered_at: list[float] = []
        self.refused = 0
        self.doubled = 0
        self.unfinished = 0
        self.packets = 0
        self.bytes = 0

    def due(self, at: float) -> int:
        """The index of a new message."""
        self.due_at.append(at)
        self.acked_at.append(0.0)
        self.delivered_at.append(0.0)
        self.unfinished += 1
        return len(self.due_at) - 1

    def acked(self, index: int, at: float, ok: bool) -> None:
        """Its sender was answered."""
        self._happened(self.acked_at, self.delivered_at, index, at)
        if not ok:
            self.refused += 1
            self._happened(
                self.delivered_at, self.acked_at, index, at
            )  # it will not come, so nobody should wait for it

    def delivered(self, index: int, at: float) -> None:
        """The other side has it."""
        self._happened(self.delivered_at, self.acked_at, index, at)

    def _happened(self, here: list[float], there: list[float], index: int, at: float) -> None:
        if here[index]:
            self.doubled += 1
            return
        here[index] = at
        if there[index]:
            self.unfinished -= 1


@dataclass(frozen=True)
class Window:
    """What one rate held for some seconds came to; seconds and processor-seconds, ``lost`` includes doubled and refused ones."""

    rate: float
    messages: int
    lost: int
    p50: float
    p99: float
    server_cpu: float
    store_cpu: float
    generator_cpu: float
    others_cpu: float
    seconds: float
    packets: int

    @property
    def cost(self) -> float:
        """The server's processor-seconds for one message."""
        return self.server_cpu / max(1, self.messages)

    def holds(self, bound: float) -> bool:
        """Whether everything came through, 99 of 100 within ``bound`` seconds."""
        return self.lost == 0 and self.p99 <= bound


def percentile(sorted_values: list[float], share: float) -> float:
    """The value that ``share`` (0 to 1) of them do not exceed; infinity of nothing."""
    return (
        sorted_values[min(len(sorted_values) - 1, int(share * len(sorted_values)))] if sorted_values else float("inf")
    )
