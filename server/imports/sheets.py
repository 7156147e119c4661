"""Tables in files as other programs write them, CSV in whatever encoding or XLSX, read row by row; and CSV that no spreadsheet takes for formulas.

Reading happens in a process of its own (``server/imports/sheet_reader.py``): nothing here needs to trust what it reads, only to stop at its limits.
"""

import csv
import io
import re
import unicodedata
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from xml.etree.ElementTree import ParseError

LARGEST = 20 * 1024 * 1024
"""Bytes of a file."""
UNPACKED = 150 * 1024 * 1024
"""Bytes an XLSX may unpack to, by its own directory; no more is ever unpacked."""
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 100_000, 100, 10_000

_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LETTERS = {
    "cp1250": "ąćęłńóśźżáčďéěíňřšťúůýžäöüßőű",
    "cp1252": "àèéìíòóùúâêîôûçñäëïöüßœæåø",
    "cp1251": "абвгдеёжзийклмнопрстуфхцчшщъыьэюяіїєґ",
}
"""Encodings of before Unicode, and the letters of those who still write in them."""
_TELLING = frozenset("ąćęłńśźżàèìòù" + _LETTERS["cp1251"])
"""Letters of Parley's own languages that are others elsewhere: Italian's "Niccolò" makes as much sense as Czech "Niccolň", but is likelier."""
_DELIMITERS = ",;\t|"
_RUN_BY_SPREADSHEETS = "=+-@\t\r\n\uff0b\uff0d\uff1d\uff20"
"""What a formula begins with (OWASP, CSV Injection), the full-width forms too."""
_KEPT_AS_TEXT = re.compile(rf"'+[{re.escape(_RUN_BY_SPREADSHEETS)}]")


class Unreadable(Exception):
    """The file is no table that can be read; the message is a sentence for whoever sent it."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """An open table: the cells of each of its rows, the header first, rows without words included."""

    format: str
    encoding: str
    delimiter: str
    rows: Iterator[list[str]]


def opened(raw: bytes) -> Sheet:
    """The table in a file. Raises Unreadable, here or from ``rows``."""
    if raw.startswith(b"PK"):
        return Sheet("xlsx", "", "", _capped(_workbook_rows(raw)))
    if raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise Unreadable("This is a workbook of before 2007. Save it as XLSX or CSV.")
    text, encoding = _decoded(raw)
    told = re.match(r"sep=(.)\r?\n", text)  # Excel's own first line
    text = text[told.end() :] if told else text
    delimiter = told.group(1) if told else _delimiter(text)
    csv.field_size_limit(LARGEST)  # one cell that is too long spoils its own row, not the file
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return Sheet("csv", encoding, delimiter, _capped(_csv_rows(lines)))


def csv_lines(rows: Iterable[Sequence[str]], delimiter: str) -> bytes:
    """Rows as CSV in UTF-8: every cell is quoted, and none is run by the spreadsheet that opens it."""
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerows(
        [neutral(cell) for cell in row] for row in rows
    )
    return text.getvalue().encode()


def neutral(cell: str) -> str:
    """The cell as a spreadsheet only shows it; ``restored`` gives back what it was."""
    return f"'{cell}" if cell.startswith(tuple(_RUN_BY_SPREADSHEETS)) or _KEPT_AS_TEXT.match(cell) else cell


def restored(cell: str) -> str:
    """What ``neutral`` was given."""
    return cell[1:] if _KEPT_AS_TEXT.match(cell) else cell


def _capped(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """The rows with their cells tidied, within the limits."""
    for number, row in enumerate(rows):
        if number > MOST_ROWS:
            raise Unreadable(f"The file has more than {MOST_ROWS} rows. Send it in parts.")
        while row and not row[-1]:
            row.pop()
        if len(row) > MOST_COLUMNS:
            raise Unreadable(f"Row {number + 1} has more than {MOST_COLUMNS} columns.")
        yield [cell.replace("\0", "").strip()[:MOST_LETTERS] for cell in row]


# ---- CSV


def _csv_rows(lines: Iterator[list[str]]) -> Iterator[list[str]]:
    while True:
        try:
            yield [restored(cell) for cell in next(lines)]
        except StopIteration:
            return
        except csv.Error as error:
            raise Unreadable(f"This is no CSV: {error}.") from None


def _decoded(raw: bytes) -> tuple[str, str]:
    """The text, and what it was encoded in: as its mark or its zeros say, else UTF-8, else what makes the most sense."""
    for mark, encoding in _MARKS:
        if raw.startswith(mark):
            return _as(raw, encoding), encoding.removesuffix("-sig")
    if b"\0" in raw[:4000]:
        for encoding in ("utf-16-le", "utf-16-be"):
            if {"\n", "\r"} & set(_as(raw[:4000], encoding)):  # a stray zero byte makes no lines
                return _as(raw, encoding), encoding
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        encoding = max(_LETTERS, key=lambda one: _sense(raw[:200_000], one))
        return _as(raw, encoding), encoding


def _as(raw: bytes, encoding: str) -> str:
    return raw.decode(encoding, errors="replace")


def _sense(raw: bytes, encoding: str) -> int:
    """How much a text looks like one of this encoding: known letters count for it, odd ones and words of two scripts against."""
    score, before = 0, ""
    for mark in raw.decode(encoding, errors="replace").casefold():
        if mark > "\x7f":
            known = mark in _LETTERS[encoding]
            score += (
                1 + (mark in _TELLING) if known else -2 if mark.isalpha() or unicodedata.category(mark)[0] == "C" else 0
            )
        mixed = mark.isalpha() and before.isalpha() and (mark >= "\u0400") != (before >= "\u0400")
        score -= 2 * mixed
        before = mark
    return score


def _delimiter(text: str) -> str:
    """What parts the cells: that by which the first rows have most often the same number of them, more than one."""

    def regularity(delimiter: str) -> tuple[int, int]:
        try:
            rows = [row for row, _ in zip(csv.reader(io.StringIO(text), delimiter=delimiter), range(30), strict=False)]
        except csv.Error:
            return 0, 0
        width = len(rows[0]) if rows else 0
        return (sum(len(row) == width for row in rows) if width > 1 else 0), width

    return max(_DELIMITERS, key=regularity)


# ---- XLSX


def _workbook_rows(raw: bytes) -> Iterator[list[str]]:
    """The rows of the first sheet, a formula as the value it had when the file was saved."""
    from openpyxl import load_workbook  # half a second that a CSV does not wait for
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            if sum(part.file_size for part in packed.infolist()) > UNPACKED:
                raise Unreadable("The workbook is too large when it is unpacked.")
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what some programs write there is not true
        for row in sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True):
            yield [as_typed(value) for value in row]
    except (
        zipfile.BadZipFile,
        InvalidFileException,
        ParseError,
        KeyError,
        IndexError,
        ValueError,
        TypeError,
        AttributeError,
        NotImplementedError,
    ) as error:
        raise Unreadable("This is no XLSX workbook that can be read.") from error


def as_typed(value: Any) -> str:
    """A value as somebody would have typed it."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if (value.hour, value.minute, value.second) == (0, 0, 0):
            return value.date().isoformat()
        case datetime() | date():
            return value.isoformat()
    return str(value)
