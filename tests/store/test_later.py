"""What takes effect after a day, against what is open at the end."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from artui.domain.days import iso
from artui.report.aging_later import add
from artui.store.aging import GROUPS, Scope
from artui.store.later import later
from tests.books.test_any_order import SHOWN, home, loaded, template
from tests.books.worlds import FIRST, LAST, Export, exports
from tests.homes import Books, adjustment, application, invoice, payment

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["template"]


def _open(books: Books, day: int) -> dict[int, int]:
    """What is open by item, by adding up every entry."""
    rows = books.connection.execute(
        "SELECT item_id, sum(amount) FROM entry WHERE superseded_on IS NULL"
        " AND effective_on <= ? GROUP BY item_id HAVING sum(amount) <> 0",
        (day,),
    )
    return dict(rows.fetchall())


@SHOWN
@given(made=exports())
def test_with_it_what_stood_open_comes_to_what_is_left_of_it(
    template: Path, made: list[Export]
) -> None:
    with home(template) as books:
        loaded(books, [(export.name(str(n)), export.text()) for n, export in enumerate(made)])
        final = _open(books, LAST + 1000)
        for day in range(FIRST, LAST, 3):
            standing = _open(books, day)
            change = sum(final.get(item, 0) - amount for item, amount in standing.items())
            for by in GROUPS:
                found = later(books.connection, Scope(day), by)
                assert sum(each.amount for each in found) == change, (iso(day), by)


@pytest.fixture
def later_paid(books: Books) -> Books:
    """Two invoices; one is paid and the other written off in November, a third is billed then."""
    books.turn("2026-11-10")
    rows = [invoice("A", "100.00", site="North"), invoice("B", "50.00", customer_id="C2")]
    books.take("invoices_2026-10-01.csv", *rows, invoice("NEW", "7.00", "2026-11-05"))
    books.take("payments_2026-11-02.csv", payment("P", "80.00", "2026-11-02"))
    books.take("applications_2026-11-02.csv", application("P", "A", "80.00", "2026-11-02"))
    books.turn("2026-11-15")
    books.take("adjustments_2026-11-03.csv", adjustment("W", "B", "50.00", "2026-11-03"))
    return books


@pytest.mark.parametrize(
    ("by", "known_on", "expected"),
    [
        ("customer", None, {"C1": -8000, "C2": -5000}),
        ("customer", "2026-11-14", {"C1": -8000}),
        ("site", None, {"North": -8000, None: -5000}),
        ("currency", None, {"USD": -13000}),
    ],
)
def test_it_is_of_what_stands_open_and_as_known(
    later_paid: Books, by: str, known_on: str | None, expected: dict[str | None, int]
) -> None:
    scope = later_paid.scope("2026-10-31", known_on)
    found = later(later_paid.connection, scope, by)
    assert {each.key: each.amount for each in found} == expected
    companies = {each.company for each in found}
    assert companies == ({"1000"} if by == "customer" else {None})


def test_rows_and_totals_say_what_remains(later_paid: Books) -> None:
    row = {"key": "C1", "company": "1000", "currency": "USD", "total": "100.00"}
    data: dict[str, Any] = {"rows": [row], "totals": [{"currency": "USD", "total": "150.00"}]}
    add(later_paid.connection, later_paid.scope("2026-10-31"), "customer", data)
    said = Counter((each["later"], each["remaining"]) for each in (*data["rows"], *data["totals"]))
    assert said == Counter([("-80.00", "20.00"), ("-130.00", "20.00")])
