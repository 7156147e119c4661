"""A mail's HTML over HTTP: who may see it, what is left of it, and what its images' links do and do not open."""

import re
from base64 import b64decode, b64encode
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest

from server.outbound import anywhere, from_this_machine
from tests.centre import Centre, Person
from tests.security.test_outbound import Inside, inside

GIF = b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")
PNG = b64decode("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(2)</script></svg>'


def letter(html: str, **parts: bytes) -> bytes:
    """A mail with HTML and, by content id, files that it shows."""
    head = (
        "From: Ann <ann@example.org>\r\nTo: help@shop.example\r\nSubject: Parcel\r\nMessage-ID: <1@example.org>\r\n"
        "Date: Sat, 21 Nov 2026 11:00:00 +0000\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="x"\r\n\r\n'
    )
    text = f"--x\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n{_base64(html.encode())}\r\n"
    files = "".join(
        f"--x\r\nContent-Type: image/png\r\nContent-ID: <{cid}>\r\nContent-Disposition: inline; filename={cid}.png\r\n"
        f"Content-Transfer-Encoding: base64\r\n\r\n{_base64(content)}\r\n"
        for cid, content in parts.items()
    )
    return f"{head}{text}{files}--x--\r\n".encode()


def _base64(content: bytes) -> str:
    lines = b64encode(content).decode()
    return "\r\n".join(lines[start : start + 76] for start in range(0, len(lines), 76))


@pytest.fixture
async def admin(centre: Centre) -> Person:
    await centre.mailbox("help@shop.example")
    return await centre.agent("Admin", "administrator")


async def shown(centre: Centre, admin: Person, html: str, **parts: bytes) -> str:
    """Where the page of a new mail is."""
    headers = {"Content-Type": "message/rfc822"}
    answer = await centre.ask(
        "POST", "/api/v1/mail/import?wait=1", raw=letter(html, **parts), by=admin, headers=headers
    )
    assert answer.status == 201, answer.body
    return str(answer.json["email"]["html_url"])


def sources(page: bytes) -> list[str]:
    """Where the images of a page are."""
    return [unescape(found) for found in re.findall(r'<img[^>]* src="([^"]*)"', page.decode())]


# The page


async def test_the_page_is_clean_and_runs_and_loads_nothing(centre: Centre, admin: Person) -> None:
    html = (
        '<p onclick="alert(1)">Hello <script>alert(2)</script><b>there</b></p><a href="https://example.org/a">link</a>'
        '<img src="http://pixel.example/open.gif?id=1" alt="seen"><iframe src="//evil.example"></iframe>'
        '<form action="//evil.example"><input name=q></form><meta http-equiv=refresh content="0;url=//evil.example">'
        '<style>body{background:url(//evil.example)}</style><link rel=stylesheet href="//evil.example">'
    )
    page = await centre.ask("GET", await shown(centre, admin, html), by=admin)
    assert (page.status, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    policy = dict(part.strip().split(" ", 1) for part in page.headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "img-src": "http://parley.example data:",
        "style-src": "'unsafe-inline'",
        "form-action": "'none'",
        "base-uri": "'none'",
        "sandbox": "allow-popups allow-popups-to-escape-sandbox",
        "frame-ancestors": "'self'",
    }
    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["Cache-Control"] == "no-store"
    assert page.headers["X-Remote-Images"] == "1"
    text = page.body.decode()
    body = text.partition("<body>")[2]
    assert "<b>there</b>" in body
    assert 'href="https://example.org/a"' in body
    assert 'target="_blank"' in body
    assert "noopener" in body
    assert 'data-remote-src="http://pixel.example/open.gif?id=1"' in body
    assert sources(page.body) == []
    for bad in ("alert", "onclick", "<script", "<iframe", "<form", "<input", "evil.example", "<link", "http-equiv"):
        assert bad not in body, bad
    assert "{" not in body
    assert "color-scheme: only light" in text


async def test_only_who_sees_its_conversation_sees_a_mail(centre: Centre, admin: Person) -> None:
    own, foreign = await centre.queue("Own"), await centre.queue("Foreign")
    mailbox = next(centre.parley.directory.all("mailboxes"))
    await centre.parley.directory.change("mailboxes", mailbox["_id"], {"queue": foreign})
    path = await shown(centre, admin, "<p>words</p>")
    ann = await centre.agent("Ann", queues=[foreign])
    bob = await centre.agent("Bob", queues=[own])
    none = await centre.agent("None", await centre.role("None", []))
    assert (await centre.ask("GET", path, by=ann)).status == 200
    assert (await centre.ask("GET", path, headers={"Cookie": f"parley_session={ann.token}"})).status == 200
    for who, status in ((bob, 404), (none, 403), (None, 401)):
        answer = await centre.ask("GET", path, by=who)
        assert (answer.status, b"words" in answer.body) == (status, False)
    assert (await centre.ask("GET", "/mail/eml_none/body", by=admin)).status == 404
    assert (await centre.ask("GET", f"{path}?images=2", by=admin)).status == 200
    assert (await centre.ask("GET", f"{path}?images=10", by=admin)).status == 400


async def test_html_that_cannot_be_cleaned_is_said_to_be_so(
    centre: Centre, admin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = await shown(centre, admin, "<p>words</p>")
    monkeypatch.setattr(centre.parley.parsers, "_wall_seconds", 0.0)
    page = await centre.ask("GET", path, by=admin)
    assert page.status == 200
    assert b"cannot be shown" in page.body
    assert b"words" not in page.body


# Images that came with the mail


async def test_its_own_images_are_found_without_a_cookie_for_five_minutes(centre: Centre, admin: Person) -> None:
    page = await centre.ask("GET", await shown(centre, admin, '<img src="cid:logo">', logo=PNG), by=admin)
    [link] = sources(page.body)
    image = await centre.ask("GET", link)
    assert (image.status, image.body, image.headers["Content-Type"]) == (200, PNG, "image/png")
    assert image.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
    assert "sandbox" in image.headers["Content-Security-Policy"]
    assert image.headers["X-Content-Type-Options"] == "nosniff"
    centre.clock.pass_(seconds=300)
    assert (await centre.ask("GET", link)).status == 200
    centre.clock.pass_(seconds=1)
    late = await centre.ask("GET", link)
    assert (late.status, late.code) == (403, "forbidden")


async def test_a_link_opens_only_what_it_was_made_for(centre: Centre, admin: Person) -> None:
    page = await centre.ask(
        "GET", await shown(centre, admin, '<img src="cid:a"><img src="cid:b">', a=PNG, b=GIF), by=admin
    )
    first, second = sources(page.body)
    (path, query), (other, other_query) = first.split("?"), second.split("?")
    expires, signature = re.findall(r"expires=(\d+)&signature=(\w+)", query)[0]
    remote = quote("http://127.0.0.1/", safe="")
    visitors = centre.parley.files.link(path.rpartition("/")[2], "vis_1").partition("?")[2]
    for bad in (
        *(path, f"{path}?{other_query}", f"{other}?{query}", path.replace("eml_", "eml_0") + f"?{query}"),
        *(
            f"{path}?expires={int(expires) + 1}&signature={signature}",
            f"{path}?expires={expires}&signature={signature}0",
        ),
        *(f"{path}?expires=&signature={signature}", f"{path}?expires=-1&signature={signature}"),
        *(f"{path}?expires=1²&signature={signature}", f"{path}?expires={expires}&signature=%ff%fe"),
        *(f"{path}?expires={expires}", f"/mail/image?url={remote}&{query}", f"/mail/image?{query}"),
        *(f"{path}?{query}&{query}", f"{path}?{visitors}"),
    ):
        assert (await centre.ask("GET", bad)).status in (400, 403), bad
    assert (await centre.ask("GET", first)).body == PNG
    assert (await centre.ask("GET", second)).body == GIF


async def test_what_only_calls_itself_an_image_is_not_shown(centre: Centre, admin: Person) -> None:
    page = await centre.ask("GET", await shown(centre, admin, '<img src="cid:logo">', logo=SVG), by=admin)
    [link] = sources(page.body)
    answer = await centre.ask("GET", link)
    assert (answer.status, b"svg" in answer.body) == (404, False)


# Images from elsewhere


@pytest.fixture
def site(centre: Centre) -> Any:
    """Let the outbound client ask loopback, which stands for the internet here."""
    centre.parley.outbound._allowed = anywhere
    centre.parley.outbound._lookup = from_this_machine
    return None


def image(content: bytes, kind: str = "image/gif", status: str = "200 OK") -> bytes:
    head = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(content)}\r\nConnection: close\r\n\r\n"
    return head.encode() + content


async def remote(centre: Centre, admin: Person, listener: Inside, path: str = "a.gif?x=1&amp;y=é") -> str:
    """The link under which our page shows a remote image."""
    html = f'<p title="a &quot; b"><img alt="1 > 0" src="http://127.0.0.1:{listener.port}/{path}" width="5"></p>'
    page = await centre.ask("GET", f"{await shown(centre, admin, html)}?images=1", by=admin)
    [link] = sources(re.sub(rb' alt="[^"]*"', b"", page.body))
    assert link.startswith("/mail/image?url=http")
    assert b"data-remote-src" not in page.body.partition(b"<body>")[2]
    return link


@pytest.mark.usefixtures("site")
async def test_a_remote_image_comes_through_us_once_it_is_asked_for(centre: Centre, admin: Person) -> None:
    async with inside() as listener:
        listener.answer = image(GIF, "text/html")
        link = await remote(centre, admin, listener)
        assert listener.connections == 0, "making the page asks nobody"
        answer = await centre.ask("GET", link, headers={"Cookie": "a=b", "Referer": "http://parley.example/workspace"})
        assert (answer.status, answer.body, answer.headers["Content-Type"]) == (200, GIF, "image/gif")
        assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        asked = listener.heard[0].decode()
        assert asked.startswith("GET /a.gif?x=1&y=%C3%A9 HTTP/1.1\r\n")
        assert not re.search(r"(?im)^(?:cookie|referer|x-forwarded-for|forwarded|authorization):", asked)
        centre.clock.pass_(seconds=301)
        assert (await centre.ask("GET", link)).status == 403
        assert listener.connections == 1


async def test_an_image_of_our_own_network_is_not_fetched(centre: Centre, admin: Person) -> None:
    async with inside() as listener:
        listener.answer = image(GIF)
        link = await remote(centre, admin, listener)
        answer = await centre.ask("GET", link)
        assert (answer.status, answer.code) == (404, "not_found")
        assert listener.connections == 0
        centre.parley.outbound._allowed = anywhere
        assert (await centre.ask("GET", link)).body == GIF, "control"


@pytest.mark.usefixtures("site")
@pytest.mark.parametrize(
    ("content", "kind", "status", "passes"),
    [
        (GIF, "image/gif", "200 OK", "image/gif"),
        (PNG, "application/octet-stream", "200 OK", "image/png"),
        (b"\xff\xd8\xff\xe0" + b"x" * 20, "image/svg+xml", "200 OK", "image/jpeg"),
        (b"RIFF1234WEBPVP8 ", "image/webp", "200 OK", "image/webp"),
        (SVG, "image/svg+xml", "200 OK", None),
        (SVG, "image/png", "200 OK", None),
        (b"<html><script>alert(1)</script>", "image/gif", "200 OK", None),
        (b"  " + GIF, "image/gif", "200 OK", None),
        (b"", "image/gif", "200 OK", None),
        (b"BM" + b"x" * 60, "image/bmp", "200 OK", None),
        (GIF, "image/gif", "404 Not Found", None),
        (GIF + b"x" * (5 * 2**20 - len(GIF)), "image/gif", "200 OK", "image/gif"),
        (GIF + b"x" * (5 * 2**20 - len(GIF) + 1), "image/gif", "200 OK", None),
    ],
    ids=range(13),
)
async def test_only_images_by_content_pass(
    centre: Centre, admin: Person, content: bytes, kind: str, status: str, passes: str | None
) -> None:
    async with inside() as listener:
        listener.answer = image(content, kind, status)
        answer = await centre.ask("GET", await remote(centre, admin, listener))
    assert answer.status == (200 if passes else 404)
    if passes:
        assert answer.headers["Content-Type"] == passes
        assert answer.body == content
    else:
        assert content[:20] not in answer.body or not content


async def test_so_many_remote_images_and_no_more(centre: Centre, admin: Person) -> None:
    html = "".join(f'<img src="https://pictures.example/{number}.gif">' for number in range(101))
    page = await centre.ask("GET", f"{await shown(centre, admin, html)}?images=1", by=admin)
    assert len(sources(page.body)) == 100
    assert page.headers["X-Remote-Images"] == "101"


async def test_what_looks_like_an_image_in_words_stays_words(centre: Centre, admin: Person) -> None:
    """What is put in place of an address must not be led into text or another attribute."""
    tricks = (
        '&lt;img data-remote-src="http://a.example"&gt;',
        "<p title='<img data-remote-src=\"http://a.example\">'>t</p>",
        '<img alt=\'" data-remote-src="http://a.example\' src="cid:none">',
        '<img data-remote-src="http://a.example">',
    )
    page = await centre.ask("GET", f"{await shown(centre, admin, ''.join(tricks))}?images=1", by=admin)
    assert sources(page.body) == []
    assert b"/mail/image" not in page.body
    assert page.headers["X-Remote-Images"] == "0"
