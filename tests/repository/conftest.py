"""Prints the sizes of files and functions after the guards: a feel to keep, not a limit to hit."""

import ast
from collections.abc import Iterator

import pytest

from tests.repository.tree import texts

CODE = ("server", "chat", "webrtc", "mail", "domain", "store", "bench")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    code = {str(path): text for path, text in texts().items() if path.parts[0] in CODE and path.suffix == ".py"}
    pages = {
        str(path): text
        for path, text in texts().items()
        if path.parts[0] in ("frontend", "talk", "widgets") and path.suffix in (".ts", ".tsx")
    }
    terminalreporter.section("sizes in lines")
    for title, sizes in (
        ("Python files", {name: len(text.splitlines()) for name, text in code.items()}),
        ("Python functions", {place: size for name, text in code.items() for place, size in functions(name, text)}),
        ("TypeScript files", {name: len(text.splitlines()) for name, text in pages.items()}),
    ):
        terminalreporter.write_line(f"{title}: {summary(sizes)}")


def functions(name: str, text: str) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield f"{name}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1


def summary(sizes: dict[str, int]) -> str:
    if not sizes:
        return "none"
    ordered = sorted(sizes.values())
    middle, high = ordered[len(ordered) // 2], ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]
    longest = sorted(sizes.items(), key=lambda item: -item[1])[:3]
    return f"{len(sizes)}, median {middle}, 95 % within {high}; longest {', '.join(f'{n} {s}' for n, s in longest)}"
