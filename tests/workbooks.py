"""Workbooks as spreadsheets write them, made from plain rows: .xlsx, .ods and old .xls."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
#: Formats beside General, by their place among the styles.
STYLES = ("yyyy-mm-dd", "yyyy-mm-dd hh:mm:ss", "0%", "hh:mm", '#,##0.00\\ "Kčs"', "[$DM-407] 0.00")
_DATE, _MOMENT = 1, 2


@dataclass(frozen=True)
class Error:
    """A cell that holds an error."""

    text: str


@dataclass(frozen=True)
class Formula:
    """A cell with a formula, and the value it had when the workbook was saved."""

    formula: str
    value: str = ""
    text: bool = False


@dataclass(frozen=True)
class Styled:
    """A number shown in one of the styles."""

    value: str
    style: int


Cell = str | int | float | bool | dt.date | dt.datetime | Error | Formula | Styled | None


def column(number: int) -> str:
    """The letters of a column, counted from 1."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def serial(day: dt.date, *, since_1904: bool = False) -> float:
    """A date as a spreadsheet counts it."""
    start = dt.datetime(1904, 1, 1) if since_1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's dates have no zone
    moment = day if isinstance(day, dt.datetime) else dt.datetime.combine(day, dt.time())
    span = moment - start
    return span.days + span.seconds / 86_400


def cell_xml(cell: Cell, place: str, *, since_1904: bool = False) -> str:
    """A cell as it stands in a sheet."""
    if cell is None:
        return ""
    attributes, inside = _cell(cell, since_1904=since_1904)
    return f'<c r="{place}"{attributes}>{inside}</c>'


def _cell(cell: Cell, *, since_1904: bool) -> tuple[str, str]:
    """A cell's attributes and what stands within it."""
    attributes, value = "", f"<v>{cell!r}</v>"
    match cell:
        case bool():
            attributes, value = ' t="b"', f"<v>{int(cell)}</v>"
        case str():
            text = f'<t xml:space="preserve">{escape(cell)}</t>'
            attributes, value = ' t="inlineStr"', f"<is>{text}</is>"
        case Error():
            attributes, value = ' t="e"', f"<v>{cell.text}</v>"
        case Formula():
            attributes = ' t="str"' if cell.text else ""
            value = f"<f>{escape(cell.formula)}</f><v>{cell.value}</v>"
        case Styled():
            attributes, value = f' s="{cell.style}"', f"<v>{cell.value}</v>"
        case dt.date():
            style = _MOMENT if isinstance(cell, dt.datetime) else _DATE
            number = serial(cell, since_1904=since_1904)
            attributes, value = f' s="{style}"', f"<v>{number!r}</v>"
    return attributes, value


def sheet_xml(rows: Iterable[Sequence[Cell]], *, since_1904: bool = False) -> Iterable[str]:
    """A sheet in pieces, a row each."""
    yield f'{_DECLARATION}<worksheet xmlns="{_MAIN}"><sheetData>'
    for number, row in enumerate(rows, 1):
        cells = "".join(
            cell_xml(cell, f"{column(index)}{number}", since_1904=since_1904)
            for index, cell in enumerate(row, 1)
        )
        if cells:
            yield f'<row r="{number}">{cells}</row>'
    yield "</sheetData></worksheet>"


def xlsx(
    sheets: Mapping[str, Iterable[Sequence[Cell]]],
    *,
    states: Mapping[str, str] | None = None,
    since_1904: bool = False,
) -> bytes:
    """A workbook.

    Args:
        sheets: the rows of each sheet, by name.
        states: hidden or veryHidden, by sheet.
        since_1904: whether it counts its days from 1904.
    """
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _around(list(sheets), states or {}, since_1904=since_1904).items():
            archive.writestr(name, _DECLARATION + text)
        for number, rows in enumerate(sheets.values(), 1):
            with archive.open(f"xl/worksheets/sheet{number}.xml", "w") as member:
                for piece in sheet_xml(rows, since_1904=since_1904):
                    member.write(piece.encode())
    return content.getvalue()


def _around(
    names: Sequence[str], states: Mapping[str, str], *, since_1904: bool
) -> Mapping[str, str]:
    """Everything in a workbook but its sheets."""
    listed = "".join(
        f'<sheet name={quoteattr(name)} sheetId="{number}" r:id="rId{number}"'
        f"{f' state={chr(34)}{states[name]}{chr(34)}' if name in states else ''}/>"
        for number, name in enumerate(names, 1)
    )
    related = "".join(
        f'<Relationship Id="rId{number}" Type="{_DOCUMENT}/worksheet"'
        f' Target="worksheets/sheet{number}.xml"/>'
        for number in range(1, len(names) + 1)
    )
    formats = "".join(
        f"<numFmt numFmtId={quoteattr(str(163 + number))} formatCode={quoteattr(code)}/>"
        for number, code in enumerate(STYLES, 1)
    )
    used = "".join(f'<xf numFmtId="{163 + number}"/>' for number in range(1, len(STYLES) + 1))
    counting = '<workbookPr date1904="1"/>' if since_1904 else ""
    return {
        "[Content_Types].xml": f'<Types xmlns="{_TYPES}"><Default Extension="xml"'
        ' ContentType="application/xml"/><Default Extension="rels" ContentType='
        '"application/vnd.openxmlformats-package.relationships+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{_RELATIONS}"><Relationship Id="rId1"'
        f' Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_DOCUMENT}">{counting}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_RELATIONS}">{related}'
        f'<Relationship Id="styles" Type="{_DOCUMENT}/styles" Target="styles.xml"/>'
        "</Relationships>",
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><numFmts>{formats}</numFmts>'
        f'<cellXfs><xf numFmtId="0"/>{used}</cellXfs></styleSheet>',
    }


def ods(sheets: Mapping[str, Sequence[Sequence[str | float]]]) -> bytes:
    """An OpenDocument spreadsheet."""
    office = "urn:oasis:names:tc:opendocument:xmlns"
    tables = "".join(
        f"<table:table table:name={quoteattr(name)}>{''.join(map(_ods_row, rows))}</table:table>"
        for name, rows in sheets.items()
    )
    text = (
        f'{_DECLARATION}<office:document-content xmlns:office="{office}:office:1.0"'
        f' xmlns:table="{office}:table:1.0" xmlns:text="{office}:text:1.0"><office:body>'
        f"<office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", 0)
        archive.writestr("content.xml", text)
        archive.writestr(
            "META-INF/manifest.xml",
            f'{_DECLARATION}<m:manifest xmlns:m="{office}:manifest:1.0"/>',
        )
    return content.getvalue()


def _ods_row(cells: Sequence[str | float]) -> str:
    return f"<table:table-row>{''.join(map(_ods_cell, cells))}</table:table-row>"


def _ods_cell(cell: str | float) -> str:
    if isinstance(cell, str):
        return (
            f'<table:table-cell office:value-type="string"><text:p>{escape(cell)}</text:p>'
            "</table:table-cell>"
        )
    return (
        f'<table:table-cell office:value-type="float" office:value="{cell!r}">'
        f"<text:p>{cell}</text:p></table:table-cell>"
    )


def xls(name: str, rows: Sequence[Sequence[str | float | Error]]) -> bytes:
    """An old workbook (BIFF8) with one sheet, within its container."""
    begin = _record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0005, 0, 0, 0, 0))
    begin += _record(0x0042, b"\xb0\x04")
    entry = struct.pack("<BB", len(name), 0) + name.encode("latin-1")
    end = _record(0x000A, b"")
    start = len(begin) + 4 + 6 + len(entry) + len(end)
    book = begin + _record(0x0085, struct.pack("<IH", start, 0) + entry) + end
    sheet = [_record(0x0809, struct.pack("<HHHHII", 0x0600, 0x0010, 0, 0, 0, 0))]
    sheet += [
        _biff(row, place, cell)
        for row, cells in enumerate(rows)
        for place, cell in enumerate(cells)
    ]
    return _compound(book + b"".join(sheet) + end)


def _record(number: int, data: bytes) -> bytes:
    return struct.pack("<HH", number, len(data)) + data


def _biff(row: int, at: int, cell: str | float | Error) -> bytes:
    place = struct.pack("<HHH", row, at, 0)
    if isinstance(cell, Error):
        return _record(0x0205, place + bytes((0x17, 1)))
    if isinstance(cell, str):
        return _record(0x0204, place + struct.pack("<HB", len(cell), 1) + cell.encode("utf-16-le"))
    return _record(0x0203, place + struct.pack("<d", cell))


def _compound(stream: bytes) -> bytes:
    """A container with one stream, Workbook."""
    size, free, end_of_chain, table = 512, 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
    stream = stream.ljust(max(4096, -(-len(stream) // size) * size), b"\0")
    count = len(stream) // size
    chain = [*range(1, count), end_of_chain, end_of_chain, table]
    assert len(chain) <= size // 4, "one sector of the table is enough for a test"
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIIII",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"", 0x3E, 3, 0xFFFE, 9, 6, b"",
        0, 1, count, 0, 4096, end_of_chain, 0, end_of_chain, 0, count + 1,
    )  # fmt: skip
    header += struct.pack("<108I", *[free] * 108)
    entries = _entry("Root Entry", 5, 1, end_of_chain, 0)
    entries += _entry("Workbook", 2, free, 0, len(stream))
    sectors = struct.pack(f"<{size // 4}I", *chain, *[free] * (size // 4 - len(chain)))
    return header + stream + entries.ljust(size, b"\0") + sectors


def _entry(name: str, kind: int, child: int, start: int, length: int) -> bytes:
    text, none = f"{name}\0".encode("utf-16-le"), 0xFFFFFFFF
    shape = "<64sHBBIII16sIQQIQ"
    facts = (text, len(text), kind, 1, none, none, child, b"", 0, 0, 0, start, length)
    return struct.pack(shape, *facts)
