"""What holds of any column of amounts or dates, however an export writes them."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.domain.days import to_day
from artui.ingest import amounts, dates, refusal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.ingest.conftest import Load, Result

some = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None
)


def of(load: Load, header: str, cells: Sequence[str]) -> Result:
    """A file whose rows differ in one column."""
    usual = {"invoice_date": "2026-01-31", "amount": "1"}
    rows = [{"invoice_id": f"I{n}", "customer_id": "C1", **usual} for n in range(len(cells))]
    for row, cell in zip(rows, cells, strict=True):
        row[header] = '"' + cell.replace('"', '""') + '"'
    return load("\n".join(["\t".join(rows[0]), *("\t".join(row.values()) for row in rows), ""]))


class Hand(NamedTuple):
    """How an export writes amounts: its marks, how it groups, what stands around."""

    group: str
    mark: str
    indian: bool
    positive: str
    negative: str

    def write(self, minor: int) -> str:
        """An amount of dollars."""
        whole, part = divmod(abs(minor), 100)
        grouped = lakhs(whole) if self.indian else f"{whole:,}"
        text = f"{grouped.replace(',', self.group)}{self.mark}{part:02d}"
        return (self.negative if minor < 0 else self.positive).format(text)


def lakhs(number: int) -> str:
    """A number grouped as in India."""
    head, tail = divmod(number, 1000)
    if not head:
        return str(tail)
    pairs = []
    while head:
        head, pair = divmod(head, 100)
        pairs.append(f"{pair:02d}" if head else str(pair))
    return ",".join([*reversed(pairs), f"{tail:03d}"])


MARKS = (
    *((",", "."), (".", ","), ("", "."), ("", ","), (" ", ","), ("'", "."), ("\u2019", ".")),
    *(("\u00a0", "."), ("\u202f", ","), ("\u2009", ",")),
)
POSITIVE = ("{}", "+{}", "$ {}", "USD {}", "{} USD", "{} DR", "{}Dr.", "{} S", '="{}"', "'{}")
NEGATIVE = (
    *("-{}", "{}-", "({})", "<{}>", "{} CR", "{}Cr.", "{} H", "-${}", "$({})", "USD -{}"),
    *("{}- USD", "\u2212{}"),
)


@st.composite
def hands(draw: st.DrawFn) -> Hand:
    """Any hand; only a hand with a decimal point groups in lakhs."""
    group, mark = draw(st.sampled_from(MARKS))
    indian = group == "," and draw(st.booleans())
    return Hand(
        group, mark, indian, draw(st.sampled_from(POSITIVE)), draw(st.sampled_from(NEGATIVE))
    )


@given(hands(), st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=30))
@some
def test_a_column_of_amounts_is_read_back(load: Load, hand: Hand, minors: list[int]) -> None:
    result = of(load, "amount", [hand.write(minor) for minor in minors])
    assert result.column("amount") == minors


FORMS = {
    "%Y-%m-%d": "ymd",
    "%Y%m%d": "ymd",
    "%d.%m.%Y": "dmy",
    "%d/%m/%Y": "dmy",
    "%d-%m-%Y 08:15:00": "dmy",
    "%m/%d/%Y": "mdy",
    "%m/%d/%y": "mdy",
    "%d-%b-%y": "ymd",
    "%B %d, %Y": "ymd",
    "%a, %d %b %Y": "ymd",
    "%Y-%m-%dT00:00:00.000Z": "ymd",
    "serial": "serial",
}
days = st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31))


def written(date: dt.date, form: str) -> str:
    """A date in a form."""
    return str(to_day(date) + 25_569) if form == "serial" else date.strftime(form)


@given(st.sampled_from(sorted(FORMS)), st.lists(days, min_size=1, max_size=30))
@some
def test_a_column_of_dates_is_read_back_or_refused(
    load: Load, form: str, given_: list[dt.date]
) -> None:
    cells = [written(date, form) for date in given_]
    try:
        found = of(load, "invoice_date", cells).column("invoice_date")
    except refusal.AmbiguousError:
        assert "/" in form or "-%m" in form
        short = form.endswith("%y")
        assert short or all(date.day <= 12 for date in given_)
        assert short or any(date.day != date.month for date in given_)
    else:
        assert found == list(map(to_day, given_))


ONE_WAY = {
    "amount": (["12.50", "1,234.5"], ["12,50", "1.234,5"]),
    "invoice_date": (["31/1/2026", "31.1.2026"], ["1/31/2026"], ["45991", "46000.5"]),
}
AMBIGUOUS = ("5/6/2026", "6/5/2026", "7/7/2026", "13/5/2026", "5/13/2026")
noise = st.sampled_from(["", "1", "abc", "5/6/2026", "1.234", "1,234", "12", "2026-02-31", "x.y"])


@given(st.data(), st.sampled_from(sorted(ONE_WAY)))
@some
def test_a_column_of_two_conventions_never_loads(
    load: Load, data: st.DataObject, header: str
) -> None:
    first, second = data.draw(st.permutations(ONE_WAY[header]))[:2]
    cells = [data.draw(st.sampled_from(first)), data.draw(st.sampled_from(second))]
    cells = data.draw(st.permutations([*cells, *data.draw(st.lists(noise))]))
    with pytest.raises(refusal.ContradictionError):
        of(load, header, cells)


@given(st.lists(st.from_regex(r"-?[1-9]\d{0,2}([.,]\d{1,3}){0,2}", fullmatch=True), min_size=1))
@some
def test_no_amount_changes_its_size_without_a_witness(load: Load, cells: list[str]) -> None:
    try:
        result = of(load, "amount", cells)
    except refusal.RefusedError:
        return
    lost = {reject.line for reject in result.rejects}
    kept = [cell for line, cell in enumerate(cells, 2) if line not in lost]
    styles = [set(amounts.readings(cell)) for cell in cells if amounts.readings(cell)]
    told = set.intersection(*styles) if styles else set(amounts.STYLES)
    for cell, value in zip(kept, result.column("amount"), strict=True):
        ways = {style: amounts.minor_units(cell, style, "KWD") for style in amounts.readings(cell)}
        if len(set(ways.values())) > 1:
            assert len(told) == 1, "nothing in the column tells which is meant"
            (style,) = told
            assert value == amounts.minor_units(cell, style, "USD")


def cells_of(alphabet: str) -> st.SearchStrategy[str]:
    """Cells that look like values, and any others; no text of a file holds NUL."""
    text = st.characters(codec="utf-8", exclude_characters="\0\r\n")
    return st.text(alphabet, max_size=14) | st.text(text, max_size=70)


@given(st.lists(cells_of("0123456789.,-+()<>$€' CRDrHSEe%=\""), min_size=1, max_size=12))
@some
def test_no_amount_breaks_the_reading(load: Load, cells: list[str]) -> None:
    try:
        result = of(load, "amount", cells)
    except refusal.RefusedError:
        return
    assert len(result.rows) + len(result.rejects) == len(cells)
    assert all(isinstance(minor, int) for minor in result.column("amount"))


@given(st.lists(cells_of("0123456789.,-/: TZ+JanFebMär'=\""), min_size=1, max_size=12))
@some
def test_no_date_breaks_the_reading(load: Load, cells: list[str]) -> None:
    try:
        result = of(load, "invoice_date", cells)
    except refusal.RefusedError:
        return
    assert len(result.rows) + len(result.rejects) == len(cells)
    found = result.column("invoice_date")
    assert all(dates.EARLIEST <= day <= dates.LATEST for day in found)


@given(st.lists(st.sampled_from(AMBIGUOUS), min_size=1))
@some
def test_no_day_is_told_by_its_own_cell(load: Load, cells: list[str]) -> None:
    try:
        result = of(load, "invoice_date", cells)
    except refusal.RefusedError:
        return
    orders = [set(dates.readings(cell)) for cell in cells]
    one = [order for order in dates.ORDERS if all(order in each for each in orders)]
    for order, other in pairwise(one):
        assert [dates.day(cell, order) for cell in cells] == [
            dates.day(cell, other) for cell in cells
        ]
    assert result.column("invoice_date") == [dates.day(cell, one[0]) for cell in cells]
