"""What rounding leaves over stays in sight: files in, open items and aging out."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.homes import application, invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books

CASES: list[dict[str, Any]] = json.loads(
    (Path(__file__).parents[1] / "cases" / "rounding.json").read_text(encoding="utf-8")
)["cases"]


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_what_is_outstanding(case: dict[str, Any], books: Books) -> None:
    books.take("invoices_2026-10-01.csv", invoice("A", case["input"]["invoice"]["total"]))
    for number, paid in enumerate(case["input"]["payments"]):
        name = f"P{number}"
        books.take("payments_2026-10-02.csv", payment(name, paid["amount"], "2026-10-02"))
        books.take(
            "applications_2026-10-02.csv", application(name, "A", paid["amount"], "2026-10-02")
        )
    outstanding = int(Decimal(case["expected"]["outstanding"]) * 100)
    assert books.open("2026-10-31") == {"A": outstanding}
    assert [row["outstanding"] for row in books.aged("2026-10-31")] == [outstanding]
