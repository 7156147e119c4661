"""Search: words as they are typed in four languages, names with slips, only what is within reach, marked where it was found."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from domain.touchpoints import Touchpoint
from domain.words import marked
from server.timelines import search as module
from server.timelines.search import snippet
from store.opening import Store
from tests.centre import NOON, Centre, Json, open_centre


async def search(centre: Centre, by: Any, q: str, **query: str) -> Json:
    asked = "&".join(f"{name}={quote(value)}" for name, value in {"q": q, "in": "messages", **query}.items())
    answer: Json = await centre.api("GET", f"/search?{asked}", by=by)
    return answer


async def texts(centre: Centre, by: Any, q: str, **query: str) -> list[str]:
    return [hit["row"]["text"] for hit in (await search(centre, by, q, **query))["messages"]]


async def named(centre: Centre, widget: Json, name: str) -> str:
    visitor = await centre.visitor(widget)
    await visitor.ask("introduce", {"name": name})
    ack = await visitor.ask("message", {"id": "m1", "text": "hello"})
    return str((await centre.state(ack["conversation"])).customer)


SAID = (
    "Where is my lamp? Order 4711",
    "Zamówienie dotarło, ale klosz jest pęknięty",
    "Dov'è la mia lampada? Perché non è arrivata",
    "Где моя лампа? Ёлка пришла",
)


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("la", [0, 2]),
        ("lamp", [0, 2]),
        ("LAMPADA", [2]),
        ("where lamp", [0]),
        ("lamp zamowienie", []),
        ("zamowieni", [1]),
        ("zamówienie pekniety", [1]),
        ("perche", [2]),
        ("елка", [3]),
        ("лампа где", [3]),
        ("4711", [0]),
        ("471", []),
        ("nowhere", []),
        ("", []),
        ("$where", [0]),
    ],
)
async def test_words_are_found_as_they_are_typed(each_store: Store, typed: str, found: list[int]) -> None:
    async with open_centre(each_store) as centre:
        boss, widget = await centre.agent("Boss", "administrator"), await centre.widget()
        for text in SAID:
            await centre.conversation(widget, text)
        await centre.parley.touchpoints.flush()
        assert set(await texts(centre, boss, typed)) == {SAID[place] for place in found}


async def test_what_is_out_of_reach_is_not_found_until_it_comes_into_it(centre: Centre) -> None:
    own, foreign = await centre.queue("Own"), await centre.queue("Foreign")
    bob, boss = await centre.agent("Bob", queues=[own]), await centre.agent("Boss", "administrator")
    id, _ = await centre.conversation(await centre.widget(foreign), "secret words")
    await centre.parley.touchpoints.flush()
    assert await texts(centre, bob, "secret") == []
    assert await texts(centre, boss, "secret") == ["secret words"]
    await centre.api("PUT", f"/conversations/{id}/assignment", {"queue": own}, by=boss)
    assert await texts(centre, bob, "secret") == ["secret words"]


async def test_filters(centre: Centre) -> None:
    boss, one, two = await centre.agent("Boss", "administrator"), await centre.queue("One"), await centre.queue("Two")
    await centre.conversation(await centre.widget(one), "a lamp in one")
    centre.clock.pass_(days=2)
    await centre.conversation(await centre.widget(two), "a lamp in two")
    await centre.parley.touchpoints.flush()
    assert await texts(centre, boss, "lamp") == ["a lamp in two", "a lamp in one"]
    assert await texts(centre, boss, "lamp", queue=one) == ["a lamp in one"]
    assert await texts(centre, boss, "lamp", channel="email") == []
    between = (NOON + timedelta(days=1)).isoformat().replace("+00:00", "Z")
    assert await texts(centre, boss, "lamp", **{"from": between}) == ["a lamp in two"]
    assert await texts(centre, boss, "lamp", to=between) == ["a lamp in one"]
    first = await search(centre, boss, "lamp", limit="1")
    assert await texts(centre, boss, "lamp", before=first["next"]) == ["a lamp in one"]
    assert (await centre.ask("GET", "/api/v1/search?q=x&in=secrets", by=boss)).code == "invalid"
    assert (await centre.ask("GET", "/api/v1/search?q=x&from=yesterday", by=boss)).code == "invalid"


async def test_pages_of_a_frequent_word_have_every_hit_once(centre: Centre, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FEW", 10)
    monkeypatch.setattr(module, "PIECE", 20)
    monkeypatch.setattr(module, "BUDGET_SECONDS", -1.0)
    boss = await centre.agent("Boss", "administrator")
    id, _ = await centre.conversation(await centre.widget(), "hello")
    at = datetime(2026, 1, 1, tzinfo=UTC)
    rows = [
        Touchpoint(
            f"x|{n}",
            "cus_1",
            at + timedelta(hours=n * n % 4000),
            "message",
            "Odd",
            "chat",
            "agent",
            "Ann",
            "",
            f"lamp {n}",
            id,
        )
        for n in range(200)
    ]
    centre.parley.touchpoints.add(rows)
    await centre.parley.touchpoints.flush()
    page, found = await search(centre, boss, "lamp", limit="7"), []
    while True:
        found += [hit["row"]["text"] for hit in page["messages"]]
        if page["next"] is None:
            break
        page = await search(centre, boss, "lamp", limit="7", before=page["next"])
    assert sorted(found) == sorted(row.text for row in rows)


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("kowalski", False),
        ("kowal", False),
        ("Kowlaski", True),
        ("jowalski", True),
        ("anna kovalski", True),
        ("kowaslk", True),
    ],
)
async def test_names_are_found_with_slips(centre: Centre, typed: str, near: bool) -> None:
    boss, widget = await centre.agent("Boss", "administrator"), await centre.widget()
    customer = await named(centre, widget, "Anna Kowalski")
    await named(centre, widget, "Piotr Zieliński")
    found = (await search(centre, boss, typed, **{"in": "customers"}))["customers"]
    assert [(hit["customer"]["id"], hit["near"]) for hit in found] == [(customer, near)]
    assert found[0]["name"]["ranges"]


async def test_names_survive_a_restart(each_store: Store) -> None:
    async with open_centre(each_store) as centre:
        customer = await named(centre, await centre.widget(), "Wiśniewska")
    async with open_centre(each_store) as centre:
        boss = await centre.agent("Boss", "administrator")
        found = (await search(centre, boss, "wisnewska", **{"in": "customers"}))["customers"]
        assert [hit["customer"]["id"] for hit in found] == [customer]


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Евгения Щёголева", ("Evgenia", "Yevgeniya Schegoleva")),
        ("Dmitrij Elkin", ("Елкин", "Дмитрий Ёлкин")),
        ("Anna Kowalska-Nowak", ("nowak", "Nowak Anna", "kowalska-nowak", "Nowk")),
        ("O’Brien-Smith, Ada", ("smith ada", "O'Brien Smith")),
    ],
)
async def test_names_are_found_in_the_other_alphabet_and_by_each_part(
    centre: Centre, name: str, typed: tuple[str, ...]
) -> None:
    boss = await centre.agent("Boss", "administrator")
    for one in (name, "Пётр Иванов", "Jan Malinowski"):
        await centre.api("POST", "/customers", {"name": one}, by=boss)
    for text in typed:
        found = (await search(centre, boss, text, **{"in": "customers"}))["customers"]
        assert [hit["customer"]["name"] for hit in found] == [name], text


async def test_customers_need_their_right(centre: Centre) -> None:
    blind = await centre.agent("Blind", await centre.role("Blind", ["conversations.handle"]))
    assert (await centre.ask("GET", "/api/v1/search?q=x&in=customers", by=blind)).code == "forbidden"
    assert (await centre.ask("GET", "/api/v1/search?q=x&in=messages", by=blind)).status == 200


def test_marks_are_positions_in_what_was_written() -> None:
    text = "Straße Łódź cafe\u0301s"
    assert [text[start:end] for start, end in marked(text, ("strass", "lodz", "cafe"))] == [
        "Straß",
        "Łódź",
        "cafe\u0301",
    ]
    assert marked("none of it", ("lamp",)) == ()


def test_a_snippet_begins_near_the_first_match_and_counts_as_javascript_does() -> None:
    long = "word " * 100 + "😀 lamp " + "word " * 100
    cut = snippet(long, ("lamp",))
    assert len(cut.text) < 170
    [(start, end)] = cut.ranges
    assert cut.text.encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le") == "lamp"
    assert snippet("a lamp", ("lamp",)) == module.Snippet("a lamp", ((2, 6),))


async def test_hits_of_one_agent_only(centre: Centre) -> None:
    boss, widget = await centre.agent("Boss", "administrator"), await centre.widget()
    ann = await centre.agent("Ann")
    await centre.conversation(widget, "a lamp for nobody")
    await centre.given(widget, ann, "a lamp for Ann")
    await centre.parley.touchpoints.flush()
    assert await texts(centre, boss, "lamp", agent=ann.id) == ["a lamp for Ann"]
    assert len(await texts(centre, boss, "lamp")) == 2


async def test_a_customer_is_found_by_a_nearly_right_name_as_soon_as_they_are_entered(centre: Centre) -> None:
    boss = await centre.agent("Boss", "administrator")
    await centre.api("POST", "/customers", {"name": "Vera Kowalska", "addresses": []}, by=boss)
    found = await search(centre, boss, "Kowalsak", **{"in": "customers"})
    assert [(hit["customer"]["name"], hit["near"]) for hit in found["customers"]] == [("Vera Kowalska", True)]
