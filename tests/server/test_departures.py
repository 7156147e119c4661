"""Who goes for good leaves nobody waiting for them."""

import pytest

from tests.centre import Centre, Json, becomes_true


@pytest.fixture
async def widget(centre: Centre) -> Json:
    return await centre.widget()


async def test_a_removed_agents_customers_wait_again(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann")
    admin = await centre.agent("Root", role="administrator")
    id, _ = await centre.given(widget, ann)
    await centre.api("DELETE", f"/agents/{ann.id}", by=admin)

    async def waits() -> bool:
        state = await centre.state(id)
        return state.state == "waiting" and state.agent is None

    await becomes_true(waits)


async def test_goodbye_is_said_once(centre: Centre, widget: Json) -> None:
    id, visitor = await centre.conversation(widget)
    for _ in range(3):
        assert (await visitor.ask("leave", {}))["ok"]
    assert (await centre.events(id)).count("VisitorLeft") == 1


async def test_a_widget_that_is_switched_off_is_off_in_open_tabs(centre: Centre, widget: Json) -> None:
    _, visitor = await centre.conversation(widget)
    directory = centre.parley.directory
    document = directory.widget_by_key(widget["key"])
    assert document is not None
    await directory.change("widgets", document["_id"], {"active": False})
    assert (await visitor.ask("message", {"id": "late", "text": "still here?"}))["code"] == "not_found"


async def test_uploads_nobody_sent_are_swept(centre: Centre, widget: Json) -> None:
    visitor = await centre.visitor(widget)
    uploaded = await centre.ask("POST", "/api/v1/visitor/files?name=a", raw=b"x", by=visitor.welcome["token"])
    assert uploaded.status == 201
    assert await centre.parley.files.sweep() == 0
    centre.clock.pass_(seconds=86_401)
    assert await centre.parley.files.sweep() == 1
