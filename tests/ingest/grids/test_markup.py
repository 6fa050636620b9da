"""HTML tables and SpreadsheetML workbooks that are called .xls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.ingest import refusal
from artui.ingest.apart.task import Limits
from artui.ingest.opening import parts

if TYPE_CHECKING:
    from pathlib import Path

    from artui.ingest.grid import Grid
    from tests.ingest.conftest import Load, Write

    Rows = list[tuple[int, list[str]]]


def rows(grid: Grid) -> Rows:
    """All rows with their numbers, without the blank ones."""
    return [
        (line, row)
        for block in grid.blocks()
        for row, line in zip(block.rows, block.lines, strict=True)
        if row
    ]


def only(write: Write, tmp_path: Path, content: str | bytes) -> Grid:
    """The only part of an .xls."""
    ((grid,),) = parts(write(content, name="export.xls"), tmp_path)
    return grid


def cells(write: Write, tmp_path: Path, content: str | bytes) -> list[list[str]]:
    """What the rows of the only part hold."""
    return [row for _, row in rows(only(write, tmp_path, content))]


PAGE = """<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><title>Open items</title>
<meta http-equiv=Content-Type content="text/html; charset=utf-8"><style>td {color: red}</style>
<!--[if gte mso 9]><xml><x:ExcelWorkbook/></xml><![endif]--></head><body>
<table border=1><caption>As of 31 July 2026</caption>
<thead><tr><th>document_id</th><th>customer_id<th>invoice_date</th><th>amount</th></tr></thead>
<tr><td x:str>0012<td x:num="10.5">C&amp;A&nbsp;1</td><td>2026-07-31</td><td align=right>10.50
</td></tr>
<tr><td colspan="3">Total &lt;all&gt;</td><td><b>10.</b><i>50</i>&nbsp;</td></tr>
<TR></TR>
</table></body></html>"""


def test_a_page_reads_as_it_looks(write: Write, tmp_path: Path) -> None:
    grid = only(write, tmp_path, PAGE)
    assert (grid.part, grid.encoding, grid.ends_whole, grid.notes) == ("", "HTML", True, ())
    assert rows(grid) == [
        (1, ["As of 31 July 2026", "", "", ""]),
        (2, ["document_id", "customer_id", "invoice_date", "amount"]),
        (3, ["0012", "C&A\u00a01", "2026-07-31", "10.50"]),
        (4, ["Total <all>", "", "", "10.50"]),
    ]


def test_a_page_loads(load: Load) -> None:
    result = load(
        "<table><tr><td>document_id<td>customer_id<td>invoice_date<td>amount<td>currency"
        "<tr><td>0012<td>C1<td>2026-07-31<td>10.50<td>USD</table>",
        name="export.xls",
    )
    assert result.column("amount") == [1050]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        (
            "<tr><td rowspan=2>a<td>b<tr><td>c<tr><td>d<td>e",
            [["a", "b"], ["", "c"], ["d", "e"]],
        ),
        (
            "<tr><td>a<td rowspan=2 colspan=2>b<td>c<tr><td>d<td>e",
            [["a", "b", "", "c"], ["d", "", "", "e"]],
        ),
        ("<tr><td>a<td rowspan=0>b<tr><td>c<tr><td>d", [["a", "b"], ["c", ""], ["d", ""]]),
        ("<td>a<td>b<tr><td>c", [["a", "b"], ["c", ""]]),
        ("<tr><td>one<br>two<p>three</p> four", [["one two three four"]]),
        ("<tr><td colspan=x>a<td colspan='-3'>b", [["a", "b"]]),
        ("<tr><td><script>var a = '<td>x'</script>a", [["a"]]),
    ],
)
def test_spans_and_unclosed_cells(
    table: str, expected: list[list[str]], write: Write, tmp_path: Path
) -> None:
    assert cells(write, tmp_path, f"<table>{table}</table>") == expected


def test_the_table_with_the_most_rows_is_read_and_tables_within_it_are_their_own(
    write: Write, tmp_path: Path
) -> None:
    inner = "<table><tr><td>inner</table>"
    grid = only(
        write,
        tmp_path,
        f"<table><tr><td>menu</table><table><tr><td>a{inner}b<tr><td>c<tr><td>d</table>",
    )
    assert [row for _, row in rows(grid)] == [["ab"], ["c"], ["d"]]
    assert grid.notes == ("Of its 3 tables only the one with the most rows is read.",)


def test_a_table_that_is_never_closed_may_be_cut_off(write: Write, tmp_path: Path) -> None:
    assert not only(write, tmp_path, "<table><tr><td>a<tr><td>b").ends_whole


def test_a_page_is_read_in_the_encoding_it_names(write: Write, tmp_path: Path) -> None:
    page = '<html><meta charset="windows-1251"><table><tr><td>Долг</table>'
    assert cells(write, tmp_path, page.encode("cp1251")) == [["Долг"]]
    for name in ("x-unknown", "zlib_codec", "iso-8859-1", "utf-8"):
        page = f'<html><meta charset="{name}"><table><tr><td>Café €</table>'
        assert cells(write, tmp_path, page.encode("cp1252")) == [["Café €"]]
    broken = b'<html><meta charset="windows-1251"><table><tr><td>\x98 caf\xe9</table>'
    with pytest.raises(refusal.DamagedWorkbookError):
        cells(write, tmp_path, broken)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><h1>Session expired</h1></body></html>",
        "<table><tr><td>User<td><input><tr><td>Password<td><input type=password></table>",
        "<!doctype html><table></table>",
    ],
)
def test_a_page_without_a_table_of_rows_is_refused(page: str, write: Write, tmp_path: Path) -> None:
    with pytest.raises((refusal.OtherFormatError, refusal.MessageError)):
        parts(write(page, name="export.xls"), tmp_path)


@pytest.mark.parametrize(
    ("page", "sentence"),
    [
        ("<table>" * 200 + "<tr><td>x", "has tables within tables, more than 100 deep"),
        ("<table><tr>" + "<td colspan=1000>x" * 20, "of more than 16,384 columns"),
        ("<table><tr><td>" + "x" * 200_000, "has a cell of more than 131,072 characters"),
    ],
)
def test_a_page_beyond_its_limits_is_refused(
    page: str, sentence: str, write: Write, tmp_path: Path
) -> None:
    with pytest.raises(refusal.LargeWorkbookError) as refused:
        parts(write(page, name="export.xls"), tmp_path)
    assert sentence in refused.value.sentence


BOOK = """<?xml version="1.0" encoding="utf-8"?><?mso-application progid="Excel.Sheet"?>
<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"
 xmlns:x="urn:schemas-microsoft-com:office:excel">
<Worksheet ss:Name="Open [b]items[/b]"><Table>
<Row ss:Index="2"><Cell ss:MergeAcross="2"><Data ss:Type="String">As of 31 July 2026</Data></Cell>
<Cell><Data ss:Type="String">USD</Data></Cell></Row>
<Row ss:Index="4"><Cell><Data ss:Type="String">0012</Data></Cell><Cell ss:Index="3">
<Data ss:Type="Number">1.234</Data></Cell><Cell>
<Data ss:Type="DateTime">2026-07-31T00:00:00.000</Data></Cell>
<Cell><Data ss:Type="Boolean">1</Data></Cell></Row>
<Row><Cell><ss:Data ss:Type="String" xmlns="http://www.w3.org/TR/REC-html40"><B>bo</B>ld</ss:Data>
</Cell><Cell ss:Formula="=1+1"/><Cell ss:Formula="=1+1"><Data ss:Type="Number">2</Data></Cell>
<Cell><Data ss:Type="Error">#REF!</Data></Cell>
<Cell ss:Formula="=T(&quot;&quot;)"><Data ss:Type="String"></Data></Cell></Row>
</Table></Worksheet>
<Worksheet ss:Name="Key"><Table><Row><Cell><Data ss:Type="String">k</Data></Cell></Row></Table>
<x:WorksheetOptions><x:Visible>SheetHidden</x:Visible></x:WorksheetOptions></Worksheet>
<Worksheet ss:Name="None"><Table/></Worksheet>
</Workbook>"""


def test_a_workbook_in_xml_reads_as_any_other(write: Write, tmp_path: Path) -> None:
    grid = only(write, tmp_path, BOOK)
    assert (grid.part, grid.encoding) == ("Open [b]items[/b]", "SpreadsheetML")
    assert rows(grid) == [
        (2, ["As of 31 July 2026", "", "", "USD", ""]),
        (4, ["0012", "", "1.2340", "2026-07-31", "true"]),
        (5, ["bold", "#CALC!", "2", "#REF!", ""]),
    ]
    assert grid.notes == (
        "Hidden sheets are not read: 'Key'.",
        (
            "Formulas of sheet 'Open [b]items[/b]' that have no value read as #CALC! (1): open the"
            " workbook in a spreadsheet and save it."
        ),
    )


@pytest.mark.parametrize(
    ("content", "error"),
    [
        (
            BOOK.replace("<Workbook", '<!DOCTYPE x [<!ENTITY a "aaaa">]><Workbook', 1),
            refusal.EntitiesError,
        ),
        (BOOK.replace("</Row>", "</Raw>", 1), refusal.DamagedWorkbookError),
        (BOOK[: BOOK.index("<Worksheet")] + "</Workbook>", refusal.EmptyWorkbookError),
        (BOOK.replace('ss:Index="4"', 'ss:Index="400000000"'), refusal.LargeWorkbookError),
        (BOOK.replace('ss:Index="3"', 'ss:Index="300000000"'), refusal.LargeWorkbookError),
    ],
)
def test_what_is_wrong_with_a_workbook_in_xml_refuses_it(
    content: str, error: type[Exception], write: Write, tmp_path: Path
) -> None:
    with pytest.raises(error):
        parts(write(content, name="export.xls"), tmp_path)


def test_a_workbook_in_xml_cut_anywhere_is_refused(write: Write, tmp_path: Path) -> None:
    start = BOOK.index("<Worksheet")
    for step in range(8):
        cut = start + (len(BOOK) - start - 1) * step // 8
        with pytest.raises((refusal.CutOffWorkbookError, refusal.DamagedWorkbookError)):
            parts(write(BOOK[:cut], name="export.xls"), tmp_path)


def test_an_encoding_may_be_any_that_text_has(write: Write, tmp_path: Path) -> None:
    book = BOOK.replace("bold", "").replace("0012", "Zoë").replace('encoding="utf-8"', "")
    assert rows(only(write, tmp_path, book.encode("utf-16")))[1][1][0] == "Zoë"


def test_a_page_is_limited_like_a_workbook(write: Write, tmp_path: Path) -> None:
    path = write("<table>" + "<tr><td>x" * 10 + "</table>", name="export.xls")
    with pytest.raises(refusal.LargeWorkbookError, match="more than 9 rows"):
        parts(path, tmp_path, Limits(rows=9))


def test_other_xml_is_no_workbook(write: Write, tmp_path: Path) -> None:
    with pytest.raises(refusal.OtherFormatError, match="This is XML"):
        parts(write("<?xml version='1.0'?><a><b/></a>", name="export.xls"), tmp_path)
