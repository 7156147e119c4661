"""What is live now, in memory: who waits, who serves, what is on offer. Told by the Desk, read by routing and by everybody's screens.

It decides nothing; it is rebuilt at start from the views.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Iterable
from datetime import datetime

from domain.carrying import served_as
from domain.conversation import Conversation, avoided, offerable
from domain.events import OfferAccepted
from domain.routing import Waiting, expected_seconds, place
from domain.shift import Shift, agent_of
from server.desk import Told

ANSWERS_REMEMBERED = 10


class Board:
    """Live Conversations (all but closed) and every Agent's shift."""

    def __init__(self) -> None:
        self.live: dict[str, Conversation] = {}
        self.shifts: dict[str, Shift] = {}
        self._in_queue: dict[str, dict[str, Conversation]] = defaultdict(dict)
        self._answered_at: dict[str, deque[datetime]] = defaultdict(lambda: deque(maxlen=ANSWERS_REMEMBERED))
        self._queue_changed: list[Callable[[str], None]] = []
        self._favours: Callable[[Conversation], bool] = lambda state: False

    def on_queue_change(self, hear: Callable[[str], None]) -> None:
        """``hear`` gets the id of each queue whose waiting line changed."""
        self._queue_changed.append(hear)

    def favour(self, favours: Callable[[Conversation], bool]) -> None:
        """``favours(state)`` says whose Conversations go before everybody else's."""
        self._favours = favours

    def put(self, state: Conversation | Shift) -> None:
        """Show ``state``."""
        if isinstance(state, Shift):
            self.shifts[agent_of(state.id)] = state
            return
        before = self.live.get(state.id)
        if state.state != "closed":
            self.live[state.id] = state
        else:
            self.live.pop(state.id, None)
        touched = self._lined_up(before, state)
        for queue in touched:
            for hear in self._queue_changed:
                hear(queue)

    def hear(self, told: Told) -> None:
        """Follow the Desk."""
        self.put(told.after)
        for event in told.events:
            if isinstance(event.body, OfferAccepted) and isinstance(told.after, Conversation):
                self._answered_at[told.after.queue].append(event.at)

    def waiting(self, at: datetime, queue: str | None = None) -> list[Waiting]:
        """What waits and is not on offer, of one queue or of all."""
        queues: Iterable[dict[str, Conversation]] = [self._in_queue[queue]] if queue else self._in_queue.values()
        return [self._waiting(item, at) for line in queues for item in line.values() if offerable(item)]

    def line(self, queue: str) -> list[Conversation]:
        """Everything a queue's customers wait for, on offer or not, longest waiting first."""
        return sorted(
            self._in_queue[queue].values(),
            key=lambda item: (not self._goes_first(item), item.waiting_since_at or item.created_at, item.id),
        )

    def place_of(self, state: Conversation, at: datetime) -> tuple[int, float | None]:
        """The 1-based place in its queue and the seconds to expect; (0, None) when it does not wait."""
        where = place(state.id, [self._waiting(item, at) for item in self._in_queue[state.queue].values()])
        return where, expected_seconds(where, list(self._answered_at[state.queue]))

    def expected(self, queue: str, place: int) -> float | None:
        """The seconds to expect at a place in a queue."""
        return expected_seconds(place, list(self._answered_at[queue]))

    def _lined_up(self, before: Conversation | None, state: Conversation) -> set[str]:
        """Keep the queues' lines; the queues whose line this changed."""
        touched = set()
        if before is not None and self._in_queue[before.queue].pop(before.id, None) is not None:
            touched.add(before.queue)
        if state.state in ("waiting", "offered"):
            self._in_queue[state.queue][state.id] = state
            touched.add(state.queue)
        same = before is not None and (before.state, before.queue) == (state.state, state.queue)
        return set() if same else touched

    def _goes_first(self, state: Conversation) -> bool:
        return state.first or self._favours(state)

    def _waiting(self, state: Conversation, at: datetime) -> Waiting:
        since_at = state.waiting_since_at or state.created_at or at
        return Waiting(state.id, state.queue, served_as(state), since_at, avoided(state, at), self._goes_first(state))
