"""What is owed against what is sold, out of dropped files."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from artui.books.kpis.table import BY_NAME
from artui.domain.days import parse_day
from artui.domain.figure import Period, month
from tests.books.kpis.asking import asked
from tests.homes import adjustment, application, dispute, invoice, listed, payment

if TYPE_CHECKING:
    from artui.domain.figure import Figure
    from tests.homes import Books


def of(
    books: Books, kpi: str, variant: str = "", when: str | Period = "2026-10", **more: Any
) -> dict[tuple[str, str], Figure]:
    """The figures of a variant by key and currency."""
    with asked(books, when, **more) as question:
        found = BY_NAME[kpi].figures(question)
        return {(each.key, each.currency): each for each in found if each.variant == variant}


def said(*values: object) -> tuple[object, ...]:
    """Values side by side, to be compared with whole numbers."""
    return values


def one(books: Books, kpi: str, variant: str = "", **more: Any) -> Figure:
    (found,) = of(books, kpi, variant, **more).values()
    return found


def _paid(books: Books, number: str, amount: str, date: str, **more: Any) -> None:
    name = f"P-{number}-{date}"
    books.take(f"payments_{date}.csv", payment(name, amount, date, **more))
    books.take(f"applications_{date}.csv", application(name, number, amount, date))


def test_sales_are_invoices_less_credit_notes_by_invoice_date(books: Books) -> None:
    books.take(
        "invoices_2026-10-31.csv",
        invoice("BEFORE", "900.00", "2026-09-30"),
        invoice("A", "119.00", "2026-10-01", tax_amount="19.00"),
        invoice("B", "200.00", "2026-10-31"),
        invoice("K", "-19.00", "2026-10-15"),
        invoice("AFTER", "700.00", "2026-11-01"),
        invoice("DRAFT", "70.00", "2026-10-15", status="draft"),
        invoice("VOID", "60.00", "2026-10-15", status="void"),
    )
    found = one(books, "dso", "simple")
    assert found.denominator == 30_000
    assert found.numerator == 90_000 + 30_000
    assert found.value == Fraction(120_000, 30_000) * 31


def test_the_count_back_takes_calendar_months(books: Books) -> None:
    books.take(
        "invoices_2026-10-31.csv",
        invoice("S", "1000.00", "2026-09-15"),
        invoice("O", "300.00", "2026-10-10"),
    )
    found = one(books, "dso", "countback")
    assert found.value == 31 + 30
    books.take("invoices_2026-11-01.csv", invoice("A", "500.00", "2026-08-15"))
    _paid(books, "A", "350.00", "2026-10-31")
    assert one(books, "dso", "countback").value == 31 + 30 + Fraction(15_000, 50_000) * 31


def test_a_month_that_has_begun_counts_its_days(books: Books) -> None:
    books.take("invoices_2026-10-31.csv", invoice("O", "300.00", "2026-10-10"))
    period = Period(parse_day("2026-10-01"), parse_day("2026-10-20"))
    found = one(books, "dso", "countback", when=period)
    assert said(found.value, found.bound) == (20, False)


def test_sales_that_run_out_give_a_bound(books: Books) -> None:
    books.take(
        "invoices_2026-10-31.csv",
        invoice("OLD", "800.00", "2026-07-31"),
        invoice("O", "300.00", "2026-10-10"),
    )
    found = one(books, "dso", "countback")
    assert said(found.value, found.bound) == (31, True)
    assert found.note == "more than that: sales run out after 1 month"


def test_where_nothing_was_sold_there_is_no_dso(books: Books) -> None:
    books.take("invoices_2026-10-31.csv", invoice("OLD", "800.00", "2026-07-31"))
    for variant in ("simple", "countback"):
        found = one(books, "dso", variant)
        assert found.value is None
        assert found.note.startswith("no sales in the ")
    assert one(books, "pct_current").value == 0


def test_of_open_items_alone_sales_are_not_known(books: Books) -> None:
    books.take(
        "open_items_2026-10-31.csv",
        listed("A", "800.00", "2026-10-31", invoice_date="2026-10-05", due_date="2026-11-05"),
    )
    for kpi, variant in (("dso", "simple"), ("dso", "countback"), ("bpdso", ""), ("add", "")):
        found = one(books, kpi, variant)
        assert found.value is None
        assert found.note == "sales are not known: of company 1000 only open items are loaded"
    assert one(books, "cei", "monthly").value is None
    assert one(books, "ar_turnover").value is None
    assert one(books, "pct_current").value == 1


def test_one_company_without_invoices_leaves_the_whole_unknown(books: Books) -> None:
    books.take("invoices_2026-10-31.csv", invoice("O", "300.00", "2026-10-10"))
    row = listed("A", "800.00", "2026-10-31", invoice_date="2026-10-05", company="2000")
    books.take("open_items_2026-10-31.csv", row | {"currency": "USD"})
    assert one(books, "dso", "simple").note.endswith("of company 2000 only open items are loaded")
    found = of(books, "dso", "simple", by="company")
    assert found["1000", "USD"].value == 31
    assert found["2000", "USD"].value is None


def test_what_is_disputed_can_be_left_out(books: Books) -> None:
    books.take("invoices_2026-10-31.csv", invoice("O", "300.00", "2026-10-10"))
    books.take("disputes_2026-10-31.csv", dispute("D", "O", "2026-10-12", amount="100.00"))
    assert one(books, "dso", "simple").value == 31
    assert one(books, "dso", "simple_excluding_disputed").value == Fraction(2, 3) * 31
    assert one(books, "dso", "countback_excluding_disputed").value == Fraction(2, 3) * 31


def test_credits_above_what_is_owed_are_said(books: Books) -> None:
    books.take("invoices_2026-10-31.csv", invoice("O", "300.00", "2026-10-10"))
    books.take("payments_2026-10-31.csv", payment("P", "500.00", "2026-10-31"))
    found = one(books, "dso", "simple")
    assert found.value == Fraction(-20_000, 30_000) * 31
    assert found.note == "credits exceed what is owed"
    assert one(books, "dso", "countback").value == 0


def test_collection_effectiveness_names_its_variant(books: Books) -> None:
    books.take(
        "invoices_2026-10-31.csv",
        invoice("OLD", "1000.00", "2026-08-15", due_date="2026-09-15"),
        invoice("S", "300.00", "2026-09-10", due_date="2026-10-10"),
        invoice("O", "400.00", "2026-10-10", due_date="2026-11-10"),
    )
    _paid(books, "OLD", "600.00", "2026-10-20")
    october = one(books, "cei", "monthly")
    assert october.value == Fraction(1300 + 400 - 1100, 1300 + 400 - 400)
    both = Period(parse_day("2026-09-01"), parse_day("2026-10-31"))
    assert of(books, "cei", "monthly", both) == {}
    assert one(books, "cei", "sales_per_month", when=both).value == Fraction(
        1000 + 350 - 1100, 1000 + 350 - 400
    )
    assert one(books, "cei", "all_sales", when=both).value == Fraction(1700 - 1100, 1700 - 400)
    assert of(books, "cei", "all_sales", "2026-10") == {}


def test_turnover_and_bad_debt(books: Books) -> None:
    books.take(
        "invoices_2026-10-31.csv",
        invoice("OLD", "1000.00", "2026-08-15"),
        invoice("O", "400.00", "2026-10-10"),
    )
    books.take(
        "adjustments_2026-10-31.csv",
        adjustment("W", "OLD", "1500.00", "2026-10-15", kind="write_off"),
        adjustment("R", "OLD", "200.00", "2026-10-20", kind="recovery"),
        adjustment("D", "O", "10.00", "2026-10-20", kind="discount"),
        adjustment("L", "O", "50.00", "2026-11-02", kind="write_off"),
    )
    assert one(books, "ar_turnover").value == Fraction(400) / Fraction(1000 + 390, 2)
    found = one(books, "bad_debt_ratio")
    assert said(found.numerator, found.denominator) == (100_000 - 20_000, 40_000)
    assert one(books, "bad_debt_ratio", customer="c1").numerator == 80_000
    assert one(books, "bad_debt_ratio", customer="c2").note == "no sales in the period"
    assert of(books, "bad_debt_ratio", customer="c2", by="company") == {}


def test_what_a_void_invoice_recovers_is_in_no_figure(books: Books) -> None:
    rows = invoice("A", "100.00"), invoice("V", "100.00", status="void")
    books.take("invoices_2026-10-01.csv", *rows)
    books.take(
        "adjustments_2026-10-20.csv",
        adjustment("W", "A", "9.00", "2026-10-10"),
        adjustment("R", "V", "7.00", "2026-10-12", kind="recovery"),
    )
    found = one(books, "bad_debt_ratio")
    assert said(found.numerator, found.denominator) == (900, 10_000)


def test_a_recovery_is_of_the_invoice_it_was_known_to_be_of(books: Books) -> None:
    books.turn("2026-10-31")
    books.take(
        "invoices_2026-10-01.csv", invoice("A", "100.00"), invoice("V", "100.00", status="void")
    )
    row = adjustment("R", "A", "7.00", "2026-10-12", kind="recovery")
    books.take("adjustments_2026-10-20.csv", row)
    books.turn("2026-11-03")
    books.take("adjustments_2026-11-03.csv", row | {"invoice_id": "V"})
    assert one(books, "bad_debt_ratio").numerator == 0
    assert one(books, "bad_debt_ratio", known_on="2026-10-31").numerator == -700


def test_as_known_on_a_day(books: Books) -> None:
    books.turn("2026-10-31")
    books.take("invoices_2026-10-31.csv", invoice("O", "300.00", "2026-10-10"))
    books.turn("2026-11-03")
    books.take("invoices_2026-11-03.csv", invoice("LATE", "100.00", "2026-10-30"))
    assert one(books, "dso", "simple").denominator == 40_000
    assert one(books, "dso", "simple", known_on="2026-10-31").denominator == 30_000
    before = one(books, "dso", "simple", known_on="2026-10-30")
    assert (before.value, before.note) == (None, "no sales in the period")


def test_of_several_currencies_all_in_the_base(books: Books) -> None:
    books.take(
        "invoices_2026-10-31.csv",
        invoice("U", "300.00", "2026-10-10"),
        invoice("E", "100.00", "2026-10-10", currency="EUR"),
    )
    _paid(books, "E", "50.00", "2026-10-20", currency="EUR")
    assert of(books, "dso", "simple_in_base") == {}
    rates = ("2026-10-30", "1.20"), ("2026-11-02", "9.00")
    rows = [{"date": day, "currency": "EUR", "rate": rate} for day, rate in rates]
    books.take("fx_rates_2026-11-02.csv", *rows)
    found = one(books, "dso", "simple_in_base")
    assert (found.currency, found.key) == ("USD", "")
    assert said(found.numerator, found.denominator) == (30_000 + 6_000, 30_000 + 12_000)
    with asked(books, "2026-10") as question:
        inputs = list(BY_NAME["dso"].inputs(question, found))
    assert [(each.part, each.subject, each.amount) for each in inputs] == [
        ("ending AR", "EUR", 6_000),
        ("ending AR", "USD", 30_000),
        ("sales", "EUR", 12_000),
        ("sales", "USD", 30_000),
    ]
    assert inputs[0].detail == "50.00 EUR at 1.2 of 2026-10-30"
    assert of(books, "dso", "simple_in_base", by="company").keys() == {("1000", "USD")}


def test_all_currencies_sell_in_months_in_which_one_sells_nothing(books: Books) -> None:
    """Euros run out after a month; with them the dollars of eight are counted back."""
    sold = [invoice(f"U{n}", "100.00", f"2026-{n:02d}-15") for n in range(1, 11)]
    euros = {"currency": "EUR"}
    books.take(
        "invoices_2026-11-01.csv",
        *sold,
        invoice("E", "10.00", "2026-10-10", **euros),
        invoice("OLD", "500.00", "2023-01-10", **euros),
    )
    for number in range(1, 8):
        _paid(books, f"U{number}", "100.00", "2026-10-20")
    books.take("fx_rates_2026-10-01.csv", {"date": "2026-10-01", "currency": "EUR", "rate": "1"})
    months = of(books, "dso", "countback")
    assert said(months["", "USD"].bound, months["", "EUR"].bound) == (False, True)
    found = one(books, "dso", "countback_in_base")
    assert said(found.numerator, found.denominator) == (81_000, 81_000)
    assert said(found.value, found.bound) == (31 + 30 + 31 + 31 + 30 + 31 + 30 + 31, False)


def test_what_is_past_due_at_the_end(books: Books) -> None:
    books.take(
        "invoices_2026-10-31.csv",
        invoice("A", "300.00", "2026-10-01", due_date="2026-10-30"),
        invoice("B", "100.00", "2026-10-01", due_date="2026-10-31"),
        invoice("C", "50.00", "2026-10-01", item="1", due_date="2026-10-10"),
        invoice("C", "60.00", "2026-10-01", item="2", due_date="2026-10-20"),
    )
    assert one(books, "delinquent_invoices", "count").value == 2
    amount = one(books, "delinquent_invoices", "amount")
    assert said(amount.value, amount.unit, amount.currency) == (41_000, "money", "USD")


def test_customers_over_their_limit(books: Books) -> None:
    books.take(
        "customers_2026-10-01.csv",
        {"customer_id": "C1", "name": "One", "segment": "public", "credit_limit": "100.00"},
        {"customer_id": "C2", "name": "Two", "segment": "public", "credit_limit": "100.00"},
        {"customer_id": "C3", "name": "Three", "credit_limit": "100.00"},
    )
    books.take(
        "invoices_2026-10-31.csv",
        invoice("A", "100.01", "2026-10-01"),
        invoice("B", "100.00", "2026-10-01", customer_id="C2"),
        invoice("C", "500.00", "2026-10-01", customer_id="C3"),
    )
    found = one(books, "credit_overruns")
    assert found.value == 2
    with asked(books, "2026-10") as question:
        rows = list(BY_NAME["credit_overruns"].inputs(question, found))
    assert [row.subject for row in rows] == ["C1", "C3"]
    assert rows[0].detail == "0.01 USD over a limit of 100.00 (limit of the export)"
    by_segment = of(books, "credit_overruns", by="segment")
    assert {key: each.value for (key, _), each in by_segment.items()} == {"": 1, "public": 1}
    assert of(books, "credit_overruns", by="class") == {}
    assert one(books, "credit_overruns", when=month("2026-09")).value == 0
