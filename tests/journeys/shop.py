"""A shop that is not ours: pages on another origin that carry the widget under the strictest policy that lets it work."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import web

HOST = "shop.test"
PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>{title}</title><meta name="viewport" content="width=device-width"></head>
<body><main><h1>{title}</h1><p>Pots, seeds and good soil.</p>
<nav><a href="/">Shop</a> <a href="/orders">Orders</a></nav></main>
<script async src="{public_url}/w/{key}.js"></script>
</body></html>"""


@dataclass
class Shop:
    """Where the shop is, and what its pages complained about."""

    url: str
    violations: list[str] = field(default_factory=list)


def policy(public_url: str) -> str:
    """A content security policy that allows our two directives and nothing else, with Trusted Types."""
    return (
        f"default-src 'none'; script-src {public_url}; frame-src {public_url}; require-trusted-types-for 'script'; "
        "trusted-types; base-uri 'none'; form-action 'none'; report-uri /violation"
    )


@asynccontextmanager
async def open_shop(public_url: str, key: str) -> AsyncIterator[Shop]:
    """Serve the shop on a free port until the block ends."""
    shop = Shop("")

    async def page(request: web.Request) -> web.Response:
        title = "Orders" if request.path == "/orders" else "Shop"
        body = PAGE.format(title=title, public_url=public_url, key=key)
        headers = {"Content-Security-Policy": policy(public_url)}
        return web.Response(text=body, content_type="text/html", headers=headers)

    async def violation(request: web.Request) -> web.Response:
        shop.violations.append(await request.text())
        return web.Response(status=204)

    app = web.Application()
    app.add_routes([web.get("/", page), web.get("/orders", page), web.post("/violation", violation)])
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    try:
        shop.url = f"http://{HOST}:{runner.addresses[0][1]}"
        yield shop
    finally:
        await runner.cleanup()
