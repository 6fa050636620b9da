"""Evidence: only what rules ask for, in the units conditions compare."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest

from artui.books import evidence
from artui.books.evidence import Until, asked_by, latency_hours
from artui.domain.conditions import from_data
from artui.domain.days import parse_day
from tests.homes import application, invoice, payment

if TYPE_CHECKING:
    from typing import Any

    from tests.homes import Books

SUNDAY = parse_day("2026-11-15")


def gathered(books: Books, when: dict[str, Any], known_on: str | None = None) -> dict[str, object]:
    """The evidence of the one document."""
    known = None if known_on is None else parse_day(known_on)
    rules = [from_data(when)]
    restated = [1] if known is not None else []
    return evidence.gather(books.connection, [1], restated, rules, Until(SUNDAY, known))[1]


def test_a_rule_asks_about_its_fields() -> None:
    when = {
        "all": [{"po_number": "missing"}, {"not": {"segment": "a"}}],
        "any": [{"amount": {"ge": 1, "le": 5}}, {"po_number": "X"}],
    }
    assert set(asked_by(from_data(when))) == {"po_number", "segment", "amount"}


def test_nothing_else_is_gathered(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-11-01"))
    always = {
        "document_id",
        "item_id",
        "customer",
        "currency",
        "due_on",
        "reason",
        "days_past_due",
    }
    assert set(gathered(books, {"days_past_due": {"gt": 3}})) == always
    assert set(gathered(books, {"amount": {"gt": 3}})) == {*always, "amount"}
    found = gathered(books, {"send_latency_hours": {"gt": 3}})
    assert set(found) == {*always, "send_latency_hours", "completed_at", "sent_at"}


def test_amounts_are_of_the_whole_invoice_and_days_of_its_first_instalment(books: Books) -> None:
    parts = [
        invoice("A", "10.00", item="1", due_date="2026-11-05", completed_at="2026-10-02T09:00:00"),
        invoice("A", "5.00", item="2", due_date="2026-12-05", completed_at="2026-10-03T09:00:00"),
    ]
    books.take("invoices.csv", *parts)
    books.take(
        "payments.csv", payment("P", "9.00", "2026-11-15"), payment("Q", "1.00", "2026-11-16")
    )
    applied = [
        application("P", "A", "9.00", "2026-11-15", item="1"),
        application("Q", "A", "1.00", "2026-11-16", item="1"),
    ]
    books.take("applications.csv", *applied)
    every = {"amount": "present", "open_amount": "present", "completed_at": "present"}
    found = gathered(books, every)
    assert (found["amount"], found["open_amount"]) == (Decimal("15.00"), Decimal("6.00"))
    assert (found["days_past_due"], found["completed_at"]) == (10, parse_day("2026-10-02"))


def test_as_known_on_a_day(books: Books) -> None:
    row = invoice("A", "10.00", due_date="2026-11-05", po_number="P1")
    books.turn("2026-11-10")
    books.take("invoices_2026-11-10.csv", row)
    books.turn("2026-11-18")
    books.take("invoices_2026-11-12.csv", row | {"po_number": "P2", "amount": "12.00"})
    books.take("payments.csv", payment("P", "4.00", "2026-11-10"))
    books.take("applications.csv", application("P", "A", "4.00", "2026-11-10"))
    every = {"amount": "present", "open_amount": "present", "po_number": "present"}

    def said(known_on: str) -> tuple[object, ...]:
        found = gathered(books, every, known_on)
        return found["po_number"], found["amount"], found["open_amount"]

    assert said("2026-11-17") == ("P1", Decimal("10.00"), Decimal("10.00"))
    assert said("2026-11-18") == ("P2", Decimal("12.00"), Decimal("8.00"))


@pytest.mark.parametrize(
    ("completed", "sent", "hours"),
    [
        ("2026-11-01T08:00:00", "2026-11-02T08:00:00", "24.0"),
        ("2026-11-01T08:00:00", "2026-11-02T08:00:36", "24.01"),
        ("2026-11-01", "2026-11-02", "24.0"),
        ("2026-11-01", "2026-11-02T23:00:00", "24.0"),
        ("2026-11-01T23:00:00", "2026-11-03", "48.0"),
        ("2026-11-02T08:00:00", "2026-11-01T08:00:00", "-24.0"),
        ("2026-11-01T08:00:00+01:00", "2026-11-02T08:00:00+00:00", "25.0"),
        ("2026-11-01T08:00:00+01:00", "2026-11-02T08:00:00", "24.0"),
        (None, "2026-11-02", None),
        ("2026-11-01", None, None),
    ],
)
def test_hours_to_sending(completed: str | None, sent: str | None, hours: str | None) -> None:
    assert latency_hours(completed, sent) == (None if hours is None else Decimal(hours))


def test_of_an_invoice_that_its_terms_split_the_whole_speaks(books: Books) -> None:
    policy = (
        "terms:\n  split:\n    instalments:\n"
        "      - {percent: 40, steps: [{add_days: 10}]}\n"
        "      - {rest: true, steps: [{add_days: 20}]}\n"
    )
    books.home.folder("policies").joinpath("terms.yaml").write_text(policy, encoding="utf-8")
    books.adopt()
    row = invoice("A", "10.00", terms="split", po_number="P1")
    books.take("invoices_2026-11-10.csv", row)
    books.take("invoices_2026-11-18.csv", row | {"po_number": "P2", "amount": "12.00"})
    assert books.open("2026-11-20") == {"A/1": 480, "A/2": 720}
    every = {"amount": "present", "po_number": "present"}
    rules = [from_data(every)]
    then, now = (
        evidence.gather(books.connection, [1], [1], rules, Until(day))[1]
        for day in (SUNDAY, parse_day("2026-11-18"))
    )
    assert (then["amount"], then["po_number"]) == (Decimal("10.00"), "P1")
    assert (now["amount"], now["po_number"]) == (Decimal("12.00"), "P2")
