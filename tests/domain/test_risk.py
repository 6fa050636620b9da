"""Risk out of payments: weighted days late, trend, broken promises."""

from __future__ import annotations

from decimal import Decimal

import pytest

from artui.domain.days import iso, parse_day
from artui.domain.risk import Behaviour, Paid, behaviour, sentence, span


def test_days_late_are_weighted_by_what_was_paid() -> None:
    assert Paid(110_00, 10_00 * 5 + 100_00 * 10).days_late == Decimal("9.5")
    assert Paid(3, 1).days_late == Decimal("0.3")
    assert Paid(20, 1).days_late == Decimal("0.1")
    assert Paid(100, 0).days_late == 0
    assert Paid().days_late is None


def test_the_trend_is_the_recent_time_less_the_time_before() -> None:
    found = behaviour(Paid(100, 500), Paid(50, 600), 2)
    assert found == (Decimal("7.3"), Decimal("7.0"), 2)
    assert behaviour(Paid(), Paid(50, 600), 0) == (Decimal(12), None, 0)
    assert behaviour(Paid(50, 600), Paid(), 0) == (Decimal(12), None, 0)
    assert behaviour(Paid(), Paid(), 1) == (None, None, 1)


@pytest.mark.parametrize(
    ("last", "months", "before", "recent_before"),
    [
        ("2026-11-20", 12, "2025-11-20", "2026-08-20"),
        ("2026-03-31", 12, "2025-03-31", "2025-12-31"),
        ("2026-03-31", 4, "2025-11-30", "2026-02-28"),
        ("2026-03-31", 2, "2026-01-31", "2026-02-28"),
    ],
)
def test_a_span_ends_on_its_day(last: str, months: int, before: str, recent_before: str) -> None:
    found = span(parse_day(last), months)
    assert tuple(map(iso, found)) == (before, recent_before, last)


@pytest.mark.parametrize(
    ("risk_class", "late", "trend", "broken", "said"),
    [
        ("B", "12", "4", 1,
         "B: 12 days late on average (weighted), 4 days worse than before, 1 promise broken"),
        ("A", "1.0", "-0.5", 0, "A: 1 day late on average (weighted), 0.5 days better than before"),
        (None, "0.0", "0.0", 0, "never late, as before"),
        (None, None, None, 2, "no payments to judge by, 2 promises broken"),
        ("C", "30", None, 0, "C: 30 days late on average (weighted)"),
    ],
)  # fmt: skip
def test_it_is_explained_in_one_line(
    risk_class: str | None, late: str | None, trend: str | None, broken: int, said: str
) -> None:
    days, worse = (None if text is None else Decimal(text) for text in (late, trend))
    assert sentence(risk_class, Behaviour(days, worse, broken)) == said
