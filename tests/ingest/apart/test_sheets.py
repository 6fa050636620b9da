"""Whatever stands on a sheet or a page is written where it stands."""

from __future__ import annotations

import csv
import html
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from artui.ingest.apart import html_tables, spreadsheetml, workbook
from artui.ingest.apart.task import HTML, WORKBOOK, XML, Limits, Task
from tests.workbooks import xls, xlsx

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from artui.ingest.apart.task import Written

Table = list[list[str]]
#: What XML can hold, without the characters its parsers make alike: line ends.
WORDS = st.text(
    st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=("Cs", "Cc")),
    max_size=8,
)
PLAIN = WORDS.map(lambda text: " ".join(text.split()))
FEW = settings(max_examples=60, deadline=None)


def tables(texts: st.SearchStrategy[str]) -> st.SearchStrategy[Table]:
    return st.lists(st.lists(texts, max_size=5), min_size=1, max_size=6)


def written(read: Callable[[Task], list[Written]], form: str, content: bytes | str) -> list[Table]:
    """The rows of each sheet, read within this process."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        sheets = read(Task(form, str(path), folder, "utf-8", Limits()))
        return [rows(Path(folder) / each.file) for each in sheets]


def rows(path: Path) -> Table:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.reader(handle))


def trimmed(table: Sequence[Sequence[str]]) -> Table:
    """Without the blanks at the ends of rows, and the blank rows at the end."""
    found = [list(row) for row in table]
    for row in found:
        while row and not row[-1].strip():
            row.pop()
    while found and not found[-1]:
        found.pop()
    return found


@FEW
@given(tables(WORDS))
def test_a_workbook_is_written_cell_by_cell(table: Table) -> None:
    found = written(workbook.read, WORKBOOK, xlsx({"S": table}))
    assert list(map(trimmed, found)) == [trimmed(table)] * len(found)
    assert found or not trimmed(table)


@FEW
@given(tables(PLAIN))
def test_an_old_workbook_is_written_cell_by_cell(table: Table) -> None:
    found = written(workbook.read, WORKBOOK, xls("S", table))
    assert list(map(trimmed, found)) == [trimmed(table)] * len(found)
    assert found or not trimmed(table)


@FEW
@given(tables(PLAIN))
def test_a_page_is_written_cell_by_cell(table: Table) -> None:
    cells = ("".join(f"<td>{html.escape(cell)}</td>" for cell in row) for row in table)
    page = f"<table>{''.join(f'<tr>{row}</tr>' for row in cells)}</table>"
    found = written(html_tables.read, HTML, page)
    assert list(map(trimmed, found)) == [trimmed(table)] * len(found)
    assert found or not trimmed(table)


@FEW
@given(tables(WORDS))
def test_a_workbook_in_xml_is_written_cell_by_cell(table: Table) -> None:
    cells = (
        "".join(
            f'<Cell ss:Index="{place}"><Data ss:Type="String">{html.escape(cell)}</Data></Cell>'
            for place, cell in enumerate(row, 1)
            if cell
        )
        for row in table
    )
    book = (
        '<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"'
        ' xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Worksheet ss:Name="S"><Table>'
        f"{''.join(f'<Row>{row}</Row>' for row in cells)}</Table></Worksheet></Workbook>"
    )
    found = written(spreadsheetml.read, XML, book)
    assert list(map(trimmed, found)) == [trimmed(table)] * len(found)
    assert found or not trimmed(table)
