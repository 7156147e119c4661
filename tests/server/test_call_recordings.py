"""Who may hear a recording or remove it, what is written down of that, and which bytes a range names."""

from collections.abc import AsyncIterator
from typing import Any

import pytest

from domain.call_commands import BeginVoicemail, EndCall, KeepRecording, StartCall, TransferCall
from domain.events import Actor
from domain.ids import unguessable
from domain.stream import Unavailable
from server.calls.media import recordings_in
from server.calls.shelf import Closed
from tests.centre import Centre, Person, becomes_true

SOUND = b"0123456789"


@pytest.fixture
async def boss(centre: Centre) -> Person:
    return await centre.agent("Boss", role="administrator")


async def recorded(centre: Centre) -> tuple[str, str, str]:
    """An ended call with a recording: its Conversation, its id, and where its sound is."""
    id, _ = await centre.conversation(await centre.widget())
    customer = (await centre.state(id)).customer
    call, leg, recording = unguessable("cal"), unguessable("leg"), unguessable("rec")
    head: dict[str, Any] = {"conversation": id, "at": centre.clock.now(), "call": call}
    actor, desk = Actor("customer", customer, "Vera"), centre.parley.desk
    facts: dict[str, Any] = {"recording": recording, "seconds": 1.0, "size": len(SOUND)}

    async def source() -> AsyncIterator[bytes]:
        yield SOUND

    await desk.do(StartCall(id=f"v|{call}", **head, direction="in", leg=leg, party="vis_1", actor=actor))
    await desk.do(EndCall(id=f"e|{call}", **head, actor=actor))
    await centre.parley.store.files.create(recording, source(), len(SOUND))
    await desk.do(KeepRecording(id=f"r|{call}", **head, **facts, incomplete=False, voicemail=False))
    return id, call, f"/api/v1/calls/{call}/recording"


@pytest.mark.parametrize("of", ["customer", "conversation"])
async def test_nobody_removes_a_recording_that_is_held(centre: Centre, boss: Person, of: str) -> None:
    id, _, path = await recorded(centre)
    subject = id if of == "conversation" else (await centre.state(id)).customer
    hold = await centre.api("POST", "/holds", {"subject": subject, "reason": "Case 7"}, by=boss)
    refusal = await centre.ask("DELETE", path, by=boss)
    assert (refusal.status, refusal.code) == (409, "conflict")
    assert (await centre.ask("GET", path, by=boss)).body == SOUND
    await centre.ask("DELETE", f"/api/v1/holds/{hold['id']}", by=boss)
    assert (await centre.ask("DELETE", path, by=boss)).status == 204
    assert (await centre.ask("GET", path, by=boss)).status == 404


async def test_what_cannot_be_written_down_is_never_heard(
    centre: Centre, boss: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, _, path = await recorded(centre)
    audit, later = centre.parley.store.tables.audit, {"Range": "bytes=5-"}

    async def away(*given: Any, **named: Any) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as patch:
        patch.setattr(type(centre.parley.telephone.pages._audit), "write", away)
        assert (await centre.ask("GET", path, by=boss, headers=later)).status == 503
    assert (await centre.ask("GET", path, by=boss, headers=later)).body == SOUND[5:]
    assert (await centre.ask("GET", path, by=boss, headers=later)).status == 206
    assert [line["act"] for line in await audit.find({}, limit=10)] == ["recordings.play"]


@pytest.mark.parametrize(
    ("header", "status", "body"),
    [
        ("bytes=0-0", 206, b"0"),
        ("bytes=3-", 206, b"3456789"),
        ("bytes=-2", 206, b"89"),
        ("bytes=-99", 206, SOUND),
        ("bytes=8-99", 206, b"89"),
        ("bytes=-0", 416, None),
        ("bytes=10-", 416, None),
        ("bytes=5-2", 200, SOUND),
        ("bytes=-", 200, SOUND),
        ("bytes=0-1,3-4", 200, SOUND),
        ("letters=0-1", 200, SOUND),
    ],
)
async def test_ranges(centre: Centre, boss: Person, header: str, status: int, body: bytes | None) -> None:
    _, _, path = await recorded(centre)
    got = await centre.ask("GET", path, by=boss, headers={"Range": header})
    assert got.status == status
    assert body is None or got.body == body


async def test_a_player_may_ask_for_the_size_and_go_on_with_the_same_bytes_only(centre: Centre, boss: Person) -> None:
    _, _, path = await recorded(centre)
    head = await centre.ask("HEAD", path, by=boss)
    assert (head.status, head.headers["Content-Length"], head.body) == (200, str(len(SOUND)), b"")
    assert await centre.parley.store.tables.audit.find({}, limit=10) == []
    tag = head.headers["ETag"]
    for given, status in ((tag, 206), ('"another"', 200), ("Wed, 21 Oct 2015 07:28:00 GMT", 200)):
        got = await centre.ask("GET", path, by=boss, headers={"Range": "bytes=0-3", "If-Range": given})
        assert (got.status, got.body) == (status, SOUND[:4] if status == 206 else SOUND)
    beyond = await centre.ask("GET", path, by=boss, headers={"Range": "bytes=10-"})
    assert (beyond.status, beyond.headers["Content-Range"]) == (416, f"bytes */{len(SOUND)}")


@pytest.mark.parametrize("limit", [1, 2, 3])
async def test_pages_leave_out_none_of_the_calls_that_began_at_one_instant(
    centre: Centre, boss: Person, limit: int
) -> None:
    calls = [(await recorded(centre))[1] for _ in range(3)]
    centre.clock.pass_(seconds=1)
    calls.append((await recorded(centre))[1])
    found: list[str] = []
    page = await centre.api("GET", f"/calls?limit={limit}", by=boss)
    while page["items"]:
        found += [call["call"] for call in page["items"]]
        more = page["next"] and await centre.api("GET", f"/calls?limit={limit}&cursor={page['next']}", by=boss)
        page = more or {"items": []}
    assert found[0] == calls[3]
    assert sorted(found) == sorted(calls)


async def test_a_talk_before_the_words_that_were_left_is_no_message(centre: Centre) -> None:
    ann = await centre.agent("Ann")
    id, _ = await centre.conversation(await centre.widget())
    state, call = await centre.state(id), unguessable("cal")
    vera, agent = Actor("customer", state.customer, "Vera"), Actor("agent", ann.id, "Ann")
    desk, shelf = centre.parley.desk, centre.parley.telephone.shelf
    head: dict[str, Any] = {"conversation": id, "at": centre.clock.now(), "call": call}
    await desk.do(StartCall(id="1", **head, direction="in", leg="leg_1", party="vis_1", actor=vera, record=True))
    await centre.api("PUT", f"/conversations/{id}/assignment", {"agent": "me"}, by=ann)
    await desk.do(TransferCall(id="2", **head, actor=agent, to_queue=state.queue, to_name="General"))
    await desk.do(BeginVoicemail(id="3", **head, actor=vera))
    await desk.do(EndCall(id="4", **head, actor=vera))
    recordings = recordings_in(centre.parley.settings.data)
    recordings.mkdir(parents=True, exist_ok=True)
    for number in (1, 2):
        path = recordings / f"rec_{call.removeprefix('cal_')}-{number}.ogg"
        path.write_bytes(SOUND)
        shelf.receive(Closed(id, call, path, {"seconds": 1, "bytes": 10, "incomplete": False, "waveform": ((), ())}))

    async def stored() -> bool:
        await shelf.settled()
        document = await centre.parley.store.tables.calls.get(call)
        return document is not None and [one["voicemail"] for one in document["recordings"]] == [False, True]

    await becomes_true(stored)
