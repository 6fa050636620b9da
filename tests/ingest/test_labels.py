"""What lines say of the rows below them."""

from __future__ import annotations

import pytest

from artui.ingest.labels import given


@pytest.mark.parametrize(
    ("row", "value"),
    [
        (["As of 31 July 2026"], "31 July 2026"),
        (["as  of:  31 July 2026", "x"], "31 July 2026"),
        (["", "As of", "", "31.07.2026"], "31.07.2026"),
        (["As\u00a0of\u00a031 July 2026"], "31 July 2026"),
        (["Company", "1000", "As of", "2026-07-31"], "2026-07-31"),
        (["As of"], ""),
        (["As often as not"], None),
        (["Was as of then"], None),
        ([""], None),
    ],
)
def test_a_label_stands_at_the_beginning_of_a_cell(row: list[str], value: str | None) -> None:
    assert given(row, ["As of"]) == value


def test_a_label_may_end_in_a_colon() -> None:
    assert given(["A/C:", "ACME01", "Name:", "Acme"], ["A/C:"]) == "ACME01"
    assert given(["A/C:ACME01"], ["A/C"]) == "ACME01"
