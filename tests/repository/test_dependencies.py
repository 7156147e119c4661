"""Every direct dependency is pinned to one version and has its line of reason in docs/dependencies.md."""

import json
import re
from typing import Any

from tests.repository.tree import ROOT

EXACT = re.compile(r"[A-Za-z0-9._-]+==[0-9][0-9A-Za-z.]*")


def requirements() -> list[str]:
    lines = (line.strip() for path in sorted(ROOT.glob("requirements*.txt")) for line in path.read_text().splitlines())
    return [line for line in lines if line and not line.startswith(("#", "-r "))]


def packages() -> dict[str, str]:
    described: dict[str, Any] = json.loads((ROOT / "package.json").read_text())
    return {**described["dependencies"], **described["devDependencies"]}


def explained() -> list[str]:
    table = (ROOT / "docs" / "dependencies.md").read_text()
    names = re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)
    return sorted(name for name in names if name != "package")


def test_python_packages_are_pinned_exactly() -> None:
    assert [line for line in requirements() if not EXACT.fullmatch(line)] == []


def test_web_packages_are_pinned_exactly() -> None:
    assert {name: pin for name, pin in packages().items() if not re.fullmatch(r"\d+\.\d+\.\d+", pin)} == {}


def test_each_has_its_reason_and_each_reason_its_package() -> None:
    assert explained() == sorted([line.split("==")[0] for line in requirements()] + list(packages()))


def test_the_lock_names_no_registry() -> None:
    assert '"resolved"' not in (ROOT / "package-lock.json").read_text()


def test_the_lock_holds_what_package_json_asks_for() -> None:
    root = json.loads((ROOT / "package-lock.json").read_text())["packages"][""]
    assert {**root["dependencies"], **root["devDependencies"]} == packages()
