"""The public corpus, mails as no standard wants them, and mails broken at random."""

import hashlib
import json
from pathlib import Path

import pytest

from bench.mail_fuzz import CORPUS, broken, seeds
from mail.check import judged, main
from mail.facts import Mail
from mail.html import cleaned
from mail.parse import parse
from tests.mail.oddities import oddities


def test_the_public_corpus_is_read_right() -> None:
    if not (CORPUS / "expected.json").is_file():
        pytest.skip(f"The corpus of public mails is not there: {CORPUS} (or name it in MAIL_CORPUS)")
    tally = judged(CORPUS)
    assert tally.passed, "\n".join([*tally.exceptions, *tally.wrong])
    assert tally.judged > 300


def test_check_without_a_folder_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "expected.json" in capsys.readouterr().err


def test_broken_mails_raise_nothing() -> None:
    for raw in broken(seeds(), 500, seed=20270503):
        mail = parse(raw)
        if isinstance(mail, Mail):
            cleaned(mail.html, {})
            assert mail.reply.text or not mail.text.strip()
            assert all(len(value.splitlines()) <= 1 for _, value in mail.headers)


def test_oddities_are_read_right(tmp_path: Path) -> None:
    expected = {}
    for number, (name, raw, facts) in enumerate(oddities()):
        (tmp_path / str(number)).write_bytes(raw)
        expected[str(number)] = {"what": name, "sha256": hashlib.sha256(raw).hexdigest(), "raw_size": len(raw), **facts}
    (tmp_path / "expected.json").write_text(json.dumps({"files": expected}), encoding="utf-8")
    tally = judged(tmp_path)
    wrong = [f"{expected[one.split(':')[0]]['what']}: {one}" for one in tally.wrong]
    assert not wrong, "\n".join(wrong)
    assert tally.passed
    assert tally.judged > 130
