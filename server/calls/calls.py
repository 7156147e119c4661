"""The conductor of calls: what the Desk tells becomes plans for media, prompts and deadlines; what media tells becomes Commands.

It decides nothing about a call. Should it be away, calls go on by their last plan, and ``adopt`` finds them again.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import timedelta
from typing import Protocol
from weakref import WeakValueDictionary

from domain import call_commands as c
from domain.call_plan import wanted_plan
from domain.calls import Call, due_at
from domain.conversation import Conversation, calling
from domain.ids import unguessable
from domain.refusal import Refused
from domain.shift import load
from domain.stream import Unavailable
from server.board import Board
from server.calls.media import Media, Sounds
from server.calls.prompts import Announcer
from server.clock import Clock
from server.desk import Desk, Told
from server.timers import Timers
from webrtc.plan import Edge, Plan

AGAIN_SECONDS = 1.0
BEGINNING_SECONDS = 6.0
"""Media begins beside the server and is there some seconds later: who calls meanwhile waits, less long than a page waits for an answer."""
TEST = timedelta(seconds=30)
"""How long a test call lasts."""

log = logging.getLogger("parley.calls")


class Capacities(Protocol):
    """What is asked of the directory."""

    def capacity(self, agent: str, channel: str) -> int:
        """How many Conversations of a channel an Agent can carry."""


class CallCentre:
    """Keeps the media of every live call as its fold wants it; ``there`` is set once there is any."""

    def __init__(
        self,
        *,
        desk: Desk,
        board: Board,
        directory: Capacities,
        timers: Timers,
        clock: Clock,
        media: Media,
        sounds: Sounds,
    ) -> None:
        self._desk, self._board, self._directory = desk, board, directory
        self._timers, self._clock, self._media, self._sounds = timers, clock, media, sounds
        self.there = asyncio.Event()
        self.begins = False
        """Media is about to be there."""
        self.announcer = Announcer(board, desk, timers, clock, self.note)
        self._here: dict[str, str] = {}
        self._carrying: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._stale: dict[str, None] = {}
        self._news = asyncio.Event()

    async def is_possible(self) -> bool:
        """Whether calls can be made; while media begins, the answer waits for it."""
        if self.begins:
            with suppress(TimeoutError):
                async with asyncio.timeout(BEGINNING_SECONDS):
                    await self.there.wait()
        return self.there.is_set()

    # What the Desk tells --------------------------------------------------------------------------------------------------

    def hear(self, told: Told) -> None:
        """Follow every change of a call."""
        state = told.after
        if not isinstance(state, Conversation) or state.call is None:
            return
        before = told.before.call if isinstance(told.before, Conversation) else None
        if state.call is before:
            return
        self.remember(state)
        for event in told.events:
            self.announcer.hear(state, state.call, event)
        self.note(state.call.id)
        if before is not None and before.id != state.call.id:
            self.note(before.id)

    def remember(self, state: Conversation) -> None:
        """Keep the deadlines of the call in ``state``."""
        call = calling(state)
        due = due_at(call) if call is not None else None
        if due is None:
            self._timers.cancel(f"call {state.id}")
        else:
            self._timers.set(f"call {state.id}", due, lambda: self._check(state.id))

    def busy(self) -> tuple[str, ...]:
        """Agents to whom a call cannot return now: away, or on the phone."""
        return tuple(
            agent
            for agent, shift in self._board.shifts.items()
            if shift.state not in ("available", "wrap_up")
            or load(shift, "call") >= self._directory.capacity(agent, "call")
        )

    async def _check(self, conversation: str) -> None:
        state = await self._desk.conversation(conversation)
        call = calling(state) if state is not None else None
        if state is None or call is None:
            return
        await self._desk.do(
            c.CheckCall(
                id=f"k|{call.id}|{state.number}",
                conversation=state.id,
                at=self._clock.now(),
                call=call.id,
                new_leg=unguessable("leg"),
                new_offer=unguessable("off"),
                busy=self.busy(),
            )
        )

    # Media ----------------------------------------------------------------------------------------------------------------

    def at_home(self, call: str) -> str | None:
        """The Conversation of a call whose media is here."""
        return self._here.get(call)

    def adopt(self, state: Conversation, call: Call) -> None:
        """Its media was found here after a start."""
        self._here[call.id] = state.id
        self.note(call.id)

    async def answer(self, state: Conversation, call: Call, leg: str, sdp: str) -> str:
        """The SDP answer for a leg, whose call has its plan by then. Raises Refused."""
        self._here[call.id] = state.id
        await self._carry_out(call.id)
        return await self._media.answer(call.id, leg, sdp, call.video)

    async def echo(self, sdp: str) -> str:
        """The SDP answer of a call in which a browser hears itself, for a short while. Raises Refused."""
        call, leg = unguessable("tst"), unguessable("leg")
        await self._media.carry_out(Plan(call, (Edge(f"leg:{leg}", f"leg:{leg}"),)))
        self._timers.set(f"test {call}", self._clock.now() + TEST, lambda: self._media.end(call))
        return await self._media.answer(call, leg, sdp)

    async def run(self) -> None:
        """Carry out what changed until cancelled; no call waits for another's sounds to be made."""
        async with asyncio.TaskGroup() as at_work:
            while True:
                await self._news.wait()
                self._news.clear()
                stale, self._stale = self._stale, {}
                for call in stale:
                    at_work.create_task(self._follow(call), name=f"plan of {call}")

    async def _follow(self, call: str) -> None:
        """Carry out what changed of one call; while media is away, try again."""
        try:
            await self._carry_out(call)
        except (Refused, Unavailable) as error:
            log.warning("the plan of %s was not carried out: %s", call, error)
            asyncio.get_running_loop().call_later(AGAIN_SECONDS, self.note, call)
        except Exception:  # a bug in one call must not take the sound of the others with it
            log.exception("the plan of %s ended with a bug", call)

    def note(self, call: str) -> None:
        """Carry its plan out again, if its media is here."""
        if call in self._here:
            self._stale[call] = None
            self._news.set()

    async def _carry_out(self, id: str) -> None:
        """Carry out the plan of the call as it is now; one after the other, because an older plan must not come last."""
        async with self._carrying.setdefault(id, asyncio.Lock()):
            await self._carry_out_alone(id)

    async def _carry_out_alone(self, id: str) -> None:
        home = self._here.get(id)
        state = await self._desk.conversation(home) if home is not None else None
        if state is None or home is None:
            return
        call = state.call
        if call is None or call.id != id or not call.live:
            await self._media.end(id)  # first: what is refused is tried again, while it is here
            self._here.pop(id, None)
            self.announcer.forget(id)
            return
        saying = self.announcer.of(id)
        wanted = wanted_plan(call, {leg: said.source for leg, said in saying.items()})
        await self._media.carry_out(await self._sounds.plan(wanted, saying.values()))
