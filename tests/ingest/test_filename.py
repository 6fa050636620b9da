"""The date a file name carries."""

from __future__ import annotations

import pytest

from artui.domain.days import iso
from artui.ingest.filename import name_date


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("open_items_2026-01-31.csv", "2026-01-31"),
        ("open_items_2026_01_31.csv", "2026-01-31"),
        ("FBL5N.20260131.txt", "2026-01-31"),
        ("FBL5N_20260131_1200.txt", "2026-01-31"),
        ("FBL5N_20260131120059.txt", "2026-01-31"),
        ("OPOS 31.01.2026.csv", "2026-01-31"),
        ("2026-01-31 to 2026-01-31.csv", "2026-01-31"),
        ("2026-01-01 to 2026-01-31.csv", None),
        ("invoices.csv", None),
        ("invoice_12345678.csv", None),
        ("2026-13-31.csv", None),
        ("1950-01-31.csv", None),
        ("920260131.csv", None),
        ("2026-0131.csv", None),
    ],
)
def test_name_date(name: str, expected: str | None) -> None:
    assert iso(name_date(name)) == expected
