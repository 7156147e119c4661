"""The one script: it does only what is needed, and says in one sentence what stops it."""

import os
import socket
import subprocess
import sys
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType

import pytest

from tests.repository.tree import ROOT


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    loader = SourceFileLoader("run", str(ROOT / "run"))
    spec = spec_from_loader("run", loader)
    assert spec is not None
    module = module_from_spec(spec)
    monkeypatch.setitem(sys.modules, "run", module)
    loader.exec_module(module)
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "NOTES", tmp_path / ".run")
    return module


def said_by(*arguments: str, path: str | None = None) -> tuple[int, str]:
    environment = {**os.environ, **({"PATH": path} if path is not None else {})}
    done = subprocess.run(
        ["/bin/sh", str(ROOT / "run"), *arguments], env=environment, capture_output=True, text=True, check=False
    )
    return done.returncode, (done.stdout + done.stderr).strip()


def test_without_a_python_it_says_which_one_it_needs(tmp_path: Path) -> None:
    code, said = said_by(path=str(tmp_path))
    assert (code, said.count("\n")) == (1, 0)
    assert "Python 3.11" in said


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["fly"], "no command fly"),
        (["setup", "now"], "takes nothing more"),
        (["test", "everything"], "no check and no path named everything"),
        (["bench"], "Name a benchmark"),
        (["bench", "nothing"], "Name a benchmark"),
    ],
)
def test_what_it_does_not_know_it_says_in_one_sentence(arguments: list[str], words: str) -> None:
    code, said = said_by(*arguments)
    assert (code, said.count("\n")) == (1, 0)
    assert words in said


def test_a_taken_port_is_one_clear_sentence(run: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = str(holder.getsockname()[1])
        monkeypatch.setenv("PARLEY_PORT", port)
        monkeypatch.setattr(run, "whose", lambda port: "another program has it")
        with pytest.raises(run.Failure, match=f"Cannot listen on 127.0.0.1:{port}: another program has it"):
            run.refuse_taken_port()
    run.refuse_taken_port()


def test_work_is_done_once_for_the_same_sources(run: ModuleType, tmp_path: Path) -> None:
    source, mark, done = tmp_path / "lock", tmp_path / "made" / ".mark", []
    source.write_text("one")
    for _ in range(2):
        run.once(mark, [source], lambda: done.append("work"))
    assert done == ["work"]
    source.write_text("two")
    run.once(mark, [source], lambda: done.append("again"))
    assert done == ["work", "again"]


def test_work_that_failed_is_done_again(run: ModuleType, tmp_path: Path) -> None:
    source, mark, done = tmp_path / "lock", tmp_path / ".mark", []
    source.write_text("one")
    with pytest.raises(run.Failure):
        run.once(mark, [source], lambda: run.step("Failing", ["false"]))
    run.once(mark, [source], lambda: done.append("work"))
    assert done == ["work"]


def test_a_failing_step_shows_its_output(run: ModuleType, capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(run.Failure, match="Talking failed"):
        run.step("Talking", ["sh", "-c", "echo the reason; exit 3"])
    assert "the reason" in capfd.readouterr().out


def test_the_totals_add_up_and_a_missing_report_counts_as_failed(run: ModuleType) -> None:
    first, second = run.Check("first", (), counted=True), run.Check("second", (), counted=True)
    run.NOTES.mkdir()
    report = '<testsuites><testsuite tests="9" failures="1" errors="1" skipped="2"/></testsuites>'
    run.report_path(first).write_text(report)
    assert run.totals([first, second]) == (5, 3)
