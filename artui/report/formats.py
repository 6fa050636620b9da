"""One report in four formats, out of the same rows: table, json, csv, md."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

from tabulate import tabulate

from artui.text import safe

if TYPE_CHECKING:
    from collections.abc import Callable

    from artui.report.table import Report, Section

#: What a spreadsheet takes for the start of a formula, half- and full-width.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # noqa: RUF001 - the full-width forms are meant


#: What Markdown, and what common renderers add to it, takes for markup.
_ESCAPES = {ord(character): f"\\{character}" for character in "\\`*_[]<>|#~&$"}


def as_json(report: Report) -> str:
    """The report's data; what is not printable in a text stays, escaped as JSON has it."""
    text = json.dumps(report.data, ensure_ascii=True, indent=1)
    return text.replace("\x7f", "\\u007f") + "\n"


def as_table(report: Report) -> str:
    """The report as people read it in a terminal."""
    parts = ["\n".join(map(safe, report.about))]
    parts += [_grid(section, "simple") for section in report.sections]
    return "\n\n".join(part for part in parts if part) + "\n"


def as_md(report: Report) -> str:
    """The report as Markdown tables."""
    parts = [f"# {report.name}", *(markdown(sentence) + "  " for sentence in report.about)]
    for section in report.sections:
        parts += ["", f"## {section.name}", "", _grid(section, "pipe", markdown)]
    return "\n".join(parts) + "\n"


def md_table(section: Section) -> str:
    """A section's rows as a Markdown table, without its heading."""
    return _grid(section, "pipe", markdown)


def _grid(section: Section, style: str, cell: Callable[[str], str] = safe) -> str:
    if not section.rows:
        return f"{section.name}: nothing here"
    rows = [[cell(row.get(c.key) or "") for c in section.columns] for row in section.rows]
    return tabulate(
        rows,
        headers=[cell(column.label) for column in section.columns],
        tablefmt=style,
        disable_numparse=True,
        colalign=["right" if column.number else "left" for column in section.columns],
    )


def markdown(text: str) -> str:
    """Text that stays text in Markdown, and within its cell."""
    return safe(text).translate(_ESCAPES)


def as_csv(report: Report) -> str:
    """The report as one table for machines: the first column says which section a row is of."""
    columns = {c.key: c for section in report.sections for c in section.columns}
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["section", *columns, "about"])
    for sentence in report.about:
        writer.writerow(["about", *([""] * len(columns)), defused(sentence)])
    for section in report.sections:
        for row in section.rows:
            cells = [_cell(row.get(key), number=c.number) for key, c in columns.items()]
            writer.writerow([section.name, *cells, ""])
    return out.getvalue()


def plain_csv(section: Section) -> str:
    """One section as a table for machines: its columns' keys, then its rows."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([column.key for column in section.columns])
    for row in section.rows:
        writer.writerow([_cell(row.get(c.key), number=c.number) for c in section.columns])
    return out.getvalue()


def _cell(value: str | None, *, number: bool) -> str:
    if value is None:
        return ""
    return value.replace(",", "") if number else defused(value)


def defused(text: str) -> str:
    """Text that no spreadsheet takes for a formula, and no terminal for a command."""
    return safe(f"'{text}" if text.startswith(_FORMULA) else text)


FORMATS: dict[str, Callable[[Report], str]] = {
    "table": as_table,
    "json": as_json,
    "csv": as_csv,
    "md": as_md,
}
