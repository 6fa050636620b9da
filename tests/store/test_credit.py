"""Exposure and payment behaviour in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from artui.domain.days import parse_day
from artui.domain.risk import Paid, span
from artui.store import credit, paying, positions
from artui.store.paying import Payments
from tests.homes import application, dispute, invoice, payment

if TYPE_CHECKING:
    from tests.homes import Books

DAY = "2026-11-20"


def account(books: Books, *ages: int, as_of: str = DAY, **more: Any) -> dict[str, Any]:
    """The one account there is."""
    asked = {name: more.pop(name) for name in ("drafts", "dunned") if name in more}
    (row,) = credit.exposures(books.connection, books.scope(as_of, **more), ages, **asked)
    return row


def test_exposure_is_net_of_cash_and_includes_what_is_disputed(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "100.00", due_date="2026-10-31"))
    books.take("disputes.csv", dispute("D", "A", "2026-11-01"))
    books.take("payments.csv", payment("P", "30.00", "2026-11-02"))
    row = account(books)
    assert (row["open_items"], row["past_due"], row["oldest_due"]) == (
        70_00,
        100_00,
        parse_day("2026-10-31"),
    )


def test_how_much_is_how_old(books: Books) -> None:
    for number, due in (("A", "2026-11-19"), ("B", "2026-11-10"), ("C", "2026-08-01")):
        books.take(f"{number}.csv", invoice(number, "10.00", "2026-07-01", due_date=due))
    books.take("payments.csv", payment("P", "5.00", "2026-01-01"))
    older = account(books, 0, 1, 9, 10, 110, 111)["older"]
    assert older == {0: 30_00, 1: 20_00, 9: 20_00, 10: 10_00, 110: 10_00, 111: 0}


def test_a_customer_without_exposure_is_there_with_nothing(books: Books) -> None:
    books.take("customers_2026-11-05.csv", {"customer_id": "C1", "name": "C", "credit_limit": "9"})
    row = account(books, 5)
    assert (row["currency"], row["open_items"], row["older"]) == (None, 0, {5: 0})
    assert (row["credit_limit"], row["known_since"]) == (900, parse_day("2026-11-05"))


def test_drafts_count_until_they_are_issued_or_void(books: Books) -> None:
    drafted = [
        invoice("A", "10.00", status="draft"),
        invoice("B", "20.00", status="Draft"),
        invoice("C", "40.00", status="draft"),
        invoice("CN", "-5.00", status="draft"),
        invoice("D", "80.00"),
    ]
    books.take("invoices_2026-11-02.csv", *drafted)
    assert account(books, drafts=True)["drafts"] == 70_00
    assert account(books)["drafts"] == 0
    assert account(books)["open_items"] == 80_00
    assert account(books, as_of="2026-11-01", drafts=True)["drafts"] == 0
    issued = [
        invoice("A", "10.00", status=""),
        invoice("B", "20.00", status="void"),
        invoice("C", "41.00", status="draft"),
    ]
    books.turn("2026-11-21")
    books.take("invoices_2026-11-09.csv", *issued)
    now = account(books, drafts=True)
    assert (now["drafts"], now["open_items"]) == (41_00, 90_00)
    assert account(books, as_of="2026-11-08", drafts=True)["drafts"] == 70_00
    assert account(books, known_on="2026-11-20", drafts=True)["drafts"] == 70_00


def test_a_file_without_the_column_leaves_a_draft_a_draft(books: Books) -> None:
    books.take("invoices_2026-11-02.csv", invoice("A", "10.00", status="draft"))
    books.take("invoices_2026-11-03.csv", invoice("A", "10.00", po_number="7"))
    row = account(books, drafts=True)
    assert (row["drafts"], row["open_items"]) == (10_00, 0)


def test_some_customers_are_asked_about_as_all_are(books: Books) -> None:
    rows = [invoice(f"I{n}", f"{n}.00", customer_id=f"C{n}") for n in (1, 2, 3)]
    rows += [invoice("D", "9.00", customer_id="C2", status="draft")]
    books.take("invoices.csv", *rows)
    everyone = credit.exposures(books.connection, books.scope(DAY), (0, 30), drafts=True)
    (wanted,) = [row for row in everyone if row["customer_id"] == "C2"]
    positions.mark(books.connection)
    positions.mark_also(books.connection, [wanted["id"]])
    for scope in (books.scope(DAY, moved=True), books.scope(DAY, customer_id=wanted["id"])):
        found = credit.exposures(books.connection, scope, (0, 30), drafts=True)
        assert found == [wanted]
    assert wanted["drafts"] == 9_00


def test_the_dunning_level_is_looked_up_where_it_is_asked_for(books: Books) -> None:
    row = {"customer_id": "C1", "amount": "10.00", "snapshot_date": DAY}
    books.take(
        "open_items.csv",
        {"document_id": "A", "dunning_level": "1", **row},
        {"document_id": "B", "dunning_level": "3", **row},
    )
    assert account(books, dunned=True)["dunning_level"] == 3
    assert account(books)["dunning_level"] is None


def pays(books: Books, number: str, amount: str, due: str, *paid: tuple[str, str]) -> None:
    """An invoice and what was paid of it: day and amount."""
    books.take(f"i{number}.csv", invoice(number, amount, "2025-10-01", due_date=due))
    for n, (day, part) in enumerate(paid):
        books.take(f"p{number}{n}.csv", payment(f"P{number}{n}", part, day))
        books.take(f"a{number}{n}.csv", application(f"P{number}{n}", number, part, day))


def payments(books: Books, as_of: str = DAY, **more: Any) -> Payments:
    """What the one account paid."""
    scope = books.scope(as_of, **more)
    found = paying.payments(books.connection, scope, span(scope.as_of, 12))
    return next(iter(found.values()), Payments(Paid(), Paid()))


def test_payments_are_weighted_by_the_days_after_the_due_date(books: Books) -> None:
    pays(books, "A", "100.00", "2026-10-01", ("2026-10-11", "60.00"), ("2026-09-01", "40.00"))
    pays(books, "B", "50.00", "2026-03-01", ("2026-03-05", "50.00"))
    pays(books, "OLD", "70.00", "2025-10-20", ("2025-11-20", "70.00"))
    pays(books, "OPEN", "70.00", "2026-10-20")
    assert payments(books) == Payments(Paid(50_00, 4 * 50_00), Paid(100_00, 10 * 60_00))
    assert payments(books, "2025-11-21").recent == Paid(70_00, 31 * 70_00)
    assert payments(books, "2026-10-01").recent == Paid(40_00, 0)


def test_what_a_payment_lost_again_was_never_paid(books: Books) -> None:
    pays(books, "A", "100.00", "2026-10-01", ("2026-10-11", "60.00"))
    pays(books, "B", "40.00", "2026-10-01", ("2026-10-02", "40.00"))
    failed = payment("PA0", "60.00", "2026-10-11", status="failed", reversed_on="2026-10-20")
    books.turn("2026-11-21")
    books.take("failed.csv", failed)
    assert payments(books).recent == Paid(40_00, 40_00)
    assert payments(books, "2026-10-15").recent == Paid(100_00, 640_00)
    assert payments(books, known_on="2026-11-20").recent == Paid(100_00, 640_00)


def test_what_snapshots_show_to_be_paid_counts(books: Books) -> None:
    row = {"customer_id": "C1", "due_date": "2026-10-01", "invoice_date": "2026-09-01"}
    books.take(
        "s1.csv", *({**row, "document_id": d, "amount": "10.00", "snapshot_date": "2026-10-05"}
        for d in "AB"),
    )  # fmt: skip
    books.take(
        "s2.csv",
        {**row, "document_id": "A", "amount": "10.00", "snapshot_date": "2026-10-09"},
    )
    assert payments(books).recent == Paid(10_00, 8 * 10_00)


def test_few_customers_pay_as_all_do(books: Books) -> None:
    pays(books, "A", "100.00", "2026-10-01", ("2026-10-11", "60.00"))
    everyone = payments(books)
    positions.mark_all(books.connection)
    assert payments(books, moved=True) == everyone
    assert payments(books, customer_id=1) == everyone
    assert payments(books, customer_id=2) == Payments(Paid(), Paid())
    assert payments(books, company="1000") == everyone
    assert payments(books, company="2000") == Payments(Paid(), Paid())


def test_any_sqlite_tool_reads_standings_and_holds(books: Books) -> None:
    row = {"customer_id": "C1", "name": "Baker", "credit_limit": "100.00"}
    books.take("customers_2026-11-01.csv", row)
    books.take("i.csv", invoice("A", "150.50", "2026-11-01", due_date="2026-12-01"))
    assert books.connection.execute(
        "SELECT company, customer_id, currency, status, exposure, overrun, limit_amount,"
        " utilisation, rule, hold_since, expected_resolution, review_due_on, policy"
        " FROM credit_standings"
    ).fetchall() == [
        ("1000", "C1", "USD", "hold", "150.50", "50.50", "100.00", 1.505, "over_limit", DAY,
         "2026-11-30", "2027-11-01", books.force.revision)
    ]  # fmt: skip
    books.take("p.csv", payment("P", "60.00", DAY))
    assert books.connection.execute(
        "SELECT customer, rule, began_on, expected_resolution, ended_on, policy, ended_under"
        " FROM credit_holds"
    ).fetchall() == [
        ("Baker", "over_limit", DAY, "2026-11-30", DAY, books.force.revision, books.force.revision)
    ]
