"""Files: how large, of what type by content, under what name, and for whose eyes."""

import random
from urllib.parse import quote

import pytest

from server.files import INLINE, LARGEST, LINK_SECONDS, safe_name, type_of
from tests.centre import Answer, Centre, Json, Person, Socket

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\6\0\0\0\x1f\x15\xc4\x89"


@pytest.fixture
async def widget(centre: Centre) -> Json:
    return await centre.widget()


async def upload(centre: Centre, visitor: Socket, content: bytes = PNG, name: str = "cat.png") -> Answer:
    token = visitor.welcome["token"]
    return await centre.ask("POST", f"/api/v1/visitor/files?name={quote(name)}", raw=content, by=token)


async def got(centre: Centre, url: str, by: Person | str | None = None) -> Answer:
    return await centre.ask("GET", url, by=by)


async def test_a_visitors_file_reaches_the_agent(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann")
    id, visitor = await centre.given(widget, ann)
    file = (await upload(centre, visitor)).json
    assert (file["name"], file["size"], file["type"]) == ("cat.png", len(PNG), "image/png")
    await visitor.ask("message", {"id": "m2", "text": "", "files": [file["id"]]})
    seen = await visitor.until("event", lambda event: event.get("files"))
    assert (await got(centre, seen["files"][0]["url"])).body == PNG
    events = (await centre.api("GET", f"/conversations/{id}/events?after=4", by=ann))["events"]
    shown = await got(centre, events[0]["files"][0]["url"], by=ann)
    assert (shown.status, shown.body, shown.headers["Content-Type"]) == (200, PNG, "image/png")


async def test_an_agents_file_reaches_the_visitor(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann")
    id, visitor = await centre.given(widget, ann)
    file = (await centre.ask("POST", f"/api/v1/conversations/{id}/files?name=a.txt", raw=b"hello", by=ann)).json
    assert file["type"] == "text/plain"
    await centre.api(
        "POST", f"/conversations/{id}/messages", {"id": "m2", "text": "see", "files": [file["id"]]}, by=ann
    )
    seen = await visitor.until("event", lambda event: event.get("files"))
    answer = await got(centre, seen["files"][0]["url"])
    assert (answer.body, answer.headers["Content-Type"]) == (b"hello", "application/octet-stream")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert (await got(centre, f"/api/v1/files/{file['id']}", by=visitor.welcome["token"])).body == b"hello"


async def test_a_notes_file_stays_inside(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann")
    id, visitor = await centre.given(widget, ann)
    file = (await centre.ask("POST", f"/api/v1/conversations/{id}/files?name=a.txt", raw=b"secret", by=ann)).json
    note = {"id": "n1", "channel": "note", "text": "look", "files": [file["id"]]}
    await centre.api("POST", f"/conversations/{id}/messages", note, by=ann)
    assert (await got(centre, f"/api/v1/files/{file['id']}", by=visitor.welcome["token"])).status == 404


@pytest.mark.parametrize(("size", "status"), [(LARGEST - 1, 201), (LARGEST, 201), (LARGEST + 1, 413)])
async def test_the_limit_of_size(centre: Centre, widget: Json, size: int, status: int) -> None:
    visitor = await centre.visitor(widget)
    assert (await upload(centre, visitor, bytes(size))).status == status


async def test_an_empty_file_is_none(centre: Centre, widget: Json) -> None:
    visitor = await centre.visitor(widget)
    assert (await upload(centre, visitor, b"")).code == "invalid"


@pytest.mark.parametrize("owner", ["nobody", "another visitor", "another conversation", "not there"])
async def test_a_message_names_only_ones_own_files(centre: Centre, widget: Json, owner: str) -> None:
    visitor = await centre.visitor(widget)
    other = await centre.visitor(widget)
    file = (await upload(centre, other)).json["id"] if owner != "not there" else "fil_none"
    if owner == "another conversation":
        ann = await centre.agent("Ann")
        id, visitor = await centre.given(widget, ann)
        file = (await centre.ask("POST", f"/api/v1/conversations/{id}/files?name=a", raw=b"x", by=ann)).json["id"]
    ack = await visitor.ask("message", {"id": "m9", "text": "mine", "files": [file]})
    assert (ack["ok"], ack["code"]) == (False, "not_found")


async def test_a_message_that_is_sent_again_names_its_file_again(centre: Centre, widget: Json) -> None:
    visitor = await centre.visitor(widget)
    file = (await upload(centre, visitor)).json["id"]
    message = {"id": "m1", "text": "here", "files": [file]}
    assert await visitor.ask("message", message) == await visitor.ask("message", message)


async def test_uploading_needs_a_visitors_token(centre: Centre, widget: Json) -> None:
    ann = await centre.agent("Ann")
    assert (await centre.ask("POST", "/api/v1/visitor/files?name=a", raw=b"x")).status == 401
    assert (await centre.ask("POST", "/api/v1/visitor/files?name=a", raw=b"x", by=ann)).status == 401


async def test_a_visitor_uploads_only_so_often(centre: Centre, widget: Json) -> None:
    visitor = await centre.visitor(widget)
    statuses = [(await upload(centre, visitor, b"x")).status for _ in range(22)]
    assert statuses[:20] == [201] * 20
    assert statuses[-1] == 429


async def test_a_link_lives_five_minutes(centre: Centre, widget: Json) -> None:
    visitor = await centre.visitor(widget)
    url = (await upload(centre, visitor)).json["url"]
    centre.clock.pass_(seconds=LINK_SECONDS)
    assert (await got(centre, url)).status == 200
    centre.clock.pass_(seconds=1)
    assert (await got(centre, url)).status == 401


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("cat.png", "cat.png"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a\r\nSet-Cookie: x=1", "aSet-Cookie: x=1"),
        ("a\0b\x1b[31m\u2028c\u202egpj.exe", "ab[31mcgpj.exe"),
        ("..", "file"),
        (" . ", "file"),
        ("", "file"),
        ("/", "file"),
        ('say "hi";.txt', 'say "hi";.txt'),
        ("żółw 🐢.pdf", "żółw 🐢.pdf"),
        ("x" * 500, "x" * 120),
        ("\ud800.txt", "txt"),
    ],
)
def test_names_are_fit_for_headers_and_screens(given: str, kept: str) -> None:
    assert safe_name(given) == kept


@pytest.mark.parametrize(
    ("head", "type_", "inline"),
    [
        (PNG, "image/png", True),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01", "image/jpeg", True),
        (b"GIF89a\1\0\1\0\0\0\0;", "image/gif", True),
        (b"RIFF\x24\0\0\0WEBPVP8 ", "image/webp", True),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", None, False),
        (b"<!doctype html><script>alert(1)</script>", None, False),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", None, False),
        (b"plain words, \xc5\xbc", "text/plain", False),
        (b"\x00\x01\x02\xff", "application/octet-stream", False),
    ],
)
def test_the_type_is_found_in_the_content(head: bytes, type_: str | None, inline: bool) -> None:
    found = type_of(head)
    assert (found in INLINE) is inline
    assert type_ in (None, found)


def test_whatever_the_content_a_type_is_found() -> None:
    """Heads cut short, mixed and mutated: some file is always one of these."""
    chance = random.Random(7)
    heads = [
        PNG,
        b"GIF89a",
        b"%PDF-1.7",
        b"PK\3\4",
        b"\xff\xd8\xff",
        b"RIFF\0\0\0\0WEBP",
        b"<?xml version='1.0'?>",
        b"MZ",
    ]
    for _ in range(3000):
        head = bytearray(chance.choice(heads) + chance.randbytes(chance.randrange(64)))
        for _ in range(chance.randrange(4)):
            head[chance.randrange(len(head))] = chance.randrange(256)
        assert "/" in type_of(bytes(head[: chance.randrange(1, len(head) + 1)]))
