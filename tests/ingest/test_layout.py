"""Which file is which: by its header, wherever it stands and however it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.ingest import refusal
from artui.ingest.kinds import KINDS
from artui.ingest.layout import normal
from artui.ingest.profile import Profile

if TYPE_CHECKING:
    from tests.ingest.conftest import Load

INVOICES = "invoice_id,customer_id,invoice_date,amount\nI1,C1,2026-10-01,12.50\n"
FOREIGN = Profile(
    "foreign",
    "invoices",
    columns={
        "invoice_id": ("Invoice #", "Num"),
        "customer_id": ("Customer",),
        "invoice_date": ("Date",),
        "amount": ("Amount in doc. curr.", "Amount"),
    },
)


@pytest.mark.parametrize("name", KINDS)
def test_a_canonical_header_is_its_own_kind(load: Load, name: str) -> None:
    found = KINDS[name]
    for names in (found.required, tuple(column.name for column in found.columns)):
        reading = load(";".join(names) + "\n").reading
        assert (reading.kind, reading.profile) == (found, None)
        assert set(reading.columns) == set(names)
        assert reading.counts.rows == 0


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Due Date", "duedate"),
        ("\ufeffdue_date", "duedate"),
        ("Due\u00a0Date.", "duedate"),
        ("Job\u2019s Unit", "jobsunit"),
        ("Invoice #", "invoice#"),
        ("№", "no"),
    ],
)
def test_headers_are_compared_without_case_and_punctuation(header: str, expected: str) -> None:
    assert normal(header) == expected


def test_a_preamble_is_passed_over_and_lines_stay_physical(load: Load) -> None:
    preamble = 'Acme, Inc.\n"As of\n31 July"\n\nTotal,,,\n'
    result = load(preamble + INVOICES)
    assert result.reading.header_line == 6
    assert result.column("line") == [7]


def test_a_header_beyond_the_40th_row_is_none(load: Load) -> None:
    assert load("x\n" * 39 + INVOICES).reading.header_line == 40
    with pytest.raises(refusal.NoHeaderError, match="None of the first 40 rows"):
        load("x\n" * 40 + INVOICES)


def test_headers_may_be_written_otherwise(load: Load) -> None:
    result = load("Amount;Customer ID;INVOICE-DATE;invoiceId\n12.50;C1;2026-10-01;I1\n")
    assert result.column("invoice_id") == ["I1"]
    assert result.column("amount") == [1250]


def test_a_profile_maps_and_prefers_its_first_header(load: Load) -> None:
    header = "Num,Customer,Date,Amount,Amount in doc. curr.\n"
    result = load(header + "7,C1,2026-10-01,99.00,12.50\n", [FOREIGN])
    assert result.reading.profile == "foreign"
    assert result.column("amount") == [1250]
    assert result.column("extra") == ['{"Amount":"99.00"}']


def test_nothing_fits_names_the_nearest_and_what_it_lacks(load: Load) -> None:
    with pytest.raises(refusal.NoProfileError) as caught:
        load("Num,Customer,Amount\n1,2,3\n", [FOREIGN])
    assert caught.value.sentence == (
        "No profile fits: the nearest is 'foreign', which lacks invoice_date ('Date')."
    )
    assert caught.value.where.endswith("export.csv:1")
    with pytest.raises(refusal.NoProfileError, match="nearest is payments, which lacks date\\."):
        load("payment_id,customer_id,amount,method\n")


def test_an_error_message_saved_as_csv_is_refused(load: Load) -> None:
    with pytest.raises(refusal.NoHeaderError):
        load("Error while reading table: jobs, query exceeded limit\n")


def test_two_profiles_that_fit_equally_are_refused(load: Load) -> None:
    twin = Profile("twin", "invoices", columns=FOREIGN.columns)
    with pytest.raises(refusal.SeveralProfilesError, match="'foreign' and 'twin' equally well"):
        load("Num,Customer,Date,Amount\n7,C1,2026-10-01,1\n", [FOREIGN, twin])


def test_the_profile_that_explains_more_wins(load: Load) -> None:
    richer = Profile("richer", "invoices", columns={**FOREIGN.columns, "terms": ("Terms",)})
    header = "Num,Customer,Date,Amount,Terms\n7,C1,2026-10-01,1,net30\n"
    assert load(header, [FOREIGN, richer]).reading.profile == "richer"


def test_a_profile_wins_over_plain_canonical_names(load: Load) -> None:
    columns = {name: (name,) for name in ("invoice_id", "customer_id", "invoice_date", "amount")}
    own = Profile("own", "invoices", columns=columns, constants={"currency": "EUR"})
    result = load(INVOICES, [own])
    assert result.reading.profile == "own"
    assert result.column("currency") == ["EUR"]


def test_a_mapped_header_that_repeats_is_refused(load: Load) -> None:
    with pytest.raises(refusal.DuplicateColumnError, match="'amount' twice"):
        load("invoice_id,customer_id,invoice_date,amount,Amount\nI1,C1,2026-10-01,1,2\n")


def test_unknown_columns_are_kept_and_named(load: Load) -> None:
    header = "invoice_id,customer_id,invoice_date,amount,\x1b]52;c;QQ==\x07,note,note,\n"
    result = load(header + "I1,C1,2026-10-01,1,a,b,c,d\nI2,C1,2026-10-01,1,,,,\n")
    extra = '{"\x1b]52;c;QQ==\x07":"a","column 8":"d","note":"b","note (2)":"c"}'
    assert result.column("extra") == [
        extra.replace("\x1b", "\\u001b").replace("\x07", "\\u0007"),
        None,
    ]
    (warning,) = result.reading.warnings
    assert warning.startswith("Unknown columns are kept with their rows: ")
    assert "\x1b" not in warning
    assert "'note', 'note (2)'" in warning


def test_hostile_headers_are_quoted_safely(load: Load) -> None:
    with pytest.raises(refusal.DuplicateColumnError) as caught:
        load("invoice_id,customer_id,invoice_date,amount\x1b,amount\n")
    assert "\x1b" not in str(caught.value)
