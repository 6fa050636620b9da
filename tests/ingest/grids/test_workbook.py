"""Workbooks: what stands where on each visible sheet, and which files are refused why."""

from __future__ import annotations

import datetime as dt
import io
import struct
import zipfile
from typing import TYPE_CHECKING

import pytest

from artui.ingest import refusal
from artui.ingest.apart.task import Limits
from artui.ingest.contents import read
from artui.ingest.opening import parts
from artui.ingest.sniff import Binary, look
from tests.workbooks import Cell, Error, Formula, Styled, ods, xls, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from artui.ingest.grid import Grid
    from tests.ingest.conftest import Books, Load, Write

    Rows = Sequence[tuple[int, list[str]]]

HEADER = ["document_id", "customer_id", "invoice_date", "amount", "currency"]
DAY = dt.date(2026, 7, 31)
MOMENT = dt.datetime.fromisoformat("2026-07-31T10:15")


def rows(grid: Grid) -> Rows:
    """All rows with their numbers, without the blank ones."""
    return [
        (line, row)
        for block in grid.blocks()
        for row, line in zip(block.rows, block.lines, strict=True)
        if row
    ]


@pytest.fixture
def sheets(write: Write, tmp_path: Path) -> Callable[..., list[Grid]]:
    def sheets(content: bytes, limits: Limits | None = None) -> list[Grid]:
        return [each for (each,) in parts(write(content, name="export.xlsx"), tmp_path, limits)]

    return sheets


def test_cells_read_as_a_person_sees_them(sheets: Callable[..., list[Grid]]) -> None:
    (grid,) = sheets(
        xlsx(
            {
                "Open items": [
                    ["0012", 1234.5, 1.234, 100, True, DAY, MOMENT],
                    [None, Styled("0.19", 3), Styled("7.5", 5), Styled("7.5", 6), None, None, None],
                ]
            }
        )
    )
    assert (grid.part, grid.encoding, grid.ends_whole) == ("Open items", "xlsx", True)
    assert rows(grid) == [
        (1, ["0012", "1234.5", "1.2340", "100", "true", "2026-07-31", "2026-07-31T10:15:00"]),
        (2, ["", "0.19", "7.5", "7.5", "", "", ""]),
    ]


def test_dates_are_right_in_workbooks_that_count_from_1904(
    sheets: Callable[..., list[Grid]],
) -> None:
    (grid,) = sheets(xlsx({"A": [[DAY, dt.date(1999, 12, 31)]]}, since_1904=True))
    assert rows(grid) == [(1, ["2026-07-31", "1999-12-31"])]


def test_ids_keep_their_zeros_and_rounded_ones_show_it(sheets: Callable[..., list[Grid]]) -> None:
    (grid,) = sheets(xlsx({"A": [["0000123", "1234567890123456789", 1234567890123456789]]}))
    assert rows(grid) == [(1, ["0000123", "1234567890123456789", "1.2345678901234568E+18"])]


def test_a_rounded_id_is_rejected_and_one_as_text_loads(load: Load) -> None:
    result = load(
        xlsx(
            {
                "A": [
                    HEADER,
                    ["1234567890123456789", "C1", DAY, 10.5, "USD"],
                    [1234567890123456789, "C1", DAY, 10.5, "USD"],
                ]
            }
        )
    )
    assert result.column("document_id") == ["1234567890123456789"]
    assert [(each.line, each.column) for each in result.rejects] == [(3, "document_id")]


def test_errors_and_formulas_without_a_value_are_no_blanks(
    sheets: Callable[..., list[Grid]], load: Load
) -> None:
    content = xlsx(
        {
            "Open <items>": [
                HEADER,
                ["A1", "C1", DAY, Formula("B1*2", "12.5"), "USD"],
                ["A2", "C1", DAY, Formula("B1*2"), "USD"],
                ["A3", "C1", DAY, Error("#REF!"), "USD"],
                [],
                [None, None, Error("#N/A"), Formula("SUM(D2:D4)")],
            ]
        }
    )
    (grid,) = sheets(content)
    assert [row[:4] for _, row in rows(grid)[2:]] == [
        ["A2", "C1", "2026-07-31", "#CALC!"],
        ["A3", "C1", "2026-07-31", "#REF!"],
        ["", "", "#N/A", "#CALC!"],
    ]
    assert grid.notes == (
        (
            "Formulas of sheet 'Open <items>' that have no value read as #CALC! (2): open the"
            " workbook in a spreadsheet and save it."
        ),
    )
    result = load(content, name="export.xlsx")
    assert result.column("document_id") == ["A1"]
    assert [each.line for each in result.rejects] == [3, 4, 6]


def test_a_formula_that_says_nothing_is_a_blank(sheets: Callable[..., list[Grid]]) -> None:
    (grid,) = sheets(xlsx({"A": [["a", Formula('IF(1,"","x")', text=True), Formula("1+1")]]}))
    assert rows(grid) == [(1, ["a", "", "#CALC!"])]


def test_rows_and_columns_keep_their_numbers(sheets: Callable[..., list[Grid]]) -> None:
    (grid,) = sheets(xlsx({"A": [[], [], [None, None, "Title"], [], [None, None, "a", "b"]]}))
    assert rows(grid) == [(3, ["", "", "Title", ""]), (5, ["", "", "a", "b"])]
    assert grid.sample(4) == [(1, []), (2, []), (3, ["", "", "Title", ""]), (4, [])]


def test_every_visible_sheet_with_content_is_a_part_and_hidden_ones_are_named(
    sheets: Callable[..., list[Grid]],
) -> None:
    found = sheets(
        xlsx(
            {"A": [["a"]], "Empty": [], "Raw": [["b"]], "Key": [["k"]], "B": [["c"]]},
            states={"Raw": "hidden", "Key": "veryHidden"},
        )
    )
    assert [(each.part, rows(each)) for each in found] == [
        ("A", [(1, ["a"])]),
        ("B", [(1, ["c"])]),
    ]
    assert found[0].notes == ("Hidden sheets are not read: 'Raw', 'Key'.",)


def test_a_workbook_of_hidden_or_empty_sheets_is_refused(
    sheets: Callable[..., list[Grid]],
) -> None:
    with pytest.raises(refusal.EmptyWorkbookError):
        sheets(xlsx({"A": [], "B": [["b"]]}, states={"B": "hidden"}))


def test_names_of_sheets_cannot_act_on_a_terminal(
    write: Write, tmp_path: Path, books: Books
) -> None:
    names = ["[/x] [@click=app.quit()]", "\u202e\u009b31m", "A" * 500, "A" * 400]
    rows: dict[str, list[list[Cell]]] = {each: [["x"]] for each in names[1:]}
    first: list[list[Cell]] = [[*HEADER], ["A1", "C1", DAY, 1, "USD"]]
    rows = {names[0]: first, **rows}
    content = xlsx(rows)
    found = read(write(content, name="a.xlsx"), tmp_path, profiles=(), defaults=books)
    assert found.readings[0].part == names[0]
    assert found.unread == [names[1], "A" * 100, f"{'A' * 100} (2)"]
    assert all(each.isprintable() for each in found.warnings)


def test_text_cells_may_hold_lines_quotes_and_nul(sheets: Callable[..., list[Grid]]) -> None:
    (grid,) = sheets(xlsx({"A": [['say "hi",\nthere', "x"], ["b", "=1+1"]]}))
    assert rows(grid) == [(1, ['say "hi",\nthere', "x"]), (2, ["b", "=1+1"])]


def test_opendocument_and_old_workbooks_read_the_same(sheets: Callable[..., list[Grid]]) -> None:
    cells: list[list[str | float]] = [["a", "b"], ["0012", 1.5], ["x", -2.0]]
    expected = [(1, ["a", "b"]), (2, ["0012", "1.5"]), (3, ["x", "-2"])]
    for content, kind in (
        (ods({"S": cells}), "ods"),
        (xls("S", cells), "xls"),
        (xlsx({"S": cells}), "xlsx"),
    ):
        (grid,) = sheets(content)
        assert (grid.part, grid.encoding, rows(grid)) == ("S", kind, expected)


def test_errors_of_old_workbooks_are_no_blanks(sheets: Callable[..., list[Grid]]) -> None:
    (grid,) = sheets(xls("S", [["a", "b"], ["1", Error("#REF!")]]))
    assert rows(grid)[1] == (2, ["1", "#REF!"])


def test_what_is_called_a_workbook_goes_the_way_of_its_content(load: Load) -> None:
    text = "document_id,customer_id,invoice_date,amount\nA1,C1,2026-07-31,10.50\n"
    assert load(text, name="export.xlsx").column("amount") == [1050]


@pytest.mark.parametrize("maker", [xlsx, ods, lambda sheets: xls("S", sheets["S"])])
def test_a_workbook_cut_anywhere_is_refused(
    maker: Callable[..., bytes], write: Write, tmp_path: Path
) -> None:
    whole = maker({"S": [["a", "b"], *[[f"{number}", number] for number in range(50)]]})
    steps = 12
    for step in range(1, steps):
        path = write(whole[: 8 + (len(whole) - 9) * step // steps], name=f"{step}.xlsx")
        with pytest.raises((refusal.CutOffWorkbookError, refusal.DamagedWorkbookError)):
            parts(path, tmp_path)
    with pytest.raises((refusal.CutOffWorkbookError, refusal.DamagedWorkbookError)):
        parts(write(whole[:-1], name="last.xlsx"), tmp_path)


def archive(members: dict[str, bytes]) -> bytes:
    """A ZIP archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in members.items():
            made.writestr(name, text)
    return content.getvalue()


def changed(content: bytes, name: str, text: bytes) -> bytes:
    """A workbook with one member replaced."""
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        members = {each: made.read(each) for each in made.namelist()}
    return archive(members | {name: text})


PLAIN = xlsx({"S": [["a", "b"]]})
STRINGS = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]>'
    b"<sst><si><t>&b;</t></si></sst>"
)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (archive({"letters.txt": b"x"}), "This is a ZIP archive, not a workbook."),
        (archive({"letters.txt": b"x"})[:-4], "This is a ZIP archive, not a workbook."),
        (
            archive({"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}),
            "This is a ZIP archive, not a workbook.",
        ),
        (
            archive({"[Content_Types].xml": b"<x/>", "xl/workbook.bin": b"x"}),
            "This is a binary workbook (.xlsb).",
        ),
        (changed(PLAIN, "xl/sharedStrings.xml", STRINGS), "declares a document type or entities"),
        (changed(PLAIN, "xl/workbook.xml", b"<workbook><sheets>"), "is damaged"),
        (
            changed(PLAIN, "xl/media/image1.png", b"\0" * (11 << 20)),
            "has a part that unpacks to more than 200 times its size",
        ),
        (xls("S", [["a"]]).replace("Workbook".encode("utf-16-le"), "WordDocu".encode("utf-16-le")),
         "This is an OLE document, not a workbook."),
        (xls("S", [["a"]]).replace(
            struct.pack("<HH", 0x0042, 2), struct.pack("<HH", 0x002F, 2)),
         "This is an encrypted workbook."),
    ],
)  # fmt: skip
def test_files_that_are_no_workbooks_are_refused_by_name(
    content: bytes, sentence: str, write: Write, tmp_path: Path
) -> None:
    with pytest.raises(refusal.RefusedError) as refused:
        parts(write(content, name="export.xlsx"), tmp_path)
    assert sentence in refused.value.sentence
    assert refused.value.where.endswith("export.xlsx")


def test_an_encrypted_archive_is_refused(write: Write, tmp_path: Path) -> None:
    content = bytearray(PLAIN)
    place = -1
    while (place := content.find(b"PK\x01\x02", place + 1)) >= 0:
        content[place + 8] |= 1
    with pytest.raises(refusal.EncryptedWorkbookError, match="without a password"):
        parts(write(bytes(content), name="a.xlsx"), tmp_path)


def test_an_encrypted_workbook_in_a_container_is_refused(write: Write, tmp_path: Path) -> None:
    content = xls("S", [["a"]])
    name, length = "EncryptedPackage\0".encode("utf-16-le"), "Workbook\0".encode("utf-16-le")
    place = content.index(length)
    entry = bytearray(content[place : place + 128])
    entry[: len(name)], entry[64:66] = name, struct.pack("<H", len(name))
    content = content[:place] + bytes(entry) + content[place + 128 :]
    with pytest.raises(refusal.EncryptedWorkbookError):
        parts(write(content, name="a.xlsx"), tmp_path)


def test_a_member_larger_than_it_says_is_refused(write: Write, tmp_path: Path) -> None:
    name = b"xl/worksheets/sheet1.xml"
    content = bytearray(xlsx({"S": [[f"cell {number}"] for number in range(2000)]}))
    place = content.rindex(name) - 46
    content[place + 24 : place + 28] = struct.pack("<I", 500)
    with pytest.raises(refusal.DamagedWorkbookError):
        parts(write(bytes(content), name="a.xlsx"), tmp_path)


@pytest.mark.parametrize(
    ("limits", "sentence"),
    [
        (Limits(rows=4), "has a sheet 'S' of more than 4 rows"),
        (Limits(columns=1), "has a sheet 'S' of more than 1 columns"),
        (Limits(unpacked_mb=0), "unpacks to more than 0 MiB"),
    ],
)
def test_a_workbook_beyond_its_limits_is_refused(
    limits: Limits, sentence: str, sheets: Callable[..., list[Grid]]
) -> None:
    with pytest.raises(refusal.LargeWorkbookError) as refused:
        sheets(xlsx({"S": [["a", "b"]] * 5}), limits)
    assert sentence in refused.value.sentence


def test_a_sheet_that_claims_the_whole_world_is_refused(write: Write, tmp_path: Path) -> None:
    sheet = (
        b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        b'<row r="1"><c r="A1"><v>1</v></c></row>'
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    path = write(changed(PLAIN, "xl/worksheets/sheet1.xml", sheet), name="a.xlsx")
    with pytest.raises(refusal.HungryWorkbookError, match="needs more than 2048 MiB of memory"):
        parts(path, tmp_path)


def test_shared_texts_that_multiply_are_refused(write: Write, tmp_path: Path) -> None:
    """One long text, shown by many cells: little in the file, much in memory."""
    cells = "".join(
        f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 30_001)
    )
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    content = changed(
        PLAIN,
        "xl/worksheets/sheet1.xml",
        f'<worksheet xmlns="{main}"><sheetData>{cells}</sheetData></worksheet>'.encode(),
    )
    strings = f'<sst xmlns="{main}"><si><t>{"x" * 32_000}</t></si></sst>'.encode()
    content = changed(content, "xl/sharedStrings.xml", strings)
    with zipfile.ZipFile(io.BytesIO(content)) as made:
        relations = made.read("xl/_rels/workbook.xml.rels").decode()
    relation = (
        '<Relationship Id="strings" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    )
    content = changed(
        content,
        "xl/_rels/workbook.xml.rels",
        relations.replace("</Relationships>", relation).encode(),
    )
    with pytest.raises(refusal.HungryWorkbookError):
        parts(write(content, name="a.xlsx"), tmp_path, Limits(memory_mb=512))


def test_a_file_that_changes_while_it_is_read_is_refused(write: Write, tmp_path: Path) -> None:
    path = write(PLAIN, name="a.xlsx")
    ((grid,),) = parts(path, tmp_path)
    assert isinstance(look(path), Binary)
    write(xlsx({"S": [["other"]]}), name="a.xlsx")
    with pytest.raises(refusal.ChangedError):
        grid.check_unchanged()
