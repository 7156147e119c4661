"""Words stay words: what people wrote leaves as it came in JSON, and in pages only where no parser takes it for markup."""

import json
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote

import jinja2
import pytest

from tests.centre import Centre, Json, Person, open_centre
from tests.security.payloads import PAYLOADS, seed
from tests.security.world import World


@pytest.fixture
async def seeded(centre: Centre, world: World) -> tuple[Person, list[str]]:
    return await sown(centre, world)


async def sown(centre: Centre, world: World) -> tuple[Person, list[str]]:
    """Every payload in every place, and who may see all of them."""
    admin = world.people["administrator"]
    assert admin is not None

    async def ask(method: str, path: str, body: Any) -> Any:
        return await centre.api(method, path, body, by=admin)

    async def upload(token: str, name: str, content: bytes) -> str:
        answer = await centre.ask("POST", f"/api/v1/visitor/files?name={quote(name)}", raw=content, by=token)
        return str(answer.json["id"])

    async def open_tab(key: str, page: Json) -> Any:
        return await centre.visitor({"key": key}, page=page)

    return admin, await seed(ask, open_tab, upload, world.own)


def test_there_are_enough_of_them() -> None:
    assert len(set(PAYLOADS)) >= 30


async def test_words_come_back_as_they_were_written(centre: Centre, seeded: tuple[Person, list[str]]) -> None:
    admin, ids = seeded
    for id, payload in zip(ids, PAYLOADS, strict=True):
        row = await centre.api("GET", f"/conversations/{id}", by=admin)
        assert row["customer"]["name"] == payload.strip()
        assert row["page"]["title"] == payload
        assert row["draft"]["text"] == payload
        events = (await centre.api("GET", f"/conversations/{id}/events", by=admin))["events"]
        assert [event["text"] for event in events if "text" in event] == [payload, payload]
        transcript = await centre.ask("GET", f"/api/v1/conversations/{id}/transcript", by=admin)
        assert transcript.headers["Content-Type"].startswith("text/plain")
        assert payload in transcript.body.decode()


class Markup(HTMLParser):
    """What a parser makes of a page: its tags' attributes, and the texts of its JSON islands."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.attributes: list[tuple[str, str, str]] = []
        self.islands: list[str] = []
        self._in_island = False
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._in_island = tag == "script" and ("type", "application/json") in attrs

    def handle_data(self, data: str) -> None:
        if self._in_island:
            self.islands.append(data)
            self._in_island = False


async def bad_markup(centre: Centre, person: Person, ids: list[str]) -> list[str]:
    """What a parser finds in the pages that only people's words can have put there."""
    keys = [widget["key"] for widget in centre.parley.directory.all("widgets")]
    paths = ["/workspace", f"/workspace/c/{ids[0]}", *(f"/{way}/{key}" for key in keys for way in ("p", "panel"))]
    cookie = {"Cookie": f"parley_session={person.token}; parley_theme=<script>"}
    found = []
    for path in paths:
        page = await centre.ask("GET", path, headers=cookie)
        if page.status == 503:
            pytest.fail("the pages are not built: ./run setup builds them")
        assert page.status == 200, path
        markup = Markup(page.body.decode())
        found += [] if markup.islands and all(map(is_json, markup.islands)) else [f"{path}: its data is broken"]
        found += [f"{path}: {tag} {name}={value}" for tag, name, value in markup.attributes if odd(tag, name, value)]
    return found


def is_json(text: str) -> bool:
    """Whether an island arrived whole."""
    try:
        json.loads(text)
    except ValueError:
        return False
    return True


def odd(tag: str, name: str, value: str) -> bool:
    """An attribute that no page of ours has."""
    foreign = name in ("src", "href", "action") and not value.startswith(("/", "data:,"))
    return name.startswith("on") or name == "style" or foreign or tag in ("iframe", "object", "embed", "base", "svg")


async def test_pages_carry_them_where_no_parser_takes_them_for_markup(
    centre: Centre, seeded: tuple[Person, list[str]]
) -> None:
    assert await bad_markup(centre, *seeded) == []


async def test_pages_without_escaping_would_be_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    environment = jinja2.Environment.__init__

    def careless(self: jinja2.Environment, **options: Any) -> None:
        environment(self, **{**options, "autoescape": False})

    monkeypatch.setattr(jinja2.Environment, "__init__", careless)
    async with open_centre() as centre:
        world = await World(centre).populate()
        admin, ids = await sown(centre, world)
        assert any("onerror" in one for one in await bad_markup(centre, admin, ids))


async def test_the_loader_is_script_whatever_its_texts(centre: Centre, seeded: tuple[Person, list[str]]) -> None:
    for widget in centre.parley.directory.all("widgets"):
        loader = await centre.ask("GET", f"/w/{widget['key']}.js")
        if loader.status == 503:
            pytest.fail("the loader is not built: ./run setup builds it")
        assert loader.headers["Content-Type"].startswith("text/javascript")


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "https://evil.example",
        "javascript:alert(1)",
        "/workspace\\..\\..",
        "/\\evil.example",
        "/%0d%0aX: y",
        "</script><script>alert(1)</script>",
    ],
)
async def test_signing_in_leads_nowhere_else(centre: Centre, wanted: str) -> None:
    page = await centre.ask("GET", f"/signin?next={quote(wanted)}")
    if page.status == 503:
        pytest.fail("the pages are not built: ./run setup builds them")
    assert wanted not in page.body.decode()
    assert "evil.example" not in page.body.decode()


@pytest.mark.parametrize("rest", ["https://evil.example", "%0d%0aSet-Cookie:%20a=b", "%5c%5cevil.example"])
async def test_a_path_leads_back_to_itself_only(centre: Centre, rest: str) -> None:
    answer = await centre.ask("GET", f"/workspace/{rest}")
    assert answer.status in (302, 404)
    assert answer.headers.get("Location", "/signin?next=/workspace/").startswith("/signin?next=/workspace/")
    assert "Set-Cookie" not in answer.headers
