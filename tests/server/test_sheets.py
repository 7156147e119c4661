"""Tables in files: what they are encoded in, what parts their cells, where reading stops, and that no cell is ever a formula."""

import io
import zipfile
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from server.imports import sheet_reader, sheets
from server.imports.sheet_reader import reading
from server.imports.sheets import Unreadable, csv_lines, neutral, opened, restored
from server.imports.xlsx import Workbook
from tests.server.files_of_customers import xlsx_file

POLISH = "Imię;Miasto\nŁukasz Żółć;Kraków\nŚwięta Źrebię;Łódź\n"
RUSSIAN = "Имя;Город\nЮлия;Казань\nИван Ёлкин;Тверь\n"
ITALIAN = "Nome,Città\nNiccolò,Forlì\nJosé,Cefalù\n"
HOSTILE = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("https://evil.example")']


def rows_of(raw: bytes) -> list[list[str]]:
    return list(opened(raw).rows)


@pytest.mark.parametrize(
    ("text", "encoding", "told", "delimiter"),
    [
        (POLISH, "cp1250", "cp1250", ";"),
        (RUSSIAN, "cp1251", "cp1251", ";"),
        (ITALIAN, "cp1252", "cp1252", ","),
        ("Nome,Note\nNiccolò,Perù\n", "cp1252", "cp1252", ","),
        ("Jméno,Město\nJiří Dvořák,Plzeň\n", "cp1250", "cp1250", ","),
        ("Имя;Я\nИ;1\n", "cp1251", "cp1251", ";"),
        (POLISH, "utf-8", "utf-8", ";"),
        (RUSSIAN, "utf-8-sig", "utf-8", ";"),
        (ITALIAN, "utf-16", "utf-16", ","),
        (POLISH, "utf-16-le", "utf-16-le", ";"),
        (RUSSIAN.replace(";", "\t"), "utf-16-be", "utf-16-be", "\t"),
        (ITALIAN.replace(",", "|"), "utf-8", "utf-8", "|"),
    ],
)
def test_the_encoding_and_the_delimiter_are_found(text: str, encoding: str, told: str, delimiter: str) -> None:
    sheet = opened(text.encode(encoding))
    assert (sheet.encoding, sheet.delimiter) == (told, delimiter)
    assert list(sheet.rows) == [line.split(delimiter) for line in text.splitlines()]


def test_a_stray_zero_byte_makes_no_other_encoding() -> None:
    assert rows_of(b"Name,Email\nA\0nn,a@mail.example\n") == [["Name", "Email"], ["Ann", "a@mail.example"]]


def test_excels_own_first_line_says_the_delimiter() -> None:
    assert rows_of(b"sep=;\r\na;b,c\r\n1;2\r\n") == [["a", "b,c"], ["1", "2"]]


def test_quoted_cells_keep_their_lines_and_delimiters() -> None:
    assert rows_of(b'a,b\n"one\ntwo","x,""y"""\n') == [["a", "b"], ["one\ntwo", 'x,"y"']]


def test_a_workbooks_cells_are_read_as_somebody_would_type_them() -> None:
    typed = [[48600100200, 1.5, True, None, date(2026, 11, 22), time(8, 30)]]
    expected = ["48600100200", "1.5", "yes", "", "2026-11-22", "08:30:00"]
    assert rows_of(xlsx_file(typed, list("abcdef"))) == [list("abcdef"), expected]


@pytest.mark.parametrize("cell", HOSTILE)
def test_no_csv_cell_is_a_formula(cell: str) -> None:
    (written,) = csv_lines([["plain", cell]], ",").decode().splitlines(keepends=True)[:1]
    assert written.startswith('"plain","\'')
    assert restored(neutral(cell)) == cell


@given(st.text(max_size=20))
def test_what_is_neutralised_comes_back(cell: str) -> None:
    assert restored(neutral(cell)) == cell
    assert not neutral(cell).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_no_xlsx_cell_is_a_formula() -> None:
    workbook = Workbook(datetime(2026, 11, 22, tzinfo=UTC))
    content = workbook.rows([["Note"], *([cell] for cell in HOSTILE), ["a\r\nb <&> \x01"]]) + workbook.end()
    sheet = load_workbook(io.BytesIO(content)).active
    cells = [row[0] for row in sheet.iter_rows()]
    assert [cell.value for cell in cells] == ["Note", *HOSTILE, "a\r\nb <&> "]
    assert {cell.data_type for cell in cells} == {"s"}


def test_it_would_be_found() -> None:
    """The positive control: a workbook that was written carelessly has formulas."""
    sheet = load_workbook(io.BytesIO(xlsx_file([["=1+1"]], ["Note"]))).active
    assert sheet["A2"].data_type == "f"


@pytest.mark.parametrize("rows", [9, 10, 11])
def test_the_limit_of_rows(monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 10)
    raw = b"a\n" + b"1\n" * rows
    if rows <= 10:
        assert len(rows_of(raw)) == rows + 1
    else:
        with pytest.raises(Unreadable, match="more than 10 rows"):
            rows_of(raw)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = xlsx_file([["x" * 5000]], ["a"])
    assert len(rows_of(raw)) == 2
    monkeypatch.setattr(sheets, "UNPACKED", 1000)
    with pytest.raises(Unreadable, match="too large"):
        rows_of(raw)


@pytest.mark.parametrize("raw", [b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0 old"])
def test_what_is_no_table_is_refused_in_words(raw: bytes) -> None:
    with pytest.raises(Unreadable):
        rows_of(raw)


def test_a_zip_that_is_no_workbook_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("hello.txt", "hello")
    with pytest.raises(Unreadable):
        rows_of(packed.getvalue())


# ---- in the child


async def pieces_of(raw: bytes) -> AsyncIterator[bytes]:
    yield raw


async def test_a_child_reads_in_pieces_and_counts_rows_as_spreadsheets_do() -> None:
    raw = b"a,b\n" + b"1,2\n,\n" * 300
    async with reading(pieces_of(raw)) as file:
        assert (file.head.header, file.head.rows) == (["a", "b"], 300)
        pieces = [piece async for piece in file.pieces()]
    assert [len(piece) for piece in pieces] == [250, 50]
    assert pieces[0][:2] == [(2, ["1", "2"]), (4, ["1", "2"])]
    async with reading(pieces_of(raw), after=501) as file:
        rest = [row async for piece in file.pieces() for row in piece]
    assert (file.head.rows, rest[0][0], len(rest)) == (300, 502, 50)


@pytest.mark.parametrize(("limit", "most"), [("MEMORY_BYTES", 40 * 2**20), ("CPU_SECONDS", 1)])
async def test_a_file_that_takes_too_much_costs_only_its_child(
    monkeypatch: pytest.MonkeyPatch, limit: str, most: int
) -> None:
    raw = b"a,b\n" + b"some words,others\n" * 99_000

    async def count() -> int:
        async with reading(pieces_of(raw)) as file:
            return sum([len(piece) async for piece in file.pieces()])

    if limit == "CPU_SECONDS":
        raw = xlsx_file([["words"] * 40] * 4_000, ["a"] * 40)
    assert await count() > 1_000
    monkeypatch.setattr(sheet_reader, limit, most)
    with pytest.raises(Unreadable, match="too much time or memory"):
        await count()


async def test_an_empty_file_is_refused() -> None:
    with pytest.raises(Unreadable, match="empty"):
        async with reading(pieces_of(b"\n\n")):
            pass
