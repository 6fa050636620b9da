"""Rows taken by one profile or another, left, or taken by none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.ingest import refusal
from artui.ingest.contents import read
from artui.ingest.profile import Profile
from tests.ingest.conftest import Books, Result, followed

if TYPE_CHECKING:
    from tests.ingest.conftest import Load, Write

COLUMNS = {"customer_id": ("Account",), "amount": ("Amount",)}
INVOICES = Profile(
    "sap_invoices",
    "invoices",
    columns={**COLUMNS, "invoice_id": ("Doc",), "invoice_date": ("Date",), "type": ("Type",)},
    take={"Type": frozenset(("rv", "dr"))},
    leave={"Status": frozenset(("draft",))},
)
PAYMENTS = Profile(
    "sap_payments",
    "payments",
    columns={**COLUMNS, "payment_id": ("Doc",), "date": ("Date",)},
    take={"Type": frozenset(("dz",))},
    keep=("Status",),
)
HEAD = "Doc,Account,Date,Type,Status,Amount\n"
ROWS = (
    "1,A,2026-07-01,RV,,5.00\n"
    "2,A,2026-07-01,DZ,,-5.00\n"
    "3,A,2026-07-01, dr ,x,6.00\n"
    "4,A,2026-07-01,RV,Draft,\n"
    "5,A,2026-07-01,AB,,1.00\n"
    "Total,,,,,7.00\n"
)


def results(write: Write, text: str) -> list[Result]:
    """What each of the two profiles reads."""
    path = write(text)
    found = read(path, path.parent, profiles=[INVOICES, PAYMENTS], defaults=Books())
    return [followed(reading) for reading in found.readings]


def test_profiles_that_take_other_rows_share_a_grid(write: Write) -> None:
    invoices, payments = results(write, HEAD + ROWS)
    assert invoices.column("invoice_id") == ["1", "3"]
    assert payments.column("payment_id") == ["2"]
    assert invoices.reading.counts.classes == {"header": 1, "other": 1, "left": 1, "total": 1}
    assert payments.reading.counts.classes == {"header": 1, "other": 3, "left": 1, "total": 1}
    assert invoices.rejects == [
        (
            6,
            "Type",
            "AB",
            "is none that sap_invoices or sap_payments takes",
            "5,A,2026-07-01,AB,,1.00",
        )
    ]
    assert payments.rejects == []


def test_what_is_left_or_another_s_counts_in_what_is_printed(write: Write) -> None:
    invoices, payments = results(write, HEAD + ROWS)
    assert invoices.reading.warnings == payments.reading.warnings == ()


def test_a_broken_row_is_rejected_once(write: Write) -> None:
    invoices, payments = results(write, HEAD + '1,A,2026-07-01,RV,,5.00\n6,"A"x,,RV,,1.00\n')
    assert len(invoices.rejects) == 1
    assert payments.rejects == []


def test_profiles_that_take_the_same_rows_fit_equally(load: Load) -> None:
    twin = Profile("twin", "invoices", columns=INVOICES.columns, take=INVOICES.take)
    other = Profile("other", "invoices", columns=INVOICES.columns, take=INVOICES.take)
    with pytest.raises(refusal.SeveralProfilesError):
        load(HEAD + ROWS, [twin, other])


def test_a_profile_does_not_fit_without_what_it_takes_rows_by(load: Load) -> None:
    with pytest.raises(refusal.NoProfileError, match="which lacks 'Type'"):
        load("Doc,Account,Date,Amount\n1,A,2026-07-01,5.00\n", [PAYMENTS])


def test_a_column_may_be_named_otherwise_than_what_rows_are_taken_by(load: Load) -> None:
    columns = {**INVOICES.columns, "type": ("Document Type", "Belegart")}
    profile = Profile("p", "invoices", columns=columns, take={"Document Type": frozenset(("rv",))})
    result = load("Doc,Account,Date,Belegart,Amount\n1,A,2026-07-01,RV,5.00\n", [profile])
    assert result.column("type") == ["RV"]


def test_all_rows_of_a_block_may_be_taken_without_a_look_at_each(load: Load) -> None:
    body = "".join(f"{n},A,2026-07-01,RV,,5.00\n" for n in range(9000))
    result = load(HEAD + body, [INVOICES])
    assert len(result.rows) == 9000
    assert result.reading.counts.classes == {"header": 1}
