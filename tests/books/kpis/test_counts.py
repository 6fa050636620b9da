"""KPIs of things that are counted: groups make up the whole, and today is as known today."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from artui.domain.kpis import KINDS
from tests.books.kpis.asking import figures
from tests.desk import Person
from tests.homes import TODAY, dispute, invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books

COUNTED = (
    *("invoice_defect_rate", "sent_within_24h", "days_to_invoice", "collected_at_completion"),
    *("dispute_rate", "dispute_cycle_days", "complaints", "promise_kept", "response_hours"),
)


def _invoice(number: int) -> dict[str, Any]:
    done = f"2026-10-{number + 1:02d}T10:00:00"
    return invoice(
        f"I{number}",
        f"{number + 1}0.00",
        f"2026-10-{number + 2:02d}",
        customer_id=f"C{number % 3}",
        company=("1000", "2000")[number % 2],
        job_id=f"J{number}",
        completed_at=done,
        sent_at=f"2026-10-{number + 2:02d}T{number:02d}:30:00",
        **{"class": ("", "service", "project")[number % 3]},
    )


@pytest.fixture
def world(books: Books) -> Books:
    """Two companies, three customers, and a little of everything."""
    segments = ("", "public", "strategic")
    rows = [
        {"customer_id": f"C{n}", "name": f"Customer {n}", "segment": segments[n]} for n in range(3)
    ]
    for company in ("1000", "2000"):
        books.take(
            f"customers_{company}_2026-10-01.csv", *({**row, "company": company} for row in rows)
        )
    books.turn("2026-10-10")
    Person(books).promise(5_00, "2026-10-15")
    books.turn(TODAY)
    books.take("invoices_2026-11-20.csv", *(_invoice(n) for n in range(20)))
    books.take("payments_2026-11-20.csv", payment("P", "4.00", "2026-10-14"))
    books.take(
        "disputes_2026-11-20.csv",
        *(
            dispute(
                f"D{n}", f"I{n}", "2026-10-22", resolved_on=f"2026-10-{22 + n}", company=company
            )
            for n in range(1, 8)
            for company in [("1000", "2000")[n % 2]]
        ),
    )
    books.take(
        "activities_2026-11-20.csv",
        *(
            {
                "activity_id": f"T{n}",
                "customer_id": f"C{n % 3}",
                "at": f"2026-10-{n + 1:02d}T12:00:00",
            }
            | {"direction": ("out", "in")[n // 3 % 2], "outcome": "tax"}
            for n in range(20)
        ),
    )
    return books


@pytest.mark.parametrize("kpi", COUNTED)
def test_groups_make_up_the_whole(world: Books, kpi: str) -> None:
    whole = {(each.variant, each.currency): each for each in figures(world, kpi, "2026-10")}
    assert all(each.value is not None for each in whole.values())
    assert {variant for variant, _ in whole} >= set(KINDS[kpi].variants)
    for by in ("class", "segment", "company"):
        sums: Counter[tuple[str, ...]] = Counter()
        found = figures(world, kpi, "2026-10", by=by)
        for each in found:
            sums[each.variant, each.currency, "above"] += each.numerator or 0  # type: ignore[assignment] # a fraction adds up as well
            sums[each.variant, each.currency, "below"] += each.denominator or 0  # type: ignore[assignment] # as above
        for (variant, currency), each in whole.items():
            assert sums[variant, currency, "above"] == (each.numerator or 0)
            assert sums[variant, currency, "below"] == (each.denominator or 0)


@pytest.mark.parametrize("kpi", COUNTED)
def test_what_is_known_today_is_all_that_is_known(world: Books, kpi: str) -> None:
    for by in ("", "segment"):
        now = figures(world, kpi, "2026-10", by=by)
        assert now == figures(world, kpi, "2026-10", by=by, known_on=TODAY)
        for nobody in ({"customer": "c9"}, {"company": "3000"}, {"collector": "nobody"}):
            assert not any(
                each.numerator for each in figures(world, kpi, "2026-10", by=by, **nobody)
            )
