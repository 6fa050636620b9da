"""What each row of an export is: a small file for every trap."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.domain.days import parse_day
from artui.ingest import refusal
from artui.ingest.profile import Profile, Taken, Totals

if TYPE_CHECKING:
    from tests.ingest.conftest import Load, Result

ITEMS = {
    "document_id": ("Num",),
    "customer_id": ("Customer",),
    "invoice_date": ("Date",),
    "type": ("Type",),
    "amount": ("Open Balance", "Balance"),
}
FLAT = Profile("flat", "open_items", columns=ITEMS, complete=True)
HEAD = "Customer,Type,Date,Num,Open Balance\n"
GROUPED = Profile(
    "grouped",
    "open_items",
    columns={**ITEMS, "customer_name": ("Customer",)},
    taken={"customer_id": Taken(before=" "), "customer_name": Taken(after=" ")},
    group=("Customer",),
    labels={"snapshot_date": ("As of",)},
    complete=True,
)
NETSUITE = """Acme Holdings
Parent : Subsidiary
A/R Aging Detail
As of 31 July 2026
,,,,
Customer,Type,Date,Num,Open Balance
"C117 Acme, LLC",,,,
,Invoice,2026-07-01,I1,100.00
,Credit Memo,2026-07-02,CM1,-30.00
"Total - C117 Acme, LLC",,,,70.00
C2 Total Energies,,,,
,Invoice,2026-06-01,I2,5.00
Total - C2 Total Energies,,,,5.00
Total,,,,75.00
"""


def classes(result: Result) -> dict[str, int]:
    """How many rows of each class there were."""
    return {what: number for what, number in result.reading.counts.classes.items() if number}


def unknown(result: Result) -> list[tuple[int, str]]:
    """The lines that were rejected, and why."""
    return [(each.line, each.reason) for each in result.rejects]


def test_groups_labels_and_sums_are_told_from_facts(load: Load) -> None:
    result = load(NETSUITE, [GROUPED])
    assert result.column("customer_id") == ["C117", "C117", "C2"]
    assert result.column("customer_name") == ["Acme, LLC", "Acme, LLC", "Total Energies"]
    assert result.column("amount") == [10000, -3000, 500]
    assert result.column("snapshot_date") == [parse_day("2026-07-31")] * 3
    assert classes(result) == {
        "preamble": 3,
        "label": 1,
        "blank": 1,
        "header": 1,
        "group": 2,
        "subtotal": 2,
        "total": 1,
    }
    assert result.rejects == []
    assert result.reading.warnings == ()
    assert result.reading.complete


def test_a_group_ends_with_its_sum(load: Load) -> None:
    lost = NETSUITE.replace("C2 Total Energies,,,,\n", "", 1)
    result = load(lost, [GROUPED])
    assert result.column("document_id") == ["I1", "CM1"]
    assert [(each.line, each.column, each.reason) for each in result.rejects] == [
        (11, "Customer", "is required")
    ]


def test_a_printed_sum_that_differs_is_said_with_both_figures(load: Load) -> None:
    wrong = NETSUITE.replace('LLC",,,,70.00', 'LLC",,,,71.00').replace(
        "\nTotal,,,,75", "\nTotal,,,,1075"
    )
    assert load(wrong, [GROUPED]).reading.warnings == (
        "Line 10: the printed total 71.00 USD is not the sum of its rows, 70.00.",
        "Line 14: the printed total 1,075.00 USD is not the sum of its rows, 75.00.",
    )


def test_rejected_rows_count_in_what_is_printed(load: Load) -> None:
    bad = NETSUITE.replace("2026-07-02", "2026-02-31")
    result = load(bad, [GROUPED])
    assert unknown(result) == [(9, "is no date")]
    assert result.reading.warnings == ()


def test_sums_of_several_currencies_are_not_checked(load: Load) -> None:
    columns = {**ITEMS, "currency": ("Cur",)}
    body = "A,Invoice,2026-07-01,1,5.00,USD\nA,Invoice,2026-07-01,2,5.00,EUR\nTotal,,,,9.00,\n"
    result = load(HEAD.strip() + ",Cur\n" + body, [Profile("p", "open_items", columns=columns)])
    (warning,) = result.reading.warnings
    assert warning == (
        "Printed totals are not checked, since their rows have several currencies: "
        "the first on line 4."
    )


def test_sums_by_currency_are_checked(load: Load) -> None:
    columns = {**ITEMS, "currency": ("Cur",)}
    body = "A,Invoice,2026-07-01,1,5.00,USD\nA,Invoice,2026-07-01,2,5,JPY\n"
    sums = "Total,,,,5.00,USD\nTotal,,,,6,JPY\n"
    result = load(
        HEAD.strip() + ",Cur\n" + body + sums, [Profile("p", "open_items", columns=columns)]
    )
    assert result.reading.warnings == (
        "Line 5: the printed total 6 JPY is not the sum of its rows, 5.",
    )


def test_names_that_look_like_sums_are_names(load: Load) -> None:
    body = (
        "Total Energies,Invoice,2026-07-01,I1,1.00\n"
        "Summit Ltd,Invoice,2026-07-01,Total-7,2.00\n"
        "Sum,Invoice,,I3,3.00\n"
        "Total,,,,6.00\n"
    )
    result = load(HEAD + body, [FLAT])
    assert result.column("customer_id") == ["Total Energies", "Summit Ltd", "Sum"]
    assert classes(result) == {"header": 1, "total": 1}


def test_a_bad_row_of_a_customer_called_total_is_rejected_not_passed_over(load: Load) -> None:
    result = load(
        HEAD + "Total Energies,Invoice,2026-07-01,I1,\nB,Invoice,2026-07-01,I2,2.00\n", [FLAT]
    )
    assert unknown(result) == [(2, "is required")]


def test_what_is_of_no_class_is_rejected_by_name(load: Load) -> None:
    body = "A,Invoice,2026-07-01,I1,1.00\n,,,,x\nsomething,,else,,\n"
    result = load(HEAD + body, [FLAT])
    assert unknown(result) == [
        (3, "is no row this export is known to have"),
        (4, "is no row this export is known to have"),
    ]
    assert result.reading.counts.rows == 3


def test_sections_and_footers_are_known_by_pattern(load: Load) -> None:
    profile = Profile(
        "buckets",
        "open_items",
        columns={**ITEMS, "customer_id": ("Customer full name",)},
        sections=("current", "* past due"),
        footers=("accrual basis*",),
        totals=Totals(expected=True),
    )
    text = (
        "Acme\nAs of Sep 23\n\n,Date,Type,Num,Customer full name,Open balance\nCURRENT\n"
        ",2026-07-01,Invoice,1,A,5.00\nTotal for CURRENT,,,,,5.00\n1 - 30  days past due,,,,,\n"
        ",2026-07-02,Invoice,2,B,7.00\n"
        "Total for 1 - 30 days past due,,,,,7.00\nTOTAL,,,,,12.00\n\n"
        "Accrual basis Wednesday\n"
    )
    result = load(text, [profile])
    assert result.column("amount") == [500, 700]
    assert classes(result) == {
        "preamble": 2,
        "blank": 2,
        "header": 1,
        "section": 2,
        "subtotal": 2,
        "total": 1,
        "footer": 1,
    }
    assert (result.rejects, result.reading.lacks_total) == ([], False)
    (cut,) = [load(text.split("TOTAL", maxsplit=1)[0], [profile]).reading]
    assert cut.lacks_total


def test_a_footer_above_further_rows_is_rejected(load: Load) -> None:
    profile = Profile("p", "open_items", columns=ITEMS, footers=("printed*",))
    body = "A,Invoice,2026-07-01,I1,1.00\nprinted today,,,,\nB,Invoice,2026-07-01,I2,1.00\n"
    result = load(HEAD + body, [profile])
    assert unknown(result) == [(3, "is no row this export is known to have")]
    assert classes(result) == {"header": 1}
    after = load(HEAD + "A,Invoice,2026-07-01,I1,1.00\nTotal,,,,1.00\nby Ann,,,,\n", [FLAT])
    assert classes(after) == {"header": 1, "total": 1, "footer": 1}


def test_sums_without_a_label_are_sums_where_the_profile_says(load: Load) -> None:
    profile = Profile(
        "q", "open_items", columns=ITEMS, totals=Totals(unlabelled=True, expected=True)
    )
    body = (
        ",,,,\nA,Invoice,2026-07-01,I1,1.00\nB,Payment,2026-07-01,I2,-3.00\n,,,,-2.00\n,,,,\n"
        "C,Invoice,2026-07-01,I3,4.00\n,,,,4.00\n,,,,\n,,,,2.00\n"
    )
    result = load(HEAD + body, [profile])
    assert classes(result) == {"header": 1, "blank": 3, "subtotal": 2, "total": 1}
    assert (result.reading.warnings, result.reading.lacks_total) == ((), False)
    assert unknown(load(HEAD + body, [FLAT]))[0] == (5, "is no row this export is known to have")
    assert load(HEAD + body[: body.rindex(",,,,2")], [profile]).reading.lacks_total


def test_stars_mark_sums_and_pages_repeat_the_header(load: Load) -> None:
    body = "A,RV,2026-07-01,I1,1.00\n-----,----,---,---,---\n*  A,,,,1.00\n"
    more = "A,RV,2026-07-01,I2,2.00\n*  A,,,,2.00\n**,,,,3.00\n"
    result = load("List\n" + HEAD + body + "List\n" + HEAD + more, [FLAT])
    assert result.column("document_id") == ["I1", "I2"]
    assert classes(result) == {
        "preamble": 2,
        "header": 2,
        "blank": 1,
        "subtotal": 2,
        "total": 1,
    }
    assert result.reading.warnings == ()


def test_a_label_between_rows_holds_until_the_next(load: Load) -> None:
    profile = Profile(
        "sage",
        "open_items",
        columns={k: v for k, v in ITEMS.items() if k != "customer_id"},
        labels={"customer_id": ("A/C:",)},
    )
    text = (
        "Aged,,,\nA/C:,ACME01,Name:,Acme\nNum,Type,Date,Balance\n1,SI,2026-07-01,5.00\n"
        "A/C:,BETA01,Name:,Beta\n2,SI,2026-07-01,6.00\n3,SC,2026-07-01,-1.00\n"
    )
    result = load(text, [profile])
    assert result.column("customer_id") == ["ACME01", "BETA01", "BETA01"]
    assert classes(result) == {"preamble": 1, "label": 2, "header": 1}


def test_a_label_s_date_is_read_as_a_column_of_its_own(load: Load) -> None:
    text = NETSUITE.replace("As of 31 July 2026", "As of 03/04/2026")
    with pytest.raises(refusal.AmbiguousError, match="'As of'"):
        load(text, [GROUPED])


def test_the_title_of_a_page_is_no_group(load: Load) -> None:
    paged = NETSUITE.replace(
        ",Credit Memo", "Acme Holdings,,,,\nCustomer,Type,Date,Num,Open Balance\n,Credit Memo"
    )
    result = load(paged, [GROUPED])
    assert result.column("document_id") == ["I1", "I2"]
    assert unknown(result) == [(11, "is required")]
