"""Exports that would load something else than they say, a small file for each."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

import pytest

from artui.domain.days import parse_day
from artui.ingest import refusal
from artui.ingest.profile import Profile
from tests.workbooks import xlsx

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.ingest.conftest import Load
    from tests.workbooks import Cell

COLUMNS = {
    "document_id": ("Doc",),
    "customer_id": ("Customer",),
    "invoice_date": ("Date",),
    "due_date": ("Due",),
    "amount": ("Open",),
}
GROUPED = Profile(
    "grouped",
    "open_items",
    columns=COLUMNS,
    group=("Customer",),
    labels={"snapshot_date": ("As of",)},
    complete=True,
)
HEAD = "Customer,Doc,Date,Due,Open\n"
FIRST = "Acme,,,,\n,D1,2026-07-01,2026-07-15,10.00\n"
SECOND = ",D2,2026-07-01,2026-07-15,10.00\n"
CANONICAL = "document_id,customer_id,invoice_date,due_date,amount,snapshot_date\n"
ITEM = "I1,C1,2026-01-02,2026-02-01,10.00,2026-10-01\n"


def test_an_item_of_a_customer_whose_name_begins_as_a_label_is_an_item(load: Load) -> None:
    row = "As of Ltd.,D3,2026-07-01,2026-07-15,10.00\n"
    result = load(f"As of 31 July 2026\n{HEAD}{row}{FIRST}", [GROUPED])
    assert result.column("customer_id") == ["As of Ltd.", "Acme"]
    assert result.column("snapshot_date") == [parse_day("2026-07-31")] * 2


@pytest.mark.parametrize(
    "heading",
    [
        "Bob,555-1234,,,\n",
        "Bob, Inc,,,\n",
        "Bob,,,,,Berlin\n",
        "Bob,,,,0.00\n",
        '"Bob "B" Inc",,,,\n',
    ],
)
def test_items_below_a_heading_that_is_not_understood_are_not_the_last_one_s(
    load: Load, heading: str
) -> None:
    result = load(f"{HEAD}{FIRST}{heading}{SECOND}", [GROUPED])
    assert result.column("document_id") == ["D1"]
    assert [each.line for each in sorted(result.rejects)] == [4, 5]


def test_a_bad_item_leaves_the_heading_above_it_standing(load: Load) -> None:
    bad = ',D"9",2026-07-01,2026-07-15,\n,"D"8,2026-07-01,2026-07-15,1.00\n'
    result = load(f"{HEAD}{FIRST}{bad}{SECOND}", [GROUPED])
    assert result.column("customer_id") == ["Acme", "Acme"]
    assert [each.line for each in sorted(result.rejects)] == [4, 5]


def test_items_below_a_label_that_is_not_understood_are_not_the_last_one_s(load: Load) -> None:
    columns = {name: aliases for name, aliases in COLUMNS.items() if name != "customer_id"}
    listed = Profile("listed", "open_items", columns=columns, labels={"customer_id": ("A/C",)})
    rows = "A/C:,C1,,\nD1,2026-07-01,,1.00\nAcct.:,C2,,\nD2,2026-07-01,,1.00\n"
    result = load(f"Doc,Date,Due,Open\n{rows}", [listed])
    assert result.column("document_id") == ["D1"]
    assert [each.line for each in sorted(result.rejects)] == [4, 5]


@pytest.mark.parametrize("profiles", [[], [Profile("plain", "open_items", columns=COLUMNS)]])
def test_a_second_header_in_another_order_refuses_the_file(
    load: Load, profiles: list[Profile]
) -> None:
    head = HEAD if profiles else CANONICAL
    row = "C1,D1,2026-07-01,2026-07-15,10.00\n" if profiles else ITEM
    first, second = ("Date", "Due") if profiles else ("invoice_date", "due_date")
    other = head.replace(first, "-").replace(second, first).replace("-", second)
    with pytest.raises(refusal.SecondHeaderError, match=r"export\.csv:3: .* line 1"):
        load(f"{head}{row}{other}{row}", profiles)


def test_a_header_s_word_in_the_data_is_data(load: Load) -> None:
    result = load(f"{CANONICAL}{ITEM}I2,C1,due_date,,10.00,2026-10-01\n")
    assert [each.reason for each in result.rejects] == ["is no date"]


@pytest.mark.parametrize("mark", ["\ufeff", "\u200b", "\u2060"])
def test_marks_that_nobody_sees_are_no_part_of_an_id(load: Load, mark: str) -> None:
    result = load(f"{CANONICAL}{ITEM}{mark}I2{mark},{mark}C1,2026-01-02,,{mark}5.00,2026-10-01\n")
    assert result.column("document_id") == ["I1", "I2"]
    assert result.column("customer_id_key") == ["c1", "c1"]
    assert result.column("amount") == [1000, 500]


@pytest.mark.parametrize("order", [None, "dmy"])
def test_dates_of_which_a_spreadsheet_swapped_some_refuse_the_file(load: Load, order: str) -> None:
    profile = Profile("plain", "open_items", columns=COLUMNS, dates=order)  # type: ignore[arg-type]  # one of its words
    swapped: list[Sequence[Cell]] = [
        [*HEAD.strip().split(",")],
        ["C1", "D1", dt.date(2026, 2, 1), None, 1.0],
        ["C1", "D2", "13/03/2026", None, 1.0],
    ]
    with pytest.raises(refusal.SwappedDatesError, match="'Date'"):
        load(xlsx({"Sheet1": swapped}), [profile], name="export.xlsx")


def test_typed_dates_among_written_ones_are_taken_where_none_can_be_swapped(load: Load) -> None:
    rows: list[Sequence[Cell]] = [
        [*HEAD.strip().split(",")],
        ["C1", "D1", dt.date(2026, 2, 21), None, 1.0],
        ["C1", "D2", "13/03/2026", None, 1.0],
    ]
    profile = Profile("plain", "open_items", columns=COLUMNS)
    result = load(xlsx({"Sheet1": rows}), [profile], name="export.xlsx")
    assert result.column("invoice_date") == [parse_day("2026-02-21"), parse_day("2026-03-13")]


@pytest.mark.parametrize("bad", ["31.02.2026", "31/02/2026", "13.03.2026"])
def test_a_bad_or_dotted_date_among_typed_ones_swaps_nothing(load: Load, bad: str) -> None:
    result = load(f"{CANONICAL}{ITEM}I2,C1,{bad},,1.00,2026-10-01\n")
    assert result.column("document_id")[0] == "I1"


def test_a_number_of_json_with_three_decimals_is_no_thousand(load: Load) -> None:
    row = '{"document_id":"I1","customer_id":"C1","amount":1.234,"currency":"KWD"}\n'
    assert load(row, name="export.json").column("amount") == [1234]


def test_columns_of_one_name_by_the_thousand_are_told_apart_at_once(load: Load) -> None:
    more = 9_000
    result = load(f"{CANONICAL.strip()}{',c' * more}\n{ITEM.strip()}{',1' * more}\n")
    assert len(result.rows) == 1
    (warning,) = result.reading.warnings
    assert "'c (10)'" in warning
    assert warning.endswith(" and 8,980 more.")


def test_a_header_wider_than_any_table_is_refused(load: Load) -> None:
    with pytest.raises(refusal.TooManyColumnsError, match="16,384"):
        load(f"{CANONICAL.strip()}{',c' * 20_000}\n")
