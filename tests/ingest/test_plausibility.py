"""Cells that each can be, but not together."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from artui.ingest.plausibility import strays

if TYPE_CHECKING:
    from tests.ingest.conftest import Load

HEADER = "invoice_id;customer_id;invoice_date;due_date;amount\n"


@pytest.mark.parametrize(
    ("due", "reason"),
    [
        ("2026-11-20", None),
        ("2031-11-20", None),
        ("2031-11-21", "lies more than 5 years after the invoice date"),
        ("2062-12-20", "lies more than 5 years after the invoice date"),
        ("2026-10-20", None),
        ("2011-11-21", None),
        ("2011-11-20", "lies more than 15 years before the invoice date"),
        ("", None),
    ],
)
def test_a_due_date_far_from_its_invoice_is_rejected(
    load: Load, due: str, reason: str | None
) -> None:
    result = load(f"{HEADER}I1;C1;2026-11-20;{due};1.00\nI2;C1;2026-11-20;2026-12-20;2.00\n")
    told = [] if reason is None else [(2, "due_date", due, reason)]
    assert [(e.line, e.column, e.value, e.reason) for e in result.rejects] == told
    assert result.column("invoice_id") == (["I2"] if reason else ["I1", "I2"])


@given(
    st.lists(
        st.tuples(st.none() | st.integers(0, 47_000), st.none() | st.integers(0, 47_000)),
        min_size=1,
    )
)
def test_a_row_strays_whatever_rows_stand_beside_it(
    days: list[tuple[int | None, int | None]],
) -> None:
    due, sent = (list(each) for each in zip(*days, strict=True))
    alone = [strays([d], [s]) for d, s in days]
    expected = [(n, told[0][1]) for n, told in enumerate(alone) if told]
    assert strays(due, sent) == expected
