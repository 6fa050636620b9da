"""What a late week is: its edges, the order of reasons, and what freezing keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from artui.books import weeks
from artui.domain.days import parse_day
from artui.store import desk, frozen
from artui.store.connection import open_desk, open_reader
from tests.homes import application, dispute, invoice, listed, payment

if TYPE_CHECKING:
    from artui.domain.reasons import Late
    from tests.homes import Books

WEEK = "2026-W46"  # 9 to 15 November
MONDAY, SUNDAY = "2026-11-09", "2026-11-15"


def found(books: Books, today: str = "2026-11-20", week: str = WEEK) -> dict[str, Late]:
    """The late invoices of a week by number."""
    reader = open_reader(books.home.main, books.home.desk)
    try:
        names = dict(reader.execute("SELECT id, number FROM document"))
        shown = weeks.shown(reader, books.force, week, parse_day(today))
        return {names[each.document_id]: each for each in shown.late}
    finally:
        reader.close()


def why(books: Books, number: str = "A") -> tuple[str | None, str]:
    each = found(books)[number]
    return each.reason, each.because


@pytest.mark.parametrize(
    ("due", "days"),
    [
        ("2026-11-16", 0),
        (SUNDAY, 0),
        ("2026-11-14", 1),
        (MONDAY, 6),
        ("2026-11-08", 7),
        ("2026-10-01", 7),
    ],
)
def test_an_invoice_is_late_from_the_day_after_it_is_due(books: Books, due: str, days: int) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date=due))
    late_days = [each.amount_days // 1000 for each in found(books).values()]
    assert late_days == ([days] if days else [])


@pytest.mark.parametrize(("today", "days"), [(MONDAY, 1), ("2026-11-12", 4), ("2026-11-30", 7)])
def test_a_week_ends_today(books: Books, today: str, days: int) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    assert found(books, today)["A"].amount_days == days * 1000


def test_a_week_that_has_not_begun_has_nothing(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    assert found(books, "2026-11-08") == {}


def test_paid_on_a_day_it_is_not_open_at_that_days_end(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-11-10"))
    books.take("payments.csv", payment("P", "6.00", "2026-11-13"))
    books.take("applications.csv", application("P", "A", "6.00", "2026-11-13"))
    each = found(books)["A"]
    assert (each.amount, each.amount_days) == (1000, 1000 + 1000 + 3 * 400)


def test_paid_on_the_first_late_day_it_was_never_late(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-11-10"))
    books.take("payments.csv", payment("P", "10.00", "2026-11-11"))
    books.take("applications.csv", application("P", "A", "10.00", "2026-11-11"))
    assert found(books) == {}


def test_unapplied_cash_makes_nothing_less_late(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-10"))
    books.take("payments.csv", payment("P", "10.00", "2026-10-11"))
    assert found(books)["A"].amount_days == 7000


def test_an_invoice_late_for_the_first_time_is_new(books: Books) -> None:
    rows = [
        invoice("NEW", "10.00", due_date="2026-11-08"),
        invoice("OLD", "10.00", due_date="2026-11-07"),
        invoice("BACK", "10.00", due_date="2026-11-01"),
        invoice("AGAIN", "10.00", due_date="2026-11-01"),
    ]
    books.take("invoices.csv", *rows)
    paid = [
        payment("P", "10.00", "2026-10-30", status="reversed", reversed_on="2026-11-09"),
        payment("Q", "10.00", "2026-11-03", status="reversed", reversed_on="2026-11-09"),
    ]
    books.take("payments.csv", *paid)
    applied = [
        application("P", "BACK", "10.00", "2026-10-30"),
        application("Q", "AGAIN", "10.00", "2026-11-03"),
    ]
    books.take("applications.csv", *applied)
    new = {name: each.is_new for name, each in found(books).items()}
    assert new == {"NEW": True, "OLD": False, "BACK": True, "AGAIN": False}


def test_each_reason_gives_way_to_the_one_before_it(books: Books) -> None:
    books.take("customers_2026-10-01.csv", {"customer_id": "C1", "name": "C", "po_required": "yes"})
    late_row = invoice("A", "10.00", due_date="2026-10-20", po_number="P1")
    books.take("invoices_2026-10-01.csv", late_row)
    assert why(books) == (None, "unexplained")
    books.take("invoices_2026-10-02.csv", late_row | {"po_number": ""})
    assert why(books) == ("missing_po", "rule")
    books.take("invoices_2026-10-03.csv", late_row | {"po_number": "", "reason": "TX1"})
    assert why(books) == ("tax", "erp_code")
    books.take("disputes.csv", dispute("D", "A", "2026-11-15", reason="PR1"))
    assert why(books) == ("price_or_quantity", "dispute")
    choose(books, "approver")
    assert why(books) == ("approver", "choice")
    choose(books, "no longer in the catalogue")
    assert why(books) == ("price_or_quantity", "dispute")


def choose(books: Books, reason: str, number: str = "a") -> None:
    connection = open_desk(books.home.desk)
    identity = desk.InvoiceIdentity("1000", "", "", number)
    desk.choose_reason(connection, identity, reason, "me", "2026-11-18T10:00:00+00:00")
    connection.close()


@pytest.mark.parametrize(
    ("disputes", "expected"),
    [
        ([("tax", "2026-10-01", "", "5.00"), ("portal", "2026-10-02", "", "4.99")], "tax"),
        ([("tax", "2026-10-01", "", "5.00"), ("portal", "2026-10-02", "", "5.00")], "portal"),
        ([("tax", "2026-10-01", "", "9.99"), ("portal", "2026-10-02", "", "")], "portal"),
        ([("tax", "2026-10-01", MONDAY, "")], None),
        ([("tax", "2026-10-01", "2026-11-10", "")], "tax"),
        ([("tax", "2026-11-11", "2026-11-11", "")], None),
        ([("tax", SUNDAY, "", "")], "tax"),
        ([("tax", "2026-11-16", "", "")], None),
        ([("no such reason", "2026-10-01", "", "9.00"), ("tax", "2026-10-01", "", "1.00")], "tax"),
    ],
)
def test_the_largest_then_latest_dispute_open_in_the_week(
    books: Books, disputes: list[tuple[str, str, str, str]], expected: str | None
) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    rows = [
        dispute(f"D{n}", "A", opened, reason=reason, resolved_on=resolved, amount=amount)
        for n, (reason, opened, resolved, amount) in enumerate(disputes)
    ]
    books.take("disputes.csv", *rows)
    assert why(books)[0] == expected


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("invoices", invoice("A", "10.00", due_date="2026-10-20", po_number="late", reason="TX1")),
        ("open_items", listed("A", "10.00", "2026-11-17", po_number="late", reason="TX1")),
        ("customers", {"customer_id": "C1", "name": "C", "po_required": "no"}),
    ],
)
def test_an_export_dated_after_sunday_is_no_evidence(
    books: Books, name: str, row: dict[str, Any]
) -> None:
    books.take("customers_2026-10-01.csv", {"customer_id": "C1", "name": "C", "po_required": "yes"})
    books.take("invoices_2026-10-01.csv", invoice("A", "10.00", due_date="2026-10-20"))
    assert why(books) == ("missing_po", "rule")
    books.take(f"{name}_2026-11-17.csv", row)
    assert why(books) == ("missing_po", "rule")
    current = next(iter(found(books, week="2026-W47").values()))
    assert current.reason != "missing_po"


def test_amounts_are_those_of_all_instalments(books: Books) -> None:
    rules = "reasons:\n  big: {label: Big, owner: sales, when: {amount: {ge: 25}}}\n"
    books.home.folder("policies").joinpath("reasons.yaml").write_text(rules, encoding="utf-8")
    for name in ("readiness", "disputes"):  # they name reasons of the catalogue that is shipped
        books.home.folder("policies").joinpath(f"{name}.yaml").unlink()
    books.adopt()
    parts = [
        invoice("A", "15.00", item=str(n), due_date=f"2026-{month}-20")
        for n, month in enumerate((10, 12), 1)
    ]
    books.take("invoices_2026-10-01.csv", *parts)
    assert why(books) == ("big", "rule")
    books.take("invoices_2026-11-18.csv", *(part | {"amount": "1.00"} for part in parts))
    assert why(books) == ("big", "rule")


def test_only_a_week_that_is_over_is_frozen_and_only_once(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    assert not freeze(books, "2026-W47")
    assert freeze(books, WEEK)
    assert not freeze(books, WEEK)
    assert frozen.late_invoices(books.connection, WEEK) is not None


def freeze(books: Books, week: str) -> bool:
    reader = open_reader(books.home.main, books.home.desk)
    try:
        return weeks.freeze(
            books.connection,
            reader,
            books.force,
            week,
            today=books.home.today(),
            at="2026-11-20T06:00:00+00:00",
        )
    finally:
        reader.close()


def test_a_frozen_week_stays_whatever_comes_later(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    freeze(books, WEEK)
    before = found(books)
    books.take("payments.csv", payment("P", "10.00", "2026-10-21"))
    books.take("applications.csv", application("P", "A", "10.00", "2026-10-21"))
    choose(books, "tax")
    assert found(books) == before
    assert found(books)["A"].reason is None


def test_a_listing_that_goes_on_after_sunday_does_not_speak_for_it(books: Books) -> None:
    first = invoice("A", "10.00", due_date="2026-10-20")
    books.take("invoices_2026-11-01.csv", first)
    books.take("open_items_2026-11-06.csv", listed("A", "10.00", "2026-11-06", reason="TX1"))
    books.take("invoices_2026-11-12.csv", first | {"reason": "PR1"})
    assert why(books) == ("price_or_quantity", "erp_code")
    books.take("open_items_2026-11-20.csv", listed("A", "10.00", "2026-11-20", reason="TX1"))
    assert why(books) == ("price_or_quantity", "erp_code")


def test_a_row_seen_again_after_sunday_does_not_speak_for_it(books: Books) -> None:
    row = invoice("A", "10.00", due_date="2026-10-20", reason="TX1")
    books.take("invoices_2026-11-01.csv", row)
    books.take("invoices_2026-11-18.csv", row)
    books.take("invoices_2026-11-10.csv", row | {"reason": "PR1"})
    assert why(books) == ("price_or_quantity", "erp_code")
    assert found(books, week="2026-W47")["A"].reason == "tax"


def test_where_every_export_came_later_the_first_of_them_speaks(books: Books) -> None:
    row = invoice("A", "10.00", due_date="2026-10-20", reason="TX1")
    books.take("invoices_2026-11-17.csv", row)
    books.take("invoices_2026-11-18.csv", row | {"reason": "PR1"})
    assert why(books) == ("tax", "erp_code")


def test_in_two_weeks_running_each_has_its_own_evidence(books: Books) -> None:
    row = invoice("A", "10.00", due_date="2026-10-20", reason="TX1")
    books.take("invoices_2026-11-01.csv", row)
    books.take("invoices_2026-11-09.csv", row | {"reason": "PR1"})
    reasons = [found(books, week=week)["A"].reason for week in ("2026-W45", "2026-W46")]
    assert reasons == ["tax", "price_or_quantity"]


def test_known_on_takes_what_was_recorded_by_then(books: Books) -> None:
    row = invoice("A", "10.00", due_date="2026-10-20", reason="TX1")
    books.turn("2026-11-16")
    books.take("invoices_2026-11-01.csv", row)
    books.turn("2026-11-18")
    choose(books, "approver")
    books.take("invoices_2026-11-02.csv", row | {"reason": "PR1"})
    books.take("payments_2026-11-18.csv", payment("P", "4.00", "2026-11-01"))
    books.take("applications_2026-11-18.csv", application("P", "A", "4.00", "2026-11-01"))
    books.take("disputes_2026-11-18.csv", dispute("D", "A", "2026-11-02", reason="portal"))
    books.turn("2026-11-20")

    def on(day: str) -> tuple[str | None, str, int]:
        reader = open_reader(books.home.main, books.home.desk)
        try:
            today, known = parse_day("2026-11-20"), parse_day(day)
            (each,) = weeks.shown(reader, books.force, WEEK, today, known).late
            return each.reason, each.because, each.amount
        finally:
            reader.close()

    assert on("2026-11-17") == ("tax", "erp_code", 1000)
    assert on("2026-11-18") == ("approver", "choice", 600)


def test_a_week_that_is_not_over_on_the_day_asked_for_has_no_record(books: Books) -> None:
    books.take("invoices.csv", invoice("A", "10.00", due_date="2026-10-20"))
    assert freeze(books, WEEK)
    assert found(books, today="2026-11-11")["A"].amount_days == 3_000
    assert found(books, today="2026-10-01") == {}
    assert found(books, today=SUNDAY)["A"].amount_days == 7_000
