"""What the live-chat channel needs of the centre, answered: widgets, who is there, customers, files, marks, places.

Channels may not import the server, so this is handed to them; it is the whole of what they can reach.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from chat.visitors import Visitors
from chat.wire import Introduce
from domain import commands as c
from domain.conversation import Conversation, sees
from domain.events import Event, File, Page
from domain.shift import MISSED, Shift
from server.board import Board
from server.clock import Clock
from server.codec import state_of, visitor_event
from server.customers.customers import Customers
from server.customers.recognition import Recognition
from server.desk import Desk, Told
from server.directory import Directory
from server.files import FileShelf
from server.mail.invitations import Invitations
from server.marks import Marks, shown
from server.timers import Timers
from server.views import Views
from store.tables import Table

PLACES_EVERY = timedelta(seconds=1)
"""A queue's customers are told their places at most this often: with N waiting each round costs N pushes."""


class VisitorDoor:
    """The Desk as visitors use it."""

    def __init__(self, desk: Desk, files: FileShelf) -> None:
        self._desk = desk
        self._files = files

    async def receive(self, command: c.Command) -> int:
        """Carry out a Command; the answer is the number of its last event."""
        return (await self._desk.do(command)).number

    async def answered(self, command: str) -> int | None:
        """The number that answered a Command, if it was carried out before."""
        return await self._desk.answered(command)

    async def conversation(self, id: str) -> Conversation | None:
        """A Conversation's present state."""
        return await self._desk.conversation(id)

    async def seen(self, id: str, after: int, limit: int) -> list[dict[str, Any]]:
        """What the visitor may see of it after a number; pages until it has some, or there are none."""
        state = await self._desk.conversation(id)
        link = self._files.link_for(state.visitor or "" if state else "")
        found: list[dict[str, Any]] = []
        before = after
        while not found:
            events = await self._desk.events(id, after, limit)
            if not events:
                break
            for event in events:
                if sees(event.body):
                    found.append(visitor_event(event, before, link))
                    before = event.number
            after = events[-1].number
        return found


class ChatCentre:
    """The centre as visitors see it."""

    def __init__(
        self,
        *,
        directory: Directory,
        board: Board,
        customers: Customers,
        conversations: Table,
        views: Views,
        files: FileShelf,
        marks: Marks,
        clock: Clock,
        invitations: Invitations,
        recognition: Recognition,
        typing: Callable[[Conversation, bool], None],
        on_site: Callable[[str, Page | None], None],
    ) -> None:
        self._directory, self._board, self._customers = directory, board, customers
        self._conversations, self._views, self._files = conversations, views, files
        self._marks, self._clock, self._typing, self._on_site = marks, clock, typing, on_site
        self._invitations, self._recognition = invitations, recognition

    def widget(self, key: str) -> Mapping[str, Any] | None:
        """The active widget of a key, with its queue."""
        widget = self._directory.widget_by_key(key)
        return {**widget, "queue": self._directory.queue_of(widget)} if widget else None

    async def invited(self, link: str, widget: str) -> str | None:
        """The visitor that an Agent's link makes of whoever opens it."""
        return await self._invitations.visitor(link, widget)

    async def asked_to_talk(self, talk: str, widget: str) -> Conversation | None:
        """The Conversation in which an Agent's link lets whoever opens it talk."""
        return await self._invitations.conversation(talk, widget)

    def available(self, queue: str) -> bool:
        """Whether an Agent of the queue receives now, or is only busy for the moment."""
        serving = (agent for agent, shift in self._board.shifts.items() if _on_duty(shift))
        return any(queue in self._directory.queues_of(agent) for agent in serving)

    def away_text(self, queue: str) -> str | None:
        """What the queue says when nobody is there."""
        return self._directory.get("queues", queue, even_hidden=True)["away_text"] or None

    async def conversations_of(self, visitor: str, limit: int) -> Sequence[Conversation]:
        """A visitor's Conversations, latest first, what was told a moment ago included."""
        await self._views.settled(visitor)
        found = await self._conversations.find({"visitor": visitor}, by="last_at", limit=limit, descending=True)
        return [state_of(document, Conversation) for document in found]

    async def history_of(self, visitor: str, limit: int) -> Sequence[Conversation]:
        """A visitor's Conversations and those of whoever proved to be the same person, latest first; mails alone are none."""
        own = await self.conversations_of(visitor, limit)
        leaves = await self._recognition.leaves(visitor)
        if not leaves:
            return own
        found = await self._conversations.newest({"customer": leaves}, by="last_at", before=None, limit=limit)
        theirs = {state.id: state for state in (state_of(one, Conversation) for one in found) if state.visitor}
        together = {**theirs, **{state.id: state for state in own}}.values()
        return sorted(together, key=lambda state: state.last_at or state.created_at or self.now(), reverse=True)[:limit]

    async def may_read(self, visitor: str, state: Conversation) -> bool:
        """Whether a visitor may read a Conversation that is not their own."""
        return state.visitor is not None and state.customer in await self._recognition.leaves(visitor)

    async def customer_of(self, visitor: str, widget: str, introduced: Introduce, locale: str) -> tuple[str, str]:
        """The Customer a visitor is."""
        customer = await self._customers.of_visitor(visitor, widget, _claims(introduced), locale)
        return customer["_id"], customer["name"]

    async def introduce(self, customer: str, introduced: Introduce) -> None:
        """Keep what a Customer says of themselves."""
        await self._customers.claim(customer, _claims(introduced))

    async def claim_files(self, files: Sequence[str], visitor: str, conversation: str) -> tuple[File, ...]:
        """The visitor's uploads, now the Conversation's."""
        if not files:
            return ()
        return await self._files.claim(list(files), lambda file: file["visitor"] == visitor, conversation)

    async def marks(self, conversation: str) -> dict[str, Any]:
        """What each side got and read."""
        return shown((await self._marks.of([conversation]))[conversation])

    async def rise(self, conversation: str, delivered: int, read: int) -> None:
        """The visitor got, and read, up to these numbers."""
        await self._marks.rise(conversation, "customer", delivered=delivered, read=read)

    def place(self, state: Conversation) -> tuple[int, float | None]:
        """Place in the queue and seconds to expect."""
        return self._board.place_of(state, self._clock.now())

    def typing(self, state: Conversation, on: bool) -> None:
        """Tell the agents."""
        self._typing(state, on)

    def on_site(self, conversation: str, page: Page | None) -> None:
        """Tell the agents where the visitor is."""
        self._on_site(conversation, page)

    def now(self) -> datetime:
        """What time it is."""
        return self._clock.now()


class VisitorPushes:
    """The subscriber that tells visitors: events they may see, their place, whether anybody is there."""

    def __init__(
        self, visitors: Visitors, board: Board, centre: ChatCentre, files: FileShelf, timers: Timers, clock: Clock
    ) -> None:
        self._visitors, self._board, self._centre = visitors, board, centre
        self._files, self._timers, self._clock = files, timers, clock
        self._told_at: dict[str, datetime] = {}
        self._available: dict[str, bool] = {}

    def hear(self, told: Told) -> None:
        """Follow the Desk."""
        if isinstance(told.after, Shift):
            self._announce()
            return
        if told.after.visitor is None or not self._visitors.listening(told.after.visitor):
            return
        before = told.before.visible if isinstance(told.before, Conversation) else 0
        for event in told.events:
            before = self._event(told.after.visitor, event, before)

    def marks(self, conversation: str, marks: dict[str, Any]) -> None:
        """Somebody got or read something."""
        state = self._board.live.get(conversation)
        if state is not None and state.visitor is not None:
            self._visitors.marks(state.visitor, conversation, marks)

    def line_moved(self, queue: str) -> None:
        """A queue's line changed: tell places, now or when the second is over."""
        now = self._clock.now()
        due_at = self._told_at.get(queue, now - PLACES_EVERY) + PLACES_EVERY
        self._timers.set(f"places {queue}", due_at, lambda: self._places_due(queue))

    async def _places_due(self, queue: str) -> None:
        self._tell_places(queue)

    def _tell_places(self, queue: str) -> None:
        self._told_at[queue] = self._clock.now()
        for place, state in enumerate(self._board.line(queue), 1):
            if state.visitor is not None:
                self._visitors.place(state.visitor, state.id, place, self._board.expected(queue, place))

    def _event(self, visitor: str, event: Event, before: int) -> int:
        if not sees(event.body):
            return before
        self._visitors.event(visitor, visitor_event(event, before, self._files.link_for(visitor)))
        return event.number

    def _announce(self) -> None:
        for queue in self._visitors.queues:
            available = self._centre.available(queue)
            if self._available.get(queue) is not available:
                self._available[queue] = available
                away_text = None if available else self._centre.away_text(queue)
                self._visitors.availability(queue, available, away_text)


def _on_duty(shift: Shift) -> bool:
    return shift.state in ("available", "busy", "wrap_up") and shift.reason != MISSED


def _claims(introduced: Introduce) -> dict[str, str]:
    return {"name": introduced.name, "email": introduced.email, "phone": introduced.phone}
