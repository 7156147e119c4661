"""The authorisation matrix: every route and socket event, every role, own, foreign and absent objects.

What must come out is computed from the table of rights alone. Each guard is then switched off once: the matrix has to notice.
"""

from pathlib import Path
from typing import Any

import pytest

from domain.rights import reach
from server.access import Access, Caller
from server.directory import Directory
from server.routes import AGENT_EVENTS, PUBLIC, SIGNED_IN, VISITOR_EVENTS, Route
from tests.centre import Answer, Centre, Person, Socket, open_centre
from tests.security.world import ROLES, SESAME, World, kind_of

EVERYONE = (*ROLES, "signed out")
PROVED_INSIDE = ("/api/v1/files/{id}", "/api/v1/visitor/files", "/api/v1/visitor/transcript")
SECRETS = (b"argon2", b"password_hash", b"email_key", b"s" * 40, SESAME.encode(), b"gAAAA")
"""Hashes, our own fields, the centre's secret, a mailbox's password, and how a sealed one begins."""


def objects(route: Route) -> tuple[str, ...]:
    """Which objects make a difference to a route."""
    if "{id}" not in route.path:
        return ("none",)
    kind = kind_of(route)
    return ("own", "foreign", "absent") if kind in ("conversations", "files", "mail", "calls") else ("own", "absent")


def sees(world: World, who: str, which: str) -> bool:
    """Whether a Conversation ``which`` way is within somebody's reach."""
    span = reach(world.rights(who))
    return (which == "own" and span != "none") or (which == "foreign" and span == "all")


def expected(world: World, route: Route, who: str, which: str) -> int:
    """The status the table of rights asks for; 200 stands for every success."""
    if route.right == PUBLIC and route.path not in PROVED_INSIDE:
        return 200
    if who == "signed out" or route.path.startswith("/api/v1/visitor/"):
        return 404 if which == "absent" and route.right == PUBLIC else 401
    if route.path in PROVED_INSIDE:
        return 200 if sees(world, who, which) else 404
    if route.right != SIGNED_IN and route.right not in world.rights(who):
        return 403
    if which == "absent":
        return 404
    if route.path.startswith(("/api/v1/conversations/{id}", "/api/v1/calls/{id}", "/api/v1/mail/{id}", "/mail/{id}")):
        return 200 if sees(world, who, which) else 404
    return 200


async def surprises(world: World) -> list[str]:
    """Every cell of the matrix that is not as the table says."""
    found = []
    for route in world.routes():
        if route.path == "/api/v1/session" and route.method != "GET":
            continue  # these begin and end a session; test_sessions.py is about them
        for who in EVERYONE:
            for which in objects(route):
                id = await world.target(route, which) if which != "none" else ""
                answer = await world.call(route, world.people[who], id)
                got = 200 if answer.status < 300 else answer.status
                if got != expected(world, route, who, which):
                    found.append(f"{route.method} {route.path} by {who} on {which}: {answer.status}")
                if any(secret in answer.body for secret in SECRETS):
                    found.append(f"{route.method} {route.path} by {who} tells a secret")
    return found


async def test_every_route_for_every_role_on_every_object(world: World) -> None:
    assert await surprises(world) == []


@pytest.mark.parametrize(
    ("guard", "noticed"),
    [
        ("rights of routes", "PATCH /api/v1/roles/{id} by agent on own: 200"),
        ("reach of conversations", "GET /api/v1/conversations/{id}/events by agent on foreign: 200"),
        ("sessions", "GET /api/v1/customers by signed out on none: 200"),
    ],
)
async def test_the_matrix_notices_a_missing_guard(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, guard: str, noticed: str
) -> None:
    if guard == "rights of routes":
        monkeypatch.setattr(Caller, "need", lambda caller, right: None)
        monkeypatch.setattr(
            "server.api.directory.DirectoryPages._within_rights", lambda pages, kind, document, caller: None
        )
    if guard == "reach of conversations":
        monkeypatch.setattr(Directory, "sees", lambda directory, agent, state: True)
    async with open_centre(data=tmp_path) as centre:
        world = await World(centre).populate()
        if guard == "sessions":
            admin = world.people["administrator"]
            assert admin is not None
            by_token = Access._of

            async def anybody(access: Access, token: str) -> Caller:
                return await by_token(access, token or admin.token)

            monkeypatch.setattr(Access, "_of", anybody)
        found = await surprises(world)
    assert noticed in found


# Socket events


def event_payloads(conversation: str, offer: str) -> dict[str, dict[str, Any]]:
    """A payload of every agent's event."""
    return {
        "presence": {"state": "busy"},
        "subscribe": {"conversation": conversation},
        "unsubscribe": {"conversation": conversation},
        "message": {"conversation": conversation, "id": "m1", "channel": "note", "text": "words"},
        "accept": {"offer": offer},
        "decline": {"offer": offer},
        "typing": {"conversation": conversation},
        "viewing": {"conversation": conversation},
        "read": {"conversation": conversation, "number": 1},
        "delivered": {"conversation": conversation, "number": 1},
        "call.start": {"conversation": conversation},
        "call.offer": {"call": "cal_none", "leg": "leg_none", "sdp": "v=0"},
        "call.ice": {"call": "cal_none", "leg": "leg_none"},
        "call.keys": {"digits": "1"},
        **{f"call.{act}": {"on": True} for act in ("mute", "hold")},
        **{f"call.{act}": {"to": {"agent": "agt_none"}} for act in ("consult", "transfer")},
        **{f"call.{act}": {} for act in ("end", "complete", "swap", "merge", "cancel")},
        "call.add": {"agent": "agt_none"},
        "call.remove": {"leg": "leg_none"},
        "call.record": {"state": "on"},
        "call.test": {"sdp": "v=0"},
        "call.relays": {},
        **{f"call.{act}": {"call": "cal_none"} for act in ("listen", "whisper", "join", "takeover")},
    }


def expected_code(world: World, event: str, who: str, which: str) -> str:
    """What an agent's event is answered with, from the table of rights."""
    if AGENT_EVENTS[event] not in world.rights(who):
        return "forbidden"
    if event in ("presence", "unsubscribe", "call.relays"):
        return "ok"
    if event == "call.start" and sees(world, who, which):
        return "conflict"  # the visitor is not on the site
    if event == "call.test":
        return "unavailable"  # this centre has no telephones
    if event.startswith("call."):
        return "not_found"
    if event in ("accept", "decline"):
        return "offer_expired"  # nobody was offered these
    return "ok" if sees(world, who, which) else "not_found"


async def socket_surprises(world: World) -> list[str]:
    found = []
    ids = {
        "own": await world.conversation(world.own),
        "foreign": await world.conversation(world.foreign),
        "absent": "cnv_none",
    }
    for who in ROLES:
        person = world.people[who]
        assert person is not None
        desktop = await world.centre.desktop(person)
        for which, id in ids.items():
            payloads = event_payloads(id, "off_none")
            assert payloads.keys() == AGENT_EVENTS.keys()
            for event, payload in payloads.items():
                code = (await desktop.ask(event, payload)).get("code", "ok")
                if code != expected_code(world, event, who, which):
                    found.append(f"{event} by {who} on {which}: {code}")
    return found


async def test_every_agents_event_for_every_role_on_every_conversation(world: World) -> None:
    assert await socket_surprises(world) == []


@pytest.mark.parametrize(
    ("owner", "name", "noticed"),
    [
        (Caller, "need", "presence by none on own: ok"),
        (Directory, "sees", "subscribe by agent on foreign: ok"),
    ],
)
async def test_the_events_matrix_notices_a_missing_guard(
    world: World, monkeypatch: pytest.MonkeyPatch, owner: type, name: str, noticed: str
) -> None:
    monkeypatch.setattr(owner, name, lambda *_: True)
    assert noticed in await socket_surprises(world)


async def test_a_visitors_events_reach_their_own_only(centre: Centre, world: World) -> None:
    widget = await centre.widget(world.own)
    theirs, _ = await centre.conversation(widget)
    before = await centre.state(theirs)
    stranger = await centre.visitor(widget)
    payloads: dict[str, Any] = {
        "message": {"id": "m1", "text": "mine"},
        "introduce": {"name": "Eve"},
        "typing": {"on": True},
        "read": {"number": 3},
        "delivered": {"number": 3},
        "leave": {},
        "resume": {"conversation": theirs},
        "history": {},
        "identify": {"user_id": "user-1", "expires": 1, "signature": "00"},
        "prove": {"email": "vera@mail.example"},
        "code": {"code": "123456"},
        "greeting": {},
        "visit": {"url": "https://shop.example/", "consent": "site"},
        "event": {"id": "e1", "name": "basket", "data": {"items": 2}},
        "form": {"id": "f1", "name": "survey", "values": {"how": "well"}},
        "call.start": {},
        "call.offer": {"call": "cal_none", "leg": "leg_none", "sdp": "v=0"},
        "call.ice": {"call": "cal_none", "leg": "leg_none"},
        "call.keys": {"digits": "1"},
        "call.mute": {"on": True},
        "call.test": {"sdp": "v=0"},
        "call.relays": {},
        **{f"call.{act}": {} for act in ("end", "voicemail", "callback")},
    }
    assert payloads.keys() == set(VISITOR_EVENTS)
    for event, payload in payloads.items():
        assert theirs not in str(await stranger.ask(event, payload)), event
    assert await centre.state(theirs) == before
    assert (await centre.parley.marks.of([theirs]))[theirs]["customer_read"] == 0


async def test_nobody_connects_signed_out_or_with_a_visitors_token(centre: Centre) -> None:
    visitor = await centre.visitor(await centre.widget())
    for token in ("", "none", visitor.welcome["token"], "a" * 201):
        tab = Socket(centre.http)
        with pytest.raises(Exception, match="connect"):
            await tab.connect(centre.url, "socket/agent", {"token": token})


# What is pushed


async def test_pushes_stay_within_reach(centre: Centre, world: World) -> None:
    """Rows, events, queues and typing of a foreign queue reach only who sees everything."""
    tabs = {who: await centre.desktop(person) for who in ROLES if (person := world.people[who])}
    id, visitor = await centre.conversation(await centre.widget(world.foreign), "foreign words")
    await visitor.ask("typing", {"on": True})
    boss = world.people["manager"]
    assert boss is not None
    await centre.api("PUT", f"/conversations/{id}/assignment", {"agent": "me"}, by=boss)
    await visitor.ask("message", {"id": "m2", "text": "more foreign words"})
    await tabs["manager"].until("event", lambda event: event.get("message") == "m2")
    for who in ("supervisor", "agent", "none"):
        heard = [one for one in tabs[who].heard if one[0] not in ("presence", "welcome")]
        assert id not in str(heard), who
        assert world.foreign not in str(heard), who


async def test_the_pushes_notice_a_missing_guard(centre: Centre, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Directory, "reach", lambda directory, agent: "all")
    agent = world.people["agent"]
    assert agent is not None
    tab = await centre.desktop(agent)
    id, _ = await centre.conversation(await centre.widget(world.foreign))
    await tab.until("conversation", lambda row: row["id"] == id)


@pytest.mark.parametrize("way", ["the role's rights", "the agent's role", "the agent's queues", "switched off"])
async def test_rights_taken_away_end_on_open_sockets_at_once(centre: Centre, world: World, way: str) -> None:
    role = await centre.role("Clerk", ["conversations.handle", "agents.read"])
    ann = await centre.agent("Ann", role, [world.own])
    admin = world.people["administrator"]
    assert admin is not None
    widget = await centre.widget(world.own)
    id, visitor = await centre.given(widget, ann)
    tab = await centre.desktop(ann)
    assert (await tab.ask("subscribe", {"conversation": id}))["ok"]
    other, other_visitor = await centre.conversation(widget, "waiting words")
    assert (await tab.ask("subscribe", {"conversation": other}))["ok"]
    if way == "the role's rights":
        await centre.api("PATCH", f"/roles/{role}", {"rv": 1, "rights": []}, by=admin)
    elif way == "the agent's role":
        await centre.parley.directory.change("agents", ann.id, {"role": await centre.role("None", [])})
    elif way == "the agent's queues":
        await centre.parley.directory.change("agents", ann.id, {"queues": []})
    else:
        await centre.api("PATCH", f"/agents/{ann.id}", {"rv": 1, "active": False}, by=admin)
        await tab.until("disconnect")
        return
    assert (await tab.ask("subscribe", {"conversation": other}))["code"] in ("forbidden", "not_found")
    tab.forget()
    await other_visitor.ask("message", {"id": "m2", "text": "not for Ann"})
    still_theirs = way == "the agent's queues"
    await visitor.ask("message", {"id": "m2", "text": "to who has it"})
    await centre.desktop(ann)
    if still_theirs:
        await tab.until("event", lambda event: event["conversation"] == id)
    assert other not in str(tab.heard)
    assert still_theirs or id not in str(tab.heard)


async def test_presence_of_others_is_for_who_may_see_agents(centre: Centre, world: World) -> None:
    none, agent = world.people["none"], world.people["agent"]
    assert none is not None
    assert agent is not None
    tab, other = await centre.desktop(none), await centre.desktop(agent)
    third = await centre.desktop(agent, "available")
    await other.until("presence", lambda presence: presence["agent"] == agent.id)
    await third.ask("presence", {"state": "busy"})
    await other.until("presence", lambda presence: presence["state"] == "busy")
    assert tab.all("presence") == []


# Fields


async def snapshot(centre: Centre) -> str:
    """Everything in the tables that people change, as text."""
    tables = centre.parley.store.tables
    kinds = ("agents", "teams", "queues", "widgets", "templates", "tags", "roles", "customers", "files", "drafts")
    return str([list(await tables[kind].find({}, limit=10_000)) for kind in kinds])


def every_field(document: dict[str, Any]) -> dict[str, Any]:
    """A body that tries to set all there is, our own fields among them."""
    ours = {
        "rv": 1,
        "hidden": True,
        "password_hash": "x",
        "email_key": "x",
        "rights": ["roles.write"],
        "role": "administrator",
    }
    return {**{name: value for name, value in document.items() if name != "created_at"}, **ours, "active": False}


async def changed_by(world: World, who: str) -> list[str]:
    """Every change that somebody without the right gets through, trying each field alone and all at once."""
    centre, through = world.centre, []
    for route in world.routes():
        if route.takes is None or route.right in (PUBLIC, SIGNED_IN) or route.right in world.rights(who):
            continue
        id = await world.target(route, "own") if "{id}" in route.path else ""
        document = await centre.parley.store.tables[kind_of(route)].get(id) if id else None
        before = await snapshot(centre)
        fields = every_field(document or {})
        for body in [fields, world.body(route, id), *({"rv": 1, name: value} for name, value in fields.items())]:
            answer: Answer = await world.call(route, world.people[who], id, body)
            if answer.status not in (401, 403) or await snapshot(centre) != before:
                through.append(f"{route.method} {route.path} {sorted(body)}: {answer.status}")
    return through


@pytest.mark.parametrize("who", ["agent", "none", "signed out"])
async def test_every_field_sent_by_who_may_not_stays_as_it_was(world: World, who: str) -> None:
    assert await changed_by(world, who) == []


async def test_the_fields_notice_a_missing_guard(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Caller, "need", lambda caller, right: None)
    assert "PATCH /api/v1/queues/{id} ['name', 'rv']: 200" in await changed_by(world, "agent")


@pytest.mark.parametrize(
    "field",
    ["_id", "id", "password_hash", "email_key", "hidden", "key", "created_at", "tokens", "listed", "address_keys"],
)
async def test_fields_that_are_ours_are_taken_from_nobody(centre: Centre, world: World, field: str) -> None:
    admin: Person | None = world.people["administrator"]
    for route in world.routes():
        if route.takes is None or route.right == PUBLIC:
            continue
        id = await world.target(route, "own") if "{id}" in route.path else ""
        valid = world.body(route, id)
        if field in valid:
            continue
        answer: Answer = await world.call(route, admin, id, {**valid, field: "x"})
        assert (answer.status, answer.code) == (400, "invalid"), f"{route.method} {route.path}"
