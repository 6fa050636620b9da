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
    least = (*found.required, *found.either[:1])
    for names in (least, tuple(column.name for column in found.columns)):
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
    assert result.column("file_line") == [7]


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
    with pytest.raises(refusal.MessageError, match="no table but a message"):
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


def test_a_header_may_be_stacked_in_two_rows(load: Load) -> None:
    columns = {
        "document_id": ("DocumentNo",),
        "customer_id": ("Account",),
        "due_date": ("Net due date",),
        "amount": ("Amount in loc.cur.",),
    }
    profile = Profile("sap", "open_items", columns=columns)
    head = "List;;;\n ;;Net due;Amount in\nDocumentNo;Account;date;loc.cur.\n"
    body = "1;A;2026-07-01;5.00\n"
    page = ";;Net due;Amount in\nDocumentNo;Account;date;loc.cur.\n2;A;2026-07-01;6.00\n"
    result = load(head + body + page, [profile])
    assert result.column("amount") == [500, 600]
    assert result.reading.header_line == 3
    assert result.reading.counts.classes == {"preamble": 1, "header": 4}


def test_a_caption_above_the_header_is_no_header(load: Load) -> None:
    result = load("Document;;Amounts;\nNum;Customer;Date;Amount\n7;C1;2026-10-01;1\n", [FOREIGN])
    assert result.reading.header_line == 2


def test_a_column_without_a_name_goes_by_its_number(load: Load) -> None:
    profile = Profile("p", "invoices", columns={**FOREIGN.columns, "terms": ("column 2",)})
    header = "Num,,Customer,Date,Amount\n7,net30,C1,2026-10-01,1.50\n"
    assert load(header, [profile]).column("terms") == ["net30"]
    twice = Profile("p", "invoices", columns={**FOREIGN.columns, "amount": ("column 5",)})
    header = "Num,Customer,Date,Amount,Amount\n7,C1,2026-10-01,1.50,2.50\n"
    assert load(header, [twice]).column("amount") == [250]


def test_of_two_that_explain_as_much_the_one_that_expects_more_wins(load: Load) -> None:
    aware = Profile("aware", "invoices", columns=FOREIGN.columns, keep=("Clerk",))
    header = "Num,Customer,Date,Amount,Clerk\n7,C1,2026-10-01,1,Ann\n"
    assert load(header, [FOREIGN, aware]).reading.profile == "aware"
    swapped = {**FOREIGN.columns, "invoice_id": ("Num", "Invoice #")}
    first = Profile("first", "invoices", columns=swapped)
    assert load(header, [FOREIGN, first]).reading.profile == "first"


def test_headers_of_another_language_and_typography(load: Load) -> None:
    columns = {**FOREIGN.columns, "site": ("Job's Site",), "amount": ("1224 - Receivable",)}
    profile = Profile("p", "invoices", columns={**columns, "customer_id": ("Who", "Debitor")})
    header = "\ufeffNUM;Debitor\u00a0;date;1224 \u00b7 Receivable;Job\u2019s Site\n"
    result = load(header + "7;C1;2026-10-01;1.50;Pier\n", [profile])
    assert (result.column("site"), result.column("amount")) == (["Pier"], [150])


def test_a_profile_does_not_fit_without_a_header_it_requires(load: Load) -> None:
    wanted = Profile(
        "clients",
        "customers",
        columns={"customer_id": ("Client",), "name": ("Client",)},
        requires=(("Phone", "Telephone"), ("Country",)),
    )
    result = load("Client,Telephone,Country\nC1,555-0101,US\n", [wanted])
    assert result.column("name") == ["C1"]
    assert result.reading.layout.unexpected == ()
    with pytest.raises(
        refusal.NoProfileError, match="the nearest is 'clients', which lacks 'Phone'"
    ):
        load("Client,Country\nC1,US\n", [wanted])
