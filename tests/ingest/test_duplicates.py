"""Rows that speak of the same thing: said twice they are one, said differently they are none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from artui.ingest import lines

if TYPE_CHECKING:
    from tests.ingest.conftest import Load

INVOICES = "invoice_id,customer_id,invoice_date,amount\n"


@pytest.fixture(params=[2, 4096], ids=["small blocks", "one block"], autouse=True)
def _blocks(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "BLOCK", request.param)


def test_a_repeated_row_is_collapsed_and_counted(load: Load) -> None:
    row = "I1,C1,2026-10-01,5.00\n"
    again = "0I1,c1,2026-10-01,5.0\n"
    result = load(INVOICES + row + "I2,C1,2026-10-01,5.00\n" + row + again)
    assert result.column("file_line") == [2, 3]
    assert (result.reading.counts.duplicates, result.rejects) == (2, [])


def test_contradicting_rows_are_all_rejected_each_naming_another(load: Load) -> None:
    rows = ("I1,C1,2026-10-01,5.00", "I2,C1,2026-10-01,5.00", "0I1,C1,2026-10-01,6.00")
    result = load(INVOICES + "\n".join([*rows, rows[0], rows[2], ""]))
    assert result.column("invoice_id") == ["I2"]
    assert sorted(result.rejects) == [
        (2, "invoice_id", "I1", "stands on line 4 too, saying otherwise", rows[0]),
        (4, "invoice_id", "0I1", "stands on line 2 too, saying otherwise", rows[2]),
        (6, "invoice_id", "0I1", "stands on line 2 too, saying otherwise", rows[2]),
    ]
    assert (result.withdrawn, result.reading.counts.duplicates) == ([2], 1)


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        ("company,class,item," + INVOICES.strip(), ["1,,,{}", "2,,,{}", "1,x,,{}", "1,,1,{}"]),
        ("payment_id,customer_id,date,amount", ["P1,C1,2026-10-01,5", "P1,C1,2026-10-01,-5"]),
        (
            "payment_id,invoice_id,date,amount",
            [
                "P1,I1,2026-10-01,5",
                "P1,I1,2026-10-02,5",
                "P1,I2,2026-10-01,5",
                "P1,I1,2026-10-01,-5",
            ],
        ),
        (
            "document_id,customer_id,amount,snapshot_date",
            ["I1,C1,5,2026-10-01", "I1,C1,4,2026-10-02"],
        ),
    ],
)
def test_different_identities_stay_apart(load: Load, header: str, rows: list[str]) -> None:
    body = "".join(row.format("I1,C1,2026-10-01,5") + "\n" for row in rows)
    assert len(load(f"{header}\n{body}").rows) == len(rows)


@pytest.mark.parametrize(
    ("header", "one", "other"),
    [
        ("customer_id,name", "C1,Acme", "c1,ACME"),
        ("payment_id,customer_id,date,amount", "P1,C1,2026-10-01,5", "P1,C2,2026-10-01,6"),
        ("dispute_id,invoice_id,opened_on", "D1,I1,2026-10-01", "D1,I1,2026-10-02"),
        ("document_id,customer_id,amount,snapshot_date", "I,C,5,2026-10-01", "I,C,6,2026-10-01"),
    ],
)
def test_every_kind_has_its_identity(load: Load, header: str, one: str, other: str) -> None:
    assert len(load(f"{header}\n{one}\n{other}\n").rejects) == 2
