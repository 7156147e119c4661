"""The public contract as OpenAPI 3.1, made from ``server/routes.py`` and the types of the wire.

``python -m server.openapi`` prints the schemas alone, from which the front end's TypeScript types are made.
"""

import json
import re
from typing import Any

import msgspec

from chat import wire as visitor_wire
from server import wire
from server.api import directory_wire
from server.calls import wire as call_wire
from server.customers import wire as customer_wire
from server.imports import wire as import_wire
from server.mail import wire as mail_wire
from server.privacy import wire as privacy_wire
from server.routes import PUBLIC, SIGNED_IN, Route
from server.timelines import search_wire

REFERENCE = "#/components/schemas/{name}"
STRUCTS = dict.fromkeys(
    kind
    for module in (wire, directory_wire, customer_wire, privacy_wire, mail_wire, call_wire, import_wire, search_wire)
    for kind in vars(module).values()
    if isinstance(kind, type)
    and issubclass(kind, msgspec.Struct)
    and kind not in (wire.Input, wire.Output, msgspec.Struct)
)
"""Each once, in the order of the modules."""


def openapi(routes: list[Route], public_url: str) -> dict[str, Any]:
    """The document served at ``/api/v1/openapi.json``."""
    described = [route for route in routes if route.path.startswith("/api/") or route.path in ("/healthz", "/readyz")]
    kinds = [kind for route in described for kind in (route.takes, route.gives) if kind is not None]
    _, components = msgspec.json.schema_components([*kinds, wire.Error], ref_template=REFERENCE)
    paths: dict[str, Any] = {}
    for route in described:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {"title": "Parley", "version": "1", "license": {"name": "Apache-2.0"}},
        "servers": [{"url": public_url}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    }


def schemas() -> dict[str, Any]:
    """Every type of the wire as one JSON Schema."""
    visitor = [visitor_wire.Auth, visitor_wire.Message, visitor_wire.Introduce, visitor_wire.Resume]
    _, components = msgspec.json.schema_components(STRUCTS, ref_template="#/$defs/{name}")
    _, theirs = msgspec.json.schema_components(visitor, ref_template="#/$defs/Visitor{name}")
    components |= {f"Visitor{name}": schema for name, schema in theirs.items()}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Wire",
        "type": "object",
        "additionalProperties": False,
        "properties": {name: {"$ref": f"#/$defs/{name}"} for name in components},
        "$defs": components,
    }


def _operation(route: Route) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "summary": route.summary,
        "parameters": [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
            for name in re.findall(r"\{(\w+)\}", route.path)
        ],
        "responses": {
            str(route.status): _content(route.gives, route.summary, route.many),
            "default": _content(wire.Error, "A refusal"),
        },
    }
    if route.takes is not None:
        operation["requestBody"] = {"required": True, **_content(route.takes, "")}
        operation["requestBody"].pop("description")
    if route.right != PUBLIC:
        operation["security"] = [{"bearer": []}]
        operation["x-parley-right"] = route.right if route.right != SIGNED_IN else None
    return operation


def _content(kind: Any, description: str, many: bool = False) -> dict[str, Any]:
    if kind is None:
        return {"description": description}
    one = {"$ref": REFERENCE.format(name=kind.__name__)}
    page = {
        "type": "object",
        "properties": {"items": {"type": "array", "items": one}, "next": {"type": ["string", "null"]}},
    }
    return {"description": description, "content": {"application/json": {"schema": page if many else one}}}


if __name__ == "__main__":
    print(json.dumps(schemas(), indent=1))
