"""What a browser is shown where there is nothing: a sentence in its language, and the way back. Programs keep their plain answers."""

from base64 import b64encode
from hashlib import sha256
from http import HTTPStatus

from aiohttp import web
from aiohttp.typedefs import Handler

from server.pages import SHELLS, locale_of, shells, theme_of

WORDS = {
    "en": (
        "Nothing here",
        "There is no page at this address. It may have moved, or the link is cut short.",
        "To the workspace",
    ),
    "pl": (
        "Nic tu nie ma",
        "Pod tym adresem nie ma strony. Może została przeniesiona albo odnośnik jest ucięty.",
        "Do panelu",
    ),
    "it": (
        "Qui non c’è nulla",
        "A questo indirizzo non c’è alcuna pagina. Forse è stata spostata o il link è incompleto.",
        "Al pannello",
    ),
    "ru": (
        "Здесь ничего нет",
        "По этому адресу нет страницы. Возможно, её перенесли или ссылка обрезана.",
        "В рабочее место",
    ),
}
"""Title, sentence and link, in each language."""

STYLE = (SHELLS / "missing.css").read_text()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{b64encode(sha256(STYLE.encode()).digest()).decode()}'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@web.middleware
async def missing_pages(request: web.Request, handler: Handler) -> web.StreamResponse:
    """The page instead of the bare 404, to whoever asks for a page."""
    try:
        return await handler(request)
    except web.HTTPNotFound:
        if request.method != "GET" or "text/html" not in request.headers.get("Accept", "") or _is_for_programs(request):
            raise
        return _page(request)


def _is_for_programs(request: web.Request) -> bool:
    return request.path.startswith(("/api/", "/assets/", "/socket/"))


def _is_for_visitors(request: web.Request) -> bool:
    return request.path.startswith(("/p/", "/panel/", "/w/", "/demo"))


def _page(request: web.Request) -> web.Response:
    locale = locale_of(request)
    title, sentence, link = WORDS[locale]
    html = shells.get_template("missing.html").render(
        locale=locale,
        theme=theme_of(request),
        style=STYLE,
        title=title,
        sentence=sentence,
        link="" if _is_for_visitors(request) else link,
    )
    headers = {"Content-Security-Policy": POLICY, "Cache-Control": "no-store"}
    return web.Response(text=html, content_type="text/html", status=HTTPStatus.NOT_FOUND, headers=headers)
