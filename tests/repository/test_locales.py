"""The four languages say the same things: equal keys, equal variables, and plural forms that each language has."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fluent.syntax import FluentParser, ast, visitor

from tests.repository.tree import ROOT

FOLDERS = [ROOT / "frontend" / "locales", ROOT / "widgets" / "locales"]
LOCALES = ("en", "pl", "it", "ru")
PLURALS = {
    "en": {"one", "other"},
    "it": {"one", "many", "other"},
    "pl": {"one", "few", "many", "other"},
    "ru": {"one", "few", "many", "other"},
}
"""The forms that each language has; a sentence may need fewer (Polish has "dni" for every number of days but one)."""

CATEGORIES = {"zero", "one", "two", "few", "many", "other"}

each_folder = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.parent.name)
each_locale = pytest.mark.parametrize("locale", LOCALES)


def entries(folder: Path, locale: str) -> dict[str, ast.Message | ast.Term]:
    resource = FluentParser().parse((folder / f"{locale}.ftl").read_text(encoding="utf-8"))
    junk = [entry.content for entry in resource.body if isinstance(entry, ast.Junk)]
    assert not junk, f"{locale} cannot be read: {junk}"
    found = [entry for entry in resource.body if isinstance(entry, ast.Message | ast.Term)]
    names = [entry.id.name for entry in found]
    assert len(names) == len(set(names)), f"{locale} says something twice"
    return dict(zip(names, found, strict=True))


class Reader(visitor.Visitor):
    """Gathers the variables and the plural selections of one entry."""

    def __init__(self, entry: ast.Message | ast.Term) -> None:
        self.variables: set[str] = set()
        self.selections: list[set[str]] = []
        self.visit(entry)

    def visit_VariableReference(self, node: ast.VariableReference) -> None:  # noqa: N802 (named by fluent.syntax)
        self.variables.add(node.id.name)

    def visit_SelectExpression(self, node: ast.SelectExpression) -> None:  # noqa: N802 (named by fluent.syntax)
        keys = {variant.key.name for variant in node.variants if isinstance(variant.key, ast.Identifier)}
        if keys <= CATEGORIES:
            self.selections.append(keys)
        self.generic_visit(node)


def shape(folder: Path, locale: str) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    for name, entry in sorted(entries(folder, locale).items()):
        attributes = tuple(sorted(attribute.id.name for attribute in entry.attributes))
        yield name, attributes, tuple(sorted(Reader(entry).variables))


@each_folder
@each_locale
def test_it_says_what_english_says(folder: Path, locale: str) -> None:
    assert list(shape(folder, locale)) == list(shape(folder, "en"))


@each_folder
@each_locale
def test_it_has_no_plural_form_that_its_language_lacks(folder: Path, locale: str) -> None:
    foreign = {
        name: keys - PLURALS[locale]
        for name, entry in entries(folder, locale).items()
        for keys in Reader(entry).selections
        if not keys <= PLURALS[locale]
    }
    assert not foreign


@each_folder
@pytest.mark.parametrize("locale", ["pl", "ru"])
def test_it_counts_the_slavic_way_somewhere(folder: Path, locale: str) -> None:
    forms = set().union(*(keys for entry in entries(folder, locale).values() for keys in Reader(entry).selections))
    assert {"one", "few"} <= forms
