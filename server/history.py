"""Checks a whole history: numbers without a gap, each command once, states that may be, views equal to what their events make of them, and
every mail that came in exactly one Event.

``python -m server check-history`` runs it over the store the settings name, with Parley stopped or (on a MongoDB) running.
"""

from collections import Counter
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from domain import conversation, shift
from domain.carrying import carried
from domain.conversation import Conversation, calling
from domain.events import Event, MessageReceived
from domain.shift import Shift, agent_of
from domain.stream import Record
from server.codec import events_of, state_of
from server.desk import answer_number
from server.mail.shelf import SENT
from store.files import NoSuchFile
from store.opening import Store

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)
LEASE_GRACE = timedelta(seconds=60)
"""A slot held for an offer may outlive it by so long: the sweep that takes it back runs every few seconds."""

Fold = Conversation | Shift


@dataclass
class History:
    """What was read, and every violation found, as sentences with ids."""

    streams: int = 0
    records: int = 0
    events: int = 0
    behind: int = 0
    waiting_mails: int = 0
    violations: list[str] = field(default_factory=list)
    mails: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    """Where each mail that came in is shown, by its id: stream and number."""

    def __str__(self) -> str:
        """The verdict in a few lines."""
        read = f"{self.streams} streams, {self.records} commands, {self.events} events"
        late = f"; {self.behind} views are behind and catch up when Parley next starts" if self.behind else ""
        mail = f"; {self.waiting_mails} mails wait to be placed" if self.waiting_mails else ""
        return "\n".join([f"{read}: {len(self.violations)} violations{late}{mail}", *self.violations])


async def check_history(store: Store, now: datetime) -> History:
    """Read everything and say what is wrong. Raises Unavailable."""
    history = History()
    commands: Counter[str] = Counter()
    streams: dict[str, None] = {}
    keys: dict[str, tuple[str, int]] = {}
    async for record in store.stream.since(BEGINNING):
        commands[record.command] += 1
        streams[record.stream] = None
        if record.command.startswith("mail|"):
            keys[record.command.removeprefix("mail|")] = (record.stream, answer_number(record))
    history.violations += [f"{id} is stored {times} times" for id, times in commands.items() if times > 1]
    folds = {id: await _fold(store, id, history) for id in streams}
    history.streams, history.records = len(streams), commands.total()
    history.violations += _slot_violations(folds, now)
    await _check_views_without_streams(store, folds, history)
    await _check_mails(store, keys, history)
    return history


async def _fold(store: Store, id: str, history: History) -> Fold:
    """Fold a stream from its beginning, comparing the view on the way at the number it has."""
    view = await _view(store, id)
    state: Fold = Shift(id) if id.startswith(shift.PREFIX) else Conversation(id)
    async for record in _records(store, id):
        if record.number != state.number + 1:
            history.violations.append(f"{id}: event {record.number} comes after {state.number}")
        for event in events_of(record):
            state = shift.evolve(state, event) if isinstance(state, Shift) else conversation.evolve(state, event)
            history.events += 1
            _note_mail(event, history)
            if view is not None and view.number == state.number and view != state:
                history.violations.append(f"{id}: its view differs from its events at {state.number}")
        if odd := oddity(state):
            history.violations.append(f"{id} at {state.number}: {odd}")
    reached = view.number if view is not None else 0
    history.behind += reached < state.number
    if reached > state.number:
        history.violations.append(f"{id}: its view is at {reached}, its events end at {state.number}")
    return state


async def _records(store: Store, id: str) -> AsyncIterator[Record]:
    after = 0
    while records := await store.stream.read(id, after):
        for record in records:
            yield record
        after = records[-1].last


async def _view(store: Store, id: str) -> Fold | None:
    if id.startswith(shift.PREFIX):
        document = await store.tables.shifts.get(id)
        return state_of(document, Shift) if document else None
    document = await store.tables.conversations.get(id)
    return state_of(document, Conversation) if document else None


async def _check_views_without_streams(store: Store, folds: dict[str, Fold], history: History) -> None:
    for table in (store.tables.conversations, store.tables.shifts):
        found: list[dict[str, Any]] = await table.find({}, limit=10_000_000)
        history.violations += [f"{view['_id']}: a view without events" for view in found if view["_id"] not in folds]


def _note_mail(event: Event, history: History) -> None:
    if isinstance(event.body, MessageReceived) and event.body.email is not None:
        history.mails.setdefault(event.body.email.id, []).append((event.conversation, event.number))


async def _check_mails(store: Store, keys: dict[str, tuple[str, int]], history: History) -> None:
    """Every mail that came in is durable and, unless it still waits, shown once: by its content, because the same one comes by several ways."""
    rows = [row for row in await store.tables.mails.find({}, limit=10_000_000) if row["source"] != SENT]
    done = [row for row in rows if row["state"] == "done"]
    history.waiting_mails = len(rows) - len(done)
    for row in rows:
        if row["raw"] is not None and not await _is_there(store, row["raw"]):  # None: it was erased
            history.violations.append(f"{row['_id']}: its bytes are gone")
    for row in done:
        if keys.get(row["key"]) != (row["conversation"], row["number"]):
            history.violations.append(f"{row['_id']}: there is no event of it at {row['conversation']} {row['number']}")
    known = {row["_id"] for row in rows}
    for id, places in history.mails.items():
        if id not in known:
            history.violations.append(f"{id}: an event of a mail that never came")
        if len(places) > 1:
            history.violations.append(f"{id} is shown {len(places)} times: {places}")
    shown = {place for places in history.mails.values() for place in places}
    history.violations += [f"mail|{key}: its event shows no mail" for key, place in keys.items() if place not in shown]


async def _is_there(store: Store, file: str) -> bool:
    try:
        await store.files.open(file)
    except NoSuchFile:
        return False
    return True


def oddity(state: Fold) -> str | None:
    """What should not be about a state between two commands, or None."""
    if isinstance(state, Shift):
        return None
    has_offer, has_agent = state.offer is not None, state.agent is not None
    rules = {
        "an offer exactly while offered": has_offer == (state.state == "offered"),
        "no agent while it waits": not (has_agent and state.state in ("waiting", "offered")),
        "an agent while open": has_agent or state.state != "open",
        "waiting since a time exactly while it waits": (state.waiting_since_at is not None)
        == (state.state in ("waiting", "offered")),
        "snoozed until a time exactly while snoozed": (state.snoozed_until_at is not None)
        == (state.state == "snoozed"),
        "closed at a time exactly while closed": (state.closed_at is not None) == (state.state == "closed"),
        "a queue": bool(state.queue),
        "no tag twice": len(set(state.tags)) == len(state.tags),
        "no call where nobody is": state.state not in ("closed", "snoozed") or calling(state) is None,
        "a serving agent who is in the call": state.call is None
        or state.call.agent is None
        or (state.call.agent == state.agent and state.call.serving is not None),
        "nothing visible that did not happen": state.visible <= state.number,
    }
    broken = [rule for rule, holds in rules.items() if not holds]
    return f"{state.state}, but should have: {', '.join(broken)}" if broken else None


def _slot_violations(folds: dict[str, Fold], now: datetime) -> list[str]:
    """Every Agent's slots are the Conversations they have or are offered, and none is another's too."""
    conversations = {id: state for id, state in folds.items() if isinstance(state, Conversation)}
    shifts = {agent_of(id): state for id, state in folds.items() if isinstance(state, Shift)}
    wrong = []
    for agent, state in shifts.items():
        for item, slot in state.slots.items():
            running = slot.until_at is not None and now < slot.until_at + LEASE_GRACE
            if not running and not _has(conversations.get(item), agent):
                wrong.append(f"{agent} has a slot for {item}, which is not theirs")
    for id, held in conversations.items():
        for agent, place in carried(held).items():
            if place.until_at is None and (agent not in shifts or id not in shifts[agent].slots):
                wrong.append(f"{agent} has {id} but no slot for it")
    return wrong


def _has(state: Conversation | None, agent: str) -> bool:
    return state is not None and agent in carried(state)
