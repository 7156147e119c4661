"""The demo centre is made once, whatever happens in between."""

import json
import stat
from pathlib import Path

import pytest

from domain.conversation import Conversation, unread
from server import demo_story as story
from server.clock import SystemClock
from server.customers.customers import Customers
from server.demo import Demo, Seed
from server.desk import Desk, Told
from server.directory import KINDS, Directory
from server.marks import Marks
from store.opening import Store, memory_store
from store.tables import Conflict, Taken


class Centre:
    """Just enough of a server to be seeded."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.states: dict[str, Conversation] = {}

    async def seed(self, data: Path) -> Demo:
        lists = {kind: getattr(self.store.tables, kind.replace("-", "_")) for kind in KINDS}
        self.directory = Directory(lists, Taken, Conflict, SystemClock())
        await self.directory.load()
        desk = Desk(self.store.stream, self.store.tables.conversations, self.store.tables.shifts)
        desk.subscribe(self.hear)
        customers = Customers(self.store.tables, SystemClock())
        self.marks = Marks(self.store.tables.cursors)
        return await Seed(self.directory, desk, customers, self.marks, self.hash, SystemClock()).run(data)

    def hear(self, told: Told) -> None:
        assert isinstance(told.after, Conversation)
        self.states[told.after.id] = told.after

    async def hash(self, password: str) -> str:
        return f"hash of {password}"


@pytest.fixture
async def centre(tmp_path: Path) -> Centre:
    made = Centre(memory_store())
    await made.seed(tmp_path)
    return made


async def test_the_story_ends_as_told(centre: Centre) -> None:
    endings = sorted(state.state for state in centre.states.values())
    assert endings == sorted(tale.ending for tale in story.STORIES)


async def test_only_those_who_wait_for_an_agent_are_unread(centre: Centre) -> None:
    unanswered = {state.id for state in centre.states.values() if state.awaiting == "agent"}
    marks = {id: centre.marks.known(id)["agent_read"] for id in centre.states}
    assert {id for id, state in centre.states.items() if unread(state, marks[id])} <= unanswered


async def test_every_agent_can_sign_in_with_the_kept_password(centre: Centre, tmp_path: Path) -> None:
    kept = json.loads((tmp_path / "demo.json").read_text())["passwords"]
    hashes = {agent["email"]: agent["password_hash"] for agent in centre.directory.all("agents")}
    assert hashes == {person.email: f"hash of {kept[person.key]}" for person in story.PEOPLE}


async def test_the_passwords_are_for_their_owner_only(centre: Centre, tmp_path: Path) -> None:
    assert stat.S_IMODE((tmp_path / "demo.json").stat().st_mode) == 0o600


@pytest.mark.parametrize("forgotten", ["nothing", "that it was told", "everything"])
async def test_starting_again_adds_nothing(centre: Centre, tmp_path: Path, forgotten: str) -> None:
    kept = tmp_path / "demo.json"
    if forgotten == "that it was told":
        kept.write_text(json.dumps({**json.loads(kept.read_text()), "told": False}))
    if forgotten == "everything":
        kept.unlink()
    before = {kind: len(list(centre.directory.all(kind))) for kind in KINDS}
    centre.states.clear()
    demo = await centre.seed(tmp_path)
    assert {kind: len(list(centre.directory.all(kind))) for kind in KINDS} == before
    assert not centre.states
    assert all(password in demo.guide("http://localhost:8080") for *_, password in demo.people)
