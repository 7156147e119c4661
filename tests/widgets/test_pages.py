"""What the widget's pages send: settings and texts inside, policies around, and nothing that a site's own text could break."""

import json
import re
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from server.visitors.widget_look import contrast, palette
from server.visitors.widget_pages import WidgetPages, csp_lines, frame_ancestors, snippet
from server.visitors.widget_texts import BY_EMAIL, catalogue, languages, locale_for, texts_for
from tests.repository.tree import ROOT

URL = "https://parley.example"
BREAKOUT = "</script><script>alert(1)</script><!--"

WIDGET: dict[str, Any] = {
    "key": "key1",
    "name": "Fern & Fig",
    "kind": "chat",
    "sites": ["https://shop.example", "http://localhost:3000"],
    "active": True,
    "look": {"colour": "#0B5F5C", "position": "left", "launcher": ""},
    "texts": {"pl": {"title": "Zapytaj nas", "form-plant": "Jaka roślina?"}},
    "locales": ["en", "pl", "ru"],
    "form": [{"name": "email", "label": ""}, {"name": "plant", "label": "Which plant?"}],
    "consent": None,
}


async def find(key: str) -> dict[str, Any] | None:
    widgets = {
        "key1": WIDGET,
        "off": {**WIDGET, "active": False},
        "personal": {**WIDGET, "texts": {"en": {"hello": "Hello {first name}, how can we help?"}}},
        "hostile": {**WIDGET, "name": BREAKOUT, "texts": {"en": {"open": BREAKOUT, "title": BREAKOUT}}},
    }
    return widgets.get(key)


@pytest_asyncio.fixture
async def client() -> AsyncIterator[TestClient[web.Request, web.Application]]:
    pages = WidgetPages(find, URL, ROOT / "build" / "widgets", "key1")
    app = web.Application()
    app.router.add_get("/w/{key}.js", pages.loader)
    app.router.add_get("/panel/{key}", pages.panel)
    app.router.add_get("/p/{key}", pages.hosted)
    app.router.add_get("/assets/widgets/{name}", pages.asset)
    app.router.add_get("/demo", pages.demo)
    app.router.add_get("/demo/orders", pages.demo)
    async with TestClient(TestServer(app), headers={"Accept-Encoding": "identity"}) as running:
        yield running


Client = TestClient[web.Request, web.Application]


def island(html: str) -> dict[str, Any]:
    """What the page knows."""
    found = re.search(r'id="island">(.*?)</script>', html)
    assert found
    knows: dict[str, Any] = json.loads(found[1])
    return knows


async def test_the_loader_carries_its_settings_and_comes_compressed(client: Client) -> None:
    answer = await client.get("/w/key1.js", headers={"Accept-Encoding": "gzip"})
    script = await answer.text()
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert '["https://parley.example","key1","left",' in script
    assert "PARLEY_WIDGET" not in script


async def test_what_is_known_is_not_sent_again(client: Client) -> None:
    first = await client.get("/panel/key1")
    again = await client.get("/panel/key1", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status, await again.read()) == (304, b"")


@pytest.mark.parametrize("path", ["/w/none.js", "/panel/none", "/p/none", "/panel/off", "/assets/widgets/..%2floader"])
async def test_there_is_nothing_where_there_is_no_widget(client: Client, path: str) -> None:
    assert (await client.get(path)).status == 404


async def test_only_its_sites_may_frame_the_panel(client: Client) -> None:
    policy = (await client.get("/panel/key1")).headers["Content-Security-Policy"]
    assert "frame-ancestors https://shop.example http://localhost:3000;" in policy
    assert "connect-src 'self' wss://parley.example;" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in (await client.get("/p/key1")).headers["Content-Security-Policy"]


@pytest.mark.parametrize("site", ["https://a.example; script-src *", "javascript:alert(1)", "https://a\r\nX: y", ""])
def test_what_is_not_an_origin_never_reaches_the_header(site: str) -> None:
    assert frame_ancestors([site]) == "'none'"
    assert frame_ancestors([site, "https://b.example"]) == "https://b.example"
    assert frame_ancestors([site, "*"]) == "*"


@pytest.mark.parametrize("path", ["/panel/hostile", "/p/hostile"])
async def test_texts_cannot_end_the_island(client: Client, path: str) -> None:
    html = await (await client.get(path)).text()
    assert BREAKOUT not in html
    assert island(html)["name"] == BREAKOUT


async def test_texts_cannot_end_the_loader(client: Client) -> None:
    script = await (await client.get("/w/hostile.js")).text()
    assert json.dumps(BREAKOUT) in script


async def test_the_page_asks_for_the_language(client: Client) -> None:
    knows = island(await (await client.get("/panel/key1?locale=pl-PL")).text())
    assert knows["locale"] == "pl"
    assert knows["texts"]["title"] == "Zapytaj nas"
    assert [entry["label"] for entry in knows["form"]] == ["E-mail", "Jaka roślina?"]


async def test_whether_anybody_is_there_is_known_from_the_start(client: Client) -> None:
    knows = island(await (await client.get("/panel/key1")).text())
    assert (knows["available"], knows["away_text"]) == (True, None)
    away = WidgetPages(
        find, URL, ROOT / "build" / "widgets", is_available=lambda _: False, away_text=lambda _: "At nine."
    )
    app = web.Application()
    app.router.add_get("/panel/{key}", away.panel)
    async with TestClient(TestServer(app)) as closed:
        knows = island(await (await closed.get("/panel/key1")).text())
    assert (knows["available"], knows["away_text"]) == (False, "At nine.")


@pytest.mark.parametrize(
    ("asked", "accepted", "chosen"),
    [("ru", "pl", "ru"), ("", "it,pl;q=0.8", "pl"), ("it", "de", "en"), ("", "", "en"), ("zz", "*", "en")],
)
def test_the_first_language_both_know(asked: str, accepted: str, chosen: str) -> None:
    assert locale_for(WIDGET, asked, accepted) == chosen


@pytest.mark.parametrize("locale", languages())
def test_plurals_have_the_categories_the_browser_will_ask_for(locale: str) -> None:
    plurals = [text for text in catalogue(locale).values() if isinstance(text, dict)]
    assert plurals
    assert all("other" in text for text in plurals)
    ours = {name for name in catalogue("en") if not name.endswith(BY_EMAIL)}
    assert texts_for(WIDGET, locale).keys() == ours | WIDGET["texts"].get(locale, {}).keys()


@pytest.mark.parametrize("locale", languages())
def test_an_answer_by_email_is_promised_only_where_one_can_be_sent(locale: str) -> None:
    promises = {
        name.removesuffix(BY_EMAIL): text for name, text in catalogue(locale).items() if name.endswith(BY_EMAIL)
    }
    assert promises.keys() == {"leave-hint", "leave-default", "left"}
    without, with_it = texts_for(WIDGET, locale), texts_for(WIDGET, locale, by_email=True)
    for name, promise in promises.items():
        assert with_it[name] == promise != without[name] == catalogue(locale)[name]


@pytest.mark.parametrize("colour", ["#0B5F5C", "#ffffff", "#000000", "#ffee00", "#808080", "#ff00ff", "#1F55C0"])
def test_any_colour_can_be_read(colour: str) -> None:
    for theme, surface in (("light", "#f3f1ec"), ("dark", "#1d2322")):
        pair = palette(colour)[theme]
        assert contrast(pair["accent"], surface) >= 4.5
        assert contrast(pair["accent"], pair["ink"]) >= 4.5


@pytest.mark.parametrize("path", ["/demo", "/demo/orders"])
async def test_the_demo_shop_keeps_the_policy_it_recommends(client: Client, path: str) -> None:
    answer = await client.get(path)
    policy = answer.headers["Content-Security-Policy"]
    assert all(line in policy for line in csp_lines(URL))
    assert "require-trusted-types-for 'script'" in policy
    assert snippet(URL, "key1") in await answer.text()


async def of_kind(kind: str, path: str) -> dict[str, Any] | str:
    """What a widget of a kind sends: its words as JSON, anything else as text."""

    async def find(key: str) -> dict[str, Any]:
        return {**WIDGET, "kind": kind}

    pages = WidgetPages(find, URL, ROOT / "build" / "widgets", queue_of=lambda widget: {"record_calls": True})
    app = web.Application()
    app.router.add_get("/w/{key}.js", pages.loader)
    app.router.add_get("/panel/{key}", pages.panel)
    app.router.add_get("/panel/{key}/words", pages.words)
    async with TestClient(TestServer(app), headers={"Accept-Encoding": "identity"}) as client:
        answer = await client.get(path)
        return await answer.json() if answer.content_type == "application/json" else await answer.text()


@pytest.mark.parametrize(("kind", "first"), [("call", True), ("both", False)])
async def test_the_words_of_calls_come_when_there_is_one(kind: str, first: bool) -> None:
    knows = island(str(await of_kind(kind, "/panel/key1?locale=pl")))
    assert knows["calls"]["first"] is first
    assert [name for name in knows["texts"] if name.startswith("call-")] == ["call-open"]
    assert "line-CallEnded" in knows["texts"]
    words = await of_kind(kind, "/panel/key1/words?locale=pl")
    assert isinstance(words, dict)
    assert words["call-end"] == "Rozłącz"
    assert all(name.startswith("call-") for name in words)
    assert ',"microphone"])' in str(await of_kind(kind, "/w/key1.js"))
    proving = await of_kind(kind, "/panel/key1/words?of=prove&locale=pl")
    assert isinstance(proving, dict)
    assert all(name.startswith("prove-") for name in proving)
    assert not [name for name in knows["texts"] if name.startswith("prove")]  # no mail can be sent from here


async def test_whoever_only_writes_gets_nothing_of_calls() -> None:
    knows = island(str(await of_kind("chat", "/panel/key1")))
    assert "calls" not in knows
    assert not [name for name in knows["texts"] if "call" in name.casefold()]
    assert "microphone" not in str(await of_kind("chat", "/w/key1.js"))


async def test_the_version_of_the_recording_notice_is_made_of_its_words() -> None:
    notices = [
        island(str(await of_kind("both", f"/panel/key1?locale={locale}")))["calls"]["notice"]
        for locale in ("en", "en", "pl")
    ]
    assert notices[0] == notices[1]
    assert len({notice["version"] for notice in notices}) == len({notice["text"] for notice in notices}) == 2


async def test_a_greeting_by_name_is_whole_before_anybody_is_known(client: Client) -> None:
    html = await (await client.get("/panel/personal")).text()
    knows = island(html)
    assert (knows["texts"]["hello"], knows["personal"]) == ("Hello, how can we help?", True)
    assert "{first name}" not in html
    plain = await (await client.get("/panel/key1")).text()
    assert (html.count('<script type="module"'), plain.count('<script type="module"')) == (2, 1)
    assert "personal" not in island(plain)
