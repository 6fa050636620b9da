"""Conventions are decided over whole columns; what cannot be decided refuses the file."""

from __future__ import annotations

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.domain import days
from artui.ingest import lines, refusal
from artui.ingest.profile import Profile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from random import Random

    from artui.ingest.amounts import Style
    from artui.ingest.dates import Order
    from tests.ingest.conftest import Load, Result

HEADER = "invoice_id;customer_id;invoice_date;amount\n"


def invoices(cells: Sequence[tuple[str, str]]) -> str:
    """A file of invoices with these dates and amounts."""
    return HEADER + "".join(f'I{n};C1;"{d}";"{a}"\n' for n, (d, a) in enumerate(cells))


def profile(dates: Order | None = None, numbers: Style | None = None) -> Profile:
    names = ("invoice_id", "customer_id", "invoice_date", "amount")
    columns = {name: (name,) for name in names}
    return Profile("own", "invoices", columns=columns, dates=dates, numbers=numbers)


def of_amounts(load: Load, amounts: Sequence[str], numbers: Style | None = None) -> Result:
    content = invoices([("2026-01-31", amount) for amount in amounts])
    return load(content, [profile(numbers=numbers)] if numbers else ())


def of_dates(load: Load, dates: Sequence[str], order: Order | None = None) -> Result:
    content = invoices([(date, "1") for date in dates])
    return load(content, [profile(order)] if order else ())


@pytest.mark.parametrize(
    ("amounts", "minor"),
    [
        (["12", "-3"], [1200, -300]),
        (["12.50", "1.000.5"], [1250]),
        (["1,234.56", "1,234"], [123456, 123400]),
        (["1.234", "12,5"], [123400, 1250]),
        (["1.234,56-", "1.234"], [-123456, 123400]),
        (["1.234", "abc", "1.234.567"], [123400, 123456700]),
    ],
)
def test_one_cell_decides_a_column_of_amounts(
    load: Load, amounts: list[str], minor: list[int]
) -> None:
    assert of_amounts(load, amounts).column("amount") == minor


def test_a_column_of_amounts_that_cannot_be_told_is_refused(load: Load) -> None:
    with pytest.raises(refusal.AmbiguousError) as caught:
        of_amounts(load, ["12", "0", "1.234", "5.678"])
    assert caught.value.sentence == (
        "Column 'amount' can be read as a decimal point or as a decimal comma: "
        "'1.234' tells nothing."
    )
    assert caught.value.where.endswith("export.csv:4")
    assert caught.value.hint == "Say which in a profile (numbers: dot or comma)."


def test_a_profile_tells_the_style(load: Load) -> None:
    assert of_amounts(load, ["12", "1.234"], "comma").column("amount") == [1200, 123400]
    result = of_amounts(load, ["12", "1.234"], "dot")
    assert result.column("amount") == [1200]
    assert [each.reason for each in result.rejects] == ["has more decimals than USD"]


def test_amounts_of_two_styles_are_refused_with_both_lines(load: Load) -> None:
    with pytest.raises(refusal.ContradictionError) as caught:
        of_amounts(load, ["12.50", "7", "12,50"])
    assert caught.value.where.endswith(":4")
    assert "'12,50' is a decimal comma, but '12.50' on line 2 is a decimal point" in str(
        caught.value
    )


@pytest.mark.parametrize(
    ("dates", "iso"),
    [
        (["5/6/2026", "31/1/2026"], ["2026-06-05", "2026-01-31"]),
        (["5/6/2026", "1/31/2026"], ["2026-05-06", "2026-01-31"]),
        (["5/5/2026", "6/6/2026"], ["2026-05-05", "2026-06-06"]),
        (["5/6/2026", "1/31/2026", "2026-02-01"], ["2026-05-06", "2026-01-31", "2026-02-01"]),
        (["5.6.2026"], ["2026-06-05"]),
        (["1/2/07", "13/2/2007"], ["2007-02-01", "2007-02-13"]),
        (["5/6/2026", "31.02.2026", "abc", "13/6/2026"], ["2026-06-05", "2026-06-13"]),
    ],
)
def test_one_cell_decides_a_column_of_dates(load: Load, dates: list[str], iso: list[str]) -> None:
    assert [days.iso(day) for day in of_dates(load, dates).column("invoice_date")] == iso


@pytest.mark.parametrize("dates", [["5/6/2026"], ["5/5/2026", "5/6/2026"], ["31/12/26"]])
def test_a_column_of_dates_that_cannot_be_told_is_refused(load: Load, dates: list[str]) -> None:
    with pytest.raises(refusal.AmbiguousError, match="Column 'invoice_date' can be read as"):
        of_dates(load, dates)


def test_a_profile_tells_the_order(load: Load) -> None:
    assert of_dates(load, ["5/6/2026"], "dmy").column("invoice_date") == [20609]
    result = of_dates(load, ["5/6/2026", "1/31/2026"], "dmy")
    assert [(each.line, each.reason) for each in result.rejects] == [
        (3, "is no date with the day first")
    ]


def test_dates_of_two_orders_are_refused_with_both_lines(load: Load) -> None:
    with pytest.raises(refusal.ContradictionError) as caught:
        of_dates(load, ["31/1/2026", "5/6/2026", "1/31/2026"])
    assert caught.value.where.endswith(":4")
    assert "'1/31/2026' is month first, but '31/1/2026' on line 2 is day first" in str(caught.value)


def test_thousands_and_lakhs_in_one_column_are_refused_with_both_lines(load: Load) -> None:
    with pytest.raises(refusal.ContradictionError) as caught:
        of_amounts(load, ["1,234.00", "1,234,567.00", "12,34,567.00"])
    assert caught.value.where.endswith(":4")
    assert (
        "'12,34,567.00' is grouped in lakhs, but '1,234,567.00' on line 3 is grouped in thousands"
    ) in str(caught.value)


@pytest.mark.parametrize(
    ("amounts", "minor"),
    [
        (["12,34,567.00", "12,345.00", "999"], [123456700, 1234500, 99900]),
        (["1,234,567.00", "12,345.00", "999"], [123456700, 1234500, 99900]),
        (["12,34,567", "1,234"], [123456700, 123400]),
        (["123,456", "1,5"], [150]),
    ],
)
def test_either_grouping_is_read(load: Load, amounts: list[str], minor: list[int]) -> None:
    assert of_amounts(load, amounts).column("amount") == minor


def test_a_profile_with_a_style_takes_either_grouping(load: Load) -> None:
    amounts = ["1,234,567.00", "12,34,567.00"]
    assert of_amounts(load, amounts, "dot").column("amount") == [123456700, 123456700]


def test_a_column_of_a_spreadsheets_day_numbers(load: Load) -> None:
    result = of_dates(load, ["45991", "", "45992.5", "0", "12345"])
    assert [days.iso(day) for day in result.column("invoice_date")] == ["2025-11-30", "2025-12-01"]
    assert [(each.line, each.reason) for each in result.rejects] == [
        (3, "is required"),
        (5, "is required"),
        (6, "is no date"),
    ]


@pytest.mark.parametrize("other", ["20260131", "2026-01-31", "31.1.2026", "1/2/2026", "31-JAN-26"])
def test_day_numbers_among_written_dates_are_refused(load: Load, other: str) -> None:
    for dates in (["45991", other], [other, "45991"]):
        with pytest.raises(refusal.ContradictionError, match="a spreadsheet's day number"):
            of_dates(load, dates)


def test_a_profile_tells_that_days_are_counted(load: Load) -> None:
    result = of_dates(load, ["45991", "2026-01-31"], "serial")
    assert [days.iso(day) for day in result.column("invoice_date")] == ["2025-11-30"]
    assert [each.reason for each in result.rejects] == ["is not a spreadsheet's day number"]


@pytest.mark.parametrize(
    ("dates", "iso"),
    [
        # Dates written as times at midnight stay the dates they show.
        (["2026-04-02T00:00:00.000Z"], ["2026-04-02"]),
        (["2026-04-02T00:00:00+02:00", "2026-04-03"], ["2026-04-02", "2026-04-03"]),
        # One time of another hour tells that all of the column are moments.
        (["2026-04-02T00:00:00Z", "2026-04-02T15:00:00Z"], ["2026-04-01", "2026-04-02"]),
        (["2026-04-02T23:30:00", "2026-04-02T06:59:00Z"], ["2026-04-02", "2026-04-01"]),
        (["2/4/2026 23:30 +0000", "13/4/2026 0:30 -0700"], ["2026-04-02", "2026-04-13"]),
    ],
)
def test_the_day_of_a_moment_is_the_homes(load: Load, dates: list[str], iso: list[str]) -> None:
    content = invoices([(date, "1") for date in dates])
    result = load(content, zone=ZoneInfo("America/Phoenix"))
    assert [days.iso(day) for day in result.column("invoice_date")] == iso


def test_a_time_is_kept_on_the_homes_clock(load: Load) -> None:
    content = "job_id;customer_id;completed_at\nJ1;C1;2026-11-20T06:30:00Z\n"
    result = load(content, zone=ZoneInfo("America/Phoenix"))
    assert result.column("completed_at") == ["2026-11-19T23:30:00-07:00"]


@pytest.mark.parametrize("order", [None, "mdy"])
def test_destroyed_dates_refuse_the_file(load: Load, order: Order | None) -> None:
    with pytest.raises(refusal.DestroyedDateError) as caught:
        of_dates(load, ["2026-01-31", "00:00.0"], order)
    assert caught.value.where.endswith(":3")


def test_each_column_is_told_for_itself(load: Load) -> None:
    header = "invoice_id;customer_id;invoice_date;due_date;amount;tax_amount\n"
    result = load(header + "I1;C1;31/1/2026;2/28/2026;1.234,50;234.50\n")
    row = result.rows[0]
    assert (row["invoice_date"], row["due_date"]) == (20484, 20512)
    assert (row["amount"], row["tax_amount"]) == (123450, 23450)


def test_the_telling_cell_may_stand_in_a_later_block(
    load: Load, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "BLOCK", 2)
    result = of_dates(load, ["5/6/2026"] * 9 + ["5/13/2026"])
    assert result.column("invoice_date") == [20579] * 9 + [20586]


@given(
    st.lists(st.integers(-(10**11), 10**11), min_size=1, max_size=30),
    st.sampled_from(["dot", "comma"]),
    st.randoms(use_true_random=False),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
def test_mixed_forms_of_one_style_are_decided_and_read_back(
    load: Load, minors: list[int], style: Style, random: Random
) -> None:
    group, mark = {"dot": (",", "."), "comma": (".", ",")}[style]
    choose = random.choice
    cells = []
    for minor in minors:
        whole, part = divmod(abs(minor), 100)
        text = f"{whole:,}".replace(",", choose([group, "", " "])) + f"{mark}{part:02d}"
        cells.append(text if minor >= 0 else choose(["-{}", "{}-", "({})", "{} CR"]).format(text))
    result = of_amounts(load, cells)
    assert result.column("amount") == minors
    assert result.rejects == []
