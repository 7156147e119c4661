"""``python -m mail.check DIR``: how many fields of a folder of mails are read right, judged by its ``expected.json``.

Exit status 0 only with no exception, every raw mail as expected and at least 99 % of the fields right; what is only wanted
(``should``) is counted apart.
"""

import hashlib
import json
import re
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mail.facts import Attachment, Mail, Unparsed
from mail.html import cleaned
from mail.parse import parse

ENOUGH = 0.99
Expected = Mapping[str, Any]


@dataclass
class Tally:
    """What has been judged so far; ``wrong`` says file, field, what was found."""

    files: int = 0
    raw_kept: int = 0
    right: int = 0
    judged: int = 0
    wanted_right: int = 0
    wanted: int = 0
    exceptions: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def passed(self) -> bool:
        """Whether the folder's demands are met."""
        return not self.exceptions and self.raw_kept == self.files and self.right >= ENOUGH * self.judged


def judged(folder: Path) -> Tally:
    """Parse every mail of the folder's expected.json and compare."""
    tally = Tally()
    expectations = json.loads((folder / "expected.json").read_text(encoding="utf-8"))["files"]
    for name, expected in sorted(expectations.items()):
        raw = (folder / name).read_bytes()
        tally.files += 1
        tally.raw_kept += _raw_is(raw, expected)
        started = time.process_time()
        try:
            mail = parse(raw)
        except Exception as error:  # noqa: BLE001 -- counting what is raised is what this program is for
            tally.exceptions.append(f"{name}: {error!r}")
            continue
        _judge(tally, name, mail, expected, time.process_time() - started)
    return tally


def _raw_is(raw: bytes, expected: Expected) -> bool:
    return hashlib.sha256(raw).hexdigest() == expected.get("sha256") and len(raw) == expected.get("raw_size")


def _judge(tally: Tally, name: str, mail: Mail | Unparsed, expected: Expected, cpu_seconds: float) -> None:
    for key, right, found in _verdicts(mail, expected, cpu_seconds):
        tally.judged += 1
        tally.right += right
        if not right:
            tally.wrong.append(f"{name}: {key}: expected {expected[key]!r}, found {found!r}")
    for key, right, found in _verdicts(mail, expected.get("should", {}), cpu_seconds):
        tally.wanted += 1
        tally.wanted_right += right
        if not right:
            tally.wrong.append(f"{name}: wanted {key}: {expected['should'][key]!r}, found {found!r}")


def _verdicts(mail: Mail | Unparsed, expected: Expected, cpu_seconds: float) -> Iterable[tuple[str, bool, Any]]:
    for key, wanted in expected.items():
        if key == "limits":
            yield key, cpu_seconds <= float(wanted.get("cpu_seconds", wanted.get("cpu", 5))), cpu_seconds
        elif key in JUDGES:
            right, found = (False, mail) if isinstance(mail, Unparsed) else JUDGES[key](mail, wanted)
            yield key, right, found


# ---- how each field compares


def _same(found: str, wanted: str | None) -> bool:
    return _spaced(found) == _spaced(wanted or "")


def _spaced(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).split())


def _prose(text: str) -> str:
    text = unicodedata.normalize("NFC", text).translate({0xA0: " ", 0x202F: " ", 0xFEFF: None, 0x200B: None})
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()


def _ids(wanted: str | list[str] | None) -> list[str]:
    return [one.strip().strip("<>") for one in ([wanted] if isinstance(wanted, str) else wanted or [])]


def _sender(mail: Mail) -> str:
    return mail.sender.address.lower() if mail.sender else ""


def _has(text: str, wanted: str) -> bool:
    return _spaced(_prose(wanted)) in _spaced(_prose(text))


def _text_of_reply(mail: Mail, wanted: str | list[str]) -> bool:
    accepted = [wanted] if isinstance(wanted, str) else wanted
    same = (lambda text: _spaced(_prose(text))) if mail.html else _prose
    return any(same(mail.reply.text) == same(one or "") for one in accepted)


def _files(mail: Mail, wanted: list[dict[str, Any]]) -> bool:
    left = list(mail.attachments)
    for one in wanted:
        found = next((file for file in left if _is_file(file, one)), None)
        if found is None:
            return False
        left.remove(found)
    return all(file.inline for file in left)


def _is_file(file: Attachment, wanted: dict[str, Any]) -> bool:
    facts = {
        "name": file.name,
        "size": file.size,
        "sha256": file.sha256,
        "content_type": file.type,
        "content_id": file.content_id,
    }
    return all(facts[key] == value for key, value in wanted.items() if key in facts and value is not None)


def _bounce(mail: Mail, wanted: dict[str, Any]) -> bool:
    if mail.delivery is None:
        return False
    facts = {
        "recipients": sorted(mail.delivery.recipients),
        "action": mail.delivery.action,
        "status": mail.delivery.status,
        "original_message_id": mail.delivery.original_message_id,
    }
    expected = {
        **wanted,
        "recipients": sorted(address.lower() for address in wanted.get("recipients", facts["recipients"])),
    }
    if "original_message_id" in wanted:
        expected["original_message_id"] = _ids(wanted["original_message_id"])[0]
    return all(facts[key] == value for key, value in expected.items() if key in facts)


def _is_clean(mail: Mail, forbidden: list[str]) -> bool:
    markup = " ".join(re.findall(r"<[^>]*>", cleaned(mail.html, {}).html))
    return not any(re.search(pattern, markup, re.IGNORECASE) for pattern in forbidden)


Judge = Callable[[Mail, Any], tuple[bool, Any]]


def _by(found: Callable[[Mail], Any], compare: Callable[[Any, Any], bool]) -> Judge:
    """A judge that takes one thing out of the mail and compares it with what is wanted."""

    def judge(mail: Mail, wanted: Any) -> tuple[bool, Any]:
        value = found(mail)
        return compare(value, wanted), value

    return judge


def _names(mail: Mail) -> list[str]:
    return sorted(file.name for file in mail.attachments)


JUDGES: dict[str, Judge] = {
    "from_address": _by(_sender, lambda found, wanted: found == (wanted or "").lower()),
    "from_address_any": _by(_sender, lambda found, wanted: found in [(one or "").lower() for one in wanted]),
    "from_name": _by(lambda mail: mail.sender.name if mail.sender else "", _same),
    "subject": _by(lambda mail: mail.subject, _same),
    "subject_any": _by(lambda mail: mail.subject, lambda found, wanted: any(_same(found, one) for one in wanted)),
    "message_id": _by(lambda mail: mail.message_id, lambda found, wanted: found == "".join(_ids(wanted))),
    "message_id_any": _by(
        lambda mail: mail.message_id, lambda found, wanted: any(found == "".join(_ids(one)) for one in wanted)
    ),
    "in_reply_to": _by(lambda mail: mail.in_reply_to, lambda found, wanted: list(found) == _ids(wanted)),
    "references_include": _by(lambda mail: mail.references, lambda found, wanted: set(_ids(wanted)) <= set(found)),
    "references_last": _by(lambda mail: mail.references, lambda found, wanted: [*found[-1:]] == _ids(wanted)),
    "to_include": _by(
        lambda mail: [one.address.lower() for one in mail.to],
        lambda found, wanted: {one.lower() for one in wanted} <= set(found),
    ),
    "to": _by(
        lambda mail: [one.address.lower() for one in mail.to],
        lambda found, wanted: found == [one.lower() for one in wanted or []],
    ),
    "cc": _by(
        lambda mail: [one.address.lower() for one in mail.cc],
        lambda found, wanted: found == [one.lower() for one in wanted or []],
    ),
    "date_utc": _by(
        lambda mail: mail.sent_at.strftime("%Y-%m-%dT%H:%M:%SZ") if mail.sent_at else None,
        lambda found, wanted: found == wanted,
    ),
    "text_contains": _by(lambda mail: mail.text, lambda found, wanted: all(_has(found, one) for one in wanted)),
    "text_contains_any": _by(lambda mail: mail.text, lambda found, wanted: any(_has(found, one) for one in wanted)),
    "reply_text": lambda mail, wanted: (_text_of_reply(mail, wanted), mail.reply.text),
    "reply_contains": _by(lambda mail: mail.reply.text, lambda found, wanted: all(_has(found, one) for one in wanted)),
    "attachments": lambda mail, wanted: (_files(mail, wanted), [(one.name, one.size) for one in mail.attachments]),
    "attachment_count": _by(lambda mail: len(mail.attachments), lambda found, wanted: found == wanted),
    "attachment_count_min": _by(lambda mail: len(mail.attachments), lambda found, wanted: found >= wanted),
    "attachment_names": _by(_names, lambda found, wanted: found == sorted(wanted)),
    "attachment_names_include": _by(_names, lambda found, wanted: set(wanted) <= set(found)),
    "attachment_name_contains": _by(
        _names, lambda found, wanted: all(any(one in name for name in found) for one in wanted)
    ),
    "attachment_sizes": _by(
        lambda mail: sorted(one.size for one in mail.attachments), lambda found, wanted: found == sorted(wanted)
    ),
    "attachment_sizes_any": _by(
        lambda mail: [one.size for one in mail.attachments], lambda found, wanted: found in wanted
    ),
    "kind": _by(lambda mail: mail.kind, lambda found, wanted: found == wanted),
    "is_auto_reply": _by(lambda mail: mail.is_auto_reply, lambda found, wanted: found is wanted),
    "is_bounce": _by(lambda mail: mail.is_bounce, lambda found, wanted: found is wanted),
    "must_not_auto_respond": _by(lambda mail: mail.must_not_answer, lambda found, wanted: found is wanted),
    "bounce": lambda mail, wanted: (_bounce(mail, wanted), mail.delivery),
    "html_forbidden": lambda mail, wanted: (_is_clean(mail, wanted), "the cleaned HTML"),
}
"""How each key of expected.json is judged; keys that are not here say something about the whole, not about a field."""


def main(arguments: list[str]) -> int:
    """Print the tally of a folder; the exit status for the shell."""
    if len(arguments) != 1 or not (Path(arguments[0]) / "expected.json").is_file():
        sys.stderr.write("Name a folder with mails and an expected.json: python -m mail.check DIR\n")
        return 2
    tally = judged(Path(arguments[0]))
    lines = [
        *tally.exceptions,
        *tally.wrong,
        f"{tally.files} mails: {tally.right} of {tally.judged} fields right ({tally.right / max(tally.judged, 1):.1%}), "
        f"{len(tally.exceptions)} exceptions, {tally.raw_kept} raw kept; wanted besides: {tally.wanted_right} of {tally.wanted}",
    ]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0 if tally.passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
