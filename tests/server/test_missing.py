"""Where there is nothing a person reads a page in their language, and a program gets the answer it had."""

import pytest

from server.missing import STYLE
from tests.centre import Centre

BROWSER = {"Accept": "text/html,application/xhtml+xml", "Accept-Language": "ru-RU,en;q=0.5"}


@pytest.mark.parametrize("path", ["/nowhere", "/p/nowhere", "/p/<script>alert(1)</script>"])
async def test_a_person_reads_a_page_and_an_agent_finds_the_way_back(centre: Centre, path: str) -> None:
    async with centre.http.get(f"{centre.url}{path}", headers=BROWSER) as answer:
        html = await answer.text()
    assert (answer.status, answer.content_type) == (404, "text/html")
    assert "Здесь ничего нет" in html
    assert ('href="/workspace"' in html) == (path == "/nowhere")
    assert f"<style>{STYLE}</style>" in html
    assert "alert" not in html
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src 'sha256-")


@pytest.mark.parametrize("path", ["/nowhere", "/api/v1/nowhere", "/assets/widgets/nowhere.js"])
async def test_a_program_is_not(centre: Centre, path: str) -> None:
    headers = BROWSER if path != "/nowhere" else {}
    async with centre.http.get(f"{centre.url}{path}", headers=headers) as answer:
        assert answer.status == 404
        assert answer.content_type != "text/html"
