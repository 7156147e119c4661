"""The widget's words: Fluent files on the server become plain strings for the browser.

A message is sent as text with ``{name}`` gaps, or, where it depends on a count, as one text per plural category, so the
widget needs no Fluent, only ``Intl.PluralRules``.
"""

from functools import cache
from pathlib import Path
from typing import Any

from fluent.syntax import FluentParser, ast

from server.visitors.greetings import GREETINGS, nameless

LOCALES = Path(__file__).resolve().parents[2] / "widgets" / "locales"
Text = str | dict[str, str]


def plain(pattern: ast.Pattern) -> str:
    """A pattern without plurals: its words, with ``{name}`` for each variable."""
    return "".join(piece(element) for element in pattern.elements)


def piece(element: ast.TextElement | ast.Placeable) -> str:
    """One stretch of a pattern. Only words and variables are used in the widget's files; anything else is a mistake."""
    match element:
        case ast.TextElement(value=value):
            return str(value)
        case ast.Placeable(expression=ast.VariableReference(id=ast.Identifier(name=name))):
            return f"{{{name}}}"
    raise ValueError(f"the widget's texts may hold words and variables, not {element}")


def text(pattern: ast.Pattern) -> Text:
    """A pattern as the browser gets it: a string, or one per plural category."""
    match pattern.elements:
        case [ast.Placeable(expression=ast.SelectExpression(variants=variants))]:
            return {variant_name(variant): plain(variant.value) for variant in variants}
    return plain(pattern)


def variant_name(variant: ast.Variant) -> str:
    """The plural category of a variant: one, few, many, other."""
    match variant.key:
        case ast.Identifier(name=name):
            return str(name)
    raise ValueError("the widget's plurals are told apart by category, not by number")


@cache
def catalogue(locale: str) -> dict[str, Text]:
    """Every text of one language by its name."""
    resource = FluentParser().parse((LOCALES / f"{locale}.ftl").read_text(encoding="utf-8"))
    broken = [entry.content for entry in resource.body if isinstance(entry, ast.Junk)]
    if broken:
        raise ValueError(f"widgets/locales/{locale}.ftl cannot be read near: {broken[0]}")
    return {
        entry.id.name: text(entry.value) for entry in resource.body if isinstance(entry, ast.Message) and entry.value
    }


@cache
def languages() -> tuple[str, ...]:
    """The languages there are files for."""
    return tuple(sorted(file.stem for file in LOCALES.glob("*.ftl")))


BY_EMAIL = "-by-email"
"""Ends the name of the words that take another's place where an answer can come by email: nothing is promised that cannot be kept."""


def texts_for(widget: dict[str, Any], locale: str, *, by_email: bool = False) -> dict[str, Text]:
    """The widget's words in ``locale``; its own texts win over ours, English fills what a language has not."""
    known = catalogue(locale) if locale in languages() else {}
    ours = {**catalogue("en"), **known}
    promised = {name.removesuffix(BY_EMAIL): ours.pop(name) for name in list(ours) if name.endswith(BY_EMAIL)}
    own = {
        name: words
        for name, value in widget["texts"].get(locale, {}).items()
        if (words := nameless(value) if name in GREETINGS else value)
    }
    return {**ours, **(promised if by_email else {}), **own}


CALL = "call-"
"""Begins the names of the words that only calls need; they are sent when there is one."""
OF_CALLS = (CALL, "line-Call", "line-Voicemail")
ENTRANCE = "call-open"
PROVE = "prove"
"""The way in to proving an address by a code; where no mail can be sent there is none. Its other words are sent when it is used."""


def panel_texts(widget: dict[str, Any], locale: str, *, by_email: bool = False) -> dict[str, Text]:
    """The words a panel starts with: of calls only the way in and their traces in a conversation, where one can call."""
    texts = texts_for(widget, locale, by_email=by_email)
    texts = {name: text for name, text in texts.items() if not name.startswith(PROVE) or (by_email and name == PROVE)}
    if widget["kind"] == "chat":
        return {name: text for name, text in texts.items() if not name.startswith(OF_CALLS)}
    return {name: text for name, text in texts.items() if name == ENTRANCE or not name.startswith(CALL)}


def part_texts(widget: dict[str, Any], locale: str, part: str) -> dict[str, Text]:
    """The words of a part of the panel that is loaded when it is needed: ``call`` or ``prove``."""
    return {name: text for name, text in texts_for(widget, locale).items() if name.startswith(f"{part}-")}


def locale_for(widget: dict[str, Any], asked: str, accepted: str) -> str:
    """The first of the widget's languages that the page asks for or the browser accepts; else the widget's first."""
    offered = list(widget["locales"]) or ["en"]
    wishes = [asked, *(part.split(";")[0] for part in accepted.split(","))]
    spoken = (wish.strip().split("-")[0].lower() for wish in wishes)
    return next((wish for wish in spoken if wish in offered), offered[0])
