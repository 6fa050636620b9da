"""One report in four formats: the same figures, and text of data that acts in none of them."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.report import aging, credit, disputes, imports, readiness, reasons, worklist
from artui.report.formats import FORMATS, as_csv, as_json, as_md, as_table, defused
from artui.report.request import Request
from artui.report.table import Column, Report, Section
from tests.homes import dispute, invoice
from tests.report import hostile

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from artui.report.request import Source
    from tests.homes import Books

    Make = Callable[[Source, Request], Report]

REPORTS: dict[str, Make] = {
    "aging": aging.report,
    "disputes": lambda source, request: disputes.report(source, request, "all"),
    "reasons": lambda source, request: reasons.report(source, request, reasons.Wish("2026-W46")),
    "worklist": worklist.report,
    "credit": credit.report,
    "imports": imports.report,
    "readiness": lambda source, request: readiness.report(
        source, request, readiness.Wish(state="all")
    ),
}
_FORMULA = tuple("=+-@\t\r\n\0＝＋－＠")  # noqa: RUF001 - the full-width forms are meant
_NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def leaves(data: Any) -> Iterator[str]:
    """Every text and number in a piece of JSON."""
    if isinstance(data, dict):
        for value in data.values():
            yield from leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from leaves(value)
    elif data is not None and not isinstance(data, bool):
        yield str(data)


def unescaped(text: str) -> str:
    """Markdown as it is shown."""
    return re.sub(r"\\(.)", r"\1", text)


@pytest.mark.parametrize("form", ["table", "csv", "md"])
@pytest.mark.parametrize("name", REPORTS)
def test_every_figure_of_the_json_is_in_every_format(
    sample_source: Source, name: str, form: str
) -> None:
    made = REPORTS[name](sample_source, Request())
    wanted = {
        key: made.data[key]
        for key in made.data
        if key not in ("report", "agent", "explained", "rank", "by")
    }
    wanted = json.loads(json.dumps(wanted).replace("_", " "))
    text = unescaped(FORMATS[form](made)) if form == "md" else FORMATS[form](made)
    text = text.replace(",", "").replace("_", " ")
    missing = {leaf for leaf in leaves(wanted) if leaf.replace(",", "") not in text}
    assert {leaf for leaf in missing if leaf not in ("0.00", "0")} == set()
    assert len(list(leaves(wanted))) > 20


@pytest.mark.parametrize("name", REPORTS)
def test_json_is_what_a_program_reads(sample_source: Source, name: str) -> None:
    made = REPORTS[name](sample_source, Request())
    text = FORMATS["json"](made)
    assert json.loads(text) == made.data
    assert text.isascii()
    assert json.loads(text)["report"] == name


@pytest.mark.parametrize("name", REPORTS)
def test_csv_has_one_header_and_numbers_in_number_columns(sample_source: Source, name: str) -> None:
    made = REPORTS[name](sample_source, Request())
    rows = list(csv.DictReader(io.StringIO(as_csv(made))))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert None not in rows[0]
    numbers = {c.key for section in made.sections for c in section.columns if c.number}
    cells = [row[key] for row in rows for key in numbers if row[key]]
    assert [cell for cell in cells if not _NUMBER.fullmatch(cell) and cell != "unlimited"] == []
    assert len(cells) > 10
    assert [row["section"] for row in rows].count("rows") == len(made.sections[0].rows)


@pytest.fixture
def hostile_source(books: Books, source: Source) -> Source:
    """Every text of the data is hostile."""
    for n, text in enumerate(hostile.ALL):
        fields = {"segment": text, "collector": text, "region": text, "phone": text, "name": text}
        customer = {"customer_id": f"{text}{n}", **fields, "credit_limit": "5.00"}
        name = f"{text}-{n}"
        row = invoice(name, "-7.00" if n % 5 == 0 else "10.00", due_date="2026-10-20")
        case = dispute(f"{text}D{n}", name, "2026-10-30", reason=text, owner=text)
        case |= {"status": text, "outcome": text}
        texts = {"customer_id": f"{text}{n}", "site": text, "reason": text}
        books.take(f"customers_{n}.csv", customer)
        books.take(f"invoices_{n}.csv", row | texts)
        books.take(f"disputes_{n}.csv", case)
    return source


@pytest.mark.parametrize("name", REPORTS)
def test_hostile_text_acts_in_no_format(hostile_source: Source, name: str) -> None:
    made = REPORTS[name](hostile_source, Request())
    for form in ("table", "md", "csv", "json"):
        text = FORMATS[form](made)
        assert all(line.isprintable() for line in text.splitlines()), form
        assert "\x1b" not in text
    for line in csv.reader(io.StringIO(as_csv(made))):
        acting = [
            cell for cell in line if cell.startswith(_FORMULA) and not _NUMBER.fullmatch(cell)
        ]
        assert acting == []


def test_hostile_text_is_not_markup_in_markdown(hostile_source: Source) -> None:
    text = as_md(REPORTS["aging"](hostile_source, Request()))
    assert re.findall(r"(?<!\\)[<>\[\]*`~$&]", text) == []
    rows = [line for line in text.splitlines() if line.startswith("|") and "owned" in line]
    assert len(rows) == 2
    header = next(line for line in text.splitlines() if line.startswith("| Key"))
    bars = [len(re.findall(r"(?<!\\)\|", line)) for line in (rows[0], header)]
    assert bars[0] == bars[1]


def test_json_keeps_the_text_as_it_came(hostile_source: Source) -> None:
    names = {row["name"] for row in aging.report(hostile_source, Request()).data["rows"]}
    assert set(hostile.FORMULAS) <= names
    assert "\x1b]0;owned\x07title" in names


@given(text=st.text())
def test_a_defused_text_starts_no_formula_and_is_printable(text: str) -> None:
    shown = defused(text)
    assert not shown.startswith(_FORMULA)
    assert shown.isprintable()


@given(
    cells=st.lists(st.tuples(st.text(), st.text()), max_size=4),
    number=st.integers(-(10**9), 10**9),
)
def test_csv_comes_back_as_it_went(cells: list[tuple[str, str]], number: int) -> None:
    columns = (Column("a", "A"), Column("b", "B"), Column("n", "N", number=True))
    rows: list[dict[str, str | None]] = [{"a": a, "b": b, "n": f"{number:,}"} for a, b in cells]
    made = Report("x", {}, ("about it",), (Section("rows", columns, tuple(rows)),))
    read = list(csv.DictReader(io.StringIO(as_csv(made))))
    assert read[0] == {"section": "about", "a": "", "b": "", "n": "", "about": "about it"}
    found = [(row["a"], row["b"], row["n"]) for row in read[1:]]
    assert found == [(defused(a), defused(b), str(number)) for a, b in cells]


def test_nothing_is_said_to_be_nothing() -> None:
    made = Report("x", {"rows": []}, ("about",), (Section("rows", (Column("a", "A"),), ()),))
    assert "rows: nothing here" in as_table(made)
    assert "rows: nothing here" in as_md(made)
    assert json.loads(as_json(made)) == {"rows": []}
    assert as_csv(made) == "section,a,about\nabout,,about\n"
