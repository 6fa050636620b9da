"""Canonical columns taken from several columns, or from a part of a cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from artui.ingest import refusal
from artui.ingest.derivation import less, signed
from artui.ingest.profiles import load as load_profiles

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from artui.ingest.profile import Profile
    from tests.ingest.conftest import Load

COLUMNS = """kind: invoices
columns:
  invoice_id: No
  customer_id: Customer
  invoice_date: Date
"""
HEADER = "No;Customer;Date"


def profiles(folder: Path, amount: str, more: str = "") -> Sequence[Profile]:
    """The profile of an export whose amounts are taken like that."""
    (folder / "own.yaml").write_text(f"{COLUMNS}  amount: {amount}\n{more}")
    loaded = load_profiles(folder)
    assert loaded.findings == ()
    return loaded.profiles


def table(header: str, *rows: str) -> str:
    """A file of invoices with further columns."""
    lines = (f"I{n};C1;2026-11-20;{row}" for n, row in enumerate(rows))
    return "\n".join([f"{HEADER};{header}", *lines, ""])


def test_a_column_less_another(load: Load, tmp_path: Path) -> None:
    known = profiles(tmp_path, "{header: Debit, minus: Credit}")
    rows = ("1.234,50;", ";100,00", "50,00;20,25", "-5,00;-7,00", "0,00;")
    result = load(table("Debit;Credit", *rows), known)
    assert result.column("amount") == [123450, -10000, 2975, 200, 0]


def test_each_of_the_two_columns_tells_its_own_convention(load: Load, tmp_path: Path) -> None:
    known = profiles(tmp_path, "{header: Debit, minus: Credit}")
    result = load(table("Debit;Credit", "1.234,50;1,234.50", "1.234,00;2,000"), known)
    assert result.column("amount") == [0, -76600]
    with pytest.raises(refusal.AmbiguousError, match="Column 'Credit' can be read as"):
        load(table("Debit;Credit", "1.234,50;1.234"), known)


def test_a_bad_cell_of_the_other_column_is_named(load: Load, tmp_path: Path) -> None:
    known = profiles(tmp_path, "{header: Debit, minus: Credit}")
    result = load(table("Debit;Credit", "1.50;x", ";", "2.50;1.00"), known)
    assert result.column("amount") == [150]
    assert [(e.line, e.column, e.value, e.reason) for e in result.rejects] == [
        (2, "Credit", "x", "is no amount with a decimal point"),
        (3, "Debit", "", "is required"),
    ]


def test_the_sign_stands_beside_the_amount(load: Load, tmp_path: Path) -> None:
    known = profiles(tmp_path, "{header: Umsatz, sign: S/H, negative: [H, K]}")
    rows = ("24,95;S", "24,95;H", "1,00; h ", "2,00;", "3,00;other", "-4,00;K")
    result = load(table("Umsatz;S/H", *rows), known)
    assert result.column("amount") == [2495, -2495, -100, 200, 300, 400]


def test_a_sign_nobody_knows_rejects_the_row_where_all_are_known(
    load: Load, tmp_path: Path
) -> None:
    known = profiles(tmp_path, "{header: Amount, sign: S/H, negative: [H], positive: [S]}")
    result = load(table("Amount;S/H", "10,00;S", "20,00;h", "30,00;X", "40,00;"), known)
    assert result.column("amount") == [1000, -2000]
    assert [(each.line, each.column, each.value, each.reason) for each in result.rejects] == [
        (4, "S/H", "X", "tells no sign that the profile knows"),
        (5, "S/H", "", "tells no sign that the profile knows"),
    ]


def test_other_columns_stand_for_an_id_that_is_blank(load: Load, tmp_path: Path) -> None:
    text = COLUMNS.replace("invoice_id: No", "invoice_id: {header: No, else: [Type, Date]}")
    (tmp_path / "own.yaml").write_text(f"{text}  type: Type\n  amount: Amount\n")
    (known,) = load_profiles(tmp_path).profiles
    rows = "I1;C1;2026-11-20;Invoice;1,50\n;C1;2026-11-21;Payment;-2,50\n;C1;;;-3,50\n"
    result = load(f"{HEADER};Type;Amount\n{rows}", [known])
    assert result.column("invoice_id") == ["I1", "Payment 2026-11-21"]
    assert [(each.line, each.column) for each in result.rejects] == [(4, "No")]


@pytest.mark.parametrize(
    ("amount", "finding"),
    [
        ("{header: A, positive: [S]}", "'positive' is about a 'sign'."),
        ("{header: A, else: [B]}", "'else' is for ids, and 'amount' is a money."),
        ("{header: A, sign: B}", "'sign' and 'negative' go together."),
    ],
)
def test_what_does_not_go_together_is_said(tmp_path: Path, amount: str, finding: str) -> None:
    (tmp_path / "own.yaml").write_text(f"{COLUMNS}  amount: {amount}\n")
    assert [each.message for each in load_profiles(tmp_path).findings] == [finding]


def test_a_sign_and_a_column_to_take_off_go_together(load: Load, tmp_path: Path) -> None:
    taken = "{header: Amount, minus: Paid, sign: Class, negative: [Credit Memo]}"
    known = profiles(tmp_path, taken)
    rows = ("100.00;40.00;Invoice", "100.00;40.00;credit memo")
    assert load(table("Amount;Paid;Class", *rows), known).column("amount") == [6000, -6000]


def test_whole_minor_units(load: Load, tmp_path: Path) -> None:
    known = profiles(tmp_path, "{header: Cents, unit: minor}")
    rows = ("123450", "-5", "1,234", "12.0", "7.5", "")
    result = load(table("Cents", *rows), known)
    assert result.column("amount") == [123450, -5, 1234, 12]
    assert [(e.line, e.reason) for e in result.rejects] == [
        (6, "is not whole, though amounts here are in minor units"),
        (7, "is required"),
    ]


def test_minor_units_are_those_of_the_currency(load: Load, tmp_path: Path) -> None:
    known = profiles(tmp_path, "{header: Units, unit: minor}\n  currency: Cur")
    result = load(table("Units;Cur", "1234;USD", "1234;JPY", "1234;KWD"), known)
    assert result.column("amount") == [1234, 1234, 1234]


def test_a_part_of_a_cell(load: Load, tmp_path: Path) -> None:
    (tmp_path / "own.yaml").write_text(
        """kind: open_items
columns:
  customer_id: {header: Customer, before: " "}
  customer_name: {header: Customer, after: " "}
  document_id: {header: Document, after: "--"}
  invoice_date: {header: Period, before: " to "}
  amount: {header: Balance, after: ":"}
"""
    )
    loaded = load_profiles(tmp_path)
    assert loaded.findings == ()
    content = (
        "Customer;Document;Period;Balance\n"
        " C117 Acme, LLC ;Invoice--0042--a;13/01/2026 to 31/01/2026;open: 1.234,50\n"
        "C118;none;01/02/2026;due:2,00\n"
        "C119 Smith  & Co;x--43;31/01/2026 to 1/2/2026;1,00\n"
    )
    result = load(content, loaded.profiles)
    assert [
        (row["customer_id"], row["customer_name"], row["document_id"]) for row in result.rows
    ] == [("C117", "Acme, LLC", "0042--a")]
    assert result.rows[0]["amount"] == 123450
    assert result.rows[0]["document_id_key"] == "42--a"
    assert [(e.line, e.column, e.value, e.reason) for e in result.rejects] == [
        (3, "Document", "none", "is required"),
        (4, "Balance", "1,00", "is required"),
    ]


@pytest.mark.parametrize(
    ("taken", "lacking"),
    [
        ("{header: Debit, minus: Credit}", "Credit"),
        ("{header: Debit, sign: DC, negative: [C]}", "DC"),
    ],
)
def test_an_export_without_the_other_column_is_refused(
    load: Load, tmp_path: Path, taken: str, lacking: str
) -> None:
    with pytest.raises(refusal.RefusedError, match=lacking):
        load(table("Debit", "1.50"), profiles(tmp_path, taken))


amounts = st.none() | st.integers(-(10**12), 10**12)


@given(st.lists(st.tuples(amounts, amounts)))
def test_nothing_is_lost_between_two_columns(pairs: list[tuple[int | None, int | None]]) -> None:
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    taken = less(first, second)
    assert sum(filter(None, taken)) == sum(filter(None, first)) - sum(filter(None, second))
    assert [each is None for each in taken] == [one is None is other for one, other in pairs]


@given(st.lists(st.tuples(amounts, st.sampled_from(["S", "H", "h ", "", "x"]))))
def test_a_sign_changes_no_size(pairs: list[tuple[int | None, str]]) -> None:
    given_, signs = [amount for amount, _ in pairs], [sign for _, sign in pairs]
    told = signed(given_, signs, frozenset({"h"}))
    assert [each and abs(each) for each in told] == [each and abs(each) for each in given_]
    assert [one != other for one, other in zip(told, given_, strict=True)] == [
        bool(amount) and sign in ("H", "h ") for amount, sign in pairs
    ]


@given(st.lists(st.tuples(st.integers(-(10**9), 10**9), st.integers(0, 10**9)), min_size=1))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25, deadline=None
)
def test_debits_less_credits_through_a_file(
    load: Load, tmp_path: Path, pairs: list[tuple[int, int]]
) -> None:
    known = profiles(tmp_path, "{header: Debit, minus: Credit}")
    rows = (f"{debit / 100:.2f};{credit / 100:,.2f}" for debit, credit in pairs)
    result = load(table("Debit;Credit", *rows), known)
    assert result.column("amount") == [debit - credit for debit, credit in pairs]


def test_a_number_that_is_no_amount_takes_its_sign_too(load: Load, tmp_path: Path) -> None:
    (tmp_path / "lines.yaml").write_text(
        "kind: invoice_lines\n"
        "columns:\n"
        "  invoice_id: No\n"
        "  line: Line\n"
        "  quantity: {header: Qty, sign: Type, negative: [Sale]}\n"
        "  amount: {header: Net, sign: Type, negative: [Sale]}\n"
    )
    (profile,) = load_profiles(tmp_path).profiles
    rows = ("A,1,-2,-10.50,Sale", "A,2,,0.00, sale", "B,1,1,7,Return", "B,2,-0.5,-3,Return")
    result = load("\n".join(["No,Line,Qty,Net,Type", *rows, ""]), [profile])
    assert result.column("quantity") == ["2", None, "1", "-0.5"]
    assert result.column("amount") == ["10.50", "0.00", "7", "-3"]


def test_a_star_means_every_other_value(load: Load, tmp_path: Path) -> None:
    known = profiles(
        tmp_path,
        "Amount",
        '  disputed: Case\nvalues:\n  disputed: {"*": "yes", none yet: "no"}\n',
    )
    result = load(table("Amount;Case", "1,50;C-7", "2,50;", "3,50;None yet", "4,50;no"), known)
    assert result.column("disputed") == [1, None, 0, 1]


def test_an_id_may_need_another_column(load: Load, tmp_path: Path) -> None:
    (tmp_path / "paid.yaml").write_text(
        "kind: payments\n"
        "columns:\n"
        "  payment_id: {header: Check, and: Payer}\n"
        "  customer_id: Payer\n"
        "  date: Date\n"
        "  amount: Paid\n"
    )
    (profile,) = load_profiles(tmp_path).profiles
    rows = ("0321,C1,2026-11-02,5.00", "0321, C2 ,2026-11-02,6.00", ",C1,2026-11-03,7.00")
    result = load("\n".join(["Check,Payer,Date,Paid", *rows, ""]), [profile])
    assert result.column("payment_id") == ["0321 C1", "0321 C2"]
    assert result.column("payment_id_key") == ["321 c1", "321 c2"]
    assert [(each.line, each.column, each.reason) for each in result.rejects] == [
        (4, "Check", "is required")
    ]
    with pytest.raises(refusal.NoProfileError, match="lacks 'Payer of it'"):
        load("Check,Payer,Date,Paid\n1,C1,2026-11-02,5.00\n", lacking(tmp_path))


def lacking(folder: Path) -> Sequence[Profile]:
    """A profile that tells ids apart by a column that the file does not have."""
    path = folder / "paid.yaml"
    path.write_text(path.read_text().replace("and: Payer", "and: Payer of it"))
    return load_profiles(folder).profiles


@pytest.mark.parametrize(
    ("kind", "columns"),
    [
        ("payments", "payment_id: A, customer_id: B, date: {header: C, and: B}, amount: D"),
        (
            "open_items",
            "document_id: {header: A, and: B}, customer_id: B, amount: D",
        ),
    ],
)
def test_what_is_added_is_for_ids_of_no_snapshot(tmp_path: Path, kind: str, columns: str) -> None:
    (tmp_path / "own.yaml").write_text(f"kind: {kind}\ncolumns: {{{columns}}}\n")
    (finding,) = load_profiles(tmp_path).findings
    assert "'and' is for ids of what is no snapshot." in str(finding)
