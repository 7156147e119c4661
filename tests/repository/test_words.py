"""Words that have no place in the tree: unfinished work, one machine's paths, private hosts, unexplained exceptions."""

import re
import sys
from pathlib import Path

import pytest

from tests.repository.tree import ROOT, files, texts

FORBIDDEN = {
    "unfinished work": re.compile(r"\b(?:TODO|FIXME|XXX|HACK)\b"),
    "a path of one machine": re.compile(r"(?<![\w.$}/-])/(?:root|home|work|Users)/\w"),
    "a private address": re.compile(
        r"\b(?:10\.\d+|192\.168|172\.(?:1[6-9]|2\d|3[01]))\.\d+\.\d+\b|\.(?:internal|corp)\b"
    ),
    "a type-ignore without its reason": re.compile(r"#\s*type:\s*ignore(?:\[[\w, -]+\])?\s*$", re.MULTILINE),
    "a lint exception without its name": re.compile(r"#\s*noqa\s*$", re.MULTILINE),
}
EXAMPLES = {
    "unfinished work": "x = 1  # TO" + "DO later",
    "a path of one machine": 'open("/ro' + 'ot/notes.txt")',
    "a private address": "https://registry.example.cor" + "p/simple",
    "a type-ignore without its reason": "x = y  # type: ig" + "nore[arg-type]",
    "a lint exception without its name": "import os  # no" + "qa",
}
MAY_SAY = {
    "a private address": ("tests/", "server/addresses"),  # what tests of address rules are about
}
NEVER_A_MODULE = {"utils", "util", "helpers", "helper", "common", "base", "manager", "service", "misc"}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_tree_is_free_of(what: str) -> None:
    allowed = (str(Path(__file__).relative_to(ROOT)), *MAY_SAY.get(what, ()))
    found = [
        f"{path}:{text[: hit.start()].count(chr(10)) + 1}: {hit.group().strip()}"
        for path, text in texts().items()
        if not str(path).startswith(allowed)
        for hit in FORBIDDEN[what].finditer(text)
    ]
    assert not found, f"{what}:\n" + "\n".join(found)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_the_guard_would_find(what: str) -> None:
    assert FORBIDDEN[what].search(EXAMPLES[what])


def test_modules_are_nouns_of_the_business() -> None:
    found = [path for path in files() if path.name.split(".")[0] in NEVER_A_MODULE]
    assert not found


def test_no_top_folder_shadows_the_standard_library() -> None:
    folders = {path.parts[0] for path in files() if len(path.parts) > 1}
    assert not folders & sys.stdlib_module_names


def test_nothing_big_or_built_is_kept() -> None:
    heavy = [path for path in files() if (ROOT / path).stat().st_size > 1_500_000]
    built = [path for path in files() if path.parts[0] in {"build", "data", "node_modules"}]
    assert not heavy
    assert not built
