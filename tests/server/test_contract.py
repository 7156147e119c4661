"""The public contract: every route in it, every reference leading somewhere, every answer as it says."""

from typing import Any

import pytest

from server.openapi import schemas
from server.routes import PUBLIC
from tests.centre import Centre, Json

OPERATION_WORDS = {"summary", "parameters", "responses", "requestBody", "security", "x-parley-right"}


@pytest.fixture
async def contract(centre: Centre) -> Json:
    answer = await centre.ask("GET", "/api/v1/openapi.json")
    assert answer.headers["Content-Type"] == "application/json"
    found: Json = answer.json
    return found


def operations(contract: Json) -> list[tuple[str, str, Json]]:
    return [(verb, path, body) for path, verbs in contract["paths"].items() for verb, body in verbs.items()]


def references(value: Any) -> list[str]:
    """Every ``$ref`` anywhere inside."""
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [found for inner in value.values() for found in references(inner)]
    return [found for inner in value for found in references(inner)] if isinstance(value, list) else []


def follow(document: Json, reference: str) -> Any:
    found: Any = document
    for part in reference.removeprefix("#/").split("/"):
        found = found[part]
    return found


async def test_every_route_of_the_api_is_listed(centre: Centre, contract: Json) -> None:
    served = {(r.method.lower(), r.path) for r in centre.parley.routes() if r.path.startswith("/api/")}
    listed = {(verb, path) for verb, path, _ in operations(contract)}
    own = {("get", "/api/v1/openapi.json")}
    assert listed - {("get", "/healthz"), ("get", "/readyz")} == served - own


async def test_it_is_an_openapi_document(contract: Json) -> None:
    assert contract["openapi"].startswith("3.1")
    assert {"title", "version"} <= contract["info"].keys()
    for verb, path, operation in operations(contract):
        assert operation.keys() <= OPERATION_WORDS, (verb, path)
        assert operation["summary"], (verb, path)
        assert {"default"} < operation["responses"].keys()
        named = {p["name"] for p in operation["parameters"] if p["in"] == "path"}
        assert named == {part.strip("{}") for part in path.split("/") if part.startswith("{")}
        assert all(p["required"] for p in operation["parameters"])
        for status, response in operation["responses"].items():
            assert response["description"]
            assert status == "default" or 200 <= int(status) < 300


@pytest.mark.parametrize("which", ["served", "for TypeScript"])
async def test_every_reference_leads_somewhere(contract: Json, which: str) -> None:
    document = contract if which == "served" else schemas()
    found = references(document)
    assert found
    assert all(isinstance(follow(document, reference), dict) for reference in found)


async def test_what_needs_signing_in_says_so(centre: Centre, contract: Json) -> None:
    rights = {(r.method.lower(), r.path): r.right for r in centre.parley.routes()}
    for verb, path, operation in operations(contract):
        assert ("security" in operation) == (rights[verb, path] != PUBLIC), path


def conforms(value: Any, schema: Json, contract: Json) -> bool:
    """Enough of JSON Schema for what we write ourselves: references, unions, types, required and known properties."""
    if "$ref" in schema:
        return conforms(value, follow(contract, schema["$ref"]), contract)
    if "anyOf" in schema:
        return any(conforms(value, one, contract) for one in schema["anyOf"])
    if "enum" in schema:
        return value in schema["enum"]
    types = {"string": str, "integer": int, "boolean": bool, "object": dict, "array": list, "null": type(None)}
    wanted = schema.get("type", [])
    wanted = [wanted] if isinstance(wanted, str) else wanted
    if wanted and not any(isinstance(value, types[name]) for name in wanted):
        return False
    if isinstance(value, list):
        return all(conforms(one, schema.get("items", {}), contract) for one in value)
    if isinstance(value, dict):
        properties = schema.get("properties")
        known = properties is None or value.keys() <= properties.keys()
        required = set(schema.get("required", ())) <= value.keys()
        return (
            known
            and required
            and all(conforms(one, (properties or {}).get(name, {}), contract) for name, one in value.items())
        )
    return True


@pytest.mark.parametrize(
    "path",
    [
        *["/session", "/agents", "/teams", "/queues", "/widgets", "/templates", "/tags", "/roles", "/fields"],
        *["/conversations", "/conversations/{id}", "/conversations/{id}/events", "/customers", "/customers/{id}"],
        *["/customers/{id}/conversations", "/agents/{id}"],
    ],
)
async def test_answers_are_as_it_says(centre: Centre, contract: Json, path: str) -> None:
    admin = await centre.agent("Admin", "administrator")
    widget = await centre.widget()
    conversation, _ = await centre.given(widget, admin)
    customer = (await centre.state(conversation)).customer
    id = {"conversations": conversation, "customers": customer, "agents": admin.id}.get(path.split("/")[1], "")
    answer = await centre.api("GET", path.replace("{id}", id), by=admin)
    operation = contract["paths"][f"/api/v1{path}"]["get"]
    assert conforms(answer, operation["responses"]["200"]["content"]["application/json"]["schema"], contract), answer
    assert not conforms({"odd": 1}, operation["responses"]["200"]["content"]["application/json"]["schema"], contract)


async def test_health(centre: Centre) -> None:
    assert (await centre.ask("GET", "/healthz")).json == {"ok": True}
    assert (await centre.ask("GET", "/readyz")).json == {"ok": True}
    widget = await centre.widget()
    await centre.conversation(widget)
    text = (await centre.ask("GET", "/metrics")).body.decode()
    assert "parley_visitors_connected 1.0" in text
    assert 'parley_events_total{type="MessageReceived"} 1.0' in text


async def test_what_is_not_there_is_an_answer_too(centre: Centre) -> None:
    assert (await centre.ask("GET", "/api/v1/nothing")).json["code"] == "not_found"
    answer = await centre.ask("PATCH", "/api/v1/session")
    assert (answer.status, answer.code) == (405, "invalid")
