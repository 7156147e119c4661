"""XLSX written while it is sent: one sheet whose cells are all inline texts, so none can be a formula and nothing is held in memory.

ECMA-376: the five parts that a workbook cannot do without, in a zip whose members are written one after the other.
"""

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FORMATS = "http://schemas.openxmlformats.org"
_MAIN, _RELATED = f"{_FORMATS}/spreadsheetml/2006/main", f"{_FORMATS}/officeDocument/2006/relationships"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{_FORMATS}/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'<Relationships xmlns="{_FORMATS}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATED}">'
    '<sheets><sheet name="Customers" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_FORMATS}/package/2006/relationships">'
    f'<Relationship Id="rId1" Type="{_RELATED}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
_SHEET = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>'
_SHEET_END = "</sheetData></worksheet>"
_MOST_LETTERS = 32_767
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class Workbook:
    """A workbook that is being written: each method answers with the bytes that are to be sent now."""

    def __init__(self, at: datetime) -> None:
        self._sent = _Pipe()
        self._zip = zipfile.ZipFile(self._sent, "w", zipfile.ZIP_DEFLATED, compresslevel=4)
        day = (at.year, at.month, at.day, at.hour, at.minute, at.second)
        for name, part in _PARTS.items():
            self._zip.writestr(zipfile.ZipInfo(name, day), _HEAD + part)
        self._sheet = self._zip.open(zipfile.ZipInfo("xl/worksheets/sheet1.xml", day), "w", force_zip64=True)
        self._sheet.write(_SHEET.encode())

    def rows(self, rows: Iterable[Sequence[str]]) -> bytes:
        """Add rows."""
        self._sheet.write("".join(_row(cells) for cells in rows).encode())
        return self._sent.taken()

    def end(self) -> bytes:
        """Finish."""
        self._sheet.write(_SHEET_END.encode())
        self._sheet.close()
        self._zip.close()
        return self._sent.taken()


class _Pipe(io.RawIOBase):
    """Something to write to that cannot be sought in: then zipfile puts sizes behind the members."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, piece: "ReadableBuffer") -> int:
        content = memoryview(piece)
        self._bytes += content
        return len(content)

    def taken(self) -> bytes:
        taken = bytes(self._bytes)
        self._bytes.clear()
        return taken


def _row(cells: Sequence[str]) -> str:
    return f"<row>{''.join(map(_cell, cells))}</row>"


def _cell(text: str) -> str:
    if not text:
        return "<c/>"
    words = escape(_NOT_XML.sub("", text)[:_MOST_LETTERS])
    # A carriage return would be read as a line feed (XML 1.0, 2.11).
    return f'<c t="inlineStr"><is><t xml:space="preserve">{words.replace(chr(13), "&#13;")}</t></is></c>'
