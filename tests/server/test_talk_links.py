"""Links to talk: whoever opens one calls in that one Conversation, for a day; nothing else of the visitor's is theirs."""

import secrets
from collections.abc import Callable

import pytest
from socketio.exceptions import ConnectionError as Refused

from tests.centre import Centre, Json, Person, Socket
from tests.server.mail import came, letter
from tests.server.phones import ANN_HZ, VISITOR_HZ, Exchange, Phone


class Asked:
    """A Conversation in a chat, its Agent, the visitor's own tab, a widget that takes calls, and the link."""

    def __init__(self, id: str, ann: Person, own: Socket, widget: Json, link: str) -> None:
        self.id, self.ann, self.own, self.widget, self.link = id, ann, own, widget, link


async def asked(centre: Centre) -> Asked:
    ann, chat, phone = await centre.agent("Ann"), await centre.widget(), await centre.widget(kind="both")
    id, own = await centre.given(chat, ann)
    made = await centre.api("POST", f"/conversations/{id}/talk-link", {}, by=ann)
    page, _, link = made["url"].partition("#talk=")
    assert page.endswith(f"/p/{phone['key']}")
    assert made["expires_at"] == "2026-11-22T12:00:00.000Z"
    return Asked(id, ann, own, phone, link)


async def refused(centre: Centre, widget: Json, **auth: str) -> str:
    socket = Socket(centre.http)
    with pytest.raises(Refused):
        await socket.connect(centre.url, "socket/visitor", {"widget": widget["key"], **auth})
    data = socket.all("connect_error")[0]
    return str(data.get("data", data)["code"])


async def test_it_opens_its_conversation_and_leaves_the_browsers_own_token_alone(centre: Centre) -> None:
    given = await asked(centre)
    tab = await centre.visitor(given.widget, talk=given.link)
    assert (tab.welcome["conversation"], tab.welcome["token"]) == (given.id, "")
    ack = await tab.ask("message", {"id": "m1", "text": "Here I am"})
    assert ack["conversation"] == given.id
    heard = await given.own.until("event", lambda event: event.get("text") == "Here I am")
    assert heard["conversation"] == given.id, "the visitor's own tab hears it too"
    await centre.api(
        "POST", f"/conversations/{given.id}/messages", {"id": "a1", "channel": "chat", "text": "Hello"}, by=given.ann
    )
    await tab.until("event", lambda event: event.get("text") == "Hello")


def other(link: str, conversation: str) -> str:
    return f"{conversation}.{link.partition('.')[2]}"


FORGERIES: dict[str, Callable[[str], str]] = {
    "nothing": lambda link: "x",
    "unsigned": lambda link: link.rpartition(".")[0],
    "with an empty signature": lambda link: link.rpartition(".")[0] + ".",
    "with another signature": lambda link: f"{link.rpartition('.')[0]}.{secrets.token_hex(20)}",
    "living longer": lambda link: ".".join([link.split(".")[0], str(int(link.split(".")[1]) + 1), link.split(".")[2]]),
    "ending in words": lambda link: ".".join([link.split(".")[0], "never", link.split(".")[2]]),
    "with digits of elsewhere": lambda link: ".".join([link.split(".")[0], "١٢٣", link.split(".")[2]]),
}


@pytest.mark.parametrize("forgery", FORGERIES)
async def test_a_forged_link_is_refused(centre: Centre, forgery: str) -> None:
    given = await asked(centre)
    assert await refused(centre, given.widget, talk=FORGERIES[forgery](given.link)) == "unauthorised"
    await centre.visitor(given.widget, talk=given.link)


async def test_it_serves_no_other_conversation_and_no_other_widget(centre: Centre) -> None:
    given = await asked(centre)
    elsewhere, _ = await centre.conversation(await centre.widget())
    assert await refused(centre, given.widget, talk=other(given.link, elsewhere)) == "unauthorised"
    another = await centre.widget(kind="both")
    assert await refused(centre, another, talk=given.link) == "unauthorised"


async def test_a_link_to_the_chat_and_one_to_talk_are_not_each_other(centre: Centre) -> None:
    given = await asked(centre)
    assert await refused(centre, given.widget, link=given.link) == "unauthorised"
    assert (await centre.visitor(given.widget, token=given.link)).welcome["conversation"] is None


async def test_it_ends_after_a_day(centre: Centre) -> None:
    given = await asked(centre)
    centre.clock.pass_(hours=23, minutes=59)
    await centre.visitor(given.widget, talk=given.link)
    centre.clock.pass_(minutes=1)
    assert await refused(centre, given.widget, talk=given.link) == "unauthorised"


async def test_it_shows_and_touches_nothing_else_of_the_visitors(centre: Centre) -> None:
    given = await asked(centre)
    await centre.api("PUT", f"/conversations/{given.id}/closure", {}, by=given.ann)
    centre.clock.pass_(days=8)
    again = await given.own.ask("message", {"id": "m9", "text": "A secret of later"})
    assert again["conversation"] != given.id
    ann = Person(given.ann.id, given.ann.email, await centre.session(given.ann.id))  # a week has passed
    await centre.api("DELETE", f"/conversations/{given.id}/closure", by=ann)
    made = await centre.api("POST", f"/conversations/{given.id}/talk-link", {}, by=ann)
    tab = await centre.visitor(given.widget, talk=made["url"].partition("#talk=")[2])
    assert tab.welcome["conversation"] == given.id
    resumed = await tab.ask("resume", {"conversation": again["conversation"], "after": 0})
    assert resumed["code"] == "not_found"
    assert (await tab.ask("resume", {"conversation": given.id, "after": 0}))["ok"]
    history = await tab.ask("history", {})
    assert [one["id"] for one in history["conversations"]] == [given.id]
    assert (await tab.ask("call.start", {"conversation": again["conversation"]}))["code"] == "not_found"
    await given.own.ask("message", {"id": "m10", "text": "Another secret"})
    await given.own.until("event", lambda event: event.get("text") == "Another secret")
    await tab.ask("history", {})
    assert tab.all("event") == []


async def test_once_its_conversation_has_ended_it_begins_no_other(centre: Centre) -> None:
    given = await asked(centre)
    tab = await centre.visitor(given.widget, talk=given.link)
    await centre.api("PUT", f"/conversations/{given.id}/closure", {}, by=given.ann)
    refusal = await centre.ask("POST", f"/api/v1/conversations/{given.id}/talk-link", {}, by=given.ann)
    assert (refusal.status, refusal.code) == (409, "closed")
    centre.clock.pass_(days=8)
    assert (await tab.ask("message", {"id": "m2", "text": "Still here?"}))["code"] == "closed"


async def test_who_may_not_see_the_conversation_makes_no_link(centre: Centre) -> None:
    given = await asked(centre)
    stranger = await centre.agent("Cem", queues=[])
    path = f"/api/v1/conversations/{given.id}/talk-link"
    assert (await centre.ask("POST", path, {}, by=stranger)).status == 404
    assert (await centre.ask("POST", path, {})).status == 401


async def test_without_a_widget_that_takes_calls_there_is_none(centre: Centre) -> None:
    ann = await centre.agent("Ann")
    id, _ = await centre.given(await centre.widget(), ann)
    refusal = await centre.ask("POST", f"/api/v1/conversations/{id}/talk-link", {}, by=ann)
    assert (refusal.status, refusal.code) == (409, "conflict")


@pytest.mark.parametrize("began", ["chat", "email"])
async def test_they_talk_with_the_agent_who_sent_it(phones: Exchange, began: str) -> None:
    centre = phones.centre
    ann = await centre.agent("Ann", queues=[phones.queue])
    if began == "chat":
        id, _ = await centre.given(await centre.widget(phones.queue, kind="chat"), ann)
    else:
        await centre.mailbox("help@shop.example", queue=phones.queue)
        id = await came(centre, letter())
        await centre.api("PUT", f"/conversations/{id}/assignment", {"agent": "me"}, by=ann)
    desk = await phones.desktop(ann, ANN_HZ)
    made = await centre.api("POST", f"/conversations/{id}/talk-link", {}, by=ann)
    visitor = Phone(await centre.visitor(phones.widget, talk=made["url"].partition("#talk=")[2]), VISITOR_HZ)
    phones.phones.append(visitor)
    await visitor.starts()
    await desk.accepts("answer")
    assert await visitor.hears(ANN_HZ)
    assert await desk.hears(VISITOR_HZ)
    assert (await visitor.sees("talking"))["conversation"] == id
    await visitor.asks("call.end")
    await visitor.sees("ended")
