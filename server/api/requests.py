"""Reading requests and writing answers: bytes to checked types, values to JSON, refusals to statuses."""

import logging
import secrets
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import msgspec
from aiohttp import web

from domain.refusal import Refused
from domain.stream import Unavailable

LARGEST_BODY = 256 * 1024
STATUS = {
    "invalid": 400,
    "unauthorised": 401,
    "forbidden": 403,
    "not_found": 404,
    "conflict": 409,
    "offer_taken": 409,
    "offer_expired": 409,
    "offer_withdrawn": 409,
    "closed": 409,
    "over_capacity": 409,
    "too_large": 413,
    "unsupported_type": 415,
    "rate_limited": 429,
    "unavailable": 503,
}

log = logging.getLogger("parley.api")

Kind = TypeVar("Kind")
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


async def body(request: web.Request, kind: type[Kind]) -> Kind:
    """The request's JSON as ``kind``. Raises Refused."""
    if request.content_type not in ("application/json", "application/octet-stream") and request.can_read_body:
        raise Refused("unsupported_type", "Send application/json.")
    raw = await request.content.read(LARGEST_BODY + 1)
    while len(raw) <= LARGEST_BODY and not request.content.at_eof():
        raw += await request.content.read(LARGEST_BODY + 1 - len(raw))
    if len(raw) > LARGEST_BODY:
        raise Refused("too_large", "The request is too large.")
    try:
        return msgspec.json.decode(raw or b"{}", type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise Refused("invalid", f"The request is not right: {error}") from None


def number(request: web.Request, name: str, default: int, most: int) -> int:
    """A whole number from the query, 0 to ``most``. Raises Refused."""
    text = request.query.get(name)
    if text is None:
        return default
    if not text.isdecimal() or len(text) > 10:
        raise Refused("invalid", f"{name} must be a whole number.")
    return min(int(text), most)


def words(request: web.Request, name: str, most: int = 256) -> str:
    """A text from the query. Raises Refused when it is too long, given twice or looks like an operator."""
    given = request.query.getall(name, [])
    if any(key.startswith(f"{name}[") for key in request.query):
        raise Refused("invalid", f"{name} must be a plain text.")
    if len(given) > 1 or (given and len(given[0]) > most):
        raise Refused("invalid", f"{name} must be one text of at most {most} characters.")
    return given[0] if given else ""


def answer(value: Any, status: int = 200, headers: dict[str, str] | None = None) -> web.Response:
    """``value`` as JSON."""
    return web.Response(
        body=msgspec.json.encode(value), status=status, content_type="application/json", headers=headers or {}
    )


def refusal(refused: Refused) -> web.Response:
    """A refusal as its status and words."""
    headers = {"Retry-After": "5"} if refused.code in ("rate_limited", "unavailable") else None
    return answer({"code": refused.code, "error": refused.sentence}, STATUS[refused.code], headers)


@web.middleware
async def errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The one place where errors become answers; a bug is logged once, with an id that the answer repeats."""
    try:
        return await handler(request)
    except Refused as refused:
        return refusal(refused)
    except Unavailable:
        return refusal(Refused("unavailable", "Not stored. Send it again with the same id."))
    except web.HTTPException as error:
        if error.status < 400 or not request.path.startswith("/api/"):
            raise
        code = "not_found" if error.status == 404 else "invalid"
        also = {name: error.headers[name] for name in ("Allow", "Content-Range") if name in error.headers}
        return answer({"code": code, "error": error.reason}, error.status, also)
    except (ConnectionResetError, ConnectionAbortedError):
        raise
    except Exception:
        id = secrets.token_hex(6)
        log.exception("bug %s in %s %s", id, request.method, request.rel_url.raw_path)
        return answer({"code": "internal", "error": f"Something went wrong on our side ({id})."}, 500)


HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


async def harden(request: web.Request, response: web.StreamResponse) -> None:
    """Headers every answer carries unless its handler said otherwise."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers["Server"] = "Parley"
    if request.path.startswith("/api/"):
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
