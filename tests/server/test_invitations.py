"""Links to a Conversation's chat: whoever opens one is that Customer there, for a day, and nowhere else."""

import pytest
from socketio.exceptions import ConnectionError as Refused

from tests.centre import Centre, Json, Person, Socket
from tests.server.mail import came, letter


class Invited:
    """A Conversation that began by email, its Agent, and the link they made."""

    def __init__(self, id: str, ann: Person, widget: Json, link: str) -> None:
        self.id, self.ann, self.widget, self.link = id, ann, widget, link


async def invited(centre: Centre) -> Invited:
    ann, widget = await centre.agent("Ann"), await centre.widget()
    await centre.mailbox("help@shop.example")
    id = await came(centre, letter())
    await centre.api("PUT", f"/conversations/{id}/assignment", {"agent": "me"}, by=ann)
    made = await centre.api("POST", f"/conversations/{id}/link", {}, by=ann)
    page, _, link = made["url"].partition("#link=")
    assert page.endswith(f"/p/{widget['key']}")
    assert made["expires_at"] == "2026-11-22T12:00:00.000Z"
    return Invited(id, ann, widget, link)


async def refused(centre: Centre, widget: Json, link: str) -> Json:
    socket = Socket(centre.http)
    with pytest.raises(Refused):
        await socket.connect(centre.url, "socket/visitor", {"widget": widget["key"], "link": link})
    told = socket.all("connect_error")[0]
    data: Json = told.get("data", told)
    return data


async def test_whoever_opens_the_link_chats_in_the_conversation(centre: Centre) -> None:
    given = await invited(centre)
    tab = await centre.visitor(given.widget, link=given.link)
    assert tab.welcome["conversation"] == given.id
    ack = await tab.ask("message", {"id": "m1", "text": "Here I am"})
    assert ack["conversation"] == given.id
    state = await centre.state(given.id)
    assert set(state.channels) == {"email", "chat"}
    assert state.visitor == tab.welcome["visitor"]


async def test_the_mails_before_are_not_shown_to_them(centre: Centre) -> None:
    given = await invited(centre)
    tab = await centre.visitor(given.widget, link=given.link)
    shown = await tab.ask("resume", {"conversation": given.id, "after": 0})
    assert "MessageReceived" not in {event["type"] for event in shown["events"]}
    assert "VisitorInvited" not in {event["type"] for event in shown["events"]}


async def test_a_second_link_leads_to_the_same_visitor(centre: Centre) -> None:
    given = await invited(centre)
    again = await centre.api("POST", f"/conversations/{given.id}/link", {}, by=given.ann)
    first = await centre.visitor(given.widget, link=given.link)
    second = await centre.visitor(given.widget, link=again["url"].partition("#link=")[2])
    assert first.welcome["visitor"] == second.welcome["visitor"]
    assert (await centre.events(given.id)).count("VisitorInvited") == 1


async def test_it_ends_after_a_day(centre: Centre) -> None:
    given = await invited(centre)
    centre.clock.pass_(hours=24)
    assert (await refused(centre, given.widget, given.link))["code"] == "unauthorised"


async def test_a_forged_one_opens_nothing(centre: Centre) -> None:
    given = await invited(centre)
    other, _ = await centre.conversation(given.widget)
    conversation, expires, signature = given.link.split(".")
    later = str(int(expires) + 1)
    forged = [
        f"{other}.{expires}.{signature}",
        f"{conversation}.{later}.{signature}",
        f"{conversation}.{expires}.{'0' * 40}",
        f"{conversation}.{expires}",
        f"{conversation}..{signature}",
        "nothing",
        given.link.upper(),
        f"{given.link}x",
    ]
    for link in forged:
        assert (await refused(centre, given.widget, link))["code"] == "unauthorised", link
    elsewhere = await centre.widget(name="Elsewhere")
    assert (await refused(centre, elsewhere, given.link))["code"] == "unauthorised"
    assert (await centre.visitor(given.widget, link=given.link)).welcome["conversation"] == given.id, "the control"


async def test_a_closed_conversation_and_a_centre_without_widgets_say_why(centre: Centre) -> None:
    given = await invited(centre)
    await centre.api("PUT", f"/conversations/{given.id}/closure", {}, by=given.ann)
    answer = await centre.ask("POST", f"/api/v1/conversations/{given.id}/link", {}, by=given.ann)
    assert (answer.status, answer.code) == (409, "closed")


async def test_an_agent_of_another_queue_makes_none(centre: Centre) -> None:
    given = await invited(centre)
    stranger = await centre.agent("Bo", queues=[])
    answer = await centre.ask("POST", f"/api/v1/conversations/{given.id}/link", {}, by=stranger)
    assert answer.status == 404
