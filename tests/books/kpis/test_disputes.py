"""Disputes and complaints, out of dropped files and the desk."""

from __future__ import annotations

import statistics
import tempfile
from fractions import Fraction
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from artui.domain.days import iso, parse_day
from artui.settings import Settings
from artui.store import desk
from artui.store.desk import Contact, InvoiceIdentity
from tests.books.kpis.asking import figure, figures, parts
from tests.desk import Person
from tests.homes import Books, dispute, invoice, listed

RATE, CYCLE, COMPLAINTS = "dispute_rate", "dispute_cycle_days", "complaints"


def _activity(number: str, at: str, **more: Any) -> dict[str, Any]:
    row = {"activity_id": number, "customer_id": "C1", "at": at, "direction": "in"}
    return row | {"channel": "phone"} | more


def test_an_invoice_is_disputed_once_whatever_came_of_it(books: Books) -> None:
    books.take(
        "invoices_2026-11-01.csv",
        *(invoice(f"I{n}", "100.00", "2026-10-05") for n in range(4)),
        invoice("C", "-50.00", "2026-10-06", type="credit_note"),
        invoice("E", "80.00", "2026-10-06", currency="EUR"),
    )
    books.take(
        "disputes_2026-11-20.csv",
        dispute("D1", "I0", "2026-10-10", amount="30.00", resolved_on="2026-10-20"),
        dispute("D2", "I0", "2026-11-10", amount="90.00"),
        dispute("D3", "I1", "2026-11-12", amount="25.00"),
    )
    found = figure(books, RATE, "2026-10", "count")
    assert parts(found) == (2, 5)
    amounts = {f.currency: f for f in figures(books, RATE, "2026-10") if f.variant == "amount"}
    assert parts(amounts["USD"]) == (125_00, 400_00)
    assert amounts["EUR"].value == 0


def test_of_one_disputed_item_no_more_than_that_item_is_disputed(books: Books) -> None:
    books.take(
        "invoices_2026-10-01.csv",
        invoice("A", "30.00", item="1"),
        invoice("A", "70.00", item="2"),
    )
    shown = {"invoice_date": "2026-10-01", "due_date": "2026-11-01"}
    books.take(
        "open_items_2026-10-10.csv",
        listed("A", "30.00", "2026-10-10", item="1", disputed="yes", **shown),
        listed("A", "70.00", "2026-10-10", item="2", **shown),
    )
    assert parts(figure(books, RATE, "2026-10", "amount")) == (3000, 10000)
    books.take("disputes_2026-10-11.csv", dispute("D", "A", "2026-10-11"))
    assert parts(figure(books, RATE, "2026-10", "amount")) == (10000, 10000)


def test_amounts_are_stated_in_the_base_currency_too_where_rates_are_known(books: Books) -> None:
    books.take(
        "invoices_2026-11-01.csv",
        invoice("A", "100.00", "2026-10-05"),
        invoice("E", "80.00", "2026-10-06", currency="EUR"),
    )
    books.take("disputes_2026-11-20.csv", dispute("D1", "E", "2026-10-10"))
    books.take("fx_rates_2026-10-30.csv", {"date": "2026-10-30", "currency": "EUR", "rate": "1.25"})
    (found,) = [f for f in figures(books, RATE, "2026-10") if f.variant == "amount_in_base"]
    assert (found.currency, found.value) == ("USD", Fraction(1, 2))


def test_a_cycle_counts_where_it_ended_and_its_beginning_is_known(books: Books) -> None:
    books.take(
        "invoices_2026-10-01.csv",
        *(invoice(f"I{n}", "100.00", "2026-09-01") for n in range(3)),
        invoice("F", "100.00", "2026-09-01", disputed="yes", settled_on="2026-10-09"),
    )
    books.take(
        "disputes_2026-11-20.csv",
        dispute("D0", "I0", "2026-09-30", resolved_on="2026-10-05"),
        dispute("D1", "I1", "2026-09-20", resolved_on="2026-10-20"),
        dispute("D2", "I2", "2026-10-20", resolved_on="2026-11-01"),
    )
    found = {f.variant: f for f in figures(books, CYCLE, "2026-10")}
    assert [found[name].value for name in ("median", "p90")] == [8, 30]
    assert found["median"].note == "of 3 disputes"
    books.take(
        "invoices.csv", invoice("G", "9.00", "2026-09-01", disputed="yes", settled_on="2026-10-09")
    )
    found = {f.variant: f for f in figures(books, CYCLE, "2026-10")}
    assert found["median"].note == "of 3 disputes; left out: 1 opened on a day nobody knows"


def test_complaints_are_disputes_and_what_customers_say(books: Books) -> None:
    books.take("invoices_2026-10-01.csv", *(invoice(f"I{n}", "9.00") for n in range(5)))
    books.take(
        "disputes_2026-11-20.csv",
        dispute("D0", "I0", "2026-10-05", reason="PR1"),
        dispute("D1", "I1", "2026-10-05", reason="missing_po"),
        dispute("D2", "I2", "2026-10-05"),
        dispute("D3", "I3", "2026-11-05", reason="tax"),
    )
    books.take(
        "activities_2026-11-20.csv",
        _activity("T0", "2026-10-06T09:00:00", outcome="wrong_bill_to", invoice_id="I4"),
        _activity("T1", "2026-10-06T09:00:00", outcome="tax", invoice_id="I0"),
        _activity("T2", "2026-10-06T09:00:00", subject="missing_po"),
        _activity("T3", "2026-10-06T09:00:00", outcome="tax", direction="out"),
        _activity("T4", "2026-11-06T09:00:00", outcome="tax"),
    )
    found = figure(books, COMPLAINTS, "2026-10")
    assert found.value == 3
    assert found.note == "left out: 1 for a reason that is no complaint"


def test_a_dispute_on_the_desk_is_a_complaint_unless_its_invoice_has_another_reason(
    books: Books,
) -> None:
    books.take("invoices_2026-11-01.csv", invoice("A", "9.00"), invoice("B", "9.00"))
    ann = Person(books)
    identities = [InvoiceIdentity("1000", "", "", key) for key in ("a", "b")]
    with ann.desk() as connection:
        for identity in identities:
            said = Contact(ann.today, "phone", "in", "dispute", note="no", document=identity)
            desk.log_contact(connection, ann.account, said, "ann", "2026-11-20T09:00:00+00:00")
        desk.choose_reason(connection, identities[1], "missing_po", "ann", "2026-11-20T09:00:00")
    assert figure(books, COMPLAINTS, "2026-11").value == 1


_DAYS = st.integers(parse_day("2026-09-20"), parse_day("2026-11-10"))
_DISPUTES = st.lists(st.tuples(_DAYS, st.none() | st.integers(0, 60)), min_size=1, max_size=10)


@settings(max_examples=12, deadline=None)
@given(_DISPUTES)
def test_cycles_are_what_counting_by_hand_gives(made: list[Any]) -> None:
    first, last = parse_day("2026-10-01"), parse_day("2026-10-31")
    rows = [
        dispute(
            f"D{n}",
            f"I{n}",
            str(iso(day)),
            **({} if took is None else {"resolved_on": iso(day + took)}),
        )
        for n, (day, took) in enumerate(made)
    ]
    with tempfile.TemporaryDirectory() as folder:
        books = Books(Path(folder), Settings(today="2026-11-20"))
        numbers = range(len(made))
        books.take(
            "invoices_2026-11-20.csv", *(invoice(f"I{n}", "9.00", "2026-09-01") for n in numbers)
        )
        books.take("disputes_2026-11-20.csv", *rows)
        found = {each.variant: each.value for each in figures(books, CYCLE, "2026-10")}
        complaints = figure(books, COMPLAINTS, "2026-10").value
        books.connection.close()
    took = [t for day, t in made if t is not None and first <= day + t <= last]
    assert complaints == sum(first <= day <= last for day, _ in made)
    assert found["median"] == (statistics.median(map(Fraction, took)) if took else None)
    assert found["p90"] == (sorted(took)[-(-9 * len(took) // 10) - 1] if took else None)
