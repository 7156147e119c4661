"""What is kept of a page's address, as a table."""

import pytest

from domain.web_pages import LONGEST, campaign, cleaned, without_query


@pytest.mark.parametrize(
    ("url", "kept"),
    [
        ("https://shop.example/pots/red-glazed-pot", "https://shop.example/pots/red-glazed-pot"),
        ("http://shop.example:8080/?page=2&q=red+pot", "http://shop.example:8080/?page=2&q=red+pot"),
        ("https://vera:secret@shop.example/a#access_token=1", "https://shop.example/a"),
        ("https://shop.example/a?token=abc&session=1&email=a%40b.example&code=1", "https://shop.example/a"),
        ("https://shop.example/a?id=" + "a1" * 20, "https://shop.example/a"),
        ("https://shop.example/a?q=vera%40mail.example", "https://shop.example/a"),
        ("https://shop.example/reset/Zm9vYmFyYmF6cXV4MTIzNDU2", "https://shop.example/reset/…"),
        ("https://shop.example/o/0b0c9f6e-7d0e-4b61-9d0a-0c6f5c6d7e8f/x", "https://shop.example/o/…/x"),
        ("https://shop.example/u/vera%40mail.example", "https://shop.example/u/…"),
        ("https://shop.example/parcel/123456789012", "https://shop.example/parcel/…"),
        ("https://shop.example/zażółć", "https://shop.example/za%C5%BC%C3%B3%C5%82%C4%87"),
        ("javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("https://", ""),
        ("https://[half", ""),
        ("https://shop.example:port/", ""),
        ("", ""),
    ],
)
def test_kept(url: str, kept: str) -> None:
    assert cleaned(url) == kept


def test_never_long() -> None:
    assert len(cleaned("https://shop.example/" + "a/" * 5000)) == LONGEST


def test_referrer_and_campaign() -> None:
    assert without_query("https://search.example/find?q=pots") == "https://search.example/find"
    url = "https://shop.example/?utm_source=letter&utm_campaign=Spring+2026&utm_term=a%40b.example&utm_x=1&utm_medium="
    assert campaign(url) == {"utm_source": "letter", "utm_campaign": "Spring 2026"}
    assert campaign("https://[half") == {}
