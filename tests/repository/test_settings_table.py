"""The settings table of README.md and the names that the server reads are one list."""

import re

from server.settings import NAMES
from tests.repository.tree import ROOT

ROW = re.compile(r"^\| `([A-Z_]+)` \| ([^|]*?) \|", re.MULTILINE)


def test_readme_lists_every_setting_with_its_meaning() -> None:
    table = ROW.findall((ROOT / "README.md").read_text(encoding="utf-8"))
    assert table == [(name, meaning) for name, (_, meaning) in NAMES.items()]
