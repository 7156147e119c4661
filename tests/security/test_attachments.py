"""What others upload: whose eyes it is for, and that no browser runs it."""

from urllib.parse import quote, unquote

import pytest

from server.files import LINK_SECONDS, FileShelf
from tests.centre import Answer, Centre, Person
from tests.security.world import World

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0"
SCRIPT = b"<script>alert(1)</script>"
CONTENTS = {
    "page.html": b"<!doctype html>" + SCRIPT,
    "picture.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'></svg>",
    "picture2.svg": b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
    "page.xhtml": b"<html xmlns='http://www.w3.org/1999/xhtml'>" + SCRIPT + b"</html>",
    "style.xml": b"<?xml-stylesheet href='javascript:alert(1)'?><a/>",
    "script.js": b"alert(1)",
    "page.mht": b"MIME-Version: 1.0\r\nContent-Type: multipart/related\r\n\r\n" + SCRIPT,
    "paper.pdf": b"%PDF-1.7\n/JS (app.alert(1))",
    "archive.jar": b"PK\3\4\x14\0\0\0\x08\0",
    "program.exe": b"MZ\x90\0\3\0\0\0",
    "flash.swf": b"FWS\x05\x10\0\0\0",
    "bom.html": b"\xef\xbb\xbf<html>" + SCRIPT,
    "utf16.html": "\ufeff<script>alert(1)</script>".encode("utf-16"),
    "utf7.html": b"+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "empty lines.html": b"\n\n\n\n" + SCRIPT,
}
POLYGLOTS = {
    "gif.html": b"GIF89a/*\x01\x00*/=1;" + SCRIPT,
    "png.html": PNG + SCRIPT,
    "jpeg.svg": b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1<svg onload=alert(1)>",
    "webp.js": b"RIFF\x24\0\0\0WEBPVP8 */alert(1)",
}
NAMES = [
    "../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "/etc/passwd",
    "C:\\x.txt",
    'a";filename="b.html',
    "a\r\nContent-Type: text/html\r\n\r\n<script>",
    "a\nb.txt",
    "a\0.png.html",
    "evil\u202egpj.exe",
    "\u2028\u2029",
    "<img src=x onerror=alert(1)>.png",
    "%2e%2e%2fpasswd",
    "con.txt",
    ".htaccess",
    "-rf",
    "x" * 250,
    "żółw.pdf",
    "",
]


@pytest.fixture
def agent(world: World) -> Person:
    agent = world.people["agent"]
    assert agent is not None
    return agent


async def fetched(world: World, file: str) -> Answer:
    return await world.centre.ask("GET", f"/api/v1/files/{file}", by=world.people["agent"])


def runs_nothing(answer: Answer) -> None:
    """The headers without which a browser might take bytes for a page."""
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("name", CONTENTS)
async def test_what_could_run_is_downloaded(world: World, name: str) -> None:
    file = await world.file(await world.conversation(world.own), content=CONTENTS[name], name=name)
    answer = await fetched(world, file)
    assert answer.body == CONTENTS[name]
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    runs_nothing(answer)


@pytest.mark.parametrize("name", POLYGLOTS)
async def test_a_picture_with_a_script_in_it_is_a_picture(world: World, name: str) -> None:
    answer = await fetched(
        world, await world.file(await world.conversation(world.own), content=POLYGLOTS[name], name=name)
    )
    assert answer.headers["Content-Type"] in (
        "image/gif",
        "image/png",
        "image/jpeg",
        "image/webp",
        "application/octet-stream",
    )
    runs_nothing(answer)


@pytest.mark.parametrize("name", NAMES)
async def test_names_are_data(world: World, agent: Person, name: str) -> None:
    id = await world.conversation(world.own)
    path = f"/api/v1/conversations/{id}/files?name={quote(name)}"
    made = await world.centre.ask("POST", path, raw=b"words", by=agent)
    assert made.status == 201
    shown = made.json["name"]
    assert 0 < len(shown) <= 120
    assert not set(shown) & {"/", "\\", "\r", "\n", "\0", "\u202e", "\u2028"}
    answer = await fetched(world, made.json["id"])
    disposition = answer.headers["Content-Disposition"]
    assert answer.headers["Content-Type"] == "application/octet-stream"
    assert disposition.startswith('attachment; filename="')
    assert disposition.count('"') == 2
    assert unquote(disposition.partition("UTF-8''")[2]) == shown
    assert made.json["id"].startswith("fil_"), "kept under a name of our own"


async def test_a_name_too_long_is_refused(world: World, agent: Person) -> None:
    id = await world.conversation(world.own)
    answer = await world.centre.ask("POST", f"/api/v1/conversations/{id}/files?name={'x' * 257}", raw=b"x", by=agent)
    assert answer.code == "invalid"


async def test_forged_and_old_links_open_nothing(world: World) -> None:
    centre = world.centre
    file, other = [await world.file(None, visitor="vis_ann") for _ in range(2)]
    good = centre.parley.files.link(file, "vis_ann")
    query = good.partition("?visitor=vis_ann&")[2]
    expires, signature = (part.partition("=")[2] for part in query.split("&"))
    forged = [
        f"/api/v1/files/{file}?{query}",
        f"/api/v1/files/{file}?visitor=vis_ben&{query}",
        f"/api/v1/files/{other}?visitor=vis_ann&{query}",
        f"/api/v1/files/{file}?visitor=vis_ann&expires={int(expires) + 1}&signature={signature}",
        f"/api/v1/files/{file}?visitor=vis_ann&expires=%2B{expires}&signature={signature}",
        f"/api/v1/files/{file}?visitor=vis_ann&expires=0{expires}&signature={signature[:-1]}",
        f"/api/v1/files/{file}?visitor=vis_ann&expires={expires}&signature={signature[:-1]}",
        f"/api/v1/files/{file}?visitor=vis_ann&expires={expires}&signature=",
        f"/api/v1/files/{file}?visitor=vis_ann&expires={expires}",
        f"/api/v1/files/{file}?visitor=vis_ann&signature={signature}",
        f"/api/v1/files/{file}?visitor=vis_ann&expires=99999999999&signature={signature}",
        f"/api/v1/files/{file}?visitor=vis_ann&expires={expires}&signature={'0' * 40}",
        f"/api/v1/files/{file}?visitor=vis_ann&expires={expires}&expires={expires}&signature={signature}",
        f"/api/v1/files/{file}",
    ]
    for url in forged:
        answer = await centre.ask("GET", url)
        assert answer.status in (400, 401), url
        assert b"words" not in answer.body
    assert (await centre.ask("GET", good)).status == 200
    centre.clock.pass_(seconds=LINK_SECONDS + 1)
    assert (await centre.ask("GET", good)).status == 401


async def test_a_link_opens_only_what_its_visitor_may_see(world: World) -> None:
    note = await world.file(await world.conversation(world.own))
    link = world.centre.parley.files.link(note, "vis_ann")
    assert (await world.centre.ask("GET", link)).status == 404


async def test_links_notice_a_missing_guard(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(FileShelf, "link_holds", lambda shelf, id, visitor, expires, signature: True)
    file = await world.file(None, visitor="vis_ann")
    assert (await world.centre.ask("GET", f"/api/v1/files/{file}?visitor=vis_ann")).status == 200


async def test_files_are_for_who_sees_their_conversation(world: World, agent: Person) -> None:
    own = await world.file(await world.conversation(world.own))
    foreign = await world.file(await world.conversation(world.foreign))
    unsent = await world.file(None, agent="agt_other")
    ask = world.centre.ask
    assert (await ask("GET", f"/api/v1/files/{own}", by=agent)).status == 200
    for file in (foreign, unsent, "fil_none"):
        assert (await ask("GET", f"/api/v1/files/{file}", by=agent)).status == 404
    for file in (own, foreign, unsent):
        assert (await ask("GET", f"/api/v1/files/{file}")).status == 401


async def test_visitors_see_only_what_was_said_to_them(centre: Centre, world: World) -> None:
    widget = await centre.widget(world.own)
    id, visitor = await centre.conversation(widget)
    stranger = await centre.visitor(widget)
    uploaded = await centre.ask("POST", "/api/v1/visitor/files?name=a", raw=b"x", by=visitor.welcome["token"])
    file = uploaded.json["id"]
    await visitor.ask("message", {"id": "m2", "text": "", "files": [file]})
    unsent = await world.file(id)
    cases = [(visitor, file, 200), (visitor, unsent, 404), (stranger, file, 404), (stranger, unsent, 404)]
    for tab, one, status in cases:
        assert (await centre.ask("GET", f"/api/v1/files/{one}", by=tab.welcome["token"])).status == status
