"""Names in braces become what they stand for once, and nothing else happens."""

import html

import pytest

from domain.templates import LONGEST_VALUE, NAMES, filled, without_gaps

VALUES = {
    "first name": "Ada",
    "name": "Ada Lovelace",
    "agent": "Ann",
    "email": "ada@mail.example",
    "customer.Size": "L",
}


@pytest.mark.parametrize(
    ("text", "expected", "missing"),
    [
        ("Hello {first name},", "Hello Ada,", ()),
        ("{name} <{email}>", "Ada Lovelace <ada@mail.example>", ()),
        ("{first name}{first name}", "AdaAda", ()),
        ("Case {case} in {queue}, {case}", "Case {case} in {queue}, {case}", ("case", "queue")),
        ("{{7*7}} {7*7} {{ 7*7 }}", "{{7*7}} {7*7} {{ 7*7 }}", ()),
        ("{Agent} { agent } {agent.name} {agent!r}", "{Agent} { agent } {agent.name} {agent!r}", ()),
        ("{{agent}}", "{Ann}", ()),
        ("{customer.Size} {customer.Colour}", "L {customer.Colour}", ("customer.Colour",)),
        ("{customer.} {customer.a{b}}", "{customer.} {customer.a{b}}", ()),
        ("{", "{", ()),
        ("%s {0} ${agent} #{name}", "%s {0} $Ann #Ada Lovelace", ()),
        ("", "", ()),
    ],
)
def test_filled(text: str, expected: str, missing: tuple[str, ...]) -> None:
    done = filled(text, VALUES)
    assert (done.text, done.missing) == (expected, missing)


@pytest.mark.parametrize("value", ["{agent}", "{{7*7}}", "{name}", "${agent}", "\\g<0>", "\\1"])
def test_a_value_is_not_looked_into(value: str) -> None:
    assert filled("Hello {name}, {agent}", {"name": value, "agent": "Ann"}).text == f"Hello {value}, Ann"


def test_values_are_lines_of_bounded_length() -> None:
    done = filled("Dear {name}.", {"name": "Ada\r\nBcc: eve@evil.example\x00\u202e" + "x" * 1000})
    assert "\n" not in done.text
    assert "\r" not in done.text
    assert "\u202e" not in done.text
    assert len(done.text) <= LONGEST_VALUE + len("Dear .")


def test_values_are_escaped_for_where_they_go() -> None:
    done = filled("<b>{name}</b>", {"name": "<script>alert(1)</script>"}, html.escape)
    assert done.text == "<b>&lt;script&gt;alert(1)&lt;/script&gt;</b>"


def test_a_value_of_nothing_to_see_is_missing() -> None:
    assert filled("{name}", {"name": " \n\u200f"}).missing == ("name",)


def test_what_nobody_will_fill_in_leaves_no_gap() -> None:
    assert without_gaps("Hello {first name}, we have {subject}!") == "Hello, we have!"
    assert without_gaps(" ".join(f"{{{name}}}" for name in NAMES)).strip() == ""
    assert without_gaps("{{7*7}} , please") == "{{7*7}}, please"
