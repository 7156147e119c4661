"""``python -m bench.mail_fuzz [NUMBER] [SEED]``: mails broken at random, parsed one after the other; 20 000 unless told otherwise.

The mails are our own (tests/mail/letters.py, oddities.py) and, where it is there, the public corpus. Prints what was raised, the slowest mail
and what could not be parsed; exit status 1 if anything was raised or took longer than five seconds.
"""

import os
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from mail.facts import Unparsed
from mail.html import cleaned
from mail.parse import parse
from tests.mail.letters import LETTERS
from tests.mail.oddities import oddities

CORPUS = Path(os.environ.get("MAIL_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpora" / "email"))
SLOW_SECONDS = 5.0

_SNIPPETS = (
    b"\r\n", b"\r", b"\n\n", b"--x\r\n", b"--x--\r\n", b"=?utf-8?b?", b"?=", b"=?utf-8?q?=0D=0ABcc:_x=40y.example?=", b"\0", b"\xff\xfe",
    b"Content-Type: multipart/mixed; boundary=x\r\n", b"Content-Type: message/rfc822\r\n\r\n", b"Content-Transfer-Encoding: base64\r\n",
    b"Content-Transfer-Encoding: x-uuencode\r\n", b'; filename*0*="', b"charset=utf-16", b"charset=utf-7", b"<<<<", b">>>>", b'"', b"(", b"<!--",
    b"<style>", b"<blockquote type=cite>", b"begin 644 x\r\n", b"From: ", b"\xe2\x80\xa8", b"> ", b"-- \r\n", b"Message-ID: <<<<\r\n",
    b"Date: 99 Foo 99999 99:99:99 +9999\r\n", b"x" * 1000, b"BEGIN:VEVENT\r\n", b"Action: \r\n",
)  # fmt: skip


def seeds() -> list[bytes]:
    """The mails that are broken."""
    return [
        *LETTERS.values(),
        *(raw for _, raw, _ in oddities()),
        *(path.read_bytes() for path in sorted(CORPUS.glob("*.eml"))),
    ]


def broken(mails: list[bytes], number: int, seed: int) -> Iterator[bytes]:
    """``number`` mutated mails, the same for the same seed."""
    chance = random.Random(seed)
    for _ in range(number):
        mail = bytearray(chance.choice(mails))
        for _ in range(chance.randint(1, 8)):
            chance.choice(_BREAKS)(mail, chance, mails)
        yield bytes(mail)


def _flip(mail: bytearray, chance: random.Random, _: list[bytes]) -> None:
    for _flipped in range(chance.randint(1, 20)):
        if mail:
            mail[chance.randrange(len(mail))] = chance.randrange(256)


def _cut(mail: bytearray, chance: random.Random, _: list[bytes]) -> None:
    start = chance.randint(0, len(mail))
    del mail[start : start + chance.randint(1, 300)]


def _insert(mail: bytearray, chance: random.Random, _: list[bytes]) -> None:
    where = chance.randint(0, len(mail))
    mail[where:where] = chance.choice(_SNIPPETS) * chance.choice((1, 1, 1, 3, 50))


def _repeat(mail: bytearray, chance: random.Random, _: list[bytes]) -> None:
    start = chance.randint(0, len(mail))
    mail[start:start] = bytes(mail[start : start + chance.randint(1, 200)]) * chance.randint(1, 30)


def _splice(mail: bytearray, chance: random.Random, mails: list[bytes]) -> None:
    other = chance.choice(mails)
    mail[chance.randint(0, len(mail)) :] = other[chance.randint(0, len(other)) :]


_BREAKS: tuple[Callable[[bytearray, random.Random, list[bytes]], None], ...] = (_flip, _cut, _insert, _repeat, _splice)


def main(arguments: list[str]) -> int:
    """Break and parse; prints what came of it."""
    number = int(arguments[0]) if arguments else 20_000
    seed = int(arguments[1]) if len(arguments) > 1 else 1
    raised: list[str] = []
    slowest, unparsed, started = 0.0, 0, time.monotonic()
    for count, raw in enumerate(broken(seeds(), number, seed)):
        began = time.process_time()
        try:
            mail = parse(raw)
            unparsed += isinstance(mail, Unparsed)
            if not isinstance(mail, Unparsed):
                cleaned(mail.html, {})
        except Exception as error:  # noqa: BLE001 -- counting what is raised is what this program is for
            raised.append(f"mail {count}: {error!r}")
        slowest = max(slowest, time.process_time() - began)
    print("\n".join(raised[:20]))
    print(
        f"{number} broken mails in {time.monotonic() - started:.0f} s: {len(raised)} raised, {unparsed} could not be parsed,"
        f" slowest {slowest * 1000:.0f} ms"
    )
    return 1 if raised or slowest > SLOW_SECONDS else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
