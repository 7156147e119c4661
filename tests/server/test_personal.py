"""What a customer is decides who waits less and what templates say: fields that were entered, never what somebody calls themselves."""

from domain.ids import unguessable
from tests.centre import Centre, Json, Person


async def favour(centre: Centre, boss: Person, id: str, **fields: object) -> None:
    """Change a Customer's fields."""
    rv = (await centre.api("GET", f"/customers/{id}", by=boss))["rv"]
    await centre.api("PATCH", f"/customers/{id}", {"rv": rv, **fields}, by=boss)


async def test_a_queue_serves_its_favoured_customers_first(centre: Centre) -> None:
    boss = await centre.agent("Boss", "administrator", capacity={"chat": 0, "call": 0, "email": 0})
    made: Json = await centre.api("POST", "/queues", {"name": "Shop", "favoured": ["vip:1", "tag:gold"]}, by=boss)
    widget, waiting = await centre.widget(made["id"]), []
    for _ in range(4):
        waiting.append((await centre.conversation(widget))[0])
        centre.clock.pass_(seconds=1)
    board, states = centre.parley.board, [await centre.state(id) for id in waiting]
    assert [state.id for state in board.line(made["id"])] == waiting
    await favour(centre, boss, states[2].customer, vip=True)
    await favour(centre, boss, states[3].customer, tags=["gold", "late"])
    await favour(centre, boss, states[1].customer, tags=["silver"])
    assert [state.id for state in board.line(made["id"])] == [waiting[n] for n in (2, 3, 0, 1)]
    assert board.place_of(states[2], centre.clock.now())[0] == 1
    agent = await centre.agent("Ada", queues=[made["id"]], capacity={"chat": 1, "call": 0, "email": 0})
    offer = await (await centre.desktop(agent, "available")).until("offer")
    assert offer["conversation"] == waiting[2]
    bad = await centre.ask(
        "PATCH", f"/api/v1/queues/{made['id']}", {"rv": made["rv"], "favoured": ["name:Vera"]}, by=boss
    )
    assert bad.status == 400


async def test_templates_say_what_a_customers_fields_hold(centre: Centre) -> None:
    boss, agent = await centre.agent("Boss", "administrator"), await centre.agent("Ada")
    for key, masked in (("Size", False), ("IBAN", True)):
        await centre.api("POST", "/fields", {"name": key, "key": key, "masked": masked}, by=boss)
    template = {
        "name": "Size",
        "shortcut": "size",
        "text": "Yours is {customer.Size}, {customer.IBAN}, {customer.Hat}.",
    }
    made = await centre.api("POST", "/templates", template, by=boss)
    id, _ = await centre.conversation(await centre.widget(), unguessable("msg"))
    await favour(centre, boss, (await centre.state(id)).customer, fields={"Size": "L", "IBAN": "PL61"})
    filled = await centre.api("GET", f"/templates/{made['id']}/filled?conversation={id}", by=agent)
    assert filled["text"] == "Yours is L, {customer.IBAN}, {customer.Hat}."
    assert filled["missing"] == ["customer.IBAN", "customer.Hat"]
