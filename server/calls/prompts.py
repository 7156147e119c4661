"""What a caller is told while nobody talks with them: the welcome, their place, that they may leave words, that the Agent is away.

A prompt is said to one leg instead of its music, and stops at once when somebody is there to talk with.
"""

from collections.abc import Callable
from datetime import timedelta
from itertools import count
from math import ceil

from domain.call_events import LegConnected, LegsLost, VoicemailBegun
from domain.calls import Call, phase, waits
from domain.conversation import Conversation, calling
from domain.events import Event
from server.board import Board
from server.calls.media import Said
from server.clock import Clock
from server.desk import Desk
from server.timers import Timers
from webrtc.plan import ClipEnded
from webrtc.prompts_texts import Kind

PLACE_EVERY = timedelta(seconds=30)

SAID: tuple[Kind, ...] = ("welcome", "recording", "place", "wait", "busy", "voicemail", "away")
"""The kinds that are said anywhere, in the order in which a caller may hear them."""

Prompts = tuple[tuple[Kind, int], ...]


class Announcer:
    """Says prompts; ``changed`` gets the id of each call whose plan that changes."""

    def __init__(self, board: Board, desk: Desk, timers: Timers, clock: Clock, changed: Callable[[str], None]) -> None:
        self._board, self._desk, self._timers, self._clock = board, desk, timers, clock
        self._changed = changed
        self._saying: dict[str, dict[str, Said]] = {}
        self._greeted: set[str] = set()
        self._numbers = count(1)

    def of(self, call: str) -> dict[str, Said]:
        """What is being said in a call, by leg."""
        return self._saying.get(call, {})

    def forget(self, call: str) -> None:
        """The call is over."""
        self._saying.pop(call, None)
        self._greeted.discard(call)

    def hear(self, state: Conversation, call: Call, event: Event) -> None:
        """Say what the Customer should know about what just happened."""
        body, customer = event.body, call.customer
        if customer is None or not call.live:
            return
        if not _alone(call):
            self._saying.pop(call.id, None)
        if isinstance(body, LegConnected) and body.leg == customer.id and call.id not in self._greeted:
            self._greet(state, call)
        elif isinstance(body, VoicemailBegun) and call.id in self._greeted:
            self._say(state, call, invitation(body.reason))
        elif isinstance(body, LegsLost) and phase(call) == "interrupted" and customer.state == "connected":
            self._say(state, call, (("away", 0),))

    def ended(self, event: ClipEnded) -> None:
        """A prompt was heard to its end."""
        saying = self._saying.get(event.call, {})
        for leg in [leg for leg, said in saying.items() if said.source == event.source]:
            del saying[leg]
            self._changed(event.call)

    def _greet(self, state: Conversation, call: Call) -> None:
        self._greeted.add(call.id)
        if call.voicemail_until_at is not None:
            self._say(state, call, (*welcome(call), *invitation("nobody")))
        elif waits(call):
            self._say(state, call, (*welcome(call), *self._place(state)))
            self._place_later(state.id)

    def _place(self, state: Conversation) -> Prompts:
        place, seconds = self._board.place_of(state, self._clock.now())
        if place < 1:
            return ()
        wait: Prompts = (("wait", ceil(seconds / 60)),) if seconds is not None else ()
        return (("place", place), *wait)

    def _place_later(self, conversation: str) -> None:
        due_at = self._clock.now() + PLACE_EVERY
        self._timers.set(f"place {conversation}", due_at, lambda: self._say_place(conversation))

    async def _say_place(self, conversation: str) -> None:
        state = await self._desk.conversation(conversation)
        call = calling(state) if state is not None else None
        if state is not None and call is not None and waits(call):
            self._say(state, call, self._place(state))
            self._place_later(conversation)

    def _say(self, state: Conversation, call: Call, prompts: Prompts) -> None:
        if call.customer is not None and prompts:
            source = f"clip:{next(self._numbers)}-{call.id}"
            beep = call.voicemail_until_at is not None
            self._saying[call.id] = {call.customer.id: Said(source, prompts, beep, state.locale)}
            self._changed(call.id)


def welcome(call: Call) -> Prompts:
    """The first words; that it may be recorded is said where it may."""
    return (("welcome", 0), ("recording", 0)) if call.record else (("welcome", 0),)


def invitation(reason: str) -> Prompts:
    """That words may be left, and why."""
    return (("voicemail", 0),) if reason == "chosen" else (("busy", 0), ("voicemail", 0))


def _alone(call: Call) -> bool:
    """Whether the Customer has nobody to talk with, for a reason that is worth a word."""
    return waits(call) or call.voicemail_until_at is not None or phase(call) == "interrupted"
