from tests.centre import Centre

async def test_it_works(centre: Centre) -> None:
    widget = await centre.widget()
    ann = await centre.agent("Ann")
    id, visitor = await centre.given(widget, ann)
    assert (await centre.state(id)).agent == ann.id
    print(await centre.events(id), visitor.heard)
    a = await centre.ask("GET", "/api/v1/conversations", by=ann)
    print(a)
